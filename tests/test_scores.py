"""Scores on tables small enough to count by hand."""

import pytest

from handmade import tables
from readout.scores import load_gold, mistakes, of_articles, score

QUOTE = {"doc_id": "a", "kind": "direct", "content": "x", "source_form": "named", "confidence": 1.0}


def quote(quote_id, content, source=None, speaker=None):
    start, end = content
    spans = [{"quote_id": quote_id, "role": "content", "start": start, "end": end, "text": "x"}]
    if source:
        spans.append(spans[0] | {"role": "source", "start": source[0], "end": source[1]})
    return QUOTE | {"quote_id": quote_id, "start": start, "end": end, "speaker": speaker}, spans


def quote_tables(*made):
    spans = [span for _, spans in made for span in spans]
    return tables(quotes=[row for row, _ in made], quote_spans=spans).frames


def row(result, measure):
    return result.set_index("measure").to_dict("index")[measure]


@pytest.mark.parametrize(
    ("predicted", "right", "right_with_source"),
    [
        ([quote("q1", (0, 10), (20, 25))], 1, 1),
        ([quote("q1", (0, 5), (24, 30))], 1, 1),
        ([quote("q1", (0, 4), (20, 25))], 0, 0),
        ([quote("q1", (0, 10), (30, 35))], 1, 0),
        ([quote("q1", (0, 10))], 1, 0),
        ([], 0, 0),
        ([quote("q1", (0, 10), (20, 25)), quote("q2", (0, 9), (20, 25))], 1, 1),
    ],
)
def test_contents_and_sources_are_matched_one_to_one(predicted, right, right_with_source):
    gold = quote_tables(quote("q1", (0, 10), (20, 25)))
    result = score(gold, quote_tables(*predicted))
    contents, sourced = row(result, "content, overlap"), row(result, "content and source")
    assert contents["recall"] == 100 * right
    assert contents["precision"] == pytest.approx(100 * right / len(predicted) if predicted else 0)
    assert sourced["recall"] == 100 * right_with_source


def test_a_quote_without_source_asks_for_none():
    gold = quote_tables(quote("q1", (0, 10)))
    assert row(score(gold, gold), "content and source")["f1"] == 100
    named = quote_tables(quote("q1", (0, 10), (20, 25)))
    assert row(score(gold, named), "content and source")["f1"] == 0


def test_speaker_counts_only_matched_contents():
    gold = quote_tables(quote("q1", (0, 10), speaker="Ada"), quote("q2", (20, 30), speaker="Bo"))
    predicted = quote_tables(quote("q1", (0, 10), speaker="Ada"))
    assert row(score(gold, predicted), "speaker, of matched")["f1"] == 100


def test_articles_outside_the_gold_do_not_count():
    gold = quote_tables(quote("q1", (0, 10)))
    other = (quote("q9", (0, 10))[0] | {"doc_id": "b"}, quote("q9", (0, 10))[1])
    both = quote_tables(quote("q1", (0, 10)), other)
    assert row(score(gold, both), "content, overlap")["n_predicted"] == 1


def test_interval_holds_the_figure():
    gold = quote_tables(quote("q1", (0, 10)), quote("q2", (20, 30)))
    figures = row(score(gold, quote_tables(quote("q1", (0, 10)))), "content, overlap")
    assert figures["f1"] == pytest.approx(200 / 3)
    assert figures["low"] <= figures["f1"] <= figures["high"]


def test_gold_folder_without_tables_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"has no .*quotes\.csv"):
        load_gold(tmp_path)


def test_mistakes_are_what_only_one_side_has():
    gold = quote_tables(quote("q1", (0, 10)), quote("q2", (20, 30)))
    predicted = quote_tables(quote("q1", (0, 9)), quote("q2", (40, 50)))
    found = mistakes(gold, predicted)[["table", "mistake", "start", "end"]]
    assert found.to_numpy().tolist() == [["quotes", "missed", 20, 30], ["quotes", "wrong", 40, 50]]


def test_states_that_are_found_are_no_mistakes():
    gold = quote_tables(quote("q1", (0, 10)))
    state = {"event_id": "v1", "doc_id": "a", "start": 3, "end": 7, "trigger": "owns"}
    predicted = {**gold, "events": tables(events=[state | {"mode": "state"}]).frames["events"]}
    assert mistakes(gold, predicted).empty


def test_gold_of_other_articles_is_left_out():
    gold = quote_tables(quote("q1", (0, 10)))
    assert len(of_articles(gold, ["a"])["quote_spans"]) == 1
    assert of_articles(gold, ["b"])["quote_spans"].empty
