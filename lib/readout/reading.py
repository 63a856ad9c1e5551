"""`readout.read`: articles into tables, in memory or in a folder."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from readout import store
from readout.aliases import read_aliases
from readout.frames import Tables, frame_of, joined
from readout.referring.keys import commonly_keyed
from readout.running import folder, parts
from readout.running.means import Articles, Means
from readout.running.plan import Plan, planned, reads_alike
from readout.running.work import Job, Outcome
from readout.schema import complete

if TYPE_CHECKING:
    from distributed import Client
    from spacy.language import Language

Row = dict[str, Any]


@overload
def read(
    articles: Articles, *, nlp: "Language | str | None" = None, workers: int = 1,
    aliases: str | Path | None = None, quiet: bool = False,
) -> Tables: ...  # fmt: skip
@overload
def read(
    articles: Articles, *, out: str | Path, nlp: "Language | str | None" = None, workers: int = 1,
    client: "Client | None" = None, aliases: str | Path | None = None, format: str = "parquet",
    keep_parses: bool = False, quiet: bool = False,
) -> folder.Written: ...  # fmt: skip
def read(
    articles: Articles,
    *,
    nlp: "Language | str | None" = None,
    workers: int = 1,
    out: str | Path | None = None,
    client: "Client | None" = None,
    aliases: str | Path | None = None,
    format: str = "parquet",  # noqa: A002
    keep_parses: bool = False,
    quiet: bool = False,
) -> "Tables | folder.Written":
    """Read articles into tables.

    `articles` is what `readout.articles` returns, or an iterable of such tables, taken one by one;
    `nlp` what `readout.load` takes or returns. `workers` processes read batches of articles; the
    tables are the same for any number. `aliases` is a CSV file of your own names and keys
    (`readout.aliases`), which win over every rule. An article that can't be read, or of which a
    process dies twice, is left out and listed in the table `intake`.

    With `out` the tables are written to that folder, in a `format` of `readout.store`, and the
    memory that is needed doesn't grow with the corpus (nearly: a line for each article stays). What
    was read is kept in parts, so that another run, also of one that was broken off, reads what is
    new or changed alone, and all again where readout or the model is another; `keep_parses` keeps
    what spaCy found as well (about 0.25 MB an article), so that a new readout need not parse again.
    With the `client` of a Dask cluster its workers read and write the parts.

    Raises ValueError with all that is wrong with `articles`, LookupError where there is no such
    model, BlockingIOError where another run is writing to `out`.
    """
    means = Means(nlp, workers, client, quiet, dict(read_aliases(aliases)) if aliases else {})
    if out is not None:
        return _into_folder(means, articles, str(out), format, keep_parses=keep_parses)
    if client is not None:
        raise ValueError("A cluster writes its tables to a folder: give it with out=...")
    return _into_memory(means, articles)


def _into_memory(means: Means, articles: Articles) -> Tables:
    plan = Plan()
    job = Job(_name(means), None, means.made_by, means.aliases)
    outcomes = sorted(means.outcomes(plan, articles, job), key=lambda outcome: outcome.place)
    frames = joined([outcome.frames for outcome in outcomes if outcome.frames])
    frames["entities"] = commonly_keyed(frames["entities"])
    frames["intake"] = frame_of(_intake(plan, outcomes), "intake")
    return Tables(**complete(frames), about=means.about)


def _into_folder(
    means: Means, articles: Articles, out: str, format_: str, *, keep_parses: bool
) -> folder.Written:
    store.refuse_unknown(format_)
    job = Job(_name(means), out, means.made_by, means.aliases, keep_parses)
    with folder.locked(out):
        found = parts.all_in(out)
        plan = planned(found, job.made_by)
        if not means.quiet:
            _say_what_is_out_of_date(found, job.made_by)
        outcomes = list(means.outcomes(plan, articles, job))
        new = [outcome.part for outcome in outcomes if outcome.part]
        groups = folder.in_order(plan.order, [*plan.kept.values(), *new])
        intake = _intake(plan, outcomes)
        if means.client is None:
            rows = folder.write_files(out, groups, intake, means.about, format_)
            parts.clear(out, [part for part, _ in groups])
        else:
            rows, exact = folder.write_list(out, groups, intake, means.about)
            parts.clear(out, exact)
    n_read = sum(len(part.keys) for part in new)
    left_out = [row for row in intake if row["status"] != "read"]
    return folder.Written(out, rows, n_read, rows["articles"] - n_read, left_out)


def _name(means: Means) -> str | None:
    return means.nlp if isinstance(means.nlp, str) else None


def _say_what_is_out_of_date(found: Sequence[parts.Part], made_by: Mapping[str, str]) -> None:
    old = [part for part in found if not reads_alike(part.made_by, made_by)]
    n_articles = sum(len(part.keys) for part in old)
    if n_articles:
        made = old[0].made_by
        print(
            f"{n_articles:,} articles are read again: readout {made['readout']} with "
            f"{made['model']} {made['model_version']} read them, and one of the two has changed.",
            file=sys.stderr,
        )


def _intake(plan: Plan, outcomes: Sequence[Outcome]) -> list[Row]:
    """What became of every article: what was noted when it came in, and what failed since."""
    failures = {doc_id: why for outcome in outcomes for doc_id, why in outcome.failures.items()}
    return [
        row | {"status": "skipped", "note": failures[row["doc_id"]]}
        if row["doc_id"] in failures
        else row
        for row in plan.intake
    ]
