"""Records as tables: a header row, and below it one record in one row or more; `csv_form` and
`excel_form` hold them.

A column is an element; elements of a group are dotted (`supplier.party_name`). The header holds
ids, Chinese or English names (`供货者.主体名称`), and may stand in two rows of different kinds. A
record begins at a row that fills any of its own cells. A row that fills only columns of repeated
elements continues it: the n-th filled row of a repeated element is its n-th item.

    record_type,product_item,record_id,...,inputs.material_name,inputs.quantity
    production,pesticide,7c9e...,...,Talc,12.5
    ,,,...,Water,80

Each value stands in its one written form.

>>> from tracecode.standard.resolved import packaged
>>> rows = [Row(1, {0: "记录类型", 1: "召回编号"}), Row(2, {0: "recall", 1: "R-1"})]
>>> next(read_rows(rows, packaged())).data["recall_no"]
'R-1'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from tracecode.findings import Finding
from tracecode.records.cells import value_of
from tracecode.records.headings import (
    TYPE,
    Header,
    columns_in,
    constants,
    field_of,
    is_header,
    read_header,
    repeats,
)
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.named_type import type_of
from tracecode.records.plain import Item, fault
from tracecode.records.quick.table_rows import QuickRows, Take
from tracecode.records.table_record import ColumnPlan, TableRecord, beyond_header, filled, plan_of
from tracecode.records.table_words import in_words
from tracecode.records.written_ids import kind_of, written_ids
from tracecode.records.written_names import found_in
from tracecode.spec.base import Text
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.elements import Element, RecordLayout
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lines import stopped
from tracecode.tables.nothing import NOTHINGS, unescaped
from tracecode.tables.rows import Cell, Flaw, Row, cell_name

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


def read_rows(
    rows: Iterable[Row], standard: Resolved, *, layout: RecordLayout | None = None,
    limits: Limits = DEFAULT,
) -> Iterator[Item]:  # fmt: skip
    """Read the rows of any table into records.

    Args:
        rows: the rows from the header on, or from titles above it.
        standard: the specifications.
        layout: type of the records, where no column says it.
        limits: how much is read.

    Yields:
        The records with the row on which each begins. What is wrong with the table itself comes as
        items without data, those on the header with the number 0. A table without any record has an
        item that says so.
    """
    reader, empty = TableReader(standard, layout, limits), True
    for item in chain(chain.from_iterable(map(reader.row, rows)), reader.end()):
        empty = False
        yield item
    if empty:
        yield Item(0, None, None, (fault("data.empty"),))


class TableReader:
    """Reads the rows of one table, one after another."""

    def __init__(
        self, standard: Resolved, layout: RecordLayout | None, limits: Limits = DEFAULT, *,
        sheet: str = "", number: int = 0,
    ) -> None:  # fmt: skip
        """Begin a table.

        Args:
            standard: the specifications.
            layout: type of the records, where no column says it.
            limits: how much is read.
            sheet: what the table is called in findings.
            number: how many records were read before, in other tables of the same source.
        """
        self.number = number
        """How many records were read, and rows that are none."""
        self.header: Header | None = None
        self.heading = 0
        """The last row of the header."""
        self.notes: list[Finding] = []
        """What is to be said of the table; it goes with the first item."""
        self._standard, self.layout, self._limits = standard, layout, limits
        self._sheet = f"{sheet}!" if sheet else ""
        self._above: list[Row] = []
        """Rows above the header."""
        self._second = False
        """Whether the next row may be a second header."""
        self.heads: list[Cell] = []
        """What stands in the first cells of headers."""
        self.type_columns: dict[str, int] = {}
        """Places of the columns that say the type."""
        self._said: dict[str, Element | None] = {}
        """The elements of these columns."""
        self.named: frozenset[int] = frozenset()
        """The columns that have a header, also one that names no element."""
        self._read: frozenset[int] = frozenset()
        """Of these, the columns that are read."""
        self._plans: dict[RecordLayout | None, ColumnPlan] = {}
        self._open: TableRecord | None = None
        self._recent: ColumnPlan | None = None
        """Of the last record that was begun; rows that do not say a type are read by it."""
        self.last: object = None
        """Record id of the record before."""
        self._nothings: set[str] = set()
        """The words for nothing of which it was said that they are read as empty cells."""
        self._stopped = False
        """Whether it was said that rows are not read."""

    def read(
        self, rows: Iterable[Row], take: Take | None, waits: Callable[[], object]
    ) -> Iterator[Item | JudgedLines]:
        """Read all rows; `take` is the quick way, which no record takes while something `waits` to
        be said with it.
        """
        if take is not None:
            quick = QuickRows(self, self._standard, self._limits, take, waits)
            yield from quick.read(rows)
            yield from quick.end()
            return
        for row in rows:
            yield from self.row(row)
        yield from self.end()

    def row(self, row: Row) -> Iterator[Item]:
        """Read one row; gives the record that ends before it, and what is wrong with the table."""
        row = self._emptied(row)
        if row.fault is not None:
            yield from self.end_record()
            whole = row.fault.unchecked  # it is said of the rest of the source, not of a row
            yield self._item(0, row.line, row.fault) if whole else self._unread(row.line, row.fault)
        elif all(isinstance(cell, str) and shows_nothing(cell) for cell in row.cells.values()):
            if errors := [
                note
                for note in row.notes
                if note.severity == "error" and note.rule != "data.row_order"
            ]:
                yield from self.end_record()
                yield self._unread(row.line, *errors)
        elif self.header is None:
            yield from self._find_header(row)
        elif self._is_header_again(row):
            self.heading = row.line if self.heading == row.line - 1 else self.heading
        elif self.header.columns:
            yield from self._read_row(row)
        else:
            yield from self._pass_over(row)

    @property
    def is_ready(self) -> bool:
        """Whether the header was read, and the next row is none of it."""
        return self.header is not None and bool(self.header.columns) and not self._second

    def pass_over(self, id: object, plan: ColumnPlan) -> int:
        """Take a record for read which somebody else read; its place in the source.

        Args:
            id: its record id.
            plan: by which its columns were read.
        """
        self.number, self.last, self._recent = self.number + 1, id, plan
        return self.number

    def end(self) -> Iterator[Item]:
        """The record that was being read; or that there was no header."""
        if self.header is None and self._above:
            line = self._above[0].line
            yield self._item(0, line, fault("data.header", line=line))
        yield from self.end_record()

    def _emptied(self, row: Row) -> Row:
        """A row without the words for nothing, of which each is said once of a table."""
        words = [
            (at, cell)
            for at, cell in row.cells.items()
            if type(cell) is str and _may_be_nothing(cell)
        ]
        if not words:
            return row
        cells, notes = dict(row.cells), list(row.notes)
        for at, word in words:
            if word not in NOTHINGS:
                cells[at] = unescaped(word)
                continue
            del cells[at]
            if word not in self._nothings:
                self._nothings.add(word)
                values = {"cell": self._sheet + cell_name(at, row.line), "found": word}
                notes.append(
                    Finding(rule="data.no_value", severity="warning", values=values, line=row.line)
                )
        return row._replace(cells=cells, notes=tuple(notes))

    # - the header

    def _find_header(self, row: Row) -> Iterator[Item]:
        """Take the first row that names an element for the header: people put titles above it."""
        if not is_header(row, self._standard, self.layout):
            self._above.append(row)
            if len(self._above) > self._limits.title_rows:
                self.header = Header(row, (), 0, ())
                line = self._above[0].line
                yield self._item(0, line, fault("data.header", line=line))
                yield from self._pass_over(row)
            return
        self.header = read_header(row, self._standard, self.layout, self._limits, self._sheet)
        self.heading, self._second, self.named = row.line, True, frozenset(row.cells)
        self.heads = [next(iter(row.cells.values()))]
        self._read = frozenset(at for at, _ in self.header.columns)
        self.type_columns = {path: at for at, path in self.header.columns if path in TYPE}
        self._said = {id: field_of(self._standard, self.layout, id) for id in self.type_columns}
        yield from self._judge_above()
        self.notes += [note for note in row.notes if note.severity == "info"]
        errors = [note for note in row.notes if note.severity != "info"]
        if errors or self.header.findings:
            yield self._item(0, row.line, *errors, *self.header.findings)

    def _judge_above(self) -> Iterator[Item]:
        """Tell titles above the header from records, which a sheet has there that was sorted with
        its header.

        A title or remark fills one cell. From the first row on that fills two columns with a name,
        each row counts as one of a record: also one that continues it.
        """
        line, titles, records = self.heading, False, False
        for row in self._above:
            records = records or len(row.cells.keys() & self.named) > 1
            titles = titles or not records
            if records:
                yield self._unread(
                    row.line, fault("data.above_header", line=row.line, row=line), *row.notes
                )
            elif errors := [note for note in row.notes if note.severity != "info"]:
                yield self._item(0, row.line, *errors)
        if titles:
            self.notes.append(
                Finding(rule="data.title_rows", severity="info", values={"row": line}, line=line)
            )

    def _is_header_again(self, row: Row) -> bool:
        """Whether a row is the header once more: below it in another language, or where tables were
        joined.
        """
        if not self._second and next(iter(row.cells.values())) not in self.heads:
            return False
        self._second = False
        assert self.header is not None
        again = repeats(self.header.row, row, self._standard, self.layout)
        if again and len(self.heads) == 1:
            self.heads.append(next(iter(row.cells.values())))
        return again

    def _pass_over(self, row: Row) -> Iterator[Item]:
        """Say once that rows are not read, because it cannot be told what they are."""
        if not self._stopped:
            self._stopped = True
            yield self._item(0, row.line, stopped(row.line, _NO_HEADER))

    # - the records

    def _read_row(self, row: Row) -> Iterator[Item]:
        plan, type_values = self.plan(row)
        record = before = self._open
        if next(filled(plan.starts, row), None) is not None:
            yield from self.end_record()
            record = self._open = TableRecord(row.line, plan, self._limits, self._sheet, self.named)
            record.data |= {} if self.layout is None else constants(self.layout)
            self._recent = plan
        elif row.cells.keys() & self._read <= set(self.type_columns.values()):
            yield from self.end_record()
            beyond = (
                ()
                if row.cells.keys() <= self.named
                else (beyond_header(row, self.named, self._sheet),)
            )
            yield self._unread(row.line, *(beyond or (self._only_type(row),)), *row.notes)
            return
        elif record is None:
            yield self._unread(row.line, fault("data.continuation", line=row.line), *row.notes)
            return
        self._compare_type(record, row, type_values, begun=record is before)
        record.add(row)

    def _only_type(self, row: Row) -> Finding:
        """That a row has a type and no record: a total or a note below a table, or a record that
        was not filled in.
        """
        at = min(row.cells.keys() & self._read, default=None)
        if at is None:  # it fills only columns that were passed over
            return fault("data.empty", line=row.line)
        return fault("data.only_type", line=row.line, cell=self._sheet + cell_name(at, row.line))

    def _compare_type(
        self, record: TableRecord, row: Row, type_values: Mapping[str, object], *, begun: bool
    ) -> None:
        """See that a row says no other type than its sheet, or than the record that was begun above
        it.
        """
        for id, cell_value in type_values.items():
            value = record.data.get(id, "-" if begun else cell_value)
            if value is cell_value or value == cell_value:
                continue
            cell = self._sheet + cell_name(self.type_columns[id], row.line)
            if not isinstance(cell_value, Flaw):
                record.fault(
                    fault(
                        "data.other_type", id, row.line, cell=cell, found=cell_value, allowed=value
                    )
                )
            elif begun:  # otherwise its cell is read with the others
                record.fault(fault(cell_value.rule, id, row.line, cell=cell, **cell_value.values))

    def plan(self, row: Row) -> tuple[ColumnPlan, dict[str, object]]:
        """How a row is read, by the type that it says, and that type."""
        cells = ((id, row.cells.get(at)) for id, at in self.type_columns.items())
        type_values: dict[str, object] = {
            id: self._type_value(id, cell) for id, cell in cells if cell is not None
        }
        layout = self.layout
        if layout is None and isinstance(type_values.get("record_type"), str):
            layout = type_of(type_values, self._standard)
        elif layout is None and self._recent is not None:
            return self._recent, type_values
        if layout not in self._plans:
            assert self.header is not None
            columns = columns_in(self.header, self._standard, layout)
            self._plans[layout] = plan_of(columns, layout, self._standard)
        return self._plans[layout], type_values

    def _type_value(self, id: str, cell: Cell) -> object:
        """What a row says of its type: an id, also where its name is written."""
        value = value_of(self._said[id], cell)
        kind = kind_of(self._said[id])
        ids = None if kind is None else written_ids(self._standard, kind)
        return value if ids is None or not isinstance(value, str) else found_in(ids, value) or value

    def end_record(self) -> Iterator[Item]:
        """The record that was being read, if there is one."""
        if self._open is None:
            return
        record, self._open = self._open, None
        self.number += 1
        id = record.take_id()
        if id is not None and id == self.last:
            record.fault(
                Finding(
                    rule="data.same_record", severity="warning", path="record_id", line=record.line
                )
            )
        self.last = id
        if record.too_large:
            large = fault("data.too_large", line=record.line, allowed=self._limits.record_bytes)
            yield self._item(self.number, record.line, large)
        else:
            item = self._item(self.number, record.line, *record.findings(), data=record.data)
            yield item._replace(words=partial(in_words, cell_of=record.cell_of, names=record.names))

    def _unread(self, line: int, *faults: Finding) -> Item:
        """An item that stands for a row of which no record is read."""
        self.number += 1
        return self._item(self.number, line, *faults)

    def _item(self, number: int, line: int | None, *faults: Finding, data: object = None) -> Item:
        notes = tuple(self.notes)
        self.notes.clear()
        return Item(number, line, data, (*faults, *notes))


def _may_be_nothing(cell: str) -> bool:
    return cell in NOTHINGS or cell[:1] == "'"


_NO_HEADER = Text(zh="没有可用的表头", en="there is no header to read them by")
