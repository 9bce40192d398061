#!/usr/bin/env python3
"""data.py FOLDER: writes the tables of texts that run.py reads into FOLDER.

Arguments after FOLDER name files that cannot be fetched from a registry, as NAME=PATH:
  rt-polarity, trec, sms-spam: lines of a label, a tab and a text (may be .gz).
The others: data/reviews.csv of this project, and two sets that come with the source of vaderSentiment 3.3.2 on PyPI
(Hutto and Gilbert 2014), texts with the mean of twenty ratings: of its sign, where that is at least 0.5 from zero.
"""
import csv, gzip, io, pathlib, shutil, subprocess, sys, tarfile, tempfile

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
root = pathlib.Path(__file__).resolve().parents[2]


def write(name, rows):
    with open(out / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["label", "text"])
        writer.writerows(rows)
    print(name, len(rows))


for argument in sys.argv[2:]:
    name, path = argument.split("=", 1)
    data = pathlib.Path(path).read_bytes()
    text = (gzip.decompress(data) if path.endswith(".gz") else data).decode("utf-8")
    if path.endswith((".csv", ".csv.gz")):
        (out / f"{name}.csv").write_text(text, encoding="utf-8")
    else:
        write(name, [line.split("\t", 1) for line in text.split("\n") if line])
shutil.copy(root / "data/reviews.csv", out)

with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder, "vaderSentiment==3.3.2"], check=True)
    with tarfile.open(next(pathlib.Path(folder).glob("*.tar.gz"))) as source:
        inner = source.extractfile("vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz").read()
    with tarfile.open(fileobj=io.BytesIO(inner)) as files:
        for name, file in {"tweets": "tweets", "product-reviews": "amazonReviewSnippets"}.items():
            text = files.extractfile(f"hutto_ICWSM_2014/{file}_GroundTruth.txt").read().decode("utf-8", "replace")
            rows = [line.rstrip("\r").split("\t", 2) for line in text.split("\n") if line]
            write(name, [("positive" if float(r) > 0 else "negative", t) for _, r, t in rows if abs(float(r)) >= 0.5])
