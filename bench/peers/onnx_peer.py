"""ONNX Runtime on one workload, predictions only: the faster of one and two threads.

The last line of the output is a JSON object.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from workload import Stopwatch, Window, Workload, arguments

ORDER = "iofc"  # ONNX's blocks: input, output, forget, candidate


def model(workload: Workload) -> onnx.ModelProto:
    """Takes (batch, steps) ids or (batch, steps, features), gives (batch, 1)."""
    constants: dict[str, np.ndarray] = {"first": np.array([0], np.int64)}
    nodes = []
    steps = "inputs"
    if workload.is_text:
        constants["words"] = workload.embedding()
        nodes.append(helper.make_node("Gather", ["words", "inputs"], ["embedded"]))
        steps = "embedded"
    nodes.append(helper.make_node("Transpose", [steps], ["steps0"], perm=[1, 0, 2]))
    for layer, units in enumerate(workload.units, start=1):
        weights, recurrent, biases = workload.lstm(layer, ORDER)
        constants[f"W{layer}"] = weights.T[np.newaxis]
        constants[f"R{layer}"] = recurrent.T[np.newaxis]
        constants[f"B{layer}"] = np.concatenate([biases, np.zeros_like(biases)])[np.newaxis]
        inputs = [f"steps{layer - 1}", f"W{layer}", f"R{layer}", f"B{layer}"]
        nodes.append(helper.make_node("LSTM", inputs, [f"every{layer}", f"last{layer}"], hidden_size=units))
        nodes.append(helper.make_node("Squeeze", [f"every{layer}", "directions"], [f"steps{layer}"]))
    constants["directions"] = np.array([1], np.int64)
    constants["weights"], constants["bias"] = workload.output()
    nodes.append(helper.make_node("Squeeze", ["last2", "first"], ["last"]))
    result = "logits" if workload.is_text else "outputs"
    nodes.append(helper.make_node("Gemm", ["last", "weights", "bias"], [result]))
    if workload.is_text:
        nodes.append(helper.make_node("Sigmoid", ["logits"], ["outputs"]))
    shape: list[str | int | None] = ["batch", workload.steps]
    if not workload.is_text:
        shape.append(workload.features)
    element = TensorProto.INT64 if workload.is_text else TensorProto.FLOAT
    graph = helper.make_graph(
        [node for node in nodes if node.output[0] != "steps2"],
        "network",
        [helper.make_tensor_value_info("inputs", element, shape)],
        [helper.make_tensor_value_info("outputs", TensorProto.FLOAT, ["batch", 1])],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def predictor(serialized: bytes, threads: int) -> Callable[[np.ndarray], np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    session = onnxruntime.InferenceSession(serialized, options, providers=["CPUExecutionProvider"])
    return lambda rows: session.run(["outputs"], {"inputs": rows})[0]


def fastest(predictors: list[Callable[[np.ndarray], np.ndarray]], rows: np.ndarray, stopwatch: Stopwatch) -> list[Window]:
    figures = [stopwatch.time(partial(predict, rows)) for predict in predictors]
    return min(figures, key=lambda windows: median(window["ms"] for window in windows))


def main() -> None:
    _, workload, stopwatch = arguments(sys.argv[1:])
    serialized = model(workload).SerializeToString()
    predictors = [predictor(serialized, threads) for threads in (1, 2)]
    batch = workload.inputs()[0]
    print(
        json.dumps(
            {
                "outputs": predictors[0](batch)[:, 0].tolist(),
                "losses": [],
                "batch_ms": fastest(predictors, batch, stopwatch.shorter()),
                "row_ms": fastest(predictors, batch[:1], stopwatch.shorter()),
            }
        )
    )


if __name__ == "__main__":
    main()
