"""How outlets tell one story, on made-up corpora: counts are right and sentences true."""

import pytest

import readout
from handmade import tables
from readout import answers, retelling_charts, retellings
from test_across import LETTERS, article, event, quote

OTHER = "The committee will question the spokesman about the missing pages"


def corpus(outlets, days):
    """Three articles: two with the same words and the same meeting, one with its own words."""
    texts = [f"met {LETTERS}", f"met {LETTERS}", f"met {OTHER}"]
    rows = list(zip("abc", texts, days, outlets, strict=True))
    return readout.across(
        tables(
            articles=[article(i, text, day, outlet) for i, text, day, outlet in rows],
            quotes=[quote(i, text[4:], start=4, end=len(text)) for i, text, *_ in rows],
            events=[event(i, "met", actor="Ada Bell") for i in "ab"],
        )
    )


@pytest.fixture
def three():
    days = ["2031-05-08", "2031-05-09", "2031-05-09"]
    return corpus(["Northwire", "Lantern", "The Bay Post"], days)


def test_counts_by_outlet(three):
    rows = retellings.by_outlet(three)
    quotes = ["outlet", "quotes", "quotes_alone", "quotes_first", "quotes_left_out"]
    assert rows[quotes].to_numpy().tolist() == [
        ["Lantern", 1, 0, 0, 0],
        ["Northwire", 1, 0, 1, 0],
        ["The Bay Post", 1, 1, 0, 1],
    ]
    assert rows["events_left_out"].to_list() == [0, 0, 1]


def test_what_is_left_out_can_be_read(three):
    rows = retellings.left_out(three, "quote")
    assert rows[["outlet", "what", "outlets"]].to_numpy().tolist() == [["The Bay Post", LETTERS, 2]]


def test_the_grid_has_the_shares(three):
    chart = retelling_charts.matrix(three, "quote")
    assert chart.data.to_dict("records") == [{"what": LETTERS, "Lantern": 1.0, "Northwire": 1.0}]
    assert chart.image == retelling_charts.matrix(three, "quote").image
    assert "All articles have a date" in chart.caption


def test_events_are_told_with_who_takes_part(three):
    assert retelling_charts.matrix(three, "event").data["what"].tolist() == ["met: Ada Bell"]


def test_the_answer_says_who_was_first(three):
    said = answers.how_it_was_told(three).text
    assert "3 articles by 3 outlets" in said
    assert "Northwire was first with 2 of these" in said


def test_without_dates_nobody_is_first():
    undated = corpus(["Northwire", "Lantern", "The Bay Post"], [None] * 3)
    assert "Who was first can't be told" in answers.how_it_was_told(undated).text
    chart = retelling_charts.firsts(undated)
    assert chart.image is None
    assert chart.caption.endswith("No article has a date, so that nothing could be put in order.")


def test_one_article_without_a_date_is_said():
    some = corpus(["Northwire", "Lantern", "The Bay Post"], ["2031-05-08", None, "2031-05-09"])
    assert "1 of 3 articles has no date" in retelling_charts.matrix(some, "quote").caption


def test_without_outlets_nothing_is_shared():
    nameless = corpus([None] * 3, ["2031-05-08"] * 3)
    assert retellings.by_outlet(nameless)["outlet"].tolist() == [retellings.NO_OUTLET]
    assert retelling_charts.matrix(nameless, "quote").image is None


@pytest.mark.parametrize("articles", [[], [article("a", LETTERS)]])
def test_with_fewer_than_two_articles_there_is_nothing_to_compare(articles):
    made = readout.across(tables(articles=articles))
    assert answers.how_it_was_told(made).text.endswith("there is nothing to compare.")
    assert retelling_charts.matrix(made, "quote").image is None
    assert retelling_charts.firsts(made).image is None


def test_copies_can_be_left_aside_but_nothing_is_left_out_that_a_copy_has():
    long = " ".join(f"word{i} of this story" for i in range(40))
    made = readout.across(
        tables(
            articles=[
                article("a", long, "2031-05-08", "Northwire"),
                article("b", long, "2031-05-09", "Lantern"),
                article("c", LETTERS, "2031-05-09", "Lantern"),
            ],
            quotes=[quote("a", long), quote("b", long), quote("c", LETTERS)],
        )
    )
    assert retellings.by_outlet(made)["quotes"].tolist() == [2, 1]
    assert retellings.by_outlet(made, reprints=False)["quotes"].tolist() == [1, 1]
    assert retellings.left_out(made, "quote").empty
    assert "1 article is a copy of another, and left aside" in str(
        answers.how_it_was_told(made, reprints=False)
    )
