"""One file -> the articles in it, as raw values: text, Markdown and tables of several formats."""

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from charset_normalizer import from_bytes

FIELDS = ("doc_id", "title", "published", "outlet", "byline", "url", "text")
FRONT_MATTER = re.compile(r"---[^\S\n]*\r?\n(.*?\r?\n)?---[^\S\n]*(?:\r?\n|\Z)", re.DOTALL)
SIDECARS = (".yml", ".yaml")


@dataclass(frozen=True)
class Found:
    """One article as it was found: where in its file, the values of `FIELDS` that it has, and
    remarks; or why it could not be read."""

    where: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: str = ""


def read_file(path: Path) -> Iterator[Found]:
    """Every article in a file. What is wrong with the file, or with one row, is its `error`."""
    try:
        yield from READERS[path.suffix.lower()](path)
    except (ValueError, OSError, yaml.YAMLError) as error:
        yield Found(error=f"{_one_line(error)}")


def can_read(path: Path) -> bool:
    """Whether the file's ending is that of a format that is read here."""
    return path.suffix.lower() in READERS


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Bytes -> text, and a remark where they weren't plain UTF-8: cp1252, else what they look like.

    Only a byte order mark is taken away; line ends stay as they are.
    """
    for bom, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
                          (codecs.BOM_UTF16_BE, "utf-16-be")):  # fmt: skip
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding)
            return text, (f"a byte order mark was left out ({encoding})",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        remark = f"not UTF-8 (byte {error.start} is 0x{data[error.start]:02x})"
    try:
        return data.decode("cp1252"), (f"{remark}; read as cp1252",)
    except UnicodeDecodeError:
        guess = from_bytes(data).best()
        if guess is None:
            raise ValueError(
                f"{remark}, nor any other encoding of text; save it as UTF-8"
            ) from None
        return str(guess), (f"{remark}; read as {guess.encoding}, which it looks like",)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


# Texts


def _read_text(path: Path) -> Iterator[Found]:
    text, notes = decode(path.read_bytes())
    yield Found(values={**_sidecar(path), "text": text}, notes=notes)


def _read_markdown(path: Path) -> Iterator[Found]:
    text, notes = decode(path.read_bytes())
    front = FRONT_MATTER.match(text)
    values = _metadata(front[1] or "", path.name) if front else {}
    body = text[front.end() :] if front else text
    yield Found(values={**_sidecar(path), **values, "text": body}, notes=notes)


def _sidecar(path: Path) -> dict[str, Any]:
    """What the `.yml` file beside a text says of it."""
    for suffix in SIDECARS:
        beside = path.with_suffix(suffix)
        if beside.is_file():
            return _metadata(decode(beside.read_bytes())[0], beside.name)
    return {}


def _metadata(text: str, name: str) -> dict[str, Any]:
    try:
        # The base loader leaves every value as it is written, so a date is not reinterpreted.
        values = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ValueError(f"the metadata in {name} is no YAML: {_one_line(error)}") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ValueError(f"the metadata in {name} must be lines such as 'title: ...'")
    return {key: value for key, value in values.items() if key in FIELDS and key != "text"}


# Tables


def _read_separated(path: Path, separator: str) -> Iterator[Found]:
    text, notes = decode(path.read_bytes())
    frame = pd.read_csv(
        io.StringIO(text, newline=""), sep=separator, dtype="str", keep_default_na=False,
        na_values=[""], quoting=csv.QUOTE_MINIMAL,
    )  # fmt: skip
    yield from _rows_of_frame(frame, notes)


def _read_csv(path: Path) -> Iterator[Found]:
    yield from _read_separated(path, ",")


def _read_tsv(path: Path) -> Iterator[Found]:
    yield from _read_separated(path, "\t")


def _read_parquet(path: Path) -> Iterator[Found]:
    yield from _rows_of_frame(pd.read_parquet(path), ())


def _read_excel(path: Path) -> Iterator[Found]:
    try:
        frame = pd.read_excel(path, dtype="str", keep_default_na=False, na_values=[""])
    except Exception as error:  # openpyxl and zipfile raise many kinds
        raise ValueError(f"this is no Excel workbook: {_one_line(error)}") from error
    yield from _rows_of_frame(frame, ())


def _read_json_lines(path: Path) -> Iterator[Found]:
    text, notes = decode(path.read_bytes())
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _json_row(line, f"row {number}", notes)


def _json_row(line: str, where: str, notes: tuple[str, ...]) -> Found:
    try:
        values = json.loads(line)
    except ValueError as error:
        return Found(where, error=f"this line is no JSON: {_one_line(error)}")
    if not isinstance(values, dict):
        return Found(where, error='a line must be an object such as {"text": "..."}')
    if "text" not in values:
        return Found(where, error=_no_text(list(values)))
    return Found(where, _known(values), notes)


def _rows_of_frame(frame: pd.DataFrame, notes: tuple[str, ...]) -> Iterator[Found]:
    columns = [str(column) for column in frame]
    if "text" not in columns:
        raise ValueError(_no_text(columns))
    for number, row in enumerate(frame.itertuples(index=False, name=None), start=1):
        values = {c: v for c, v in zip(columns, row, strict=True) if pd.notna(v)}
        yield Found(f"row {number}", _known(values), notes)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {("doc_id" if key == "id" else key): value for key, value in values.items()}
    return {key: value for key, value in renamed.items() if key in FIELDS and value is not None}


def _no_text(columns: list[str]) -> str:
    return (
        f"there is no column 'text'; the columns are {', '.join(columns) or 'none'}. "
        "Rename the one with the articles to 'text'"
    )


READERS: Mapping[str, Callable[[Path], Iterator[Found]]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".csv": _read_csv,
    ".tsv": _read_tsv,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".parquet": _read_parquet,
    ".xlsx": _read_excel,
}
