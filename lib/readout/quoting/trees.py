"""Boosted decision trees as arrays (Friedman 2001): probabilities from numbers, in NumPy.

LightGBM fits them (`benchmarks/judging.py`); only what is needed to walk down a tree is
stored, so that nothing but NumPy reads it.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from readout.quoting import network

AT_ONCE = 1 << 7  # rows that walk down together, so many as processors have at hand

Array = NDArray[np.floating]
Numbers = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Trees:
    """Nodes of all trees one after the other: the `number` that a node asks for, the `limit` up to
    which the way goes to the node `below`, else to the one after that; a leaf's `value` (a leaf is
    below itself). `roots` are the first nodes, `depth` is the longest way down. The values of the
    leaves that are reached add up to log odds."""

    number: Numbers
    limit: Array
    below: Numbers
    value: Array
    roots: Numbers
    depth: int

    def probabilities(self, numbers: Array) -> Array:
        """The probability for each row of `numbers` (rows x numbers)."""
        starts = range(0, len(numbers) or 1, AT_ONCE)
        odds = [self._log_odds(numbers[start : start + AT_ONCE]) for start in starts]
        return 1 / (1 + np.exp(-np.concatenate(odds)))

    def _log_odds(self, numbers: Array) -> Array:
        node = np.tile(self.roots, (len(numbers), 1))
        start = np.arange(len(numbers))[:, None] * numbers.shape[1]
        flat = numbers.ravel()
        for _ in range(self.depth):
            asked = flat.take(start + self.number.take(node))
            node = self.below.take(node) + (asked > self.limit.take(node))
        return self.value.take(node).sum(axis=1)


@cache
def load(name: str, part: str) -> Trees:
    """The trees `part` of `models/<name>.npz`."""
    stored = {field: network.stored(name)[f"{part}.{field}"] for field in Trees.__slots__}
    whole = {key: stored[key].astype(np.int64) for key in ("number", "below", "roots")}
    return Trees(
        **whole,
        limit=stored["limit"].astype(np.float64),
        value=stored["value"].astype(np.float32),
        depth=int(stored["depth"]),
    )
