"""Tables and notebooks written by hand: only what a test is about, the rest missing."""

import nbformat
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
    """`tables(quotes=[{...}], ...)`; tables that aren't given are empty, entities are named."""
    rows["entities"] = [{"named": True, **row} for row in rows.get("entities", ())]
    frames = {name: frame(name, rows.get(name, ())) for name in TABLES}
    return Tables(**frames, about={})


def notebook(*sources: str, parameters: str = 'TABLES = ""') -> str:
    """A notebook that asks something, as its file holds it: a parameters cell, then `sources`."""
    cells = [nbformat.v4.new_markdown_cell("# What is asked?")]
    cells.append(nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))
