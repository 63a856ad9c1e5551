"""Quotation marks: which stretches of a text stand in them.

Curly, straight, doubled single ('') and guillemet marks; single marks as well where a text has no
others, or others within them alone (the British way). A mark without a partner costs only its own
paragraph; a quotation that reopens paragraph after paragraph is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from readout.annotations import Span

PAIRS = (("“", "”"), ("«", "»"), ("„", "“"), ('"', '"'), ("''", "''"), ("``", "''"))
GUILLEMETS = "«»"  # which may have spaces within, and point in as in German and Danish
SINGLE = (("‘", "’"), ("'", "'"))
PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![^\S\n]*\n))+")
OPENS = r"(?:(?<=[\s(\[—–-])|(?<=^))"
CLOSES = r"(?=[\s.,;:!?)\]—–-]|$)"
PLURAL = re.compile(r"s[’']\s+[^\W\dA-Z_]")


@dataclass(frozen=True, slots=True)
class Marks:
    """The stretches of a document in quotation marks."""

    spans: tuple[Span, ...]

    def around(self, span: Span) -> Span | None:
        """The stretch that shares characters with a span."""
        return next((mark for mark in self.spans if mark.overlaps(span)), None)

    def hold(self, token: Token) -> bool:
        """Whether a word stands in quotation marks."""
        return any(mark.start <= token.idx < mark.end for mark in self.spans)


def marked_spans(text: str) -> list[Span]:
    """The stretches in quotation marks, marks included, in the order of the text."""
    found = [span for pair in _pairs_of(text) for span in _pairs(text, *pair)]
    first = min((span.start for span in found), default=len(text))
    if re.search(OPENS + "[‘']", text[:first]) is None:
        return _outermost(found)
    single = [span for pair in SINGLE for span in _single_pairs(text, *pair)]
    if all(any(outer.contains(span) for outer in single) for span in found):
        found += single
    return _outermost(found)


def _pairs_of(text: str) -> Iterator[tuple[str, str]]:
    """The pairs, guillemets the way round that the text's first one has it."""
    inwards = 0 <= text.find("»") < text.find("«")
    for opening, closing in (pair for pair in PAIRS if pair[0] in text):
        turned = inwards and opening in GUILLEMETS
        yield (closing, opening) if turned else (opening, closing)


def _pairs(text: str, opening: str, closing: str) -> Iterator[Span]:
    """Pairs of one kind. An opening mark that its paragraph does not close counts only where the
    next paragraph opens again: then both belong to one quotation. Of two opening marks in a row the
    first has lost its partner."""
    begun: int | None = None
    for paragraph in PARAGRAPH.finditer(text):
        opened = None
        for mark in _marks(paragraph[0], opening, closing):
            at = paragraph.start() + mark.start()
            if mark[0] == opening and (opening != closing or opened is None):
                opened = at
            elif opened is not None:
                reopened = begun is not None and not text[paragraph.start() : opened].strip()
                yield Span(begun if reopened and begun is not None else opened, at + len(closing))
                opened = begun = None
        if opened is None or not text[opened + len(opening) :][:1].strip():
            begun = None
        elif begun is None or text[paragraph.start() : opened].strip():
            begun = opened


def _marks(paragraph: str, opening: str, closing: str) -> Iterator[re.Match[str]]:
    after = "" if closing in GUILLEMETS else r"(?<=\S)"
    return re.finditer(rf"{re.escape(opening)}|{after}{re.escape(closing)}", paragraph)


def _single_pairs(text: str, opening: str, closing: str) -> Iterator[Span]:
    """Pairs of single marks: an apostrophe neither follows a space nor ends a word's quotation. The
    mark of a plural ("the boys’ bridge") closes only where none does so after punctuation."""
    opens, closes = rf"{OPENS}{re.escape(opening)}(?=\S)", re.escape(closing) + CLOSES
    first = re.compile(rf"{opens}.*?(?<=[\w.,!?…]){closes}", re.DOTALL)
    surer = re.compile(rf"{opens}(?:(?!{opens}).)*?(?<=[.,!?…]){closes}", re.DOTALL)
    for paragraph in PARAGRAPH.finditer(text):
        match = first.search(paragraph[0])
        while match:
            if PLURAL.match(paragraph[0], match.end() - 2):
                match = surer.match(paragraph[0], match.start()) or match
            yield Span(paragraph.start() + match.start(), paragraph.start() + match.end())
            match = first.search(paragraph[0], match.end())


def _outermost(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
