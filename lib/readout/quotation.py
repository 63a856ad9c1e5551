"""Quotation marks: which stretches of a text stand in them.

Curly, straight, doubled single ('') and guillemet marks; single marks as well where a text has no
others. A mark without a partner costs only its own paragraph; a quotation that reopens paragraph
after paragraph is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from readout.annotations import Span

PAIRS = (("“", "”"), ("«", "»"), ("„", "“"), ('"', '"'), ("''", "''"), ("``", "''"))
SINGLE = (("‘", "’"), ("'", "'"))
PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![^\S\n]*\n))+")
OPENS = r"(?:(?<=[\s(\[—–-])|(?<=^))"
CLOSES = r"(?=[\s.,;:!?)\]—–-]|$)"


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
    found = [span for pair in PAIRS for span in _pairs(text, *pair)]
    if not found:
        found = [span for pair in SINGLE for span in _single_pairs(text, *pair)]
    return _outermost(found)


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
    return re.finditer(rf"{re.escape(opening)}|(?<=\S){re.escape(closing)}", paragraph)


def _single_pairs(text: str, opening: str, closing: str) -> Iterator[Span]:
    """Pairs of single marks: an apostrophe neither follows a space nor ends a word's quotation."""
    opens, closes = re.escape(opening), re.escape(closing)
    pattern = rf"{OPENS}{opens}(?=\S)(?:[^\n]|\n(?![^\S\n]*\n))*?(?<=[\w.,!?…]){closes}{CLOSES}"
    for paragraph in PARAGRAPH.finditer(text):
        for match in re.finditer(pattern, paragraph[0]):
            yield Span(paragraph.start() + match.start(), paragraph.start() + match.end())


def _outermost(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
