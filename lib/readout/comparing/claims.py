"""What articles claim of one thing, and which claims can be set side by side.

Of a group of quotes: who said it. Of a group of events: when, where, how many, and whether it is
certain. Two mentions in a group are surely of one event only if they share who takes part, nobody
else being named in the same role; where the words say little, words beside them too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from readout import lexicon
from readout.comparing.happenings import (
    BESIDE,
    DATED,
    NAMED,
    TAKES_PART,
    Part,
    beside,
    is_general,
    parts_of,
    sentence_around,
)
from readout.comparing.utterances import FEW, NEEDED
from readout.comparing.wording import Word, is_number, match, same_number, stem, words
from readout.layout import rows

if TYPE_CHECKING:
    from readout.frames import Tables

LEVELS = ("country", "state", "region")  # of places
CLOSE = 2  # words before what is counted, among which the number is
SHORTEST = 3  # letters of what is counted: no "am" or "pm"
SHORT = 10  # characters before a time in which a preposition stands
NEAR = 6  # words between a trigger and the time that it is surely of
_IN_SENTENCE = re.compile(r"\b(?:on|in|at|of|late|early|last) $", re.IGNORECASE)
DECIDED = {
    "CT+": "certain", "PR+": "probable", "PS+": "possible",
    "CT-": "denied", "PR-": "probably not", "PS-": "possibly not",
}  # fmt: skip

DENIED = frozenset({"denied", "probably not", "possibly not"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in an event, by key or last word: all of them, who acts by name, and whom or
    what it is done to."""

    everybody: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()

    def has_others(self, other: "Cast") -> bool:
        """Whether somebody else acts, by name, or somebody or something else undergoes it."""
        sides = (
            (self.actors, other.actors),
            (self.recipients, other.recipients),
            (self.objects, other.objects),
        )
        return any(mine and theirs and not mine & theirs for mine, theirs in sides)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row says of an attribute, and the passage where it does.

    `value` is what is compared, `shown` how a reader is told. `of` is what is counted, where
    something is, `counted` that without its role, and `number` its number. For a quote, `said` are
    its words. For an event, `cast` are those who take part, `beside` the words beside its mention,
    `is_general` says whether its own word is, `of_day` is how a day is called ("today") that
    depends on the article's.
    """

    group: str
    about: str
    attribute: str
    value: str
    shown: str
    doc_id: str
    start: int
    end: int
    row_id: str
    of: str = ""
    counted: str = ""
    said: tuple[Word, ...] = ()
    number: tuple[Word, ...] = ()
    cast: Cast = Cast()
    beside: frozenset[str] = frozenset()
    is_general: bool = False
    future: bool = False
    of_day: str = ""

    def can_be_compared(self, other: "Claim") -> bool:
        """Whether two articles say it of the same thing, and not the same of it."""
        if self.number and other.number and same_number(self.number, other.number):
            return False
        if self.about == "quote":
            return _may_be_two(self.value, other.value) and _is_one_saying(self.said, other.said)
        if self.future != other.future or (self.of_day and self.of_day == other.of_day):
            return False
        return self._is_of_one_event(other)

    def holds(self, other: "Claim") -> bool:
        """Whether the passage of another is in this one's."""
        is_here = self.doc_id == other.doc_id
        return is_here and self.start <= other.start and other.end <= self.end

    def _is_of_one_event(self, other: "Claim") -> bool:
        """Whether mentions share who takes part, and, where that says little, words beside them.

        That the same things were counted says little too.
        """
        shared = self.cast.everybody & other.cast.everybody
        if not shared or self.cast.has_others(other.cast):
            return False
        says_little = self.is_general or other.is_general or self.attribute == "factuality"
        if len(shared - {self.counted}) >= (NAMED if says_little else 1):
            return True
        denies = (self.value in DENIED) != (other.value in DENIED)
        words_beside = self.beside & other.beside - {self.counted}
        return not denies and len(words_beside) >= BESIDE


