"""Notebooks that have run, documents, articles and tables as HTML pages of the site.

The pages are plain HTML without scripts. A content security policy in each keeps them from asking
for anything outside, so that they open offline and nothing in an article can run.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nbconvert import HTMLExporter
from nbconvert.filters.markdown import markdown2html
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from readout import scores, views
from readout.frames import Tables
from readout.schema import TABLES
from readout.web import notebooks

DOCS = notebooks.ROOT / "docs"
DOCUMENTS = ("across", "entities", "events", "exports", "model-card", "quotes", "tables")
ARTICLES_FOLDER = "articles"
PARQUET_FOLDER, CSV_FOLDER = "tables", "csv"


@dataclass(frozen=True)
class Question:
    """A notebook that has run: its page, its question and answer, a picture, what went wrong."""

    file: str
    title: str
    answer: str
    picture: str
    failure: str | None


def of_notebook(notebook: NotebookNode, stem: str, failure: str | None) -> tuple[Question, str]:
    """A notebook that has run, for the first page, and its own page."""
    title = notebooks.title(notebook) or stem
    question = Question(
        file=f"{stem}.html",
        title=title,
        answer=notebooks.answer(notebook),
        picture=notebooks.first_picture(notebook),
        failure=failure,
    )
    html = _page(
        "notebook.html",
        title=title,
        content=_rendered(notebook),
        notebook=f"{stem}.ipynb",
        failure=failure,
    )
    return question, html


def of_articles(tables: Tables) -> Iterator[tuple[str, str]]:
    """The file name and the page of every article, marked up, with links to its neighbours."""
    ids = [str(doc_id) for doc_id in tables.articles["doc_id"]]
    titles = tables.articles["title"].fillna(tables.articles["doc_id"])
    files = [views.article_file(doc_id) for doc_id in ids]
    for i, (doc_id, title) in enumerate(zip(ids, titles, strict=True)):
        html = _page(
            "marked-up.html",
            title=title,
            content=views.marked_up(tables, doc_id).html,
            before=files[i - 1] if i else None,
            after=files[i + 1] if i + 1 < len(files) else None,
            up="../",
        )
        yield files[i], html


def of_documents() -> Iterator[tuple[str, str]]:
    """The file name and the page of every document about the tables."""
    for name in DOCUMENTS:
        text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        yield f"{name}.html", _page("page.html", title=title, content=_linked(markdown2html(text)))


def of_everything(
    tables: Tables, questions: Sequence[Question], *, whole_files: Sequence[str] = ()
) -> str:
    """The first page: questions with their answers, articles, tables to download.

    `whole_files` are the names of files that hold the whole report.
    """
    articles = tables.articles.assign(
        file=[f"{ARTICLES_FOLDER}/{views.article_file(i)}" for i in tables.articles["doc_id"]],
        n_quotes=tables.articles["doc_id"].map(tables.quotes["doc_id"].value_counts()),
    ).fillna({"n_quotes": 0})
    return _page(
        "index.html",
        title="readout: who said what, and what happened",
        questions=questions,
        articles=articles.sort_values("published", kind="stable").to_dict("records"),
        left_out=tables.intake.query("status != 'read'").to_dict("records"),
        tables=[
            {"name": name, "rows": len(frame), "meaning": TABLES[name].meaning}
            for name, frame in tables.frames.items()
        ],
        folders=(PARQUET_FOLDER, CSV_FOLDER),
        whole_files=whole_files,
    )


def of_this_report(tables: Tables, *, made_on: str, withheld: int | None) -> str:
    """The page that says what the report is about, how it was made, and how to cite and repeat it.

    `made_on` is a date; `withheld` the characters around quotes that were left when the articles'
    texts were hidden, or None where they were not.
    """
    articles, published = tables.articles, tables.articles["published"].dropna()
    return _page(
        "about.html",
        title="About this report",
        n_articles=len(articles),
        n_words=int(articles["text"].str.count(r"\S+").sum()),
        n_outlets=articles["outlet"].nunique(),
        n_dated=len(published),
        days=[published.min().date(), published.max().date()] if len(published) else [],
        n_left_out=int((tables.intake["status"] == "skipped").sum()),
        made_on=made_on,
        withheld=withheld,
        about=tables.about,
        tables_folder=PARQUET_FOLDER,
        figures=_linked(views.listing(scores.measured(), rows=100).html),
    )


def _rendered(notebook: NotebookNode) -> str:
    exporter = HTMLExporter(
        template_name="readout",
        extra_template_basedirs=[str(views.TEMPLATES / "nbconvert")],
        exclude_input_prompt=True,
    )
    exporter.exclude_output_prompt = True
    exporter.exclude_anchor_links = True
    html, _ = exporter.from_notebook_node(notebook)
    return _linked(html)


def _linked(html: str) -> str:
    """Links as they are on the site: to pages instead of notebooks and Markdown files."""
    html = re.sub(r'<a data-article="([^"]*)"', r'<a href="\1"', html)
    html = re.sub(r'href="([\w-]+)\.ipynb"', r'href="\1.html"', html)
    return re.sub(r'href="(?:\.\./docs/)?([\w-]+)\.md"', _document_link, html)


def _document_link(link: re.Match[str]) -> str:
    return f'href="{link[1]}.html"' if link[1] in DOCUMENTS else link[0]


def _page(template: str, *, up: str = "", **values: Any) -> str:
    """A page whose head holds the styles that each view brings along for a notebook."""
    html = views.render(template, up=up, code_style=_code_style(), **values)
    return html.replace(f"<style>{_style_of_views()}</style>\n", "")


@cache
def _style_of_views() -> str:
    return (views.TEMPLATES / "article.css").read_text(encoding="utf-8").rstrip("\n")


@cache
def _code_style() -> str:
    return HtmlFormatter(style="default", nobackground=True).get_style_defs(".highlight")
