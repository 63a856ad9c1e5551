"""Time expressions: a sentence and its day in, TIMEX3 out (tests/cases/times.jsonl)."""

import re
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import cases
from readout.times import find_times

WORDS = [
    "on Monday", "May 8", "2029", "last week", "an hour", "at 6 p.m.", "three days ago", "next",
    "the", "past", "nine days", "every", "Friday", "Q3", "1990s", "8 May", "31 June", "twice a year",
    "they met", "they will meet", ".", ",", "\n\n", "February 30", "in 5 years", "24:61",
]  # fmt: skip
DAYS = st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31))


@pytest.mark.parametrize("case", cases("times"))
def test_case(nlp, case):
    text, published = case["text"], case["published"]
    found = find_times(nlp(text), datetime.fromisoformat(published) if published else None)
    got = [{"text": t.span.of(text), "type": t.type, "value": t.value} for t in found]
    assert got == case["times"]


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(st.sampled_from(WORDS), max_size=10), published=DAYS)
def test_any_text_gives_sound_times(nlp, words, published):
    text = " ".join(words)
    found = find_times(nlp(text), published)
    assert all(0 <= time.span.start < time.span.end <= len(text) for time in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all((time.begins is None) == (time.ends is None) for time in found)
    assert all(time.begins <= time.ends for time in found if time.begins and time.ends)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(st.sampled_from(WORDS), max_size=10))
def test_no_year_is_invented(nlp, words):
    text = " ".join(words)
    written = set(re.findall(r"\d{4}", text)) | {"1990", "199"}
    for time in find_times(nlp(text), None):
        years = re.findall(r"(?<!\d)[12]\d{3}(?=-|$)", time.value)
        assert set(years) <= written, f"{time.value} from {time.span.of(text)!r}"


def test_begins_and_ends_are_the_first_and_the_last_day(nlp):
    text = "Prices fell in January. They met last week."
    january, week = find_times(nlp(text), datetime(2031, 5, 13))
    assert (january.begins, january.ends) == (datetime(2031, 1, 1), datetime(2031, 1, 31))
    assert (week.begins, week.ends) == (datetime(2031, 5, 5), datetime(2031, 5, 11))
