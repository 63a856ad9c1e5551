"""The same event told again in one article.

One word tells an event again, or a verb and the noun that comes of it, or two words by which news
tells the same happening, unless who takes part, when, where, how much or which one of several
contradicts it. Articles use some words of many things ("fall", "say"). With these, and with words
that are only akin, something must speak for one event: somebody who takes part in both, a definite
noun, or that a headline is told again right below it.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from readout import lexicon
from readout.annotations import Argument, Event
from readout.happening.triggers import Trigger, is_kind
from readout.inputs.boilerplate import headline
from readout.tree import Tree, Word

DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
INDEFINITE = frozenset({"a", "an", "another"})
PARTIES = frozenset({"actor", "recipient", "object"})
MOST_ALIKE = 20  # mentions of words that are akin with which another is compared
LETTERS_ALIKE = 4  # at the beginning of a verb and a noun that comes of it
LEAD = 250  # characters below a headline that tell it again


@dataclass(frozen=True, slots=True)
class _Party:
    """One of those who take part: the nouns that say who, the entity, how many. `sort` is what they
    are told apart by: names, or nouns for offices and occupations, but not "the man"."""

    words: frozenset[str]
    entity: int | None
    sort: str
    number: str

    def is_one_with(self, other: "_Party") -> bool:
        """Whether two are the same entity, or share a word."""
        same_entity = self.entity is not None and self.entity == other.entity
        return same_entity or not self.words.isdisjoint(other.words)

    def is_not(self, other: "_Party") -> bool:
        """Whether two can't be one."""
        if self.number and other.number and self.number != other.number:
            return True
        return bool(self.sort) and self.sort == other.sort and not self.is_one_with(other)


@dataclass(frozen=True, slots=True)
class _Mention:
    """What tells whether two events may be one. `is_general` marks words that articles use of many
    things, `kind` is the happening that a word names."""

    event: Event
    head: Word
    is_noun: bool
    is_definite: bool
    is_indefinite: bool
    is_general: bool
    is_in_headline: bool
    is_in_lead: bool
    kind: str
    ordinals: frozenset[str]
    amounts: frozenset[str]
    day: date | None
    places: frozenset[str]
    doers: tuple[_Party, ...]
    undergoers: tuple[_Party, ...]


def linked(tree: Tree, triggers: Sequence[Trigger], events: Sequence[Event]) -> list[Event]:
    """Each event with the position of the first mention of the same event before it.

    It is looked for among the last mentions whose words are akin, the nearest first; nothing that
    has been told of an event so far may contradict it. Else a noun that is the object of a verb of
    its type is one event with it.
    """
    title = headline(tree.text)
    end_of_headline = title.end if title else 0
    end_of_lead = end_of_headline + LEAD if title else 0
    keys = [_keys(event) for event in events]
    told = Counter(key for own in keys for key in own)
    recent: dict[str, deque[tuple[int, int, _Mention]]] = defaultdict(
        lambda: deque(maxlen=MOST_ALIKE)
    )
    verbs: dict[int, int] = {}
    firsts = list(range(len(events)))
    for position, (trigger, event) in enumerate(zip(triggers, events, strict=True)):
        if not trigger.is_noun:
            verbs[event.span.start] = position
        elif event.type != "OTHER":
            verb = verbs.get(_governor(trigger.head), position)
            firsts[position] = firsts[verb] if events[verb].type == event.type else position
        is_lead = event.span.end <= end_of_lead
        is_unique = all(told[key] == 1 for key in keys[position])
        if is_unique or (event.type == "STATEMENT" and not is_lead and _is_general(event)):
            continue
        is_in_headline = event.span.end <= end_of_headline
        own = _mention(tree, trigger, event, is_in_headline, is_lead)
        before = {n: mention for key in keys[position] for n, *mention in recent[key]}
        if (first := _first(own, before)) is not None:
            firsts[position] = first
        for key in keys[position]:
            recent[key].append((position, firsts[position], own))
    pairs = enumerate(zip(events, firsts, strict=True))
    return [event if first == n else replace(event, same_as=first) for n, (event, first) in pairs]


