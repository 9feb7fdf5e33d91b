"""Records as Excel workbooks (XLSX): one sheet a record type, in the manner of `table_form`.

The convention, the same for workbooks that we write and for templates that people fill: the title
of a sheet is the Chinese name or the id of a record type; row 1 holds the names of the elements,
row 2 their ids; records follow. The columns that would say the type are left out, because the sheet
says it. On reading, either header row may be missing, titles may stand above it. What is hidden is
read all the same, and named. A sheet with instructions (`GUIDES`), and a hidden one that does not
say what it is, are passed over and named, unless a row names elements: then it is an error.

Reading is done by `tables.workbook`: what a cell shows is what is judged. Writing takes openpyxl.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, cast

from tracecode.escape import excel
from tracecode.extras import extra
from tracecode.files import replacing
from tracecode.findings import Finding, has_errors
from tracecode.records.error_texts import meant, written
from tracecode.records.headings import TYPE, constants, headings
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.plain import Item, fault
from tracecode.records.sheet_findings import altered, hidden_columns, hidden_sheet
from tracecode.records.sheet_titles import GUIDES, near_title, own_title, types_by_title
from tracecode.records.table_form import TableReader
from tracecode.records.table_writing import PlainRecord, layout_of, rows_of, unwritable
from tracecode.records.unread_sheets import first_row, header_row, is_guide, is_lists, unlisted
from tracecode.spec.base import Text
from tracecode.standard.elements import Element, RecordLayout
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.rows import Row
from tracecode.tables.sheet import Sheet
from tracecode.tables.workbook import BadWorkbook, open_workbook
from tracecode.tables.workbook_writing import discard, open_sheet, write_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook

    from tracecode.records.quick.table_rows import Take
    from tracecode.standard.resolved import Resolved

_SUSPECT = ("#", "'")
MAX_ROWS = DEFAULT.sheet_rows
"""Rows of a sheet in Excel."""
LISTS = "_lists"
"""Title of the hidden sheet behind the drop-downs of a template."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NARROW, _WIDE = 10.0, 40.0


def parse(
    source: IO[bytes] | bytes,
    standard: Resolved,
    *,
    layout: RecordLayout | None = None,
    limits: Limits = DEFAULT,
) -> Iterator[Item]:
    """Read the records of a workbook, sheet after sheet and row after row.

    Args:
        source: an open file, or bytes.
        standard: the specifications.
        layout: type of the records on sheets whose title and columns do not say it.
        limits: how much is read.

    Yields:
        The records with the row on which each begins. What is wrong with the workbook or a sheet
        comes as items without data and with the number 0. A workbook without any record has an item
        that says so.
    """
    return cast(
        "Iterator[Item]", parse_quickly(source, standard, None, layout=layout, limits=limits)
    )


def parse_quickly(
    source: IO[bytes] | bytes, standard: Resolved, take: Take | None, *,
    layout: RecordLayout | None = None, limits: Limits = DEFAULT,
) -> Iterator[Item | JudgedLines]:  # fmt: skip
    """As `parse`; `take` is the quick way of records of which nothing is to be said."""
    try:
        book = open_workbook(source, limits)
    except BadWorkbook as error:
        yield Item(0, None, None, error.findings)
        return
    notes = list(book.findings)
    notes += [note for part in book.unlisted if (note := unlisted(part, standard)) is not None]
    sheets: list[tuple[Sheet, RecordLayout | None, Finding | None]] = []
    for sheet in book.sheets:
        guide = sheet.title in GUIDES
        kind = (
            None
            if guide
            else types_by_title(standard).get(sheet.title.strip().casefold()) or layout
        )
        if kind is not None or _says_type(sheet, standard, limits):
            notes += [hidden_sheet(sheet)] if sheet.hidden else []
            sheets.append((sheet, kind, None))
        elif (first := first_row(sheet)) is not None and not is_lists(sheet, standard):
            row = header_row(sheet, standard) if sheet.hidden or guide else first
            if row is None and guide and is_guide(first):
                pass  # nobody wrote there what ours does not say
            elif row is None:
                rule = "data.hidden_sheet" if sheet.hidden else "data.passed_sheet"
                notes.append(Finding(rule=rule, severity="info", values={"found": sheet.title}))
            else:
                sheets.append(
                    (sheet, kind, row.fault or _untold(sheet.title, row.line, standard, limits))
                )
    number = 0
    empty = not has_errors(notes)
    if not empty:
        yield Item(0, None, None, tuple(notes))
        notes.clear()
    for sheet, kind, wrong in sheets:
        for item in (
            (Item(0, wrong.line, None, (wrong,)),)
            if wrong
            else _sheet(sheet, kind, standard, limits, number, take, notes.__len__)
        ):
            empty = False
            number = max(number, item.number)
            if isinstance(item, JudgedLines):
                number += len(item.lines) - 1
                yield item
                continue
            yield item._replace(faults=(*item.faults, *notes))
            notes.clear()
    if empty:
        yield Item(0, None, None, (fault("data.empty"), *notes))


