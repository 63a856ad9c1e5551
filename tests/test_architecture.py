"""The house plan: which module may import what (`import_plan.py`), and how large things may grow."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from import_plan import MAY_IMPORT
from readout.running.installed import NOT_FOR_READING

ROOT = Path(__file__).parents[1]
LIB = ROOT / "lib" / "readout"
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
