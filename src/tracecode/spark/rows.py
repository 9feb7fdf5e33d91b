"""The rows that rules across records look at, read from the payloads of a DataFrame in one pass.

All tables come out of that one pass side by side: a column of structs for each, of which a row has
one. What could not be read is counted beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.extras import extra
from tracecode.records.reading import read
from tracecode.relations.rows import RowReader, table_of
from tracecode.relations.spark_sql import TYPES
from tracecode.spark.columns import numbers_of
from tracecode.spark.payloads import LIMITS, payloads_of

if TYPE_CHECKING:
    import pyarrow as pa

    from tracecode.standard.resolved import Resolved

TOLD, RECORD, ROW = "told", "record", "row"
"""The columns beside those of the tables; no rows have such a name."""
ROWS, RECORDS = "rows", "records"
"""What is counted of what was read, beside the rules of findings on what was not."""


def column_name(table: str) -> str:
    """The column of a table."""
    return table.replace("-", "_")


def rows_schema(standard: Resolved, tables: tuple[str, ...]) -> pa.Schema:
    """The columns that come out of the pass."""
    arrow = extra("pyarrow", "spark")
    types = {"STRING": arrow.string(), "BIGINT": arrow.int64()}
    place = [("line", arrow.int64()), ("number", arrow.int64())]
    fields = [
        (RECORD, arrow.struct([*place, ("nth", arrow.int32()), ("id", arrow.string())])),
        (ROW, arrow.struct([*place, ("at", arrow.int32())])),
        (TOLD, arrow.struct([("what", arrow.string()), ("of", arrow.string()),
                             ("count", arrow.int64()), ("first", arrow.int64())])),
    ]  # fmt: skip
    for id in tables:
        columns = table_of(standard, id).columns
        cells = [(name, types[TYPES[kind]]) for name, kind in columns.items()]
        fields.append((column_name(id), arrow.struct(cells)))
    return arrow.schema(fields)


class RowsWork(NamedTuple):
    """Reads the rows of a partition."""

    tables: tuple[str, ...]
    numbered: bool
    """Whether rows have numbers."""
    call: str
    """A name that no other call has: equal work on equal files would be taken for the same."""

    def run(
        self, standard: Resolved, batches: Iterator[pa.RecordBatch]
    ) -> Iterator[pa.RecordBatch]:
        """See `PartitionWork`."""
        reading = _BatchRows(standard, self.tables)
        for batch in batches:
            if self.numbered:
                numbers_of(batch)  # all have one
            yield from reading.batches(batch)


class _BatchRows:
    """Rows of one batch after another."""

    def __init__(self, standard: Resolved, tables: tuple[str, ...]) -> None:
        self._standard, self._schema = standard, rows_schema(standard, tables)
        self._reader = RowReader(standard, tables)
        self._columns = {table.id: tuple(table.columns) for table in self._reader.tables}
        self._found: dict[str, list[dict[str, Any]]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], int | None] = {}

    def batches(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """The rows of a batch, a batch a table, and what was counted."""
        self._found = {id: [] for id in self._columns}
        self._counts.clear()
        self._first.clear()
        lines, numbers = (batch.column(name).to_pylist() for name in ("line", "number"))
        for payloads in payloads_of(batch.column("payload"), self._standard):
            last, nth, at = -1, 0, 0
            for item in read(
                payloads.source, payloads.form, self._standard, typed=False, limits=LIMITS
            ):
                if item.envelope:
                    continue
                row = payloads.row(item.line)
                if row != last:
                    last, nth, at = row, 0, 0
                place = {"line": lines[row], "number": numbers[row]}
                at += self._take(item.data, place, nth, at)
                nth += 1
        for id, rows in self._found.items():
            if rows:
                self._count(ROWS, id, None, len(rows))
                yield self._filled(rows)
        told = [
            {TOLD: {"what": what, "of": of, "count": count, "first": self._first[what, of]}}
            for (what, of), count in self._counts.items()
        ]
        if told:
            yield self._filled(told)

    def _take(self, data: Any, place: Mapping[str, Any], nth: int, at: int) -> int:
        """Take the rows of a record; how many there are."""
        line: int | None = place["line"]
        if not isinstance(data, Mapping) or not self._reader.knows(data):
            self._count("across.unread", "", line)
            return 0
        self._count(RECORDS, "", line)
        id = data.get("record_id")
        named = id if isinstance(id, str) and "\0" not in id and _is_text(id) else None
        record = {**place, "nth": nth, "id": named}
        count = 0
        for table, cells in self._reader.read(data):
            row = {**place, "at": at + count}
            values = dict(zip(self._columns[table], cells, strict=True))
            self._found[table].append({RECORD: record, ROW: row, column_name(table): values})
            count += 1
        for unread in self._reader.unread:
            self._count("across.value", unread.path, line)
        return count

    def _count(self, what: str, of: str, line: int | None, count: int = 1) -> None:
        self._counts[what, of] += count
        first = self._first.setdefault((what, of), line)
        if line is not None and first is not None:
            self._first[what, of] = min(first, line)

    def _filled(self, rows: list[dict[str, Any]]) -> pa.RecordBatch:
        """Rows of one table as a batch; the columns of the others are null."""
        arrow = extra("pyarrow", "spark")
        there = rows[0].keys()
        arrays = [
            arrow.array([row[field.name] for row in rows], field.type)
            if field.name in there
            else arrow.nulls(len(rows), field.type)
            for field in self._schema
        ]
        return arrow.RecordBatch.from_arrays(arrays, schema=self._schema)


def _is_text(id: str) -> bool:
    """Whether a text has no half of a character, which no engine takes."""
    return id.isascii() or id == id.encode("utf-8", "ignore").decode()
