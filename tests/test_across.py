"""What articles share: groups are a partition, order is no matter, and likeness is not agreement."""

import gc
import random
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import readout
from conftest import cases
from handmade import tables
from press import LETTERS, article, event, met, of_contents, person, quote
from readout.collecting import no_collecting
from readout.comparing.linking import candidates
from readout.schema import TABLES, check_all
from readout.store import load, save


def groups_of(frame, key):
    return {frozenset(group) for _, group in frame.groupby("group")[key]}


@pytest.mark.parametrize("case", cases("across"))
def test_two_contents(case):
    made = readout.across(of_contents(case["one"], case["other"], kind=case.get("kind", "direct")))
    assert (made.quotes["group"].nunique() == 1) == case["same"]
    at_odds = set(made.disagreements["attribute"])
    assert at_odds == ({case["odds"]} if "odds" in case else set())


def test_nothing_gives_every_table_with_its_columns():
    made = readout.across(tables())
    assert check_all(made.frames) == []
    assert made.coverage.columns.tolist() == TABLES["coverage"].names


def test_the_collector_is_on_again_whatever_happens():
    readout.across(of_contents(LETTERS, LETTERS))
    assert gc.isenabled()
    with pytest.raises(ValueError, match="on purpose"), no_collecting():
        raise ValueError("on purpose")
    assert gc.isenabled()


def test_things_that_share_a_rare_key_are_compared_once():
    keys = [["harbour", "the"], ["the"], ["the", "harbour"], ["wall"]]
    assert list(candidates(keys)) == [(0, 1), (0, 2), (1, 2)]


def test_across_twice_is_across_once():
    once = readout.across(of_contents(LETTERS, LETTERS, "The talks were frank and useful"))
    twice = readout.across(once)
    for name, frame in once.frames.items():
        pd.testing.assert_frame_equal(twice.frames[name], frame)


SENTENCES = (
    LETTERS,
    "Nobody keeps the minutes of dinners",
    "Everybody keeps the minutes of dinners in Lindholm",
    "We sent 40 ships into the strait on Sunday",
    "We sent 30 ships into the strait on Sunday",
    "ships into the strait",
    "no comment",
    "",
)
CORPORA = st.lists(
    st.tuples(
        st.sampled_from(SENTENCES),
        st.sampled_from(["met", "talk", "arrest", "win"]),
        st.sampled_from([None, "2031-05-08", "2031-05-08 09:30", "2031-05-20"]),
        st.sampled_from([None, "Northwire", "Lantern"]),
    ),
    max_size=7,
)


def corpus_of(rows):
    return tables(
        articles=[
            article(f"a{i}", f"{said} {met}", published, outlet)
            for i, (said, met, published, outlet) in enumerate(rows)
        ],
        quotes=[
            quote(f"a{i}", said or "x", end=max(1, len(said))) for i, (said, *_) in enumerate(rows)
        ],
        events=[
            event(f"a{i}", met, start=len(said) + 1, end=len(said) + 1 + len(met))
            for i, (said, met, *_) in enumerate(rows)
        ],
    )


@settings(max_examples=30)
@given(CORPORA)
def test_groups_are_a_partition_and_tables_are_sound(rows):
    corpus = corpus_of(rows)
    made = readout.across(corpus)
    assert check_all(made.frames) == []
    for frame, key in ((made.quotes, "quote_id"), (made.events, "event_id")):
        assert frame["group"].notna().all()
        assert sum(len(group) for group in groups_of(frame, key)) == len(frame)
        assert set(frame["group"]) <= set(frame[key])
    assert len(made.coverage) == sum(
        frame.groupby("group")["doc_id"].nunique().sum() for frame in (made.quotes, made.events)
    )


@settings(max_examples=30)
@given(CORPORA, st.randoms(use_true_random=False))
def test_the_order_of_articles_and_rows_does_not_matter(rows, shuffle: random.Random):
    corpus = corpus_of(rows)
    order = list(range(len(rows)))
    shuffle.shuffle(order)
    frames = {name: corpus.frames[name].iloc[order] for name in ("articles", "quotes", "events")}
    made = readout.across(corpus)
    other = readout.across(replace(corpus, **frames))
    for name, key in (("quotes", "quote_id"), ("events", "event_id")):
        one, two = made.frames[name].set_index(key), other.frames[name].set_index(key)
        assert one["group"].to_dict() == two["group"].to_dict()
    for name in ("coverage", "disagreements", "credits", "reprints"):
        pd.testing.assert_frame_equal(made.frames[name], other.frames[name])


def test_the_same_person_has_one_key():
    made = readout.across(
        tables(
            entities=[
                person("a", "Dariusz Holm"),
                person("b", "Holm"),
                person("c", "Ada Bell"),
                person("c", "Ona Bell"),
                person("d", "Bell"),
                person("e", "an official", key="e.an official"),
            ]
        )
    )
    assert made.entities["key"].tolist() == [
        "person:dariusz-holm",
        "person:dariusz-holm",
        "person:ada-bell",
        "person:ona-bell",
        "person:bell",
        "e.an official",
    ]


