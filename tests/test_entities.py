"""Entities: a text in, who and what it names out (tests/cases/entities.jsonl)."""

import pytest

from conftest import cases
from readout.entities import key, link
from readout.mentions import find_mentions
from readout.quotes import find_quotes


@pytest.mark.parametrize("case", cases("entities"))
def test_case(nlp, case):
    doc = nlp(case["text"])
    mentions = find_mentions(doc)
    got = [
        {
            "name": entity.name,
            "type": entity.label,
            "role": entity.role,
            "mentions": [mentions[i].text for i in entity.mentions],
        }
        for entity in link(mentions, find_quotes(doc))
    ]
    assert got == case["entities"]


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("José Álvarez", "PERSON", "person:jose-alvarez"),
        ("The Hague", "GPE", "place:hague"),
        ("G20 summit", "EVENT", "event:g20-summit"),
    ],
)
def test_key_is_the_same_for_all_spellings(name, label, expected):
    assert key(name, label) == expected


def test_unnamed_sources_of_two_articles_are_not_one(nlp):
    doc = nlp("A senior official said that the bridge was safe.")
    (official,) = link(find_mentions(doc), find_quotes(doc))
    assert official.key == ""


def test_no_mention_is_in_two_entities(nlp):
    doc = nlp("Ada Bell met Ben Bell. Bell thanked him. “I am glad,” he told the mayor, Ms. Bell.")
    members = [i for entity in link(find_mentions(doc), find_quotes(doc)) for i in entity.mentions]
    assert len(members) == len(set(members))
