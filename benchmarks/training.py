"""Training of `readout.quoting.network`'s networks in NumPy: forward and back, drop-out, Adam."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from thinc.api import NumpyOps
from tqdm import tqdm

from readout.quoting import network
from readout.quoting.features import N_ROWS
from readout.quoting.network import Input

UNITS, LAYERS = 64, 2
BATCH = 4096  # words
DROPPED = {"cue": (0.4, 0.3), "scope": (0.3, 0.15)}  # of the units, of the features
VECTORS_DROPPED = 0.2  # of the examples
LEARNING_RATE = 3e-3
AVERAGED, AVERAGED_FROM = 0.997, 0.4  # the share kept at each step, and from which part on
OPS = NumpyOps(use_blis=False)

Weights = dict[str, network.Array]


@dataclass
class Example:
    """Words as a network sees them, and their classes."""

    given: Input
    classes: NDArray[np.int64]


@dataclass
class Adam:
    """Weights that are moved by Kingma and Ba's Adam (2015)."""

    weights: Weights
    steps: int = 0
    mean: Weights = field(default_factory=dict)
    square: Weights = field(default_factory=dict)

    def move(self, gradients: Weights, rate: float) -> None:
        """One step; of the table only the rows that the batch used."""
        self.steps += 1
        for name, gradient in gradients.items():
            mean = self.mean.setdefault(name, np.zeros_like(gradient))
            square = self.square.setdefault(name, np.zeros_like(gradient))
            used = np.flatnonzero(gradient.any(axis=1)) if name == "table" else slice(None)
            g = gradient[used]
            mean[used] = 0.9 * mean[used] + 0.1 * g
            square[used] = 0.999 * square[used] + 0.001 * g * g
            size = np.sqrt(square[used] / (1 - 0.999**self.steps)) + 1e-8
            self.weights[name][used] -= rate * mean[used] / (1 - 0.9**self.steps) / size


