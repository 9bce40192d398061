#!/usr/bin/env python3
"""Trains what `sluice init` writes, untouched, on sets of texts, and compares it with a bag of words.

bench/init-texts/run.py FOLDER [--names reviews trec ..] [--seeds 1 2 3] [--part validation --set KEY=VALUE ..]

FOLDER holds the tables that data.py writes.
"""

import argparse
import csv
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SLUICE = os.environ.get("SLUICE", str(ROOT / "sluice")).split()  # another command in its place


def sluice(*arguments: str) -> str:
    done = subprocess.run([*SLUICE, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"sluice {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def without_test_rows(source: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """The table without the rows that the config of init tests."""
    config, run = folder / "whole.yaml", folder / "whole"
    sluice("init", str(source), "--output", str(config))
    sluice("train", str(config), "--run", str(run), "--set", "training.epochs=1")
    with open(run / "predictions.csv", newline="", encoding="utf-8") as file:
        tested = {int(row["row"]) for row in csv.DictReader(file)}
    with open(source, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    rest = folder / source.name
    with open(rest, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(row for number, row in enumerate(rows, 1) if number not in tested)
    return rest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--names", nargs="+")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--set", action="append", default=[], dest="changes", metavar="KEY=VALUE",
                        help="to try another recipe: passed on to train")
    parser.add_argument("--part", choices=["validation", "test"], default="test",
                        help="validation: drop the test rows first, to choose recipes without looking at them")
    chosen = parser.parse_args()
    differences = []
    for name in chosen.names or sorted(file.stem for file in chosen.folder.glob("*.csv")):
        source = (chosen.folder / f"{name}.csv").resolve()
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            if chosen.part == "validation":
                source = without_test_rows(source, folder)
            config = folder / "init.yaml"
            sluice("init", str(source), "--output", str(config))
            runs, began = [], time.monotonic()
            for seed in chosen.seeds:
                changes = [part for change in [f"seed={seed}", *chosen.changes] for part in ("--set", change)]
                output = sluice("train", str(config), "--json", "--run", str(folder / f"run{seed}"), *changes)
                runs.append(json.loads(output.strip().splitlines()[-1]))
            took = (time.monotonic() - began) / len(chosen.seeds)
            with open(folder / f"run{chosen.seeds[0]}" / "predictions.csv", newline="", encoding="utf-8") as file:
                rows = sum(1 for _ in csv.DictReader(file))
        accuracies = [run["test"]["accuracy"] for run in runs]
        losses = [run["test"]["log_loss"] for run in runs]
        words = runs[0]["baselines"]["bag_of_words"]
        mean, half = statistics.mean(accuracies), 1.96 * math.sqrt(words["accuracy"] * (1 - words["accuracy"]) / rows)
        differences.append(mean - words["accuracy"])
        print(f"| {name} | {rows} | {' '.join(f'{a:.3f}' for a in accuracies)} | {mean:.3f} | {words['accuracy']:.3f} ± {half:.3f}"
              f" | {statistics.mean(losses):.3f} | {words['log_loss']:.3f} | {took:.0f} |", flush=True)
    print(f"mean difference {statistics.mean(differences):+.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
