"""Which characters of an article are marked as what: the plain data behind a marked-up article."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING, Any, Literal

from readout.showing.notes import Layer, Row, notes_of, parents_of, rows_of, short

if TYPE_CHECKING:
    from readout.frames import Tables

LAYERS: tuple[Layer, ...] = ("quotes", "entities", "events")
# Marks on the same characters lie in one another in this order, the first outermost.
_ROLES = ("boilerplate", "content", "source", "audience", "cue", "entity", "event")
_PARAGRAPH_BREAK = re.compile(r"\s*\n\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The characters from `start` to `end`, marked as `role`.

    `name` is the short id of the table row ("q3"); `label` the small print beside the characters,
    "" for none; `detail` the row in words; `level` how deep a content is nested in others. Of the
    marks of one row a single one, where the row begins, `is_anchor`.
    """

    start: int
    end: int
    role: str
    name: str
    label: str
    detail: str
    level: int = 0
    is_anchor: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters that all bear the same marks, the outermost mark first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step in writing out marked text: open a mark, write characters, or close the mark.

    `whole` says of opening that the mark begins here, of closing that it ends here; elsewhere a
    mark is only interrupted, by the end of a paragraph or by another mark that crosses it.
    """

    action: Literal["open", "write", "close"]
    text: str = ""
    mark: Mark | None = None
    whole: bool = True


def marks_of(tables: "Tables", doc_id: str, layers: Sequence[Layer] = LAYERS) -> list[Mark]:
    """All marks of one article in these layers, and its boilerplate, in the order of the text."""
    makers = {"quotes": _quote_marks, "entities": _entity_marks, "events": _event_marks}
    found = [*_boilerplate_marks(tables, doc_id)]
    for layer in layers:
        found += makers[layer](tables, doc_id)
    return sorted(found, key=_place)


def segments(text: str, marks: Sequence[Mark]) -> list[Segment]:
    """Cut a text wherever a mark begins or ends. Marks outside the text are left out."""
    sound = sorted((m for m in marks if 0 <= m.start < m.end <= len(text)), key=_place)
    cuts = sorted({0, len(text), *(m.start for m in sound), *(m.end for m in sound)})
    found, ahead, above = [], deque(sound), []
    for start, end in pairwise(cuts):
        above = [mark for mark in above if start < mark.end]
        while ahead and ahead[0].start == start:
            above.append(ahead.popleft())
        found.append(Segment(start, end, tuple(above)))
    return found


def paragraphs(text: str, cut: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The segments of each paragraph, trimmed of the blank lines between paragraphs."""
    gaps = [match.span() for match in _PARAGRAPH_BREAK.finditer(text)]
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(text)]
    first = 0
    for start, end in zip(starts, ends, strict=True):
        while first < len(cut) and cut[first].end <= start:
            first += 1
        reached = takewhile(lambda segment: segment.start < end, islice(cut, first, None))  # noqa: B023
        inside = (Segment(max(s.start, start), min(s.end, end), s.marks) for s in reached)
        if part := [s for s in inside if s.start < s.end]:
            yield part


def steps(text: str, part: Sequence[Segment]) -> Iterator[Step]:
    """How to write out segments so that marks nest; one that crosses another is interrupted."""
    open_marks: tuple[Mark, ...] = ()
    for segment in [*part, Segment(part[-1].end, part[-1].end, ())]:
        same = zip(open_marks, segment.marks, strict=False)
        kept = len(list(takewhile(lambda pair: pair[0] is pair[1], same)))
        for mark in reversed(open_marks[kept:]):
            yield Step("close", mark=mark, whole=mark.end <= segment.start)
        for mark in segment.marks[kept:]:
            yield Step("open", mark=mark, whole=mark.start == segment.start)
        if segment.start < segment.end:
            yield Step("write", text=text[segment.start : segment.end])
        open_marks = segment.marks


def _place(mark: Mark) -> tuple[int, int, int, int]:
    return mark.start, -mark.end, mark.level, _ROLES.index(mark.role)


def _mark(row: Row, **options: Any) -> Mark:
    return Mark(start=row["start"], end=row["end"], **options)


def _boilerplate_marks(tables: "Tables", doc_id: str) -> Iterator[Mark]:
    for row in rows_of(tables.boilerplate, doc_id=doc_id):
        detail = f"not part of the story, not read: {row['reason']}"
        yield _mark(row, role="boilerplate", name="", label="not read", detail=detail)


def _quote_marks(tables: "Tables", doc_id: str) -> Iterator[Mark]:
    quotes = {row["quote_id"]: row for row in rows_of(tables.quotes, doc_id=doc_id)}
    notes = notes_of(tables, doc_id, "quotes")
    for row in rows_of(tables.quote_spans[tables.quote_spans["quote_id"].isin(list(quotes))]):
        role, name = row["role"], short(row["quote_id"], doc_id)
        is_content = role == "content"
        yield _mark(
            row,
            role=role,
            name=name,
            label=f"{role} {name}",
            detail=f"{role} of {name}: {notes[name]}",
            level=len(parents_of(row["quote_id"], quotes)) if is_content else 0,
            is_anchor=is_content and row["start"] == quotes[row["quote_id"]]["start"],
        )


def _entity_marks(tables: "Tables", doc_id: str) -> Iterator[Mark]:
    types = tables.entities.set_index("entity_id")["type"]
    notes = notes_of(tables, doc_id, "entities")
    seen = set()
    for row in sorted(rows_of(tables.mentions, doc_id=doc_id), key=lambda row: row["start"]):
        name = short(row["entity_id"] or "", doc_id)
        if name in notes:
            is_first = name not in seen
            seen.add(name)
            yield _mark(
                row,
                role="entity",
                name=name,
                # One label for each entity keeps the text readable; the others have the tooltip.
                label=f"{types[row['entity_id']]} {name}" if is_first else "",
                detail=f"{name}: {notes[name]}",
                is_anchor=is_first,
            )


def _event_marks(tables: "Tables", doc_id: str) -> Iterator[Mark]:
    notes = notes_of(tables, doc_id, "events")
    for row in rows_of(tables.events, doc_id=doc_id):
        name = short(row["event_id"], doc_id)
        yield _mark(
            row,
            role="event",
            name=name,
            label=f"{row['type']} {name}",
            detail=f"{name}: {notes[name]}",
            is_anchor=True,
        )
