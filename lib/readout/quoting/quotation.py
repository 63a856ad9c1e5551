"""Quotation marks: which stretches of a text stand in them.

Curly, straight, doubled single ('') and guillemet marks; single marks as well where a text has no
others, or others within them alone (the British way). Curly and straight ones may be each other's
partners, as texts have them that went through several hands. A mark without a partner costs only
its own paragraph; a quotation that reopens paragraph after paragraph is one.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice, takewhile

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
    """The stretches of a document in quotation marks, in order, none in another."""

    spans: tuple[Span, ...]

    def over(self, span: Span) -> Iterator[Span]:
        """The stretches that share characters with a span, in the order of the text."""
        first = bisect_right(self.spans, span.start, key=lambda mark: mark.end)
        return takewhile(lambda mark: mark.start < span.end, islice(self.spans, first, None))

    def stretched(self, span: Span) -> Span:
        """A span with the whole of the quotations that it begins or ends in."""
        first, end = span.start, span.end
        for mark in self.over(span):
            first, end = min(first, mark.start), max(end, mark.end)
        return Span(first, end)


def marked_spans(text: str) -> list[Span]:
    """The stretches in quotation marks, marks included, in the order of the text."""
    found = list(_pairs(text, _double_marks))
    for pair in _pairs_of(text):
        found += _pairs(text, partial(_marks, *pair))
    first = min((span.start for span in found), default=len(text))
    if re.search(OPENS + "[‘']", text[:first]) is None:
        return _outermost(found)
    single = [span for pair in SINGLE for span in _single_pairs(text, *pair)]
    if _hold(single, found):
        found += single
    return _outermost(found)


def _hold(outer: Sequence[Span], inner: Sequence[Span]) -> bool:
    """Whether each of the `inner` stretches lies in one of the `outer` ones."""
    outer = sorted(outer, key=lambda span: span.start)
    furthest = list(accumulate((span.end for span in outer), max, initial=0))
    begun = (bisect_right(outer, span.start, key=lambda mark: mark.start) for span in inner)
    return all(furthest[n] >= span.end for n, span in zip(begun, inner, strict=True))


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
        indent = len(paragraph[0]) - len(paragraph[0].lstrip())
        for opening, closing in _partners(marks_in(text, *paragraph.span())):
            first = opening.start <= paragraph.start() + indent
            goes_on = first and begun is not None and begun.kind == opening.kind
            opened = begun if goes_on else opening
            if closing is not None:
                yield Span(opened.start if opened else opening.start, closing.end)
                opened = begun = None
        begun = opened if opened and text[opened.end : opened.end + 1].strip() else None


def _partners(marks: Sequence[Mark]) -> Iterator[tuple[Mark, Mark | None]]:
    """The opening and closing marks of a paragraph, at last the one that is left open. Of two
    opening marks of a kind in a row the first has lost its partner."""
    opened, within = None, False
    has_own = _own_partners(marks)
    for k, mark in enumerate(marks):
        if opened is None or (mark.kind == opened.kind and not mark.closes):
            opened, within = (mark, False) if mark.opens else (opened, within)
        elif mark.kind != opened.kind and (not mark.closes or within or has_own[k]):
            within = not mark.closes
        elif mark.closes:
            yield opened, mark
            opened = None
    if opened is not None:
        yield opened, None


def _own_partners(marks: Sequence[Mark]) -> list[bool]:
    """For each place among the marks whether an opening curly mark would have a partner of its kind
    to come: else a straight one will do ("“It is safe," she said.")."""
    found, to_come = [], False
    for mark in reversed(marks):
        found.append(to_come and mark.kind == STRAIGHT)
        if mark.kind != STRAIGHT:
            to_come = not mark.opens
    return found[::-1]


def _double_marks(text: str, start: int, end: int) -> list[Mark]:
    """Curly and straight marks. A straight one, or a curly one that looks the wrong way, opens or
    closes by what stands beside it."""
    found = []
    for match in DOUBLE.finditer(text, start, end):
        before = text[max(match.start() - 1, start) : match.start()]
        after = text[match.end() : min(match.end() + 1, end)]
        opens = bool(BEFORE_OPENING.fullmatch(before)) and bool(after.strip())
        closes = bool(before.strip()) and bool(BEFORE_SPACE.fullmatch(after))
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
    opened = re.compile(opens)
    closed, surely = re.compile(rf"(?<=[\w.,!?…]){closes}"), re.compile(rf"(?<=[.,!?…]){closes}")
    for paragraph in PARAGRAPH.finditer(text):
        words, start = paragraph[0], paragraph.start()
        begins, ends, sure = (_ends(pattern, words) for pattern in (opened, closed, surely))
        here = 0
        while (begin := _next(begins, here)) and (end := _next(ends, begin)):
            if PLURAL.match(words, end - 2):
                surer, another = _next(sure, begin), _next(begins, begin)
                end = surer if surer and not 0 < another < surer else end
            yield Span(start + begin - len(opening), start + end)
            here = end


def _ends(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.end() for match in pattern.finditer(text)]


def _next(positions: Sequence[int], after: int) -> int:
    """The first position after another, 0 where there is none."""
    at = bisect_right(positions, after)
    return positions[at] if at < len(positions) else 0


def _outermost(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
