"""Noun phrases and pronouns into the chains of names, in the order of the text.

Each goes to the chain that fits and stands out most, after Lappin and Leass 1994: how near its
mentions are, and whether they are subjects. What grammar ties together (apposition, relative
clauses) comes first, then words said again, offices and kinds, then nearness. Whom an article
calls "he" or "she" is what the article itself says, by titles and by clear pronouns.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from readout import lexicon
from readout.aliases import NO_ALIASES, Aliases
from readout.annotations import Mention, Quote, Span
from readout.referring.chains import Chain, name_chains
from readout.referring.spelling import folded

SENTENCES_BACK = 3
SENTENCES_BACK_FOR = {"it": 1, "they": 1}  # things and groups are out of mind sooner than people
SENTENCES_BACK_FOR_TWO = 10
MENTIONS_BACK = 200  # more stand in no sentences of prose
SUBJECT, OTHER_PART, SAME_SENTENCE, SPEAKER = 80, 40, 100, 120
ASIDE, KNOWN = 0.4, 1.6
OBJECTS = frozenset({"him", "me", "it", "them"})
THINGS = frozenset({"ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "OTHER"})
TWO = frozenset({"two", "both"})
MOST_CALLED = 50  # chains that one noun is looked up among
CLEAR = 2  # times that one pronoun must have been used more often than the other


def read(
    mentions: Sequence[Mention], quotes: Sequence[Quote], aliases: Aliases = NO_ALIASES
) -> list[Chain]:
    """All chains of an article, read twice: the first time tells which people it calls "he" and
    which "she"."""
    first = Discourse(mentions, quotes, name_chains(mentions, aliases)).read()
    chains = name_chains(mentions, aliases)
    for chain, known in zip(chains, first, strict=False):
        chain.pronoun = _usual_pronoun(known)
    return Discourse(mentions, quotes, chains).read()


class Discourse:
    """An article's mentions, and the chain that each of those read so far belongs to."""

    def __init__(
        self, mentions: Sequence[Mention], quotes: Sequence[Quote], names: list[Chain]
    ) -> None:
        self.mentions = mentions
        self.chains = names
        self.chain_of = {i: chain for chain in names for i in chain.members}
        self.at = {mention.head.start: i for i, mention in enumerate(mentions)}
        self.source_of = dict(_sources(mentions, quotes))
        self.said_in = dict(_said_in(mentions, quotes))
        self.addressee_of = dict(_addressees(self.at, quotes))
        self.is_source = set(self.source_of.values())
        self.cited = {self.chain_of.get(position) for position in self.is_source}
        self.last_speaker: Chain | None = None
        self.first = {chain: min(chain.members) for chain in names}
        self.by_noun: dict[str, list[Chain]] = defaultdict(list)
        self.pairs: dict[str, Chain] = {}
        for chain in self.chains:
            self._enter_nouns(chain)

    def read(self) -> list[Chain]:
        """All chains, with noun phrases and pronouns in them."""
        for position, mention in enumerate(self.mentions):
            if position not in self.chain_of and (chain := self._antecedent(position, mention)):
                self._join(chain, position)
            if position in self.is_source:
                self.last_speaker = self.chain_of.get(position)
        for position in self.said_in:
            if position not in self.chain_of and (chain := self._in_quotation(position)):
                self._join(chain, position)
        return self.chains

    def _join(self, chain: Chain, position: int) -> None:
        self.first.setdefault(chain, position)
        chain.members.append(position)
        self.chain_of[position] = chain

    def _antecedent(self, position: int, mention: Mention) -> Chain | None:
        if mention.refers and (tied := self._tied(mention.refers)):
            return tied
        if mention.form == "pronoun":
            return self._of_pronoun(position, pronoun_of(mention))
        return self._of_noun(position, mention)

    def _tied(self, head: Span) -> Chain | None:
        """The chain of what grammar makes a mention the same as."""
        position = self.at.get(head.start)
        return None if position is None else self.chain_of.get(position)

    # Pronouns

    def _of_pronoun(self, position: int, pronoun: str | None) -> Chain | None:
        if pronoun in {"he", "she"}:
            weights = self._unbarred(position)
            if known := _most(weights, lambda chain: chain.pronoun == pronoun):
                weights[known] *= KNOWN  # one that is known to go by it stands out more
            chosen = _most(weights, lambda chain: _can_be(chain, pronoun))
            if chosen:
                chosen.pronouns[pronoun] += 1
            return chosen
        if pronoun == "it":
            return _most(self._unbarred(position), _is_thing)
        if pronoun == "they":
            weights = self._unbarred(position)
            people = _most(weights, lambda c: c.is_plural and c.label != "OTHER")
            return people or _most(weights, lambda chain: chain.is_plural)
        return None

    def _unbarred(self, position: int) -> dict[Chain, float]:
        """How much the chains near a position stand out, without those that grammar bars."""
        barred = (
            self._speaker_around(position),
            self._subject_beside(position),
            self._phrase_around(position),
        )
        weights = self._weights(position)
        return {chain: weight for chain, weight in weights.items() if chain not in barred}

    def _weights(self, position: int) -> dict[Chain, float]:
        """How much the chains mentioned shortly before stand out: the weight of each mention,
        halved with every sentence that lies between; less where it is of people
        without a name, or in a quotation that the position is not in."""
        weights: dict[Chain, float] = defaultdict(float)
        words = self.said_in.get(position)
        pronoun = pronoun_of(self.mentions[position]) or ""
        furthest = SENTENCES_BACK_FOR.get(pronoun, SENTENCES_BACK)
        for earlier in range(position - 1, max(position - MENTIONS_BACK, 0) - 1, -1):
            distance = self._distance(earlier, position)
            if distance > furthest:
                break
            if chain := self.chain_of.get(earlier):
                part = SUBJECT if self.mentions[earlier].is_subject else OTHER_PART
                is_aside = self.said_in.get(earlier) not in {None, words} or _is_nobody_named(chain)
                share = ASIDE if is_aside else 1
                weights[chain] += share * (part + SAME_SENTENCE) / 2**distance
        if position in self.is_source and self.last_speaker in weights:
            weights[self.last_speaker] += SPEAKER
        return weights

    def _distance(self, earlier: int, position: int) -> int:
        return self.mentions[position].sentence - self.mentions[earlier].sentence

    def _speaker_around(self, position: int) -> Chain | None:
        """Whose words a mention stands in: nobody speaks of himself as "he". A pronoun that
        follows as the source most likely goes on with the last speaker."""
        source = self.source_of.get(self.said_in.get(position, -1))
        if source is None:
            return None
        is_open = source > position and self.mentions[source].form == "pronoun"
        return self.chain_of.get(source) or (self.last_speaker if is_open else None)

    def _phrase_around(self, position: int) -> Chain | None:
        """What the noun phrase stands for that a pronoun is in: "his son" is not "he"."""
        if not position:
            return None
        before = self.mentions[position - 1].span
        is_inside = before.contains(self.mentions[position].span)
        return self.chain_of.get(position - 1) if is_inside else None

    def _subject_beside(self, position: int) -> Chain | None:
        """For "him" the subject right before it, which would be "himself" (binding condition B)."""
        mention = self.mentions[position]
        if mention.is_subject or mention.text.lower() not in OBJECTS:
            return None
        for earlier in range(position - 1, max(position - MENTIONS_BACK, 0) - 1, -1):
            if self._distance(earlier, position):
                return None
            if self.mentions[earlier].is_subject:
                return self.chain_of.get(earlier)
        return None

    def _in_quotation(self, position: int) -> Chain | None:
        """Inside a quotation the speaker for "I" and "we", the addressee for "you"."""
        pronoun = pronoun_of(self.mentions[position])
        if pronoun in {"i", "we"}:
            return self._speaker_around(position)
        return self.addressee(position) if pronoun == "you" else None

    def addressee(self, position: int) -> Chain | None:
        """Whom the words are told to that a mention stands in."""
        return self.chain_of.get(self.addressee_of.get(self.said_in.get(position, -1), -1))

    # Noun phrases

    def _of_noun(self, position: int, mention: Mention) -> Chain | None:
        chain = None if mention.is_unnamed else self._known(position, mention)
        return chain or self._new(mention)

    def _known(self, position: int, mention: Mention) -> Chain | None:
        """Whom or what a noun phrase means that is not new: "the spokesman", "the council"."""
        if not mention.is_definite:
            return None
        weights = self._weights(position)
        if pair := self._pair(position, mention):
            return pair
        noun = noun_of(mention)
        called = [c for c in self.by_noun[noun][-MOST_CALLED:] if self.first[c] < position]
        fitting = [chain for chain in called if _agrees(chain, mention)]
        near = [chain for chain in fitting if chain in weights]
        if near:
            return max(near, key=weights.__getitem__)
        if fitting:
            return fitting[-1] if len(fitting) == 1 or not fitting[-1].names else None
        return self._of_kind(mention, weights)

    def _of_kind(self, mention: Mention, weights: dict[Chain, float]) -> Chain | None:
        """What "the company" or "the country" means: the named one that stands out most."""
        if mention.is_plural or mention.modifiers or mention.label not in {"ORG", "GPE"}:
            return None
        kind = lexicon.table("places", "kind").get(noun_of(mention))
        fitting = [chain for chain in weights if chain.names and _is_of_kind(chain, mention, kind)]
        if noun_of(mention) in lexicon.words("organisations", "press"):
            fitting = [chain for chain in fitting if chain in self.cited]
        return max(fitting, key=weights.__getitem__, default=None)

    def _pair(self, position: int, mention: Mention) -> Chain | None:
        """For "the two leaders" a chain of its own that knows both: those of the nearest sentence
        that speaks of two people by name who can be called so, and of no more. "The two people" are
        hardly any with a name."""
        counted = mention.is_plural and mention.label == "PERSON" and mention.modifiers
        if not counted or not mention.modifiers <= TWO or (noun := noun_of(mention)) == "people":
            return None
        if noun not in self.pairs:
            sentences = self._people_by_sentence(position, _singular(noun))
            people = next((people for people in sentences if len(people) == 2), None)
            if people is None:
                return None
            self.pairs[noun] = Chain("PERSON", group=list(people), is_plural=True)
            self._entered(self.pairs[noun], mention)
        return self.pairs[noun]

    def _people_by_sentence(self, position: int, noun: str) -> Iterator[frozenset[Chain]]:
        """The people by name who can be called so, for each sentence, the nearest first; without
        those whose words it gives, who rather speak of others."""
        by_sentence: dict[int, set[Chain]] = defaultdict(set)
        for earlier in range(position - 1, max(position - MENTIONS_BACK, 0) - 1, -1):
            if self._distance(earlier, position) > SENTENCES_BACK_FOR_TWO:
                break
            chain = self.chain_of.get(earlier)
            if chain and earlier not in self.is_source:
                by_sentence[self.mentions[earlier].sentence].add(chain)
        for chains in by_sentence.values():
            yield frozenset(chain for chain in chains if _can_be_called(chain, noun))

    def _new(self, mention: Mention) -> Chain:
        label = mention.label or "OTHER"
        chain = Chain(label, is_unnamed=mention.is_unnamed, is_plural=mention.is_plural)
        return self._entered(chain, mention)

    def _entered(self, chain: Chain, mention: Mention) -> Chain:
        chain.phrases.append(mention.text)
        chain.modifiers |= mention.modifiers
        self.chains.append(chain)
        self.by_noun[noun_of(mention)].append(chain)
        return chain

    def _enter_nouns(self, chain: Chain) -> None:
        for noun in _nouns(chain):
            self.by_noun[noun].append(chain)


