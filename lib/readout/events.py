"""Events: what happened, who took part, where, when, how long, and on whose word.

`readout.happening.triggers` finds the words that name events, `readout.happening.participants` who
takes part, `readout.happening.dating` when; here they are placed in their attribution and linked to
earlier mentions of the same event.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from spacy.tokens import Doc, Token

from readout import lexicon
from readout.annotations import Argument, Event, Mention, Quote, Span, Time
from readout.happening.dating import tells_news_of_the_day, times_by_trigger, with_times
from readout.happening.participants import participants
from readout.happening.triggers import CONFIDENCE, PLACES, Trigger, find_triggers, is_kind, lemma_of
from readout.inputs.boilerplate import headline
from readout.syntax import span_of, text_of

SOMEBODY = frozenset({"PERSON", "NORP", "ORG", "GPE"})
PERSONAL_PRONOUNS = frozenset(
    {
        "i", "we", "you", "he", "she", "they", "me", "us", "him", "her", "them", "who", "whom",
        "anybody", "anyone", "everybody", "everyone", "nobody", "somebody", "someone", "those",
    }
)  # fmt: skip
POINTING = frozenset({"the", "this", "that", "these", "those"})
DEFINITE = POINTING | {"such"}
PARTIES = frozenset({"actor", "recipient", "object"})
MOST_ALIKE = 50  # events whose lemmas begin alike that another is compared with
MOST_OF_TYPE = 5
LETTERS_ALIKE = 4  # at the beginning of a verb and a noun that comes of it
NEAR = 600  # characters, after which a noun no longer takes up another word

_Party = tuple[frozenset[str], int | None]


def find_events(
    doc: Doc,
    mentions: Sequence[Mention],
    times: Sequence[Time],
    quotes: Sequence[Quote],
    *,
    published: datetime | None,
    entity_at: Callable[[Span], int | None],
) -> list[Event]:
    """The events of a parsed article, in the order of the text.

    `mentions`, `times` and `quotes` are those of the same article; an event refers to times,
    quotes and earlier events by position. Of reciprocal events all conjuncts of the subject are
    actors and those after "with" recipients (PLOVER manual 2021, CONSULT). Only the main verb
    of a headline in the historic present is dated by `published`; no other event without a time
    expression has a date. `entity_at` tells the position of the entity that a noun phrase
    names. Certainty, polarity and factuality are left as they are by default. `confidence`
    says how often triggers of its kind are right (`triggers.CONFIDENCE`).
    """
    is_somebody, is_place = _somebody(mentions), _place(mentions)
    triggers, spans = _outside_times(find_triggers(doc, is_somebody), times)
    dated = times_by_trigger(doc, triggers, times)
    nouns = {trigger.head.i for trigger in triggers if trigger.is_noun}
    told = innermost_quotes(spans, quotes)
    events: list[Event] = []
    for position, (trigger, span, quote) in enumerate(zip(triggers, spans, told, strict=True)):
        found = participants(
            trigger,
            is_somebody=is_somebody,
            is_place=is_place,
            is_event=lambda token: token.i in nouns and not is_somebody(token),
        )
        event = Event(
            span=span,
            lemma=trigger.lemma,
            type=trigger.sense.type,
            mode=trigger.sense.mode,
            light_verb=span_of([trigger.carrier]) if trigger.carrier and trigger.is_light else None,
            confidence=CONFIDENCE[trigger.ground],
            arguments=tuple(_with_entity(argument, entity_at) for argument in found),
            quote=quote,
        )
        event = with_times(doc, event, dated.get(position, []), times)
        if published and event.time is None and tells_news_of_the_day(trigger.head):
            day = published.replace(hour=0, minute=0, second=0, microsecond=0)
            event = replace(event, begins=day, ends=day, time_basis="publication")
        events.append(event)
    return _linked(doc, triggers, events)


def _with_entity(argument: Argument, entity_at: Callable[[Span], int | None]) -> Argument:
    entity = entity_at(argument.span)
    return argument if entity is None else replace(argument, entity=entity)


def _outside_times(
    triggers: Sequence[Trigger], times: Sequence[Time]
) -> tuple[list[Trigger], list[Span]]:
    """The triggers but those that are part of a time ("in the fall"), and where they stand."""
    time_at = {at: time.span for time in times for at in range(time.span.start, time.span.end)}
    found, spans = [], []
    for trigger in triggers:
        span = span_of(trigger.tokens)
        time = time_at.get(span.start)
        if time is None or not time.contains(span):
            found.append(trigger)
            spans.append(span)
    return found, spans


def _somebody(mentions: Sequence[Mention]) -> Callable[[Token], bool]:
    """Whether a word stands for people, an organisation or a country: by its mention, else by the
    model's entity types, else by the lexicon's words for people."""
    labels = {mention.head.start: mention.label for mention in mentions}

    def is_somebody(token: Token) -> bool:
        if token.pos_ == "PRON":
            return token.lower_ in PERSONAL_PRONOUNS
        label = labels.get(token.idx) or token.ent_type_
        is_common = token.pos_ == "NOUN" or (token.pos_ == "PROPN" and not label)
        return label in SOMEBODY or (is_common and is_kind(token, "people"))

    return is_somebody


def _place(mentions: Sequence[Mention]) -> Callable[[Token], bool]:
    labels = {mention.head.start: mention.label for mention in mentions}

    def is_place(token: Token) -> bool:
        label = labels.get(token.idx) or token.ent_type_
        return label in PLACES or (token.pos_ == "NOUN" and is_kind(token, "place"))

    return is_place


def innermost_quotes(spans: Sequence[Span], quotes: Sequence[Quote]) -> Iterator[int | None]:
    """For each of some spans, in the order of the text, the shortest attribution that tells it; a
    cue is not in its own content."""
    lengths = [sum(piece.end - piece.start for piece in quote.content) for quote in quotes]
    pieces = [(piece, number) for number, quote in enumerate(quotes) for piece in quote.content]
    ahead = sorted(pieces, key=lambda pair: pair[0].start, reverse=True)
    around: list[tuple[Span, int]] = []
    for span in spans:
        while ahead and ahead[-1][0].start <= span.start:
            around.append(ahead.pop())
        around = [(piece, number) for piece, number in around if piece.end > span.start]
        telling = {number for piece, number in around if piece.contains(span)}
        others = (n for n in telling if not any(cue.overlaps(span) for cue in quotes[n].cue))
        yield min(others, key=lambda n: (lengths[n], n), default=None)


@dataclass(frozen=True, slots=True)
class _Identity:
    """What tells whether two events may be one. `doers` and `undergoers` hold for each of those who
    take part its words and its entity; `around` has the other nouns beside a verb."""

    event: Event
    is_noun: bool
    is_definite: bool
    is_in_headline: bool
    number: str  # the last letter of the tag, which tells a plural
    ordinals: frozenset[str]
    day: date | None
    places: frozenset[str]
    doers: tuple[_Party, ...]
    undergoers: tuple[_Party, ...]
    around: frozenset[str]


def _linked(doc: Doc, triggers: Sequence[Trigger], events: list[Event]) -> list[Event]:
    """Each event with the position of the first mention of the same event before it.

    It is looked for among the last `MOST_ALIKE` whose lemmas begin alike, the nearest first, then
    among the last few of its type. Saying recurs too often to be linked.
    """
    linked: list[Event] = []
    alike: dict[str, deque[tuple[int, _Identity]]] = {}
    title = headline(text_of(doc))
    end_of_headline = title.end if title else 0
    told = Counter(key for event in events for key in _keys(event))
    for position, (trigger, event) in enumerate(zip(triggers, events, strict=True)):
        linked.append(event)
        if event.type == "STATEMENT" or all(told[key] == 1 for key in _keys(event)):
            continue
        own = _identity(doc, trigger, event, end_of_headline)
        before = alike.setdefault(event.lemma[:LETTERS_ALIKE], deque(maxlen=MOST_ALIKE))
        of_type = alike.setdefault(event.type, deque(maxlen=MOST_OF_TYPE))
        number = next((n for n, other in reversed(before) if _may_be_same(other, own)), None)
        if number is None and event.type != "OTHER":
            taken_up = (n for n, other in reversed(of_type) if _takes_up(own, other, trigger))
            number = next(taken_up, None)
        if number is not None:
            first = linked[number].same_as
            linked[position] = replace(event, same_as=number if first is None else first)
        before.append((position, own))
        of_type.append((position, own))
    return linked


def _keys(event: Event) -> tuple[str, ...]:
    """What another mention of an event shares with it: how its lemma begins, or its type."""
    beginning = event.lemma[:LETTERS_ALIKE]
    return (beginning,) if event.type == "OTHER" else (beginning, event.type)


def _identity(doc: Doc, trigger: Trigger, event: Event, end_of_headline: int) -> _Identity:
    head = trigger.head
    parties = [(a, _party(doc, a)) for a in event.arguments if a.role in PARTIES]
    doers = tuple(party for a, party in parties if party and a.role == "actor")
    undergoers = tuple(party for a, party in parties if party and a.role != "actor")
    if event.type == "CONSULT":  # who meets whom is the same as who is met by whom
        doers, undergoers = (*doers, *undergoers), ()
    return _Identity(
        event=event,
        is_noun=trigger.is_noun,
        is_definite=trigger.is_noun and _is_definite(head),
        is_in_headline=event.span.end <= end_of_headline,
        number=head.tag_[-1],
        ordinals=_ordinals(head),
        day=event.begins.date() if event.begins else None,
        places=frozenset(_words_of_places(doc, event)),
        doers=doers,
        undergoers=undergoers,
        around=frozenset(_nouns_beside(head)),
    )


def _may_be_same(first: _Identity, later: _Identity) -> bool:
    """Of two that one word tells, or a verb and its noun: whether neither who, when, where nor
    which one of several contradicts it; a definite noun needs no more."""
    if not _is_one_word(first, later) or _contradicts(first, later):
        return False
    is_enough = later.is_definite and first.event.type == later.event.type
    return is_enough or _is_told_again(first, later)


def _is_one_word(first: _Identity, later: _Identity) -> bool:
    same_lemma = first.event.lemma == later.event.lemma
    if first.is_noun != later.is_noun:
        words = (first.event.lemma, later.event.lemma)
        return not later.ordinals and (same_lemma or _derives(*words))
    alike = (first.number, first.ordinals) == (later.number, later.ordinals)
    return same_lemma and first.event.type == later.event.type and (alike or not first.is_noun)


def _is_told_again(first: _Identity, later: _Identity) -> bool:
    """Whether two share who undergoes it, or who does it together with what stands beside it; what
    a headline has said is told again with more."""
    n_doers, n_undergoers = (
        _shared(first.doers, later.doers),
        _shared(first.undergoers, later.undergoers),
    )
    if first.event.type == "CONSULT" and not first.is_in_headline:
        return 0 < n_doers >= min(2, max(len(first.doers), len(later.doers)))
    if n_undergoers:
        return True
    if first.is_in_headline:
        return bool(n_doers) or (first.is_noun and later.is_noun)
    both_have_none = not (first.undergoers or later.undergoers)
    is_the_same = later.is_definite or not first.around.isdisjoint(later.around)
    return bool(n_doers) and both_have_none and is_the_same


def _contradicts(first: _Identity, later: _Identity) -> bool:
    """Whether two can't be one event, by who takes part, when or where."""
    if first.day and later.day and first.day != later.day:
        return True
    if first.places and later.places and first.places.isdisjoint(later.places):
        return True
    return any(
        one and other and not _shared(one, other)
        for one, other in ((first.doers, later.doers), (first.undergoers, later.undergoers))
    )


