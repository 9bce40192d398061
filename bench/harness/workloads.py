"""Runs the contenders in turn on a workload and holds their results together."""

import json
import subprocess
import time
from pathlib import Path

from harness.contenders import Contender, ContenderFailed, java
from harness.machine import QUIET_WINDOW, ForeignLoad, Probes

ALL = ["tiny", "32x50", "32x96", "32x200", "64x200", "64x400"]
TEXTS = ["characters", "words", "translation"]  # language models and a translator, trained and asked to write
DEFAULT = ALL[1:] + TEXTS
WINDOWS = 6
MEASURES = ("train_ms", "batch_ms", "row_ms", "writing_ms")

# Outputs are near 0.5 or 0; float has 7 digits, and sums over hundreds of steps are in another order.
OUTPUTS_DIFFER = 1e-5
LOSSES_DIFFER = 1e-4

JVM_WARMS_UP = 2.5  # times as long as it is asked to, until its compilers rest

QUIET = 0.1  # the share of the machine that others may use; a process during which they use more is run again
LEAST_WINDOWS = 2  # a process with fewer that are quiet is run again


class Runs:
    def __init__(self, home: Path, contenders: list[Contender], rounds: int, window: float, tries: int,
                 slow: bool, probes: Probes) -> None:
        self._home = home
        self._contenders = contenders
        self._rounds = rounds
        self._window = window
        self._tries = tries
        self._slow = slow
        self._probes = probes
        self.problems: list[str] = []

    def minutes(self, workloads: list[str]) -> float:
        """About what all of them take on a quiet machine."""
        started = 3.0  # seconds that a process takes before and after what is timed
        seconds = [
            # Predictions take as long as training.
            started + 2 * (contender.warm_up * (1 if contender.module else JVM_WARMS_UP) + WINDOWS * self._window)
            for workload in workloads
            for contender in self._taking_part(workload)
        ]
        return self._rounds * sum(seconds) / 60

    def _taking_part(self, workload: str) -> list[Contender]:
        taking_part = [c for c in self._contenders if self._slow or workload not in c.omits]
        return [c.on_texts() for c in taking_part if c.texts] if workload in TEXTS else taking_part

    def measure(self, workload: str) -> dict[str, dict]:
        """Per contender: windows of each measure, peak memory, how far it is from the reference."""
        folder = self._home / "target" / "bench"
        began = time.monotonic()
        subprocess.run([*java(self._home, "WorkloadFiles"), str(folder), workload], check=True)
        reference = json.loads((folder / workload / "workload.json").read_text("utf-8"))
        taking_part = self._taking_part(workload)
        results: dict[str, dict] = {}
        for number in range(1, self._rounds + 1):
            for contender in list(taking_part):
                print(f"\r{workload}: round {number} of {self._rounds}, {contender.name:20}", end="", flush=True)
                try:
                    result, foreign = self._run_quietly(contender, workload, folder / workload)
                    apart = difference(result, reference["reference"])
                except ContenderFailed as failure:
                    apart = str(failure)
                if isinstance(apart, str):
                    self.problems.append(f"{workload}: {contender.name}: {apart}; its speed does not count")
                    taking_part.remove(contender)
                    results.pop(contender.name, None)
                else:
                    add(results.setdefault(contender.name, {}), result, apart, foreign)
        print(f"\r{workload}: {time.monotonic() - began:.0f} s{'':50}", flush=True)
        flops = {"train_ms": reference.get("training_flops"), "batch_ms": reference.get("inference_flops")}
        return {"flops": flops, "contenders": results}

    def _run_quietly(self, contender: Contender, workload: str, folder: Path) -> tuple[dict, float]:
        """The run that others disturbed least; each of its windows with the slowdown of the processors."""
        runs = []
        for _ in range(self._tries):
            self._probes.wait(QUIET_WINDOW)
            load = ForeignLoad()
            name = [workload] if not contender.module else []
            arguments = [str(folder), str(contender.warm_up), str(self._window), str(WINDOWS)]
            result = contender.run(name + arguments)
            share = load.share()
            quiet = WINDOWS
            for measure in MEASURES:
                if result.get(measure):
                    result[measure] = [self._with_slowdown(window) for window in result[measure]]
                    quiet = min(quiet, sum(is_quiet(window) for window in result[measure]))
            runs.append((share, quiet, result))
            if share <= QUIET and quiet >= LEAST_WINDOWS:
                break
        share, _, result = max(runs, key=lambda run: (run[0] <= QUIET, run[1], -run[0]))
        return result, share

    def _with_slowdown(self, window: dict[str, float]) -> dict[str, float]:
        return {"ms": window["ms"], "slowdown": self._probes.slowdown(window["began"], window["ended"])}


def is_quiet(window: dict[str, float]) -> bool:
    return window["slowdown"] <= QUIET_WINDOW


def difference(result: dict, reference: dict) -> dict[str, float] | str:
    """How far a contender is from what the product computes; a sentence if that is too far."""
    outputs = max((abs(a - b) for a, b in zip(result["outputs"], reference["outputs"], strict=True)), default=0.0)
    losses = 0.0
    if result["losses"]:  # none of a contender that predicts only
        pairs = zip(result["losses"], reference["losses"], strict=True)
        losses = max(abs(a - b) / abs(b) for a, b in pairs)
    # Written so that NaN is too far.
    if not outputs <= OUTPUTS_DIFFER:
        return f"its outputs differ by {outputs:.1e}"
    if not losses <= LOSSES_DIFFER:
        return f"its losses differ by {losses:.1e} of their size"
    return {"outputs": outputs, "losses": losses}


def add(sum_of: dict, result: dict, apart: dict[str, float], foreign: float) -> None:
    for measure in MEASURES:
        if result.get(measure):
            sum_of.setdefault(measure, []).append(result[measure])
    if "peak_memory_mb" in result:
        sum_of["peak_memory_mb"] = max(sum_of.get("peak_memory_mb", 0.0), result["peak_memory_mb"])
    for name, value in apart.items():
        sum_of[f"{name}_differ"] = max(sum_of.get(f"{name}_differ", 0.0), value)
    sum_of["foreign_load"] = max(sum_of.get("foreign_load", 0.0), foreign)
