"""A small network over hashed features: looked up, summed, and put in the context of neighbours.

Each feature is a row of a table; a word's rows are summed (as in a bag of embeddings), with the
parser's own vector of the word. Layers of rectified units then see every word with its two
neighbours and with the means of the part of the sequence that it stands in and of one other part,
and are added to what came in; a softmax gives the probability of each class. Weights are arrays
of half precision in NumPy's own format, which holds no code; `benchmarks/fit_attribution.py` fits
them.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]  # of single precision; NumPy's types don't follow it through
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Input:
    """Sequences of words, one after the other, as a network sees them.

    `features` (words x features) are rows of the table, `vectors` (words x numbers) the parser's;
    `lengths` are those of the sequences. `parts` are the sizes of the stretches that the sequences
    fall into, `beside` is for each part the number of the one that it is seen with, or -1.
    """

    features: NDArray[np.int32]
    vectors: Array
    lengths: Numbers
    parts: Numbers
    beside: Numbers


@dataclass(frozen=True, slots=True)
class Network:
    """`table` (features x units), `vectors` (numbers x units), `bias` (units); `layers` of weights
    for neighbours (3 units x units) and for means (2 units x units) and of biases (units); `output`
    (units x classes), `output_bias` (classes)."""

    table: Array
    vectors: Array
    bias: Array
    layers: tuple[tuple[Array, Array, Array], ...]
    output: Array
    output_bias: Array

    def probabilities(self, given: Input) -> Array:
        """The probability of each class (columns) for each word."""
        units = self.bias + given.vectors @ self.vectors
        found = np.empty_like(units)
        for column in given.features.T.astype(np.intp):
            units += self.table.take(column, axis=0, out=found, mode="clip")
        np.maximum(units, 0, out=units)
        for weights, mean_weights, bias in self.layers:
            added = with_neighbours(units, given.lengths) @ weights + bias
            added += np.repeat(means(units, given) @ mean_weights, given.parts, axis=0)
            units += np.maximum(added, 0, out=added)
        return softmax(units @ self.output + self.output_bias)


def softmax(scores: Array) -> Array:
    """Scores as probabilities, row by row."""
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)


def with_neighbours(units: Array, lengths: Numbers) -> Array:
    """Each row beside the one before and the one after it, zeros at the ends of a sequence."""
    n = units.shape[1]
    wide = np.zeros((len(units), 3 * n), dtype=units.dtype)
    wide[1:, :n] = units[:-1]
    wide[:, n : 2 * n] = units
    wide[:-1, 2 * n :] = units[1:]
    ends = np.cumsum(lengths)
    wide[ends - lengths, :n] = 0
    wide[ends - 1, 2 * n :] = 0
    return wide


def means(units: Array, given: Input) -> Array:
    """For each part the mean of its rows, and that of the part that it is seen with (or zeros)."""
    starts = np.cumsum(given.parts) - given.parts
    own = np.add.reduceat(units, starts, axis=0) / given.parts[:, None].astype(np.float32)
    return np.hstack([own, own[given.beside] * (given.beside >= 0)[:, None]])


@cache
def stored(name: str) -> dict[str, NDArray[np.generic]]:
    """All arrays of `models/<name>.npz`, half precision made single."""
    with (
        as_file(files("readout").joinpath("models", f"{name}.npz")) as path,
        np.load(path, allow_pickle=False) as arrays,
    ):
        found = {key: arrays[key] for key in arrays.files}
    return {
        key: value.astype(np.float32) if value.dtype == np.float16 else value
        for key, value in found.items()
    }


@cache
def load(name: str, part: str) -> Network:
    """The network `part` of `models/<name>.npz`."""
    return of_arrays({
        key.removeprefix(f"{part}."): value.astype(np.float32)
        for key, value in stored(name).items()
        if key.startswith(f"{part}.")
    })  # fmt: skip


def of_arrays(arrays: dict[str, Array]) -> Network:
    """A network of arrays by name; those of layer 0 are weights0, means0 and bias0."""
    n_layers = sum(key.startswith("weights") for key in arrays)
    layers = tuple(
        (arrays[f"weights{k}"], arrays[f"means{k}"], arrays[f"bias{k}"]) for k in range(n_layers)
    )
    return Network(
        arrays["table"],
        arrays["vectors"],
        arrays["bias"],
        layers,
        arrays["output"],
        arrays["output_bias"],
    )
