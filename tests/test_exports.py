"""Events in the columns of POLECAT and GDELT."""

import csv
import datetime
from importlib.resources import files

import pandas as pd
import pytest
from typer.testing import CliRunner

import readout
from handmade import tables
from readout import exports, lexicon
from readout.cli import app
from readout.schema import PLOVER_TYPES

MAY_8 = pd.Timestamp(2031, 5, 8)
TEXT = "Talks\n\nAda Bell met Carl Dorn in Oslo.\n\nThe two left."


def event(n: int, **values) -> dict:
    base = {"event_id": f"a.v{n}", "doc_id": "a", "start": 16, "end": 19, "trigger": "met",
            "lemma": "meet", "type": "CONSULT", "time_basis": "explicit", "certainty": "certain",
            "polarity": "pos", "factuality": "CT+", "confidence": 0.9}  # fmt: skip
    return base | values


def argument(event_id: str, role: str, text: str, entity_id: str | None = None) -> dict:
    return {"event_id": event_id, "role": role, "text": text, "entity_id": entity_id}


def made(*events: dict, arguments=(), quotes=()) -> readout.Tables:
    return tables(
        articles=[{"doc_id": "a", "text": TEXT, "outlet": "The Bay Post", "path": "a.md", "sha256": "0",
                   "published": pd.Timestamp(2031, 5, 13)}],
        entities=[{"entity_id": "a.e1", "doc_id": "a", "name": "Ada Bell", "type": "PERSON",
                   "role": "mayor of Calder", "key": "ada bell"}],
        events=list(events), arguments=list(arguments), quotes=list(quotes),
    )  # fmt: skip


def test_each_actor_makes_a_row_with_each_recipient():
    found = exports.polecat(
        made(
            event(1, begins=MAY_8, ends=MAY_8, place="Oslo"),
            arguments=[
                argument("a.v1", "actor", "The mayor", "a.e1"),
                argument("a.v1", "recipient", "Carl Dorn"),
                argument("a.v1", "recipient", "his aide"),
            ],
        )
    )
    assert list(found["Actor Name"]) == ["Ada Bell", "Ada Bell"]
    assert list(found["Actor Name Raw"]) == ["The mayor", "The mayor"]
    assert list(found["Recipient Name"]) == ["Carl Dorn", "his aide"]
    first = found.iloc[0]
    assert (first["Event Date"], first["Quad Code"], first["Placename"]) == (
        "2031-05-08", "V-COOP", "Oslo")  # fmt: skip
    assert (first["Publication Date"], first["Source"]) == ("2031-05-13", "The Bay Post")
    assert first["Story People"] == "Ada Bell"
    assert (first["Document"], first["Start"], first["End"]) == ("a", "16", "19")


@pytest.mark.parametrize("factuality", ["CT-", "PS-", "Uu"])
def test_what_is_denied_or_left_open_is_exported_only_when_asked_for(factuality):
    doubtful = made(event(1, factuality=factuality))
    assert exports.polecat(doubtful).empty
    assert exports.gdelt(doubtful).empty
    assert len(exports.polecat(doubtful, factuality=[factuality])) == 1


def test_later_mentions_are_counted_and_make_no_rows():
    found = exports.gdelt(made(event(1), event(2, same_as="a.v1")))
    assert list(found["NumMentions"]) == ["2"]


def test_a_month_is_no_day():
    found = made(event(1, begins=pd.Timestamp(2031, 1, 1), ends=pd.Timestamp(2031, 1, 31)))
    (row,) = exports.gdelt(found).to_dict("records")
    assert (row["SQLDATE"], row["MonthYear"], row["Year"]) == ("", "203101", "2031")
    assert (row["Begins"], row["Ends"]) == ("2031-01-01", "2031-01-31")
    assert list(exports.polecat(found)["Event Date"]) == [""]


@pytest.mark.parametrize(
    ("type_", "mode", "code", "quad"),
    [
        ("STATEMENT", None, "010", "1"),
        ("CONSULT", "visit", "042", "1"),
        ("AID", None, "070", "2"),
        ("THREATEN", "violence", "138", "3"),
        ("PROTEST", "demo", "141", "4"),
        ("RETREAT", "release", "0841", "2"),
        ("RETREAT", "resign", "084", "2"),
    ],
)
def test_cameo_codes(type_, mode, code, quad):
    (row,) = exports.gdelt(made(event(1, type=type_, mode=mode))).to_dict("records")
    assert (row["EventCode"], row["EventRootCode"], row["QuadClass"]) == (code, code[:2], quad)


def test_every_type_has_a_cameo_code_and_every_mode_in_the_table_is_one_of_ours():
    table = files("readout").joinpath("cameo.csv").read_text("utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert {row["type"] for row in rows if not row["mode"]} == {*PLOVER_TYPES, "STATEMENT"}
    known = {(row["type"], row["mode"]) for row in lexicon.rows("events")}
    assert {(row["type"], row["mode"]) for row in rows if row["mode"]} <= known


def test_the_lead_paragraph_has_the_root_events():
    found = exports.gdelt(made(event(1), event(2, start=TEXT.index("left"), trigger="left")))
    assert list(found["IsRootEvent"]) == ["1", "0"]


def test_polecat_has_no_statements_and_neither_has_events_of_no_type():
    said, other = event(1, type="STATEMENT"), event(2, type="OTHER")
    assert exports.polecat(made(said, other)).empty
    assert list(exports.gdelt(made(said, other))["EventRootCode"]) == ["01"]


def test_on_whose_word():
    quote = {"quote_id": "a.q1", "doc_id": "a", "source": "she", "speaker": "Ada Bell"}
    found = exports.polecat(made(event(1, quote_id="a.q1"), quotes=[quote]))
    assert list(found["On Whose Word"]) == ["Ada Bell"]


def test_no_events_give_the_columns():
    found = exports.gdelt(made())
    assert list(found.columns) == [*exports.GDELT_COLUMNS, *exports.OWN_COLUMNS]
    assert len(exports.GDELT_COLUMNS) == 58
    assert len(exports.POLECAT_COLUMNS) == 40


def test_command(tmp_path):
    made(event(1, begins=MAY_8, ends=MAY_8)).save(tmp_path / "tables")
    out = tmp_path / "events.tsv"
    done = CliRunner().invoke(
        app, ["export", str(tmp_path / "tables"), "--to", "polecat", "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    (row,) = csv.DictReader(out.read_text("utf-8").splitlines(), delimiter="\t")
    assert datetime.date.fromisoformat(row["Event Date"]) == MAY_8.date()
