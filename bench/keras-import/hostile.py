"""Writes files that no Keras would write, for the tests; see README.md."""

from pathlib import Path

import h5py

RESOURCES = Path(__file__).resolve().parents[2] / "src/test/resources/keras"
MODEL = RESOURCES / "networks/keras2-2.h5"


def copied(name: str, weights) -> None:
    """The model with other weights in place of its own."""
    with h5py.File(MODEL) as model, h5py.File(RESOURCES / name, "w") as file:
        for key, value in model.attrs.items():
            file.attrs[key] = value
        weights(model, file)


def linked(model, file):
    file["model_weights"] = h5py.ExternalLink("networks/keras2-2.h5", "/model_weights")


def compressed(model, file):
    model.copy("model_weights", file)
    name = "model_weights/embedding/embedding/embeddings:0"
    values = file[name][:]
    del file[name]
    file.create_dataset(name, data=values, compression="gzip")


copied("linked.h5", linked)
copied("compressed.h5", compressed)
