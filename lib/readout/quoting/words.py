"""The words of a parsed document in columns, with what the tree and the quotation marks say of
each."""

from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.tokens import Doc
from thinc.api import to_numpy

from readout.annotations import Span

Column = NDArray[np.uint64]
Positions = NDArray[np.int64]

VECTOR_WIDTH = 96  # of the small English pipelines
SUBJECT = ("nsubj", "nsubjpass", "csubj")
# Tags in an order in which neighbours behave alike, for trees that split it in two.
TAG_ORDER = (
    "VBD", "VBZ", "VBP", "MD", "VB", "TO", "VBG", "VBN", "IN", "RP", "WDT", "WP", "WP$", "WRB",
    "CC", "RB", "JJ", "JJR", "JJS", "CD", "DT", "PRP$", "PRP", "NNP", "NNPS", "NNS", "NN", "POS",
)  # fmt: skip
VERBAL = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD")
ODD, SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
ATTRIBUTES = (
    "LEMMA", "LOWER", "TAG", "DEP", "ENT_TYPE", "SHAPE", "HEAD", "SENT_START",
    "LENGTH", "SPACY", "IS_PUNCT", "IS_SPACE",
)  # fmt: skip


class Words:
    """The words of a document in columns; `mark_spans` are its stretches in quotation marks."""

    def __init__(self, doc: Doc, mark_spans: Sequence[Span]) -> None:
        columns = doc.to_array(list(ATTRIBUTES)).T
        self.lemma, self.lower, self.tag, self.dep, self.entity, self.shape = columns[:6]
        self.n = len(doc)
        self.strings = doc.vocab.strings
        self.at = np.arange(self.n)
        self.head = self.at + columns[6].astype(np.int64)
        starts = columns[7].astype(np.int64) == 1
        starts[:1] = True
        self.sentence = np.cumsum(starts) - 1
        self.sentence_starts = np.append(np.flatnonzero(starts), self.n)
        self._hangs = self.head != self.at
        self._children: dict[tuple[str, ...], tuple[Positions, Positions]] = {}
        self.punctuation = (columns[10] + columns[11]) > 0
        widths = (columns[8] + columns[9]).astype(np.int64)
        self.ends = np.cumsum(widths) - columns[9].astype(np.int64)
        self.starts = self.ends - columns[8].astype(np.int64)
        breaks = np.zeros(self.n, dtype=np.int64)
        for i in np.flatnonzero(columns[11]):
            breaks[i] = "\n" in doc[int(i)].text
        self.paragraph = np.cumsum(breaks)
        self._find_marks(mark_spans)
        self.vectors = np.zeros((self.n, VECTOR_WIDTH), dtype=np.float32)
        if doc.tensor.shape == self.vectors.shape:
            self.vectors = to_numpy(doc.tensor)

    def _find_marks(self, spans: Sequence[Span]) -> None:
        """`mark`: the number of the stretch a word stands in, or 0; `mark_edge`: 1 opens, 2 inside,
        3 closes; `mark_first`, `mark_last`: the stretch's first and last word, or the word."""
        self.mark = np.zeros(self.n, dtype=np.int64)
        self.mark_edge = np.zeros(self.n, dtype=np.int64)
        self.mark_first, self.mark_last = self.at.copy(), self.at.copy()
        for number, span in enumerate(spans, 1):
            words = self.within(span)
            self.mark[words] = number
            self.mark_edge[words] = 2
            if words.stop > words.start:
                self.mark_first[words], self.mark_last[words] = words.start, words.stop - 1
                self.mark_edge[words.start] = 1
                self.mark_edge[words.stop - 1] = 3

    def within(self, span: Span) -> slice:
        """The words that share characters with a span."""
        first = int(np.searchsorted(self.ends, span.start, side="right"))
        return slice(first, int(np.searchsorted(self.starts, span.end, side="left")))

    def among(self, column: Column, *labels: str) -> NDArray[np.bool_]:
        """Which words have one of these labels in a column."""
        first, *others = numbers(*labels)
        found = column == first
        for number in others:
            found |= column == number
        return found

    def child(self, column: NDArray[np.integer], *labels: str) -> Column:
        """For each word, the value of its first dependent with one of these labels, or 0."""
        if labels not in self._children:
            found = np.flatnonzero(self.among(self.dep, *labels) & self._hangs)[::-1]
            self._children[labels] = self.head[found], found
        heads, found = self._children[labels]
        values = np.zeros(self.n, dtype=np.uint64)
        values[heads] = column[found]
        return values

    @cached_property
    def names_begin(self) -> NDArray[np.bool_]:
        """Which words begin the name of a person."""
        in_name = self.among(self.entity, "PERSON")
        return in_name & (shifted(in_name, 1) == 0)

    @cached_property
    def is_article(self) -> NDArray[np.bool_]:
        """Which words are articles."""
        return self.among(self.lower, "the", "a", "an")

    @cached_property
    def is_verb(self) -> NDArray[np.bool_]:
        """Which words are verbs by their tag."""
        return self.among(self.tag, *VERBAL)

    @cached_property
    def word_class(self) -> Positions:
        """For each word the place of its tag in `TAG_ORDER`, from 1; 0 for others (punctuation)."""
        is_tag = self.tag[:, None] == numbers(*TAG_ORDER)
        return np.where(is_tag.any(axis=1), is_tag.argmax(axis=1) + 1, 0)

    @cached_property
    def frame(self) -> Column:
        """For each word, the set of labels of its dependents."""
        bits = np.uint64(1) << (mixed(self.dep) % np.uint64(61))
        counts = self._hangs & ~self.among(self.dep, "punct")
        frame = np.zeros(self.n, dtype=np.uint64)
        np.bitwise_or.at(frame, self.head[counts], bits[counts])
        return frame

    @cached_property
    def depth(self) -> Positions:
        """For each word, the number of words above it in its sentence's tree."""
        depth = np.zeros(self.n, dtype=np.int64)
        at = self.at
        while (moving := self.head[at] != at).any():
            depth += moving
            at = self.head[at]
        return depth

    @cached_property
    def left_edge(self) -> Positions:
        """For each word, the first word of what hangs on it."""
        return self._edge(np.minimum)

    @cached_property
    def right_edge(self) -> Positions:
        """For each word, the last word of what hangs on it."""
        return self._edge(np.maximum)

    def _edge(self, further: np.ufunc) -> Positions:
        edge = self.at.copy()
        for level in range(int(self.depth.max(initial=0)), 0, -1):
            here = np.flatnonzero(self.depth == level)
            further.at(edge, self.head[here], edge[here])
        return edge


@cache
def numbers(*labels: str) -> Column:
    """The numbers under which spaCy knows labels."""
    return np.array([get_string_id(label) for label in labels], dtype=np.uint64)


def mixed(first: NDArray[np.generic], *others: NDArray[np.generic]) -> Column:
    """One column that differs where any of the given ones differs."""
    result = first.astype(np.uint64) * ODD
    result ^= result >> SHIFT
    for column in others:
        result = (result ^ column.astype(np.uint64, copy=False)) * ODD
        result ^= result >> SHIFT
    return result


def shifted(column: NDArray[np.generic], by: int) -> NDArray[np.generic]:
    """A column moved down by a number of words (up where it is negative), 0 where nothing was."""
    result = np.zeros_like(column)
    if by > 0:
        result[by:] = column[:-by]
    else:
        result[:by] = column[-by:]
    return result
