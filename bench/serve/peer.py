"""The same model behind FastAPI: model.onnx of `sluice export`, texts cut into words here.

uvicorn peer:app --workers 2, with MODEL in the environment. It answers as `sluice serve` does, one request at a time.
"""

import json
import os
import re
import unicodedata

import numpy as np
import onnxruntime
from fastapi import FastAPI
from pydantic import BaseModel

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1  # each worker has a processor
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(os.environ["MODEL"], options)
facts = session.get_modelmeta().custom_metadata_map
classes = json.loads(facts["classes"])
ids = {word: i for i, word in enumerate(json.loads(facts["vocabulary"]))}
words = {word: i + 1 for i, word in enumerate(json.loads(facts.get("words", "[]")))}
unknown = int(facts["unknown"])
max_length = int(facts["max_length"])
WORD = re.compile(r"[^\W_](?:[^\W_]|'(?=[^\W_]))*")
app = FastAPI()


class Request(BaseModel):
    texts: list[str]


def predict(text: str) -> dict:
    found = WORD.findall(unicodedata.normalize("NFC", text).replace("\u2019", "'").lower()) or [""]
    read = [ids.get(word, unknown) for word in found[:max_length]]
    given = {"ids": np.array([read], np.int64), "lengths": np.array([len(read)], np.int32)}
    if words:
        given["words"] = np.array([[words.get(word, 0) for word in found]], np.int64)
    shares = session.run(None, given)[0][0].tolist()
    return {
        "prediction": classes[shares.index(max(shares))],
        "probabilities": dict(zip(classes, shares)),
    }


@app.post("/v1/models/films/predict")
async def answer(request: Request) -> dict:
    return {"model": "films", "predictions": [predict(text) for text in request.texts]}
