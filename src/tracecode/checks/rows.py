"""Read codes from a file: one a line, or a column of a CSV file. Bad lines are reported, never
lost; memory is bounded.

Every row has the line on which it begins. A quoted field may hold line ends (a label of several
lines); a quote that is never closed costs its own line, not the rest of the file. Lines and CSV are
read by `tables`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, cast

from tracecode.errors import UnreadableFile
from tracecode.findings import Finding
from tracecode.privacy import columns
from tracecode.records.plain import fault
from tracecode.spec.base import Text
from tracecode.tables.delimited import Columns, NamedRows, columns_shown, is_empty
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lines import Lines
from tracecode.tables.nothing import NOTHINGS, is_nothing
from tracecode.tables.packed import plain_name, unpacked

if TYPE_CHECKING:
    from tracecode.checks.blocks import CodeBlock

TABLES = (".csv", ".tsv")
"""How the names of tables end: of them it is to be said which column holds the codes."""


TOGETHER = 32_768
"""So many rows are gathered into a block."""
A_CODE = Text(zh="代码（文本）", en="a code (a text)")
_A_MAPPING = Text(
    zh="代码（文本）或记录的映射（model_dump()、dataclasses.asdict(...) 或 _asdict() 的结果）",
    en="a code (a text) or the mapping of a record (of model_dump(), dataclasses.asdict(...) or "
    "_asdict())",
)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code as it stands in the source, or why it could not be read."""

    line: int
    text: str
    fields: dict[str, str]
    """The cells of a CSV row by the names of their columns."""
    fault: Finding | None = None
    notes: tuple[Finding, ...] = ()
    """What is wrong with the row beside its code."""


class CodeRows(Iterator[CodeRow]):
    """The rows of a source, one by one; where many can be taken at once, `blocks` gives the rest of
    them so.
    """

    in_blocks = False
    """Whether `blocks` gives them."""
    at_hand = False
    """Whether all are there already: nobody waits for the next."""

    def blocks(self) -> Iterator[CodeBlock | CodeRow]:
        """The rest of the rows, in blocks where that is possible."""
        yield from self


def row_of(number: int, item: object) -> CodeRow:
    """An item of an iterable as a row."""
    text = item.as_py() if hasattr(item, "as_py") else item  # of an Arrow array
    if isinstance(text, str) or is_nothing(text):  # of pandas and numpy: a word for nothing
        return emptied(CodeRow(number, str(text), {}))
    allowed = A_CODE if not _has_fields(text) else _A_MAPPING
    return CodeRow(number, "", {}, fault("data.shape", found=type(text).__name__, allowed=allowed))


def emptied(row: CodeRow) -> CodeRow:
    """A row, of which the code is empty if a word for nothing stands there, which is said."""
    if row.text not in NOTHINGS:
        return row
    note = Finding(
        rule="data.no_value", severity="warning", values={"cell": _ROW, "found": row.text}
    )
    return replace(row, text="", notes=(*row.notes, note))


_ROW = Text(zh="该行", en="the row")


def _has_fields(item: object) -> bool:
    """Whether it is an object of somebody else's class that holds values by names."""
    return any(
        hasattr(item, name)
        for name in ("model_dump", "_asdict", "__dataclass_fields__", "__attrs_attrs__")
    )


class TextRows(CodeRows):
    """The rows of a file, and with one of them what is to be said of its encoding."""

    def __init__(
        self, source: bytes | IO[bytes] | IO[str], name: str | None = None, *,
        column: str | None = None, encoding: str = "utf-8", limits: Limits = DEFAULT,
        beside: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Begin to read.

        Args:
            source: bytes, or an open file.
            name: of the file, where it does not say it itself.
            column: the column of the codes.
            encoding: of bytes.
            limits: how much is read.
            beside: further columns that are needed.

        Raises:
            UnreadableFile: there is no such encoding; and, while iterating, the file has not the
                columns.
        """
        self.limits = limits
        if isinstance(source, bytes):
            self.lines = Lines(unpacked(io.BytesIO(source), limits), encoding, limits)
        else:
            file = (
                source
                if hasattr(source, "encoding")
                else unpacked(cast("IO[bytes]", source), limits)
            )
            self.lines = Lines(file, encoding, limits)
        self._name = str(getattr(source, "name", "")) if name is None else name
        self._table = (
            None if column is None else NamedRows(self.lines, column, limits, beside=beside)
        )
        self._rows = self._listed() if self._table is None else self._of_table(self._table)
        self._noted = 0

    def __next__(self) -> CodeRow:
        row = next(self._rows)
        if self._noted < len(self.lines.notes) and row.fault is None:
            row = replace(row, notes=(*row.notes, *self.lines.notes[self._noted :]))
            self._noted = len(self.lines.notes)
        return emptied(row)

    in_blocks = True

    def blocks(self) -> Iterator[CodeBlock | CodeRow]:
        """The rest of the rows, in blocks where that is possible."""
        from tracecode.checks.blocks import blocks_of

        return blocks_of(self)

    @property
    def columns(self) -> Columns | None:
        """Of a table whose header was read."""
        return None if self._table is None else self._table.columns

    @property
    def waits(self) -> bool:
        """Whether the next row has to be read alone: the header, or one with which something is
        said of the file.
        """
        unread = self._table is not None and self._table.columns is None
        return unread or self._noted < len(self.lines.notes)

    def _of_table(self, table: NamedRows) -> Iterator[CodeRow]:
        for row in table:
            yield CodeRow(
                row.line, row.fields.get(table.column, ""), row.fields, row.fault, row.notes
            )

    def _listed(self) -> Iterator[CodeRow]:
        if plain_name(self._name).lower().endswith(TABLES):
            if is_empty(self.lines):
                return  # which is said of any source
            known = columns(columns_shown(self.lines, self.limits))
            raise UnreadableFile(
                f"{self._name!r} is a CSV file; name the column of the codes with --column. "
                f"Columns: {known['en']}",
                f"{self._name!r} 是 CSV 文件，请用 --column 指明代码所在列。现有列：{known['zh']}",
            )
        for number, line in self.lines:
            if isinstance(line, Finding):
                yield CodeRow(number, "", {}, line)
            elif text := line.strip("\r\n"):
                yield CodeRow(number, text, {})
