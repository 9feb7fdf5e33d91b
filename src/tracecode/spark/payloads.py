"""The payloads of a column, as the readers of records take them.

Each row holds a document of its own: a record, a message, or nothing. Those that are one line of
JSON, as nearly all are, are read together as lines; others, such as XML and JSON over several
lines, each alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.checks.arrow_lines import lines_of, odd_lines_of
from tracecode.checks.forms import SourceHead
from tracecode.tables.limits import DEFAULT, MOST

if TYPE_CHECKING:
    import pyarrow as pa

    from tracecode.records.reading import FileFormat
    from tracecode.standard.resolved import Resolved

LIMITS = replace(DEFAULT, strangers=MOST)
"""As everywhere; but rows that are no records end nothing: each is a document of its own."""
_TOGETHER = 4_096
_FORMS: tuple[FileFormat, ...] = ("json", "ndjson", "xml")


class Payloads(NamedTuple):
    """Payloads that are read together."""

    source: bytes
    form: FileFormat
    rows: list[int]
    """The place of the row of each line, from 0; of a document that is read alone, its own."""
    alone: bool

    def row(self, line: int | None) -> int:
        """The row that holds a line of the source."""
        return self.rows[0] if self.alone or line is None else self.rows[line - 1]


def payloads_of(column: pa.Array[Any], standard: Resolved) -> Iterator[Payloads]:
    """The payloads of a column of texts, bytes or structs, in order."""
    waiting: list[bytes] = []
    rows: list[int] = []
    for row, raw in enumerate(_raw(column)):
        if is_line := raw.startswith(b"{") and b"\n" not in raw and b"\r" not in raw:
            waiting.append(raw)
            rows.append(row)
        if waiting and (not is_line or len(waiting) == _TOGETHER):
            yield Payloads(b"\n".join(waiting), "ndjson", rows, alone=False)
            waiting, rows = [], []
        if not is_line:
            form = SourceHead(raw, standard, limits=LIMITS).form()
            yield Payloads(raw, form if form in _FORMS else "json", [row], alone=True)
    if waiting:
        yield Payloads(b"\n".join(waiting), "ndjson", rows, alone=False)


def _raw(column: pa.Array[Any]) -> list[bytes]:
    """The documents in a column. Structs are written as those of Parquet, and their moments in one
    zone whatever that of the session.
    """
    import pyarrow as pa

    kind = column.type
    if not pa.types.is_struct(kind):  # a text may hold what is none
        return [value or b"" for value in column.cast(pa.binary()).to_pylist()]
    columns = column.cast(_in_utc(kind)).flatten()
    names = [kind.field(n).name for n in range(kind.num_fields)]
    batch = pa.RecordBatch.from_arrays(columns, names)
    try:
        batch.validate(full=True)
        lines = lines_of(batch).splitlines()
    except pa.ArrowInvalid:
        lines = odd_lines_of(batch).splitlines()
    there = column.is_valid().to_pylist()
    return [line if valid else b"" for line, valid in zip(lines, there, strict=True)]


def _in_utc(kind: Any) -> Any:
    """A type whose moments are in UTC; in others of the zones that Spark knows they cannot be
    written.
    """
    import pyarrow as pa

    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return pa.timestamp(kind.unit, "UTC")
    if pa.types.is_list(kind):
        return pa.list_(kind.value_field.with_type(_in_utc(kind.value_type)))
    if pa.types.is_struct(kind):
        fields = [kind.field(n) for n in range(kind.num_fields)]
        return pa.struct([field.with_type(_in_utc(field.type)) for field in fields])
    return kind
