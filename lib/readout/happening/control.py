"""Who does what a verb says: its subject, or whom grammar lets us understand as its subject.

Passives, control ("ordered him to leave"), coordination, participles and relative clauses.
"""

from readout.happening.triggers import is_bare_passive, objects_of
from readout.syntax import is_infinitive, is_passive, objects_by_preposition, subjects_of_own
from readout.tree import Word

BETWEEN_VERBS = frozenset({"cc", "conj", "punct", "advmod"})
TAKES_OBJECT_AS_ACTOR = frozenset({"of", "from", "for", "into"})


def actors_of(verb: Word) -> list[Word]:
    """Who does what a verb says: through passive, control, coordination and relative clauses."""
    is_participle = verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}
    if is_passive(verb) or is_participle or is_bare_passive(verb):
        return _agents(verb)
    if verb.dep_ == "amod":
        return [verb.head]
    own = subjects_of_own(verb)
    return own or _understood_subjects(verb)


def _agents(passive: Word) -> list[Word]:
    """Those after "by". Of several passives the last has the agent of all ("was attacked and robbed
    by rebels"), but not in "was born in Norburg and raised by an aunt"."""
    own = [p for by in passive.rights if by.lower_ == "by" for p in by.children if p.dep_ == "pobj"]
    if own or any(child.dep_ not in BETWEEN_VERBS for child in passive.rights):
        return own
    last = next((child for child in passive.rights if child.dep_ == "conj"), None)
    return _agents(last) if last is not None and last.tag_ == "VBN" else []


def _understood_subjects(verb: Word) -> list[Word]:
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        return actors_of(head)
    if verb.dep_ == "xcomp":
        return _objects_in_control(head) or _surface_subjects(head)
    if verb.dep_ == "advcl":
        return _surface_subjects(head)
    if verb.dep_ in {"acl", "relcl"}:
        return _governing_subjects(head) if is_infinitive(verb) else [head]
    if verb.dep_ == "pcomp" and head.head.pos_ in {"VERB", "AUX"}:
        is_bare = not any(head.lefts)  # not "instead of"
        controls = is_bare and head.lower_ in TAKES_OBJECT_AS_ACTOR
        objects = list(objects_of(head.head)) if controls else []
        return objects or _surface_subjects(head.head)
    return []


def _objects_in_control(verb: Word) -> list[Word]:
    """ "ordered him to leave": the object does it, except after verbs of promising."""
    if verb.lemma_ in {"promise", "vow", "use", "need"}:
        return []
    objects = [child for child in verb.children if child.dep_ in {"dobj", "dative"}]
    return objects or objects_by_preposition(verb, {"on", "upon"})  # "called on him to leave"


def _surface_subjects(verb: Word) -> list[Word]:
    if verb.dep_ == "acomp":
        return _surface_subjects(verb.head)
    if verb.pos_ not in {"VERB", "AUX"}:
        return []
    own = subjects_of_own(verb)
    return own or _understood_subjects(verb)


def _governing_subjects(noun: Word) -> list[Word]:
    """The subject of the verb that governs a noun ("Boeing won a contract to supply ...")."""
    verb = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    return [t for t in _surface_subjects(verb) if t != noun] if verb is not None else []
