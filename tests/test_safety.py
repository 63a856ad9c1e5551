"""Nobody let in: whose notebooks run, whose tables load, what the terminal shows, who may connect."""

import json
import os
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from docx import Document
from typer.testing import CliRunner

import readout
from handmade import tables
from payloads import PAYLOADS, UNSEEN
from readout import answers, charts, schema, views
from readout.charts import Chart
from readout.cli import app
from readout.frames import Tables
from readout.plain import for_terminal, one_line, visible
from readout.running import parts
from readout.web.notebooks import NOTEBOOKS, ROOT, collection

STORY = "Orla Venn, the mayor of Norburg, said on Tuesday that no talks had taken place."
# What a terminal obeys, and what makes it show letters in another order than they stand.
STEERING = {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *"\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"} - {"\n", "\t"}  # fmt: skip


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


# The terminal


@pytest.mark.parametrize("payload", UNSEEN)
def test_unseen_characters_are_spelt_out(payload):
    assert not STEERING & {*one_line(payload)}
    assert not STEERING & {*for_terminal(payload)}
    assert "⟨U+" in visible(payload) or "\r" in payload


def test_line_ends_are_kept_where_lines_are_meant():
    assert for_terminal("a\r\nb\nc\td") == "a\r\nb\nc\td"
    assert one_line("a\nb") == "a⟨U+000A⟩b"


def test_the_command_prints_nothing_that_steers_a_terminal(tmp_path):
    folder = tmp_path / "press"
    folder.mkdir()
    for number, payload in enumerate(PAYLOADS):
        name = payload.replace("/", "\N{FRACTION SLASH}")
        (folder / f"{name}.txt").write_text(STORY, encoding="utf-8")
        (folder / f"{name}.gif").write_bytes(b"")
        row = {"id": payload, "text": STORY, "published": payload, "title": payload}
        (folder / f"{number}.json").write_text(json.dumps(row), encoding="utf-8")
    result = run("read", folder, "--out", tmp_path / UNSEEN[4].replace("/", ""))
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) >= 2 * len(PAYLOADS)
    assert not STEERING & {*result.stderr, *result.stdout}


def test_a_path_in_an_error_steers_nothing():
    result = run("read", UNSEEN[4] + "\r.txt", "--out", "x")
    assert result.exit_code == 2
    assert not STEERING & {*result.stderr}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_notebook_shows_as_text_steers_nothing(payload):
    text = f"{payload} said so."
    article = {"doc_id": payload, "path": "p", "text": text, "sha256": "0", "title": payload, "outlet": payload}  # fmt: skip
    made = tables(articles=[article])
    shown = [
        views.show(made, payload),
        views.passage(made, payload, 0, len(payload)),
        views.listing(made.articles),
        answers.Answer(payload),
        Chart(None, payload, payload, made.articles),
    ]
    for view in shown:
        assert not STEERING & {*repr(view)} - {"\r"}
        html = view._repr_html_()
        assert not STEERING & {*html} - {"\r"}
        assert payload not in html or not set(payload) & {"<", "\u202e"}


# Notebooks and tables of others


