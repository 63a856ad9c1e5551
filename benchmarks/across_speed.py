"""Time the comparing of articles on made-up tables: python benchmarks/across_speed.py

Prints for 1,000 and for 10,000 articles how many seconds of one core it takes to group their quotes
and to compare them in every way, and how many times as long ten times as many articles take. Words
are made up and as frequent as Zipf's law has it; one to six articles carry an utterance, whole or
trimmed.
"""

from concurrent.futures import ProcessPoolExecutor
from itertools import accumulate
from multiprocessing import get_context
from random import Random
from time import process_time

import pandas as pd

import readout
from readout.comparing.utterances import same_utterances
from readout.frames import Tables
from readout.schema import TABLES

SIZES = (1_000, 10_000)
QUOTES, EVENTS, FILLER = 15, 10, 150  # of each article; the last are words beside its quotes
VOCABULARY, SPEAKERS, DAYS = 30_000, 400, 365
SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]


def main() -> None:
    """Print the table. Each size has a process of its own, so that neither finds anything warm."""
    begin_anew = get_context("spawn")
    with ProcessPoolExecutor(1, begin_anew, max_tasks_per_child=1) as processes:
        few, many = processes.map(seconds, SIZES)
    quotes, everything = (b / a for a, b in zip(few, many, strict=True))
    print(f"ten times the articles: quotes {quotes:.1f} times, across {everything:.1f} times")


def seconds(size: int) -> tuple[float, float]:
    """How long one core takes to group the quotes of made-up articles, and for all of across."""
    tables = corpus(size)
    keys = dict(tables.entities[["entity_id", "key"]].values)
    begin = process_time()
    same_utterances(tables.quotes, tables.quotes["entity_id"].map(keys))
    between = process_time()
    readout.across(tables)
    quotes, everything = between - begin, process_time() - between
    print(f"{size:,} articles, {len(tables.quotes):,} quotes: ", end="")
    print(f"quotes {quotes:.1f} s, all of across {everything:.1f} s", flush=True)
    return quotes, everything


def corpus(size: int) -> Tables:
    """Tables of made-up articles."""
    random = Random(size)
    words = [_word(i) for i in range(VOCABULARY)]
    weights = list(accumulate(1 / (i + 5) for i in range(VOCABULARY)))
    rows: dict[str, list[dict]] = {name: [] for name in TABLES}
    running: list[tuple[str, int]] = []
    for number in range(size):
        doc_id = f"a{number:05}"
        said = []
        for n in range(QUOTES):
            if not running:
                content = " ".join(
                    random.choices(words, cum_weights=weights, k=random.randint(8, 30))
                )
                running += [(content, random.randrange(SPEAKERS))] * random.randint(1, 6)
                random.shuffle(running)
            content, speaker = running.pop()
            said.append(_trimmed(content, random))
            rows["quotes"].append(_quote(doc_id, n, said[-1], speaker))
            rows["entities"].append(_speaker(doc_id, n, speaker))
        filler = random.choices(words, cum_weights=weights, k=FILLER)
        rows["events"] += [_event(doc_id, n, word) for n, word in enumerate(filler[:EVENTS])]
        rows["articles"].append(_article(doc_id, number, [*said, *filler], size))
    return Tables(**{name: _frame(rows[name], name) for name in TABLES}, about={})


def _word(number: int) -> str:
    letters = []
    while number or len(letters) < 2:
        number, rest = divmod(number, len(SYLLABLES))
        letters.append(SYLLABLES[rest])
    return "".join(letters)


def _trimmed(content: str, random: Random) -> str:
    words = content.split()
    return " ".join(words[random.randrange(0, 1 + len(words) // 4) :])


def _quote(doc_id: str, n: int, content: str, speaker: int) -> dict:
    own = {"quote_id": f"{doc_id}.q{n}", "doc_id": doc_id, "content": content, "kind": "direct"}
    place = {"start": 100 * n, "end": 100 * n + 50}
    return own | place | {"entity_id": f"{doc_id}.e{n}", "speaker": f"Person {speaker}"}


def _speaker(doc_id: str, n: int, speaker: int) -> dict:
    own = {"entity_id": f"{doc_id}.e{n}", "doc_id": doc_id, "name": f"Person {speaker}"}
    return own | {"type": "PERSON", "key": f"person:person-{speaker}", "n_mentions": 1}


def _event(doc_id: str, n: int, lemma: str) -> dict:
    own = {"event_id": f"{doc_id}.v{n}", "doc_id": doc_id, "start": 10 * n, "end": 10 * n + 5}
    told = {"trigger": lemma, "lemma": lemma, "type": "OTHER", "factuality": "CT+"}
    return own | told | {"time_basis": "none", "future": False}


def _article(doc_id: str, number: int, pieces: list[str], size: int) -> dict:
    day = pd.Timestamp("2031-01-01") + pd.Timedelta(days=number * DAYS // size)
    text = " ".join(pieces)
    return {"doc_id": doc_id, "text": text, "published": day, "outlet": f"Outlet {number % 50}"}


def _frame(rows: list[dict], name: str) -> pd.DataFrame:
    columns = TABLES[name].columns
    return pd.DataFrame(
        {c.name: pd.Series([row.get(c.name) for row in rows], dtype=c.dtype) for c in columns}
    )


if __name__ == "__main__":
    main()
