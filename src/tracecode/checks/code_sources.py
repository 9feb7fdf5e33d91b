r"""Where codes stand: lists, text and CSV, a column of Parquet or of a workbook, a field of lines
of JSON.

What a file is shows in its first bytes. All give rows (`checks.rows`), many at once where that is
possible.

>>> with read_codes(b'{"code": "6901234567892"}\n{"code": 5}\n', column="code", encoding="utf-8") as rows:
...     [(row.line, row.text, row.fault and row.fault.rule) for row in rows]
[(1, '6901234567892', None), (2, '', 'data.shape')]
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

import jiter

from tracecode.checks.parquet_codes import ParquetRows
from tracecode.checks.rows import A_CODE, TOGETHER, CodeRow, CodeRows, TextRows, emptied, row_of
from tracecode.files import opened, opened_pieces, reading
from tracecode.findings import Finding
from tracecode.records.plain import fault
from tracecode.records.sheet_findings import altered, hidden_columns, hidden_sheet
from tracecode.spec.base import Text
from tracecode.tables.delimited import compared, no_column
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lines import Lines
from tracecode.tables.nothing import NOTHINGS
from tracecode.tables.packed import unpacked
from tracecode.tables.rows import Cell, Clock, Flaw, Moment, Number, Row, cell_name, plain
from tracecode.tables.workbook import BadWorkbook, Workbook, open_workbook

if TYPE_CHECKING:
    from tracecode.checks.blocks import CodeBlock
    from tracecode.tables.areas import Area
    from tracecode.tables.sheet import Sheet

CodeSource = str | os.PathLike[str] | bytes | IO[bytes] | IO[str] | Iterable[str]
_PARQUET, _WORKBOOK = b"PAR1", b"PK\x03\x04"
_MARKUP = (b"<html", b"<!doc", b"<table", b"<?xml")
"""How tables begin that programs save as web pages or XML and call workbooks."""


@contextmanager
def read_codes(
    source: CodeSource, *, column: str | None, encoding: str, limits: Limits = DEFAULT,
    beside: Sequence[str] = ()
) -> Iterator[CodeRows]:  # fmt: skip
    """The rows of a source: a path, bytes, an open file, or an iterable of texts (then each is one
    code).

    Args:
        source: where the codes stand.
        column: the column or field that holds them; None: each line is a code.
        encoding: of bytes and files.
        limits: how much is read.
        beside: further columns that are needed.

    Raises:
        UnreadableFile: it does not exist, is a folder, or has not the columns; or there is no such
            encoding.
        MissingExtra: it is a Parquet file, and pyarrow is not installed.
    """
    if isinstance(source, str | os.PathLike):
        with opened(source) as file, reading(source):
            rows = _of_file(file, os.fspath(source), column, encoding, limits, beside)
            rows.at_hand = _is_at_hand(file)
            yield rows
    elif isinstance(source, bytes) or hasattr(source, "read"):
        file = io.BytesIO(source) if isinstance(source, bytes) else cast("IO[bytes]", source)
        name = str(getattr(source, "name", ""))
        rows = _of_file(file, name, column, encoding, limits, beside)
        rows.at_hand = _is_at_hand(file)
        yield rows
    else:
        for name in beside:
            raise no_column(name, ())
        yield CodesInMemory(cast("Iterable[object]", source))


def _is_at_hand(file: IO[bytes]) -> bool:
    """Whether a file is there as a whole, as no pipe is."""
    return bool(hasattr(file, "seekable") and file.seekable())


def _of_file(
    file: IO[bytes], name: str, column: str | None, encoding: str, limits: Limits,
    beside: Sequence[str]
) -> CodeRows:  # fmt: skip
    if column is not None and not hasattr(file, "encoding"):
        head, file = _head(file)
        names = (column, *beside)
        if head.startswith(_PARQUET):
            return ParquetRows(file, names)
        # whose reader says what to do
        if head.startswith(_WORKBOOK) or head.lstrip().lower().startswith(_MARKUP):
            return SheetRows(file, names, limits)
        if (plain_file := unpacked(file, limits)) is not file:
            head, file = _head(plain_file)
        if head.lstrip().startswith((b'{"', b'{ "')):
            return FieldRows(Lines(file, encoding, limits), names, limits)
    return TextRows(file, name, column=column, encoding=encoding, limits=limits, beside=beside)


def _head(file: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a file, and a file that still has them."""
    if not hasattr(file, "peek"):
        if hasattr(file, "seekable") and file.seekable():
            at = file.tell()
            head = file.read(8)
            file.seek(at)
            return head, file
        file = opened_pieces(iter(lambda: file.read(65_536), b""))
    return cast("io.BufferedReader", file).peek(8)[:8], file


