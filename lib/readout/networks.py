"""Who has to do with whom: tables of links between people, organisations and places."""

from typing import TYPE_CHECKING

import pandas as pd

from readout.schema import UNTYPED

if TYPE_CHECKING:
    from readout.frames import Tables

MEETING = "CONSULT"  # PLOVER's type for meetings, talks, visits and calls
TOLD_AS_TRUE = ("CT+", "PR+", "PS+")  # neither denied nor left open
AROUND = 80  # characters on either side of what tells of a meeting
LINKS = ("meets", "speaks to", "speaks about")


def links(tables: "Tables") -> pd.DataFrame:
    """Who meets, speaks to and speaks about whom: one row per kind of link and pair of names.

    - meets: both take part in a meeting, talk, visit or call (PLOVER's CONSULT) that is neither
      denied nor left open. It has no direction: `who` is the first of both in the alphabet.
    - speaks to: an attribution says that it was told to or through them.
    - speaks about: the speaker is quoted with words that mention this person or organisation.

    Columns: who, link, whom, times (mentions of events, or attributions), articles, row_id (the
    event_id or quote_id of one of them); kind by kind, the most frequent first. Only who has a
    name counts, under the most frequent of the names for one `key`. A group ("the two leaders")
    counts as each of its `members`, and not at all where readout doesn't know who they are.
    """
    counted = (
        _pairs(tables)
        .groupby(["link", "who", "whom"], as_index=False, observed=True)
        .agg(times=("row_id", "size"), articles=("doc_id", "nunique"), row_id=("row_id", "first"))
        .sort_values(["link", "times", "who", "whom"], ascending=[True, False, True, True])
    )
    counted["link"] = counted["link"].astype("str")
    return counted[["who", "link", "whom", "times", "articles", "row_id"]].reset_index(drop=True)


def passages(tables: "Tables") -> pd.DataFrame:
    """What the links of `links` rest on: one row for each time that one is told.

    Columns: who, link (categories in the order of `LINKS`), whom, row_id (the event_id or
    quote_id), doc_id, published, outlet, text (the content, or the event's trigger and the words
    around it).
    """
    told = _pairs(tables)
    return told.assign(text=told["row_id"].map(_texts(tables)).astype("str"))


def _pairs(tables: "Tables") -> pd.DataFrame:
    """The rows of `passages` without their text."""
    names = _names(tables)
    kinds = [_meetings(tables, names), _told(tables, names), _spoken_about(tables, names)]
    columns = ["who", "whom", "row_id", "doc_id"]
    pairs = pd.concat(
        [kind[columns].assign(link=link) for kind, link in zip(kinds, LINKS, strict=True)]
    )
    pairs = pairs[pairs["who"] != pairs["whom"]].drop_duplicates()
    pairs["link"] = pd.Categorical(pairs["link"], LINKS)
    told = pairs.merge(tables.articles[["doc_id", "published", "outlet"]], on="doc_id", how="left")
    ordered = told.sort_values(["link", "who", "whom", "published", "row_id"], ignore_index=True)
    return ordered[["who", "link", "whom", *columns[2:], "published", "outlet"]]


def acts(tables: "Tables") -> pd.DataFrame:
    """Who does what to or with whom: one row per actor, recipient and type of event.

    Columns: actor, recipient (names), type, events (mentions of such events), event_id (of one of
    them). Every mention counts, whether it is told as a fact, denied or left open. Only
    participants with a name count, and a group as each of its members; STATEMENT and OTHER are left
    out.
    """
    roles = _typed_arguments(tables).merge(_names(tables), on="entity_id")
    columns = ["event_id", "type", "name"]
    actor, recipient = (
        roles.loc[roles["role"] == role, columns].rename(columns={"name": role}).drop_duplicates()
        for role in ("actor", "recipient")
    )
    pairs = actor.merge(recipient, on=["event_id", "type"])
    by = ["actor", "recipient", "type"]
    counted = (
        pairs[pairs["actor"] != pairs["recipient"]]
        .groupby(by, as_index=False)
        .agg(events=("event_id", "size"), event_id=("event_id", "first"))
    )
    return counted.sort_values(
        ["events", *by], ascending=[False, True, True, True], ignore_index=True
    )


def actors_by_type(tables: "Tables") -> pd.DataFrame:
    """Who does what: one row per actor, the most active first, with columns `actor` (name),
    `events` (mentions of typed events that it is an actor of), and one for each type that occurs,
    from the most frequent on.

    Every mention counts, whether it is told as a fact, denied or left open; so do actors without a
    name ("an official"). A group whose `members` are known counts as each of these.
    """
    acting = _typed_arguments(tables).query("role == 'actor'").merge(_each(tables), on="entity_id")
    names = tables.entities.set_index("entity_id")["name"]
    actors = acting["one"].map(names).astype("str")
    acting = acting.assign(actor=actors).drop_duplicates(["event_id", "actor"])
    counts = pd.crosstab(acting["actor"], acting["type"]).rename_axis(columns=None)
    counts = counts[list(counts.sum().sort_values(ascending=False, kind="stable").index)]
    counts.insert(0, "events", counts.sum(axis=1))
    return counts.reset_index().sort_values(
        ["events", "actor"], ascending=[False, True], ignore_index=True
    )


