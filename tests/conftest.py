"""What all tests share: the spaCy model, and the rows of a case table."""

import json
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

import readout

# The same examples on every run: a check must not fail for one who changed nothing.
settings.register_profile("readout", deadline=None, derandomize=True)
settings.load_profile("readout")

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="session")
def nlp() -> Language:
    return readout.load()


def cases(name: str):
    """One pytest parameter per row of `tests/cases/<name>.jsonl`; a row with `xfail` must fail."""
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        reason = row.pop("xfail", None)
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        yield pytest.param(row, id=row["id"], marks=marks)
