"""Factuality: how certain an event is said to be, whether it happened, whether it lies ahead.

A small version of De Facto (Saurí and Pustejovsky 2012): `readout.happening.scope` finds the words
that decide it, from the inside out; here they are reckoned up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from spacy.tokens import Doc

from readout.annotations import Certainty, Event, Factuality, Polarity, Quote
from readout.happening.expressions import row_of
from readout.happening.particles import tells_what_followed
from readout.happening.scope import is_when, operators
from readout.happening.selection import is_participle
from readout.tree import Tree, Word, tree_of

PRESENT = frozenset({"VBZ", "VBP", "VBG"})
HEDGE = "hedges"
REASONS = frozenset({"although", "because", "since", "though"})
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


PLAIN = _View()  # and that of an event as it is found


def judge(
    doc: Doc,
    events: Sequence[Event],
    quotes: Sequence[Quote],
    *,
    published: datetime | None = None,
) -> list[Event]:
    """The events with certainty, polarity, future and factuality.

    All are the view of whoever tells the event: of the source of `event.quote`, or of the
    newsroom. What stands in an attribution to hearsay ("reportedly") is no more than possible
    (FactBank leaves the newsroom uncommitted there). "Will" asserts an event that lies ahead
    (CT+, future), and so does "would" in a report; intentions, orders, conditions and questions
    leave it open (Uu). What a noun or the present tense puts after the day of publication lies
    ahead as well ("the vote on Friday", "leaves on Friday").
    """
    tree = tree_of(doc)
    return [_judged(tree, event, quotes, published) for event in events]


def _judged(tree: Tree, event: Event, quotes: Sequence[Quote], published: datetime | None) -> Event:
    word = tree.touched_by(event.span).root
    view = PLAIN
    for row in operators(word):
        view = view.under(row)
    if view.certainty == "certain" and (hedge := _hedge_of(word, event, quotes)):
        view = replace(view, certainty=hedge)
    if (view.is_open or view.future) and _is_history(word, event, published):
        view = replace(view, future=False, is_open=False)
    is_ahead = view.future or _is_dated_ahead(word, event, published)
    if view == PLAIN and not is_ahead:
        return event
    return replace(
        event,
        certainty=view.certainty,
        polarity=view.polarity,
        future=is_ahead,
        factuality=view.factuality,
    )


def _hedge_of(word: Word, event: Event, quotes: Sequence[Quote]) -> Certainty | None:
    """How certain an event is on hearsay: after "apparently" probable, else possible."""
    position = event.quote
    while position is not None:
        quote = quotes[position]
        if quote.stance == HEDGE and not _is_taken_for_granted(word, quote):
            row = row_of(quote.cue_lemma or "", "adverb")
            return "probable" if row and row["certainty"] == "probable" else "possible"
        position = quote.parent
    return None


def _is_taken_for_granted(word: Word, quote: Quote) -> bool:
    """Whether an event stands in a clause of its own below what is hedged: "reportedly fled when
    the police came", "was reportedly met by the king, who left early"."""
    for token in (word, *word.ancestors):
        if not any(span.start <= token.idx < span.end for span in quote.content):
            return False
        is_ground = token.dep_ == "advcl" and (is_when(token) or _is_reason(token))
        if token.dep_ == "relcl" or is_participle(token) or is_ground:
            last = token.right_edge.idx
            return not any(token.left_edge.idx <= cue.start <= last for cue in quote.cue)
    return False


def _is_reason(clause: Word) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in REASONS for child in clause.lefts)


def _is_history(word: Word, event: Event, published: datetime | None) -> bool:
    """ "In 1998 she would win the prize": what came of it, as the date tells."""
    if published is None or event.ends is None or event.ends.date() >= published.date():
        return False
    return tells_what_followed(word)


def _is_dated_ahead(word: Word, event: Event, published: datetime | None) -> bool:
    if published is None or event.begins is None or event.begins.date() <= published.date():
        return False
    return word.pos_ in {"NOUN", "PROPN"} or word.tag_ in PRESENT
