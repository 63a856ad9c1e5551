"""Questions to a parse: subjects, clauses, conjuncts, objects; what paragraphs and datelines are.

Labels are those of the English spaCy pipelines (ClearNLP dependencies, Penn tags).
"""

import re
from collections.abc import Collection, Iterable, Iterator

from readout.annotations import Span
from readout.tree import Word

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
WITHIN_NOUNS = frozenset({"compound", "nmod", "poss"})
PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")
DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z .,'’-]+)(?:, \w+\.? \d\d?)?(?: \([\w ]+\) ?[-–—]+| ?[–—]|(?<=\d) ?-+) ",
    re.MULTILINE,
)


def span_of(tokens: Iterable[Word]) -> Span:
    """From the first to the last of some tokens, white space at the ends left off."""
    solid = [(token.idx, token.end) for token in tokens if not token.is_space]
    return Span(min(solid)[0], max(solid)[1])


def subjects_of(verb: Word) -> list[Word]:
    """The subjects of a verb, also those it shares with the verb that it is conjoined to."""
    own = subjects_of_own(verb)
    if own or verb.dep_ not in {"conj", "xcomp"} or verb.head == verb:
        return own
    return subjects_of(verb.head)


def subjects_of_own(verb: Word) -> list[Word]:
    """The subjects that stand with the verb itself."""
    return [child for child in verb.children if child.dep_ in SUBJECTS]


def is_passive(verb: Word) -> bool:
    """Whether a verb stands in the passive."""
    return any(child.dep_ in {"nsubjpass", "auxpass", "csubjpass"} for child in verb.children)


def is_past(verb: Word) -> bool:
    """Whether a verb stands in the past: "closed", "was closed", "had closed"."""
    auxiliaries = (child.tag_ for child in verb.lefts if child.dep_ in {"aux", "auxpass"})
    return verb.tag_ == "VBD" or "VBD" in auxiliaries


def is_perfect(verb: Word) -> bool:
    """Whether a verb stands with "have"."""
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def is_headline(verb: Word) -> bool:
    """Whether a verb is the main verb of a headline: of what an article begins with, without a
    full stop."""
    if verb.dep_ != "ROOT" or verb.left_edge.i:
        return False
    last = verb.right_edge
    return (last.nbor(-1) if last.is_space and last.i else last).pos_ != "PUNCT"


def leaves_out_be(verb: Word) -> bool:
    """Whether a verb that may be a participle stands where "be" is left out: below another verb or
    "with", or in a headline, which would tell what somebody did in the present."""
    is_coordinated = verb.dep_ == "conj" and is_passive(verb.head)
    if verb.tag_ == "VBN" and (verb.dep_ in {"ccomp", "advcl", "pcomp"} or is_coordinated):
        return True
    return is_headline(verb) and not any(child.dep_ == "xcomp" for child in verb.rights)


def tells_a_name(participle: Word) -> bool:
    """ "A town called Norburg"."""
    is_short = participle.dep_ == "acl" and participle.tag_ == "VBN"
    return is_short and any(child.dep_ == "oprd" for child in participle.rights)


def modifies_what_undergoes_it(verb: Word) -> bool:
    """ "A ship built in Norburg", "the first ship to be built"."""
    if verb.dep_ == "relcl":
        return is_passive(verb) and not any(child.dep_ in SUBJECTS for child in verb.lefts)
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def is_infinitive(verb: Word) -> bool:
    """Whether a verb stands with "to"."""
    return any(child.tag_ == "TO" and child.dep_ == "aux" for child in verb.lefts)


def conjuncts(token: Word) -> Iterator[Word]:
    """A word and all words coordinated with it, in the order of the text."""
    yield token
    yield from token.conjuncts


def is_in_one_name(conjunct: Word) -> bool:
    """Whether two words are coordinated within a name or an amount: "Bell & Lindholm Corp.",
    "between 3 and 7 percent"."""
    name, first = conjunct.ent_type_, conjunct.head
    return bool(name) and all(
        word.ent_type_ == name for word in conjunct.tree[first.i : conjunct.i]
    )


def antecedents(pronoun: Word) -> Iterator[Word]:
    """For a relative pronoun the word that its clause says something about."""
    if pronoun.tag_ in {"WP", "WDT", "WP$"}:
        clause = next((word for word in pronoun.ancestors if word.dep_ == "relcl"), None)
        if clause is not None:
            yield clause.head


def objects_by_preposition(head: Word, prepositions: Collection[str]) -> list[Word]:
    """The nouns that stand after some of the prepositions of a word."""
    return [
        noun
        for preposition in head.children
        if preposition.dep_ in {"prep", "agent", "dative"} and preposition.lower_ in prepositions
        for noun in preposition.children
        if noun.dep_ == "pobj"
    ]
