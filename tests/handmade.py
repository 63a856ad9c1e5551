"""Tables written by hand: only the columns that a test is about, the others missing."""

import pandas as pd

from readout.frames import Tables
from readout.schema import TABLES

EMPTY = {"int64": 0, "float64": 0.0, "bool": False}


def frame(name: str, rows) -> pd.DataFrame:
    return pd.DataFrame(
        {
            column.name: pd.Series(
                [row.get(column.name, EMPTY.get(column.dtype)) for row in rows], dtype=column.dtype
            )
            for column in TABLES[name].columns
        }
    )


def tables(**rows) -> Tables:
    """`tables(quotes=[{...}], ...)`; tables that aren't given are empty."""
    frames = {name: frame(name, rows.get(name, ())) for name in TABLES}
    return Tables(**frames, about={})
