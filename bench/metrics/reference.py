"""Prints 200 random problems of classes with what scikit-learn says of each, a line of JSON each.

Probabilities are whole weights divided by their sum, so that Java has the same bits. What has no value has no key.
"""

import json
import warnings

import numpy as np
from sklearn import metrics as sk

warnings.filterwarnings("error")
FLOOR = 2.0**-24  # of a probability in log_loss
BINS = 10


def problem(random):
    classes = int(random.choice([2, 2, 2, 3, 3, 4, 5, 7]))
    rows = int(random.integers(2, 24))
    there = random.choice(classes, size=int(random.integers(1, classes + 1)), replace=False)
    if random.random() < 0.6:
        there = np.arange(classes)
    actual = random.choice(there, size=rows)
    kind = random.choice(["ties", "smooth", "extreme", "constant"], p=[0.4, 0.35, 0.2, 0.05])
    if kind == "ties":
        weights = random.integers(0, 4, size=(rows, classes))
    elif kind == "smooth":
        weights = random.integers(0, 100, size=(rows, classes))
    elif kind == "extreme":  # 0, 1, and what is next to them
        weights = random.choice([0, 1, 10**5, 10**9], size=(rows, classes))
    else:
        weights = np.tile(random.integers(0, 4, size=classes), (rows, 1))
    weights[np.arange(rows), actual] += random.integers(0, 3, size=rows) * weights.max() // 2
    weights[weights.sum(axis=1) == 0] = 1
    return actual, weights


def one_against_rest(score, actual, p, classes):
    """The score of each class that has rows, and with `score` of ROC, rows of others; by class."""
    scores = {}
    for c in range(classes):
        rows = int((actual == c).sum())
        if rows > 0 and not (score is sk.roc_auc_score and rows == len(actual)):
            scores[c] = float(score(actual == c, p[:, c]))
    return scores


def ece(actual, p):
    most = p.argmax(axis=1)
    confidence = p[np.arange(len(p)), most]
    bins = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    total = 0.0
    for b in range(BINS):
        here = bins == b
        if here.any():
            total += here.sum() * abs(confidence[here].mean() - (most == actual)[here].mean())
    return total / len(p)


def expected(actual, weights):
    p = weights / weights.sum(axis=1, keepdims=True)
    classes = p.shape[1]
    labels = list(range(classes))
    given = p.argmax(axis=1)  # of equal ones the first
    there = sorted(set(actual))
    named = sorted(set(actual) | set(given))
    of = {"accuracy": sk.accuracy_score(actual, given)}
    for name, score, among in (
        ("precision", sk.precision_score, named),
        ("recall", sk.recall_score, there),
        ("f1", sk.f1_score, named),
    ):
        of[name] = score(actual, given, labels=among, average="macro", zero_division=0)
        of[name + "/micro"] = score(actual, given, labels=labels, average="micro", zero_division=0)
        of[name + "/weighted"] = score(actual, given, labels=labels, average="weighted", zero_division=0)
        for c, value in enumerate(score(actual, given, labels=labels, average=None, zero_division=np.nan)):
            if not np.isnan(value):
                of[f"{name}/{c}"] = value
                if classes == 2 and c == 1:
                    of[name + "_positive"] = value
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of classes that no row has
        of["balanced_accuracy"] = sk.balanced_accuracy_score(actual, given)
        of["log_loss"] = sk.log_loss(actual, np.maximum(p, FLOOR), labels=labels)
    if len(set(actual)) > 1 and len(set(given)) > 1:
        of["mcc"] = sk.matthews_corrcoef(actual, given)
    of["brier"] = (
        sk.brier_score_loss(actual == 1, p[:, 1], pos_label=True)
        if classes == 2
        else sk.brier_score_loss(actual, p, labels=labels)
    )
    of["ece"] = ece(actual, p)
    for k in (2, 3):
        if k < classes:  # scikit-learn prefers the last of equal classes, Sluice the first
            of[f"top_{k}"] = sk.top_k_accuracy_score(
                classes - 1 - actual, p[:, ::-1], k=k, labels=labels
            )
    for name, score in (("roc_auc", sk.roc_auc_score), ("average_precision", sk.average_precision_score)):
        scores = one_against_rest(score, actual, p, classes)
        for c, value in scores.items():
            of[f"{name}/{c}"] = value
        if classes == 2:
            if 1 in scores:
                of[name] = scores[1]
        elif scores:
            rows = [int((actual == c).sum()) for c in scores]
            of[name] = np.mean(list(scores.values()))
            of[name + "/weighted"] = np.average(list(scores.values()), weights=rows)
            if len(there) == classes and name == "roc_auc":
                for average, mine in (("macro", of[name]), ("weighted", of[name + "/weighted"])):
                    theirs = sk.roc_auc_score(actual, p, multi_class="ovr", average=average)
                    assert abs(theirs - mine) < 1e-12
    return {name: round(float(value), 12) for name, value in of.items()}


def main():
    random = np.random.default_rng(42)
    for _ in range(200):
        actual, weights = problem(random)
        print(
            json.dumps(
                {
                    "actual": actual.tolist(),
                    "weights": weights.tolist(),
                    "expected": {k: v for k, v in sorted(expected(actual, weights).items())},
                },
                separators=(",", ":"),
            )
        )


main()
