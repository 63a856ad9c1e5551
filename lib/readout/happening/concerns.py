"""Whom an event concerns that is done to a thing or told in a clause: "rejected Norland's plan"."""

from collections.abc import Iterator

from readout.happening.triggers import HOSTILE, Test, Trigger, is_kind, objects_of
from readout.syntax import is_infinitive, objects_by_preposition, subjects_of_own
from readout.tree import Word

TOWARDS = frozenset({"with", "from", "to", "against", "toward", "towards"})
AT_A_VICTIM = frozenset({"on", "upon", "at"})
FROM_WITHIN = frozenset({"of", "in", "over", "for", "by", "inside", "into", *TOWARDS, *AT_A_VICTIM})
FOR_A_PURPOSE = HOSTILE - {"MOBILIZE"}
MUTUAL = frozenset({"CONSULT", "COOPERATE"})
CONDITIONS = frozenset({"if", "unless"})
ABOUT = frozenset({"of", "on", "over", "about", "to", "for"})
DEPTH = 3  # of nouns in nouns in which those that an event concerns are looked for


def concerned(trigger: Trigger, things: list[Word], is_somebody: Test) -> Iterator[Word]:
    """Whom an event concerns whose object is a thing: "rejected Norland's offer", "demanded that
    Norland leave", "withdrew its troops from Norland", "threatened to break off talks with it"."""
    verb = trigger.head
    things = things or objects_by_preposition(verb, ABOUT)
    found = list(within_all(things, trigger, is_somebody))
    for clause in verb.children:
        if clause.dep_ == "ccomp" and trigger.sense.type != "AGREE":
            found += subjects_of_clause(clause, is_somebody)
        if clause.lower_ in {"from", "over"}:
            found += [t for t in clause.children if t.dep_ == "pobj" and is_somebody(t)]
        has_purpose = trigger.sense.type in FOR_A_PURPOSE and is_purpose(clause)
        if clause.dep_ == "xcomp" or has_purpose:
            found += concerned_by_clause(clause, trigger, is_somebody)
    if not found and trigger.sense.type == "THREATEN":
        found += _those_under_a_condition(verb, is_somebody)
    yield from found


def concerned_by_clause(clause: Word, trigger: Trigger, is_somebody: Test) -> list[Word]:
    """Whom a clause concerns that is part of the event: "(threatened) to ban the Tide Party"."""
    objects = list(objects_of(clause))
    found = [t for t in objects if is_somebody(t)]
    found += [t for t in objects_by_preposition(clause, TOWARDS) if is_somebody(t)]
    return found or list(within_all(objects, trigger, is_somebody))


def is_other_side(noun: Word, trigger: Trigger) -> bool:
    """ "A deal with Norvex": whoever it is, but not in "talks with both sides showing goodwill"."""
    is_mutual = trigger.sense.type in MUTUAL and noun.head.lower_ == "with"
    return is_mutual and not any(child.dep_ == "acl" for child in noun.rights)


def subjects_of_clause(clause: Word, is_somebody: Test) -> list[Word]:
    """ "Demanded that Norland leave"."""
    return [s for s in subjects_of_own(clause) if is_somebody(s) and s.pos_ != "PRON"]


def _those_under_a_condition(verb: Word, is_somebody: Test) -> Iterator[Word]:
    """ "Threatened to leave unless Norland apologised"."""
    below = (verb, *(child for child in verb.children if child.dep_ == "xcomp"))
    for clause in (child for word in below for child in word.children if child.dep_ == "advcl"):
        if any(child.dep_ == "mark" and child.lower_ in CONDITIONS for child in clause.lefts):
            yield from subjects_of_clause(clause, is_somebody)


def is_purpose(clause: Word) -> bool:
    """ "Marched to demand ...", "marched demanding ..."."""
    is_clause = clause.dep_ in {"advcl", "acl", "xcomp"}
    return is_clause and (is_infinitive(clause) or clause.tag_ == "VBG")


def within_all(things: list[Word], trigger: Trigger, is_somebody: Test) -> Iterator[Word]:
    """Those whom things are about: "a tax on farmers", "the army's positions". Of mutual events
    ("discussed fishing rights in Lima") only those with whom."""
    is_mutual = trigger.sense.type in MUTUAL
    prepositions = TOWARDS - {"against"} if is_mutual else FROM_WITHIN
    for thing in things:
        yield from _within(thing, prepositions, is_somebody, DEPTH)


def _within(
    thing: Word, prepositions: frozenset[str], is_somebody: Test, depth: int
) -> Iterator[Word]:
    """Those that a noun phrase names, as near to its head as there are any."""
    inside = objects_by_preposition(thing, prepositions)
    modifiers = [c for c in thing.children if c.dep_ in {"amod", "compound", "poss"}]
    found = [c for c in modifiers if is_somebody(c) and c.pos_ != "PRON"]
    if depth < DEPTH:  # "the demand for passenger routes" concerns no passenger
        found = [c for c in found if c.ent_type_]
    found = [] if is_kind(thing, "forces") else found
    found += [noun for noun in inside if is_somebody(noun)]
    if not found and depth > 1:
        for noun in inside:
            found += _within(noun, prepositions, is_somebody, depth - 1)
    yield from found