def dump(records: Iterable[PlainRecord], standard: Resolved, *, lang: str = "zh") -> bytes:
    """Records as a workbook, every value as text. `parse` gives equal data, sheet after sheet.

    Args:
        records: plain data of records, of one type or several.
        standard: the specifications.
        lang: language of the titles of sheets and of the names in row 1, `zh` or `en`.

    Raises:
        InvalidRecord: something cannot stand in a table, for instance an unknown element.
        MissingExtra: openpyxl is not installed.
    """
    out = io.BytesIO()
    write(records, standard, out, lang=lang)
    return out.getvalue()


def write(
    records: Iterable[PlainRecord], standard: Resolved, file: IO[bytes], *, lang: str = "zh"
) -> None:
    """Records as they come as a workbook into a file.

    Args:
        records: plain data of records, of one type or several; they are asked for once.
        standard: the specifications.
        file: open, of bytes.
        lang: language of the titles of sheets and of the names in row 1, `zh` or `en`.

    Raises:
        InvalidRecord: something cannot stand in a table, for instance an unknown element.
        MissingExtra: openpyxl is not installed.
    """
    book = extra("openpyxl", "excel").Workbook(write_only=True)
    sheets: dict[RecordLayout, _Sheet] = {}
    try:
        for record in records:
            layout = layout_of(record, standard)
            if layout not in sheets:
                sheets[layout] = _Sheet(book, layout, standard, lang)
            for row in rows_of(record, layout):
                sheets[layout].append(row)
        if not sheets:
            open_sheet(book.create_sheet(GUIDES[0]))
        write_workbook(book, file)
    except BaseException:
        discard(book)
        raise


def columns_of(layout: RecordLayout) -> list[tuple[str, Element, str, str]]:
    """The columns of a sheet: path, element, and full Chinese and English name; without those that
    say the type.
    """
    own = constants(layout)
    return [
        heading
        for heading in headings(layout)
        if heading[1].group is None and heading[0] not in own
    ]


def save(book: Workbook, path: str | os.PathLike[str]) -> None:
    """Write a workbook to a file, which is there as a whole or not at all."""
    with replacing(path) as file:
        write_workbook(book, file)


# --- sheets ---------------------------------------------------------------------------------------


def _sheet(
    sheet: Sheet, kind: RecordLayout | None, standard: Resolved, limits: Limits, number: int,
    take: Take | None, waits: Callable[[], object],
) -> Iterator[Item | JudgedLines]:  # fmt: skip
    """The records of a sheet, and what is wrong with it."""
    reader = TableReader(standard, kind, limits, sheet=sheet.title, number=number)
    rows = sheet.rows()
    first = list(islice(rows, limits.title_rows + 1))
    reader.notes += hidden_columns(sheet, first)
    last = 0

    def meant_rows() -> Iterator[Row]:
        nonlocal last
        for row in chain(first, rows):
            last = max(last, row.line)
            yield _meant(row)

    yield from reader.read(meant_rows(), take, waits)
    width = 0 if reader.header is None else reader.header.width
    if reader.heading:
        for told in altered(sheet, reader.heading, last, lambda area: area.left < width):
            yield Item(0, told.line, None, (told,))


