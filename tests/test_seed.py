"""What the article that the project began from must yield (seeds/)."""

from pathlib import Path

import pandas as pd
import pytest

import readout
from readout.schema import check_all

SEEDS = Path(__file__).parents[1] / "seeds"
DOC = "000_4a5ab601c460e7f9"


@pytest.fixture(scope="module")
def tables(nlp):
    return readout.read(readout.articles(SEEDS), nlp=nlp)


def _equal_or_missing(column: pd.Series, value: str | None) -> pd.Series:
    return column.isna() if value is None else column == value


def quotes_with(tables, said):
    """The attributions whose content has these words."""
    return tables.quotes[tables.quotes["content"].str.contains(said, regex=False)]


# speaker, source form, cue, words of the content, kind
ATTRIBUTIONS = [
    ("White House", "named", "confirmed", "a second, undisclosed meeting that lasted", "indirect"),
    (None, "none", "reportedly", "so long that first lady Melania Trump had to", "indirect"),
    ("White House", "named", "confirmed", "the two leaders spoke on the sidelines", "indirect"),
    ("Michael Anton", "named", "told", "“toward the end” of dinner", "mixed"),
    ("Stewart Patrick", "named", "told", "Sidebar conversations are typically", "mixed"),
    ("Stewart Patrick", "named", "said", "“In normal circumstances", "direct"),
    ("Stewart Patrick", "pronoun", "said", "“It’s just surprising", "direct"),
    ("Washington Post", "named", "According to", "halfway through the meal and sat", "indirect"),
    ("Ian Bremmer", "named", "told", "joined only by Putin’s Russian translator", "indirect"),
    ("Ian Bremmer", "named", "said", "“Never in my life", "direct"),
    (None, "none", "reportedly", "seated next to Japanese Prime Minister", "indirect"),
]


@pytest.mark.parametrize(("speaker", "form", "cue", "said", "kind"), ATTRIBUTIONS)
def test_who_said_what(tables, speaker, form, cue, said, kind):
    found = quotes_with(tables, said)
    match = found[
        _equal_or_missing(found["speaker"], speaker)
        & (found["source_form"] == form)
        & (found["cue"] == cue)
    ]
    assert match["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    ("said", "audience"),
    [
        ("“toward the end” of dinner", "CNN"),
        ("Sidebar conversations are typically", "VICE News"),
        ("joined only by Putin’s Russian translator", "Charlie Rose; Bloomberg"),
        ("“It’s just surprising", None),
    ],
)
def test_to_whom(tables, said, audience):
    assert _equal_or_missing(quotes_with(tables, said)["audience"], audience).all()


def test_a_split_quote_is_one_content_in_two_spans(tables):
    quote_id = quotes_with(tables, "“In normal circumstances")["quote_id"].item()
    spans = tables.quote_spans[tables.quote_spans["quote_id"] == quote_id]
    spans = spans[spans["role"] == "content"]
    assert [text[:12] for text in spans["text"]] == ["“In normal c", "“It seems mo"]


def test_the_paper_has_it_on_the_word_of_an_anonymous_official(tables):
    nested = quotes_with(tables, "halfway through the meal").query("source_form == 'anonymous'")
    assert nested["source"].tolist() == ["a senior administration official"]
    assert nested["cue"].tolist() == ["quotes"]
    parents = tables.quotes.set_index("quote_id").loc[nested["parent_id"]]
    assert parents["speaker"].tolist() == ["Washington Post"]


@pytest.mark.parametrize(
    ("name", "kind", "role"),
    [
        ("Donald Trump", "PERSON", "President"),
        ("Vladimir Putin", "PERSON", "Russian President"),
        ("Melania Trump", "PERSON", "first lady"),
        ("Michael Anton", "PERSON", "National Security Council spokesman"),
        (
            "Stewart Patrick",
            "PERSON",
            "director of the International Institutions and Global Governance Program "
            "at the Council on Foreign Relations",
        ),
        ("Ian Bremmer", "PERSON", "political scientist and head of the Eurasia Group"),
        ("Shinzo Abe", "PERSON", "Japanese Prime Minister"),
        ("White House", "ORG", None),
        ("CNN", "ORG", None),
        ("VICE News", "ORG", None),
        ("Washington Post", "ORG", None),
        ("Council on Foreign Relations", "ORG", None),
        ("Hamburg", "GPE", None),
        ("G20 summit", "EVENT", None),
    ],
)
def test_one_row_for_each_entity(tables, name, kind, role):
    rows = tables.entities[tables.entities["name"] == name]
    assert rows["type"].tolist() == [kind]
    assert _equal_or_missing(rows["role"], role).all()


def test_the_president_is_one_person_however_named(tables):
    trump = tables.entities.query("name == 'Donald Trump'")["entity_id"].item()
    mentions = tables.mentions[tables.mentions["entity_id"] == trump]["text"]
    assert {"President Trump", "Trump", "his"} >= set(mentions) >= {"Trump", "his"}


def test_people_are_persons(tables):
    surnames = {"Trump", "Putin", "Anton", "Patrick", "Bremmer", "Abe", "Rose"}
    people = tables.entities[tables.entities["name"].str.split().str[-1].isin(surnames)]
    assert set(people["type"]) == {"PERSON"}


def event(tables, trigger, sentence):
    """The event with this trigger that begins within the sentence."""
    text = tables.articles["text"].item()
    start = text.index(sentence)
    inside = tables.events["start"].between(start, start + len(sentence))
    return tables.events[inside & (tables.events["trigger"] == trigger)].iloc[0]


def test_the_second_meeting(tables):
    meeting = event(tables, "meeting", "Vladimir Putin had a second, undisclosed meeting")
    assert meeting["type"] == "CONSULT"
    assert "Trump" in meeting["actor"]
    assert "Putin" in f"{meeting['actor']} {meeting['recipient']}"
    assert meeting["place"] == "Hamburg"
    assert meeting["duration"] == "PT1H"
    assert meeting["factuality"] == "CT+"
    assert pd.isna(meeting["begins"])
    source = tables.quotes.set_index("quote_id").loc[meeting["quote_id"]]
    assert source["speaker"] == "White House"


def test_the_first_conversation_has_the_date_of_the_summit(tables):
    first = event(tables, "conversation", "an initial conversation at the July 7 summit")
    assert first["begins"] == first["ends"] == pd.Timestamp(2017, 7, 7)


def test_the_confirmation_was_on_tuesday(tables):
    confirmed = event(tables, "confirmed", "the White House confirmed Tuesday")
    assert confirmed["type"] == "STATEMENT"
    assert confirmed["begins"] == pd.Timestamp(2017, 7, 18)
    assert confirmed["time_basis"] == "relative"
    assert pd.isna(confirmed["quote_id"])


def test_what_is_only_reported_is_not_certain(tables):
    intervene = event(tables, "intervene", "Melania Trump had to intervene")
    assert intervene["factuality"] != "CT+"
    assert "Melania Trump" in intervene["actor"]


def test_the_line_about_age_is_not_part_of_the_story(tables):
    assert tables.boilerplate["text"].tolist() == ["This story is over 5 years old."]
    assert tables.mentions["start"].min() >= tables.boilerplate["end"].item()
    assert tables.articles["text"].item().startswith("This story is over 5 years old.")


def test_the_tables_are_sound(tables):
    assert check_all(tables.frames) == []
    assert tables.about["model_version"] == "3.8.0"
