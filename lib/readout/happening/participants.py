"""Who takes part in an event, in what role: from the parse around its trigger.

Actor and recipient are PLOVER's (manual of 2021): the recipient is somebody that an event is
directed at or done to; a thing that it is done to is an `object`, and by how much something
changes is an `amount`, what it comes to a `level`. Of reciprocal events
("A and B met") the manual counts all as actors, and so does this module: each conjunct of the
subject, and of "between A and B", is an actor; what follows "with" is a recipient.
"""

from collections.abc import Callable, Collection, Iterator, Set

from readout import lexicon
from readout.annotations import Argument, Span
from readout.happening.circumstances import (
    AT_A_LEVEL,
    Role,
    amounts_of,
    instruments,
    is_adverbial,
    levels_of,
    place_roles,
)
from readout.happening.concerns import (
    AT_A_VICTIM,
    FOR_A_PURPOSE,
    TOWARDS,
    concerned,
    concerned_by_clause,
    is_other_side,
    is_purpose,
    subjects_of_clause,
    within_all,
)
from readout.happening.control import actors_of
from readout.happening.triggers import (
    COOPERATIVE,
    HARM,
    HOSTILE,
    Test,
    Trigger,
    counts_people,
    is_hostile,
    is_kind,
    lemma_of,
    objects_of,
)
from readout.schema import UNTYPED
from readout.syntax import (
    is_in_one_name,
    is_infinitive,
    is_passive,
    objects_by_preposition,
    span_of,
    subjects_of_own,
)
from readout.tree import Word

DIRECTED_AT = frozenset({"against", "for", "at", "into", "on", "to", "of"})
BETWEEN = frozenset({"between", "among"})
AFTER_A_VERB = TOWARDS | AT_A_VICTIM | DIRECTED_AT | BETWEEN | AT_A_LEVEL
VERBAL_CONFLICT = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
NAMES_OF_ACTORS = frozenset({"PERSON", "NORP", "ORG", "GPE"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
POINTERS = RELATIVES | {"what", "this"}  # to what was said before: who takes part has other words
DONE_BY_THE_OF_PHRASE = frozenset({"CONSULT", "PROTEST", "STATEMENT", "RETREAT", "COOPERATE"})
CARRIED_PREPOSITIONS = frozenset({"for", "during", "in", "at", "after", "before"})
OF_SEVERAL = frozenset({"neither", "either", "both"})
BEFORE_HEAD = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "advmod"}
)


def participants(
    trigger: Trigger,
    *,
    is_somebody: Test,
    is_place: Test,
    is_event: Test,
    entity_of: Callable[[Word], int | None],
) -> list[Argument]:
    """Actors, recipients, objects, places and instruments of one event, each noun phrase once.

    `is_somebody` and `is_place` tell what the head of a noun phrase stands for; `is_event` tells
    a noun that names an event itself and takes part in none; `entity_of` the position of its
    entity. The list is in the order of roles: actor, recipient, object, amount, level, place,
    instrument.
    """
    finder = _noun_roles if trigger.is_noun else _verb_roles
    found: dict[int, Argument] = {}
    roles = list(place_roles(trigger, is_place))
    grounds = {head for _, head in roles if trigger.sense.type not in HOSTILE}
    roles += [r for r in finder(trigger, is_somebody) if r[0] != "object" or r[1] not in grounds]
    order = ("end point", "actor", "recipient", "object", "amount", "level", "place", "instrument")
    anchors = _anchors(trigger)
    for role, head in sorted(roles, key=lambda pair: order.index(pair[0])):
        antecedent = _antecedent(head)
        pronoun = None if head == antecedent else span_of([head])
        for noun in _members(antecedent):
            if noun.i not in found and _can_take_part(noun) and not is_event(noun):
                found[noun.i] = Argument(
                    role="place" if role == "end point" else role,
                    span=phrase(noun),
                    entity=entity_of(noun),
                    understood=_is_understood(noun, trigger, anchors),
                    pronoun=pronoun,
                )
    return list(found.values())


def _anchors(trigger: Trigger) -> set[Word]:
    """The trigger, the verb that carries it, and what these are coordinated with."""
    own = {trigger.head} | ({trigger.carrier} if trigger.carrier is not None else set())
    return own | {other for anchor in own for other in anchor.conjuncts}


def _is_understood(noun: Word, trigger: Trigger, anchors: Set[Word]) -> bool:
    """Whether a noun stands outside the words that depend on the trigger or on what stands for it,
    and grammar alone makes it take part."""
    modifies = trigger.head.dep_ in {"acl", "amod", "relcl"} and trigger.head.head == noun
    return not modifies and anchors.isdisjoint(noun.ancestors)


