"""How often the tables are right: predicted against gold, as precision, recall and F1.

Figures are micro-averages over the articles that the gold covers, in percent. Intervals are 95%
percentile bootstrap intervals of F1 over articles (Efron 1979). Pairs are matched one to one, best
overlap first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from readout import store
from readout.schema import TABLES

Frames = Mapping[str, pd.DataFrame]
MEASURED = Path(__file__).with_name("measured.csv")
RELIABILITY = Path(__file__).with_name("reliability.csv")
CONTENT_OVERLAP = 0.5  # least Jaccard index of the characters of two contents
BOOTSTRAPS = 1000


@dataclass(frozen=True)
class Counts:
    """How many were right, how many were predicted and how many there are."""

    right: int
    predicted: int
    gold: int


@dataclass(frozen=True)
class Found:
    """One row reduced to what is compared: the characters it covers, and its label."""

    characters: frozenset[int]
    label: Any = None


def score(gold: Frames, predicted: Frames) -> pd.DataFrame:
    """Score predicted tables against gold tables, over the articles that the gold covers.

    Returns one row per measure: table, measure, n_gold, n_predicted, precision, recall, f1, low
    and high (the 95% interval of f1), all in percent. Measures named "..., of matched" count only
    pairs that the first measure of the table has matched, so that their three figures agree.
    """
    doc_ids = sorted(set(gold["quotes"]["doc_id"]) | set(gold["mentions"]["doc_id"]))
    rows = []
    for table, measure, count in _measures():
        counts = [count(_of(gold, doc_id), _of(predicted, doc_id)) for doc_id in doc_ids]
        rows.append({"table": table, "measure": measure, **_figures(counts)})
    return pd.DataFrame(rows)


def of_articles(gold: Frames, doc_ids: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The rows of gold tables that belong to these articles."""
    kept = set(doc_ids)
    mine = {
        name: frame[frame["doc_id"].isin(kept)] for name, frame in gold.items() if "doc_id" in frame
    }
    spans = gold["quote_spans"]
    mine["quote_spans"] = spans[spans["quote_id"].isin(mine["quotes"]["quote_id"])]
    return mine


def mistakes(gold: Frames, predicted: Frames) -> pd.DataFrame:
    """What was missed and what is wrong, over the articles that the gold covers.

    One row per attribution, name, event or time that only one side has, as `score` matches them.
    Columns: table, mistake ("missed" or "wrong"), doc_id, start, end, text.
    """
    rows = [
        row
        for doc_id in sorted(set(gold["quotes"]["doc_id"]) | set(gold["mentions"]["doc_id"]))
        for table in COMPARED
        for row in _mistakes_in(table, _of(gold, doc_id), _of(predicted, doc_id))
    ]
    return pd.DataFrame(rows, columns=["table", "mistake", "doc_id", "start", "end", "text"])


def load_gold(folder: str | Path) -> dict[str, pd.DataFrame]:
    """Gold tables in CSV from a folder; those that the folder hasn't got are left out."""
    paths = {name: Path(folder) / f"{name}.csv" for name in TABLES}
    found = {name: store.read_table(path, name) for name, path in paths.items() if path.exists()}
    needed = {"quotes", "quote_spans", "mentions", "entities", "events", "times"}
    if missing := sorted(needed - found.keys()):
        raise ValueError(f"{folder} has no {', '.join(f'{name}.csv' for name in missing)}.")
    return found


def sample_gold() -> dict[str, pd.DataFrame]:
    """The labels of six sample articles, which come with a checkout of the project.

    Raises FileNotFoundError outside a checkout.
    """
    folder = Path(__file__).parents[2] / "data" / "gold"
    if not folder.exists():
        raise FileNotFoundError(f"There are no sample labels at {folder}: run it in a checkout.")
    return load_gold(folder)


def measured(table: str | None = None) -> pd.DataFrame:
    """The figures that this release of readout was measured at, for one table or for all.

    Columns: table, measure, corpus, n_gold, precision, recall, f1, low, high, in percent; the
    interval is missing where a corpus' own scorer gives none. `docs/model-card.md` describes the
    corpora and says how to measure again.
    """
    figures = pd.read_csv(MEASURED, dtype={"n_gold": "Int64"}).round(1)
    return figures if table is None else figures[figures["table"] == table].reset_index(drop=True)