def _typed_arguments(tables: "Tables") -> pd.DataFrame:
    """Who takes part in events of a PLOVER type."""
    typed = tables.events.loc[~tables.events["type"].isin(UNTYPED), ["event_id", "type"]]
    return tables.arguments[["event_id", "role", "entity_id"]].merge(typed, on="event_id")


def _each(tables: "Tables") -> pd.DataFrame:
    """Whom an entity stands for: each member of a group, or itself; columns `entity_id`, `one`."""
    ids = tables.entities["entity_id"]
    members = tables.entities["members"].str.split("; ").astype("object")
    return pd.DataFrame({"entity_id": ids, "one": members.fillna(ids)}).explode("one")


def _names(tables: "Tables") -> pd.DataFrame:
    """What those are called whom an entity stands for: the most frequent of the names for their
    key; columns `entity_id` and `name`, without who has no name."""
    named = tables.entities[tables.entities["named"]]
    counts = named.value_counts(["key", "name"]).reset_index()
    ranked = counts.sort_values(["count", "name"], ascending=[False, True])
    common = ranked.drop_duplicates("key").set_index("key")["name"]
    called = named.set_index("entity_id")["key"].map(common)
    each = _each(tables)
    return each.assign(name=each["one"].map(called)).dropna(subset="name")[["entity_id", "name"]]


def _meetings(tables: "Tables", names: pd.DataFrame) -> pd.DataFrame:
    """Pairs of those who take part in a meeting, the first in the alphabet as `who`."""
    events = tables.events
    held = events[(events["type"] == MEETING) & events["factuality"].isin(TOLD_AS_TRUE)]
    roles = tables.arguments.query("role in ['actor', 'recipient']")
    present = roles.merge(names, on="entity_id").rename(columns={"name": "who"})
    present = present[["event_id", "who"]].merge(held[["event_id", "doc_id"]], on="event_id")
    pairs = present.merge(present.rename(columns={"who": "whom"}), on=["event_id", "doc_id"])
    return pairs[pairs["who"] < pairs["whom"]].rename(columns={"event_id": "row_id"})


def _told(tables: "Tables", names: pd.DataFrame) -> pd.DataFrame:
    """Pairs of a speaker and whoever the articles say it was told to: the first mention in the
    words for the audience, unless they go on ("the Assembly's budget committee")."""
    both = _mentioned_in(tables, "audience")
    first = both.sort_values(["start_mention", "end_mention"], ascending=[True, False])
    first = first.drop_duplicates(["quote_id", "start"])
    ends = zip(first["text"], first["end_mention"] - first["start"], strict=True)
    rest = pd.Series([text[end:] for text, end in ends], index=first.index, dtype="str")
    return _by_name(first[rest.eq("") | rest.str.startswith(",")], names)


def _spoken_about(tables: "Tables", names: pd.DataFrame) -> pd.DataFrame:
    """Pairs of a speaker and each person or organisation that their words mention."""
    types = tables.entities.set_index("entity_id")["type"]
    both = _mentioned_in(tables, "content")
    is_about = both["entity_id_mention"].map(types).isin(["PERSON", "ORG"])
    return _by_name(both[is_about], names)


def _mentioned_in(tables: "Tables", role: str) -> pd.DataFrame:
    """Every mention inside the pieces of attributions with this role."""
    pieces = tables.quote_spans[tables.quote_spans["role"] == role]
    pieces = pieces.merge(tables.quotes[["quote_id", "doc_id", "entity_id"]], on="quote_id")
    both = pieces.merge(tables.mentions, on="doc_id", suffixes=("", "_mention"))
    inside = (both["start"] <= both["start_mention"]) & (both["end_mention"] <= both["end"])
    return both[inside].assign(row_id=both["quote_id"])


def _texts(tables: "Tables") -> dict[str, str]:
    """What a reader sees of each attribution and each meeting."""
    quotes, events = tables.quotes, tables.events[tables.events["type"] == MEETING]
    found = dict(zip(quotes["quote_id"], quotes["content"], strict=True))
    told = events.merge(tables.articles[["doc_id", "text"]], on="doc_id", how="left")
    columns = ["event_id", "trigger", "start", "end", "text"]
    for event_id, trigger, start, end, text in told[columns].itertuples(index=False):
        found[event_id] = trigger if pd.isna(text) else _around(text, start, end)
    return found


def _around(text: str, start: int, end: int) -> str:
    """The characters `start` to `end` and the whole words around them."""
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    before = before if start <= AROUND else "… " + before.partition(" ")[2]
    after = after if end + AROUND >= len(text) else after.rpartition(" ")[0] + " …"
    return " ".join(f"{before}{text[start:end]}{after}".split())


def _by_name(both: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Speakers and mentions as `who` and `whom`, without those that have no name."""
    speakers, mentioned = (
        names.set_axis(axis, axis=1)
        for axis in (["entity_id", "who"], ["entity_id_mention", "whom"])
    )
    return both.merge(speakers, on="entity_id").merge(mentioned, on="entity_id_mention")
