"""The quick way through the rows of a table: most records are right, and of a right one nobody
needs to look at each cell.

Rows that are plain to see, a record's first and those that continue it, are written as a record in
JSON, in one formatting: which columns are filled recurs from row to row. What the quick way through
JSON has nothing to say of, a table has nothing to say of either, since a record has one verdict in
every form. Everything else is read by `TableReader`, as ever; so is a record behind which no other
begins at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.records.cells import value_of
from tracecode.records.headings import TYPE, constants
from tracecode.records.named_type import layout_of, type_of
from tracecode.records.plain import (
    MAX_LINE,
    MOSTLY_WRONG,
    SELDOM,
    AcceptedLine,
    AcceptedLines,
    Item,
)
from tracecode.records.quick.json_record import accepting, right_record
from tracecode.records.quick.silence import record_notes
from tracecode.records.table_record import Column, ColumnPlan
from tracecode.records.written_names import found_in
from tracecode.spec.charclass import shows_nothing
from tracecode.tables.nothing import NOTHINGS
from tracecode.tables.rows import Cell, Flaw, Row

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.records.table_form import TableReader
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits

Values = tuple["RecordLayout", dict[str, Any]]
Take = Callable[[bytes], "Values | Record | None"]
"""Gives a record in JSON of which nothing is to be said, typed or by its type and values."""
_MOST_ROWS, _MOST_SHAPES, _MOST_KINDS = 100, 1024, 1024
_TOGETHER = 128
"""So many accepted records are given at once."""
_MOST_TEXTS, _LONGEST = 8192, 64
_ROOM = 4
"""A record may have so many times the bytes that it has in JSON; about so they are counted."""


def taking_values(standard: Resolved) -> Take:
    """The quick way that makes no typed record; msgspec has to be installed."""
    accepted = accepting(standard)
    return lambda raw: accepted(raw) or None  # False too


def taking_records(standard: Resolved) -> Take:
    """The quick way that makes typed records."""

    def take(raw: bytes) -> Record | None:
        record = right_record(raw, standard)
        if record is None or record_notes(layout_of(vars(record), standard), record, standard):
            return None
        return record

    return take


class QuickRows:
    """Reads the rows of one table, those that are plain by the quick way."""

    def __init__(
        self, reader: TableReader, standard: Resolved, limits: Limits, take: Take,
        waits: Callable[[], object],
    ) -> None:  # fmt: skip
        """A way through.

        Args:
            reader: reads all other rows.
            standard: the specifications.
            limits: how much a record may hold.
            take: the quick way through JSON.
            waits: whether something is to be said with the next record.
        """
        self._reader, self._standard, self._take, self._waits = reader, standard, take, waits
        self._most_rows = min(_MOST_ROWS, limits.record_rows)
        self._most_bytes = min(MAX_LINE, limits.record_bytes // _ROOM)
        self._kinds: dict[tuple[Hashable, ...], _Kind | None] = {}
        self._held: list[_PlainRow] = []
        self._accepted: list[AcceptedLine] = []
        self._number = 1
        """Place of the first of these."""
        self._refused = 0
        """So many records, one after another, were not taken."""

    def read(self, rows: Iterable[Row]) -> Iterator[Item | AcceptedLines]:
        """What stands in some rows; `end` gives what is left behind the last."""
        for row in rows:
            if not row.cells and row.fault is None and not row.notes:
                continue
            tried = self._refused < MOSTLY_WRONG or not row.line % SELDOM
            plain = self._plain(row) if tried or self._held else None
            if plain is not None and plain.shape.begins:
                yield from self._ended()
                if tried or not self._refused:
                    self._held.append(plain)
                else:
                    yield from self._reader.row(row)
            elif plain is not None and self._goes_on(plain):
                self._held.append(plain)
            else:
                yield from self._slowly()
                yield from self._reader.row(row)

    def end(self) -> Iterator[Item | AcceptedLines]:
        """What is left at the end of the table."""
        yield from self._ended()
        yield from self._given()
        yield from self._reader.end()

    def _goes_on(self, plain: _PlainRow) -> bool:
        """Whether a row continues the record that is held."""
        if not 0 < len(self._held) < self._most_rows:
            return False
        return plain.type in (self._held[0].type, (None,) * len(plain.type))

    def _ended(self) -> Iterator[Item | AcceptedLines]:
        """The record of the rows that were held, behind which another one begins; or the record
        that is being read.
        """
        if self._held:
            reader = self._reader
            raw = None if self._waits() or reader.notes else self._raw()
            taken = None if raw is None else self._take(raw)
            id = None
            if taken is not None:
                id = (taken[1] if isinstance(taken, tuple) else vars(taken)).get("record_id")
            if raw is None or taken is None or id is None or id == reader.last:
                self._refused += 1
                yield from self._slowly()
            else:
                self._refused = 0
                yield from self._taken(raw, taken, id)
        if self._reader._open is not None:
            yield from self._given()
            yield from self._reader.end_record()

    def _taken(
        self, raw: bytes, taken: Values | Record, id: object
    ) -> Iterator[Item | AcceptedLines]:
        """The record that is held, of which nothing is to be said."""
        first = self._held[0]
        number = self._reader.pass_over(id, first.kind.plan)
        self._held.clear()
        if not isinstance(taken, tuple):
            yield Item(number, first.row.line, None, right=taken)
            return
        if not self._accepted:
            self._number = number
        self._accepted.append((first.row.line, raw, taken[1]["record_id"], taken[0]))
        if len(self._accepted) >= _TOGETHER:
            yield from self._given()

    def _given(self) -> Iterator[AcceptedLines]:
        """The records that were accepted and wait to be given."""
        if self._accepted:
            yield AcceptedLines.of(self._number, self._accepted)
            self._accepted = []

    def _slowly(self) -> Iterator[Item | AcceptedLines]:
        """What the reader makes of the rows that were held."""
        yield from self._given()
        held, self._held = self._held, []
        for plain in held:
            yield from self._reader.row(plain.row)

    def _raw(self) -> bytes | None:
        """The record that is held in JSON; None if it is not plain after all."""
        first, items = self._held[0], dict[int, list[str]]()
        try:
            for _, _, _, shape, values, texts in self._held:
                for at, of_column in texts:
                    values[at] = of_column[values[at]]
                for repeat, piece in shape.items:
                    items.setdefault(repeat, []).append(piece.filled(values))
            present = tuple(sorted(items))
            whole = first.shape.whole.get(present)
            if whole is None:
                whole = first.shape.whole[present] = first.kind.whole(first.shape, present)
            lists = (",".join(items[repeat]) for repeat in present)
            raw = whole.filled([*first.values, *lists]).encode()
        except ValueError:
            return None
        return raw if len(raw) <= self._most_bytes else None

    # - rows

    def _plain(self, row: Row) -> _PlainRow | None:
        """A row that may take the quick way."""
        reader, cells = self._reader, row.cells
        if row.fault is not None or row.notes or not reader.is_ready:
            return None
        values: list[Any] = [*cells.values()]
        types = {*map(type, values)}
        if Flaw in types or values[0] in reader.heads:
            return None
        strings = values if len(types) == 1 else [each for each in values if type(each) is str]
        text = "".join(strings) if str in types else ""
        if '"' in text or "\\" in text or "'" in text or not NOTHINGS.isdisjoint(strings):
            return None
        if isinstance(values[0], str) and shows_nothing(values[0]):
            return None
        type_cells = tuple(map(cells.get, reader.type_columns.values()))
        kind = self._kind(row, type_cells)
        if kind is None:
            return None
        key = tuple(cells)
        if key not in kind.shapes:
            if len(kind.shapes) >= _MOST_SHAPES:
                return None
            kind.shapes[key] = kind.shape(key, reader.named)
        shape = kind.shapes[key]
        if shape is None:
            return None
        texts = shape.odd if types == {str} else shape.texts
        return _PlainRow(row, kind, type_cells, shape, values, texts)

    def _kind(self, row: Row, type_cells: tuple[Cell | None, ...]) -> _Kind | None:
        """What is known of the records of a row; None if it has to be found out."""
        if self._reader.layout is None and all(cell is None for cell in type_cells):  # it may go on
            return self._held[0].kind if self._held else None
        if type_cells not in self._kinds:
            if len(self._kinds) >= _MOST_KINDS:
                return None
            self._kinds[type_cells] = self._made(row)
        return self._kinds[type_cells]

    def _made(self, row: Row) -> _Kind | None:
        plan, said = self._reader.plan(row)
        layout = self._reader.layout
        given = {} if layout is None else constants(layout)
        if layout is None:
            layout = type_of(said, self._standard) if isinstance(said.get(TYPE[0]), str) else None
        if layout is None or any(value != given.get(id, value) for id, value in said.items()):
            return None
        return _Kind(plan, {id: given[id] for id in given if id not in said})


# --- how rows are written -------------------------------------------------------------------------


class _Texts(dict[Cell, str]):
    """What stands in JSON for the cells of a column: many recur from row to row."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, cell: Cell) -> str:
        column = self._column
        if column.text and isinstance(cell, str):
            return cell
        value = value_of(column.field, cell)
        if isinstance(value, Flaw) or (column.text and not isinstance(value, str)):
            raise ValueError("no such value")
        if isinstance(value, str):
            value = value if column.ids is None else found_in(column.ids, value) or value
            if '"' in value or "\\" in value:
                raise ValueError("to be escaped")
            text = value if column.text else f'"{value}"'
        else:
            text = json.dumps(value)
        if len(self) < _MOST_TEXTS and len(text) <= _LONGEST:
            self[cell] = text
        return text


