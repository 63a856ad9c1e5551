"""The lexicons: whole, in order, explained, and read as they are written."""

import csv
import re
from pathlib import Path

import pytest

import readout
from readout import lexicon
from readout.schema import PLOVER_TYPES

FOLDER = Path(readout.__file__).parent / "lexicons" / "en"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
NAMES = sorted(path.stem for path in FOLDER.glob("*.csv"))


@pytest.fixture(params=NAMES)
def rows(request):
    with (FOLDER / f"{request.param}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_rows_are_whole(rows):
    assert rows
    assert all(None not in row and None not in row.values() for row in rows)
    assert all(row["lemma"] and row["kind"] and row["source"] for row in rows)


def test_values_have_no_stray_blanks(rows):
    assert all(value == value.strip() for row in rows for value in row.values())


def test_rows_are_sorted_and_unique(rows):
    keys = [(row["lemma"], row["kind"]) for row in rows]
    assert keys == sorted(keys)
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_every_lexicon_has_its_section_and_no_other_has():
    assert re.findall(r"^## `(\w+)\.csv`", README, re.MULTILINE) == NAMES


@pytest.mark.parametrize(
    "name",
    [
        "cues",
        "events",
        "factuality",
        "given_names",
        "people",
        "places",
        "pronouns",
        "sources",
        "times",
    ],
)
def test_every_kind_is_explained(name):
    section = README.split(f"## `{name}.csv`")[1].split("\n## ")[0]
    kinds = {row["kind"] for row in lexicon.rows(name)}
    assert not [kind for kind in kinds if not re.search(rf"\b{kind}\b", section)]


def test_types_of_events_are_plovers():
    types = {row["type"] for row in lexicon.rows("events")} - {""}
    assert types <= {*PLOVER_TYPES, "STATEMENT", "OTHER"}


def test_patterns_of_boilerplate_compile_and_match_no_empty_line():
    assert not [r for r in lexicon.rows("boilerplate") if re.fullmatch(r["pattern"], "")]


def test_a_lexicon_is_read_only():
    with pytest.raises(TypeError):
        lexicon.rows("people")[0]["kind"] = "other"  # pyright: ignore[reportIndexIssue]