def _members(noun: Word) -> Iterator[Word]:
    """A noun and those coordinated with it that follow, each once, in the order of the text."""
    yield from _swallowed(noun)
    yield noun
    for child in noun.rights:
        if child.dep_ == "conj" and not is_in_one_name(child):
            yield from _members(child)


def _can_take_part(noun: Word) -> bool:
    if noun.lower_ in POINTERS or noun.ent_type_ in {"DATE", "TIME"} or _is_reciprocal(noun):
        return False
    return noun.pos_ in NOMINAL and not (noun.pos_ == "ADJ" and noun.dep_ == "oprd")


def _is_reciprocal(noun: Word) -> bool:
    """ "Each other", "one another"."""
    before = next(iter(noun.lefts), noun)
    return f"{before.lower_} {noun.lower_}" in {"each other", "one another"}


def _swallowed(noun: Word) -> list[Word]:
    """A name that the parser made a modifier of the one it is coordinated with: in "President A
    and President B met", A is often a modifier of B."""
    if noun.ent_type_ not in NAMES_OF_ACTORS:
        return []
    before = noun.tree[noun.left_edge.i : noun.i]
    return [t for t in before if t.ent_type_ in NAMES_OF_ACTORS and _conjunction_of(t) is not None]


def _conjunction_of(token: Word) -> Word | None:
    return next((child for child in token.rights if child.dep_ == "cc"), None)


def phrase(noun: Word) -> Span:
    """A noun phrase without clauses, apposition, coordinated nouns and possessive ending."""
    if noun.pos_ == "ADJ" or noun.dep_ == "amod":
        return span_of([noun])
    kept = [noun]
    is_one_of_many = any(child.dep_ == "conj" for child in noun.rights)
    for child in reversed(list(noun.lefts)):
        if child.dep_ not in BEFORE_HEAD and child.text != "-":
            break
        if child.tag_ == "WP$" or (is_one_of_many and child.lower_ in OF_SEVERAL):
            break
        kept += child.subtree
    for child in noun.rights:
        if child.lower_ == "of" and child.i == noun.i + 1:
            kept += _without_clauses(child)
        if child.dep_ == "conj" and is_in_one_name(child):
            kept.append(child)
    return span_of(_after_conjunction(noun, kept))


def _after_conjunction(noun: Word, kept: list[Word]) -> list[Word]:
    """A phrase without the names that the parser put into it, or such a name by itself."""
    if noun.ent_type_ not in NAMES_OF_ACTORS:
        return kept
    host = next((above for above in noun.ancestors if noun in _swallowed(above)), None)
    if host is not None:
        return list(noun.tree[host.left_edge.i : noun.i + 1])
    cuts = [cc.i for name in _swallowed(noun) if (cc := _conjunction_of(name)) is not None]
    return [token for token in kept if token.i > max(cuts, default=-1)]


def _verb_roles(trigger: Trigger, is_somebody: Test) -> Iterator[Role]:
    verb = trigger.head
    amounts = list(amounts_of(verb)) if trigger.sense.type == "OTHER" else []
    yield from (("amount", token) for token in amounts)
    undergone = [
        t for t in objects_of(verb) if t not in amounts and not _is_empty(t) and not _is_idiom(t)
    ] or _relative_object(verb)
    if _befalls(trigger) and not undergone:
        undergone = [t for t in actors_of(verb) if amounts or not is_somebody(_antecedent(t))]
    actors = (t for t in actors_of(verb) if t not in undergone and not _stands_for_clause(t))
    yield from (("actor", doer) for token in actors for doer in _doers(token, trigger))
    after = objects_by_preposition(verb, AFTER_A_VERB)
    levels = list(levels_of(verb, after)) if after and trigger.sense.type == "OTHER" else []
    yield from (("level", token) for token in levels)
    sides = BETWEEN if trigger.sense.type not in UNTYPED else BETWEEN - {"among"}
    yield from (("actor", side) for side in _among(after, sides) if is_somebody(side))
    victims = [t for t in undergone if _is_victim(t, trigger, is_somebody)]
    yield from (("object", token) for token in undergone if token not in victims)
    directed = [p for p in _among(after, _towards(trigger)) if is_somebody(p)]
    directed += [child for child in verb.children if child.dep_ == "dative"]
    if not directed and not victims and trigger.sense.type not in UNTYPED:
        directed = list(concerned(trigger, undergone, is_somebody))
    yield from (("recipient", token) for token in (*victims, *directed))
    if not undergone and trigger.sense.type != "CONSULT":
        things = [t for t in _among(after, DIRECTED_AT) if t not in levels and not is_somebody(t)]
        yield from (("object", thing) for thing in things if not is_adverbial(thing))
    if is_kind(verb, "supply"):
        goods = _among(after, {"with"})
        yield from (("object", thing) for thing in goods if not is_somebody(thing))
    yield from instruments(trigger, is_somebody)


