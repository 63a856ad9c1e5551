"""The order of events: a sentence in, what it says of before and after out (tests/cases/order.jsonl)."""

from datetime import datetime

import pytest

from conftest import cases
from readout.events import find_events
from readout.happening.order import find_order
from readout.times import find_times


def events_of(doc, times, published=None):
    """The events of a text in which no entity is known."""
    return find_events(doc, [], times, [], published=published, entity_of=lambda _: None)


@pytest.mark.parametrize("case", cases("order"))
def test_case(nlp, case):
    text, published = case["text"], datetime(2031, 5, 13)
    doc = nlp(text)
    times = find_times(doc, published)
    events = events_of(doc, times, published)
    found = [
        [
            events[order.event].span.of(text),
            order.relation,
            (times[order.time] if order.time is not None else events[order.other or 0]).span.of(
                text
            ),
        ]
        for order in find_order(doc, events, times)
    ]
    assert found == case["order"]


def test_a_day_that_an_event_only_comes_after_does_not_date_it(nlp):
    doc = nlp("They met after May 8.")
    times = find_times(doc, datetime(2031, 5, 13))
    (met,) = events_of(doc, times)
    assert (met.time, met.begins, met.ends) == (0, None, None)


def test_a_range_dates_an_event_from_its_first_to_its_last_day(nlp):
    doc = nlp("They held talks from May 6 to May 9.")
    times = find_times(doc, datetime(2031, 5, 13))
    (talks,) = events_of(doc, times)
    assert (talks.begins, talks.ends) == (datetime(2031, 5, 6), datetime(2031, 5, 9))
