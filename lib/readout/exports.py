"""Events in the columns of POLECAT and of GDELT, for those who have tools for these.

What readout does not know (countries, sectors, coordinates, tone) stays empty: nothing is guessed.
Columns of its own follow at the end, which lead from every row back to the text. `docs/exports.md`
has the mapping.
"""

import csv
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

import readout
from readout.occurrences import ids, once

if TYPE_CHECKING:
    from readout.frames import Tables

Row = dict[str, Any]

HAPPENED = ("CT+", "PR+", "PS+")  # what is not denied and not left open
POLECAT_COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
GDELT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
        "Religion2Code", "Type1Code", "Type2Code", "Type3Code")),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in (
        "Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
OWN_COLUMNS = (
    "Document", "Start", "End", "Trigger", "Begins", "Ends", "Factuality", "Confidence",
    "On Whose Word",
)  # fmt: skip
DAY = "%Y-%m-%d"
QUADS = {
    "V-COOP": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "M-COOP": ("COOPERATE", "AID", "RETREAT"),
    "V-CONF": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "M-CONF": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}  # fmt: skip
QUAD_OF = {type_: quad for quad, types in QUADS.items() for type_ in types}
STORY = {
    "Story People": ("PERSON",),
    "Story Organizations": ("ORG",),
    "Story Locations": ("GPE", "LOC", "FAC"),
}


def polecat(tables: "Tables", *, factuality: Collection[str] = HAPPENED) -> pd.DataFrame:
    """Events with a PLOVER type as in POLECAT (Halterman et al. 2023): a row for each actor with
    each recipient of an event, all as text.

    Later mentions of an event in its article are left out, and so are events of another
    `factuality` than those given: by default what is denied, planned or asked for.
    """
    about = _story_names(tables)
    return _rows(
        tables,
        [
            _polecat_row(event, actor, recipient) | about.get(event["doc_id"], {})
            for event, actor, recipient in _pairs(tables, factuality)
            if event["type"] in QUAD_OF
        ],
        POLECAT_COLUMNS,
    )


def gdelt(tables: "Tables", *, factuality: Collection[str] = HAPPENED) -> pd.DataFrame:
    """Events with a PLOVER type, and statements, as in GDELT 1.0's daily files, coded in CAMEO: a
    row for each actor with each recipient of an event, all as text.

    `EventCode` is the code that the PLOVER project gives a type and mode (CAMEO2PLOVER-2021).
    Which events: as for `polecat`.
    """
    numbered = enumerate(_pairs(tables, factuality), start=1)
    return _rows(
        tables,
        [
            _gdelt_row(number, event, actor, recipient)
            for number, (event, actor, recipient) in numbered
        ],
        GDELT_COLUMNS,
    )


def _rows(tables: "Tables", rows: list[Row], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*columns, *OWN_COLUMNS])
    return frame.map(lambda value: "" if pd.isna(value) else str(value)).astype("str")


def _pairs(tables: "Tables", factuality: Collection[str]) -> list[tuple[Row, Row, Row]]:
    """Each event, once in its article, with each pair of an actor and a recipient."""
    events = tables.events[tables.events["type"] != "OTHER"]
    chosen = once(events[events["factuality"].isin(list(factuality))])
    chosen = chosen.assign(mentions=ids(chosen).map(ids(tables.events).value_counts()))
    roles = _participants(tables)
    told = chosen.merge(_articles(tables), on="doc_id", how="left").merge(
        tables.quotes[["quote_id", "speaker", "source"]], on="quote_id", how="left"
    )
    pairs = []
    for event in told.to_dict("records"):
        actors, recipients = (
            roles.get((event["event_id"], role), [{}]) for role in ("actor", "recipient")
        )
        pairs += [(event, actor, recipient) for actor in actors for recipient in recipients]
    return pairs


def _articles(tables: "Tables") -> pd.DataFrame:
    """Of each article what a row needs: outlet, day, address, where its first paragraph ends."""
    articles = tables.articles
    return pd.DataFrame(
        {
            "doc_id": articles["doc_id"],
            "outlet": articles["outlet"],
            "published": articles["published"],
            "address": articles["url"].fillna(articles["path"]),
            "lead": [_end_of_lead(text) for text in articles["text"]],
        }
    )


def _end_of_lead(text: str) -> int:
    """The offset after the headline and the first paragraph."""
    body = text.find("\n\n")
    end = text.find("\n\n", body + 2)
    return len(text) if body < 0 or end < 0 else end


