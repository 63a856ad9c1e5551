"""Entities: the chains of an article as records, with name, role, affiliation and key.

Names come first (`readout.referring.chains`), then noun phrases and pronouns
(`readout.referring.discourse`). Gender is what the article itself says (titles, pronouns), never
guessed from a first name.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from readout import lexicon
from readout.aliases import NO_ALIASES, Aliases
from readout.annotations import PLACES, Entity, Mention, Quote, Span
from readout.referring.chains import SUFFIXES, Chain
from readout.referring.discourse import read
from readout.referring.spelling import folded, places_of


def link(
    mentions: Sequence[Mention], quotes: Sequence[Quote], aliases: Aliases = NO_ALIASES
) -> list[Entity]:
    """The entities of an article, in the order of their first mentions.

    `mentions` are in the order of the text; `quotes` are the same article's; `aliases` are the
    user's own names and keys, which win over every rule. An entity has a name, or is an unnamed
    source ("a senior official"), which is never merged with a named one, or is somebody or
    something without a name that is mentioned again. What is not clear belongs to no entity.
    """
    chains = [chain for chain in read(mentions, quotes, aliases) if _is_told_of(chain)]
    chains.sort(key=lambda chain: min(chain.members))
    people = [chain for chain in chains if chain.label == "PERSON" and chain.names]
    surnames = Counter(_surname(chain) for chain in people)
    at = {id(chain): position for position, chain in enumerate(chains)}
    proper = {word for chain in chains for name in chain.names for word in name.split()}
    of_head = {mentions[i].head: at[id(chain)] for chain in chains for i in chain.members}
    return [
        Entity(
            name=(name := _name(chain, proper, is_shared=surnames[_surname(chain)] > 1)),
            label=chain.label,
            role=_role(chain),
            mentions=tuple(sorted(chain.members)),
            key=chain.key or (key(name, chain.label) if chain.names else ""),
            names=tuple(dict.fromkeys(chain.names)),
            affiliation=_affiliation(chain, chains, mentions, of_head),
            group=tuple(sorted(at[id(c)] for c in chain.group if id(c) in at)),
            pronouns=_pronouns(chain),
            may_be=tuple(max(c.names, key=len) for c in chain.may_be),
        )
        for chain in chains
    ]


def key(name: str, label: str) -> str:
    """The same text for the same name in every article: "person:donald-trump".

    A person's middle names and suffix don't count.
    """
    kind = "place" if label in PLACES else label.lower()
    words = folded(name).removeprefix("the ").split()
    if label == "PERSON":
        words = [word for word in words if word not in SUFFIXES] or words
        words = words if len(words) < 3 else [words[0], words[-1]]
    name = re.sub(r"\W+", "-", " ".join(words)).strip("-")
    return f"{kind}:{name}"


def _is_told_of(chain: Chain) -> bool:
    """Whether a chain is an entity: it has a name, is an unnamed source or a group of people, or
    is taken up again."""
    stands_alone = chain.names or chain.is_unnamed or chain.group
    return len(chain.members) > (0 if stands_alone else 1)


def _surname(chain: Chain) -> str:
    return folded((chain.names or chain.phrases)[0]).split()[-1]


def _name(chain: Chain, proper: Set[str], *, is_shared: bool) -> str:
    """The fullest name; with its title where somebody else bears the same surname. Of what has no
    name the first words for it, in small letters unless they begin with one of the `proper`."""
    if chain.alias:
        return chain.alias
    if not chain.names:
        phrase = chain.phrases[0]
        is_proper = re.split(r"['’ ]", phrase, maxsplit=1)[0] in proper
        return phrase if is_proper else phrase[0].lower() + phrase[1:]
    name = max(chain.names, key=len)
    is_surname_alone = chain.label == "PERSON" and len(name.split()) == 1
    return f"{chain.titles[0]} {name}" if is_surname_alone and is_shared and chain.titles else name


def _role(chain: Chain) -> str | None:
    """What the article says first that a person is: in a title, else beside the name."""
    honorifics = lexicon.words("people", "honorific")
    titles = [t for t in chain.titles if folded(t).rstrip(".") not in honorifics]
    return next(iter([*titles, *chain.roles]), None)


def _affiliation(
    chain: Chain,
    chains: Sequence[Chain],
    mentions: Sequence[Mention],
    of_head: Mapping[Span, int],
) -> int | None:
    """The organisation or place in a person's title or role; the country of a nationality."""
    if chain.label == "NORP":
        return _country(folded(chain.names[0]), chains)
    heads = (mentions[i].affiliation for i in sorted(chain.members))
    return next((of_head[head] for head in heads if head and head in of_head), None)


def _pronouns(chain: Chain) -> str | None:
    """The pronoun that an article mostly uses for a person."""
    if chain.label != "PERSON" or not chain.pronouns:
        return None
    return max(chain.pronouns, key=chain.pronouns.__getitem__)


def _country(nationality: str, chains: Sequence[Chain]) -> int | None:
    """The country of a nationality: the listed one, else a place that its name is formed from."""
    listed = lexicon.table("places", "name").get(nationality)
    countries = {listed} if listed else set(places_of(nationality))
    for position, chain in enumerate(chains):
        names = chain.names if listed else map(folded, chain.names)
        if chain.label == "GPE" and chain.names and not countries.isdisjoint({chain.alias, *names}):
            return position
    return None
