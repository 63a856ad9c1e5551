"""Mentions into entities: names, titles, noun phrases and pronouns that refer to the same.

Names come first (`readout.chains`); then the text is read from its beginning, and every noun
phrase and pronoun goes to the chain that fits and stands out most, after Lappin and Leass 1994:
how near its mentions are, and whether they are subjects. Gender is what the article itself says
(titles, earlier pronouns), never guessed from a first name.
"""

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Sequence

from readout import lexicon
from readout.annotations import Entity, Mention, Quote, Span
from readout.chains import Chain, folded, name_chains, role_nouns

SENTENCES_BACK = 3
WINDOW = 40
SUBJECT, OTHER_PART, SAME_SENTENCE, SPEAKER = 80, 40, 100, 120
THINGS = frozenset({"ORG", "GPE", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "FAC"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
DETERMINERS = frozenset({"the", "this", "that", "a", "an", "his", "her", "its", "their"})
DEFINITE = frozenset({"the", "this", "that"})
FIRST_PERSON = frozenset({"i"})


def link(mentions: Sequence[Mention], quotes: Sequence[Quote]) -> list[Entity]:
    """The entities of an article, in the order of their first mentions.

    `mentions` are in the order of the text; `quotes` are the same article's. An entity has a
    name, or is an unnamed source ("a senior official"), which is never merged with a named one.
    Plural pronouns and noun phrases, and whatever is not clear, belong to no entity.
    """
    chains = _Discourse(mentions, quotes).read()
    chains = sorted((c for c in chains if c.members), key=lambda chain: min(chain.members))
    shared = Counter(_surname(chain) for chain in chains if chain.label == "PERSON")
    return [_entity(chain, mentions, shared) for chain in chains]


def key(entity: Entity) -> str:
    """The same text for the same entity in every article: "person:donald-trump"."""
    kind = "place" if entity.label in PLACES else entity.label.lower()
    name = folded(entity.name).removeprefix("the ")
    return f"{kind}:{re.sub(r'[^\w]+', '-', name).strip('-')}"
