"""Fit the networks that find attributions, and write lib/readout/models/attribution.npz.

    python benchmarks/fit_attribution.py GOLD_FOLDER

GOLD_FOLDER holds polnear_train.jsonl and score_quotes.py. Networks are fitted on seven
articles in eight; on the eighth, how confident they may be, and from where on an attribution is
kept. Then they are fitted again on all. The same data, parse
and processor give the same weights. Your own annotations in the same form (one JSON object a line
with id, text and quotes, whose source, cue and content are lists of [start, end]) do as well.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from quality import module
from spacy.tokens import Doc
from thinc.api import NumpyOps
from tqdm import tqdm

from readout import network
from readout.annotations import Article, Span
from readout.attribution import (
    CONTENT,
    CUE,
    SOURCE,
    Attribution,
    candidates,
    chosen,
    spans_of,
)
from readout.features import N_ROWS, Words, cue_input, scope_input, windows
from readout.network import Input
from readout.pipeline import load, parse, parser_of
from readout.quotation import marked_spans

MODEL = Path(__file__).parents[1] / "lib/readout/models/attribution.npz"
KEPT_APART = 8
UNITS, LAYERS = 64, 2
BATCH = 4096  # words
CUE_EPOCHS, SCOPE_EPOCHS = 6, 6
DROPPED = {"cue": (0.4, 0.3), "scope": (0.3, 0.15)}  # of the units, of the features
VECTORS_DROPPED = 0.2  # of the examples
LEARNING_RATE = 3e-3
AVERAGED, AVERAGED_FROM = 0.997, 0.4  # the share kept at each step, and from which part on
N_CUE_CLASSES, N_SCOPE_CLASSES = 5, 4
THRESHOLDS = np.arange(0.2, 0.7, 0.02)
OPS = NumpyOps(use_blis=False)

Weights = dict[str, network.Array]


@dataclass
class Example:
    """Words as a network sees them, and their classes."""

    given: Input
    classes: NDArray[np.int64]


Examples = tuple[Example, list[Example]]  # of an article: for cues, and around each of its cues


@dataclass
class Adam:
    """Weights that are moved by Kingma and Ba's Adam (2015)."""

    weights: Weights
    steps: int = 0
    mean: Weights = field(default_factory=dict)
    square: Weights = field(default_factory=dict)

    def move(self, gradients: Weights, rate: float) -> None:
        """One step; of the table only the rows that the batch used."""
        self.steps += 1
        for name, gradient in gradients.items():
            mean = self.mean.setdefault(name, np.zeros_like(gradient))
            square = self.square.setdefault(name, np.zeros_like(gradient))
            used = np.flatnonzero(gradient.any(axis=1)) if name == "table" else slice(None)
            g = gradient[used]
            mean[used] = 0.9 * mean[used] + 0.1 * g
            square[used] = 0.999 * square[used] + 0.001 * g * g
            size = np.sqrt(square[used] / (1 - 0.999**self.steps)) + 1e-8
            self.weights[name][used] -= rate * mean[used] / (1 - 0.9**self.steps) / size


def main(folder: Path) -> None:
    """Fit on a folder's polnear_train.jsonl and write the model."""
    scorer = module(folder / "score_quotes.py")
    lines = (folder / "polnear_train.jsonl").read_text("utf-8").splitlines()
    gold = {row["id"]: row for row in map(json.loads, lines)}
    texts = [Article(doc_id=name, text=row["text"]) for name, row in gold.items()]
    nlp = load()
    docs = {article.doc_id: doc for article, doc in parse(nlp, texts)}
    fit(gold, docs, scorer, fitted_with=parser_of(nlp))


