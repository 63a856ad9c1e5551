"""Word lists and tables of words, read once from the CSV files in `lexicons/en/`."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGE = "en"


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """All rows of `lexicons/en/<name>.csv`, in file order, each a read-only mapping by column."""
    text = files("readout").joinpath("lexicons", LANGUAGE, f"{name}.csv").read_text("utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines(), strict=True))


@cache
def words(name: str, kind: str | None = None) -> frozenset[str]:
    """The lemmas of a lexicon, all of them or those of one kind."""
    return frozenset(row["lemma"] for row in rows(name) if kind in (None, row["kind"]))


@cache
def table(name: str, column: str) -> Mapping[str, str]:
    """lemma -> its value in `column`, where it has one; the first row of a lemma counts."""
    found: dict[str, str] = {}
    for row in rows(name):
        if row[column]:
            found.setdefault(row["lemma"], row[column])
    return MappingProxyType(found)


@cache
def entries(name: str) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """(lemma, kind) -> its row; the first row counts."""
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in rows(name):
        found.setdefault((row["lemma"], row["kind"]), row)
    return MappingProxyType(found)
