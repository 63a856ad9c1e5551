"""Annotations of many articles -> one set of DataFrames, ready to query, save and load."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

import pandas as pd
import pyarrow as pa

from readout import store
from readout.annotations import Argument, Event, Reading, Span
from readout.running.parts import KEPT, arrow_schema
from readout.schema import TABLES

Row = dict[str, Any]


@dataclass(frozen=True)
class Tables:
    """Every table of a corpus; `readout.schema` says what each column means.

    `about` says how they were made: versions of readout, of spaCy and of the model.
    """

    articles: pd.DataFrame
    entities: pd.DataFrame
    quotes: pd.DataFrame
    events: pd.DataFrame
    mentions: pd.DataFrame
    quote_spans: pd.DataFrame
    arguments: pd.DataFrame
    times: pd.DataFrame
    order: pd.DataFrame
    boilerplate: pd.DataFrame
    intake: pd.DataFrame
    coverage: pd.DataFrame
    disagreements: pd.DataFrame
    credits: pd.DataFrame
    reprints: pd.DataFrame
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name in TABLES}

    def save(self, folder: str | Path, *, format: str = "parquet") -> None:  # noqa: A002
        """Write all tables to a folder as parquet, csv, jsonl or xlsx."""
        store.save(self.frames, self.about, folder, format=format)

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """Read tables that `save` wrote. Raises ValueError with all that is wrong with them."""
        frames, about = store.load(folder)
        return cls(**frames, about=about)

    def __repr__(self) -> str:
        """How many rows each table has."""
        counts = ", ".join(f"{len(frame)} {name}" for name, frame in self.frames.items())
        return f"Tables({counts})"


def to_frames(articles: pd.DataFrame, readings: Iterable[Reading]) -> dict[str, pd.DataFrame]:
    """Lay out what was read in tables, by name; `articles` has the articles that `readings` are of.

    Only those of `readout.running.parts.KEPT`: the others take more to fill than these articles.
    """
    read = list(readings)
    frames = {
        name: frame_of([row for reading in read for row in rows_of(reading)], name)
        for name, rows_of in ROWS.items()
    }
    frames["articles"] = articles[TABLES["articles"].names].reset_index(drop=True)
    return frames


def joined(pieces: Sequence[Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """The tables of several lots of articles, one after the other, as one set of tables."""
    return {
        name: pd.concat([piece[name] for piece in pieces], ignore_index=True)
        if pieces
        else TABLES[name].empty()
        for name in KEPT
    }


def frame_of(rows: Sequence[Row], name: str) -> pd.DataFrame:
    """Rows as the table of that name; what they don't say is missing. (Arrow takes half as long to
    make it as pandas.)"""
    return pa.Table.from_pylist(rows, schema=arrow_schema(name)).to_pandas()


def _id(reading: Reading, kind: str, position: int | None) -> str | None:
    return None if position is None else f"{reading.article.doc_id}.{kind}{position + 1}"


def _place(reading: Reading, span: Span, column: str = "text") -> Row:
    return {"start": span.start, "end": span.end, column: span.of(reading.article.text)}


def _written(reading: Reading, spans: Sequence[Span], separator: str) -> str | None:
    return separator.join(span.of(reading.article.text) for span in spans) or None


def _boilerplate_rows(reading: Reading) -> Iterator[Row]:
    for stretch in reading.article.boilerplate:
        place = _place(reading, stretch.span)
        yield {"doc_id": reading.article.doc_id, **place, "reason": stretch.reason}


def _mention_rows(reading: Reading) -> Iterator[Row]:
    entity_of = {m: e for e, entity in enumerate(reading.entities) for m in entity.mentions}
    for i, mention in enumerate(reading.mentions):
        if i not in entity_of and mention.form == "nominal" and mention.label is None:
            continue  # a thing that nothing else is said of
        yield {
            "mention_id": _id(reading, "m", i),
            "doc_id": reading.article.doc_id,
            **_place(reading, mention.span),
            "form": mention.form,
            "entity_id": _id(reading, "e", entity_of.get(i)),
            "stands_for": mention.stands_for,
        }


def _entity_rows(reading: Reading) -> Iterator[Row]:
    for i, entity in enumerate(reading.entities):
        yield {
            "entity_id": _id(reading, "e", i),
            "doc_id": reading.article.doc_id,
            "name": entity.name,
            "type": entity.label,
            "role": entity.role,
            "n_mentions": len(entity.mentions),
            "key": entity.key or _id(reading, "e", i),
            "named": bool(entity.names),
            "names": "; ".join(entity.names) or None,
            "affiliation": _name_of(reading, entity.affiliation),
            "affiliation_id": _id(reading, "e", entity.affiliation),
            "pronouns": entity.pronouns,
            "members": "; ".join(f"{_id(reading, 'e', e)}" for e in entity.group) or None,
            "may_be": "; ".join(entity.may_be) or None,
        }


def _name_of(reading: Reading, entity: int | None) -> str | None:
    return None if entity is None else reading.entities[entity].name


def _time_rows(reading: Reading) -> Iterator[Row]:
    for i, time in enumerate(reading.times):
        yield {
            "time_id": _id(reading, "t", i),
            "doc_id": reading.article.doc_id,
            **_place(reading, time.span),
            "type": time.type,
            "value": time.value,
            "begins": time.begins,
            "ends": time.ends,
        }


def _quote_rows(reading: Reading) -> Iterator[Row]:
    for i, quote in enumerate(reading.quotes):
        yield {
            "quote_id": _id(reading, "q", i),
            "doc_id": reading.article.doc_id,
            "start": quote.content[0].start,
            "end": quote.content[-1].end,
            "kind": quote.kind,
            "content": _written(reading, quote.content, " … "),
            "cue": _written(reading, quote.cue, " … "),
            "cue_lemma": quote.cue_lemma,
            "stance": quote.stance,
            "source": quote.source and quote.source.of(reading.article.text),
            "source_form": quote.source_form,
            "source_type": quote.source_type,
            "entity_id": _id(reading, "e", quote.entity),
            "speaker": _name_of(reading, quote.entity),
            "audience": _written(reading, quote.audience, "; "),
            "parent_id": _id(reading, "q", quote.parent),
            "confidence": quote.confidence,
        }


def _quote_span_rows(reading: Reading) -> Iterator[Row]:
    for i, quote in enumerate(reading.quotes):
        source = (quote.source,) if quote.source else ()
        pieces = {"source": source, "cue": quote.cue, "content": quote.content}
        for role, spans in {**pieces, "audience": quote.audience}.items():
            for span in spans:
                yield {
                    "quote_id": _id(reading, "q", i),
                    "role": role,
                    **_place(reading, span),
                }


def _event_rows(reading: Reading) -> Iterator[Row]:
    for i, event in enumerate(reading.events):
        yield {
            "event_id": _id(reading, "v", i),
            "doc_id": reading.article.doc_id,
            **_place(reading, event.span, "trigger"),
            "lemma": event.lemma,
            "type": event.type,
            "mode": event.mode,
            **_participants(reading, event),
            "time_id": _id(reading, "t", event.time),
            "begins": event.begins,
            "ends": event.ends,
            "time_basis": event.time_basis,
            "duration": event.duration,
            "certainty": event.certainty,
            "polarity": event.polarity,
            "future": event.future,
            "factuality": event.factuality,
            "quote_id": _id(reading, "q", event.quote),
            "same_as": _id(reading, "v", event.same_as),
            "confidence": event.confidence,
        }


def _participants(reading: Reading, event: Event) -> Row:
    return {
        role: _written(reading, [a.span for a in event.arguments if a.role == role], "; ")
        for role in ("actor", "recipient", "place")
    }


def _argument_rows(reading: Reading) -> Iterator[Row]:
    for i, event in enumerate(reading.events):
        for argument in event.arguments:
            yield _argument_row(reading, i, argument)


def _argument_row(reading: Reading, event: int, argument: Argument) -> Row:
    return {
        "event_id": _id(reading, "v", event),
        "role": argument.role,
        **_place(reading, argument.span),
        "entity_id": _id(reading, "e", argument.entity),
        "understood": argument.understood,
    }


def _order_rows(reading: Reading) -> Iterator[Row]:
    for order in reading.order:
        yield {
            "event_id": _id(reading, "v", order.event),
            "relation": order.relation,
            "other_id": _id(reading, "v", order.other),
            "time_id": _id(reading, "t", order.time),
            **_place(reading, order.span),
        }


ROWS: Mapping[str, Callable[[Reading], Iterable[Row]]] = {
    "boilerplate": _boilerplate_rows,
    "mentions": _mention_rows,
    "entities": _entity_rows,
    "times": _time_rows,
    "quotes": _quote_rows,
    "quote_spans": _quote_span_rows,
    "events": _event_rows,
    "arguments": _argument_rows,
    "order": _order_rows,
}
