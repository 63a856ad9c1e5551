"""Entities: a text in, who and what it names out (tests/cases/entities.jsonl)."""

import re
from time import process_time

import pandas as pd
import pytest
from spacy.tokens import Doc

from conftest import cases
from readout.aliases import NO_ALIASES, Alias, read_aliases
from readout.entities import key, link
from readout.mentions import find_mentions
from readout.quotes import find_quotes
from readout.referring.keys import commonly_keyed


@pytest.mark.parametrize("case", cases("entities"))
def test_case(nlp, case):
    doc = nlp(case["text"])
    mentions = find_mentions(doc)
    found = [facts(entity, mentions) for entity in link(mentions, find_quotes(doc))]
    for entity in found:
        for number, position in enumerate(entity["group"]):
            entity["group"][number] = found[position]["name"]
        if entity["affiliation"] is not None:
            entity["affiliation"] = found[entity["affiliation"]]["name"]
    wanted = case["entities"]
    got = [{k: entity[k] for k in want} for entity, want in zip(found, wanted, strict=False)]
    assert got == wanted
    assert len(found) == len(wanted)


def facts(entity, mentions):
    return {
        "name": entity.name,
        "type": entity.label,
        "role": entity.role,
        "mentions": [mentions[i].text for i in entity.mentions],
        "affiliation": entity.affiliation,
        "group": list(entity.group),
        "pronouns": entity.pronouns,
        "may_be": list(entity.may_be),
    }


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("José Álvarez", "PERSON", "person:jose-alvarez"),
        ("The Hague", "GPE", "place:hague"),
        ("G20 summit", "EVENT", "event:g20-summit"),
        ("Ada J. Bell Jr.", "PERSON", "person:ada-bell"),
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


def entities_of(nlp, text, aliases=NO_ALIASES):
    doc = nlp(text)
    return link(find_mentions(doc), find_quotes(doc), aliases)


def test_a_place_that_speaks_stands_for_its_government(nlp):
    (moscow, oslo) = find_mentions(nlp("Moscow said that Oslo was wrong."))
    assert (moscow.stands_for, oslo.stands_for) == ("government", None)


def test_aliases_win_over_the_rules(nlp):
    aliases = {"ada bell": Alias("Q1", "Ada Bell"), "pia aro": Alias("Q1", "Ada Bell")}
    text = "Ada Bell resigned. Pia Aro was tired. Bell left."
    bell = next(entity for entity in entities_of(nlp, text, aliases) if entity.key == "Q1")
    assert bell.name == "Ada Bell"
    assert bell.names == ("Ada Bell", "Bell", "Pia Aro")


def test_aliases_split_what_the_rules_merge(nlp):
    aliases = {"ada j. bell": Alias("Q1"), "ada bell": Alias("Q2")}
    found = entities_of(nlp, "Ada J. Bell resigned. Ada Bell was tired.", aliases)
    assert [entity.key for entity in found] == ["Q1", "Q2"]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("name,id\nAda Bell,Q1\n", "no column key"),
        ("name,key\nAda Bell,\n", "line 2: name is 'Ada Bell' and key is ''"),
        ("name,key\nAda Bell,Q1\nADA BELL,Q2\n", "already has the key 'Q1'"),
    ],
)
def test_a_bad_aliases_file_is_told_in_a_sentence(tmp_path, lines, complaint):
    path = tmp_path / "aliases.csv"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(complaint)):
        read_aliases(path)


def test_aliases_are_read_without_case_and_accents(tmp_path):
    path = tmp_path / "aliases.csv"
    path.write_text("name,key,label\nJosé Álvarez,Q5,J. Álvarez\n", encoding="utf-8")
    assert read_aliases(path) == {"jose alvarez": Alias("Q5", "J. Álvarez")}


def keys_across(nlp, *texts):
    of_texts = [entities_of(nlp, text) for text in texts]
    return keyed(*(entity for found in of_texts for entity in found), lengths=map(len, of_texts))


def keyed(*entities, lengths):
    table = pd.DataFrame(
        {
            "entity_id": [str(number) for number, _ in enumerate(entities)],
            "key": [entity.key for entity in entities],
            "names": ["; ".join(entity.names) or None for entity in entities],
            "may_be": ["; ".join(entity.may_be) or None for entity in entities],
            "n_mentions": [len(entity.mentions) for entity in entities],
        }
    )
    keys = iter(commonly_keyed(table)["key"])
    return [[next(keys) for _ in range(length)] for length in lengths]


def test_a_surname_alone_has_the_key_of_the_only_full_name_of_the_corpus(nlp):
    found = keys_across(nlp, "Ada Bell resigned.", "Mrs. Bell was tired.")
    assert found == [["person:ada-bell"], ["person:ada-bell"]]


def test_a_surname_that_two_bear_keeps_a_key_of_its_own(nlp):
    found = keys_across(nlp, "Ada Bell resigned.", "Ben Bell sang.", "Mr. Bell was tired.")
    assert found == [["person:ada-bell"], ["person:ben-bell"], ["person:bell"]]


def test_an_acronym_has_the_key_of_the_name_that_another_article_spells_out(nlp):
    spelled = "The Northern Rim Council (NRC) met on Monday."
    found = keys_across(nlp, spelled, "The NRC met again.")
    assert found == [["org:northern-rim-council"], ["org:northern-rim-council"]]


def test_a_long_text_costs_as_much_a_word_as_a_short_one(nlp):
    short = nlp("“I am tired,” Ada Bell said. The mayor met her. " * 40)
    long = Doc.from_docs([short] * 20)

    def seconds(doc):
        mentions, quotes = find_mentions(doc), find_quotes(doc)
        begin = process_time()
        link(mentions, quotes)
        return process_time() - begin

    assert seconds(long) < 20 * 3 * min(seconds(short) for _ in range(3))
