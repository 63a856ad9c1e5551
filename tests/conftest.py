"""What all tests share: the spaCy model, and the rows of a case table."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from selenium import webdriver
from spacy.language import Language

import readout

# The same examples on every run: a check must not fail for one who changed nothing.
settings.register_profile("readout", deadline=None, derandomize=True)
# `make fuzz`: 20,000 examples, others on every run.
settings.register_profile("fuzz", deadline=None, max_examples=2200)
settings.load_profile("readout")

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1200,1000",
)  # fmt: skip

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="session")
def nlp() -> Language:
    return readout.load()


@pytest.fixture(scope="session")
def browser() -> Iterator[webdriver.Chrome]:
    """A Chromium to drive, where there is one with its driver."""
    driver = shutil.which("chromedriver")
    if not BROWSER or not driver:
        pytest.skip("needs Chromium and its driver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in FLAGS:
        options.add_argument(flag)
    with webdriver.Chrome(options, webdriver.ChromeService(driver)) as chrome:
        chrome.set_script_timeout(120)
        yield chrome


def cases(name: str):
    """One pytest parameter per row of `tests/cases/<name>.jsonl`; a row with `xfail` must fail."""
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        reason = row.pop("xfail", None)
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        yield pytest.param(row, id=row["id"], marks=marks)
