"""Texts are withheld, rows stay sound, and what is left is what was promised."""

import pandas as pd
import pytest

from readout import views
from readout.reading import read
from readout.schema import check_all
from readout.web.redaction import HIDDEN, redacted

TEXT = (
    "Minister denies talks\n\nA long and costly introduction stands here, bought word by word. "
    "Orla Venn, the trade minister of Calder, said on Tuesday that no talks had taken place. "
    "Nobody will read this last paragraph of the reporter's."
)


@pytest.fixture(scope="module")
def tables(nlp):
    row = {"doc_id": "a", "title": "Minister denies talks", "text": TEXT, "path": "a.txt"}
    columns = ("published", "outlet", "byline", "url")
    frame = pd.DataFrame([row | {"sha256": "0" * 64} | dict.fromkeys(columns)])
    dates = {"published": "datetime64[us]"}
    return read(frame.astype(dates | dict.fromkeys(("outlet", "byline", "url"), "str")), nlp=nlp)


def text_of(tables):
    return tables.articles["text"][0]


def test_no_row_changes_and_all_offsets_hold(tables):
    shared = redacted(tables, context=0)
    assert check_all(shared.frames) == []
    assert len(text_of(shared)) == len(TEXT)
    for name, frame in tables.frames.items():
        columns = [column for column in frame if column != "text" or name != "articles"]
        pd.testing.assert_frame_equal(frame[columns], shared.frames[name][columns])


def test_what_is_not_quoted_is_hidden_and_the_quote_is_not(tables):
    shared = text_of(redacted(tables, context=0))
    for hidden in ("long and costly", "word by word", "Nobody will"):
        assert hidden in TEXT
        assert hidden not in shared
    assert "no talks had taken place" in shared
    assert HIDDEN in shared


def test_context_widens_what_is_left_by_so_many_characters(tables):
    start = TEXT.index("Orla Venn")
    narrow, wide = (text_of(redacted(tables, context=n)) for n in (0, 12))
    assert narrow[start - 6 : start - 2] == HIDDEN * 4
    assert wide[start - 12 : start] == TEXT[start - 12 : start]


def test_pages_say_that_something_is_missing(tables):
    html = views.marked_up(redacted(tables, context=0), "a").html
    assert "[…]" in html
    assert HIDDEN not in html


def test_a_negative_context_is_refused(tables):
    with pytest.raises(ValueError, match="context is -1 characters; give 0 or more"):
        redacted(tables, context=-1)
