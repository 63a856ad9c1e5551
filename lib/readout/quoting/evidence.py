"""What speaks for and against a reading of a cue, as numbers for the trees that judge it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from readout.quoting.alternatives import CHANGE, SUREST, Alternatives, Around
from readout.quoting.words import SUBJECT, Words, sums_until

BLOCK = 16  # cues that are compared with those around at once

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
        *_of_quotations(around, found.contents, cue_classes[:, 1])[:, found.way, found.cue],
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


def _of_quotations(around: Around, contents: NDArray[np.bool_], is_cue: Array) -> Array:
    """How each content lies to the quotations around (n x ways x cues): how sure the least sure one
    is that it holds, the surest one that it doesn't; how many it holds, and begins to hold in other
    paragraphs; how near the cue the nearest is; what the first and last end with; how many other
    cues stand between cue and content, outside of quotations."""
    words, at, marked = around.words, around.at, around.mark > 0
    mean = (np.bincount(around.quotation, weights=around.odds) / around.size)[around.quotation]
    quoted, left = contents & marked, ~contents & marked
    opens = marked & (at == first_solid(words)[at])
    away = words.paragraph[at] != words.paragraph[around.cue]
    distance = np.abs(at - around.cue)
    index = np.arange(len(at))
    first = around.lowest(np.where(quoted, index, len(at)))
    last = around.highest(np.where(quoted, index, -1))
    stop = quotation_ends(words)[at]
    until, before = sums_until(is_cue * (words.mark == 0), words.lengths)
    begin, end = (
        around.lowest(np.where(contents, at, words.n)),
        around.highest(np.where(contents, at, -1)),
    )
    low, high = np.minimum(begin, around.cues), np.maximum(end, around.cues)
    return np.stack([
        around.lowest(np.where(quoted, mean, SUREST)),
        around.highest(np.where(left, mean, -SUREST)),
        around.sums((quoted & opens).astype(np.float32)),
        around.sums((quoted & away).astype(np.float32)),
        around.sums((left & ~away).astype(np.float32)),
        around.lowest(np.where(quoted, distance, 999)),
        np.where(last >= 0, stop[np.minimum(first, len(at) - 1)], 0),
        np.where(last >= 0, stop[np.maximum(last, 0)], 0),
        until[high] - before[low],
        around.sums(contents.astype(np.float32) * is_cue[at] * ~marked),
    ])  # fmt: skip


def first_solid(words: Words) -> Numbers:
    """For each word the first word of its quotation that is no punctuation."""
    solid = np.append(np.flatnonzero(~words.punctuation), words.n)
    return solid[np.searchsorted(solid, words.mark_first)]


def quotation_ends(words: Words) -> Numbers:
    """For each word what its quotation ends with: a comma (1), other punctuation (2) or a word."""
    before = words.before[words.mark_last]
    comma = words.among(words.lower, ",")[before]
    return np.where(words.mark > 0, 2 * words.punctuation[before] - comma, 0)


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
        words.punctuation[words.after[end_at]],
        words.punctuation[words.before[begin_at]],
        before,
        *(words.word_class[at] for at in (begin_at, words.before[begin_at], end_at)),
        words.word_class[words.after[end_at]],
    ])  # fmt: skip


def _of_sources(found: Alternatives) -> Array:
    """How sure each reading's source is, what is left for others, how it lies (n x readings)."""
    around, has = found.around, found.source_first >= 0
    first, last = np.maximum(found.source_first, 0), np.maximum(found.source_last, 0)
    words, cue = around.words, around.cues[found.cue]
    until, before = around.source_weight
    n_words = np.where(has, last - first + 1, 0)
    own = np.where(has, until[last] - before[first], 0)
    at = around.at[last]
    is_subject = words.among(words.dep, *SUBJECT)[around.at] & (words.head[around.at] == around.cue)
    n_subjects = np.append(0, np.cumsum(is_subject))
    return np.stack([
        has,
        has & (n_subjects[last + 1] > n_subjects[first]),
        own / np.maximum(n_words, 1),
        until[around.end[found.cue] - 1] - before[around.first[found.cue]] - own,
        n_words,
        np.where(has, at - cue, 0),
        has & (words.mark[at] > 0),
        has & (words.sentence[at] == words.sentence[cue]),
    ])  # fmt: skip


def _of_company(found: Alternatives, is_cue: Array) -> Array:
    """How much of each content other cues claim as well, and how many cues it holds (n x readings).
    Only cues near one another can claim the same, so that they are compared some at a time."""
    around, blocks = found.around, range(0, len(is_cue), BLOCK)
    claimed = np.hstack([_company_of(found, is_cue, slice(i, i + BLOCK)) for i in blocks])
    at_cues = np.zeros(around.words.n, dtype=np.float32)
    at_cues[around.cues] = is_cue
    held = around.sums(found.contents * at_cues[around.at])
    return np.vstack([claimed, held[found.way, found.cue]])


def _company_of(found: Alternatives, is_cue: Array, block: slice) -> Array:
    """For the readings of some cues: the largest likeness (Jaccard) to the first reading of a surer
    cue, of any by its probability, of a less sure one; whether another's content holds the cue."""
    around = found.around
    first, last = around.at[around.first], around.at[around.end - 1]
    text = slice(first[block][0], last[block][-1] + 1)
    near = slice(np.searchsorted(last, text.start), np.searchsorted(first, text.stop))
    readings = slice(*np.searchsorted(found.cue, [block.start, block.stop]))
    own, theirs = found.cue[readings], _by_word(around, found.contents[:1], near, text)
    n_cues = len(around.cues[block])
    ours = _by_word(around, found.contents, block, text)
    ours = ours[found.way[readings] * n_cues + own - block.start]
    shared = ours @ theirs.T
    sizes = around.sums(found.contents[0].astype(np.float32))[near]
    either = ours.sum(axis=1)[:, None] + sizes - shared
    likeness = shared / np.maximum(either, 1)
    others = np.arange(len(is_cue))[near] != own[:, None]
    likeness *= others
    surer = is_cue[near] > is_cue[own][:, None]
    return np.stack([
        (likeness * surer).max(axis=1),
        (likeness * is_cue[near]).max(axis=1),
        (likeness * ~surer).max(axis=1),
        (theirs[:, around.cues[own] - text.start].T * others * is_cue[near]).max(axis=1),
    ])  # fmt: skip


def _by_word(around: Around, contents: NDArray[np.bool_], cues: slice, text: slice) -> Array:
    """The contents of some cues as rows, way after way, by the words of a stretch of the text."""
    here = slice(around.first[cues][0], around.end[cues][-1])
    way, index = np.nonzero(contents[:, here])
    index += here.start
    inside = (around.at[index] >= text.start) & (around.at[index] < text.stop)
    way, index = way[inside], index[inside]
    n_cues = len(around.cues[cues])
    rows = np.zeros((len(contents) * n_cues, text.stop - text.start), dtype=np.float32)
    rows[way * n_cues + around.number[index] - (cues.start or 0), around.at[index] - text.start] = 1
    return rows
