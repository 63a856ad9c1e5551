"""Keys that hold in a whole corpus: the same person, organisation or place in every article.

`entities.key` is made within one article, from the fullest name that it gives. An article that
says only "Holm", "NRC" or "Corvane Shipping" gets the key of the one that others name in full:
where only one bears the name (Bagga and Baldwin 1998 call the task cross-document coreference).
Where two bear it, the keys stay apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

import pandas as pd

from readout import lexicon
from readout.entities import key as key_of

KINDS = frozenset({"person", "org", "place", "norp", "event", "product", "work_of_art", "law"})
SMALL_WORDS = frozenset({"a", "an", "and", "at", "de", "for", "in", "of", "on", "the", "to"})
CLEAR = 2  # a name is of one type when that is this many times as frequent as any other

Key = tuple[str, str]  # what it is, and its name in small letters and hyphens


def commonly_keyed(entities: pd.DataFrame) -> pd.DataFrame:
    """The table `entities` of a corpus with the keys that only all its articles together give.

    Entities without a name, surnames of which an article itself leaves open whose they are
    (`may_be`), and keys of the user's own, such as a Wikidata id, stay as they are.
    """
    kinds = entities["key"].str.split(":").str[0]
    has_name = entities["key"] != entities["entity_id"]
    is_ours = has_name & entities["may_be"].isna() & kinds.isin(KINDS)
    named = entities[is_ours]
    frequency = named.groupby("key")["n_mentions"].sum().sort_index().to_dict()
    counts = {_split(str(written)): int(n) for written, n in frequency.items()}
    called = partial(
        _called_so, zip(named["names"].fillna(""), map(_split, named["key"]), strict=True)
    )
    final = {key: key for key in counts}
    for rule in (called, _type_of_most, _without_legal_form, _known_in_full, _spelt_out):
        chosen = rule({key: counts[key] for key in set(final.values())})
        final = {key: chosen.get(now, now) for key, now in final.items()}
    written = {":".join(key): ":".join(now) for key, now in final.items()}
    keys = entities["key"].where(~is_ours, entities["key"].map(written))
    return entities.assign(key=keys.astype(entities["key"].dtype))


def _split(written: str) -> Key:
    kind, _, name = written.partition(":")
    return kind, name


def _called_so(bearers: Iterable[tuple[str, Key]], counts: Mapping[Key, int]) -> dict[Key, Key]:
    """A short form is the one organisation that an article calls so beside its full name."""
    full: dict[Key, set[Key]] = defaultdict(set)
    for names, bearer in bearers:
        if bearer[0] == "org":
            for name in filter(None, names.split("; ")):
                short = _split(key_of(name, "ORG"))
                if len(bearer[1]) > len(short[1]):
                    full[short].add(bearer)
    return {short: min(full[short]) for short in counts if len(full[short]) == 1}


def _type_of_most(counts: Mapping[Key, int]) -> dict[Key, Key]:
    """One name under several types is of the type that most mentions have, if that is clear."""
    types: dict[str, list[Key]] = defaultdict(list)
    for key in counts:
        types[key[1]].append(key)
    chosen = {}
    for keys in types.values():
        first, *others = sorted(keys, key=lambda key: (-counts[key], key))
        chosen |= {key: first for key in others if counts[first] >= CLEAR * counts[key]}
    return chosen


def _without_legal_form(counts: Mapping[Key, int]) -> dict[Key, Key]:
    """ "Corvane Shipping Ltd" is "Corvane Shipping" where that occurs."""
    chosen = {}
    forms = lexicon.words("organisations", "legal_form")
    forms |= lexicon.words("organisations", "company_word")
    for kind, name in counts:
        words = name.split("-")
        while len(words) > 1 and words[-1] in forms:
            words.pop()
        if kind == "org" and (kind, "-".join(words)) in counts:
            chosen[kind, name] = kind, "-".join(words)
    return chosen


def _known_in_full(counts: Mapping[Key, int]) -> dict[Key, Key]:
    """A surname is the one person who bears it; a middle name doesn't make another person."""
    people = [key for key in counts if key[0] == "person"]
    by_ends: dict[tuple[str, str], list[Key]] = defaultdict(list)
    bearers: dict[str, set[Key]] = defaultdict(set)
    for key in people:
        first, *rest = key[1].split("-")
        if rest:
            by_ends[first, rest[-1]].append(key)
    plainest = {
        key: min(keys, key=lambda key: (len(key[1]), key))
        for keys in by_ends.values()
        for key in keys
    }
    for key, plain in plainest.items():
        words = key[1].split("-")
        for i in range(1, len(words)):
            bearers["-".join(words[i:])].add(plain)
    known = {key: bearers[key[1]] for key in people if len(bearers.get(key[1], ())) == 1}
    return plainest | {key: min(bearer) for key, bearer in known.items()}


def _spelt_out(counts: Mapping[Key, int]) -> dict[Key, Key]:
    """An acronym is the one body whose initials it has, with its small words or without."""
    bodies = [key for key in counts if key[0] not in {"person", "norp"}]
    by_initials: dict[str, set[Key]] = defaultdict(set)
    for key in bodies:
        words = [word for word in key[1].split("-") if word]
        for kept in (words, [word for word in words if word not in SMALL_WORDS]):
            if len(kept) > 1:
                by_initials["".join(word[0] for word in kept)].add(key)
    spelt = {key: by_initials[key[1]] for key in bodies if key[1] in by_initials}
    return {key: min(full) for key, full in spelt.items() if len(full) == 1}
