"""Tables <-> files: Parquet, CSV, JSON Lines or one Excel workbook in a folder, exactly."""

import csv
import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from readout.schema import TABLES, check_all

FORMATS = ("parquet", "csv", "jsonl", "xlsx")
ABOUT = "about.json"
WORKBOOK = "tables.xlsx"
CELL_LIMIT = 32_767  # characters that a cell of Excel holds
ESCAPED = "json:"
# What a spreadsheet takes for a formula (OWASP, "CSV Injection"), behind any apostrophes of ours.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
# What Excel or its readers change: control characters, and the escapes that stand for these.
FRAGILE = re.compile("[\x00-\x08\x0b-\x1f]|x[0-9A-Fa-f]{4}_|^json:")

Frames = Mapping[str, pd.DataFrame]


def save(
    frames: Frames,
    about: Mapping[str, str],
    folder: str | Path,
    *,
    format: str = "parquet",  # noqa: A002
) -> None:
    """Write tables and what is said `about` them to a folder, made where it isn't there.

    Every file is written beside its place and then moved there, `about.json` last: a folder
    without it was not finished. Raises ValueError for an unknown format, and for text that the
    format can't hold.
    """
    _known_format(format)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ABOUT).unlink(missing_ok=True)
    if format == "xlsx":
        _write(folder / WORKBOOK, lambda path: _write_workbook(frames, path))
    else:
        writer = {"parquet": _write_parquet, "csv": _write_csv, "jsonl": _write_jsonl}[format]
        for name, frame in frames.items():
            _write(folder / f"{name}.{format}", lambda path, f=frame: writer(f, path))
    said = json.dumps({"format": format, **about}, indent=2)
    _write(folder / ABOUT, lambda path: path.write_text(said + "\n", encoding="utf-8"))


