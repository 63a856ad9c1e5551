"""How the news names people: forms, merged names with reasons, and who appears with whom."""

import pandas as pd
import pytest

import handmade
import readout
from readout import naming


@pytest.fixture(scope="module")
def tables(nlp, tmp_path_factory):
    folder = tmp_path_factory.mktemp("articles")
    (folder / "a.txt").write_text("President Ada Bell met Ben Oll. Bell smiled. She was glad.")
    (folder / "b.txt").write_text("The Northern Rim Council (NRC) met. Ada Bell thanked Ben Oll.")
    return readout.read(readout.articles(folder), nlp=nlp)


def test_forms_tell_full_names_surnames_and_pronouns(tables):
    bell = naming.forms(tables).set_index("key").loc["person:ada-bell"]
    assert bell.to_dict() == {
        "full": "Ada Bell", "short": "Bell", "called": "", "pronouns": "she", "mentions": 4,
    }  # fmt: skip


def test_forms_and_roles_that_differ_in_case_alone_are_one():
    made = handmade.tables(
        entities=[
            {"doc_id": i, "key": "person:ada-bell", "name": "Ada Bell", "type": "PERSON",
             "entity_id": f"{i}.e1", "named": True, "role": role}
            for i, role in zip("abc", ["Mayor", "mayor", "mayor"], strict=True)
        ],
        mentions=[
            {"entity_id": f"{i}.e1", "form": "nominal", "text": text}
            for i, text in zip("abc", ["The mayor", "the mayor", "our mayor"], strict=True)
        ],
    )  # fmt: skip
    assert naming.forms(made).loc[0, "called"] == "the mayor, our mayor"
    assert naming.roles(made).to_dict("records") == [
        {"name": "Ada Bell", "role": "mayor", "articles": 3}
    ]


def test_merged_names_come_with_the_reason(tables):
    found = naming.merged(tables)
    assert list(found[["name", "same_as", "why"]].itertuples(index=False, name=None)) == [
        ("NRC", "Northern Rim Council", "acronym"),
        ("Bell", "Ada Bell", "one word of the name"),
    ]


@pytest.mark.parametrize(
    ("name", "full", "reason"),
    [
        ("Alvarez", "José Álvarez", "one word of the name"),
        ("Jose Alvarez", "José Álvarez", "same letters but for case, accents and points"),
        ("Ada Bell", "Ada J. Bell", "part of the name"),
        ("N.R.C.", "Northern Rim Council", "acronym"),
        ("America", "United States", "listed as another name of it"),
    ],
)
def test_why(name, full, reason):
    assert naming.why(name, full) == reason


def test_who_appears_with_whom(tables):
    wanted = pd.DataFrame({"one": ["Ada Bell"], "other": ["Ben Oll"], "articles": [2]})
    pd.testing.assert_frame_equal(naming.together(tables), wanted, check_dtype=False)


def test_no_articles_make_empty_tables(tables):
    empty = readout.Tables(**{name: frame.iloc[:0] for name, frame in tables.frames.items()})
    assert naming.forms(empty).empty
    assert naming.merged(empty).empty
    assert naming.together(empty).empty
    assert naming.roles(empty).empty
