"""The documentation says what the code does."""

import re
import runpy
from pathlib import Path

import pytest
from typer.testing import CliRunner

import readout
from readout import scores
from readout.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_table_page_is_made_from_the_schema():
    made = runpy.run_path(str(ROOT / "docs" / "make_tables.py"))["page"]()
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == made


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)", README)) - {"it"}))
def test_make_target_in_readme_exists(target):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([\w./-]+)\)", README))))
def test_link_in_readme_leads_somewhere(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    "command",
    sorted(set(re.findall(r"^readout (\w+) .*#", README, re.MULTILINE))),
)
def test_command_in_readme_exists(command):
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\breadout\.(\w+)\(", README))))
def test_function_in_readme_is_public(name):
    assert name in readout.__all__


@pytest.mark.parametrize(("file", "n_rows"), [("README.md", 6), ("docs/model-card.md", 13)])
def test_figures_beside_those_of_others_are_those_measured(file, n_rows):
    text = (ROOT / file).read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]*\(([^|()]+)\) \| ([\d. /]+) \|", text, re.MULTILINE)
    assert len(rows) == n_rows
    measured = scores.measured()
    for corpus, figures in rows:
        known = set(measured.loc[measured["corpus"] == corpus, "f1"])
        assert {float(figure) for figure in figures.split(" / ")} <= known, f"{corpus}: {figures}"


def test_figures_in_the_account_of_quotes_are_those_measured():
    text = (ROOT / "docs" / "quotes.md").read_text(encoding="utf-8")
    measured = scores.measured("quotes").query("corpus == 'PolNeAR dev'").set_index("measure")
    rows = re.findall(r"^\| (con[^|]*) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) ", text, re.MULTILINE)
    assert {row[0] for row in rows} == set(measured.index)
    for measure, *figures in rows:
        said = [measured.loc[measure, column] for column in ("precision", "recall", "f1")]
        assert [float(figure) for figure in figures] == said


def test_figures_in_the_account_of_entities_are_those_measured():
    text = (ROOT / "docs" / "entities.md").read_text(encoding="utf-8")
    measured = scores.measured("entities").query("corpus != 'sample'")
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| [\d.]* \| [\d.]* \| ([\d.]+) \|$", text, re.MULTILINE
    )
    said = [(measure, corpus, float(f1)) for measure, corpus, f1 in rows]
    columns = ["measure", "corpus", "f1"]
    assert said == list(measured[columns].itertuples(index=False, name=None))


def test_figures_in_the_account_of_events_are_those_measured():
    text = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    columns = ["corpus", "table", "measure", "precision", "recall", "f1"]
    measured = {row[:3]: row[3:] for row in scores.measured()[columns].itertuples(index=False)}
    rows = re.findall(
        r"^\| (times: )?([^|:]+) \| ((?:MEANTIME|PLOVER) \w+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|",
        text,
        re.MULTILINE,
    )
    assert len(rows) >= 14
    for times, measure, corpus, *figures in rows:
        known = measured[corpus, "times" if times else "events", measure]
        assert tuple(map(float, figures)) == tuple(known)
    share = measured["MEANTIME apple", "events", "on whose word"][-1]
    assert f"{share}% are here on the word of the" in " ".join(text.split())


def test_reliability_in_the_account_of_quotes_is_that_measured():
    text = (ROOT / "docs" / "quotes.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (\d+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+)–([\d.]+) \|", text, re.MULTILINE
    )
    assert [
        [float(value) for value in row] for row in rows
    ] == scores.reliability().to_numpy().tolist()


def test_figures_in_the_account_of_across_are_those_measured():
    text = (ROOT / "docs" / "across.md").read_text(encoding="utf-8")
    measured = scores.measured("across").set_index("measure")
    rows = re.findall(
        r"^\| (\w[^|]*) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([^|]+) \| ([\d.]+) \|",
        text,
        re.MULTILINE,
    )
    assert len(rows) == 3
    for measure, *figures, simplest, baseline in rows:
        said = [measured.loc[measure, column] for column in ("precision", "recall", "f1")]
        assert [float(figure) for figure in figures] == said
        name, _, kind = measure.partition(",")
        beside = f"{name}, by {simplest} alone{kind and f',{kind}'}"
        assert measured.loc[beside, "f1"] == float(baseline)