def test_organisations_go_by_their_plain_name_and_their_initials():
    names = {"corvane-shipping": 3, "corvane-shipping-ltd": 1, "marrow-bay-fisheries": 2, "mbf": 1}
    rows = [
        {"entity_id": f"a.e{i}", "doc_id": "a", "name": name, "type": "ORG", "n_mentions": n}
        | {"key": f"org:{name}"}
        for i, (name, n) in enumerate(names.items())
    ]
    keys = readout.across(tables(entities=rows)).entities["key"]
    assert keys.nunique() == 2


def test_who_was_first_is_told_by_the_day_where_no_time_is_given():
    days = ["2031-05-09", "2031-05-08 18:00", "2031-05-08", None]
    corpus = tables(
        articles=[article(f"a{i}", LETTERS, day) for i, day in enumerate(days)],
        quotes=[quote(f"a{i}", LETTERS) for i in range(4)],
    )
    first = readout.across(corpus).coverage.set_index("doc_id")["is_first"]
    assert first.to_dict() == {"a0": False, "a1": True, "a2": True, "a3": False}


def test_the_share_is_that_of_the_fullest_version():
    made = readout.across(of_contents(LETTERS, "the minutes of dinners in Lindholm"))
    assert sorted(made.coverage["share"].round(1)) == [0.6, 1.0]


def test_one_story_tells_of_one_meeting_and_another_day_of_another():
    found = [
        met("a", "2031-05-08"),
        met("b", "2031-05-09"),
        met("c", "2031-07-01"),
        met("d", "2031-05-09", text="A trawler sank; its crew met a coastguard cutter"),
    ]
    corpus = tables(articles=[a for a, _ in found], events=[e for _, e in found])
    groups = readout.across(corpus).events.set_index("doc_id")["group"]
    assert groups["a"] == groups["b"]
    assert groups["c"] != groups["a"]


def test_copies_are_flagged_and_go_back_to_the_one_that_is_no_copy():
    text = " ".join(f"word{i} of this story" for i in range(40))
    corpus = tables(
        articles=[
            article("a", text, outlet="The Bay Post", byline="Northwire"),
            article("b", f"{text} and a last line", outlet="Northwire"),
            article("c", LETTERS, outlet="Lantern"),
        ]
    )
    assert readout.across(corpus).reprints[["doc_id", "original_id"]].to_numpy().tolist() == [
        ["a", "b"]
    ]


@pytest.mark.parametrize("prepare", [readout.across, lambda corpus: corpus])
def test_originals_have_no_row_of_a_copy(prepare):
    text = " ".join(f"word{i} of this story" for i in range(40))
    corpus = tables(
        articles=[article("a", text), article("b", f"{text} and more"), article("c", LETTERS)],
        quotes=[{"quote_id": f"{i}.q1", "doc_id": i, "content": text} for i in "abc"],
        quote_spans=[{"quote_id": f"{i}.q1", "role": "content", "text": text} for i in "abc"],
    )
    made = readout.originals(prepare(corpus))
    assert made.articles["doc_id"].tolist() == ["a", "c"]
    assert made.quotes["doc_id"].tolist() == ["a", "c"]
    assert made.quote_spans["quote_id"].tolist() == ["a.q1", "c.q1"]


def test_without_copies_all_are_originals():
    corpus = tables(articles=[article("a", "met"), article("b", LETTERS)])
    assert readout.originals(corpus) is corpus


def test_coverage_says_who_carries_what_when_and_how():
    short = "the minutes of dinners in Lindholm"
    corpus = tables(
        articles=[
            article("a", LETTERS, "2031-05-08 09:00", outlet="Northwire"),
            article("b", short, "2031-05-08 11:00", outlet="Lantern"),
            article("c", LETTERS, None, outlet=None),
        ],
        quotes=[
            quote("a", LETTERS, speaker="Ada Bell", source="Ms Bell"),
            quote("b", short, kind="indirect", source="a spokeswoman"),
            quote("c", LETTERS),
        ],
    )
    made = readout.across(corpus)
    assert made.quotes["group"].nunique() == 1
    columns = ["doc_id", "outlet", "published", "is_first", "share", "kind", "speaker"]
    told = made.coverage[columns].astype(object).where(made.coverage[columns].notna(), None)
    assert told.round({"share": 1}).to_numpy().tolist() == [
        ["a", "Northwire", pd.Timestamp("2031-05-08 09:00"), True, 1.0, "direct", "Ada Bell"],
        ["b", "Lantern", pd.Timestamp("2031-05-08 11:00"), False, 0.6, "indirect", "a spokeswoman"],
        ["c", None, None, False, 1.0, "direct", None],
    ]


