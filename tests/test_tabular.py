"""Tables of articles: names of columns, values as they are, rows that fail alone."""

import json
import re

import pandas as pd
import pytest

import readout
from readout.inputs.columns import fields_of


def became(frame):
    return [(row["status"], row["note"]) for row in frame.attrs["intake"]]


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        (["text"], {"text": "text"}),
        (["Full Text", "Headline"], {"text": "Full Text", "title": "Headline"}),
        (["maintext", "pub_date", "author"], {"text": "maintext", "published": "pub_date", "byline": "author"}),
        (["content", "publishedAt", "source"], {"text": "content", "published": "publishedAt", "outlet": "source"}),
        (["body", "text", "title", "headline"], {"text": "text", "title": "title"}),
        (["articleBody", "datePublished", "publisher", "ID"], {"text": "articleBody", "published": "datePublished", "outlet": "publisher", "doc_id": "ID"}),
    ],
)  # fmt: skip
def test_columns_are_known_by_common_names(columns, fields):
    assert fields_of(columns, {}) == fields


def test_a_chosen_column_goes_first():
    assert fields_of(["text", "Fulltext"], {"text": "Fulltext"}) == {"text": "Fulltext"}
    assert fields_of(["Wer", "text"], {"byline": "Wer"}) == {"byline": "Wer", "text": "text"}


@pytest.mark.parametrize(
    ("columns", "chosen", "sentence"),
    [
        (["lede", "title"], {}, "no column is known to hold the text; the columns are lede, title. Say which one does: --column text=NAME"),
        (["text"], {"text": "Fulltext"}, "there is no column 'Fulltext'; the columns are text"),
        ([], {}, "the columns are none"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(columns, chosen, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        fields_of(columns, chosen)


def test_a_column_for_nothing_is_refused(tmp_path):
    with pytest.raises(ValueError, match="'mood' is nothing that articles have"):
        readout.articles(tmp_path, columns={"mood": "x"})


def test_what_was_taken_for_what_is_said_once(tmp_path):
    (tmp_path / "a.csv").write_text("Headline,Body\nOne,First.\nTwo,Second.\n")
    frame = readout.articles(tmp_path / "a.csv")
    assert frame["title"].tolist() == ["One", "Two"]
    first, second = became(frame)
    assert first == ("noted", "the column 'Headline' was taken as title; the column 'Body' was taken as text")  # fmt: skip
    assert second == ("read", None)


def test_chosen_columns_are_read(tmp_path):
    (tmp_path / "a.csv").write_text("Fulltext,text\nThe story.,not it\n")
    frame = readout.articles(tmp_path / "a.csv", columns={"text": "Fulltext"})
    assert frame["text"].tolist() == ["The story."]
    assert became(frame) == [("read", None)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path, separator):
    (tmp_path / "a.csv").write_text(
        separator.join(("id", "text")) + "\n" + f'7{separator}"a, b; c"\n'
    )
    assert readout.articles(tmp_path / "a.csv")["text"].tolist() == ["a, b; c"]


def test_the_separator_may_be_said_as_excel_has_it(tmp_path):
    (tmp_path / "a.csv").write_text('sep=;\r\nid;text\r\n7;"a, b; c"\r\n')
    assert readout.articles(tmp_path / "a.csv")["text"].tolist() == ["a, b; c"]


def test_somebody_who_is_an_object_goes_by_the_name_in_it(tmp_path):
    row = {"content": "The story.", "source": {"id": None, "name": "The Calder Ledger"}, "author": [{"name": "Ada Bell"}, {"url": "x"}, "Ilan Marr"]}  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps({"status": "ok", "articles": [row]}))
    frame = readout.articles(tmp_path / "a.json")
    assert frame["outlet"].tolist() == ["The Calder Ledger"]
    assert frame["byline"].tolist() == ["Ada Bell, Ilan Marr"]


def test_a_line_that_does_not_fit_costs_only_itself(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n1,One.\n2,Two,too,many\n3,Three.\n")
    frame = readout.articles(tmp_path / "a.csv")
    assert frame["text"].tolist() == ["One.", "Three."]
    assert became(frame)[-1] == (
        "skipped",
        "this line is not like the first: expected 2 fields, saw 4",
    )


LONG = "a" * 32_767


def test_a_cell_that_excel_cut_is_noticed(tmp_path):
    pd.DataFrame({"text": [LONG, LONG[1:]]}).to_excel(tmp_path / "a.xlsx", index=False)
    frame = readout.articles(tmp_path / "a.xlsx")
    assert became(frame) == [
        (
            "noted",
            "the text has 32,767 characters, the most that a cell of Excel holds: it was cut",
        ),
        ("read", None),
    ]


@pytest.mark.parametrize(
    "content",
    [
        [{"text": "One.", "id": "007"}, {"text": "Two.", "id": "NA"}],
        {"articles": [{"text": "One.", "id": "007"}, {"text": "Two.", "id": "NA"}], "total": 2},
    ],
)
def test_json_may_be_a_list_or_hold_one(tmp_path, content):
    (tmp_path / "a.json").write_text(json.dumps(content))
    assert readout.articles(tmp_path / "a.json")["doc_id"].tolist() == ["007", "NA"]


def test_json_may_be_one_article_or_lines(tmp_path):
    (tmp_path / "one.json").write_text('{"text": "One.", "tags": ["a"]}')
    (tmp_path / "lines.json").write_text('{"text": "Two."}\n{"text": "Three."}\n')
    frame = readout.articles([tmp_path / "one.json", tmp_path / "lines.json"])
    assert frame["text"].tolist() == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("[1]", "an article must be an object"),
        ('[{"text": {"a": 1}}]', "the text is empty"),
        ("nonsense", "this is no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"body_text": "a", "n": ' + "9" * 5000 + "}]", "no JSON"),
    ],
)
def test_json_that_is_no_article_is_said(tmp_path, content, note):
    (tmp_path / "a.json").write_text(content)
    (tmp_path / "good.txt").write_text("Text.")
    assert note in became(readout.articles(tmp_path))[0][1]


def test_several_values_are_joined_and_nested_ones_left_out(tmp_path):
    row = {"text": "One.", "author": ["Ada Bell", "Orla Venn", {"x": 1}], "title": {"a": "b"}}
    (tmp_path / "a.json").write_text(json.dumps(row))
    row = readout.articles(tmp_path / "a.json").iloc[0]
    assert row["byline"] == "Ada Bell, Orla Venn"
    assert pd.isna(row["title"])


def test_metadata_that_would_swell_are_left_out(tmp_path):
    levels = "\n".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9))
    bomb = f"a0: &a0 [lol, lol]\n{levels}\ntitle: [*a8, *a8]\n"
    (tmp_path / "a.md").write_text(f"---\n{bomb}---\nText.")
    assert pd.isna(readout.articles(tmp_path / "a.md")["title"][0])


