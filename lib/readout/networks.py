"""Who has to do with whom: tables of links between people, organisations and places."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from readout.frames import Tables

UNTYPED = ("OTHER", "STATEMENT")
MEETING = "CONSULT"  # PLOVER's type for meetings, talks, visits and calls
TOLD_AS_TRUE = ("CT+", "PR+", "PS+")  # neither denied nor left open
LINKS = ("meets", "speaks to", "speaks about")


def links(tables: "Tables") -> pd.DataFrame:
    """Who meets, speaks to and speaks about whom: one row per kind of link and pair of names.

    - meets: both take part in a meeting, talk, visit or call (PLOVER's CONSULT) that is neither
      denied nor left open. It has no direction: `who` is the first of both in the alphabet.
    - speaks to: an attribution says that it was told to or through them.
    - speaks about: the speaker is quoted with words that mention this person or organisation.

    Columns: who, link, whom, times (mentions of events, or attributions), articles, row_id (the
    event_id or quote_id of one of them); kind by kind, the most frequent first. Only who has a
    name counts, under the most frequent of the names for one `key`.
    """
    names = _names(tables)
    kinds = [_meetings(tables, names), _told(tables, names), _spoken_about(tables, names)]
    pairs = pd.concat(
        [kind[["who", "whom", "row_id", "doc_id"]].assign(link=i) for i, kind in enumerate(kinds)]
    )
    counted = (
        pairs[pairs["who"] != pairs["whom"]]
        .drop_duplicates()
        .groupby(["link", "who", "whom"], as_index=False)
        .agg(times=("row_id", "size"), articles=("doc_id", "nunique"), row_id=("row_id", "first"))
        .sort_values(["link", "times", "who", "whom"], ascending=[True, False, True, True])
    )
    counted["link"] = counted["link"].map(dict(enumerate(LINKS))).astype("str")
    return counted[["who", "link", "whom", "times", "articles", "row_id"]].reset_index(drop=True)


def acts(tables: "Tables") -> pd.DataFrame:
    """Who does what to or with whom: one row per actor, recipient and type of event.

    Columns: actor, recipient (names), type, events (mentions of such events), event_id (of one of
    them). Only participants with a name count; STATEMENT and OTHER are left out.
    """
    roles = tables.arguments.assign(name=tables.arguments["entity_id"].map(_names(tables)))
    actor, recipient = (
        roles.loc[roles["role"] == role, ["event_id", "name"]].dropna().drop_duplicates()
        for role in ("actor", "recipient")
    )
    pairs = actor.merge(recipient, on="event_id").set_axis(
        ["event_id", "actor", "recipient"], axis=1
    )
    typed = tables.events.loc[~tables.events["type"].isin(UNTYPED), ["event_id", "type"]]
    pairs = pairs[pairs["actor"] != pairs["recipient"]].merge(typed, on="event_id")
    by = ["actor", "recipient", "type"]
    counted = pairs.groupby(by)["event_id"].agg(["size", "first"]).reset_index()
    counted = counted.set_axis([*by, "events", "event_id"], axis=1)
    return counted.sort_values(
        ["events", *by], ascending=[False, True, True, True], ignore_index=True
    )


def actors_by_type(tables: "Tables") -> pd.DataFrame:
    """Who does what: one row per actor, the most active first, with columns `actor` (name),
    `events` (mentions of typed events that it is an actor of), and one for each type that occurs,
    from the most frequent on."""
    actors = tables.arguments.query("role == 'actor'")[["event_id", "entity_id"]]
    typed = tables.events.loc[~tables.events["type"].isin(UNTYPED), ["event_id", "type"]]
    names = tables.entities[["entity_id", "name"]].rename(columns={"name": "actor"})
    acting = actors.merge(typed, on="event_id").merge(names, on="entity_id")
    acting = acting.drop_duplicates(["event_id", "actor"])
    counts = pd.crosstab(acting["actor"], acting["type"]).rename_axis(columns=None)
    counts = counts[list(counts.sum().sort_values(ascending=False, kind="stable").index)]
    counts.insert(0, "events", counts.sum(axis=1))
    return counts.reset_index().sort_values(
        ["events", "actor"], ascending=[False, True], ignore_index=True
    )


def _names(tables: "Tables") -> pd.Series:
    """What each entity that has a name is called: the most frequent of the names for its key."""
    named = tables.entities[tables.entities["named"]]
    counts = named.value_counts(["key", "name"]).reset_index()
    ranked = counts.sort_values(["count", "name"], ascending=[False, True])
    common = ranked.drop_duplicates("key").set_index("key")["name"]
    return named.set_index("entity_id")["key"].map(common)


def _meetings(tables: "Tables", names: pd.Series) -> pd.DataFrame:
    """Pairs of those who take part in a meeting, the first in the alphabet as `who`."""
    events = tables.events
    held = events[(events["type"] == MEETING) & events["factuality"].isin(TOLD_AS_TRUE)]
    roles = tables.arguments.query("role in ['actor', 'recipient']")
    present = roles.assign(who=roles["entity_id"].map(names)).dropna(subset="who")
    present = present[["event_id", "who"]].merge(held[["event_id", "doc_id"]], on="event_id")
    pairs = present.merge(present.rename(columns={"who": "whom"}), on=["event_id", "doc_id"])
    return pairs[pairs["who"] < pairs["whom"]].rename(columns={"event_id": "row_id"})


def _told(tables: "Tables", names: pd.Series) -> pd.DataFrame:
    """Pairs of a speaker and whoever the articles say it was told to: the first mention in the
    words for the audience, unless they go on ("the Assembly's budget committee")."""
    both = _mentioned_in(tables, "audience", names)
    first = both.sort_values(["start_mention", "end_mention"], ascending=[True, False])
    first = first.drop_duplicates(["quote_id", "start"])
    ends = zip(first["text"], first["end_mention"] - first["start"], strict=True)
    rest = pd.Series([text[end:] for text, end in ends], index=first.index, dtype="str")
    return first[rest.eq("") | rest.str.startswith(",")].dropna(subset=["who", "whom"])


def _spoken_about(tables: "Tables", names: pd.Series) -> pd.DataFrame:
    """Pairs of a speaker and each person or organisation that their words mention."""
    types = tables.entities.set_index("entity_id")["type"]
    both = _mentioned_in(tables, "content", names).dropna(subset=["who", "whom"])
    return both[both["entity_id_mention"].map(types).isin(["PERSON", "ORG"])]


def _mentioned_in(tables: "Tables", role: str, names: pd.Series) -> pd.DataFrame:
    """Every mention inside the pieces of attributions with this role: `who` speaks, `whom` is
    mentioned, each missing where they have no name."""
    pieces = tables.quote_spans[tables.quote_spans["role"] == role]
    pieces = pieces.merge(tables.quotes[["quote_id", "doc_id", "entity_id"]], on="quote_id")
    both = pieces.merge(tables.mentions, on="doc_id", suffixes=("", "_mention"))
    inside = (both["start"] <= both["start_mention"]) & (both["end_mention"] <= both["end"])
    both = both[inside]
    return both.assign(
        row_id=both["quote_id"],
        who=both["entity_id"].map(names),
        whom=both["entity_id_mention"].map(names),
    )
