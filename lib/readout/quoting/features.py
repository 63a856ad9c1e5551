"""What a parse says about words, as numbers that a network can look up.

A feature is a hash of what it combines (the lemma of a word and the way to it from a cue, say),
taken modulo the rows of the network's table (Weinberger et al. 2009), so that no vocabulary has to
be kept. All features of some documents are computed at once, as columns of integers.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from readout.quoting.network import Input
from readout.quoting.words import ODD, SUBJECT, Positions, Words, mixed, shifted

N_ROWS = 1 << 14
AT_ONCE = 1 << 10  # words whose features are hashed together, so many as processors have at hand
LONGEST_PATH = 8
SENTENCES_BEFORE, SENTENCES_AFTER, PARAGRAPHS = 2, 3, 2
SALT = np.uint64(0xBF58476D1CE4E5B9)


def cue_inputs(words: Words) -> Iterator[Input]:
    """The words of each document, from which the network for cues is to tell their heads: each is
    seen with its sentence and the one before."""
    features = _cue_features(words)
    ends = np.cumsum(words.lengths)
    sentences = np.split(np.diff(words.sentence_starts), np.cumsum(words.n_sentences)[:-1])
    for length, end, sizes in zip(words.lengths.tolist(), ends.tolist(), sentences, strict=True):
        if length:
            yield Input(
                features=features[end - length : end],
                vectors=words.vectors[end - length : end],
                lengths=np.array([length]),
                parts=sizes,
                beside=np.arange(len(sizes)) - 1,
            )


def _cue_features(words: Words) -> NDArray[np.int32]:
    w, head = words, words.head
    lemma, tag, dep, entity, frame = w.lemma, w.tag, w.dep, w.entity, w.frame
    ahead, behind = _marks_near(w)
    marked = w.mark > 0
    side = np.sign(head - w.at) + 1
    before, after = w.shifted(lemma, 1), w.shifted(lemma, -1)
    object_, prep, xcomp = w.child(lemma, "dobj"), w.child(lemma, "prep"), w.child(lemma, "xcomp")
    subject_entity, subject_tag = w.child(entity, *SUBJECT), w.child(tag, *SUBJECT)
    clause_tag, quoting = w.child(tag, "ccomp"), _quotations_beside(w)
    # fmt: off
    return _rows([
        lemma, tag, dep, w.lower, w.shape, entity, w.mark_edge + 4 * marked, ahead, behind,
        lemma[head], tag[head], dep[head], mixed(dep, tag[head], side), lemma[head[head]],
        before, after, *(w.shifted(lemma, by) for by in (2, 3, -2, -3)),
        *(w.shifted(tag, by) for by in (1, 2, -1, -2, -3)),
        mixed(lemma, after), mixed(lemma, before), mixed(lemma, w.shifted(tag, -1)),
        *(mixed(lemma, x) for x in (tag, frame, prep, object_, xcomp)),
        mixed(tag, frame), w.child(lemma, *SUBJECT), subject_tag, subject_entity,
        mixed(lemma, subject_entity), mixed(lemma, subject_tag),
        object_, w.child(tag, "dobj"), w.child(entity, "dobj"), w.child(lemma, "ccomp"), clause_tag,
        xcomp, prep, w.child(lemma, "mark"), w.child(lemma, "advmod"),
        w.child(lemma, "aux", "auxpass"), w.child(lemma, "neg"), w.child(lemma, "poss"),
        w.child(entity, "poss"), mixed(lemma, w.child(tag, "poss")), w.child(lemma, "prt"),
        w.child(lemma, "acl", "relcl"), mixed(lemma, w.child(tag, "acl")),
        mixed(lemma, dep, lemma[head]), mixed(tag, dep, lemma[head]),
        mixed(tag[head], frame[head], dep), mixed(lemma, ahead), mixed(lemma, behind),
        mixed(marked, tag, dep), mixed(w.shifted(w.lower, 1), w.shifted(w.lower, -1)),
        mixed(lemma, clause_tag), mixed(lemma, w.child(tag, "xcomp")),
        mixed(lemma, w.child(tag, "pobj")), mixed(quoting, lemma), mixed(quoting, tag, dep),
    ])
    # fmt: on


def windows(words: Words, cues: Sequence[int]) -> list[range]:
    """Where the parts of a cue's attribution are looked for: its sentence, and the sentences beside
    it of which something stands in quotation marks."""
    starts = words.sentence_starts
    marked = np.maximum.reduceat(words.mark > 0, starts[:-1]).tolist()
    begins_document = np.diff(words.document[starts[:-1]], prepend=-1, append=-1) != 0
    found = []
    for cue in cues:
        first = last = int(words.sentence[cue])
        here = words.paragraph[cue]
        while (
            not begins_document[last + 1]
            and last - words.sentence[cue] < SENTENCES_AFTER
            and marked[last + 1]
            and words.paragraph[starts[last + 1]] - here <= PARAGRAPHS
        ):
            last += 1
        while (
            not begins_document[first]
            and words.sentence[cue] - first < SENTENCES_BEFORE
            and marked[first - 1]
            and here - words.paragraph[starts[first - 1]] <= PARAGRAPHS
        ):
            first -= 1
        found.append(range(int(starts[first]), int(starts[last + 1])))
    return found


def scope_inputs(words: Words, cues: Sequence[int], areas: Sequence[range]) -> Iterator[Input]:
    """The words of each cue's area, area after area, for each document: each is seen with the words
    on its side of the cue (which belongs to those after) and with those on the other."""
    at = np.concatenate([np.arange(area.start, area.stop) for area in areas])
    features = _scope_features(words, at, np.repeat(cues, list(map(len, areas))), areas)
    end = 0
    for _, own in groupby(zip(cues, areas, strict=True), lambda pair: words.document[pair[0]]):
        own_cues, own_areas = zip(*own, strict=True)
        sizes = list(map(len, own_areas))
        rows = slice(end, end := end + sum(sizes))
        cue = np.repeat(own_cues, sizes)
        parts, beside = _sides(own_cues, own_areas)
        yield Input(
            features=features[rows],
            vectors=np.hstack([words.vectors[at[rows]], words.vectors[cue]]),
            lengths=np.array(sizes),
            parts=np.array(parts),
            beside=np.array(beside),
        )


def _sides(cues: Sequence[int], areas: Sequence[range]) -> tuple[list[int], list[int]]:
    """How many words each area has before its cue and from there on, and the number of the other
    side of each side, -1 where there is none."""
    parts, beside = [], []
    for cue, area in zip(cues, areas, strict=True):
        n = len(parts)
        two = cue > area.start
        parts += [cue - area.start, area.stop - cue] if two else [len(area)]
        beside += [n + 1, n] if two else [-1]
    return parts, beside


def _scope_features(
    words: Words, at: Positions, cue: Positions, areas: Sequence[range]
) -> NDArray[np.int32]:
    w, way, sizes = words, _Ways(words, at, cue, areas), [len(area) for area in areas]
    rows = np.bincount(w.document[at])  # of each document
    whole, one, two, three, branch = way.whole, *way.first_steps, way.branch
    lemma, tag, dep, entity, frame = w.lemma, w.tag, w.dep, w.entity, w.frame
    cue_lemma, cue_tag, cue_dep, cue_frame = lemma[cue], tag[cue], dep[cue], frame[cue]
    side, distance = np.sign(at - cue) + 1, _on_a_scale(at - cue)
    sentence = w.sentence[at] - w.sentence[cue]
    edge, marked, stop = w.mark_edge[at], w.mark[at] > 0, w.punctuation[at]
    own = marked & (w.mark[at] == w.mark[cue])
    n_marks, n_stops = np.cumsum(w.mark_edge == 1), np.cumsum(w.punctuation)
    marks_between = np.clip(n_marks[at] - n_marks[cue], -3, 3) + 4
    stops_between = np.clip(n_stops[at] - n_stops[cue], -4, 4) + 5
    apart = ~w.among(dep, *SUBJECT)[branch]
    stops_apart = np.clip(_counted_from(stop & apart, at == cue, sizes), -4, 4) + 5
    apart_distance = _on_a_scale(_counted_from(apart, at == cue, sizes))
    to_start, to_end = (_on_a_scale(w.sentence_starts[w.sentence[cue] + k] - cue) for k in (0, 1))
    branch_lemma, branch_tag, branch_dep = lemma[branch], tag[branch], dep[branch]
    word_lemma, word_tag, word_entity = lemma[at], tag[at], entity[at]
    beside = np.where(np.abs(at - cue) <= 1, at - cue, 9)
    # fmt: off
    return _rows([
        word_lemma, word_tag, dep[at], word_entity, w.lower[at],
        *(w.shifted(x, by)[at] for x in (tag, lemma) for by in (1, -1)),
        whole, one, two, three, mixed(whole, word_tag), mixed(two, word_tag), mixed(one, side),
        mixed(whole, side), mixed(two, side, stops_between), distance, mixed(distance, word_tag),
        mixed(sentence, edge), mixed(sentence, marked, side, own), mixed(marks_between, edge, own),
        stops_between, mixed(side, stop, edge), mixed(stops_between, side, marked),
        stops_apart, mixed(stops_apart, side, cue_frame), apart_distance,
        mixed(to_end, side, one), mixed(to_end, to_start, side),
        cue_lemma, *(mixed(cue_lemma, x) for x in (side, one, two, three, whole, distance)),
        mixed(cue_lemma, cue_tag, one), mixed(cue_tag, one), mixed(cue_tag, cue_dep, one),
        mixed(cue_tag, cue_frame, two), mixed(cue_tag, cue_frame, side),
        mixed(cue_lemma, word_lemma), mixed(cue_lemma, word_tag, side),
        mixed(branch_lemma, branch_dep, side), mixed(branch_tag, branch_dep, side),
        mixed(branch_dep, frame[branch], side), mixed(cue_lemma, branch_dep, frame[branch]),
        mixed(cue_lemma, branch_lemma, branch_dep), mixed(way.n_steps, way.n_up),
        mixed(way.n_up, side), mixed(cue_dep, way.n_up, side),
        mixed(cue_frame, stops_between, side), mixed(cue_frame, edge, sentence),
        mixed(cue_lemma, marked, side), mixed(cue_tag, cue_dep, cue_frame),
        shifted(whole, 1, rows), shifted(whole, -1, rows),
        *(mixed(shifted(one, by, rows), one, word_tag) for by in (1, -1)),
        mixed(one, stop, word_lemma), mixed(branch - cue == 1, branch_dep, side),
        mixed(lemma[w.head[at]], dep[at]), mixed(word_entity, two),
        mixed(lemma[w.after[cue]], side, one),
        mixed(w.mark[cue] > 0, marked, side, one), mixed(beside, word_tag, word_lemma),
        mixed((w.begins_sentence & (w.before < w.at))[at], sentence),
    ])
    # fmt: on


def _counted_from(
    counted: NDArray[np.bool_], is_cue: NDArray[np.bool_], sizes: Sequence[int]
) -> Positions:
    """How many of the counted words lie between each word and the cue of its area."""
    total = np.cumsum(counted)
    return total - np.repeat(total[is_cue], sizes)


def _rows(columns: Sequence[NDArray[np.generic]]) -> NDArray[np.int32]:
    """Columns of features as rows of the network's table; row 0 stands for a missing feature."""
    n = len(columns[0])
    rows = np.empty((len(columns), n), dtype=np.int32)
    for words in (slice(start, start + AT_ONCE) for start in range(0, n, AT_ONCE)):
        rows[:, words] = _hashed([column[words] for column in columns])
    rows += 1
    return rows.T


