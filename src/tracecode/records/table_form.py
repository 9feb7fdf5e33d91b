"""Records as tables: a header row, and below it one record in one row or more; `csv_form` and `excel_form` hold them.

A column is an element; elements of a group are dotted (`supplier.party_name`). The header holds ids, Chinese or English
names (`供货者.主体名称`), and may stand in two rows of different kinds. A record begins at a row that fills any of its
own cells. A row that fills only columns of repeated elements continues it: the n-th filled row of a repeated element is
its n-th item.

    record_type,product_item,record_id,...,inputs.material_name,inputs.quantity
    production,pesticide,7c9e...,...,Talc,12.5
    ,,,...,Water,80

Each value stands in its one written form.

>>> from tracecode.spec.catalog import load_catalog
>>> rows = [Row(1, ["记录类型", "召回编号"]), Row(2, ["recall", "R-1"])]
>>> next(read_rows(rows, load_catalog())).data["recall_no"]
'R-1'
"""

from __future__ import annotations

import difflib
import json
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tracecode.errors import InvalidRecord, UnknownId
from tracecode.findings import Finding
from tracecode.records.cells import Cell, Flaw, Value, value_of
from tracecode.records.plain import Item, fault, irregular
from tracecode.spec.layout import Field, Group, Layout, layouts
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog

MAX_COLUMNS = 2_000
"""Most columns of a table."""
MAX_ROWS = 20_000
"""Most rows of one record."""
TYPE = ("record_type", "product_item")
"""The elements that say of which type a record is. They do not begin a record by themselves."""
Record = Mapping[str, object]
"""Plain data of a record."""
_HINTS = 5
"""So many unknown headers get a proposal: a search among all names each time."""


def columns_of(types: Iterable[Layout]) -> list[str]:
    """The columns of a table that holds records of these types."""
    return list(dict.fromkeys(path for layout in types for path, field in layout.walk() if field.group is None))


def rows_of(record: Record, layout: Layout) -> Iterator[dict[str, str]]:
    """The rows of a record: its filled columns by path, as text.

    Raises:
        InvalidRecord: something cannot stand in a table.
    """
    rows: list[dict[str, str]] = [{}]
    _spread(layout, record, "", "", 0, rows)
    yield from rows


def read_rows(
    rows: Iterable[Row], catalog: Catalog, *, layout: Layout | None = None, sheet: str = "", number: int = 0
) -> Iterator[Item]:
    """Read the rows of any table into records.

    Args:
        rows: the rows from the header on.
        catalog: the specifications.
        layout: type of the records, where no column says it.
        sheet: what the table is called in findings.
        number: how many records were read before, in other tables of the same source.

    Yields:
        The records with the row on which each begins. What is wrong with the table itself comes as items without data,
        those on the header with the number 0.
    """
    reader = _Table(catalog, layout, f"{sheet}!" if sheet else "", number)
    for row in rows:
        yield from reader.row(row)
    yield from reader.end()


def layout_of(record: Record, catalog: Catalog) -> Layout:
    """The type of a record that is to be written.

    Raises:
        InvalidRecord: it does not say one that exists.
    """
    from tracecode.records.judge import layout_of as of

    try:
        return of(record, catalog)
    except UnknownId as error:
        kind = f"{record.get('record_type')} / {record.get('product_item')}"
        raise unwritable("record_type", Text(zh=f"没有记录类型 {kind}", en=f"no record type {kind}")) from error


def constants(layout: Layout) -> dict[str, str]:
    """The elements that say the type, where they have the same value in every record of it."""
    return {field.id: field.constant for field in layout.fields if field.id in TYPE and field.constant is not None}


def is_heading(name: str, catalog: Catalog, layout: Layout | None) -> bool:
    """Whether a header may hold a name: of an element of the type, or of any type."""
    return _plain(name) in _paths(catalog, layout)


