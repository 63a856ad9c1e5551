"""What the measuring scripts share: JSON Lines in and out, and the corpora's own scorers."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file of JSON Lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write(path: Path, made: Iterable[Row]) -> Path:
    """Write rows as JSON Lines; returns the path."""
    path.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    return path


def copied(
    path: Path,
    folder: Path,
    keep: Callable[[Row], bool] = lambda _row: True,
    *,
    name: str | None = None,
    edit: Callable[[Row], Row] = lambda row: row,
    every_other: bool = False,
) -> Path:
    """A copy of a file of JSON Lines in a folder: the rows that are kept, as they are edited."""
    rows = [edit(row) for row in rows_of(path) if keep(row)]
    return write(folder / (name or path.name), rows[1::2] if every_other else rows)


def run(scorer: Path, *arguments: str | Path) -> str:
    """What a scorer prints, which is printed here as well."""
    print("\n$", scorer.name, *(a for a in arguments if isinstance(a, str)), flush=True)
    command = [sys.executable, scorer, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    print(done.stdout)
    return done.stdout
