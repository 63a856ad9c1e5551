"""The predicates that select an event: "denied that", "planned to", "accused of", "attempts to".

After the event-selecting predicates of De Facto (Saurí and Pustejovsky 2012); the words stand in
the lexicon `factuality`.
"""

from collections.abc import Iterator, Mapping

from readout.happening.expressions import first_words, row_ending_at, row_of
from readout.happening.particles import CERTAIN, DENIED, PARTS, is_denied
from readout.happening.triggers import is_kind, lemma_of, objects_of
from readout.syntax import is_infinitive
from readout.tree import Word

SELECTED = frozenset({"xcomp", "ccomp", "acl", "pcomp", "dobj", "nsubjpass", "pobj", "csubj"})
OBJECTS = frozenset({"dobj", "nsubjpass"})
CLAUSES = frozenset({"xcomp", "ccomp"})
COMPLEMENTS = frozenset({"pobj", "pcomp"})
# "call for", "refrain from"; after a noun and after an adjective: "fears of", "ready for"
AFTER_VERBS = frozenset({"for", "from", "on"})
AFTER_NOUNS = frozenset({"of", "for", "in", "to", "on", "about", "over", "against", "from"})
AFTER_ADJECTIVES = frozenset({"of", "for", "about"})
TOPICAL = frozenset({"about", "over"})
INDEFINITE = frozenset({"a", "an", "another", "any", "some"})
PREDICATIVE = ("adjective", "embedding")
EXTENDS = frozenset({"prt", "advmod"})  # "call off", "have yet to", "stop short of"
DEGREES = frozenset({"acomp", "advmod"})
FINITE = frozenset({"MD", "VBD", "VBP", "VBZ"})
PARTICIPLES = frozenset({"VBG", "VBN"})


def selecting(predicate: Word, token: Word) -> Mapping[str, str] | None:
    """The row of a predicate that is about an event ("planned to meet", "announced a meeting")."""
    if outcome := outcome_of(predicate, token):
        return outcome
    if failure := failure_of(predicate, token):
        is_about = token.dep_ in SELECTED or is_infinitive(token)
        return failure if is_about and not is_participle(token) else None
    row = _row_about(predicate, token)
    if row and _is_asserted(predicate, token):
        return CERTAIN
    is_utterance = is_object(token) and row_of(lemma_of(token), "utterance")
    if is_utterance and (row is None or row["polarity"]):
        return None  # a refused offer was made all the same
    return row or (row_of(lemma_of(predicate), "object") if is_object(token) else None)


def _row_about(predicate: Word, token: Word) -> Mapping[str, str] | None:
    """The row of a predicate with its particle, adjective or preposition, or of it alone."""
    lemma = lemma_of(predicate)
    for child in predicate.children:
        if child.dep_ == "acomp" and token.dep_ in CLAUSES and lemma == "be":
            return row_of(child.lower_, "embedding")  # "it is likely that", "important to"
    if token.dep_ in SELECTED:
        extended = (row_of(name, "embedding") for name in _extended(predicate))
        if row := next(filter(None, extended), None):
            return row
        link = "to" if token.dep_ == "xcomp" else token.lower_
        if row := row_of(f"{lemma} {link}", "embedding"):
            return row  # "sure to", "supposed to", "let slip"
    # "agreed to a meeting", "accused of lying", but not "agreed to the meeting"
    is_open = token.dep_ == "pcomp" or (token.dep_ == "pobj" and is_new(token))
    if is_open and (row := row_of(f"{lemma} {token.head.lower_}", "embedding")):
        return row
    return row_of(lemma, "embedding") if _selects(predicate, token) else None


def _is_asserted(predicate: Word, token: Word) -> bool:
    """Whether whoever says it is certain: "claimed that he left", "warned that prices would rise",
    but not "is claimed to have left", "demanded that he leave"."""
    if row_of(lemma_of(predicate), "claiming"):
        return any(child.dep_ == "nsubj" for child in predicate.lefts)
    verbs = (token, *(child for child in token.lefts if child.dep_ in {"aux", "auxpass"}))
    is_finite = token.dep_ == "ccomp" and any(verb.tag_ in FINITE for verb in verbs)
    return is_finite and row_of(lemma_of(predicate), "asserting") is not None


