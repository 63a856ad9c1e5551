"""Where names and lines go in an arc diagram (Wattenberg 2002): names in one column, lines in bows
beside it, so that no line can pass behind a name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx


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
    that shortens them (minimum linear arrangement, by local search).
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
    starts = [[start, *(there for _, there in nx.bfs_edges(network, start))] for start in names]
    best = min(starts, key=lambda found: _length(network, found))
    length = _length(network, best)
    while True:
        moved = (
            [*rest[:place], name, *rest[place:]]
            for name in best
            for rest in [[other for other in best if other != name]]
            for place in range(len(best))
        )
        shorter = next((found for found in moved if _length(network, found) < length), None)
        if shorter is None:
            return best
        best, length = shorter, _length(network, shorter)


def _length(network: nx.Graph, names: Sequence[str]) -> int:
    """How many rows all lines span together."""
    row = {name: i for i, name in enumerate(names)}
    edges = network.edges(names, data="lines")
    return sum(lines * abs(row[one] - row[other]) for one, other, lines in edges)
