"""Rows for rules across records: tables of plain values, read from one record after another.

What a row is says the data (`specs/rules/rows/`): which elements of which records stand in which
column. A reader is made for some of them, looks once at each type of record, and then takes values
by their paths.

>>> from tracecode.standard.resolved import packaged
>>> reader = RowReader(packaged(), ["record-heads"])
>>> list(reader.read({"record_type": "recall", "record_id": "7", "uscc": "91350100M000100Y43"}))
[('record-heads', ('7', '91350100M000100Y43'))]

Times are texts that sort (of moments, in UTC), numbers are whole millionths; both mean the same in
every engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.errors import UnknownId
from tracecode.relations.cells import LARGEST, READERS, Cell, word
from tracecode.spec.across_model import ColumnKind, ReadSpec
from tracecode.standard.record_layout import find_layout, item_ids
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup, RecordLayout
    from tracecode.standard.resolved import Resolved

UNITS = "quantity-unit"
"""The code list that says what a unit is in others."""
ALL = "*"
_Parts = tuple[str, ...]


class RowTable(NamedTuple):
    """A table of rows."""

    id: str
    columns: Mapping[str, ColumnKind]


def table_of(standard: Resolved, id: str) -> RowTable:
    """The table of some rows.

    Raises:
        UnknownId: there are no such rows.
    """
    return RowTable(id, standard.rows(id).columns)


class Unread(NamedTuple):
    """A value that stands in a column of rows, and cannot be compared: the record is wrong
    there.
    """

    rows: str
    path: str


class RowReader:
    """Reads the rows of some tables from records. Not safe to share between threads."""

    def __init__(self, standard: Resolved, rows: Iterable[str]) -> None:
        self._standard = standard
        self.tables = tuple(table_of(standard, id) for id in rows)
        self._takers: dict[tuple[str, str | None], tuple[Taker, ...]] = {}
        self.unread: list[Unread] = []
        """What could not be read of the last record."""

    def takers(self, kind: str, product: str | None) -> tuple[Taker, ...]:
        """What is taken from a kind of record of an item; nothing from a type that there is not."""
        key = kind, product if product in item_ids(self._standard) else None
        takers = self._takers.get(key)
        if takers is None:
            layout = find_layout(self._standard, *key)
            if layout is None:
                return ()
            takers = self._takers[key] = tuple(_takers(self._standard, self.tables, layout, key[1]))
        return takers

    def knows(self, data: Mapping[str, Any]) -> bool:
        """Whether a record says of which type it is, and there is such a type."""
        kind, product = data.get("record_type"), data.get("product_item")
        if not isinstance(kind, str):
            return False
        item = product if isinstance(product, str) and product in item_ids(self._standard) else None
        return (kind, item) in self._takers or find_layout(self._standard, kind, item) is not None

    def read(self, data: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        """The rows of a record: the table of each, and its cells in the order of the table's
        columns.

        Args:
            data: plain data, right or wrong. What is of another form than its element is left out,
                and named in `unread`.
        """
        self.unread.clear()
        kind, product = data.get("record_type"), data.get("product_item")
        if isinstance(kind, str):
            for taker in self.takers(kind, product if isinstance(product, str) else None):
                yield from taker.rows(data, self.unread)


class _Place(NamedTuple):
    """Where a value stands: below the record (0) or below a line of the n-th repeated group inside
    one another.
    """

    level: int
    parts: _Parts
    path: str


class Taker(NamedTuple):
    """What is read of one type of record into one table."""

    table: str
    steps: tuple[_Parts, ...]
    """The way to each repeated group or element, from what is around it."""
    columns: tuple[tuple[tuple[_Place, ...], Callable[[Any], Cell]], ...]
    when: tuple[tuple[_Place, frozenset[str]], ...]
    quantity: tuple[tuple[int, int], ...]
    """The numbers of columns of amounts, each with that of its unit."""
    factors: Mapping[str, tuple[int, int, str]]

    def rows(
        self, record: Mapping[str, Any], unread: list[Unread]
    ) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        """The rows of a record."""
        for inside in _inside((record,), self.steps) if self.steps else ((record,),):
            if self.when and any(
                word(_value(inside, place)) not in allowed for place, allowed in self.when
            ):
                continue
            cells: list[Cell] = []
            for places, read in self.columns:
                cell = None
                for place in places:
                    value = _value(inside, place)
                    if value is not None:
                        try:
                            cell = read(value)
                        except (ValueError, ArithmeticError):
                            unread.append(Unread(self.table, place.path))
                        break
                cells.append(cell)
            for amount, unit in self.quantity:
                self._measure(cells, amount, unit, unread)
            yield self.table, tuple(cells)

    def _measure(self, cells: list[Cell], amount: int, unit: int, unread: list[Unread]) -> None:
        """Turn an amount into the base unit."""
        number, name = cells[amount], cells[unit]
        if not isinstance(number, int) or not isinstance(name, str) or name not in self.factors:
            return
        times, over, base = self.factors[name]
        whole, rest = divmod(number * times, over)
        cells[amount], cells[unit] = whole, base
        if rest or abs(whole) >= LARGEST:
            cells[amount] = None
            unread.append(Unread(self.table, self.columns[amount][0][0].path))


def _inside(around: tuple[Any, ...], steps: tuple[_Parts, ...]) -> Iterator[tuple[Any, ...]]:
    """Each line of the innermost repeated group, with what is around it, the record first."""
    lines = _down(around[-1], steps[0])
    for line in lines if isinstance(lines, list | tuple) else ():
        if steps[1:]:
            yield from _inside((*around, line), steps[1:])
        else:
            yield (*around, line)


def _value(inside: tuple[Any, ...], place: _Place) -> Any:
    value = inside[place.level]
    for part in place.parts:
        if value.__class__ is not dict and not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def _down(value: Any, parts: _Parts) -> Any:
    for part in parts:
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


# --- what is taken from a type of record ----------------------------------------------------------


def _takers(
    standard: Resolved, tables: Iterable[RowTable], layout: RecordLayout, product: str | None
) -> Iterator[Taker]:  # fmt: skip
    measures = factors(standard)
    for table in tables:
        for read in standard.rows(table.id).reads:
            if (
                _applies(read, layout.record, product)
                and (taker := _taker(table, read, layout, measures)) is not None
            ):
                yield taker


def _applies(read: ReadSpec, record: str, product: str | None) -> bool:
    return (ALL in read.records or record in read.records) and (
        not read.products or product in read.products
    )


def _taker(
    table: RowTable,
    read: ReadSpec,
    layout: ElementGroup,
    factors: Mapping[str, tuple[int, int, str]],
) -> Taker | None:
    """What is read of a record type; None where it lacks all elements of a column, or one of a
    condition.
    """
    groups = repeated(layout, read)
    columns = []
    for name, kind in table.columns.items():
        places = [
            _place(path, groups)
            for path in read.take.get(name, ())
            if element_at(layout, path) is not None
        ]
        if name in read.take and not places:
            return None
        columns.append((tuple(places), READERS[kind]))
    if any(element_at(layout, path) is None for path in read.when):
        return None
    steps = tuple(group[len(groups[i - 1]) if i else 0 :] for i, group in enumerate(groups))
    when = tuple((_place(path, groups), frozenset(values)) for path, values in read.when.items())
    names = list(table.columns)
    units = [names.index(name) for name, kind in table.columns.items() if kind == "unit"]
    amounts = [names.index(name) for name, kind in table.columns.items() if kind == "quantity"]
    pairs = tuple((amount, units[0]) for amount in amounts if units)
    return Taker(table.id, steps, tuple(columns), when, pairs, factors)


def repeated(layout: ElementGroup, read: ReadSpec) -> list[_Parts]:
    """The repeated groups and elements on the ways that something is read, each inside the one
    before.

    Raises:
        ValueError: two stand beside each other, so that no row would belong to both.
    """
    repeats: set[_Parts] = set()
    for path in (*(path for paths in read.take.values() for path in paths), *read.when):
        parts = tuple(path.split("."))
        for size in range(1, len(parts) + 1):
            element = element_at(layout, ".".join(parts[:size]))
            if element is not None and element.many is not None:
                repeats.add(parts[:size])
    chain = sorted(repeats, key=len)
    for outer, inner in pairwise(chain):
        if inner[: len(outer)] != outer:
            raise ValueError(f"{'.'.join(outer)} / {'.'.join(inner)}")
    return chain


def element_at(group: ElementGroup, path: str) -> Element | None:
    """The element at a path of a record type; None if there is none."""
    element = None
    for id in path.split("."):
        here = (
            group.elements if element is None else element.group.elements if element.group else ()
        )
        element = next((child for child in here if child.id == id), None)
        if element is None:
            return None
    return element


def _place(path: str, groups: list[_Parts]) -> _Place:
    parts = tuple(path.split("."))
    level = sum(parts[: len(group)] == group for group in groups)
    return _Place(level, parts[len(groups[level - 1]) if level else 0 :], path)


@kept
def factors(standard: Resolved) -> Mapping[str, tuple[int, int, str]]:
    """What a unit is in its base unit."""
    if UNITS not in standard.ids("codelist"):
        return {}
    entries = standard.codelist(UNITS).entries
    return {
        entry.code: (*Decimal(entry.equals.times).as_integer_ratio(), entry.equals.unit)
        for entry in entries
        if entry.equals
    }


# --- records written by paths, as samples of rules are --------------------------------------------


def from_paths(record: Mapping[str, str]) -> dict[str, Any]:
    """A record of a sample: `{"lines[0].batch_no": "A"}` is a list of one line.

    Raises:
        UnknownId: a path goes through something that is no group.
    """
    made: dict[str, Any] = {}
    for path, value in record.items():
        steps = [
            int(one[1:-1]) if one[0] == "[" else one
            for one in re.findall(r"\[[0-9]{1,3}\]|[^.\[\]]+", path)
        ]
        here: Any = made
        for step, after in pairwise(steps):
            here = _opened(here, step, [] if isinstance(after, int) else {}, path)
        _opened(here, steps[-1], value, path)
    return made


def _opened(here: Any, step: int | str, inner: Any, path: str) -> Any:
    if isinstance(step, int) and isinstance(here, list) and step <= len(here):
        if step == len(here):
            here.append(inner)
        return here[step]
    if isinstance(step, str) and isinstance(here, dict):
        return here.setdefault(step, inner)
    raise UnknownId("element", path, ())


def personal_columns(standard: Resolved, id: str) -> frozenset[str]:
    """The columns of some rows that hold what concerns a natural person: no text shows them."""
    return standard.keep((personal_columns, id), partial(_personal, standard, id))


def _personal(standard: Resolved, id: str) -> frozenset[str]:
    known = frozenset(standard.ids("indicator"))
    return frozenset(
        column
        for read in standard.rows(id).reads
        for column, paths in read.take.items()
        for part in (part for path in paths for part in path.split("."))
        if part in known and standard.indicator(part).privacy == "personal"
    )
