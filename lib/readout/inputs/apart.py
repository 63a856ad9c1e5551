"""Text out of pages and documents, in a process of its own that may take only so much.

A page made by others can keep a parser busy for hours or fill the memory. The process that takes
its text out (`readout.inputs.documents`) is ended when it does, and the page is refused with a
sentence. Both sides speak JSON lines and bytes, so that nothing that comes back can run.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import IO, Any

from readout.inputs.files import MEGABYTE, Limits


class Apart:
    """The other process: started with the first page, and again after one that ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def text_of(self, data: bytes, kind: str, limits: Limits) -> dict[str, Any]:
        """The `values` and `notes` of a page or document of a kind ("html", "pdf", "docx").

        Raises ValueError with a sentence where nothing could be taken out of it, for whatever
        reason, or not within `limits.seconds` and `limits.memory_mb`.
        """
        process = self._running(limits)
        timer = Timer(limits.seconds, process.kill)
        timer.start()
        try:
            answer = _asked(process, data, kind)
        finally:
            timer.cancel()
        if answer is None:
            self.close()
            raise ValueError(
                f"its text could not be taken out within {limits.seconds:g} seconds and "
                f"{limits.memory_mb:,.0f} MB; if you trust it, raise the limit seconds or memory_mb"
            )
        if error := answer.get("error"):
            raise ValueError(error)
        return answer

    def close(self) -> None:
        """End the other process, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self, limits: Limits) -> subprocess.Popen[bytes]:
        if self._process is None:
            allowed = str(int(limits.memory_mb * MEGABYTE))
            self._process = subprocess.Popen(
                [sys.executable, "-m", "readout.inputs.documents", allowed],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        return self._process


@contextmanager
def apart() -> Iterator[Apart]:
    """A process apart that is ended afterwards."""
    process = Apart()
    try:
        yield process
    finally:
        process.close()


def _asked(process: subprocess.Popen[bytes], data: bytes, kind: str) -> dict[str, Any] | None:
    """The answer to one request, or None where the process ended over it."""
    to, back = _pipes(process)
    try:
        to.write(json.dumps({"kind": kind, "bytes": len(data)}).encode() + b"\n" + data)
        to.flush()
        line = back.readline()
    except OSError:
        return None
    return json.loads(line) if line.endswith(b"\n") else None


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process apart was started without pipes")
    return process.stdin, process.stdout
