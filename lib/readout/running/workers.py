"""Processes that read batches, each with a model of its own; one that dies is replaced."""

import os
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context, parent_process
from threading import Thread

from readout.pipeline import numpy_is_faster
from readout.running.batches import own_model, read_with_own_model
from readout.running.work import Batch, Job, Outcome, lost


def read_batches(job: Job, batches: Iterator[Batch], n_workers: int) -> Iterator[Outcome]:
    """What becomes of every batch, in the order in which they end.

    Of a batch that its process dies of, each article is tried alone, and what a process dies of
    again is lost. All processes multiply by the same products, so that none finds anything else.
    Raises RuntimeError where processes can't even start.
    """
    job = replace(job, numpy=numpy_is_faster())
    again: deque[Batch] = deque()
    running: dict[Future[Outcome], tuple[ProcessPoolExecutor, Batch]] = {}
    idle = _started(job, n_workers)
    try:
        while True:
            while idle and (batch := again.popleft() if again else next(batches, None)):
                pool = idle.pop()
                running[pool.submit(read_with_own_model, job, batch)] = pool, batch
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                pool, batch = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    idle += _started(job, 1)
                    again += [] if batch.tries else batch.singly()
                    if batch.tries:
                        yield lost(batch)
                else:
                    idle.append(pool)
                    yield future.result()
    finally:
        for pool in (*idle, *(pool for pool, _ in running.values())):
            pool.shutdown(wait=False, cancel_futures=True)


def _started(job: Job, n: int) -> list[ProcessPoolExecutor]:
    """Pools of one process each, so that it is known of what batch one dies, with their models
    loaded."""
    context = get_context("spawn")
    pools = [ProcessPoolExecutor(1, context, initializer=_begin) for _ in range(n)]
    ready = [pool.submit(_load, job) for pool in pools]
    try:
        for future in ready:
            future.result()
    except BrokenProcessPool as error:
        raise RuntimeError(
            "The processes that should read could not start. In a script, call readout.read under "
            "'if __name__ == \"__main__\":', because each of them imports the script."
        ) from error
    return pools


def _begin() -> None:
    """Go when interrupted from the terminal, and when the process that started this one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_go_with_parent, daemon=True).start()


def _go_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _load(job: Job) -> None:
    own_model(job.model, numpy=job.numpy)
