"""How the news names people and things: under which forms, merged for which reason, with whom.

Everything is read from the tables `entities` and `mentions`, so that a reader can object to it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from readout.referring.spelling import folded

if TYPE_CHECKING:
    from readout import Tables

PEOPLE = "type == 'PERSON' and named"


def forms(tables: "Tables") -> pd.DataFrame:
    """One row for each person that the articles name, the most mentioned first.

    Columns: key, full (names of several words), short (single names), called (noun phrases),
    pronouns, mentions (how many). Forms are joined by commas, the most frequent first; those that
    differ in case alone are one.
    """
    people = tables.entities.query(PEOPLE)[["entity_id", "key", "pronouns"]]
    said = tables.mentions.merge(people, on="entity_id")
    is_name = said["form"] == "name"
    is_short = ~said["text"].str.contains(r"\s", regex=True)
    kinds = {"full": is_name & ~is_short, "short": is_name & is_short}
    kinds["called"] = said["form"] == "nominal"
    table = pd.DataFrame({kind: _texts(said[chosen]) for kind, chosen in kinds.items()})
    table["pronouns"] = said.groupby("key")["pronouns"].agg(_listed)
    table["mentions"] = said.groupby("key").size()
    table = table.fillna("").rename_axis("key").reset_index()
    return table.sort_values(["mentions", "key"], ascending=[False, True], ignore_index=True)


def _texts(said: pd.DataFrame) -> pd.Series:
    return (
        said.assign(text=said["text"].str.split().str.join(" ")).groupby("key")["text"].agg(_listed)
    )


def _listed(texts: pd.Series) -> str:
    counts = _spelt_alike(texts.dropna()).value_counts()
    return ", ".join(sorted(counts.index, key=lambda text: (-counts[text], text)))


def _spelt_alike(texts: pd.Series) -> pd.Series:
    """Texts that differ in case alone, all spelt as most of them are, else in small letters."""
    spellings = texts.groupby(texts.str.casefold())
    return spellings.transform(lambda alike: max(alike.mode()))


def roles(tables: "Tables") -> pd.DataFrame:
    """What the articles say that people are: a row for each role of each person.

    Columns: name, role (those that differ in case alone are one), articles (how many say so).
    """
    people = tables.entities.query(PEOPLE).dropna(subset="role")
    people = people.assign(role=_spelt_alike(people["role"]).astype("str"))
    counted = people.groupby(["name", "role"])["doc_id"].nunique().reset_index(name="articles")
    return counted.sort_values(
        ["articles", "name", "role"], ascending=[False, True, True], ignore_index=True
    )


def merged(tables: "Tables") -> pd.DataFrame:
    """One row for each pair of names that were taken for one entity, and why.

    Columns: key, name, same_as (the fullest name), why, articles (how many).
    """
    named = tables.entities.query("named")[["key", "doc_id", "name", "names"]]
    rows = [
        (entity.key, name, entity.name, why(name, str(entity.name)), entity.doc_id)
        for entity in named.itertuples()
        for name in str(entity.names).split("; ")
        if name != entity.name
    ]
    columns = ["key", "name", "same_as", "why"]
    pairs = pd.DataFrame(rows, columns=[*columns, "doc_id"])
    counted = pairs.groupby(columns)["doc_id"].nunique().reset_index(name="articles")
    return counted.sort_values(
        ["articles", *columns], ascending=[False, *[True] * 4], ignore_index=True
    )


def why(name: str, full: str) -> str:
    """The reason for which two names count as one."""
    short, long = _words(name), _words(full)
    if short == long:
        return "same letters but for case, accents and points"
    if set(short) <= set(long):
        return "part of the name" if len(short) > 1 else "one word of the name"
    if name.replace(".", "").isupper():
        return "acronym"
    return "listed as another name of it"


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", folded(name).replace(".", ""))


def taking_part(tables: "Tables", roles: Sequence[str]) -> pd.Series:
    """Event -> who takes part in these roles ("actor", "recipient"), as the article calls them
    first or in full, else as written; joined by "; "."""
    names = tables.entities.set_index("entity_id")["name"]
    parts = tables.arguments[tables.arguments["role"].isin(roles)]
    called = parts["entity_id"].map(names).astype("str").fillna(parts["text"])
    in_order = parts.assign(who=called).sort_values("role", kind="stable")
    return in_order.groupby("event_id")["who"].agg(lambda who: "; ".join(dict.fromkeys(who)))


def together(tables: "Tables") -> pd.DataFrame:
    """Pairs of people by the number of articles that name both.

    Columns: one, other (names), articles.
    """
    people = tables.entities.query(PEOPLE)
    usual = people.groupby("key")["name"].agg(lambda names: names.value_counts().index[0])
    pairs = [pair for _, keys in people.groupby("doc_id")["key"] for pair in _pairs(keys)]
    table = pd.DataFrame(pairs, columns=["one", "other"], dtype="str")
    counted = table.groupby(["one", "other"]).size().reset_index(name="articles")
    counted = counted.assign(one=counted["one"].map(usual), other=counted["other"].map(usual))
    order = ["articles", "one", "other"]
    return counted.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _pairs(keys: pd.Series) -> Iterator[tuple[str, str]]:
    yield from combinations(sorted(set(keys)), 2)
