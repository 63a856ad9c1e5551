"""Notebooks: which there are, their parameters, a run, and what a run shows at first glance."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

ROOT = Path(__file__).parents[3]
NOTEBOOKS = ROOT / "notebooks"
CELL_TIMEOUT = 600  # seconds
FAILURES = (CellExecutionError, CellTimeoutError, RuntimeError)  # the last: a kernel that dies
GIVEN = ("ARTICLES", "TABLES")  # what a report gives to notebooks itself

Values = Mapping[str, Any]


def collection(folder: Path | None = None, *, only: Sequence[str] = ()) -> list[Path]:
    """The notebooks of a folder in reading order, by default the collection's own: a notebook is a
    program, and no other is ever run. `folder` may be a single notebook too.

    `only` keeps those whose names begin so ("03", "02-quotes"). Raises ValueError where there are
    no notebooks, or none of such a name.
    """
    chosen = folder or NOTEBOOKS
    inside = [chosen] if chosen.is_file() else chosen.glob("*.ipynb")
    found = sorted(path for path in inside if not path.name.startswith("_"))
    if not found:
        raise ValueError(
            f"There are no notebooks (*.ipynb) in '{chosen}'. "
            "Name their folder with --notebooks, or run readout from a checkout that has them."
        )
    names = [path.stem for path in found]
    for beginning in only:
        if not any(name.startswith(beginning) for name in names):
            raise ValueError(
                f"No notebook's name begins with '{beginning}'. There are: {', '.join(names)}."
            )
    return [path for path in found if not only or path.stem.startswith(tuple(only))]


def read(path: Path) -> NotebookNode:
    """A notebook from a file. Raises ValueError where it is none."""
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, AttributeError) as error:
        raise ValueError(f"'{path}' is no Jupyter notebook: {error}") from error


def parameters(notebook: NotebookNode) -> dict[str, Any]:
    """The names that the cell tagged `parameters` sets, with their values.

    Raises ValueError where no cell is tagged so.
    """
    return _assigned(notebook.cells[_parameters_cell(notebook)].source)


def check_values(paths: Sequence[Path], values: Values) -> None:
    """Raise ValueError for a value that a report gives itself, that no notebook has a parameter
    for, or that is of another type than the parameter's own."""
    known = {path: parameters(read(path)) for path in paths}
    names = sorted({name for names in known.values() for name in names} - set(GIVEN))
    for name, value in values.items():
        if name not in names:
            raise ValueError(f"No notebook has a parameter '{name}'. There are: {_list(names)}.")
        for own in known.values():
            if name in own:
                _check_type(name, value, own[name])


def with_parameters(notebook: NotebookNode, values: Values) -> NotebookNode:
    """A copy of a notebook with other values in force after its parameters cell.

    Raises ValueError for a name that the cell doesn't assign, and for a value of another type.
    """
    copy = deepcopy(notebook)
    known = parameters(copy)
    for name, value in values.items():
        if name not in known:
            raise ValueError(
                f"The notebook has no parameter '{name}'. Its parameters are: {_list(known)}."
            )
        _check_type(name, value, known[name])
    source = "\n".join(f"{name} = {value!r}" for name, value in values.items())
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]})
    copy.cells.insert(_parameters_cell(copy) + 1, cell)
    return copy


def execute(notebook: NotebookNode, name: str, folder: Path) -> str | None:
    """Run a notebook within a folder, in place; a sentence if it fails."""
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        record_timing=False,
    )
    try:
        client.execute()
    except FAILURES as error:
        last = [line for line in strip_ansi(str(error)).strip().splitlines() if line][-1]
        return f"{name} failed: {last}"
    return None


def title(notebook: NotebookNode) -> str:
    """The question that a notebook asks: its first heading."""
    first = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    return first.splitlines()[0].removeprefix("# ") if first.startswith("# ") else ""


def answer(notebook: NotebookNode) -> str:
    """What the cell tagged `answer` says, as text."""
    cells = (cell for cell in notebook.cells if "answer" in _tags(cell))
    return next((data.get("text/plain", "") for cell in cells for data in _shown(cell)), "")


def first_picture(notebook: NotebookNode) -> str:
    """The first chart of a notebook that has run, as the address of an image in its data."""
    for data in (data for cell in notebook.cells for data in _shown(cell)):
        if picture := re.search(r'<img [^>]*src="(data:image/[^"]+)"', data.get("text/html", "")):
            return picture[1]
    return ""


def _shown(cell: NotebookNode) -> Iterator[NotebookNode]:
    return (output["data"] for output in cell.get("outputs", []) if "data" in output)


def _parameters_cell(notebook: NotebookNode) -> int:
    for position, cell in enumerate(notebook.cells):
        if "parameters" in _tags(cell):
            return position
    raise ValueError("The notebook has no cell tagged 'parameters'. Tag the one that sets them.")


def _check_type(name: str, value: Any, own: Any) -> None:
    if type(value) is not type(own):
        raise ValueError(
            f"The parameter {name} is {value!r}, but must be of type {type(own).__name__}, "
            f"like {own!r}."
        )


def _tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def _assigned(source: str) -> dict[str, Any]:
    """Names that a parameters cell sets, with their values."""
    return {
        target.id: ast.literal_eval(statement.value)
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def _list(names: Sequence[str] | Mapping[str, Any]) -> str:
    return ", ".join(names) or "none"
