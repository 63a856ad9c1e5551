"""What the columns of a table mean: the fields of an article under the names that people use."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from readout import lexicon

FIELDS = ("doc_id", "title", "published", "outlet", "byline", "url", "text")


def fields_of(columns: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Field -> the column that holds it: the one that was `chosen`, the one of that name, or the
    first whose name is a synonym in the lexicon `columns`.

    Raises ValueError where no column holds the text, and for a chosen column that isn't there.
    """
    if absent := [column for column in chosen.values() if column not in columns]:
        raise ValueError(f"there is no column '{absent[0]}'; {_these_are(columns)}")
    meant = {column: _meaning(column) for column in columns}
    found = dict(chosen)
    for field in FIELDS:
        named = [c for c in columns if c == field] or [c for c in columns if meant[c] == field]
        free = [column for column in named if column not in found.values()]
        if field not in found and free:
            found[field] = free[0]
    if "text" not in found:
        raise ValueError(
            f"no column is known to hold the text; {_these_are(columns)}. "
            "Say which one does: --column text=NAME"
        )
    return found


def remark_on(fields: Mapping[str, str], chosen: Mapping[str, str]) -> tuple[str, ...]:
    """Which columns were taken for fields that have another name, unless that was chosen. An id
    goes without saying."""
    taken = [
        f"the column '{column}' was taken as {field}"
        for field, column in fields.items()
        if column != field and field not in (*chosen, "doc_id")
    ]
    return ("; ".join(taken),) if taken else ()


def values_of(row: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """The fields of one row that have a value."""
    values = {field: row.get(column) for field, column in fields.items()}
    return {field: value for field, value in values.items() if not _is_missing(value)}


def check_chosen(chosen: Mapping[str, str]) -> None:
    """Raise ValueError where a column is chosen for something that is no field of an article."""
    if unknown := [field for field in chosen if field not in FIELDS]:
        raise ValueError(
            f"'{unknown[0]}' is nothing that articles have. Choose a column for one of: "
            f"{', '.join(FIELDS)}."
        )


def _meaning(column: str) -> str | None:
    plain = re.sub(r"[\W_]+", " ", column).strip().casefold()
    return lexicon.table("columns", "kind").get(plain)


def _is_missing(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _these_are(columns: Sequence[str], most: int = 30) -> str:
    named = ", ".join(columns[:most]) or "none"
    more = f" and {len(columns) - most} more" if len(columns) > most else ""
    return f"the columns are {named}{more}"
