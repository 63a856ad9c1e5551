"""Where accounts differ: only things of one kind in one place are set side by side."""

from dataclasses import replace

import pytest

import readout
from conftest import cases
from handmade import tables
from press import DAY, LETTERS, article, event, met, person, quote
from readout.comparing.claims import Claim
from readout.comparing.disagreements import MOST_PAIRS


@pytest.fixture(scope="module")
def retold(nlp):
    """What is read in two articles of one day, each with one text of a case."""

    def read(case):
        texts = {"a": case["one"], "b": case["other"]}
        rows = [article(i, text, case.get(f"{i}_day", "2031-05-07")) for i, text in texts.items()]
        return readout.across(readout.read(tables(articles=rows).articles, nlp=nlp))

    return read


@pytest.mark.parametrize("case", cases("retold"))
def test_two_accounts(case, retold):
    made = retold(case)
    found = made.disagreements[["attribute", "value", "other_value"]].to_numpy().tolist()
    assert found == case["differ"]


def said_by(name, content, doc_id):
    return quote(doc_id, content, entity_id=f"{doc_id}.{name}", speaker=name, source=name)


def test_two_speakers_of_the_same_words_disagree_and_of_few_words_do_not():
    long, short = f"{LETTERS}, and nobody ever kept the names of guests either", "nobody ever kept"
    made = readout.across(
        tables(
            articles=[article("a", long), article("b", long), article("c", short)],
            entities=[person("a", "Ada Bell"), person("b", "Ona Rask"), person("c", "Lev Tarn")],
            quotes=[
                said_by("Ada Bell", long, "a"),
                said_by("Ona Rask", long, "b"),
                said_by("Lev Tarn", short, "c"),
            ],
        )
    )
    said = made.disagreements[["attribute", "value", "other_value"]]
    assert said.to_numpy().tolist() == [["speaker", "Ada Bell", "Ona Rask"]]


def accounts(*factuality, names=("Ada Bell",)):
    """Articles that tell of one meeting as a corpus: each with a factuality, those who meet named."""
    ids = [f"a{i}" for i in range(len(factuality))]
    texts = [f"Ada Bell met Ona Rask in Lindholm about the quotas of {i}" for i in ids]
    found = [
        met(i, DAY, text, factuality=known)
        for i, text, known in zip(ids, texts, factuality, strict=True)
    ]
    return readout.across(
        tables(
            articles=[row for row, _ in found],
            events=[row for _, row in found],
            entities=[person(i, name) for i in ids for name in names],
            arguments=[
                {"event_id": f"{i}.v1", "role": "actor", "text": name, "entity_id": f"{i}.{name}"}
                for i in ids
                for name in names
            ],
        )
    )


def test_what_one_has_as_certain_another_may_have_as_possible():
    said = accounts("CT+", "PS+").disagreements
    told = said[["attribute", "value", "text", "other_value", "other_text"]]
    assert told.to_numpy().tolist() == [["factuality", "certain", "met", "possible", "met"]]


def test_mentions_that_share_nobody_are_not_set_side_by_side():
    assert accounts("CT+", "PS+", names=()).disagreements.empty


@pytest.mark.parametrize(
    ("more", "differ"),
    [
        (", which nobody else believed", [["certain", "denied"]]),
        (". Rask disputed the bill", []),
        ("\nNobody else came", []),
    ],
)
def test_a_deed_is_denied_by_what_stands_in_its_sentence(more, differ):
    corpus = accounts("CT+", "CT-", names=("Ada Bell", "Ona Rask"))
    longer = corpus.articles.assign(text=corpus.articles["text"] + more)
    made = readout.across(replace(corpus, articles=longer)).disagreements
    assert made[["value", "other_value"]].to_numpy().tolist() == differ


@pytest.mark.parametrize(
    ("factuality", "value", "articles", "other_articles"),
    [
        (["PS+", "CT+"], "possible", 1, 1),
        (["PS+", "CT+", "CT+"], "certain", 2, 1),
        (["PS+", "CT+", "CT+", "PS+"], "possible", 2, 2),
    ],
)
def test_how_many_articles_have_either_value_is_said(factuality, value, articles, other_articles):
    """Of two values that as many have, the one that was published first stands first."""
    (row,) = accounts(*factuality).disagreements.to_dict("records")
    assert row["value"] == value
    assert (row["articles"], row["other_articles"]) == (articles, other_articles)


def test_a_copy_is_no_second_article_for_a_value():
    corpus = accounts("CT+", "PS+", "PS+")
    copied = corpus.articles.assign(text=corpus.articles["text"].str[:-1] + LETTERS * 4)
    (row,) = readout.across(replace(corpus, articles=copied)).disagreements.to_dict("records")
    assert (row["articles"], row["other_articles"]) == (1, 1)


def test_a_copy_is_not_what_was_published_first():
    corpus = accounts("PS+", "CT+")
    articles = corpus.articles.assign(
        outlet=["Bay Post", "Lantern"], byline=["Lantern", "Ada Bell"]
    )
    (row,) = readout.across(replace(corpus, articles=articles)).disagreements.to_dict("records")
    assert (row["value"], row["other_value"]) == ("certain", "possible")


def test_what_cannot_be_compared_is_not_tried_without_end(monkeypatch):
    tried = []
    monkeypatch.setattr(Claim, "can_be_compared", lambda *pair: tried.append(pair))
    assert accounts(*["CT+", "PS+"] * 60).disagreements.empty
    assert len(tried) == MOST_PAIRS < 60 * 60


@pytest.mark.parametrize(
    ("quoted", "differ"), [("ab", [["quote", "negation"]]), ("", [["event", "factuality"]])]
)
def test_what_two_quotes_differ_in_is_told_once(quoted, differ):
    """Not again as what the event differs in that they tell of."""
    texts = {
        "a": "Ada Bell met Ona Rask in Lindholm about the quotas",
        "b": "Ada Bell never met Ona Rask in Lindholm about the quotas",
    }
    known = {"a": "CT+", "b": "CT-"}
    names = ("Ada Bell", "Ona Rask")
    events = [
        event(i, "met", start=text.index("met"), end=text.index("met") + 3, factuality=known[i])
        for i, text in texts.items()
    ]
    made = readout.across(
        tables(
            articles=[article(i, text) for i, text in texts.items()],
            quotes=[quote(i, texts[i]) for i in quoted],
            events=events,
            entities=[person(i, name) for i in texts for name in names],
            arguments=[
                {"event_id": f"{i}.v1", "role": "actor", "text": name, "entity_id": f"{i}.{name}"}
                for i in texts
                for name in names
            ],
        )
    )
    assert made.disagreements[["about", "attribute"]].to_numpy().tolist() == differ
