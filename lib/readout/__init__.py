"""News articles into pandas DataFrames of entities, quotes and events.

    articles = readout.articles("data/articles")   files, folders, tables -> DataFrame
    tables = readout.read(articles)                -> Tables: .entities .quotes .events ...
    tables = readout.across(tables)                what articles share, and where they differ
    readout.show(tables, "some-doc-id")            the article with its annotations marked
    tables.save("build/tables")                    and readout.Tables.load("build/tables")

Names are imported when they are first used, so that `import readout` loads no model and no spaCy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from readout.comparing.across import across
    from readout.comparing.copies import originals
    from readout.frames import Tables
    from readout.intake import articles
    from readout.pipeline import load
    from readout.reading import read
    from readout.views import show

__version__ = "0.1.0"
__all__ = ["Tables", "across", "articles", "load", "originals", "read", "show"]

_HOMES = {
    "across": "comparing.across",
    "articles": "intake",
    "load": "pipeline",
    "originals": "comparing.copies",
    "read": "reading",
    "show": "views",
    "Tables": "frames",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"readout has no '{name}'; it has {', '.join(__all__)}")
    found = getattr(import_module(f"readout.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
