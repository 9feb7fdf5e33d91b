"""One record of a table, gathered from its rows cell by cell.

The first row fills what stands once; each row fills the next item of every repeated element that
has a cell in it.
"""

from __future__ import annotations

import json
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tracecode.findings import Finding
from tracecode.records.cells import CellValue, value_of
from tracecode.records.headings import TYPE
from tracecode.records.plain import fault, irregular
from tracecode.records.table_words import ElementNames
from tracecode.records.written_ids import kind_of, written_ids
from tracecode.records.written_names import found_in
from tracecode.spec.base import Text
from tracecode.standard.elements import Element, RecordLayout
from tracecode.tables.limits import Limits
from tracecode.tables.rows import Cell, Flaw, Row, cell_name

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

_IDS = uuid.UUID("b9b1a0de-6d0c-5f3e-9a86-0f6c3c1a7d52")
_DISCREET = {"reason": Text(zh="显示的与实际的不同", en="does not show what it holds")}
_AROUND = 20
"""Bytes around a value in JSON: quotation marks, commas, and the name of its element."""
_MANY = 500
"""A row with fewer cells is not counted by itself."""
_NAMED = 5
"""So many cells of one row are named in one finding."""


class Column(NamedTuple):
    """A column in a record of one type."""

    at: int
    path: str
    keys: tuple[str, ...]
    """Way to the element: from the record, or from an item of the repeated element."""
    field: Element | None
    text: bool
    """Whether a text in it stands for itself."""
    ids: Mapping[str, str] | None = None
    """Of an element with ids: what else may be written for each, for `found_in`."""


class RepeatedColumns(NamedTuple):
    """A repeated element and its columns."""

    path: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    group: bool


class ColumnPlan(NamedTuple):
    """How the columns of a table are read in records of one type."""

    own: tuple[Column, ...]
    starts: tuple[Column, ...]
    """Of these, the ones that begin a record."""
    repeats: tuple[RepeatedColumns, ...]
    names: ElementNames
    """Of every element of the type, also of those without a column."""


def plan_of(
    columns: Iterable[tuple[int, str]], layout: RecordLayout | None, standard: Resolved
) -> ColumnPlan:
    """Sort columns into those of the record itself and those of its repeated elements.

    Args:
        columns: place and path of each.
        layout: the record type; None: it is not known.
        standard: the specifications.
    """
    own: list[Column] = []
    repeats: dict[str, tuple[Element, list[Column]]] = {}
    fields = {} if layout is None else dict(layout.walk())
    for at, path in columns:
        keys = tuple(path.split("."))
        outer = next(
            (
                i
                for i in range(1, len(keys) + 1)
                if (f := fields.get(".".join(keys[:i]))) and f.many
            ),
            None,
        )
        if outer is None:
            own.append(_column(at, path, keys, fields.get(path), standard))
        else:
            over = ".".join(keys[:outer])
            inner = repeats.setdefault(over, (fields[over], []))[1]
            inner.append(_column(at, path, keys[outer:], fields.get(path), standard))
    return ColumnPlan(
        tuple(own),
        tuple(column for column in own if column.path not in TYPE),
        tuple(
            RepeatedColumns(path, tuple(path.split(".")), tuple(inner), field.group is not None)
            for path, (field, inner) in repeats.items()
        ),
        ElementNames(fields),
    )


def _column(
    at: int, path: str, keys: tuple[str, ...], field: Element | None, standard: Resolved
) -> Column:
    form = None if field is None else field.format
    kind = kind_of(field)
    text = (
        field is None
        or form is None
        or (field.codelist is None and kind is None and form.kind not in _OTHERS)
    )
    return Column(
        at, path, keys, field, text, None if kind is None else written_ids(standard, kind)
    )


_OTHERS = ("boolean", "integer", "date", "moment")
"""Kinds of elements of which a text may be another way of writing a value."""


def filled(columns: Iterable[Column], row: Row) -> Iterator[tuple[Column, Cell]]:
    """The filled cells of some columns."""
    cells = row.cells
    for column in columns:
        if (cell := cells.get(column.at)) is not None:
            yield column, cell


def beyond_header(row: Row, named: frozenset[int], sheet: str) -> Finding:
    """The finding on filled cells whose columns have no header.

    Args:
        row: some of whose cells are such.
        named: the columns that have one.
        sheet: what the table is called in findings, with an exclamation mark.
    """
    beyond = [sheet + cell_name(at, row.line) for at in row.cells if at not in named]
    cells = ", ".join(beyond[:_NAMED]) + (f" … {beyond[-1]}" if len(beyond) > _NAMED else "")
    return fault("data.beyond_header", line=row.line, cell=cells)


