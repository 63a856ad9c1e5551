"""The one place where the stages meet: load a model, parse, extract, and make tables."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from itertools import groupby
from operator import itemgetter
from time import perf_counter
from typing import TypeVar

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_config
from thinc.api import NumpyOps, get_current_ops, use_ops
from threadpoolctl import threadpool_limits

from readout import entities
from readout.aliases import NO_ALIASES, Aliases
from readout.annotations import Article, Entity, Mention, Quote, Reading, Span
from readout.events import find_events
from readout.factuality import judge
from readout.happening.order import find_order
from readout.mentions import find_mentions
from readout.parsing.lemmas import lemmas
from readout.parsing.recogniser import recogniser
from readout.parsing.ruler import ruler
from readout.parsing.sentences import sentence_cuts, sentence_limits
from readout.quotes import find_quotes, find_quotes_in
from readout.quoting.attribution import fitted_with
from readout.quoting.sources import TYPES
from readout.running.installed import DEFAULT_MODELS, config_of, package_of
from readout.syntax import antecedents
from readout.times import find_times
from readout.tree import Tree, Word, tree_of

# Factories of pipes, and which ones of readout's own find the same sooner; some in English alone.
QUICKER = {"ner": recogniser.__name__, "attribute_ruler": ruler.__name__}
QUICKER_IN_ENGLISH = {**QUICKER, "lemmatizer": lemmas.__name__}
BATCH = 16  # articles that are read together: fastest, and with the least memory
TOGETHER = 50_000  # characters that are read together: of odd text, half a gigabyte of memory
PIECE = TOGETHER // 2  # characters of a longer article that are parsed by themselves, at least
# Where such a piece ends, if it can: with a paragraph, a line, a sentence, else with a word.
ENDS = tuple(map(re.compile, (r"\n\s*\n\s*", r"\n\s*", r"[.!?]\s+", r"\s+")))
Item = TypeVar("Item")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def load(model: str | None = None, *, numpy: bool | None = None) -> Language:
    """Load a spaCy pipeline by name, by default whichever en_core_web_sm is installed.

    Matrices are multiplied by NumPy's BLAS where `numpy` says so, by default where that is faster.
    Nothing is downloaded. Raises LookupError with what to install where there is no such model.
    """
    with products(numpy_is_faster() if numpy is None else numpy):
        nlp = spacy.load(package_of(model), config={"components": _quicker(model)})
    if sentence_limits.__name__ not in nlp.pipe_names:
        nlp.add_pipe(sentence_limits.__name__, before="parser")
        nlp.add_pipe(sentence_cuts.__name__, after="parser")
    return nlp


def _quicker(model: str | None) -> dict[str, dict[str, str]]:
    """The pipes of a model that readout builds otherwise, so that they find the same sooner."""
    config = load_config(config_of(model))
    quicker = QUICKER_IN_ENGLISH if config["nlp"]["lang"] == "en" else QUICKER
    return {
        name: {"factory": quicker[pipe["factory"]]}
        for name, pipe in config["components"].items()
        if pipe["factory"] in quicker
    }


@contextmanager
def products(numpy: bool) -> Iterator[None]:
    """Let a model that is loaded meanwhile multiply matrices by NumPy's BLAS or by thinc's own
    (which took a third longer for a parse where it was measured), with the same results.

    Where other operations are set (a graphics card, Apple's), nothing changes.
    """
    if type(get_current_ops()) is not NumpyOps or not numpy:
        yield
        return
    with use_ops("numpy", use_blis=False):
        yield


@cache
def numpy_is_faster() -> bool:
    """Whether this processor multiplies faster by NumPy's BLAS: asked once, by a product of the
    size that parsing needs."""
    of_words, of_weights = np.ones((400, 288), np.float32), np.ones((288, 288), np.float32)

    def seconds(ops: NumpyOps) -> float:
        begin = perf_counter()
        ops.gemm(of_words, of_weights)
        return perf_counter() - begin

    ours, theirs = NumpyOps(use_blis=False), NumpyOps(use_blis=True)
    with threadpool_limits(1):
        return min(seconds(ours) for _ in range(9)) < min(seconds(theirs) for _ in range(9))


def parse(nlp: Language, articles: Iterable[Article]) -> Iterator[tuple[Article, Doc]]:
    """Each article with its parse, in order. Offsets in the parse are offsets in the article.

    The model's own vectors of words are kept only where they are those that the networks for
    attributions were fitted with: those of another model mean other things.
    """
    has_known_vectors = parser_of(nlp) == fitted_with()
    pieces = ((piece, article) for article in articles for piece in pieces_of(readable(article)))
    parsed = (pair for lot in _lots(pieces) for pair in nlp.pipe(lot, as_tuples=True))
    for article, pairs in groupby(parsed, key=itemgetter(1)):
        docs = [doc for doc, _ in pairs]
        doc = Doc.from_docs(docs, ensure_whitespace=False) if len(docs) > 1 else docs[0]
        assert doc is not None
        if not has_known_vectors:
            doc.tensor = doc.tensor[:0]
        yield article, doc


def pieces_of(text: str) -> Iterator[str]:
    """A text in pieces that spaCy parses one by one, so that its memory is bounded; nearly always
    one."""
    start = 0
    while len(text) - start > TOGETHER:
        found = (end.search(text, start + PIECE, start + TOGETHER) for end in ENDS)
        if (first := next(filter(None, found), None)) is None:
            break
        yield text[start : first.end()]
        start = first.end()
    yield text[start:]


def _lots(texts: Iterable[tuple[str, Item]]) -> Iterator[list[tuple[str, Item]]]:
    """Texts that are read together, each with what belongs to it."""
    lot: list[tuple[str, Item]] = []
    size = 0
    for text, of_text in texts:
        if lot and (len(lot) == BATCH or size + len(text) > TOGETHER):
            yield lot
            lot, size = [], 0
        lot.append((text, of_text))
        size += len(text)
    if lot:
        yield lot


def readable(article: Article) -> str:
    """The article's text as the parser gets it: of the same length, boilerplate blanked out."""
    text = LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", article.text)
    pieces, end = [], 0
    for span in (boilerplate.span for boilerplate in article.boilerplate):
        pieces += [text[end : span.start], " " * (span.end - max(span.start, end))]
        end = span.end
    return "".join((*pieces, text[end:]))


def quotes_by_article(parsed: Iterable[tuple[Article, Doc]]) -> dict[str, list[Quote]]:
    """The attributions of parsed articles, by doc_id: the same as of each alone, in less time.
    Where one can't be read, those beside it are missing too, and are left to `annotate`."""
    found: dict[str, list[Quote]] = {}
    english = ((article.text, (article, doc)) for article, doc in parsed if article.is_english)
    for lot in _lots(english):
        names = [article.doc_id for _, (article, _) in lot]
        with suppress(Exception):
            quotes = find_quotes_in([doc for _, (_, doc) in lot])
            found.update(zip(names, quotes, strict=True))
    return found


def annotate(
    article: Article,
    doc: Doc,
    aliases: Aliases = NO_ALIASES,
    quotes: Sequence[Quote] | None = None,
) -> Reading:
    """All annotations of one parsed article; of one that is not in English only the names. `quotes`
    are its attributions where they were found together with those of others."""
    mentions = find_mentions(doc)
    if not article.is_english:
        return _names_alone(article, mentions, aliases)
    times = find_times(doc, article.published)
    quotes = find_quotes(doc) if quotes is None else quotes
    found = entities.link(mentions, quotes, aliases)
    tree, entity_of = tree_of(doc), entity_finder(mentions, found)
    events = find_events(
        doc, mentions, times, quotes, published=article.published, entity_of=entity_of
    )
    order = find_order(doc, events, times)
    judged = judge(doc, events, quotes, published=article.published)
    return Reading(
        article=article,
        mentions=tuple(mentions),
        entities=tuple(found),
        times=tuple(times),
        quotes=tuple(_with_speaker(tree, q, entity_of, found) for q in quotes),
        events=tuple(judged),
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


def entity_finder(
    mentions: Sequence[Mention], found: Sequence[Entity]
) -> Callable[[Word], int | None]:
    """A function from the head of a noun phrase to the position of the entity that it names, or the
    name beside it ("their leader, Ada Bell"), or for "who" the word that its clause is about."""
    entity_at = {mentions[m].head: e for e, entity in enumerate(found) for m in entity.mentions}

    def entity_of(word: Word) -> int | None:
        named = [child for child in word.rights if child.dep_ == "appos"]
        heads = (Span(head.idx, head.end) for head in (word, *named, *antecedents(word)))
        return next((entity_at[head] for head in heads if head in entity_at), None)

    return entity_of


def _with_speaker(
    tree: Tree, quote: Quote, entity_of: Callable[[Word], int | None], found: Sequence[Entity]
) -> Quote:
    """An attribution with its speaker, who tells what a source is that a common noun doesn't."""
    entity = quote.source and entity_of(tree.touched_by(quote.source).root)
    if entity is None or (quote.source_form == "nominal" and quote.source_type):
        return replace(quote, entity=entity)
    source_type = TYPES.get(found[entity].label, quote.source_type)
    return replace(quote, entity=entity, source_type=source_type)
