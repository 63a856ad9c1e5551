"""Where names and lines go in an arc diagram (Wattenberg 2002): names in one column, lines in bows
beside it, so that no line can pass behind a name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

TRIES = 10_000  # orders of a block: a dozen names need fewer, and sixty take no second


@dataclass(frozen=True, slots=True)
class Bow:
    """A line from `who` to `whom`, both names, on the left (-1) or the right side (1)."""

    who: str
    whom: str
    side: int


@dataclass(frozen=True, slots=True)
class End:
    """Where a line meets a name: the `place`-th of `of` ends on that side of it, from the top."""

    place: int
    of: int


def order(bows: Sequence[Bow]) -> list[str]:
    """The names from top to bottom, so that lines span few rows.

    Names that no lines join stand in blocks apart, the largest block first. Inside a block, names
    are taken breadth first from whichever gives the shortest lines, and then moved one by one while
    that shortens them, `TRIES` times at most (minimum linear arrangement, by local search).
    """
    network = nx.Graph()
    network.add_nodes_from(sorted({name for bow in bows for name in (bow.who, bow.whom)}))
    for bow in bows:
        before = network.get_edge_data(bow.who, bow.whom, {"lines": 0})["lines"]
        network.add_edge(bow.who, bow.whom, lines=before + 1)
    blocks = sorted(nx.connected_components(network), key=lambda names: (-len(names), min(names)))
    return [name for names in blocks for name in _shortest(network, sorted(names))]


def ends(bows: Sequence[Bow], names: Sequence[str]) -> list[tuple[End, End]]:
    """For each line where it leaves and where it arrives, so that lines cross only if they must:
    those that go up above those that go down, and the longer ones in between."""
    row = {name: i for i, name in enumerate(names)}
    at = defaultdict(list)
    for i, bow in enumerate(bows):
        for end, (here, there) in enumerate(((bow.who, bow.whom), (bow.whom, bow.who))):
            down = row[there] - row[here]
            # Of several lines between two names the first is the outermost at both.
            at[here, bow.side].append((down > 0, -down, i if down > 0 else -i, i, end))
    found = {
        (i, end): End(place, len(together))
        for together in at.values()
        for place, (*_, i, end) in enumerate(sorted(together))
    }
    return [(found[i, 0], found[i, 1]) for i in range(len(bows))]


def _shortest(network: nx.Graph, names: Sequence[str]) -> list[str]:
    lines = nx.to_numpy_array(network, names, weight="lines")
    number = {name: i for i, name in enumerate(names)}
    starts = [[start, *(there for _, there in nx.bfs_edges(network, start))] for start in names]
    orders = ([number[name] for name in found] for found in starts)
    best = min(orders, key=lambda order: _length(lines, order))
    length, moved = _length(lines, best), _moved(best)
    for _ in range(TRIES):
        if (found := next(moved, None)) is None:
            break
        if (shorter := _length(lines, found)) < length:
            best, length, moved = found, shorter, _moved(found)
    return [names[i] for i in best]


def _moved(order: Sequence[int]) -> Iterator[list[int]]:
    """All orders in which one stands elsewhere."""
    for one in order:
        rest = [other for other in order if other != one]
        yield from ([*rest[:place], one, *rest[place:]] for place in range(len(order)))


def _length(lines: np.ndarray, order: Sequence[int]) -> float:
    """How many rows all lines span together, each counted from both of its ends."""
    row = np.arange(len(order))
    return float((lines[np.ix_(order, order)] * np.abs(row[:, None] - row)).sum())
