"""Links between people, on tables written by hand."""

import pytest

from handmade import tables
from readout import networks

PEOPLE = [
    {"entity_id": f"a.e{i}", "doc_id": "a", "name": name, "type": "PERSON"}
    for i, name in enumerate(["Ada Bell", "Ben Oll", "Ida Holm"], 1)
]


def argument(event_id, role, entity_id):
    return {"event_id": event_id, "role": role, "entity_id": entity_id}


@pytest.fixture
def linked():
    return tables(
        entities=PEOPLE,
        events=[
            {"event_id": "a.v1", "doc_id": "a", "type": "CONSULT"},
            {"event_id": "a.v2", "doc_id": "a", "type": "CONSULT"},
            {"event_id": "a.v3", "doc_id": "a", "type": "OTHER"},
        ],
        arguments=[
            argument("a.v1", "actor", "a.e1"),
            argument("a.v1", "recipient", "a.e2"),
            argument("a.v2", "actor", "a.e1"),
            argument("a.v2", "recipient", "a.e2"),
            argument("a.v2", "recipient", "a.e1"),
            argument("a.v2", "place", "a.e3"),
            argument("a.v3", "actor", "a.e2"),
            argument("a.v3", "recipient", "a.e3"),
        ],
        quotes=[{"quote_id": "a.q1", "doc_id": "a", "speaker": "Ada Bell", "entity_id": "a.e1"}],
        quote_spans=[{"quote_id": "a.q1", "role": "content", "start": 10, "end": 40}],
        mentions=[
            {"mention_id": "a.m1", "doc_id": "a", "start": 12, "end": 15, "entity_id": "a.e2"},
            {"mention_id": "a.m2", "doc_id": "a", "start": 20, "end": 23, "entity_id": "a.e2"},
            {"mention_id": "a.m3", "doc_id": "a", "start": 25, "end": 28, "entity_id": "a.e1"},
            {"mention_id": "a.m4", "doc_id": "a", "start": 39, "end": 44, "entity_id": "a.e3"},
        ],
    )


def test_acts_are_counted_by_pair_and_type(linked):
    found = networks.acts(linked).to_numpy().tolist()
    assert found == [["Ada Bell", "Ben Oll", "CONSULT", 2, "a.v1"]]


def test_speakers_are_linked_to_whom_their_words_name(linked):
    found = networks.speaks_of(linked).to_numpy().tolist()
    assert found == [["Ada Bell", "Ben Oll", 1, "a.q1"]]


def test_without_rows_there_are_no_links():
    assert networks.acts(tables()).empty
    assert networks.speaks_of(tables()).empty


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
    assert list(networks.actors_by_type(tables()).columns) == ["actor", "events"]
