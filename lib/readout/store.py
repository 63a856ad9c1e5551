"""Tables <-> files: Parquet, CSV, JSON Lines or one Excel workbook in a folder, exactly."""

import csv
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
from fsspec.core import url_to_fs

from readout.referring.keys import commonly_keyed
from readout.running import parts
from readout.schema import TABLES, check_all, complete

FORMATS = ("parquet", "csv", "jsonl", "xlsx")
PARTS = "parts"  # what `readout.read` writes on a cluster, and `load` reads
ABOUT = "about.json"
RUN = "run"  # what a run says of itself in it
STAGE = ".next"
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

    Tables that are there are replaced all at once, when the new ones are whole. Raises ValueError
    for an unknown format, and for text that the format can't hold.
    """
    refuse_unknown(format)
    with staged(folder, {"format": format, **about}) as stage:
        write(stage, frames, format)


def refuse_unknown(format_: str | None) -> None:
    """Raise ValueError where there is no such format."""
    if format_ not in FORMATS:
        raise ValueError(f"'{format_}' is no format for tables. Choose {', '.join(FORMATS)}.")


def write(folder: Path, frames: Frames, format_: str) -> None:
    """Write tables as files of a format, and nothing about them."""
    if format_ == "xlsx":
        _write_workbook(frames, folder / WORKBOOK)
        return
    writer = {"parquet": _write_parquet, "csv": _write_csv, "jsonl": _write_jsonl}[format_]
    for name, frame in frames.items():
        writer(frame, folder / f"{name}.{format_}")


def write_list(folder: str, intake: pd.DataFrame, said: Mapping[str, Any]) -> None:
    """Write what tables that stay in parts need beside these, wherever fsspec reaches: the table
    `intake`, and last `about.json` with the list of parts."""
    fs, root = url_to_fs(folder)
    with fs.open(f"{root}/intake.parquet", "wb") as file:
        intake.to_parquet(file, index=False, compression="zstd")
    fs.pipe_file(f"{root}/{ABOUT}", (json.dumps(said, indent=2) + "\n").encode())


@contextmanager
def staged(folder: str | Path, said: Mapping[str, Any]) -> Iterator[Path]:
    """A folder to write files to, that are then moved to `folder` with `said` as `about.json`.

    Whenever this is broken off, `folder` holds what it held before, or all that is new once
    `settle` has been called, as every reading and writing does first.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    settle(folder)
    stage = folder / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir()
    try:
        yield stage
        unfinished = stage / f".{ABOUT}"
        unfinished.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
        unfinished.rename(stage / ABOUT)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    settle(folder)


def settle(folder: Path) -> None:
    """Move new tables to their places where they are whole, `about.json` last."""
    stage = folder / STAGE
    if not (stage / ABOUT).is_file():
        return
    for path in sorted(stage.iterdir(), key=lambda path: path.name == ABOUT):
        with suppress(FileNotFoundError):  # somebody else has moved it
            path.replace(folder / path.name)
    with suppress(FileNotFoundError):
        stage.rmdir()


def said_of(folder: str | Path) -> dict[str, Any] | None:
    """What `about.json` says of the tables in a folder, None where there are none.

    Raises ValueError where that is no object of JSON.
    """
    fs, root = url_to_fs(str(folder))
    if not fs.isfile(f"{root}/{ABOUT}") and not fs.isfile(f"{root}/{STAGE}/{ABOUT}"):
        return None
    if fs.isdir(f"{root}/{STAGE}"):
        settle(Path(root))
    try:
        said = json.loads(fs.cat_file(f"{root}/{ABOUT}"))
    except RecursionError:
        said = None
    if not isinstance(said, dict):
        raise ValueError(
            f'{Path(folder) / ABOUT} must be an object such as {{"format": "parquet"}}.'
        )
    return said


