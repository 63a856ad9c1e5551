"""Pairs that are worth comparing, and groups made of pairs, in nearly linear time.

Comparing all pairs is out of the question for a corpus. As in prefix filtering (Chaudhuri, Ganti
and Kaushik 2006; Bayardo, Ma and Srikant 2007) two things are compared only if they share one of
the rarest keys of either, and never with more than a fixed number of others for each key.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)
Pair = tuple[int, int]

RAREST = 6  # keys of each thing by which others are looked for
FULLEST = 12  # others that it is compared with for each of these keys


def candidates(keys: Sequence[Iterable[str]]) -> list[Pair]:
    """Pairs of positions that share a rare key, each pair once, the smaller position first.

    `keys` has the keys of each thing, those things first that others should be compared with where
    very many share a key: the fullest.
    """
    kept = [set(own) for own in keys]
    frequency = Counter(key for own in kept for key in own)
    holders: dict[str, list[int]] = defaultdict(list)
    for position, own in enumerate(kept):
        for key in own:
            if frequency[key] > 1:
                holders[key].append(position)
    seen: set[Pair] = set()
    for position, own in enumerate(kept):
        shared = sorted((frequency[key], key) for key in own if frequency[key] > 1)
        near = {other for _, key in shared[:RAREST] for other in holders[key][:FULLEST]}
        seen |= {(min(position, other), max(position, other)) for other in near - {position}}
    return sorted(seen)


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
