"""How outlets tell one story, on made-up corpora: counts are right and sentences true."""

import pytest

import readout
from handmade import tables
from press import LETTERS, article, event, quote
from readout import answers, retelling_charts, retellings

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
            arguments=[
                {
                    "event_id": f"{i}.v1",
                    "doc_id": i,
                    "role": role,
                    "text": text,
                    "start": 0,
                    "end": 1,
                }
                for i in "ab"
                for role, text in (("recipient", "Ona Rask"), ("actor", "Ada Bell"))
            ],
        )
    )


@pytest.fixture
def three():
    days = ["2031-05-08", "2031-05-09", "2031-05-09"]
    return corpus(["Northwire", "Lantern", "The Bay Post"], days)


def test_counts_by_outlet(three):
    rows = retellings.by_outlet(three, "quote")
    columns = ["outlet", "articles", "carried", "alone", "first", "left_out"]
    assert list(rows) == columns
    assert rows.to_numpy().tolist() == [
        ["Lantern", 1, 1, 0, 0, 0],
        ["Northwire", 1, 1, 0, 1, 0],
        ["The Bay Post", 1, 1, 1, 0, 0],
    ]


def on_the_same(*outlets):
    """An article of each outlet, all with one meeting, all but the last one with the same words."""
    names = [chr(97 + i) for i in range(len(outlets))]
    texts = [f"met {LETTERS}"] * (len(names) - 1) + [f"met {OTHER}"]
    rows = list(zip(names, texts, outlets, strict=True))
    return readout.across(
        tables(
            articles=[article(i, text, "2031-05-08", outlet) for i, text, outlet in rows],
            quotes=[quote(i, text[4:], start=4, end=len(text)) for i, text, _ in rows],
            events=[event(i, "met", actor="Ada Bell") for i in names],
        )
    )


def test_what_is_left_out_can_be_read_and_is_counted():
    made = on_the_same("Northwire", "Lantern", "The Bay Post")
    rows = retellings.left_out(made, "quote")
    assert rows[["what", "outlets", "left_out_by"]].to_numpy().tolist() == [
        [LETTERS, 2, "The Bay Post"]
    ]
    counts = retellings.by_outlet(made, "quote").set_index("outlet")["left_out"]
    assert counts.to_dict() == {"Northwire": 0, "Lantern": 0, "The Bay Post": 1}


def test_who_writes_of_other_things_leaves_nothing_out(three):
    assert retellings.left_out(three, "quote").empty
    assert retellings.left_out(three, "event").empty


def test_what_only_an_outlet_and_a_copy_carry_is_not_left_out():
    long = " ".join(f"word{i} of this story" for i in range(40))
    text = f"met {long}"
    made = readout.across(
        tables(
            articles=[
                article("a", text, "2031-05-08", "Northwire"),
                article("b", text, "2031-05-09", "Lantern"),
                article("c", f"met {text[:400]} {OTHER * 6}", "2031-05-09", "The Bay Post"),
            ],
            quotes=[quote(i, long, start=4, end=len(text)) for i in "ab"],
            events=[event(i, "met", actor="Ada Bell") for i in "abc"],
        )
    )
    assert retellings.left_out(made, "quote")["left_out_by"].tolist() == ["The Bay Post"]
    assert retellings.left_out(made, "quote", reprints=False).empty


def test_the_grid_has_the_shares(three):
    chart = retelling_charts.matrix(three, "quote")
    assert chart.data.to_dict("records") == [{"what": LETTERS, "Lantern": 1.0, "Northwire": 1.0}]
    assert chart.image == retelling_charts.matrix(three, "quote").image
    assert "All articles have a date" in chart.caption


def test_events_are_told_with_who_takes_part(three):
    assert retelling_charts.matrix(three, "event").data["what"].tolist() == [
        "met: Ada Bell; Ona Rask"
    ]


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


def test_articles_without_an_outlet_count_for_themselves():
    nameless = corpus([None, None, "Lantern"], ["2031-05-08", None, "2031-05-09"])
    assert retellings.by_outlet(nameless, "quote")["outlet"].tolist() == ["Lantern", "a", "b"]
    chart = retelling_charts.matrix(nameless, "quote")
    assert chart.data.to_dict("records") == [{"what": LETTERS, "a": 1.0, "b": 1.0}]
    assert "1 of 3 articles has no date and could not be put in order." in chart.caption
    assert (
        "In 3 articles by 1 outlet, with 2 articles of no known outlet, each counted for itself, "
        in answers.how_it_was_told(nameless).text
    )


def test_the_caption_counts_the_outlets_that_share_nothing(three):
    assert "2 of 3 outlets share some." in retelling_charts.matrix(three, "quote").caption


def test_captions_agree_in_number():
    few = corpus(["Northwire", "Lantern", "Lantern"], ["2031-05-08", "2031-05-09", "2031-05-09"])
    caption = retelling_charts.matrix(few, "quote").caption
    assert caption.startswith("The only utterance that several outlets carry. A square is as large")
    assert "Both outlets share some." in caption


def test_no_first_place_is_spoken_of_where_there_is_none():
    undated = corpus(["Northwire", "Lantern", "The Bay Post"], [None] * 3)
    assert "“1”" not in retelling_charts.matrix(undated, "quote").caption


def test_nobody_was_first_with_what_nobody_shares():
    made = readout.across(tables(articles=[article("a", LETTERS, outlet=None)]))
    assert retelling_charts.firsts(made).caption == (
        "Nothing is carried by two outlets of these articles, so that nobody was first with it."
    )


def test_the_caption_counts_the_outlets_that_have_no_room():
    made = on_the_same(*(f"Outlet {i:02}" for i in range(14)))
    caption = retelling_charts.matrix(made, "quote").caption
    assert "13 of 14 outlets share some; here are the 10 that share most." in caption
    assert "All 14 outlets share some; here are the 10" in (
        retelling_charts.matrix(made, "event").caption
    )


def test_nothing_is_said_of_who_was_first_where_nothing_is_shared():
    made = readout.across(
        tables(articles=[article("a", LETTERS, outlet=None), article("b", OTHER, outlet=None)])
    )
    said = answers.how_it_was_told(made).text
    assert "first" not in said
    assert said.startswith("In 2 articles of no known outlet, each counted for itself, readout")


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
    assert retellings.by_outlet(made, "quote")["carried"].tolist() == [2, 1]
    assert retellings.by_outlet(made, "quote", reprints=False)["carried"].tolist() == [1, 1]
    assert retellings.left_out(made, "quote").empty
    assert "1 article is a copy of another, and left aside" in str(
        answers.how_it_was_told(made, reprints=False)
    )
