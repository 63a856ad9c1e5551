"""Which words attribute, what to whom: a network finds cues, a second one labels the words around.

As in semantic role labelling: first each word is judged as the head of a cue, then every word
around a cue as part of its source, its cue, its content or none of these. The labels allow several
readings (`readout.quoting.alternatives`); boosted trees judge each by how well it fits them and its
place among the others (`readout.quoting.evidence`), as one does who ranks the hypotheses of a first
pass (Collins 2000). The best reading of each cue is kept, with the probability that content and
source are right.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice

import numpy as np
from numpy.typing import NDArray

from readout.annotations import Span
from readout.quoting import network, trees
from readout.quoting.alternatives import CONTENT, SOURCE, Alternatives, Around, alternatives
from readout.quoting.evidence import evidence
from readout.quoting.features import cue_inputs, scope_inputs, windows
from readout.quoting.words import Words, together

MODEL = "attribution"
JUDGES = ("right", "exact")  # trees: content and source right in the main; to the letter
MAYBE = 0.3  # the probability from which on a word may be a cue
EXACTNESS = 0.7  # what an exact reading is worth more than one that is right in the main
FRONTED_SHARE = 0.5  # of a clause before its source and cue: above that the networks are trusted
LONGEST_HEARER = 4  # words after a cue that closes its sentence
MOST_WORDS = 60_000  # around the cues of a lot
SAME_CONTENT = 0.3  # two contents that are more alike than this are one

Array = NDArray[np.floating]
Place = tuple[int, range]  # a cue and its area


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue's head word, the words (half-open ranges) of its content and source, and the
    probability that both are right."""

    cue: int
    content: tuple[range, ...]
    source: range | None
    confidence: float

    def counted_from(self, start: int) -> "Attribution":
        """The same, with words counted from a later one."""
        content = tuple(range(run.start - start, run.stop - start) for run in self.content)
        source = self.source and range(self.source.start - start, self.source.stop - start)
        return Attribution(self.cue - start, content, source, self.confidence)


@dataclass(frozen=True, slots=True)
class Judged:
    """Readings with the `evidence` on each (readings x numbers)."""

    readings: Alternatives
    evidence: Array


def fitted_with() -> str:
    """The spaCy model whose parses and vectors of words the networks were fitted with."""
    return str(network.stored(MODEL)["fitted_with"])


def find_attributions(documents: Sequence[Words]) -> list[list[Attribution]]:
    """The attributions in each of some articles, in the order of their cues: those above the
    confidence that made the best F1 where the weights were fitted. What is found in an article
    does not depend on the others; together they only take less time."""
    networks = (network.load(MODEL, part) for part in ("cue", "scope"))
    words = together(documents)
    found: list[list[Attribution]] = [[] for _ in documents]
    for attribution in chain.from_iterable(map(_found, candidates(words, *networks))):
        document = words.document[attribution.cue]
        found[document].append(attribution.counted_from(int(words.document_starts[document])))
    return found


def _found(judged: Judged) -> Iterator[Attribution]:
    found = judged.readings
    threshold = thresholds_of(found, network.stored(MODEL)["thresholds"].astype(np.float64))
    of_right, of_exact = (trees.load(MODEL, part) for part in JUDGES)
    right = of_right.probabilities(judged.evidence)
    exact, likely = np.zeros_like(right), right >= threshold
    exact[likely] = of_exact.probabilities(judged.evidence[likely])
    for reading, content in sorted(chosen(found, right, exact, threshold).items()):
        cue = int(found.around.cues[found.cue[reading]])
        yield Attribution(cue, content, found.source_of(reading), float(right[reading]))


def candidates(
    words: Words,
    cue_network: network.Network,
    scope_network: network.Network,
    *,
    most_words: float = MOST_WORDS,
) -> Iterator[Judged]:
    """All readings of the words that may be cues, in lots that each look at so much of the text as
    memory should be taken for (`most_words` around their cues)."""
    if not words.n:
        return
    cue_classes = np.concatenate([*map(cue_network.probabilities, cue_inputs(words))])
    cues = np.flatnonzero((cue_classes[:, 1] >= MAYBE) & ~words.punctuation).tolist()
    places = zip(cues, windows(words, cues), strict=True)
    of_documents = (list(own) for _, own in groupby(places, lambda place: words.document[place[0]]))
    for lot in _lots(of_documents, most_words):
        own, areas = zip(*lot, strict=True)
        probable = np.concatenate(
            [*map(scope_network.probabilities, scope_inputs(words, own, areas))]
        )
        parts = np.split(probable, np.cumsum([len(area) for area in areas])[:-1])
        for cue, area, labels in zip(own, areas, parts, strict=True):
            _read_fronted_clause(words, cue, area, labels)
        readings = alternatives(Around(words, own, areas, probable))
        yield Judged(readings, evidence(readings, cue_classes))


