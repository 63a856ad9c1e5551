"""Factuality: how certain an event is said to be, whether it happened, whether it lies ahead.

A small version of De Facto (Saurí and Pustejovsky 2012): the particles around the word that names
an event (auxiliaries, negation, adverbs, adjectives), and the predicates that select it ("denied",
"planned to", "the possibility of"), from the inside out (lexicon `factuality`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from readout import lexicon
from readout.annotations import Certainty, Event, Factuality, Polarity, Quote
from readout.happening.triggers import is_kind

PARTICLES = {
    "aux": ("modal",),
    "neg": ("negation",),
    "det": ("negation",),
    "advmod": ("adverb", "negation"),
    "amod": ("adjective",),
    "mark": ("conditional",),
}
SELECTED = frozenset({"xcomp", "ccomp", "acl", "pcomp", "dobj", "nsubjpass", "pobj", "csubj"})
OBJECTS = frozenset({"dobj", "nsubjpass"})
CLAUSES = frozenset({"xcomp", "ccomp"})
COMPLEMENTS = frozenset({"pobj", "pcomp"})
# "call for", "refrain from"; after a noun and after an adjective: "fears of", "ready for"
AFTER_VERBS = frozenset({"for", "from", "on"})
AFTER_NOUNS = frozenset({"of", "for", "in", "to", "on", "about", "over", "against", "from"})
AFTER_ADJECTIVES = frozenset({"of", "for", "about"})
NEGATED_BY = frozenset({"nsubj", "nsubjpass", "dobj"})
OF_CLAUSES = frozenset({"ask", "call", "cease", "set", "stop", "let", "go", "mean", "indicate"})
HEDGE = "hedges"
WHEN = frozenset({"when", "until", "till", "once", "before", "after", "as", "while"})
UNTIL = frozenset({"until", "till"})
SINGLED_OUT = frozenset({"first", "second", "third", "last", "only", "few", "one"})
FOCUS = frozenset({"only", "just", "merely"})
OPEN = {"certainty": "", "polarity": "", "future": "", "open": "yes"}
AHEAD = {"certainty": "", "polarity": "", "future": "yes", "open": ""}
PURPOSE = {**OPEN, "future": "yes"}
WEAKEST_FIRST: tuple[Certainty, ...] = ("possible", "probable", "certain")
CODES: Mapping[tuple[Certainty, Polarity], Factuality] = {
    ("certain", "pos"): "CT+",
    ("probable", "pos"): "PR+",
    ("possible", "pos"): "PS+",
    ("certain", "neg"): "CT-",
    ("probable", "neg"): "PR-",
    ("possible", "neg"): "PS-",
}


@dataclass(frozen=True)
class _View:
    """How an event is presented: `is_open` where the text leaves open whether it happens."""

    certainty: Certainty = "certain"
    polarity: Polarity = "pos"
    future: bool = False
    is_open: bool = False

    def under(self, row: Mapping[str, str]) -> "_View":
        """The view as it stands under one more particle or predicate; negations cancel out."""
        is_negative = (self.polarity == "neg") != (row["polarity"] == "neg")
        said = (self.certainty, row["certainty"] or self.certainty)
        weakest = WEAKEST_FIRST[min(map(WEAKEST_FIRST.index, said))]
        return _View(
            certainty=weakest,
            polarity="neg" if is_negative else "pos",
            future=self.future or bool(row["future"]),
            is_open=self.is_open or bool(row["open"]),
        )

    @property
    def factuality(self) -> Factuality:
        """FactBank's value; what is left open is Uu."""
        return "Uu" if self.is_open else CODES[self.certainty, self.polarity]


def judge(doc: Doc, events: Sequence[Event], quotes: Sequence[Quote]) -> list[Event]:
    """The events with certainty, polarity, future and factuality.

    All are the view of whoever tells the event: of the source of `event.quote`, or of the
    newsroom. What stands in an attribution to hearsay ("reportedly") is no more than possible
    (FactBank leaves the newsroom uncommitted there). "Will" asserts an event that lies ahead
    (CT+, future), and so does "would" in a report; intentions, orders, conditions and questions
    leave it open (Uu).
    """
    return [_judged(doc, event, quotes) for event in events]