def _extended(verb: Word) -> Iterator[str]:
    """A verb with each of the words that make another of it: "call off", "put on hold"."""
    lemma = lemma_of(verb)
    if lemma not in first_words():
        return
    for child in verb.children:
        if child.dep_ in EXTENDS:
            yield f"{lemma} {child.lower_}"
        elif child.dep_ == "prep":
            yield from (f"{lemma} {child.lower_} {noun.lower_}" for noun in child.rights)


def outcome_of(predicate: Word, token: Word) -> Mapping[str, str] | None:
    """What a predicate tells to have come of an infinitive: nothing in "too tired to leave", "tried
    in vain to leave", "did not try to leave", "came close to collapse", but it happened in "left
    only to find"."""
    if predicate.pos_ == "NOUN":
        return None
    if token.dep_ == "pobj":  # "pleaded in vain for help"
        is_sought = token.head.lower_ == "for" and is_new(token)
        return DENIED if is_sought and _is_in_vain(predicate) else None
    if not is_infinitive(token):
        return None
    if _is_excessive(predicate) or _is_in_vain(predicate) or _is_tried(predicate, token):
        return DENIED
    lemma = lemma_of(predicate)
    is_only = token.dep_ == "advcl" and any(child.lower_ == "only" for child in token.lefts)
    if is_only or (row_of(lemma, "trying") and is_denied(predicate)):
        return CERTAIN
    rows = [prompted_by(child) for child in predicate.rights if child.dep_ == "dobj"]
    rows += [row_of(name, "lacking") for name in (lemma, *_extended(predicate))]
    return next(filter(None, rows), None)


def _is_tried(predicate: Word, token: Word) -> bool:
    """ "Tried to leave, to no avail"."""
    row = _row_about(predicate, token) if _is_in_vain(token) else None
    return row is not None and bool(row["open"])


def _is_excessive(word: Word) -> bool:
    """ "Too tired to leave", "moved too slowly to help"."""
    degrees = (word, *(child for child in word.rights if child.dep_ in DEGREES))
    return any(
        child.lower_ == "too"
        for degree in degrees
        if degree.pos_ in {"ADJ", "ADV"}
        for child in degree.lefts
    )


def _is_in_vain(verb: Word) -> bool:
    """ "Unsuccessfully", "in vain", "to no avail"."""
    return any(map(_is_for_nothing, verb.children))


def _is_for_nothing(part: Word) -> bool:
    if part.dep_ == "advmod":
        return row_of(part.lower_, "failing") is not None
    return part.dep_ == "prep" and any(row_ending_at(noun, "failing") for noun in part.rights)


def failure_of(noun: Word, token: Word) -> Mapping[str, str] | None:
    """What makes nothing of what a noun is about: "attempts to leave failed", "rejected claims that
    he left", "abandoned plans to leave", "reports that he left were false"."""
    lemma = lemma_of(noun) if noun.pos_ == "NOUN" else ""
    is_utterance = row_of(lemma, "utterance") is not None
    is_about = is_utterance or row_of(lemma, "embedding") or row_of(lemma, "prompt")
    if not (lemma and (is_about or is_infinitive(token))):
        return None
    if row_of(lemma, "trying") and any(child.lower_ == "no" for child in noun.lefts):
        return CERTAIN  # "made no attempt"
    if is_about and is_object(noun) and (row := _undone(noun, is_utterance=is_utterance)):
        return row
    if noun.dep_ == "nsubj":
        if is_utterance and any(row["polarity"] for row in said_of(noun)):
            return CERTAIN
        if _is_in_vain(noun.head):
            return DENIED
    rows = (row_of(name, "failing") for name in _told_of(noun))
    return next(filter(None, rows), None)


def _undone(noun: Word, *, is_utterance: bool) -> Mapping[str, str] | None:
    """What a verb makes of what its object is about."""
    row = _row_about(noun.head, noun)
    if row and row["polarity"]:
        return row if is_utterance else CERTAIN  # the verb's own row counts for a plan
    return row_of(lemma_of(noun.head), "rejecting") or prompted_by(noun)