def reliability() -> pd.DataFrame:
    """How often attributions of a confidence are right, on news that nothing was fitted on.

    One row for each tenth of confidence that occurs. Columns: rows (attributions), promised (their
    mean confidence), kept (the share whose content and source are right), low and high (its 95%
    interval after Wilson 1927), in percent.
    """
    return pd.read_csv(RELIABILITY)


def _measures() -> Iterator[tuple[str, str, Callable[[Frames, Frames], Counts]]]:
    yield "entities", "names, exact span", _exact(_names)
    yield "entities", "names, exact span and type", _exact(_typed_names)
    yield "quotes", "content, overlap", _matched(_contents, overlap=CONTENT_OVERLAP)
    yield (
        "quotes",
        "content and source",
        _matched(_sourced_contents, overlap=CONTENT_OVERLAP, same=_share_a_character),
    )
    yield "quotes", "speaker, of matched", _labels(_spoken_contents, overlap=CONTENT_OVERLAP)
    yield "times", "exact span", _exact(_times)
    yield "times", "value, of matched", _labels(_valued_times)
    yield "events", "trigger, overlap", _matched(_triggers)
    yield "events", "type, of matched", _labels(_typed_triggers)
    yield "events", "factuality, of matched", _labels(_judged_triggers)


def _of(frames: Frames, doc_id: str) -> dict[str, pd.DataFrame]:
    """The rows of one article; `quote_spans` are found through their quotes."""
    mine = {name: f[f["doc_id"] == doc_id] for name, f in frames.items() if "doc_id" in f}
    spans = frames["quote_spans"]
    mine["quote_spans"] = spans[spans["quote_id"].isin(mine["quotes"]["quote_id"])]
    return mine


def _figures(counts: list[Counts]) -> dict[str, float]:
    table = np.array([[c.right, c.predicted, c.gold] for c in counts])
    precision, recall, f1 = _prf(table.sum(axis=0))
    draws = np.random.default_rng(0).integers(0, len(table), (BOOTSTRAPS, len(table)))
    low, high = np.percentile(_prf(table[draws].sum(axis=1).T)[2], [2.5, 97.5])
    return {
        "n_gold": int(table[:, 2].sum()),
        "n_predicted": int(table[:, 1].sum()),
        "precision": float(precision),
        "recall": float(recall),
        "f1": float(f1),
        "low": float(low),
        "high": float(high),
    }


