"""Records as Excel workbooks (XLSX): one sheet a record type, in the manner of `table_form`.

The convention, the same for workbooks that we write and for templates that people fill: the title of a sheet is the
Chinese name or the id of a record type; row 1 holds the names of the elements, row 2 their ids; records follow. The
columns that would say the type are left out, because the sheet says it. On reading, either header row may be missing,
hidden sheets are passed over, and so are sheets with instructions (`GUIDES`).

A workbook is a zip file of XML made by anybody: sizes are looked at before anything is unpacked, document types are
refused before anything is parsed, macros and links to other files are findings. Formulas are never trusted.
"""

from __future__ import annotations

import difflib
import io
import os
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from functools import cache
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from tracecode.errors import InvalidRecord
from tracecode.extras import extra
from tracecode.files import replacing
from tracecode.findings import Finding
from tracecode.records.cells import Cell, Flaw
from tracecode.records.plain import Item, fault
from tracecode.records.table_form import (
    MAX_COLUMNS,
    TYPE,
    Record,
    Row,
    constants,
    headings,
    layout_of,
    read_rows,
    rows_of,
)
from tracecode.spec.layout import Field, Layout, layouts
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from openpyxl import Workbook

    from tracecode.spec.catalog import Catalog

MAX_FILE = 64 * 1024 * 1024
"""Most bytes of a workbook."""
MAX_UNPACKED = 512 * 1024 * 1024
"""Most bytes of all its parts, unpacked."""
MAX_PART = 64 * 1024 * 1024
"""Most bytes of a part that is held in memory as a whole: shared texts, styles."""
MAX_RATIO = 200
"""Most bytes that one packed byte may become, in parts of more than a megabyte."""
MAX_PARTS = 2_000
MAX_ROWS = 1_048_576
"""Rows of a sheet in Excel."""
MAX_TEXT = 32_767
"""Characters of a cell in Excel."""
TITLE = 31
"""Characters of the title of a sheet in Excel."""
GUIDES = ("说明", "Instructions", "填写说明")
"""Titles of sheets with instructions; reading passes over them."""
_LARGE = 1024 * 1024
_CHUNK = 256
_ACTIVE = re.compile(r"vbaproject|macrosheets/|dialogsheets/|activex/|ctrlprops/|embeddings/|customui", re.IGNORECASE)
_LINKS = re.compile(r"(?:^|/)(?:externallinks/|connections\.xml$|querytables/)", re.IGNORECASE)
_REFUSED = (b"<!DOCTYPE", b"<!ENTITY")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding=["'](?!utf-?8["']|us-ascii["'])""", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TITLE_CHARS = re.compile(r"[\[\]:*?/\\]")
_NARROW, _WIDE = 10.0, 40.0


def parse(source: IO[bytes] | bytes, catalog: Catalog, *, layout: Layout | None = None) -> Iterator[Item]:
    """Read the records of a workbook, sheet after sheet and row after row.

    Args:
        source: an open file, or bytes.
        catalog: the specifications.
        layout: type of the records on sheets whose title and columns do not say it.

    Yields:
        The records with the row on which each begins. What is wrong with the workbook or a sheet comes as items without
        data and with the number 0.

    Raises:
        MissingExtra: openpyxl is not installed.
    """
    extra("openpyxl", "excel")
    raw = source if isinstance(source, bytes) else source.read(MAX_FILE + 1)
    found, usable = _inspect(raw)
    if found:
        yield Item(0, None, None, tuple(found))
    if not usable:
        return
    try:
        book = _quietly(_open, raw)
    except _faults() as error:
        yield Item(0, None, None, (_damaged(error),))
        return
    try:
        yield from _sheets(book, catalog, layout)
    finally:
        book.close()


def dump(records: Iterable[Record], catalog: Catalog, *, lang: str = "zh") -> bytes:
    """Records as a workbook, every value as text. `parse` gives equal data, sheet after sheet.

    Args:
        records: plain data of records, of one type or several.
        catalog: the specifications.
        lang: language of the titles of sheets and of the names in row 1, `zh` or `en`.

    Raises:
        InvalidRecord: something cannot stand in a table, for instance an unknown element.
        MissingExtra: openpyxl is not installed.
    """
    book = extra("openpyxl", "excel").Workbook(write_only=True)
    sheets: dict[Layout, _Sheet] = {}
    try:
        for record in records:
            layout = layout_of(record, catalog)
            if layout not in sheets:
                sheets[layout] = _Sheet(book, layout, lang)
            for row in rows_of(record, layout):
                sheets[layout].append(row)
    except BaseException:
        if sheets:
            book.save(io.BytesIO())  # removes its temporary files
        raise
    if not sheets:
        book.create_sheet(GUIDES[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def columns_of(layout: Layout) -> list[tuple[str, Field, str, str]]:
    """The columns of a sheet: path, element, and full Chinese and English name; without those that say the type."""
    own = constants(layout)
    return [one for one in headings(layout) if one[1].group is None and one[0] not in own]


def sheet_title(layout: Layout, lang: str = "zh") -> str:
    """The title of the sheet of a record type: its Chinese name, or its id in English."""
    return _TITLE_CHARS.sub("_", layout.name.zh if lang == "zh" else layout.id)[:TITLE]


def save(book: Workbook, path: str | os.PathLike[str]) -> None:
    """Write a workbook to a file, which is there as a whole or not at all."""
    packed = io.BytesIO()  # openpyxl leaves its archive open where writing fails
    with replacing(path) as file:
        book.save(packed)
        file.write(packed.getbuffer())


# --- what a workbook is made of ---------------------------------------------------------------------------------------


def _inspect(raw: bytes) -> tuple[list[Finding], bool]:
    """What is wrong with the parts of a workbook, and whether it may be opened."""
    if len(raw) > MAX_FILE:
        return [fault("data.too_large", allowed=MAX_FILE)], False
    if not raw:
        return [fault("data.empty")], False
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        reason = Text(
            zh="有密码保护，或是旧的 .xls 格式；请另存为无密码的 .xlsx",
            en="it is encrypted, or of the old format .xls; save it as .xlsx without a password",
        )
        return [fault("data.workbook", reason=reason)], False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if wrong := _sizes(parts):
                return [fault("data.workbook", reason=wrong)], False
            found = [
                fault(rule, found=part.filename)
                for rule, pattern in (("data.macro", _ACTIVE), ("data.external_link", _LINKS))
                for part in [next((one for one in parts if pattern.search(one.filename)), None)]
                if part is not None
            ]
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")) and _refused(archive, part):
                    return [*found, fault("data.doctype", part.filename)], False
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        reason = Text(zh="不是完好的 .xlsx 文件", en="it is no whole .xlsx file")
        return [fault("data.workbook", reason=reason)], False
    return found, True


def _sizes(parts: Sequence[zipfile.ZipInfo]) -> Text | None:
    if len(parts) > MAX_PARTS or len({part.filename for part in parts}) < len(parts):
        return Text(zh="部件过多或重名", en="it has too many parts, or two of one name")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        return Text(zh=f"解压后超过 {MAX_UNPACKED} 字节", en=f"it unpacks to more than {MAX_UNPACKED} bytes")
    for part in parts:
        if part.flag_bits & 1:
            return Text(zh="有密码保护", en="it is encrypted")
        if part.file_size > MAX_PART and "worksheets/" not in part.filename:
            return Text(
                zh=f"{part.filename} 超过 {MAX_PART} 字节", en=f"{part.filename} has more than {MAX_PART} bytes"
            )
        if part.file_size > _LARGE and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            return Text(zh=f"{part.filename} 的压缩比过高", en=f"{part.filename} is packed too well to be true")
    return None


def _refused(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type, or may hide one in another encoding."""
    with archive.open(part) as file:
        tail = b""
        first = True
        while chunk := file.read(_LARGE):
            if first:
                head = chunk[:200].removeprefix(b"\xef\xbb\xbf")
                if b"\x00" in head or not head.lstrip().startswith(b"<") or _ENCODING.match(head):
                    return True
                first = False
            seen = tail + chunk
            if any(word in seen for word in _REFUSED):
                return True
            tail = seen[-16:]
    return False


