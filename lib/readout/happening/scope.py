"""The words that have scope over an event: what makes it certain or not, denied, or ahead.

A small version of De Facto (Saurí and Pustejovsky 2012): the particles around the word that names
an event (auxiliaries, negation, adverbs, adjectives), and the predicates that select it ("denied",
"planned to", "the possibility of"), from the inside out (lexicon `factuality`).
"""

from collections.abc import Iterator, Mapping

from readout import lexicon
from readout.happening.conditions import (
    LASTING,
    condition_on,
    has_condition,
    is_inverted,
    is_supposed,
)
from readout.happening.expressions import row_ending_at, row_of
from readout.happening.particles import (
    INTERROGATIVE,
    OPEN,
    PARTS,
    POLITE,
    is_denied,
    is_polite,
    leader_of,
    particles,
)
from readout.happening.selection import (
    CLAUSES,
    COMPLEMENTS,
    EXTENDS,
    failure_of,
    is_new,
    is_object,
    outcome_of,
    prompted_by,
    said_of,
    selecting,
)
from readout.happening.triggers import is_kind, lemma_of, says_it_happens
from readout.syntax import is_infinitive, is_past, is_perfect
from readout.tree import Word

MANNER = frozenset({"by", "in", "through"})
RESULTS = frozenset({"to", "into", "with"})
WHEN = frozenset({"when", "until", "till", "once", "before", "after", "as", "while"})
ANYBODY = frozenset({"anybody", "anyone", "anything", "whoever"})
BEFORE_VERBS = frozenset({"nsubj", "nsubjpass", "aux", "auxpass"})
PRESENT = frozenset({"VB", "VBP", "VBZ"})
SINGULAR = frozenset({"NN", "NNP"})
OF_NOUNS = frozenset({"acl", "relcl"})
MAY_BE_INVERTED = frozenset({"advcl", "ccomp", "ROOT"})
NEEDED = CLAUSES | COMPLEMENTS | {"acl"}
INFINITIVES = frozenset({"VB", "VBN"})  # "to sell", "to be sold"
SINGLED_OUT = frozenset({"first", "second", "third", "last", "only", "few", "one"})
PREPOSITIONAL = ("negation", "premise", "conditional")
AHEAD = {"certainty": "", "polarity": "", "future": "yes", "open": ""}
CONDITION = {**OPEN, "certainty": "possible"}
PURPOSE = {**OPEN, "future": "yes"}


def operators(word: Word) -> Iterator[Mapping[str, str]]:
    """The lexicon's rows for all that has scope over a word, from the inside out."""
    yield from particles(word)
    yield from _participles(word)
    yield from _by_form(word)
    token = _whole(word)
    if token.dep_ == "nsubj" and row_of(lemma_of(token), "utterance") and any(said_of(token)):
        return  # a report that is false was made all the same
    while token.head != token:
        above = _governor(token)
        if token.dep_ in COMPLEMENTS and (row := row_ending_at(token.head, *PREPOSITIONAL)):
            yield row
        if (unsaid := UNSAID.get(token.dep_)) and unsaid(above, token):
            yield OPEN
            return
        row = selecting(above, token)
        if row is not None:
            yield _as_told(row, above, token)
        elif token != word and prompted_by(token):
            pass  # "may take the opportunity to leave"
        elif not (_is_transparent(above, token) or _shares_its_prospects(above, token)):
            return
        yield from _around(above, token)
        yield from _by_form(above, below=token)
        token = _whole(above)


def _as_told(row: Mapping[str, str], predicate: Word, token: Word) -> Mapping[str, str]:
    """The row of a predicate by the tenses: what is over does not lie ahead ("fears that the bank
    failed"), and what lay ahead then need not have come ("was about to leave")."""
    if row["certainty"] and _is_ruled_out(predicate):
        row = {**row, "certainty": ""}
    if is_past(token) or is_perfect(token):
        return {**row, "future": ""}
    is_prospect = row["future"] and not (row["certainty"] or row["open"] or row["polarity"])
    if is_prospect and token.dep_ == "xcomp":
        verb = predicate.head if predicate.dep_ == "acomp" else predicate
        if verb.dep_ != "ccomp" and is_past(verb):
            return PURPOSE
    return row


def _is_ruled_out(noun: Word) -> bool:
    """ "No possibility of": what isn't possible is certain not to happen."""
    return row_of(noun.lemma_, "likelihood") is not None and any(
        child.lower_ == "no" for child in noun.lefts
    )


def _is_untold(verb: Word, clause: Word) -> bool:
    """ "Did not say that he left", "neither side said that": what is not told may be so or not; but
    "would not say who had left" takes it for granted."""
    if not row_of(verb.lemma_, "telling") or clause.left_edge.tag_ in INTERROGATIVE:
        return False
    subjects = (child for child in verb.lefts if child.dep_ == "nsubj")
    return is_denied(verb) or any(
        row_of(word.lower_, "negation") for noun in subjects for word in (noun, *noun.lefts)
    )


