"""Questions to a parse: subjects, clauses, paragraphs, quotation marks.

Labels are those of the English spaCy pipelines (ClearNLP dependencies, Penn tags).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from weakref import WeakKeyDictionary

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from readout.annotations import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
ENDS_SENTENCE = frozenset(".!?…:;'\"’”»)]—–")
PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")
LONGEST_SENTENCE = 300  # tokens
DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z .,'’-]+)(?:, \w+\.? \d\d?)?(?: \([\w ]+\) ?[-–—]+| ?[–—]|(?<=\d) ?-+) ",
    re.MULTILINE,
)


_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()  # as long as there are the documents


def text_of(doc: Doc) -> str:
    """The text of a document: what `Doc.text` gives, but put together only once."""
    if (text := _texts.get(doc)) is None:
        text = _texts[doc] = doc.text
    return text


def words_of(tokens: Tokens) -> str:
    """The text of some tokens: what `Span.text` gives, but cut out of the document's."""
    return text_of(tokens.doc)[tokens.start_char : tokens.end_char]


def words_where(doc: Doc, **wanted: Collection[str]) -> Iterator[Token]:
    """The words of which an attribute is among those wanted (`TAG=("NN", "NNS")`; of several
    attributes any), without an object for each of the others on the way."""
    strings = doc.vocab.strings
    found = np.zeros(len(doc), dtype=bool)
    for name, values in wanted.items():
        numbers = np.array([strings[value] for value in values], dtype=np.uint64)
        found |= np.isin(doc.to_array(name), numbers)
    return (doc[i] for i in np.flatnonzero(found).tolist())


@Language.component("sentence_limits")
def sentence_limits(doc: Doc) -> Doc:
    """Tell the parser where a sentence must begin (a paragraph) and where it can't.

    Left alone, the small pipelines run a headline into the first paragraph and start a sentence
    after a title ("President | Trump"). A sentence may begin after a line break or after
    punctuation that can end one; the parser decides which of these it does. After a dateline
    ("OSLO, May 3 (Agency) —") one must, and where none could for `LONGEST_SENTENCE` tokens.
    """
    may_start, must_start = True, True
    starts = np.zeros(len(doc), dtype="int64")  # 1 begins a sentence, -1 can't, 0 may
    starts[:1] = 1
    after_datelines = {match.end() for match in DATELINE.finditer(text_of(doc))}
    could = 0  # the last token that could begin a sentence
    for token in doc:
        must_start = must_start or token.idx in after_datelines
        must_start = must_start or token.i - could >= LONGEST_SENTENCE
        if token.is_space:
            must_start = must_start or bool(PARAGRAPH_BREAK.search(token.text))
            may_start = may_start or "\n" in token.text
            continue
        if token.i and (must_start or not may_start):
            starts[token.i] = 1 if must_start else -1
        if must_start or may_start:
            could = token.i
        must_start = False
        may_start = token.text[-1] in ENDS_SENTENCE or (may_start and token.is_punct)
    # All at once: for each token alone spaCy would look through the whole document.
    return doc.from_array(["SENT_START"], starts.astype("uint64"))  # pyright: ignore[reportArgumentType]


@Language.component("sentence_cuts")
def sentence_cuts(doc: Doc) -> Doc:
    """Cut what the parser made longer sentences of than `LONGEST_SENTENCE` tokens: that is no prose
    (a list, a row of marks), and work on a sentence grows with the square of its length.

    A word whose head is cut off is a sentence's root, so that more sentences may come of it.
    """
    starts, dependents, heads = doc.to_array(["SENT_START", "DEP", "HEAD"]).T
    at = np.arange(len(doc))
    within = at - np.maximum.accumulate(np.where(starts == 1, at, 0))
    if within.max(initial=0) < LONGEST_SENTENCE:
        return doc
    piece = np.cumsum(within % LONGEST_SENTENCE == 0)
    loose = piece[at + heads.astype("int64")] != piece
    heads[loose], dependents[loose] = 0, doc.vocab.strings["ROOT"]
    return doc.from_array(["DEP", "HEAD"], np.stack([dependents, heads], axis=1))  # pyright: ignore[reportArgumentType]


def span_of(tokens: Iterable[Token]) -> Span:
    """From the first to the last of some tokens, white space at the ends left off."""
    solid = [(token.idx, token.idx + len(token)) for token in tokens if not token.is_space]
    return Span(min(solid)[0], max(solid)[1])


def subjects_of(verb: Token) -> list[Token]:
    """The subjects of a verb, also those it shares with the verb that it is conjoined to."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    if own or verb.dep_ not in {"conj", "xcomp"} or verb.head == verb:
        return own
    return subjects_of(verb.head)


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive."""
    return any(child.dep_ in {"nsubjpass", "auxpass", "csubjpass"} for child in verb.children)


def is_past(verb: Token) -> bool:
    """Whether a verb stands in the past: "closed", "was closed", "had closed"."""
    auxiliaries = (child.tag_ for child in verb.lefts if child.dep_ in {"aux", "auxpass"})
    return verb.tag_ == "VBD" or "VBD" in auxiliaries


def is_perfect(verb: Token) -> bool:
    """Whether a verb stands with "have"."""
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb stands with "to"."""
    return any(child.tag_ == "TO" and child.dep_ == "aux" for child in verb.lefts)


def first_conjunct(word: Token) -> Token:
    """The first of some coordinated words."""
    while word.dep_ == "conj" and word.head != word:
        word = word.head
    return word


def conjuncts(token: Token) -> Iterator[Token]:
    """A word and all words coordinated with it, in the order of the text."""
    yield token
    yield from token.conjuncts


def antecedents(pronoun: Token) -> Iterator[Token]:
    """For a relative pronoun the word that its clause says something about."""
    if pronoun.tag_ in {"WP", "WDT", "WP$"}:
        clause = next((word for word in pronoun.ancestors if word.dep_ == "relcl"), None)
        if clause is not None:
            yield clause.head


def objects_by_preposition(head: Token, prepositions: Collection[str]) -> list[Token]:
    """The nouns that stand after some of the prepositions of a word."""
    return [
        noun
        for preposition in head.children
        if preposition.dep_ in {"prep", "agent", "dative"} and preposition.lower_ in prepositions
        for noun in preposition.children
        if noun.dep_ == "pobj"
    ]
