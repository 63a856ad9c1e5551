"""Files, folders and tables of articles -> the articles table, and what became of each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
from dateutil import parser as dates

from readout import lexicon
from readout.annotations import Article, Boilerplate, Span
from readout.formats import READERS, SIDECARS, Found, can_read, read_file
from readout.schema import ARTICLES

HEADLINE_LIMIT = 200  # characters
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
NUMERIC_DATE = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")

Row = dict[str, Any]


@dataclass(frozen=True)
class _Item:
    """One article on its way in: the path it is listed under, and its row or why there is none."""

    path: str
    row: Row | None = None
    notes: tuple[str, ...] = ()
    error: str = ""


def articles(paths: str | Path | Iterable[str | Path]) -> pd.DataFrame:
    """Read articles from files, folders and tables into one DataFrame.

    `paths` is one path or several. Folders are searched for files that can be read, names in
    order. Returns the table `articles` of `readout.schema`, one row per article, in the order in
    which they were found; `.attrs["intake"]` lists what became of each, and `readout.read` hands
    it on as the table `intake`. Dates are taken as the outlet's own clock has them: an offset from
    UTC is dropped.

    Raises FileNotFoundError for a path that isn't there, and ValueError when nothing could be read.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    roots = [Path(path).expanduser() for path in given]
    for root in roots:
        if not root.exists():
            raise FileNotFoundError(f"There is no file or folder '{root}'. Check the path.")
    items = _without_repeated_ids([item for root in roots for item in _items_at(root)])
    rows = [item.row for item in items if item.row is not None]
    if not rows:
        reasons = "\n".join(f"{item.path}: {item.error}" for item in items if item.error)
        places = ", ".join(str(root) for root in roots) or "no path"
        raise ValueError(f"No article could be read from {places}.\n{reasons}".strip())
    columns = {
        column.name: pd.Series([row.get(column.name) for row in rows], dtype=column.dtype)
        for column in ARTICLES.columns
    }
    frame = pd.DataFrame(columns)
    frame.attrs["intake"] = [_intake_row(item) for item in items]
    return frame


def as_annotations(frame: pd.DataFrame) -> Iterator[Article]:
    """The rows of an articles table as `Article` records, their boilerplate found."""
    names = ("doc_id", "text", "title", "published", "outlet", "byline")
    for values in zip(*(frame[name] for name in names), strict=True):
        row: Row = {n: None if pd.isna(v) else v for n, v in zip(names, values, strict=True)}
        if row["published"] is not None:
            row["published"] = row["published"].to_pydatetime()
        yield Article(**row, boilerplate=find_boilerplate(row["text"]))


def find_boilerplate(text: str) -> tuple[Boilerplate, ...]:
    """Whole lines that aren't part of the story; the patterns are a lexicon, `boilerplate`."""
    found = []
    for line in re.finditer(r"[^\r\n]+", text):
        stripped = line[0].strip()
        if stripped and (reason := _boilerplate_reason(stripped)):
            start = line.start() + line[0].index(stripped)
            span = Span(start, start + len(stripped))
            found.append(Boilerplate(span=span, reason=reason))
    return tuple(found)


def _boilerplate_reason(line: str) -> str | None:
    rows = lexicon.rows("boilerplate")
    matching = (row["kind"] for row in rows if re.fullmatch(row["pattern"], line, re.IGNORECASE))
    return next(matching, None)


# From paths to items


def _items_at(root: Path) -> Iterator[_Item]:
    if root.is_file():
        yield from _items_in(root, root.stem)
        return
    files = sorted(path for path in root.rglob("*") if path.is_file() and _is_offered(path, root))
    stems = Counter(path.stem for path in files)
    for path in files:
        inside = path.relative_to(root).with_suffix("").as_posix()
        yield from _items_in(path, path.stem if stems[path.stem] == 1 else inside)


def _is_offered(path: Path, root: Path) -> bool:
    """Not hidden, not a README, not the metadata beside a text."""
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    about_a_text = path.suffix.lower() in SIDECARS and any(
        path.with_suffix(suffix).is_file() for suffix in READERS
    )
    return not (hidden or about_a_text or path.stem.upper() == "README")