# --- sheets and cells -------------------------------------------------------------------------------------------------


def _sheets(book: Workbook, catalog: Catalog, layout: Layout | None) -> Iterator[Item]:
    number = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or sheet.title in GUIDES:
            continue
        kind = _titles(catalog).get(sheet.title.strip().casefold()) or layout
        rows = _rows(sheet)
        first = next(rows, None)
        if first is None:
            continue
        if first.fault is not None:
            yield Item(0, first.line, None, (first.fault,))
            continue
        if kind is None and not any(_says_type(cell, catalog) for cell in first.cells):
            hint = _near(sheet.title, catalog)
            yield Item(0, first.line, None, (fault("data.sheet", line=first.line, found=sheet.title, hint=hint),))
            continue
        for item in read_rows(_after(first, rows), catalog, layout=kind, sheet=sheet.title, number=number):
            number = max(number, item.number)
            yield item


def _after(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _says_type(cell: Cell, catalog: Catalog) -> bool:
    if not isinstance(cell, str):
        return False
    name = catalog.indicator(TYPE[0]).name
    return cell.strip().casefold() in (TYPE[0], name.zh, name.en.casefold())


@cache
def _titles(catalog: Catalog) -> dict[str, Layout]:
    """The record type behind each title that a sheet may have."""
    titles: dict[str, Layout] = {}
    for layout in layouts(catalog):
        for title in (sheet_title(layout, "en"), sheet_title(layout), layout.id, layout.name.zh, layout.name.en):
            titles.setdefault(title.casefold(), layout)
    return titles


def _near(title: str, catalog: Catalog) -> Text:
    near = difflib.get_close_matches(title.casefold(), list(_titles(catalog)), n=1)
    return Text(zh=f"（是否为“{near[0]}”？）", en=f" (did you mean '{near[0]}'?)") if near else Text(zh="", en="")


def _rows(sheet: Any) -> Iterator[Row]:
    """The rows of a sheet that hold anything."""
    from openpyxl.cell.read_only import EMPTY_CELL

    sheet.reset_dimensions()  # what the file says of its size is not trusted
    rows = sheet.iter_rows(max_row=MAX_ROWS)
    line = 0
    error = None
    while error is None:
        chunk, error = _quietly(_take, rows)
        for cells in chunk:
            line += 1
            found = [None if cell is EMPTY_CELL else _cell(cell) for cell in cells[: MAX_COLUMNS + 1]]
            if any(cell is not None for cell in found):
                yield Row(line, found)
        if error is not None:
            yield Row(line + 1, (), _damaged(error).replace(line=line + 1))
        elif not chunk:
            return


def _take(rows: Iterator[Any]) -> tuple[list[Any], Exception | None]:
    """The next rows, and what stopped the reading, if anything did."""
    taken: list[Any] = []
    try:
        for cells in islice(rows, _CHUNK):
            taken.append(cells)  # noqa: PERF402 - those before a fault are kept
    except _faults() as error:
        return taken, error
    return taken, None


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "f":
        return Flaw("data.formula", {})
    if cell.data_type == "e":
        return Flaw("data.cell_error", {"found": str(value)})
    if isinstance(value, str | bool | int | float | date | time):
        return value
    return Flaw("data.cell_kind", {"found": Text(zh="时长", en="a duration"), "allowed": Text(zh="文本", en="text")})


# --- writing ----------------------------------------------------------------------------------------------------------


class _Sheet:
    """A sheet that is being written."""

    def __init__(self, book: Any, layout: Layout, lang: str) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self.sheet = book.create_sheet(sheet_title(layout, lang))
        self.sheet.freeze_panes = "A3"
        columns = columns_of(layout)
        self.columns = [path for path, *_ in columns]
        self.rows = 2
        names = [zh if lang == "zh" else en for _, _, zh, en in columns]
        for i, name in enumerate(names, 1):
            self.sheet.column_dimensions[get_column_letter(i)].width = width_of(name)
        bold, small = Font(bold=True), Font(size=8, color="808080")
        self.sheet.append([self._text(name, font=bold) for name in names])
        self.sheet.append([self._text(path, font=small) for path in self.columns])

    def append(self, row: Mapping[str, str]) -> None:
        """Write a row of a record."""
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise _unwritable(None, Text(zh=f"超过 {MAX_ROWS} 行", en=f"more than {MAX_ROWS} rows"))
        self.sheet.append([self._text(_held(row[path], path)) if path in row else None for path in self.columns])

    def _text(self, text: str, **styles: Any) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self.sheet, text)
        cell.data_type = "s"  # also of what begins with "="
        cell.number_format = "@"
        for name, style in styles.items():
            setattr(cell, name, style)
        return cell


