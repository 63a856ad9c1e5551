"""The user's own names and keys: which names are one person, organisation or place.

A CSV file with the columns `name` and `key`, and if wished `label`: each row says that whoever is
called `name` has this key in every article, a Wikidata id for example, and is shown as `label`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from readout.referring.spelling import folded

NEEDED = ("name", "key")


@dataclass(frozen=True, slots=True)
class Alias:
    """The key that a name stands for, and the name that it is shown by (or None)."""

    key: str
    label: str | None = None


Aliases = Mapping[str, Alias]  # by folded name
NO_ALIASES: Aliases = MappingProxyType({})


def read_aliases(path: str | Path) -> Aliases:
    """The aliases of a CSV file in UTF-8.

    Raises ValueError where a column or a value is missing, or where a name has two keys, and
    OSError where the file can't be read.
    """
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if missing := [column for column in NEEDED if column not in (rows.fieldnames or ())]:
            raise ValueError(
                f"{path} has no column {', '.join(missing)}. An aliases file is a CSV file with "
                "the columns name and key, and if wished label."
            )
        found: dict[str, Alias] = {}
        for row in rows:
            name, key = ((row[column] or "").strip() for column in NEEDED)
            if not name or not key:
                raise ValueError(
                    f"{path}, line {rows.line_num}: name is '{name}' and key is '{key}'; both "
                    "are needed. Fill them in or delete the line."
                )
            alias = Alias(key, (row.get("label") or "").strip() or None)
            if found.setdefault(folded(name), alias).key != key:
                raise ValueError(
                    f"{path}, line {rows.line_num}: '{name}' already has the key "
                    f"'{found[folded(name)].key}', not '{key}'. Give each name one key."
                )
    return found
