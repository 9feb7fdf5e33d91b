"""Rows of Arrow in the pieces in which records are read: those of which nothing is to be said, as
columns see them, and the others as lines of JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, overload

import numpy as np

from tracecode.checks.arrow_lines import lines_of
from tracecode.checks.line_parts import LinesPart
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.plain import MAX_LINE
from tracecode.records.quick.columns import silent_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits

_ROWS, _BYTES = 4096, 8 * 1024 * 1024
"""So many rows are judged at once, or as many as are of this size: what a call costs is a hundredth
of what they do.
"""
_WRITTEN = 256
"""So many rows at most are written as lines at once."""
_TOGETHER = 128
"""So many accepted rows are given at once, as of lines."""


def pieces_of(
    batch: pa.RecordBatch, before: int, standard: Resolved, limits: Limits
) -> Iterator[JudgedLines | bytes]:
    """The rows of a batch in order; lines of JSON are those of rows that are not surely right.

    Args:
        batch: a row a record.
        before: how many rows stand before it.
        standard: the standard.
        limits: how long a record may be.
    """
    if not batch.num_rows:
        return
    types: list[RecordLayout | None] = [None] * batch.num_rows
    most = min(MAX_LINE, limits.line_bytes, limits.record_bytes)
    judged = silent_rows(standard, batch, most) if limits.admit_records else ()
    for layout, rows in judged:
        for row in rows.tolist():
            types[row] = layout
    left = [row for row, type in enumerate(types) if type is None]
    lines = _lines(batch, left)
    ends = np.flatnonzero(np.diff(np.array([type is None for type in types]))) + 1
    for begin, end in zip([0, *ends.tolist()], [*ends.tolist(), batch.num_rows], strict=True):
        if types[begin] is not None:
            yield from _accepted(batch, before, range(begin, end), types)
            continue
        for at in range(begin, end, _WRITTEN):
            yield b"".join(islice(lines, min(_WRITTEN, end - at)))


def _lines(batch: pa.RecordBatch, rows: list[int]) -> Iterator[bytes]:
    """Some rows as lines of JSON, of which few are held: in a dictionary they may be short."""
    import pyarrow as pa

    for at in range(0, len(rows), _WRITTEN):
        some = batch.take(pa.array(rows[at : at + _WRITTEN]))
        yield from lines_of(some).splitlines(keepends=True)


def part_of(batch: pa.RecordBatch, before: int) -> LinesPart:
    """A batch for another process, as a stream of Arrow."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return LinesPart(sink.getvalue().to_pybytes(), before, rows=True)


def pieces_of_part(
    part: LinesPart, standard: Resolved, limits: Limits
) -> Iterator[JudgedLines | bytes]:
    """The pieces of such a batch."""
    import pyarrow as pa

    with pa.ipc.open_stream(part.raw) as stream:
        yield from pieces_of(stream.read_next_batch(), part.before, standard, limits)


def joined(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches put together, so that columns are long enough to be worth a look."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= _ROWS or size >= _BYTES:
            yield from pa.Table.from_batches(held).combine_chunks().to_batches()
            held, rows, size = [], 0, 0
    if held:
        yield from pa.Table.from_batches(held).combine_chunks().to_batches()


def _accepted(
    batch: pa.RecordBatch, before: int, rows: range, types: Sequence[RecordLayout | None]
) -> Iterator[JudgedLines]:
    """Neighbouring rows of which nothing is to be said."""
    for at in range(rows.start, rows.stop, _TOGETHER):
        some = range(at, min(at + _TOGETHER, rows.stop))
        ids = batch.column("record_id").slice(some.start, len(some)).to_pylist()
        layouts = [type for type in types[some.start : some.stop] if type is not None]
        lines = [*range(before + some.start + 1, before + some.stop + 1)]
        raws = _Lines(batch.slice(some.start, len(some)))
        yield JudgedLines(lines[0], lines, raws, ids, layouts)


class _Lines(Sequence[bytes]):
    """The rows of a batch as lines of JSON, which are written when one is asked for."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch
        self._lines: list[bytes] | None = None

    def __len__(self) -> int:
        return len(self._batch.column(0))

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> list[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | list[bytes]:
        """A line, or some."""
        if self._lines is None:
            self._lines = lines_of(self._batch).splitlines()
        return self._lines[at]
