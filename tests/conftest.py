"""What all tests share: the spaCy model, a browser, a small site, and the rows of a case table."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from selenium import webdriver
from spacy.language import Language

import readout
from readout.frames import Tables

# The same examples on every run: a check must not fail for one who changed nothing.
settings.register_profile("readout", deadline=None, derandomize=True)
# `make fuzz`: others on every run; 2,500 inputs for each property, half for one that reads twice.
settings.register_profile("fuzz", deadline=None, max_examples=2500)
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


SAMPLES = Path(__file__).parents[1] / "data" / "articles"


@pytest.fixture(scope="session")
def sample_tables(nlp) -> Tables:
    """What is read in the sample articles."""
    return readout.read(readout.articles(SAMPLES), nlp=nlp)


# A small press: an article that would like to run a script, one without a date, and an empty file.
HOSTILE = "<script>document.title='run'</script><img src=x onerror=alert(1)>"
STORY = (
    f"Minister denies talks {HOSTILE}\n\nOrla Venn, the trade minister of Calder, said on Tuesday "
    "that no talks had taken place. “We met nobody,” she told reporters in Lindholm. According to the "
    "Calder Ledger, which quotes a senior official, two ministers met on Sunday.\n\n"
    "“It was a mistake to meet,” said Ilan Marr, a member of the assembly, who denied the report."
)


@pytest.fixture(scope="session")
def small_tables(nlp, tmp_path_factory) -> Tables:
    """What is read in the small press."""
    press = tmp_path_factory.mktemp("press")
    (press / "talks.txt").write_text(STORY, encoding="utf-8")
    (press / "talks.yml").write_text("outlet: The Calder Ledger\npublished: 2031-05-13\n")
    (press / "more.txt").write_text("More talks. They failed, Orla Venn said.", encoding="utf-8")
    (press / "empty.txt").write_text("")
    return readout.read(readout.articles(press), nlp=nlp)


@pytest.fixture(scope="session")
def small_site(small_tables, tmp_path_factory) -> Path:
    """The folder of its site, with every notebook."""
    from readout import site
    from readout.web.notebooks import collection

    out = tmp_path_factory.mktemp("site") / "out"
    report = site.build(collection(), small_tables, out, values={"DOC_ID": "talks"}, single=True)
    assert report.failures == []
    return out


def cases(name: str):
    """One pytest parameter per row of `tests/cases/<name>.jsonl`; a row with `xfail` must fail."""
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        reason = row.pop("xfail", None)
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        yield pytest.param(row, id=row["id"], marks=marks)
