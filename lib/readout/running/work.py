"""What is handed to processes that read, and what they hand back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from readout.aliases import Aliases
from readout.running.parts import Part


@dataclass(frozen=True)
class Batch:
    """Some articles of a corpus (the table `articles`); `place` says which of its batches this is.

    `parsed_in` is the part that keeps their parses, where one does; `tries` is how many processes
    have died of the batch.
    """

    place: tuple[int, ...]
    articles: pd.DataFrame
    parsed_in: Part | None = None
    tries: int = 0

    def singly(self) -> Iterator["Batch"]:
        """The same articles in batches of one, tried once more."""
        for i in range(len(self.articles)):
            alone = self.articles.iloc[i : i + 1]
            yield Batch((*self.place, i), alone, self.parsed_in, self.tries + 1)


@dataclass(frozen=True)
class Job:
    """What to do with batches: which `model` to load, by NumPy's
    products or not (None: the faster); where to keep the tables as parts (None: hand them back),
    `made_by` what, with their parses or without; the user's own names."""

    model: str | None
    out: str | None
    made_by: Mapping[str, str]
    aliases: Aliases = field(default_factory=dict)
    keep_parses: bool = False
    numpy: bool | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a batch: a part, or else its tables; and why articles failed, by doc_id."""

    place: tuple[int, ...]
    n_articles: int
    failures: Mapping[str, str] = field(default_factory=dict)
    part: Part | None = None
    frames: Mapping[str, pd.DataFrame] | None = None


def lost(batch: Batch) -> Outcome:
    """The outcome of a batch of which processes die."""
    reason = "the process that read it died, and died again when it read this article alone"
    return Outcome(
        batch.place, len(batch.articles), dict.fromkeys(batch.articles["doc_id"], reason)
    )
