"""What speaks for and against a reading of a cue, as numbers for the trees that judge it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from readout.quoting.alternatives import CHANGE, SOURCE, SUREST, Alternatives, Around
from readout.quoting.words import SUBJECT

Array = NDArray[Any]  # numbers and truth values beside one another
Numbers = NDArray[np.int64]


def evidence(found: Alternatives, cue_classes: Array) -> Array:
    """A row of numbers for each reading; `cue_classes` (words x classes) are the probabilities of
    the network for cues."""
    around = found.around
    first, last = _bounds(found)
    columns = [
        *_of_cues(around, cue_classes)[:, found.cue],
        *_of_contents(around, found.contents)[:, found.way, found.cue],
        *_of_branches(around, found.contents)[:, found.way, found.cue],
        *_of_bounds(around, first, last)[:, found.way, found.cue],
        *_of_sources(found),
        *_of_company(found, cue_classes[around.cues, 1]),
        found.way,
        found.rank,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _bounds(found: Alternatives) -> tuple[Numbers, Numbers]:
    """The first and the last word of each way's content for each cue (ways x cues)."""
    around, index = found.around, np.arange(len(found.around.at))
    first = around.lowest(np.where(found.contents, index, len(index)))
    last = around.highest(np.where(found.contents, index, -1))
    return np.minimum(first, len(index) - 1), np.maximum(last, 0)


def _of_cues(around: Around, cue_classes: Array) -> Array:
    """How sure it is that each cue is one, and how sure the labels around it are (n x cues)."""
    classes = cue_classes[around.cues]
    sure = around.sums(around.likely.max(axis=1))
    return np.stack([
        *_log_odds(classes[:, 1:]).T,
        around.words.mark[around.cues] > 0,
        around.words.is_verb[around.cues],
        sure,
        sure / (around.end - around.first),
    ])  # fmt: skip


def _log_odds(probable: Array) -> Array:
    return np.log((probable + 1e-6) / (1 - probable + 1e-6))


def _of_contents(around: Around, contents: NDArray[np.bool_]) -> Array:
    """How well each content fits the labels, and how it lies to cue and marks (n x ways x cues)."""
    odds, inside = around.odds, contents.astype(np.float32)
    n = around.sums(inside)
    size = np.maximum(n, 1)
    gained = around.sums(inside * odds)
    missed = around.sums(np.maximum(odds, 0)) - around.sums(inside * np.maximum(odds, 0))
    n_runs = around.sums(around.begins(contents).astype(np.float32))
    score = gained - 2 * CHANGE * n_runs
    marked = around.mark > 0
    return np.stack([
        np.log(size),
        around.lowest(np.where(contents, odds, SUREST)),
        around.highest(np.where(contents, -SUREST, odds)),
        gained / size,
        around.sums(inside * np.minimum(odds, 0)),
        missed,
        score - score[0],
        n - n[0],
        n_runs,
        around.sums(inside * marked) / size,
        around.sums(_torn(around, contents)),
        around.sums(inside * (around.at < around.cue)) / size,
        around.sums(inside * around.same_sentence) / size,
    ])  # fmt: skip


def _torn(around: Around, contents: NDArray[np.bool_]) -> Array:
    """The words that are left out of a quotation of which others are content."""
    inside = [np.bincount(around.quotation, weights=content) for content in contents]
    is_torn = (np.array(inside) > 0)[:, around.quotation]
    return (is_torn & (around.mark > 0) & ~contents).astype(np.float32)


def _of_branches(around: Around, contents: NDArray[np.bool_]) -> Array:
    """How a content is cut out of the parse (n x ways x cues): how many of its words hang on words
    outside, how many on the cue, and how many words outside hang on its own."""
    place = around.number * around.words.n
    own, above = place + around.at, place + around.words.head[around.at]
    head = np.minimum(np.searchsorted(own, above), len(own) - 1)
    head_inside = contents[:, head] & (own[head] == above)
    loose = contents & ~head_inside
    on_cue = contents & (around.words.head[around.at] == around.cue)
    left_out = head_inside & ~contents
    return np.stack([around.sums(mask.astype(np.float32)) for mask in (loose, on_cue, left_out)])