def width_of(name: str) -> float:
    """The width of a column under a name; Chinese characters are twice as wide."""
    return min(max(sum(2 if ord(c) > 0x2E80 else 1 for c in name) + 2.0, _NARROW), _WIDE)


def _held(text: str, path: str) -> str:
    if len(text) > MAX_TEXT:
        raise _unwritable(
            path, Text(zh=f"单元格最多 {MAX_TEXT} 个字符", en=f"a cell holds {MAX_TEXT} characters at most")
        )
    if _CONTROL.search(text):
        raise _unwritable(path, Text(zh="文本含有控制字符", en="the text has control characters"))
    return text


def _unwritable(path: str | None, reason: Text) -> InvalidRecord:
    return InvalidRecord((fault("data.not_tabular", path, reason=reason),))


def _open(raw: bytes) -> Workbook:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_vba=False, keep_links=False)


def _damaged(error: Exception) -> Finding:
    kind = type(error).__name__
    return fault("data.workbook", reason=Text(zh=f"内容损坏（{kind}）", en=f"its content is damaged ({kind})"))


def _quietly(call: Any, *args: Any) -> Any:
    """A call without the warnings by which openpyxl says what it does not keep."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call(*args)


@cache
def _faults() -> tuple[type[Exception], ...]:
    """What openpyxl raises on damaged content."""
    from xml.etree.ElementTree import ParseError

    from lxml.etree import LxmlError
    from openpyxl.utils.exceptions import InvalidFileException

    return (
        ArithmeticError, AttributeError, EOFError, InvalidFileException, LookupError, LxmlError,
        NotImplementedError, OSError, ParseError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
    )  # fmt: skip
