"""Views of tables for a notebook: passages and listings."""

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
        ({"name": "Ada Bell"}, "No passage to show."),
        ({"quote_id": "a.q7"}, "No passage to show."),
    ],
)
def test_an_example_is_a_passage_with_its_place(row, expected):
    frame = pd.DataFrame([row])
    assert expected in views.example(STORY, frame).text


def test_without_rows_there_is_no_example_but_a_sentence():
    assert "the articles have no such row" in views.example(tables(), tables().quotes).html
