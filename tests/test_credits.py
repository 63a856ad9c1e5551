"""Who reports on whose reporting: the outlets that attributions name, and their articles."""

import pytest

import readout
from handmade import tables
from press import article, event, quote


def test_an_outlet_that_is_credited_is_linked_to_its_article():
    said = "the leaders met for two hours after the summit dinner"
    corpus = tables(
        articles=[
            article("a", said, "2031-05-12", outlet="The Calder Ledger"),
            article("b", said, "2031-05-13", outlet="Northwire"),
            article("c", "told", "2031-05-14", outlet="Lantern"),
        ],
        quotes=[
            quote("a", said, source="an official"),
            quote("b", said, source="The Ledger"),
            quote("c", "told", end=4, source="a man", audience="the Calder Ledger"),
        ],
    )
    made = readout.across(corpus).credits
    told = made[["doc_id", "credited", "part", "credited_id", "basis"]].fillna("")
    assert told.to_numpy().tolist() == [
        ["b", "The Calder Ledger", "source", "a", "quote"],
        ["c", "The Calder Ledger", "audience", "", ""],
    ]


SAID = "the leaders met for two hours after the summit dinner"


def credits_of(
    source,
    published="2031-05-13",
    outlet: str | None = "Northwire",
    theirs="2031-05-12",
    their_outlet="The Calder Ledger",
):
    """Which article of an outlet an article goes back to that names a source for SAID."""
    corpus = tables(
        articles=[
            article("a", SAID, theirs, outlet=their_outlet),
            article("b", SAID, published, outlet=outlet),
        ],
        quotes=[quote("a", SAID, source="an official"), quote("b", SAID, source=source)],
    )
    made = readout.across(corpus).credits
    return made[["doc_id", "credited_id"]].fillna("").to_numpy().tolist()


@pytest.mark.parametrize(
    "source",
    [
        "The Calder Ledger",
        "the Calder Ledger",
        "The Ledger",
        "the Ledger's report",
        "a report in the Calder Ledger",
        "somebody who told the Ledger Monday",
    ],
)
def test_an_outlet_is_known_by_its_names(source):
    assert credits_of(source) == [["b", "a"]]


@pytest.mark.parametrize(
    "source",
    ["a ledger", "an official", "the Lantern", "a CL clerk", "the Ledger Hall", None],
)
def test_others_are_credited_with_nothing(source):
    assert credits_of(source) == []


@pytest.mark.parametrize(
    ("outlet", "source", "linked"),
    [
        ("Calder Evening Ledger", "the CEL", [["b", "a"]]),
        ("Union Sentinel", "a US official", []),
        ("The Union Sentinel", "a US official", []),
        ("Union Sentinel Almanac", "a USA official", []),
    ],
)
def test_initials_are_an_outlet_where_they_are_three_and_no_place(outlet, source, linked):
    assert credits_of(source, their_outlet=outlet) == linked


def test_an_outlet_that_credits_itself_is_no_credit():
    assert credits_of("The Calder Ledger", outlet="The Calder Ledger") == []


@pytest.mark.parametrize(
    ("published", "theirs", "linked"),
    [
        ("2031-05-11", "2031-05-12", ""),
        ("2031-05-12 08:00", "2031-05-12 09:30", ""),
        ("2031-05-12 10:00", "2031-05-12 09:30", "a"),
        ("2031-05-12 10:00", "2031-05-12", "a"),
        ("2031-05-12", "2031-05-12 09:30", "a"),
        (None, "2031-05-12", "a"),
        ("2031-05-12", None, "a"),
    ],
)
def test_nothing_goes_back_to_what_was_published_later(published, theirs, linked):
    assert credits_of("The Ledger", published, theirs=theirs) == [["b", linked]]


def test_an_article_without_an_outlet_may_credit_one():
    assert credits_of("The Ledger", outlet=None) == [["b", "a"]]


def test_a_name_that_two_outlets_share_is_neither_of_them():
    corpus = tables(
        articles=[
            article("a", SAID, "2031-05-11", outlet="The Calder Ledger"),
            article("b", SAID, "2031-05-11", outlet="The Tolmin Ledger"),
            article("c", SAID, "2031-05-12"),
        ],
        quotes=[quote("c", SAID, source="The Ledger")],
    )
    assert readout.across(corpus).credits.empty


NESTED = "the Ledger said an aide told a clerk Bell met Rask in Lindholm about the quotas"


@pytest.mark.parametrize("outermost", [None, "c.q3"])
def test_what_is_told_in_the_third_mouth_is_credited_to_the_first(outermost):
    """Even where the attributions are nested in one another all round."""
    corpus = tables(
        articles=[
            article("a", NESTED[37:], "2031-05-12", outlet="The Calder Ledger"),
            article("b", f"Tarn knew that {NESTED[37:]}", "2031-05-12", outlet="The Calder Ledger"),
            article("c", NESTED, "2031-05-13"),
        ],
        quotes=[
            quote("c", NESTED, 1, source="the Ledger", parent_id=outermost),
            quote("c", NESTED[16:], 2, source="an aide", parent_id="c.q1"),
            quote("c", NESTED[37:], 3, source="a clerk", parent_id="c.q2"),
        ],
        events=[
            event("a", "met", start=5, end=8),
            event("c", "met", start=42, end=45, quote_id="c.q3"),
        ],
    )
    made = readout.across(corpus).credits
    told = made[["quote_id", "credited_id", "basis"]].to_numpy().tolist()
    assert told == [["c.q1", "a", "event"]]


@pytest.mark.parametrize(("content", "basis"), [(SAID, "quote"), ("Bell has told", "story")])
def test_of_articles_of_one_day_a_copy_is_not_gone_back_to(content, basis):
    corpus = tables(
        articles=[
            article("a", f"{SAID} again", "2031-05-12", outlet="The Ledger", byline="Northwire"),
            article("b", SAID, "2031-05-12", outlet="The Ledger"),
            article("c", f"{SAID}. {content}", None, outlet="The Ledger"),
            article("d", f"{SAID}. {content}", "2031-05-13"),
        ],
        quotes=[quote("a", SAID), quote("b", SAID), quote("d", content, source="the Ledger")],
    )
    made = readout.across(corpus).credits
    assert made[["credited_id", "basis"]].to_numpy().tolist() == [["b", basis]]