def _cast(parts: Iterable[Part]) -> Cast:
    told = [part for part in parts if part.tells_apart]
    return Cast(
        frozenset(part.who for part in told),
        frozenset(part.who for part in told if part.role == "actor" and part.is_known),
        frozenset(part.who for part in told if part.role == "recipient"),
        frozenset(part.who for part in told if part.role == "object"),
    )


def _may_be_two(key: str, other: str) -> bool:
    """Whether two keys are surely of two speakers: not of a body and its spokesman, nor of names
    with the same surname."""
    (kind, _, name), (other_kind, _, other_name) = key.partition(":"), other.partition(":")
    return kind == other_kind and name.rpartition("-")[2] != other_name.rpartition("-")[2]


def _is_one_saying(here: Sequence[Word], there: Sequence[Word]) -> bool:
    """Whether two quotes of a group are alike themselves, not only by way of a third."""
    found = match(here, there)
    return found.shared >= FEW and found.likeness >= NEEDED["different"][1] and not found.odds


def _can_be_counted(word: Word) -> bool:
    """Whether it is no name, and not what amounts are counted in: of these a story has many."""
    is_word = len(word.written) >= SHORTEST and not is_number(word)
    return is_word and not word.may_be_name and word.stem not in _units()


@cache
def _units() -> frozenset[str]:
    return frozenset(stem(unit) for unit in lexicon.words("events", "measure"))


def _level(key: str) -> str:
    """What kind of place it is, since a city is in a country; a town where nobody knows."""
    name = key.partition(":")[2].replace("-", " ")
    return next((kind for kind in LEVELS if name in lexicon.words("places", kind)), "city")


def _towns_and_countries(entities: pd.DataFrame) -> set[str]:
    """Places that are no buildings, streets or mountains: these are in others."""
    return set(entities.loc[entities["type"] == "GPE", "entity_id"])


def of_speakers(quotes: pd.DataFrame, keys: Mapping[str, str]) -> Iterator[Claim]:
    """Who speaks, where somebody is named right there: whom a pronoun means is less sure."""
    for row in rows(quotes.dropna(subset="entity_id")):
        key = keys[row.entity_id]
        if key != row.entity_id and row.source_form == "named":
            yield of_quote(row, "speaker", key, row.speaker, said=words(row.content))


def of_events(tables: "Tables", events: pd.DataFrame, keys: Mapping[str, str]) -> Iterator[Claim]:
    """When and where an event was, how many took part or how long it took, how certain it is."""
    texts = dict(zip(tables.articles["doc_id"], tables.articles["text"], strict=True))
    told = {row.event_id: row for row in rows(events)}
    arguments = tables.arguments[tables.arguments["event_id"].isin(list(told))]
    times = {row.time_id: row for row in rows(tables.times)}
    parts = parts_of(arguments, keys)
    of_article: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for event_id, row in told.items():
        of_article[row.group, row.doc_id] += parts[event_id]
    said = {
        event_id: _Event(row, parts[event_id], of_article[row.group, row.doc_id], texts)
        for event_id, row in told.items()
    }
    for event_id, row in told.items():
        yield from said[event_id].of_certainty()
        time = times.get(row.time_id) if row.time_basis in DATED else None
        if time and _is_one_day(row) and _is_of(row, time, texts[row.doc_id]):
            written = time.text.lower() if row.time_basis == "relative" else ""
            yield said[event_id].claim("date", f"{row.begins:%Y-%m-%d}", time, of_day=written)
    places = _towns_and_countries(tables.entities)
    for part in rows(arguments):
        if part.role != "place" or part.entity_id in places:
            yield from said[part.event_id].of_part(part, keys.get(part.entity_id, ""))


