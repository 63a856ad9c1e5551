"""By what means batches are read: by this process, by several, or by a cluster."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd
from tqdm import tqdm

from readout.aliases import Aliases
from readout.running import installed
from readout.running.plan import Plan
from readout.running.work import Batch, Job, Outcome

if TYPE_CHECKING:
    from distributed import Client
    from spacy.language import Language

PART, PART_ON_CLUSTER = 64, 512  # articles that are read and kept together, at most
TURNS = 4  # batches for each process at least, so that all end at about the same time

Articles = pd.DataFrame | Iterable[pd.DataFrame]


@dataclass(frozen=True)
class Means:
    """A model, by name or loaded, and who reads with it; `quiet` shows no progress; `aliases` are
    the user's own names."""

    nlp: "Language | str | None" = None
    workers: int = 1
    client: "Client | None" = None
    quiet: bool = False
    aliases: Aliases = field(default_factory=dict)

    @property
    def about(self) -> dict[str, str]:
        """What tables are made by. The model isn't loaded for that."""
        return installed.about(self._meta)

    @property
    def made_by(self) -> dict[str, str]:
        """All that tables depend on beside their articles."""
        pipes = [pipe for pipe in self._meta["pipeline"] if not pipe.startswith("sentence_")]
        others = {"pipes": " ".join(pipes), "source": installed.source_digest()}
        names = {"aliases": repr(sorted(self.aliases.items()))} if self.aliases else {}
        return {**self.about, **others, **names}

    @property
    def _meta(self) -> Mapping[str, Any]:
        if self.nlp is None or isinstance(self.nlp, str):
            return installed.meta_of(self.nlp)
        return self.nlp.meta

    def outcomes(self, plan: Plan, articles: Articles, job: Job) -> Iterator[Outcome]:
        """What becomes of every batch that has to be read, in the order in which they end."""
        total = None
        if isinstance(articles, pd.DataFrame):
            size = self._size(len(articles))
            batches = list(plan.batches([articles], size))
            total = sum(len(batch.articles) for batch in batches)
        else:
            batches = plan.batches(articles, self._size(None))
        # A bar that nobody sees (None: where stderr is no terminal) isn't drawn.
        hidden = True if self.quiet or total == 0 else None
        with tqdm(None, "reading", total, unit="article", disable=hidden) as bar:
            for outcome in self._read(job, iter(batches)):
                bar.update(outcome.n_articles)
                yield outcome

    def _size(self, n_articles: int | None) -> int:
        """How many articles a batch has; the tables don't depend on it."""
        largest, n_at_once = PART if self.client is None else PART_ON_CLUSTER, self._n_at_once()
        if n_articles is None or n_at_once == 1:
            return largest
        return max(1, min(largest, -(-n_articles // (TURNS * n_at_once))))

    def _n_at_once(self) -> int:
        if self.client is None:
            return self.workers
        from readout.running.cluster import n_threads  # noqa: PLC0415 (an extra)

        return n_threads(self.client)

    def _read(self, job: Job, batches: Iterator[Batch]) -> Iterator[Outcome]:
        first = next(batches, None)
        if first is None:  # and no model is loaded
            return
        batches = chain([first], batches)
        if self.client is not None:
            from readout.running import cluster  # noqa: PLC0415 (an extra)

            yield from cluster.read_batches(self.client, job, batches)
        elif self.workers > 1:
            from readout.running import workers  # noqa: PLC0415 (imports spaCy)

            with self._by_name() as model:
                yield from workers.read_batches(replace(job, model=model), batches, self.workers)
        else:
            from readout.running.batches import read_batch  # noqa: PLC0415 (imports spaCy)

            nlp = self._loaded()
            yield from (read_batch(nlp, job, batch) for batch in batches)

    def _loaded(self) -> "Language":
        from readout.pipeline import load  # noqa: PLC0415 (imports spaCy)

        if self.nlp is None or isinstance(self.nlp, str):
            return load(self.nlp)
        return self.nlp

    @contextmanager
    def _by_name(self) -> Iterator[str | None]:
        """A name under which other processes of this machine can load the model."""
        if self.nlp is None or isinstance(self.nlp, str):
            yield self.nlp
            return
        with TemporaryDirectory(prefix="readout-model-") as folder:
            self.nlp.to_disk(folder)
            yield folder
