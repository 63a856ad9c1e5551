"""Every table that readout makes: its columns, their types and meaning, and the checks on them.

Offsets are half-open character offsets into `articles.text`. Columns marked nullable hold a
missing value where the article doesn't say; text columns never hold an empty string instead.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pandas.api.types import pandas_dtype

from readout.corpus import COVERAGE, CREDITS, DISAGREEMENTS, REPRINTS
from readout.layout import DOC as _DOC
from readout.layout import Column, Table
from readout.layout import date as _date
from readout.layout import group as _group
from readout.layout import span as _span
from readout.layout import text as _text
from readout.pieces import Texts

PLOVER_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONCEDE",
)  # fmt: skip
UNTYPED = ("STATEMENT", "OTHER")  # what PLOVER has no type for: saying, and all else
ENTITY_TYPES = (
    "PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "OTHER",
)  # fmt: skip
FACTUALITY = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu")


_ENTITY = _text("entity_id", "who it is", nullable=True, refers_to="entities.entity_id")
_CONFIDENCE = Column("confidence", "float64", "how likely the row is right, 0 to 1")

ARTICLES = Table(
    "articles",
    "one row per article",
    (
        _text("doc_id", "id of the article, unique in the corpus"),
        _text("title", "headline, given or set apart in the text", nullable=True),
        _date("published", "date, or date and time, of publication, as the outlet's clock has it"),
        _text("outlet", "who published it", nullable=True),
        _text("byline", "who wrote it, as given", nullable=True),
        _text("url", "where it was published", nullable=True),
        _text("path", "the file that it was read from"),
        _text("text", "the text exactly as given"),
        _text("sha256", "SHA-256 of the text in UTF-8, as hexadecimal digits"),
    ),
    key="doc_id",
)
ENTITIES = Table(
    "entities",
    "one row per entity per article",
    (
        _text("entity_id", "id of the entity in this article"),
        _DOC,
        _text("name", "the fullest name that the article gives"),
        _text("type", "OntoNotes type", allowed=ENTITY_TYPES),
        _text("role", "what the article says the entity is, in its words", nullable=True),
        Column("n_mentions", "int64", "how many mentions it has in the article"),
        _text("key", "the same for the same entity in every article"),
        Column("named", "bool", 'whether the article names it; False: "a senior official"'),
        _text("names", "every name that the article gives it, joined by '; '", nullable=True),
        _text("affiliation", "whom a title or role names; a nationality's country", nullable=True),
        _text("affiliation_id", "the affiliation", nullable=True, refers_to="entities.entity_id"),
        _text("pronouns", "the pronoun that the article mostly uses: he, she", nullable=True),
        _text("members", "for a group ('two leaders'), its entity ids", nullable=True),
        _text("may_be", "whom a surname alone may mean, where that is open", nullable=True),
    ),
    key="entity_id",
)
QUOTES = Table(
    "quotes",
    "one row per attribution: something said, thought or written by somebody",
    (
        _text("quote_id", "id of the attribution"),
        _DOC,
        *_span("the content"),
        _text("kind",
              "wholly in quotation marks or a turn (direct), not at all (indirect), partly (mixed)",
              allowed=("direct", "indirect", "mixed")),
        _text("content", "what is attributed; the pieces of a split content joined by ' … '"),
        _text("cue", "the words that attribute", nullable=True),
        _text("cue_lemma", "lemma of the cue's main word", nullable=True),
        _text("stance", "what the cue does: asserts, confirms, denies, ...", nullable=True),
        _text("source", "who it is attributed to, as written", nullable=True),
        _text("source_form", "how the source is given",
              allowed=("named", "nominal", "pronoun", "anonymous", "none")),
        _text("source_type", "what the source is, as far as its words tell: people, an "
              "organisation or a state, or a text, a poll and the like",
              allowed=("person", "institution", "document"), nullable=True),
        _ENTITY,
        _text("speaker", "the name of that entity", nullable=True),
        _text("audience", "who it was said to or through, as written", nullable=True),
        _text("parent_id", "the attribution that it is nested in: on whose word we have it",
              nullable=True, refers_to="quotes.quote_id"),
        _CONFIDENCE,
        _group("utterance"),
    ),
    key="quote_id",
)  # fmt: skip
EVENTS = Table(
    "events",
    "one row per mention of an event",
    (
        _text("event_id", "id of the event mention"),
        _DOC,
        *_span("the trigger"),
        _text("trigger", "the words that name the event"),
        _text("lemma", "lemma of the trigger"),
        _text("type", "PLOVER 2021 event type; STATEMENT for saying; OTHER where none fits",
              allowed=(*PLOVER_TYPES, *UNTYPED)),
        _text("mode", "PLOVER mode; `state` for what somebody has, needs or is part of",
              nullable=True),
        _text("actor", "who did it, as written; several joined by '; '", nullable=True),
        _text("recipient", "to or with whom, as written; several joined by '; '", nullable=True),
        _text("place", "where, as written", nullable=True),
        _text("time_id", "the time expression that dates it", nullable=True,
              refers_to="times.time_id"),
        _date("begins", "first day or moment of the event"),
        _date("ends", "last day or moment of the event, inclusive"),
        _text("time_basis", "what gives the date: the text alone (explicit), the text relative to "
              "the publication date (relative), the publication date alone (publication), nothing",
              allowed=("explicit", "relative", "publication", "none")),
        _text("duration", "how long it took, as a TIMEX3 duration", nullable=True),
        _text("certainty", "how sure its source is",
              allowed=("certain", "probable", "possible")),
        _text("polarity", "whether it happened or did not", allowed=("pos", "neg")),
        Column("future", "bool", "whether it lies ahead of its telling"),
        _text("factuality", "FactBank value of the three; Uu where its source leaves it open",
              allowed=FACTUALITY),
        _text("quote_id", "the attribution it is told in: on whose word; missing = the newsroom's",
              nullable=True, refers_to="quotes.quote_id"),
        _text("same_as", "the first mention of the same event in the article", nullable=True,
              refers_to="events.event_id"),
        _CONFIDENCE,
        _group("happening"),
    ),
    key="event_id",
    spanned="trigger",
)  # fmt: skip
MENTIONS = Table(
    "mentions",
    "one row per mention of somebody or something",
    (
        _text("mention_id", "id of the mention"),
        _DOC,
        *_span("the mention"),
        _text("text", "the mention as written"),
        _text("form", "how it refers", allowed=("name", "nominal", "pronoun")),
        _ENTITY,
        _text("stands_for", "'government' for a place that speaks: Moscow said", nullable=True),
    ),
    key="mention_id",
    spanned="text",
)
QUOTE_SPANS = Table(
    "quote_spans",
    "the pieces of every attribution",
    (
        _text("quote_id", "the attribution", refers_to="quotes.quote_id"),
        _text("role", "what the piece is", allowed=("source", "cue", "content", "audience")),
        *_span("the piece"),
        _text("text", "the piece as written"),
    ),
    spanned="text",
    parent="quote_id",
)
ARGUMENTS = Table(
    "arguments",
    "who and what takes part in every event",
    (
        _text("event_id", "the event", refers_to="events.event_id"),
        _text("role", "what part", allowed=("actor", "recipient", "object", "amount", "level",
                                            "place", "instrument", "time", "duration")),
        *_span("the participant"),
        _text("text", "the participant as written"),
        _ENTITY,
        Column("understood", "bool", "whether only grammar makes it take part (“he flew to meet”)"),
    ),
    spanned="text",
    parent="event_id",
)  # fmt: skip
ORDER = Table(
    "order",
    "what the text says of the order of events; one row per word that says so",
    (
        _text("event_id", "the event", refers_to="events.event_id"),
        _text("relation", "how it stands to the other",
              allowed=("before", "after", "during", "until", "since", "by")),
        _text("other_id", "the other event", nullable=True, refers_to="events.event_id"),
        _text("time_id", "or the time", nullable=True, refers_to="times.time_id"),
        *_span("the word that says so"),
        _text("text", "the word itself"),
    ),
    spanned="text",
    parent="event_id",
)  # fmt: skip
TIMES = Table(
    "times",
    "one row per time expression",
    (
        _text("time_id", "id of the time expression"),
        _DOC,
        *_span("the expression"),
        _text("text", "the expression as written"),
        _text("type", "TIMEX3 type", allowed=("DATE", "TIME", "DURATION", "SET")),
        _text("value", "TIMEX3 value; XXXX stands for what is not given"),
        _date("begins", "first day or moment meant"),
        _date("ends", "last day or moment meant, inclusive"),
    ),
    key="time_id",
    spanned="text",
)
BOILERPLATE = Table(
    "boilerplate",
    "stretches of an article's text that are not part of its story and were not read",
    (
        _DOC,
        *_span("the stretch"),
        _text("text", "the stretch as written"),
        _text("reason", "what it was recognised as"),
    ),
    spanned="text",
)
INTAKE = Table(
    "intake",
    "one row per article that was found: what became of it, and why",
    (
        _text("path", "the file, and the row in it where it holds several articles"),
        _text("doc_id", "the article", nullable=True),
        _text("status", "read as it was, read with a remark, or left out",
              allowed=("read", "noted", "skipped")),
        _text("note", "what was remarked, or why it was left out", nullable=True),
    ),
)  # fmt: skip
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        ARTICLES, ENTITIES, QUOTES, EVENTS, MENTIONS, QUOTE_SPANS, ARGUMENTS, ORDER, TIMES,
        BOILERPLATE, INTAKE, COVERAGE, DISAGREEMENTS, CREDITS, REPRINTS,
    )
}  # fmt: skip


def complete(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """All tables in their order, those that are missing without rows."""
    return {
        name: frames[name] if name in frames else table.empty() for name, table in TABLES.items()
    }


def check(frame: pd.DataFrame, name: str) -> list[str]:
    """Everything wrong with one table's columns, types and values, a sentence each."""
    table = _table(name)
    return [f"{name}: {problem}" for problem in _problems_of_one(frame, table)]


