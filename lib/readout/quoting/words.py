"""The words of a parsed document in columns, with what the tree and the quotation marks say of
each."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.tokens import Doc
from thinc.api import to_numpy

from readout.annotations import Span

Column = NDArray[np.uint64]
Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]
Vectors = NDArray[np.floating]

VECTOR_WIDTH = 96  # of the small English pipelines
SUBJECT = ("nsubj", "nsubjpass", "csubj")
# Tags in an order in which neighbours behave alike, for trees that split it in two.
TAG_ORDER = (
    "VBD", "VBZ", "VBP", "MD", "VB", "TO", "VBG", "VBN", "IN", "RP", "WDT", "WP", "WP$", "WRB",
    "CC", "RB", "JJ", "JJR", "JJS", "CD", "DT", "PRP$", "PRP", "NNP", "NNPS", "NNS", "NN", "POS",
)  # fmt: skip
VERBAL = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD")
ODD, SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
POSITIONS = ("head", "mark_first", "mark_last")  # columns of words' places
ATTRIBUTES = (
    "LEMMA", "LOWER", "TAG", "DEP", "ENT_TYPE", "SHAPE", "HEAD", "SENT_START",
    "LENGTH", "SPACY", "IS_PUNCT", "IS_SPACE",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Words:
    """The words of documents in columns, one document after the other (`lengths`).

    `head`, `mark_first` and `mark_last` are positions among all words; `starts` and `ends` are
    characters of a word's own document. `mark` is the number of the stretch in quotation marks that
    a word stands in, or 0; `mark_edge` says whether it opens (1), goes on (2) or closes (3) there;
    `mark_first` and `mark_last` are the stretch's first and last word, or the word itself.
    """

    lengths: Positions
    lemma: Column
    lower: Column
    tag: Column
    dep: Column
    entity: Column
    shape: Column
    head: Positions
    begins_sentence: Mask
    paragraph: Positions
    punctuation: Mask
    starts: Positions
    ends: Positions
    mark: Positions
    mark_edge: Positions
    mark_first: Positions
    mark_last: Positions
    vectors: Vectors
    _children: dict[tuple[str, ...], tuple[Positions, Positions]] = field(
        default_factory=dict, init=False
    )

    @property
    def n(self) -> int:
        """The number of words."""
        return len(self.lemma)

    @cached_property
    def at(self) -> Positions:
        """The position of each word."""
        return np.arange(self.n)

    @cached_property
    def document(self) -> Positions:
        """The number of each word's document."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @cached_property
    def document_starts(self) -> Positions:
        """The first word of each document."""
        return np.cumsum(self.lengths) - self.lengths

    @cached_property
    def sentence(self) -> Positions:
        """The number of each word's sentence."""
        return np.cumsum(self.begins_sentence) - 1

    @cached_property
    def sentence_starts(self) -> Positions:
        """The first word of each sentence, and the end of the last one."""
        return np.append(np.flatnonzero(self.begins_sentence), self.n)

    @cached_property
    def n_sentences(self) -> Positions:
        """The number of sentences of each document."""
        return np.bincount(self.document[self.begins_sentence], minlength=len(self.lengths))

    @cached_property
    def before(self) -> Positions:
        """The word before each word; the first one of a document stands before itself."""
        return np.maximum(self.at - 1, self.document_starts[self.document])

    @cached_property
    def after(self) -> Positions:
        """The word after each word; the last one of a document stands after itself."""
        ends = self.document_starts + self.lengths
        return np.minimum(self.at + 1, ends[self.document] - 1)

    @cached_property
    def _hangs(self) -> Mask:
        return self.head != self.at

    def within(self, span: Span) -> slice:
        """The words that share characters with a span."""
        first = int(np.searchsorted(self.ends, span.start, side="right"))
        return slice(first, int(np.searchsorted(self.starts, span.end, side="left")))

    def shifted(self, column: NDArray[Any], by: int) -> NDArray[Any]:
        """A column moved down by a number of words (up where it is negative), 0 where nothing of
        the same document was."""
        return shifted(column, by, self.lengths)

    def among(self, column: Column, *labels: str) -> Mask:
        """Which words have one of these labels in a column."""
        wanted = sorted_numbers(*labels)
        return wanted.take(np.searchsorted(wanted, column), mode="clip") == column

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
    def name(self) -> Positions:
        """For each word the first word of the last person's name that began by then, or -1."""
        in_name = self.among(self.entity, "PERSON")
        begins = in_name & ~self.shifted(in_name, 1)
        return np.maximum.accumulate(np.where(begins, self.at, -1))

    @cached_property
    def is_article(self) -> Mask:
        """Which words are articles."""
        return self.among(self.lower, "the", "a", "an")

    @cached_property
    def is_verb(self) -> Mask:
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