# --- lists ----------------------------------------------------------------------------------------


class CodesInMemory(CodeRows):
    """Codes in memory: an iterable of texts; of a list, a tuple or an Arrow array many at once."""

    def __init__(self, items: Iterable[object]) -> None:
        self._items, self._number = items, 0
        self._iterator = iter(items)
        self.in_blocks = self.at_hand = isinstance(items, list | tuple) or _is_arrow(items)

    def __next__(self) -> CodeRow:
        item = next(self._iterator)
        self._number += 1
        return row_of(self._number, item)

    def blocks(self) -> Iterator[CodeBlock | CodeRow]:
        """The rest of the rows."""
        from tracecode.checks.blocks import block_of

        items = cast("Sequence[object]", self._items)
        for begin in range(self._number, len(items), TOGETHER):
            some = items[begin : begin + TOGETHER]
            texts = cast("Any", some).to_pylist() if _is_arrow(some) else some
            if all(type(text) is str and text not in NOTHINGS for text in texts):
                yield block_of(texts, begin + 1)
            else:
                yield from (row_of(begin + number, item) for number, item in enumerate(texts, 1))


def _is_arrow(items: object) -> bool:
    return type(items).__module__.startswith("pyarrow.") and hasattr(items, "to_pylist")


# --- columns of other files -----------------------------------------------------------------------


class _Gathered(CodeRows):
    """Rows that are read one by one, and then judged many at once."""

    in_blocks = True

    def __init__(self, rows: Iterator[CodeRow], beside: str | None) -> None:
        self._rows, self._beside = rows, beside

    def __next__(self) -> CodeRow:
        return emptied(next(self._rows))

    def blocks(self) -> Iterator[CodeBlock | CodeRow]:
        """The rest of the rows."""
        from tracecode.checks.blocks import gathered

        while some := list(islice(self, TOGETHER)):
            yield gathered(some, self._beside)


class FieldRows(_Gathered):
    """A field of lines of JSON; `a.b` is the field b of the object in the field a."""

    def __init__(self, lines: Lines, names: Sequence[str], limits: Limits) -> None:
        super().__init__(self._fields(lines, names, limits), names[1] if len(names) > 1 else None)

    @staticmethod
    def _fields(lines: Lines, names: Sequence[str], limits: Limits) -> Iterator[CodeRow]:
        noted = 0
        for number, line in lines:
            if isinstance(line, Finding):
                yield CodeRow(number, "", {}, line)
                continue
            if not line.strip():
                continue
            row = _of_line(number, line, names, limits)
            if noted < len(lines.notes) and row.fault is None:
                row, noted = (
                    CodeRow(number, row.text, row.fields, None, lines.notes[noted:]),
                    len(lines.notes),
                )
            yield row