def cell_name(column: int, row: int) -> str:
    """The name of a cell in a spreadsheet; the first column is 0.

    >>> cell_name(27, 3)
    'AB3'
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


class Row(NamedTuple):
    """A row of a table as read."""

    line: int
    cells: Sequence[Cell]
    fault: Finding | None = None
    """Why it could not be read."""


# --- reading ---------------------------------------------------------------------------------------------------------


class _Column(NamedTuple):
    """A column in a record of one type."""

    at: int
    path: str
    keys: tuple[str, ...]
    """Way to the element: from the record, or from an item of the repeated element."""
    field: Field | None


class _Repeat(NamedTuple):
    """A repeated element and its columns."""

    path: str
    keys: tuple[str, ...]
    columns: tuple[_Column, ...]
    group: bool


class _Plan(NamedTuple):
    """How the columns of a table are read in records of one type."""

    own: tuple[_Column, ...]
    starts: tuple[_Column, ...]
    """Of these, the ones that begin a record."""
    repeats: tuple[_Repeat, ...]


class _Open:
    """The record that is being read."""

    def __init__(self, line: int, plan: _Plan) -> None:
        self.line, self.plan = line, plan
        self.data: dict[str, object] = {}
        self.faults: list[Finding] = []
        self.rows = 0
        self.odd = ""
        """A text of it that is not in normal form."""


class _Table:
    def __init__(self, catalog: Catalog, layout: Layout | None, sheet: str, number: int) -> None:
        self.catalog, self.layout, self.sheet, self.number = catalog, layout, sheet, number
        self.paths: list[tuple[int, str]] | None = None
        """The columns that are read: place and path of the element."""
        self.header: Row | None = None
        """The header row, as long as a second one may follow."""
        self.kind: dict[str, int] = {}
        """Places of the columns that say the type."""
        self.said: dict[str, Field | None] = {}
        """The elements of these columns."""
        self.width = 0
        self.plans: dict[Layout | None, _Plan] = {}
        self.open: _Open | None = None
        self.recent: _Plan | None = None
        """Of the last record that was begun; rows that do not say a type are read by it."""
        self.last: object = None
        """Record id of the record before."""
        self.lost = False
        """Whether rows without a record were reported."""

    def row(self, row: Row) -> Iterator[Item]:
        """Read one row; gives the record that ends before it, and what is wrong with the table."""
        if row.fault is not None:
            yield from self.end()
            self.lost = True  # its continuing rows, if it has any, belong to what could not be read
            self.number += 1
            yield Item(self.number, row.line, None, (row.fault,))
            return
        filled = [at for at, cell in enumerate(row.cells) if cell is not None and cell != ""]
        if not filled:
            return
        if self.paths is None:
            yield from self._read_header(row)
            return
        if self.header is not None:
            again, self.header = self._repeats_header(row, filled), None
            if again:
                return
        if not self.paths:
            return
        plan, data = self._plan(row)
        if next(_cells(plan.starts, row), None) is not None:
            yield from self.end()
            self.open, self.recent = _Open(row.line, plan), plan
            self.lost = False
            self._begin(self.open, row, data)
        elif self.open is None:
            if not self.lost and not all(at in self.kind.values() for at in filled):
                self.lost = True
                self.number += 1
                yield Item(self.number, row.line, None, (fault("data.continuation", line=row.line),))
            return
        assert self.open is not None
        self._continue(self.open, row)
        for at in filled[::-1]:
            if at < self.width:
                break
            self.open.faults.append(fault("data.beyond_header", line=row.line, cell=self._cell(at, row.line)))

    def end(self) -> Iterator[Item]:
        """The record that was being read."""
        if self.open is None:
            return
        one, self.open = self.open, None
        self.number += 1
        id = one.data.get("record_id")
        if id is None and "record_type" in one.data:
            id = one.data["record_id"] = _record_id(one.data)
            one.faults.append(Finding(rule="data.record_id", severity="info", path="record_id", line=one.line))
        if id is not None and id == self.last:
            one.faults.append(Finding(rule="data.same_record", severity="warning", path="record_id", line=one.line))
        self.last = id
        faults = (*one.faults, *(irregular(one.data) if one.odd else ()))
        yield Item(self.number, one.line, one.data, faults)

    def _cell(self, at: int, line: int) -> str:
        return self.sheet + cell_name(at, line)

    # - the header

    def _read_header(self, row: Row) -> Iterator[Item]:
        known = _paths(self.catalog, self.layout)
        self.paths, self.header, self.width = [], row, len(row.cells)
        found: list[Finding] = []
        first: dict[str, int] = {}
        unknown: list[tuple[int, str]] = []
        for at, cell in enumerate(row.cells[:MAX_COLUMNS]):
            if cell is None or cell == "":
                continue
            name = cell if isinstance(cell, str) else str(cell)
            path = known.get(_plain(name)) if isinstance(cell, str) else None
            if path is None:
                unknown.append((at, name))
            elif path.endswith("."):
                inner = next(each for each in known.values() if each.startswith(path) and not each.endswith("."))
                found.append(
                    fault("data.column_group", None, row.line, cell=self._cell(at, row.line), found=name, allowed=inner)
                )
            elif path in first:
                said = {"cell": self._cell(at, row.line), "found": name, "first": self._cell(first[path], row.line)}
                found.append(fault("data.column_repeated", path, row.line, **said))
            else:
                first[path] = at
                self.paths.append((at, path))
        if not first:
            yield Item(0, row.line, None, (fault("data.header", line=row.line),))
            return
        if self.layout is None and "record_type" not in first:
            self.paths = []
            found.append(fault("data.record_type", line=row.line))
        self.kind = {id: first[id] for id in TYPE if id in first}
        self.said = {id: _field(self.catalog, self.layout, id) for id in self.kind}
        for i, (at, name) in enumerate(unknown):
            hint = self._near(name) if i < _HINTS else Text(zh="", en="")
            found.append(fault("data.column", None, row.line, cell=self._cell(at, row.line), found=name, hint=hint))
        if len(row.cells) > MAX_COLUMNS:
            found.append(fault("data.columns", line=row.line, allowed=MAX_COLUMNS))
        if found:
            yield Item(0, row.line, None, tuple(found))

    def _repeats_header(self, row: Row, filled: Sequence[int]) -> bool:
        """Whether a row is the header once more, in ids or another language."""
        assert self.header is not None
        known = _paths(self.catalog, self.layout)
        above = self.header.cells
        paths = []
        for at in filled:
            cell = row.cells[at]
            top = above[at] if at < len(above) else None
            path = known.get(_plain(cell)) if isinstance(cell, str) else None
            if path is None or not isinstance(top, str) or known.get(_plain(top)) != path:
                return False
            paths.append(path)
        return bool(paths)

    def _near(self, name: str) -> Text:
        names = _shown_names(self.catalog, self.layout)
        near = difflib.get_close_matches(name[:80], names, n=3, cutoff=0.5)
        if not near:
            return Text(zh="", en="")
        return Text(zh=f"；是否为 {'、'.join(near)}？", en=f"; did you mean {' or '.join(near)}?")

    # - the records

    def _plan(self, row: Row) -> tuple[_Plan, dict[str, object]]:
        """How a row is read, by the type that it says, and that type."""
        data: dict[str, object] = {}
        for id, at in self.kind.items():
            cell = row.cells[at] if at < len(row.cells) else None
            if isinstance(cell, str) and cell:
                data[id] = value_of(self.said[id], cell)
        layout = self.layout
        if layout is None and "record_type" in data:
            layout = _known_type(data, self.catalog)
        elif layout is None and self.recent is not None:
            return self.recent, data
        if layout not in self.plans:
            assert self.paths is not None
            self.plans[layout] = _plan(self.paths, layout)
        return self.plans[layout], data

    def _begin(self, one: _Open, row: Row, said: Mapping[str, object]) -> None:
        """Fill in the type, where the table says it."""
        layout = self.layout
        if layout is None:
            return
        for id, value in constants(layout).items():
            one.data[id] = value
            if said.get(id, value) != value:
                cell = self._cell(self.kind[id], row.line)
                one.faults.append(fault("data.other_type", id, row.line, cell=cell, found=said[id], allowed=value))

    def _continue(self, one: _Open, row: Row) -> None:
        """Put the cells of a row into the record."""
        one.rows += 1
        if one.rows > MAX_ROWS:
            if one.rows == MAX_ROWS + 1:
                one.faults.append(fault("data.record_rows", line=row.line, allowed=MAX_ROWS))
            return
        if one.rows == 1:
            for column, cell in _cells(one.plan.own, row):
                if (value := self._value(one, column, cell, column.path, row.line)) is not None:
                    _put(one.data, column.keys, value)
        for repeat in one.plan.repeats:
            cells = list(_cells(repeat.columns, row))
            if not cells:
                continue
            items = _list(one.data, repeat.keys)
            at = f"{repeat.path}[{len(items)}]"
            if not repeat.group:
                column, cell = cells[0]
                value = self._value(one, column, cell, at, row.line)
                items += [] if value is None else [value]
                continue
            item: dict[str, object] = {}
            for column, cell in cells:
                value = self._value(one, column, cell, f"{at}.{'.'.join(column.keys)}", row.line)
                if value is not None:
                    _put(item, column.keys, value)
            items.append(item)

    def _value(self, one: _Open, column: _Column, cell: Cell, path: str, line: int) -> Value | None:
        if isinstance(cell, str) and not cell.isascii() and not unicodedata.is_normalized("NFC", cell):
            one.odd = cell
        value = value_of(column.field, cell)
        if isinstance(value, Flaw):
            said = dict(value.values)
            personal = column.field is not None and column.field.personal
            if personal and isinstance(said.get("found"), str):
                said["found"] = "***"  # an error cell holds whatever its writer put there
            one.faults.append(fault(value.rule, path, line, cell=self._cell(column.at, line), **said))
            return None
        return value


def _cells(columns: Iterable[_Column], row: Row) -> Iterator[tuple[_Column, Cell]]:
    """The filled cells of some columns."""
    cells = row.cells
    width = len(cells)
    for column in columns:
        if column.at < width and (cell := cells[column.at]) is not None and cell != "":
            yield column, cell


_IDS = uuid.UUID("b9b1a0de-6d0c-5f3e-9a86-0f6c3c1a7d52")


def _record_id(data: Mapping[str, object]) -> str:
    """An id for a record without one: nobody types a UUID into a table. The same content has the same id."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return str(uuid.uuid5(_IDS, text))