def words_of(doc: Doc, mark_spans: Sequence[Span]) -> Words:
    """The words of a document; `mark_spans` are its stretches in quotation marks."""
    columns = doc.to_array(list(ATTRIBUTES)).T
    heads, begins, lengths, spaces, stops, blanks = columns[6:]
    begins = begins.astype(np.int64) == 1
    begins[:1] = True
    breaks = np.zeros(len(doc), dtype=np.int64)
    for i in np.flatnonzero(blanks):
        breaks[i] = "\n" in doc[int(i)].text
    ends = np.cumsum((lengths + spaces).astype(np.int64)) - spaces.astype(np.int64)
    starts = ends - lengths.astype(np.int64)
    vectors = np.zeros((len(doc), VECTOR_WIDTH), dtype=np.float32)
    if doc.tensor.shape == vectors.shape:
        vectors = to_numpy(doc.tensor)
    return Words(
        np.array([len(doc)]),
        *columns[:6],
        head=np.arange(len(doc)) + heads.astype(np.int64),
        begins_sentence=begins,
        paragraph=np.cumsum(breaks),
        punctuation=(stops + blanks) > 0,
        starts=starts,
        ends=ends,
        **_marks(mark_spans, starts, ends),
        vectors=vectors,
    )


def _marks(spans: Sequence[Span], starts: Positions, ends: Positions) -> dict[str, Positions]:
    """The columns that say which of the stretches in quotation marks each word stands in."""
    first = np.searchsorted(ends, [span.start for span in spans], side="right").tolist()
    stop = np.searchsorted(starts, [span.end for span in spans], side="left").tolist()
    mark, edge = np.zeros((2, len(starts)), dtype=np.int64)
    mark_first, mark_last = np.arange(len(starts)), np.arange(len(starts))
    for number, (begin, end) in enumerate(zip(first, stop, strict=True), 1):
        if begin < end:
            mark[begin:end] = number
            mark_first[begin:end], mark_last[begin:end] = begin, end - 1
            edge[begin:end] = 2
            edge[begin], edge[end - 1] = 1, 3
    return {"mark": mark, "mark_edge": edge, "mark_first": mark_first, "mark_last": mark_last}


def together(documents: Sequence[Words]) -> Words:
    """The words of several documents, one document after the other."""
    before = np.cumsum([0, *(words.n for words in documents[:-1])])
    columns = {}
    for name in (column.name for column in fields(Words) if column.init):
        parts = [getattr(words, name) for words in documents]
        if name in POSITIONS:
            parts = [part + n for part, n in zip(parts, before, strict=True)]
        columns[name] = np.concatenate(parts)
    return Words(**columns)


@cache
def numbers(*labels: str) -> Column:
    """The numbers under which spaCy knows labels."""
    return np.array([get_string_id(label) for label in labels], dtype=np.uint64)


@cache
def sorted_numbers(*labels: str) -> Column:
    """The numbers under which spaCy knows labels, in order."""
    return np.sort(numbers(*labels))


def mixed(first: NDArray[np.generic], *others: NDArray[np.generic]) -> Column:
    """One column that differs where any of the given ones differs."""
    result = first.astype(np.uint64) * ODD
    result ^= result >> SHIFT
    for column in others:
        result = (result ^ column.astype(np.uint64, copy=False)) * ODD
        result ^= result >> SHIFT
    return result


def shifted(column: NDArray[Any], by: int, lengths: Positions) -> NDArray[Any]:
    """A column of several documents, each of some length, moved down by a number of rows (up where
    it is negative), 0 where nothing of the same document was."""
    moved = np.zeros_like(column)
    lengths = lengths[lengths > 0]
    ends = np.cumsum(lengths)
    if by > 0:
        moved[by:] = column[:-by]
        edges = np.add.outer(ends - lengths, np.arange(by))
    else:
        moved[:by] = column[-by:]
        edges = np.subtract.outer(ends - 1, np.arange(-by))
    moved[np.clip(edges, 0, len(column) - 1)] = 0
    return moved


def sums_until(values: NDArray[Any], lengths: Positions) -> tuple[NDArray[Any], NDArray[Any]]:
    """For each row of several documents, each of some length, the sum of the values of its document
    up to and with it, and before it. Each document is summed by itself: the last digits of a sum
    over all of them would depend on the others."""
    parts = np.split(values, np.cumsum(lengths)[:-1])
    until = np.concatenate([np.cumsum(part) for part in parts]).astype(np.float64)
    return until, shifted(until, 1, lengths)
