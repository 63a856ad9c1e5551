"""Conditions: "if the talks fail", "in the event of a strike", "as long as the truce holds".

What begins one stands in the lexicon `factuality`: a `premise` leaves open what depends on it as
well, another `conditional` does not ("whether", "in case"). The parser takes the longer ones for
many things, so that they are looked for before a subject and at the head of a phrase.
"""

from collections.abc import Mapping

from readout.happening.expressions import row_ending_at, row_of
from readout.syntax import SUBJECTS, is_past
from readout.tree import Word

LASTING = "lasting"
BEGINNINGS = ("premise", "conditional", LASTING)
PREMISES = ("premise", LASTING)
INVERTS = frozenset({"had", "should", "were"})
PARTICIPLES = frozenset({"VBG", "VBN"})
OF_NOUNS = frozenset({"acl", "relcl"})
PARTS = frozenset({"advcl", "advmod", "prep"})
LONGEST = 4  # words: "in the event of"


def condition_on(clause: Word) -> Mapping[str, str] | None:
    """The row of what makes a clause a condition, by the words before its subject; "fought as long
    as the war lasted" tells how long."""
    if not _may_be_one(clause):
        return None
    subject = next((child for child in clause.lefts if child.dep_ in SUBJECTS), None)
    first = subject.left_edge.i if subject is not None else 0
    row = row_ending_at(clause.tree[first - 1], *BEGINNINGS) if first else None
    return None if row and row["kind"] == LASTING and is_past(clause) else row


def _may_be_one(clause: Word) -> bool:
    if clause.dep_ == "ccomp":
        return clause.head.tag_ in PARTICIPLES  # "assuming that"
    if clause.dep_ in OF_NOUNS:
        return clause.head.dep_ == "pobj"  # "on condition that"
    return clause.dep_ == "advcl"


def has_condition(verb: Word) -> bool:
    """Whether a verb depends on something: "if the talks fail", "in the event of a strike", but not
    "even if they fail" or "whether they fail or not"."""
    parts = (child for child in verb.children if child.dep_ in PARTS)
    return any(_is_premise(part) or is_inverted(part) for part in parts)


def _is_premise(part: Word) -> bool:
    marks = {child.lower_ for child in part.lefts if child.dep_ in {"mark", "advmod"}}
    first = part.left_edge
    if "even" in marks or first.lower_ == "even":
        return False
    opening = part.tree[first.i : first.i + LONGEST]
    return any(row_of(mark, "premise") for mark in marks) or any(
        row_ending_at(word, *PREMISES) for word in opening
    )


def is_inverted(clause: Word) -> bool:
    """ "Had the minister resigned, ...": a condition without "if"."""
    first = clause.left_edge
    if first.is_quote and first != clause:
        first = first.nbor()
    if first.lower_ not in INVERTS or first.dep_ != "aux" or first.head != clause:
        return False
    is_main = clause.dep_ in {"ccomp", "ROOT"}
    return clause.dep_ == "advcl" or (is_main and any(c.dep_ in SUBJECTS for c in clause.lefts))


def is_supposed(infinitive: Word) -> bool:
    """ "Were the minister to resign, ...", which the parser takes for one of its subject."""
    verb = infinitive.head.head if infinitive.dep_ == "relcl" else infinitive.head
    return verb.lower_ == "were" and verb.dep_ in {"advcl", "ccomp"} and not any(verb.lefts)