def test_rows_of_arrow_types_are_read(tmp_path):
    frame = pd.DataFrame(
        {"text": ["One."], "published": pd.to_datetime(["2031-05-13 09:30"]), "id": [7]}
    )
    frame["authors"] = [["Ada Bell", "Orla Venn"]]
    frame.to_parquet(tmp_path / "a.parquet")
    row = readout.articles(tmp_path / "a.parquet").iloc[0]
    assert (row["doc_id"], row["byline"]) == ("7", "Ada Bell, Orla Venn")
    assert row["published"] == pd.Timestamp(2031, 5, 13, 9, 30)


def test_a_dataframe_is_a_table_like_others(tmp_path):
    mine = pd.DataFrame(
        {
            "Headline": ["Norburg votes", None, "Empty"],
            "body": ["Ada Bell said no.", "Nobody came.", float("nan")],
            "date": [pd.Timestamp(2031, 5, 13), pd.NaT, pd.NaT],
            "id": [7, 8, 9],
        }
    )
    (tmp_path / "a.txt").write_text("It rained.", encoding="utf-8")
    frame = readout.articles([mine, tmp_path])
    assert frame["doc_id"].tolist() == ["7", "8", "a"]
    assert frame["title"].fillna("").tolist()[:2] == ["Norburg votes", ""]
    assert frame["published"].tolist()[0] == pd.Timestamp(2031, 5, 13)
    assert frame["path"].tolist()[:2] == ["DataFrame#row 1", "DataFrame#row 2"]
    assert [status for status, _ in became(frame)] == ["noted", "read", "skipped", "read"]


def test_articles_that_were_read_before_can_be_given_again():
    once = readout.articles(pd.DataFrame({"text": ["Ada Bell said no."]}))
    again = readout.articles(once)
    assert again["text"].tolist() == once["text"].tolist()
    assert again["doc_id"].tolist() == once["doc_id"].tolist() == ["row-1"]


def test_a_dataframe_without_a_text_says_what_it_has():
    with pytest.raises(ValueError, match="the columns are lede, title"):
        readout.articles(pd.DataFrame({"lede": ["No."], "title": ["No"]}))
