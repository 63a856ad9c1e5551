"""Sources of sources: which outlet reports on whose reporting, and on which article of it.

Where an attribution names an outlet of the corpus as its source ("the Ledger reported") or as the
one that was told ("told the Ledger"), it is linked to the article of that outlet that it goes back
to, if there is one: of those not published later, one with the same utterance, else one with the
same happening, else the latest on the same story.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from readout import lexicon
from readout.comparing.stories import in_order
from readout.layout import rows
from readout.schema import TABLES

if TYPE_CHECKING:
    from readout.frames import Tables

PARTS = ("source", "audience")
FEWEST_INITIALS = 3  # "US" may be much else
ENDS = r"(?! [A-Z](?!\w*day\b))"  # no other name goes on; "told the Ledger Monday" is no name
SHORTEST_NAME = 4  # letters of a last word that may stand for the whole ("the Ledger")


@dataclass(frozen=True, slots=True)
class _Article:
    """What is asked of an article: who published it and when, its story, the groups it is in."""

    doc_id: str
    outlet: str
    published: pd.Timestamp
    story: str
    groups: frozenset[str]

    def is_later(self, other: "_Article") -> bool:
        """Whether it was published later; on one day, if both have a time of day. Without a date
        nobody knows."""
        if pd.isna(self.published) or pd.isna(other.published):
            return False
        day, other_day = self.published.normalize(), other.published.normalize()
        if day != other_day or other.published == other_day:
            return day > other_day
        return self.published > other.published


def find_credits(tables: "Tables", story: Mapping[str, str]) -> pd.DataFrame:
    """The table `credits`; `tables` have their groups and coverage, `story` is doc_id -> story."""
    articles = {article.doc_id: article for article in _articles(tables, story)}
    of_outlet: dict[str, list[_Article]] = defaultdict(list)
    for article in articles.values():
        of_outlet[article.outlet].append(article)
    names = _OutletNames(outlet for outlet in of_outlet if outlet)
    happened = _happened(tables)
    found = []
    for quote in rows(tables.quotes):
        own = articles[quote.doc_id]
        for credited, part, text in _credited(quote, names):
            if credited != own.outlet:
                groups = {"quote": {quote.group}, "event": happened[quote.quote_id]}
                back = _goes_back_to(own, of_outlet[credited], groups)
                by = (quote.quote_id, own.doc_id, own.outlet or None)
                found.append((*by, credited, part, text, *back))
    return pd.DataFrame(found, columns=TABLES["credits"].names)


def _happened(tables: "Tables") -> dict[str, set[str]]:
    """The groups of the events that each attribution tells, or one that is nested in it."""
    happened: dict[str, set[str]] = defaultdict(set)
    nested = tables.quotes.dropna(subset="parent_id")
    parents = dict(rows(nested, "quote_id", "parent_id"))
    told = tables.events.dropna(subset="quote_id")
    for quote_id, group in rows(told, "quote_id", "group"):
        for teller in _outwards(quote_id, parents):
            happened[teller].add(group)
    return happened


def _outwards(quote_id: str, parents: Mapping[str, str]) -> Iterable[str]:
    """An attribution and all that it is nested in, each once, even where they go round."""
    passed = {quote_id: None}
    while (quote_id := parents.get(quote_id, quote_id)) not in passed:
        passed[quote_id] = None
    return passed


def _articles(tables: "Tables", story: Mapping[str, str]) -> Iterator[_Article]:
    groups = tables.coverage.groupby("doc_id")["group"].agg(frozenset).to_dict()
    told = {row.doc_id: row for row in rows(tables.articles)}
    for doc_id in in_order(tables.articles):
        row, own = told[doc_id], groups.get(doc_id, frozenset())
        name = "" if pd.isna(row.outlet) else row.outlet
        yield _Article(doc_id, name, row.published, story[doc_id], own)


class _OutletNames:
    """How outlets are called: in full, with or without "The"; by "the" and the last word, or by
    three initials or more that are no place's, where only one outlet has these. A name that goes on
    is another's: "the Post Office"."""

    def __init__(self, outlets: Iterable[str]) -> None:
        by_name: dict[str, set[str]] = defaultdict(set)
        for outlet in outlets:
            full = re.sub(r"^[Tt]he ", "", " ".join(outlet.split()))
            by_name[full].add(outlet)
            words = full.split()
            initials = "".join(word[0] for word in words)
            if len(words) >= FEWEST_INITIALS and initials.lower() not in lexicon.words("places"):
                by_name[initials.upper()].add(outlet)
            if len(words[-1]) >= SHORTEST_NAME:
                by_name[f"the {words[-1]}"].add(outlet)
        self.outlet_of = {name: min(own) for name, own in by_name.items() if len(own) == 1}
        longest_first = sorted(self.outlet_of, key=lambda name: (-len(name), name))
        self.pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b{ENDS}")

    def in_text(self, text: str) -> list[str]:
        """The outlets that a text names, in its order."""
        if not self.outlet_of:
            return []
        plain = re.sub(r"\bThe ", "the ", text)
        return list(dict.fromkeys(self.outlet_of[name] for name in self.pattern.findall(plain)))


def _credited(quote: Any, names: _OutletNames) -> Iterator[tuple[str, str, str]]:
    """The outlets that an attribution credits: (outlet, part, as written)."""
    for part in PARTS:
        written = getattr(quote, part)
        if pd.notna(written):
            known = f" = {quote.speaker}" if part == "source" and pd.notna(quote.speaker) else ""
            yield from ((outlet, part, written) for outlet in names.in_text(written + known))


def _goes_back_to(
    own: _Article, theirs: Sequence[_Article], groups: Mapping[str, Set[str]]
) -> tuple[str | None, str | None]:
    """The article of an outlet that one goes back to, and why; `groups` are those of the passage
    that credits it. An article without a date may be earlier, but is not the latest; of
    several that are as good, a copy comes last."""
    before = [article for article in theirs if not article.is_later(own)]
    for basis, wanted in groups.items():
        if found := [article for article in before if article.groups & wanted]:
            return max(found, key=lambda article: len(article.groups & wanted)).doc_id, basis
    same_story = [article for article in before if article.story == own.story]
    if not same_story:
        return None, None
    return max(same_story, key=lambda article: article.published).doc_id, "story"
