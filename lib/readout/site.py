"""Notebooks and tables -> a small web site: run, rendered, linked, downloadable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
from tqdm import tqdm

from readout.comparing.across import across
from readout.frames import Tables
from readout.swap import alone, replaced
from readout.web import notebooks, pages, single_file
from readout.web.redaction import redacted

MARKER = "made-by-readout.txt"
ONE_FILE, PDF = "report.html", "report.pdf"


@dataclass(frozen=True)
class Report:
    """What became of a site: a sentence for every notebook that failed."""

    failures: list[str] = field(default_factory=list)


def build(
    paths: Sequence[Path],
    tables: Tables,
    out: str | Path,
    *,
    values: Mapping[str, Any] | None = None,
    context: int | None = None,
    single: bool = False,
    pdf: bool = False,
) -> Report:
    """Run notebooks on tables, and write a site to the folder `out`.

    It holds a first page, the notebooks with their results, the articles marked up, and the tables
    in Parquet and CSV. `values` are given to the notebooks' parameters. With a `context` the
    articles' texts are withheld but for so many characters around what is quoted. `single` adds
    the whole report as one HTML file, `pdf` as a PDF.

    An earlier site at `out` is replaced when the new one is complete, and stands until then. A
    notebook that fails is shown up to where it failed. Raises ValueError where `out` holds anything
    but such a site, for wrong `values`, and for a PDF without a Chromium to print it, and
    BlockingIOError where another run is writing to `out`.
    """
    out, values = Path(out), values or {}
    notebooks.check_values(paths, values)
    if pdf:
        single_file.browser()
    tables = across(tables)
    shared = tables if context is None else redacted(tables, context=context)
    with alone(out), replaced(out, _refuse_to_overwrite) as stage:
        shared.save(stage / pages.PARQUET_FOLDER)
        shared.save(stage / pages.CSV_FOLDER, format="csv")
        questions = [
            _run(path, values, stage)
            for path in tqdm(paths, "running notebooks", disable=None, unit="notebook")
        ]
        _write_pages(shared, questions, stage, context, single=single, pdf=pdf)
        (stage / MARKER).write_text("This folder is replaced whenever the site is made again.\n")
    return Report([question.failure for question in questions if question.failure])


def _refuse_to_overwrite(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).exists():
        raise ValueError(
            f"The folder '{out}' has files in it that are not a site made by readout, and would "
            "be lost. Name a new or an empty folder."
        )
    if out.exists() and not out.is_dir():
        raise ValueError(f"'{out}' is a file. Name a folder for the site.")


def _run(path: Path, values: Mapping[str, Any], stage: Path) -> pages.Question:
    """Run a notebook on the tables of a site, and write it and its page there."""
    notebook = notebooks.read(path)
    known = notebooks.parameters(notebook)
    own = {name: value for name, value in values.items() if name in known}
    ready = notebooks.with_parameters(notebook, {"TABLES": pages.PARQUET_FOLDER, **own})
    failure = notebooks.execute(ready, path.name, stage)
    nbformat.write(ready, stage / path.name)
    question, html = pages.of_notebook(ready, path.stem, failure)
    _write(stage, question.file, html)
    return question


def _write_pages(
    tables: Tables,
    questions: Sequence[pages.Question],
    stage: Path,
    context: int | None,
    *,
    single: bool,
    pdf: bool,
) -> None:
    whole = [name for name, wanted in ((ONE_FILE, single), (PDF, pdf)) if wanted]
    made_on = date.today().isoformat()
    written = {
        "index.html": pages.of_everything(tables, questions, whole_files=whole),
        "about.html": pages.of_this_report(tables, made_on=made_on, withheld=context),
        **dict(pages.of_documents()),
        **{f"{pages.ARTICLES_FOLDER}/{file}": html for file, html in pages.of_articles(tables)},
    }
    for file, html in written.items():
        _write(stage, file, html)
    first, *others = written
    order = [first, *(question.file for question in questions), *others]
    if single:
        _write(stage, ONE_FILE, single_file.join(stage, order, with_tables=True))
    if pdf:
        single_file.print_pdf(single_file.join(stage, order, with_tables=False), stage / PDF)


def _write(stage: Path, file: str, html: str) -> None:
    path = stage / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(html, encoding="utf-8")