class _Event:
    """A row of `events` and what its claims have in common. Where it names nobody who takes part,
    those whom its article names elsewhere for the same event do."""

    def __init__(
        self, row: Any, parts: Sequence[Part], named: Sequence[Part], texts: Mapping[str, str]
    ) -> None:
        self.row, self.parts, self.text = row, parts, texts[row.doc_id]
        names_somebody = any(part.tells_apart for part in parts)
        self.told = {
            "cast": _cast(parts if names_somebody else named),
            "beside": frozenset(beside(self.text, row.start, row.end)),
            "is_general": is_general(row.lemma),
            "future": bool(row.future),
        }

    def of_certainty(self) -> Iterator[Claim]:
        """How certain a deed is; it is denied where a word says so, not where it was prevented."""
        decided = DECIDED.get(self.row.factuality)
        if not decided or self.row.future or not _is_deed(self.row, self.parts):
            return
        if decided not in DENIED or _is_denied(self.text, self.row):
            yield self.claim("factuality", decided, self.row)

    def of_part(self, part: Any, key: str) -> Iterator[Claim]:
        """What a participant tells: a place by name, how many there were, how long it took."""
        if part.role == "place" and key.startswith("place:"):
            yield self.claim("place", key, part, part.text, of=_level(key))
        elif part.role == "duration" and pd.notna(self.row.duration):
            yield self.claim("number", self.row.duration, part, part.text, of="duration")
        elif part.role in TAKES_PART:
            said = words(part.text.partition(" of ")[0])
            number = tuple(word for word in said[-CLOSE - 1 : -1] if is_number(word))
            if len(number) == 1 and _can_be_counted(said[-1]):
                of = {"of": f"{part.role} {said[-1].stem}", "counted": said[-1].stem}
                yield self.claim("number", number[0].stem, part, part.text, **of, number=number)

    def claim(
        self, attribute: str, value: str, place: Any, shown: str | None = None, **more: Any
    ) -> Claim:
        where = (self.row.doc_id, place.start, place.end, self.row.event_id)
        what = (self.row.group, "event", attribute, value, shown or value)
        return Claim(*what, *where, **self.told, **more)


def of_quote(
    quote: Any,
    attribute: str,
    value: str,
    shown: str | None = None,
    said: tuple[Word, ...] = (),
) -> Claim:
    """What an attribution says of an attribute."""
    where = (quote.doc_id, quote.start, quote.end, quote.quote_id)
    return Claim(quote.group, "quote", attribute, value, shown or value, *where, said=said)


def _is_deed(event: Any, parts: Sequence[Part]) -> bool:
    """Whether it is something that somebody named does, in a verb: how certain a noun or a state is
    depends on what is said of it."""
    is_noun = event.lemma in lexicon.words("events", "noun")
    is_verb = event.lemma in lexicon.words("events", "verb") or not is_noun
    acts = any(part.role == "actor" and part.tells_apart for part in parts)
    return is_verb and acts and event.mode != "state" and event.type != "STATEMENT"


def _is_denied(text: str, event: Any) -> bool:
    """Whether a negation, or a word like "deny", is near in the sentence."""
    before, after = sentence_around(text, event.start, event.end)
    near = words(f"{before}{text[event.start : event.end]}{after}")
    return any(word.negated or word.stem in _denials() for word in near)


@cache
def _denials() -> frozenset[str]:
    kinds = lexicon.table("happenings", "kind")
    return frozenset(stem(word) for word, kind in kinds.items() if kind == "deny")


def _is_one_day(event: Any) -> bool:
    return pd.notna(event.begins) and event.begins.normalize() == event.ends.normalize()


def _is_of(event: Any, time: Any, text: str) -> bool:
    """Whether a time is surely that of an event: close to it, and no line of its own before it."""
    if time.start < event.start and not _IN_SENTENCE.search(
        text, max(0, time.start - SHORT), time.start
    ):
        return False
    first, second = sorted((event, time), key=lambda row: row.start)
    return len(text[first.end : second.start].split()) <= NEAR
