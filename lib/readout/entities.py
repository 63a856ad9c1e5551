"""Mentions into entities: names, titles, noun phrases and pronouns that refer to the same.

Names come first (`readout.chains`); then the text is read from its beginning, and every noun
phrase and pronoun goes to the chain that fits and stands out most, after Lappin and Leass 1994:
how near its mentions are, and whether they are subjects. Gender is what the article itself says
(titles, earlier pronouns), never guessed from a first name.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from readout import lexicon
from readout.annotations import Entity, Mention, Quote
from readout.chains import Chain, folded, name_chains

SENTENCES_BACK = 3
SUBJECT, OTHER_PART, SAME_SENTENCE, SPEAKER = 80, 40, 100, 120
PLACES = frozenset({"GPE", "LOC", "FAC"})
DEFINITE = frozenset({"the", "this", "that"})
OBJECTS = frozenset({"him", "me"})


def link(mentions: Sequence[Mention], quotes: Sequence[Quote]) -> list[Entity]:
    """The entities of an article, in the order of their first mentions.

    `mentions` are in the order of the text; `quotes` are the same article's. An entity has a
    name, or is an unnamed source ("a senior official"), which is never merged with a named one.
    Plural pronouns, "it", and whatever is not clear, belong to no entity.
    """
    chains = [chain for chain in _Discourse(mentions, quotes).read() if chain.members]
    chains.sort(key=lambda chain: min(chain.members))
    surnames = Counter(_surname(chain) for chain in chains if chain.label == "PERSON")
    return [_entity(chain, is_shared=surnames[_surname(chain)] > 1) for chain in chains]


def key(entity: Entity) -> str:
    """The same text for the same entity in every article: "person:donald-trump"."""
    kind = "place" if entity.label in PLACES else entity.label.lower()
    name = re.sub(r"\W+", "-", folded(entity.name).removeprefix("the ")).strip("-")
    return f"{kind}:{name}"


class _Discourse:
    """An article's mentions, and the chain that each of those read so far belongs to."""

    def __init__(self, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> None:
        self.mentions = mentions
        self.chains = name_chains(mentions)
        self.chain_of = {i: chain for chain in self.chains for i in chain.members}
        self.source_of = _sources(mentions, quotes)
        self.said_in = _said_in(mentions, quotes)
        self.last_speaker: Chain | None = None

    def read(self) -> list[Chain]:
        """All chains, with noun phrases and pronouns in them."""
        for position, mention in enumerate(self.mentions):
            if position not in self.chain_of and (chain := self._antecedent(position, mention)):
                self._join(chain, position)
            if position in self.source_of.values():
                self.last_speaker = self.chain_of.get(position)
        for position, quote in self.said_in.items():
            speaker = self.chain_of.get(self.source_of.get(quote, -1))
            if speaker and _pronoun(self.mentions[position]) == "i":
                self._join(speaker, position)
        return self.chains

    def _join(self, chain: Chain, position: int) -> None:
        chain.members.append(position)
        self.chain_of[position] = chain

    def _antecedent(self, position: int, mention: Mention) -> Chain | None:
        if mention.is_unnamed:
            self.chains.append(Chain(mention.label or "PERSON", [mention.text], is_unnamed=True))
            return self.chains[-1]
        if mention.is_plural:
            return None
        if mention.form == "pronoun":
            return self._person_of_pronoun(position, _pronoun(mention))
        return self._bearer_of_office(position, mention) if _is_definite(mention) else None

    def _person_of_pronoun(self, position: int, pronoun: str | None) -> Chain | None:
        if pronoun not in {"he", "she"}:
            return None
        barred = [self._speaker_around(position), self._subject_beside(position)]
        fitting = [
            chain
            for chain in self._near(position)
            if chain.label == "PERSON" and chain.pronoun in {None, pronoun} and chain not in barred
        ]
        chosen = max(fitting, key=lambda chain: self._salience(chain, position), default=None)
        if chosen:
            chosen.pronoun = pronoun
        return chosen

    def _near(self, position: int) -> list[Chain]:
        """The chains mentioned in this sentence or shortly before, the latest first."""
        near: dict[int, Chain] = {}
        for earlier in range(position - 1, -1, -1):
            if self._distance(earlier, position) > SENTENCES_BACK:
                break
            if chain := self.chain_of.get(earlier):
                near.setdefault(id(chain), chain)
        return list(near.values())

    def _distance(self, earlier: int, position: int) -> int:
        return self.mentions[position].sentence - self.mentions[earlier].sentence

    def _salience(self, chain: Chain, position: int) -> float:
        """The weight of its mentions, each halved with every sentence that lies between."""
        weight = 0.0
        for earlier in chain.members:
            distance = self._distance(earlier, position)
            if earlier < position and distance <= SENTENCES_BACK:
                part = SUBJECT if self.mentions[earlier].is_subject else OTHER_PART
                weight += (part + SAME_SENTENCE) / 2**distance
        goes_on_speaking = chain is self.last_speaker and position in self.source_of.values()
        return weight + (SPEAKER if goes_on_speaking else 0)

    def _speaker_around(self, position: int) -> Chain | None:
        """Whose words a mention stands in: nobody speaks of himself as "he"."""
        return self.chain_of.get(self.source_of.get(self.said_in.get(position, -1), -1))

    def _subject_beside(self, position: int) -> Chain | None:
        """For "him" the subject right before it, which would be "himself" (binding condition B)."""
        if self.mentions[position].text.lower() not in OBJECTS:
            return None
        for earlier in range(position - 1, -1, -1):
            if self._distance(earlier, position):
                return None
            if self.mentions[earlier].is_subject:
                return self.chain_of.get(earlier)
        return None

    def _bearer_of_office(self, position: int, mention: Mention) -> Chain | None:
        """Whom "the spokesman" or "the council" means: who was called so, and stands out."""
        noun = folded(mention.text).split()[-1]
        called = [c for c in self.chains if min(c.members, default=position) < position]
        called = [chain for chain in called if noun in _nouns(chain)]
        near = [chain for chain in called if self._salience(chain, position)]
        if near:
            return max(near, key=lambda chain: self._salience(chain, position))
        return called[0] if len(called) == 1 else None


def _sources(mentions: Sequence[Mention], quotes: Sequence[Quote]) -> dict[int, int]:
    """Position of an attribution -> position of the mention that its source comes down to."""
    found: dict[int, int] = {}
    for number, quote in enumerate(quotes):
        for position, mention in enumerate(mentions):
            if quote.source and quote.source.contains(mention.head):
                found[number] = position
                break
    return found


def _said_in(mentions: Sequence[Mention], quotes: Sequence[Quote]) -> dict[int, int]:
    """Position of a mention -> position of the direct quote in whose content it stands."""
    direct = [(n, span) for n, q in enumerate(quotes) if q.kind == "direct" for span in q.content]
    return {
        position: number
        for number, span in direct
        for position, mention in enumerate(mentions)
        if span.contains(mention.span)
    }


def _pronoun(mention: Mention) -> str | None:
    return lexicon.table("pronouns", "pronoun").get(mention.text.lower())


def _is_definite(mention: Mention) -> bool:
    return mention.form == "nominal" and mention.text.split()[0].lower() in DEFINITE


def _nouns(chain: Chain) -> set[str]:
    """The nouns that a chain can be taken up by: offices of people, last words of other names."""
    if chain.label == "PERSON" and not chain.is_unnamed:
        return chain.offices()
    return {folded(name).split()[-1] for name in chain.names if len(name.split()) > 1}


def _surname(chain: Chain) -> str:
    return folded(chain.names[0]).split()[-1]


def _entity(chain: Chain, *, is_shared: bool) -> Entity:
    entity = Entity(
        name=_name(chain, is_shared=is_shared),
        label=chain.label,
        role=_role(chain),
        mentions=tuple(sorted(chain.members)),
    )
    return entity if chain.is_unnamed else replace(entity, key=key(entity))


def _name(chain: Chain, *, is_shared: bool) -> str:
    """The fullest name; with its title where somebody else bears the same surname."""
    if chain.alias:
        return chain.alias
    if chain.is_unnamed:
        return chain.names[0][0].lower() + chain.names[0][1:]
    name = max(chain.names, key=len)
    is_surname_alone = chain.label == "PERSON" and len(name.split()) == 1
    return f"{chain.titles[0]} {name}" if is_surname_alone and is_shared and chain.titles else name


def _role(chain: Chain) -> str | None:
    """What the article says first that a person is: in a title, else beside the name."""
    honorifics = lexicon.words("people", "honorific")
    titles = [t for t in chain.titles if folded(t).rstrip(".") not in honorifics]
    return next(iter([*titles, *chain.roles]), None)
