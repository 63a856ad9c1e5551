"""What each stage of reading costs beside plain spaCy: python benchmarks/stages.py ARTICLES...

All stages and plain spaCy take turns in one run; each share is the median over rounds of the ratio
of processor times, one thread at a time: for the articles given, and for longer ones made of their
paragraphs, as long as news is. The tree of words that all stages ask is made once an article, and
counted as part of events.
"""

import sys
from collections.abc import Callable

import spacy
from spacy.tokens import Doc
from speed import NEWS, ratio, seconds
from speed import articles as made_of_paragraphs
from threadpoolctl import threadpool_limits

from readout import articles, entities
from readout.annotations import Article
from readout.events import find_events
from readout.factuality import judge
from readout.happening.order import find_order
from readout.intake import as_annotations
from readout.mentions import find_mentions
from readout.pipeline import entity_finder, load, parse, quotes_by_article, readable
from readout.quotes import find_quotes
from readout.running import installed
from readout.times import find_times
from readout.tree import Tree

GOALS = {"mentions and entities": 0.15, "quotes": 0.2, "times, events and factuality": 0.2}


def main(paths: list[str]) -> None:
    """Print the shares."""
    given = articles(paths)
    with threadpool_limits(1):
        for corpus in (given, made_of_paragraphs(given, len(given), times=NEWS)):
            shares(list(as_annotations(corpus)))


def shares(records: list[Article]) -> None:
    """Print the shares for some articles."""
    nlp, plain = load(), spacy.load(installed.package_of())
    texts = [readable(record) for record in records]
    parsed = list(parse(nlp, records))
    taken = seconds({"plain": lambda: list(plain.pipe(texts)), **_stages(parsed)}, rounds=5)
    words = sum(len(text.split()) for text in texts) // len(texts)
    print(f"{len(texts)} articles of {words} words, shares of plain spaCy's time:")
    for stage, goal in GOALS.items():
        print(f"{stage}: {ratio(taken[stage], taken['plain']):.1%} ({goal:.0%} at most)")


def _stages(parsed: list[tuple[Article, Doc]]) -> dict[str, Callable[[], object]]:
    """Each stage over all articles, given what it needs of the others."""
    found = [(a, d, find_mentions(d), find_quotes(d)) for a, d in parsed]

    linked = [entities.link(mentions, quotes) for _, _, mentions, quotes in found]

    def events() -> None:
        for (article, doc, mentions, quotes), who in zip(found, linked, strict=True):
            Tree(doc)
            day, times = article.published, find_times(doc, article.published)
            happened = find_events(
                doc, mentions, times, quotes, published=day, entity_of=entity_finder(mentions, who)
            )
            find_order(doc, happened, times)
            judge(doc, happened, quotes, published=day)

    return {
        "mentions and entities": lambda: [
            entities.link(find_mentions(d), quotes) for _, d, _, quotes in found
        ],
        "quotes": lambda: quotes_by_article(parsed),
        "times, events and factuality": events,
    }


if __name__ == "__main__":
    main(sys.argv[1:])
