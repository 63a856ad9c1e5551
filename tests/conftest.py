"""What all tests share: the spaCy model, and the rows of a case table."""

import json
from pathlib import Path

import pytest
from spacy.language import Language

import readout

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
