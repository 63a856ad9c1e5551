"""What articles claim of one thing, and which claims can be set side by side.

Of a group of quotes: who said it. Of a group of events: when, where, how many, and whether it is
certain. Two mentions in a group are surely of one event only if they share who takes part, nobody
else being named in the same role; where the words say little, words beside them too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from readout import lexicon
from readout.comparing.happenings import BESIDE, DATED, NAMED, Part, beside, is_general, parts_of
from readout.comparing.wording import Word, is_number, same_number, words
from readout.layout import rows

if TYPE_CHECKING:
    from readout.frames import Tables

COUNTED = frozenset({"actor", "recipient", "object"})
UNDERGOES = ("recipient", "object")
LEVELS = ("country", "state", "region")  # of places
NEAR = 6  # words between a trigger and the time that it is surely of
DECIDED = {
    "CT+": "certain", "PR+": "probable", "PS+": "possible",
    "CT-": "denied", "PR-": "probably not", "PS-": "possibly not",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row says of an attribute, and the passage where it does.

    `value` is what is compared, `shown` how a reader is told. `of` is what is counted, where
    something is, and `number` its number. For an event, `parts` are those who take part, `beside`
    the words beside its mention, and `is_general` says whether its own word is.
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
    number: tuple[Word, ...] = ()
    parts: tuple[Part, ...] = ()
    beside: frozenset[str] = frozenset()
    is_general: bool = False
    future: bool = False

    def can_be_compared(self, other: "Claim") -> bool:
        """Whether two articles say it of the same thing, and not the same of it."""
        if self.number and other.number and same_number(self.number, other.number):
            return False
        if self.about == "quote":
            return _may_be_two(self.value, other.value)
        return self.future == other.future and self._is_of_one_event(other)

    def holds(self, other: "Claim") -> bool:
        """Whether the passage of another is in this one's."""
        is_here = self.doc_id == other.doc_id
        return is_here and self.start <= other.start and other.end <= self.end

    def _is_of_one_event(self, other: "Claim") -> bool:
        """Whether mentions share who takes part, and, where that says little, words beside them."""
        shared = _who(self.parts, COUNTED) & _who(other.parts, COUNTED)
        if not shared or self._has_others(other):
            return False
        says_little = self.is_general or other.is_general or self.attribute == "factuality"
        is_enough = len(shared) >= NAMED or len(self.beside & other.beside) >= BESIDE
        return is_enough or not says_little

    def _has_others(self, other: "Claim") -> bool:
        """Whether somebody else acts, by name, or somebody or something else undergoes it."""
        sides = [(_who(claim.parts, {"actor"}, by_name=True) for claim in (self, other))]
        sides += [(_who(claim.parts, {role}) for claim in (self, other)) for role in UNDERGOES]
        return any(mine and theirs and not mine & theirs for mine, theirs in sides)


def _who(parts: Iterable[Part], roles: Set[str], *, by_name: bool = False) -> set[str]:
    return {
        part.who
        for part in parts
        if part.role in roles and part.tells_apart and (part.is_known or not by_name)
    }


def _may_be_two(key: str, other: str) -> bool:
    """Whether two keys may be of two speakers: not of a body and its spokesman, nor of a name and
    the same surname alone."""
    (kind, _, name), (other_kind, _, other_name) = key.partition(":"), other.partition(":")
    shorter, longer = sorted((name, other_name), key=len)
    return kind == other_kind and not longer.endswith(f"-{shorter}")


def _level(key: str) -> str:
    """What kind of place it is, since a city is in a country; a town where nobody knows."""
    name = key.partition(":")[2].replace("-", " ")
    return next((kind for kind in LEVELS if name in lexicon.words("places", kind)), "city")


def of_speakers(quotes: pd.DataFrame, keys: Mapping[str, str]) -> Iterator[Claim]:
    """Who speaks, where somebody is named right there: whom a pronoun means is less sure."""
    for row in rows(quotes.dropna(subset="entity_id")):
        key = keys[row.entity_id]
        if key != row.entity_id and row.source_form == "named":
            yield of_quote(row, "speaker", key, row.speaker)


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
        if row.factuality in DECIDED and not row.future and row.type != "STATEMENT":
            yield said[event_id].claim("factuality", DECIDED[row.factuality], row)
        time = times.get(row.time_id) if row.time_basis in DATED else None
        if time and _is_one_day(row) and _are_near(row, time, texts[row.doc_id]):
            yield said[event_id].claim("date", f"{row.begins:%Y-%m-%d}", time)
    for part in rows(arguments):
        yield from said[part.event_id].of_part(part, keys.get(part.entity_id, ""))


class _Event:
    """A row of `events` and what its claims have in common. Where it names nobody who takes part,
    those whom its article names elsewhere for the same event do."""

    def __init__(
        self, row: Any, parts: Sequence[Part], named: Sequence[Part], texts: Mapping[str, str]
    ) -> None:
        self.row = row
        names_somebody = any(part.tells_apart for part in parts)
        self.told = {
            "parts": tuple(parts if names_somebody else named),
            "beside": frozenset(beside(texts[row.doc_id], row.start, row.end)),
            "is_general": is_general(row.lemma),
            "future": bool(row.future),
        }

    def of_part(self, part: Any, key: str) -> Iterator[Claim]:
        """What a participant tells: a place by name, how many there were, how long it took."""
        if part.role == "place" and key.startswith("place:"):
            yield self.claim("place", key, part, part.text, of=_level(key))
        elif part.role == "duration" and pd.notna(self.row.duration):
            yield self.claim("number", self.row.duration, part, part.text, of="duration")
        elif part.role in COUNTED:
            said = words(part.text)
            numbers = tuple(word for word in said if is_number(word))
            if numbers and not is_number(said[-1]):
                value = " ".join(word.stem for word in numbers)
                of = f"{part.role} {said[-1].stem}"
                yield self.claim("number", value, part, part.text, of=of, number=numbers)

    def claim(
        self, attribute: str, value: str, place: Any, shown: str | None = None, **more: Any
    ) -> Claim:
        where = (self.row.doc_id, place.start, place.end, self.row.event_id)
        what = (self.row.group, "event", attribute, value, shown or value)
        return Claim(*what, *where, **self.told, **more)


def of_quote(quote: Any, attribute: str, value: str, shown: str | None = None) -> Claim:
    """What an attribution says of an attribute."""
    where = (quote.doc_id, quote.start, quote.end, quote.quote_id)
    return Claim(quote.group, "quote", attribute, value, shown or value, *where)


def _is_one_day(event: Any) -> bool:
    return pd.notna(event.begins) and event.begins.normalize() == event.ends.normalize()


def _are_near(one: Any, other: Any, text: str) -> bool:
    first, second = sorted((one, other), key=lambda row: row.start)
    return len(text[first.end : second.start].split()) <= NEAR