class _Slot(NamedTuple):
    """Where a value stands in JSON."""

    at: int
    """Its place among the values."""
    text: str
    """`%s`, and what stands around it."""


_Tree = dict[str, Any]
"""Places, fixed texts of JSON, and trees, by keys."""


class _Template:
    """A part of a record in JSON, with places for values."""

    def __init__(self, part: _Tree | _Slot) -> None:
        self._order: list[int] = []
        self._text = self._written(part)
        self._values: Callable[[list[str]], Any] = itemgetter(*self._order)
        """Gives them as a tuple, or the one that there is."""

    def _written(self, part: _Tree | _Slot | str) -> str:
        if isinstance(part, _Slot):
            self._order.append(part.at)
            return part.text
        if isinstance(part, str):
            return part.replace("%", "%%")
        return "{" + ",".join(f'"{key}":{self._written(part[key])}' for key in part) + "}"

    def filled(self, values: list[str]) -> str:
        """It, with the values of a row."""
        text: str = self._text % self._values(values)
        return text


class _RowShape(NamedTuple):
    """Rows whose filled columns are the same."""

    begins: bool
    """Whether such a row begins a record."""
    width: int
    """How many cells are filled."""
    texts: list[tuple[int, _Texts]]
    """Of each value that is read its place in the row, and what stands for it."""
    odd: list[tuple[int, _Texts]]
    """Of these, the ones that stand for something else where they are text."""
    own: _Tree
    """The elements of the record itself."""
    items: list[tuple[int, _Template]]
    """The items of repeated elements: of which, and how it is written."""
    whole: dict[tuple[int, ...], _Template]
    """How a record is written that begins so, by the repeated elements that it has."""


