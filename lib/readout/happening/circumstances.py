"""Where an event was, with what, and by how much: from the parse around its trigger."""

from collections.abc import Iterator

from readout import lexicon
from readout.annotations import PLACES
from readout.happening.triggers import (
    Test,
    Trigger,
    is_kind,
    lemma_of,
    objects_of,
    says_it_happens,
)
from readout.schema import UNTYPED
from readout.syntax import objects_by_preposition
from readout.tree import Word

IN_A_PLACE = frozenset(
    {"in", "at", "near", "outside", "inside", "across", "throughout", "around", "along"}
)
MOTION_PREPOSITIONS = frozenset({"to", "into", "from", "through"})
AFTER_A_PARTICIPANT = frozenset({"with", "from", "to", "against", "on", "at", "of", "by"})
WITH_PLACES = IN_A_PLACE | MOTION_PREPOSITIONS | AFTER_A_PARTICIPANT
AT_A_LEVEL = frozenset({"to", "at", "below", "above"})
SHARES_AND_PRICES = frozenset({"PERCENT", "MONEY"})
SHORTEST_LEVEL = 3  # digits of a bare number after "at"
JOINTS = frozenset({"-", "–", ":"})
QUANTITIES = frozenset({"PERCENT", "MONEY", "QUANTITY", "CARDINAL"})
HAVE_INSTRUMENTS = frozenset({"ASSAULT", "COERCE", "PROTEST"})

Role = tuple[str, Word]


def place_roles(trigger: Trigger, is_place: Test) -> Iterator[Role]:
    """Places named after the event or what tells that it happens ("clashes erupted in Kano"), also
    within "at the summit in Hamburg" and "talks with the opposition in Hamburg"."""
    head, anchors = trigger.head, list(_anchors(trigger))
    moves_elsewhere = is_kind(head, "motion") and trigger.sense.type == "OTHER"
    if moves_elsewhere:
        ends = objects_by_preposition(head, {"to", "from"})
        yield from (("end point", t) for t in ends if is_place(t) and t.ent_type_ in PLACES)
    is_typed = trigger.sense.type not in UNTYPED
    for anchor in anchors:
        for noun in objects_by_preposition(anchor, WITH_PLACES):
            yield from _places_at(noun, is_place, is_typed=is_typed)
        if is_typed:
            for noun in objects_of(anchor):
                yield from _places_within(noun, is_place)
    if trigger.sense.type == "CONSULT" and trigger.is_noun:
        yield from (("place", c) for c in head.children
                    if c.dep_ == "compound" and c.ent_type_ == "GPE")  # fmt: skip


def _places_at(noun: Word, is_place: Test, *, is_typed: bool) -> Iterator[Role]:
    """The place that stands after a preposition, or one within the noun there."""
    preposition, anchor = noun.head.lower_, noun.head.head
    is_ground = preposition in IN_A_PLACE or (preposition == "on" and noun.pos_ == "NOUN")
    moves_there = preposition in MOTION_PREPOSITIONS and anchor.pos_ == "VERB"
    if (is_ground or moves_there) and is_place(noun):
        yield "place", noun
    elif is_typed or preposition in IN_A_PLACE:
        yield from _places_within(noun, is_place)


def _anchors(trigger: Trigger) -> Iterator[Word]:
    """The words that a place of an event stands with."""
    head = trigger.head
    yield head
    if trigger.carrier is not None:
        yield trigger.carrier
    yield from (c for c in head.children if c.dep_ == "relcl" and is_kind(c, "none"))
    if trigger.is_noun and head.dep_.startswith("nsubj") and says_it_happens(head.head):
        yield head.head


def _places_within(noun: Word, is_place: Test) -> Iterator[Role]:
    if noun.ent_type_ in {"DATE", "TIME"}:  # "six years in prison"
        return
    inner = objects_by_preposition(noun, IN_A_PLACE)
    yield from (("place", token) for token in inner if is_place(token))


def is_adverbial(noun: Word) -> bool:
    """ "Spoke at great length", "appeared on television": it tells how or where."""
    return f"{noun.head.lower_} {lemma_of(noun)}" in lexicon.words("events", "adverbial")


def instruments(trigger: Trigger, is_somebody: Test) -> Iterator[Role]:
    """ "Stabbed him with a knife", "dispersed the crowd with tear gas", "using tear gas"."""
    if trigger.sense.type not in HAVE_INSTRUMENTS:
        return
    verb = trigger.head
    tools = objects_by_preposition(verb, {"with"})
    yield from (("instrument", tool) for tool in tools if not is_somebody(tool))
    done_to = list(objects_of(verb))
    for thing in done_to:
        tools = objects_by_preposition(thing, {"with"})
        yield from (("instrument", tool) for tool in tools if is_kind(tool, "weapon"))
    for word in (verb, *done_to):
        for use in word.rights:
            if use.lower_ == "using" and use.dep_ in {"advcl", "acl", "xcomp"}:
                yield from (("instrument", tool) for tool in objects_of(use))


def amounts_of(word: Word) -> Iterator[Word]:
    """By how much something changes: "fell 3 percent", "rose by 12 points", "a fall of 9%", "fell
    by 3% (12 points)"."""
    for child in word.children:
        beside = child.dep_ in {"npadvmod", "dobj"} and is_kind(word, "change")
        if beside and _is_quantity(child):
            yield child
            yield from _said_again(child)
        if child.lower_ in ({"of", "by"} if word.pos_ == "NOUN" else {"by"}):
            for amount in (c for c in child.children if c.dep_ == "pobj" and _is_quantity(c)):
                yield amount
                yield from _said_again(amount)


def _said_again(amount: Word) -> Iterator[Word]:
    """ "9 percent (12 points)"."""
    yield from (c for c in amount.rights if c.dep_ == "appos" and _is_quantity(c))


def levels_of(verb: Word, nouns: list[Word]) -> Iterator[Word]:
    """To what something rises, falls or is brought, or where it stands: "fell to 90 points", "cut
    the price to $9", "closed at 8,017", "at a level of 120". `nouns` stand after prepositions."""
    changes = is_kind(verb, "change")
    for noun in nouns:
        where = noun.head.lower_
        if where not in AT_A_LEVEL:
            continue
        if not changes and where != "at" and all(map(_is_quantity, objects_of(verb))):
            continue  # "had 49 percent to 45"
        if noun.ent_type_ in SHARES_AND_PRICES or (changes and _is_on_a_scale(noun)):
            yield noun
        elif (changes or noun.lower_ == "level") and not is_adverbial(noun):
            yield from filter(_is_quantity, objects_by_preposition(noun, {"of"}))


def _is_on_a_scale(number: Word) -> bool:
    """Not an age, an hour or a score: "dies at 77", "begins at 4:30", "fell to 5-10", "at one
    point"."""
    if not _is_quantity(number) or number.lower_ == "point":
        return False
    is_short = sum(map(str.isdigit, number.text)) < SHORTEST_LEVEL
    is_hour = number.head.lower_ == "at" and number.ent_type_ == "CARDINAL" and is_short
    return not is_hour and number.tree[min(number.i + 1, len(number.tree) - 1)].text not in JOINTS


def _is_quantity(noun: Word) -> bool:
    counted = any(child.dep_ == "nummod" for child in noun.children)
    return noun.ent_type_ in QUANTITIES or (counted and is_kind(noun, "measure"))