def _most(weights: Mapping[Chain, float], fits: Callable[[Chain], bool]) -> Chain | None:
    """The chain that fits and stands out most."""
    return max(filter(fits, weights), key=weights.__getitem__, default=None)


def noun_of(mention: Mention) -> str:
    """The last word of a noun phrase."""
    return folded(mention.text).split()[-1]


def pronoun_of(mention: Mention) -> str | None:
    """The nominative that stands for all forms of a pronoun."""
    return lexicon.table("pronouns", "pronoun").get(mention.text.lower())


def _singular(noun: str) -> str:
    """The noun for one of the people whom a plural counts."""
    people = lexicon.words("people")
    forms = (noun, noun.removesuffix("s"), re.sub("ies$", "y", noun), re.sub("men$", "man", noun))
    return next((form for form in forms if form in people), noun)


def _can_be_called(chain: Chain, noun: str) -> bool:
    """Whether a person by name can be one of "the two leaders" or "the two women": not if all that
    the article tells is another part ("spokesman"), or the other pronoun."""
    if chain.label != "PERSON" or not chain.names or chain.is_plural:
        return False
    if noun == "leader" and chain.offices:
        is_premier = {"prime", "minister"} <= chain.modifiers
        return is_premier or bool(chain.offices & lexicon.words("people", "leader"))
    offices = lexicon.words("people", "office")
    if noun in offices and chain.offices and not chain.offices & offices:
        return False
    pronoun = lexicon.table("people", "pronoun").get(noun)
    return pronoun is None or _can_be(chain, pronoun)


