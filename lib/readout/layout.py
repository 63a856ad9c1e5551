"""What a table and its columns are, and columns that many tables have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

DATETIME = "datetime64[us]"


@dataclass(frozen=True)
class Column:
    """One column. `allowed` lists its values where they are few; `refers_to` is "table.column"."""

    name: str
    dtype: str
    meaning: str
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    refers_to: str = ""


@dataclass(frozen=True)
class Table:
    """One table. `key` is its unique id column, or ""; `spanned` the column that holds the
    characters between `start` and `end`, or ""; `parent` the column through which the article
    is found where the table has no doc_id itself; `of_corpus` tables compare articles: they are
    empty until `readout.across` fills them."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: str = ""
    spanned: str = ""
    parent: str = ""
    of_corpus: bool = False

    @property
    def names(self) -> list[str]:
        """The column names in their order."""
        return [column.name for column in self.columns]

    @property
    def dtypes(self) -> dict[str, str]:
        """The dtype of each column."""
        return {column.name: column.dtype for column in self.columns}

    def empty(self) -> pd.DataFrame:
        """The table without rows, all columns typed."""
        return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in self.columns})


def text(name: str, meaning: str, **options) -> Column:
    """A column of text."""
    return Column(name, "str", meaning, **options)


def date(name: str, meaning: str) -> Column:
    """A column of dates or moments, which may be missing."""
    return Column(name, DATETIME, meaning, nullable=True)


def span(of: str) -> tuple[Column, Column]:
    """The columns `start` and `end`."""
    return (
        Column("start", "int64", f"offset of the first character of {of}"),
        Column("end", "int64", f"offset after the last character of {of}"),
    )


def group(of: str) -> Column:
    """The column that `readout.across` adds to the rows of an article."""
    meaning = (
        f"the same for the same {of} in every article, named after its first row in the order of "
        "publication; missing until `readout.across`"
    )
    return text("group", meaning, nullable=True)


def rows(frame: pd.DataFrame, *columns: str) -> Iterator[Any]:
    """The rows of a frame as named tuples, of these columns or of all."""
    return (frame[list(columns)] if columns else frame).itertuples(index=False)


DOC = text("doc_id", "the article", refers_to="articles.doc_id")
