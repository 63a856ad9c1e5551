"""Factuality: a sentence and an event in, FactBank's value out (tests/cases/factuality.jsonl)."""

from dataclasses import replace
from datetime import datetime

import pytest

from conftest import cases
from readout.annotations import Article, Event, Quote, Span
from readout.factuality import judge
from readout.pipeline import annotate, parse


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


@pytest.mark.parametrize(
    ("cue", "expected"), [("apparently", "PR+"), ("reportedly", "PS+"), ("allege", "PS+")]
)
def test_hearsay_is_as_certain_as_its_word(nlp, cue, expected):
    text = "The minister met the union."
    hearsay = replace(quote("hedges"), cue_lemma=cue)
    (judged,) = judge(nlp(text), [event(text, "met", quote=0)], [hearsay])
    assert judged.factuality == expected


@pytest.mark.parametrize(
    ("text", "trigger", "day", "future"),
    [
        ("The vote on Friday worries the union.", "vote", 17, True),
        ("The envoy leaves on Friday.", "leaves", 17, True),
        ("The envoy left on Friday.", "left", 17, False),
        ("The vote on Friday worries the union.", "vote", 10, False),
        ("The vote today worries the union.", "vote", 15, False),
    ],
)
def test_what_is_dated_after_the_day_of_publication_lies_ahead(nlp, text, trigger, day, future):
    dated = replace(event(text, trigger), begins=datetime(2030, 5, day))
    (judged,) = judge(nlp(text), [dated], [], published=datetime(2030, 5, 15))
    assert judged.future is future


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("In May she would win the prize.", 3, ("CT+", False)),
        ("In May she would win the prize.", 25, ("Uu", True)),
        ("In May she would have won the prize.", 3, ("Uu", False)),
        ("She said in May that she would win the prize.", 3, ("CT+", True)),
        ("If she sang, she would win the prize.", 3, ("Uu", True)),
    ],
)
def test_what_would_be_so_at_a_past_date_was_so(nlp, text, day, expected):
    trigger = "won" if "won" in text else "win"
    date = datetime(2030, 5, day)
    dated = replace(event(text, trigger), begins=date, ends=date)
    (judged,) = judge(nlp(text), [dated], [], published=datetime(2030, 5, 15))
    assert (judged.factuality, judged.future) == expected


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [("captured", "PS+"), ("withdrew", "CT+"), ("met", "CT+"), ("rested", "CT+")],
)
def test_hearsay_does_not_reach_what_is_taken_for_granted(nlp, trigger, expected):
    text = "Rebels, whom the king met, reportedly captured the port when the army withdrew, "
    text += "because the guards rested."
    hearsay = Quote(
        content=(Span(0, len(text)),),
        cue=(Span(text.index("reportedly"), text.index("reportedly") + 10),),
        cue_lemma="reportedly",
        kind="indirect",
        confidence=0.5,
        stance="hedges",
    )
    (judged,) = judge(nlp(text), [event(text, trigger, quote=0)], [hearsay])
    assert judged.factuality == expected


NESTED = "Orla Venn denied that Ilan Marr met Dov Kell."


def test_what_a_source_denies_is_denied_on_her_word_alone(nlp):
    article = Article(doc_id="nested", text=NESTED)
    ((read, doc),) = parse(nlp, [article])
    reading = annotate(read, doc)
    (met,) = (e for e in reading.events if e.lemma == "meet")
    assert met.quote is not None
    source = reading.quotes[met.quote].source
    assert source is not None
    assert (met.factuality, source.of(NESTED)) == ("CT-", "Orla Venn")
