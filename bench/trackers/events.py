"""Reads the event file of a run with TensorBoard's own reader, and compares it with metrics.jsonl."""
import json
import pathlib
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

run = pathlib.Path(sys.argv[1])
events = EventAccumulator(str(run / "tensorboard"), size_guidance={"scalars": 0, "tensors": 0})
events.Reload()
epochs = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
curves = {tag: {e.step: e.value for e in events.Scalars(tag)} for tag in events.Tags()["scalars"]}
points = {tag: len(events.Scalars(tag)) for tag in curves}

for epoch in epochs:
    expected = {"loss/training": epoch["loss"], "learning_rate": epoch["learning_rate"]}
    expected |= {f"{name}/validation": value for name, value in epoch["validation"].items()}
    for tag, value in expected.items():
        assert abs(curves[tag][epoch["epoch"]] - value) <= 1e-6 * max(1, abs(value)), (tag, epoch)
        assert points[tag] == len(epochs), (tag, points[tag])
test = json.loads((run / "results.json").read_text())["test"]["metrics"]
for name, value in test.items():
    (found,) = curves["test/" + name].values()
    assert abs(found - value) <= 1e-6 * max(1, abs(value)), name
text = events.Tensors("config")[0].tensor_proto.string_val[0].decode()
assert "network:" in text
print(f"TensorBoard: {len(curves)} curves of {len(epochs)} epochs, and the config, are as in the run folder")
