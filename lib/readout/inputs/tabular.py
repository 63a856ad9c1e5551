"""Tables of articles -> their rows as raw values: CSV, TSV, JSON, JSON Lines, Parquet, Excel."""

import csv
import io
import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from readout.inputs.archives import check_package
from readout.inputs.columns import fields_of, remark_on, values_of
from readout.inputs.encodings import decode
from readout.inputs.files import MEGABYTE, File, Found, How, too_large

SEPARATORS = (",", ";", "\t", "|")
CELL_LIMIT = 32_767  # characters that a cell of Excel holds
SAID_SEPARATOR = re.compile(r"sep=(.)\r?\n")  # a line that Excel reads, not a column
MOST_COLUMNS = 16_384  # that a sheet of Excel has
BAD_LINE = re.compile(r"Skipping line (\d+): (.+)")
CUT = f"the text has {CELL_LIMIT:,} characters, the most that a cell of Excel holds: it was cut"


def read_separated(file: File, how: How) -> Iterator[Found]:
    """The rows of a CSV or TSV file. A line with too many values costs only itself."""
    text, notes = decode(file.read())
    said = SAID_SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    separator = "\t" if file.suffix == ".tsv" else said[1] if said else _separator(text)
    if (n := text.split("\n", 1)[0].count(separator) + 1) > MOST_COLUMNS:
        raise ValueError(
            f"its first line names {n:,} columns; more than {MOST_COLUMNS:,} are not read"
        )
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", pd.errors.ParserWarning)
        frame = pd.read_csv(
            io.StringIO(text, newline=""), sep=separator, dtype="str", keep_default_na=False,
            na_values=[""], quoting=csv.QUOTE_MINIMAL, index_col=False, on_bad_lines="warn",
        )  # fmt: skip
    yield from rows_of(frame, how, notes)
    for number, problem in BAD_LINE.findall("\n".join(str(warning.message) for warning in warned)):
        yield Found(f"line {number}", error=f"this line is not like the first: {problem}")


def read_parquet(file: File, how: How) -> Iterator[Found]:
    """The rows of a Parquet file."""
    allowed, held, batches = how.limits.unpacked_mb, 0, []
    try:
        for batch in pq.ParquetFile(io.BytesIO(file.read())).iter_batches():
            held += batch.nbytes
            if held > allowed * MEGABYTE:
                break
            batches.append(pd.DataFrame(batch.to_pydict(), dtype="object"))
    except Exception as error:  # pyarrow raises many kinds for a damaged file
        raise ValueError(f"this is no sound Parquet file: {error}") from error
    if held > allowed * MEGABYTE:
        raise ValueError(too_large("the table", held, "unpacked_mb", allowed))
    yield from rows_of(pd.concat(batches) if batches else pd.DataFrame(), how)


def read_excel(file: File, how: How) -> Iterator[Found]:
    """The rows of the first sheet of a workbook, its first row being the names of columns."""
    data = file.read()
    check_package(data, how.limits)
    try:
        frame = pd.read_excel(
            io.BytesIO(data), dtype="str", keep_default_na=False, na_values=[""],
            engine="openpyxl",
        )  # fmt: skip
    except Exception as error:  # openpyxl and zipfile raise many kinds
        raise ValueError(f"this is no Excel workbook: {error}") from error
    yield from rows_of(frame, how)


def read_json_lines(file: File, how: How) -> Iterator[Found]:
    """The objects of a JSON Lines file, one a line."""
    text, notes = decode(file.read())
    yield from _remarked(_lines(text, how), notes)


def read_json(file: File, how: How) -> Iterator[Found]:
    """The objects of a JSON file: a list of them, a list under one name, or a single one."""
    text, notes = decode(file.read())
    try:
        whole = _loaded(text, "this")
    except ValueError:
        if text.lstrip()[:1] == "{" and "\n" in text.strip():  # JSON Lines under another ending
            yield from read_json_lines(file, how)
            return
        raise
    found = (_row(row, number, how) for number, row in enumerate(_objects(whole), start=1))
    yield from _remarked(found, notes)


def _separator(text: str) -> str:
    """The character that makes most of the first line."""
    first = text.split("\n", 1)[0]
    return max(SEPARATORS, key=first.count)


def _loaded(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError(f"{what} is no JSON: {error}") from error
    except RecursionError:
        raise ValueError(f"{what} is nested too deeply") from None


def _objects(whole: Any) -> list[Any]:
    """The rows in a JSON value: its own, those of the only list of objects in it, or itself."""
    if isinstance(whole, dict):
        lists = [v for v in whole.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        return lists[0] if len(lists) == 1 and not _has_text(whole) else [whole]
    return whole if isinstance(whole, list) else [whole]


def _has_text(row: Mapping[str, Any]) -> bool:
    try:
        fields_of(list(row), {})
    except ValueError:
        return False
    return True


def _lines(text: str, how: How) -> Iterator[Found]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                row = _loaded(line, "this line")
            except ValueError as error:
                yield Found(f"row {number}", error=str(error))
                continue
            yield _row(row, number, how)


def _row(row: Any, number: int, how: How) -> Found:
    where = f"row {number}"
    if not isinstance(row, dict):
        return Found(where, error='an article must be an object such as {"text": "..."}')
    try:
        fields = fields_of(list(row), how.columns)
    except ValueError as error:
        return Found(where, error=str(error))
    values = values_of(row, fields)
    remark = remark_on(fields, how.columns) if number == 1 else ()
    return Found(where, values, (*remark, *_cut(values)))


def rows_of(frame: pd.DataFrame, how: How, notes: tuple[str, ...] = ()) -> Iterator[Found]:
    """The rows of a DataFrame, whose columns may have any names that are known."""
    columns = [str(column) for column in frame]
    fields = fields_of(columns, how.columns)
    values = (
        values_of(_first_of_each(columns, row), fields)
        for row in frame.itertuples(index=False, name=None)
    )
    found = (Found(f"row {number}", row, _cut(row)) for number, row in enumerate(values, start=1))
    yield from _remarked(found, (*notes, *remark_on(fields, how.columns)))


def _remarked(found: Iterator[Found], notes: tuple[str, ...]) -> Iterator[Found]:
    """What is remarked of a file is said once, with its first article."""
    for first in found:
        yield replace(first, notes=(*notes, *first.notes))
        break
    yield from found


def _first_of_each(columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """Name -> value; of columns with the same name the first counts."""
    return dict(reversed(list(zip(columns, row, strict=True))))


def _cut(values: Mapping[str, Any]) -> tuple[str, ...]:
    text = values.get("text")
    return (CUT,) if isinstance(text, str) and len(text) == CELL_LIMIT else ()
