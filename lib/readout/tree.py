"""The parse of an article as a tree of plain objects, which answer sooner than spaCy's.

spaCy makes an object of a token whenever one is asked for, and looks up each of its labels; the
stages ask for some ten thousand an article. Here every word is made once. Names and labels are
those of `spacy.tokens.Token` and of the English pipelines (ClearNLP dependencies, Penn tags).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import overload
from weakref import WeakKeyDictionary

import numpy as np
from spacy.lang.en.lex_attrs import like_num
from spacy.lang.lex_attrs import is_punct, is_quote
from spacy.tokens import Doc

from readout.annotations import Span

COLUMNS = (
    "IDX", "LENGTH", "ENT_IOB", "SENT_START", "HEAD",
    "LEMMA", "POS", "TAG", "DEP", "MORPH", "ENT_TYPE",
)  # fmt: skip
IOB = ("", "I", "O", "B")
Words = tuple["Word", ...]


class Word:
    """A word in a tree: position `i`, characters `idx` to `end`, labels, `head` (of a root itself),
    and what hangs on it before (`lefts`) and after it (`rights`), together its `children`."""

    __slots__ = (
        "_first", "_last", "children", "dep_", "end", "ent_iob_", "ent_type_", "head", "i", "idx",
        "is_sent_start", "lefts", "lemma_", "lower_", "morph", "pos_", "rights", "tag_", "text",
        "tree",
    )  # fmt: skip
    tree: "Tree"
    i: int
    idx: int
    end: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    morph: str
    ent_type_: str
    ent_iob_: str
    is_sent_start: bool
    head: "Word"
    lefts: Words
    rights: Words
    children: Words
    _first: int
    _last: int

    def __repr__(self) -> str:
        return self.text

    @property
    def subtree(self) -> list["Word"]:
        """The word and all that hangs on it, however far, in the order of the text."""
        found: list[Word] = [self]
        for word in found:
            found += word.children
        return sorted(found, key=attrgetter("i"))

    @property
    def ancestors(self) -> Iterator["Word"]:
        """The word's head, the head of that, up to the root."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    @property
    def conjuncts(self) -> Words:
        """All words coordinated with this one."""
        found = [first_conjunct(self)]
        for word in found:
            found += [child for child in word.rights if child.dep_ == "conj"]
        return tuple(word for word in found if word is not self)

    @property
    def left_edge(self) -> "Word":
        """The first word of its subtree."""
        return self.tree.words[self._first]

    @property
    def right_edge(self) -> "Word":
        """The last word of its subtree."""
        return self.tree.words[self._last]

    def nbor(self, i: int = 1) -> "Word":
        """The word so many places on; before the first and after the last there is none."""
        if self.i + i < 0:
            raise IndexError(f"There is no word {-i} places before {self.text!r}, the {self.i}th.")
        return self.tree.words[self.i + i]

    @property
    def sent(self) -> "Phrase":
        """The sentence that the word stands in."""
        starts = self.tree.sentence_starts
        n = bisect_right(starts, self.i)
        return self.tree[starts[n - 1] : starts[n] if n < len(starts) else len(self.tree)]

    @property
    def is_sent_end(self) -> bool:
        """Whether it is the last word of its sentence."""
        return self.i + 1 == len(self.tree) or self.tree.words[self.i + 1].is_sent_start

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.text.isspace()

    @property
    def is_alpha(self) -> bool:
        """Whether it has letters alone."""
        return self.text.isalpha()

    @property
    def is_title(self) -> bool:
        """Whether it begins with a capital and goes on in lower case."""
        return self.text.istitle()

    @property
    def is_lower(self) -> bool:
        """Whether its letters are in lower case."""
        return self.text.islower()

    @property
    def is_punct(self) -> bool:
        """Whether it is punctuation."""
        return is_punct(self.text)

    @property
    def is_quote(self) -> bool:
        """Whether it is a quotation mark."""
        return is_quote(self.text)

    @property
    def like_num(self) -> bool:
        """Whether it is a number, in digits or in words."""
        return like_num(self.text)


def first_conjunct(word: Word) -> Word:
    """The first of some coordinated words."""
    while word.dep_ == "conj" and word.head is not word:
        word = word.head
    return word


class Phrase(Sequence[Word]):
    """Words that stand beside one another: those from `start` up to `end` of a tree."""

    __slots__ = ("end", "start", "tree", "words")

    def __init__(self, tree: "Tree", start: int, end: int) -> None:
        self.tree, self.words = tree, tree.words[start:end]
        self.start, self.end = start, start + len(self.words)

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> "Phrase": ...
    def __getitem__(self, at: int | slice) -> "Word | Phrase":
        if isinstance(at, int):
            return self.words[at]
        start, end, _ = at.indices(len(self.words))
        return Phrase(self.tree, self.start + start, self.start + end)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, Word) and self.start <= word.i < self.end

    @property
    def text(self) -> str:
        """Its characters."""
        words = self.words
        return self.tree.text[words[0].idx : words[-1].end] if words else ""

    @property
    def root(self) -> Word:
        """The word that hangs on none of the others; of several the one nearest to the root of the
        sentence."""
        if len(self.words) == 1:
            return self.words[0]
        tops = [w for w in self.words if w.head is w or not self.start <= w.head.i < self.end]
        return tops[0] if len(tops) == 1 else min(tops, key=_distance_from_root)