def _keys(event: Event) -> frozenset[str]:
    """What another mention of an event shares with it: how its lemma begins, or its happening."""
    return frozenset({event.lemma[:LETTERS_ALIKE], _kind(event.lemma)})


def _kind(lemma: str) -> str:
    return lexicon.table("happenings", "kind").get(lemma, lemma)


def _first(own: _Mention, before: Mapping[int, Sequence]) -> int | None:
    """The first mention of the event that one tells again, if any. `before` has mentions by their
    position, each with the first one of its event."""
    chains: dict[int, list[_Mention]] = {}
    for n in sorted(before, reverse=True):
        first, mention = before[n]
        chains.setdefault(first, []).append(mention)
    for first, mentions in chains.items():
        is_suggested = any(_suggests(mention, own) for mention in mentions)
        if is_suggested and not any(_contradicts(mention, own) for mention in mentions):
            return first
    return None


def _suggests(first: _Mention, later: _Mention) -> bool:
    """Whether the words of two mentions are enough for one event, if nothing contradicts it."""
    is_said = "STATEMENT" in {first.event.type, later.event.type}
    return _is_said_again(first, later) if is_said else _is_told_again(first, later)


def _is_told_again(first: _Mention, later: _Mention) -> bool:
    is_retold = first.is_in_headline and later.is_in_lead
    if later.is_noun and not is_retold and _is_another(first, later):
        return False
    if first.event.lemma == later.event.lemma:
        is_enough = is_retold or later.is_definite or not later.is_general
        return is_enough or _share_somebody(first, later)
    is_rare = not (first.is_general or later.is_general)
    if first.is_noun != later.is_noun and _derives(first.event.lemma, later.event.lemma):
        return is_rare or later.is_definite or _share(first.undergoers, later.undergoers)
    if first.kind != later.kind:
        return False
    if is_retold:
        return is_rare or _share_somebody(first, later)
    is_taken_up = later.is_definite and not first.is_noun
    return is_taken_up or (is_rare and _share(first.undergoers, later.undergoers))


def _is_said_again(first: _Mention, later: _Mention) -> bool:
    """Sayings are many: of a word for all of them only what a headline says is told again."""
    is_retold = first.is_in_headline and later.is_in_lead
    is_same = first.event.lemma == later.event.lemma and first.event.type == later.event.type
    return is_same and (is_retold or not later.is_general) and _share_somebody(first, later)


def _is_another(first: _Mention, later: _Mention) -> bool:
    """Whether a noun brings up something new: "an attack", or "the attack" after "attacks"."""
    is_other_number = first.head.tag_[-1] != later.head.tag_[-1]
    return later.is_indefinite or (first.is_noun and is_other_number)


def _contradicts(first: _Mention, later: _Mention) -> bool:
    """Whether two can't be one event."""
    if first.day and later.day and first.day != later.day:
        return True
    if later.ordinals and first.ordinals != later.ordinals:
        return True
    pairs = [(first.amounts, later.amounts)]
    if later.is_noun:  # a verb may be told with the town, then with the country
        pairs.append((first.places, later.places))
    if any(one and other and one.isdisjoint(other) for one, other in pairs):
        return True
    if first.event.type == later.event.type == "CONSULT":
        return _are_others(*_apart(first.doers, later.doers))
    return _are_others(first.doers, later.doers) or _are_others(first.undergoers, later.undergoers)


def _are_others(some: Sequence[_Party], others: Sequence[_Party]) -> bool:
    """Whether nobody is on both sides, and somebody can't be one on the other."""
    are_two = any(one.is_not(other) for one in some for other in others)
    return are_two and not _share(some, others)


def _apart(some: Sequence[_Party], others: Sequence[_Party]) -> tuple[list[_Party], list[_Party]]:
    """Those on either side who are not on the other."""
    return (
        [one for one in some if not _share([one], others)],
        [other for other in others if not _share(some, [other])],
    )


def _share_somebody(first: _Mention, later: _Mention) -> bool:
    return _share(first.undergoers, later.undergoers) or _share(first.doers, later.doers)