def _usual_pronoun(chain: Chain) -> str | None:
    he, she = chain.pronouns["he"], chain.pronouns["she"]
    if chain.pronoun or abs(he - she) < CLEAR:
        return chain.pronoun
    return "he" if he > she else "she"


def _can_be(chain: Chain, pronoun: str) -> bool:
    """Whether a chain may be called by this pronoun, after what the article has called it."""
    if chain.label != "PERSON" or chain.is_plural:
        return False
    if chain.pronoun:
        return chain.pronoun == pronoun
    other = "she" if pronoun == "he" else "he"
    return chain.pronouns[other] < chain.pronouns[pronoun] + CLEAR


def _is_nobody_named(chain: Chain) -> bool:
    return chain.label == "PERSON" and not chain.names


def _is_thing(chain: Chain) -> bool:
    return chain.label in THINGS and not chain.is_plural


def _agrees(chain: Chain, mention: Mention) -> bool:
    """Whether a noun phrase adds nothing that its antecedent hasn't got."""
    if chain.names and chain.label != "PERSON":
        return not mention.is_plural
    return chain.is_plural == mention.is_plural and mention.modifiers <= chain.modifiers


def _is_of_kind(chain: Chain, mention: Mention, kind: str | None) -> bool:
    if mention.label == "ORG":
        return chain.label == "ORG" and _is_organisation(chain, noun_of(mention))
    listed = {lexicon.table("places", "kind").get(folded(name)) for name in chain.names}
    wanted = {"country_noun": "country", "city_noun": "city"}.get(kind or "")
    return chain.label == "GPE" and (wanted in listed or (kind == "city_noun" and listed == {None}))


