r"""Records as CSV: the tables of `table_form`, with comma, semicolon, tab or bar.

A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
line end, perhaps behind apostrophes), or that looks like an error of one (`#N/A`), gets one
apostrophe in front, and reading takes it away; numbers keep their sign. A cell that begins with a
bare `=` is a formula, and a finding; so is an error.

>>> from tracecode.standard.resolved import packaged
>>> table = "记录类型,召回编号\nrecall,R-1\n".encode()
>>> next(parse(table, packaged())).data["recall_no"]
'R-1'
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING, TypeAlias, cast

from pydantic_core import from_json, to_json

from tracecode.codes.spreadsheet import damage
from tracecode.errors import UnknownId, UnreadableFile
from tracecode.findings import Finding
from tracecode.records.error_texts import ERRORS
from tracecode.records.headings import TYPE, columns_of, path_of
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.plain import Item, fault
from tracecode.records.table_form import TableReader
from tracecode.records.table_writing import PlainRecord, layout_of, rows_of, unwritable
from tracecode.spec.base import Text
from tracecode.spec.formats import Format
from tracecode.tables.delimited import cells_of, delimiter_of
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lines import Lines
from tracecode.tables.rows import Cell, Flaw, Row

if TYPE_CHECKING:
    from tracecode.records.csv_parts import PartLines
    from tracecode.records.quick.table_rows import Take
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved

NotedLines: TypeAlias = "Lines | PartLines"
"""Lines, and what is to be said of their encoding as far as they were read."""
_IN_MEMORY = 16 * 1024 * 1024
_POWER = r"[0-9](?:\.[0-9]+)?E\+[0-9]{2}"
"""A long number as a spreadsheet shows it in a narrow cell, and then saves it."""
_OTHER = rf"(?:[=+\-@\t\r\n＝＋－＠]|(?:{'|'.join(map(re.escape, sorted(ERRORS)))}|{_POWER})\Z)"
"""The beginning of a formula, with the full-width signs that Chinese spreadsheets take; an error; a
power.
"""
_FORMULA = re.compile(f"'*{_OTHER}")
_ESCAPED = re.compile(f"'+{_OTHER}")
_SUSPECT = frozenset("'#=+-@\t\r\n＝＋－＠")
"""What any of these begins with."""
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)


def parse(
    source: IO[bytes] | bytes, standard: Resolved, *, layout: RecordLayout | None = None,
    encoding: str = "utf-8", limits: Limits = DEFAULT,
) -> Iterator[Item]:  # fmt: skip
    """Read a CSV file of records, row after row; memory holds one record.

    Args:
        source: an open file, or bytes.
        standard: the specifications.
        layout: type of the records, where no column says it.
        encoding: one of `tables.lines.ENCODINGS`; a byte order mark decides otherwise, and data
            that are no UTF-8.
        limits: how much is read.

    Yields:
        The records with the line on which each begins. What is wrong with the table itself comes as
        items without data, those on the header with the number 0; so does the end of the reading
        before the end of the file.

    Raises:
        UnreadableFile: the encoding is another one.
    """
    items = parse_quickly(source, standard, None, layout=layout, encoding=encoding, limits=limits)
    return cast("Iterator[Item]", items)


def parse_quickly(
    source: IO[bytes] | bytes, standard: Resolved, take: Take | None, *,
    layout: RecordLayout | None = None, encoding: str = "utf-8", limits: Limits = DEFAULT,
) -> Iterator[Item | JudgedLines]:  # fmt: skip
    """As `parse`; `take` is the quick way of records of which nothing is to be said."""
    lines = Lines(source, encoding, limits)
    delimiter, empty = delimiter_in(lines, standard, limits, layout), True
    for item in items_of(lines, delimiter, TableReader(standard, layout, limits), take, limits):
        empty = False
        yield item
    if empty:
        yield nothing(lines)


def delimiter_in(
    lines: Lines, standard: Resolved, limits: Limits, layout: RecordLayout | None = None
) -> str:
    """What stands between the cells of a table of records.

    Args:
        lines: from the first on.
        standard: the specifications.
        limits: how far down the header may stand.
        layout: type of the records, where no column says it.
    """
    return delimiter_of(lines, lambda name: path_of(name, standard, layout) is not None, limits)


def items_of(
    lines: NotedLines, delimiter: str, reader: TableReader, take: Take | None, limits: Limits
) -> Iterator[Item | JudgedLines]:
    """What stands in lines, and with it what is to be said of their encoding.

    Args:
        lines: from the first on, or from the middle of a table.
        delimiter: what stands between cells.
        reader: of the table.
        take: as for `parse_quickly`.
        limits: how much is read.
    """
    said = 0
    rows, waits = _rows(lines, delimiter, limits), lambda: len(lines.notes) > said
    for item in reader.read(rows, take, waits):
        if isinstance(item, JudgedLines) or len(lines.notes) == said:
            yield item
            continue
        notes, said = lines.notes[said:], len(lines.notes)
        yield item._replace(faults=(*item.faults, *notes))


def nothing(lines: NotedLines) -> Item:
    """That there was nothing in lines."""
    return Item(0, None, None, (fault("data.empty"), *lines.notes))


def has_types(
    head: bytes, standard: Resolved, encoding: str = "utf-8", limits: Limits = DEFAULT
) -> bool:
    """Whether a file that begins so holds records: a column of its header says their type.

    Args:
        head: the beginning of the file.
        standard: the specifications.
        encoding: of the bytes.
        limits: how far down the header may stand.
    """
    try:
        lines = Lines(head, encoding, limits)
    except UnreadableFile:
        return False  # reading it as codes says that there is no such encoding
    delimiter = delimiter_in(lines, standard, limits)
    rows = islice(cells_of(lines, delimiter, limits), limits.title_rows + 1)
    return any(
        path_of(name, standard, None) == TYPE[0]
        for _, cells in rows if isinstance(cells, list)
        for name in cells[: limits.columns] if len(name) <= _LONGEST
    )  # fmt: skip


_LONGEST = 200
"""No name of an element is as long."""


def dump(records: Sequence[PlainRecord], standard: Resolved, *, mark: bool = True) -> bytes:
    """Records as CSV in UTF-8, with the columns that any of them fills. `parse` gives equal data.

    Args:
        records: plain data of records, of one type or several.
        standard: the specifications.
        mark: begin with a byte order mark, without which Excel takes Chinese text for GBK.

    Raises:
        InvalidRecord: something cannot stand in a table, for instance an unknown element.
    """
    out = io.BytesIO()
    write(records, standard, out, mark=mark)
    return out.getvalue()


def write(
    records: Iterable[PlainRecord], standard: Resolved, file: IO[bytes], *, mark: bool = True
) -> None:
    """Records as they come as CSV into a file; `dump` does the same for what fits into memory.

    Their rows wait in a temporary file, since the columns that any of them fills stand in the first
    line.

    Args:
        records: plain data of records, of one type or several; they are asked for once.
        standard: the specifications.
        file: open, of bytes.
        mark: begin with a byte order mark, without which Excel takes Chinese text for GBK.

    Raises:
        InvalidRecord: something cannot stand in a table, for instance an unknown element.
    """
    import tempfile

    filled: set[str] = set()
    used: dict[RecordLayout, None] = {}
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as waiting:
        for record in records:
            layout = layout_of(record, standard)
            used[layout] = None
            rows = list(rows_of(record, layout))
            filled.update(*rows)
            waiting.write(to_json(rows) + b"\n")
        columns = [path for path in columns_of(used) if path in filled]
        waiting.seek(0)
        file.write(("\ufeff" if mark else "").encode())
        file.writelines(_lines(map(from_json, waiting), columns, standard))


def lines_of(
    records: Iterable[PlainRecord], columns: Sequence[str], standard: Resolved
) -> Iterator[bytes]:
    """The lines of a CSV file in UTF-8: the header, then the rows, one record after another.

    Args:
        records: plain data of records.
        columns: paths of elements, for instance from `columns_of`.
        standard: the specifications.

    Raises:
        InvalidRecord: something cannot stand in a table, or has no column.
    """
    rows = (rows_of(record, layout_of(record, standard)) for record in records)
    yield from _lines(rows, columns, standard)


def _lines(
    records: Iterable[Iterable[Mapping[str, str]]], columns: Sequence[str], standard: Resolved
) -> Iterator[bytes]:  # fmt: skip
    """The same of the rows of each record."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    places = {path: at for at, path in enumerate(columns)}
    numbers = {path for path in columns if _is_number(path, standard)}
    for rows in records:
        for row in rows:
            cells = [""] * len(columns)
            for path, text in row.items():
                at = places.get(path)
                if at is None:
                    raise unwritable(
                        path, Text(zh=f"没有列 {path}", en=f"there is no column {path}")
                    )
                cells[at] = (
                    _safe(text, path in numbers) if text[0] in _SUSPECT or "E+" in text else text
                )
            writer.writerow(cells)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    if text := out.getvalue():
        yield text.encode()


