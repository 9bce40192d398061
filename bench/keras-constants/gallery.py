"""Counts the parameters of the gallery's networks in Keras and compares them with docs/gallery.md."""

import re
import sys
from pathlib import Path

import keras
from keras import layers

PAGE = Path(__file__).resolve().parents[2] / "docs/gallery.md"


def ids(words: int, size: int) -> list:
    return [keras.Input((None,)), layers.Embedding(words, size)]


class Attention(layers.Layer):
    """Yang et al. (2016): Keras has none."""

    def __init__(self, units: int):
        super().__init__()
        self.hidden, self.score = layers.Dense(units, activation="tanh"), layers.Dense(1, use_bias=False)

    def build(self, shape):
        self.hidden.build(shape)
        self.score.build((*shape[:-1], self.hidden.units))

    def call(self, x):
        return layers.Dot(axes=1)([layers.Softmax(axis=1)(self.score(self.hidden(x))), x])[:, 0]


class Peepholes(layers.LSTMCell):
    """So many weights for each unit, besides those of Keras's LSTM: Keras has none."""

    def __init__(self, units: int, blocks: int):
        super().__init__(units)
        self.blocks = blocks

    def build(self, shape):
        super().build(shape)
        self.peepholes = self.add_weight(shape=(self.blocks, self.units), name="peepholes")


def windows(steps: int, *others) -> list:
    return [keras.Input((steps, 1)), *others]


def peepholes(blocks: int) -> list:
    return windows(24, layers.RNN(Peepholes(32, blocks)), layers.Dense(12))


def translator() -> keras.Model:
    source, written = keras.Input((None,)), keras.Input((None,))
    steps = layers.Bidirectional(layers.GRU(48, return_sequences=True))(layers.Embedding(36, 32)(source))
    ends = layers.Concatenate()([steps[:, 0], steps[:, -1]])
    states = layers.GRU(96, return_sequences=True)(
        layers.Embedding(15, 16)(written), initial_state=layers.Dense(96, activation="tanh")(ends))
    queries, keys = layers.Dense(96)(states), layers.Dense(96, use_bias=False)(steps)
    context = layers.AdditiveAttention()([queries, steps, keys])
    read = layers.Dense(96, activation="tanh")(layers.Concatenate()([states, context]))
    return keras.Model([source, written], layers.Dense(15, activation="softmax")(read))


NETWORKS = {
    "random-series-mse": windows(3, layers.LSTM(50, activation="relu"), layers.Dropout(0.2), layers.Dense(1)),
    "random-series-mae": windows(3, layers.LSTM(50, activation="relu"), layers.Dropout(0.2), layers.Dense(1)),
    "ten-outputs": windows(28, layers.LSTM(32), layers.Dense(10)),
    "two-lstms": ids(10_000, 64) + [layers.LSTM(64, return_sequences=True), layers.LSTM(32),
                                    layers.Dense(10, activation="softmax")],
    "imdb": ids(10_000, 100) + [layers.LSTM(100), layers.Dense(1, activation="sigmoid")],
    "bidirectional": ids(20_000, 128) + [layers.Bidirectional(layers.LSTM(64, return_sequences=True)),
                                         layers.Bidirectional(layers.LSTM(64)), layers.Dense(1, activation="sigmoid")],
    "attention": ids(10_000, 200) + [layers.Bidirectional(layers.GRU(50, return_sequences=True)), Attention(100),
                                     layers.Dense(10, activation="softmax")],
    "tags": ids(27, 32) + [layers.SimpleRNN(64, return_sequences=True),
                           layers.TimeDistributed(layers.Dense(5, activation="softmax"))],
    "peepholes-graves": peepholes(3),
    "peepholes-previous": peepholes(3),
    "peepholes-previous-and-candidate": peepholes(4),
    "gru": [keras.Input((28, 4)), layers.GRU(32), layers.Dense(1)],
    "clipping-by-value": windows(24, layers.LSTM(32), layers.Dropout(0.2), layers.Dense(12)),
    "clipping-by-norm": windows(24, layers.LSTM(32), layers.Dropout(0.2), layers.Dense(12)),
    "batch-normalization": windows(24, layers.LSTM(32), layers.BatchNormalization(),
                                   layers.Dense(16, activation="relu"), layers.Dense(12)),
}


def main() -> None:
    rows = re.findall(r"^\| \[([\w-]+)\].*\| ([\d,]+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    published = {name: int(count.replace(",", "")) for name, count in rows}
    counted = {name: keras.Sequential(network).count_params() for name, network in NETWORKS.items()}
    counted["dates"] = translator().count_params()
    for name in sorted(published.keys() | counted.keys()):
        print(f"{name}: {counted.get(name)}" + ("" if counted.get(name) == published.get(name)
                                                else f", but {PAGE.name} has {published.get(name)}"))
    sys.exit(counted != published)


if __name__ == "__main__":
    main()