def _judged(doc: Doc, event: Event, quotes: Sequence[Quote]) -> Event:
    words = doc.char_span(event.span.start, event.span.end, alignment_mode="expand")
    if words is None:
        return event
    view = _View()
    for row in _operators(words.root):
        view = view.under(row)
    if _is_hearsay(event, quotes) and view.certainty == "certain":
        view = replace(view, certainty="possible")
    return replace(
        event,
        certainty=view.certainty,
        polarity=view.polarity,
        future=view.future,
        factuality=view.factuality,
    )


def _is_hearsay(event: Event, quotes: Sequence[Quote]) -> bool:
    """Whether the attribution that tells an event, or one around it, is to hearsay."""
    position = event.quote
    while position is not None:
        if quotes[position].stance == HEDGE:
            return True
        position = quotes[position].parent
    return False


def _operators(word: Token) -> Iterator[Mapping[str, str]]:
    """The lexicon's rows for all that has scope over a word, from the inside out."""
    yield from _particles(word)
    yield from _by_form(word)
    token = _first_conjunct(word)
    while token.head != token:
        above = _governor(token)
        if token.dep_ in COMPLEMENTS and (negation := _row(token.head.lower_, "negation")):
            yield negation
        row = _selecting(above, token)
        if row is not None:
            yield {**row, "future": ""} if _is_past(token) else row
        elif not _is_transparent(above, token):
            return
        yield from _around(above, token)
        yield from _by_form(above)
        token = _first_conjunct(above)


def _around(predicate: Token, token: Token) -> Iterator[Mapping[str, str]]:
    """The rows that belong to a predicate. What is not necessary may happen all the same."""
    is_needed = token.dep_ in CLAUSES and _row(predicate.lemma_.lower(), "necessity")
    for row in _particles(predicate, below=token):
        yield OPEN if is_needed and row["polarity"] == "neg" else row


def _selecting(predicate: Token, token: Token) -> Mapping[str, str] | None:
    """The row of a predicate that is about an event ("planned to meet", "announced a meeting")."""
    lemma = predicate.lemma_.lower()
    particle = next((child.lower_ for child in predicate.rights if child.dep_ == "prt"), None)
    if particle and (row := _row(f"{lemma} {particle}", "embedding")) and token.dep_ in SELECTED:
        return row
    row = _row(lemma, "embedding") if _selects(predicate, token) else None
    return row or (_row(lemma, "object") if token.dep_ in OBJECTS else None)


def _by_form(word: Token) -> Iterator[Mapping[str, str]]:
    """What the form of a clause tells: infinitives of purpose ("met to discuss", "a deal to sell"),
    arrangements ("is to be sold", the headline "Ports to close"), and what happens when something
    that lies ahead does ("will leave when the talks end")."""
    first = _first_conjunct(word)
    if _is_infinitive(word, first):
        if first.dep_ in {"advcl", "acl", "relcl"} and not _is_told(first):
            yield PURPOSE
        elif first.dep_ == "ROOT" or (first.dep_ == "xcomp" and first.head.lemma_ == "be"):
            yield PURPOSE if first.head.tag_ == "VBD" else AHEAD
    elif first.dep_ == "advcl" and _is_when(first) and _lies_ahead(first.head):
        yield AHEAD


def _is_infinitive(word: Token, first: Token) -> bool:
    return word.tag_ in {"VB", "VBN"} and any(child.tag_ == "TO" for child in first.children)


def _is_told(infinitive: Token) -> bool:
    """ "Prices fell to close at 40", "the first to leave": infinitives that are no purpose."""
    head = infinitive.head
    if head.pos_ == "VERB":
        return is_kind(head, "change")
    return any(word.lower_ in SINGLED_OUT for word in (head, *head.lefts))


def _is_when(clause: Token) -> bool:
    return any(c.lower_ in WHEN and c.dep_ in {"mark", "advmod"} for c in clause.children)


def _lies_ahead(verb: Token) -> bool:
    rows = (_row(child.lower_, "modal") for child in verb.children if child.dep_ == "aux")
    return any(row["future"] for row in rows if row)


def _is_past(token: Token) -> bool:
    """Whether a clause tells what is over: "fears that the bank failed", "had failed"."""
    return token.tag_ == "VBD" or any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.lefts)


def _is_transparent(predicate: Token, token: Token) -> bool:
    """Whether what holds of a predicate holds of the event: "did not hold talks", but not "did not
    mention the talks"."""
    if token.dep_ in OBJECTS:
        return predicate.lemma_.lower() in lexicon.words("events", "light")
    if token.dep_ == "acl":
        return _is_infinitive(token, token)
    return token.dep_ in {"xcomp", "acomp", "attr"} or _is_attribute(token)