def _is_unproved(noun: Word, clause: Word) -> bool:
    """ "No evidence that he lied", where the parser takes "that" for a pronoun."""
    is_ground = row_of(noun.lemma_, "necessity") and clause.left_edge.lower_ == "that"
    return bool(is_ground) and any(child.lower_ == "no" for child in noun.lefts)


UNSAID = {"ccomp": _is_untold, "relcl": _is_unproved}


def _participles(noun: Word) -> Iterator[Mapping[str, str]]:
    """What a participle after a noun tells: "the vote planned for May", "a strike averted"."""
    for participle in noun.rights if noun.pos_ != "VERB" else ():
        if participle.dep_ == "acl" and participle.tag_ == "VBN":
            row = row_of(participle.lower_, "adjective")
            row = row or row_of(lemma_of(participle), "embedding")
            if row and (row["polarity"] or (row["kind"] == "adjective" and row["future"])):
                yield row


def _around(predicate: Word, token: Word) -> Iterator[Mapping[str, str]]:
    """The rows that belong to a predicate. What is not necessary may happen all the same, and what
    is not ruled out is possible."""
    lemma = lemma_of(predicate)
    for row in particles(predicate, below=token):
        if row["polarity"] != "neg":
            yield row
        elif token.dep_ in NEEDED and row_of(lemma, "necessity"):
            yield OPEN
        elif any(row_of(f"{lemma} {c.lower_}", "exclusion") for c in predicate.rights):
            yield {**row, "certainty": "possible"}
        else:
            yield row
    if token.dep_ == "nsubj":
        yield from said_of(token)


def _by_form(word: Word, *, below: Word | None = None) -> Iterator[Mapping[str, str]]:
    """What the form of a clause tells: infinitives of purpose ("met to discuss", "a deal to sell"),
    arrangements ("is to be sold", the headline "Ports to close"), and what happens when something
    that lies ahead does ("will leave when the talks end")."""
    if word.pos_ == "NOUN" and word.dep_ != "advcl":
        return
    first = leader_of(word)
    if (condition := condition_on(first)) and not _is_granted(condition, below):
        yield condition
    relation = first.dep_
    if relation in OF_NOUNS and first.head.lower_ in ANYBODY:
        yield OPEN  # "anyone who saw the raid": perhaps nobody did
    if relation in MAY_BE_INVERTED and is_inverted(first):
        yield CONDITION
    elif word.tag_ in INFINITIVES and is_infinitive(first):
        yield from _by_infinitive(first)
    elif relation == "ccomp" and _is_called_for(first):
        yield PURPOSE
    elif relation == "advcl" and is_when(first) and _is_yet_to_come(first):
        yield AHEAD
    elif _depends(first) or (word.i != first.i and _depends(word)):
        yield OPEN


def _by_infinitive(first: Word) -> Iterator[Mapping[str, str]]:
    """What an infinitive tells by the word that it belongs to."""
    if is_supposed(first):
        yield CONDITION
    elif first.dep_ in {"advcl", "acl", "relcl"} and not _is_told(first):
        yield PURPOSE
    elif first.dep_ == "xcomp" and is_polite(first.head):
        if not row_of(lemma_of(first), "performative"):
            yield PURPOSE
    elif first.dep_ == "xcomp" and _is_due(first.head):
        yield PURPOSE
    elif first.dep_ == "ROOT" or _is_arranged(first):
        yield PURPOSE if first.head.tag_ == "VBD" else AHEAD


def _depends(verb: Word) -> bool:
    """ "Will leave if the talks fail"."""
    return _lies_ahead(verb) and has_condition(verb)


def _is_granted(condition: Mapping[str, str], below: Word | None) -> bool:
    """ "As long as the war lasts" takes the war for granted."""
    is_known = below is not None and below.pos_ == "NOUN" and not is_new(below)
    return is_known and condition["kind"] == LASTING


def _is_due(verb: Word) -> bool:
    """ "Has to leave", "has until May to leave", but not "had to leave": who had to, did."""
    if verb.lemma_ != "have" or any(child.lower_ == "yet" for child in verb.rights):
        return False
    return verb.tag_ in {"VBZ", "VBP"} or any(child.lower_ == "until" for child in verb.rights)


def _is_called_for(verb: Word) -> bool:
    """ "Insisted that he leave", "that he be charged": a clause without a tense."""
    if not row_of(verb.head.lemma_, "mandative"):
        return False
    before = [child for child in verb.lefts if child.dep_ in BEFORE_VERBS]
    if not before or before[-1].lower_ == "be":
        return bool(before)
    subject = before[-1]
    is_one = subject.tag_ in SINGULAR or subject.lower_ in {"he", "she", "it"}
    return is_one and verb.tag_ in PRESENT and verb.lower_ == lemma_of(verb)


