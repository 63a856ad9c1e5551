"""Factuality: a sentence and an event in, FactBank's value out (tests/cases/factuality.jsonl)."""

import pytest

from conftest import cases
from readout.annotations import Event, Quote, Span
from readout.factuality import judge


def event(text, trigger, quote=None):
    start = text.rindex(trigger)
    span = Span(start, start + len(trigger))
    return Event(span=span, lemma=trigger, type="OTHER", confidence=1.0, quote=quote)


@pytest.mark.parametrize("case", cases("factuality"))
def test_case(nlp, case):
    (judged,) = judge(nlp(case["text"]), [event(case["text"], case["trigger"])], [])
    assert (judged.factuality, judged.future) == (case["factuality"], case["future"])


def quote(stance, parent=None):
    return Quote(
        content=(Span(0, 5),), kind="indirect", confidence=0.5, stance=stance, parent=parent
    )


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        ([quote("confirms")], "CT+"),
        ([quote("hedges")], "PS+"),
        ([quote("asserts", parent=1), quote("hedges")], "PS+"),
    ],
)
def test_what_is_attributed_to_hearsay_is_possible(nlp, quotes, expected):
    text = "The minister met the union."
    (judged,) = judge(nlp(text), [event(text, "met", quote=0)], quotes)
    assert judged.factuality == expected
