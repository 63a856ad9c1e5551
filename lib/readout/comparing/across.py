"""The same story in many articles: who carries what, where accounts differ, who copies whom.

The questions live in modules of their own: `referring.keys` (the same person), `utterances` (the
same quote), `happenings` (the same event, within `stories`), `disagreements` and `credits`. This
one asks them in turn and lays the answers out as tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from readout.collecting import no_collecting
from readout.comparing.credits import find_credits
from readout.comparing.disagreements import find_disagreements
from readout.comparing.happenings import same_happenings
from readout.comparing.stories import in_order, reprints, stories
from readout.comparing.utterances import same_utterances
from readout.layout import rows
from readout.referring.keys import commonly_keyed
from readout.schema import TABLES

if TYPE_CHECKING:
    from readout.frames import Tables


@no_collecting()
def across(tables: "Tables") -> "Tables":
    """Compare the articles of a corpus: the same tables, with what they share filled in.

    `entities.key` becomes the same for the same person, organisation or place in every article;
    `quotes.group` and `events.group` the same for one utterance and one happening, every row being
    in exactly one group. `coverage`, `disagreements`, `credits` and `reprints` are made anew. The
    order of articles and rows doesn't matter, articles without a date or an outlet take part, and
    the cost grows nearly in step with their number.

    A group says that words are alike or that a happening seems to be one. It never says that the
    articles agree: `disagreements` has where they do not.
    """
    entities = commonly_keyed(tables.entities)
    keys = dict(zip(entities["entity_id"], entities["key"], strict=True))
    order = in_order(tables.articles)
    story = stories(tables.articles)
    said, rivals = same_utterances(tables.quotes, _speakers(tables.quotes, keys))
    happened = same_happenings(tables, keys, story)
    grouped = replace(
        tables,
        entities=entities,
        quotes=_with_groups(tables.quotes, "quote_id", said, order),
        events=_with_groups(tables.events, "event_id", happened, order),
        reprints=_typed(reprints(tables.articles), "reprints"),
    )
    covered = replace(grouped, coverage=_typed(_coverage(grouped), "coverage"))
    return replace(
        covered,
        disagreements=_typed(find_disagreements(covered, rivals), "disagreements"),
        credits=_typed(find_credits(covered, story), "credits"),
    )


def _speakers(quotes: pd.DataFrame, keys: Mapping[str, str]) -> pd.Series:
    """The key of each quote's speaker; missing for those who are nobody by name."""
    own = quotes["entity_id"].map(keys).astype("str")
    return own.where(own != quotes["entity_id"])


def _with_groups(
    frame: pd.DataFrame, key: str, found: Sequence[Sequence[str]], order: Sequence[str]
) -> pd.DataFrame:
    """Rows with the group that each is in, named after its first row in the order of articles."""
    place = {doc_id: i for i, doc_id in enumerate(order)}
    columns = rows(frame, "doc_id", "start", key)
    rank = {row_id: (place[doc_id], start, row_id) for doc_id, start, row_id in columns}
    names = {row_id: min(group, key=rank.__getitem__) for group in found for row_id in group}
    return frame.assign(group=frame[key].map(names).astype("str"))


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table with the columns, and in the types, of the schema."""
    dtypes = {column.name: column.dtype for column in TABLES[name].columns}
    return frame.reindex(columns=list(dtypes)).astype(dtypes).reset_index(drop=True)


def _coverage(tables: "Tables") -> pd.DataFrame:
    quotes = _carriers(tables.quotes, "quote", "quote_id").assign(
        size=tables.quotes["content"].str.count(r"\w+"),
        speaker=tables.quotes["speaker"].fillna(tables.quotes["source"]),
    )
    fullest = quotes.groupby("group")["size"].transform("max").clip(lower=1)
    tellers = quotes.set_index("row_id")["speaker"]
    events = _carriers(tables.events, "event", "event_id").assign(
        kind=tables.events["factuality"], speaker=tables.events["quote_id"].map(tellers)
    )
    both = pd.concat([quotes.assign(share=(quotes["size"] / fullest).clip(upper=1)), events])
    both["rows"] = both.groupby(["about", "group", "doc_id"])["row_id"].transform("size")
    best = both.sort_values(["share", "start", "row_id"], ascending=[False, True, True])
    one_each = best.drop_duplicates(["about", "group", "doc_id"])
    dated = one_each.merge(tables.articles[["doc_id", "outlet", "published"]], on="doc_id")
    dated["is_first"] = _is_first(dated)
    dated["is_reprint"] = dated["doc_id"].isin(tables.reprints["doc_id"])
    return dated.sort_values(
        ["about", "group", "published", "doc_id"], ascending=[False] + 3 * [True]
    )


def _carriers(frame: pd.DataFrame, about: str, key: str) -> pd.DataFrame:
    return frame.assign(about=about, row_id=frame[key])


def _is_first(rows: pd.DataFrame) -> pd.Series:
    """Which rows are of the earliest articles of their group.

    A date without a time of day could be any time of it, so that a day with such a date counts
    as one moment.
    """
    by = [rows["about"], rows["group"]]
    day = rows["published"].dt.normalize()
    first_day = day.groupby(by).transform("min")
    on_it = rows["published"].where(day == first_day)
    first = on_it.groupby(by).transform("min")
    is_vague = first == first_day
    return (day == first_day) & (is_vague | (on_it == first))