def _governor(token: Token) -> Token:
    """The head of a word, or, after a preposition, of the preposition: "possibility of talks"."""
    above = token.head
    after_preposition = token.dep_ in COMPLEMENTS and above.dep_ in {"prep", "agent"}
    return above.head if after_preposition else above


def _selects(predicate: Token, token: Token) -> bool:
    """Whether a predicate is about the event: "going to meet", but not "went to a meeting"."""
    if token.dep_ not in SELECTED or (predicate.pos_ == "NOUN" and is_kind(predicate, "change")):
        return False
    if predicate.lemma_ == "go":
        return token.dep_ == "xcomp" and predicate.tag_ == "VBG"
    if token.dep_ in COMPLEMENTS:
        nominal = {"NOUN": AFTER_NOUNS, "ADJ": AFTER_ADJECTIVES}
        return token.head.lower_ in nominal.get(predicate.pos_, AFTER_VERBS)
    return token.dep_ not in OBJECTS or predicate.lemma_ not in OF_CLAUSES


def _is_attribute(token: Token) -> bool:
    """ "It was a meeting", "there was no meeting": the verb's particles count."""
    return token.dep_ in {"attr", "nsubj"} and token.pos_ == "NOUN" and token.head.lemma_ == "be"


def _particles(word: Token, *, below: Token | None = None) -> Iterator[Mapping[str, str]]:
    """The rows of the auxiliaries, negations, adverbs and adjectives that belong to a word, and of
    a subject or an object that negates ("nobody came", "found nothing"); `below` is a child whose
    own rows are counted already.
    """
    for child in (*word.children, *_inherited(word)):
        for kind in PARTICLES.get(child.dep_, ()):
            if (row := _row(child.lower_, kind)) and not _is_outweighed(child, word):
                yield _in_its_clause(row, word)
        if child.dep_ in NEGATED_BY and child != below and (row := _negation_in(child)):
            yield row
    if word.pos_ in {"VERB", "AUX"} and _is_asked(word):
        yield OPEN


def _is_outweighed(negation: Token, word: Token) -> bool:
    """ "Not only fought": it was fought; "was not freed until May": in May it was."""
    if negation.dep_ != "neg":
        return False
    if negation.i + 1 < len(negation.doc) and negation.nbor().lower_ in FOCUS:
        return True
    later = (child for child in word.rights if child.dep_ in {"prep", "advcl"})
    return any(t.lower_ in UNTIL for child in later for t in (child, *child.lefts))


def _in_its_clause(row: Mapping[str, str], verb: Token) -> Mapping[str, str]:
    """ "Would" asserts what lies ahead of a report ("said that he would go"), and "would not" is a
    refusal; elsewhere it leaves open. What may have happened does not lie ahead."""
    if row["certainty"] == "possible" and any(
        child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children
    ):
        return {**row, "future": ""}
    if row["open"] != "main":
        return row
    is_asserted = verb.dep_ == "ccomp" or any(child.dep_ == "neg" for child in verb.children)
    return {**row, "open": "" if is_asserted else "yes"}


def _negation_in(noun: Token) -> Mapping[str, str] | None:
    words = (noun, *(child for child in noun.lefts if child.dep_ == "det"))
    return next((row for word in words if (row := _row(word.lower_, "negation"))), None)


def _inherited(word: Token) -> Iterator[Token]:
    """The auxiliaries and negation of a first conjunct: "may meet and talk"."""
    first = _first_conjunct(word)
    has_own = any(child.dep_ in {"aux", "nsubj", "nsubjpass"} for child in word.children)
    is_alike = first.tag_ == word.tag_ or {first.tag_, word.tag_} == {"VB", "VBP"}
    if first != word and not has_own and is_alike:
        yield from (child for child in first.children if child.dep_ in {"aux", "mark"})


def _first_conjunct(word: Token) -> Token:
    while word.dep_ == "conj" and word.head != word:
        word = word.head
    return word


def _is_asked(verb: Token) -> bool:
    """Whether a verb is the main verb of a question."""
    if verb.dep_ != "ROOT":
        return False
    words = reversed(verb.sent)
    return next((w.text.endswith("?") for w in words if not (w.is_quote or w.is_space)), False)


def _row(word: str, kind: str) -> Mapping[str, str] | None:
    return lexicon.entries("factuality").get((word, kind))
