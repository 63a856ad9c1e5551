"""Every rule of the schema, broken once: the check must say so, and say all at once."""

import pandas as pd
import pytest

from handmade import tables
from readout import pieces
from readout.schema import TABLES, check, check_all, complete, doc_ids

TEXT = "Venn said no."
SOUND = {
    "articles": [{"doc_id": "a", "path": "a.txt", "text": TEXT, "sha256": "0"}],
    "entities": [
        {"entity_id": "a.e1", "doc_id": "a", "name": "Venn", "type": "PERSON", "n_mentions": 1, "key": "k"}
    ],
    "mentions": [
        {"mention_id": "a.m1", "doc_id": "a", "start": 0, "end": 4, "text": "Venn", "form": "name", "entity_id": "a.e1"}
    ],
    "quotes": [
        {"quote_id": "a.q1", "doc_id": "a", "start": 10, "end": 12, "kind": "indirect", "content": "no", "source_form": "named", "confidence": 0.5}
    ],
    "quote_spans": [
        {"quote_id": "a.q1", "role": "content", "start": 10, "end": 12, "text": "no"}
    ],
}  # fmt: skip


def sound():
    return tables(**SOUND).frames


def broken(name, **change):
    frames = sound()
    frames[name] = frames[name].assign(**change)
    return frames


def test_sound_tables_have_no_problems():
    assert check_all(sound()) == []


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_is_sound(name):
    assert check(TABLES[name].empty(), name) == []


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("quotes", {"kind": "shouted"}, "quotes: kind holds 'shouted'; allowed are direct, indirect"),
        ("quotes", {"kind": pd.Series([None], dtype="str")}, "quotes: kind is empty in row 0"),
        ("quotes", {"cue": ""}, "quotes: cue is an empty string in row 0"),
        ("quotes", {"confidence": 1.5}, "quotes: confidence holds 1.5; it lies between 0 and 1"),
        ("quotes", {"start": 1.0}, "quotes: start has dtype float64, not int64"),
        ("quotes", {"confidence": "high"}, "quotes: confidence has dtype str, not float64"),
        ("quotes", {"mood": "x"}, "quotes: columns are not in the schema: mood"),
        ("quotes", {"doc_id": "b"}, "quotes: doc_id refers to no row of articles: 'b'"),
        ("quotes", {"parent_id": "a.q9"}, "parent_id refers to no row of quotes: 'a.q9'"),
        ("quotes", {"end": 99}, "quotes: row 0 spans 10 to 99, but a has 13 characters"),
        ("quotes", {"start": -1}, "quotes: row 0 spans -1 to 12"),
        ("mentions", {"text": "Vann"}, "mentions: row 0 says text is 'Vann', but characters 0 to 4 of a are 'Venn'"),
        ("mentions", {"entity_id": "a.e2"}, "entity_id refers to no row of entities"),
        ("quote_spans", {"text": "on"}, "quote_spans: row 0 says text is 'on'"),
        ("quote_spans", {"quote_id": "a.q7"}, "quote_id refers to no row of quotes"),
        ("articles", {"published": "2031"}, "articles: published has dtype str, not datetime64[us]"),
    ],
)  # fmt: skip
def test_each_fault_is_said(name, change, sentence):
    assert any(sentence in problem for problem in check_all(broken(name, **change)))


def test_a_repeated_id_is_said():
    frames = sound()
    frames["quotes"] = pd.concat([frames["quotes"]] * 2, ignore_index=True)
    assert check_all(frames) == ["quotes: quote_id is not unique: 'a.q1'"]


def test_missing_columns_and_tables_are_said():
    frames = sound()
    frames["quotes"] = frames["quotes"].drop(columns=["cue", "stance"])
    del frames["times"]
    assert "quotes: columns are missing: cue, stance" in check_all(frames)
    assert "times: the table is missing" in check_all(frames)


def test_everything_is_said_at_once():
    problems = check(broken("quotes", kind="shouted", confidence=2.0, cue="")["quotes"], "quotes")
    assert len(problems) == 3


def test_an_unknown_table_is_refused():
    with pytest.raises(
        ValueError,
        match=r"^There is no table 'cues'\. The tables are: articles, entities, .*, reprints\.$",
    ):
        check(pd.DataFrame(), "cues")


@pytest.mark.parametrize(
    ("name", "change", "sentences"),
    [
        ("quotes", {"mood": "x", "tone": "y"}, ["quotes: columns are not in the schema: mood, tone"]),
        ("quotes", {"cue": ""}, ["quotes: cue is an empty string in row 0; use a missing value"]),
        ("quotes", {"confidence": -0.1}, ["quotes: confidence holds -0.1; it lies between 0 and 1"]),
        ("quotes", {"kind": "x"}, ["quotes: kind holds 'x'; allowed are direct, indirect, mixed"]),
        ("quotes", {"kind": 7}, ["quotes: kind has dtype int64, not str"]),
        ("quotes", {"end": 10}, ["quotes: row 0 spans 10 to 10, but a has 13 characters"]),
        ("quotes", {"end": 14}, ["quotes: row 0 spans 10 to 14, but a has 13 characters"]),
        ("articles", {"doc_id": pd.Series([None], dtype="str")}, ["articles: doc_id is empty in row 0"]),
        ("quote_spans", {"quote_id": "b"}, ["quote_spans: quote_id refers to no row of quotes: 'b'"]),
        ("quotes", {"end": 13, "content": "no"}, []),
        ("quote_spans", {"end": 13, "text": "no"}, ["quote_spans: row 0 says text is 'no', but characters 10 to 13 of a are 'no.'"]),
        ("mentions", {"text": "no"}, ["mentions: row 0 says text is 'no', but characters 0 to 4 of a are 'Venn'"]),
    ],
)  # fmt: skip
def test_a_fault_is_said_in_these_words_and_nothing_else(name, change, sentences):
    assert check_all(broken(name, **change)) == sentences