def check_all(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Everything wrong with a set of tables: each alone, their references, and their offsets.

    References and offsets are checked between those tables that are sound in themselves.
    """
    problems = [f"{name}: the table is missing" for name in TABLES if name not in frames]
    for name, frame in frames.items():
        problems += check(frame, name)
    broken = {problem.split(":")[0] for problem in problems}
    sound = {name: frame for name, frame in frames.items() if name not in broken}
    texts = Texts(sound["articles"]["text"].tolist()) if "articles" in sound else None
    for name, frame in sound.items():
        problems += [f"{name}: {problem}" for problem in _bad_references(frame, name, sound)]
        if texts and "start" in frame:
            found = _bad_offsets(frame, name, sound, texts)
            problems += [f"{name}: {problem}" for problem in found]
    return problems


def doc_ids(frame: pd.DataFrame, name: str, frames: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The article of each row of a table, its own or that of the row it belongs to."""
    table = TABLES[name]
    if not table.parent:
        return frame["doc_id"]
    other = next(c for c in table.columns if c.name == table.parent).refers_to.split(".")[0]
    if other not in frames:
        return pd.Series(index=frame.index, dtype="str")
    rows = _row_of(frame[table.parent], frames[other][table.parent])
    owners = frames[other]["doc_id"].array.take(rows, allow_fill=True)
    return pd.Series(owners, index=frame.index)


def _table(name: str) -> Table:
    if name not in TABLES:
        raise ValueError(f"There is no table '{name}'. The tables are: {', '.join(TABLES)}.")
    return TABLES[name]


def _problems_of_one(frame: pd.DataFrame, table: Table) -> Iterator[str]:
    missing = [name for name in table.names if name not in frame]
    unknown = [str(name) for name in frame if name not in table.names]
    if missing:
        yield f"columns are missing: {', '.join(missing)}"
    if unknown:
        yield f"columns are not in the schema: {', '.join(unknown)}"
    for column in table.columns:
        if column.name in frame:
            yield from _problems_of_column(frame[column.name], column)
    if table.key in frame and (repeated := frame[table.key].duplicated()).any():
        yield f"{table.key} is not unique: {_some(frame.loc[repeated, table.key])}"


def _problems_of_column(values: pd.Series, column: Column) -> Iterator[str]:
    if values.dtype != pandas_dtype(column.dtype):
        yield f"{column.name} has dtype {values.dtype}, not {column.dtype}"
        return
    missing = values.isna()
    if not column.nullable and missing.any():
        yield f"{column.name} is empty in {_rows(missing)}"
    if column.dtype == "str" and column.name != "text" and (blank := _equal(values, "")).any():
        yield f"{column.name} is an empty string in {_rows(blank)}; use a missing value"
    if column.allowed and not (known := missing | values.isin(column.allowed)).all():
        yield (
            f"{column.name} holds {_some(values[~known])}; allowed are {', '.join(column.allowed)}"
        )
    if column.name == "confidence" and not (inside := missing | values.between(0, 1)).all():
        yield f"confidence holds {_some(values[~inside])}; it lies between 0 and 1"


def _bad_references(
    frame: pd.DataFrame, name: str, frames: Mapping[str, pd.DataFrame]
) -> Iterator[str]:
    for column in TABLES[name].columns:
        other, _, key = column.refers_to.partition(".")
        if other in frames:
            values = frame[column.name]
            unknown = values.notna() & (_row_of(values, frames[other][key]) < 0)
            if unknown.any():
                yield f"{column.name} refers to no row of {other}: {_some(values[unknown])}"


def _row_of(values: pd.Series, keys: pd.Series) -> NDArray[np.integer]:
    """For each value its place among the keys, -1 for others (by Arrow: pandas takes longer)."""
    found = pc.index_in(pa.array(values), pa.array(keys))  # pyright: ignore[reportAttributeAccessIssue]
    return found.fill_null(-1).to_numpy()


def _bad_offsets(
    frame: pd.DataFrame, name: str, frames: Mapping[str, pd.DataFrame], texts: Texts
) -> Iterator[str]:
    articles, spanned = frames["articles"], TABLES[name].spanned
    article = _row_of(doc_ids(frame, name, frames), articles["doc_id"])
    start, end = frame["start"].to_numpy(), frame["end"].to_numpy()
    length = texts.lengths[article]
    inside = (start >= 0) & (start < end) & (end <= length)
    there = texts.pieces(article, np.where(inside, start, 0), np.where(inside, end, 0))
    alike = _equal(frame[spanned], there) | frame[spanned].isna() if spanned else True
    for row in np.flatnonzero((article >= 0) & ~(inside & alike)).tolist():
        doc_id = articles["doc_id"].iloc[article[row]]
        if inside[row]:
            yield (
                f"row {row} says {spanned} is {frame[spanned].iloc[row]!r}, "
                f"but characters {start[row]} to {end[row]} of {doc_id} are {there[row].as_py()!r}"
            )
        else:
            yield (
                f"row {row} spans {start[row]} to {end[row]}, "
                f"but {doc_id} has {length[row]} characters"
            )


def _equal(values: pd.Series, others: pa.ChunkedArray | str) -> NDArray[np.bool_]:
    """Whether values are like others (by Arrow, as above); missing ones are like none."""
    alike = pc.equal(pa.array(values), others)  # pyright: ignore[reportAttributeAccessIssue]
    return np.asarray(alike.fill_null(False))


def _some(values: pd.Series, limit: int = 3) -> str:
    shown = ", ".join(repr(value) for value in values.unique()[:limit].tolist())
    return shown if values.nunique() <= limit else f"{shown} and {values.nunique() - limit} more"


def _rows(mask: pd.Series | NDArray[np.bool_], limit: int = 3) -> str:
    positions = [str(i) for i, bad in enumerate(mask) if bad]
    more = f" and {len(positions) - limit} more" if len(positions) > limit else ""
    return f"row {', '.join(positions[:limit])}{more}"