def load(folder: str | Path) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Read what `save` or `readout.read` wrote to a folder: the tables, typed as in the schema, and
    what is said about them.

    Raises ValueError with everything that is wrong with them.
    """
    about = said_of(folder)
    if about is None:
        raise ValueError(
            f"{folder} holds no tables: there is no {ABOUT} in it, or writing it was not finished. "
            f"Make the tables again with 'readout read ... --out {folder}'."
        )
    format_, run = about.pop("format", None), about.pop(RUN, {})
    if format_ == PARTS:
        frames = _read_parts(str(folder), _names_of_parts(run))
    else:
        refuse_unknown(format_)
        frames = _read_files(Path(folder), format_)
    if problems := check_all(frames):
        raise ValueError(f"The tables in {folder} are not sound:\n" + "\n".join(problems))
    return frames, about


def _read_files(folder: Path, format_: str) -> dict[str, pd.DataFrame]:
    homes = {name: _home(folder, name, format_) for name in TABLES}
    missing = [name for name, home in homes.items() if not home.is_file()]
    if needed := [name for name in missing if not TABLES[name].of_corpus]:
        raise ValueError(f"{folder} has no {format_} file for the tables {', '.join(needed)}.")
    return {
        name: TABLES[name].empty() if name in missing else read_table(home, name)
        for name, home in homes.items()
    }


def _names_of_parts(run: Any) -> list[str]:
    """The folders of parts that `about.json` lists: plain names, which lead nowhere else."""
    names = run.get(PARTS) if isinstance(run, dict) else None
    if not isinstance(names, list) or not all(re.fullmatch(r"\w+", str(name)) for name in names):
        raise ValueError(f"{ABOUT} must list the names of the parts that the tables are made of.")
    return [str(name) for name in names]


def _read_parts(folder: str, names: Sequence[str]) -> dict[str, pd.DataFrame]:
    fs, root = url_to_fs(folder)
    try:
        frames = {
            name: parts.joined((parts.read_table(folder, part, name) for part in names), name)
            for name in parts.KEPT
        }
        with fs.open(f"{root}/intake.parquet", "rb") as file:
            frames["intake"] = _typed(pd.read_parquet(file), "intake")
    except Exception as error:  # Arrow and fsspec have many kinds for what is damaged or gone
        said = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"A part of the tables in {folder} can't be read: {said}") from error
    frames["entities"] = commonly_keyed(frames["entities"])
    return complete(frames)


def read_table(path: str | Path, name: str) -> pd.DataFrame:
    """Read one table from a file, typed as in the schema, in the format that its ending names.

    Nothing in the file is run. Raises ValueError for a file that isn't such a table.
    """
    path = Path(path)
    reader = {
        ".parquet": lambda: _read_parquet(path),
        ".csv": lambda: _read_csv(path),
        ".jsonl": lambda: _read_jsonl(path, name),
        ".xlsx": lambda: _read_sheet(path, name),
    }[path.suffix]
    try:
        return _whole(_typed(reader(), name), name)
    except Exception as error:  # each library has its own kinds for a damaged file
        said = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"{path} does not hold the table {name}: {said}") from error


def _home(folder: Path, name: str, format_: str) -> Path:
    return folder / (WORKBOOK if format_ == "xlsx" else f"{name}.{format_}")


def _whole(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table with the column `group`, which tables that were never compared may be without."""
    if "group" in frame or "group" not in TABLES[name].names:
        return frame
    return frame.assign(group=pd.Series(None, index=frame.index, dtype="str"))


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
    if values.dtype == dtype:
        return values
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


def _read_parquet(path: Path) -> pd.DataFrame:
    with pq.ParquetFile(path) as file:  # `pandas.read_parquet` looks for a data set first
        return file.read().to_pandas()


# CSV


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    for column in _columns(frame, "str"):
        _refuse(frame, column, frame[column].str.contains("\0", regex=False), "a NUL", "CSV")
    as_csv(frame, path)


def as_csv(frame: pd.DataFrame, path: Path | None = None) -> str | None:
    """Any table as CSV, with dates in ISO format and no formulas: into a file, or as text."""
    cells = {column: _iso(frame[column]) for column in _columns(frame, "datetime")}
    cells |= {c: frame[c].map(_defused, na_action="ignore") for c in _columns(frame, "str")}
    text = frame.assign(**cells)
    return text.to_csv(path, index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)


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
