"""Tables come back from every format as they went in, or saving says why not."""

import json
import string

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handmade import tables
from readout import store
from readout.frames import Tables

ARTICLE = {"doc_id": "007", "path": "a.txt", "sha256": "0"}
QUOTE = {
    "quote_id": "007.q1",
    "doc_id": "007",
    "start": 0,
    "end": 1,
    "kind": "direct",
    "source_form": "none",
    "confidence": 0.1 + 0.2,
}


def corpus(text, **more):
    return tables(articles=[ARTICLE | {"text": text} | more], quotes=[QUOTE | {"content": text}])


def assert_same(one, two):
    for name, frame in one.frames.items():
        pd.testing.assert_frame_equal(frame, two.frames[name])


def round_trip(made, folder, format_):
    made.save(folder, format=format_)
    return Tables.load(folder)


@pytest.mark.parametrize("format_", store.FORMATS)
@pytest.mark.parametrize(
    "text",
    ["NA", "null", "007", "=1+1", "@x", "-1", "a\r\nb\nc\rd", ' "q", ', "\ttab", "🙂 é", "_x000D_",
     "x005F_", "json:", "True", "1e5", "2031-05-13", "http://a.example"],
)  # fmt: skip
def test_text_comes_back_character_for_character(tmp_path, format_, text):
    made = corpus(text, title=text, published=pd.Timestamp("2031-05-13 09:30:00.000001"))
    assert_same(round_trip(made, tmp_path, format_), made)


@pytest.mark.parametrize("format_", store.FORMATS)
def test_empty_tables_keep_their_columns(tmp_path, format_):
    assert_same(round_trip(tables(), tmp_path, format_), tables())


@pytest.mark.parametrize("format_", store.FORMATS)
@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_comes_back(tmp_path, format_, text):
    assert_same(round_trip(corpus(text), tmp_path, format_), corpus(text))


@pytest.mark.parametrize(
    ("format_", "text", "sentence"),
    [
        ("csv", "a\0b", "has a NUL in the column"),
        ("xlsx", "a" * 32_768, "more than 32,767 characters"),
    ],
)
def test_what_a_format_cannot_hold_is_refused(tmp_path, format_, text, sentence):
    with pytest.raises(ValueError, match=sentence):
        corpus(text).save(tmp_path, format=format_)
    with pytest.raises(ValueError, match="not finished"):
        Tables.load(tmp_path)


def test_no_cell_becomes_a_formula(tmp_path):
    corpus("=1+1").save(tmp_path, format="xlsx")
    from openpyxl import load_workbook

    cells = load_workbook(tmp_path / "tables.xlsx")["quotes"]
    assert {cell.data_type for row in cells for cell in row} <= set("sn")


def test_about_is_kept(tmp_path):
    frames = tables().frames
    store.save(frames, {"model": "en_core_web_sm"}, tmp_path)
    assert Tables.load(tmp_path).about == {"model": "en_core_web_sm"}


def test_saving_again_in_another_format_counts(tmp_path):
    corpus("One.").save(tmp_path)
    corpus("Two.").save(tmp_path, format="csv")
    assert Tables.load(tmp_path).articles["text"].tolist() == ["Two."]


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"'pickle' is no format.*parquet, csv, jsonl, xlsx"):
        corpus("x").save(tmp_path, format="pickle")


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"holds no tables"):
        Tables.load(tmp_path)


def test_a_missing_table_is_named(tmp_path):
    corpus("x").save(tmp_path)
    (tmp_path / "quotes.parquet").unlink()
    with pytest.raises(ValueError, match=r"no parquet file for the tables quotes"):
        Tables.load(tmp_path)


def test_all_that_is_wrong_with_tables_is_said(tmp_path):
    corpus("x").save(tmp_path, format="jsonl")
    path = tmp_path / "quotes.jsonl"
    row = json.loads(path.read_text())
    path.write_text(json.dumps(row | {"kind": "shouted", "confidence": 7.0}))
    with pytest.raises(ValueError, match=r"(?s)'shouted'.*confidence holds .*7\.0"):
        Tables.load(tmp_path)


def test_nothing_but_the_tables_is_left_in_the_folder(tmp_path):
    corpus(string.printable).save(tmp_path, format="jsonl")
    assert {path.suffix for path in tmp_path.iterdir()} == {".jsonl", ".json"}
