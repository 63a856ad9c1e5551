"""Links between people, on tables written by hand."""

import subprocess
import sys
from pathlib import Path

import pytest

from handmade import tables
from readout import network_charts, networks


def entity(number, name, **more):
    return (
        {"entity_id": f"a.e{number}", "doc_id": "a", "name": name, "key": f"key:{name}"}
        | {"type": "PERSON"}
        | more
    )


PEOPLE = [
    entity(1, "Ada Bell"),
    entity(2, "Ben Oll"),
    entity(3, "Ida Holm"),
    entity(4, "Norburg", type="GPE"),
    entity(5, "an official", named=False),
]


def argument(event_id, role, number):
    return {"event_id": event_id, "role": role, "entity_id": f"a.e{number}"}


def event(number, type_="CONSULT", factuality="CT+"):
    return {"event_id": f"a.v{number}", "doc_id": "a", "type": type_, "factuality": factuality}


def mention(start, end, number):
    entity_id = number and f"a.e{number}"
    return {"doc_id": "a", "start": start, "end": end, "entity_id": entity_id}


def piece(role, text, start):
    row = {"quote_id": "a.q1", "role": role, "text": text}
    return row | {"start": start, "end": start + len(text)}


QUOTE = {"quote_id": "a.q1", "doc_id": "a", "speaker": "Ada Bell", "entity_id": "a.e1"}


@pytest.fixture
def linked():
    return tables(
        entities=PEOPLE,
        events=[event(1), event(2), event(3, "OTHER")],
        arguments=[
            argument("a.v1", "actor", 2),
            argument("a.v1", "recipient", 1),
            argument("a.v2", "actor", 1),
            argument("a.v2", "actor", 2),
            argument("a.v2", "recipient", 1),
            argument("a.v2", "recipient", 5),
            argument("a.v2", "place", 3),
            argument("a.v3", "actor", 2),
            argument("a.v3", "recipient", 3),
        ],
        quotes=[QUOTE],
        quote_spans=[piece("content", "x" * 30, 10), piece("audience", "Ida Holm, a friend", 50)],
        mentions=[
            mention(12, 15, 2),
            mention(20, 23, 2),
            mention(25, 28, 1),
            mention(30, 33, 4),
            mention(39, 44, 3),
            mention(50, 58, 3),
            mention(60, 68, 2),
        ],
    )


def test_links_are_counted_by_kind_and_pair(linked):
    assert networks.links(linked).to_numpy().tolist() == [
        ["Ada Bell", "meets", "Ben Oll", 2, 1, "a.v1"],
        ["Ada Bell", "speaks to", "Ida Holm", 1, 1, "a.q1"],
        ["Ada Bell", "speaks about", "Ben Oll", 1, 1, "a.q1"],
    ]


def test_each_passage_behind_a_link_has_its_words_and_its_article():
    text = f"{'w' * 200} they met Ida in May {'w' * 200}"
    start = text.index("met")
    told = tables(
        articles=[{"doc_id": "a", "text": text, "outlet": "The Ledger", "published": "2031-05-08"}],
        entities=PEOPLE,
        events=[event(1) | {"trigger": "met", "start": start, "end": start + 3}],
        arguments=[argument("a.v1", "actor", 1), argument("a.v1", "recipient", 3)],
        quotes=[QUOTE | {"content": "said of Ben Oll"}],
        quote_spans=[piece("content", "x" * 30, 10)],
        mentions=[mention(12, 15, 2)],
    )
    rows = networks.passages(told)
    assert rows[["link", "row_id", "outlet", "text"]].to_numpy().tolist() == [
        ["meets", "a.v1", "The Ledger", "… they met Ida in May …"],
        ["speaks about", "a.q1", "The Ledger", "said of Ben Oll"],
    ]


def test_no_part_of_a_long_word_stands_beside_a_meeting():
    text = f"{'w' * 200}—met—{'w' * 200}"
    start = text.index("met")
    told = tables(
        articles=[{"doc_id": "a", "text": text}],
        entities=PEOPLE,
        events=[event(1) | {"trigger": "met", "start": start, "end": start + 3}],
        arguments=[argument("a.v1", "actor", 1), argument("a.v1", "recipient", 3)],
    )
    assert networks.passages(told)["text"].tolist() == ["… met …"]


