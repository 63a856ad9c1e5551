"""What may be the content and the source of each cue: several readings, of which one is chosen.

The network's labels make the first; others go in and out of the content more or less readily, end
or begin elsewhere, or follow the parse. All cues of some documents are treated at once, as columns
of words and tables of readings by words; punctuation is left out, for it decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readout.quoting.words import SUBJECT, Words, sums_until

SOURCE, CONTENT, CUE = 1, 2, 3  # the scope network's classes; 0 is none of these
CHANGE = 2.0  # the cost, in log odds, of going in or out of a content
# How else contents are decoded: what is added to each word's log odds, and the cost of a change.
DECODINGS = ((0.0, CHANGE), (0.0, 0.7), (0.0, 5.0), (1.5, CHANGE), (-1.5, CHANGE))
SUREST = 5.0  # no word's log odds count for more
LESS_READILY = -2.0  # the log odds from which on a word may be in a source found less readily
NO_SOURCE = 4  # the rank of having none
NEVER = -20.0  # the log probability that a cue's head is in its own content or source
QUOTED_SHARE = 0.5  # of a quotation's words: from there on all of them are content
CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "relcl")
OBJECTS = ("dobj", "prep", "pobj", "attr", "acomp", "oprd")

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Array = NDArray[np.floating]
Values = NDArray[Any]


class Around:
    """The words around each cue (`cues`), cue after cue, by `at` (which word) and `number` (around
    which cue); `first` and `end` bound each cue's words. `likely` are log probabilities of the
    parts, `odds` those of content against the likeliest other part."""

    def __init__(
        self, words: Words, cues: Sequence[int], areas: Sequence[range], probable: Array
    ) -> None:
        at = np.concatenate([np.arange(area.start, area.stop) for area in areas])
        number = np.repeat(np.arange(len(cues)), [len(area) for area in areas])
        solid = ~words.punctuation[at]
        self.words = words
        self.cues = np.array(cues)
        self.at, self.number = at[solid], number[solid]
        self.cue = self.cues[self.number]
        self.first = np.searchsorted(self.number, np.arange(len(cues)))
        self.end = np.append(self.first[1:], len(self.at))
        self.likely = np.log(probable[solid] + 1e-6)
        self.likely[self.at == self.cue, SOURCE : CONTENT + 1] = NEVER
        self.odds = self.odds_of(CONTENT)
        self.mark = words.mark[self.at]
        self.same_sentence = words.sentence[self.at] == words.sentence[self.cue]
        keys = self.number * (int(words.mark.max(initial=0)) + 1) + self.mark
        _, self.quotation, self.size = np.unique(keys, return_inverse=True, return_counts=True)

    @cached_property
    def source_weight(self) -> tuple[Array, Array]:
        """The sums of the probabilities of being in a source, until each word and before it."""
        n_words = np.bincount(self.words.document[self.at])  # of each document
        return sums_until(np.exp(self.likely[:, SOURCE]), n_words)

    def odds_of(self, part: int) -> Array:
        """For each word, the log odds of a part against the likeliest other."""
        others = self.likely.copy()
        others[:, part] = -np.inf
        return np.clip(self.likely[:, part] - others.max(axis=1), -SUREST, SUREST)

    def sums(self, values: Values) -> Values:
        """The sum over each cue's words, along the last axis."""
        return np.add.reduceat(values, self.first, axis=-1)

    def lowest(self, values: Values) -> Values:
        """The least value among each cue's words, along the last axis."""
        return np.minimum.reduceat(values, self.first, axis=-1)

    def highest(self, values: Values) -> Values:
        """The greatest value among each cue's words, along the last axis."""
        return np.maximum.reduceat(values, self.first, axis=-1)

    def begins(self, mask: Mask) -> Mask:
        """The words that begin a stretch of a mask, along the last axis."""
        before = np.zeros_like(mask)
        before[..., 1:] = mask[..., :-1]
        before[..., self.first] = False
        return mask & ~before

    def ends(self, mask: Mask) -> Mask:
        """The words that end a stretch of a mask."""
        after = np.zeros_like(mask)
        after[..., :-1] = mask[..., 1:]
        after[..., self.end - 1] = False
        return mask & ~after

    def whole_quotations(self, mask: Mask) -> Mask:
        """All words of a quotation or none, by the greater part."""
        share = np.bincount(self.quotation, weights=mask) / self.size
        return np.where(self.mark > 0, share[self.quotation] >= QUOTED_SHARE, mask)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Readings of cues: `contents` (ways x words) are the contents that each way gives; a reading
    is that of a `way` for a `cue` (numbers), with the source between the words `source_first` and
    `source_last` of `around`, -1 where it has none. `rank` says which of a cue's sources that is:
    the likeliest, the next, one found less readily, the parse's subject, or none (`NO_SOURCE`)."""

    around: Around
    contents: Mask
    way: Numbers
    cue: Numbers
    rank: Numbers
    source_first: Numbers
    source_last: Numbers

    @property
    def quoted(self) -> Mask:
        """Which readings have something in quotation marks as content."""
        marked = (self.contents & (self.around.mark > 0)).astype(np.int64)
        return self.around.sums(marked)[self.way, self.cue] > 0

    def content_of(self, reading: int) -> tuple[range, ...]:
        """The words of a reading's content, as ranges; a quotation that goes on beyond the words
        around the cue is taken to its end."""
        around, words, cue = self.around, self.around.words, self.cue[reading]
        here = slice(around.first[cue], around.end[cue])
        at, mask = around.at[here], self.contents[self.way[reading], here]
        index = np.flatnonzero(mask)
        breaks = np.flatnonzero(index[1:] - index[:-1] > 1)
        first, last = at[index[np.append(0, breaks + 1)]], at[index[np.append(breaks, -1)]]
        if mask[0]:
            first[0] = words.mark_first[first[0]]
        if mask[-1]:
            last[-1] = words.mark_last[last[-1]]
        return tuple(map(range, first.tolist(), (last + 1).tolist()))

    def source_of(self, reading: int) -> range | None:
        """The words of a reading's source."""
        first, last = self.source_first[reading], self.source_last[reading]
        if first < 0:
            return None
        return range(int(self.around.at[first]), int(self.around.at[last]) + 1)


