r"""Records as CSV: the tables of `table_form`, with comma, semicolon or tab.

A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return,
perhaps behind apostrophes) gets one apostrophe in front, and reading takes it away; numbers keep their sign. A cell
that begins with a bare `=` is a formula, and a finding.

>>> from tracecode.spec.catalog import load_catalog
>>> table = "记录类型,召回编号\nrecall,R-1\n".encode()
>>> next(parse(table, load_catalog())).data["recall_no"]
'R-1'
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import IO, TYPE_CHECKING

from pydantic_core import from_json, to_json

from tracecode.findings import Finding
from tracecode.records.cells import Cell, Flaw
from tracecode.records.plain import MAX_LINE, Item, decode, fault
from tracecode.records.table_form import (
    MAX_COLUMNS,
    Record,
    Row,
    columns_of,
    is_heading,
    layout_of,
    read_rows,
    rows_of,
    unwritable,
)
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog
    from tracecode.spec.layout import Layout

MAX_LINES = 24
"""Most lines of one row, whose quoted cells may hold line ends."""
_IN_MEMORY = 16 * 1024 * 1024
_DELIMITERS = (",", ";", "\t")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)


def parse(
    source: IO[bytes] | bytes, catalog: Catalog, *, layout: Layout | None = None, encoding: str = "utf-8"
) -> Iterator[Item]:
    """Read a CSV file of records, row after row; memory holds one record.

    Args:
        source: an open file, or bytes. Delimiters are comma, semicolon or tab.
        catalog: the specifications.
        layout: type of the records, where no column says it.
        encoding: `utf-8` with or without a byte order mark, or `gb18030`.

    Yields:
        The records with the line on which each begins. What is wrong with the table itself comes as items without data,
        those on the header with the number 0.

    Raises:
        UnreadableFile: the encoding is another one.
    """
    lines = _Lines(io.BytesIO(source) if isinstance(source, bytes) else source, encoding)
    first = next(lines, None)
    if first is None or isinstance(first[1], Finding):
        yield Item(0, None if first is None else 1, None, (fault("data.empty") if first is None else _finding(first),))
        return
    lines.back.append(first)
    names = {mark: first[1].split(mark, MAX_COLUMNS) for mark in _DELIMITERS}
    scores = {
        mark: sum(is_heading(name.strip(' "\r\n'), catalog, layout) for name in cells) for mark, cells in names.items()
    }
    yield from read_rows(_csv_rows(lines, max(_DELIMITERS, key=lambda mark: scores[mark])), catalog, layout=layout)


def dump(records: Sequence[Record], catalog: Catalog, *, mark: bool = True) -> bytes:
    """Records as CSV in UTF-8, with the columns that any of them fills. `parse` gives equal data.

    Args:
        records: plain data of records, of one type or several.
        catalog: the specifications.
        mark: begin with a byte order mark, without which Excel takes Chinese text for GBK.

    Raises:
        InvalidRecord: something cannot stand in a table, for instance an unknown element.
    """
    filled: set[str] = set()
    for record in records:
        for row in rows_of(record, layout_of(record, catalog)):
            filled |= row.keys()
    used = dict.fromkeys(layout_of(record, catalog) for record in records)
    columns = [path for path in columns_of(used) if path in filled]
    return ("\ufeff" if mark else "").encode() + b"".join(lines_of(records, columns, catalog))


def write(records: Iterable[Record], catalog: Catalog, file: IO[bytes], *, mark: bool = True) -> None:
    """Records as they come as CSV into a file; `dump` does the same for what fits into memory.

    They wait in a temporary file, since the columns that any of them fills stand in the first line.

    Args:
        records: plain data of records, of one type or several; they are asked for once.
        catalog: the specifications.
        file: open, of bytes.
        mark: begin with a byte order mark, without which Excel takes Chinese text for GBK.

    Raises:
        InvalidRecord: something cannot stand in a table, for instance an unknown element.
    """
    filled: set[str] = set()
    used: dict[Layout, None] = {}
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as waiting:
        for record in records:
            layout = layout_of(record, catalog)
            used[layout] = None
            for row in rows_of(record, layout):
                filled |= row.keys()
            waiting.write(to_json(record) + b"\n")
        columns = [path for path in columns_of(used) if path in filled]
        waiting.seek(0)
        file.write(("\ufeff" if mark else "").encode())
        file.writelines(lines_of(map(from_json, waiting), columns, catalog))


def lines_of(records: Iterable[Record], columns: Sequence[str], catalog: Catalog) -> Iterator[bytes]:
    """The lines of a CSV file in UTF-8: the header, then the rows, one record after another.

    Args:
        records: plain data of records.
        columns: paths of elements, for instance from `columns_of`.
        catalog: the specifications.

    Raises:
        InvalidRecord: something cannot stand in a table, or has no column.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    wanted = set(columns)
    for record in records:
        layout = layout_of(record, catalog)
        numbers = _numbers(layout)
        for row in rows_of(record, layout):
            for path in row.keys() - wanted:
                raise unwritable(path, Text(zh=f"没有列 {path}", en=f"there is no column {path}"))
            writer.writerow([_safe(row.get(path, ""), path in numbers) for path in columns])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    if text := out.getvalue():
        yield text.encode()