def _put(data: dict[str, object], keys: tuple[str, ...], value: Value) -> None:
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


def _plan(paths: Iterable[tuple[int, str]], layout: Layout | None) -> _Plan:
    """Sort columns into those of the record itself and those of its repeated elements."""
    own: list[_Column] = []
    repeats: dict[str, tuple[Field, list[_Column]]] = {}
    fields = {} if layout is None else dict(layout.walk())
    for at, path in paths:
        keys = tuple(path.split("."))
        outer = next((i for i in range(1, len(keys) + 1) if (f := fields.get(".".join(keys[:i]))) and f.many), None)
        if outer is None:
            own.append(_Column(at, path, keys, fields.get(path)))
        else:
            over = ".".join(keys[:outer])
            columns = repeats.setdefault(over, (fields[over], []))[1]
            columns.append(_Column(at, path, keys[outer:], fields.get(path)))
    return _Plan(
        tuple(own),
        tuple(column for column in own if column.path not in TYPE),
        tuple(
            _Repeat(path, tuple(path.split(".")), tuple(columns), field.group is not None)
            for path, (field, columns) in repeats.items()
        ),
    )


def _known_type(data: Record, catalog: Catalog) -> Layout | None:
    from tracecode.records.judge import layout_of as of

    try:
        return of(data, catalog)
    except UnknownId:
        return None  # the judge of the record says so