def alternatives(around: Around) -> Alternatives:
    """The readings of all cues, cue after cue: each distinct content with the likeliest source, the
    first one with all others and with none as well."""
    first, *others = map(around.whole_quotations, _decoded(around))
    source_odds = around.odds_of(SOURCE)
    is_source = (source_odds > 0) & ~first
    contents = np.array([first, *others, *_other_contents(around, first)])
    contents[1:] &= ~is_source & (around.at != around.cue)
    is_new = _distinct(around, contents)
    sources = np.concatenate([
        _likeliest(around, is_source, 2),
        _likeliest(around, (source_odds > LESS_READILY) & ~first, 1),
        _subjects(around, first),
        np.full((1, len(around.cues), 2), -1),
    ])  # fmt: skip
    way, cue, rank = _combined(is_new, sources[:, :, 0] >= 0)
    return Alternatives(around, contents, way, cue, rank, *sources[rank, cue].T)


def _combined(is_new: Mask, has: Mask) -> tuple[Numbers, Numbers, Numbers]:
    """Way, cue and rank of source of each reading, cue after cue: of contents (ways x cues) that
    are new, and sources (ranks x cues) that cues have. A cue without a likeliest source has all its
    contents without one and with its next best source."""
    has_likeliest = has[0]
    default = np.where(has_likeliest, 0, NO_SOURCE)
    next_best = np.where(has_likeliest | ~has.any(axis=0), NO_SOURCE, has.argmax(axis=0))
    with_source = np.zeros((len(has), *is_new.shape), dtype=bool)
    with_source[:, 0] = is_new[0] & has
    with_source[NO_SOURCE, 0] = is_new[0]
    for rank in range(len(has)):
        with_source[rank] |= is_new & ((default == rank) | (next_best == rank) & ~has_likeliest)
    cue, way, rank = np.nonzero(with_source.transpose(2, 1, 0))
    return way, cue, rank


def _other_contents(around: Around, first: Mask) -> list[Mask]:
    """What a content may be by other signs than the odds of its words."""
    whole, same, at, cue = around.whole_quotations, around.same_sentence, around.at, around.cue
    return [
        first & same,
        whole(same & (at > cue)),
        whole(same & (at < cue)),
        *_stretched(around, first),
        *_cut(around, first),
        first & (around.mark > 0),
        first | (around.mark > 0),
        whole(_below(around, CLAUSES)),
        whole(_below(around, OBJECTS)),
    ]


def _decoded(around: Around) -> Mask:
    """The words chosen by the best sequence of ins and outs, for each way of decoding (Viterbi's
    algorithm with two states, for all ways and cues side by side)."""
    added, change = np.array(DECODINGS).T[:, :, None]
    column = np.arange(len(around.at)) - around.first[around.number]
    odds = np.zeros((int(column.max()) + 1, len(DECODINGS), len(around.cues)))
    odds[column, :, around.number] = np.clip(around.odds + added, -SUREST, SUREST).T
    inside, outside = 0 * odds[0] - change, 0 * odds[0]
    stays, comes, chosen = (np.zeros(odds.shape, dtype=bool) for _ in range(3))
    for k, value in enumerate(odds):
        left, entered = inside - change, outside - change
        stays[k], comes[k] = inside >= entered, left > outside
        inside, outside = np.maximum(inside, entered) + value, np.maximum(outside, left)
    state = inside > outside
    for k in range(len(odds) - 1, -1, -1):
        chosen[k] = state
        state = np.where(state, stays[k], comes[k])
    return chosen[column, :, around.number].T


