"""Which words attribute, what to whom: a network finds cues, a second one labels the words around.

As in semantic role labelling: first each word is judged as the head of a cue, then every word
around a cue as part of its source, its cue, its content or none of these. The labels allow several
readings (`readout.quoting.alternatives`); boosted trees judge each by how well it fits them and its
place among the others (`readout.quoting.evidence`), as one does who ranks the hypotheses of a first
pass (Collins 2000). The best reading of each cue is kept, with the probability that content and
source are right.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from readout.annotations import Span
from readout.quoting import network, trees
from readout.quoting.alternatives import CONTENT, SOURCE, Alternatives, Around, alternatives
from readout.quoting.evidence import evidence
from readout.quoting.features import cue_input, scope_input, windows
from readout.quoting.words import Words

MODEL = "attribution"
JUDGES = ("right", "exact")  # trees: content and source right in the main; to the letter
MAYBE = 0.3  # the probability from which on a word may be a cue
EXACTNESS = 0.7  # what an exact reading is worth more than one that is right in the main
FRONTED_SHARE = 0.5  # of a clause before its source and cue: above that the networks are trusted
LONGEST_HEARER = 4  # words after a cue that closes its sentence
SAME_CONTENT = 0.5  # two contents that are more alike than this are one

Array = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue's head word, the words (half-open ranges) of its content and source, and the
    probability that both are right."""

    cue: int
    content: tuple[range, ...]
    source: range | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Judged:
    """Readings with the `evidence` on each (readings x numbers)."""

    readings: Alternatives
    evidence: Array


def fitted_with() -> str:
    """The spaCy model whose parses and vectors of words the networks were fitted with."""
    return str(network.stored(MODEL)["fitted_with"])


def find_attributions(words: Words) -> list[Attribution]:
    """The attributions in an article's words, in the order of their cues: those above the
    confidence that made the best F1 where the weights were fitted."""
    judged = candidates(words, network.load(MODEL, "cue"), network.load(MODEL, "scope"))
    if judged is None:
        return []
    found, threshold = judged.readings, float(network.stored(MODEL)["threshold"])
    of_right, of_exact = (trees.load(MODEL, part) for part in JUDGES)
    right = of_right.probabilities(judged.evidence)
    exact, likely = np.zeros_like(right), right >= threshold
    exact[likely] = of_exact.probabilities(judged.evidence[likely])
    return [
        Attribution(
            int(found.around.cues[found.cue[reading]]),
            content,
            found.source_of(reading),
            float(right[reading]),
        )
        for reading, content in sorted(chosen(found, right, exact, threshold).items())
    ]


def candidates(
    words: Words, cue_network: network.Network, scope_network: network.Network
) -> Judged | None:
    """All readings of the words that may be cues, None where no word may."""
    if not words.n:
        return None
    cue_classes = cue_network.probabilities(cue_input(words))
    cues = np.flatnonzero((cue_classes[:, 1] >= MAYBE) & ~words.punctuation).tolist()
    if not cues:
        return None
    areas = windows(words, cues)
    probable = scope_network.probabilities(scope_input(words, cues, areas))
    parts = np.split(probable, np.cumsum([len(area) for area in areas])[:-1])
    for cue, area, labels in zip(cues, areas, parts, strict=True):
        _read_fronted_clause(words, cue, area, labels)
    readings = alternatives(Around(words, cues, areas, probable))
    return Judged(readings, evidence(readings, cue_classes))


def _read_fronted_clause(words: Words, cue: int, area: range, labels: Array) -> None:
    """Label clause and name in "CLAUSE, NAME, long apposition, told OUTLET.", where little of the
    clause was taken for content: the parser gets lost in such sentences, and the networks with it.
    """
    sentence = int(words.sentence[cue])
    start, end = words.sentence_starts[sentence : sentence + 2]
    names = start + np.flatnonzero(words.names_begin[start:cue])
    if not len(names) or not words.is_verb[cue]:
        return
    name = names[-1]
    content = labels.argmax(axis=1) == CONTENT
    clause = slice(start - area.start, name - area.start)
    source = slice(name - area.start, cue - area.start)
    closes = (~words.punctuation[cue + 1 : end]).sum() <= LONGEST_HEARER
    stands_apart = name > start and words.punctuation[name - 1]
    nothing_after = not content[cue - area.start : end - area.start].any()
    if closes and nothing_after and stands_apart and content[clause].mean() < FRONTED_SHARE:
        labels[clause], labels[source] = np.eye(4)[[CONTENT, SOURCE]]


def chosen(
    found: Alternatives, right: Array, exact: Array, threshold: float
) -> dict[int, tuple[range, ...]]:
    """For each cue the reading that is most probably right, and exact, of those that are `right`
    with a probability from the threshold on; of several that claim the same content only the most
    probable one. Readings by number, with their contents."""
    likely = np.flatnonzero(right >= threshold)
    worth = right[likely] + EXACTNESS * np.minimum(right, exact)[likely]
    likely = likely[np.lexsort((-worth, found.cue[likely]))]
    best = likely[np.flatnonzero(np.diff(found.cue[likely], prepend=-1))]
    kept: dict[int, tuple[range, ...]] = {}
    for reading in best[np.argsort(-right[best], kind="stable")].tolist():
        content = found.content_of(reading)
        if not any(_likeness(content, other) > SAME_CONTENT for other in kept.values()):
            kept[reading] = content
    return kept


def _likeness(a: Sequence[range], b: Sequence[range]) -> float:
    """The share of words that two contents have in common (Jaccard)."""
    pairs = ((ours, theirs) for ours in a for theirs in b)
    shared = sum(max(0, min(x.stop, y.stop) - max(x.start, y.start)) for x, y in pairs)
    return shared / (sum(map(len, a)) + sum(map(len, b)) - shared)


def spans_of(words: Words, runs: Sequence[range], marks: Sequence[Span]) -> tuple[Span, ...]:
    """Words as characters, with the quotation marks that belong to them."""
    spans = (Span(int(words.starts[r.start]), int(words.ends[r.stop - 1])) for r in runs)
    return tuple(_with_marks(span, marks) for span in spans)


def _with_marks(span: Span, marks: Sequence[Span]) -> Span:
    """A span stretched over the quotations of which it holds the greater part. Quotations lie in
    the order of the text, none in another."""
    first = bisect_right(marks, span.start, key=lambda mark: mark.end)
    for mark in islice(marks, first, None):
        if mark.start >= span.end:
            break
        shared = min(span.end, mark.end) - max(span.start, mark.start)
        if 2 * shared > mark.end - mark.start:
            span = Span(min(span.start, mark.start), max(span.end, mark.end))
    return span
