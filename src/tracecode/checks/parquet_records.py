"""Records in a Parquet file, a row a record: the line of a record is its row.

Groups stand in columns of structs, what repeats in lists; what is null is absent. One file may hold
records of several types, whose columns are those of all of them. Most rows are right, and are seen
by columns to be; the others, or all where every verdict is wanted, become lines of JSON.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any

from tracecode.checks.arrow_lines import lines_of
from tracecode.checks.document_bytes import private_copy
from tracecode.checks.report import Verdict, VerdictBlock
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
    from tracecode.checks.line_parts import LinesPart
    from tracecode.checks.report import Report
    from tracecode.records.judged_lines import JudgedLines
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits

NO_RECORDS = Text(
    zh="表中没有 record_type 列；如为代码，请指明代码所在列",
    en="the table has no column record_type; if it holds codes, name their column",
)
_TOGETHER = 256
"""So many rows are read at once."""


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
        return opened_pieces(map(lines_of, self._batches()))

    def pieces(self, standard: Resolved) -> Iterator[JudgedLines | bytes]:
        """The rows in order: those of which nothing is to be said, and the others as lines of JSON.

        Raises:
            UnreadableFile: as `lines`.
        """
        from tracecode.checks.row_pieces import joined, pieces_of

        before = 0
        for batch in joined(self._batches()):
            yield from pieces_of(batch, before, standard, self._limits)
            before += batch.num_rows

    def parts(self) -> Iterator[LinesPart]:
        """The rows in parts for other processes.

        Raises:
            UnreadableFile: as `lines`.
        """
        from tracecode.checks.row_pieces import joined, part_of

        before = 0
        for batch in joined(self._batches()):
            yield part_of(batch, before)
            before += batch.num_rows

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

    def _batches(self) -> Iterator[pa.RecordBatch]:
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
                for batch in self._read_from(file):
                    yield batch
                    self._read += batch.num_rows
            except UnreadableFile as error:
                if not self._read:
                    raise
                self._damage = error  # what was read is judged

    def _read_from(self, file: IO[bytes]) -> Iterator[pa.RecordBatch]:
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
            # a dictionary inside of something is read no further than its group of rows goes
            every: list[list[int] | None] = [None]
            if _has_inner_dictionary(table.schema_arrow):
                every = [[number] for number in range(table.num_row_groups)]
            for groups in every:
                for batch in table.iter_batches(_TOGETHER, groups, use_threads=False):
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


def _has_inner_dictionary(schema: pa.Schema) -> bool:
    """Whether a struct or list has values in a dictionary."""
    import pyarrow as pa

    waiting: list[Any] = [*schema.types]
    while waiting:
        kind = waiting.pop()
        inner = [kind.field(n).type for n in range(kind.num_fields)]
        if any(map(pa.types.is_dictionary, inner)):
            return True
        waiting += inner
    return False


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
