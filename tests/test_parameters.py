"""Which notebooks are run, and with which values: what is wrong is refused in a sentence."""

import re

import nbformat
import pytest

from handmade import notebook
from readout.web import notebooks

TWO = 'TABLES = ""\nTOP = 12'


@pytest.fixture
def paths(tmp_path):
    files = {"01-one": notebook(), "02-two": notebook(parameters=TWO), "_template": notebook()}
    for name, text in files.items():
        (tmp_path / f"{name}.ipynb").write_text(text, encoding="utf-8")
    return notebooks.collection(tmp_path)


def parsed(text):
    return nbformat.reads(text, as_version=4)


def test_a_collection_is_in_reading_order_without_templates(paths):
    assert [path.stem for path in paths] == ["01-one", "02-two"]


@pytest.mark.parametrize(
    ("only", "names"),
    [(["02"], ["02-two"]), (["02-two"], ["02-two"]), (["02", "01"], ["01-one", "02-two"])],
)
def test_notebooks_are_chosen_by_how_their_names_begin(paths, only, names):
    chosen = notebooks.collection(paths[0].parent, only=only)
    assert [path.stem for path in chosen] == names


def test_a_name_that_no_notebook_has_is_refused(paths):
    with pytest.raises(ValueError, match=r"begins with '03'\. There are: 01-one, 02-two"):
        notebooks.collection(paths[0].parent, only=["01", "03"])


def test_no_notebooks_is_a_sentence(tmp_path):
    with pytest.raises(ValueError, match="no notebooks"):
        notebooks.collection(tmp_path)


def test_a_file_that_is_no_notebook_is_a_sentence(tmp_path):
    path = tmp_path / "01-broken.ipynb"
    path.write_text("{")
    with pytest.raises(ValueError, match=r"01-broken\.ipynb' is no Jupyter notebook"):
        notebooks.read(path)


def test_parameters_are_set_after_their_cell():
    changed = notebooks.with_parameters(parsed(notebook("TABLES")), {"TABLES": "here"})
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
        notebooks.with_parameters(parsed(notebook()), values)


def test_a_notebook_without_parameters_is_refused():
    with pytest.raises(ValueError, match="no cell tagged 'parameters'"):
        notebooks.with_parameters(nbformat.v4.new_notebook(), {"TABLES": "here"})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"TPO": 3}, "No notebook has a parameter 'TPO'. There are: TOP"),
        ({"TOP": "3"}, "TOP is '3', but must be of type int, like 12"),
        ({"TABLES": "mine"}, "No notebook has a parameter 'TABLES'. There are: TOP"),
    ],
)
def test_values_for_a_report_are_checked_before_anything_runs(paths, values, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        notebooks.check_values(paths, values)


def test_a_value_may_be_for_some_notebooks_only(paths):
    notebooks.check_values(paths, {"TOP": 3})