def _among(nouns: list[Word], prepositions: Collection[str]) -> list[Word]:
    """Those nouns that stand after some of the prepositions."""
    return [noun for noun in nouns if noun.head.lower_ in prepositions]


def _is_empty(subject: Word) -> bool:
    """ "It is expected that ...": "it" only holds the place of the clause."""
    clauses = {"ccomp", "xcomp", "csubj"}
    return subject.lower_ == "it" and any(c.dep_ in clauses for c in subject.head.rights)


def _stands_for_clause(subject: Word) -> bool:
    """ "It is important to leave", "it remains unclear whether ...": nobody does it."""
    if subject.lower_ != "it":
        return False
    evaluations = lexicon.words("factuality", "evaluation")
    return any(c.dep_ == "acomp" and c.lower_ in evaluations for c in subject.head.rights)


def _is_idiom(thing: Word) -> bool:
    """ "The talks took place": a noun that means nothing without its verb."""
    verb = lemma_of(thing.head)
    return f"{verb} {thing.lower_}" in lexicon.words("events", "phrase")


def _befalls(trigger: Trigger) -> bool:
    """Whether an event befalls what its subject names: what falls or moves undergoes that."""
    moves = is_kind(trigger.head, "change") or is_kind(trigger.head, "motion")
    return trigger.sense.type == "OTHER" and moves


def _is_victim(noun: Word, trigger: Trigger, is_somebody: Test) -> bool:
    """Whether somebody undergoes the event. In "Japan withdrew its troops" they carry it out."""
    if is_kind(noun, "forces"):
        own = any(child.lower_ in {"its", "their", "his", "her"} for child in noun.children)
        moves = trigger.sense.type == "MOBILIZE" or trigger.sense.mode == "withdraw"
        if moves or (own and trigger.sense.type in {"AGREE", "RETREAT", "SANCTION", "THREATEN"}):
            return False
    is_many = trigger.sense.type in HARM and counts_people(noun)
    return is_many or is_somebody(_antecedent(noun))


def _doers(subject: Word, trigger: Trigger) -> Iterator[Word]:
    """Who does it; of "the rebels' attack killed nine" the rebels."""
    if trigger.sense.type not in HOSTILE or subject.pos_ != "NOUN" or not is_hostile(subject):
        yield subject
        return
    yield from (c for c in subject.children if c.dep_ == "poss" or _names_an_actor(c))
    yield from objects_by_preposition(subject, {"by"})


def _names_an_actor(modifier: Word) -> bool:
    return modifier.dep_ in {"compound", "amod"} and modifier.ent_type_ in NAMES_OF_ACTORS


def _towards(trigger: Trigger) -> frozenset[str]:
    """The prepositions before whom an event is directed at: "talk with", "fire at", "call on",
    "an inquiry into"; nobody is defended or helped "against" those it is directed at."""
    type_ = trigger.sense.type
    if type_ in HOSTILE or type_ == "REQUEST":
        return TOWARDS | AT_A_VICTIM
    if type_ == "ACCUSE":
        return TOWARDS | {"into"}
    return TOWARDS - {"against"} if type_ in COOPERATIVE else TOWARDS


def _relative_object(verb: Word) -> list[Word]:
    """ "the man that they arrested", "the deal they signed": the noun that the clause modifies."""
    if verb.dep_ != "relcl" or is_passive(verb) or is_infinitive(verb):
        return []
    subjects = subjects_of_own(verb)
    return [verb.head] if subjects and subjects[0].lower_ not in RELATIVES else []


def _noun_roles(trigger: Trigger, is_somebody: Test) -> Iterator[Role]:
    noun = trigger.head
    carried = list(_carried_roles(trigger, is_somebody))
    own = [
        (role, token)
        for role, token in _own_roles(trigger, is_somebody)
        if not (trigger.is_light and carried and token.tag_ == "PRP$")
    ]
    yield from own
    has_actor = any(role == "actor" for role, _ in own)
    yield from (pair for pair in carried if pair[0] != "actor" or trigger.is_light or not has_actor)
    if not has_actor and not carried and noun.head.lower_ in CARRIED_PREPOSITIONS:
        verb = noun.head.head
        if trigger.sense.type == "CONSULT" and verb.pos_ == "VERB":
            yield from (("actor", token) for token in actors_of(verb) if is_somebody(token))


