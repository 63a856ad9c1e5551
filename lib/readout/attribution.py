"""Which words attribute, what to whom: a network finds cues, a second one labels the words around.

As in semantic role labelling: first each word is judged as the head of a cue, then every word
around a cue as part of its source, its cue, its content or none of these. A logistic regression
turns both networks' certainty into the probability that content and source are right.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from readout import network
from readout.annotations import Span
from readout.features import Words, cue_input, scope_input, windows

MODEL = "attribution"
SOURCE, CONTENT, CUE = 1, 2, 3
MAYBE = 0.3  # the probability from which on a word may be a cue
CONTENT_CHANGE = 2.0  # the cost, in log odds, of going in or out of a content
SUREST = 5.0  # no word's log odds count for more
QUOTED_SHARE = 0.5  # of a quotation's words: from there on all of them are content
CERTAIN = np.log(np.eye(4) + 1e-6)
FRONTED_SHARE = 0.5  # of a clause before its source and cue: above that the networks are trusted
LONGEST_HEARER = 4  # words after a cue that closes its sentence
SAME_CONTENT = 0.5  # two contents that are more alike than this are one


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue's head word, and the words (half-open ranges) of its content and source; `evidence` is
    what its confidence is computed from."""

    cue: int
    content: tuple[range, ...]
    source: range | None
    evidence: tuple[float, ...]
    confidence: float = 0.0


def fitted_with() -> str:
    """The spaCy model whose parses and vectors of words the networks were fitted with."""
    return str(network.stored(MODEL)["fitted_with"])


def find_attributions(words: Words) -> list[Attribution]:
    """The attributions in an article's words, in the order of their cues: those above the
    confidence that made the best F1 of content and source where the weights were fitted."""
    stored = network.stored(MODEL)
    found = candidates(words, network.load(MODEL, "cue"), network.load(MODEL, "scope"))
    return chosen(found, stored["confidence"], float(stored["threshold"]))


def chosen(
    found: Iterable[Attribution], weights: NDArray[np.generic], threshold: float
) -> list[Attribution]:
    """The attributions that reach a confidence; of several that claim the same content only the
    most confident one."""
    rated = (replace(a, confidence=_probability(a.evidence, weights)) for a in found)
    likely = [attribution for attribution in rated if attribution.confidence >= threshold]
    kept: list[Attribution] = []
    for attribution in sorted(likely, key=lambda a: -a.confidence):
        if not any(_likeness(attribution, other) > SAME_CONTENT for other in kept):
            kept.append(attribution)
    return sorted(kept, key=lambda a: a.cue)


def _likeness(a: Attribution, b: Attribution) -> float:
    """The share of words that two contents have in common (Jaccard)."""
    ours, theirs = ({i for run in x.content for i in run} for x in (a, b))
    return len(ours & theirs) / len(ours | theirs)


def candidates(
    words: Words, cue_network: network.Network, scope_network: network.Network
) -> list[Attribution]:
    """All attributions of words that may be cues, without a confidence."""
    if not words.n:
        return []
    is_cue = cue_network.probabilities(cue_input(words))[:, 1]
    cues = [int(i) for i in np.flatnonzero(is_cue >= MAYBE)]
    if not cues:
        return []
    areas = windows(words, cues)
    probable = scope_network.probabilities(scope_input(words, cues, areas))
    parts = np.split(probable, np.cumsum([len(area) for area in areas])[:-1])
    found = [
        attribution
        for cue, area, labels in zip(cues, areas, parts, strict=True)
        if (attribution := _attribution(words, cue, area, labels, float(is_cue[cue])))
    ]
    return [replace(a, evidence=(*a.evidence, *_company(a, found))) for a in found]


def _company(attribution: Attribution, found: Sequence[Attribution]) -> tuple[float, float]:
    """Evidence from the other attributions: whether one has this cue in its content, and how much
    of the content one with a surer cue claims as well."""
    nested = any(attribution.cue in run for other in found for run in other.content)
    first, last = attribution.content[0].start, attribution.content[-1].stop
    surer = [
        other
        for other in found
        if other.evidence[1] > attribution.evidence[1]
        and other.content[0].start < last
        and other.content[-1].stop > first
    ]
    return float(nested), max((_likeness(attribution, other) for other in surer), default=0.0)


