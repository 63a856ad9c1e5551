"""Python's collector of reference cycles, held back where it would find nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Without the collector, for work that makes very many objects and keeps them until it ends.

    It would go over millions of words and rows again and again, more often the more there are: a
    twentieth of the time that reading takes.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
