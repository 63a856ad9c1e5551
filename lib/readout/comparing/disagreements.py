"""Where accounts of one thing differ, with the passage of either side.

Within a group of quotes: who said it. Between alike quotes that are at odds in a number, a
negation, a date or a name: in what. Within a group of events: when, where, how many, and whether it
is certain. Only what stands in the same place is set side by side: words next to the same words, or
what is told of one event by mentions that share who takes part, nobody else being named in the same
role. Which side is right is not for a program to say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from readout.comparing.claims import Claim, of_events, of_quote, of_speakers
from readout.comparing.stories import in_order
from readout.comparing.utterances import Rivals
from readout.comparing.wording import Odds
from readout.layout import rows
from readout.schema import TABLES

if TYPE_CHECKING:
    from readout.frames import Tables

MOST_PAIRS = 2500  # of claims that are laid side by side for one value, the earliest first
LONGEST = 3  # words of either that a difference may have
DIFFERS_AS = {"negation": "factuality"}  # how an event differs where quotes of it do


def find_disagreements(tables: "Tables", rivals: Iterable[Rivals]) -> pd.DataFrame:
    """The table `disagreements`: for each thing and attribute, the value that more articles have,
    or had earlier, beside each other value. `tables` have their groups and coverage."""
    keys = dict(zip(tables.entities["entity_id"], tables.entities["key"], strict=True))
    shared = _shared(tables.coverage)
    claims = [
        *of_speakers(tables.quotes[tables.quotes["group"].isin(shared)], keys),
        *of_events(tables, tables.events[tables.events["group"].isin(shared)], keys),
    ]
    articles = _Articles(tables)
    at_odds = list(_of_rivals(tables, rivals, keys, articles))
    between: dict[frozenset[str], list[Side]] = defaultdict(list)
    for side in at_odds:
        between[_doc_ids(side)].append(side)
    differing = _differing(claims, articles)
    sides = [side for side in differing if not _is_told(side, between[_doc_ids(side)])]
    sides += at_odds
    found = [_row(*side, articles.texts) for side in sides]
    return pd.DataFrame(found) if found else TABLES["disagreements"].empty()


class _Articles:
    """What is asked of articles: their texts, their order, and what they are copies of.

    Of those published at one time a copy is never the first."""

    def __init__(self, tables: "Tables") -> None:
        self.texts = dict(rows(tables.articles, "doc_id", "text"))
        self.place = {doc_id: i for i, doc_id in enumerate(in_order(tables.articles))}
        copies = tables.reprints
        self.original = dict(zip(copies["doc_id"], copies["original_id"], strict=True))

    def order(self, claim: Claim) -> tuple[int, int, str]:
        return self.place[claim.doc_id], claim.start, claim.row_id

    def count(self, claims: Iterable[Any]) -> int:
        """How many articles make claims, or have rows, a copy being none beside its original."""
        return len({self.original.get(row.doc_id, row.doc_id) for row in claims})


Side = tuple[Claim, int, Claim, int]  # a claim, how many articles make it, another, how many that


def _shared(coverage: pd.DataFrame) -> set[str]:
    """The groups that several articles are in."""
    articles = coverage.groupby("group")["doc_id"].nunique()
    return set(articles[articles > 1].index)


def _differing(claims: Iterable[Claim], articles: _Articles) -> Iterator[Side]:
    """Each value of a thing beside the first that can be compared with it of those that more
    articles have, or as many had earlier, where an article has it that has not that one too."""
    by_thing: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=articles.order):
        by_thing[claim.about, claim.group, claim.attribute, claim.of].append(claim)
    for thing in sorted(by_thing):
        by_value: dict[str, list[Claim]] = defaultdict(list)
        for claim in by_thing[thing]:
            by_value[claim.value].append(claim)
        n = {value: articles.count(own) for value, own in by_value.items()}
        doc_ids = {value: {claim.doc_id for claim in own} for value, own in by_value.items()}
        ranked = sorted(by_value, key=lambda value: -n[value])
        for place, value in enumerate(ranked):
            pairs = (
                (one, other)
                for most in islice(ranked, place)
                for one in by_value[most]
                for other in by_value[value]
            )
            for one, other in islice(pairs, MOST_PAIRS):
                if other.doc_id not in doc_ids[one.value] and one.can_be_compared(other):
                    yield one, n[one.value], other, n[value]
                    break


def _of_rivals(
    tables: "Tables", rivals: Iterable[Rivals], keys: Mapping[str, str], articles: _Articles
) -> Iterator[Side]:
    """Alike quotes at odds, once for two groups and an attribute; not those of one article."""
    by_id = {row.quote_id: row for row in rows(tables.quotes)}
    carriers: dict[str, list[Any]] = defaultdict(list)
    for row in by_id.values():
        carriers[row.group].append(row)
    names = _Names(tables.mentions, keys)
    seen = set()
    for rival in rivals:
        one, other = by_id[rival.quote_id], by_id[rival.other_quote_id]
        for odds in rival.odds:
            thing = (*sorted((one.group, other.group)), odds.attribute)
            if thing in seen or one.doc_id == other.doc_id or not _is_clear(rival, odds):
                continue
            if odds.attribute == "name" and not names.can_differ(one, odds.here, other, odds.there):
                continue
            seen.add(thing)
            sides = [
                (articles.count(carriers[row.group]), of_quote(row, odds.attribute, said))
                for row, said in ((one, odds.here), (other, odds.there))
            ]
            (n, claim), (other_n, other_claim) = sorted(
                sides, key=lambda side: (-side[0], articles.order(side[1]))
            )
            yield claim, n, other_claim, other_n


def _doc_ids(side: Side) -> frozenset[str]:
    """The two articles that differ."""
    one, _, other, _ = side
    return frozenset((one.doc_id, other.doc_id))


def _is_told(side: Side, at_odds: Sequence[Side]) -> bool:
    """Whether what an event differs in is the difference of two quotes that tell of it; `at_odds`
    are those of the same two articles."""
    one, _, other, _ = side
    return any(
        DIFFERS_AS.get(told.attribute, told.attribute) == one.attribute
        and any(
            a.holds(one) and b.holds(other) for a, b in ((told, other_told), (other_told, told))
        )
        for told, _, other_told, _ in at_odds
    )


def _is_clear(rival: Rivals, odds: Odds) -> bool:
    """Whether two contents surely have one thing in the place of another."""
    longest = max(len(said.split()) for said in (odds.here, odds.there))
    return odds.in_place and rival.is_sure and longest <= LONGEST


class _Names:
    """Who is meant by the names in quotes: the entities that are mentioned there."""

    def __init__(self, mentions: pd.DataFrame, keys: Mapping[str, str]) -> None:
        self.keys: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        named = mentions[mentions["form"] == "name"].dropna(subset="entity_id")
        for row in rows(named, "doc_id", "start", "text", "entity_id"):
            doc_id, start, text, entity_id = row
            self.keys[doc_id].append((start, text, keys[entity_id]))

    def can_differ(self, one: Any, name: str, other: Any, other_name: str) -> bool:
        """Whether two names may be of two of one kind: not where readout knows better."""
        here, there = self._key(one, name), self._key(other, other_name)
        if not here or not there:
            return True
        return here != there and here.partition(":")[0] == there.partition(":")[0]

    def _key(self, quote: Any, name: str) -> str:
        last = name.rsplit(maxsplit=1)[-1]
        return next(
            (
                key
                for start, text, key in self.keys[quote.doc_id]
                if quote.start <= start < quote.end and last in text.split()
            ),
            "",
        )


def _row(
    one: Claim, n: int, other: Claim, other_n: int, texts: Mapping[str, str]
) -> dict[str, Any]:
    told = {"group": one.group, "about": one.about, "attribute": one.attribute}
    for prefix, claim, articles in (("", one, n), ("other_", other, other_n)):
        told |= {
            f"{prefix}value": claim.shown,
            f"{prefix}articles": articles,
            f"{prefix}doc_id": claim.doc_id,
            f"{prefix}start": claim.start,
            f"{prefix}end": claim.end,
            f"{prefix}text": texts[claim.doc_id][claim.start : claim.end],
            f"{prefix}row_id": claim.row_id,
        }
    return told | {"other_group": other.group}
