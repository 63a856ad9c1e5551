"""Kinds of sources and the ways of words, on tables written by hand."""

import pytest

from handmade import frame, tables
from readout import provenance


@pytest.mark.parametrize(
    ("form", "type_", "speaker", "kind"),
    [
        ("named", "person", "Ada Bell", "named people"),
        ("pronoun", "person", "Ada Bell", "named people"),
        ("pronoun", "person", None, "pronouns"),
        ("nominal", "person", "the judge", "people by role"),
        ("anonymous", "person", "an official", "anonymous"),
        ("named", "institution", "CNN", "institutions"),
        ("nominal", "institution", "the council", "institutions"),
        ("nominal", "document", None, "documents"),
        ("named", None, None, "others"),
        ("none", None, None, "nobody"),
    ],
)
def test_kind_of_a_source(form, type_, speaker, kind):
    row = {"source_form": form, "source_type": type_, "speaker": speaker}
    assert list(provenance.kinds_of_sources(frame("quotes", [row]))) == [kind]
    assert kind in provenance.KINDS


def test_words_come_through_all_that_they_are_nested_in():
    found = provenance.relays(
        tables(
            articles=[{"doc_id": "a", "outlet": "The Ledger"}],
            quotes=[
                {"quote_id": "a.q1", "doc_id": "a", "speaker": "The Post"},
                {"quote_id": "a.q2", "doc_id": "a", "source": "an official", "parent_id": "a.q1"},
                {"quote_id": "a.q3", "doc_id": "a", "speaker": "Ada Bell", "parent_id": "a.q2"},
            ],
        )
    )
    assert found[["quote_id", "source", "through", "steps", "outlet"]].to_numpy().tolist() == [
        ["a.q2", "an official", "The Post", 1, "The Ledger"],
        ["a.q3", "Ada Bell", "an official via The Post", 2, "The Ledger"],
    ]


def test_nothing_is_passed_on_where_nobody_is_quoted():
    assert provenance.relays(tables()).empty
