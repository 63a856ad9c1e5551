"""Tables -> HTML for a notebook or a page: an article with its marks, a passage, a list of rows."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from readout.plain import for_terminal, visible
from readout.schema import TABLES
from readout.showing.marks import LAYERS, Segment, Step, marks_of, paragraphs, segments, steps
from readout.showing.notes import Layer, Row, date_text, notes_of, rows_of, short
from readout.store import as_csv
from readout.web.redaction import HIDDEN

if TYPE_CHECKING:
    from readout.frames import Tables

TEMPLATES = Path(__file__).parent / "templates"
LONGEST_CELL = 300
LEAD = 120  # characters of the beginning of an article
LARGEST_DOWNLOAD = 64_000  # bytes of CSV that a listing brings along
SEPARATOR = " · "
_SAFE_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_ROW_ID = re.compile(r"(?P<doc_id>.+)\.(?P<name>[qve]\d+)", re.DOTALL)
_SPANNED = {
    "q": ("quotes", "quote_id"),
    "v": ("events", "event_id"),
    "e": ("mentions", "entity_id"),
}
_LINKED = ("quote_id", "parent_id", "event_id", "same_as", "entity_id", "row_id", "other_row_id")
_TABLES = [
    (table.name, table.key) for table in TABLES.values() if table.key and table.key != "doc_id"
]
_WITHHELD = re.compile(rf"{HIDDEN}(?:[{HIDDEN}\s]*{HIDDEN})?")


@dataclass(frozen=True, slots=True)
class View:
    """Something to look at: `html` for a notebook or a page, `text` for a terminal."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """The text."""
        return for_terminal(shown(self.text))


def show(tables: "Tables", doc_id: str, *, layers: Sequence[Layer] = LAYERS) -> View:
    """One article with its annotations marked: sources, cues and contents; entities; events.

    Raises ValueError for an unknown article or layer.
    """
    return marked_up(tables, doc_id, layers=layers, prefix=f"{article_file(doc_id)[:-5]}-")


def marked_up(
    tables: "Tables", doc_id: str, *, layers: Sequence[Layer] = LAYERS, prefix: str = ""
) -> View:
    """Like `show`, with a `prefix` of one's own before every HTML id: "" makes `#q3` a link."""
    article = _article(tables, doc_id)
    if unknown := [layer for layer in layers if layer not in LAYERS]:
        raise ValueError(f"There is no layer '{unknown[0]}'. The layers are: {', '.join(LAYERS)}.")
    cut = segments(article["text"], marks_of(tables, doc_id, layers))
    written = [
        {"steps": list(steps(article["text"], part)), "is_title": _is_title(part, article)}
        for part in paragraphs(article["text"], cut)
    ]
    html = render(
        "article.html",
        title=article["title"],
        origin=_origin(article),
        paragraphs=written,
        notes={layer: notes_of(tables, doc_id, layer) for layer in layers},
        roles=_roles(layers),
        prefix=prefix,
        title_in_text=any(paragraph["is_title"] for paragraph in written),
    )
    return View(html, "\n\n".join(_plain(paragraph["steps"]) for paragraph in written))


def passage(
    tables: "Tables",
    doc_id: str,
    start: int,
    end: int,
    *,
    pieces: Sequence[tuple[int, int]] = (),
    context: int = 80,
    name: str = "",
) -> View:
    """The characters `start` to `end` of an article with what stands around them, and where from.

    `pieces` are the starts and ends, in order, of what is marked in between (by default all);
    `context` is the most characters on either side; `name` the short id of the row that the
    passage is evidence for ("q3"), to link to. Raises ValueError for a place outside the text.
    """
    article = _article(tables, doc_id)
    text = article["text"]
    if not 0 <= start < end <= len(text):
        raise ValueError(
            f"Characters {start} to {end} are not in '{doc_id}', which has {len(text)}. "
            "Give 0 <= start < end <= that number."
        )
    before, _, after = words_around(text, start, end, context)
    span = list(_in_turns(text, pieces or [(start, end)]))
    origin = [*_origin(article, "title"), f"[{start}:{end}]"]
    parts = {"before": before, "span": span, "after": after, "origin": origin}
    html = render("passage.html", **parts, target=article_target(doc_id, name))
    written = "".join(f"{between}**{piece}**" for between, piece in span)
    return View(html, f"{before}{written}{after}\n— {SEPARATOR.join(origin)}")


