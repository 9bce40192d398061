"""Whole epochs: of configs, ours and stock DL4J's; of IMDB, over the same batches."""

import subprocess
import time
from pathlib import Path

from harness.contenders import Contender, ContenderFailed, java
from harness.machine import QUIET_WINDOW, Probes

FIRST_LOSSES = 40
FIRST_LOSSES_DIFFER = 1e-4

Seconds = dict[str, dict[str, list[float]]]  # of each epoch, by data and contender


def configs(home: Path, rounds: int) -> Seconds:
    """The first epoch of a fresh process each, validation included; of networks that stock DL4J has as well."""
    seconds: Seconds = {}
    lstms = home / "src" / "test" / "resources" / "configs" / "airline-lstms.yaml"
    for config in (lstms, home / "config" / "reviews.yaml", home / "config" / "seattle-weather.yaml"):
        for _ in range(rounds):
            for name in ("ours", "stock", "stock-1thread"):
                command = java(home, "ConfigEpoch")
                result = Contender(name, "", command).run([name, str(config)])
                seconds.setdefault(config.name, {}).setdefault(name, []).append(result["seconds"])
        print(f"{config.name}: {seconds[config.name]}", flush=True)
    return seconds


def imdb(
    home: Path, reviews: Path, installed: list[Contender], rounds: int, probes: Probes
) -> tuple[Seconds, list[str]]:
    """The first epoch of a fresh process each, and what is wrong with those that computed something else."""
    folder = home / "target" / "bench" / "imdb"
    subprocess.run([*java(home, "Imdb"), "write", str(reviews), str(folder)], check=True)
    program = str(home / "bench" / "peers" / "torch_imdb.py")
    taking_part = [(Contender("ours", "", java(home, "Imdb")), ["train", str(reviews)])]
    for peer in installed:
        if peer.module == "torch":
            python, _, variant = peer.command
            command = [python, program, variant]
            taking_part.append((Contender(peer.name, "", command, environment=peer.environment), [str(folder)]))
    seconds: dict[str, list[float]] = {}
    problems: list[str] = []
    reference: list[float] = []
    for number in range(1, rounds + 1):
        for contender, arguments in list(taking_part):
            probes.wait(QUIET_WINDOW)
            began = time.time()
            try:
                result = contender.run(arguments)
                reference = reference or result["losses"]
                apart = difference(result["losses"], reference)
            except ContenderFailed as failure:
                apart = str(failure)
            if apart:
                problems.append(f"imdb: {contender.name}: {apart}; its speed does not count")
                taking_part.remove((contender, arguments))
                seconds.pop(contender.name, None)
                continue
            seconds.setdefault(contender.name, []).append(result["seconds"])
            slowdown = probes.slowdown(began, time.time())
            print(f"imdb: round {number}, {contender.name}: {result['seconds']:.1f} s, processors {slowdown:.2f} times"
                  " slower than at their best", result.get("way", ""), flush=True)
    return {"imdb": seconds}, problems


def difference(losses: list[float], reference: list[float]) -> str:
    """A sentence, empty if the losses agree.

    Without clipping, a loss on long texts leaps now and then, and rounding decides when: PyTorch as it comes and
    tuned end an epoch with losses that are 15% apart. So only the first batches tell whether all compute the same.
    """
    if len(losses) != len(reference):
        return f"it made {len(losses)} steps, not {len(reference)}"
    first = max(abs(a - b) / abs(b) for a, b in zip(losses[:FIRST_LOSSES], reference[:FIRST_LOSSES]))
    return "" if first <= FIRST_LOSSES_DIFFER else f"its first losses differ by {first:.1e} of their size"
