"""The table of findings as Parquet."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from tracecode.extras import extra
from tracecode.reports.rows import FindingRow, arrow_schema, batch_of

if TYPE_CHECKING:
    from tracecode.reports.writing import Facts

_AT_ONCE = 10_000


class ParquetWriter:
    """Rows by ten thousand."""

    def __init__(self, file: IO[bytes], _facts: Facts) -> None:
        parquet = extra("pyarrow.parquet", "bulk")
        self._schema = arrow_schema()
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._waiting: list[FindingRow] = []

    def put(self, row: FindingRow) -> None:
        """Write a row."""
        self._waiting.append(row)
        if len(self._waiting) == _AT_ONCE:
            self._write()

    def _write(self) -> None:
        self._writer.write_batch(batch_of(self._waiting, self._schema))
        self._waiting = []

    def finish(self, _facts: Facts) -> None:
        """Write the rest, and what a reader looks for at the end."""
        if self._waiting:
            self._write()
        self._writer.close()

    def discard(self) -> None:
        """Let go of the file."""
        self._writer.is_open = False
