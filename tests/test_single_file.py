"""A site as one file: every link leads within it, tables come with it, nothing is repeated."""

import re
from base64 import b64decode

import pytest
from bs4 import BeautifulSoup

from readout.web import single_file

INDEX = """<title>All</title><style>p { color: red }</style><main>
<a id="top" href="articles/a.html#q1">quote</a> <a href="articles/a.html">article</a>
<a href="#top">up</a> <a href="https://example.org/x">out</a> <a href="csv/t.csv">CSV</a>
<a href="tables/t.parquet" data-elsewhere>Parquet</a> <a href="lost.ipynb">notebook</a></main>"""
ARTICLE = '<main><p id="q1" aria-describedby="top"></p><a href="../index.html">back</a></main>'


@pytest.fixture
def folder(tmp_path):
    for name, text in {
        "index.html": INDEX,
        "articles/a.html": ARTICLE,
        "csv/t.csv": "x\n1",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def joined(folder):
    html = single_file.join(folder, ["index.html", "articles/a.html"], with_tables=True)
    return BeautifulSoup(html, "html.parser")


def link(page, text):
    return page.find("a", string=text)


def test_links_between_pages_lead_within_the_file(joined):
    ids = {element["id"] for element in joined.find_all(id=True)}
    targets = {a["href"][1:] for a in joined.find_all("a", href=re.compile("^#"))}
    assert targets <= ids
    assert link(joined, "quote")["href"] == "#articles-a-q1"
    assert link(joined, "article")["href"] == "#articles-a"
    assert link(joined, "back")["href"] == "#index"
    assert joined.p["aria-describedby"] == "articles-a-top"


def test_links_to_elsewhere_stay_or_go(joined):
    assert link(joined, "out")["href"] == "https://example.org/x"
    assert link(joined, "Parquet") is None
    assert "Parquet" not in joined.get_text()
    assert link(joined, "notebook") is None
    assert "notebook" in joined.get_text()


def test_tables_come_with_it_unless_it_is_printed(joined, folder):
    kind, data = link(joined, "CSV")["href"].split(",")
    assert kind == "data:text/csv;base64"
    assert b64decode(data) == b"x\n1"
    printed = single_file.join(folder, ["index.html", "articles/a.html"], with_tables=False)
    assert "data:text/csv" not in printed


def test_a_pdf_without_a_browser_is_a_sentence(monkeypatch):
    monkeypatch.setattr(single_file.shutil, "which", lambda name: None)
    with pytest.raises(ValueError, match="none is installed"):
        single_file.browser()
