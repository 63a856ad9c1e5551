"""Events: what happened, who took part, where, when, how long, and on whose word.

`readout.happening.triggers` finds the words that name events, `readout.happening.participants` who
takes part, `readout.happening.dating` when; here they are placed in their attribution and linked to
earlier mentions of the same event.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from spacy.tokens import Doc

from readout.annotations import PLACES, Event, Mention, Quote, Span, Time
from readout.happening.again import linked
from readout.happening.dating import tells_news_of_the_day, times_by_trigger, with_times
from readout.happening.participants import participants
from readout.happening.triggers import CONFIDENCE, Trigger, find_triggers, is_kind
from readout.syntax import span_of
from readout.tree import Word, tree_of

SOMEBODY = frozenset({"PERSON", "NORP", "ORG", "GPE"})
PERSONAL_PRONOUNS = frozenset(
    {
        "i", "we", "you", "he", "she", "they", "me", "us", "him", "her", "them", "who", "whom",
        "anybody", "anyone", "everybody", "everyone", "nobody", "somebody", "someone", "those",
    }
)  # fmt: skip


def find_events(
    doc: Doc,
    mentions: Sequence[Mention],
    times: Sequence[Time],
    quotes: Sequence[Quote],
    *,
    published: datetime | None,
    entity_of: Callable[[Word], int | None],
) -> list[Event]:
    """The events of a parsed article, in the order of the text.

    `mentions`, `times` and `quotes` are those of the same article; an event refers to times,
    quotes and earlier events by position. Of reciprocal events all conjuncts of the subject are
    actors and those after "with" recipients (PLOVER manual 2021, CONSULT). Only the main verb
    of a headline in the historic present is dated by `published`; no other event without a time
    expression has a date. `entity_of` tells the position of the entity that the head of a noun
    phrase names. Certainty, polarity and factuality are left as they are by default.
    `confidence` says how often triggers of its kind are right (`triggers.CONFIDENCE`).
    """
    tree, is_somebody, is_place = tree_of(doc), _somebody(mentions), _place(mentions)
    triggers, spans = _outside_times(find_triggers(tree, is_somebody), times)
    dated = times_by_trigger(tree, triggers, times)
    nouns = {trigger.head.i for trigger in triggers if trigger.is_noun}
    told = innermost_quotes(spans, quotes)
    events: list[Event] = []
    for position, (trigger, span, quote) in enumerate(zip(triggers, spans, told, strict=True)):
        found = participants(
            trigger,
            is_somebody=is_somebody,
            is_place=is_place,
            is_event=lambda token: token.i in nouns and not is_somebody(token),
            entity_of=entity_of,
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
        event = with_times(tree, event, dated.get(position, []), times)
        if published and event.time is None and tells_news_of_the_day(trigger.head):
            day = published.replace(hour=0, minute=0, second=0, microsecond=0)
            event = replace(event, begins=day, ends=day, time_basis="publication")
        events.append(event)
    return linked(tree, triggers, events)


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


def _somebody(mentions: Sequence[Mention]) -> Callable[[Word], bool]:
    """Whether a word stands for people, an organisation or a country: by its mention, else by the
    model's entity types, else by the lexicon's words for people."""
    labels = {mention.head.start: mention.label for mention in mentions}

    def is_somebody(token: Word) -> bool:
        if token.pos_ == "PRON":
            return token.lower_ in PERSONAL_PRONOUNS
        label = labels.get(token.idx) or token.ent_type_
        is_common = token.pos_ == "NOUN" or (token.pos_ == "PROPN" and not label)
        return label in SOMEBODY or (is_common and is_kind(token, "people"))

    return is_somebody


def _place(mentions: Sequence[Mention]) -> Callable[[Word], bool]:
    labels = {mention.head.start: mention.label for mention in mentions}

    def is_place(token: Word) -> bool:
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
