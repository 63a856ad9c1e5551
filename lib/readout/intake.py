"""Files, folders, archives, tables -> the articles table, and what became of each article."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from readout.annotations import Article
from readout.inputs import archives
from readout.inputs.apart import Apart, apart
from readout.inputs.boilerplate import find_boilerplate, headline
from readout.inputs.columns import check_chosen
from readout.inputs.dates import published
from readout.inputs.encodings import repaired
from readout.inputs.files import SIDECARS, File, Found, How, Limits, files_at
from readout.inputs.formats import PAGES, READERS, can_read, read_file
from readout.inputs.language import foreign_language
from readout.inputs.tabular import rows_of
from readout.schema import ARTICLES

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
STATUSES = ("read", "noted", "skipped")
REPAIRED = "text that had been decoded wrongly (mojibake) was repaired"

Row = dict[str, Any]
Source = str | Path | pd.DataFrame


@dataclass(frozen=True)
class _Item:
    """One article on its way in: the path it is listed under, and its row or why there is none.
    `has_own_id` tells an id that the article brought from one made of its path."""

    path: str
    row: Row | None = None
    notes: tuple[str, ...] = ()
    error: str = ""
    has_own_id: bool = False


def articles(
    paths: Source | Iterable[Source],
    *,
    columns: Mapping[str, str] | None = None,
    repair: bool = False,
    day_first: bool = False,
    limits: Limits | None = None,
) -> pd.DataFrame:
    """Read articles from files, folders, zip archives and tables into one DataFrame.

    `paths` is one path or several; a DataFrame of your own will do for a path. Folders are searched
    for files that can be read, names in order. `columns` says which column of a table holds a field
    ({"text": "Fulltext"}), where its name isn't one that is known. `repair` puts right text that
    was once decoded wrongly, and says so; `day_first` takes 03/04/2017 for the third of April;
    `limits` are those of `readout.inputs.files.Limits`. docs/inputs.md describes the formats.

    Returns the table `articles` of `readout.schema`, one row per article, in the order in
    which they were found; `.attrs["intake"]` lists what became of each, and `readout.read` hands
    it on as the table `intake`. Dates are taken as the outlet's own clock has them: an offset from
    UTC is dropped.

    Raises FileNotFoundError for a path that isn't there, and ValueError for a column chosen for an
    unknown field, for a DataFrame without a text and when nothing could be read.
    """
    given = [paths] if isinstance(paths, str | Path | pd.DataFrame) else list(paths)
    sources = [one if isinstance(one, pd.DataFrame) else Path(one).expanduser() for one in given]
    check_chosen(columns or {})
    for source in sources:
        if isinstance(source, Path) and not source.exists():
            raise FileNotFoundError(f"There is no file or folder '{source}'. Check the path.")
    how = How(columns or {}, repair, day_first, limits or Limits())
    with apart() as process:
        items = _with_ids_of_their_own(
            item for source in sources for item in _items_of(source, how, process)
        )
    rows = [item.row for item in items if item.row is not None]
    if not rows:
        reasons = "\n".join(f"{item.path}: {item.error}" for item in items if item.error)
        places = ", ".join(str(one) for one in sources if isinstance(one, Path)) or "no path"
        raise ValueError(f"No article could be read from {places}.\n{reasons}".strip())
    made = {
        column.name: pd.Series([row.get(column.name) for row in rows], dtype=column.dtype)
        for column in ARTICLES.columns
    }
    frame = pd.DataFrame(made)
    frame.attrs["intake"] = [_intake_row(item) for item in items]
    return frame


def as_annotations(frame: pd.DataFrame) -> Iterator[Article]:
    """The rows of an articles table as `Article` records: their boilerplate found, their language
    looked at."""
    names = ("doc_id", "text", "title", "published", "outlet", "byline")
    for values in zip(*(frame[name] for name in names), strict=True):
        row: Row = {n: None if pd.isna(v) else v for n, v in zip(names, values, strict=True)}
        if row["published"] is not None:
            row["published"] = row["published"].to_pydatetime()
        is_english = foreign_language(row["text"]) is None
        yield Article(**row, boilerplate=find_boilerplate(row["text"]), is_english=is_english)


def by_file(intake: pd.DataFrame) -> pd.DataFrame:
    """What became of each file, from the table `intake`: one row a file, those with something left
    out first, then those with a remark.

    Columns: file, the number of articles `read` as they were, read with a remark (`noted`) and
    left out (`skipped`), and `why`: what was said of them, each sentence once, with how often.
    """
    files = intake["path"].str.replace(r"#(?:row|line|article) \d+$", "", regex=True).rename("file")
    counts = pd.crosstab(files, intake["status"])
    counts = counts.reindex(columns=list(STATUSES), fill_value=0).astype("int64")
    table = counts.assign(why=intake["note"].groupby(files).agg(_told)).reset_index()
    table.columns.name = None
    order = ["skipped", "noted", "file"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _told(notes: pd.Series) -> str | None:
    times = notes.value_counts(sort=False)
    return (
        "; ".join(f"{note} ({n} times)" if n > 1 else str(note) for note, n in times.items())
        or None
    )


# From paths to items


def _items_of(source: Path | pd.DataFrame, how: How, process: Apart) -> Iterator[_Item]:
    if isinstance(source, Path):
        yield from _items_at(source, how, process)
        return
    for found in rows_of(source, how):
        number = found.where.split()[1]
        yield _item(found, f"DataFrame#{found.where}", f"row-{number}", how)


def _items_at(root: Path, how: How, process: Apart) -> Iterator[_Item]:
    files = [file for found in files_at(root, how.limits) for file in _opened(found, how.limits)]
    offered = [file for file in files if not _is_about_a_text(file)]
    stems = Counter(file.inside.stem for file in offered)
    for file in offered:
        is_alone = stems[file.inside.stem] == 1
        doc_id = file.inside.stem if is_alone else file.inside.with_suffix("").as_posix()
        yield from _items_in(file, doc_id, how, process)


def _opened(file: File, limits: Limits) -> Iterator[File]:
    """The files in an archive, or the file itself where it is none."""
    if file.suffix != ".zip" or file.refused:
        yield file
        return
    try:
        yield from archives.members(file, limits)
    except (ValueError, OSError) as error:
        yield replace(file, refused=str(error))


def _is_about_a_text(file: File) -> bool:
    """Whether this is the metadata beside a text."""
    texts = (*READERS, *PAGES)
    return file.suffix in SIDECARS and any(file.beside(suffix) is not None for suffix in texts)


def _items_in(file: File, doc_id: str, how: How, process: Apart) -> Iterator[_Item]:
    if not (file.refused or can_read(file.suffix)):
        known = ", ".join((*READERS, *PAGES, ".zip"))
        yield _Item(file.path, error=f"'{file.suffix}' files are not read; those that are: {known}")
        return
    for found in read_file(file, how, process):
        where = f"{file.path}#{found.where}" if found.where else file.path
        yield _item(found, where, "-".join((doc_id, *found.where.split()[1:])), how)


def _item(found: Found, where: str, doc_id: str, how: How) -> _Item:
    """One article's row. `doc_id` is the id where the article brings none."""
    if found.error:
        return _Item(where, error=found.error)
    given = found.values.get("text")
    if not isinstance(given, str) or not given.strip():
        return _Item(where, error="the text is empty; leave the article out or give its text")
    values = {name: _text_or_none(value) for name, value in found.values.items() if name != "text"}
    text, notes = _storable(given, found.notes)
    if how.repair:
        values, text, notes = _repaired(values, text, notes)
    first = headline(text)
    moment, date_notes = published(found.values.get("published"), day_first=how.day_first)
    row = values | {
        "doc_id": values.get("doc_id") or _storable(doc_id)[0],
        "title": values.get("title") or (first and first.of(text)),
        "published": moment,
        "path": _storable(where)[0],
        "text": text,
        "sha256": sha256(text.encode()).hexdigest(),
    }
    notes = (*notes, *date_notes, *_language_note(text))
    return _Item(where, row, notes, has_own_id=bool(values.get("doc_id")))