def trained(name: str, examples: Sequence[Example], n_classes: int, epochs: int) -> Weights:
    """The weights of a network that tells an example's classes by its features: the running mean
    over the later steps (Polyak and Juditsky 1992), which is steadier than the last step."""
    random = np.random.default_rng(0)
    n_numbers = examples[0].given.vectors.shape[1]
    adam = Adam(_initial(random, n_numbers, n_classes))
    n_batches = epochs * (sum(len(example.classes) for example in examples) // BATCH + 1)
    progress = tqdm(total=n_batches, desc=name, disable=None)
    averaged: Weights = {}
    for _ in range(epochs):
        for batch in _batches(examples, random):
            rate = LEARNING_RATE * max(0.02, 1 - adam.steps / n_batches)
            adam.move(_gradients(adam.weights, batch, random, *DROPPED[name]), rate)
            if adam.steps > AVERAGED_FROM * n_batches:
                _average(averaged, adam.weights)
            progress.update()
    return averaged


def _average(averaged: Weights, weights: Weights) -> None:
    for name, value in weights.items():
        mean = averaged.setdefault(name, value.copy())
        mean += (1 - AVERAGED) * (value - mean)


def _initial(random: np.random.Generator, n_numbers: int, n_classes: int) -> Weights:
    def normal(*shape: int, scale: float) -> network.Array:
        return (random.standard_normal(shape) * scale).astype(np.float32)

    weights = {
        "table": normal(N_ROWS, UNITS, scale=0.05),
        "vectors": normal(n_numbers, UNITS, scale=0.02),
        "bias": np.zeros(UNITS, np.float32),
        "output": normal(UNITS, n_classes, scale=0.1),
        "output_bias": np.zeros(n_classes, np.float32),
    }
    weights["table"][0] = 0
    for k in range(LAYERS):
        weights[f"weights{k}"] = normal(3 * UNITS, UNITS, scale=(3 * UNITS) ** -0.5)
        weights[f"means{k}"] = normal(2 * UNITS, UNITS, scale=(3 * UNITS) ** -0.5)
        weights[f"bias{k}"] = np.zeros(UNITS, np.float32)
    return weights


def _batches(
    examples: Sequence[Example], random: np.random.Generator
) -> Iterator[Sequence[Example]]:
    batch, size = [], 0
    for i in random.permutation(len(examples)):
        batch.append(examples[i])
        size += len(examples[i].classes)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _joined(examples: Sequence[Example], random: np.random.Generator, drop: float) -> Input:
    """Examples as one, without some features, and some examples without the parser's vectors (so
    that the network can do without them)."""
    n_parts = np.cumsum([0, *(len(example.given.parts) for example in examples)])
    features = np.concatenate([example.given.features for example in examples])
    return Input(
        features=np.where(random.random(features.shape, np.float32) < drop, 0, features),
        vectors=np.concatenate([
            example.given.vectors * np.float32(random.random() >= VECTORS_DROPPED)
            for example in examples
        ]),
        lengths=np.concatenate([example.given.lengths for example in examples]),
        parts=np.concatenate([example.given.parts for example in examples]),
        beside=np.concatenate([
            np.where(example.given.beside >= 0, example.given.beside + before, -1)
            for before, example in zip(n_parts[:-1], examples, strict=True)
        ]),
    )  # fmt: skip


def _gradients(
    w: Weights,
    batch: Sequence[Example],
    random: np.random.Generator,
    drop: float,
    drop_feature: float,
) -> Weights:
    """The gradients of the mean cross entropy: forward as `network.Network`, with drop-out (what
    passes it in `passed`), then back through each layer."""
    given = _joined(batch, random, drop_feature)
    classes = np.concatenate([example.classes for example in batch])

    def kept(units: network.Array) -> network.Array:
        left = random.random(units.shape, dtype=np.float32) > drop
        return (left & (units > 0)) / np.float32(1 - drop)

    units = w["bias"] + given.vectors @ w["vectors"]
    for column in given.features.T:
        units += w["table"][column]
    first = kept(units)
    units = units * first
    passed = []
    for k in range(LAYERS):
        wide, mean = network.with_neighbours(units, given.lengths), network.means(units, given)
        added = wide @ w[f"weights{k}"] + w[f"bias{k}"]
        added += np.repeat(mean @ w[f"means{k}"], given.parts, axis=0)
        mask = kept(added)
        passed.append((wide, mean, mask))
        units = units + added * mask
    error = network.softmax(units @ w["output"] + w["output_bias"])
    error[np.arange(len(classes)), classes] -= 1
    error /= len(classes)
    gradients = {"output": units.T @ error, "output_bias": error.sum(axis=0)}
    back = error @ w["output"].T
    for k, (wide, mean, mask) in reversed(list(enumerate(passed))):
        into = back * mask
        of_parts = np.add.reduceat(into, np.cumsum(given.parts) - given.parts, axis=0)
        gradients[f"weights{k}"] = wide.T @ into
        gradients[f"means{k}"] = mean.T @ of_parts
        gradients[f"bias{k}"] = into.sum(axis=0)
        back = back + _from_neighbours(into @ w[f"weights{k}"].T, given.lengths)
        back += _from_means(of_parts @ w[f"means{k}"].T, given)
    back = back * first
    gradients["bias"], gradients["vectors"] = back.sum(axis=0), given.vectors.T @ back
    gradients["table"] = np.zeros_like(w["table"])
    for column in given.features.T:
        OPS.scatter_add(gradients["table"], np.ascontiguousarray(column), back)
    gradients["table"][0] = 0
    return gradients


def _from_neighbours(wide: network.Array, lengths: NDArray[np.int64]) -> network.Array:
    """What `network.with_neighbours` took from each row, given back to it."""
    n = wide.shape[1] // 3
    ends = np.cumsum(lengths)
    wide[ends - lengths, :n] = 0
    wide[ends - 1, 2 * n :] = 0
    back = wide[:, n : 2 * n].copy()
    back[:-1] += wide[1:, :n]
    back[1:] += wide[:-1, 2 * n :]
    return back


def _from_means(wide: network.Array, given: Input) -> network.Array:
    """What `network.means` took from each row, given back to it."""
    own, beside = np.hsplit(wide, 2)
    seen = given.beside >= 0
    np.add.at(own, given.beside[seen], beside[seen])
    return np.repeat(own / given.parts[:, None].astype(np.float32), given.parts, axis=0)


def halved(weights: Weights) -> Weights:
    """Weights as they will be stored: rounded to half precision."""
    return {key: value.astype(np.float16).astype(np.float32) for key, value in weights.items()}
