"""Views of tables for a notebook: passages and listings."""

import re
from base64 import b64decode
from io import BytesIO

import pandas as pd
import pytest

from handmade import tables
from readout import views

STORY = tables(
    articles=[{"doc_id": "a", "title": "Rain", "outlet": "The Ledger", "text": "Ada Bell said it would rain."}],
    entities=[{"entity_id": "a.e1", "doc_id": "a", "name": "Ada Bell"}],
    mentions=[{"doc_id": "a", "start": 0, "end": 8, "entity_id": "a.e1"}],
    quotes=[{"quote_id": "a.q1", "doc_id": "a", "start": 14, "end": 27}],
    events=[{"event_id": "a.v1", "doc_id": "a", "start": 23, "end": 27}],
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"quote_id": "a.q1"}, "**it would rain**.\n— Rain · The Ledger · a · [14:27]"),
        ({"n": 3, "row_id": "a.v1"}, "it would **rain**.\n"),
        ({"event_id": None, "entity_id": "a.e1"}, "**Ada Bell** said"),
        ({"doc_id": "a", "start": 9, "end": 13}, "Ada Bell **said** it"),
        ({"doc_id": "a", "quote_id": None}, "**Ada Bell said it would rain.**\n"),
        ({"name": "Ada Bell"}, "No passage to show."),
        ({"quote_id": "a.q7"}, "No passage to show."),
    ],
)
def test_an_example_is_a_passage_with_its_place(row, expected):
    frame = pd.DataFrame([row])
    assert expected in views.example(STORY, frame).text


def test_of_a_split_quote_the_passage_marks_the_content_and_not_who_said_it():
    text = '"It rained," Ada Bell said. "We left." Nobody asked.'
    story = tables(
        articles=[{"doc_id": "a", "text": text}],
        quotes=[{"quote_id": "a.q1", "doc_id": "a", "start": 0, "end": 38}],
        quote_spans=[
            {"quote_id": "a.q1", "role": role, "start": start, "end": end}
            for role, start, end in [
                ("content", 28, 38), ("content", 0, 12), ("source", 13, 21), ("cue", 22, 26)
            ]
        ],
    )  # fmt: skip
    view = views.example(story, story.quotes)
    assert view.text.startswith('**"It rained,"** Ada Bell said. **"We left."** Nobody')
    assert "</mark> Ada Bell said. <mark>" in view.html


def test_without_rows_there_is_no_example_but_a_sentence():
    assert "the articles have no such row" in views.example(tables(), tables().quotes).html


def test_what_is_cut_can_be_downloaded_whole():
    rows = pd.DataFrame({"name": ["Ada Bell", "=1+1", "Ben Oll"], "n": [1, 2, 3]})
    html = views.listing(rows, rows=1).html
    (data,) = re.findall(r'<a download="rows.csv" href="data:text/csv;[^,]*,([^"]+)"', html)
    assert b64decode(data).decode() == '"name","n"\n"Ada Bell",1\n"\'=1+1",2\n"Ben Oll",3\n'


def test_a_named_file_comes_along_with_a_whole_table_too():
    html = views.listing(STORY.quotes, rows=1, file="links.csv").html
    (data,) = re.findall(r'<a download="links.csv" href="data:text/csv;[^,]*,([^"]+)"', html)
    saved = pd.read_csv(BytesIO(b64decode(data)))
    assert list(saved) == list(STORY.quotes)
    assert len(saved) == len(STORY.quotes)


def test_what_is_whole_needs_no_download():
    assert "rd-download" not in views.listing(STORY.quotes, rows=1).html


@pytest.mark.parametrize("text", ["word " * 20, "x"])
def test_what_is_too_large_to_come_along_says_how_to_save_it(text):
    rows = pd.DataFrame({"quote_id": "a.q1", "content": [text] * 7000})
    html = views.listing(rows, rows=1).html
    assert "data:" not in html
    assert '<a data-article="csv/quotes.csv">all of the table quotes</a>' in html
    assert "showing 1 of 7,000 rows" in html


def test_an_article_begins_with_whole_words():
    story = tables(articles=[{"doc_id": "a", "text": "Rain " * 50}])
    assert "Rain Rain** Rain" in views.example(story, story.articles[["doc_id"]]).text