def test_there_are_as_many_passages_as_the_links_count(linked):
    rows = networks.passages(linked).groupby(["who", "link", "whom"], observed=True).size()
    counts = networks.links(linked).set_index(["who", "link", "whom"])["times"]
    assert rows.to_dict() == counts.to_dict()


@pytest.mark.parametrize("factuality", ["CT-", "PS-", "Uu"])
def test_nobody_meets_where_it_is_denied_or_left_open(factuality):
    roles = [argument("a.v1", "actor", 1), argument("a.v1", "actor", 2)]
    met = tables(entities=PEOPLE, events=[event(1, factuality=factuality)], arguments=roles)
    assert networks.links(met).empty


@pytest.mark.parametrize(
    ("words", "mentions", "expected"),
    [
        ("Ben Oll", [mention(50, 57, 2)], ["Ben Oll"]),
        ("the Ledger", [mention(54, 60, 2)], ["Ben Oll"]),
        ("the chair, Ben Oll", [mention(50, 59, 3), mention(61, 68, 2)], ["Ida Holm"]),
        ("the chair of Norburg", [mention(50, 59, 5), mention(63, 70, 4)], []),
        ("Norburg’s budget committee", [mention(50, 76, None), mention(50, 57, 4)], []),
        ("her family", [mention(50, 53, 3)], []),
        ("reporters", [], []),
        ("me", [mention(50, 52, 1)], []),
    ],
)
def test_who_is_spoken_to(words, mentions, expected):
    told = tables(
        entities=PEOPLE,
        quotes=[QUOTE],
        quote_spans=[piece("audience", words, 50)],
        mentions=mentions,
    )
    assert networks.links(told)["whom"].tolist() == expected


GROUP = entity(6, "the two leaders", named=False, members="a.e1; a.e2")


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (GROUP, [["Ada Bell", "meets", "Ben Oll"]]),
        (GROUP | {"members": None}, []),
        (GROUP | {"members": "a.e1; a.e5"}, []),
    ],
)
def test_a_group_meets_as_each_of_its_members(group, expected):
    roles = [argument("a.v1", "actor", 6), argument("a.v1", "actor", 6)]
    met = tables(entities=[*PEOPLE, group], events=[event(1)], arguments=roles)
    assert networks.links(met)[["who", "link", "whom"]].to_numpy().tolist() == expected


def test_who_meets_a_group_meets_each_of_its_members():
    roles = [argument("a.v1", "actor", 3), argument("a.v1", "recipient", 6)]
    met = tables(entities=[*PEOPLE, GROUP], events=[event(1)], arguments=roles)
    found = networks.links(met)[["who", "whom"]].to_numpy().tolist()
    assert found == [["Ada Bell", "Ben Oll"], ["Ada Bell", "Ida Holm"], ["Ben Oll", "Ida Holm"]]
    assert networks.acts(met)[["actor", "recipient"]].to_numpy().tolist() == [
        ["Ida Holm", "Ada Bell"],
        ["Ida Holm", "Ben Oll"],
    ]


def test_a_group_is_spoken_to_and_about_as_each_of_its_members():
    spoken = tables(
        entities=[*PEOPLE, GROUP],
        quotes=[QUOTE | {"entity_id": "a.e3"}],
        quote_spans=[piece("content", "x" * 30, 10), piece("audience", "the two leaders", 50)],
        mentions=[mention(12, 27, 6), mention(50, 65, 6)],
    )
    assert networks.links(spoken)[["who", "link", "whom"]].to_numpy().tolist() == [
        ["Ida Holm", "speaks to", "Ada Bell"],
        ["Ida Holm", "speaks to", "Ben Oll"],
        ["Ida Holm", "speaks about", "Ada Bell"],
        ["Ida Holm", "speaks about", "Ben Oll"],
    ]


