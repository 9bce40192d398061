"""Keras on TensorFlow on one workload, as it comes. The last line of the output is a JSON object."""

import json
import sys
from itertools import count

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from workload import Workload, arguments, peak_memory_mb

ORDER = "ifco"  # Keras' blocks: input, forget, candidate, output


def network(workload: Workload) -> keras.Model:
    """Gives (batch, 1)."""
    shape = (workload.steps,) if workload.is_text else (workload.steps, workload.features)
    inputs = keras.Input(shape, dtype="int32" if workload.is_text else "float32")
    embedding = layers.Embedding(workload.words, workload.features) if workload.is_text else None
    lstms = [
        layers.LSTM(workload.units[0], return_sequences=True),
        layers.LSTM(workload.units[1]),
    ]
    output = layers.Dense(1, activation="sigmoid" if workload.is_text else "linear")
    state = embedding(inputs) if embedding else inputs
    for lstm in lstms:
        state = lstm(state)
    model = keras.Model(inputs, output(state))
    if embedding:
        embedding.set_weights([workload.embedding()])
    for number, lstm in enumerate(lstms, start=1):
        lstm.set_weights(workload.lstm(number, ORDER))
    output.set_weights(workload.output())
    adam = keras.optimizers.Adam(
        workload.adam.learning_rate, workload.adam.beta1, workload.adam.beta2, workload.adam.epsilon
    )
    model.compile(adam, "binary_crossentropy" if workload.is_text else "mean_squared_error")
    return model


def main() -> None:
    _, workload, stopwatch = arguments(sys.argv[1:])
    model = network(workload)
    inputs, labels = workload.inputs(), workload.labels()
    if workload.is_text:
        inputs = inputs.astype(np.int32)
    predict = tf.function(lambda rows: model(rows, training=False), reduce_retracing=True)

    def train(step: int) -> float:
        return float(model.train_on_batch(inputs[step % len(inputs)], labels[step % len(labels)]))

    outputs = predict(inputs[0]).numpy()[:, 0].tolist()
    losses = []
    for step in range(workload.check_steps):
        model.reset_metrics()  # else the mean of all steps so far
        losses.append(train(step))
    numbers = count()
    train_ms = stopwatch.time(lambda: train(next(numbers)))
    peak = peak_memory_mb()
    batch, row = tf.constant(inputs[0]), tf.constant(inputs[0][:1])
    print(
        json.dumps(
            {
                "outputs": outputs,
                "losses": losses,
                "train_ms": train_ms,
                "peak_memory_mb": peak,
                "batch_ms": stopwatch.shorter().time(lambda: predict(batch).numpy()),
                "row_ms": stopwatch.shorter().time(lambda: predict(row).numpy()),
            }
        )
    )


if __name__ == "__main__":
    main()