def _is_arranged(infinitive: Word) -> bool:
    """ "Is to be sold", but not "is eager to sell"."""
    copula = infinitive.head
    complements = (child for child in copula.rights if child.dep_ in {"acomp", "attr"})
    return infinitive.dep_ == "xcomp" and copula.lemma_ == "be" and not any(complements)


def _is_told(infinitive: Word) -> bool:
    """ "Prices fell to close at 40", "the first to leave", "the refusal to leave": infinitives that
    are no purpose."""
    head = infinitive.head
    if outcome_of(head, infinitive):
        return True
    if head.pos_ == "VERB":
        return is_kind(head, "change") or row_of(lemma_of(head), "winning") is not None
    row = row_of(lemma_of(head), "embedding")
    if failure_of(head, infinitive) or (row and row["polarity"]):
        return True
    return any(word.lower_ in SINGLED_OUT for word in (head, *head.lefts))


def is_when(clause: Word) -> bool:
    """Whether a clause tells when something happens ("when the talks end")."""
    return any(c.lower_ in WHEN and c.dep_ in {"mark", "advmod"} for c in clause.children)


def _is_yet_to_come(clause: Word) -> bool:
    """ "Will leave when the talks end", "would leave when they ended", "will leave as soon as they
    have ended", but not "will leave after they ended"."""
    main = clause.head.head if clause.head.lower_ == "soon" else clause.head
    if not _lies_ahead(main):
        return False
    return not is_past(clause) or any(child.lower_ in POLITE for child in main.lefts)


def _lies_ahead(verb: Word) -> bool:
    rows = (row_of(child.lower_, "modal") for child in verb.lefts if child.dep_ == "aux")
    return any(row["future"] for row in rows if row)


def _is_transparent(predicate: Word, token: Word) -> bool:
    """Whether what holds of a predicate holds of the event: "did not hold talks", "the talks will
    begin", but not "did not mention the talks"."""
    if is_object(token):
        return lemma_of(predicate) in lexicon.words("events", "light")
    if token.dep_ in {"acl", "relcl"}:
        return is_infinitive(token)
    if token.dep_ == "nsubj" and says_it_happens(predicate):
        return True
    return token.dep_ in {"xcomp", "acomp", "attr"} or _is_attribute(token)


def _shares_its_prospects(verb: Word, token: Word) -> bool:
    """Whether an event is no more certain than that of the verb above it: one that nothing says to
    be there already ("will fund a search", "may lead to strikes", but not "will discuss a
    strike"); unless it is denied also what it consists in, and what somebody will see."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return False
    if token.dep_ in {"pcomp", "ccomp"}:
        is_seen = verb.lemma_ == "see" and token.tag_ in {"VB", "VBG", "VBN"}
        is_manner = token.dep_ == "pcomp" and token.head.lower_ in MANNER
        return (is_seen or is_manner) and not is_denied(verb)
    is_result = token.dep_ == "pobj" and _brings_about(verb, token.head)
    is_below = is_object(token) or is_result
    return is_below and is_new(token) and not row_of(lemma_of(verb), "presupposing")


def _brings_about(verb: Word, preposition: Word) -> bool:
    """ "Will lead to strikes", "will fly to Oslo for talks", "will be followed by protests"."""
    word = preposition.lower_
    is_purpose = word == "for" and is_kind(verb, "motion")
    return word in RESULTS or is_purpose or (word == "by" and says_it_happens(verb))


def _governor(token: Word) -> Word:
    """The head of a word, or, after a preposition, of the preposition ("possibility of talks") or
    of the adverb before it ("held back from firing")."""
    above = token.head
    if not (token.dep_ in COMPLEMENTS and above.dep_ in {"prep", "agent"}):
        return above
    above = above.head
    return above.head if above.dep_ in EXTENDS and above.head.pos_ == "VERB" else above


def _is_attribute(token: Word) -> bool:
    """ "It was a meeting", "there was no meeting", "the meeting will be on Monday": the verb's
    particles count, but not in "the meeting was not easy"."""
    if token.pos_ != "NOUN" or token.head.lemma_ != "be":
        return False
    told = any(child.dep_ in {"acomp", "attr"} for child in token.head.rights)
    return token.dep_ == "attr" or (token.dep_ == "nsubj" and (not told or any(said_of(token))))


def _whole(word: Word) -> Word:
    """The first conjunct, or what the word is a part of: "half of the cuts will be made"."""
    first = leader_of(word)
    is_partitive = first.dep_ == "pobj" and first.head.lower_ == "of"
    whole = first.head.head
    return leader_of(whole) if is_partitive and whole.lower_ in PARTS else first