def _hashed(columns: Sequence[NDArray[np.generic]]) -> NDArray[np.uint64]:
    hashed = np.array([column.astype(np.uint64, copy=False) for column in columns])
    hashed += np.arange(1, len(columns) + 1, dtype=np.uint64)[:, None] * SALT
    hashed *= ODD
    hashed ^= hashed >> np.uint64(32)
    hashed *= SALT
    hashed >>= np.uint64(20)
    return hashed % np.uint64(N_ROWS - 1)


class _Ways:
    """The ways through the tree from cues to words: `whole`, their `first_steps` (one, two, three),
    the word where they leave the cue's ancestors (`branch`), `n_steps` in all and `n_up`."""

    def __init__(self, w: Words, at: Positions, cue: Positions, areas: Sequence[range]) -> None:
        self.whole = np.zeros(len(at), dtype=np.uint64)
        self.first_steps = [np.zeros(len(at), dtype=np.uint64) for _ in range(3)]
        self.branch = at.copy()
        self.n_steps = np.full(len(at), LONGEST_PATH + 1)
        self.n_up = np.full(len(at), LONGEST_PATH + 1)
        depth = w.depth[at]
        fixed = depth == 0
        self._go_up(w, at, cue, areas, fixed)
        above = np.arange(len(at)) + w.head[at] - at
        for level in range(1, int(depth.max(initial=0)) + 1):
            here = np.flatnonzero((depth == level) & ~fixed)
            self._go_down(w, at, here, above[here], fixed)

    def _go_up(
        self, w: Words, at: Positions, cue: Positions, areas: Sequence[range],
        fixed: NDArray[np.bool_],
    ) -> None:  # fmt: skip
        sizes = np.array([len(area) for area in areas])
        offsets = np.cumsum(sizes) - sizes
        start = np.array([area.start for area in areas])
        position = cue[offsets]
        last = position
        way = np.ones(len(areas), dtype=np.uint64)
        going = np.arange(len(areas))
        for step in range(LONGEST_PATH):
            row = offsets[going] + position[going] - start[going]
            self.whole[row] = way[going]
            self.n_steps[row] = self.n_up[row] = step
            self.branch[row] = position[going]
            fixed[row] = True
            for k, steps in enumerate(self.first_steps, 1):
                if step <= k:
                    steps[row] = way[going]
                else:
                    before = offsets[going] + last[going] - start[going]
                    steps[row] = steps[before]
            last = position.copy()
            going = going[w.head[position[going]] != position[going]]
            if not len(going):
                break
            way[going] = mixed(way[going], w.dep[position[going]], np.ones(1))
            position[going] = w.head[position[going]]

    def _go_down(
        self, w: Words, at: Positions, here: Positions, above: Positions,
        fixed: NDArray[np.bool_],
    ) -> None:  # fmt: skip
        n_steps = self.n_steps[above] + 1
        step = mixed(self.whole[above], w.dep[at[here]], 2 + (here > above))
        self.whole[here] = np.where(n_steps <= LONGEST_PATH, step, self.whole[above])
        for k, steps in enumerate(self.first_steps, 1):
            steps[here] = np.where(n_steps <= k, step, steps[above])
        self.branch[here] = np.where(fixed[above], at[here], self.branch[above])
        self.n_steps[here] = np.minimum(n_steps, LONGEST_PATH + 1)
        self.n_up[here] = self.n_up[above]


def _marks_near(words: Words) -> tuple[Positions, Positions]:
    """How many words ahead a quotation opens, and behind one closed: 1 to 4, else 9."""
    ahead, behind = np.full(words.n, 9), np.full(words.n, 9)
    for by in range(4, 0, -1):
        ahead[words.shifted(words.mark_edge, -by) == 1] = by
        behind[words.shifted(words.mark_edge, by) == 3] = by
    return ahead, behind


def _quotations_beside(words: Words) -> Positions:
    """For each word whether quotations are in its sentence, end the one before, begin the next."""
    marked, starts = words.mark > 0, words.sentence_starts[:-1]
    here = np.maximum.reduceat(marked, starts)
    before = shifted(marked[words.sentence_starts[1:] - 1], 1, words.n_sentences)
    after = shifted(marked[starts], -1, words.n_sentences)
    return (here + 2 * before + 4 * after)[words.sentence]


def _on_a_scale(distance: Positions) -> Positions:
    """Distances in classes that grow with them, 0 to 20; the cue itself is 10."""
    size = np.minimum(np.log2(np.abs(distance) + 1) * 1.6, 9).astype(np.int64)
    return np.sign(distance) * size + 10
