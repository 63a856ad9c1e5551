"""Time BBC Citron beside readout: python benchmarks/citron_speed.py CITRON MODEL ARTICLES...

CITRON is a checkout of github.com/bbc/citron, MODEL a folder of its models. Citron runs in a
process of its own, by the Python of CITRON/.venv where there is one. It extracts quotes alone, by
spaCy and classifiers of its own; readout reads all its tables. Both and plain spaCy take turns on
the same texts; what counts is the processor's time, and the medians of the ratios over rounds: for
the articles given, and for longer ones made of their paragraphs, as long as news is.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from statistics import median

import pandas as pd
import spacy
from spacy.language import Language
from speed import NEWS, ROUNDS, n_words, ratio, timed
from speed import articles as made_of_paragraphs

import readout
from readout.intake import as_annotations
from readout.pipeline import load, readable
from readout.running import installed

CITRON = """
import json, sys, time
import spacy
sys.path.insert(0, sys.argv[1])
from citron.citron import Citron
citron = Citron(sys.argv[2])
print(spacy.__version__, flush=True)
for line in sys.stdin:
    texts = json.loads(line)
    begin = time.process_time()
    n_quotes = sum(len(citron.extract(text)["quotes"]) for text in texts)
    print(json.dumps([time.process_time() - begin, n_quotes]), flush=True)
"""
Extract = Callable[[list[str]], tuple[float, int]]


def main(citron: str, model: str, *paths: str) -> None:
    """Print what each takes, and the ratios."""
    given = readout.articles(list(paths))
    nlp, plain = load(), spacy.load(installed.package_of())
    with running(citron, model) as extract:
        for corpus in (given, made_of_paragraphs(given, len(given), times=NEWS)):
            beside_citron(corpus, nlp, plain, extract)


def beside_citron(corpus: pd.DataFrame, nlp: Language, plain: Language, extract: Extract) -> None:
    """Print what each takes for some articles, and the ratios."""
    texts = [readable(record) for record in as_annotations(corpus)]
    taken: dict[str, list[float]] = {"plain spaCy": [], "readout": [], "Citron": []}
    n_quotes = 0
    for _ in range(ROUNDS):
        taken["plain spaCy"].append(timed(lambda: list(plain.pipe(texts))))
        taken["readout"].append(timed(lambda: readout.read(corpus, nlp=nlp, quiet=True)))
        seconds, n_quotes = extract(texts)
        taken["Citron"].append(seconds)
    print(f"{len(texts)} articles of {n_words(corpus) // len(texts)} words:")
    for name, seconds in taken.items():
        print(f"{name}: {median(seconds) / len(texts) * 1000:.0f} ms an article")
    for ours in ("plain spaCy", "readout"):
        print(f"Citron / {ours}: {ratio(taken['Citron'], taken[ours]):.1f}")
    print(f"readout / plain spaCy: {ratio(taken['readout'], taken['plain spaCy']):.2f}")
    print(f"Citron finds {n_quotes} quotes", flush=True)


@contextmanager
def running(citron: str, model: str) -> Iterator[Extract]:
    """Citron in a process of its own, for as long as it is needed: a function from texts to the
    seconds that it takes and the number of quotes that it finds.

    Raises RuntimeError where Citron works with another spaCy, whose time would not compare.
    """
    own = Path(citron, ".venv", "bin", "python")
    command = [str(own) if own.exists() else sys.executable, "-c", CITRON, citron, model]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        send, receive = process.stdin, process.stdout
        assert send
        assert receive
        if (found := receive.readline().strip()) != version("spacy"):
            raise RuntimeError(f"Citron has spaCy '{found}', readout {version('spacy')}.")

        def extract(texts: list[str]) -> tuple[float, int]:
            print(json.dumps(texts), file=send, flush=True)
            seconds, n_quotes = json.loads(receive.readline())
            return seconds, n_quotes

        yield extract


if __name__ == "__main__":
    main(*sys.argv[1:])