def _own_roles(trigger: Trigger, is_somebody: Test) -> Iterator[Role]:
    """What the noun phrase itself says: "Trump's meeting with Putin", "talks between A and B"."""
    noun, kind = trigger.head, trigger.sense.type
    yield from _modifier_roles(trigger, is_somebody)
    yield from (("actor", p) for p in objects_by_preposition(noun, {"by", "between", "among"}))
    towards = objects_by_preposition(noun, _towards(trigger))
    yield from (("recipient", p) for p in towards if is_somebody(p) or is_other_side(p, trigger))
    if kind in HOSTILE:
        things = objects_by_preposition(noun, AT_A_VICTIM | {"against"})
        yield from (("object", thing) for thing in things if not is_somebody(thing))
        if kind in HARM and not towards and noun.dep_ == "nsubj" and is_hostile(noun.head):
            hit = objects_of(noun.head)
            yield from (("recipient", t) for t in hit if is_somebody(t) or counts_people(t))
    if kind in VERBAL_CONFLICT or kind in HOSTILE:
        things = [p for p in towards if not is_somebody(p)]
        yield from (("recipient", p) for p in within_all(things, trigger, is_somebody))
    if kind == "REQUEST":
        clauses = (c for c in noun.rights if c.dep_ in {"acl", "ccomp"})
        asked = (s for clause in clauses for s in subjects_of_clause(clause, is_somebody))
        yield from (("recipient", subject) for subject in asked)
    yield from instruments(trigger, is_somebody)
    amounts = list(amounts_of(noun))
    yield from (("amount", token) for token in amounts)
    for done in objects_by_preposition(noun, {"of", "for", "about", "on"}):
        if done in amounts or is_adverbial(done):
            continue
        has_doer = kind in DONE_BY_THE_OF_PHRASE and done.head.lower_ != "on"
        does_it = has_doer and not is_kind(noun, "undergone")
        if does_it and is_somebody(done):
            yield "actor", done
        else:
            yield ("recipient" if is_somebody(done) else "object"), done
    yield from (("actor", p) for p in objects_by_preposition(noun, {"from"}) if is_somebody(p))


def _modifier_roles(trigger: Trigger, is_somebody: Test) -> Iterator[Role]:
    """ "The rebels' attack", "a Norland attack", but "the general's arrest"."""
    noun = trigger.head
    befalls = is_kind(noun, "undergone") and not any(c.lower_ == "of" for c in noun.rights)
    for child in noun.children:
        named = child.ent_type_ in NAMES_OF_ACTORS or is_somebody(child)
        in_place = child.ent_type_ == "GPE" and child.pos_ != "ADJ"
        is_actor = named and not (trigger.sense.type == "CONSULT" and in_place)
        if child.dep_ == "poss" and befalls:
            yield ("recipient" if is_somebody(child) else "object"), child
        elif child.dep_ == "poss" or (
            child.dep_ in {"compound", "amod"} and is_actor and not _is_in_expression(child)
        ):
            is_built = child.pos_ == "NOUN" and trigger.sense.type == "OTHER"  # "the ship's launch"
            undergoes = not is_somebody(child) and (is_built or _befalls(trigger))
            yield "object" if undergoes else "actor", child


def _is_in_expression(modifier: Word) -> bool:
    """ "A press conference", "a prisoner swap": the modifier says what the event is, not who."""
    expression = f"{lemma_of(modifier)} {lemma_of(modifier.head)}"
    return expression in lexicon.words("events", "compound")


def _carried_roles(trigger: Trigger, is_somebody: Test) -> Iterator[Role]:
    """What its light or support verb brings to a noun."""
    verb = trigger.carrier
    if verb is None or (trigger.sense.type == "OTHER" and not trigger.is_light):
        return
    for subject in actors_of(verb):
        is_moved = _befalls(trigger) and not is_somebody(_antecedent(subject))
        yield "object" if is_moved else "actor", subject
    yield from (("recipient", child) for child in verb.children if child.dep_ == "dative")
    towards = objects_by_preposition(verb, _towards(trigger))
    yield from (("recipient", token) for token in towards if is_somebody(token))
    if trigger.sense.type in FOR_A_PURPOSE and not any(map(is_somebody, towards)):
        for clause in filter(is_purpose, verb.rights):
            others = concerned_by_clause(clause, trigger, is_somebody)
            yield from (("recipient", token) for token in others)


def _antecedent(token: Word) -> Word:
    """The noun that a relative pronoun stands for."""
    if token.lower_ not in RELATIVES or token.pos_ == "DET":
        return token
    clause = next((t for t in token.ancestors if t.dep_ == "relcl"), None)
    return clause.head if clause is not None else token


def _without_clauses(phrase_head: Word) -> Iterator[Word]:
    yield phrase_head
    for child in phrase_head.children:
        if child.dep_ not in {"relcl", "acl", "appos", "punct", "pcomp", "cc", "conj"}:
            yield from _without_clauses(child)
