"""What a run has to do: articles as they come in, and which of them were not read before."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from readout import schema
from readout.running.parts import Part, keys_of
from readout.running.work import Batch

Row = dict[str, Any]
Article = tuple[str, str]  # doc_id, and the key of all that is given of it


@dataclass
class Plan:
    """The articles of a run in their order, as far as they have come in.

    `kept` says which part holds an article that was read before, `parsed` which one holds its
    parse. `order` is the key of each article, by doc_id; `intake` what was noted of each.
    """

    kept: Mapping[Article, Part] = field(default_factory=dict)
    parsed: Mapping[Article, Part] = field(default_factory=dict)
    order: dict[str, str] = field(default_factory=dict)
    intake: list[Row] = field(default_factory=list)

    def batches(self, tables: Iterable[pd.DataFrame], size: int) -> Iterator[Batch]:
        """The articles that have to be read, in batches.

        Raises ValueError with all that is wrong with a table of articles, when it comes in.
        """
        place = 0
        for articles in _regrouped(map(self._new_in, tables), size):
            for home, some in self._by_home(articles):
                yield Batch((place,), some, home)
                place += 1

    def count_new(self, articles: pd.DataFrame) -> int:
        """How many of some articles have to be read."""
        return sum(article not in self.kept for article in keys_of(articles).items())

    def _new_in(self, articles: pd.DataFrame) -> pd.DataFrame:
        _refuse_unsound(articles)
        keys = keys_of(articles)
        if repeated := [doc_id for doc_id in keys if doc_id in self.order]:
            raise ValueError(
                f"The doc_id {repeated[0]!r} is given twice; give each article its own."
            )
        self.order |= keys
        self.intake += _noted(articles)
        bare = articles[schema.TABLES["articles"].names]
        bare.attrs = {}  # pandas copies them with every slice
        return bare[[article not in self.kept for article in keys.items()]]

    def _by_home(self, articles: pd.DataFrame) -> Iterator[tuple[Part | None, pd.DataFrame]]:
        """Articles by the part that holds their parses, if one does."""
        homes = [self.parsed.get((doc_id, self.order[doc_id])) for doc_id in articles["doc_id"]]
        parts = {home.name if home else "": home for home in homes}
        names = pd.Series([home.name if home else "" for home in homes], index=articles.index)
        for name, some in articles.groupby(names, sort=False):
            yield parts[str(name)], some


def planned(parts: Sequence[Part], made_by: Mapping[str, str]) -> Plan:
    """A plan that makes use of parts: those made by the same, and parses by the same parser."""
    return Plan(
        kept=_where(parts, lambda part: reads_alike(part.made_by, made_by)),
        parsed=_where(
            parts, lambda part: part.has_parses and parser_in(part.made_by) == parser_in(made_by)
        ),
    )


def reads_alike(made_by: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two makers read the same in the same article: not the number of a release decides,
    but the digest of what reading depends on (`source`)."""
    return {**made_by, "readout": ""} == {**other, "readout": ""}


def parser_in(made_by: Mapping[str, str]) -> tuple[str, ...]:
    """What a parse depends on, of all that tables are made by."""
    return tuple(made_by[name] for name in ("spacy", "model", "model_version", "pipes"))


def _where(parts: Sequence[Part], is_wanted: Callable[[Part], bool]) -> dict[Article, Part]:
    return {article: part for part in parts if is_wanted(part) for article in part.keys.items()}


def _refuse_unsound(articles: pd.DataFrame) -> None:
    if problems := schema.check(articles, "articles"):
        raise ValueError(
            "These are not articles as readout.articles(...) returns them:\n" + "\n".join(problems)
        )


def _noted(articles: pd.DataFrame) -> list[Row]:
    """What `readout.articles` noted of the articles, or that there was nothing to note."""
    return articles.attrs.get("intake") or [
        {"path": path, "doc_id": doc_id, "status": "read", "note": None}
        for path, doc_id in zip(articles["path"], articles["doc_id"], strict=True)
    ]


def _regrouped(tables: Iterable[pd.DataFrame], size: int) -> Iterator[pd.DataFrame]:
    """The same rows in tables of one size, the last maybe smaller."""
    waiting: list[pd.DataFrame] = []
    n_waiting = 0
    for table in tables:
        waiting.append(table)
        n_waiting += len(table)
        if n_waiting >= size:
            rows = pd.concat(waiting)
            whole = n_waiting - n_waiting % size
            yield from (rows.iloc[i : i + size] for i in range(0, whole, size))
            waiting, n_waiting = [rows.iloc[whole:]], n_waiting - whole
    if n_waiting:
        yield pd.concat(waiting)
