#!/usr/bin/env python3
"""Scores of runs in the units of the papers: score.py RUN... prints a line for each, and their mean.

Errors are divided by the standard deviation of each column over the training rows, which the model keeps as the divisor of
its scale, and averaged over columns. Mean squared and mean absolute error are over all windows and steps of the test part.
"""
import json
import pathlib
import sys


def scores(run):
    """(mse, mae) of the model and of each baseline whose scores are kept by column, or of a single column."""
    test = json.loads((run / "results.json").read_text())["test"]
    columns = json.loads((run / "model" / "pipeline.json").read_text())["input"]["columns"]
    found = {"model": test["by_column"]}
    if len(columns) == 1:
        (name,) = columns
        found.update({baseline: {name: values} for baseline, values in test["baselines"].items()})
    return {
        who: (
            sum((by[c]["rmse"] / columns[c]["divisor"]) ** 2 for c in columns) / len(columns),
            sum(by[c]["mae"] / columns[c]["divisor"] for c in columns) / len(columns),
        )
        for who, by in found.items()
    }


def main():
    runs = [pathlib.Path(run) for run in sys.argv[1:]]
    model = []
    for run in runs:
        for who, (mse, mae) in scores(run).items():
            print(f"{run}  {who:15} mse {mse:.4f}  mae {mae:.4f}")
            if who == "model":
                model.append((mse, mae))
    print(f"mean of {len(model)}  mse {sum(m for m, _ in model) / len(model):.4f}  mae {sum(a for _, a in model) / len(model):.4f}")


if __name__ == "__main__":
    main()
