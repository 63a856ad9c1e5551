"""The predicates that select an event: "denied that", "planned to", "accused of", "attempts to".

After the event-selecting predicates of De Facto (Saurí and Pustejovsky 2012); the words stand in
the lexicon `factuality`.
"""

from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from readout.happening.particles import CERTAIN, PARTS, row_of
from readout.happening.triggers import is_kind, lemma_of, objects_of
from readout.syntax import is_infinitive

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
FINITE = frozenset({"MD", "VBD", "VBP", "VBZ"})
PARTICIPLES = frozenset({"VBG", "VBN"})


def selecting(predicate: Token, token: Token) -> Mapping[str, str] | None:
    """The row of a predicate that is about an event ("planned to meet", "announced a meeting")."""
    if failure := failure_of(predicate):
        return failure if token.dep_ in SELECTED and not is_participle(token) else None
    row = _row_about(predicate, token)
    if row and _is_asserted(predicate, token):
        return CERTAIN
    is_utterance = is_object(token) and row_of(lemma_of(token), "utterance")
    if is_utterance and (row is None or row["polarity"]):
        return None  # a refused offer was made all the same
    return row or (row_of(lemma_of(predicate), "object") if is_object(token) else None)


def _row_about(predicate: Token, token: Token) -> Mapping[str, str] | None:
    """The row of a predicate with its particle, adjective or preposition, or of it alone."""
    lemma = lemma_of(predicate)
    for child in predicate.children:
        if child.dep_ in EXTENDS and (row := row_of(f"{lemma} {child.lower_}", "embedding")):
            if token.dep_ in SELECTED:
                return row
        elif child.dep_ == "acomp" and token.dep_ in CLAUSES and lemma == "be":
            return row_of(child.lower_, "embedding")  # "it is likely that", "important to"
    # "agreed to a meeting", "accused of lying", but not "agreed to the meeting"
    is_open = token.dep_ == "pcomp" or (token.dep_ == "pobj" and is_new(token))
    if is_open and (row := row_of(f"{lemma} {token.head.lower_}", "embedding")):
        return row
    return row_of(lemma, "embedding") if _selects(predicate, token) else None


def _is_asserted(predicate: Token, token: Token) -> bool:
    """Whether whoever says it is certain: "claimed that he left", "warned that prices would rise",
    but not "is claimed to have left", "demanded that he leave"."""
    if row_of(lemma_of(predicate), "claiming"):
        return any(child.dep_ == "nsubj" for child in predicate.lefts)
    verbs = (token, *(child for child in token.lefts if child.dep_ in {"aux", "auxpass"}))
    is_finite = token.dep_ == "ccomp" and any(verb.tag_ in FINITE for verb in verbs)
    return is_finite and row_of(lemma_of(predicate), "asserting") is not None


def failure_of(noun: Token) -> Mapping[str, str] | None:
    """What makes nothing of what a noun is about: "attempts to leave failed", "rejected claims that
    he left", "abandoned plans to leave", "reports that he left were false"."""
    is_utterance = row_of(lemma_of(noun), "utterance") is not None
    if noun.pos_ != "NOUN" or not (is_utterance or row_of(lemma_of(noun), "embedding")):
        return None
    if is_object(noun):
        undone = _row_about(noun.head, noun)
        if undone and undone["polarity"]:
            return undone if is_utterance else CERTAIN  # the verb's own row counts for a plan
        return row_of(lemma_of(noun.head), "rejecting")
    if is_utterance and noun.dep_ == "nsubj" and any(row["polarity"] for row in said_of(noun)):
        return CERTAIN
    words = [child for child in noun.lefts if child.dep_ == "amod"]
    if noun.dep_ == "nsubj" and not any(child.dep_ == "dobj" for child in noun.head.rights):
        words += [noun.head, *(child for child in noun.head.rights if child.dep_ == "acomp")]
    elif noun.dep_ == "pobj" and noun.head.lower_ == "in":
        words.append(noun.head.head)
    return next(filter(None, (row_of(lemma_of(word), "failing") for word in words)), None)


def _selects(predicate: Token, token: Token) -> bool:
    """Whether a predicate is about the event: "going to meet", but not "went to a meeting"."""
    is_change = predicate.pos_ == "NOUN" and is_kind(predicate, "change")
    if is_change or is_participle(token) or not (token.dep_ in SELECTED or is_object(token)):
        return False
    if row_of(predicate.lemma_, "infinitive"):
        return token.dep_ in CLAUSES and is_infinitive(token)
    if row_of(predicate.lemma_, "passive"):
        return token.dep_ == "xcomp" and any(objects_of(predicate))
    if predicate.lemma_ == "go":
        return token.dep_ == "xcomp" and predicate.tag_ == "VBG"
    if token.dep_ in COMPLEMENTS:
        return _is_selected_after(token.head, predicate, token)
    return not (is_object(token) and row_of(predicate.lemma_, "clausal"))


def _is_selected_after(preposition: Token, predicate: Token, token: Token) -> bool:
    """ "Fears of a strike", "called for talks", "worried about a strike", but not "about the"."""
    if preposition.lower_ in TOPICAL and not (token.tag_ == "VBG" or is_new(token)):
        return False
    prepositions = {"NOUN": AFTER_NOUNS, "ADJ": AFTER_ADJECTIVES}
    return preposition.lower_ in prepositions.get(predicate.pos_, AFTER_VERBS)


def is_participle(verb: Token) -> bool:
    """Whether a participle tells more of a noun: "calls made to the palace", but not "fears that it
    had failed"."""
    auxiliaries = (child for child in verb.lefts if child.dep_ in {"aux", "auxpass", "mark"})
    return verb.dep_ == "acl" and verb.tag_ in PARTICIPLES and not any(auxiliaries)


def said_of(subject: Token) -> Iterator[Mapping[str, str]]:
    """The rows of the adjectives after "be": "a strike is likely", "the claims were false"."""
    if subject.head.lemma_ == "be":
        adjectives = (child for child in subject.head.rights if child.dep_ == "acomp")
        named = (row_of(child.lower_, kind) for child in adjectives for kind in PREDICATIVE)
        yield from filter(None, named)


def is_object(token: Token) -> bool:
    """Whether something is done to it; in headlines the passive lacks its auxiliary ("Peace talks
    cancelled")."""
    if token.dep_ != "nsubj" or token.head.tag_ != "VBN" or token.head.dep_ != "ROOT":
        return token.dep_ in OBJECTS
    return not any(child.dep_ in {"aux", "auxpass", "dobj"} for child in token.head.children)


def is_new(noun: Token) -> bool:
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
