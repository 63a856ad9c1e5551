"""A small network over hashed features: looked up, summed, and put in the context of neighbours.

Each feature is a row of a table; a word's rows are summed (as in a bag of embeddings), then layers
of rectified units see every word with its two neighbours and are added to what came in, and a
softmax gives the probability of each class. Weights are arrays of half precision in NumPy's own
format, which holds no code; `benchmarks/fit_attribution.py` fits them.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """`table` (features x units), `bias` (units), `layers` of weights (3 units x units) and biases
    (units), `output` (units x classes), `output_bias` (classes)."""

    table: Array
    bias: Array
    layers: tuple[tuple[Array, Array], ...]
    output: Array
    output_bias: Array

    def probabilities(self, features: NDArray[np.int32], lengths: list[int]) -> Array:
        """The probability of each class (columns) for each row of features; `lengths` are those of
        the sequences that the rows make up, one after the other."""
        units = np.repeat(self.bias[None], len(features), axis=0)
        for column in features.T:
            units += self.table[column]
        units = np.maximum(units, 0)
        for weights, bias in self.layers:
            units = units + np.maximum(with_neighbours(units, lengths) @ weights + bias, 0)
        scores = units @ self.output + self.output_bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True)


def with_neighbours(units: Array, lengths: list[int]) -> Array:
    """Each row beside the one before and the one after it, zeros at the ends of a sequence."""
    n = units.shape[1]
    wide = np.zeros((len(units), 3 * n), dtype=units.dtype)
    wide[1:, :n] = units[:-1]
    wide[:, n : 2 * n] = units
    wide[:-1, 2 * n :] = units[1:]
    ends = np.cumsum(lengths)
    wide[ends - np.array(lengths), :n] = 0
    wide[ends - 1, 2 * n :] = 0
    return wide


@cache
def weights(name: str) -> dict[str, NDArray[np.float32]]:
    """All arrays of `models/<name>.npz`."""
    with (
        as_file(files("readout").joinpath("models", f"{name}.npz")) as path,
        np.load(path, allow_pickle=False) as stored,
    ):
        return {key: stored[key].astype(np.float32) for key in stored.files}


@cache
def load(name: str, part: str) -> Network:
    """The network `part` of `models/<name>.npz`."""
    stored = {
        key.removeprefix(f"{part}."): value
        for key, value in weights(name).items()
        if key.startswith(f"{part}.")
    }
    return of_arrays(stored)


def of_arrays(stored: dict[str, NDArray[np.float32]]) -> Network:
    """A network of arrays named table, bias, weights0, bias0, ..., output and output_bias."""
    n_layers = sum(key.startswith("weights") for key in stored)
    layers = tuple((stored[f"weights{k}"], stored[f"bias{k}"]) for k in range(n_layers))
    return Network(stored["table"], stored["bias"], layers, stored["output"], stored["output_bias"])