def test_a_group_acts_as_each_of_its_members_and_one_without_members_as_itself():
    unknown = entity(7, "the two guards", named=False)
    roles = [argument("a.v1", "actor", 6), argument("a.v2", "actor", 7)]
    found = networks.actors_by_type(
        tables(entities=[*PEOPLE, GROUP, unknown], events=[event(1), event(2)], arguments=roles)
    )
    assert found["actor"].tolist() == ["Ada Bell", "Ben Oll", "the two guards"]


def test_two_articles_names_for_one_key_are_one_name():
    people = [
        entity(1, "Ada Bell"),
        entity(2, "Ben Oll"),
        entity(3, "A. Bell", key="key:Ada Bell", doc_id="b"),
        entity(4, "Ada Bell", doc_id="c"),
    ]
    roles = [argument("b.v1", "actor", 3), argument("b.v1", "actor", 2)]
    met = tables(
        entities=people,
        events=[event(1) | {"event_id": "b.v1", "doc_id": "b"}],
        arguments=roles,
    )
    assert networks.links(met)["who"].tolist() == ["Ada Bell"]


def test_acts_are_counted_by_pair_and_type(linked):
    found = networks.acts(linked).to_numpy().tolist()
    assert found == [
        ["Ben Oll", "Ada Bell", "CONSULT", 2, "a.v1"],
    ]


def test_without_rows_there_are_no_links():
    assert networks.acts(tables()).empty
    assert networks.links(tables()).empty
    assert networks.passages(tables()).empty
    assert list(networks.links(tables())) == ["who", "link", "whom", "times", "articles", "row_id"]


def ring(n, centre=True):
    """As many people as you like who all meet their neighbours, and a first one all of them."""
    people = [entity(i, f"Person {chr(97 + i)}" + "x" * (i % 3) * 9) for i in range(n)]
    events, roles = [], []
    for i in range(n):
        for j in {(i + 1) % n, 0 if centre else i}:
            events.append(event(len(events)))
            roles += [argument(events[-1]["event_id"], "actor", k) for k in (i, j)]
    return tables(entities=people, events=events, arguments=roles)


DRAWING = """
from test_networks import ring
from readout import network_charts
import hashlib; print(hashlib.sha256(network_charts.network(ring(12)).image).hexdigest())
"""


def test_the_drawing_is_the_same_on_every_run():
    drawn = {
        subprocess.run(
            [sys.executable, "-c", DRAWING],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(drawn) == 1


def test_the_most_linked_are_drawn_and_the_caption_counts_what_is_not(linked):
    chart = network_charts.network(linked, n=2)
    assert chart.data["whom"].tolist() == ["Ben Oll", "Ben Oll"]
    assert chart.caption.startswith("Names: 2 of 3, those with the most links. Links: 2 of 3,")
    assert chart.alt == (
        "Network of 2 names; the most frequent links: Ada Bell meets Ben Oll (2), "
        "Ada Bell speaks about Ben Oll (1)."
    )


def test_actors_by_type_counts_each_event_once_for_a_name():
    found = networks.actors_by_type(
        tables(
            entities=[{"entity_id": f"a.e{n}", "doc_id": "a", "name": name}
                      for n, name in ((1, "Ada Bell"), (2, "Carl Dorn"))],
            events=[{"event_id": f"a.v{n}", "doc_id": "a", "type": type_}
                    for n, type_ in ((1, "CONSULT"), (2, "AID"), (3, "CONSULT"), (4, "OTHER"))],
            arguments=[{"event_id": event, "role": role, "entity_id": entity}
                       for event, role, entity in (
                           ("a.v1", "actor", "a.e1"), ("a.v1", "actor", "a.e1"),
                           ("a.v2", "actor", "a.e1"), ("a.v3", "actor", "a.e2"),
                           ("a.v3", "recipient", "a.e1"), ("a.v4", "actor", "a.e2"))],
        )
    )  # fmt: skip
    assert list(found.columns) == ["actor", "events", "CONSULT", "AID"]
    assert found.to_numpy().tolist() == [["Ada Bell", 2, 1, 1], ["Carl Dorn", 1, 1, 0]]


def test_without_actors_the_table_is_empty():
    found = networks.actors_by_type(tables())
    assert list(found.columns) == ["actor", "events"]
    assert found["actor"].dtype == "str"