def _told_of(noun: Word) -> Iterator[str]:
    """What is said of an attempt: "a failed attempt", "attempts failed", "came to nothing"."""
    yield from (lemma_of(child) for child in noun.lefts if child.dep_ == "amod")
    verb = noun.head
    if noun.dep_ == "nsubj" and not any(child.dep_ == "dobj" for child in verb.rights):
        yield lemma_of(verb)
        yield from _extended(verb)
        yield from (child.lower_ for child in verb.rights if child.dep_ in {"acomp", "oprd"})
    elif noun.dep_ == "pobj" and noun.head.lower_ == "in":
        yield lemma_of(noun.head.head)


def prompted_by(noun: Word) -> Mapping[str, str] | None:
    """What becomes of what somebody had a chance or was asked to do: "took the opportunity to
    leave", "missed a chance to leave", "ignored calls to leave"."""
    if not row_of(lemma_of(noun), "prompt"):
        return None
    names = (lemma_of(noun.head), *_extended(noun.head))
    rows = (row_of(name, kind) for name in names for kind in ("forgoing", "heeding"))
    return next(filter(None, rows), None)


def _selects(predicate: Word, token: Word) -> bool:
    """Whether a predicate is about the event: "going to meet", but not "went to a meeting"."""
    is_change = predicate.pos_ == "NOUN" and is_kind(predicate, "change")
    if is_change or is_participle(token) or not (token.dep_ in SELECTED or is_object(token)):
        return False
    if row_of(predicate.lemma_, "infinitive"):
        return token.dep_ in CLAUSES and is_infinitive(token)
    if row_of(predicate.lemma_, "passive"):
        return _is_reported(predicate, token)
    if predicate.lemma_ == "go":
        return token.dep_ == "xcomp" and predicate.tag_ == "VBG"
    if token.dep_ in COMPLEMENTS:
        return _is_selected_after(token.head, predicate, token)
    return not (is_object(token) and row_of(predicate.lemma_, "clausal"))


def _is_reported(predicate: Word, token: Word) -> bool:
    """ "Is said to have left", "reports that he left", "reports of a strike"."""
    if predicate.pos_ == "NOUN":
        return token.dep_ == "acl" or (token.head.lower_ == "of" and is_new(token))
    return token.dep_ == "xcomp" and any(objects_of(predicate))


def _is_selected_after(preposition: Word, predicate: Word, token: Word) -> bool:
    """ "Fears of a strike", "called for talks", "worried about a strike", but not "about the"."""
    if preposition.lower_ in TOPICAL and not (token.tag_ == "VBG" or is_new(token)):
        return False
    prepositions = {"NOUN": AFTER_NOUNS, "ADJ": AFTER_ADJECTIVES}
    return preposition.lower_ in prepositions.get(predicate.pos_, AFTER_VERBS)


def is_participle(verb: Word) -> bool:
    """Whether a participle tells more of a noun: "calls made to the palace", but not "fears that it
    had failed"."""
    auxiliaries = (child for child in verb.lefts if child.dep_ in {"aux", "auxpass", "mark"})
    return verb.dep_ == "acl" and verb.tag_ in PARTICIPLES and not any(auxiliaries)


def said_of(subject: Word) -> Iterator[Mapping[str, str]]:
    """The rows of the adjectives after "be": "a strike is likely", "the claims were false"."""
    if subject.head.lemma_ == "be":
        adjectives = (child for child in subject.head.rights if child.dep_ == "acomp")
        named = (row_of(child.lower_, kind) for child in adjectives for kind in PREDICATIVE)
        yield from filter(None, named)


def is_object(token: Word) -> bool:
    """Whether something is done to it; in headlines the passive lacks its auxiliary ("Peace talks
    cancelled")."""
    if token.dep_ != "nsubj" or token.head.tag_ != "VBN" or token.head.dep_ != "ROOT":
        return token.dep_ in OBJECTS
    return not any(child.dep_ in {"aux", "auxpass", "dobj"} for child in token.head.children)


def is_new(noun: Word) -> bool:
    """Whether nothing about a noun says that the reader knows the event ("the search", "none of the
    crimes")."""
    return (
        noun.tag_ in {"NN", "NNS"}
        and noun.lower_ not in PARTS
        and not any(
            child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ not in INDEFINITE)
            for child in noun.lefts
        )
    )
