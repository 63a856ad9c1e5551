"""Noun phrases and pronouns into the chains of names, in the order of the text.

Each goes to the chain that fits and stands out most, after Lappin and Leass 1994: how near its
mentions are, and whether they are subjects. What grammar ties together (apposition, relative
clauses) comes first, then words said again, offices and kinds, then nearness. Whom an article
calls "he" or "she" is what the article itself says, by titles and by clear pronouns.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from readout import lexicon
from readout.aliases import NO_ALIASES, Aliases
from readout.annotations import Mention, Quote, Span
from readout.referring.chains import Chain, name_chains
from readout.referring.spelling import folded
from readout.referring.telling import Telling

SENTENCES_BACK = 3
SENTENCES_BACK_FOR_OTHERS = 1  # things and groups are out of mind sooner than people
SENTENCES_BACK_FOR_TWO = 10
SUBJECT, OTHER_PART, SAME_SENTENCE, SPEAKER = 80, 40, 100, 120
ASIDE, KNOWN = 0.4, 1.6
OBJECTS = frozenset({"him", "me", "it", "them"})
THINGS = frozenset({"ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "OTHER"})
TWO = frozenset({"two", "both"})
LEADER = "leader"  # a kind of people in the lexicon, and the noun for it
MOST_CALLED = 50  # chains that one noun is looked up among
CLEAR = 2  # times that one pronoun must have been used more often than the other


def read(
    mentions: Sequence[Mention], quotes: Sequence[Quote], aliases: Aliases = NO_ALIASES
) -> list[Chain]:
    """All chains of an article, read again where the first time tells which people it calls "he"
    and which "she"."""
    telling = Telling(mentions, quotes)
    names = name_chains(mentions, aliases)
    first = Discourse(telling, [chain.unread() for chain in names]).read()
    pronouns = [_usual_pronoun(chain) for chain in first[: len(names)]]
    if pronouns == [chain.pronoun for chain in names]:
        return first
    for chain, pronoun in zip(names, pronouns, strict=True):
        chain.pronoun = pronoun
    return Discourse(telling, names).read()


class Discourse:
    """An article's mentions, and the chain that each of those read so far belongs to."""

    def __init__(self, telling: Telling, names: list[Chain]) -> None:
        self.telling = telling
        self.mentions = telling.mentions
        self.chains = names
        self.chain_of = {i: chain for chain in names for i in chain.members}
        self.cited = {self.chain_of.get(position) for position in telling.is_source}
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
            if position in self.telling.is_source:
                self.last_speaker = self.chain_of.get(position)
        for position in self.telling.said_in:
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
        position = self.telling.at.get(head.start)
        return None if position is None else self.chain_of.get(position)

    # Pronouns

    def _of_pronoun(self, position: int, pronoun: str | None) -> Chain | None:
        if pronoun in {"he", "she"}:
            weights = self._unbarred(position, SENTENCES_BACK)
            if known := _most(weights, lambda chain: chain.pronoun == pronoun):
                weights[known] *= KNOWN  # one that is known to go by it stands out more
            chosen = _most(weights, lambda chain: _can_be(chain, pronoun))
            if chosen:
                chosen.pronouns[pronoun] = chosen.pronouns.get(pronoun, 0) + 1
            return chosen
        if pronoun == "it":
            return _most(self._unbarred(position, SENTENCES_BACK_FOR_OTHERS), _is_thing)
        if pronoun == "they":
            weights = self._unbarred(position, SENTENCES_BACK_FOR_OTHERS)
            people = _most(weights, lambda c: c.is_plural and c.label != "OTHER")
            return people or _most(weights, lambda chain: chain.is_plural)
        return None

    def _unbarred(self, position: int, sentences_back: int) -> dict[Chain, float]:
        """How much the chains near a position stand out, without those that grammar bars."""
        barred = (
            self._speaker_around(position),
            self._subject_beside(position),
            self._phrase_around(position),
        )
        weights = self._weights(position, sentences_back)
        return {chain: weight for chain, weight in weights.items() if chain not in barred}

    def _weights(self, position: int, sentences_back: int) -> dict[Chain, float]:
        """How much the chains mentioned shortly before stand out: the weight of each mention,
        halved with every sentence that lies between; less where it is of people
        without a name, or in a quotation that the position is not in."""
        weights: dict[Chain, float] = defaultdict(float)
        said_in, sentence = self.telling.said_in, self.mentions[position].sentence
        spoken_alike = {None, said_in.get(position)}
        for earlier in self.telling.before(position, sentences_back):
            if chain := self.chain_of.get(earlier):
                mention = self.mentions[earlier]
                part = SUBJECT if mention.is_subject else OTHER_PART
                weight = (part + SAME_SENTENCE) / 2 ** (sentence - mention.sentence)
                is_aside = said_in.get(earlier) not in spoken_alike or _is_nobody_named(chain)
                weights[chain] += ASIDE * weight if is_aside else weight
        if position in self.telling.is_source and self.last_speaker in weights:
            weights[self.last_speaker] += SPEAKER
        return weights

    def _speaker_around(self, position: int) -> Chain | None:
        """Whose words a mention stands in: nobody speaks of himself as "he". A pronoun that
        follows as the source most likely goes on with the last speaker."""
        source = self.telling.source_of.get(self.telling.said_in.get(position, -1))
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
        beside = self.telling.before(position, 0)
        subject = next((i for i in beside if self.mentions[i].is_subject), -1)
        return self.chain_of.get(subject)

    def _in_quotation(self, position: int) -> Chain | None:
        """Inside a quotation the speaker for "I" and "we", the addressee for "you"."""
        pronoun = pronoun_of(self.mentions[position])
        if pronoun in {"i", "we"}:
            return self._speaker_around(position)
        return self.addressee(position) if pronoun == "you" else None

    def addressee(self, position: int) -> Chain | None:
        """Whom the words are told to that a mention stands in."""
        words = self.telling.said_in.get(position, -1)
        return self.chain_of.get(self.telling.addressee_of.get(words, -1))

    # Noun phrases

    def _of_noun(self, position: int, mention: Mention) -> Chain | None:
        chain = None if mention.is_unnamed else self._known(position, mention)
        return chain or self._new(mention)

    def _known(self, position: int, mention: Mention) -> Chain | None:
        """Whom or what a noun phrase means that is not new: "the spokesman", "the council"."""
        if not mention.is_definite:
            return None
        if pair := self._pair(position, mention):
            return pair
        noun = noun_of(mention)
        called = [c for c in self.by_noun[noun][-MOST_CALLED:] if self.first[c] < position]
        fitting = [chain for chain in called if _agrees(chain, mention)]
        if len(fitting) < 2:
            return fitting[0] if fitting else self._of_kind(position, mention)
        weights = self._weights(position, SENTENCES_BACK)
        if near := [chain for chain in fitting if chain in weights]:
            return max(near, key=weights.__getitem__)
        return None if fitting[-1].names else fitting[-1]

    def _of_kind(self, position: int, mention: Mention) -> Chain | None:
        """What "the company" or "the country" means: the named one that stands out most."""
        if mention.is_plural or mention.modifiers or mention.label not in {"ORG", "GPE"}:
            return None
        kind = lexicon.table("places", "kind").get(noun_of(mention))
        weights = self._weights(position, SENTENCES_BACK)
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
        for earlier in self.telling.before(position, SENTENCES_BACK_FOR_TWO):
            chain = self.chain_of.get(earlier)
            if chain and earlier not in self.telling.is_source:
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
    if noun == LEADER and chain.offices:
        return any(_holds(chain, office) for office in lexicon.words("people", LEADER))
    offices = lexicon.words("people", "office")
    if noun in offices and chain.offices and not chain.offices & offices:
        return False
    pronoun = lexicon.table("people", "pronoun").get(noun)
    return pronoun is None or _can_be(chain, pronoun)


def _holds(chain: Chain, office: str) -> bool:
    """Whether a title or role of a person comes down to an office: of two words, has both."""
    words = office.split()
    return office in chain.offices or (len(words) > 1 and chain.modifiers.issuperset(words))


def _usual_pronoun(chain: Chain) -> str | None:
    he, she = (chain.pronouns.get(pronoun, 0) for pronoun in ("he", "she"))
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
    return chain.pronouns.get(other, 0) < chain.pronouns.get(pronoun, 0) + CLEAR


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
