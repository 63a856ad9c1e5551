"""A corpus without its copies, so that no count has the same words twice."""

from dataclasses import replace
from typing import TYPE_CHECKING

from readout.comparing.stories import reprints
from readout.schema import TABLES, doc_ids

if TYPE_CHECKING:
    from readout.frames import Tables


def originals(tables: "Tables") -> "Tables":
    """The tables without the articles that are copies of others, and without their rows.

    Which these are is in `tables.reprints`, or found here where `readout.across` has not been run.
    `intake` and `reprints` themselves stay whole.
    """
    found = tables.reprints if len(tables.reprints) else reprints(tables.articles)
    copies = set(found["doc_id"])
    if not copies:
        return tables
    kept = {
        name: frame[~doc_ids(frame, name, tables.frames).isin(copies)].reset_index(drop=True)
        for name, frame in tables.frames.items()
        if name not in ("intake", "reprints") and (TABLES[name].parent or "doc_id" in frame)
    }
    return replace(tables, **kept)
