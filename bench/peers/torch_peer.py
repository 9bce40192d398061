"""PyTorch on one workload: `shipped` as it comes, `tuned` as an expert would run it.

The environment (threads of the BLAS, malloc) is set by the program that starts this process.
The last line of the output is a JSON object.
"""

import json
import sys
from itertools import count

import numpy as np
import torch
from torch import nn

from workload import Workload, arguments, peak_memory_mb

ORDER = "ifco"  # PyTorch's blocks: input, forget, candidate, output


class Network(nn.Module):
    """Gives (batch, 1): logits of a text, the value of a series."""

    def __init__(self, workload: Workload) -> None:
        super().__init__()
        first, second = workload.units
        self.embedding = nn.Embedding(workload.words, workload.features) if workload.is_text else nn.Identity()
        self.lstm1 = nn.LSTM(workload.features, first, batch_first=True)
        self.lstm2 = nn.LSTM(first, second, batch_first=True)
        self.output = nn.Linear(second, 1)
        with torch.no_grad():
            if workload.is_text:
                self.embedding.weight.copy_(torch.from_numpy(workload.embedding()))
            for number, lstm in enumerate((self.lstm1, self.lstm2), start=1):
                weights, recurrent, biases = workload.lstm(number, ORDER)
                lstm.weight_ih_l0.copy_(torch.from_numpy(weights.T.copy()))
                lstm.weight_hh_l0.copy_(torch.from_numpy(recurrent.T.copy()))
                lstm.bias_ih_l0.copy_(torch.from_numpy(biases))
                # A second bias would learn as much again: the network would learn twice as fast.
                lstm.bias_hh_l0.zero_().requires_grad_(False)
            weights, bias = workload.output()
            self.output.weight.copy_(torch.from_numpy(weights.T.copy()))
            self.output.bias.copy_(torch.from_numpy(bias))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        steps, _ = self.lstm1(self.embedding(inputs))
        _, (last, _) = self.lstm2(steps)
        return self.output(last[0])


def adam_of(network: Network, workload: Workload, tuned: bool) -> torch.optim.Adam:
    fused = tuned and int(torch.__version__.split(".")[0]) >= 2
    return torch.optim.Adam(
        [parameter for parameter in network.parameters() if parameter.requires_grad],
        lr=workload.adam.learning_rate,
        betas=(workload.adam.beta1, workload.adam.beta2),
        eps=workload.adam.epsilon,
        **({"fused": True} if fused else {}),
    )


def main() -> None:
    variant, workload, stopwatch = arguments(sys.argv[1:])
    tuned = variant == "tuned"
    if tuned:
        torch.set_flush_denormal(True)
    network = Network(workload)
    adam = adam_of(network, workload, tuned)
    loss_of = nn.BCEWithLogitsLoss() if workload.is_text else nn.MSELoss()
    activation = torch.sigmoid if workload.is_text else nn.Identity()
    inputs = [torch.from_numpy(batch) for batch in workload.inputs()]
    labels = [torch.from_numpy(np.ascontiguousarray(batch)) for batch in workload.labels()]

    def predict(rows: torch.Tensor) -> torch.Tensor:
        with torch.inference_mode():
            return activation(network(rows))

    def train(step: int) -> torch.Tensor:
        adam.zero_grad(set_to_none=True)
        loss = loss_of(network(inputs[step % len(inputs)]), labels[step % len(labels)])
        loss.backward()
        adam.step()
        return loss

    outputs = predict(inputs[0])[:, 0].tolist()
    losses = []
    for step in range(workload.check_steps):
        adam.param_groups[0]["eps"] = workload.adam.epsilon_at(step + 1)
        losses.append(train(step).item())
    adam.param_groups[0]["eps"] = workload.adam.epsilon

    numbers = count()
    train_ms = stopwatch.time(lambda: train(next(numbers)).item())
    peak = peak_memory_mb()
    batch_ms = stopwatch.shorter().time(lambda: predict(inputs[0]))
    if tuned:
        torch.set_num_threads(1)  # a second one costs more than it brings, on every workload
    row_ms = stopwatch.shorter().time(lambda: predict(inputs[0][:1]))
    print(
        json.dumps(
            {
                "outputs": outputs,
                "losses": losses,
                "train_ms": train_ms,
                "peak_memory_mb": peak,
                "batch_ms": batch_ms,
                "row_ms": row_ms,
            }
        )
    )


if __name__ == "__main__":
    main()
