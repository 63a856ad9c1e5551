"""Very many pieces of texts at once, as Arrow has them."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

AT_ONCE = 50_000  # pieces that are copied together, so that memory is bounded

Integers = NDArray[np.integer]


class Texts:
    """Texts one after the other, to copy pieces of them out of their UTF-8: a loop over pieces
    takes longer than all else in loading tables."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.lengths = np.array([*map(len, texts), 0])  # the last is that of text -1, of no words
        self.begins = np.append(0, np.cumsum(self.lengths[:-1]))
        self.written = np.frombuffer("".join((*texts, "\0")).encode(), np.uint8)
        self.places = np.flatnonzero((self.written & 0b11000000) != 0b10000000)  # of characters

    def pieces(self, of: Integers, start: Integers, end: Integers) -> pa.ChunkedArray:
        """The characters from start to end `of` some texts."""
        begins, ends = (self.places[self.begins[of] + offset] for offset in (start, end))

        def copied(rows: slice) -> pa.Array:
            lengths = ends[rows] - begins[rows]
            stops = np.append(0, np.cumsum(lengths))
            places = np.arange(stops[-1]) + np.repeat(begins[rows] - stops[:-1], lengths)
            buffers = [None, pa.py_buffer(stops), pa.py_buffer(self.written[places])]
            return pa.Array.from_buffers(pa.large_string(), len(lengths), buffers)

        lots = (slice(i, i + AT_ONCE) for i in range(0, len(of), AT_ONCE))
        return pa.chunked_array(map(copied, lots), pa.large_string())
