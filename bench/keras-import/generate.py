"""Writes random networks as Keras saves them, with what Keras gives for some inputs; see README.md."""

import argparse
import json
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

IDS, STEPS, EXAMPLES = 9, 6, 5


class Network:
    """A random chain of layers of Keras 3, or of Keras 2 (the package tf_keras)."""

    def __init__(self, keras, number: int, seed: int):
        self.keras, self.layers = keras, keras.layers
        self.random = np.random.default_rng([number, seed])
        self.three = not keras.__name__.startswith("tf_keras")
        self.options = {}
        self.masked = False
        self.steps = True

    def choose(self, *values):
        return values[self.random.integers(len(values))]

    def maybe(self, share=0.5) -> bool:
        return self.random.random() < share

    def activation(self, common=False) -> str:
        usual = ["tanh", "sigmoid", "relu", "linear", "hard_sigmoid"]
        more = ["softplus", "softsign", "elu", "selu", "swish", "mish"]
        return self.choose(*(usual if common else usual + more + (["leaky_relu", "hard_tanh"] if self.three else [])))

    def cell(self, steps: bool, both: bool):
        kind = self.choose("LSTM", "GRU", "SimpleRNN")
        options = dict(units=int(self.random.integers(2, 5)), return_sequences=steps, use_bias=self.maybe(0.8),
                       dropout=self.choose(0.0, 0.2), recurrent_dropout=self.choose(0.0, 0.1))
        while options.setdefault("activation", self.activation(both or kind != "LSTM")) == "hard_sigmoid" and kind == "LSTM":
            del options["activation"]
        if kind != "SimpleRNN":
            options["recurrent_activation"] = self.choose("sigmoid", "sigmoid", "hard_sigmoid", "tanh")
        if kind == "GRU":
            options["reset_after"] = self.maybe()
        return getattr(self.layers, kind)(**options)

    def recurrent(self, steps: bool):
        self.steps = steps
        if self.maybe(0.4):
            return [self.layers.Bidirectional(self.cell(steps, True), merge_mode=self.choose("concat", "sum", "ave", "mul"))]
        return [self.cell(steps, False)]

    def normalization(self):
        options = dict(scale=self.maybe(0.8), center=self.maybe(0.8), epsilon=self.choose(0.001, 1e-5))
        return self.choose(self.layers.LayerNormalization, self.layers.BatchNormalization)(**options)

    def small(self):
        """A layer that leaves the number of steps as it is."""
        kind = self.choose("dense", "dense", "normalization", "activation", "dropout", "noise", "convolution")
        if kind == "dense":
            dense = self.layers.Dense(int(self.random.integers(2, 5)), activation=self.activation(), use_bias=self.maybe(0.8))
            return [self.layers.TimeDistributed(dense) if self.steps and self.maybe() else dense]
        if kind == "normalization":
            return [self.normalization()]
        if kind == "activation":
            slope = {"negative_slope": 0.2} if self.three else {"alpha": 0.2}
            return [self.choose(self.layers.Activation(self.activation()), self.layers.ReLU(), self.layers.ELU(),
                                self.layers.LeakyReLU(**slope))]
        if kind == "dropout":
            return [self.choose(self.layers.Dropout(0.3), self.layers.SpatialDropout1D(0.3) if self.steps else self.layers.Dropout(0.1))]
        if kind == "noise":
            return [self.choose(self.layers.GaussianDropout(0.1), self.layers.GaussianNoise(0.1))]
        if not self.steps or self.masked:
            return []
        width = int(self.random.integers(1, 4))
        return [self.layers.Conv1D(int(self.random.integers(2, 5)), width, activation=self.activation(), use_bias=self.maybe(0.8),
                                   padding="valid" if width == 1 else self.choose("same", "causal"))]

    def tags(self):
        """An output for each step; the words are those of `words`."""
        start, chain = self.input("masked ids")
        chain += self.recurrent(True) + self.small()
        dense = self.layers.Dense(3, activation="softmax")
        chain += [self.choose(self.layers.TimeDistributed(dense), dense)]
        self.options.update(words={f"word{i}": i for i in range(2, IDS)}, unknown=1)
        model = self.keras.Sequential([start] + chain)
        self.draw(model)
        return model

    def input(self, *kinds):
        self.kind = self.choose(*kinds) if kinds else self.choose("masked ids", "ids", "open ids", "numbers", "open numbers", "masked numbers")
        self.masked = self.kind.startswith("masked")
        if self.kind.endswith("ids"):
            embedding = self.layers.Embedding(IDS, int(self.random.integers(2, 5)), mask_zero=self.masked)
            if self.kind == "open ids":
                self.options["max_length"] = STEPS
            shape = (STEPS if self.kind == "ids" or self.maybe() and self.kind != "open ids" else None,)
            return self.keras.Input(shape, dtype="int32"), [embedding]
        self.features = int(self.random.integers(1, 4))
        shape = (None if self.kind == "open numbers" else STEPS, self.features)
        masking = [self.layers.Masking(mask_value=-1.0)] if self.masked else []
        return self.keras.Input(shape), masking

    def output(self):
        units = int(self.random.integers(2, 4))
        return self.choose(
            lambda: [self.layers.Dense(1, activation="sigmoid")],
            lambda: [self.layers.Dense(units, activation="softmax")],
            lambda: [self.layers.Dense(units, activation="sigmoid")],
            lambda: [self.layers.Dense(units, activation=self.choose("linear", "relu", "tanh"))],
            lambda: [self.layers.Dense(units), self.layers.Activation("softmax")],
            lambda: [],
        )()

    def build(self):
        start, chain = self.input()
        for _ in range(self.random.integers(0, 3)):
            if self.maybe():
                chain += self.recurrent(True)
            else:
                chain += self.small()
        if self.maybe(0.7):
            chain += self.recurrent(False)
        else:
            chain += [self.layers.GlobalAveragePooling1D() if self.masked or self.maybe() else self.layers.GlobalMaxPooling1D()]
        self.steps = False
        for _ in range(self.random.integers(0, 3)):
            chain += self.small()
        chain += self.output()
        if self.maybe():
            model = self.keras.Sequential([start] + chain)
        else:
            x = start
            for layer in chain:
                x = layer(x)
            model = self.keras.Model(start, x)
        if self.maybe():
            model.compile("adam", "mse")
        self.draw(model)
        return model

    def draw(self, model):
        """Weights with no zeros and ones in them, so that none can be mistaken for another."""
        weights = []
        for variable in model.weights:
            values = self.random.normal(0, 0.6, variable.shape)
            name = getattr(variable, "path", variable.name)
            weights.append(np.abs(values) + 0.1 if "variance" in name else values)
        model.set_weights([w.astype("float32") for w in weights])

    def examples(self):
        if self.kind.endswith("ids"):
            x = self.random.integers(1, IDS, (EXAMPLES, STEPS))
            if self.masked:
                pre = self.maybe()
                for row in x[1:]:
                    padded = self.random.integers(0, STEPS)
                    row[slice(0, padded) if pre else slice(STEPS - padded, STEPS)] = 0
            return x
        x = self.random.normal(0, 1, (EXAMPLES, STEPS, self.features)).astype("float32")
        if self.masked:
            for row in x[1:]:
                row[self.random.integers(1, STEPS):] = -1
        return x


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--count", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", type=int, nargs="*")
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    import keras
    import tf_keras

    for number in given.only or range(given.count):
        for name, library in (("keras3", keras), ("keras2", tf_keras)):
            network = Network(library, number, given.seed)
            model = network.tags() if number % 10 == 5 else network.build()
            x = network.examples()
            stem = given.folder / f"{name}-{number}"
            model.save(f"{stem}.h5")
            model.save(f"{stem}.keras")
            np.savez(f"{stem}-inputs.npz", x)
            np.savez(f"{stem}-outputs.npz", model.predict(x, verbose=0))
            Path(f"{stem}.json").write_text(json.dumps(network.options) + "\n")
            keras.backend.clear_session()
            tf_keras.backend.clear_session()


main()
