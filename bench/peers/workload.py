"""A workload as the Java side wrote it, and the stopwatch that all Python peers share."""

import json
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np


Window = dict[str, float]  # began and ended, as time.time() has them; ms, milliseconds per call


@dataclass(frozen=True)
class Adam:
    learning_rate: float
    beta1: float
    beta2: float
    epsilon: float

    def epsilon_at(self, step: int) -> float:
        """The epsilon of Kingma and Ba's algorithm 1 that equals DL4J's at a step, from 1.

        DL4J and Keras add epsilon to sqrt(v), PyTorch to sqrt(v / (1 - beta2^step)).
        """
        return self.epsilon / (1 - self.beta2**step) ** 0.5


class Workload:
    """See WorkloadFiles.java for the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        described = json.loads((folder / "workload.json").read_text("utf-8"))
        self.words: int = described["words"]
        self.features: int = described["features"]
        self.batch: int = described["batch"]
        self.steps: int = described["steps"]
        self.units: tuple[int, int] = tuple(described["units"])
        self.batches: int = described["batches"]
        self.adam = Adam(**described["adam"])
        self.check_steps = len(described["reference"]["losses"])

    @property
    def is_text(self) -> bool:
        return self.words > 0

    def inputs(self) -> np.ndarray:
        """Ids (batches, batch, steps), or numbers (batches, batch, steps, features)."""
        flat = self._read("features")
        if self.is_text:
            return flat.reshape(self.batches, self.batch, self.steps).astype(np.int64)
        shape = (self.batches, self.batch, self.features, self.steps)
        return np.ascontiguousarray(flat.reshape(shape).transpose(0, 1, 3, 2))

    def labels(self) -> np.ndarray:
        """(batches, batch, 1)"""
        return self._read("labels").reshape(self.batches, self.batch, 1)

    def embedding(self) -> np.ndarray:
        """(words, features)"""
        return self._read("embedding.W").reshape(self.words, self.features)

    def lstm(self, layer: int, order: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Weights (inputs, 4 * units), (units, 4 * units) and biases (4 * units).

        :param layer: 1 or 2
        :param order: of the blocks of units, some permutation of "cfoi": candidate, forget, output, input
        """
        units = self.units[layer - 1]
        columns = np.concatenate([np.arange(units) + "cfoi".index(gate) * units for gate in order])
        inputs = self.features if layer == 1 else self.units[0]
        weights = self._read(f"lstm{layer}.W").reshape(inputs, 4 * units)[:, columns]
        recurrent = self._read(f"lstm{layer}.RW").reshape(units, 4 * units)[:, columns]
        return weights, recurrent, self._read(f"lstm{layer}.b")[columns]

    def output(self) -> tuple[np.ndarray, np.ndarray]:
        """Weights (units, 1) and bias (1)."""
        return self._read("output.W").reshape(self.units[1], 1), self._read("output.b")

    def _read(self, name: str) -> np.ndarray:
        return np.fromfile(self._folder / f"{name}.bin", dtype="<f4")


@dataclass(frozen=True)
class Stopwatch:
    """Times an action in windows, as Stopwatch.java does; a window's figure is its mean."""

    warm_up: float
    window: float
    windows: int

    def time(self, action: Callable[[], object]) -> list[Window]:
        self._repeat(action, self.warm_up)
        return [self._repeat(action, self.window) for _ in range(self.windows)]

    def shorter(self) -> "Stopwatch":
        return Stopwatch(self.warm_up / 2, self.window / 2, self.windows)

    @staticmethod
    def _repeat(action: Callable[[], object], seconds: float) -> Window:
        began = time.time()
        start = time.perf_counter()
        calls = 0
        while calls == 0 or time.perf_counter() - start < seconds:
            action()
            calls += 1
        elapsed = time.perf_counter() - start
        return {"began": began, "ended": began + elapsed, "ms": elapsed * 1e3 / calls}


def peak_memory_mb() -> float:
    """The most that the process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def arguments(argv: list[str]) -> tuple[str, Workload, Stopwatch]:
    """Variant, folder of the workload, seconds of warm-up, seconds of a window, windows."""
    variant, folder, warm_up, window, windows = argv
    return variant, Workload(Path(folder)), Stopwatch(float(warm_up), float(window), int(windows))
