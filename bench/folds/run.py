#!/usr/bin/env python3
"""Trains a config once with each fold as its test part, and prints the accuracies.

bench/folds/run.py CONFIG [--folds 10] [--set KEY=VALUE ..]

The config's test part is {column: .., value: ..}; the values are 0, 1, 2 and so on.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SLUICE = os.environ.get("SLUICE", str(ROOT / "sluice")).split()  # another command in its place


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("config", type=pathlib.Path)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--set", action="append", default=[], dest="changes", metavar="KEY=VALUE")
    chosen = parser.parse_args()
    networks, words = [], []
    for fold in range(chosen.folds):
        changes = [part for change in [f"data.split.test.value={fold}", *chosen.changes] for part in ("--set", change)]
        with tempfile.TemporaryDirectory() as folder:
            command = [*SLUICE, "train", str(chosen.config), "--json", "--run", f"{folder}/run", *changes]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"fold {fold} failed:\n{done.stderr[-3000:]}")
        result = json.loads(done.stdout.strip().splitlines()[-1])
        networks.append(result["test"]["accuracy"])
        words.append(result["baselines"]["bag_of_words"]["accuracy"])
        print(f"fold {fold}: {networks[-1]:.4f}, bag of words {words[-1]:.4f}", flush=True)
    print(f"mean {statistics.mean(networks):.4f}, bag of words {statistics.mean(words):.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