def _lots(of_documents: Iterable[list[Place]], most_words: float) -> Iterator[list[Place]]:
    """The cues of documents with their areas, in lots: a document that is too long for one is a
    matter by itself, for what is found in it must not depend on the others."""
    lot: list[Place] = []
    for places in of_documents:
        pieces = list(_pieces(places, most_words))
        if lot and (len(pieces) > 1 or _size([*lot, *places]) > most_words):
            yield lot
            lot = []
        if len(pieces) > 1:
            yield from pieces
        else:
            lot = [*lot, *places]
    if lot:
        yield lot


def _pieces(places: Iterable[Place], most_words: float) -> Iterator[list[Place]]:
    """The cues of a document with their areas, so many together as memory should be taken for; if
    possible, those whose areas share words."""
    piece: list[Place] = []
    longest = 0
    for cue, area in places:
        longest = max(longest, len(area))
        size = (len(piece) + 1) * longest
        if piece and size > (most_words if area.start < piece[-1][1].stop else most_words / 2):
            yield piece
            piece, longest = [], len(area)
        piece.append((cue, area))
    if piece:
        yield piece


def _size(places: Sequence[Place]) -> int:
    """The words around cues, if all had the longest area."""
    return len(places) * max(len(area) for _, area in places)


def _read_fronted_clause(words: Words, cue: int, area: range, labels: Array) -> None:
    """Label clause and name in "CLAUSE, NAME, long apposition, told OUTLET.", where little of the
    clause was taken for content: the parser gets lost in such sentences, and the networks with it.
    """
    start, end = words.sentence_starts[words.sentence[cue] + np.arange(2)].tolist()
    name = int(words.name[cue - 1])
    if not (words.is_verb[cue] and start < name < cue and words.punctuation[name - 1]):
        return
    content = labels.argmax(axis=1) == CONTENT
    clause = slice(start - area.start, name - area.start)
    source = slice(name - area.start, cue - area.start)
    closes = (~words.punctuation[cue + 1 : end]).sum() <= LONGEST_HEARER
    nothing_after = not content[cue - area.start : end - area.start].any()
    if closes and nothing_after and content[clause].mean() < FRONTED_SHARE:
        labels[clause], labels[source] = np.eye(4)[[CONTENT, SOURCE]]


def thresholds_of(found: Alternatives, thresholds: Array) -> Array:
    """For each reading the confidence from which on it is kept: the first of the `thresholds`, or
    the second where it has something in quotation marks as content."""
    return thresholds[found.quoted.astype(np.int64)]


def chosen(
    found: Alternatives, right: Array, exact: Array, threshold: Array
) -> dict[int, tuple[range, ...]]:
    """For each cue the reading that is most probably right, and exact, of those that are `right`
    with a probability from their threshold on; of several that claim the same content only the most
    probable one. Readings by number, with their contents."""
    likely = np.flatnonzero(right >= threshold)
    worth = right[likely] + EXACTNESS * np.minimum(right, exact)[likely]
    likely = likely[np.lexsort((-worth, found.cue[likely]))]
    best = likely[np.flatnonzero(np.diff(found.cue[likely], prepend=-1))]
    contents = {reading: found.content_of(reading) for reading in best.tolist()}
    kept = _unlike(contents, best[np.argsort(-right[best], kind="stable")].tolist())
    return {reading: contents[reading] for reading in kept}


def _unlike(contents: Mapping[int, Sequence[range]], order: Sequence[int]) -> list[int]:
    """The readings, in order, whose contents aren't those of earlier ones (Jaccard)."""
    sizes = {reading: sum(map(len, content)) for reading, content in contents.items()}
    holders: dict[int, list[int]] = {}  # of each word
    kept: list[int] = []
    for reading in order:
        words = list(chain.from_iterable(contents[reading]))
        shared = Counter(chain.from_iterable(holders.get(word, ()) for word in words))
        either = {other: sizes[reading] + sizes[other] - n for other, n in shared.items()}
        if not any(shared[other] > SAME_CONTENT * n for other, n in either.items()):
            kept.append(reading)
            for word in words:
                holders.setdefault(word, []).append(reading)
    return kept


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
