"""A sheet of a workbook, row after row, as it stands in the file and as it is seen.

Rows and cells come by their own names, so none is lost where they stand out of order or twice: that
is a finding on the row. Memory holds the rows of one piece of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tracecode.findings import Finding
from tracecode.spec.base import Text
from tracecode.tables.areas import CELL_NAME, Area, area_of, column_of
from tracecode.tables.cell_values import CellValues, too_long
from tracecode.tables.hidden import hidden_columns, is_hidden
from tracecode.tables.limits import Limits
from tracecode.tables.lines import stopped
from tracecode.tables.package import BadPart, Package
from tracecode.tables.raw_rows import INLINE, RawRow
from tracecode.tables.rows import Cell, Flaw, Row, cell_name
from tracecode.tables.shared_texts import SharedTexts
from tracecode.tables.sheet_events import SheetEvents
from tracecode.tables.styles import Styles
from tracecode.tables.xml_part import Attributes, whole


class Book(NamedTuple):
    """What the sheets of a workbook share."""

    package: Package
    texts: SharedTexts
    styles: Styles
    limits: Limits


class Sheet:
    """A sheet with its title."""

    def __init__(self, title: str, part: str, book: Book, *, hidden: bool) -> None:
        self.title, self.part, self.hidden = title, part, hidden
        self._book = book
        self._events = SheetEvents(part, book.limits, book.styles.restyling)

    def rows(self) -> Iterator[Row]:
        """The rows that hold anything. Where the sheet cannot be read to its end, the last two rows
        say so.
        """
        self._events = SheetEvents(self.part, self._book.limits, self._book.styles.restyling)
        values = CellValues(self._book.texts, self._book.styles, self._book.limits)
        reader = _SheetReader(self.title, values, self._book.limits)
        pieces = values.counted(self._book.package.pieces(self.part))
        try:
            for rows in self._events.rows(pieces):
                values.hides_zeros = self._events.hides_zeros
                for raw in rows:
                    row = reader.row(raw, self._events.defaults)
                    if row is not None:
                        yield row
        except BadPart as error:
            line = reader.last + 1
            yield Row(line, {}, self._cause(error, line))
            yield Row(line, {}, stopped(line, error.reason))
        if self._events.misplaced:
            line = reader.last + 1
            yield Row(line, {}, _misplaced(self._events.misplaced, line))

    def _cause(self, error: BadPart, line: int) -> Finding:
        """Why the reading ended."""
        if error.rule == "data.doctype":
            return _error(error.rule, line).replace(path=self.part)
        return _error(error.rule, line, reason=error.reason)

    @property
    def hidden_columns(self) -> list[tuple[int, int]]:
        """Ranges of columns that are not seen, the first column being 0; known when the first row
        is.
        """
        return hidden_columns(
            self._events.columns, self._events.defaults, self._book.limits.sheet_columns
        )

    @property
    def merged(self) -> list[Area]:
        """The merged cells; known when the last row was read."""
        return [
            area
            for name in self._events.merged
            if ":" in name and (area := area_of(name)) is not None
        ]

    @property
    def restyled(self) -> list[Area]:
        """The cells that a condition may show otherwise than their own format; known when the last
        row was read.
        """
        whole = Area(1, 0, self._book.limits.sheet_rows, self._book.limits.sheet_columns - 1)
        return [
            area_of(name) or whole
            for names in self._events.conditions.areas
            for name in names.split() or [""]
        ]


class _SheetReader:
    """Understands the rows of a sheet."""

    def __init__(self, title: str, values: CellValues, limits: Limits) -> None:
        self._title, self._values, self._limits = title, values, limits
        self.last = 0
        """The lowest row so far."""
        self._before = 0
        """The row before in the file."""
        self._columns: dict[str, int] = {}

    def row(self, raw: RawRow, defaults: Attributes) -> Row | None:
        """A row; None if it holds nothing.

        Args:
            raw: as it is written.
            defaults: what holds where it says nothing of itself.

        Raises:
            BadPart: there are more rows than a sheet has, or its cells repeat long texts beyond all
                bounds.
        """
        written = raw.attributes.get("r")
        number = self._before + 1 if written is None else whole(written)
        if number > self._limits.sheet_rows or number < 1:
            if not (raw.stray or any(seen for *_, seen in raw.cells)):
                return None
            return self._nowhere(written)
        notes = self._order(number)
        if raw.stray:
            notes.append(self._stray(number))
        cells, size = self._cells(raw, number, notes)
        # not before: a row that ends the reading is not read
        self._before, self.last = number, max(number, self.last)
        if not raw.whole:
            return Row(
                number, {}, _error("data.columns", number, allowed=self._limits.sheet_columns)
            )
        if size > self._limits.row_characters:
            return Row(
                number, {}, _error("data.row_too_long", number, allowed=self._limits.row_characters)
            )
        if not cells and all(note.rule == "data.row_order" for note in notes):
            return None
        if is_hidden(raw.attributes, defaults):
            subject = Text(zh=f"第 {number} 行", en=f"row {number} is")
            notes.append(
                Finding(rule="data.hidden", severity="info", values={"found": subject}, line=number)
            )
        return Row(number, cells, None, tuple(notes))

    def _stray(self, number: int) -> Finding:
        reason = Text(zh="单元格之外有文字", en="text stands outside of its cells")
        return _error(
            "data.cell_broken", number, cell=f"{self._title}!{number}:{number}", reason=reason
        )

    def _nowhere(self, written: str | None) -> Row:
        """A row that no sheet has."""
        if written is None:
            most = self._limits.sheet_rows
            raise BadPart(Text(zh=f"超过 {most} 行", en=f"there are more than {most} rows"))
        reason = Text(zh="不可能存在", en="cannot be")
        line = self.last + 1
        return Row(line, {}, _error("data.row_order", line, row=written, reason=reason))

    def _order(self, number: int) -> list[Finding]:
        if number > self._before and number > self.last:
            return []
        if number == self._before:
            reason = Text(zh="在文件中出现两次", en="stands twice in the file")
        else:
            reason = Text(
                zh=f"在文件中排在第 {self.last} 行之后",
                en=f"stands after row {self.last} in the file",
            )
        return [_error("data.row_order", number, row=number, reason=reason)]

    def _cells(self, raw: RawRow, number: int, notes: list[Finding]) -> tuple[dict[int, Cell], int]:
        """The filled cells of a row, and how many characters they hold."""
        cells: dict[int, Cell] = {}
        columns, digits = self._columns, str(number)
        plain, most = self._values.plain, self._limits.cell_characters
        column, size, ordered = -1, raw.size, True
        for name, kind, style, text, seen in raw.cells:
            if name is None:
                column += 1
            else:
                letters = name.removesuffix(digits)
                place = columns.get(letters)
                if place is None or letters == name:
                    place = self._place(name, number, seen, notes)
                    if place is None:
                        continue
                ordered &= place > column
                column = place
            if not seen:
                continue
            if (
                seen == INLINE
                and kind == "inlineStr"
                and text
                and style in plain
                and "_x" not in text
            ):
                value: Cell = text if len(text) <= most else too_long(most)
            else:
                held = self._values.value(kind, style, text, seen)
                if held is None:
                    continue
                value = held
                if kind == "s" and type(value) is str:
                    size += len(value)
                    if size > self._limits.row_characters:
                        break
            if column in cells:
                reason = Text(zh="在文件中出现两次", en="stands twice in the file")
                value = Flaw("data.cell_order", {"reason": reason})
            cells[column] = value
            if not ordered and value.__class__ is not Flaw:
                self._disorder(column, number, notes)
                ordered = True
        if notes:
            cells = dict(sorted(cells.items()))
        return cells, size

    def _disorder(self, column: int, number: int, notes: list[Finding]) -> None:
        name = f"{self._title}!{cell_name(column, number)}"
        reason = Text(zh="在文件中的次序不对", en="stands out of order in the file")
        notes.append(_error("data.cell_order", number, cell=name, reason=reason))

    def _place(self, name: str, number: int, seen: int, notes: list[Finding]) -> int | None:
        """The column of a cell whose name is new, or not one of its row."""
        match = CELL_NAME.fullmatch(name)
        place = column_of(match[1]) if match is not None else self._limits.sheet_columns
        if match is not None and place < self._limits.sheet_columns:
            self._columns[match[1]] = place
            if int(match[2]) == number:
                return place
        if seen:
            reason = Text(
                zh=f"在文件中位于第 {number} 行", en=f"stands in row {number} of the file"
            )
            notes.append(
                _error("data.cell_order", number, cell=f"{self._title}!{name[:40]}", reason=reason)
            )
        return place if place < self._limits.sheet_columns else None


def _error(rule: str, line: int, **values: object) -> Finding:
    return Finding(rule=rule, severity="error", values=values, line=line)


def _misplaced(count: int, line: int) -> Finding:
    reason = Text(
        zh=f"有 {count} 处行、单元格或文字位于不应有的位置，未读取",
        en=f"{count} rows, cells or texts stand where none belongs",
    )
    return _error("data.workbook", line, reason=reason)
