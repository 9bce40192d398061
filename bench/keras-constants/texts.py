"""Writes what Keras's load_data and pad_sequences make of a small imdb.npz, for KerasTextsTest."""

import itertools
import json
from pathlib import Path

import keras
import numpy as np
from keras.src.datasets import imdb

FOLDER = Path(__file__).resolve().parents[2] / "src/test/resources/keras"
NPZ = FOLDER / "texts.npz"
TEXTS = [[1, 14, 22, 3, 9], [7], [2, 8, 5, 4, 1, 6, 30], [12, 3]]
TEST = [[9, 40, 1], [5, 6]]


def objects(texts: list[list[int]]) -> np.ndarray:
    array = np.empty(len(texts), object)
    array[:] = texts
    return array


def main() -> None:
    # Labels are row numbers, as load_data shuffles.
    np.savez(NPZ, x_train=objects(TEXTS), y_train=np.arange(len(TEXTS)),
             x_test=objects(TEST), y_test=np.arange(len(TEST)))
    imdb.get_file = lambda **_: NPZ  # which would load the original
    cases = []
    for num_words, (start, index_from) in itertools.product([10, 20], [(1, 3), (None, 0), (1, 0), (None, 3), (2, 5)]):
        train, test = imdb.load_data(num_words=num_words, start_char=start, index_from=index_from)
        texts = [row for x, y in (train, test) for row in x[np.argsort(y)]]
        for maxlen, padding, truncating in itertools.product([4, 9], ["pre", "post"], ["pre", "post"]):
            ids = keras.utils.pad_sequences(texts, maxlen=maxlen, padding=padding, truncating=truncating)
            cases.append({"num_words": num_words, "start": start, "index_from": index_from, "maxlen": maxlen,
                          "padding": padding, "truncating": truncating, "ids": ids.tolist()})
    rows = ",\n".join(" " + json.dumps(case, separators=(",", ":")) for case in cases)
    (FOLDER / "texts.json").write_text(f'{{\n"versions": "Keras {keras.__version__}",\n"cases": [\n{rows}\n]\n}}\n', "utf-8")
    print(f"texts.json: {len(cases)} cases")


if __name__ == "__main__":
    main()