# --- cells ----------------------------------------------------------------------------------------


def _rows(lines: NotedLines, delimiter: str, limits: Limits) -> Iterator[Row]:
    for number, cells in cells_of(lines, delimiter, limits):
        if isinstance(cells, Finding) or cells:
            yield row_of_cells(number, cells)


def row_of_cells(number: int, cells: list[str] | Finding) -> Row:
    """The row of which these are the cells, or which could not be read.

    Args:
        number: the line on which it begins.
        cells: as `cells_of` gives them.
    """
    return Row(number, {}, cells) if isinstance(cells, Finding) else Row(number, _cells(cells))


def _cells(cells: Sequence[str]) -> dict[int, Cell]:
    text = "\n".join(cells)
    if not ("=" in text or "'" in text or "#" in text or "E+" in text):  # as in most rows
        return {at: cell for at, cell in enumerate(cells) if cell}
    return {
        at: _cell(cell) if cell[0] in "='#" or "E+" in cell else cell
        for at, cell in enumerate(cells)
        if cell
    }


def _cell(text: str) -> Cell:
    """What a cell holds that begins with an equals sign, an apostrophe or a hash, or has a power of
    ten in it.
    """
    if text[0] == "=":
        return Flaw("data.formula", {})
    if text in ERRORS:
        return Flaw("data.cell_error", {"found": text})
    if re.fullmatch(_POWER, text) and (damaged := damage(text)) is not None:
        return Flaw("data.digits_lost", {"reason": damaged.said})
    return text[1:] if _ESCAPED.match(text) else text


def _is_number(path: str, standard: Resolved) -> bool:
    """Whether a column holds numbers: an element has one format, wherever it stands."""
    try:
        format = standard.indicator(path.rpartition(".")[2]).format
    except UnknownId:
        return False
    return format is not None and Format.read(format).number


def _safe(text: str, number: bool) -> str:
    """A cell of CSV that neither a spreadsheet nor we take for a formula or an error."""
    if _FORMULA.match(text) is None or (number and _NUMBER.fullmatch(text)):
        return text
    return f"'{text}"
