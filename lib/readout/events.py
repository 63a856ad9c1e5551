"""Events: what happened, who took part, where, when, how long, and on whose word.

`readout.happening.triggers` finds the words that name events, `readout.happening.participants` who
takes part, `readout.happening.dating` when; here they are placed in their attribution and linked to
earlier mentions of the same event.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from spacy.tokens import Doc, Token

from readout import lexicon
from readout.annotations import Event, Mention, Quote, Span, Time
from readout.happening.dating import tells_news_of_the_day, times_by_trigger, with_times
from readout.happening.participants import participants
from readout.happening.triggers import CONFIDENCE, PLACES, Trigger, find_triggers, is_kind
from readout.syntax import span_of

SOMEBODY = frozenset({"PERSON", "NORP", "ORG", "GPE"})
PERSONAL_PRONOUNS = frozenset(
    {
        "i", "we", "you", "he", "she", "they", "me", "us", "him", "her", "them", "who", "whom",
        "anybody", "anyone", "everybody", "everyone", "nobody", "somebody", "someone", "those",
    }
)  # fmt: skip
DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
MOST_ALIKE = 200  # events of one lemma and type that another is compared with


def find_events(
    doc: Doc,
    mentions: Sequence[Mention],
    times: Sequence[Time],
    quotes: Sequence[Quote],
    *,
    published: datetime | None,
) -> list[Event]:
    """The events of a parsed article, in the order of the text.

    `mentions`, `times` and `quotes` are those of the same article; an event refers to times,
    quotes and earlier events by position. Of reciprocal events all conjuncts of the subject are
    actors and those after "with" recipients (PLOVER manual 2021, CONSULT). Only the main verb
    of a headline in the historic present is dated by `published`; no other event without a time
    expression has a date. Certainty, polarity and factuality are left as they are by default,
    and so are the entities of arguments. `confidence` says how often triggers of its
    kind are right (`triggers.CONFIDENCE`).
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
            arguments=tuple(found),
            quote=quote,
        )
        event = with_times(doc, event, dated.get(position, []), times)
        if published and event.time is None and tells_news_of_the_day(trigger.head):
            day = published.replace(hour=0, minute=0, second=0, microsecond=0)
            event = replace(event, begins=day, ends=day, time_basis="publication")
        events.append(event)
    return _linked(doc, triggers, events)


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
    """What tells whether two events with the same lemma and type may be one: the last letter of
    the tag (which tells a plural), ordinals, the day, the last words of those who take part, the
    words of places."""

    is_noun: bool
    is_definite: bool
    number: str
    ordinals: frozenset[str]
    day: date | None
    heads: frozenset[str]
    places: frozenset[str]


def _linked(doc: Doc, triggers: Sequence[Trigger], events: list[Event]) -> list[Event]:
    """Each event with the position of the first mention of the same event before it, among the
    last `MOST_ALIKE` with its lemma and type. Saying recurs too often to be linked."""
    linked: list[Event] = []
    alike: dict[tuple[str, str], deque[tuple[int, _Identity]]] = {}
    for position, (trigger, event) in enumerate(zip(triggers, events, strict=True)):
        linked.append(event)
        if event.type == "STATEMENT":
            continue
        before = alike.setdefault((event.lemma, event.type), deque(maxlen=MOST_ALIKE))
        own = _identity(doc, trigger, event)
        number = next((n for n, other in before if _may_be_same(other, own)), None)
        if number is not None:
            first = linked[number].same_as
            linked[position] = replace(event, same_as=number if first is None else first)
        before.append((position, own))
    return linked


def _identity(doc: Doc, trigger: Trigger, event: Event) -> _Identity:
    head = trigger.head
    return _Identity(
        is_noun=trigger.is_noun,
        is_definite=trigger.is_noun and _is_definite(head),
        number=head.tag_[-1],
        ordinals=_ordinals(head),
        day=event.begins.date() if event.begins else None,
        heads=frozenset(_last_words(doc, event)),
        places=frozenset(_words_of_places(doc, event)),
    )


def _may_be_same(first: _Identity, later: _Identity) -> bool:
    """Of two with the same lemma and type: the same number, and neither who, when, where nor which
    one of several contradicts it.

    A definite noun needs no more; an indefinite one or a verb must share somebody who takes part.
    """
    if first.is_noun and (first.number, first.ordinals) != (later.number, later.ordinals):
        return False
    if first.day and later.day and first.day != later.day:
        return False
    if first.places and later.places and first.places.isdisjoint(later.places):
        return False
    shared = first.heads & later.heads
    if later.is_definite:
        return not first.heads or not later.heads or bool(shared)
    return len(shared) >= min(2, len(first.heads | later.heads)) and bool(shared)


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


def _last_words(doc: Doc, event: Event) -> Iterator[str]:
    """Last words of those who take part: surnames, for people with names."""
    for argument in event.arguments:
        if argument.role in {"actor", "recipient", "object"}:
            phrase = doc.char_span(argument.span.start, argument.span.end)
            if phrase and phrase.root.pos_ != "PRON":
                yield (phrase[-1] if phrase[-1].pos_ == "PROPN" else phrase.root).lower_