def _distance_from_root(word: Word) -> int:
    """How many words stand above a word; of marks and blanks as if they stood below all others."""
    if word.head is word:
        return -1
    if not word.children and (word.is_space or word.is_punct):
        return len(word.tree) - 1
    return sum(1 for _ in word.ancestors)


class Tree(Sequence[Word]):
    """The words of a parsed article, in the order of its `text`."""

    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        numbers = doc.to_array(list(COLUMNS))
        name = {number: doc.vocab.strings[number] for number in np.unique(numbers[:, 5:]).tolist()}
        self._starts, lengths, iobs, begins, steps = numbers[:, :5].astype(np.int64).T.tolist()
        labels = zip(*(map(name.__getitem__, c) for c in numbers[:, 5:].T.tolist()), strict=True)
        heads = [i + step for i, step in enumerate(steps)]
        self.words = [Word() for _ in heads]
        self.sentence_starts = [i for i, begin in enumerate(begins) if begin == 1 or i == 0]
        given = zip(self.words, self._starts, lengths, iobs, begins, labels, strict=True)
        for i, (word, start, length, iob, begin, names) in enumerate(given):
            word.tree, word.i, word.idx, word.end = self, i, start, start + length
            word.text = text = self.text[start : start + length]
            word.lower_, word.ent_iob_, word.is_sent_start = text.lower(), IOB[iob], begin == 1
            word.lemma_, word.pos_, word.tag_, word.dep_, word.morph, word.ent_type_ = names
            word.lefts = word.rights = ()
        self._hang(heads)

    def _hang(self, heads: Sequence[int]) -> None:
        """Give each word its head, what hangs on it, and how far that reaches."""
        of_words = zip(self.words, heads, *_edges(heads), strict=True)
        for i, (word, head, first, last) in enumerate(of_words):
            word.head = above = self.words[head]
            word._first, word._last = first, last
            if i < head:
                above.lefts += (word,)
            elif i > head:
                above.rights += (word,)
        for word in self.words:
            word.children = word.lefts + word.rights

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Phrase: ...
    def __getitem__(self, at: int | slice) -> Word | Phrase:
        if isinstance(at, int):
            return self.words[at]
        start, end, _ = at.indices(len(self.words))
        return Phrase(self, start, end)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    @property
    def sentences(self) -> Iterator[Phrase]:
        """The sentences, in order."""
        for start, end in pairwise((*self.sentence_starts, len(self.words))):
            yield Phrase(self, start, end)

    @property
    def entities(self) -> Iterator[Phrase]:
        """The names and numbers that the model finds; the words of each have its `ent_type_`."""
        begins = [word.i for word in self.words if word.ent_iob_ == "B"]
        for start in begins:
            end = start + 1
            while end < len(self.words) and self.words[end].ent_iob_ == "I":
                end += 1
            yield Phrase(self, start, end)

    def touched_by(self, span: Span) -> Phrase:
        """The words that have a character of a span; a blank after a word is none of its own."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        if self.words and self.words[first].end == span.start:
            first += 1
        return Phrase(self, first, bisect_left(self._starts, span.end))

    def within(self, span: Span) -> Phrase:
        """The words that have all their characters in a span."""
        end = self.touched_by(span).end
        is_cut_off = end > 0 and self.words[end - 1].end > span.end
        return Phrase(self, bisect_left(self._starts, span.start), end - is_cut_off)


def _edges(heads: Sequence[int]) -> tuple[list[int], list[int]]:
    """The first and the last position of each word's subtree: of what is nested once through from
    both sides, where arcs cross until nothing changes."""
    first, last = list(range(len(heads))), list(range(len(heads)))
    inwards = [i for i, head in enumerate(heads) if i < head]
    inwards += [i for i in reversed(range(len(heads))) if heads[i] < i]
    is_changed = True
    while is_changed:
        is_changed = False
        for i in inwards:
            head = heads[i]
            if first[i] < first[head]:
                first[head], is_changed = first[i], True
            if last[i] > last[head]:
                last[head], is_changed = last[i], True
    return first, last


# As long as there are the documents:
_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()
_trees: WeakKeyDictionary[Doc, Tree] = WeakKeyDictionary()


def tree_of(doc: Doc) -> Tree:
    """The tree of a parsed document, made once."""
    if (tree := _trees.get(doc)) is None:
        tree = _trees[doc] = Tree(doc)
    return tree


def text_of(doc: Doc) -> str:
    """The text of a document: what `Doc.text` gives, but put together only once."""
    if (text := _texts.get(doc)) is None:
        text = _texts[doc] = doc.text
    return text
