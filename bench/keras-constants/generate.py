"""Writes what Keras computes with given weights; see README.md."""

import json
import re
import sys
import zlib
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

RESOURCE = Path(__file__).resolve().parents[2] / "src/test/resources/keras/layers.json"
WORDS, SIZE = 7, 3  # ids 0 to 6, 0 is padding; numbers of a step
TEXTS = [[3, 1, 4, 2], [5, 2]]
STEPS = 4
WINDOWS = [[[0.3, -1.2, 0.8], [1.1, 0.4, -0.6], [-0.7, 0.9, 0.2], [0.5, -0.3, 1.4]],
           [[-0.9, 0.1, 1.3], [0.6, -1.5, 0.7], [1.2, 0.8, -0.4], [-0.2, 1.0, 0.5]]]


@keras.saving.register_keras_serializable()
def hard_sigmoid(x):
    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)


@keras.saving.register_keras_serializable()
def gelu(x):
    return x * ops.sigmoid(1.702 * x)


#: Where ours is, by our docs, another function than Keras 3's.
OURS = {"hard_sigmoid": hard_sigmoid, "gelu": gelu}
MERGES = {"concat": "concat", "sum": "sum", "mean": "ave", "product": "mul"}

pool: dict[str, list[np.ndarray]] = {}


def weights(name: str, *shapes: tuple[int, ...]) -> list[np.ndarray]:
    """The same for the same name; of two decimals, so that a file can hold them."""
    if name not in pool:
        random = np.random.default_rng(zlib.crc32(name.encode()))
        pool[name] = [random.normal(0, 0.8, shape).round(2) for shape in shapes]
    return pool[name]


def last_steps(x, mask) -> np.ndarray:
    present = np.ones(x.shape[:2], bool) if mask is None else mask
    return np.asarray(x)[np.arange(len(x)), [np.flatnonzero(row)[-1] for row in present]]


