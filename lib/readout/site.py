"""Notebooks -> a small web site: executed on given tables, rendered, linked, downloadable.

The pages are plain HTML without scripts. A content security policy in each keeps them from asking
for anything outside, so that they open offline and nothing in an article can run.
"""

import ast
import re
import shutil
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pandas as pd
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbconvert import HTMLExporter
from nbconvert.filters import strip_ansi
from nbconvert.filters.markdown import markdown2html
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from readout import schema, views
from readout.frames import Tables

ROOT = Path(__file__).parents[2]
NOTEBOOKS, DOCS = ROOT / "notebooks", ROOT / "docs"
DOCUMENTS = ("model-card", "quotes", "tables")
TABLES_FOLDER, CSV_FOLDER, ARTICLES_FOLDER = "tables", "csv", "articles"
MARKER = "made-by-readout.txt"
CELL_TIMEOUT = 600  # seconds
FAILURES = (CellExecutionError, CellTimeoutError, RuntimeError)  # the last: a kernel that dies


@dataclass(frozen=True)
class Report:
    """What became of a site: a sentence for every notebook that failed."""

    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Page:
    """A notebook as a page: where it is, its question, its answer, and what went wrong."""

    file: str
    title: str
    answer: str
    failure: str | None


def collection(folder: Path | None = None) -> list[Path]:
    """The notebooks of a folder in reading order, by default the collection's own.

    Raises ValueError where there are none.
    """
    chosen = folder or NOTEBOOKS
    found = sorted(path for path in chosen.glob("*.ipynb") if not path.name.startswith("_"))
    if not found:
        raise ValueError(
            f"There are no notebooks (*.ipynb) in '{chosen}'. "
            "Name their folder with --notebooks, or run readout from a checkout that has them."
        )
    return found


def build(notebooks: Sequence[Path], tables: Tables, out: str | Path) -> Report:
    """Write a site to the folder `out`: index, notebooks, marked-up articles, tables.

    An earlier site at `out` is replaced when the new one is complete. A notebook that fails is
    shown up to where it failed. Raises ValueError where `out` holds anything but such a site.
    """
    out = Path(out)
    _refuse_to_overwrite(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as folder:
        stage = Path(folder) / "site"
        tables.save(stage / TABLES_FOLDER)
        tables.save(stage / CSV_FOLDER, format="csv")
        pages = [_notebook_page(path, stage) for path in notebooks]
        _write_articles(tables, stage)
        _write_documents(stage)
        _write_page(stage / "index.html", "index.html", **_overview(tables, pages))
        (stage / MARKER).write_text("This folder is replaced whenever the site is made again.\n")
        shutil.rmtree(out, ignore_errors=True)
        stage.rename(out)
    return Report([page.failure for page in pages if page.failure])


def with_parameters(notebook: NotebookNode, values: Mapping[str, Any]) -> NotebookNode:
    """A copy of a notebook with other values in force after its parameters cell.

    Raises ValueError for a name that the cell doesn't assign, and for a value of another type.
    """
    copy = deepcopy(notebook)
    tagged = [i for i, cell in enumerate(copy.cells) if "parameters" in _tags(cell)]
    if not tagged:
        raise ValueError(
            "The notebook has no cell tagged 'parameters'. Tag the one that sets them."
        )
    known = _assigned(copy.cells[tagged[0]].source)
    for name, value in values.items():
        if name not in known:
            raise ValueError(
                f"The notebook has no parameter '{name}'. Its parameters are: {', '.join(known)}."
            )
        if type(value) is not type(known[name]):
            raise ValueError(
                f"The parameter {name} is {value!r}, but must be of type "
                f"{type(known[name]).__name__}, like {known[name]!r}."
            )
    source = "\n".join(f"{name} = {value!r}" for name, value in values.items())
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]})
    copy.cells.insert(tagged[0] + 1, cell)
    return copy


