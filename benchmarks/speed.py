"""Time readout beside plain spaCy in one run: python benchmarks/speed.py ARTICLES...

Prints the share of the parse that each stage costs, and reading / plain parsing, each the median
of several rounds. Only ratios of one run mean anything: machines differ.
"""

import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

from readout import articles, entities
from readout.events import find_events
from readout.factuality import judge
from readout.intake import as_annotations
from readout.mentions import find_mentions
from readout.pipeline import annotate, load, parse, readable
from readout.quotes import find_quotes
from readout.times import find_times

ROUNDS = 5


def main(paths: list[str]) -> None:
    """Print the table."""
    nlp = load()
    records = list(as_annotations(articles(paths)))
    texts = [readable(record) for record in records]
    parsed = list(parse(nlp, records))
    plain = _seconds(lambda: list(nlp.pipe(texts)))
    print(f"{len(texts)} articles; spaCy's own parse {plain / len(texts) * 1000:.0f} ms an article")
    print(f"{'stage':<24}share of the parse")
    for name, stage in _stages(parsed).items():
        print(f"{name:<24}{_seconds(stage) / plain:.1%}")
    whole = _seconds(lambda: [annotate(record, doc) for record, doc in parse(nlp, records)])
    print(f"{'reading / plain spaCy':<24}{whole / plain:.2f}")


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


def _seconds(work: Callable[[], object]) -> float:
    def once() -> float:
        begin = perf_counter()
        work()
        return perf_counter() - begin

    return median(once() for _ in range(ROUNDS))


if __name__ == "__main__":
    main(sys.argv[1:])
