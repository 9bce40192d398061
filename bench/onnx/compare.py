"""Compares exported models with Sluice in ONNX Runtime, on random inputs of random lengths."""

import argparse
import pathlib

import numpy as np
import onnxruntime

TOLERANCE = 1e-5


def cases(path, types):
    """The cases of a file of lines `case`, `input NAME SHAPE NUMBERS` and `output NAME SHAPE NUMBERS`."""
    case = None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, *rest = line.split()
            if kind == "case":
                if case:
                    yield case
                case = {"input": {}, "output": {}}
                continue
            name, shape, *numbers = rest
            values = np.array([float(number) for number in numbers], types.get(name, np.float64))
            case[kind][name] = values.reshape([int(length) for length in shape.split("x")])
    yield case


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="what OnnxCases wrote")
    folder = parser.parse_args().folder
    kinds = {"tensor(int32)": np.int32, "tensor(int64)": np.int64, "tensor(double)": np.float64}
    worst = 0.0
    for file in sorted(folder.glob("*.onnx")):
        session = onnxruntime.InferenceSession(str(file))
        types = {given.name: kinds[given.type] for given in session.get_inputs()}
        names = [output.name for output in session.get_outputs()]
        largest = 0.0
        count = 0
        for case in cases(file.with_suffix(".cases.txt"), types):
            for name, given in zip(names, session.run(names, case["input"])):
                expected = case["output"][name]
                assert given.shape == expected.shape, (file, name, given.shape, expected.shape)
                size = max(1.0, np.abs(expected).max())
                largest = max(largest, np.abs(given - expected).max() / size)
            count += 1
        print(f"{file.stem:40} {count:4} cases, largest difference {largest:.2e}")
        worst = max(worst, largest)
    assert worst <= TOLERANCE, f"{worst} is more than {TOLERANCE}"


if __name__ == "__main__":
    main()
