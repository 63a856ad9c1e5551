"""Charts: the numbers are right, the words are true, and hostile names stay text."""

import pytest

from handmade import tables
from readout import charts, network_charts

ALL = [
    charts.most_mentioned,
    charts.quotes_by_speaker,
    charts.sources_by_form,
    charts.kinds_of_source,
    charts.confirmed_and_denied,
    charts.relay,
    network_charts.network,
    charts.events_by_type,
    charts.timeline,
]
HOSTILE = "<script>alert(1)</script> $\\frac{x}$ " + "long " * 30


def person(doc_id, name, n_mentions=1):
    key = f"person:{name.lower()}"
    row = {"doc_id": doc_id, "name": name, "type": "PERSON", "key": key, "n_mentions": n_mentions}
    return row | {"entity_id": f"{doc_id}.{name}"}


def quote(doc_id, speaker, kind, source_form="named", **more):
    row = {"doc_id": doc_id, "speaker": speaker, "kind": kind, "source_form": source_form}
    return row | {"source_type": "person" if speaker else None} | more


def event(kind, factuality, begins=None, **more):
    return {"doc_id": "a", "type": kind, "factuality": factuality, "begins": begins} | more


@pytest.fixture
def corpus():
    return tables(
        articles=[{"doc_id": "a", "outlet": "The Ledger"}, {"doc_id": "b"}],
        entities=[person("a", "Ada Bell", 3), person("b", "Ada Bell"), person("b", HOSTILE)],
        quotes=[
            quote("a", "Ada Bell", "direct", quote_id="a.q1", stance="confirms"),
            quote("a", "Ada Bell", "indirect", quote_id="a.q2", stance="denies"),
            quote(
                "b",
                HOSTILE,
                "mixed",
                quote_id="b.q1",
                stance="denies",
                parent_id="b.q2",
                entity_id=f"b.{HOSTILE}",
            ),
            quote("b", None, "indirect", "none", quote_id="b.q2"),
        ],
        events=[
            event("CONSULT", "CT+", "2031-05-08", event_id="b.v1"),
            event("CONSULT", "PS+", "2031-05-08"),
            event("PROTEST", "CT-", "2031-05-10"),
            event("STATEMENT", "CT+", "2031-05-10"),
        ],
        arguments=[
            {"event_id": "b.v1", "role": "actor", "entity_id": "b.Ada Bell"},
            {"event_id": "b.v1", "role": "recipient", "entity_id": f"b.{HOSTILE}"},
        ],
        quote_spans=[{"quote_id": "b.q1", "role": "content", "start": 0, "end": 9}],
        mentions=[{"doc_id": "b", "start": 1, "end": 4, "entity_id": "b.Ada Bell"}],
    )


def test_people_are_counted_by_article(corpus):
    data = charts.most_mentioned(corpus).data
    assert data[["articles", "mentions"]].to_numpy().tolist() == [[2, 4], [1, 1]]


def test_quoted_and_indirect_add_up(corpus):
    data = charts.quotes_by_speaker(corpus, n=1).data
    assert data.to_numpy().tolist() == [["Ada Bell", 1, 1, 2]]


def test_forms_of_sources_by_outlet(corpus):
    data = charts.sources_by_form(corpus).data.set_index("outlet")
    assert data["named"].to_dict() == {"The Ledger": 2, charts.NO_OUTLET: 1}
    assert data["none"].to_dict() == {"The Ledger": 0, charts.NO_OUTLET: 1}


def test_kinds_of_sources_are_counted(corpus):
    data = charts.kinds_of_source(corpus).data
    assert data.to_numpy().tolist() == [["named people", 2, 1, 3], ["nobody", 0, 1, 1]]


def test_confirmed_and_denied(corpus):
    data = charts.confirmed_and_denied(corpus).data
    assert data.to_numpy().tolist() == [["Ada Bell", 1, 1, 2], [HOSTILE, 0, 1, 1]]


def test_the_ways_of_words(corpus):
    data = charts.relay(corpus).data
    assert data.to_numpy().tolist() == [[HOSTILE, "nobody in particular", charts.NO_OUTLET, 1]]


def test_who_meets_and_who_speaks_about_whom(corpus):
    data = network_charts.network(corpus).data
    assert data.to_numpy().tolist() == [
        [HOSTILE, "meets", "Ada Bell", 1, 1, "b.v1"],
        [HOSTILE, "speaks about", "Ada Bell", 1, 1, "b.q1"],
    ]


def test_statements_are_no_events_of_a_type(corpus):
    data = charts.events_by_type(corpus).data
    assert data.to_numpy().tolist() == [["CONSULT", 1, 1, 2], ["PROTEST", 1, 0, 1]]


def test_a_timeline_has_the_days(corpus):
    data = charts.timeline(corpus).data
    assert data.to_numpy().tolist() == [["2031-05-08", 1, 1, 2], ["2031-05-10", 0, 1, 1]]


def test_a_long_timeline_has_months():
    days = ["2031-01-08", "2031-01-30", "2031-05-10"]
    data = charts.timeline(tables(events=[event("CONSULT", "CT+", day) for day in days])).data
    assert data.to_numpy().tolist() == [["2031-01", 2, 0, 2], ["2031-05", 1, 0, 1]]


@pytest.mark.parametrize("chart", ALL)
def test_nothing_to_draw_is_a_sentence(chart):
    nothing = chart(tables())
    assert nothing.image is None
    assert nothing._repr_html_() == f"<p>{nothing.caption}</p>"
    assert repr(nothing).endswith(".")


@pytest.mark.parametrize("chart", ALL)
def test_the_same_tables_give_the_same_picture(chart, corpus):
    assert chart(corpus).image == chart(corpus).image


@pytest.mark.parametrize("chart", ALL)
def test_a_chart_says_its_numbers_and_what_it_shows(chart, corpus):
    drawn = chart(corpus)
    html = drawn._repr_html_()
    assert "<figcaption>" in html
    assert 'alt="' in html
    assert "<script>" not in html
    last = [str(value) for value in drawn.data.iloc[-1]]
    assert all(value in repr(drawn) for value in last)


def test_words_agree_in_number():
    one = tables(articles=[{"doc_id": "a"}], entities=[person("a", "Ada Bell")])
    chart = charts.most_mentioned(one)
    assert chart.caption == (
        "The only person by the number of articles that mention them, of 1 article."
    )
    assert chart.alt == "Bar chart: Ada Bell is in 1 article."


def test_a_chart_of_no_figures_is_a_sentence():
    assert charts.measured(charts.scores.measured("no such table")).image is None


def test_figures_have_their_intervals():
    chart = charts.measured(charts.scores.measured("quotes"))
    assert chart.image is not None
    assert "Points with intervals" in chart.alt
    assert len(chart.data) == len(charts.scores.measured("quotes"))
