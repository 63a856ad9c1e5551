"""Kept results: a corpus in parts, each a folder of Parquet files, whole or not there at all.

A part holds the tables of some articles, and a marker that says which they are, and what they were
read with. The marker is written last: a part without one was not finished, and counts for nothing.
Every part has a name of its own, so that no two processes ever write to the same file; a part is
never changed. Folders may be anywhere that fsspec reaches ("s3://bucket/tables").
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from typing import Any
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.core import url_to_fs

from readout.schema import TABLES

FOLDER = "parts"
MARKER = "part.json"
# The others say what became of articles in one run, or compare them.
KEPT = tuple(n for n, table in TABLES.items() if n != "intake" and not table.of_corpus)


@dataclass(frozen=True)
class Part:
    """One part: for each of its articles, by doc_id and in order, the key of all that is given of
    it; what they were `made_by`; how many `rows` each table has."""

    name: str
    keys: Mapping[str, str]
    made_by: Mapping[str, str]
    rows: Mapping[str, int]
    has_parses: bool = False


def keys_of(articles: pd.DataFrame) -> dict[str, str]:
    """For each article, by doc_id, a digest of its row: its text and everything known about it."""
    columns = [articles[name].astype("str").tolist() for name in TABLES["articles"].names]
    return {
        row[0]: sha256(json.dumps(row).encode()).hexdigest()
        for row in zip(*columns, strict=True)
    }  # fmt: skip


def write(
    out: str,
    frames: Mapping[str, pd.DataFrame],
    made_by: Mapping[str, str],
    parses: Mapping[str, bytes] | None = None,
) -> Part:
    """Keep the tables of some articles, and their `parses` as files by name, as a new part."""
    fs, root = url_to_fs(out)
    part = Part(
        name=uuid4().hex,
        keys=keys_of(frames["articles"]),
        made_by=dict(made_by),
        rows={name: len(frames[name]) for name in KEPT},
        has_parses=parses is not None,
    )
    folder = f"{root}/{FOLDER}/{part.name}"
    fs.makedirs(folder, exist_ok=True)
    for name in KEPT:
        with fs.open(f"{folder}/{name}.parquet", "wb") as file:
            pq.write_table(arrow(frames[name], name), file, compression="zstd")
    for name, content in (parses or {}).items():
        fs.pipe_file(f"{folder}/{name}", content)
    fs.pipe_file(f"{folder}/{MARKER}", json.dumps(part.__dict__).encode())
    return part


def arrow(frame: pd.DataFrame, name: str) -> pa.Table:
    """A table as Arrow has it, its schema the same whatever the rows."""
    return pa.Table.from_pandas(frame, arrow_schema(name), preserve_index=False)


@lru_cache
def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of a table; text of any length, and what pandas needs to know of it."""
    return pa.Schema.from_pandas(TABLES[name].empty(), preserve_index=False)


def all_in(out: str) -> list[Part]:
    """The parts that are whole. What is left of others is of no use, and is removed by `clear`."""
    fs, root = url_to_fs(out)
    markers = fs.glob(f"{root}/{FOLDER}/*/{MARKER}")
    contents = fs.cat(markers) if markers else {}
    found = (_from_marker(content, path.split("/")[-2]) for path, content in contents.items())
    return sorted((part for part in found if part), key=lambda part: part.name)


def _from_marker(content: bytes, folder: str) -> Part | None:
    """A part by its marker, or None where writing that was broken off, or where it is of another
    folder."""
    try:
        part = Part(**json.loads(content))
    except (ValueError, TypeError, RecursionError):
        return None
    return part if part.name == folder else None


def clear(out: str, parts: Sequence[Part]) -> None:
    """Remove everything but these parts."""
    fs, root = url_to_fs(out)
    kept = {part.name for part in parts}
    if fs.isdir(f"{root}/{FOLDER}"):
        for folder in fs.ls(f"{root}/{FOLDER}", detail=False):
            if folder.rstrip("/").rsplit("/", 1)[-1] not in kept:
                fs.rm(folder, recursive=True)


@lru_cache(maxsize=64)
def read_table(out: str, part: str, name: str) -> pa.Table:
    """One table of one part."""
    with _open(out, part, f"{name}.parquet") as file:
        return pq.read_table(file)


def joined(pieces: Iterable[pa.Table], name: str) -> pd.DataFrame:
    """Pieces of one table, one after the other."""
    table = pa.concat_tables([arrow_schema(name).empty_table(), *pieces]).to_pandas()
    return table.astype(TABLES[name].dtypes)


def without_others(out: str, part: Part, doc_ids: Sequence[str]) -> Part:
    """A new part that holds only some of a part's articles (and no parses)."""
    pieces = {name: rows_of(read_table(out, part.name, name), name, doc_ids) for name in KEPT}
    frames = {name: joined([piece], name) for name, piece in pieces.items()}
    return write(out, frames, part.made_by)


def read_file(out: str, part: str, file_name: str) -> bytes:
    """One of a part's other files."""
    with _open(out, part, file_name) as file:
        return file.read()


def _open(out: str, part: str, file_name: str) -> Any:
    fs, root = url_to_fs(out)
    return fs.open(f"{root}/{FOLDER}/{part}/{file_name}", "rb")


def rows_of(table: pa.Table, name: str, doc_ids: Sequence[str]) -> pa.Table:
    """The rows of some articles, in the order of these. Rows without a doc_id have ids that begin
    with it ("007.q1")."""
    parent = TABLES[name].parent
    rows: dict[str, list[int]] = {doc_id: [] for doc_id in doc_ids}
    for row, owner in enumerate(table[parent or "doc_id"].to_pylist()):
        doc_id = owner.rpartition(".")[0] if parent else owner
        if doc_id in rows:
            rows[doc_id].append(row)
    return table.take(pa.array(chain.from_iterable(rows.values()), pa.int64()))
