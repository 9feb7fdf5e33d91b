"""The quick way through the rows of a table: most records are right, and of a right one nobody
needs to look at each cell.

Rows that are plain to see, a record's first and those that continue it, are written as a record in
JSON, in one formatting: which columns are filled recurs from row to row. What the quick way through
JSON has nothing to say of, a table has nothing to say of either, since a record has one verdict in
every form. Everything else is read by `TableReader`, as ever; so is a record behind which no other
begins at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.records.headings import TYPE, constants
from tracecode.records.judged_lines import JudgedLine, JudgedLines
from tracecode.records.named_type import layout_of, type_of
from tracecode.records.plain import MAX_LINE, MOSTLY_WRONG, SELDOM, Item
from tracecode.records.quick.json_record import accepting, right_record
from tracecode.records.quick.row_templates import RowKind
from tracecode.records.quick.silence import record_notes
from tracecode.spec.charclass import shows_nothing
from tracecode.tables.nothing import NOTHINGS
from tracecode.tables.rows import Cell, Flaw, Row

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.records.quick.row_templates import ColumnTexts, RowShape
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
        self._kinds: dict[tuple[Hashable, ...], RowKind | None] = {}
        self._held: list[_PlainRow] = []
        self._accepted: list[JudgedLine] = []
        self._number = 1
        """Place of the first of these."""
        self._refused = 0
        """So many records, one after another, were not taken."""

    def read(self, rows: Iterable[Row]) -> Iterator[Item | JudgedLines]:
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

    def end(self) -> Iterator[Item | JudgedLines]:
        """What is left at the end of the table."""
        yield from self._ended()
        yield from self._given()
        yield from self._reader.end()

    def _goes_on(self, plain: _PlainRow) -> bool:
        """Whether a row continues the record that is held."""
        if not 0 < len(self._held) < self._most_rows:
            return False
        return plain.type in (self._held[0].type, (None,) * len(plain.type))

    def _ended(self) -> Iterator[Item | JudgedLines]:
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
    ) -> Iterator[Item | JudgedLines]:
        """The record that is held, of which nothing is to be said."""
        first = self._held[0]
        number = self._reader.pass_over(id, first.kind.plan)
        self._held.clear()
        if not isinstance(taken, tuple):
            yield Item(number, first.row.line, None, right=taken)
            return
        if not self._accepted:
            self._number = number
        self._accepted.append((first.row.line, raw, taken[1]["record_id"], taken[0], (), None))
        if len(self._accepted) >= _TOGETHER:
            yield from self._given()

    def _given(self) -> Iterator[JudgedLines]:
        """The records that were accepted and wait to be given."""
        if self._accepted:
            yield JudgedLines.of(self._number, self._accepted)
            self._accepted = []

    def _slowly(self) -> Iterator[Item | JudgedLines]:
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

    def _kind(self, row: Row, type_cells: tuple[Cell | None, ...]) -> RowKind | None:
        """What is known of the records of a row; None if it has to be found out."""
        if self._reader.layout is None and all(cell is None for cell in type_cells):  # it may go on
            return self._held[0].kind if self._held else None
        if type_cells not in self._kinds:
            if len(self._kinds) >= _MOST_KINDS:
                return None
            self._kinds[type_cells] = self._made(row)
        return self._kinds[type_cells]

    def _made(self, row: Row) -> RowKind | None:
        plan, said = self._reader.plan(row)
        layout = self._reader.layout
        given = {} if layout is None else constants(layout)
        if layout is None:
            layout = type_of(said, self._standard) if isinstance(said.get(TYPE[0]), str) else None
        if layout is None or any(value != given.get(id, value) for id, value in said.items()):
            return None
        return RowKind(plan, {id: given[id] for id in given if id not in said})


class _PlainRow(NamedTuple):
    """A row that may take the quick way."""

    row: Row
    kind: RowKind
    type: tuple[Cell | None, ...]
    """Its cells in the columns that say the type."""
    shape: RowShape
    values: list[Any]
    texts: list[tuple[int, ColumnTexts]]
    """Which of them are to be replaced."""