def _attribution(
    words: Words, cue: int, area: range, probable: NDArray[np.float32], is_cue: float
) -> Attribution | None:
    likely = np.log(probable + 1e-6)
    likely[cue - area.start, [SOURCE, CONTENT]] = -np.inf
    solid = ~words.punctuation[area.start : area.stop]
    mark = words.mark[area.start : area.stop]
    is_content = _stretches(_odds(likely, CONTENT), solid, CONTENT_CHANGE)
    _whole_quotations(is_content, mark, solid)
    is_source = _odds(likely, SOURCE) > 0
    if fronted := _fronted_clause(words, cue, area, is_content):
        clause, name = fronted
        likely[clause], likely[name] = CERTAIN[CONTENT], CERTAIN[SOURCE]
        is_content[clause], is_source[name] = True, True
    content = _runs(is_content, solid)
    if not content:
        return None
    named = is_source & ~is_content
    runs = _runs(named, solid)
    articles = words.is_article[area.start : area.stop]
    sources = [run for run in runs if not articles[run.start : run.stop].all()]
    weight = np.exp(likely[:, SOURCE])
    source = max(sources, key=lambda run: weight[run.start : run.stop].sum(), default=None)
    sure = likely.max(axis=1)
    in_content = np.concatenate([sure[run.start : run.stop] for run in content])
    cue_odds = float(np.log(is_cue / (1 - is_cue + 1e-6) + 1e-6))
    evidence = (
        1.0,
        cue_odds,
        cue_odds**2 / 10,
        float(in_content.min()),
        float(sure[source.start : source.stop].mean()) if source else 0.0,
        float(source is not None),
        float(sure.sum()),
        float(np.log(len(in_content))),
        float(words.is_verb[cue]),
    )
    return Attribution(
        cue,
        tuple(range(area.start + run.start, area.start + run.stop) for run in content),
        range(area.start + source.start, area.start + source.stop) if source else None,
        evidence,
    )


def _fronted_clause(
    words: Words, cue: int, area: range, is_content: NDArray[np.bool_]
) -> tuple[slice, slice] | None:
    """Clause and name in "CLAUSE, NAME, long apposition, told OUTLET.", where little of the clause
    was chosen: the parser gets lost in such sentences, and the networks with it."""
    sentence = int(words.sentence[cue])
    start, end = words.sentence_starts[sentence : sentence + 2]
    names = start + np.flatnonzero(words.names_begin[start:cue])
    if not len(names) or not words.is_verb[cue]:
        return None
    name = names[-1]
    closes = (~words.punctuation[cue + 1 : end]).sum() <= LONGEST_HEARER
    stands_apart = name > start and words.punctuation[name - 1]
    inside = is_content[start - area.start : name - area.start]
    nothing_after = not is_content[cue - area.start :].any()
    if closes and nothing_after and stands_apart and inside.mean() < FRONTED_SHARE:
        return slice(start - area.start, name - area.start), slice(
            name - area.start, cue - area.start
        )
    return None


def _odds(likely: NDArray[np.float32], part: int) -> NDArray[np.float32]:
    """For each word, the log odds of a part against the likeliest other."""
    others = likely.copy()
    others[:, part] = -np.inf
    return np.clip(likely[:, part] - others.max(axis=1), -SUREST, SUREST)


def _stretches(
    odds: NDArray[np.float32], solid: NDArray[np.bool_], change: float
) -> NDArray[np.bool_]:
    """The words chosen by the best sequence of ins and outs, each costing `change`
    (Viterbi's algorithm with two states); punctuation says nothing."""
    inside, outside = -change, 0.0
    came: list[tuple[bool, bool]] = []
    for value in np.where(solid, odds, 0.0).tolist():
        came.append((inside >= outside - change, inside - change > outside))
        inside, outside = (
            max(inside, outside - change) + value,
            max(outside, inside - change),
        )
    chosen = np.zeros(len(odds), dtype=bool)
    state = inside > outside
    for i in range(len(came) - 1, -1, -1):
        chosen[i] = state
        stays_in, from_in = came[i]
        state = stays_in if state else from_in
    return chosen


def _whole_quotations(
    chosen: NDArray[np.bool_], mark: NDArray[np.int64], solid: NDArray[np.bool_]
) -> None:
    """Choose all words of a quotation or none, by the greater part."""
    for number in set(mark.tolist()) - {0}:
        inside = mark == number
        if chosen[inside & solid].any():
            chosen[inside] = chosen[inside & solid].mean() >= QUOTED_SHARE


def _runs(chosen: NDArray[np.bool_], solid: NDArray[np.bool_]) -> list[range]:
    """Stretches of chosen words, over punctuation between them, without any at their ends."""
    runs: list[range] = []
    last = None
    for i in np.flatnonzero(chosen & solid).tolist():
        if last is not None and not solid[last + 1 : i].any():
            runs[-1] = range(runs[-1].start, i + 1)
        else:
            runs.append(range(i, i + 1))
        last = i
    return runs


def _probability(evidence: Sequence[float], weights: NDArray[np.generic]) -> float:
    return float(1 / (1 + np.exp(-np.dot(np.array(evidence), weights))))


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