def fit(
    gold: dict[str, Any], docs: dict[str, Doc], scorer: ModuleType, *, fitted_with: str
) -> None:
    """Fit on annotated articles and their parses by the model `fitted_with`."""
    names = sorted(docs)
    words = {name: Words(docs[name], marked_spans(docs[name].text)) for name in names}
    examples = {name: examples_of(words[name], gold[name]["quotes"]) for name in names}
    apart = names[::KEPT_APART]
    cue, scope = fitted([examples[name] for name in names if name not in apart])
    networks = network.of_arrays(_halved(cue)), network.of_arrays(_halved(scope))
    found = {name: candidates(words[name], *networks) for name in apart}
    weights = confidence_weights(found, words, docs, gold, scorer)
    threshold = best_threshold(found, weights, words, docs, gold, scorer)
    cue, scope = fitted(list(examples.values()))
    arrays: dict[str, Any] = {
        f"{part}.{key}": value.astype(np.float16)
        for part, weights_of_part in (("cue", cue), ("scope", scope))
        for key, value in weights_of_part.items()
    }
    arrays |= {"confidence": weights.astype(np.float32), "threshold": np.float32(threshold)}
    MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(MODEL, fitted_with=np.array(fitted_with), **arrays)
    print(f"{MODEL.name}: {MODEL.stat().st_size / 1e6:.1f} MB, threshold {threshold:.2f}")


def fitted(examples: Sequence[Examples]) -> tuple[Weights, Weights]:
    """The weights of the network for cues and of that for the words around them."""
    cue = trained("cue", [of_cues for of_cues, _ in examples], N_CUE_CLASSES, CUE_EPOCHS)
    around = [example for _, around_cues in examples for example in around_cues]
    return cue, trained("scope", around, N_SCOPE_CLASSES, SCOPE_EPOCHS)


# Examples


def examples_of(words: Words, quotes: Sequence[dict[str, Any]]) -> Examples:
    """What both networks learn from an annotated article."""
    return cue_example(words, quotes), list(scope_examples(words, quotes))


def cue_example(words: Words, quotes: Sequence[dict[str, Any]]) -> Example:
    """An article's words: heads of cues (1), and, for the network to learn what surrounds them,
    other words of sources (2), cues (3) and contents (4)."""
    classes = np.zeros(words.n, dtype=np.int64)
    for part, number in (("content", 4), ("cue", 3), ("source", 2)):
        for span in (span for quote in quotes for span in quote[part] or []):
            classes[words.within(Span(*span))] = number
    classes[[head_of(words, quote["cue"]) for quote in quotes if _is_whole(quote)]] = 1
    return Example(cue_input(words), classes)