def _participants(tables: "Tables") -> Mapping[tuple[str, str], list[Row]]:
    """(event, role) -> who it is: name and title of the entity, and the words of the text."""
    named = tables.arguments.merge(
        tables.entities[["entity_id", "name", "role"]].rename(columns={"role": "title"}),
        on="entity_id",
        how="left",
    )
    found: dict[tuple[str, str], list[Row]] = {}
    for row in named.to_dict("records"):
        key = (row["event_id"], row["role"])
        found.setdefault(key, []).append({str(name): value for name, value in row.items()})
    return found


def _story_names(tables: "Tables") -> Mapping[str, Row]:
    """Article -> the people, organisations and places that it names."""
    found: dict[str, Row] = {}
    for column, types in STORY.items():
        entities = tables.entities[tables.entities["type"].isin(types)]
        for doc_id, names in entities.groupby("doc_id")["name"]:
            found.setdefault(str(doc_id), {})[column] = "; ".join(sorted(set(names)))
    return found


def _polecat_row(event: Row, actor: Row, recipient: Row) -> Row:
    contexts = [name for name, holds in (("future", event["future"]),) if holds]
    return {
        "Event ID": event["event_id"],
        "Event Date": _common(event, DAY),
        "Event Type": event["type"],
        "Event Mode": event["mode"],
        "Quad Code": QUAD_OF[event["type"]],
        "Contexts": "; ".join(contexts),
        "Actor Name": _name(actor),
        "Actor Title": actor.get("title"),
        "Actor Name Raw": actor.get("text"),
        "Recipient Name": _name(recipient),
        "Recipient Title": recipient.get("title"),
        "Recipient Name Raw": recipient.get("text"),
        "Placename": event["place"],
        "Raw Placename": event["place"],
        "Source": event["outlet"],
        "Publication Date": _written(event["published"], DAY),
        "Language": "English",
        "Version": f"readout {readout.__version__}",
        **_own(event),
    }


def _gdelt_row(number: int, event: Row, actor: Row, recipient: Row) -> Row:
    code = _cameo(event["type"], event["mode"])
    return {
        "GLOBALEVENTID": number,
        "SQLDATE": _common(event, "%Y%m%d"),
        "MonthYear": _common(event, "%Y%m"),
        "Year": _common(event, "%Y"),
        "Actor1Name": _name(actor).upper(),
        "Actor2Name": _name(recipient).upper(),
        "IsRootEvent": int(event["start"] < event["lead"]),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": _quad_class(code),
        "NumMentions": event["mentions"],
        "NumSources": 1,
        "NumArticles": 1,
        "ActionGeo_FullName": event["place"],
        "DATEADDED": _written(event["published"], "%Y%m%d"),
        "SOURCEURL": event["address"],
        **_own(event),
    }


def _own(event: Row) -> Row:
    told_by = event["speaker"] if pd.notna(event["speaker"]) else event["source"]
    values = (
        event["doc_id"], event["start"], event["end"], event["trigger"],
        _written(event["begins"], DAY), _written(event["ends"], DAY), event["factuality"],
        event["confidence"], told_by,
    )  # fmt: skip
    return dict(zip(OWN_COLUMNS, values, strict=True))


def _name(somebody: Row) -> str:
    name = somebody.get("name")
    return str(name) if name is not None and pd.notna(name) else str(somebody.get("text", ""))


def _common(event: Row, form: str) -> str | None:
    """The day (or month, or year) of an event, where its first and its last day agree in it: what
    happened "in January" is on no day."""
    begins, ends = _written(event["begins"], form), _written(event["ends"], form)
    return begins if begins == ends else None


def _written(moment: pd.Timestamp, form: str) -> str | None:
    return None if pd.isna(moment) else moment.strftime(form)


def _quad_class(code: str) -> int:
    """1 verbal and 2 material cooperation, 3 verbal and 4 material conflict (GDELT codebook)."""
    return 1 + sum(int(code[:2]) > last for last in (5, 9, 13))


def _cameo(type_: str, mode: str | None) -> str:
    codes = _cameo_codes()
    return codes.get((type_, mode if isinstance(mode, str) else ""), codes[type_, ""])


@cache
def _cameo_codes() -> Mapping[tuple[str, str], str]:
    """(PLOVER type, mode or "") -> CAMEO code."""
    text = files("readout").joinpath("cameo.csv").read_text("utf-8")
    return {(row["type"], row["mode"]): row["code"] for row in csv.DictReader(text.splitlines())}
