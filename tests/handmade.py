"""Tables written by hand: only the columns that a test is about, the others missing."""

import pandas as pd

from readout.frames import Tables
from readout.schema import TABLES


def frame(name: str, rows) -> pd.DataFrame:
    columns = TABLES[name].columns
    return pd.DataFrame(
        {c.name: pd.Series([row.get(c.name) for row in rows], dtype=c.dtype) for c in columns}
    )


def tables(**rows) -> Tables:
    """`tables(quotes=[{...}], ...)`; tables that aren't given are empty."""
    return Tables(**{name: frame(name, rows.get(name, ())) for name in TABLES})