def scope_examples(words: Words, quotes: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """For each cue the words around it, by their part in the attribution."""
    for quote in filter(_is_whole, quotes):
        cues = [head_of(words, quote["cue"])]
        areas = windows(words, cues)
        classes = np.zeros(words.n, dtype=np.int64)
        for part, number in (("cue", CUE), ("content", CONTENT), ("source", SOURCE)):
            for span in quote[part] or []:
                classes[words.within(Span(*span))] = number
        yield Example(scope_input(words, cues, areas), classes[areas[0].start : areas[0].stop])


def _is_whole(quote: dict[str, Any]) -> bool:
    return bool(quote["cue"] and quote["content"])


def head_of(words: Words, spans: Sequence[Sequence[int]]) -> int:
    """The head word of a cue: of those whose own head is outside, the first verb, else noun."""
    inside = words.within(Span(*spans[0]))
    at = np.arange(inside.start, max(inside.stop, inside.start + 1))
    head = words.head[at]
    tops = at[(head < at[0]) | (head > at[-1]) | (head == at)]
    tags = [words.strings[int(words.tag[i])] for i in tops]
    for wanted in ("V", "N", ""):
        for i, tag in zip(tops, tags, strict=True):
            if tag.startswith(wanted) and (wanted or not words.punctuation[i]):
                return int(i)
    return int(at[0])


# Networks


def trained(name: str, examples: Sequence[Example], n_classes: int, epochs: int) -> Weights:
    """The weights of a network that tells an example's classes by its features: the running mean
    over the later steps (Polyak and Juditsky 1992), which is steadier than the last step."""
    random = np.random.default_rng(0)
    n_numbers = examples[0].given.vectors.shape[1]
    adam = Adam(_initial(random, n_numbers, n_classes))
    n_batches = epochs * (sum(len(example.classes) for example in examples) // BATCH + 1)
    progress = tqdm(total=n_batches, desc=name, disable=None)
    averaged: Weights = {}
    for _ in range(epochs):
        for batch in _batches(examples, random):
            rate = LEARNING_RATE * max(0.02, 1 - adam.steps / n_batches)
            adam.move(_gradients(adam.weights, batch, random, *DROPPED[name]), rate)
            if adam.steps > AVERAGED_FROM * n_batches:
                _average(averaged, adam.weights)
            progress.update()
    return averaged


def _average(averaged: Weights, weights: Weights) -> None:
    for name, value in weights.items():
        mean = averaged.setdefault(name, value.copy())
        mean += (1 - AVERAGED) * (value - mean)


def _initial(random: np.random.Generator, n_numbers: int, n_classes: int) -> Weights:
    def normal(*shape: int, scale: float) -> network.Array:
        return (random.standard_normal(shape) * scale).astype(np.float32)

    weights = {
        "table": normal(N_ROWS, UNITS, scale=0.05),
        "vectors": normal(n_numbers, UNITS, scale=0.02),
        "bias": np.zeros(UNITS, np.float32),
        "output": normal(UNITS, n_classes, scale=0.1),
        "output_bias": np.zeros(n_classes, np.float32),
    }
    weights["table"][0] = 0
    for k in range(LAYERS):
        weights[f"weights{k}"] = normal(3 * UNITS, UNITS, scale=(3 * UNITS) ** -0.5)
        weights[f"means{k}"] = normal(2 * UNITS, UNITS, scale=(3 * UNITS) ** -0.5)
        weights[f"bias{k}"] = np.zeros(UNITS, np.float32)
    return weights


def _batches(
    examples: Sequence[Example], random: np.random.Generator
) -> Iterator[Sequence[Example]]:
    batch, size = [], 0
    for i in random.permutation(len(examples)):
        batch.append(examples[i])
        size += len(examples[i].classes)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _joined(examples: Sequence[Example], random: np.random.Generator, drop: float) -> Input:
    """Examples as one, without some features, and some examples without the parser's vectors (so
    that the network can do without them)."""
    n_parts = np.cumsum([0, *(len(example.given.parts) for example in examples)])
    features = np.concatenate([example.given.features for example in examples])
    return Input(
        features=np.where(random.random(features.shape, np.float32) < drop, 0, features),
        vectors=np.concatenate([
            example.given.vectors * np.float32(random.random() >= VECTORS_DROPPED)
            for example in examples
        ]),
        lengths=np.concatenate([example.given.lengths for example in examples]),
        parts=np.concatenate([example.given.parts for example in examples]),
        beside=np.concatenate([
            np.where(example.given.beside >= 0, example.given.beside + before, -1)
            for before, example in zip(n_parts[:-1], examples, strict=True)
        ]),
    )  # fmt: skip


def _gradients(
    w: Weights,
    batch: Sequence[Example],
    random: np.random.Generator,
    drop: float,
    drop_feature: float,
) -> Weights:
    """The gradients of the mean cross entropy: forward as `network.Network`, with drop-out (what
    passes it in `passed`), then back through each layer."""
    given = _joined(batch, random, drop_feature)
    classes = np.concatenate([example.classes for example in batch])

    def kept(units: network.Array) -> network.Array:
        left = random.random(units.shape, dtype=np.float32) > drop
        return (left & (units > 0)) / np.float32(1 - drop)

    units = w["bias"] + given.vectors @ w["vectors"]
    for column in given.features.T:
        units += w["table"][column]
    first = kept(units)
    units = units * first
    passed = []
    for k in range(LAYERS):
        wide, mean = network.with_neighbours(units, given.lengths), network.means(units, given)
        added = wide @ w[f"weights{k}"] + w[f"bias{k}"]
        added += np.repeat(mean @ w[f"means{k}"], given.parts, axis=0)
        mask = kept(added)
        passed.append((wide, mean, mask))
        units = units + added * mask
    error = network.softmax(units @ w["output"] + w["output_bias"])
    error[np.arange(len(classes)), classes] -= 1
    error /= len(classes)
    gradients = {"output": units.T @ error, "output_bias": error.sum(axis=0)}
    back = error @ w["output"].T
    for k, (wide, mean, mask) in reversed(list(enumerate(passed))):
        into = back * mask
        of_parts = np.add.reduceat(into, np.cumsum(given.parts) - given.parts, axis=0)
        gradients[f"weights{k}"] = wide.T @ into
        gradients[f"means{k}"] = mean.T @ of_parts
        gradients[f"bias{k}"] = into.sum(axis=0)
        back = back + _from_neighbours(into @ w[f"weights{k}"].T, given.lengths)
        back += _from_means(of_parts @ w[f"means{k}"].T, given)
    back = back * first
    gradients["bias"], gradients["vectors"] = back.sum(axis=0), given.vectors.T @ back
    gradients["table"] = np.zeros_like(w["table"])
    for column in given.features.T:
        OPS.scatter_add(gradients["table"], np.ascontiguousarray(column), back)
    gradients["table"][0] = 0
    return gradients


def _from_neighbours(wide: network.Array, lengths: NDArray[np.int64]) -> network.Array:
    """What `network.with_neighbours` took from each row, given back to it."""
    n = wide.shape[1] // 3
    ends = np.cumsum(lengths)
    wide[ends - lengths, :n] = 0
    wide[ends - 1, 2 * n :] = 0
    back = wide[:, n : 2 * n].copy()
    back[:-1] += wide[1:, :n]
    back[1:] += wide[:-1, 2 * n :]
    return back


def _from_means(wide: network.Array, given: Input) -> network.Array:
    """What `network.means` took from each row, given back to it."""
    own, beside = np.hsplit(wide, 2)
    seen = given.beside >= 0
    np.add.at(own, given.beside[seen], beside[seen])
    return np.repeat(own / given.parts[:, None].astype(np.float32), given.parts, axis=0)


def _halved(weights: Weights) -> Weights:
    """Weights as they will be stored: rounded to half precision."""
    return {key: value.astype(np.float16).astype(np.float32) for key, value in weights.items()}


# Confidence


def confidence_weights(
    found: dict[str, list[Attribution]],
    words: dict[str, Words],
    docs: dict[str, Doc],
    gold: dict[str, Any],
    scorer: ModuleType,
) -> NDArray[np.float64]:
    """Logistic regression (Newton's method, a little ridge) of being right on the evidence."""
    evidence, right = [], []
    for name, attributions in found.items():
        correct = _right(attributions, words[name], docs[name], gold[name], scorer)
        evidence += [attribution.evidence for attribution in attributions]
        right += [i in correct for i in range(len(attributions))]
    x, y = np.array(evidence), np.array(right, dtype=float)
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ weights))
        curvature = (x * (p * (1 - p))[:, None]).T @ x + np.eye(len(weights))
        weights += np.linalg.solve(curvature, x.T @ (y - p) - weights)
    return weights


