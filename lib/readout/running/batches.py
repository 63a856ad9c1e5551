"""What becomes of a batch of articles, in this process or in another."""

from collections.abc import Iterable, Iterator
from functools import cache
from threading import Lock

from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from readout.annotations import Article, Reading
from readout.collecting import no_collecting
from readout.frames import to_frames
from readout.intake import as_annotations
from readout.pipeline import annotate, load, parse, quotes_by_article
from readout.running import parses, parts
from readout.running.work import Batch, Job, Outcome


def read_batch(nlp: Language, job: Job, batch: Batch) -> Outcome:
    """Read a batch of articles. An article that can't be read is left out, and it is said why.

    Matrices are multiplied in one thread: they are too small for more, and processes share the
    processor better.
    """
    failures: dict[str, str] = {}
    with threadpool_limits(1), nlp.memory_zone(), no_collecting():
        readings, packed = _read(nlp, job, batch, failures)
    articles = batch.articles[~batch.articles["doc_id"].isin(failures.keys())]
    frames = to_frames(articles, readings)
    n_articles = len(batch.articles)
    if job.out is None:
        return Outcome(batch.place, n_articles, failures, frames=frames)
    if articles.empty:
        return Outcome(batch.place, n_articles, failures)
    part = parts.write(job.out, frames, job.made_by, packed)
    return Outcome(batch.place, n_articles, failures, part=part)


def _read(
    nlp: Language, job: Job, batch: Batch, failures: dict[str, str]
) -> tuple[list[Reading], dict[str, bytes] | None]:
    """What is found in a batch, and its parses packed; the parses themselves end with this call,
    while the collector waits: one that had seen them alive would keep their trees for long."""
    readings: list[Reading] = []
    kept = _kept_parses(job, batch)
    parsed = list(_parsed(nlp, kept, batch, failures))
    quotes = quotes_by_article(parsed)
    for article, doc in parsed:
        try:
            readings.append(annotate(article, doc, job.aliases, quotes.get(article.doc_id)))
        except Exception as error:
            failures[article.doc_id] = f"{type(error).__name__}: {error}"
    return readings, _packed(kept, batch, parsed) if job.keep_parses else None


def read_with_own_model(job: Job, batch: Batch) -> Outcome:
    """Read a batch with the model that this process has loaded, one thread at a time."""
    nlp, lock = own_model(job.model, numpy=job.numpy)
    with lock:
        return read_batch(nlp, job, batch)


@cache
def own_model(model: str | None, *, numpy: bool | None) -> tuple[Language, Lock]:
    """A model, loaded once in a process, and a lock to keep threads apart."""
    return load(model, numpy=numpy), Lock()


def _kept_parses(job: Job, batch: Batch) -> dict[str, bytes]:
    """The parses of a batch as files by name, where a part keeps them."""
    if job.out is None or batch.parsed_in is None:
        return {}
    return {name: parts.read_file(job.out, batch.parsed_in.name, name) for name in parses.FILES}


def _packed(
    kept: dict[str, bytes], batch: Batch, parsed: Iterable[tuple[Article, Doc]]
) -> dict[str, bytes]:
    """The parses of a batch as files by name: the same files where a part keeps just these."""
    if batch.parsed_in and batch.parsed_in.keys.keys() == set(batch.articles["doc_id"]):
        return kept
    return parses.pack(parsed)


def _parsed(
    nlp: Language, kept: dict[str, bytes], batch: Batch, failures: dict[str, str]
) -> Iterator[tuple[Article, Doc]]:
    """Articles with their parses, kept ones or new ones; of a batch that the parser fails on, each
    article alone."""
    articles = list(_short_enough(nlp, as_annotations(batch.articles), failures))
    if kept:
        docs = parses.unpack(kept, nlp.vocab)
        yield from ((article, docs[article.doc_id]) for article in articles)
        return
    try:
        yield from list(parse(nlp, articles))
    except Exception:
        yield from _parsed_alone(nlp, articles, failures)


def _parsed_alone(
    nlp: Language, articles: Iterable[Article], failures: dict[str, str]
) -> Iterator[tuple[Article, Doc]]:
    for article in articles:
        try:
            yield from list(parse(nlp, [article]))
        except Exception as error:
            failures[article.doc_id] = f"{type(error).__name__}: {error}"


def _short_enough(
    nlp: Language, articles: Iterable[Article], failures: dict[str, str]
) -> Iterator[Article]:
    for article in articles:
        if len(article.text) <= nlp.max_length:
            yield article
        else:
            failures[article.doc_id] = (
                f"the text has more than {nlp.max_length:,} characters; split it into several files"
            )