def _meant(row: Row) -> Row:
    """The row, with texts that look like an error of a spreadsheet as such, as in every table."""
    texts = [cell for cell in row.cells.values() if isinstance(cell, str)]
    joined = "".join(texts)  # most rows have neither sign anywhere
    if not any(sign in joined for sign in _SUSPECT) or not any(
        text.startswith(_SUSPECT) for text in texts
    ):
        return row
    cells = {at: meant(cell) if isinstance(cell, str) else cell for at, cell in row.cells.items()}
    return row._replace(cells=cells)


def _says_type(sheet: Sheet, standard: Resolved, limits: Limits) -> bool:
    """Whether a sheet has a column that says the type of its records."""
    return any(_type_column(row, standard) for row in islice(sheet.rows(), limits.title_rows + 1))


def _type_column(row: Row, standard: Resolved) -> bool:
    name = standard.indicator(TYPE[0]).name
    known = (TYPE[0], name.zh, name.en.casefold())
    return any(
        isinstance(cell, str) and cell.strip().casefold() in known for cell in row.cells.values()
    )


def _untold(title: str, line: int, standard: Resolved, limits: Limits) -> Finding:
    """The error on a sheet that says nowhere of which type its records are."""
    hint = near_title(title, standard)
    return fault("data.sheet", line=line, found=title, hint=hint, allowed=limits.title_rows + 1)


# --- writing --------------------------------------------------------------------------------------


class _Sheet:
    """A sheet that is being written."""

    def __init__(self, book: Any, layout: RecordLayout, standard: Resolved, lang: str) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self.sheet = book.create_sheet(own_title(layout, standard, lang))
        self._cell = WriteOnlyCell
        text: Any = WriteOnlyCell(self.sheet)
        text.number_format = "@"
        self._style = text._style
        self.sheet.freeze_panes = "A3"
        columns = columns_of(layout)
        self.columns = [path for path, *_ in columns]
        self.rows = 2
        names = [zh if lang == "zh" else en for _, _, zh, en in columns]
        for i, name in enumerate(names, 1):
            self.sheet.column_dimensions[get_column_letter(i)].width = width_of(name)
        open_sheet(self.sheet)
        bold, small = Font(bold=True), Font(size=8, color="808080")
        self.sheet.append([self._text(name, font=bold) for name in names])
        self.sheet.append([self._text(path, font=small) for path in self.columns])

    def append(self, row: Mapping[str, str]) -> None:
        """Write a row of a record."""
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise unwritable(None, Text(zh=f"超过 {MAX_ROWS} 行", en=f"more than {MAX_ROWS} rows"))
        self.sheet.append(
            [
                self._text(_held(written(row[path]), path)) if path in row else None
                for path in self.columns
            ]
        )

    def _text(self, text: str, **styles: Any) -> Any:
        cell: Any = self._cell(self.sheet, excel(text))
        cell.data_type = "s"  # also of what begins with "="
        if not styles:
            cell._style = self._style  # one for all: openpyxl would look its parts up each time
            return cell
        cell.number_format = "@"
        for name, style in styles.items():
            setattr(cell, name, style)
        return cell


def width_of(name: str) -> float:
    """The width of a column under a name; Chinese characters are twice as wide."""
    return min(max(sum(2 if ord(c) > 0x2E80 else 1 for c in name) + 2.0, _NARROW), _WIDE)


def _held(text: str, path: str) -> str:
    if not text.isprintable() and _CONTROL.search(text):
        raise unwritable(path, Text(zh="文本含有控制字符", en="the text has control characters"))
    return text
