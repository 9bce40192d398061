#!/usr/bin/env python3
"""Trains what `sluice init` writes, untouched, on series of different kinds, and compares it with the baseline `linear`.

bench/init-series/run.py FOLDER [--names airline sunspots ..] [--seeds 1 2 3]

FOLDER holds the files of SERIES, four of which README.md fetches; those that are absent are left out, and named.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SLUICE = os.environ.get("SLUICE", str(ROOT / "sluice")).split()  # another command in its place
SERIES = {  # name: (file, further arguments of init)
    "airline": ("airline-passengers.csv", []),
    "sunspots": ("sunspots.csv", []),
    "co2": ("co2.csv", ["--missing", "interpolate"]),
    "temperatures": ("daily-min-temperatures.csv", ["--missing", "interpolate"]),
    "bike-sharing": ("bike-sharing.csv", ["--target", "cnt", "--missing", "0"]),
    "ett": ("ETTh1.csv", ["--target", "OT"]),
    "weather": ("seattle-weather.csv", ["--target", "temp_max"]),
    "pm25": ("pm25.csv", ["--target", "pm2.5", "--missing", "mask"]),
}


def sluice(arguments: list[str]) -> str:
    done = subprocess.run([*SLUICE, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"sluice {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--names", nargs="+", default=list(SERIES))
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--set", action="append", default=[], dest="changes", metavar="KEY=VALUE",
                        help="to try another recipe: passed on to train")
    parser.add_argument("--part", choices=["validation", "test"], default="test",
                        help="validation: drop the test rows first, to choose recipes without looking at them")
    chosen = parser.parse_args()
    rows = []
    for name in chosen.names:
        file, further = SERIES[name]
        source = (chosen.folder / file).resolve()
        if not source.exists():
            print(f"absent: {source}")
            continue
        with tempfile.TemporaryDirectory() as temporary:
            config = pathlib.Path(temporary) / "init.yaml"
            sluice(["init", str(source), "--output", str(config), *further])
            if chosen.part == "validation":
                source = shortened(source, tested(config), pathlib.Path(temporary))
                sluice(["init", str(source), "--output", str(config), "--force", *further])
            model, linear, best, began = [], [], [], time.monotonic()
            for seed in chosen.seeds:
                changes = [part for change in [f"seed={seed}", *chosen.changes] for part in ("--set", change)]
                output = sluice(["train", str(config), "--json", "--run", f"{temporary}/run{seed}", *changes])
                results = json.loads(output.strip().splitlines()[-1])
                model.append(results["test"]["mase"])
                linear.append(results["baselines"].get("linear", {}).get("mase", float("nan")))
                best.append(min((scores["mase"], key) for key, scores in results["baselines"].items() if "mase" in scores))
            took = (time.monotonic() - began) / len(chosen.seeds)
        rows.append((statistics.mean(model), linear[0]))
        print(f"| {name} | {' '.join(f'{m:.3f}' for m in model)} | {rows[-1][0]:.3f} | {linear[0]:.3f}"
              f" | {best[0][0]:.3f} ({best[0][1]}) | {took:.0f} |", flush=True)
    print(f"| mean | | {statistics.mean(m for m, _ in rows):.3f} | {statistics.mean(l for _, l in rows):.3f} | | |")
    return 0


def tested(config: pathlib.Path) -> int:
    """The rows of the test part."""
    return int(re.search(r"test: \{rows: (\d+)\}", config.read_text("utf-8")).group(1))


def shortened(source: pathlib.Path, rows: int, folder: pathlib.Path) -> pathlib.Path:
    """Without its last rows."""
    lines = source.read_text("utf-8").splitlines(keepends=True)
    cut = folder / source.name
    cut.write_text("".join(lines[:-rows]), "utf-8")
    return cut


if __name__ == "__main__":
    sys.exit(main())
