"""How outlets tell one story: what they share, who had it first, what each leaves out.

All functions take tables that `readout.across` has compared. An article without an outlet counts
for itself, under its doc_id. With `reprints=False` copies of other articles are left aside.
"""

from typing import TYPE_CHECKING, Literal

import pandas as pd

from readout.naming import taking_part
from readout.schema import UNTYPED

if TYPE_CHECKING:
    from readout.frames import Tables

About = Literal["quote", "event"]
ROLES = ["actor", "recipient"]
LEFT_OUT = 2  # other outlets that must carry a thing before it counts as left out


def carried(tables: "Tables", about: About, *, reprints: bool = True) -> pd.DataFrame:
    """What each outlet carries: one row per outlet and group of quotes or events.

    Columns: outlet, group, what (the fullest content, or the words of the mention that tells most
    of who takes part), row_id (where this outlet has it first), share (of the fullest version; 1
    for events), is_first, outlets (how many carry it). Events of no PLOVER type, and what is said,
    are left out.
    """
    rows = tables.coverage[tables.coverage["about"] == about]
    if not reprints:
        rows = rows[~rows["is_reprint"]]
    if about == "event":
        types = tables.events.set_index("event_id")["type"]
        rows = rows[~rows["group"].map(types).isin(UNTYPED)]
    rows = rows.assign(
        outlet=rows["outlet"].fillna(rows["doc_id"]), share=rows["share"].fillna(1.0)
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
        said = tables.quotes.assign(words=tables.quotes["content"])
        told = said["content"].str.len()
    else:
        events = tables.events
        who = events["event_id"].map(taking_part(tables, ROLES)).astype("str")
        words = events["trigger"] + (": " + who).fillna("")
        told = events[ROLES].notna().sum(axis=1)
        told += len(ROLES) * ~events["type"].isin(UNTYPED)
        said = events.assign(words=words)
    fullest = said.assign(told=told).sort_values("told", ascending=False, kind="stable")
    one_each = fullest.drop_duplicates("group")
    return dict(zip(one_each["group"], one_each["words"], strict=True))


def by_outlet(tables: "Tables", about: About, *, reprints: bool = True) -> pd.DataFrame:
    """One row per outlet: how many utterances or happenings it carries, and how many it
    leaves out.

    Columns: outlet, articles, carried, alone (that no other carries), first (that others carry too,
    and it had first; only what has a date), left_out (see `left_out`).
    """
    articles = tables.articles
    if not reprints:
        articles = articles[~articles["doc_id"].isin(tables.reprints["doc_id"])]
    rows = carried(tables, about, reprints=reprints)
    is_alone = rows["outlets"] == 1
    missing = left_out(tables, about, reprints=reprints)["left_out_by"]
    counts = outlets(articles).value_counts().rename("articles").to_frame()
    counts["carried"] = rows["outlet"].value_counts()
    counts["alone"] = rows.loc[is_alone, "outlet"].value_counts()
    counts["first"] = rows.loc[rows["is_first"] & ~is_alone, "outlet"].value_counts()
    counts["left_out"] = missing.value_counts()
    whole = counts.fillna(0).astype("int64").rename_axis("outlet").reset_index()
    return whole.sort_values(["articles", "outlet"], ascending=[False, True], ignore_index=True)


def left_out(tables: "Tables", about: About, *, reprints: bool = True) -> pd.DataFrame:
    """What outlets do not carry, not even in a copy of another's article, though two others do, and
    an article of its own shares an utterance or a happening with one of theirs.

    Columns: what, outlets (how many carry it), row_id (of one that does), left_out_by; what most
    carry comes first.
    """
    rows = carried(tables, about, reprints=reprints)
    widely = rows[rows["outlets"] >= LEFT_OUT].drop_duplicates("group")
    in_copies = carried(tables, about)
    has = set(zip(in_copies["outlet"], in_copies["group"], strict=True))
    near = _near(tables, widely["group"])
    pairs = zip(near["left_out_by"], near["group"], strict=True)
    missing = near[pd.Series([pair not in has for pair in pairs], index=near.index, dtype="bool")]
    found = missing.merge(widely.drop(columns="outlet"), on="group")
    by = ["outlets", "group", "left_out_by"]
    ranked = found.sort_values(by, ascending=[False, True, True], ignore_index=True)
    return ranked[["what", "outlets", "row_id", "left_out_by"]]


def _near(tables: "Tables", groups: pd.Series) -> pd.DataFrame:
    """For each group the outlets with an article that shares anything with one that carries it."""
    links = tables.coverage[["group", "doc_id"]]
    links = links[links.duplicated("group", keep=False)]
    by_article = outlets(tables.articles).set_axis(tables.articles["doc_id"])
    told_by = links.assign(left_out_by=links["doc_id"].map(by_article))
    told_by = told_by[["group", "left_out_by"]].drop_duplicates()
    sharing = links.merge(told_by, on="group")[["doc_id", "left_out_by"]].drop_duplicates()
    carriers = links[links["group"].isin(groups)]
    near = carriers.merge(sharing, on="doc_id")[["group", "left_out_by"]]
    return near.drop_duplicates(ignore_index=True)


def outlets(articles: pd.DataFrame) -> pd.Series:
    """The outlet of each article, or where none is given the article itself."""
    return articles["outlet"].fillna(articles["doc_id"])


def undated(tables: "Tables") -> int:
    """How many articles have no date, so that nobody knows what they had first."""
    return int(tables.articles["published"].isna().sum())
