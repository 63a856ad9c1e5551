"""nbval notices when an extractor changes: with one entry of a word list altered it must fail."""

import os
import shutil
import subprocess
import sys

import pytest

from readout.web.notebooks import NOTEBOOKS, ROOT

LEXICON = "readout/lexicons/en/events.csv"


@pytest.fixture
def library(tmp_path):
    """A copy of the library, which is imported before the installed one."""
    shutil.copytree(ROOT / "lib", tmp_path / "lib")
    return tmp_path / "lib"


def nbval(library):
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval",
        "--nbval-current-env", NOTEBOOKS / "00-start-here.ipynb",
    ]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(library)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_nbval_passes_on_the_library_as_it_is(library):
    done = nbval(library)
    assert done.returncode == 0, done.stdout


def test_nbval_fails_where_a_meeting_is_an_assault(library):
    path = library / LEXICON
    text = path.read_text(encoding="utf-8")
    assert "\nmeeting,noun,CONSULT," in text
    path.write_text(text.replace("\nmeeting,noun,CONSULT,", "\nmeeting,noun,ASSAULT,"), "utf-8")
    done = nbval(library)
    assert done.returncode == 1
    assert "ASSAULT" in done.stdout
