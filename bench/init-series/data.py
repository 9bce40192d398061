"""Writes series of statsmodels as files that init reads: data.py FOLDER."""

import csv
import pathlib
import sys

import statsmodels.api as sm

folder = pathlib.Path(sys.argv[1])
folder.mkdir(exist_ok=True)
spots = sm.datasets.sunspots.load_pandas().data
with (folder / "sunspots.csv").open("w", newline="") as file:
    out = csv.writer(file)
    out.writerow(["year", "sunspots"])
    out.writerows((int(row.YEAR), row.SUNACTIVITY) for row in spots.itertuples())
co2 = sm.datasets.co2.load_pandas().data
with (folder / "co2.csv").open("w", newline="") as file:
    out = csv.writer(file)
    out.writerow(["week", "co2"])
    out.writerows((index.strftime("%Y-%m-%d"), "" if row.co2 != row.co2 else row.co2) for index, row in
                  zip(co2.index, co2.itertuples()))
