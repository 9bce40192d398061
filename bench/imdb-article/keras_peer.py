"""The article's network in Keras: keras_peer.py REVIEWS.npz SEED...

What `keras.datasets.imdb.load_data(num_words=10000)` and `pad_sequences(maxlen=50, padding="post")` make of the file:
1 begins a review, ids are ranks plus 3, those from 10,000 on become 2; of a longer review the end is kept.
"""

import sys
import time

import keras
import numpy as np
from keras import layers

WORDS, STEPS = 10_000, 50


def part(file, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Ids and labels; load_data itself downloads the original where a file has another checksum."""
    texts = [[1] + [rank + 3 for rank in text] for text in file[f"x_{name}"]]
    known = [[word if word < WORDS else 2 for word in text] for text in texts]
    return keras.utils.pad_sequences(known, maxlen=STEPS, padding="post"), file[f"y_{name}"]


def main(path: str, seeds: list[int]) -> None:
    with np.load(path, allow_pickle=True) as file:
        training, (x_test, y_test) = part(file, "train"), part(file, "test")
    accuracies = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        model = keras.Sequential([layers.Embedding(WORDS, 100), layers.LSTM(100), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
        began = time.monotonic()
        model.fit(*training, epochs=5, batch_size=32, verbose=2)
        seconds = time.monotonic() - began
        accuracies.append(model.evaluate(x_test, y_test, verbose=0)[1])
        print(f"seed {seed}: accuracy {accuracies[-1]:.4f}, {model.count_params()} parameters, {seconds:.0f} s", flush=True)
    print(f"mean {np.mean(accuracies):.4f}")


if __name__ == "__main__":
    main(sys.argv[1], [int(seed) for seed in sys.argv[2:]])