@pytest.mark.parametrize(
    ("one", "other", "shorter"),
    [
        ("We sent 40 ships into the strait on Sunday", "We sent 30 ships into the strait on Sunday",
         "sent ships into the strait on Sunday"),
        ("The minister promised an end to the sanctions", "The minister never promised an end to "
         "the sanctions", "an end to the sanctions"),
        ("The committee will question Ada Bell about the pages", "The committee will question Ona "
         "Rask about the pages", "The committee will question her about the pages"),
    ],
)  # fmt: skip
def test_near_misses_are_not_one_group_by_way_of_a_third(one, other, shorter):
    groups = readout.across(of_contents(one, other, shorter)).quotes.set_index("doc_id")["group"]
    assert groups["a0"] != groups["a1"]


def test_articles_that_are_the_same_are_one_group_a_copy_and_no_disagreement():
    text = f"{LETTERS}. " + " ".join(f"word{i} of this story" for i in range(20))
    corpus = tables(
        articles=[article("a", text), article("b", text, outlet="Lantern")],
        quotes=[quote("a", LETTERS), quote("b", LETTERS)],
        events=[event("a", "keeps", start=7, end=12), event("b", "keeps", start=7, end=12)],
    )
    made = readout.across(corpus)
    assert made.quotes["group"].tolist() == ["a.q1", "a.q1"]
    assert made.reprints["doc_id"].tolist() == ["b"]
    assert made.coverage[made.coverage["is_reprint"]]["doc_id"].unique().tolist() == ["b"]
    assert made.disagreements.empty


def test_one_article_without_a_date_or_an_outlet_is_covered_and_never_first():
    made = readout.across(
        tables(articles=[article("a", LETTERS, None, None)], quotes=[quote("a", LETTERS)])
    )
    assert check_all(made.frames) == []
    assert made.coverage["is_first"].tolist() == [False]


def happened(*mentions):
    """The groups of mentions, each of an article of its own: (its text, the word, who takes part)."""
    ids = [f"a{i}" for i in range(len(mentions))]
    found = [
        event(i, word, start=text.index(word), end=text.index(word) + len(word), lemma=word)
        for i, (text, word, _) in zip(ids, mentions, strict=True)
    ]
    corpus = tables(
        articles=[article(i, text) for i, (text, *_) in zip(ids, mentions, strict=True)],
        events=found,
        entities=[
            person(i, name) for i, (*_, names) in zip(ids, mentions, strict=True) for name in names
        ],
        arguments=[
            {"event_id": f"{i}.v1", "role": "actor", "text": name, "entity_id": f"{i}.{name}"}
            for i, (*_, names) in zip(ids, mentions, strict=True)
            for name in names
        ],
    )
    return list(readout.across(corpus).events["group"])


STORY = "The strike in the harbour of Lindholm went on. "


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ((f"{STORY}Ada Bell may ask.", "ask", ["Ada Bell"]),
         (f"{STORY}Bell will ask again.", "ask", ["Ada Bell"]), True),
        ((f"{STORY}Ada Bell may ask.", "ask", ["Ada Bell"]),
         (f"{STORY}The dockers ask for bread.", "ask", []), False),
        ((f"{STORY}They ask the mayor for flour and coal.", "ask", []),
         (f"{STORY}The men ask the mayor for coal and flour.", "ask", []), True),
        ((f"{STORY}The arrest was quick.", "arrest", []),
         (f"{STORY}Nobody saw the arrest.", "arrest", []), True),
        ((f"{STORY}The murder was quick.", "murder", []),
         (f"{STORY}Nobody saw the death.", "death", []), True),
    ],
)  # fmt: skip
def test_general_words_need_more_in_common(one, other, is_one):
    first, second = happened(one, other)
    assert (first == second) == is_one


def test_tables_of_before_load_without_groups(tmp_path):
    corpus = of_contents(LETTERS)
    old = {name: f for name, f in corpus.frames.items() if not TABLES[name].of_corpus}
    save(old | {"quotes": corpus.quotes.drop(columns="group")}, {}, tmp_path)
    frames, _ = load(tmp_path)
    assert frames["quotes"]["group"].isna().all()
    assert frames["coverage"].empty


@pytest.mark.parametrize("format_", ["parquet", "csv", "jsonl", "xlsx"])
def test_what_was_compared_is_saved_and_loaded(tmp_path, format_):
    made = readout.across(of_contents(LETTERS, LETTERS.replace("Nobody", "Somebody")))
    made.save(tmp_path, format=format_)
    loaded = readout.Tables.load(tmp_path)
    for name in ("quotes", "coverage", "disagreements"):
        pd.testing.assert_frame_equal(loaded.frames[name], made.frames[name])
