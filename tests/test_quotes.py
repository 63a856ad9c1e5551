"""Attributions: a text in, who said what by which words out (tests/cases/quotes.jsonl)."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import cases
from readout.quotes import find_quotes, find_quotes_in
from readout.quoting.attribution import _lots, find_attributions
from readout.quoting.quotation import marked_spans
from readout.quoting.words import shifted, sums_until, words_of

ARTICLES = Path(__file__).parents[1] / "data" / "articles"
PIECES = [
    "“The bridge is safe,”",
    "‘It’s late,’",
    '"Who paid?"',
    "Ada Bell said",
    "she told reporters",
    "according to an official",
    "reportedly",
    "that the bridge was closed",
    "The paper, quoting an official, said",
    ".",
    ",",
    "\n\n",
    "“",
    "’",
    "denied it",
]


def written(text, spans):
    return [span.of(text) for span in spans]


def row_of(text, quote):
    return {
        "source": quote.source and quote.source.of(text),
        "form": quote.source_form,
        "cue": " ".join(written(text, quote.cue)) or None,
        "content": written(text, quote.content),
        "kind": quote.kind,
        "audience": "; ".join(written(text, quote.audience)) or None,
    }


@pytest.mark.parametrize("case", cases("quotes"))
def test_case(nlp, case):
    text = case["text"]
    assert [row_of(text, quote) for quote in find_quotes(nlp(text))] == case["quotes"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_text_gives_sound_attributions(nlp, pieces):
    text = " ".join(pieces)
    quotes = find_quotes(nlp(text))
    for number, quote in enumerate(quotes):
        assert quote.content
        assert all(0 <= span.start < span.end <= len(text) for span in quote.content)
        assert all(a.end <= b.start for a, b in pairwise(quote.content))
        assert 0 < quote.confidence < 1
        above = quote.parent
        for _ in quotes:
            above = quotes[above].parent if above is not None else None
        assert above is None, f"attribution {number} is nested in itself"


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Ingrid Brandt said that the bridge was safe.", "person"),
        ("She said that the bridge was safe.", "person"),
        ("An official said that the bridge was safe.", "person"),
        ("The engineer said that the bridge was safe.", "person"),
        ("One of the engineers said that the bridge was safe.", "person"),
        ("The council said that the bridge was safe.", "institution"),
        ("The Ministry of Transport said that the bridge was safe.", "institution"),
        ("The report said that the bridge was safe.", "document"),
        ("A poll showed that the mayor was popular.", "document"),
        ("It said that the bridge was safe.", None),
        ("The bridge was reportedly safe.", None),
    ],
)
def test_what_a_source_is(nlp, text, type_):
    (quote,) = find_quotes(nlp(text))
    assert quote.source_type == type_


def test_a_paper_that_quotes_somebody_is_the_way_and_not_the_source(nlp):
    text = "The bridge is safe, according to the Ledger, which quotes a senior official."
    outer, inner = sorted(find_quotes(nlp(text)), key=lambda quote: quote.parent is not None)
    assert row_of(text, outer)["source"].startswith("the Ledger")
    assert row_of(text, inner)["source"] == "a senior official"
    assert inner.content == outer.content


def test_what_is_told_within_a_content_is_nested_in_it(nlp):
    text = "The engineer said that the mayor had told Ben Oll that the bridge was safe."
    outer, inner = find_quotes(nlp(text))
    assert (row_of(text, inner)["source"], row_of(text, inner)["audience"]) == (
        "the mayor",
        "Ben Oll",
    )
    assert (outer.parent, inner.parent) == (None, 0)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The bridge is said to be safe.", "hedges"),
        ("The engineer is alleged to have closed the bridge.", "hedges"),
        ("The bridge was reportedly safe.", "hedges"),
        ("The council was told that the bridge was closed.", "asserts"),
        ("The engineer said that the bridge was safe.", "asserts"),
        ("The engineer denied that the bridge was unsafe.", "denies"),
        ("The council issued a statement that the bridge was safe.", None),
    ],
)
def test_what_the_cue_does(nlp, text, stance):
    assert find_quotes(nlp(text))[0].stance == stance


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(
        st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join), min_size=1, max_size=5
    )
)
def test_documents_read_together_give_what_each_gives_alone(nlp, texts):
    docs = [nlp(text) for text in texts]
    assert find_quotes_in(docs) == [find_quotes(doc) for doc in docs]


def test_not_even_a_last_digit_depends_on_the_articles_beside(nlp):
    texts = [path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.md"))[:8]]
    words = [words_of(nlp(text), marked_spans(text)) for text in ("", *texts, "“")]
    alone = [found for one in words for found in find_attributions([one])]
    assert sum(map(len, alone)) > 50
    assert find_attributions(words) == alone
    assert find_attributions(words[::-1]) == alone[::-1]


def test_a_document_that_is_too_long_for_a_lot_shares_none():
    short, long = [(5, range(10))], [(5 + 10 * k, range(10 * k, 10 * k + 10)) for k in range(9)]
    lots = list(_lots([short, short, long, short], 60))
    assert lots[0] == short + short
    assert [place for lot in lots[1:-1] for place in lot] == long
    assert lots[-1] == short


@pytest.mark.parametrize(
    ("by", "moved"), [(1, [0, 1, 0, 3, 4]), (-1, [2, 0, 4, 5, 0]), (-2, [0, 0, 5, 0, 0])]
)
def test_columns_are_moved_within_their_documents(by, moved):
    lengths = np.array([0, 2, 0, 3, 0])
    assert shifted(np.array([1, 2, 3, 4, 5]), by, lengths).tolist() == moved


def test_sums_begin_anew_with_each_document():
    until, before = sums_until(np.array([1, 2, 3, 4]), np.array([2, 0, 2]))
    assert until.tolist() == [1, 3, 3, 7]
    assert before.tolist() == [0, 1, 0, 3]
