"""Attributions: a text in, who said what by which words out (tests/cases/quotes.jsonl)."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import cases
from readout.quotes import find_quotes

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
