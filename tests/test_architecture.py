"""The house plan as a table: which module may import what, and how large things may grow."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from readout.running.installed import NOT_FOR_READING

ROOT = Path(__file__).parents[1]
LIB = ROOT / "lib" / "readout"

# module: (modules of ours that it may import, heavy packages that it may import)
MAY_IMPORT: dict[str, tuple[set[str], set[str]]] = {
    "annotations": (set(), set()),
    "collecting": (set(), set()),
    "layout": (set(), {"pandas"}),
    "corpus": ({"layout"}, set()),
    "schema": ({"corpus", "layout"}, {"pandas"}),
    "lexicon": (set(), set()),
    "inputs.files": (set(), set()),
    "inputs.archives": ({"inputs.files"}, set()),
    "inputs.boilerplate": ({"annotations", "lexicon"}, set()),
    "inputs.encodings": (set(), set()),
    "inputs.columns": ({"lexicon"}, {"pandas"}),
    "inputs.dates": (set(), {"pandas"}),
    "inputs.databases": (set(), set()),
    "inputs.tabular": (
        {"inputs.archives", "inputs.columns", "inputs.encodings", "inputs.files"},
        {"pandas"},
    ),
    "inputs.documents": (set(), {"trafilatura"}),
    "inputs.apart": ({"inputs.files"}, set()),
    "inputs.formats": (
        {
            "inputs.apart",
            "inputs.archives",
            "inputs.columns",
            "inputs.databases",
            "inputs.encodings",
            "inputs.files",
            "inputs.tabular",
        },
        set(),
    ),
    "inputs.language": ({"lexicon"}, set()),
    "intake": (
        {
            "annotations",
            "inputs.apart",
            "inputs.archives",
            "inputs.boilerplate",
            "inputs.columns",
            "inputs.dates",
            "inputs.encodings",
            "inputs.files",
            "inputs.formats",
            "inputs.language",
            "schema",
        },
        {"pandas"},
    ),
    "store": ({"referring.keys", "running.parts", "schema"}, {"pandas"}),
    "running.parts": ({"schema"}, {"pandas"}),
    "referring.keys": ({"entities", "lexicon"}, {"pandas"}),
    "running.work": ({"aliases", "running.parts"}, {"pandas"}),
    "running.installed": (set(), set()),
    "parsing.recogniser": (set(), {"spacy"}),
    "parsing.ruler": (set(), {"spacy"}),
    "running.parses": ({"annotations"}, {"spacy"}),
    "running.plan": ({"running.parts", "running.work", "schema"}, {"pandas"}),
    "running.folder": (
        {"frames", "referring.keys", "running.parts", "schema", "store", "swap"},
        {"pandas"},
    ),
    "running.batches": (
        {
            "annotations",
            "collecting",
            "frames",
            "intake",
            "pipeline",
            "running.parses",
            "running.parts",
            "running.work",
        },
        {"spacy"},
    ),
    "running.workers": ({"pipeline", "running.batches", "running.work"}, set()),
    "running.cluster": ({"pipeline", "running.batches", "running.work"}, {"distributed"}),
    "running.means": (
        {
            "aliases",
            "pipeline",
            "running.batches",
            "running.cluster",
            "running.installed",
            "running.plan",
            "running.work",
            "running.workers",
        },
        {"pandas"},
    ),
    "reading": (
        {
            "aliases",
            "frames",
            "referring.keys",
            "running.folder",
            "running.means",
            "running.parts",
            "running.plan",
            "running.work",
            "schema",
            "store",
        },
        set(),
    ),
    "syntax": ({"annotations"}, {"spacy"}),
    "referring.roles": ({"lexicon"}, {"spacy"}),
    "referring.votes": ({"lexicon", "referring.roles"}, {"spacy"}),
    "referring.names": ({"lexicon", "referring.roles", "referring.votes"}, {"spacy"}),
    "mentions": (
        {
            "annotations",
            "lexicon",
            "referring.names",
            "referring.roles",
            "referring.votes",
            "syntax",
        },
        {"spacy"},
    ),
    "timing.values": (set(), set()),
    "timing.words": ({"lexicon"}, set()),
    "timing.meanings": ({"annotations", "timing.values"}, set()),
    "timing.lengths": ({"timing.meanings", "timing.values", "timing.words"}, set()),
    "timing.rules": ({"timing.lengths", "timing.meanings", "timing.values", "timing.words"}, set()),
    "timing.patterns": ({"lexicon"}, set()),
    "timing.evidence": ({"lexicon"}, {"spacy"}),
    "times": (
        {
            "annotations",
            "syntax",
            "timing.evidence",
            "timing.lengths",
            "timing.meanings",
            "timing.patterns",
            "timing.rules",
            "timing.values",
        },
        {"spacy"},
    ),
    "quoting.quotation": ({"annotations"}, {"spacy"}),
    "quoting.sources": ({"annotations", "lexicon", "referring.roles", "syntax"}, {"spacy"}),
    "quoting.network": (set(), set()),
    "quoting.words": ({"annotations"}, {"spacy"}),
    "quoting.features": ({"quoting.network", "quoting.words"}, set()),
    "quoting.alternatives": ({"quoting.words"}, set()),
    "quoting.evidence": ({"quoting.alternatives", "quoting.words"}, set()),
    "quoting.trees": ({"quoting.network"}, set()),
    "quoting.attribution": (
        {
            "annotations",
            "quoting.alternatives",
            "quoting.evidence",
            "quoting.features",
            "quoting.network",
            "quoting.trees",
            "quoting.words",
        },
        set(),
    ),
    "quoting.turns": ({"annotations", "referring.roles", "syntax"}, {"spacy"}),
    "quotes": (
        {
            "annotations",
            "lexicon",
            "quoting.attribution",
            "quoting.quotation",
            "quoting.sources",
            "quoting.turns",
            "quoting.words",
            "syntax",
        },
        {"spacy"},
    ),
    "happening.triggers": ({"lexicon", "syntax"}, {"spacy"}),
    "happening.control": ({"happening.triggers", "syntax"}, {"spacy"}),
    "happening.participants": (
        {"annotations", "happening.control", "happening.triggers", "lexicon", "syntax"},
        {"spacy"},
    ),
    "happening.dating": ({"annotations", "happening.triggers", "lexicon"}, {"spacy"}),
    "events": (
        {
            "annotations",
            "happening.dating",
            "happening.participants",
            "happening.triggers",
            "lexicon",
            "syntax",
        },
        {"spacy"},
    ),
    "happening.order": ({"annotations", "lexicon", "syntax"}, {"spacy"}),
    "happening.particles": ({"happening.triggers", "lexicon"}, {"spacy"}),
    "happening.scope": ({"happening.particles", "happening.triggers", "lexicon"}, {"spacy"}),
    "factuality": ({"annotations", "happening.particles", "happening.scope"}, {"spacy"}),
    "referring.spelling": (set(), set()),
    "aliases": ({"referring.spelling"}, set()),
    "referring.chains": ({"aliases", "annotations", "lexicon", "referring.spelling"}, set()),
    "referring.discourse": (
        {"aliases", "annotations", "lexicon", "referring.chains", "referring.spelling"},
        set(),
    ),
    "entities": (
        {
            "aliases",
            "annotations",
            "lexicon",
            "referring.chains",
            "referring.discourse",
            "referring.spelling",
        },
        set(),
    ),
    "frames": ({"annotations", "running.parts", "schema", "store"}, {"pandas"}),
    "exports": (set(), {"pandas"}),
    "comparing.wording": ({"lexicon"}, set()),
    "comparing.linking": (set(), {"numpy", "pandas"}),
    "comparing.utterances": (
        {"collecting", "comparing.linking", "comparing.wording", "layout"},
        {"pandas"},
    ),
    "comparing.stories": ({"comparing.linking", "comparing.wording"}, {"pandas"}),
    "comparing.copies": ({"comparing.stories", "schema"}, set()),
    "comparing.happenings": (
        {"comparing.linking", "comparing.wording", "layout", "lexicon"},
        {"pandas"},
    ),
    "comparing.claims": (
        {"comparing.happenings", "comparing.utterances", "comparing.wording", "layout", "lexicon"},
        {"pandas"},
    ),
    "comparing.disagreements": (
        {"comparing.claims", "comparing.utterances", "comparing.wording", "layout", "schema"},
        {"pandas"},
    ),
    "comparing.credits": ({"layout", "schema"}, {"pandas"}),
    "comparing.across": (
        {
            "collecting",
            "comparing.credits",
            "comparing.disagreements",
            "comparing.happenings",
            "referring.keys",
            "comparing.linking",
            "comparing.stories",
            "comparing.utterances",
            "layout",
            "schema",
        },
        {"pandas"},
    ),
    "provenance": (set(), {"pandas"}),
    "networks": (set(), {"pandas"}),
    "naming": ({"referring.spelling"}, {"pandas"}),
    "retellings": ({"provenance"}, {"pandas"}),
    "retelling_charts": ({"charts", "retellings", "showing.drawing"}, {"pandas"}),
    "answers": ({"networks", "plain", "provenance", "retellings", "scores"}, {"pandas"}),
    "showing.notes": (set(), {"pandas"}),
    "showing.marks": ({"showing.notes"}, {"pandas"}),
    "timelines": ({"showing.notes", "views"}, {"pandas"}),
    "web.redaction": ({"schema"}, {"pandas"}),
    "plain": (set(), set()),
    "swap": (set(), set()),
    "views": (
        {"plain", "schema", "showing.marks", "showing.notes", "store", "web.redaction"},
        {"pandas"},
    ),
    "network_charts": ({"charts", "networks", "showing.graphs"}, {"pandas"}),
    "showing.graphs": ({"showing.drawing"}, {"matplotlib", "networkx", "pandas"}),
    "showing.drawing": ({"plain"}, {"matplotlib", "pandas"}),
    "charts": (
        {"plain", "provenance", "schema", "scores", "showing.drawing"},
        {"pandas"},
    ),
    "scores": ({"schema", "store"}, {"pandas"}),
}
HEAVY = {
    "distributed",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "networkx",
    "pandas",
    "spacy",
    "trafilatura",
    "typer",
}
ALL_CODE = sorted(ROOT.glob("lib/**/*.py")) + sorted(ROOT.glob("tests/**/*.py"))
MODULES = sorted(
    ".".join(path.relative_to(LIB).with_suffix("").parts)
    for path in LIB.rglob("*.py")
    if path.stem != "__init__"
)


def imports_of(path: Path) -> set[str]:
    """Dotted names that a file imports when it runs, wherever in it."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not is_for_types_only(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def module_of(name: str) -> str:
    """The module of ours that a dotted name is in: `readout.timing.values.shift` -> `timing.values`."""
    parts = name.split(".")[1:]
    return next(
        (dotted for n in (3, 2, 1) if (dotted := ".".join(parts[:n])) in MODULES), ".".join(parts)
    )


