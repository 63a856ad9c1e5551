"""What the measuring scripts share: JSON Lines in and out, and the corpora's own scorers."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
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


def run(scorer: Path, *arguments: str | Path) -> str:
    """What a scorer prints, which is printed here as well."""
    print("\n$", scorer.name, *(a for a in arguments if isinstance(a, str)), flush=True)
    command = [sys.executable, scorer, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    print(done.stdout)
    return done.stdout