def _text_or_none(value: Any) -> str | None:
    """A value in words: several values are joined, of one with a name ({"name": "Ada Bell"}) that
    is taken, and what is nested deeper is left out."""
    several = value if isinstance(value, list) else [value]
    named = (one.get("name") if isinstance(one, dict) else one for one in several)
    words = (
        str(one).strip() for one in named if one is not None and not isinstance(one, list | dict)
    )
    return _storable(", ".join(filter(None, words)))[0] or None


def _storable(text: str, notes: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """Half a surrogate pair is no character of Unicode: no file or table can hold it."""
    stored, n = LONE_SURROGATE.subn("\N{REPLACEMENT CHARACTER}", text)
    return stored, (*notes, f"{n} lone surrogates were replaced by \ufffd") if n else notes


def _repaired(values: Row, text: str, notes: tuple[str, ...]) -> tuple[Row, str, tuple[str, ...]]:
    better = {name: value and repaired(value) for name, value in values.items()}
    better_text = repaired(text)
    is_changed = better != values or better_text != text
    return better, better_text, (*notes, REPAIRED) if is_changed else notes


def _language_note(text: str) -> tuple[str, ...]:
    language = foreign_language(text)
    return (f"not in English but in {language}, it seems: only names are read",) if language else ()


# What became of each


def _with_ids_of_their_own(items: Iterable[_Item]) -> list[_Item]:
    """An article that brings an id that another has is left out; an id made of a path that
    another has gets a number."""
    first: dict[str, str] = {}
    kept = []
    for item in items:
        if item.row is None:
            kept.append(item)
            continue
        doc_id = item.row["doc_id"]
        if doc_id in first and item.has_own_id:
            error = f"the id '{doc_id}' is already that of {first[doc_id]}; give each its own"
            kept.append(_Item(item.path, error=error))
            continue
        number = 1
        while doc_id in first:
            number += 1
            doc_id = f"{item.row['doc_id']}-{number}"
        first[doc_id] = item.path
        kept.append(replace(item, row=item.row | {"doc_id": doc_id}))
    return kept


def _intake_row(item: _Item) -> Row:
    path = _storable(item.path)[0]
    if item.row is None:
        return {"path": path, "doc_id": None, "status": "skipped", "note": item.error}
    note = "; ".join(item.notes) or None
    status = "noted" if note else "read"
    return {"path": path, "doc_id": item.row["doc_id"], "status": status, "note": note}
