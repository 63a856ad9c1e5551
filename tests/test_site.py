"""The site: complete, self-contained, honest about failures, careful with folders."""

import re

import pytest

import readout
from conftest import BROWSER
from handmade import notebook
from readout import site
from readout.web.notebooks import collection


def test_every_link_leads_to_a_file(small_site):
    for page in small_site.rglob("*.html"):
        for link in re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8")):
            if not link.startswith(("https:", "data:")):
                assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_pages_ask_for_nothing_outside_and_run_nothing(small_site):
    for page in small_site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not re.search(r"<script|<iframe|<object|<embed", html)
        assert not re.search(r'(?:src|srcset|action)="(?!data:image/)', html)
        assert not re.search(r"url\((?!data:)|@import", html)
        assert "default-src 'none'" in html


def test_hostile_text_stays_text(small_site):
    html = (small_site / "articles" / "talks.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in html
    assert "onerror=alert" in html
    assert not re.search(r"<img[^>]*onerror", html)


def test_the_index_has_questions_answers_articles_and_what_was_left_out(small_site):
    html = (small_site / "index.html").read_text(encoding="utf-8")
    assert html.count('<section class="question">') == len(collection())
    assert "attributions to" in html
    assert "The Calder Ledger" in html
    assert "empty.txt" in html


def test_the_report_says_what_it_rests_on_and_how_to_make_it_again(small_site):
    html = (small_site / "about.html").read_text(encoding="utf-8")
    assert "2 articles with" in html
    assert "1 article with a date, published\non 2031-05-13." in html
    assert "1 file or row could not be read" in html
    assert "en_core_web_sm" in html
    assert "readout report tables/articles.parquet --out again" in html


def test_a_redacted_site_has_the_quotes_and_not_the_text(small_tables, tmp_path):
    site.build(collection(only=["02"]), small_tables, tmp_path / "site", context=0)
    pages = [p.read_text(encoding="utf-8") for p in (tmp_path / "site").rglob("*.html")]
    pages += [p.read_text(encoding="utf-8") for p in (tmp_path / "site").rglob("*.csv")]
    pages += [p.read_text(encoding="utf-8") for p in (tmp_path / "site").rglob("*.ipynb")]
    assert any("no talks had taken place" in page for page in pages)
    assert any("The articles' texts are withheld" in page for page in pages)
    assert not any("that no talks had taken place. “We met" in page for page in pages)
    assert "--redact 0" in (tmp_path / "site" / "about.html").read_text(encoding="utf-8")


@pytest.mark.skipif(BROWSER is None, reason="needs Chromium: apt-get install chromium")
def test_a_pdf_is_a_pdf(small_tables, tmp_path):
    site.build([], small_tables, tmp_path / "site", pdf=True)
    assert (tmp_path / "site" / "report.pdf").read_bytes().startswith(b"%PDF")
    assert 'href="report.pdf"' in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_tables_can_be_downloaded_and_loaded(small_site, small_tables):
    for folder in ("tables", "csv"):
        assert len(readout.Tables.load(small_site / folder).quotes) == len(small_tables.quotes)


def test_a_site_is_replaced_but_nothing_else_is(small_site, small_tables, tmp_path):
    (tmp_path / "thesis.txt").write_text("ten years of work")
    with pytest.raises(ValueError, match="would be lost"):
        site.build([], small_tables, tmp_path)
    assert (tmp_path / "thesis.txt").exists()
    path = tmp_path / "site"
    for _ in range(2):
        site.build([], small_tables, path)
    assert (path / "index.html").exists()
    seen = sorted(p.name for p in tmp_path.iterdir() if p.suffix != ".lock")
    assert seen == ["site", "thesis.txt"]


def test_a_notebook_that_fails_is_reported_and_shown_as_far_as_it_ran(small_tables, tmp_path):
    path = tmp_path / "09-broken.ipynb"
    path.write_text(notebook("print('so far')", "1 / 0"), encoding="utf-8")
    report = site.build([path], small_tables, tmp_path / "site")
    assert report.failures == ["09-broken.ipynb failed: ZeroDivisionError: division by zero"]
    html = (tmp_path / "site" / "09-broken.html").read_text(encoding="utf-8")
    assert "so far" in html
    assert 'role="alert"' in html