# --- cells ----------------------------------------------------------------------------------------------------------


@cache
def _numbers(layout: Layout) -> frozenset[str]:
    return frozenset(path for path, field in layout.walk() if field.format is not None and field.format.number)


def _safe(text: str, number: bool) -> str:
    """A cell of CSV that no spreadsheet takes for a formula."""
    if _FORMULA.match(text) is None or (number and _NUMBER.fullmatch(text)):
        return text
    return f"'{text}"


def _plain_cell(text: str) -> Cell:
    if text[:1] == "=":
        return Flaw("data.formula", {})
    return text[1:] if text[:1] == "'" and _ESCAPED.match(text) else text


# --- lines ----------------------------------------------------------------------------------------------------------


def _csv_rows(lines: _Lines, delimiter: str) -> Iterator[Row]:
    """The rows of CSV; one whose quote is never closed costs its first line, and reading goes on with the next."""
    for number, line in lines:
        if isinstance(line, Finding):
            yield Row(number, (), line)
            continue
        gathered = [line]
        while True:
            try:
                cells = next(csv.reader(gathered, delimiter=delimiter, strict=True), [])
                break
            except csv.Error as error:
                room = len(gathered) < MAX_LINES and sum(map(len, gathered)) < MAX_LINE
                open_quote = room and "unexpected end" in str(error)
                more = next(lines, None) if open_quote else None
                if more is not None and isinstance(more[1], str):
                    gathered.append(more[1])
                    continue
                after = [(number + 1 + i, text) for i, text in enumerate(gathered[1:])]
                lines.back.extend(reversed([*after, *([more] if more is not None else [])]))
                cells = None
                wrong = Finding(rule="file.malformed_row", severity="error", values={"reason": str(error)}, line=number)
                yield Row(number, (), wrong)
                break
        if cells is not None:
            yield Row(number, [_plain_cell(cell) for cell in cells])


def _finding(line: tuple[int, str | Finding]) -> Finding:
    assert isinstance(line[1], Finding)
    return line[1]


class _Lines:
    """Decoded lines with their numbers; one that is too long, or not in the encoding, is a finding.

    Lines can be put back. A line in another encoding ends the reading: what follows would be guesses.
    """

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        decode(b"", encoding)  # refuses other encodings
        self.file, self.encoding = file, "gb18030" if "gb" in encoding.lower() else "utf-8"
        self.number = 0
        self.back: list[tuple[int, str | Finding]] = []
        """Lines that were put back, the next one last."""
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> tuple[int, str | Finding]:
        if self.back:
            return self.back.pop()
        raw = b"" if self.ended else self.file.readline(MAX_LINE + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            while (rest := self.file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            return self.number, fault("file.line_too_long", line=self.number, allowed=MAX_LINE)
        if self.number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
            self.ended = raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:4].count(0) >= 2
            if self.ended:
                return 1, fault("data.encoding", line=1, found="UTF-16 / UTF-32")
        try:
            return self.number, raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            self.ended = True
            found = f"0x{raw[error.start]:02X} @ {error.start + 1}"
            return self.number, fault("data.encoding", line=self.number, found=found)
