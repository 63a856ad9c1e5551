"""Dated events as a timeline: when, what, how certain, on whose word, and where it stands.

Each mark opens into the words it rests on. Its sign tells how certain its source is, its column who
vouches for it; what is only reported can't be taken for a fact.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from readout.naming import taking_part
from readout.occurrences import once
from readout.schema import UNTYPED
from readout.showing.notes import Row, rows_of, short
from readout.views import View, article_target, render, words_around

if TYPE_CHECKING:
    from readout.frames import Tables

SIGNS = {
    "CT+": ("●", "certain"),
    "PR+": ("◐", "probable"),
    "PS+": ("○", "possible"),
    "CT-": ("✕", "denied"),
    "PR-": ("✕", "probably not"),
    "PS-": ("✕", "possibly not"),
    "Uu": ("◌", "left open"),
}
COLUMNS = (
    "when", "event_id", "doc_id", "start", "end", "trigger", "type", "actor", "factuality",
    "told_by", "order",
)  # fmt: skip


def timeline(tables: "Tables", *, days: int = 40) -> View:
    """The last `days` days (or months, or years) on which typed events happened, each event a mark.

    Undated events stand beside a dated one only where the text says that they come before, after
    or during it.
    """
    found = dated(tables)
    if found.empty:
        said = "No event of a PLOVER type has a date in these articles."
        return View(f"<p>{said}</p>", said)
    whens = list(dict.fromkeys(found["when"]))
    kept = whens[-days:]
    texts = dict(zip(tables.articles["doc_id"], tables.articles["text"], strict=True))
    marks = [_mark(row, texts) for row in rows_of(found[found["when"].isin(kept)])]
    lines = [(when, [m for m in marks if m["when"] == when]) for when in kept]
    caption = _caption(len(marks), len(found), len(kept), len(whens))
    html = render("timeline.html", lines=lines, caption=caption, signs=_key())
    return View(html, "\n".join([*(_plain(mark) for mark in marks), caption]))


def dated(tables: "Tables") -> pd.DataFrame:
    """The events of a timeline, in order: those of a PLOVER type with a date, and those that the
    text puts before, after or during one of them. Each event of an article counts once.

    `told_by` is whose word it is ("" for the newsroom's), `order` what ties an undated event to a
    dated one ("after “talks”").
    """
    events = once(tables.events[~tables.events["type"].isin(UNTYPED)])
    told = events.merge(tables.quotes[["quote_id", "speaker", "source"]], on="quote_id", how="left")
    told["told_by"] = told["speaker"].fillna(told["source"]).fillna("a source that is not given")
    told.loc[told["quote_id"].isna(), "told_by"] = ""
    told["order"] = ""
    told["actor"] = told["event_id"].map(taking_part(tables, ["actor"]))
    sure = told[told["begins"].notna()]
    together = pd.concat([sure, _attached(told[told["begins"].isna()], sure, tables.order)])
    if together.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    together["when"] = [
        _when(begins, ends)
        for begins, ends in zip(together["begins"], together["ends"], strict=True)
    ]
    ordered = together.sort_values(["begins", "ends", "doc_id", "order", "start"])
    return ordered[list(COLUMNS)].reset_index(drop=True)


def _attached(undated: pd.DataFrame, sure: pd.DataFrame, order: pd.DataFrame) -> pd.DataFrame:
    """Undated events with the dates of those that they stand before, after or during."""
    said = order[order["relation"].isin(["before", "after", "during"])]
    others = sure[["event_id", "trigger", "begins", "ends"]].rename(
        columns={"event_id": "other_id", "trigger": "other"}
    )
    tied = said[["event_id", "relation", "other_id"]].merge(others, on="other_id")
    found = undated.drop(columns=["begins", "ends"]).merge(
        tied.drop_duplicates("event_id"), on="event_id"
    )
    found["order"] = found["relation"] + " “" + found["other"] + "”"
    return found


def _when(begins: pd.Timestamp, ends: pd.Timestamp) -> str:
    """A day, a month, a year, or the first and the last day."""
    first, last = begins.normalize(), ends.normalize()
    if first == last:
        return f"{first:%Y-%m-%d}"
    whole = {
        f"{first:%Y-%m}": (first.is_month_start, last.is_month_end, "M"),
        f"{first:%Y}": (first.is_year_start, last.is_year_end, "Y"),
    }
    for said, (starts, stops, unit) in whole.items():
        if starts and stops and first.to_period(unit) == last.to_period(unit):
            return said
    return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def _mark(row: Row, texts: Mapping[str, str]) -> Row:
    sign, meaning = SIGNS[row["factuality"]]
    before, span, after = words_around(texts[row["doc_id"]], row["start"], row["end"])
    return {
        **row,
        "sign": sign,
        "meaning": meaning,
        "before": before,
        "span": span,
        "after": after,
        "target": article_target(row["doc_id"], short(row["event_id"], row["doc_id"])),
    }


def _key() -> Sequence[tuple[str, str]]:
    found: dict[str, str] = {}
    for sign, meaning in SIGNS.values():
        found.setdefault(sign, meaning)
    return list(found.items())


def _plain(mark: Row) -> str:
    said = f"{mark['actor'] or '…'}: {mark['trigger']} ({mark['type']}, {mark['meaning']})"
    order = f", {mark['order']}" if mark["order"] else ""
    return f"{mark['when']}  {mark['sign']} {said}{order} — {mark['told_by'] or 'the newsroom'}"


def _caption(shown: int, marks: int, kept: int, whens: int) -> str:
    some = f"{shown:,} of {marks:,} events" if shown < marks else f"{marks:,} events"
    return f"{some} of a PLOVER type, on {kept:,} of {whens:,} dates that the articles give."