def _of_bounds(around: Around, first: Numbers, last: Numbers) -> Array:
    """What stands where each content begins and ends (n x ways x cues)."""
    words, end = around.words, len(around.at) - 1
    begin_at, end_at = around.at[first], around.at[last]
    sentence = words.sentence
    stop = np.minimum(words.sentence_starts[sentence[end_at] + 1], words.n) - 1
    solid = np.cumsum(~words.punctuation)
    before = np.where(begin_at > around.cues, begin_at - around.cues, around.cues - end_at)
    return np.stack([
        around.odds[first],
        np.where(first > around.first, around.odds[np.maximum(first - 1, 0)], -SUREST),
        around.odds[last],
        np.where(last + 1 < around.end, around.odds[np.minimum(last + 1, end)], -SUREST),
        begin_at == words.sentence_starts[sentence[begin_at]],
        solid[stop] == solid[end_at],
        words.punctuation[np.minimum(end_at + 1, words.n - 1)],
        words.punctuation[np.maximum(begin_at - 1, 0)],
        before,
        *(words.word_class[at] for at in (begin_at, np.maximum(begin_at - 1, 0), end_at)),
        words.word_class[np.minimum(end_at + 1, words.n - 1)],
    ])  # fmt: skip


def _of_sources(found: Alternatives) -> Array:
    """How sure each reading's source is, what is left for others, how it lies (n x readings)."""
    around, has = found.around, found.source_first >= 0
    first, last = np.maximum(found.source_first, 0), np.maximum(found.source_last, 0)
    words, cue = around.words, around.cues[found.cue]
    weight = np.append(0, np.cumsum(np.exp(around.likely[:, SOURCE])))
    n_words = np.where(has, last - first + 1, 0)
    own = np.where(has, weight[last + 1] - weight[first], 0)
    at = around.at[last]
    is_subject = words.among(words.dep, *SUBJECT)[around.at] & (words.head[around.at] == around.cue)
    n_subjects = np.append(0, np.cumsum(is_subject))
    return np.stack([
        has,
        has & (n_subjects[last + 1] > n_subjects[first]),
        own / np.maximum(n_words, 1),
        weight[around.end[found.cue]] - weight[around.first[found.cue]] - own,
        n_words,
        np.where(has, at - cue, 0),
        has & (words.mark[at] > 0),
        has & (words.sentence[at] == words.sentence[cue]),
    ])  # fmt: skip


def _of_company(found: Alternatives, is_cue: Array) -> Array:
    """How much of each content other cues claim as well, in their first readings (n x readings):
    the largest likeness (Jaccard) among surer cues, among all by their probability, among less sure
    ones; whether another's content holds the cue; how many cues the content holds."""
    around = found.around
    theirs = _by_word(around, found.contents[:1])
    ours = _by_word(around, found.contents)[found.way * len(is_cue) + found.cue]
    shared = ours @ theirs.T
    either = ours.sum(axis=1)[:, None] + theirs.sum(axis=1) - shared
    likeness = shared / np.maximum(either, 1)
    own = found.cue
    likeness[np.arange(len(own)), own] = 0
    surer = is_cue > is_cue[own][:, None]
    held = theirs[:, around.cues].T
    np.fill_diagonal(held, 0)
    return np.stack([
        (likeness * surer).max(axis=1),
        (likeness * is_cue).max(axis=1),
        (likeness * ~surer).max(axis=1),
        (held * is_cue).max(axis=1)[own],
        ours[:, around.cues] @ is_cue,
    ])  # fmt: skip


def _by_word(around: Around, contents: NDArray[np.bool_]) -> Array:
    """Contents as rows of ways and cues by all words of the document."""
    n_cues = len(around.cues)
    rows = np.zeros((len(contents) * n_cues, around.words.n), dtype=np.float32)
    way, index = np.nonzero(contents)
    rows[way * n_cues + around.number[index], around.at[index]] = 1
    return rows
