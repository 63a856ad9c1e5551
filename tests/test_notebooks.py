"""The notebooks as they are stored: whole, run in order, in the plan's anatomy.

That their outputs still come out is checked by nbval (`make test`), which passes vacuously on a
notebook without outputs, and never compares pictures: hence the checks here.
"""

import ast
import re
import subprocess

import nbformat
import pytest

from readout.web.notebooks import NOTEBOOKS as FOLDER
from readout.web.notebooks import ROOT, collection

NOTEBOOKS = collection()
TEMPLATE = FOLDER / "_template.ipynb"
LONGEST_CELL, LONGEST_SETUP = 15, 3


# A passage with its article and offsets, a whole article, or the sentence where no row is there.
EVIDENCE = ('class="rd-passage ', 'class="rd-article ', "No passage to show")
# Sections that claim nothing of the articles: figures of the program, and how to do something.
WITHOUT_EVIDENCE = {
    "Can its confidence be believed?",
    "How far to trust this",
    "How sure these figures are",
    "In figures",
    "Label your own articles",
    "Run it on your articles",
    "The answer",
    "Try next",
    "Your own names and keys",
}


@pytest.fixture(params=[*NOTEBOOKS, TEMPLATE], ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code_of(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def sections(notebook):
    """Each heading of the second level, with the code cells under it."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            found.append((cell.source.splitlines()[0].removeprefix("## "), []))
        elif cell.cell_type == "code" and found:
            found[-1][1].append(cell)
    return found


def shown_by(cell):
    data = (output.get("data", {}) for output in cell.outputs)
    return [kinds["text/html"] for kinds in data if "text/html" in kinds]


def tagged(notebook, tag):
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def test_the_collection_is_there():
    names = [path.stem for path in NOTEBOOKS]
    assert names == [
        "00-start-here",
        "01-entities",
        "02-quotes",
        "03-events",
        "04-sources",
        "05-network",
        "06-coverage",
        "07-how-wrong",
        "08-your-articles",
    ]


def test_it_is_a_valid_notebook(notebook):
    nbformat.validate(notebook)


def test_it_was_run_from_top_to_bottom(notebook):
    counts = [cell.execution_count for cell in code_of(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_it_ran_without_errors_or_warnings(notebook):
    outputs = [output for cell in code_of(notebook) for output in cell.outputs]
    assert outputs
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]


def test_every_cell_after_the_set_up_shows_something(notebook):
    shown = [cell for cell in code_of(notebook)[2:] if not cell.outputs]
    assert not shown


def test_its_question_is_its_only_title(notebook):
    titles = [line for text in prose_of(notebook) for line in text.splitlines() if line[:2] == "# "]
    assert len(titles) == 1
    assert titles[0].endswith("?")


def test_it_has_parameters_of_plain_values(notebook):
    (parameters,) = tagged(notebook, "parameters")
    names = set()
    for statement in ast.parse(parameters.source).body:
        assert isinstance(statement, ast.Assign)
        ast.literal_eval(statement.value)
        names |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
    assert {"ARTICLES", "TABLES"} <= names


def test_its_answer_is_computed(notebook):
    (answer,) = tagged(notebook, "answer")
    assert answer.source.splitlines()[-1].startswith("answers.")
    assert len(answer.outputs[0]["data"]["text/plain"]) > 40


def test_it_says_what_is_needed(notebook):
    assert prose_of(notebook)[1].startswith("**What you need.** ")


@pytest.mark.parametrize(
    "heading", ["How far to trust this", "Run it on your articles", "Try next"]
)
def test_it_has_the_section(notebook, heading):
    assert sum(f"## {heading}" in text for text in prose_of(notebook)) == 1


def test_each_section_has_a_passage_of_evidence(notebook):
    without = set()
    for heading, cells in sections(notebook):
        html = [html for cell in cells for html in shown_by(cell)]
        if not any(kind in page for page in html for kind in EVIDENCE):
            without.add(heading)
    assert without <= WITHOUT_EVIDENCE


def test_cells_are_short_and_prose_is_half(notebook):
    lengths = [len([*filter(None, cell.source.splitlines())]) for cell in code_of(notebook)]
    assert max(lengths) <= LONGEST_CELL
    assert lengths[1] <= LONGEST_SETUP
    assert len(prose_of(notebook)) >= len(notebook.cells) / 2


def test_it_says_nothing_of_the_machine_it_ran_on(notebook):
    text = nbformat.writes(notebook)
    assert not re.search(r"/(?:home|root|Users|work|tmp)/", text)


def test_its_outputs_need_nothing_but_html(notebook):
    kinds = {
        kind
        for cell in code_of(notebook)
        for output in cell.outputs
        for kind in output.get("data", {})
    }
    assert kinds <= {"text/plain", "text/html"}


def test_nbval_checks_every_cell(notebook):
    marks = ("nbval-skip", "nbval-ignore-output", "NBVAL_SKIP", "NBVAL_IGNORE_OUTPUT")
    for cell in code_of(notebook):
        assert not set(marks) & set(cell.metadata.get("tags", []))
        assert not any(mark in cell.source for mark in marks)


def test_every_picture_has_words(notebook):
    html = [page for cell in code_of(notebook) for page in shown_by(cell)]
    pictures = [tag for page in html for tag in re.findall(r"<img [^>]*>", page)]
    assert all(re.search(r'alt="[^"]{20,}"', tag) for tag in pictures)
    assert sum(page.count("<figure") for page in html) == sum(
        page.count("<figcaption") for page in html
    )


@pytest.mark.parametrize("name", ["", "My Notebook", "../x", "00-start-here", "a;b"])
def test_a_notebook_of_ones_own_needs_a_plain_new_name(name):
    run = subprocess.run(
        ["make", "notebook", f"NAME={name}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert re.search("Name it in small letters|is there already", run.stderr)


def test_a_notebook_of_ones_own_begins_as_the_template(tmp_path):
    for path in (ROOT / "Makefile", TEMPLATE):
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    subprocess.run(["make", "notebook", "NAME=09-mine"], cwd=tmp_path, check=True)
    assert (tmp_path / "notebooks/09-mine.ipynb").read_bytes() == TEMPLATE.read_bytes()
