"""Time readout beside plain spaCy in one run: python benchmarks/speed.py ARTICLES...

Plain spaCy is `spacy.load` and `nlp.pipe` as they come, on the same texts. Prints the share of its
time that readout's parse and each of its stages take, and all of them together: medians of several
rounds that take turns. Only ratios of one run mean anything: machines differ.
"""

import sys
from collections.abc import Callable
from importlib.util import find_spec
from statistics import median
from time import perf_counter

import spacy

from readout import articles, entities
from readout.events import find_events
from readout.factuality import judge
from readout.intake import as_annotations
from readout.mentions import find_mentions
from readout.pipeline import DEFAULT_MODELS, annotate, load, parse, readable
from readout.quotes import find_quotes
from readout.times import find_times

ROUNDS = 5


def main(paths: list[str]) -> None:
    """Print the table."""
    nlp = load()
    records = list(as_annotations(articles(paths)))
    texts = [readable(record) for record in records]
    parsed = list(parse(nlp, records))
    spacy_alone = spacy.load(next(name for name in DEFAULT_MODELS if find_spec(name)))
    work = {
        "plain spaCy": lambda: list(spacy_alone.pipe(texts)),
        "parse": lambda: list(parse(nlp, records)),
        **_stages(parsed),
        "reading": lambda: [annotate(record, doc) for record, doc in parse(nlp, records)],
    }
    seconds = _seconds(work)
    plain = seconds.pop("plain spaCy")
    print(f"{len(texts)} articles; plain spaCy {plain / len(texts) * 1000:.0f} ms an article")
    for name, taken in seconds.items():
        print(f"{name:<24}{taken / plain:.1%}")


def _stages(parsed: list) -> dict[str, Callable[[], object]]:
    """Each stage over all articles, given what it needs of the others."""
    found = [
        (a, d, find_mentions(d), find_times(d, a.published), find_quotes(d)) for a, d in parsed
    ]
    events = [(d, find_events(d, m, t, q, published=a.published), q) for a, d, m, t, q in found]
    return {
        "mentions and entities": lambda: [
            entities.link(find_mentions(d), q) for _, d, _, _, q in found
        ],
        "quotes": lambda: [find_quotes(d) for _, d, *_ in found],
        "times": lambda: [find_times(d, a.published) for a, d, *_ in found],
        "events": lambda: [
            find_events(d, m, t, q, published=a.published) for a, d, m, t, q in found
        ],
        "factuality": lambda: [judge(d, e, q) for d, e, q in events],
    }


def _seconds(work: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median time of each piece of work over rounds in which all take their turn."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, piece in work.items():
            begin = perf_counter()
            piece()
            taken[name].append(perf_counter() - begin)
    return {name: median(times) for name, times in taken.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
