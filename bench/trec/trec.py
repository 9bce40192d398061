#!/usr/bin/env python3
"""trec.py train_5500.label > data/trec_train.tsv; trec.py TREC_10.label > data/trec_test.tsv

Lines of a coarse class, a tab and a question.
"""
import sys

with open(sys.argv[1], encoding="iso-8859-1", newline="\n") as file:
    for line in file:
        classes, _, question = line.strip().partition(" ")
        print(classes.partition(":")[0], " ".join(question.split()), sep="\t")
