"""Fit what finds attributions, and write lib/readout/models/attribution.npz.

    python benchmarks/fit_attribution.py GOLD_FOLDER

GOLD_FOLDER holds polnear_train.jsonl and score_quotes.py. The networks are fitted on three articles
in four, and find readings in the fourth, four times over: from readings in articles that they have
not seen, boosted trees learn which are right (`judging`). Then the networks are fitted again on
all. The same data, parse and processor give the same weights. Your own annotations in the same form
(one JSON object a line with id, text and quotes, whose source, cue and content are lists of [start,
end]) do as well.
"""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from judging import Case, case_of, fitted_judges
from quality import module
from spacy.tokens import Doc
from training import Example, Weights, halved, trained

from readout.annotations import Article, Span
from readout.pipeline import load, parse, parser_of
from readout.quoting import network
from readout.quoting.alternatives import CONTENT, CUE, SOURCE
from readout.quoting.attribution import candidates
from readout.quoting.features import cue_inputs, scope_inputs, windows
from readout.quoting.quotation import marked_spans
from readout.quoting.words import TAG_ORDER, Words, words_of

MODEL = Path(__file__).parents[1] / "lib/readout/models/attribution.npz"
FOLDS = 4
CUE_EPOCHS, SCOPE_EPOCHS = 6, 6
N_CUE_CLASSES, N_SCOPE_CLASSES = 5, 4

Examples = tuple[Example, list[Example]]  # of an article: for cues, and around each of its cues


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
    words = {name: words_of(docs[name], marked_spans(docs[name].text)) for name in names}
    examples = {name: examples_of(words[name], gold[name]["quotes"]) for name in names}
    folds: list[list[Case]] = []
    for fold in range(FOLDS):
        apart = names[fold::FOLDS]
        networks = fitted([examples[name] for name in names if name not in apart])
        folds.append(cases_of(apart, networks, words, gold, scorer))
    write(fitted(list(examples.values())), folds, fitted_with)


def cases_of(
    names: Sequence[str],
    networks: Sequence[Weights],
    words: dict[str, Words],
    gold: dict[str, Any],
    scorer: ModuleType,
) -> list[Case]:
    """What networks find in articles, and how much of it is right."""
    cue, scope = (network.of_arrays(halved(weights)) for weights in networks)
    return [
        case_of(
            # an article is one case, however long: all its readings in one lot
            next(candidates(words[name], cue, scope, most_words=math.inf), None),
            gold[name],
            words[name],
            scorer,
        )
        for name in names
    ]


def write(networks: Sequence[Weights], folds: list[list[Case]], fitted_with: str) -> None:
    """Fit the judges, and store all."""
    arrays: dict[str, Any] = {
        f"{part}.{key}": value.astype(np.float16)
        for part, weights in zip(("cue", "scope"), networks, strict=True)
        for key, value in weights.items()
    }
    arrays |= fitted_judges(folds)
    MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(MODEL, fitted_with=np.array(fitted_with), **arrays)
    size = MODEL.stat().st_size / 1e6
    print(f"{MODEL.name}: {size:.1f} MB, thresholds {arrays['thresholds'].round(2)}")


def fitted(examples: Sequence[Examples]) -> tuple[Weights, Weights]:
    """The weights of the network for cues and of that for the words around them."""
    cue = trained("cue", [of_cues for of_cues, _ in examples], N_CUE_CLASSES, CUE_EPOCHS)
    around = [example for _, around_cues in examples for example in around_cues]
    return cue, trained("scope", around, N_SCOPE_CLASSES, SCOPE_EPOCHS)


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
    (seen,) = cue_inputs(words)
    return Example(seen, classes)


def scope_examples(words: Words, quotes: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """For each cue the words around it, by their part in the attribution."""
    for quote in filter(_is_whole, quotes):
        cues = [head_of(words, quote["cue"])]
        areas = windows(words, cues)
        classes = np.zeros(words.n, dtype=np.int64)
        for part, number in (("cue", CUE), ("content", CONTENT), ("source", SOURCE)):
            for span in quote[part] or []:
                classes[words.within(Span(*span))] = number
        (seen,) = scope_inputs(words, cues, areas)
        yield Example(seen, classes[areas[0].start : areas[0].stop])


def _is_whole(quote: dict[str, Any]) -> bool:
    return bool(quote["cue"] and quote["content"])


def head_of(words: Words, spans: Sequence[Sequence[int]]) -> int:
    """The head word of a cue: of those whose own head is outside, the first verb, else noun."""
    inside = words.within(Span(*spans[0]))
    at = np.arange(inside.start, max(inside.stop, inside.start + 1))
    head = words.head[at]
    tops = at[(head < at[0]) | (head > at[-1]) | (head == at)]
    tags = [("", *TAG_ORDER)[number] for number in words.word_class[tops]]
    for wanted in ("V", "N", ""):
        for i, tag in zip(tops, tags, strict=True):
            if tag.startswith(wanted) and (wanted or not words.punctuation[i]):
                return int(i)
    return int(at[0])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
