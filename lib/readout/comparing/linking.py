"""Pairs that are worth comparing, and groups made of pairs, in nearly linear time.

Comparing all pairs is out of the question for a corpus. As in prefix filtering (Chaudhuri, Ganti
and Kaushik 2006; Bayardo, Ma and Srikant 2007) two things are compared only if they share one of
the rarest keys of either, and never with more than a fixed number of others for each key.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import accumulate, chain, pairwise
from typing import TypeVar

import numpy as np
import pandas as pd

Item = TypeVar("Item", bound=Hashable)
Pair = tuple[int, int]

RAREST = 4  # keys of each thing by which others are looked for
ALONE = -1  # the place of a key that only one thing has
FULLEST = 12  # others that it is compared with for each of these keys


def candidates(keys: Iterable[Iterable[str]]) -> Iterator[Pair]:
    """Pairs of positions that share a rare key, each pair once, the smaller position first.

    `keys` has the keys of each thing, those things first that others should be compared with where
    very many share a key: the fullest.
    """
    rarest_first = _ranked(keys)
    holders: dict[int, list[int]] = defaultdict(list)
    for position, own in enumerate(rarest_first):
        for key in own:
            if len(holders[key]) < FULLEST:
                holders[key].append(position)
    beside: list[set[int]] = [set() for _ in rarest_first]
    for position, own in enumerate(rarest_first):
        for other in {other for key in own[:RAREST] for other in holders[key]} - {position}:
            beside[min(position, other)].add(max(position, other))
    return ((position, other) for position, found in enumerate(beside) for other in sorted(found))


def _ranked(keys: Iterable[Iterable[str]]) -> list[list[int]]:
    """The keys of each thing that it shares with others, as their places from the rarest on; of
    those that are as rare the one first that came first."""
    owned = [list(dict.fromkeys(own)) for own in keys]
    codes, _ = pd.factorize(np.array([*chain.from_iterable(owned)], dtype=object))
    frequency = np.bincount(codes)
    place = np.empty_like(frequency)
    place[np.argsort(frequency, kind="stable")] = np.arange(len(frequency))
    places = np.where(frequency > 1, place, ALONE)[codes].tolist()
    ends = accumulate(map(len, owned), initial=0)
    return [sorted(p for p in places[a:b] if p != ALONE) for a, b in pairwise(ends)]


def groups(
    items: Iterable[Item],
    links: Iterable[tuple[Item, Item]],
    apart: Iterable[tuple[Item, Item]] = (),
) -> list[list[Item]]:
    """A partition of the items, in which linked ones are together unless others forbid it.

    `links` join groups in their order, the surest first; a link that would bring together two
    items that are to be kept `apart` joins nothing (constrained clustering, after Wagstaff and
    Cardie 2000). Items and groups stay in the order of `items`.
    """
    order = list(items)
    leader = {item: item for item in order}
    members = {item: [item] for item in order}
    foes: dict[Item, set[Item]] = {item: set() for item in order}
    for a, b in apart:
        foes[a].add(b)
        foes[b].add(a)
    for a, b in links:
        one, other = sorted((leader[a], leader[b]), key=lambda i: -len(members[i]))
        if one == other or any(leader[foe] == one for foe in foes[other]):
            continue
        for item in members[other]:
            leader[item] = one
        members[one] += members.pop(other)
        foes[one] |= foes.pop(other)
    found: dict[Item, list[Item]] = defaultdict(list)
    for item in order:
        found[leader[item]].append(item)
    return list(found.values())