def _share(some: Sequence[_Party], others: Sequence[_Party]) -> bool:
    return any(one.is_one_with(other) for one in some for other in others)


def _governor(noun: Word) -> int:
    """Where the word begins of which a noun is the object, or that goes "on", "into" or "for" it
    ("imposed sanctions", "went on strike"); -1 if there is none."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ in {"on", "into", "for"}:
        above = above.head
    elif noun.dep_ not in {"dobj", "nsubjpass"} or is_kind(above, "topical"):
        return -1
    return above.idx


def _derives(one: str, other: str) -> bool:
    """Whether a verb and a noun come of each other: "suspend", "suspension"."""
    pairs = enumerate(zip(one, other, strict=False))
    shared = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    return shared >= LETTERS_ALIKE and shared >= min(len(one), len(other)) - 2


def _mention(
    tree: Tree, trigger: Trigger, event: Event, is_in_headline: bool, is_in_lead: bool
) -> _Mention:
    head = trigger.head
    parties = [(a.role, party) for a in event.arguments if (party := _party(tree, a))]
    doers = tuple(party for role, party in parties if role == "actor")
    undergoers = tuple(party for role, party in parties if role != "actor")
    if event.type == "CONSULT":  # who meets whom is the same as who is met by whom
        doers, undergoers = (*doers, *undergoers), ()
    before = {child.lower_ for child in head.children} if trigger.is_noun else set()
    is_dated = event.begins and event.time_basis != "publication"
    return _Mention(
        event=event,
        head=head,
        is_noun=trigger.is_noun,
        is_definite=trigger.is_noun and _is_definite(head),
        is_indefinite=not before.isdisjoint(INDEFINITE),
        is_general=_is_general(event),
        is_in_headline=is_in_headline,
        is_in_lead=is_in_lead,
        kind=_kind(event.lemma),
        ordinals=lexicon.words("events", "ordinal") & before,
        amounts=frozenset(_numbers(tree, event)),
        day=event.begins.date() if event.begins and is_dated else None,
        places=frozenset(_words_of_places(tree, event)),
        doers=doers,
        undergoers=undergoers,
    )


def _is_general(event: Event) -> bool:
    """Whether a word tells what happened only together with who took part."""
    return event.lemma in lexicon.words("general_words")


def _party(tree: Tree, argument: Argument) -> _Party | None:
    """Who takes part; None of a pronoun for nobody, and of what is no participant."""
    if argument.role not in PARTIES:
        return None
    phrase = tree.touched_by(argument.span)
    root = phrase.root
    if root.pos_ == "PRON" and argument.entity is None:
        return None
    lemma = root.lemma_.lower()
    named = (word.lower_ for word in phrase if word.pos_ == "PROPN")
    numbers = [word for word in (root, *root.lefts) if word.pos_ == "NUM"]
    return _Party(
        words=frozenset({lemma, *named}),
        entity=argument.entity,
        sort="name" if root.pos_ == "PROPN" else _sort(lemma),
        number=_value(numbers[0].lower_) if numbers else "",
    )


def _sort(noun: str) -> str:
    kinds = ("office", "role")
    return "office" if any(noun in lexicon.words("people", kind) for kind in kinds) else ""


def _value(number: str) -> str:
    """A number in digits: "nine" is "9"."""
    row = lexicon.entries("times").get((number, "number"))
    return row["value"] if row else number


def _numbers(tree: Tree, event: Event) -> Iterator[str]:
    yield from (word.lower_ for word in _words(tree, event, "amount") if word.like_num)


def _words_of_places(tree: Tree, event: Event) -> Iterator[str]:
    nouns = {"NOUN", "PROPN"}
    yield from (word.lower_ for word in _words(tree, event, "place") if word.pos_ in nouns)


def _words(tree: Tree, event: Event, role: str) -> Iterable[Word]:
    for argument in event.arguments:
        if argument.role == role:
            yield from tree.touched_by(argument.span)


def _is_definite(noun: Word) -> bool:
    return any(child.lower_ in DEFINITE or child.dep_ == "poss" for child in noun.children)
