"""PyTorch on a workload of texts: a language model or a translator, `shipped` as it comes, `tuned` as an expert would.

Tuned: fused Adam, denormals flushed, the output layer on the tokens that count only, one thread for writing, and the
faster of the ways in VARIANTS. The last line of the output is a JSON object.
"""

import json
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from workload import Adam, Stopwatch, peak_memory_mb

TRIED = 5  # steps that choose between the variants


class Texts:
    """See TextProgram.java for the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        described = json.loads((folder / "workload.json").read_text("utf-8"))
        self.translates: bool = described["translates"]
        self.shapes: dict[str, list[int]] = described["parameters"]
        self.written: int = described["written"]
        self.adam = Adam(**described["adam"])
        self.check_steps = len(described["reference"]["losses"])
        shape = described["batches"], described["batch"], described["steps"]
        self.sources, self.targets = (
            torch.from_numpy(np.fromfile(folder / f"{name}.bin", dtype="<f4").astype(np.int64).reshape(shape))
            for name in ("sources", "targets")
        )
        self.ids: int = described["ids"]

    def of(self, name: str) -> torch.Tensor:
        """A parameter as DL4J has it, (inputs, outputs)."""
        return torch.from_numpy(np.fromfile(self._folder / f"{name}.bin", dtype="<f4").reshape(self.shapes[name]))


def set_linear(linear: nn.Linear, weights: torch.Tensor, bias: torch.Tensor | None) -> nn.Linear:
    with torch.no_grad():
        linear.weight.copy_(weights.T)
        if bias is not None:
            linear.bias.copy_(bias.flatten())
    return linear


def set_embedding(weights: torch.Tensor) -> nn.Embedding:
    return nn.Embedding.from_pretrained(weights.contiguous(), freeze=False)


def set_recurrent(module: nn.RNNBase, suffix: str, weights: list[torch.Tensor]) -> None:
    """Blocks of DL4J: candidate, forget, output, input of an LSTM; reset, update, candidate of a GRU.

    PyTorch has a second bias. Where one will do it stays zero and is not trained, since two learn twice as fast.
    """
    w, r, b = weights[0].T, weights[1].T, weights[2].flatten()
    units = r.shape[1]
    block = {name: slice(i * units, (i + 1) * units) for i, name in enumerate("cfoi")}
    with torch.no_grad():
        second = getattr(module, f"bias_hh_{suffix}")
        if isinstance(module, nn.LSTM):
            w, r, b = (torch.cat([x[block[gate]] for gate in "ifco"]) for x in (w, r, b))
            second.zero_().requires_grad_(False)
        else:
            second.zero_()
            second[2 * units :] = b[3 * units :]
            b = b[: 3 * units]
            trained = torch.zeros(3 * units)
            trained[2 * units :] = 1
            second.register_hook(lambda gradient: gradient * trained)
        getattr(module, f"weight_ih_{suffix}").copy_(w)
        getattr(module, f"weight_hh_{suffix}").copy_(r)
        getattr(module, f"bias_ih_{suffix}").copy_(b)


class LanguageModel(nn.Module):
    def __init__(self, texts: Texts, time_first: bool) -> None:
        super().__init__()
        self.time_first = time_first
        self.embedding = set_embedding(texts.of("0.W"))
        layers = sorted({int(name.split(".")[0]) for name in texts.shapes if name.endswith(".RW")})
        size, units = self.embedding.embedding_dim, texts.shapes[f"{layers[0]}.RW"][0]
        self.lstm = nn.LSTM(size, units, num_layers=len(layers), batch_first=not time_first)
        for number, layer in enumerate(layers):
            set_recurrent(self.lstm, f"l{number}", [texts.of(f"{layer}.{key}") for key in ("W", "RW", "b")])
        last = layers[-1] + 1
        inputs, outputs = texts.shapes[f"{last}.W"]
        self.output = set_linear(nn.Linear(inputs, outputs), texts.of(f"{last}.W"), texts.of(f"{last}.b"))

    def loss(self, sources: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        if self.time_first:
            sources, targets = sources.T, targets.T
        steps, _ = self.lstm(self.embedding(sources))
        return functional.cross_entropy(self.output(steps.flatten(0, 1)), targets.flatten())

    def write(self, length: int) -> list[int]:
        """Draws token by token."""
        state, token, written = None, torch.zeros(1, 1, dtype=torch.int64), []
        for _ in range(length):
            out, state = self.lstm(self.embedding(token), state)
            token = torch.multinomial(functional.softmax(self.output(out[0]), -1), 1)
            written.append(token.item())
        return written

    def cells(self) -> Callable[[int], list[int]]:
        """The same with one LSTMCell for each layer."""
        made = []
        for number in range(self.lstm.num_layers):
            weight = getattr(self.lstm, f"weight_ih_l{number}")
            cell = nn.LSTMCell(weight.shape[1], self.lstm.hidden_size)
            for key in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
                getattr(cell, key).data = getattr(self.lstm, f"{key}_l{number}").data
            made.append(cell)

        def write(length: int) -> list[int]:
            states: list = [None] * len(made)
            token, written = torch.zeros(1, dtype=torch.int64), []
            for _ in range(length):
                out = self.embedding(token)
                for number, cell in enumerate(made):
                    states[number] = cell(out, states[number])
                    out = states[number][0]
                token = torch.multinomial(functional.softmax(self.output(out), -1), 1)[0]
                written.append(token.item())
            return written

        return write


def scores(query: torch.Tensor, keys: torch.Tensor, energy: torch.Tensor) -> torch.Tensor:
    """(batch, targets, sources): v tanh(q + k)"""
    return torch.tanh(query[:, :, None] + keys[:, None]) @ energy


class Translator(nn.Module):
    """A bidirectional GRU, a GRU that begins with its ends, and additive attention over its steps."""

    def __init__(self, texts: Texts, few_rows: bool, scoring: Callable) -> None:
        super().__init__()
        self.few_rows = few_rows
        self.scoring = scoring
        self.start = texts.ids - 2
        self.source = set_embedding(texts.of("0.W"))
        size, units = self.source.embedding_dim, texts.shapes["1.fRW"][0]
        self.encoder = nn.GRU(size, units, batch_first=True, bidirectional=True)
        for way, suffix in (("f", "l0"), ("b", "l0_reverse")):
            set_recurrent(self.encoder, suffix, [texts.of(f"1.{way}{key}") for key in ("W", "RW", "b")])
        self.target = set_embedding(texts.of("2.E").T)
        self.decoder = nn.GRU(self.target.embedding_dim, units, batch_first=True)
        set_recurrent(self.decoder, "l0", [texts.of(f"2.{key}") for key in ("W", "RW", "b")])
        self.bridge = set_linear(nn.Linear(4 * units, units), texts.of("2.bridge"), texts.of("2.bridgeBias"))
        self.keys = set_linear(nn.Linear(2 * units, units), texts.of("2.keys"), texts.of("2.keysBias"))
        self.query = set_linear(nn.Linear(units, units, bias=False), texts.of("2.query"), None)
        self.energy = nn.Parameter(texts.of("2.energy").flatten())
        self.combine = set_linear(nn.Linear(3 * units, units), texts.of("2.combine"), texts.of("2.combineBias"))
        self.output = set_linear(nn.Linear(units, texts.ids), texts.of("2.out"), texts.of("2.outBias"))

    def loss(self, sources: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        there = sources >= 0
        lengths = there.sum(1)
        packed = pack_padded_sequence(self.source(sources.clamp(min=0)), lengths, batch_first=True,
                                      enforce_sorted=False)
        encoded, _ = pad_packed_sequence(self.encoder(packed)[0], batch_first=True)
        rows = torch.arange(len(sources))
        ends = torch.cat([encoded[:, 0], encoded[rows, lengths - 1]], -1)
        before = torch.cat([torch.full((len(targets), 1), self.start), targets[:, :-1].clamp(min=0)], 1)
        states, _ = self.decoder(self.target(before), torch.tanh(self.bridge(ends))[None])
        asked = self.scoring(self.query(states), self.keys(encoded), self.energy)
        weights = asked.masked_fill(~there[:, None, : encoded.shape[1]], -torch.inf).softmax(-1)
        both = torch.cat([weights @ encoded, states], -1)
        counted = targets >= 0
        if self.few_rows:
            seen = torch.tanh(self.combine(both[counted]))
            return functional.cross_entropy(self.output(seen), targets[counted])
        seen = torch.tanh(self.combine(both)).flatten(0, 1)
        return functional.cross_entropy(self.output(seen), targets.flatten(), ignore_index=-1)


def variants(texts: Texts, tuned: bool) -> dict[str, Callable[[], nn.Module]]:
    if not texts.translates:
        ways = {"time first": lambda: LanguageModel(texts, time_first=True)} if tuned else {}
        return {"batch first": lambda: LanguageModel(texts, time_first=False), **ways}
    if not tuned:
        return {"plain": lambda: Translator(texts, few_rows=False, scoring=scores)}
    return {
        "plain": lambda: Translator(texts, few_rows=True, scoring=scores),
        "compiled attention": lambda: Translator(texts, few_rows=True, scoring=torch.compile(scores, dynamic=False)),
    }


class Training:
    def __init__(self, network: nn.Module, texts: Texts, tuned: bool) -> None:
        self.network = network
        self._texts = texts
        self._adam = torch.optim.Adam(
            [parameter for parameter in network.parameters() if parameter.requires_grad],
            lr=texts.adam.learning_rate,
            betas=(texts.adam.beta1, texts.adam.beta2),
            eps=texts.adam.epsilon,
            **({"fused": True} if tuned else {}),
        )

    def step(self, number: int) -> float:
        """The loss before the step."""
        at = number % len(self._texts.sources)
        self._adam.zero_grad(set_to_none=True)
        loss = self.network.loss(self._texts.sources[at], self._texts.targets[at])
        loss.backward()
        self._adam.step()
        return loss.item()

    def compared(self) -> list[float]:
        losses = []
        for step in range(self._texts.check_steps):
            self._adam.param_groups[0]["eps"] = self._texts.adam.epsilon_at(step + 1)
            losses.append(self.step(step))
        self._adam.param_groups[0]["eps"] = self._texts.adam.epsilon
        return losses


def best(actions: dict[str, Callable[[], object]]) -> str:
    watch = Stopwatch(warm_up=0.3, window=0.3, windows=3)
    return min(actions, key=lambda name: min(window["ms"] for window in watch.time(actions[name])))


def main() -> None:
    variant, folder, warm_up, window, windows = sys.argv[1:]
    tuned = variant == "tuned"
    torch.set_flush_denormal(tuned)
    texts = Texts(Path(folder))
    stopwatch = Stopwatch(float(warm_up), float(window), int(windows))
    trainings = {way: Training(make(), texts, tuned) for way, make in variants(texts, tuned).items()}
    losses = {way: training.compared() for way, training in trainings.items()}
    numbers = count()
    steps = {way: lambda training=training: training.step(next(numbers)) for way, training in trainings.items()}
    way = best(steps) if len(steps) > 1 else next(iter(steps))
    result = {"outputs": [], "losses": losses[way], "way": way, "train_ms": stopwatch.time(steps[way]),
              "peak_memory_mb": peak_memory_mb()}
    if texts.written:
        network = trainings[way].network
        network.lstm.batch_first = True
        torch.set_num_threads(1 if tuned else torch.get_num_threads())
        with torch.no_grad():  # nn.LSTMCell takes no parameters of the inference mode
            ways = {"LSTM": network.write, **({"LSTMCell": network.cells()} if tuned else {})}
            write = ways[best({name: lambda call=call: call(100) for name, call in ways.items()})]
            result["writing_ms"] = stopwatch.time(lambda: write(texts.written))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
