"""The `readout` command: read articles into tables, report on them, score tables against gold."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import readout
from readout.plain import for_terminal, one_line

if TYPE_CHECKING:
    import pandas as pd
    from distributed import Client

    from readout.running.folder import Written

app = typer.Typer(
    help="News articles into tables of entities, quotes and events.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

BAD_INPUT = 2
NOTEBOOK_FAILED = 1
INTERRUPTED = 130


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
Column = Annotated[
    list[str] | None,
    typer.Option(help="The column that holds a field of an article: text=Fulltext."),
]
Limit = Annotated[
    list[str] | None,
    typer.Option(help="How much is read, as docs/inputs.md lists it: page_mb=50."),
]
Repair = Annotated[bool, typer.Option("--repair", help="Put right mojibake, such as â€™.")]
DayFirst = Annotated[bool, typer.Option("--day-first", help="Take 03/04/2017 for 3 April.")]
Only = Annotated[
    list[str] | None,
    typer.Option(help="Only notebooks whose names begin so, such as 03. Repeatable."),
]
Notebooks = Annotated[
    Path | None, typer.Option(help="Notebook, or folder of them, by default the collection's own.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="A value for a parameter, such as TOP=20. Repeatable."),
]
Redact = Annotated[
    int | None,
    typer.Option(
        min=0, help="Withhold the articles' texts but for so many characters around each quote."
    ),
]
SingleFile = Annotated[
    bool, typer.Option("--single-file", help="Also the whole report as one HTML file.")
]
Pdf = Annotated[
    bool, typer.Option("--pdf", help="Also the whole report as a PDF (needs Chromium).")
]
Workers = Annotated[int, typer.Option(min=1, help="Processes that read.")]
OwnNames = Annotated[
    Path | None,
    typer.Option("--aliases", help="Your own names and keys: CSV with the columns name, key."),
]
Model = Annotated[str | None, typer.Option(help="A spaCy pipeline other than en_core_web_sm.")]
Scheduler = Annotated[str | None, typer.Option(help="A Dask cluster that reads: tcp://HOST:PORT.")]
KeepParses = Annotated[
    bool, typer.Option("--keep-parses", help="Keep parses too, so that a new readout needs none.")
]
Kept = Annotated[
    Path | None, typer.Option(help="Folder that keeps the tables, by default OUT-tables.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]


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
    column: Column = None,
    repair: Repair = False,
    day_first: DayFirst = False,
    limit: Limit = None,
    workers: Workers = 1,
    scheduler: Scheduler = None,
    model: Model = None,
    aliases: OwnNames = None,
    keep_parses: KeepParses = False,
    quiet: Quiet = False,
) -> None:
    """Read articles and write one file per table; what was read before isn't read again."""
    with in_a_sentence(out):
        articles = _articles(paths, column, limit, repair=repair, day_first=day_first)
        written = readout.read(
            articles,
            out=out,
            nlp=model,
            workers=workers,
            client=_client(scheduler) if scheduler else None,
            aliases=aliases,
            format=format,
            keep_parses=keep_parses,
            quiet=quiet,
        )
    _say_what_was_left_out(written)
    folder = one_line(str(out))
    print(f"{written!r} in {folder}. Articles read: {written.n_read}, kept: {written.n_kept}.")


@app.command()
def report(
    paths: Paths,
    *,
    out: Annotated[Path, typer.Option(help="Folder for the site.")],
    notebook: Only = None,
    notebooks: Notebooks = None,
    set_: Settings = None,
    redact: Redact = None,
    single_file: SingleFile = False,
    pdf: Pdf = False,
    column: Column = None,
    repair: Repair = False,
    day_first: DayFirst = False,
    limit: Limit = None,
    tables: Kept = None,
    workers: Workers = 1,
    model: Model = None,
    aliases: OwnNames = None,
    quiet: Quiet = False,
) -> None:
    """Run notebooks on these articles and make a web site of the results."""
    from readout import site  # noqa: PLC0415
    from readout.web import notebooks as collected  # noqa: PLC0415 (nbconvert is slow to import)

    kept = tables or out.absolute().with_name(f"{out.name}-tables")
    with in_a_sentence(kept):
        chosen = collected.collection(notebooks, only=notebook or ())
        values = dict(_value(setting) for setting in set_ or ())
        collected.check_values(chosen, values)
        articles = _articles(paths, column, limit, repair=repair, day_first=day_first)
        written = readout.read(
            articles, out=kept, nlp=model, workers=workers, aliases=aliases, quiet=quiet
        )
        loaded = readout.Tables.load(kept)
        result = site.build(
            chosen, loaded, out, values=values, context=redact, single=single_file, pdf=pdf
        )
    _say_what_was_left_out(written)
    index = one_line(str(out / "index.html"))
    print(f"Articles: {len(loaded.articles)}. Notebooks: {len(chosen)}. Open {index}")
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

    with in_a_sentence():
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

    with in_a_sentence():
        result = scores.score(scores.load_gold(gold), readout.Tables.load(predicted).frames)
    print(result.round(1).to_string(index=False))


@contextmanager
def in_a_sentence(kept: Path | None = None) -> Iterator[None]:
    """Turn what bad input raises into its sentence on stderr and exit code 2; say when interrupted
    where what was read is `kept`."""
    try:
        yield
    except (ValueError, LookupError, OSError) as error:
        _say(str(error))
        raise typer.Exit(BAD_INPUT) from error
    except KeyboardInterrupt as stop:
        _say(
            f"Stopped. What was read is kept in {kept}: run it again to go on."
            if kept
            else "Stopped."
        )
        raise typer.Exit(INTERRUPTED) from stop


def _articles(
    paths: list[Path], columns: list[str] | None, limits: list[str] | None, **how: bool
) -> "pd.DataFrame":
    from readout.inputs.files import limits_of  # noqa: PLC0415

    chosen = _pairs(columns, "--column text=Fulltext")
    return readout.articles(
        paths, columns=chosen, limits=limits_of(_pairs(limits, "--limit page_mb=50")), **how
    )


def _pairs(given: list[str] | None, example: str) -> dict[str, str]:
    """What options of the form NAME=VALUE say."""
    for text in given or []:
        if "=" not in text:
            raise ValueError(f"'{text}' has no '='. Write it as in {example}.")
    return dict(text.split("=", 1) for text in given or [])


def _value(setting: str) -> tuple[str, Any]:
    """ "TOP=20" -> ("TOP", 20); what is no Python literal is text."""
    name, equals, value = setting.partition("=")
    if not equals:
        raise ValueError(f"'--set {setting}' sets nothing: write NAME=VALUE, such as TOP=20.")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value


def _client(scheduler: str) -> "Client":
    try:
        from readout.running.cluster import connect  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise LookupError(
            "--scheduler needs Dask: install it with 'pip install readout[cluster]'."
        ) from error
    return connect(scheduler)


def _say_what_was_left_out(written: "Written") -> None:
    for row in written.left_out:
        _say(f"{row['status']}: {one_line(row['path'])}: {one_line(str(row['note']))}")


def _say(sentence: str) -> None:
    print(for_terminal(sentence), file=sys.stderr)