def planted_notebook(path, proof):
    cells = [
        nbformat.v4.new_markdown_cell("# Does it run?"),
        nbformat.v4.new_code_cell('TABLES = ""', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(f"open({str(proof)!r}, 'w').close()"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def test_a_notebook_among_the_articles_is_never_run(tmp_path):
    press = tmp_path / "press"
    press.mkdir()
    planted_notebook(press / "09-evil.ipynb", tmp_path / "proof")
    (press / "a.txt").write_text(STORY)
    result = run("report", press, "--out", tmp_path / "site", "--notebook", "00")
    assert result.exit_code == 0
    assert "'.ipynb' files are not read" in result.stderr
    assert not (tmp_path / "proof").exists()


def test_a_notebook_that_is_named_is_run(tmp_path):
    planted_notebook(tmp_path / "mine.ipynb", tmp_path / "proof")
    (tmp_path / "a.txt").write_text(STORY)
    result = run("report", tmp_path / "a.txt", "--out", tmp_path / "site", "--notebooks", tmp_path / "mine.ipynb")  # fmt: skip
    assert result.exit_code == 0
    assert (tmp_path / "proof").exists()


def test_by_default_only_the_collections_own_notebooks_are_taken(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    planted_notebook(tmp_path / "09-evil.ipynb", tmp_path / "proof")
    assert {path.parent for path in collection()} == {NOTEBOOKS}


class Evil:
    def __init__(self, proof):
        self.proof = proof

    def __reduce__(self):
        return os.system, (f"touch {self.proof}",)


def test_a_pickle_instead_of_a_table_is_refused(tmp_path):
    import pickle

    tables().save(tmp_path / "t")
    (tmp_path / "t" / "quotes.parquet").write_bytes(pickle.dumps(Evil(tmp_path / "proof")))
    with pytest.raises(ValueError, match="does not hold the table quotes"):
        Tables.load(tmp_path / "t")
    assert not (tmp_path / "proof").exists()


def test_a_pickle_within_a_parquet_file_stays_bytes(tmp_path):
    import pickle

    payload = pickle.dumps(Evil(tmp_path / "proof"))
    made = tables(articles=[{"doc_id": "a", "path": "p", "text": "t", "sha256": "0"}])
    made.save(tmp_path / "t")
    path = tmp_path / "t" / "articles.parquet"
    table = pq.read_table(path)
    field = pa.field("title", pa.binary(), metadata={
        b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": payload,
    })  # fmt: skip
    at = table.column_names.index("title")
    pq.write_table(table.set_column(at, field, pa.array([payload])), path)
    with pytest.raises(ValueError, match="does not hold the table articles"):
        Tables.load(tmp_path / "t")
    assert not (tmp_path / "proof").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda frame: frame.drop(columns="cue"), "columns are missing: cue"),
        (lambda frame: frame.assign(mood="x"), "not in the schema: mood"),
        (lambda frame: frame.assign(start="first"), "does not hold the table quotes.*first"),
        (lambda frame: frame.assign(start=0.5), "start holds values that are no whole numbers"),
        (lambda frame: frame.assign(source=[{"a": 1}]), "source holds values that are no text"),
        (lambda frame: frame.assign(kind="shouted"), "kind holds 'shouted'"),
    ],
)
@pytest.mark.parametrize("format_", ["parquet", "jsonl"])
def test_a_wrong_schema_says_what_is_wrong(tmp_path, format_, change, sentence):
    quote = {"quote_id": "a.q1", "doc_id": "a", "start": 0, "end": 1, "kind": "direct", "content": "t", "source_form": "none", "confidence": 0.5}  # fmt: skip
    article = {"doc_id": "a", "path": "p", "text": "t", "sha256": "0"}
    tables(articles=[article], quotes=[quote]).save(tmp_path, format=format_)
    path = tmp_path / f"quotes.{format_}"
    wrong = change(pd.DataFrame([quote | {"cue": None}]))
    if format_ == "parquet":
        wrong.to_parquet(path)
    else:
        wrong.to_json(path, orient="records", lines=True)
    with pytest.raises(ValueError, match=sentence):
        Tables.load(tmp_path)


# JupyterLab


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_make_lab_listens_on_this_machine_only_and_asks_for_a_token(tmp_path):
    recipe = subprocess.run(["make", "--no-print-directory", "--dry-run", "lab"], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    command = shlex.split(recipe.stdout.strip().splitlines()[-1])
    assert command[1:4] == ["lab", "--ip", "127.0.0.1"]
    port = free_port()
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path)}  # fmt: skip
    program = [sys.executable, "-m", "jupyter", *command[1:], "--no-browser", f"--port={port}", "--allow-root"]  # fmt: skip
    with subprocess.Popen(program, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:  # fmt: skip
        try:
            assert status_of(f"http://127.0.0.1:{port}/api/contents") == 403
            assert addresses_of(port) == {"0100007F"}
        finally:
            server.terminate()


def status_of(url, patience=60):
    """The status that a server answers with, once it answers."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            return urllib.request.urlopen(url).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.3)
    return None


def addresses_of(port):
    """The local addresses, in hexadecimal digits, at which a port is listened to (Linux)."""
    found = set()
    for name in ("tcp", "tcp6"):
        for line in Path("/proc/net", name).read_text().splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            address, at = local.split(":")
            if state == "0A" and int(at, 16) == port:
                found.add(address)
    return found


@pytest.mark.parametrize("about", ["[]", "nonsense", '{"format": 5}', "{}"])
def test_wrong_words_about_tables_are_refused(tmp_path, about):
    tables().save(tmp_path)
    (tmp_path / "about.json").write_text(about)
    with pytest.raises(ValueError, match=r"must be an object|Expecting value|is no format"):
        Tables.load(tmp_path)


@pytest.mark.parametrize(
    "run",
    [None, [], {}, {"parts": "x"}, {"parts": [{}]}, {"parts": ["../../elsewhere"]}, {"parts": ["/etc"]}, {"parts": ["gone"]}],
)  # fmt: skip
def test_parts_that_are_wrong_or_lead_elsewhere_are_refused(tmp_path, run):
    tables().save(tmp_path)
    (tmp_path / "about.json").write_text(json.dumps({"format": "parts", "run": run}))
    with pytest.raises(ValueError, match=r"must list the names of the parts|can't be read: .*gone"):
        Tables.load(tmp_path)


@pytest.mark.parametrize("marker", ["{}", "[]", "3", "[" * 9999, '{"name": "../b", "keys": {}, "made_by": {}, "rows": {}}'])  # fmt: skip
def test_a_marker_of_others_is_no_part(tmp_path, marker):
    (tmp_path / "parts" / "a").mkdir(parents=True)
    (tmp_path / "parts" / "a" / parts.MARKER).write_text(marker)
    assert parts.all_in(str(tmp_path)) == []


# Folders in which somebody has put what is no article


def test_files_that_are_none_and_names_that_are_no_text_cost_only_themselves(tmp_path):
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/old \xe9.txt")).write_text(STORY)
    (tmp_path / "a\nb\x1b[2J.txt").write_text(STORY)
    (tmp_path / ("é" * 100 + ".txt")).write_text(STORY)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "users.txt").symlink_to("/etc/passwd")
    (tmp_path / "sub.txt").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket.txt"))
        frame = readout.articles(tmp_path)
    assert schema.check(frame, "articles") == []
    assert "old \ufffd" in frame["doc_id"].tolist()
    skipped = {
        Path(row["path"]).name for row in frame.attrs["intake"] if row["status"] == "skipped"
    }
    assert skipped == {"pipe.txt", "loop", "users.txt", "socket.txt"}


BOMB = "<!DOCTYPE l [<!ENTITY a '" + "a" * 64 + "'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 20}'>" for i in range(9)
) + "]>"  # fmt: skip
OUTSIDE = "<!DOCTYPE l [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE])
@pytest.mark.parametrize("kind", ["docx", "xlsx", "html"])
def test_entities_are_neither_multiplied_nor_fetched(tmp_path, kind, declared):
    path = tmp_path / f"a.{kind}"
    if kind == "html":
        path.write_text(f"{declared}<html><body>{f'<p>{STORY} &j;</p>' * 4}</body></html>")
    else:
        _with_entities(path, declared)
    begin = time.monotonic()
    try:
        text = readout.articles(path)["text"][0]
    except ValueError:  # refused with a sentence
        text = ""
    assert "root:" not in text
    assert len(text) < 10 * len(STORY)
    assert time.monotonic() - begin < 30


def _with_entities(path, declared):
    """A document or workbook whose story is told by an entity."""
    whole = path.with_name(f"whole{path.suffix}")
    if path.suffix == ".docx":
        document = Document()
        document.add_paragraph(STORY)
        document.save(str(whole))
    else:
        pd.DataFrame({"text": [STORY]}).to_excel(whole, index=False)
    with ZipFile(whole) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if STORY.encode() in content:
                content = declared.encode() + content.split(b"?>", 1)[-1].lstrip()
                content = content.replace(STORY.encode(), b"&j;")
            new.writestr(name, content)


def test_a_table_of_endless_columns_is_refused(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{i}" for i in range(100_000)) + ",text\n")
    with pytest.raises(ValueError, match="names 100,001 columns; more than 16,384 are not read"):
        readout.articles(path)


# What charts and views make of names that are markup, mathematics, or none

ODD_NAMES = [
    r"$\frac{a}{$", "_nolegend_", "x" * 5000, "a\nb", "%s {0} {name}", "{{7*7}}", "..", "\0nul", "\ufffe",
    "e" + "\u0301" * 3000, "data:text/html,<script>1</script>", "</script><script>1</script>", "\r\n",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_charts_and_views_show_any_name(name):
    article = {"doc_id": name, "path": name, "text": "Orla Venn said no.", "sha256": "0", "title": name, "outlet": name, "url": f"javascript:{name}"}  # fmt: skip
    entity = {"entity_id": f"{name}.e1", "doc_id": name, "name": name, "type": "PERSON", "n_mentions": 2, "key": name}  # fmt: skip
    quote = {"quote_id": f"{name}.q1", "doc_id": name, "start": 15, "end": 17, "kind": "indirect", "content": "no", "source": name, "speaker": name, "source_form": "named", "entity_id": f"{name}.e1", "confidence": 0.5}  # fmt: skip
    made = tables(articles=[article], entities=[entity], quotes=[quote])
    shown = [
        views.show(made, name),
        views.listing(made.articles),
        views.listing(made.quotes),
        charts.most_mentioned(made),
        charts.quotes_by_speaker(made),
        charts.sources_by_form(made),
    ]
    for view in shown:
        html = view._repr_html_()
        assert "<script>1" not in html
        assert 'href="javascript:' not in html
        assert not STEERING & {*repr(view)} - {"\r"}