class _Kind:
    """Records of one type in a table."""

    def __init__(self, plan: ColumnPlan, given: Mapping[str, str]) -> None:
        self.plan = plan
        self.shapes: dict[tuple[int, ...], _RowShape | None] = {}
        self._given = given
        """What the sheet says of the type, and not the columns."""
        self._texts: dict[int, _Texts] = {}

    def shape(self, filled: tuple[int, ...], named: frozenset[int]) -> _RowShape | None:
        """How rows are read that fill these columns; None if they do not take the quick way.

        Args:
            filled: their columns.
            named: the columns that have a header.
        """
        if not named.issuperset(filled):
            return None
        plan, places = self.plan, {column: at for at, column in enumerate(filled)}
        own: _Tree = {id: json.dumps(text) for id, text in self._given.items()}
        read: list[Column] = [column for column in plan.own if column.at in places]
        for column in sorted(read, key=lambda column: column.path not in TYPE):
            _put(own, column.keys, _place(column, places))
        begins = any(column.at in places for column in plan.starts)
        if begins and [*own][:2] not in ([*TYPE], [*reversed(TYPE)]):
            return None
        items: list[tuple[int, _Template]] = []
        for number, repeat in enumerate(plan.repeats):
            columns = [column for column in repeat.columns if column.at in places]
            if not columns:
                continue
            read += columns
            item: _Tree = {}
            for column in columns if repeat.group else ():
                _put(item, column.keys, _place(column, places))
            items.append((number, _Template(item or _place(columns[0], places))))
        if not begins and not items:
            return None
        texts = [
            (places[column.at], self._texts.setdefault(column.at, _Texts(column)))
            for column in read
        ]
        odd = [text for text, column in zip(texts, read, strict=True) if not column.text]
        return _RowShape(begins, len(filled), texts, odd, own, items, {})

    def whole(self, shape: _RowShape, present: tuple[int, ...]) -> _Template:
        """How a record is written that begins so, and has these repeated elements."""
        tree: _Tree = _copied(shape.own)
        for at, repeat in enumerate(present, shape.width):
            _put(tree, self.plan.repeats[repeat].keys, _Slot(at, "[%s]"))
        return _Template(tree)


class _PlainRow(NamedTuple):
    """A row that may take the quick way."""

    row: Row
    kind: _Kind
    type: tuple[Cell | None, ...]
    """Its cells in the columns that say the type."""
    shape: _RowShape
    values: list[Any]
    texts: list[tuple[int, _Texts]]
    """Which of them are to be replaced."""


def _place(column: Column, places: Mapping[int, int]) -> _Slot:
    return _Slot(places[column.at], '"%s"' if column.text else "%s")


def _put(tree: _Tree, keys: tuple[str, ...], part: _Slot) -> None:
    for key in keys[:-1]:
        tree = tree.setdefault(key, {})
    tree[keys[-1]] = part


def _copied(tree: _Tree) -> _Tree:
    return {key: _copied(part) if isinstance(part, dict) else part for key, part in tree.items()}
