"""Every rule of the schema, broken once: the check must say so, and say all at once."""

import pandas as pd
import pytest

from handmade import tables
from readout.schema import TABLES, check, check_all

TEXT = "Venn said no."
SOUND = {
    "articles": [{"doc_id": "a", "path": "a.txt", "text": TEXT, "sha256": "0"}],
    "entities": [
        {"entity_id": "a.e1", "doc_id": "a", "name": "Venn", "type": "PERSON", "n_mentions": 1, "key": "k"}
    ],
    "mentions": [
        {"mention_id": "a.m1", "doc_id": "a", "start": 0, "end": 4, "text": "Venn", "form": "name", "entity_id": "a.e1"}
    ],
    "quotes": [
        {"quote_id": "a.q1", "doc_id": "a", "start": 10, "end": 12, "kind": "indirect", "content": "no", "source_form": "named", "confidence": 0.5}
    ],
    "quote_spans": [
        {"quote_id": "a.q1", "role": "content", "start": 10, "end": 12, "text": "no"}
    ],
}  # fmt: skip


def sound():
    return tables(**SOUND).frames


def broken(name, **change):
    frames = sound()
    frames[name] = frames[name].assign(**change)
    return frames


def test_sound_tables_have_no_problems():
    assert check_all(sound()) == []


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_is_sound(name):
    assert check(TABLES[name].empty(), name) == []


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("quotes", {"kind": "shouted"}, "quotes: kind holds 'shouted'; allowed are direct, indirect"),
        ("quotes", {"kind": pd.Series([None], dtype="str")}, "quotes: kind is empty in row 0"),
        ("quotes", {"cue": ""}, "quotes: cue is an empty string in row 0"),
        ("quotes", {"confidence": 1.5}, "quotes: confidence holds 1.5; it lies between 0 and 1"),
        ("quotes", {"start": 1.0}, "quotes: start has dtype float64, not int64"),
        ("quotes", {"confidence": "high"}, "quotes: confidence has dtype str, not float64"),
        ("quotes", {"mood": "x"}, "quotes: columns are not in the schema: mood"),
        ("quotes", {"doc_id": "b"}, "quotes: doc_id refers to no row of articles: 'b'"),
        ("quotes", {"parent_id": "a.q9"}, "parent_id refers to no row of quotes: 'a.q9'"),
        ("quotes", {"end": 99}, "quotes: row 0 spans 10 to 99, but a has 13 characters"),
        ("quotes", {"start": -1}, "quotes: row 0 spans -1 to 12"),
        ("mentions", {"text": "Vann"}, "mentions: row 0 says text is 'Vann', but characters 0 to 4 of a are 'Venn'"),
        ("mentions", {"entity_id": "a.e2"}, "entity_id refers to no row of entities"),
        ("quote_spans", {"text": "on"}, "quote_spans: row 0 says text is 'on'"),
        ("quote_spans", {"quote_id": "a.q7"}, "quote_id refers to no row of quotes"),
        ("articles", {"published": "2031"}, "articles: published has dtype str, not datetime64[us]"),
    ],
)  # fmt: skip
def test_each_fault_is_said(name, change, sentence):
    assert any(sentence in problem for problem in check_all(broken(name, **change)))


def test_a_repeated_id_is_said():
    frames = sound()
    frames["quotes"] = pd.concat([frames["quotes"]] * 2, ignore_index=True)
    assert check_all(frames) == ["quotes: quote_id is not unique: 'a.q1'"]


def test_missing_columns_and_tables_are_said():
    frames = sound()
    frames["quotes"] = frames["quotes"].drop(columns=["cue", "stance"])
    del frames["times"]
    assert "quotes: columns are missing: cue, stance" in check_all(frames)
    assert "times: the table is missing" in check_all(frames)


def test_everything_is_said_at_once():
    problems = check(broken("quotes", kind="shouted", confidence=2.0, cue="")["quotes"], "quotes")
    assert len(problems) == 3


def test_an_unknown_table_is_refused():
    with pytest.raises(ValueError, match=r"no table 'cues'\. The tables are: articles"):
        check(pd.DataFrame(), "cues")
