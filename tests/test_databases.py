"""Exports of newspaper databases: the layouts of docs/inputs.md, with invented articles."""

import re
from pathlib import Path

import pandas as pd
import pytest

import readout
from readout.inputs.databases import articles_in

EXPORTS = Path(__file__).parent / "exports"
NAMES = ("lexisnexis", "nexis-uni", "proquest", "factiva")


@pytest.fixture(params=NAMES)
def read(request):
    return readout.articles(EXPORTS / f"{request.param}.txt")


def test_each_article_of_an_export_is_one(read):
    assert len(read) == 2
    assert read["published"].dt.date.astype("str").tolist() == ["2031-05-13", "2031-06-04"]
    assert read["outlet"].str.startswith(("The Calder Ledger", "The Bay Post")).all()
    assert read["title"].str.startswith(("Palace confirms second meeting", "Harbour closes")).all()
    assert read["path"].str.endswith(("#article 1", "#article 2")).all()
    assert [row["status"] for row in read.attrs["intake"]] == ["read", "read"]


def test_the_text_is_the_story_alone(read):
    first, second = read["text"]
    assert first.startswith("The palace confirmed on Tuesday")
    assert "said Ada Bell" in first
    assert second == "The harbour closed on Wednesday, Tomas Wray said."
    assert not any(word in first for word in ("Copyright", "Subject:", "Load", "LOAD", "Newspaper"))


def test_the_author_is_given(read):
    assert "Venn" in read["byline"][0]
    assert pd.isna(read["byline"][1])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lexisnexis", "Language: that\nwas what divided them, she said."),
        ("proquest", "Note: both sides agreed."),
        ("factiva", "IN brief, the deal was no part of it, she said."),
    ],
)
def test_words_that_look_like_a_field_stay_in_the_text(name, words):
    text = (EXPORTS / f"{name}.txt").read_text(encoding="utf-8")
    found = articles_in(text)
    assert found is not None
    assert words in found[0]["text"]


def test_ids_of_factiva_are_kept_and_others_made(read):
    assert read["doc_id"].is_unique


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("name", NAMES)
def test_line_ends_make_no_difference(tmp_path, name, ending):
    text = (EXPORTS / f"{name}.txt").read_text(encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(text.replace("\n", ending).encode("utf-8"))
    frame = readout.articles(tmp_path / "a.txt")
    assert frame["title"].notna().all()
    assert len(frame) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Talks fail\n\nThe body: it was found.\n",
        "It was 1 of 25 DOCUMENTS that were found.\n\nBODY:\n\nNothing.",
        "End of Document\n",
        "____________________________\n\nFull of rules.\n",
        "HD is a code. AN  Document X1 is another.\n",
        "",
    ],
)
def test_other_texts_are_no_exports(text):
    assert articles_in(text) is None


def test_an_article_without_a_text_is_listed(tmp_path):
    whole = (EXPORTS / "lexisnexis.txt").read_text(encoding="utf-8")
    (tmp_path / "a.txt").write_text(
        whole.replace("The harbour closed on Wednesday, Tomas Wray said.", ""), encoding="utf-8"
    )
    intake = pd.DataFrame(readout.articles(tmp_path / "a.txt").attrs["intake"])
    assert intake["status"].tolist() == ["read", "skipped"]


def test_fields_of_factiva_may_be_indented_as_in_converted_rtf():
    plain = (EXPORTS / "factiva.txt").read_text(encoding="utf-8")
    indented = re.sub(r"^(?=[A-Z]{2,3}(?:  |$))", "   ", plain, flags=re.MULTILINE)
    assert indented.count("   AN  Document") == 2
    assert articles_in(indented) == articles_in(plain)
