"""Where the mentions of an article stand: in which sentences, and in whose words to whom."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from readout.annotations import Mention, Quote, Span

MENTIONS_BACK = 200  # more stand in no sentences of prose


class Telling:
    """What stays the same, however an article's mentions are read; all are positions.

    `at` has the mention whose head begins at a character; `source_of` and `addressee_of` those that
    an attribution comes from and goes to; `said_in` the direct quote whose words a mention is in.
    """

    def __init__(self, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> None:
        self.mentions = mentions
        self.at = {mention.head.start: i for i, mention in enumerate(mentions)}
        self._sentences = [mention.sentence for mention in mentions]
        self._by_head = sorted((mention.head.start, i) for i, mention in enumerate(mentions))
        self.source_of = dict(self._sources(quotes))
        self.said_in = dict(self._said_in(quotes))
        self.addressee_of = dict(self._addressees(quotes))
        self.is_source = set(self.source_of.values())

    def before(self, position: int, sentences_back: int) -> range:
        """The mentions before one, the nearest first, as far as so many sentences back."""
        furthest = bisect_left(self._sentences, self._sentences[position] - sentences_back)
        return range(position - 1, max(furthest, position - MENTIONS_BACK) - 1, -1)

    def _sources(self, quotes: Sequence[Quote]) -> Iterator[tuple[int, int]]:
        for number, quote in enumerate(quotes):
            if quote.source and (first := next(self._heads_in(quote.source), None)) is not None:
                yield number, first

    def _said_in(self, quotes: Sequence[Quote]) -> Iterator[tuple[int, int]]:
        for number, quote in enumerate(quotes):
            if quote.kind == "direct":
                for span in quote.content:
                    yield from ((position, number) for position in self._heads_in(span))

    def _addressees(self, quotes: Sequence[Quote]) -> Iterator[tuple[int, int]]:
        for number, quote in enumerate(quotes):
            for span in quote.audience:
                yield from ((number, position) for position in self._heads_in(span))

    def _heads_in(self, span: Span) -> Iterator[int]:
        """The mentions whose heads begin in a span, in the order of the text."""
        for at in range(bisect_left(self._by_head, (span.start, -1)), len(self._by_head)):
            start, position = self._by_head[at]
            if start >= span.end:
                return
            yield position
