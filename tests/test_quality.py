"""The quality gate: on the annotated samples no figure may fall below what was measured.

`python benchmarks/quality.py` writes `lib/readout/measured.csv`; no tool lowers a floor here.
"""

from pathlib import Path

import pytest

import readout
from readout import scores

DATA = Path(__file__).parents[1] / "data"
KEY = ["table", "measure"]

# F1 on the six annotated samples, in percent: about a point under what was measured.
FLOORS: dict[tuple[str, str], float] = {
    ("entities", "names, exact span"): 97.8,
    ("entities", "names, exact span and type"): 89.0,
    ("events", "trigger, overlap"): 90.0,
    ("events", "type, of matched"): 89.0,
    ("events", "factuality, of matched"): 94.9,
    ("quotes", "content, overlap"): 85.0,
    ("quotes", "content and source"): 83.0,
    ("quotes", "speaker, of matched"): 84.5,
    ("times", "exact span"): 93.5,
    ("times", "value, of matched"): 94.5,  # 99 until clock times in words were found at all
}


@pytest.fixture(scope="module")
def fresh(nlp):
    tables = readout.read(readout.articles(DATA / "articles"), nlp=nlp)
    return scores.score(scores.load_gold(DATA / "gold"), tables.frames).set_index(KEY)


@pytest.mark.parametrize(("measure", "floor"), FLOORS.items(), ids=str)
def test_figure_is_not_below_its_floor(fresh, measure, floor):
    assert fresh.loc[measure, "f1"] >= floor


def test_figures_that_notebooks_show_are_those_of_this_code(fresh):
    stored = scores.measured().query("corpus == 'sample'").set_index(KEY)
    assert stored["f1"].to_dict() == fresh["f1"].round(1).to_dict()
