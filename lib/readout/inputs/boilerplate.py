"""What in a text is not its story: lines that outlets add, and runs that are no words."""

import re
from collections.abc import Iterator

from readout import lexicon
from readout.annotations import Boilerplate, Span

HEADLINE_LIMIT = 200  # characters
LONGEST_LINE = 300  # characters
LINE = re.compile(r"[^\r\n]+")
# No word is as long; a tokenizer's work grows with the square of it.
NO_WORDS = re.compile(r"\S{1000,}")
STANDS_APART = re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*\S")


def find_boilerplate(text: str) -> tuple[Boilerplate, ...]:
    """Whole lines that aren't part of the story (the patterns are a lexicon, `boilerplate`), and
    runs of a thousand characters and more without a blank, such as data of pictures."""
    reasons = ((line, _reason(line.of(text))) for line in _lines(text))
    lines = [Boilerplate(span=line, reason=reason) for line, reason in reasons if reason]
    inside = {line.span.start for line in lines}
    runs = (Span(*run.span()) for run in NO_WORDS.finditer(text) if run.start() not in inside)
    found = [*lines, *(Boilerplate(span=run, reason="no words") for run in runs)]
    return tuple(sorted(found, key=lambda boilerplate: boilerplate.span.start))


def headline(text: str) -> Span | None:
    """The first line of the story where it stands apart as a headline does."""
    for line in _lines(text):
        words = line.of(text)
        if _reason(words):
            continue
        is_short = len(words) <= HEADLINE_LIMIT and words[-1] not in ".,;:"
        return line if is_short and STANDS_APART.match(text, line.end) else None
    return None


def _lines(text: str) -> Iterator[Span]:
    """Lines that are not blank, without the blanks around them."""
    for line in LINE.finditer(text):
        if words := line[0].strip():
            start = line.start() + line[0].index(words)
            yield Span(start, start + len(words))


def _reason(line: str) -> str | None:
    if len(line) > LONGEST_LINE:
        return None
    rows = lexicon.rows("boilerplate")
    matching = (row["kind"] for row in rows if re.fullmatch(row["pattern"], line, re.IGNORECASE))
    return next(matching, None)
