"""Where accounts of one thing differ, with the passage of either side.

Within a group of quotes: who said it. Between alike quotes that are at odds in a number, a negation
or a name: in what. Within a group of events: when, where, how many, and whether it is certain.
Which side is right is not for a program to say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from readout.comparing.utterances import Rivals
from readout.comparing.wording import is_number, words
from readout.layout import rows
from readout.schema import TABLES

if TYPE_CHECKING:
    from readout.frames import Tables

NOTHING = "not there"  # what one side has in the place of a word of the other
DATED = frozenset({"explicit", "relative"})
COUNTED = frozenset({"actor", "recipient", "object"})
DECIDED = {
    "CT+": "certain", "PR+": "probable", "PS+": "possible",
    "CT-": "denied", "PR-": "probably not", "PS-": "possibly not",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row says of an attribute, and the passage where it does.

    `value` is what is compared, `shown` how a reader is told. `of` is what is counted, where
    something is.
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


def find_disagreements(tables: "Tables", rivals: Iterable[Rivals]) -> pd.DataFrame:
    """The table `disagreements`: for each thing and attribute, the value that most articles have
    beside each other value. `tables` have their groups and coverage."""
    texts = dict(zip(tables.articles["doc_id"], tables.articles["text"], strict=True))
    shared = _shared(tables.coverage)
    keys = dict(zip(tables.entities["entity_id"], tables.entities["key"], strict=True))
    claims = [
        *_speakers(tables.quotes[tables.quotes["group"].isin(shared)], keys),
        *_of_events(tables, tables.events[tables.events["group"].isin(shared)], keys),
    ]
    sides = [*_differing(claims), *_of_rivals(tables.quotes, rivals)]
    found = [_row(one, other, texts) for one, other in sides]
    return pd.DataFrame(found) if found else TABLES["disagreements"].empty()


def _shared(coverage: pd.DataFrame) -> set[str]:
    """The groups that several articles are in."""
    articles = coverage.groupby("group")["doc_id"].nunique()
    return set(articles[articles > 1].index)


def _speakers(quotes: pd.DataFrame, keys: Mapping[str, str]) -> Iterator[Claim]:
    """Who speaks, where it is somebody by name."""
    for row in rows(quotes.dropna(subset="entity_id")):
        key = keys[row.entity_id]
        if key != row.entity_id:
            yield _of_quote(row, "speaker", key, row.speaker)


def _of_events(tables: "Tables", events: pd.DataFrame, keys: Mapping[str, str]) -> Iterator[Claim]:
    told = {row.event_id: row for row in rows(events)}
    times = {row.time_id: row for row in rows(tables.times)}
    for row in told.values():
        if row.factuality in DECIDED and not row.future:
            decided = DECIDED[row.factuality]
            yield _of_event(row, "factuality", decided, decided, row)
        if row.time_basis in DATED and row.time_id in times and _is_one_day(row):
            yield _of_event(row, "date", f"{row.begins:%Y-%m-%d}", None, times[row.time_id])
    arguments = tables.arguments[tables.arguments["event_id"].isin(list(told))]
    for part in rows(arguments):
        yield from _of_part(told[part.event_id], part, keys.get(part.entity_id, ""))


def _of_part(event: Any, part: Any, key: str) -> Iterator[Claim]:
    """What a participant tells: a place by name, how many there were, how long it took."""
    if part.role == "place" and key.startswith("place:"):
        yield _of_event(event, "place", key, part.text, part)
    elif part.role == "duration" and pd.notna(event.duration):
        yield _of_event(event, "number", event.duration, part.text, part, of="duration")
    elif part.role in COUNTED:
        said = words(part.text)
        numbers = [word.stem for word in said if is_number(word)]
        if numbers and not is_number(said[-1]):
            yield _of_event(event, "number", " ".join(numbers), part.text, part, of=said[-1].stem)


def _of_event(
    event: Any, attribute: str, value: str, shown: str | None, place: Any, of: str = ""
) -> Claim:
    where = (event.doc_id, place.start, place.end, event.event_id)
    return Claim(event.group, "event", attribute, value, shown or value, *where, of)


def _of_quote(quote: Any, attribute: str, value: str, shown: str | None = None) -> Claim:
    where = (quote.doc_id, quote.start, quote.end, quote.quote_id)
    return Claim(quote.group, "quote", attribute, value, shown or value or NOTHING, *where)


def _is_one_day(event: Any) -> bool:
    return pd.notna(event.begins) and event.begins.normalize() == event.ends.normalize()


def _differing(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The claim that most articles make beside one for each other value that an article has
    which makes no such claim."""
    by_thing: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_thing[claim.about, claim.group, claim.attribute, claim.of].append(claim)
    for thing in sorted(by_thing):
        by_value: dict[str, list[Claim]] = defaultdict(list)
        for claim in sorted(by_thing[thing], key=lambda claim: (claim.doc_id, claim.start)):
            by_value[claim.value].append(claim)
        most, *others = sorted(by_value.values(), key=_commonness)
        agreeing = {claim.doc_id for claim in most}
        for other in others:
            if differing := [claim for claim in other if claim.doc_id not in agreeing]:
                yield most[0], differing[0]


def _commonness(claims: Sequence[Claim]) -> tuple[int, str]:
    return -len({claim.doc_id for claim in claims}), claims[0].value


def _of_rivals(quotes: pd.DataFrame, rivals: Iterable[Rivals]) -> Iterator[tuple[Claim, Claim]]:
    """Alike quotes at odds, once for two groups and an attribute; not those of one article."""
    by_id = {row.quote_id: row for row in rows(quotes)}
    seen = set()
    for rival in rivals:
        one, other = by_id[rival.quote_id], by_id[rival.other_quote_id]
        for odds in rival.odds:
            thing = (one.group, other.group, odds.attribute)
            if thing in seen or one.doc_id == other.doc_id:
                continue
            seen.add(thing)
            yield (
                _of_quote(one, odds.attribute, odds.here),
                _of_quote(other, odds.attribute, odds.there),
            )


def _row(one: Claim, other: Claim, texts: Mapping[str, str]) -> dict[str, Any]:
    told = {"group": one.group, "about": one.about, "attribute": one.attribute}
    for prefix, claim in (("", one), ("other_", other)):
        told |= {
            f"{prefix}value": claim.shown,
            f"{prefix}doc_id": claim.doc_id,
            f"{prefix}start": claim.start,
            f"{prefix}end": claim.end,
            f"{prefix}text": texts[claim.doc_id][claim.start : claim.end],
            f"{prefix}row_id": claim.row_id,
        }
    return told | {"other_group": other.group}
