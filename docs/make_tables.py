"""Write docs/tables.md from the schema, the one place where tables are described."""

from pathlib import Path

from readout.schema import TABLES, Column, Table

HEADER = """# The tables

Made from `readout.schema` by `docs/make_tables.py`; a test says when it is stale.

Offsets are half-open character offsets into `articles.text`: `text[start:end]` is the span. A `?`
marks a column that may be missing. Dates are inclusive and on the outlet's own clock.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEADER, *(_section(table) for table in TABLES.values())])


def _section(table: Table) -> str:
    rows = [_row(column) for column in table.columns]
    head = f"## {table.name}\n\n{table.meaning}\n\n| column | type | meaning |\n|---|---|---|"
    return "\n".join([head, *rows, ""])


def _row(column: Column) -> str:
    mark = "?" if column.nullable else ""
    notes = [column.meaning]
    if column.allowed:
        notes.append("one of " + ", ".join(f"`{value}`" for value in column.allowed))
    if column.refers_to:
        notes.append(f"refers to `{column.refers_to}`")
    return f"| {column.name}{mark} | {column.dtype} | {'; '.join(notes)} |"


if __name__ == "__main__":
    Path(__file__).with_name("tables.md").write_text(page(), encoding="utf-8")