def many(n):
    """Tables with so many quotes, which are sound."""
    frames = sound()
    quotes = pd.concat([frames["quotes"]] * n, ignore_index=True)
    frames["quotes"] = quotes.assign(quote_id=[f"a.q{i}" for i in range(1, n + 1)])
    return frames


@pytest.mark.parametrize(
    ("n", "rows"), [(1, "row 0"), (3, "row 0, 1, 2"), (4, "row 0, 1, 2 and 1 more")]
)
def test_of_many_rows_three_are_named(n, rows):
    frames = many(n)
    frames["quotes"]["cue"] = ""
    assert check_all(frames) == [f"quotes: cue is an empty string in {rows}; use a missing value"]


@pytest.mark.parametrize(
    ("n", "values"), [(3, "'k0', 'k1', 'k2'"), (5, "'k0', 'k1', 'k2' and 2 more")]
)
def test_of_many_values_three_are_named(n, values):
    frames = many(n)
    frames["quotes"]["entity_id"] = [f"k{i}" for i in range(n)]
    assert check_all(frames) == [f"quotes: entity_id refers to no row of entities: {values}"]


def test_a_quote_may_reach_from_the_first_to_the_last_character():
    frames = broken("quotes", start=0, end=len(TEXT), content=TEXT)
    frames["quote_spans"] = frames["quote_spans"].iloc[:0]
    assert check_all(frames) == []


def test_a_text_may_be_empty_where_it_stands_in_the_table_of_articles():
    assert check(broken("articles", text="")["articles"], "articles") == []


def test_offsets_are_left_alone_where_the_table_itself_or_the_articles_are_wrong():
    frames = broken("quotes", kind="x", end=99)
    assert check_all(frames) == ["quotes: kind holds 'x'; allowed are direct, indirect, mixed"]
    without = {
        name: frame for name, frame in broken("quotes", end=99).items() if name != "articles"
    }
    assert check_all(without) == ["articles: the table is missing"]


def test_all_rows_are_checked_after_one_that_is_sound_or_is_of_no_article():
    frames = many(3)
    frames["quotes"]["end"] = [12, 99, 98]
    frames["quotes"].loc[0, "doc_id"] = "b"
    assert check_all(frames) == [
        "quotes: doc_id refers to no row of articles: 'b'",
        "quotes: row 1 spans 10 to 99, but a has 13 characters",
        "quotes: row 2 spans 10 to 98, but a has 13 characters",
    ]


def test_what_is_missing_is_completed_in_the_order_of_the_schema():
    quotes = sound()["quotes"]
    made = complete({"quotes": quotes})
    assert list(made) == list(TABLES)
    assert made["quotes"] is quotes
    assert all(frame.empty for name, frame in made.items() if name != "quotes")
    assert check_all(complete({})) == []


def test_a_row_belongs_to_an_article_by_itself_or_by_the_row_it_is_part_of():
    frames = sound()
    assert doc_ids(frames["quotes"], "quotes", frames).tolist() == ["a"]
    assert doc_ids(frames["quote_spans"], "quote_spans", frames).tolist() == ["a"]
    orphan = frames["quote_spans"].assign(quote_id="b")
    assert doc_ids(orphan, "quote_spans", frames).isna().all()
    assert doc_ids(orphan, "quote_spans", {}).isna().tolist() == [True]


@pytest.mark.parametrize("at_once", [1, 2, 50_000])
def test_pieces_of_several_texts_are_found_by_characters_of_any_size(at_once, monkeypatch):
    monkeypatch.setattr(pieces, "AT_ONCE", at_once)
    texts = {"a": "“Né à Łódź”, Venn said 😀.", "b": "", "c": "Łukasz Émile left."}
    spans = [("c", 0, 6), ("a", 1, 10), ("a", 0, 25), ("c", 7, 12), ("a", 23, 24)]
    words = ["Łukasz", "Né à Łódź", texts["a"], "Émile", "😀"]

    def frames(said):
        rows = [
            {"doc_id": d, "start": s, "end": e, "text": w, "reason": "test"}
            for (d, s, e), w in zip(spans, said, strict=True)
        ]
        articles = [{"doc_id": d, "path": d, "text": t, "sha256": "0"} for d, t in texts.items()]
        return tables(articles=articles, boilerplate=rows).frames

    assert check_all(frames(words)) == []
    wrong = [*words[:3], "Emile", "!"]
    assert check_all(frames(wrong)) == [
        "boilerplate: row 3 says text is 'Emile', but characters 7 to 12 of c are 'Émile'",
        "boilerplate: row 4 says text is '!', but characters 23 to 24 of a are '😀'",
    ]