def _is_organisation(chain: Chain, noun: str) -> bool:
    """Whether a named organisation can be "the station": not if its name says what it is ("the
    Harbour Party"), unless anything can be called so ("the group")."""
    nouns = lexicon.table("name_heads", "noun")
    said = {folded(name).split()[-1] for name in chain.names}
    return nouns.get(noun) == "any" or not any(nouns.get(word) for word in said)


def _nouns(chain: Chain) -> set[str]:
    """The nouns that a chain can be taken up by: offices of people, last words of other names."""
    if chain.label == "PERSON":
        return chain.offices
    return {folded(name).split()[-1] for name in chain.names if len(name.split()) > 1}


def _sources(mentions: Sequence[Mention], quotes: Sequence[Quote]) -> Iterator[tuple[int, int]]:
    """Position of an attribution, position of the mention that its source comes down to."""
    within = _Within(mentions)
    for number, quote in enumerate(quotes):
        if quote.source and (first := next(within.heads_in(quote.source), None)) is not None:
            yield number, first


def _addressees(at: dict[int, int], quotes: Sequence[Quote]) -> Iterator[tuple[int, int]]:
    for number, quote in enumerate(quotes):
        for span in quote.audience:
            for start in range(span.start, span.end):
                if start in at:
                    yield number, at[start]


def _said_in(mentions: Sequence[Mention], quotes: Sequence[Quote]) -> Iterator[tuple[int, int]]:
    """Position of a mention, position of the direct quote in whose content it stands."""
    within = _Within(mentions)
    for number, quote in enumerate(quotes):
        if quote.kind == "direct":
            for span in quote.content:
                yield from ((position, number) for position in within.heads_in(span))


class _Within:
    """Mentions by where their heads begin, so that those in a span are found without a search."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        pairs = sorted((mention.head.start, i) for i, mention in enumerate(mentions))
        self.starts = [start for start, _ in pairs]
        self.positions = [i for _, i in pairs]

    def heads_in(self, span: Span) -> Iterator[int]:
        """The positions of the mentions whose heads stand in a span, in the order of the text."""
        first = bisect_left(self.starts, span.start)
        for at in range(first, len(self.starts)):
            if self.starts[at] >= span.end:
                return
            yield self.positions[at]
