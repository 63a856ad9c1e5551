"""Who has to do with whom: tables of links between people, organisations and places."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from readout.frames import Tables

UNTYPED = ("OTHER", "STATEMENT")


def acts(tables: "Tables") -> pd.DataFrame:
    """Who does what to or with whom: one row per actor, recipient and type of event.

    Columns: actor, recipient (names), type, events (mentions of such events), event_id (of one of
    them). Only participants that are entities count; STATEMENT and OTHER are left out.
    """
    roles = tables.arguments.dropna(subset="entity_id")
    names = tables.entities.set_index("entity_id")["name"]
    roles = roles.assign(name=roles["entity_id"].map(names))
    parts = {
        role: roles.loc[roles["role"] == role, ["event_id", "name"]].drop_duplicates()
        for role in ("actor", "recipient")
    }
    pairs = (
        parts["actor"]
        .merge(parts["recipient"], on="event_id")
        .set_axis(["event_id", "actor", "recipient"], axis=1)
    )
    typed = tables.events.loc[~tables.events["type"].isin(UNTYPED), ["event_id", "type"]]
    pairs = pairs[pairs["actor"] != pairs["recipient"]].merge(typed, on="event_id")
    return _counted(pairs, ["actor", "recipient", "type"], "events", "event_id")


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


def speaks_of(tables: "Tables") -> pd.DataFrame:
    """Who speaks of whom: one row per speaker and person or organisation in what they say.

    Columns: speaker, about (names), attributions, quote_id (of one of them).
    """
    contents = tables.quote_spans.query("role == 'content'")[["quote_id", "start", "end"]]
    quotes = tables.quotes.dropna(subset="speaker")[["quote_id", "doc_id", "speaker", "entity_id"]]
    said = contents.merge(quotes, on="quote_id")
    named = tables.mentions.merge(tables.entities[["entity_id", "name", "type"]], on="entity_id")
    named = named[named["type"].isin(["PERSON", "ORG"])]
    both = said.merge(named, on="doc_id", suffixes=("", "_named"))
    inside = (both["start"] <= both["start_named"]) & (both["end_named"] <= both["end"])
    both = both[inside & (both["entity_id"] != both["entity_id_named"])]
    both = both.rename(columns={"name": "about"}).drop_duplicates(["quote_id", "about"])
    return _counted(both, ["speaker", "about"], "attributions", "quote_id")


def _counted(pairs: pd.DataFrame, by: list[str], count: str, example: str) -> pd.DataFrame:
    """How often each combination occurs, the most frequent first, with one example."""
    groups = pairs.groupby(by)[example].agg(["size", "first"]).reset_index()
    groups = groups.set_axis([*by, count, example], axis=1)
    return groups.sort_values([count, *by], ascending=[False] + [True] * len(by), ignore_index=True)
