"""Boosted trees that judge readings of cues, fitted on readings in articles that were kept apart.

A reading is right where it shares half of its words with an annotated content and has its source,
exact where both are the annotated ones to the letter; that which the scorer of the corpus says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from readout.annotations import Span
from readout.quoting.attribution import JUDGES, Judged, chosen, spans_of, thresholds_of
from readout.quoting.quotation import marked_spans
from readout.quoting.trees import Trees
from readout.quoting.words import Words

RIGHT, EXACT = 1, 2
ALIKE = 0.5  # the share of words (Jaccard) from which on two contents are the same
N_TREES = 120
OPTIONS = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 24,
    "max_depth": 7,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "min_data_in_leaf": 50,
    "lambda_l2": 5.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 0,
    "verbose": -1,
}
SIDES = ("left_child", "right_child")
THRESHOLDS = np.arange(0.3, 0.5, 0.01)
START = 0.35  # the threshold without quotation marks while the one with them is fitted


@dataclass(frozen=True, slots=True)
class Case:
    """What was found in an article, None for nothing; for each reading whether it is wrong (0),
    right or exact; how many attributions were annotated, how many of them quoted."""

    found: Judged | None
    labels: NDArray[np.int64]
    n_gold: int
    n_quoted: int


def case_of(found: Judged | None, gold: dict[str, Any], words: Words, scorer: ModuleType) -> Case:
    """Readings beside what was annotated in the same article."""
    text = gold["text"]
    tokens, at = scorer.tokenise(text)

    def side(quote: dict[str, Any]) -> Any:
        return scorer.Side(quote, text, tokens, at)

    wanted = [one for one in map(side, gold["quotes"]) if one.content]
    given = [side(quote) for quote in _as_quotes(found, words, marked_spans(text))]
    cues = set().union(*(one.cue for one in given))
    labels = [_label(one, wanted, cues, scorer) for one in given]
    n_quoted = sum(one.quoted for one in wanted)
    return Case(found, np.array(labels, dtype=np.int64), len(wanted), n_quoted)


def _as_quotes(
    found: Judged | None, words: Words, marks: Sequence[Span]
) -> Iterator[dict[str, Any]]:
    """Readings in the form of the annotations."""
    if found is None:
        return
    readings = found.readings
    for reading, number in enumerate(readings.cue):
        cue, source = readings.around.cues[number], readings.source_of(reading)
        content = spans_of(words, readings.content_of(reading), marks)
        sources = spans_of(words, [source], marks) if source else ()
        yield {
            "content": [[span.start, span.end] for span in content],
            "source": [[span.start, span.end] for span in sources],
            "cue": [[int(words.starts[cue]), int(words.ends[cue])]],
        }


def _label(given: Any, wanted: Sequence[Any], cues: set[int], scorer: ModuleType) -> int:
    """Whether a reading is right: by the annotation most like it, unless that belongs to another of
    the `cues` found."""
    best = max(
        wanted, key=lambda one: (_likeness(one, given), len(one.cue & given.cue)), default=None
    )
    if best is None or _likeness(best, given) < ALIKE or not scorer.source_ok(best, given):
        return 0
    if best.cue & cues and not best.cue & given.cue:
        return 0
    return EXACT if (best.cchars, best.schars) == (given.cchars, given.schars) else RIGHT


def _likeness(a: Any, b: Any) -> float:
    return len(a.content & b.content) / max(len(a.content | b.content), 1)


def fitted_judges(folds: Sequence[Sequence[Case]]) -> dict[str, Any]:
    """The arrays of the judges fitted on all folds, and the thresholds, which are fitted on what
    judges of the other folds say of each."""
    judged = []
    for fold in folds:
        judges = _judges([case for other in folds if other is not fold for case in other])
        judged += [(case, _verdicts(case, judges)) for case in fold if case.found]
    arrays: dict[str, Any] = {"thresholds": _best_thresholds(judged)}
    for name, judge in zip(JUDGES, _judges([case for fold in folds for case in fold]), strict=True):
        arrays |= {f"{name}.{field}": getattr(judge, field) for field in Trees.__slots__}
    return arrays


def _judges(cases: Sequence[Case]) -> list[Trees]:
    numbers = np.concatenate([case.found.evidence for case in cases if case.found])
    labels = np.concatenate([case.labels for case in cases if case.found])
    judges = []
    for least in (RIGHT, EXACT):
        data = lightgbm.Dataset(numbers, labels >= least)
        judges.append(trees_of(lightgbm.train(OPTIONS, data, N_TREES)))
    return judges


def _verdicts(case: Case, judges: Sequence[Trees]) -> list[NDArray[np.floating]]:
    return [judge.probabilities(case.found.evidence) for judge in judges] if case.found else []


def _best_thresholds(
    judged: Sequence[tuple[Case, Sequence[NDArray[np.floating]]]],
) -> NDArray[np.floating]:
    """The confidences from which on rows without and with quotation marks make the best F1 of
    content and source: first that of those with marks, then that of all."""

    def f1(without: float, marked: float, *, only_quoted: bool) -> float:
        n_found = n_right = n_gold = 0
        for case, (right, exact) in judged:
            if not case.found:
                continue
            found = case.found.readings
            limit = thresholds_of(found, np.array([without, marked]))
            kept = list(chosen(found, right, exact, limit))
            counted = found.quoted[kept] if only_quoted else np.ones(len(kept), dtype=bool)
            n_found += counted.sum()
            n_right += (counted & (case.labels[kept] >= RIGHT)).sum()
            n_gold += case.n_quoted if only_quoted else case.n_gold
        return 2 * n_right / (n_found + n_gold)

    tried = THRESHOLDS.tolist()
    marked = max(tried, key=lambda limit: f1(START, limit, only_quoted=True))
    without = max(tried, key=lambda limit: f1(limit, marked, only_quoted=False))
    return np.array([without, marked])


def trees_of(booster: lightgbm.Booster) -> Trees:
    """LightGBM's trees as arrays, each tree's nodes level by level, children side by side."""
    nodes: list[tuple[int, float, int, float]] = []
    roots, depth = [], 0
    for tree in booster.dump_model()["tree_info"]:
        roots.append(len(nodes))
        level, levels = [tree["tree_structure"]], 0
        while level:
            children = [node[side] for node in level if "split_feature" in node for side in SIDES]
            below = len(nodes) + len(level)
            for node in level:
                if "split_feature" in node:
                    nodes.append((node["split_feature"], node["threshold"], below, 0.0))
                    below += len(SIDES)
                else:
                    nodes.append((0, np.inf, len(nodes), node["leaf_value"]))
            level, levels = children, levels + 1
        depth = max(depth, levels - 1)
    number, limit, below, value = map(np.array, zip(*nodes, strict=True))
    return Trees(number, limit, below, value.astype(np.float32), np.array(roots), depth)