def _prf(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    right, predicted, gold = sums
    share = np.vectorize(lambda part, whole: 100 * part / whole if whole else 0.0)
    return share(right, predicted), share(right, gold), share(2 * right, predicted + gold)


def _mistakes_in(table: str, gold: Frames, predicted: Frames) -> Iterator[dict[str, Any]]:
    rows_of, least, text = COMPARED[table]
    sides = {"missed": _rows_compared(gold, table), "wrong": _rows_compared(predicted, table)}
    there, found = rows_of(gold), rows_of(predicted)
    matched = {id(row) for pair in _pairs(there, found, least) for row in pair}
    for mistake, compared in (("missed", there), ("wrong", found)):
        for row, made in zip(compared, sides[mistake].to_dict("records"), strict=True):
            if id(row) not in matched:
                place = {name: made[name] for name in ("doc_id", "start", "end")}
                yield {"table": table, "mistake": mistake, **place, "text": made[text]}


def _rows_compared(frames: Frames, table: str) -> pd.DataFrame:
    if table == "events":
        return _happenings(frames)
    return frames[table].query("form == 'name'") if table == "mentions" else frames[table]


# How pairs are counted.


def _exact(rows: Callable[[Frames], list[Found]]) -> Callable[[Frames, Frames], Counts]:
    def count(gold: Frames, predicted: Frames) -> Counts:
        there, found = set(rows(gold)), set(rows(predicted))
        return Counts(len(there & found), len(found), len(there))

    return count


def _matched(
    rows: Callable[[Frames], list[Found]],
    *,
    overlap: float = 0.0,
    same: Callable[[Any, Any], bool] = lambda _gold, _found: True,
) -> Callable[[Frames, Frames], Counts]:
    def count(gold: Frames, predicted: Frames) -> Counts:
        there, found = rows(gold), rows(predicted)
        right = sum(same(g.label, p.label) for g, p in _pairs(there, found, overlap))
        return Counts(right, len(found), len(there))

    return count


def _labels(
    rows: Callable[[Frames], list[Found]], *, overlap: float = 0.0
) -> Callable[[Frames, Frames], Counts]:
    def count(gold: Frames, predicted: Frames) -> Counts:
        pairs = list(_pairs(rows(gold), rows(predicted), overlap))
        return Counts(sum(g.label == p.label for g, p in pairs), len(pairs), len(pairs))

    return count


def _pairs(there: list[Found], found: list[Found], least: float) -> Iterator[tuple[Found, Found]]:
    likeness = {
        (i, j): len(g.characters & p.characters) / len(g.characters | p.characters)
        for i, g in enumerate(there)
        for j, p in enumerate(found)
        if g.characters & p.characters
    }
    used_there, used_found = set(), set()
    for (i, j), value in sorted(likeness.items(), key=lambda item: (-item[1], item[0])):
        if value >= least and i not in used_there and j not in used_found:
            used_there.add(i)
            used_found.add(j)
            yield there[i], found[j]


def _share_a_character(gold: frozenset[int], found: frozenset[int]) -> bool:
    """Two sources, as sets of characters, agree: they overlap, or there is none in either."""
    return bool(gold & found) or gold == found


# What is compared.


def _found(frame: pd.DataFrame, labels: pd.Series | None = None) -> list[Found]:
    values = [None] * len(frame) if labels is None else _plain(labels)
    spans = zip(frame["start"], frame["end"], values, strict=True)
    return [Found(frozenset(range(start, end)), label) for start, end, label in spans]


def _plain(labels: pd.Series) -> list[object]:
    return [None if pd.isna(label) else label for label in labels]


def _names(frames: Frames) -> list[Found]:
    return _found(frames["mentions"].query("form == 'name'"))


def _typed_names(frames: Frames) -> list[Found]:
    names = frames["mentions"].query("form == 'name'")
    types = frames["entities"].set_index("entity_id")["type"]
    return _found(names, names["entity_id"].map(types))


def _times(frames: Frames) -> list[Found]:
    return _found(frames["times"])


def _valued_times(frames: Frames) -> list[Found]:
    return _found(frames["times"], frames["times"]["value"])


def _happenings(frames: Frames) -> pd.DataFrame:
    """Events but no states, which data/gold does not have."""
    return frames["events"][frames["events"]["mode"] != "state"]


def _triggers(frames: Frames) -> list[Found]:
    return _found(_happenings(frames))


def _typed_triggers(frames: Frames) -> list[Found]:
    return _found(_happenings(frames), _happenings(frames)["type"])


def _judged_triggers(frames: Frames) -> list[Found]:
    return _found(_happenings(frames), _happenings(frames)["factuality"])


def _contents(frames: Frames) -> list[Found]:
    return [Found(_characters(frames, i, "content")) for i in frames["quotes"]["quote_id"]]


def _sourced_contents(frames: Frames) -> list[Found]:
    ids = frames["quotes"]["quote_id"]
    return [Found(_characters(frames, i, "content"), _characters(frames, i, "source")) for i in ids]


def _spoken_contents(frames: Frames) -> list[Found]:
    quotes = frames["quotes"]
    speakers = zip(quotes["quote_id"], _plain(quotes["speaker"]), strict=True)
    return [Found(_characters(frames, i, "content"), speaker) for i, speaker in speakers]


def _characters(frames: Frames, quote_id: str, role: str) -> frozenset[int]:
    spans = frames["quote_spans"].query("quote_id == @quote_id and role == @role")
    spans = zip(spans["start"], spans["end"], strict=True)
    return frozenset(i for start, end in spans for i in range(start, end))


# Table -> its rows as they are compared, how much of their characters two must share, their words.
COMPARED: Mapping[str, tuple[Callable[[Frames], list[Found]], float, str]] = {
    "quotes": (_contents, CONTENT_OVERLAP, "content"),
    "mentions": (_names, 1.0, "text"),
    "events": (_triggers, 0.0, "trigger"),
    "times": (_times, 1.0, "text"),
}