class TableRecord:
    """A record that is being read."""

    def __init__(
        self, line: int, plan: ColumnPlan, limits: Limits, sheet: str, named: frozenset[int]
    ) -> None:
        """Begin a record.

        Args:
            line: the row on which it begins.
            plan: of its columns.
            limits: how much it may hold.
            sheet: what its table is called in findings, with an exclamation mark.
            named: the columns that have a header.
        """
        self.line = line
        self.data: dict[str, object] = {}
        self._plan, self._limits, self._sheet, self._named = plan, limits, sheet, named
        self._faults: list[Finding] = []
        self._unlisted = 0
        """Findings beyond those that are listed."""
        self.too_large = False
        """Whether it is larger than any record, and not to be judged."""
        self._rows = self._size = 0
        self._items: dict[str, list[int]] = {}
        """The rows of the items of repeated elements."""
        self._odd = False
        """Whether a text of it is not in normal form."""

    def fault(self, finding: Finding) -> None:
        """Add a finding; of too many only the number is kept."""
        if len(self._faults) < self._limits.findings:
            self._faults.append(finding)
        else:
            self._unlisted += 1

    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found of its form."""
        odd = tuple(islice(irregular(self.data), self._limits.findings)) if self._odd else ()
        more = (
            (fault("data.findings", line=self.line, found=self._unlisted),)
            if self._unlisted
            else ()
        )
        return (*self._faults, *odd, *more)

    def take_id(self) -> object:
        """Its id. One without gets one from its content: nobody types a UUID into a table."""
        id = self.data.get("record_id")
        if id is None and "record_type" in self.data:
            text = json.dumps(self.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            id = self.data["record_id"] = str(uuid.uuid5(_IDS, text))
            self.fault(
                Finding(rule="data.record_id", severity="info", path="record_id", line=self.line)
            )
        return id

    def cell_of(self, path: str, nth: int = 0) -> tuple[Column, str] | None:
        """The column of an element, and its cell; None if it has none.

        Args:
            path: of the element, without places in lists.
            nth: the place of its item.
        """
        for column in self._plan.own:
            if column.path == path:
                return column, self._cell(column.at, self.line)
        for repeat in self._plan.repeats:
            for column in repeat.columns:
                if column.path == path:
                    lines = self._items.get(repeat.path, ())
                    return column, self._cell(
                        column.at, lines[nth] if nth < len(lines) else self.line
                    )
        return None

    @property
    def names(self) -> ElementNames:
        """What its elements are called."""
        return self._plan.names

    def add(self, row: Row) -> None:
        """Put the cells of its next row into the record."""
        self._rows += 1
        if self._rows == 1:
            cells = row.cells
            for column in self._plan.own:
                cell = cells.get(column.at)
                if (
                    cell is not None
                    and (value := self._value(column, cell, None, row.line)) is not None
                ):
                    _put(self.data, column.keys, value)
            self._size = 0 if len(cells) < _MANY else _size(row)
        elif self._is_too_large(row):
            return
        for note in row.notes:
            self.fault(note)
        for repeat in self._plan.repeats:
            self._add_item(repeat, row)
        if not row.cells.keys() <= self._named:
            self.fault(beyond_header(row, self._named, self._sheet))

    def _add_item(self, repeat: RepeatedColumns, row: Row) -> None:
        """The next item of a repeated element, if the row has one."""
        cells = list(filled(repeat.columns, row))
        if not cells:
            return
        items = _list(self.data, repeat.keys)
        self._items.setdefault(repeat.path, []).append(row.line)
        at = f"{repeat.path}[{len(items)}]"
        if not repeat.group:
            column, cell = cells[0]
            value = self._value(column, cell, (at,), row.line)
            items += [] if value is None else [value]
            return
        item: dict[str, object] = {}
        for column, cell in cells:
            value = self._value(column, cell, (at, *column.keys), row.line)
            if value is not None:
                _put(item, column.keys, value)
        items.append(item)

    def _is_too_large(self, row: Row) -> bool:
        """Whether a further row makes the record larger than any."""
        self._size += _size(row)
        if self.too_large or self._size > self._limits.record_bytes:
            self.too_large = True
            return True
        if self._rows > self._limits.record_rows:
            if self._rows == self._limits.record_rows + 1:
                self.fault(
                    fault("data.record_rows", line=row.line, allowed=self._limits.record_rows)
                )
            return True
        return False

    def _value(
        self, column: Column, cell: Cell, place: tuple[str, ...] | None, line: int
    ) -> CellValue | None:
        """The value of a cell, at a place below a repeated element or at that of its column."""
        if isinstance(cell, str):
            if not cell.isascii() and not unicodedata.is_normalized("NFC", cell):
                self._odd = True
            if column.text:
                return cell
        value = value_of(column.field, cell)
        if column.ids is not None and isinstance(value, str):
            value = found_in(column.ids, value) or value
        if isinstance(value, Flaw):
            personal = column.field is not None and column.field.personal
            values = _DISCREET if personal and value.rule == "data.cell_shown" else value.values
            path = column.path if place is None else ".".join(place)
            self.fault(fault(value.rule, path, line, cell=self._cell(column.at, line), **values))
            return None
        return value

    def _cell(self, at: int, line: int) -> str:
        return self._sheet + cell_name(at, line)


def _size(row: Row) -> int:
    """About how many bytes the cells of a row take as JSON."""
    return sum(
        len(cell) + _AROUND if isinstance(cell, str) else _AROUND for cell in row.cells.values()
    )


def _put(data: dict[str, object], keys: tuple[str, ...], value: CellValue) -> None:
    if len(keys) > 1:
        for key in keys[:-1]:
            below = data.setdefault(key, {})
            assert isinstance(below, dict)
            data = below
    data[keys[-1]] = value


def _list(data: dict[str, object], keys: tuple[str, ...]) -> list[object]:
    for key in keys[:-1]:
        below = data.setdefault(key, {})
        assert isinstance(below, dict)
        data = below
    items = data.setdefault(keys[-1], [])
    assert isinstance(items, list)
    return items