# --- names in headers ------------------------------------------------------------------------------------------------


def _plain(name: str) -> str:
    """A name as it is compared: without spaces, full-width forms and capitals."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


@cache
def _paths(catalog: Catalog, layout: Layout | None) -> Mapping[str, str]:
    """The path behind each name that a header may hold: of a type, or of any. That of a group ends with a dot."""
    names: dict[str, str] = {}
    for path, _, zh, en in _all(catalog, layout):
        for name in (path, zh, en):
            names.setdefault(_plain(name.removesuffix(".")), path)
    for path, *_ in _all(catalog, layout):  # an id is never taken for somebody's name
        names[path.removesuffix(".")] = path
    return names


@cache
def _shown_names(catalog: Catalog, layout: Layout | None) -> Sequence[str]:
    named = [(path, zh) for path, _, zh, _ in _all(catalog, layout) if not path.endswith(".")]
    return list(dict.fromkeys(name for pair in named for name in pair))


def _field(catalog: Catalog, layout: Layout | None, id: str) -> Field | None:
    """The element of that id in a record type; of the first that has it, where none is given."""
    for one in layouts(catalog) if layout is None else (layout,):
        for field in one.fields:
            if field.id == id:
                return field
    return None


def _all(catalog: Catalog, layout: Layout | None) -> Iterator[tuple[str, Field, str, str]]:
    """Path, element and full names of every element."""
    for one in layouts(catalog) if layout is None else (layout,):
        yield from headings(one)


def headings(group: Group, path: str = "", zh: str = "", en: str = "") -> Iterator[tuple[str, Field, str, str]]:
    """The path, element, and Chinese and English name of each element of a type; of groups they end with a dot."""
    for field in group.fields:
        end = "" if field.group is None else "."
        said = (path + field.id + end, field, zh + field.name.zh + end, en + field.name.en + end)
        yield said
        if field.group is not None:
            yield from headings(field.group, said[0], said[2], said[3])


# --- writing ---------------------------------------------------------------------------------------------------------


def _spread(group: Group, data: object, path: str, within: str, at: int, rows: list[dict[str, str]]) -> None:
    """Write the elements of a group into the rows from `at` on."""
    if not isinstance(data, Mapping):
        raise unwritable(path or None, Text(zh="此处应为对象", en="an object belongs here"))
    fields = {field.id: field for field in group.fields}
    if path and not data:
        raise unwritable(path, Text(zh="空的组没有内容可填", en="an empty group fills no cell"))
    for id, value in data.items():
        field, below = fields.get(id), f"{path}.{id}" if path else str(id)
        if field is None:
            raise unwritable(below, Text(zh=f"没有数据项 {below}", en=f"there is no element {below}"))
        column = f"{within}{id}"
        if field.many is None:
            _write(field, value, below, column, at, rows)
            continue
        if not isinstance(value, list) or not value:
            raise unwritable(below, Text(zh="此处应为非空列表", en="a list with items belongs here"))
        rows.extend({} for _ in range(at + len(value) - len(rows)))
        for i, one in enumerate(value):
            _write(field, one, f"{below}[{i}]", column, at + i, rows)


def _write(field: Field, value: object, path: str, column: str, at: int, rows: list[dict[str, str]]) -> None:
    if field.group is not None:
        _spread(field.group, value, path, f"{column}.", at, rows)
    elif isinstance(value, bool):
        rows[at][column] = "true" if value else "false"
    elif isinstance(value, int) or (isinstance(value, str) and value):
        rows[at][column] = str(value)
    else:
        raise unwritable(
            path, Text(zh="此处应为非空的文本、整数或布尔值", en="text, a whole number, true or false belongs here")
        )


def unwritable(path: str | None, reason: Text) -> InvalidRecord:
    """The error on something that cannot stand in a table."""
    return InvalidRecord((fault("data.not_tabular", path, reason=reason),))
