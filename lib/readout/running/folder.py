"""The folder of a corpus: one run at a time, and tables that are put together from parts."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from readout import store
from readout.frames import frame_of
from readout.referring.keys import commonly_keyed
from readout.running import parts
from readout.running.parts import Part
from readout.schema import TABLES, complete
from readout.swap import alone

Row = dict[str, Any]
Group = tuple[Part, list[str]]  # doc_ids in it, one after the other
ROWS = 100_000  # that are written at once, so that memory is bounded


@dataclass(frozen=True)
class Written:
    """What a run has written to a folder: how many `rows` each table has there, how many articles
    were read now, how many had been read before, and what is `left_out` or noted (rows of the
    table `intake`). The tables are `readout.Tables.load(folder)`."""

    folder: str
    rows: Mapping[str, int]
    n_read: int
    n_kept: int
    left_out: list[Row] = field(default_factory=list)

    def __repr__(self) -> str:
        """How many rows each table has."""
        counts = ", ".join(f"{n} {name}" for name, n in self.rows.items())
        return f"Tables({counts})"


def locked(out: str) -> AbstractContextManager[None]:
    """Keep every other run out of a folder (of this machine's: elsewhere there are no locks).

    Raises BlockingIOError where another run is writing to it.
    """
    return nullcontext() if "://" in out else alone(Path(out))


def in_order(order: Mapping[str, str], found: Iterable[Part]) -> list[Group]:
    """Which parts hold articles, in the order of these; `order` is the key of each, by doc_id.
    Articles that are in no part were left out."""
    home = {article: part for part in found for article in part.keys.items()}
    parts_of = ((article[0], home.get(article)) for article in order.items())
    return [
        (part, [doc_id for doc_id, _ in group])
        for part, group in groupby(parts_of, key=lambda pair: pair[1])
        if part
    ]


def write_files(
    out: str, groups: Sequence[Group], intake: Sequence[Row], about: Mapping[str, str], format_: str
) -> dict[str, int]:
    """Put the tables of a corpus together from parts, and return how many rows each has.

    Where the folder holds just these tables already, nothing is written.
    """
    state = _state(groups, intake, about, format_)
    run = (store.said_of(out) or {}).get(store.RUN, {})
    if run.get("state") == state:
        return run["rows"]
    rows: dict[str, int] = {}
    said = {"format": format_, store.RUN: {"state": state, "rows": rows}, **about}
    in_pieces = [n for n in parts.KEPT if n != "entities"] if format_ == "parquet" else []
    with store.staged(out, said) as stage:
        for name in in_pieces:
            rows[name] = _write_parquet(stage / f"{name}.parquet", name, out, groups)
        whole = _whole(out, groups, intake, [name for name in TABLES if name not in in_pieces])
        store.write(stage, whole, format_)
        rows.update({name: len(frame) for name, frame in whole.items()})
    return rows


def _whole(
    out: str, groups: Sequence[Group], intake: Sequence[Row], names: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Tables in memory, those that aren't kept in parts among them."""
    frames = {
        name: parts.joined(_pieces(out, groups, name), name) for name in names if name in parts.KEPT
    }
    frames["entities"] = commonly_keyed(frames["entities"])
    frames["intake"] = frame_of(intake, "intake")
    return {name: frame for name, frame in complete(frames).items() if name in names}


def write_list(
    out: str, groups: Sequence[Group], intake: Sequence[Row], about: Mapping[str, str]
) -> tuple[dict[str, int], list[Part]]:
    """Leave the tables in their parts and write which these are; a part that holds articles beside
    those of the corpus is written again without them."""
    exact = _exact(out, groups)
    frame = frame_of(intake, "intake")
    rows = {name: sum(part.rows[name] for part in exact) for name in parts.KEPT}
    rows = {name: rows.get(name, 0) for name in TABLES} | {"intake": len(frame)}
    run = {"rows": rows, store.PARTS: [part.name for part in exact]}
    store.write_list(out, frame, {"format": store.PARTS, store.RUN: run, **about})
    return rows, exact


def _state(*inputs: Any) -> str:
    """A digest of all that tables are put together from."""
    groups, *others = inputs
    names = [(part.name, doc_ids) for part, doc_ids in groups]
    return sha256(json.dumps([names, *others], default=dict).encode()).hexdigest()


def _write_parquet(path: Path, name: str, out: str, groups: Sequence[Group]) -> int:
    """Write a table some rows at a time, and return how many it has."""
    n_rows = 0
    with pq.ParquetWriter(path, parts.arrow_schema(name), compression="zstd") as writer:
        for rows in _gathered(_pieces(out, groups, name)):
            writer.write_table(rows)
            n_rows += rows.num_rows
    return n_rows


def _gathered(pieces: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Pieces joined until they have some rows: a table of many small groups of rows takes twice as
    long to read."""
    waiting: list[pa.Table] = []
    n_rows = 0
    for piece in pieces:
        waiting.append(piece)
        n_rows += piece.num_rows
        if n_rows >= ROWS:
            yield pa.concat_tables(waiting)
            waiting, n_rows = [], 0
    if waiting:
        yield pa.concat_tables(waiting)


def _pieces(out: str, groups: Sequence[Group], name: str) -> Iterator[pa.Table]:
    for part, doc_ids in groups:
        table = parts.read_table(out, part.name, name)
        yield table if doc_ids == list(part.keys) else parts.rows_of(table, name, doc_ids)


def _exact(out: str, groups: Sequence[Group]) -> list[Part]:
    """Parts that hold the articles of the corpus and no others."""
    wanted: dict[str, tuple[Part, list[str]]] = {}
    for part, doc_ids in groups:
        wanted.setdefault(part.name, (part, []))[1].extend(doc_ids)
    return [
        part if len(doc_ids) == len(part.keys) else parts.without_others(out, part, doc_ids)
        for part, doc_ids in wanted.values()
    ]