def path_of(module: str) -> Path:
    return LIB.joinpath(*module.split(".")).with_suffix(".py")


def is_for_types_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


@pytest.mark.parametrize("module", sorted(MAY_IMPORT))
def test_module_imports_only_what_the_plan_allows(module):
    names = imports_of(path_of(module))
    ours = {module_of(name) for name in names if name.startswith("readout.")}
    heavy = {name.split(".")[0] for name in names} & HEAVY
    assert ours <= MAY_IMPORT[module][0]
    assert heavy <= MAY_IMPORT[module][1]


def test_every_module_has_its_place_in_the_plan():
    assert set(MODULES) - set(MAY_IMPORT) == {
        "cli",
        "pipeline",
        "site",
        "web.notebooks",
        "web.pages",
        "web.single_file",
    }


def test_what_is_not_for_reading_is_known_by_no_module_that_reads():
    reading, ahead = set(), ["running.batches"]
    while ahead:
        module = ahead.pop()
        if module in MODULES and module not in reading:
            reading.add(module)
            ahead += [module_of(name) for name in imports_of(path_of(module)) if "readout." in name]
    assert NOT_FOR_READING.isdisjoint(module.split(".")[0] for module in reading)
    assert NOT_FOR_READING.issubset(module.split(".")[0] for module in MODULES)


@pytest.mark.parametrize(
    "path", sorted(LIB.parent.parent.glob("[lt]*/**/*.py")), ids=lambda p: p.name
)
def test_no_module_is_over_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", MODULES)
def test_no_function_is_over_50_lines(module):
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
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
