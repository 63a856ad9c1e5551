"""Charts of how outlets tell one story; tables must have been compared by `readout.across`."""

from typing import TYPE_CHECKING

import pandas as pd

from readout import retellings
from readout.charts import Chart
from readout.retellings import About
from readout.showing.drawing import bars, grid

if TYPE_CHECKING:
    from readout.frames import Tables

OUTLETS = 10  # that a grid has room for on a phone
NOUNS = {"quote": "utterance", "event": "happening"}
SQUARES = {
    "quote": "A square is as large as the outlet's share of the fullest version",
    "event": "A square means that the outlet tells it",
}


def matrix(tables: "Tables", about: About, *, n: int = 12, reprints: bool = True) -> Chart:
    """Which outlets carry what: a grid of the utterances or happenings that most outlets share.

    `n` is how many, those that most outlets carry first, for the ten outlets that share most. The
    chart's data has one row for each with column `what` and one column per outlet: the share of
    the fullest version that it carries, 0 where it carries nothing.
    """
    rows = retellings.carried(tables, about, reprints=reprints)
    shared = rows[rows["outlets"] > 1]
    noun = NOUNS[about]
    if shared.empty:
        sentence = f"No {noun} is carried by two outlets of these articles."
        return Chart(None, sentence, sentence, pd.DataFrame())
    share, first = _side_by_side(shared, n)
    aside = "" if reprints or tables.reprints.empty else " Copies are left aside."
    data = share.round(2).rename_axis(columns=None).reset_index(names="what")
    caption = (
        f"{_of_all(len(share), shared['group'].nunique(), noun)} that several outlets carry"
        f"{', those that most carry first' if len(share) > 1 else ''}. {SQUARES[about]}"
        f"{'; “1” marks who was first, or several of one day' if first.any(axis=None) else ''}. "
        f"{_columns(tables, share.shape[1], shared['outlet'].nunique())} {_order(tables)}{aside}"
    )
    alt = (
        f"Grid of {_count(len(share), noun)} and {_count(share.shape[1], 'outlet')}: "
        f"“{_short(data['what'].iloc[0])}” is carried by {_list(share.columns[share.iloc[0] > 0])}."
    )
    return Chart(grid(share, first), alt, caption, data)


def _columns(tables: "Tables", shown: int, sharing: int) -> str:
    """Which outlets a grid has, and which not: those that share nothing, and those that share
    less."""
    total = retellings.outlets(tables.articles).nunique()
    shares = f"{sharing:,} of {_count(total, 'outlet')} share some"
    if sharing == total:
        shares = f"{_of_all(total, total, 'outlet')} share some"
    return f"{shares}." if shown == sharing else f"{shares}; here are the {shown} that share most."


def _side_by_side(shared: pd.DataFrame, n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is carried by outlet: the share of each, and whether it was first."""
    outlets = shared["outlet"].value_counts().sort_index().nlargest(OUTLETS).index
    ranked = shared.drop_duplicates("group").set_index("group").sort_index()
    chosen = ranked.sort_values("outlets", ascending=False, kind="stable").index[:n]
    rows = shared[shared["outlet"].isin(outlets)]
    share, first = (
        rows.pivot(index="group", columns="outlet", values=column).reindex(chosen)
        for column in ("share", "is_first")
    )
    words = ranked.loc[chosen, "what"]
    return share.fillna(0.0).set_axis(words), first.eq(True).set_axis(words)


def firsts(tables: "Tables", *, reprints: bool = True) -> Chart:
    """Which outlets were first with what others carry too.

    The chart's data has one row per outlet with columns `outlet`, `quotes` and `events` that it
    was first with, and `shared`, both together.
    """
    quotes, events = (
        retellings.by_outlet(tables, about, reprints=reprints).set_index("outlet")
        for about in ("quote", "event")
    )
    data = pd.DataFrame({"quotes": quotes["first"], "events": events["first"]}).reset_index()
    data["shared"] = data["quotes"] + data["events"]
    data = data[data["shared"] > 0].sort_values(["shared", "outlet"], ascending=[False, True])
    if data.empty:
        carried, alone = ((quotes + events)[column].sum() for column in ("carried", "alone"))
        sentence = (
            "Nothing is carried by two outlets of these articles, so that nobody was first with it."
            if carried == alone
            else f"Nothing that two outlets carry has a first carrier. {_order(tables)}"
        )
        return Chart(None, sentence, sentence, data)
    first = data.iloc[0]
    caption = (
        "What each outlet was first with among what several carry: dark utterances, light and "
        "hatched happenings. Who published on the same day shares the first place. "
        f"{_order(tables)}"
    )
    alt = (
        f"Stacked bar chart: {first['outlet']} was first with "
        f"{_count(first['quotes'], 'utterance')} and {_count(first['events'], 'happening')}."
    )
    return Chart(bars(data, "outlet", ["quotes", "events"]), alt, caption, data)


def _order(tables: "Tables") -> str:
    """What the order rests on."""
    undated, total = retellings.undated(tables), len(tables.articles)
    if not undated:
        return "All articles have a date, so that all could be put in order."
    if undated == total:
        return "No article has a date, so that nothing could be put in order."
    have = "has" if undated == 1 else "have"
    return f"{undated:,} of {total:,} articles {have} no date and could not be put in order."


def _of_all(shown: int, total: int, noun: str) -> str:
    if total == 1:
        return f"The only {noun}"
    if shown == total == 2:
        return f"Both {noun}s"
    return f"All {total:,} {noun}s" if shown == total else f"{shown} of {total:,} {noun}s"


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _list(names: pd.Index) -> str:
    *most, last = map(str, names)
    return f"{', '.join(most)} and {last}" if most else last


def _short(text: str, longest: int = 80) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
