"""The timeline: order, certainty and source of each mark, and its way to the text."""

import pandas as pd
import pytest

from handmade import tables
from readout import timelines

TEXT = "Ada Bell met Carl Dorn. The guard attacked a <b>boat</b>. Talks failed."


def event(n, trigger, begins=None, ends=None, **more):
    start = TEXT.index(trigger)
    first = pd.Timestamp(begins) if begins else None
    return {
        "event_id": f"a.v{n}", "doc_id": "a", "start": start, "end": start + len(trigger),
        "trigger": trigger, "type": "CONSULT", "factuality": "CT+", "begins": first,
        "ends": pd.Timestamp(ends) if ends else first,
    } | more  # fmt: skip


def made(*events, order=()):
    return tables(
        articles=[{"doc_id": "a", "text": TEXT}],
        events=list(events),
        quotes=[{"quote_id": "a.q1", "doc_id": "a", "source": "she", "speaker": "Ada Bell"}],
        entities=[{"entity_id": "a.e1", "doc_id": "a", "name": "Ada Bell"}],
        arguments=[{"event_id": "a.v1", "role": "actor", "text": "she", "entity_id": "a.e1"}],
        order=[dict(zip(("event_id", "relation", "other_id"), row, strict=True)) for row in order],
    )


def test_events_are_in_the_order_of_time_with_certainty_and_source():
    view = timelines.timeline(
        made(
            event(2, "attacked", "2031-05-09", factuality="PS+", quote_id="a.q1"),
            event(1, "met", "2031-05-08"),
        )
    )
    first, second, caption = view.text.splitlines()
    assert first == "2031-05-08  ● Ada Bell: met (CONSULT, certain) — the newsroom"
    assert second == "2031-05-09  ○ …: attacked (CONSULT, possible) — Ada Bell"
    assert caption.startswith("2 events")


def test_a_mark_opens_into_its_words_and_leads_to_its_article():
    html = timelines.timeline(made(event(1, "attacked", "2031-05-08"))).html
    assert "The guard <mark>attacked</mark> a &lt;b&gt;boat" in html
    assert '<a data-article="articles/a.html#v1">' in html


@pytest.mark.parametrize(
    ("begins", "ends", "when"),
    [
        ("2031-05-08", "2031-05-08", "2031-05-08"),
        ("2031-05-08T09:00", "2031-05-08T09:00", "2031-05-08"),
        ("2031-05-01", "2031-05-31", "2031-05"),
        ("2031-01-01", "2031-12-31", "2031"),
        ("2031-05-06", "2031-05-09", "2031-05-06 to 2031-05-09"),
        ("2031-01-01", "2032-12-31", "2031-01-01 to 2032-12-31"),
    ],
)
def test_a_date_is_no_more_exact_than_the_text(begins, ends, when):
    (row,) = timelines.dated(made(event(1, "met", begins, ends))).to_dict("records")
    assert row["when"] == when


def test_an_undated_event_is_tied_to_a_dated_one_only_where_the_text_says_so():
    events = event(1, "met", "2031-05-08"), event(2, "attacked"), event(3, "Talks")
    found = timelines.dated(made(*events, order=[("a.v2", "after", "a.v1")]))
    assert list(found["event_id"]) == ["a.v1", "a.v2"]
    assert list(found["order"]) == ["", "after “met”"]
    assert list(found["when"]) == ["2031-05-08", "2031-05-08"]


def test_what_comes_until_a_time_is_not_dated_by_it():
    events = event(1, "met", "2031-05-08"), event(2, "attacked")
    found = timelines.dated(made(*events, order=[("a.v2", "until", "a.v1")]))
    assert list(found["event_id"]) == ["a.v1"]


def test_an_event_counts_once_and_saying_is_none():
    again = event(2, "attacked", "2031-05-09", same_as="a.v1")
    said = event(3, "Talks", "2031-05-09", type="STATEMENT")
    found = timelines.dated(made(event(1, "met", "2031-05-08"), again, said))
    assert list(found["event_id"]) == ["a.v1"]


def test_an_event_that_a_later_mention_dates_is_there_by_that_mention():
    again = event(2, "attacked", "2031-05-09", same_as="a.v1")
    found = timelines.dated(made(event(1, "met", None), again))
    assert list(found["event_id"]) == ["a.v2"]


def test_only_the_last_days_are_shown_and_it_says_so():
    view = timelines.timeline(
        made(event(1, "met", "2031-05-08"), event(2, "attacked", "2031-05-09")), days=1
    )
    assert "met" not in view.text
    assert "1 of 2 events" in view.text


def test_no_dates_are_a_sentence():
    assert timelines.timeline(made(event(1, "met"))).text.endswith("in these articles.")
