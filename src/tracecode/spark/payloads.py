"""The payloads of a column, as the readers of records take them.

Each row holds a document of its own: a record, a message, or nothing. Those that are one line of
JSON, as nearly all are, are read together as lines; others, such as XML and JSON over several
lines, each alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.checks.forms import SourceHead
from tracecode.checks.sources import document
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
    for row, value in enumerate(column.to_pylist()):
        raw = _raw(value)
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


def _raw(value: object) -> bytes:
    if value is None:
        return b""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    return value if isinstance(value, bytes) else document(value)
