#!/usr/bin/env python3
"""Times whole forecasting jobs: Sluice, darts and neuralforecast train the same LSTM on the same windows.

bench/forecasters/run.py [--rounds 3] [--epochs 5] [--contenders sluice darts neuralforecast]
"""

import argparse
import csv
import datetime
import json
import math
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = pathlib.Path(os.environ.get("SLUICE_BENCH_PEERS", pathlib.Path.home() / ".cache" / "sluice-bench"))
ROWS, VALIDATION, TEST = 10_000, 1_000, 1_000
LOOKBACK, HORIZON, UNITS, BATCH, RATE = 96, 24, 64, 32, 0.001
CONFIG = f"""
name: load
seed: 1
data:
  source: {{csv: {{path: load.csv}}}}
  time: {{column: time, frequency: 1h, season: 24}}
  input: {{series: {{lookback: {LOOKBACK}}}}}
  target: {{forecast: {{columns: [load], horizon: {HORIZON}}}}}
  split: {{validation: {{rows: {VALIDATION}}}, test: {{rows: {TEST}}}}}
network:
  - lstm: {{units: {UNITS}}}
  - lstm: {{units: {UNITS}}}
training: {{epochs: EPOCHS, batch_size: {BATCH}, optimizer: {{adam: {{learning_rate: {RATE}}}}}}}
evaluation: {{metrics: [mae], baselines: [seasonal_naive]}}
"""


def write_series(path: pathlib.Path) -> None:
    """Hours of a load with a day, a week, and noise that lasts; seed 7."""
    draw = random.Random(7)
    noise = 0.0
    begin = datetime.datetime(2020, 1, 1)
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["time", "load"])
        for hour in range(ROWS):
            noise = 0.8 * noise + draw.gauss(0, 1)
            day = math.sin(2 * math.pi * hour / 24)
            week = math.sin(2 * math.pi * hour / 168)
            value = 100 + 10 * day + 5 * week + 3 * noise
            out.writerow([(begin + datetime.timedelta(hours=hour)).strftime("%Y-%m-%d %H:%M"), f"{value:.4f}"])


def commands(folder: pathlib.Path, epochs: int) -> dict[str, list[str]]:
    shape = [VALIDATION, TEST, LOOKBACK, HORIZON, UNITS, BATCH, RATE, epochs]
    peers = {
        name: [str(PEERS / name / "bin" / "python"), str(HERE / f"{name}_peer.py"), str(folder / "load.csv"),
               *map(str, shape)]
        for name in ("darts", "neuralforecast")
    }
    ours = [str(ROOT / "sluice"), "train", str(folder / "load.yaml"), "--json", "--run"]
    return {"sluice": ours} | {name: peer for name, peer in peers.items() if pathlib.Path(peer[0]).exists()}


def mae_of(name: str, output: str) -> float:
    last = json.loads(output.strip().splitlines()[-1])
    return last["test"]["mae"] if name == "sluice" else last["mae"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--contenders", nargs="+", default=["sluice", "darts", "neuralforecast"])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        write_series(folder / "load.csv")
        (folder / "load.yaml").write_text(CONFIG.replace("EPOCHS", str(chosen.epochs)), "utf-8")
        known = commands(folder, chosen.epochs)
        seconds: dict[str, list[float]] = {}
        processor: dict[str, list[float]] = {}
        errors: dict[str, float] = {}
        for number in range(chosen.rounds):
            for name in chosen.contenders:
                if name not in known:
                    continue
                command = known[name] + ([str(folder / f"run{number}")] if name == "sluice" else [])
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                began = time.monotonic()
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                took = time.monotonic() - began
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                if done.returncode != 0:
                    print(f"{name} failed:\n{done.stderr[-3000:]}", file=sys.stderr)
                    return 1
                seconds.setdefault(name, []).append(took)
                processor.setdefault(name, []).append(
                    after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
                errors[name] = mae_of(name, done.stdout)
                print(f"round {number + 1}: {name} {took:.1f} s, MAE {errors[name]:.3f}", flush=True)
    print("| contender | seconds, median | of the rounds | processor seconds | times Sluice | MAE |\n|---|--:|--:|--:|--:|--:|")
    ours = statistics.median(seconds["sluice"])
    for name, taken in seconds.items():
        print(f"| {name} | {statistics.median(taken):.1f} | {min(taken):.1f} to {max(taken):.1f}"
              f" | {statistics.median(processor[name]):.1f} | {statistics.median(taken) / ours:.2f} | {errors[name]:.3f} |")
    for name in chosen.contenders:
        if name not in known:
            print(f"absent: {name}; README.md says how to install it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
