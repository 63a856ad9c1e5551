"""Every notebook on other corpora than its own: it runs, and says something sensible.

The cells run here in this process, which is many times faster than a kernel for each notebook.
"""

import ast
import contextlib
import re

import pandas as pd
import pytest

import readout
from handmade import tables as by_hand
from readout.frames import Tables
from readout.web import notebooks

RAW = re.compile(r"\b(?:nan|NaN|NaT|inf)\b|\bNone\b(?! of)")  # values that no reader should see
STORY = "Talks had failed, Orla Venn said."


def one_line(nlp, folder):
    (folder / "one.txt").write_text(STORY, encoding="utf-8")
    return readout.read(readout.articles(folder / "one.txt"), nlp=nlp)


def says_nothing(nlp, folder):
    (folder / "bare.txt").write_text("Rain.", encoding="utf-8")
    return readout.read(readout.articles(folder / "bare.txt"), nlp=nlp)


def no_article(nlp, folder):
    return by_hand()


def many(nlp, folder):
    """The seed three hundred times over, every time under another id."""
    one = readout.read(readout.articles(notebooks.ROOT / "seeds"), nlp=nlp)
    (own,) = one.articles["doc_id"]
    frames = {
        name: pd.concat([renamed(frame, own, f"{own}-{i}") for i in range(300)], ignore_index=True)
        for name, frame in one.frames.items()
    }
    return Tables(**frames, about=one.about)


def renamed(frame, old, new):
    ids = [column for column in frame if column.endswith("_id") or column == "same_as"]
    return frame.assign(**{i: frame[i].str.replace(old, new, regex=False) for i in ids})


@pytest.fixture(scope="module", params=[one_line, says_nothing, no_article, many])
def folder_of_tables(request, nlp, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    request.param(nlp, folder).save(folder / "tables")
    return folder


@pytest.fixture(scope="module")
def working_in(folder_of_tables):
    with contextlib.chdir(folder_of_tables):
        yield


def shown_by(source, names):
    """Run a cell, and what its last line shows as (text, html)."""
    *body, last = ast.parse(source).body
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "cell", "exec"), names)
        return "", ""
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    html = getattr(value, "_repr_html_", str)()
    return repr(value), html


@pytest.mark.parametrize("path", notebooks.collection(), ids=lambda path: path.stem)
def test_the_notebook_runs_and_says_something(path, working_in):
    if path.stem == "00-start-here" and readout.Tables.load("tables").articles.empty:
        pytest.skip("There is no article to start with.")
    notebook = notebooks.read(path)
    values = {"TABLES": "tables", "REPRINTS": True}  # else three hundred copies are one article
    known = notebooks.parameters(notebook)
    notebook = notebooks.with_parameters(notebook, {n: v for n, v in values.items() if n in known})
    names = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            text, html = shown_by(cell.source, names)
            assert not RAW.search(text + re.sub("<[^>]*>", "", html))
            if "answer" in cell.metadata.get("tags", []):
                assert text.endswith(".")
