"""How outlets tell one story: what they share, who had it first, what each leaves out.

All functions take tables that `readout.across` has compared. Articles without an outlet count as
one outlet, "no outlet given". With `reprints=False` copies of other articles are left aside.
"""

from typing import TYPE_CHECKING, Literal

import pandas as pd

from readout.provenance import NO_OUTLET

if TYPE_CHECKING:
    from readout.frames import Tables

About = Literal["quote", "event"]
UNTYPED = ("OTHER", "STATEMENT")
LEFT_OUT = 2  # other outlets that must carry a thing before it counts as left out


def carried(tables: "Tables", about: About, *, reprints: bool = True) -> pd.DataFrame:
    """What each outlet carries: one row per outlet and group of quotes or events.

    Columns: outlet, group, what (the fullest content, or the words of the first mention), row_id
    (where this outlet has it first), share (of the fullest version; 1 for events), is_first,
    outlets (how many carry it). Events of no PLOVER type, and what is said, are left out.
    """
    rows = tables.coverage[tables.coverage["about"] == about]
    if not reprints:
        rows = rows[~rows["is_reprint"]]
    if about == "event":
        types = tables.events.set_index("event_id")["type"]
        rows = rows[~rows["group"].map(types).isin(UNTYPED)]
    rows = rows.assign(
        outlet=rows["outlet"].fillna(NO_OUTLET), share=rows["share"].fillna(1.0)
    ).sort_values(["published", "doc_id"])
    by = rows.groupby(["outlet", "group"])
    rows = rows.assign(
        share=by["share"].transform("max"), is_first=by["is_first"].transform("max").astype("bool")
    )
    made = rows.drop_duplicates(["outlet", "group"]).sort_values(["outlet", "group"])
    made["what"] = made["group"].map(_words(tables, about)).astype("str")
    made["outlets"] = made.groupby("group")["outlet"].transform("size")
    columns = ["outlet", "group", "what", "row_id", "share", "is_first", "outlets"]
    return made[columns].reset_index(drop=True)


def _words(tables: "Tables", about: About) -> dict[str, str]:
    """For each group what a reader sees of it."""
    if about == "quote":
        quotes = tables.quotes.assign(size=tables.quotes["content"].str.len())
        fullest = quotes.sort_values("size", ascending=False, kind="stable")
        one_each = fullest.drop_duplicates("group")
        return dict(zip(one_each["group"], one_each["content"], strict=True))
    first = tables.events[tables.events["event_id"] == tables.events["group"]]
    who = first["actor"].fillna("") + "; " + first["recipient"].fillna("")
    words = first["trigger"] + ": " + who.str.strip("; ")
    return dict(zip(first["group"], words.str.removesuffix(": "), strict=True))


def by_outlet(tables: "Tables", *, reprints: bool = True) -> pd.DataFrame:
    """One row per outlet: its articles, and of quotes and of events how many it carries, how many
    it alone carries, how many that others carry too it had first, and how many it left out.

    Columns: outlet, articles, and quotes, quotes_alone, quotes_first, quotes_left_out, the same
    for events. Left out is what at least two other outlets carry. First is only what has a date.
    """
    articles = tables.articles
    if not reprints:
        articles = articles[~articles["doc_id"].isin(tables.reprints["doc_id"])]
    counts = articles["outlet"].fillna(NO_OUTLET).value_counts().rename("articles").to_frame()
    for about in ("quote", "event"):
        rows = carried(tables, about, reprints=reprints)
        shared = rows[rows["outlets"] > 1]
        counts[f"{about}s"] = rows.groupby("outlet").size()
        counts[f"{about}s_alone"] = rows[rows["outlets"] == 1].groupby("outlet").size()
        counts[f"{about}s_first"] = shared[shared["is_first"]].groupby("outlet").size()
        counts[f"{about}s_left_out"] = left_out(tables, about).groupby("outlet").size()
    whole = counts.fillna(0).astype("int64").rename_axis("outlet").reset_index()
    return whole.sort_values(["articles", "outlet"], ascending=[False, True], ignore_index=True)


def left_out(tables: "Tables", about: About) -> pd.DataFrame:
    """What outlets do not carry, not even in a copy of another's article, though two others do.

    Columns: outlet (that leaves it out), what, row_id (of one that carries it), outlets.
    That an outlet has no article on a matter is no reproach: see what it was writing about.
    """
    rows = carried(tables, about)
    widely = rows[rows["outlets"] >= LEFT_OUT].drop_duplicates("group")
    outlets = pd.DataFrame({"outlet": tables.articles["outlet"].fillna(NO_OUTLET).unique()})
    every = widely.merge(outlets, how="cross", suffixes=("_of", ""))
    has = set(zip(rows["outlet"], rows["group"], strict=True))
    pairs = zip(every["outlet"], every["group"], strict=True)
    missing = every[pd.Series([pair not in has for pair in pairs], index=every.index, dtype="bool")]
    ranked = missing.sort_values(["outlet", "outlets", "group"], ascending=[True, False, True])
    return ranked[["outlet", "what", "row_id", "outlets"]].reset_index(drop=True)


def undated(tables: "Tables") -> int:
    """How many articles have no date, so that nobody knows what they had first."""
    return int(tables.articles["published"].isna().sum())
