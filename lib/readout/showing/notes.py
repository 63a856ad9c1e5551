"""The rows of an article's tables in words, as its marked-up page tells them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

if TYPE_CHECKING:
    from readout.frames import Tables

Layer = Literal["quotes", "entities", "events"]
Row = Mapping[str, Any]


def notes_of(tables: "Tables", doc_id: str, layer: Layer) -> dict[str, str]:
    """The rows that one article has in a layer, in words: short id -> sentence."""
    rows = rows_of(getattr(tables, layer), doc_id=doc_id)
    quotes = {row["quote_id"]: row for row in rows_of(tables.quotes, doc_id=doc_id)}
    key, say = {
        "quotes": ("quote_id", _quote_note),
        "entities": ("entity_id", _entity_note),
        "events": ("event_id", _event_note),
    }[layer]
    return {short(row[key], doc_id): say(row, quotes) for row in rows}


def rows_of(frame: pd.DataFrame, **equal: str) -> list[dict[str, Any]]:
    """The rows of a frame where columns have these values; missing values are None."""
    for column, value in equal.items():
        frame = frame[frame[column] == value]
    plain = frame.astype(object)
    return plain.where(plain.notna(), None).to_dict("records")  # pyright: ignore[reportReturnType]


def short(row_id: str, doc_id: str) -> str:
    """A row's id within its article: "q3"."""
    return row_id.removeprefix(f"{doc_id}.")


def date_text(value: Any) -> str:
    """A date as short as it can be said: without the time of day where that is midnight."""
    moment = pd.Timestamp(value)
    return f"{moment:%Y-%m-%d}" if moment == moment.normalize() else f"{moment:%Y-%m-%d %H:%M}"


def parents_of(quote_id: str, quotes: Mapping[str, Row]) -> list[str]:
    """The attributions that one is nested in, the nearest first; a circle ends where it closes."""
    chain = [quote_id]
    while (parent := quotes[chain[-1]]["parent_id"]) in quotes and parent not in chain:
        chain.append(parent)
    return chain[1:]


def _quote_note(row: Row, quotes: Mapping[str, Row]) -> str:
    chain = [_who(quotes[parent]) for parent in parents_of(row["quote_id"], quotes)]
    return _phrases(
        f"{_who(row)} ({row['source_form']})" if row["source"] else "no source given",
        row["speaker"] and row["source"] and f"as written: {row['source']}",
        row["cue"] and f"cue: {row['cue']}",
        row["stance"],
        row["audience"] and f"told to {row['audience']}",
        row["kind"],
        chain and f"on the word of {', on the word of '.join(chain)}",
        f"confidence {row['confidence']:.2f}",
    )


def _entity_note(row: Row, _: Mapping[str, Row]) -> str:
    count = row["n_mentions"]
    return _phrases(
        row["name"], row["type"], row["role"], f"{count} mention{'s' if count != 1 else ''}"
    )


def _event_note(row: Row, quotes: Mapping[str, Row]) -> str:
    told_in = quotes.get(row["quote_id"])
    return _phrases(
        f"{row['type']} “{row['trigger']}”",
        row["mode"] and f"mode {row['mode']}",
        row["actor"] and f"actor {row['actor']}",
        row["recipient"] and f"recipient {row['recipient']}",
        row["place"] and f"place {row['place']}",
        _when(row),
        row["duration"] and f"lasting {row['duration']}",
        f"{row['factuality']} ({row['certainty']}, {row['polarity']})",
        row["future"] and "ahead of its telling",
        f"on the word of {_who(told_in)}" if told_in else "in the newsroom's voice",
        row["same_as"] and f"the same as {short(row['same_as'], row['doc_id'])}",
        f"confidence {row['confidence']:.2f}",
    )


def _when(row: Row) -> str | None:
    dates = [date_text(row[column]) for column in ("begins", "ends") if row[column] is not None]
    return f"{' to '.join(dict.fromkeys(dates))} ({row['time_basis']})" if dates else None


def _who(quote: Row) -> str:
    return quote["speaker"] or quote["source"] or "a source that is not given"


def _phrases(*phrases: str | bool | Sequence[str] | None) -> str:
    return "; ".join(str(phrase) for phrase in phrases if phrase)
