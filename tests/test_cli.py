"""The `readout` command as another program sees it: files, sentences, exit codes."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

import readout
from readout.cli import app
from readout.quoting.attribution import find_attributions
from readout.schema import TABLES

STORY = (
    "Minister denies talks\n\nOrla Venn, the trade minister of Calder, said on Tuesday that no "
    "talks had taken place. “We met nobody,” she told reporters."
)


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def articles(tmp_path):
    path = tmp_path / "articles.jsonl"
    rows = [
        {"id": "007", "text": STORY, "published": "2031-05-13", "outlet": "The Calder Ledger"},
        {"id": "008", "text": " "},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_read_writes_every_table_as_parquet(articles, tmp_path):
    result = run("read", articles, "--out", tmp_path / "tables")
    assert result.exit_code == 0
    for name, table in TABLES.items():
        frame = pd.read_parquet(tmp_path / "tables" / f"{name}.parquet")
        assert list(frame.columns) == table.names
    quotes = pd.read_parquet(tmp_path / "tables" / "quotes.parquet")
    assert "“We met nobody,”" in set(quotes["content"])
    assert set(quotes["doc_id"]) == {"007"}


def test_read_goes_on_and_says_what_was_left_out(articles, tmp_path):
    result = run("read", articles, "--out", tmp_path / "tables")
    assert "skipped" in result.stderr
    assert "row 2" in result.stderr
    intake = readout.Tables.load(tmp_path / "tables").intake
    assert intake["status"].tolist() == ["read", "skipped"]


@pytest.mark.parametrize("format_", ["csv", "jsonl", "xlsx"])
def test_other_formats_hold_the_same_tables(articles, tmp_path, format_):
    run("read", articles, "--out", tmp_path / "parquet")
    run("read", articles, "--out", tmp_path / format_, "--format", format_)
    first = readout.Tables.load(tmp_path / "parquet")
    second = readout.Tables.load(tmp_path / format_)
    for name, frame in first.frames.items():
        pd.testing.assert_frame_equal(frame, second.frames[name])


def test_two_workers_read_the_same(articles, tmp_path):
    run("read", articles, "--out", tmp_path / "one")
    run("read", articles, "--out", tmp_path / "two", "--workers", 2)
    one, two = (readout.Tables.load(tmp_path / name) for name in ("one", "two"))
    for name, frame in one.frames.items():
        pd.testing.assert_frame_equal(frame, two.frames[name])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "nowhere.txt"),
        ("", "empty"),
        ("   \n", "empty"),
    ],
)
def test_nothing_to_read_is_a_sentence_and_exit_code_2(tmp_path, content, sentence):
    path = tmp_path / "nowhere.txt"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    result = run("read", path, "--out", tmp_path / "tables")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "tables").exists()


def test_a_missing_model_is_a_sentence_that_says_what_to_install(articles, tmp_path):
    result = run("read", articles, "--out", tmp_path / "tables", "--model", "en_core_web_no")
    assert result.exit_code == 2
    assert "en_core_web_no" in result.stderr
    assert "pip install" in result.stderr


def test_an_article_that_fails_costs_only_itself(articles, tmp_path, monkeypatch, nlp):
    def broken(doc):
        raise RuntimeError("out of luck")

    monkeypatch.setattr("readout.quotes.find_attributions", broken)
    tables = readout.read(readout.articles(articles), nlp=nlp)
    assert len(tables.articles) == 0
    assert "out of luck" in tables.intake["note"][0]


def test_an_article_that_fails_among_others_costs_none_of_them(tmp_path, monkeypatch, nlp):
    def brittle(documents):
        if any(words.n < 3 for words in documents):
            raise RuntimeError("out of luck")
        return find_attributions(documents)

    for name, text in (("a", "“We left,” Ada Bell said."), ("b", "No."), ("c", "Ada Bell left.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr("readout.quotes.find_attributions", brittle)
    tables = readout.read(readout.articles([tmp_path]), nlp=nlp)
    assert len(tables.articles) == 2
    assert tables.quotes["cue_lemma"].tolist() == ["say"]
    assert tables.intake["note"].str.contains("out of luck").sum() == 1


def test_score_prints_a_figure_per_measure(articles, tmp_path):
    run("read", articles, "--out", tmp_path / "gold", "--format", "csv")
    run("read", articles, "--out", tmp_path / "tables")
    result = run("score", tmp_path / "gold", tmp_path / "tables")
    assert result.exit_code == 0
    assert "content and source" in result.stdout


def test_version():
    assert run("--version").stdout.strip() == f"readout {readout.__version__}"


def test_own_names_and_keys_win(articles, tmp_path):
    names, out = tmp_path / "names.csv", tmp_path / "tables"
    names.write_text("name,key\nOrla Venn,Q101\n", encoding="utf-8")
    result = run("read", articles, "--out", out, "--aliases", names)
    assert result.exit_code == 0
    entities = readout.Tables.load(out).entities.set_index("name")
    assert entities.loc["Orla Venn", "key"] == "Q101"


def test_a_bad_aliases_file_is_bad_input(articles, tmp_path):
    names = tmp_path / "names.csv"
    names.write_text("name\nOrla Venn\n", encoding="utf-8")
    result = run("read", articles, "--out", tmp_path / "tables", "--aliases", names)
    assert result.exit_code == 2
    assert "no column key" in result.stderr
