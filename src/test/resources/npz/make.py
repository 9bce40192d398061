"""Writes the files of this folder: python3 make.py, once with NumPy 2.4 and once with 1.26."""

import io
import os
import pickle
import zipfile

import numpy as np

LISTS = [[1, 14, 300, 70000], [], [2**40, 5]]


def objects(items):
    array = np.empty(len(items), dtype=object)
    for i, item in enumerate(items):
        array[i] = item
    return array


def pickled(array, protocol):
    """The .npy file of an array of objects, by any protocol."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        file, {"descr": "|O", "fortran_order": False, "shape": array.shape}
    )
    file.write(pickle.dumps(array, protocol))
    return file.getvalue()


def archive(name, files):
    with zipfile.ZipFile(name, "w") as zipped:
        for member, content in files.items():
            zipped.writestr(zipfile.ZipInfo(member + ".npy"), content, zipfile.ZIP_DEFLATED)


def npy(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version)
    return file.getvalue()


class Evil:
    def __reduce__(self):
        return os.system, ("echo run",)


if np.__version__.startswith("1."):
    np.savez("numpy1.npz", x=objects(LISTS), y=np.array([0, 1, 1]))
else:
    np.savez_compressed(
        "imdb.npz",
        x_train=objects(LISTS),
        y_train=np.array([0, 1, 1]),
        x_test=objects([[1, 2], [3]]),
        y_test=np.array([1, 0]),
    )
    np.savez(
        "types.npz",
        truth=np.array([True, False]),
        i1=np.array([-1, 2], "i1"),
        i2=np.array([-300, 2], ">i2"),
        i4=np.array([-70000, 2], "<i4"),
        i8=np.array([-(2**62), 2], ">i8"),
        u1=np.array([255, 0], "u1"),
        u2=np.array([65535, 0], "u2"),
        u4=np.array([2**32 - 1, 0], "u4"),
        u8=np.array([2**64 - 1, 0], "u8"),
        f2=np.array([0.5, -65504], "f2"),
        f4=np.array([0.1, np.nan], "f4"),
        f8=np.array([0.1, -1e300], ">f8"),
        text=np.array(["\u00d6l \U0001f600", ""]),
        ascii=np.array([b"ab", b"c"]),
    )
    grid = np.arange(6).reshape(2, 3)
    cube = np.arange(12).reshape(2, 3, 2)
    archive(
        "shapes.npz",
        {
            "x": npy(grid, (1, 0)),
            "f": npy(np.asfortranarray(grid * 10), (2, 0)),
            "c": npy(cube, (3, 0)),
            "d": npy(np.asfortranarray(cube * 10)),
            "one": npy(np.arange(4).reshape(2, 2, 1)),
        },
    )
    things = objects(
        ["a text", b"bytes", None, 1.5, True, (1, 2), np.array([3, 4], "i2"), np.int64(7),
         [np.float32(0.25), "w"]]
    )
    for protocol in 2, 3, 4, 5:
        archive("protocol%s.npz" % protocol, {"x": pickled(things, protocol)})
    archive(
        "python2.npz",  # as Python 2 pickles, by hand
        {
            "x": pickled(objects([[], []]), 2)[:128]
            + b"\x80\x02cnumpy.core.multiarray\n_reconstruct\nq\x01cnumpy\nndarray\nq\x02"
            + b"K\x00\x85q\x03U\x01bq\x04\x87q\x05Rq\x06(K\x01K\x02\x85q\x07cnumpy\ndtype\nq\x08"
            + b"U\x02O8q\tK\x00K\x01\x87q\nRq\x0b(K\x03U\x01|q\x0cNNNJ\xff\xff\xff\xff"
            + b"J\xff\xff\xff\xffK?tq\rb\x89]q\x0e(]q\x0f(K\x01M\x00\x10e]q\x10(K\x05U\x01weetb."
        },
    )
    archive("code.npz", {"x": pickled(objects([Evil(), [1]]), 4)})
    archive("class.npz", {"x": pickled(objects([{"a": 1}, [1]]), 4)})
    archive("lists.npz", {"x": pickled(objects([[[1]], [1]]), 4)})
    archive("words.npz", {"x": pickled(objects([["a b"], [1]]), 4)})
    archive("cube.npz", {"x": npy(np.zeros((2, 2, 2, 2)))})
    archive("times.npz", {"x": npy(np.array(["2024-01-01"], "M8[D]"))})
    archive("rows.npz", {"x": npy(np.zeros(3)), "y": npy(np.zeros(2))})
    archive("zeros.npz", {"x": npy(np.zeros(10_000_000, "i1"))})
    archive("claims.npz", {"x": npy(np.zeros(3)).replace(b"(3,), }   ", b"(3000,), }")})
    lists = [[1] + [4 + (7 * i + t * t) % 20 for t in range(3 + i % 5)] + [4 + i % 2] for i in range(60)]
    np.savez_compressed(
        "keras.npz",
        x_train=objects(lists[:48]),
        y_train=np.arange(48) % 2,
        x_test=objects(lists[48:]),
        y_test=np.arange(12) % 2,
    )
    signs = 1.0 - 2 * (np.arange(40) % 2)
    np.savez_compressed(
        "signals.npz",
        x=signs[:, None, None] * np.sin(np.arange(24).reshape(12, 2))[None],
        y=np.arange(40) % 2,
    )
