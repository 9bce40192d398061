"""One epoch of PyTorch over the batches of IMDB that the product's trainer makes: `shipped` or `tuned`.

Batches lie in memory before the clock starts. Padding is behind the tokens, so that a network which takes the state
after each text's last token is exact without a mask; packed sequences are exact, too: the faster of both is used.
The last line of the output is a JSON object.
"""

import copy
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from torch_peer import Network, adam_of
from workload import Workload

TRIED = 30  # batches that choose between packed and padded


@dataclass(frozen=True)
class Batch:
    ids: torch.Tensor  # (batch, steps), padded at the end
    lengths: torch.Tensor  # (batch)
    labels: torch.Tensor  # (batch, 1)


def batches(folder: Path, size: int) -> list[Batch]:
    def read(name: str) -> np.ndarray:
        return np.fromfile(folder / f"{name}.bin", dtype="<f4")

    lengths, labels = read("lengths").astype(np.int64), read("labels")
    texts = np.split(read("ids").astype(np.int64), np.cumsum(lengths)[:-1])
    made = []
    for start in range(0, len(texts), size):
        chosen = slice(start, start + size)
        ids = np.zeros((len(texts[chosen]), lengths[chosen].max()), np.int64)
        for row, text in zip(ids, texts[chosen]):
            row[: len(text)] = text
        tensors = ids, lengths[chosen], labels[chosen, np.newaxis]
        made.append(Batch(*(torch.from_numpy(tensor) for tensor in tensors)))
    return made


def padded(network: Network, batch: Batch) -> torch.Tensor:
    steps, _ = network.lstm1(network.embedding(batch.ids))
    steps, _ = network.lstm2(steps)
    return network.output(steps[torch.arange(len(batch.ids)), batch.lengths - 1])


def packed(network: Network, batch: Batch) -> torch.Tensor:
    embedded = network.embedding(batch.ids)
    steps = pack_padded_sequence(embedded, batch.lengths, batch_first=True, enforce_sorted=False)
    steps, _ = network.lstm1(steps)
    _, (last, _) = network.lstm2(steps)
    return network.output(last[0])


def train(
    forward: Callable[[Network, Batch], torch.Tensor],
    network: Network,
    workload: Workload,
    data: list[Batch],
    tuned: bool,
) -> tuple[float, list[float]]:
    """Seconds, and the loss of each batch before its step."""
    adam = adam_of(network, workload, tuned)
    loss_of = nn.BCEWithLogitsLoss()
    losses = []
    start = time.perf_counter()
    for step, batch in enumerate(data, start=1):
        adam.param_groups[0]["eps"] = workload.adam.epsilon_at(step)
        adam.zero_grad(set_to_none=True)
        loss = loss_of(forward(network, batch), batch.labels)
        loss.backward()
        adam.step()
        losses.append(loss.item())
    return time.perf_counter() - start, losses


def main() -> None:
    variant, folder = sys.argv[1], Path(sys.argv[2])
    tuned = variant == "tuned"
    if tuned:
        torch.set_flush_denormal(True)
    workload = Workload(folder)
    data = batches(folder, workload.batch)
    network = Network(workload)
    train(padded, copy.deepcopy(network), workload, data[:TRIED], tuned)  # warm-up
    trials = {way: train(way, copy.deepcopy(network), workload, data[:TRIED], tuned)[0] for way in (padded, packed)}
    way = min(trials, key=lambda tried: trials[tried])
    seconds, losses = train(way, network, workload, data, tuned)
    print(json.dumps({"seconds": seconds, "losses": losses, "way": way.__name__}))


if __name__ == "__main__":
    main()