def best_threshold(
    found: dict[str, list[Attribution]],
    weights: NDArray[np.float64],
    words: dict[str, Words],
    docs: dict[str, Doc],
    gold: dict[str, Any],
    scorer: ModuleType,
) -> float:
    """The confidence from which on attributions are kept: half of the best F1 of content and
    source, where calibrated probabilities reach it (Lipton, Elkan and Narayanaswamy 2014)."""
    n_gold = sum(bool(q["content"]) for name in found for q in gold[name]["quotes"])

    def f1(threshold: float) -> float:
        n_right = n_found = 0
        for name, attributions in found.items():
            kept = chosen(attributions, weights, threshold)
            n_found += len(kept)
            n_right += len(_right(kept, words[name], docs[name], gold[name], scorer))
        return 2 * n_right / (n_found + n_gold)

    return max(map(f1, THRESHOLDS)) / 2


def _right(
    attributions: Sequence[Attribution],
    words: Words,
    doc: Doc,
    gold: dict[str, Any],
    scorer: ModuleType,
) -> set[int]:
    """Positions of the attributions whose content and source are right as the scorer has it."""
    marks = marked_spans(doc.text)

    def offsets(runs: Sequence[range]) -> list[list[int]]:
        return [[span.start, span.end] for span in spans_of(words, runs, marks)]

    quotes = [
        {
            "content": offsets(a.content),
            "source": offsets([a.source]) if a.source else None,
            "cue": [[int(words.starts[a.cue]), int(words.ends[a.cue])]],
        }
        for a in attributions
    ]
    _, wanted, given, pairs = scorer.counts(gold, {"quotes": quotes}, 0.5)
    return {j for i, j in pairs.items() if scorer.source_ok(wanted[i], given[j])}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