def _of_line(number: int, line: str, names: Sequence[str], limits: Limits) -> CodeRow:
    raw = line.encode("utf-8", "surrogatepass")
    try:
        data = jiter.from_json(raw, catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError:
        from tracecode.records.json_form import parse

        faults = parse(raw.strip(), number, number, place=(number, 1), limits=limits).faults
        return CodeRow(number, "", {}, faults[0])
    values = [_value(data, name) for name in names]
    if not isinstance(code := values[0], str | None):
        return CodeRow(
            number, "", {}, fault("data.shape", names[0], found=type(code).__name__, allowed=A_CODE)
        )
    return CodeRow(
        number,
        code or "",
        {name: str(each) for name, each in zip(names, values, strict=True) if each},
    )


def _value(data: object, name: str) -> object:
    if isinstance(data, Mapping) and name not in data and "." in name:
        first, _, rest = name.partition(".")
        return _value(data.get(first), rest)
    return data.get(name) if isinstance(data, Mapping) else None


class SheetRows(_Gathered):
    """A column of a workbook: of the first sheet that has it, below the row that names it."""

    def __init__(self, file: IO[bytes], names: Sequence[str], limits: Limits) -> None:
        super().__init__(self._cells(file, names, limits), names[1] if len(names) > 1 else None)

    @staticmethod
    def _cells(file: IO[bytes], names: Sequence[str], limits: Limits) -> Iterator[CodeRow]:
        try:
            book = open_workbook(file, limits)
        except BadWorkbook as error:
            yield CodeRow(0, "", {}, error.findings[0])
            return
        for told in book.findings:
            yield CodeRow(0, "", {}, told)
        (read, *others), notes = _columns_of(book, names, limits)
        last = 0
        for row in read.rows():
            last = row.line
            if row.fault is not None or row.cells:
                code = _of_sheet(row, names, read.places)
                if notes and code.fault is None:
                    code, notes = replace(code, notes=(*code.notes, *notes)), []
                yield code
        for told in altered(read.sheet, read.heading, last, read.covers):
            yield CodeRow(told.line or 0, "", {}, told)
        for other in others:  # rows of two sheets have the same numbers
            values = {
                "reason_zh": _second(other.sheet.title).zh,
                "reason_en": _second(other.sheet.title).en,
            }
            yield CodeRow(
                0, "", {}, Finding(rule="file.skipped", severity="warning", values=values)
            )


class _CodeColumn(NamedTuple):
    """Where codes stand on a sheet."""

    sheet: Sheet
    heading: int
    """The row that names the columns, from 1."""
    places: list[int]
    """Of the columns, from 0; first that of the codes."""

    def rows(self) -> Iterator[Row]:
        """The rows behind the heading, and those before it that cannot be read."""
        rows = self.sheet.rows()
        for row in rows:
            if row.line == self.heading:
                break
            if row.fault is not None:
                yield row
        yield from rows

    def covers(self, area: Area) -> bool:
        """Whether one of the columns goes through an area."""
        return any(area.left <= place <= area.right for place in self.places)


def _columns_of(
    book: Workbook, names: Sequence[str], limits: Limits
) -> tuple[list[_CodeColumn], list[Finding]]:  # fmt: skip
    """Every sheet that has the column, and the notes on the first of them and on those that have it
    not.

    Raises:
        UnreadableFile: none has it, or the first lacks the further columns.
    """
    wanted = [compared(name) for name in names]
    found: list[_CodeColumn] = []
    notes: list[Finding] = []
    seen: list[str] = []
    for sheet in book.sheets:
        first = list(islice(sheet.rows(), limits.title_rows + 1))
        heads = (
            (
                row,
                {
                    compared(text): at
                    for at, cell in row.cells.items()
                    if (text := shown_text(cell)) is not None
                },
            )
            for row in first
        )
        row, places = next(
            ((row, places) for row, places in heads if wanted[0] in places), (None, {})
        )
        if row is None:
            texts = [
                text for row in first for cell in row.cells.values() if (text := shown_text(cell))
            ]
            seen = seen or texts
            if texts:
                rule = "data.hidden_sheet" if sheet.hidden else "data.passed_sheet"
                notes.append(Finding(rule=rule, severity="info", values={"found": sheet.title}))
            continue
        if not found:
            if absent := next(
                (name for name, key in zip(names, wanted, strict=True) if key not in places), None
            ):
                raise no_column(absent, [*map(str, row.cells.values())])
            notes += [hidden_sheet(sheet)] if sheet.hidden else []
            notes += hidden_columns(sheet, first)
        found.append(_CodeColumn(sheet, row.line, [places.get(key, -1) for key in wanted]))
    if not found:
        raise no_column(names[0], seen)
    return found, notes


def _second(title: str) -> Text:
    return Text(
        zh=f"工作表“{title}”也有此列；请一个文件只放一张这样的表",
        en=f"the sheet '{title}' has the column, too; give each such sheet a file of its own",
    )


def _of_sheet(row: Row, names: Sequence[str], places: Sequence[int]) -> CodeRow:
    if row.fault is not None:
        return CodeRow(row.line, "", {}, row.fault)
    cell = row.cells.get(places[0], "")
    if isinstance(cell, Flaw):
        values = {"cell": cell_name(places[0], row.line), **cell.values}
        return CodeRow(
            row.line,
            "",
            {},
            Finding(rule=cell.rule, severity="error", values=values, line=row.line),
        )
    texts = [shown_text(row.cells.get(place, "")) or "" for place in places]
    return CodeRow(row.line, texts[0], dict(zip(names, texts, strict=True)), None, row.notes)


def shown_text(cell: Cell) -> str | None:
    """What a cell shows, as a spreadsheet writes it into CSV; None where it stands for no value."""
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case Number():
            return plain(cell.value) if cell.shown is None else cell.shown.text
        case Moment():
            return cell.at.date().isoformat()
        case Clock():
            return cell.at.isoformat()
        case Flaw():
            return None
