"""A folder that is replaced as a whole: broken off at any moment, the old or the new one stands."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def replaced(folder: Path, check: Callable[[Path], None]) -> Iterator[Path]:
    """A new folder to fill, which then takes the place of `folder`, once that has passed a check.

    The new one is filled beside its place, under a hidden name. A process that is killed leaves
    the old folder in its place, or in the single moment of the exchange beside it, from where
    the next one brings it back; what it left unfinished is cleared away by the next one.
    """
    stage, old = _beside(folder, "next"), _beside(folder, "old")
    _settle(folder)
    check(folder)
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir()
    try:
        yield stage
        if folder.exists():
            folder.rename(old)
        stage.rename(folder)
    finally:
        _settle(folder)
        shutil.rmtree(stage, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Bring an exchange that was broken off to its end: the old folder back, or out of the way."""
    old = _beside(folder, "old")
    if old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep every other process out that would write to a folder by this name.

    The lock goes with the process, however that ends. Raises BlockingIOError where another has it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(_beside(folder, "lock"), timeout=0):
            yield
    except Timeout as error:
        raise BlockingIOError(
            f"Another run of readout is writing to {folder}. Wait until it has ended, or name "
            "another folder."
        ) from error


def _beside(folder: Path, ending: str) -> Path:
    folder = folder.resolve()
    return folder.with_name(f".{folder.name}.{ending}")