def _items_in(path: Path, doc_id: str) -> Iterator[_Item]:
    if not can_read(path):
        known = ", ".join(READERS)
        yield _Item(str(path), error=f"'{path.suffix}' files are not read; those that are: {known}")
        return
    for found in read_file(path):
        where = f"{path.as_posix()}#{found.where}" if found.where else path.as_posix()
        yield _item(found, where, f"{doc_id}-{found.where.removeprefix('row ')}".rstrip("-"))


def _item(found: Found, where: str, doc_id: str) -> _Item:
    """One article's row. `doc_id` is the id where the article brings none."""
    if found.error:
        return _Item(where, error=found.error)
    text = found.values.get("text")
    if not isinstance(text, str) or not text.strip():
        return _Item(where, error="the text is empty; leave the article out or give its text")
    text, notes = _storable(text, found.notes)
    published, date_notes = _published(found.values.get("published"))
    values = {name: _text_or_none(value) for name, value in found.values.items()}
    row = values | {
        "doc_id": values.get("doc_id") or doc_id,
        "title": values.get("title") or headline(text),
        "published": published,
        "path": where,
        "text": text,
        "sha256": sha256(text.encode()).hexdigest(),
    }
    return _Item(where, row, notes + date_notes)


def _text_or_none(value: Any) -> str | None:
    return str(value).strip() or None


def _storable(text: str, notes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Half a surrogate pair is no character of Unicode: no file or table can hold it."""
    stored, n = LONE_SURROGATE.subn("\N{REPLACEMENT CHARACTER}", text)
    return stored, (*notes, f"{n} lone surrogates were replaced by \ufffd") if n else notes


def headline(text: str) -> str | None:
    """The first line of the story where it stands apart as a headline does."""
    boilerplate = [b.span for b in find_boilerplate(text)]
    for line in re.finditer(r"[^\r\n]+", text):
        words = line[0].strip()
        if not words or any(
            span.start <= line.end() and line.start() < span.end for span in boilerplate
        ):
            continue
        stands_apart = re.match(r"\r?\n[^\S\n]*\r?\n\s*\S", text[line.end() :])
        is_headline = stands_apart and len(words) <= HEADLINE_LIMIT and words[-1] not in ".,;:"
        return words if is_headline else None
    return None


# Dates


def _published(value: Any) -> tuple[datetime | None, tuple[str, ...]]:
    """A date of publication, and a remark where it could not be read or could mean another day."""
    if value is None or value == "" or (isinstance(value, float) and pd.isna(value)):
        return None, ()
    if isinstance(value, datetime):
        return value.replace(tzinfo=None), ()
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day), ()
    text = str(value).strip()
    try:
        # Two defaults tell a date from a fragment such as "May", which takes parts from them.
        readings = {dates.parse(text, default=datetime(*default)) for default in DEFAULTS}
    except (ValueError, OverflowError):
        readings = set()
    if len(readings) != 1:
        return None, (
            f"the date '{text}' could not be read and was left out; write 2031-05-13 or "
            "2031-05-13T09:30",
        )
    return readings.pop().replace(tzinfo=None), _ambiguity(text)


DEFAULTS = ((2000, 1, 1), (2001, 2, 2))


def _ambiguity(text: str) -> tuple[str, ...]:
    numeric = NUMERIC_DATE.match(text)
    if not numeric or max(int(numeric[1]), int(numeric[2])) > 12 or numeric[1] == numeric[2]:
        return ()
    return (f"the date '{text}' is ambiguous and was taken as month/day/year; write 2031-05-13",)


# What became of each


def _without_repeated_ids(items: list[_Item]) -> list[_Item]:
    first: dict[str, str] = {}
    kept = []
    for item in items:
        doc_id: str | None = item.row["doc_id"] if item.row else None
        if doc_id and doc_id in first:
            error = f"the id '{doc_id}' is already that of {first[doc_id]}; give each its own"
            kept.append(_Item(item.path, error=error))
            continue
        if doc_id:
            first[doc_id] = item.path
        kept.append(item)
    return kept


def _intake_row(item: _Item) -> Row:
    if item.row is None:
        return {"path": item.path, "doc_id": None, "status": "skipped", "note": item.error}
    note = "; ".join(item.notes) or None
    status = "noted" if note else "read"
    return {"path": item.path, "doc_id": item.row["doc_id"], "status": status, "note": note}