def _stretched(around: Around, first: Mask) -> list[Mask]:
    """A content to the end of the sentence in which it ends, and to the beginning of that in which
    it begins (where the cue does not stand before it)."""
    sentence = around.words.sentence[around.at]
    index = np.arange(len(around.at))
    last_at = around.highest(np.where(first, index, -1))[around.number]
    first_at = around.lowest(np.where(first, index, len(index)))[around.number]
    some = last_at >= 0
    last_at, first_at = np.maximum(last_at, 0), np.minimum(first_at, len(index) - 1)
    to_end = some & (index > last_at) & (sentence == sentence[last_at])
    cue_before = around.same_sentence[first_at] & (around.cue < around.at[first_at])
    to_start = some & (index < first_at) & (sentence == sentence[first_at]) & ~cue_before
    return [first | to_end, first | to_start]


def _cut(around: Around, first: Mask) -> list[Mask]:
    """A content without what follows the first or the last punctuation of its last piece; its first
    piece; its last."""
    index, words = np.arange(len(around.at)), around.words
    last_begin = around.highest(np.where(around.begins(first), index, -1))[around.number]
    first_end = around.lowest(np.where(around.ends(first), index, len(index)))[around.number]
    in_last = first & (index >= last_begin)
    stops = np.cumsum(words.punctuation & (words.mark == 0))[around.at]
    stops = np.where(in_last, stops - stops[np.maximum(last_begin, 0)], 0)
    after_last = (stops > 0) & (stops == around.highest(stops)[around.number])
    return [first & (stops == 0), first & ~after_last, first & (index <= first_end), in_last]


def _below(around: Around, labels: Sequence[str]) -> Mask:
    """What stands below a cue's first dependent with one of these labels."""
    words = around.words
    child = words.child(words.at + 1, *labels)[around.cue].astype(np.int64) - 1
    below = (around.at >= words.left_edge[child]) & (around.at <= words.right_edge[child])
    return (child >= 0) & below


def _distinct(around: Around, contents: Mask) -> Mask:
    """Which contents (ways x cues) are not empty and not those of an earlier way."""
    random = np.random.default_rng(0).integers(1, 1 << 62, len(around.at))
    keys = around.sums(np.where(contents, random, 0))
    order = np.argsort(keys, axis=0, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=0)
    is_new = np.ones(keys.shape, dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    found = np.zeros(keys.shape, dtype=bool)
    np.put_along_axis(found, order, is_new, axis=0)
    return found & (keys != 0)


def _likeliest(around: Around, is_source: Mask, n: int) -> Numbers:
    """The first and last word of each cue's `n` likeliest sources (n x cues x 2), by the sum of
    their words' probabilities; -1 where there is none."""
    found = np.full((n, len(around.cues), 2), -1)
    first = np.flatnonzero(around.begins(is_source))
    last = np.flatnonzero(around.ends(is_source))
    solid = np.append(0, np.cumsum(~around.words.is_article[around.at]))
    named = solid[last + 1] > solid[first]
    first, last = first[named], last[named]
    number = around.number[first]
    until, before = around.source_weight
    order = np.lexsort((before[first] - until[last], number))
    number = number[order]
    rank = np.arange(len(number)) - np.searchsorted(number, number)
    likely = rank < n
    found[rank[likely], number[likely]] = np.stack([first, last], axis=1)[order][likely]
    return found


def _subjects(around: Around, content: Mask) -> Numbers:
    """The first and last word of the subject of each cue, or else of the word that it hangs on (1 x
    cues x 2); -1 where there is none outside the content."""
    words = around.words
    subject = words.child(words.at + 1, *SUBJECT).astype(np.int64) - 1
    head = words.head[around.cues]
    own = subject[around.cues]
    own = np.where(own >= 0, own, subject[head])
    own = np.where(own >= 0, own, subject[words.head[head]])[around.number]
    inside = (own >= 0) & (around.at >= words.left_edge[own]) & (around.at <= words.right_edge[own])
    inside &= around.at != around.cue
    whole = inside & ~around.highest(inside & content)[around.number]
    return _likeliest(around, whole, 1)