class Network:
    """Layers of ours and Keras's side by side: what ours are called, and what Keras makes of an input."""

    def __init__(self, *specs: dict, head: int = 2, target: str = "values"):
        self.specs, self.head, self.target = specs, head, target
        self.names: list[str] = []

    def text(self) -> str:
        return re.sub(r"\"([a-z_]+)\"", r"\1", json.dumps(list(self.specs)))

    def __call__(self, x, mask) -> np.ndarray:
        self.names = []
        for spec in self.specs:
            ((kind, options),) = spec.items()
            before, present, options = x, mask, dict(options)
            residual = options.pop("residual", False)
            x, mask = getattr(self, kind)(x, mask, **options)
            if residual:
                x = x + (before if len(x.shape) == len(before.shape) else last_steps(before, present))
        last = {"values": "linear", "classes": "softmax", "steps": "softmax"}[self.target]
        x, _ = self.dense(x, mask, self.head, "sigmoid" if self.head == 1 else last)
        return np.asarray(x)

    def named(self, name: str, *shapes) -> list[np.ndarray]:
        self.names.append(name)
        return weights(name, *shapes)

    def set(self, layer: layers.Layer, x, name: str, suffix: str = "") -> layers.Layer:
        layer.build(x.shape)
        layer.set_weights(self.named(name + suffix, *[w.shape for w in layer.get_weights()]))
        return layer

    def embedding(self, x, mask, size):
        layer = self.set(layers.Embedding(WORDS, size), x, f"embedding {size}")
        return layer(x), mask

    def dense(self, x, mask, units, activation="linear"):
        layer = layers.Dense(units, activation=OURS.get(activation, activation))
        return self.set(layer, x, f"dense {x.shape[-1]} {units}")(x), mask

    def recurrent(self, kind, units, activation="tanh", recurrent_activation="sigmoid", reset_after=True):
        common = dict(units=units, activation=OURS.get(activation, activation))
        gates = dict(common, recurrent_activation=OURS.get(recurrent_activation, recurrent_activation))
        return {
            "simple_rnn": lambda: layers.SimpleRNN(**common),
            "lstm": lambda: layers.LSTM(**gates),
            "gru": lambda: layers.GRU(**gates, reset_after=reset_after),
        }[kind]()

    def one_way(self, kind, x, mask, return_sequences=False, **options):
        layer = self.recurrent(kind, **options)
        layer.return_sequences = return_sequences
        form = "" if options.get("reset_after", True) else " before"
        self.set(layer, x, f"{kind}{form} {x.shape[-1]} {layer.units}")
        return layer(x, mask=mask), mask if return_sequences else None

    def simple_rnn(self, x, mask, **options):
        return self.one_way("simple_rnn", x, mask, **options)

    def gru(self, x, mask, **options):
        return self.one_way("gru", x, mask, **options)

    def lstm(self, x, mask, peepholes=None, **options):
        if peepholes:
            return self.with_peepholes(x, mask, peepholes, **options)
        return self.one_way("lstm", x, mask, **options)

    def bidirectional(self, x, mask, layer, merge="concat", return_sequences=False):
        ((kind, options),) = layer.items()
        inner = self.recurrent(kind, **options)
        inner.return_sequences = return_sequences
        both = layers.Bidirectional(inner, merge_mode=MERGES[merge])
        both.build(x.shape)
        form = "" if options.get("reset_after", True) else " before"
        name = f"{kind}{form} {x.shape[-1]} {inner.units}"
        shapes = [w.shape for w in both.forward_layer.get_weights()]
        both.forward_layer.set_weights(self.named(name, *shapes))
        both.backward_layer.set_weights(self.named(name + " backwards", *shapes))
        return both(x, mask=mask), mask if return_sequences else None

    def convolution(self, x, mask, filters, width, padding="same", activation="linear"):
        # Keras's convolution sees what stands in the padding; ours sees zeros there.
        seen = x if mask is None else x * mask[..., None]
        layer = layers.Conv1D(filters, width, padding=padding, activation=activation)
        return self.set(layer, x, f"convolution {width} {x.shape[-1]} {filters}")(seen), mask

    def layer_normalization(self, x, mask):
        return self.set(layers.LayerNormalization(), x, f"layer_normalization {x.shape[-1]}")(x), mask

    def batch_normalization(self, x, mask):
        layer = layers.BatchNormalization()
        layer.build(x.shape)
        gamma, beta, mean, variance = self.named(f"batch_normalization {x.shape[-1]}", *4 * [x.shape[-1:]])
        np.absolute(variance, out=variance)
        layer.set_weights([gamma, beta, mean, variance])
        return layer(x, training=False), mask

    def pooling(self, x, mask, method):
        present = np.ones(x.shape[:2], bool) if mask is None else mask
        last = last_steps(x, mask)
        mean = layers.GlobalAveragePooling1D()(x, mask=mask)
        # Keras's maximum sees what stands in the padding.
        maximum = layers.GlobalMaxPooling1D()(ops.where(present[..., None], x, -np.inf))
        parts = {"last": [last], "mean": [mean], "max": [maximum],
                 "mean_max": [mean, maximum], "concat": [last, mean, maximum]}[method]
        return np.concatenate([np.asarray(part) for part in parts], axis=-1), None

    def attention(self, x, mask, units):
        hidden = layers.Dense(units, activation="tanh")
        self.set(hidden, x, f"dense {x.shape[-1]} {units}")
        seen = hidden(x)
        score = self.set(layers.Dense(1, use_bias=False), seen, f"attention {units}")
        shares = layers.Softmax(axis=1)(score(seen), mask=None if mask is None else mask[..., None])
        return layers.Dot(axes=1)([shares, x])[:, 0], None

    def self_attention(self, x, mask, heads, size=None, causal=False):
        size = size or x.shape[-1]
        layer = layers.MultiHeadAttention(heads, size // heads, use_bias=False, output_shape=size)
        layer.build(x.shape, x.shape)
        layer.set_weights(self.named(f"self_attention {heads} {x.shape[-1]} {size}", *[w.shape for w in layer.get_weights()]))
        seen = None if mask is None else mask[:, None, :]
        return layer(x, x, attention_mask=seen, use_causal_mask=causal), mask

    def with_peepholes(self, x, mask, peepholes, units):
        """Keras has none: Gers and Schmidhuber 2000 and Graves 2013 in NumPy."""
        count = {"graves": 3, "previous": 3, "previous_and_candidate": 4}[peepholes]
        w, r, b = self.named(f"lstm {x.shape[-1]} {units}", (x.shape[-1], 4 * units), (units, 4 * units), (4 * units,))
        p = self.named(f"peepholes {count} {units}", (count, units))[0]  # i, f, o, candidate
        x = np.asarray(x, np.float64)
        h = c = np.zeros((len(x), units))

        def sigmoid(z):
            return 1 / (1 + np.exp(-z))

        for t in range(x.shape[1]):
            i, f, a, o = np.split(x[:, t] @ w + h @ r + b, 4, axis=-1)
            i, f = sigmoid(i + p[0] * c), sigmoid(f + p[1] * c)
            a = np.tanh(a + p[3] * c if count == 4 else a)
            new = f * c + i * a
            o = sigmoid(o + p[2] * (new if peepholes == "graves" else c))
            here = np.ones((len(x), 1), bool) if mask is None else mask[:, t, None]
            h, c = np.where(here, o * np.tanh(new), h), np.where(here, new, c)
        return ops.convert_to_tensor(h.astype(np.float32)), None


def networks() -> list[Network]:
    embedding = {"embedding": {"size": SIZE}}

    def text(*specs, **others) -> Network:
        return Network(embedding, *specs, **others)

    def steps(*specs) -> Network:
        return text(*specs, head=3, target="steps")

    cells = [("simple_rnn", {"units": 2}), ("simple_rnn", {"units": 2, "activation": "relu"}),
             ("lstm", {"units": 2}), ("lstm", {"units": 2, "activation": "relu", "recurrent_activation": "hard_sigmoid"}),
             ("gru", {"units": 2}), ("gru", {"units": 2, "reset_after": False}),
             ("gru", {"units": 2, "activation": "linear", "recurrent_activation": "hard_sigmoid"})]
    all_steps = {"return_sequences": True}
    found = []
    for kind, options in cells:
        found += [text({kind: options}), steps({kind: options | all_steps})]
        for merge in MERGES:
            both = {"layer": {kind: options}, "merge": merge}
            found += [text({"bidirectional": both}), steps({"bidirectional": both | all_steps})]
    for activation in ["linear", "relu", "tanh", "sigmoid", "hard_sigmoid", "softplus", "softsign", "leaky_relu",
                       "elu", "selu", "gelu", "swish", "mish", "hard_tanh"]:
        options = {"units": 2, "activation": activation}
        found += [text({"simple_rnn": options}), text({"lstm": options}),
                  text({"pooling": {"method": "mean"}}, {"dense": options})]
    for gates in ["linear", "tanh", "softsign", "elu"]:
        found.append(text({"lstm": {"units": 2, "recurrent_activation": gates}}))
    found += [text({"lstm": {"units": 2, "peepholes": kind}}) for kind in ("graves", "previous", "previous_and_candidate")]

    lstm, gru, dense = {"lstm": {"units": 3} | all_steps}, {"gru": {"units": 2}}, {"dense": {"units": 3, "activation": "tanh"}}
    both = {"bidirectional": {"layer": {"gru": {"units": 2}}} | all_steps}
    for method in ("last", "mean", "max", "mean_max", "concat"):
        pooling = {"pooling": {"method": method}}
        found += [text(lstm, pooling)]
        found += [text(pooling), text(dense, pooling)] if method != "last" else []
    found += [text({"attention": {"units": 2}}), text(both, {"attention": {"units": 3}})]
    for width in range(1, 6):
        convolution = {"convolution": {"filters": 2, "width": width, "activation": "relu"}}
        found += [steps(convolution), text(lstm, convolution, {"attention": {"units": 2}})]
        causal = {"convolution": {"filters": 2, "width": width, "padding": "causal"}}
        found += [steps(causal), text(causal, gru)]
    normalization = {"layer_normalization": {}}
    found += [steps(normalization), steps(lstm, normalization, dense), text(gru, normalization, dense),
              text(gru, {"batch_normalization": {}}), text(both, {"pooling": {"method": "mean"}}, {"batch_normalization": {}})]
    found += [text(lstm, gru), text(lstm, both, gru, dense), text(dense, lstm, dense, gru), steps(lstm, dense, both)]
    found += [text(gru, head=3, target="classes"), text(gru, head=1, target="classes"), steps()]
    for attention in ({"heads": 1}, {"heads": 3}, {"heads": 2, "size": 4}, {"heads": 3, "causal": True},
                      {"heads": 1, "residual": True}):
        found.append(steps({"self_attention": attention}))
    found.append(text(both, {"self_attention": {"heads": 2, "causal": True}}, gru))
    residual = {"residual": True}
    found += [text({"lstm": {"units": 3} | residual}), steps({"gru": {"units": 3} | all_steps | residual}),
              steps({"bidirectional": {"layer": {"simple_rnn": {"units": 3}}, "merge": "sum"} | all_steps | residual}),
              steps({"dense": dense["dense"] | residual}), text(gru, {"dense": {"units": 2} | residual}),
              steps({"convolution": {"filters": 3, "width": 3} | residual})]
    for first in (gru, {"lstm": {"units": 2}}, {"bidirectional": {"layer": {"lstm": {"units": 2}}}}):
        found.append(Network(first))
    found += [Network(dense, gru), Network({"convolution": {"filters": 2, "width": 3}}, {"simple_rnn": {"units": 2}}),
              Network(lstm, head=3, target="steps")]
    return found


def padded(where: str) -> np.ndarray:
    return keras.utils.pad_sequences(TEXTS, maxlen=STEPS, padding=where)


def outputs(network: Network) -> dict[str, list]:
    """By how the input is padded and masked: of each example the outputs, or those of its steps one after another."""
    if "embedding" not in network.text():
        y = network(ops.convert_to_tensor(np.array(WINDOWS, np.float32)), None)
        return {"windows": rounded(y.reshape(len(y), -1))}
    found = {}
    for padding in ("post", "pre"):
        ids = padded(padding)
        found[padding] = [rounded(row.ravel()) for row in network(ops.convert_to_tensor(ids), None)]
        y = network(ops.convert_to_tensor(ids), ids != 0)
        if network.target == "steps":
            y = [row[ids[r] != 0] for r, row in enumerate(y)]
        masked = [rounded(np.ravel(row)) for row in y]
        if not all(np.allclose(*rows, atol=1e-6) for rows in zip(masked, found.get("masked", masked))):
            sys.exit(f"where masked padding stands makes a difference in {network.text()}")
        found["masked"] = masked
    return found


def rounded(numbers: np.ndarray) -> list:
    if numbers.ndim > 1:
        return [rounded(row) for row in numbers]
    return [int(number) if number == int(number) else round(float(number), 7) for number in numbers]


def main() -> None:
    cases = []
    for network in networks():
        found = outputs(network)
        cases.append({"network": network.text(), "target": network.target, "units": network.head,
                      "weights": network.names, "outputs": found})
    result = {
        "versions": f"Keras {keras.__version__} on TensorFlow {tf.__version__}, Python {sys.version.split()[0]}",
        "words": WORDS,
        "texts": TEXTS,
        "windows": WINDOWS,
        "weights": {name: [rounded(w) for w in arrays] for name, arrays in sorted(pool.items())},
        "cases": cases,
    }
    RESOURCE.parent.mkdir(exist_ok=True)
    RESOURCE.write_text(lines(result), "utf-8")
    print(f"{RESOURCE.name}: {len(cases)} networks, {sum(len(case['outputs']) for case in cases)} outputs")


def lines(result: dict) -> str:
    """JSON with a line for each network and each layer's weights."""
    def of(value) -> str:
        return json.dumps(value, separators=(",", ":"))

    weights_of = ",\n".join(f" {json.dumps(name)}: {of(value)}" for name, value in result["weights"].items())
    cases = ",\n".join(" " + of(case) for case in result["cases"])
    head = "".join(f"{json.dumps(key)}: {of(value)},\n" for key, value in result.items() if key not in ("weights", "cases"))
    return f'{{\n{head}"weights": {{\n{weights_of}\n}},\n"cases": [\n{cases}\n]\n}}\n'


if __name__ == "__main__":
    main()
