"""Records in a Parquet file, a row a record, as lines of JSON: the line of a record is its row.

Groups stand in columns of structs, what repeats in lists; what is null is absent. One file may hold
records of several types, whose columns are those of all of them.
"""

from __future__ import annotations

import io
import math
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any

from tracecode.checks.arrow_lines import json_lines
from tracecode.checks.document_bytes import private_copy
from tracecode.checks.report import Verdict, VerdictBlock
from tracecode.checks.sources import document
from tracecode.errors import UnreadableFile
from tracecode.extras import extra
from tracecode.files import opened, opened_pieces, reading
from tracecode.findings import status_of
from tracecode.records.headings import TYPE
from tracecode.records.plain import stopped
from tracecode.spec.base import Text

if TYPE_CHECKING:
    import pyarrow as pa

    from tracecode.checks.document_bytes import RecordSource
    from tracecode.checks.report import Report
    from tracecode.tables.limits import Limits

NO_RECORDS = Text(
    zh="表中没有 record_type 列；如为代码，请指明代码所在列",
    en="the table has no column record_type; if it holds codes, name their column",
)
_TOGETHER = 256
"""So many rows are read at once."""
_NO_VALUE: list[list[object]] = [[]]
"""What stands for a cell that Python has no value for; nowhere in a record it is right."""


class ParquetRecords:
    """The records of one Parquet file, of which nothing is read before it is asked for."""

    def __init__(self, source: RecordSource, limits: Limits) -> None:
        """A way to read them.

        Args:
            source: a path, bytes, or an open binary file.
            limits: how many columns there may be.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        extra("pyarrow.parquet", "bulk")
        self._source, self._limits = source, limits
        self._read = 0
        """How many rows were read."""
        self._damage: UnreadableFile | None = None
        """Why no more could be read behind them."""

    def lines(self) -> IO[bytes]:
        """The rows as lines of JSON.

        Raises:
            UnreadableFile: while reading: it cannot be opened, is damaged, or holds no records.
        """
        return opened_pieces(self._lines())

    def verdicts(self, report: Report) -> Iterator[Verdict | VerdictBlock]:
        """The verdicts on the rows; where the file is damaged behind some of them, it is said with
        the next row.

        Args:
            report: on `lines`.
        """
        yield from report.pieces()
        if self._damage is not None:
            row = self._read + 1
            told = (stopped(row, self._damage.why or self._damage.texts),)
            yield Verdict(row, "", status_of(told), None, None, None, told, kind="file")

    def _lines(self) -> Iterator[bytes]:
        with ExitStack() as open_things:
            if isinstance(self._source, bytes):
                file: IO[bytes] = io.BytesIO(self._source)
            elif isinstance(self._source, str | os.PathLike):
                file = open_things.enter_context(opened(self._source))
                open_things.enter_context(reading(self._source))
            elif self._source.seekable():
                file = self._source
            else:
                file = open_things.enter_context(private_copy(self._source))
            try:
                for batch in self._batches(file):
                    yield lines_of(batch)
                    self._read += batch.num_rows
            except UnreadableFile as error:
                if not self._read:
                    raise
                self._damage = error  # what was read is judged

    def _batches(self, file: IO[bytes]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            table = pq.ParquetFile(file)
            names = table.schema_arrow.names
            if len(names) > self._limits.keys:
                raise UnreadableFile(
                    f"the Parquet file has {len(names)} columns, and no record has more than "
                    f"{self._limits.keys} (limit keys)",
                    f"Parquet 文件有 {len(names)} 列，记录至多 {self._limits.keys} 列（限值 keys）",
                )
            if TYPE[0] not in names:
                raise UnreadableFile(NO_RECORDS.en, NO_RECORDS.zh)
            for name in _twice(table.schema_arrow):
                raise UnreadableFile(
                    f"the Parquet file has two columns {name!r}",
                    f"Parquet 文件中有两列“{name}”",
                )
            for batch in table.iter_batches(_TOGETHER, use_threads=False):
                batch.validate(full=True)
                yield batch
        except UnreadableFile:
            raise
        # Of a damaged file pyarrow says so with errors of its own, and with those of Python.
        except (pa.ArrowException, OSError, ValueError, RecursionError) as error:
            why = " ".join(str(error).splitlines()[:1])[:200]
            raise UnreadableFile(
                f"the Parquet file cannot be read: {why}", f"Parquet 文件无法读取：{why}"
            ) from None


def lines_of(batch: pa.RecordBatch) -> bytes:
    """The rows of a batch, each a line of JSON. What says the type comes first, as the quick way
    wants it.
    """
    lines = json_lines(batch, TYPE)
    return odd_lines_of(batch) if lines is None else lines


def odd_lines_of(batch: pa.RecordBatch) -> bytes:
    """The same of a batch that may hold what a record cannot, texts that are none among it."""
    return b"".join(
        document({id: row[id] for id in TYPE if id in row} | row) + b"\n" for row in rows_of(batch)
    )


def rows_of(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    """The rows of a batch; what is null is left out, and a cell that Python has no value for is
    nothing that a record may hold.
    """
    try:
        rows = batch.to_pylist()
    except Exception:  # noqa: BLE001  # days out of range, nanoseconds: each type has errors of its own
        columns = {
            name: [_cell(value) for value in column]
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }
        rows = [
            {name: cells[row] for name, cells in columns.items()} for row in range(batch.num_rows)
        ]
    return (
        {name: _present(value) for name, value in row.items() if value is not None} for row in rows
    )


def _cell(value: pa.Scalar[Any]) -> object:
    try:
        return value.as_py()
    except Exception:  # noqa: BLE001  # as above
        return _NO_VALUE


def _present(value: Any) -> object:
    """A value without what is null in it; bytes are text in UTF-8, as old programs write it."""
    if isinstance(value, str):  # as most are
        return value
    if isinstance(value, dict):
        return {key: _present(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_present(one) for one in value]
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return _NO_VALUE
    return _NO_VALUE if value in (math.inf, -math.inf) else value


def _twice(schema: pa.Schema) -> Iterator[str]:
    """The names that two columns have, or two fields of a struct."""
    import pyarrow as pa

    waiting: list[Any] = [[*schema]]
    while waiting:
        fields = waiting.pop()
        yield from (name for name, n in Counter(each.name for each in fields).items() if n > 1)
        for field in fields:
            kind = field.type
            while pa.types.is_list(kind) or pa.types.is_large_list(kind):
                kind = kind.value_type
            if pa.types.is_struct(kind):
                waiting.append([*kind])
