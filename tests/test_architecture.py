"""The house plan as a table: which module may import what, and how large things may grow."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIB = ROOT / "lib" / "readout"

# module: (modules of ours that it may import, heavy packages that it may import)
MAY_IMPORT: dict[str, tuple[set[str], set[str]]] = {
    "annotations": (set(), set()),
    "layout": (set(), {"pandas"}),
    "corpus": ({"layout"}, set()),
    "schema": ({"corpus", "layout"}, {"pandas"}),
    "lexicon": (set(), set()),
    "files": (set(), set()),
    "archives": ({"files"}, set()),
    "boilerplate": ({"annotations", "lexicon"}, set()),
    "encodings": (set(), set()),
    "columns": ({"lexicon"}, {"pandas"}),
    "dates": (set(), {"pandas"}),
    "databases": (set(), set()),
    "tabular": ({"archives", "columns", "encodings", "files"}, {"pandas"}),
    "documents": (set(), {"trafilatura"}),
    "apart": ({"files"}, set()),
    "formats": (
        {"apart", "archives", "columns", "databases", "encodings", "files", "tabular"},
        set(),
    ),
    "language": ({"lexicon"}, set()),
    "intake": (
        {
            "annotations",
            "apart",
            "archives",
            "boilerplate",
            "columns",
            "dates",
            "encodings",
            "files",
            "formats",
            "language",
            "schema",
        },
        {"pandas"},
    ),
    "store": ({"entity_keys", "parts", "schema"}, {"pandas"}),
    "parts": ({"schema"}, {"pandas"}),
    "entity_keys": ({"annotations", "common_keys"}, {"pandas"}),
    "work": ({"aliases", "parts"}, {"pandas"}),
    "installed": (set(), set()),
    "parses": ({"annotations"}, {"spacy"}),
    "plan": ({"parts", "schema", "work"}, {"pandas"}),
    "folder": ({"entity_keys", "frames", "parts", "schema", "store", "swap"}, {"pandas"}),
    "batches": (
        {"annotations", "frames", "intake", "parses", "parts", "pipeline", "work"},
        {"spacy"},
    ),
    "workers": ({"batches", "pipeline", "work"}, set()),
    "cluster": ({"batches", "pipeline", "work"}, {"distributed"}),
    "means": (
        {"aliases", "batches", "cluster", "installed", "pipeline", "plan", "work", "workers"},
        {"pandas"},
    ),
    "reading": (
        {
            "aliases",
            "entity_keys",
            "folder",
            "frames",
            "means",
            "parts",
            "plan",
            "schema",
            "store",
            "work",
        },
        set(),
    ),
    "syntax": ({"annotations"}, {"spacy"}),
    "roles": ({"lexicon"}, {"spacy"}),
    "name_votes": ({"lexicon", "roles"}, {"spacy"}),
    "names": ({"lexicon", "name_votes", "roles"}, {"spacy"}),
    "mentions": ({"annotations", "lexicon", "name_votes", "names", "roles", "syntax"}, {"spacy"}),
    "time_values": (set(), set()),
    "time_words": ({"lexicon"}, set()),
    "time_meanings": ({"annotations", "time_values"}, set()),
    "time_lengths": ({"time_meanings", "time_values", "time_words"}, set()),
    "time_rules": ({"time_lengths", "time_meanings", "time_values", "time_words"}, set()),
    "time_patterns": ({"lexicon"}, set()),
    "time_evidence": ({"lexicon"}, {"spacy"}),
    "times": (
        {
            "annotations",
            "syntax",
            "time_evidence",
            "time_lengths",
            "time_meanings",
            "time_patterns",
            "time_rules",
            "time_values",
        },
        {"spacy"},
    ),
    "quotation": ({"annotations"}, {"spacy"}),
    "sources": ({"annotations", "lexicon", "roles", "syntax"}, {"spacy"}),
    "network": (set(), set()),
    "words": ({"annotations"}, {"spacy"}),
    "features": ({"network", "words"}, set()),
    "alternatives": ({"words"}, set()),
    "evidence": ({"alternatives", "words"}, set()),
    "trees": ({"network"}, set()),
    "attribution": (
        {"alternatives", "annotations", "evidence", "features", "network", "trees", "words"},
        set(),
    ),
    "turns": ({"annotations", "roles", "syntax"}, {"spacy"}),
    "quotes": (
        {
            "turns",
            "annotations",
            "attribution",
            "lexicon",
            "quotation",
            "sources",
            "syntax",
            "words",
        },
        {"spacy"},
    ),
    "triggers": ({"lexicon", "syntax"}, {"spacy"}),
    "control": ({"syntax", "triggers"}, {"spacy"}),
    "participants": ({"annotations", "control", "syntax", "triggers"}, {"spacy"}),
    "dating": ({"annotations", "lexicon", "triggers"}, {"spacy"}),
    "events": (
        {"annotations", "dating", "lexicon", "participants", "syntax", "triggers"},
        {"spacy"},
    ),
    "order": ({"annotations", "lexicon", "syntax"}, {"spacy"}),
    "factuality": ({"annotations", "lexicon"}, {"spacy"}),
    "spelling": (set(), set()),
    "aliases": ({"spelling"}, set()),
    "chains": ({"aliases", "annotations", "lexicon", "spelling"}, set()),
    "discourse": ({"aliases", "annotations", "chains", "lexicon", "spelling"}, set()),
    "entities": ({"aliases", "annotations", "chains", "discourse", "lexicon", "spelling"}, set()),
    "common_keys": ({"annotations", "spelling"}, set()),
    "frames": ({"annotations", "parts", "schema", "store"}, {"pandas"}),
    "exports": (set(), {"pandas"}),
    "wording": ({"lexicon"}, set()),
    "linking": (set(), set()),
    "identities": (set(), {"pandas"}),
    "utterances": ({"layout", "linking", "wording"}, {"pandas"}),
    "stories": ({"linking", "wording"}, {"pandas"}),
    "happenings": ({"layout", "lexicon", "linking", "wording"}, {"pandas"}),
    "disagreements": ({"layout", "schema", "utterances", "wording"}, {"pandas"}),
    "credits": ({"layout", "schema"}, {"pandas"}),
    "comparing": (
        {
            "credits",
            "disagreements",
            "happenings",
            "identities",
            "layout",
            "schema",
            "stories",
            "utterances",
        },
        {"pandas"},
    ),
    "provenance": (set(), {"pandas"}),
    "networks": (set(), {"pandas"}),
    "naming": ({"spelling"}, {"pandas"}),
    "retellings": ({"provenance"}, {"pandas"}),
    "retelling_charts": ({"charts", "drawing", "retellings"}, {"pandas"}),
    "answers": ({"networks", "plain", "provenance", "retellings", "scores"}, {"pandas"}),
    "notes": (set(), {"pandas"}),
    "marks": ({"notes"}, {"pandas"}),
    "timelines": ({"notes", "views"}, {"pandas"}),
    "redaction": ({"schema"}, {"pandas"}),
    "plain": (set(), set()),
    "swap": (set(), set()),
    "views": ({"marks", "notes", "plain", "redaction"}, {"pandas"}),
    "drawing": ({"plain"}, {"pandas", "matplotlib"}),
    "charts": ({"drawing", "networks", "plain", "provenance", "schema", "scores"}, {"pandas"}),
    "scores": ({"schema", "store"}, {"pandas"}),
}
HEAVY = {
    "distributed",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "pandas",
    "spacy",
    "trafilatura",
    "typer",
}
ALL_CODE = sorted(ROOT.glob("lib/**/*.py")) + sorted(ROOT.glob("tests/**/*.py"))
MODULES = sorted(path.stem for path in LIB.glob("*.py") if path.stem != "__init__")


def imports_of(path: Path) -> set[str]:
    """Dotted names that a file imports when it runs, wherever in it."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not is_for_types_only(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "readout":
            found |= {f"readout.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def is_for_types_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


@pytest.mark.parametrize("module", sorted(MAY_IMPORT))
def test_module_imports_only_what_the_plan_allows(module):
    names = imports_of(LIB / f"{module}.py")
    ours = {name.split(".")[1] for name in names if name.startswith("readout.")}
    heavy = {name.split(".")[0] for name in names} & HEAVY
    assert ours <= MAY_IMPORT[module][0]
    assert heavy <= MAY_IMPORT[module][1]


def test_every_module_has_its_place_in_the_plan():
    assert set(MODULES) - set(MAY_IMPORT) == {
        "cli",
        "notebooks",
        "pages",
        "pipeline",
        "single_file",
        "site",
    }


@pytest.mark.parametrize(
    "path", sorted(LIB.parent.parent.glob("[lt]*/**/*.py")), ids=lambda p: p.name
)
def test_no_module_is_over_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", MODULES)
def test_no_function_is_over_50_lines(module):
    tree = ast.parse((LIB / f"{module}.py").read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno}
    assert {name: lines for name, lines in long.items() if lines > 50} == {}


@pytest.mark.parametrize("code", ["import readout", "import readout.cli"])
def test_importing_loads_nothing_heavy(code):
    heavy = HEAVY - {"typer"}
    program = f"import sys; {code}; print(sorted(set(sys.modules) & {heavy!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
