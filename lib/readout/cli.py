"""The `readout` command: read articles into tables, report on them, score tables against gold."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import readout

app = typer.Typer(
    help="News articles into tables of entities, quotes and events.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

BAD_INPUT = 2
NOTEBOOK_FAILED = 1


class Format(StrEnum):
    """A file format for tables."""

    parquet = "parquet"
    csv = "csv"
    jsonl = "jsonl"
    xlsx = "xlsx"


class Scheme(StrEnum):
    """Whose columns events are exported in."""

    polecat = "polecat"
    gdelt = "gdelt"


Paths = Annotated[list[Path], typer.Argument(help="Articles: files, folders, tables.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes that parse.")]
Model = Annotated[str | None, typer.Option(help="A spaCy pipeline other than en_core_web_sm.")]


@app.callback(invoke_without_command=True)
def main(
    *, version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False
) -> None:
    """News articles into tables of entities, quotes and events."""
    if version:
        print(f"readout {readout.__version__}")
        raise typer.Exit


@app.command()
def read(
    paths: Paths,
    *,
    out: Annotated[Path, typer.Option(help="Folder for the tables.")],
    format: Annotated[Format, typer.Option(help="File format.")] = Format.parquet,  # noqa: A002
    workers: Workers = 1,
    model: Model = None,
) -> None:
    """Read articles and write one file per table."""
    with bad_input_in_a_sentence():
        tables = _read(paths, workers, model)
        tables.save(out, format=format)
    _say_what_was_left_out(tables)
    print(f"{tables!r} in {out}")


@app.command()
def report(
    paths: Paths,
    *,
    out: Annotated[Path, typer.Option(help="Folder for the site.")],
    notebook: Annotated[
        list[str] | None,
        typer.Option(help="Only notebooks whose names begin so, such as 03. Repeatable."),
    ] = None,
    notebooks: Annotated[
        Path | None, typer.Option(help="Folder of notebooks, by default the collection's own.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="A value for a parameter, such as TOP=20. Repeatable."),
    ] = None,
    redact: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Withhold the articles' texts but for so many characters around each quote.",
        ),
    ] = None,
    single_file: Annotated[
        bool, typer.Option("--single-file", help="Also the whole report as one HTML file.")
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also the whole report as a PDF (needs Chromium).")
    ] = False,
    workers: Workers = 1,
    model: Model = None,
) -> None:
    """Run notebooks on these articles and make a web site of the results."""
    from readout import notebooks as collected  # noqa: PLC0415 (nbconvert is slow to import)
    from readout import site  # noqa: PLC0415

    with bad_input_in_a_sentence():
        chosen = collected.collection(notebooks, only=notebook or ())
        values = dict(_value(setting) for setting in set_ or ())
        collected.check_values(chosen, values)
        tables = _read(paths, workers, model)
        result = site.build(
            chosen, tables, out, values=values, context=redact, single=single_file, pdf=pdf
        )
    _say_what_was_left_out(tables)
    print(f"Articles: {len(tables.articles)}. Notebooks: {len(chosen)}. Open {out / 'index.html'}")
    for failure in result.failures:
        _say(failure)
    if result.failures:
        raise typer.Exit(NOTEBOOK_FAILED)


@app.command()
def export(
    tables: Annotated[Path, typer.Argument(help="Folder of tables made by 'readout read'.")],
    *,
    to: Annotated[Scheme, typer.Option(help="Whose columns.")],
    out: Annotated[Path, typer.Option(help="The file to write, tab-separated.")],
) -> None:
    """Write events in the columns of POLECAT or GDELT."""
    from readout import exports  # noqa: PLC0415

    with bad_input_in_a_sentence():
        make = {Scheme.polecat: exports.polecat, Scheme.gdelt: exports.gdelt}[to]
        rows = make(readout.Tables.load(tables))
        rows.to_csv(out, sep="\t", index=False)
    print(f"{len(rows)} rows in {out}")


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(help="Folder of gold tables.")],
    predicted: Annotated[Path, typer.Argument(help="Folder of tables made by 'readout read'.")],
) -> None:
    """Compare tables with gold tables: precision, recall and F1 with 95% intervals."""
    from readout import scores  # noqa: PLC0415

    with bad_input_in_a_sentence():
        result = scores.score(scores.load_gold(gold), readout.Tables.load(predicted).frames)
    print(result.round(1).to_string(index=False))


@contextmanager
def bad_input_in_a_sentence() -> Iterator[None]:
    """Turn what bad input raises into its sentence on stderr and exit code 2."""
    try:
        yield
    except (ValueError, LookupError, OSError) as error:
        _say(str(error))
        raise typer.Exit(BAD_INPUT) from error


def _read(paths: list[Path], workers: int, model: str | None) -> "readout.Tables":
    articles = readout.articles(paths)
    return readout.read(articles, nlp=readout.load(model), workers=workers)


def _value(setting: str) -> tuple[str, Any]:
    """ "TOP=20" -> ("TOP", 20); what is no Python literal is text."""
    name, equals, value = setting.partition("=")
    if not equals:
        raise ValueError(f"'--set {setting}' sets nothing: write NAME=VALUE, such as TOP=20.")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value


def _say_what_was_left_out(tables: "readout.Tables") -> None:
    for row in tables.intake.query("status != 'read'").itertuples():
        _say(f"{row.status}: {row.path}: {row.note}")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
