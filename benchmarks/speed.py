"""Time readout beside plain spaCy: python benchmarks/speed.py [--full] ARTICLES...

Plain spaCy is `spacy.load` and `nlp.pipe` as they come, on the same texts in the same process.
Articles are made of the paragraphs of those given, so that there are as many as a figure asks for.
What is compared takes turns in one run, and the medians of the ratios are kept: only ratios mean
anything, machines differ. Times are of the processor where one process works, of the clock where
several do. Writes `benchmarks/results.md`, in some ten minutes; `--full` measures what takes an
hour as well.
"""

import os
import platform
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from unittest.mock import patch

import pandas as pd
import spacy

import readout
from readout.frames import Tables
from readout.intake import as_annotations
from readout.pipeline import load, parse, readable
from readout.running import installed

RESULTS = Path(__file__).with_name("results.md")
ROUNDS = 3
LENGTHS = (10_000, 100_000)  # words
NEWS = 2  # news is about twice as long as the samples
Clock = Callable[[], float]
Row = tuple[str, str, str]  # what, measured, must reach


def main(arguments: list[str]) -> None:
    """Measure, print and write the table."""
    paths = [argument for argument in arguments if argument != "--full"]
    made_of = readout.articles(paths)
    few, many = 100 if "--full" in arguments else 30, 1_000
    rows = [*beside_spacy(made_of, few), *starting()]
    rows += [*runs_again(made_of, many), *growth(made_of, few), long_article(made_of)]
    rows += [workers(made_of, many)]
    if "--full" in arguments:
        rows += [memory(made_of, 2_000), memory(made_of, 10_000)]
    RESULTS.write_text(page(rows), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


def articles(made_of: pd.DataFrame, n: int, *, seed: int = 1, times: int = 1) -> pd.DataFrame:
    """So many articles, each with so many times the paragraphs of one given, drawn from all."""
    chance = random.Random(seed)
    texts = made_of["text"].tolist()
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n\n")]
    lengths = [len(text.split("\n\n")) for text in texts]
    made = [
        "\n\n".join(chance.choices(paragraphs, k=times * chance.choice(lengths))) for _ in range(n)
    ]
    return made_of.sample(n, replace=True, random_state=seed).assign(
        doc_id=[f"a{i}" for i in range(n)], path=[f"a{i}.txt" for i in range(n)], text=made
    )


def beside_spacy(made_of: pd.DataFrame, n: int) -> Iterator[Row]:
    """The parse and the whole reading as shares of plain spaCy's time, for articles as long as the
    samples and for articles as long as news."""
    for times in (1, NEWS):
        yield from _beside_spacy(articles(made_of, n, times=times))


def _beside_spacy(corpus: pd.DataFrame) -> Iterator[Row]:
    records = list(as_annotations(corpus))
    texts = [readable(record) for record in records]
    nlp, plain = load(), spacy.load(installed.package_of())
    taken = seconds(
        {
            "plain": lambda: _exhaust(plain.pipe(texts)),
            "parse": lambda: _exhaust(parse(nlp, records)),
            "read": lambda: readout.read(corpus, nlp=nlp, quiet=True),
        },
        process_time,
    )
    n, words = len(texts), sum(len(text.split()) for text in texts) // len(texts)
    each = median(taken["plain"]) / n * 1000
    yield f"plain spaCy, {n} articles of {words} words", f"{each:.0f} ms an article", ""
    for name, what, goal in (
        ("parse", f"readout's parse / plain spaCy, {words} words", ""),
        ("read", f"readout.read / plain spaCy, {words} words", "1.0 at most"),
    ):
        yield what, f"{ratio(taken[name], taken['plain']):.2f}", goal


def starting() -> Iterator[Row]:
    """How long it takes until anything happens."""
    program = "import readout, sys; assert not {'spacy', 'matplotlib'} & set(sys.modules)"
    commands = {
        ("import readout", "0.4 s"): [sys.executable, "-c", program],
        ("readout --help", "0.5 s"): [str(Path(sys.executable).with_name("readout")), "--help"],
    }
    for (what, goal), command in commands.items():
        taken = [_of_child(command) for _ in range(ROUNDS)]
        yield what, f"{median(taken):.2f} s", f"{goal} at most"


def runs_again(made_of: pd.DataFrame, n: int) -> Iterator[Row]:
    """A second run, one with new articles, with a new release that reads alike and one that reads
    otherwise, and loading the tables."""
    corpus, new = articles(made_of, n), articles(made_of, 10, seed=2)
    new = new.assign(doc_id=[f"b{i}" for i in range(10)])
    with TemporaryDirectory() as out:
        first = timed(lambda: readout.read(corpus, out=out, keep_parses=True, quiet=True))
        again = timed(lambda: readout.read(corpus, out=out, keep_parses=True, quiet=True))
        loaded = median(timed(lambda: Tables.load(out)) for _ in range(ROUNDS))
        alone = timed(lambda: readout.read(new, quiet=True))
        added = timed(lambda: readout.read(pd.concat([corpus, new]), out=out, quiet=True))
        with patch.object(installed, "version", _next_release):
            alike = timed(lambda: readout.read(corpus, out=out, keep_parses=True, quiet=True))
        with patch.object(installed, "source_digest", lambda: "another"):
            otherwise = timed(lambda: readout.read(corpus, out=out, keep_parses=True, quiet=True))
    yield f"second run, nothing new, {n:,} articles", f"{again:.2f} s", "3 s at most"
    yield "10 new articles, beyond their own cost", f"{added - alone:.2f} s", "3 s at most"
    yield f"tables of {n:,} articles, loaded", f"{loaded:.2f} s", "0.5 s at most"
    for what, taken in (("alike", alike), ("otherwise, parses kept", otherwise)):
        yield f"new release that reads {what} / first run", f"{taken / first:.2f}", "0.2 at most"


def _next_release(name: str) -> str:
    return "another" if name == "readout" else version(name)


def growth(made_of: pd.DataFrame, n: int) -> Iterator[Row]:
    """Ten times the articles."""
    nlp = load()
    few, many = articles(made_of, n // 5), articles(made_of, n * 2)
    taken = seconds(
        {
            "few": lambda: readout.read(few, nlp=nlp, quiet=True),
            "many": lambda: readout.read(many, nlp=nlp, quiet=True),
        },
        process_time,
    )
    words = n_words(many) / n_words(few)
    times = ratio(taken["many"], taken["few"]) * 10 / words
    yield f"{n * 2} articles / {n // 5} (10 times the words)", f"{times:.1f}", "10.5 at most"


def n_words(corpus: pd.DataFrame) -> int:
    """How many words all articles have."""
    return sum(len(text.split()) for text in corpus["text"].tolist())


def long_article(made_of: pd.DataFrame) -> Row:
    """One article of 100,000 words beside one of 10,000."""
    nlp = load()
    words = [articles(made_of, 1200)["text"].str.cat(sep="\n\n").split(" ")[:n] for n in LENGTHS]
    short, long = (made_of.iloc[:1].assign(text=" ".join(chosen), doc_id="a0") for chosen in words)
    taken = seconds(
        {
            name: lambda c=corpus: readout.read(c, nlp=nlp, quiet=True)
            for name, corpus in (("short", short), ("long", long))
        }
    )
    return (
        "an article of 100,000 words / 10,000",
        f"{ratio(taken['long'], taken['short']):.1f}",
        ("12 at most"),
    )


def workers(made_of: pd.DataFrame, n: int) -> Row:
    """What two processes get done beside one, in the time that the clock shows."""
    corpus = articles(made_of, n)
    taken = seconds(
        {
            "one": lambda: _in_folder(corpus, 1),
            "two": lambda: _in_folder(corpus, 2),
        },
        perf_counter,
        rounds=2,
    )
    busy = os.getloadavg()[0]
    what = f"2 workers / 1 worker, {n:,} articles (load of the machine {busy:.0f})"
    return what, f"{ratio(taken['one'], taken['two']):.2f} times", "1.7 times at least"


def memory(made_of: pd.DataFrame, n: int) -> Row:
    """The most memory that a process needs that reads articles into a folder."""
    receive, send = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_peak, args=(made_of, n, send))
    process.start()
    peak = receive.recv()
    process.join()
    return f"peak memory, {n:,} articles to a folder", f"{peak / 1024:.0f} MB", "900 MB at most"


def _peak(made_of: pd.DataFrame, n: int, send) -> None:
    some = (articles(made_of, 100, seed=i) for i in range(n // 100))
    named = (
        corpus.assign(doc_id=[f"{i}-{doc_id}" for doc_id in corpus["doc_id"]])
        for i, corpus in enumerate(some)
    )
    with TemporaryDirectory() as out:
        readout.read(named, out=out, quiet=True)
    send.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _in_folder(corpus: pd.DataFrame, n_workers: int) -> None:
    with TemporaryDirectory() as out:
        readout.read(corpus, out=out, workers=n_workers, quiet=True)


def seconds(
    work: dict[str, Callable[[], object]], clock: Clock = process_time, *, rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """The times of each piece of work, over rounds in which all take their turn."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, piece in work.items():
            taken[name].append(timed(piece, clock))
    return taken


def timed(piece: Callable[[], object], clock: Clock = process_time) -> float:
    """The seconds that a piece of work takes."""
    begin = clock()
    piece()
    return clock() - begin


def _of_child(command: list[str]) -> float:
    """The processor's time that a program takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the ratios, round by round."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def _exhaust(docs: Iterator[object]) -> None:
    for _ in docs:
        pass


def page(rows: list[Row]) -> str:
    """The results as a page."""
    machine = f"{platform.machine()}, {os.cpu_count()} processors, {platform.system()}"
    versions = ", ".join(f"{name} {version(name)}" for name in ("readout", "spacy", "numpy"))
    lines = [f"| {what} | {measured} | {goal} |" for what, measured, goal in rows]
    return "\n".join(
        [
            "# How fast readout is",
            "",
            f"`make bench` on {date.today()}: {machine}; Python {platform.python_version()}, "
            f"{versions}. Seconds are of the processor, but for workers.",
            "",
            "| what | measured | must reach |",
            "|---|---|---|",
            *lines,
            "",
        ]
    )


if __name__ == "__main__":
    main(sys.argv[1:])
