"""The same people, organisations and places in several articles: one key for each.

An article that only says "Bell" or "NRC" gets the key of the person or organisation that other
articles of the corpus name in full, where that can be only one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from readout.annotations import Entity
from readout.referring.spelling import folded

Keys = Mapping[str, set[str]]  # short form -> the keys of what it may stand for


def with_common_keys(entities: Sequence[Entity]) -> list[Entity]:
    """The entities of all articles of a corpus, with short names under the key of the full name."""
    named = [entity for entity in entities if entity.names]
    surnames, short = _surnames(named), _short_forms(named)
    return [_keyed(entity, surnames, short) for entity in entities]


def _surnames(named: Sequence[Entity]) -> Keys:
    found: dict[str, set[str]] = defaultdict(set)
    for entity in named:
        if entity.label == "PERSON" and len(entity.name.split()) > 1:
            for name in entity.names:
                found[_last(name)].add(entity.key)
            found[_last(entity.name)].add(entity.key)
    return found


def _short_forms(named: Sequence[Entity]) -> Keys:
    """Every name of an organisation, by which an article calls it beside its full one."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity in named:
        if entity.label == "ORG":
            for name in entity.names:
                found[folded(name)].add(entity.key)
    return found


def _keyed(entity: Entity, surnames: Keys, short: Keys) -> Entity:
    if not entity.names or entity.may_be:
        return entity
    if entity.label == "PERSON" and len(entity.name.split()) == 1:
        keys = surnames.get(_last(entity.name), set())
    elif entity.label == "ORG":
        keys = short.get(folded(entity.name), set()) - {entity.key}
    else:
        return entity
    return replace(entity, key=next(iter(keys))) if len(keys) == 1 else entity


def _last(name: str) -> str:
    return folded(name).split()[-1]
