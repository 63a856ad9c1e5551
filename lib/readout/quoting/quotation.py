"""Quotation marks: which stretches of a text stand in them.

Curly, straight, doubled single ('') and guillemet marks; single marks as well where a text has no
others, or others within them alone (the British way). Curly and straight ones may be each other's
partners, as texts have them that went through several hands. A mark without a partner costs only
its own paragraph; a quotation that reopens paragraph after paragraph is one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from spacy.tokens import Token

from readout.annotations import Span

PAIRS = (("«", "»"), ("„", "“"), ("''", "''"), ("``", "''"))
DOUBLE = re.compile('[“”"]')
STRAIGHT = '"'
BEFORE_OPENING = re.compile(r"[\s(\[—–\u2010-\u202f-]?")
BEFORE_SPACE = re.compile(r"[\s.,;:!?)\]—–-]?")
GUILLEMETS = "«»"  # which may have spaces within, and point in as in German and Danish
SINGLE = (("‘", "’"), ("'", "'"))
PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![^\S\n]*\n))+")
OPENS = r"(?:(?<=[\s(\[—–-])|(?<=^))"
CLOSES = r"(?=[\s.,;:!?)\]—–-]|$)"
PLURAL = re.compile(r"s[’']\s+[^\W\dA-Z_]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark of a text, what it may do, and the `kind` of marks that it belongs to."""

    start: int
    end: int
    kind: str
    opens: bool
    closes: bool


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
    found = list(_pairs(text, _double_marks))
    for pair in _pairs_of(text):
        found += _pairs(text, partial(_marks, *pair))
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


def _pairs(text: str, marks_in: Callable[[str, int, int], list[Mark]]) -> Iterator[Span]:
    """Pairs of marks, those within others left out. An opening mark that its paragraph does not
    close counts only where the next paragraph opens again: then both belong to one quotation."""
    begun: Mark | None = None
    for paragraph in PARAGRAPH.finditer(text):
        opened = None
        for opening, closing in _partners(marks_in(text, *paragraph.span())):
            first = text[paragraph.start() : opening.start].strip() == ""
            goes_on = first and begun is not None and begun.kind == opening.kind
            opened = begun if goes_on else opening
            if closing is not None:
                yield Span(opened.start if opened else opening.start, closing.end)
                opened = begun = None
        begun = opened if opened and text[opened.end :][:1].strip() else None


def _partners(marks: Sequence[Mark]) -> Iterator[tuple[Mark, Mark | None]]:
    """The opening and closing marks of a paragraph, at last the one that is left open. Of two
    opening marks of a kind in a row the first has lost its partner."""
    opened, within = None, False
    for k, mark in enumerate(marks, 1):
        if opened is None or (mark.kind == opened.kind and not mark.closes):
            opened, within = (mark, False) if mark.opens else (opened, within)
        elif mark.kind != opened.kind and (not mark.closes or within or _waits(opened, marks[k:])):
            within = not mark.closes
        elif mark.closes:
            yield opened, mark
            opened = None
    if opened is not None:
        yield opened, None


def _waits(opened: Mark, following: Sequence[Mark]) -> bool:
    """Whether an opening curly mark has a partner of its kind to come: else a straight one will do
    ("“It is safe," she said.")."""
    own = next((mark for mark in following if mark.kind == opened.kind), None)
    return opened.kind != STRAIGHT and own is not None and not own.opens


def _double_marks(text: str, start: int, end: int) -> list[Mark]:
    """Curly and straight marks. A straight one, or a curly one that looks the wrong way, opens or
    closes by what stands beside it."""
    found = []
    for match in DOUBLE.finditer(text, start, end):
        before, after = text[max(match.start() - 1, start) : match.start()], text[match.end() : end]
        opens = bool(BEFORE_OPENING.fullmatch(before)) and bool(after[:1].strip())
        closes = bool(before.strip()) and bool(BEFORE_SPACE.fullmatch(after[:1]))
        if opens == closes:
            opens, closes = match[0] != "”", match[0] != "“"
        kind = match[0] if match[0] == STRAIGHT else "“"
        found.append(Mark(match.start(), match.end(), kind, opens, closes))
    return found


def _marks(opening: str, closing: str, text: str, start: int, end: int) -> list[Mark]:
    """Marks of one kind: which opens and which closes is told by their form, if at all."""
    after = "" if closing in GUILLEMETS else r"(?<=\S)"
    either = re.compile(rf"{re.escape(opening)}|{after}{re.escape(closing)}")
    return [
        Mark(match.start(), match.end(), opening, match[0] == opening, match[0] == closing)
        for match in either.finditer(text, start, end)
    ]


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
