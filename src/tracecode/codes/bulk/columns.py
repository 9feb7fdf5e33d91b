"""Columns of codes as bytes: where each row begins and how long it is, taken from the buffers as
they are.

>>> rows = next(read_columns(["AB1", "AB2"]))
>>> matrix(rows, None, 3).tolist()
[[65, 66, 49], [65, 66, 50]]
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

BLOCK = 32_768
"""Rows judged at a time: few enough for their bytes to stay in the processor's cache, and many for
a call of numpy.
"""


class Rows(NamedTuple):
    """Texts as UTF-8 in one buffer, in the order in which they stand there."""

    data: Bytes
    start: Ints
    """Where each row begins."""
    size: Ints
    """Its number of bytes; 0 for a null."""

    def text(self, row: int) -> str:
        """One row as text. Bytes that are not UTF-8 become lone surrogates, which no rule
        allows.
        """
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
        wide_rows: Bools = seen[begin + self.size] != seen[begin]
        return wide_rows


def read_columns(column: object) -> Iterator[Rows]:
    """The rows of a column, a block at a time.

    Raises:
        TypeError: it is not a column of texts.
    """
    if isinstance(column, np.ndarray):
        yield from _of_numpy(column)
    elif type(column).__module__.startswith("pyarrow."):
        yield from _of_arrow(column)
    elif isinstance(column, Sequence) and not isinstance(column, str | bytes):
        yield from _of_texts(column)
    else:
        raise TypeError(
            f"a column is an Arrow or numpy array or a list of str, not {type(column).__name__}"
        )


def matrix(rows: Rows, index: Ints | None, width: int) -> Bytes:
    """The bytes of rows that are all `width` long, a row a line; without a copy where they stand at
    equal distances.
    """
    start = rows.start if index is None else rows.start[index]
    count = len(start)
    step = int(start[1] - start[0]) if count > 1 else width
    # Rows never overlap, so `count` rows in the space of `count` rows are neighbours; wider steps
    # have to be compared.
    even = int(start[-1] - start[0]) == step * (count - 1)
    if even and (step == width or bool((np.diff(start) == step).all())):
        return np.ndarray((count, width), np.uint8, rows.data, int(start[0]), (step, 1))
    windows: NDArray[np.void] = np.ndarray(
        (len(rows.data) - width + 1,), f"V{width}", rows.data, 0, (1,)
    )
    return windows[start].view(np.uint8).reshape(count, width)


def _blocks(count: int) -> Iterator[slice]:
    return (slice(at, min(at + BLOCK, count)) for at in range(0, count, BLOCK))


def _of_arrow(column: Any) -> Iterator[Rows]:
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        for chunk in column.chunks:
            yield from _of_chunk(chunk)
    elif isinstance(column, pa.Array):
        yield from _of_chunk(column)
    else:
        raise TypeError(f"a column is an Arrow array or chunked array, not {type(column).__name__}")


def _of_chunk(chunk: pa.Array[Any]) -> Iterator[Rows]:
    import pyarrow as pa

    kind = chunk.type
    if pa.types.is_dictionary(kind):
        return _of_chunk(chunk.dictionary_decode())
    if pa.types.is_null(kind) or pa.types.is_string_view(kind):
        return _of_chunk(chunk.cast(pa.large_string()))
    if pa.types.is_large_string(kind) or pa.types.is_large_binary(kind):
        return _of_buffers(chunk, np.int64)
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        return _of_buffers(chunk, np.int32)
    raise TypeError(f"a column of codes holds strings, not {kind}")


def _of_buffers(chunk: pa.Array[Any], kind: type[np.int32 | np.int64]) -> Iterator[Rows]:
    count = len(chunk)
    _, places, text = chunk.buffers()
    if not count or places is None:
        return
    bounds = np.frombuffer(places, kind)[chunk.offset : chunk.offset + count + 1]
    data = np.frombuffer(text, np.uint8) if text else np.zeros(0, np.uint8)
    null = chunk.is_null().to_numpy(zero_copy_only=False) if chunk.null_count else None
    for block in _blocks(count):
        own = bounds[block.start : block.stop + 1].astype(np.int64)
        size = np.diff(own)
        if null is not None:
            size[null[block]] = 0
        yield Rows(data, own[:-1], size)


def _of_numpy(column: NDArray[Any]) -> Iterator[Rows]:
    if column.ndim != 1:
        raise TypeError(f"a column has one dimension, not {column.ndim}")
    if column.dtype.kind == "O":
        return _of_texts(column.tolist())
    if column.dtype.kind not in "SU":
        raise TypeError(f"a column of codes holds bytes or str, not {column.dtype}")
    return _of_fixed(column)


def _of_fixed(column: NDArray[Any]) -> Iterator[Rows]:
    letters = column.dtype.itemsize // (4 if column.dtype.kind == "U" else 1)
    for block in _blocks(len(column)):
        own = np.ascontiguousarray(column[block], column.dtype.newbyteorder("="))
        data = own.view(np.uint8) if letters else np.zeros(0, np.uint8)
        if column.dtype.kind == "U" and letters:
            points = own.view(np.uint32)
            if int(points.max()) > 127:
                yield from _of_texts(own.tolist())
                continue
            data = points.astype(np.uint8)
        yield Rows(data, np.arange(len(own)) * letters, np.strings.str_len(own).astype(np.int64))


def _of_texts(texts: Sequence[Any]) -> Iterator[Rows]:
    for block in _blocks(len(texts)):
        own = texts[block]
        try:
            raw = [b"" if text is None else text.encode("utf-8", "surrogatepass") for text in own]
        except AttributeError:
            wrong = next(text for text in own if text is not None and not isinstance(text, str))
            raise TypeError(f"a column of codes holds str, not {type(wrong).__name__}") from None
        size = np.fromiter(map(len, raw), np.int64, len(raw))
        yield Rows(np.frombuffer(b"".join(raw), np.uint8), np.cumsum(size) - size, size)
