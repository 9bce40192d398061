"""Reads a run back from an MLflow server by its REST API, and compares it with the run folder."""
import json
import pathlib
import sys
import urllib.parse
import urllib.request

run = pathlib.Path(sys.argv[1])
kept = json.loads((run / "mlflow.json").read_text())


def get(path, **query):
    url = kept["uri"] + "/api/2.0/" + path + "?" + urllib.parse.urlencode(query)
    with urllib.request.urlopen(url) as answer:
        return answer.read()


there = json.loads(get("mlflow/runs/get", run_id=kept["run_id"]))["run"]
assert there["info"]["status"] == "FINISHED", there["info"]
assert there["info"]["run_name"] == run.resolve().name
params = {p["key"]: p["value"] for p in there["data"]["params"]}
assert params["training.optimizer.adam.learning_rate"] == "0.002", params
tags = {t["key"]: t["value"] for t in there["data"]["tags"]}
provenance = json.loads((run / "provenance.json").read_text())
assert tags["data.sha256"] == ",".join(f["sha256"] for f in provenance["data"])
assert tags.get("mlflow.source.git.commit") == provenance.get("commit")

epochs = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
curves = {"loss/training": [e["loss"] for e in epochs]}
curves |= {f"{name}/validation": [e["validation"][name] for e in epochs] for name in epochs[0]["validation"]}
for key, values in curves.items():
    history = json.loads(
        get("mlflow/metrics/get-history", run_id=kept["run_id"], metric_key=key, max_results=10000)
    )["metrics"]
    assert [m["value"] for m in sorted(history, key=lambda m: m["step"])] == values, key
metrics = {m["key"]: m["value"] for m in there["data"]["metrics"]}
test = json.loads((run / "results.json").read_text())["test"]["metrics"]
assert all(metrics["test/" + name] == value for name, value in test.items())

root = there["info"]["artifact_uri"].split("mlflow-artifacts:/", 1)[1].lstrip("/")
files = ["report.html", "config.yaml", "resolved.yaml", "evaluation.json", "results.json"]
files += [str(f.relative_to(run)) for f in (run / "model").rglob("*") if f.is_file()]
for file in files:
    sent = get("mlflow-artifacts/artifacts/" + urllib.parse.quote(f"{root}/{file}"))
    assert sent == (run / file).read_bytes(), file
print(f"MLflow: {len(params)} parameters, {len(curves)} curves, {len(test)} scores and {len(files)} files are as in the run folder")