def _takes_up(later: _Identity, first: _Identity, trigger: Trigger) -> bool:
    """Whether a noun takes up an event of its type that was told just before in another word: "met
    ... the talks", "went on strike"."""
    is_same_word = first.event.lemma == later.event.lemma
    if not later.is_noun or is_same_word or first.event.type != later.event.type:
        return False
    if _contradicts(first, later):
        return False
    if not first.is_noun and _governor(trigger.head) == first.event.span.start:
        return True
    modes = {first.event.mode, later.event.mode}
    is_one_kind = len(modes) == 1 or (None in modes and later.event.type != "CONSULT")
    is_near = later.event.span.start - first.event.span.end <= NEAR
    general = lexicon.words("events", "anaphor")
    is_taken_up = not first.is_noun or first.event.lemma in general
    return _points_back(trigger.head, general) and is_taken_up and is_one_kind and is_near


def _points_back(noun: Token, general: frozenset[str]) -> bool:
    """ "The talks", but neither "their talks" nor "the official talks", which may be others."""
    points = any(child.lower_ in POINTING for child in noun.children)
    return points and lemma_of(noun) in general and not any(c.dep_ == "amod" for c in noun.lefts)


def _governor(noun: Token) -> int | None:
    """Where the verb begins of which a noun is the object, or goes "on", "into" or "for"."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ in {"on", "into", "for"}:
        above = above.head
    elif noun.dep_ not in {"dobj", "nsubjpass"} or is_kind(above, "topical"):
        return None
    return above.idx


def _derives(one: str, other: str) -> bool:
    """Whether a verb and a noun come of each other: "suspend", "suspension"."""
    pairs = enumerate(zip(one, other, strict=False))
    shared = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    return shared >= LETTERS_ALIKE and shared >= min(len(one), len(other)) - 2


def _shared(some: Sequence[_Party], others: Sequence[_Party]) -> int:
    """How many of some are among the others: the same entity, or a word in common."""
    return sum(
        any(
            (entity is not None and entity == other_entity) or not words.isdisjoint(other_words)
            for other_words, other_entity in others
        )
        for words, entity in some
    )


def _party(doc: Doc, argument: Argument) -> _Party | None:
    """The nouns in the words for who takes part, and the entity; None of a pronoun for nobody."""
    phrase = doc.char_span(argument.span.start, argument.span.end)
    if phrase is None or (phrase.root.pos_ == "PRON" and argument.entity is None):
        return None
    named = (word.lower_ for word in phrase if word.pos_ == "PROPN")
    return frozenset({phrase.root.lower_, *named}), argument.entity


def _nouns_beside(word: Token) -> Iterator[str]:
    for child in word.children:
        if child.dep_ == "prep":
            yield from (c.lower_ for c in child.children if c.dep_ == "pobj")


def _words_of_places(doc: Doc, event: Event) -> Iterator[str]:
    for argument in event.arguments:
        if argument.role == "place" and (
            place := doc.char_span(argument.span.start, argument.span.end)
        ):
            yield from (word.lower_ for word in place if word.pos_ in {"NOUN", "PROPN"})


def _ordinals(noun: Token) -> frozenset[str]:
    words = lexicon.words("events", "ordinal")
    return frozenset(child.lower_ for child in noun.children if child.lower_ in words)


def _is_definite(noun: Token) -> bool:
    return any(child.lower_ in DEFINITE or child.dep_ == "poss" for child in noun.children)