def _tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def _assigned(source: str) -> dict[str, Any]:
    """Names that a parameters cell sets, with their values."""
    return {
        target.id: ast.literal_eval(statement.value)
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def _refuse_to_overwrite(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).exists():
        raise ValueError(
            f"The folder '{out}' has files in it that are not a site made by readout, and would "
            "be lost. Name a new or an empty folder."
        )
    if out.exists() and not out.is_dir():
        raise ValueError(f"'{out}' is a file. Name a folder for the site.")


def _notebook_page(path: Path, stage: Path) -> _Page:
    notebook = nbformat.read(path, as_version=4)
    prepared = with_parameters(notebook, {"TABLES": TABLES_FOLDER})
    failure = _execute(prepared, path.name, stage)
    nbformat.write(prepared, stage / path.name)
    title = _title(prepared) or path.stem
    file = f"{path.stem}.html"
    content = _rendered(prepared)
    _write_page(
        stage / file,
        "notebook.html",
        title=title,
        content=content,
        notebook=path.name,
        failure=failure,
    )
    return _Page(file, title, _answer(prepared), failure)


def _execute(notebook: NotebookNode, name: str, stage: Path) -> str | None:
    """Run a notebook within the site's folder; a sentence if it fails."""
    resources = {"metadata": {"path": str(stage)}}
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        resources=resources,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
    )
    try:
        client.execute()
    except FAILURES as error:
        last = [line for line in strip_ansi(str(error)).strip().splitlines() if line][-1]
        return f"{name} failed: {last}"
    return None


def _title(notebook: NotebookNode) -> str:
    first = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    return first.splitlines()[0].removeprefix("# ") if first.startswith("# ") else ""


def _answer(notebook: NotebookNode) -> str:
    """The text of the cell tagged `answer`."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []) if "answer" in _tags(cell) else []:
            if "data" in output:
                return output["data"].get("text/plain", "")
    return ""


def _rendered(notebook: NotebookNode) -> str:
    exporter = HTMLExporter(template_name="basic", exclude_input_prompt=True)
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


def _write_articles(tables: Tables, stage: Path) -> None:
    folder = stage / ARTICLES_FOLDER
    folder.mkdir()
    for doc_id, title in tables.articles.set_index("doc_id")["title"].items():
        name = str(doc_id)
        _write_page(
            folder / views.article_file(name),
            "page.html",
            title=name if pd.isna(title) else title,
            content=views.marked_up(tables, name).html,
            up="../",
        )


def _write_documents(stage: Path) -> None:
    for name in DOCUMENTS:
        text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        content = _linked(markdown2html(text))
        _write_page(stage / f"{name}.html", "page.html", title=title, content=content)


def _overview(tables: Tables, pages: Sequence[_Page]) -> dict[str, Any]:
    """All that the index page says."""
    articles = tables.articles.assign(
        file=[f"{ARTICLES_FOLDER}/{views.article_file(i)}" for i in tables.articles["doc_id"]],
        n_quotes=tables.articles["doc_id"].map(tables.quotes["doc_id"].value_counts()),
    ).fillna({"n_quotes": 0})
    return {
        "title": "readout: who said what, and what happened",
        "pages": pages,
        "articles": articles.sort_values("published", kind="stable").to_dict("records"),
        "left_out": tables.intake.query("status != 'read'").to_dict("records"),
        "tables": [
            {"name": name, "rows": len(frame), "meaning": schema.TABLES[name].meaning}
            for name, frame in tables.frames.items()
        ],
        "about": tables.about,
        "folders": (TABLES_FOLDER, CSV_FOLDER),
    }


def _write_page(path: Path, template: str, *, up: str = "", **values: Any) -> None:
    html = views.render(template, up=up, code_style=_code_style(), **values)
    path.write_text(html, encoding="utf-8")


@cache
def _code_style() -> str:
    return HtmlFormatter(style="default", nobackground=True).get_style_defs(".highlight")