def _in_turns(text: str, pieces: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """The pieces of a text, each after what stands between it and the one before."""
    ends = [pieces[0][0], *(end for _, end in pieces)]
    for between, (start, end) in zip(ends, pieces, strict=False):
        yield text[between:start], text[start:end]


def evidence(tables: "Tables", row: pd.Series, *, context: int = 80) -> View:
    """The passage that a row of quotes, events, mentions or times rests on; see `passage`. Of an
    attribution the content is marked, not who said it in between."""
    own = next((row[key] for key in ("event_id", "quote_id") if key in row), "")
    return passage(
        tables,
        row["doc_id"],
        int(row["start"]),
        int(row["end"]),
        pieces=_contents(tables, own),
        context=context,
        name=short(own, row["doc_id"]),
    )


def _contents(tables: "Tables", quote_id: str) -> list[tuple[int, int]]:
    """The places of the pieces of an attribution's content, in order."""
    rows = rows_of(tables.quote_spans, quote_id=quote_id, role="content")
    return sorted((row["start"], row["end"]) for row in rows)


def example(tables: "Tables", rows: pd.DataFrame, *, context: int = 80) -> View:
    """The passage that the first of some rows rests on, with its article and offsets; where there
    is none, a sentence that says so.

    Rows tell where it is by `doc_id`, `start` and `end`, or else by the id of an attribution, an
    event or an entity, whose first mention it is then, or of an article: how it begins.
    """
    for _, row in rows.head(1).iterrows():
        places = [row] if {"doc_id", "start", "end"} <= set(rows) else _places(tables, row)
        for place in places:
            return evidence(tables, place, context=context)
    return View("<p>No passage to show: the articles have no such row.</p>", "No passage to show.")


def listing(
    frame: pd.DataFrame, *, rows: int = 20, columns: Sequence[str] | None = None, file: str = ""
) -> View:
    """The first rows of a table, and how many there are. Ids become links to the marked-up article.

    Where rows are left out, or a `file` is named ("links.csv"), all of them can be downloaded as
    CSV if that is small enough to come along. Raises ValueError for a column that the table doesn't
    have.
    """
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    chosen = list(frame.columns) if columns is None else list(columns)
    if unknown := [column for column in chosen if column not in frame]:
        has = ", ".join(map(str, frame.columns))
        raise ValueError(f"The table has no column '{unknown[0]}'. It has: {has}.")
    first = rows_of(frame[chosen].head(rows))
    cells = [[(_cell(row[c]), _cell_target(c, row[c])) for c in chosen] for row in first]
    count = f"{len(frame):,} row{'s' if len(frame) != 1 else ''}"
    is_cut = len(frame) > rows
    caption = f"showing {rows:,} of {count}" if is_cut else count
    html = render(
        "listing.html",
        columns=chosen,
        rows=cells,
        caption=caption,
        numeric=[frame[c].dtype.kind in "iuf" for c in chosen],
        wants_file=bool(is_cut or file),
        download=_download(frame[chosen]) if is_cut or file else "",
        file=file or "rows.csv",
        table=next((name for name, key in _TABLES if key in frame), ""),
    )
    shown = pd.DataFrame([[text for text, _ in row] for row in cells], columns=chosen)
    return View(html, f"{shown.to_string(index=False)}\n{caption}" if len(shown) else caption)


def _download(frame: pd.DataFrame) -> str:
    """A table as an address that holds it all as CSV, or "" if it is too large for that."""
    if len(frame) > LARGEST_DOWNLOAD / 10:
        return ""
    text = (as_csv(frame) or "").encode("utf-8", "replace")
    if len(text) > LARGEST_DOWNLOAD:
        return ""
    return "data:text/csv;charset=utf-8;base64," + b64encode(text).decode("ascii")


def words_around(text: str, start: int, end: int, context: int = 80) -> tuple[str, str, str]:
    """The characters `start` to `end`, and whole words before and after: `context` at most."""
    before, after = _words_before(text[:start], context), _words_after(text[end:], context)
    return before, text[start:end], after


def article_target(doc_id: str, name: str = "") -> str:
    """Where in the site an article is shown, or one row of it."""
    return f"articles/{article_file(doc_id)}{name and '#' + name}"


def article_file(doc_id: str) -> str:
    """The file name of an article's page: safe on every system, and different for every id."""
    if _SAFE_FILE_NAME.fullmatch(doc_id):
        return f"{doc_id}.html"
    readable = re.sub(r"[^a-z0-9]+", "-", doc_id.lower()).strip("-")[:60]
    digest = sha256(doc_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable or 'article'}-{digest}.html"


def shown(value: Any) -> Any:
    """A value as it is written into a page: unseen characters of a text spelt out ("⟨U+202E⟩"), and
    "[…]" for what is withheld (`readout.web.redaction`)."""
    if not isinstance(value, str):
        return value
    return type(value)(_WITHHELD.sub("[…]", visible(value)))


def environment() -> Environment:
    """The templates. Everything written into them is escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def render(template: str, **values: Any) -> str:
    """Fill in a template of the folder `templates`."""
    return environment().get_template(template).render(values)


def _article(tables: "Tables", doc_id: str) -> Row:
    found = rows_of(tables.articles, doc_id=doc_id)
    if not found:
        ids = list(tables.articles["doc_id"])
        near = get_close_matches(str(doc_id), ids, n=3, cutoff=0.3) or ids[:3]
        hint = f"The closest ids are: {', '.join(near)}." if near else "There are no articles."
        raise ValueError(f"There is no article '{doc_id}'. {hint}")
    return found[0]


def _places(tables: "Tables", row: pd.Series) -> Iterator[pd.Series]:
    """The rows, with their places, of the ids that a row has."""
    for column in _LINKED:
        found = _ROW_ID.fullmatch(row[column]) if isinstance(row.get(column), str) else None
        if found:
            name, key = _SPANNED[found["name"][0]]
            table = tables.frames[name]
            for _, place in table[table[key] == row[column]].head(1).iterrows():
                yield place
    for article in rows_of(tables.articles, doc_id=str(row.get("doc_id"))):
        lead = _words_after(article["text"], LEAD).removesuffix("…").rstrip()
        yield pd.Series({"doc_id": article["doc_id"], "start": 0, "end": len(lead)})


def _origin(article: Row, *more: str) -> list[str]:
    """Where an article is from: the outlet, the date, the byline, the id."""
    said = [article[column] for column in (*more, "outlet", "published", "byline", "doc_id")]
    return [_cell(value) for value in said if value]


def _is_title(part: Sequence[Segment], article: Row) -> bool:
    return article["text"][part[0].start : part[-1].end] == article["title"]


def _roles(layers: Sequence[Layer]) -> list[str]:
    """What the key above an article explains."""
    roles = {
        "quotes": ["source", "cue", "content", "audience"],
        "entities": ["entity"],
        "events": ["event"],
    }
    return [role for layer in layers for role in roles[layer]]


def _plain(written: Sequence[Step]) -> str:
    """Marked text for a terminal: [the White House](source q1)."""
    pieces = []
    for step in written:
        labelled = step.mark and step.mark.label
        if step.action == "write":
            pieces.append(step.text)
        elif labelled:
            pieces.append("[" if step.action == "open" else f"]({labelled})")
    return fill("".join(pieces), 100)


def _words_before(text: str, length: int) -> str:
    """The last words of a text, in at most `length` characters."""
    if len(text) <= length:
        return text
    kept = text[len(text) - length :]
    return "…" + kept[kept.find(" ") :]


def _words_after(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    kept = text[:length]
    return kept[: kept.rfind(" ") + 1] + "…"


def _cell(value: Any) -> str:
    """A value as a reader wants it: nothing for missing, short dates, no endless text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.2f}".rstrip("0").rstrip(".")
        case datetime():
            return date_text(value)
    text = str(value)
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"


def _cell_target(column: str, value: Any) -> str:
    """What an id links to, or "" for other values."""
    if column == "doc_id" and value:
        return article_target(value)
    found = _ROW_ID.fullmatch(value) if column in _LINKED and value else None
    return article_target(found["doc_id"], found["name"]) if found else ""
