"""Columns of codes as bytes: where each row begins and how long it is, taken from the buffers as they are.

>>> rows = next(read_columns(["AB1", "AB2"]))
>>> matrix(rows, None, 3).tolist()
[[65, 65], [66, 66], [49, 50]]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Bytes: TypeAlias = NDArray[np.uint8]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]


class Rows(NamedTuple):
    """Texts as UTF-8 in one buffer, in the order in which they stand there."""

    data: Bytes
    start: Ints
    """Where each row begins."""
    size: Ints
    """Its number of bytes; 0 for a null."""

    def block(self, at: int, count: int) -> Rows:
        """Some consecutive rows."""
        return Rows(self.data, self.start[at : at + count], self.size[at : at + count])

    def text(self, row: int) -> str:
        """One row as text. Bytes that are not UTF-8 become lone surrogates, which no rule allows."""
        at = int(self.start[row])
        raw = self.data[at : at + int(self.size[row])].tobytes()
        try:
            return raw.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "surrogateescape")

    def wide(self) -> Bools | None:
        """Which rows hold other than ASCII characters; None if none does."""
        if not len(self.start):
            return None
        first = int(self.start[0])
        above = self.data[first : int(self.start[-1] + self.size[-1])] > 127
        if not above.any():
            return None
        seen = np.concatenate(([0], np.cumsum(above)))
        begin = self.start - first
        found: Bools = seen[begin + self.size] != seen[begin]
        return found


def read_columns(column: object) -> Iterator[Rows]:
    """The rows of a column, chunk by chunk.

    Raises:
        TypeError: it is not a column of texts.
    """
    if isinstance(column, np.ndarray):
        yield _of_numpy(column)
    elif type(column).__module__.startswith("pyarrow."):
        yield from _of_arrow(column)
    elif isinstance(column, Sequence) and not isinstance(column, str | bytes):
        yield _of_texts(column)
    else:
        raise TypeError(f"a column is an Arrow or numpy array or a list of str, not {type(column).__name__}")


def matrix(rows: Rows, index: Ints | None, width: int) -> Bytes:
    """The bytes of rows that are all `width` long, a position a line: every test then runs along memory."""
    start = rows.start if index is None else rows.start[index]
    count = len(start)
    step = int(start[1] - start[0]) if count > 1 else width
    if step >= width and (count < 3 or bool((np.diff(start) == step).all())):
        across: Bytes = np.ndarray((count, width), np.uint8, rows.data, int(start[0]), (step, 1))
    else:
        windows: NDArray[np.void] = np.ndarray((len(rows.data) - width + 1,), f"V{width}", rows.data, 0, (1,))
        across = windows[start].view(np.uint8).reshape(count, width)
    return np.ascontiguousarray(across.T)


def _of_arrow(column: Any) -> Iterator[Rows]:
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        for chunk in column.chunks:
            yield _of_chunk(chunk)
    elif isinstance(column, pa.Array):
        yield _of_chunk(column)
    else:
        raise TypeError(f"a column is an Arrow array or chunked array, not {type(column).__name__}")


def _of_chunk(chunk: pa.Array[Any]) -> Rows:
    import pyarrow as pa

    kind = chunk.type
    if pa.types.is_dictionary(kind):
        return _of_chunk(chunk.dictionary_decode())
    if pa.types.is_null(kind) or pa.types.is_string_view(kind):
        return _of_chunk(chunk.cast(pa.large_string()))
    if pa.types.is_large_string(kind) or pa.types.is_large_binary(kind):
        wide: type[np.signedinteger[Any]] = np.int64
    elif pa.types.is_string(kind) or pa.types.is_binary(kind):
        wide = np.int32
    else:
        raise TypeError(f"a column of codes holds strings, not {kind}")
    _, places, data = chunk.buffers()
    none = np.zeros(0, np.uint8)
    if places is None or not len(chunk):
        return Rows(none, np.zeros(0, np.int64), np.zeros(0, np.int64))
    bounds = np.frombuffer(places, wide)[chunk.offset : chunk.offset + len(chunk) + 1].astype(np.int64)
    size = np.diff(bounds)
    if chunk.null_count:
        size[chunk.is_null().to_numpy(zero_copy_only=False)] = 0
    return Rows(none if data is None else np.frombuffer(data, np.uint8), bounds[:-1], size)


def _of_numpy(column: NDArray[Any]) -> Rows:
    if column.ndim != 1:
        raise TypeError(f"a column has one dimension, not {column.ndim}")
    if column.dtype.kind == "O":
        return _of_texts(column.tolist())
    if column.dtype.kind not in "SU":
        raise TypeError(f"a column of codes holds bytes or str, not {column.dtype}")
    if not column.size or not column.dtype.itemsize:
        return Rows(np.zeros(0, np.uint8), np.zeros(len(column), np.int64), np.zeros(len(column), np.int64))
    size = np.strings.str_len(column).astype(np.int64)
    if column.dtype.kind == "S":
        data = np.ascontiguousarray(column).view(np.uint8)
    else:
        points = np.ascontiguousarray(column, column.dtype.newbyteorder("=")).view(np.uint32)
        if int(points.max()) > 127:
            return _of_texts(column.tolist())
        data = points.astype(np.uint8)
    return Rows(data, np.arange(len(column)) * (len(data) // len(column)), size)


def _of_texts(texts: Sequence[Any]) -> Rows:
    try:
        raw = [b"" if text is None else text.encode("utf-8", "surrogatepass") for text in texts]
    except AttributeError:
        wrong = next(text for text in texts if text is not None and not isinstance(text, str))
        raise TypeError(f"a column of codes holds str, not {type(wrong).__name__}") from None
    size = np.fromiter(map(len, raw), np.int64, len(raw))
    return Rows(np.frombuffer(b"".join(raw), np.uint8), np.cumsum(size) - size, size)
