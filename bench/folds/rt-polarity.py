#!/usr/bin/env python3
"""rt-polarity.py rt-polarity.pos rt-polarity.neg > data/rt-polarity.tsv

Lines of a fold, a label and a sentence: the n-th sentence of each class is in fold n modulo 10.
"""
import sys

for label, path in (("1", sys.argv[1]), ("0", sys.argv[2])):
    with open(path, encoding="iso-8859-1", newline="\n") as file:
        for number, line in enumerate(file):
            print(number % 10, label, " ".join(line.split()), sep="\t")
