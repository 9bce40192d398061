"""Writes an npz of reviews as Keras's imdb.npz is laid out: make.py REVIEWS.tsv[.gz] OUT.npz

REVIEWS has a line for each review: 1 or 0, a tab, the text. Words are those of Keras's Tokenizer: lower case, split at
blanks, without !"#$%&()*+,-./:;<=>?@[\\]^_`{|}~ (an apostrophe stays). A word's id is its rank, 1 for the most frequent
one; ranks come from the training part, ties from what is seen first, and words of the test part alone come last. A
fifth of the reviews, drawn by seed 0, is the test part.
"""

import gzip
import sys
from collections import Counter
from pathlib import Path

import numpy as np

FILTERED = str.maketrans({sign: " " for sign in "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n"})


def main(reviews: Path, out: Path) -> None:
    opened = gzip.open if reviews.suffix == ".gz" else open
    with opened(reviews, "rt", encoding="utf-8", newline="\n") as file:
        rows = [line.rstrip("\n").split("\t", 1) for line in file]
    labels = np.array([int(label) for label, _ in rows], np.int64)
    words = [text.lower().translate(FILTERED).split() for _, text in rows]
    order = np.random.default_rng(0).permutation(len(rows))
    test, training = np.split(order, [len(rows) // 5])
    ranked = [word for word, _ in Counter(word for row in training for word in words[row]).most_common()]
    known = set(ranked)
    ranked += [word for word, _ in Counter(w for row in test for w in words[row] if w not in known).most_common()]
    ranks = {word: rank for rank, word in enumerate(ranked, start=1)}

    def ids(part: np.ndarray) -> np.ndarray:
        array = np.empty(len(part), object)
        array[:] = [[ranks[word] for word in words[row]] for row in part]
        return array

    np.savez(out, x_train=ids(training), y_train=labels[training], x_test=ids(test), y_test=labels[test])
    print(f"{out}: {len(training)} reviews to train on, {len(test)} to test on, {len(ranks)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
