"""How rows of a table are written as records in JSON, in one formatting: which columns are filled
recurs from row to row, so that each such shape has a text with places for its values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.records.cells import value_of
from tracecode.records.headings import TYPE
from tracecode.records.written_names import found_in
from tracecode.tables.rows import Cell, Flaw

if TYPE_CHECKING:
    from tracecode.records.table_record import Column, ColumnPlan

_MOST_TEXTS, _LONGEST = 8192, 64


class ColumnTexts(dict[Cell, str]):
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


class ValueSlot(NamedTuple):
    """Where a value stands in JSON."""

    at: int
    """Its place among the values."""
    text: str
    """`%s`, and what stands around it."""


_Tree = dict[str, Any]
"""Places, fixed texts of JSON, and trees, by keys."""


class RowTemplate:
    """A part of a record in JSON, with places for values."""

    def __init__(self, part: _Tree | ValueSlot) -> None:
        self._order: list[int] = []
        self._text = self._written(part)
        self._values: Callable[[list[str]], Any] = itemgetter(*self._order)
        """Gives them as a tuple, or the one that there is."""

    def _written(self, part: _Tree | ValueSlot | str) -> str:
        if isinstance(part, ValueSlot):
            self._order.append(part.at)
            return part.text
        if isinstance(part, str):
            return part.replace("%", "%%")
        return "{" + ",".join(f'"{key}":{self._written(part[key])}' for key in part) + "}"

    def filled(self, values: list[str]) -> str:
        """It, with the values of a row."""
        text: str = self._text % self._values(values)
        return text


class RowShape(NamedTuple):
    """Rows whose filled columns are the same."""

    begins: bool
    """Whether such a row begins a record."""
    width: int
    """How many cells are filled."""
    texts: list[tuple[int, ColumnTexts]]
    """Of each value that is read its place in the row, and what stands for it."""
    odd: list[tuple[int, ColumnTexts]]
    """Of these, the ones that stand for something else where they are text."""
    own: _Tree
    """The elements of the record itself."""
    items: list[tuple[int, RowTemplate]]
    """The items of repeated elements: of which, and how it is written."""
    whole: dict[tuple[int, ...], RowTemplate]
    """How a record is written that begins so, by the repeated elements that it has."""


class RowKind:
    """Records of one type in a table."""

    def __init__(self, plan: ColumnPlan, given: Mapping[str, str]) -> None:
        self.plan = plan
        self.shapes: dict[tuple[int, ...], RowShape | None] = {}
        self._given = given
        """What the sheet says of the type, and not the columns."""
        self._texts: dict[int, ColumnTexts] = {}

    def shape(self, filled: tuple[int, ...], named: frozenset[int]) -> RowShape | None:
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
        items: list[tuple[int, RowTemplate]] = []
        for number, repeat in enumerate(plan.repeats):
            columns = [column for column in repeat.columns if column.at in places]
            if not columns:
                continue
            read += columns
            item: _Tree = {}
            for column in columns if repeat.group else ():
                _put(item, column.keys, _place(column, places))
            items.append((number, RowTemplate(item or _place(columns[0], places))))
        if not begins and not items:
            return None
        texts = [
            (places[column.at], self._texts.setdefault(column.at, ColumnTexts(column)))
            for column in read
        ]
        odd = [text for text, column in zip(texts, read, strict=True) if not column.text]
        return RowShape(begins, len(filled), texts, odd, own, items, {})

    def whole(self, shape: RowShape, present: tuple[int, ...]) -> RowTemplate:
        """How a record is written that begins so, and has these repeated elements."""
        tree: _Tree = _copied(shape.own)
        for at, repeat in enumerate(present, shape.width):
            _put(tree, self.plan.repeats[repeat].keys, ValueSlot(at, "[%s]"))
        return RowTemplate(tree)


def _place(column: Column, places: Mapping[int, int]) -> ValueSlot:
    return ValueSlot(places[column.at], '"%s"' if column.text else "%s")


def _put(tree: _Tree, keys: tuple[str, ...], part: ValueSlot) -> None:
    for key in keys[:-1]:
        tree = tree.setdefault(key, {})
    tree[keys[-1]] = part


def _copied(tree: _Tree) -> _Tree:
    return {key: _copied(part) if isinstance(part, dict) else part for key, part in tree.items()}