def load(folder: str | Path) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Read what `save` wrote: the tables, typed as in the schema, and what is said about them.

    Raises ValueError with everything that is wrong with them.
    """
    folder = Path(folder)
    if not (folder / ABOUT).is_file():
        raise ValueError(
            f"{folder} holds no tables: there is no {ABOUT} in it, or writing it was not finished. "
            f"Make the tables again with 'readout read ... --out {folder}'."
        )
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    if not isinstance(about, dict):
        raise ValueError(f'{folder / ABOUT} must be an object such as {{"format": "parquet"}}.')
    format_ = about.pop("format", None)
    _known_format(format_)
    homes = {name: _home(folder, name, format_) for name in TABLES}
    missing = [name for name, home in homes.items() if not home.is_file()]
    if needed := [name for name in missing if not TABLES[name].of_corpus]:
        raise ValueError(f"{folder} has no {format_} file for the tables {', '.join(needed)}.")
    frames = {
        name: TABLES[name].empty() if name in missing else read_table(home, name)
        for name, home in homes.items()
    }
    if problems := check_all(frames):
        raise ValueError(f"The tables in {folder} are not sound:\n" + "\n".join(problems))
    return frames, about


def read_table(path: str | Path, name: str) -> pd.DataFrame:
    """Read one table from a file, typed as in the schema, in the format that its ending names.

    Nothing in the file is run. Raises ValueError for a file that isn't such a table.
    """
    path = Path(path)
    reader = {
        ".parquet": lambda: pd.read_parquet(path),
        ".csv": lambda: _read_csv(path),
        ".jsonl": lambda: _read_jsonl(path, name),
        ".xlsx": lambda: _read_sheet(path, name),
    }[path.suffix]
    try:
        return _whole(_typed(reader(), name), name)
    except Exception as error:  # each library has its own kinds for a damaged file
        said = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"{path} does not hold the table {name}: {said}") from error


def _known_format(format_: str | None) -> None:
    if format_ not in FORMATS:
        raise ValueError(f"'{format_}' is no format for tables. Choose {', '.join(FORMATS)}.")


def _home(folder: Path, name: str, format_: str) -> Path:
    return folder / (WORKBOOK if format_ == "xlsx" else f"{name}.{format_}")


def _write(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside its place, then move it there in one step."""
    beside = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        write(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _whole(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table with the columns that it was saved without, because readout did not have them yet,
    as far as they may be empty."""
    columns = {column.name: column for column in TABLES[name].columns if column.nullable}
    lacking = {
        key: pd.Series(None, index=frame.index, dtype=column.dtype)
        for key, column in columns.items()
        if key not in frame
    }
    return frame.assign(**lacking)


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Columns of text, or of anything, as the schema has them; unknown columns stay as they are."""
    dtypes = {column.name: column.dtype for column in TABLES[name].columns}
    if not frame.columns.is_unique:
        raise ValueError("it has two columns of the same name")
    made = {
        str(key): _as(frame[key], dtypes[str(key)]) if str(key) in dtypes else frame[key]
        for key in frame
    }
    return pd.DataFrame(made, index=pd.RangeIndex(len(frame)))


def _as(values: pd.Series, dtype: Any) -> pd.Series:
    if dtype == "bool":
        known = values.map({"True": True, "False": False, True: True, False: False})
        if known.isna().any():
            raise ValueError(f"the column {values.name} holds other values than True and False")
        return known.astype("bool")
    if dtype == "int64" and values.dtype.kind == "f" and (values % 1 != 0).any():
        raise ValueError(f"the column {values.name} holds values that are no whole numbers")
    if dtype == "str" and values.dtype == object and not values.map(_is_text_or_missing).all():
        raise ValueError(f"the column {values.name} holds values that are no text")
    if dtype.startswith("datetime"):
        return pd.to_datetime(values, format="ISO8601").astype(dtype)
    return values.astype(dtype)


def _is_text_or_missing(value: Any) -> bool:
    return isinstance(value, str) or bool(pd.isna(value))


# Parquet


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False, compression="zstd")


# CSV


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    for column in _columns(frame, "str"):
        _refuse(frame, column, frame[column].str.contains("\0", regex=False), "a NUL", "CSV")
    cells = {column: _iso(frame[column]) for column in _columns(frame, "datetime")}
    cells |= {c: frame[c].map(_defused, na_action="ignore") for c in _columns(frame, "str")}
    text = frame.assign(**cells)
    text.to_csv(path, index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)


def _read_csv(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    return frame.map(_armed, na_action="ignore")


def _defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula: with an apostrophe before it if one would.

    In a workbook there is no need: every text is marked as text there.
    """
    return f"'{text}" if FORMULA.match(text) else text


def _armed(text: str) -> str:
    """What `_defused` was given."""
    return text[1:] if text[0] == "'" and FORMULA.match(text) else text


# JSON Lines


def _write_jsonl(frame: pd.DataFrame, path: Path) -> None:
    dates = {column: _iso(frame[column]) for column in _columns(frame, "datetime")}
    records = frame.assign(**dates).astype(object)
    records = records.where(frame.notna(), None).to_dict("records")
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def _read_jsonl(path: Path, name: str) -> pd.DataFrame:
    with path.open(encoding="utf-8", newline="\n") as file:
        records = [json.loads(line) for line in file]
    return pd.DataFrame(records) if records else TABLES[name].empty()


def _columns(frame: pd.DataFrame, dtype: Any) -> list[str]:
    return [str(column) for column in frame.select_dtypes(dtype).columns]


def _iso(dates: pd.Series) -> pd.Series:
    return dates.map(lambda date: None if pd.isna(date) else date.isoformat())


# Excel


def _write_workbook(frames: Frames, path: Path) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    cells = {name: _cells(frame) for name, frame in frames.items()}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        for name, frame in cells.items():
            frame.to_excel(book, sheet_name=name, index=False)


def _cells(frame: pd.DataFrame) -> pd.DataFrame:
    """A table as Excel can hold it: dates as ISO text, fragile text escaped, nothing cut."""
    cells = {column: _iso(frame[column]) for column in _columns(frame, "datetime")}
    cells |= {column: frame[column].astype("str") for column in _columns(frame, "bool")}
    for column in _columns(frame, "str"):
        cells[column] = frame[column].map(_escape, na_action="ignore").astype("str")
        too_long = cells[column].str.len() > CELL_LIMIT
        _refuse(frame, column, too_long, f"more than {CELL_LIMIT:,} characters", "a cell of Excel")
    return frame.assign(**cells)


def _read_sheet(path: Path, name: str) -> pd.DataFrame:
    frame = pd.read_excel(path, sheet_name=name, dtype="str", keep_default_na=False, na_values=[""])
    return frame.map(_unescape, na_action="ignore")


def _escape(text: str) -> str:
    if not FRAGILE.search(text):
        return text
    return ESCAPED + json.dumps(text, ensure_ascii=False).replace("x", "\\u0078")


def _unescape(text: str) -> str:
    return json.loads(text.removeprefix(ESCAPED)) if text.startswith(ESCAPED) else text


def _refuse(frame: pd.DataFrame, column: str, bad: pd.Series, what: str, where: str) -> None:
    if bad.any():
        row = bad.to_numpy(dtype="bool", na_value=False).argmax()
        raise ValueError(
            f"Row {row} has {what} in the column {column}, which {where} can't hold: "
            f"{frame[column].iloc[row][:40]!r}. Save as parquet or jsonl."
        )
