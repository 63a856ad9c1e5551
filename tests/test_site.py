"""The site: complete, self-contained, honest about failures, careful with folders."""

import re

import nbformat
import pytest

import readout
from readout import site

HOSTILE = "<script>document.title='run'</script><img src=x onerror=alert(1)>"
TEXT = (
    f"Minister denies talks {HOSTILE}\n\nOrla Venn, the trade minister of Calder, said on Tuesday "
    "that no talks had taken place. “We met nobody,” she told reporters in Lindholm."
)


@pytest.fixture(scope="module")
def tables(nlp, tmp_path_factory):
    folder = tmp_path_factory.mktemp("articles")
    (folder / "talks.txt").write_text(TEXT, encoding="utf-8")
    (folder / "talks.yml").write_text("outlet: The Calder Ledger\npublished: 2031-05-13\n")
    (folder / "empty.txt").write_text("")
    return readout.read(readout.articles(folder), nlp=nlp)


@pytest.fixture(scope="module")
def built(tables, tmp_path_factory):
    out = tmp_path_factory.mktemp("site") / "out"
    report = site.build(site.collection(), tables, out)
    assert report.failures == []
    return out


def notebook(*sources, parameters='TABLES = ""'):
    cells = [nbformat.v4.new_markdown_cell("# What is asked?")]
    cells.append(nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=cells)


def test_every_link_leads_to_a_file(built):
    for page in built.rglob("*.html"):
        for link in re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8")):
            if not link.startswith(("https:", "data:")):
                assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_pages_ask_for_nothing_outside_and_run_nothing(built):
    for page in built.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not re.search(r"<script|<iframe|<object|<embed", html)
        assert not re.search(r'(?:src|srcset|action)="(?!data:image/)', html)
        assert not re.search(r"url\((?!data:)|@import", html)
        assert "default-src 'none'" in html


def test_hostile_text_stays_text(built):
    html = (built / "articles" / "talks.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in html
    assert "onerror=alert" in html
    assert not re.search(r"<img[^>]*onerror", html)


def test_the_index_has_questions_answers_articles_and_what_was_left_out(built):
    html = (built / "index.html").read_text(encoding="utf-8")
    assert html.count('<section class="question">') == len(site.collection())
    assert "attributions to" in html
    assert "The Calder Ledger" in html
    assert "empty.txt" in html
    assert "en_core_web_sm" in html


def test_tables_can_be_downloaded_and_loaded(built, tables):
    for folder in ("tables", "csv"):
        assert len(readout.Tables.load(built / folder).quotes) == len(tables.quotes)


def test_a_site_is_replaced_but_nothing_else_is(built, tables, tmp_path):
    (tmp_path / "thesis.txt").write_text("ten years of work")
    with pytest.raises(ValueError, match="would be lost"):
        site.build([], tables, tmp_path)
    assert (tmp_path / "thesis.txt").exists()
    path = tmp_path / "site"
    for _ in range(2):
        site.build([], tables, path)
    assert (path / "index.html").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site", "thesis.txt"]


def test_a_notebook_that_fails_is_reported_and_shown_as_far_as_it_ran(tables, tmp_path):
    path = tmp_path / "09-broken.ipynb"
    nbformat.write(notebook("print('so far')", "1 / 0"), path)
    report = site.build([path], tables, tmp_path / "site")
    assert report.failures == ["09-broken.ipynb failed: ZeroDivisionError: division by zero"]
    html = (tmp_path / "site" / "09-broken.html").read_text(encoding="utf-8")
    assert "so far" in html
    assert 'role="alert"' in html


def test_parameters_are_set_after_their_cell():
    changed = site.with_parameters(notebook("TABLES"), {"TABLES": "here"})
    assert changed.cells[2].source == "TABLES = 'here'"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"TABELS": "here"}, "no parameter 'TABELS'. Its parameters are: TABLES"),
        ({"TABLES": 3}, "TABLES is 3, but must be of type str"),
    ],
)
def test_wrong_parameters_are_refused(values, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        site.with_parameters(notebook(), values)


def test_a_notebook_without_parameters_is_refused():
    with pytest.raises(ValueError, match="no cell tagged 'parameters'"):
        site.with_parameters(nbformat.v4.new_notebook(), {"TABLES": "here"})


def test_no_notebooks_is_a_sentence(tmp_path):
    with pytest.raises(ValueError, match="no notebooks"):
        site.collection(tmp_path)
