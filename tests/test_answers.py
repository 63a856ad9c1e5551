"""The notebooks' answers, on tables of no, one and several rows."""

import pandas as pd
import pytest

from handmade import tables
from readout import answers

ARTICLE = {"doc_id": "a", "title": "Talks fail", "text": "x", "path": "a.txt", "sha256": "0"}
QUOTE = {
    "doc_id": "a",
    "start": 0,
    "end": 1,
    "kind": "direct",
    "source_form": "named",
    "source_type": "person",
}
EVENT = {"doc_id": "a", "start": 0, "end": 1, "future": False, "factuality": "CT+"}
PERSON = {"doc_id": "a", "type": "PERSON", "n_mentions": 1}

NOTHING = tables(articles=[ARTICLE])
ONE = tables(
    articles=[ARTICLE],
    quotes=[QUOTE | {"speaker": "Orla Venn"}],
    events=[EVENT | {"begins": pd.Timestamp(2031, 5, 3)}],
    entities=[PERSON | {"name": "Orla Venn", "key": "person:orla-venn", "role": "minister"}],
)
MANY = tables(
    articles=[ARTICLE, ARTICLE | {"doc_id": "b"}],
    quotes=[
        QUOTE | {"speaker": "Orla Venn"},
        QUOTE | {"speaker": "Orla Venn", "kind": "indirect"},
        QUOTE | {"speaker": None, "kind": "indirect", "source_form": "anonymous"},
        QUOTE | {"speaker": "Ilan Marr", "doc_id": "b"},
    ],
    events=[
        EVENT | {"begins": pd.Timestamp(2031, 5, 3)},
        EVENT | {"begins": pd.Timestamp(2031, 6, 12), "quote_id": "q"},
        EVENT | {"factuality": "PS+", "quote_id": "q"},
        EVENT | {"factuality": "CT-"},
    ],
    entities=[
        PERSON | {"name": "Orla Venn", "key": "person:orla-venn", "role": "minister"},
        PERSON | {"name": "Venn", "key": "person:orla-venn", "doc_id": "b"},
        PERSON | {"name": "Ilan Marr", "key": "person:ilan-marr", "doc_id": "b"},
        PERSON | {"name": "Calder", "key": "gpe:calder", "type": "GPE"},
    ],
)

LINKED = tables(
    articles=[ARTICLE],
    intake=[{"path": "a.txt", "doc_id": "a", "status": "read"}, {"path": "b.txt", "status": "skipped"}],
    entities=[
        PERSON | {"entity_id": "a.e1", "name": "Orla Venn", "key": "person:orla-venn"},
        PERSON | {"entity_id": "a.e2", "name": "Ilan Marr", "key": "person:ilan-marr"},
    ],
    mentions=[{"mention_id": "a.m1", "doc_id": "a", "start": 5, "end": 9, "entity_id": "a.e2"}],
    quotes=[QUOTE | {"quote_id": "a.q1", "speaker": "Orla Venn", "entity_id": "a.e1"}],
    quote_spans=[{"quote_id": "a.q1", "role": "content", "start": 3, "end": 12}],
    events=[EVENT | {"event_id": "a.v1", "type": "CONSULT"}],
    arguments=[
        {"event_id": "a.v1", "role": "actor", "entity_id": "a.e1"},
        {"event_id": "a.v1", "role": "recipient", "entity_id": "a.e2"},
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "of", "expected"),
    [
        (answers.who_gets_to_speak, NOTHING, "nobody is quoted"),
        (answers.who_gets_to_speak, ONE, "finds 1 attribution to 1 speaker, most often to Orla"),
        (answers.who_gets_to_speak, MANY, "4 attributions to 2 speakers, most often to Orla Venn (2) and Ilan Marr (1)"),
        (answers.who_gets_to_speak, MANY, "2 (50%) carry words in quotation marks and 1 (25%) rest"),
        (answers.on_whose_word, NOTHING, "all is on their own word"),
        (answers.on_whose_word, ONE, "Of 1 attribution 1 (100%) are to people by name"),
        (answers.on_whose_word, MANY, "3 (75%) are to people by name, 0 (0%) to institutions and 1 (25%) to people who are not"),
        (answers.on_whose_word, MANY, "0 (0%) reach us through another source, and 0 are denials"),
        (answers.who_meets_and_speaks, NOTHING, "nobody who meets, speaks to or speaks about another"),
        (answers.who_meets_and_speaks, LINKED, "finds 1 pair who meet or talk: Ilan Marr and Orla Venn (1); no pair of a speaker and whoever is spoken to; "),
        (answers.who_meets_and_speaks, LINKED, "and 1 pair of a speaker and somebody spoken about: Orla Venn and Ilan Marr (1)."),
        (answers.what_was_read, NOTHING, "Of 0 articles found, 0 were read"),
        (answers.what_was_read, LINKED, "Of 2 articles found, 1 was read, 0 read with a remark and 1 left out. In 1 word readout"),
        (answers.what_happened, NOTHING, "finds no events"),
        (answers.what_happened, ONE, "1 mention of events, 1 (100%) with a date, between 3 May 2031 and 3 May 2031"),
        (answers.what_happened, MANY, "2 (50%) with a date, between 3 May 2031 and 12 June 2031"),
        (answers.what_happened, MANY, "2 (50%) are certain for whoever tells them; 2 (50%) are told on the word"),
        (answers.who_is_in_the_news, NOTHING, "finds nobody and nothing named in 1 article"),
        (answers.who_is_in_the_news, ONE, "In 1 article readout finds 1 person and 0 other entities"),
        (answers.who_is_in_the_news, MANY, "finds 2 people and 1 other entity; in most articles appear Orla Venn (2) and Ilan Marr (1)"),
        (answers.who_is_in_the_news, MANY, "what role 1 of the people have"),
    ],
)  # fmt: skip
def test_answer(answer, of, expected):
    assert expected in answer(of).text


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (NOTHING, "In “Talks fail” readout finds 0 attributions to 0 speakers. It finds 0 events"),
        (ONE, "1 attribution to 1 speaker, most of all to Orla Venn (1). It finds 1 event: 1 told"),
        (MANY, "finds 4 events: 2 told in the newsroom's own words and 2 on the word of others"),
    ],
)
def test_answer_of_one_article(of, expected):
    assert expected in answers.of_one_article(of, "a").text


def test_an_answer_is_escaped_in_html():
    assert (
        answers.Answer("<b>")._repr_html_()
        == '<p class="readout-answer mathjax_ignore tex2jax_ignore">&lt;b&gt;</p>'
    )


def test_without_labelled_articles_nothing_is_measured():
    gold = {name: LINKED.frames[name].assign(doc_id="z") for name in ("quotes", "mentions")}
    gold["quote_spans"] = LINKED.quote_spans
    assert "None of the 1 labelled article is among" in answers.how_often_wrong(LINKED, gold).text
