"""Paths -> the files to read: on disk or in zip archives, within limits, never through links."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from math import inf
from pathlib import Path, PurePosixPath
from typing import Any

SIDECARS = (".yml", ".yaml")
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """How much is read before a file is refused with a sentence.

    `file_mb`: a file or a member of an archive, in megabytes (10^6 bytes). `page_mb`: a web page, a
    PDF or a Word document. `unpacked_mb`: all that one archive, workbook or Parquet file holds.
    `members`: how many files an archive may hold. `ratio`: how many times as large as its packed
    form a member over 1 MB may be. `seconds` and `memory_mb`: what taking the text out of one page
    or document may cost.
    """

    file_mb: float = 500
    page_mb: float = 10
    unpacked_mb: float = 2_000
    members: int = 100_000
    ratio: float = 200
    seconds: float = 30
    memory_mb: float = 2_000


def limits_of(given: Mapping[str, str]) -> Limits:
    """Limits from names and numbers as they are written.

    Raises ValueError for an unknown name and for what is no positive number.
    """
    kinds = {limit.name: limit.type for limit in fields(Limits)}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in kinds:
            raise ValueError(f"There is no limit '{name}'. The limits are: {', '.join(kinds)}.")
        try:
            values[name] = int(value) if kinds[name] is int else float(value)
        except ValueError:
            values[name] = 0
        if not 0 < values[name] < inf:
            raise ValueError(f"The limit {name} is '{value}', but must be a number above 0.")
    return Limits(**values)


@dataclass(frozen=True)
class How:
    """How files are to be read: which column holds a field ({"text": "Fulltext"}), whether
    mojibake is repaired, whether 03/04/2017 is the third of April, and how much is too much."""

    columns: Mapping[str, str] = field(default_factory=dict)
    repair: bool = False
    day_first: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Found:
    """One article as it was found: where in its file, the values that are known of it, and
    remarks; or why it could not be read."""

    where: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class File:
    """A file that was found, on disk or in an archive, and how to get at its bytes.

    `path` is what it is listed under; `inside` its place in the folder or archive that was given.
    `beside` gives the file of the same name with another ending, where there is one. `refused`
    says why the file must not be read, "" for one that may.
    """

    path: str
    inside: PurePosixPath
    read: Callable[[], bytes] = bytes
    beside: Callable[[str], "File | None"] = lambda _: None
    refused: str = ""

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return self.inside.name

    @property
    def suffix(self) -> str:
        """Its ending in small letters: ".csv"."""
        return self.inside.suffix.lower()


def files_at(root: Path, limits: Limits) -> Iterator[File]:
    """The file at a path, or those in the folder there, names in order, without hidden ones.

    A symbolic link is followed where it is given itself; one inside a folder is refused, since it
    may lead anywhere.
    """
    if not root.is_dir():
        yield _on_disk(root, PurePosixPath(root.name), limits)
        return
    for path in sorted(_below(root)):
        inside = PurePosixPath(path.relative_to(root).as_posix())
        if path.is_symlink():
            refused = "a symbolic link is not followed; name the file or folder that it leads to"
            yield File(path.as_posix(), inside, refused=refused)
        else:
            yield _on_disk(path, inside, limits)


def is_offered(inside: PurePosixPath) -> bool:
    """Whether a file in a folder or archive may be an article: not hidden, no README."""
    hidden = any(re.match(r"\.(?!\.)|__MACOSX$", part) for part in inside.parts)
    return not hidden and inside.stem.upper() != "README"


def megabytes(n_bytes: float) -> str:
    """A size as a person reads it: "1,200 MB"."""
    return f"{n_bytes / MEGABYTE:,.{0 if n_bytes >= 10 * MEGABYTE else 1}f} MB"


def too_large(what: str, n_bytes: float, limit: str, allowed: float) -> str:
    """The sentence that refuses something for its size and names the limit that may be raised."""
    return (
        f"{what} holds {megabytes(n_bytes)}, more than the {megabytes(allowed * MEGABYTE)} "
        f"allowed; if you trust it, raise the limit {limit}"
    )


def _below(root: Path) -> Iterator[Path]:
    """All files and links in a folder; folders that are links count as links."""
    for folder, folders, names in os.walk(root, followlinks=False):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (*names, *links):
            path = Path(folder, name)
            if is_offered(PurePosixPath(path.relative_to(root).as_posix())):
                yield path


def _on_disk(path: Path, inside: PurePosixPath, limits: Limits) -> File:
    if not path.is_file():
        refused = "this is neither a file nor a folder"
        return File(path.as_posix(), inside, refused=refused)

    def read() -> bytes:
        if (size := path.stat().st_size) > limits.file_mb * MEGABYTE:
            raise ValueError(too_large("the file", size, "file_mb", limits.file_mb))
        return path.read_bytes()

    def beside(suffix: str) -> File | None:
        other = path.with_suffix(suffix)
        is_there = other.is_file() and not other.is_symlink()
        return _on_disk(other, inside.with_suffix(suffix), limits) if is_there else None

    return File(path.as_posix(), inside, read, beside)
