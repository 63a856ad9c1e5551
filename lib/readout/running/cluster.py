"""A Dask cluster that reads batches: its workers load the model and write the parts."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from distributed import Client, Future, KilledWorker, as_completed

from readout.pipeline import numpy_is_faster
from readout.running.batches import read_with_own_model
from readout.running.work import Batch, Job, Outcome, lost

AHEAD = 2  # batches handed out for each thread of the cluster, so that none waits


def connect(address: str) -> Client:
    """A client of the scheduler at an address such as tcp://host:8786.

    Raises OSError where nothing answers there.
    """
    return Client(address, timeout="10s")


def n_threads(client: Client) -> int:
    """How many batches a cluster reads at once."""
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    return max(1, sum(worker["nthreads"] for worker in workers))


def read_batches(client: Client, job: Job, batches: Iterator[Batch]) -> Iterator[Outcome]:
    """What becomes of every batch, in the order in which they end; only counts come back.

    Dask gives the batch of a worker that is lost to another. A batch of which several workers die
    is tried article by article, and an article of which they die again is lost.
    """
    job = replace(job, numpy=numpy_is_faster())

    def submitted(batch: Batch) -> Future:
        future = client.submit(read_with_own_model, job, batch, pure=False)
        running[future.key] = batch
        return future

    running: dict[object, Batch] = {}
    places = AHEAD * n_threads(client)
    ended = as_completed([submitted(batch) for batch in islice(batches, places)])
    for future in ended:
        batch = running.pop(future.key)
        if isinstance(future.exception(), KilledWorker):
            if batch.tries:
                yield lost(batch)
            else:
                ended.update(submitted(single) for single in batch.singly())
        else:
            yield future.result()
        future.release()
        ended.update(submitted(following) for following in islice(batches, 1))
