"""Records into the rows of a table: the other direction of `table_form`.

>>> from tracecode.standard.resolved import packaged
>>> record = {"record_type": "recall", "recall_no": "R-1", "trace_codes": ["a", "b"]}
>>> list(rows_of(record, layout_of(record, packaged())))
[{'record_type': 'recall', 'recall_no': 'R-1', 'trace_codes': 'a'}, {'trace_codes': 'b'}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tracecode.errors import InvalidRecord, UnknownId
from tracecode.records.plain import fault
from tracecode.spec.base import Text
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.tables.limits import DEFAULT
from tracecode.tables.nothing import escaped

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

PlainRecord = Mapping[str, object]
"""Plain data of a record."""
_MOST = DEFAULT.cell_characters


def rows_of(record: PlainRecord, layout: RecordLayout) -> Iterator[dict[str, str]]:
    """The rows of a record: its filled columns by path, as text.

    Raises:
        InvalidRecord: something cannot stand in a table.
    """
    rows: list[dict[str, str]] = [{}]
    _spread(layout, record, "", "", 0, rows)
    for row in rows:
        if all(map(shows_nothing, row.values())):
            raise unwritable(None, Text(zh="一行中只有空白", en="a row would hold blanks only"))
        yield row


def layout_of(record: PlainRecord, standard: Resolved) -> RecordLayout:
    """The type of a record that is to be written.

    Raises:
        InvalidRecord: it does not say one that exists.
    """
    from tracecode.records.named_type import layout_of as of

    try:
        return of(record, standard)
    except UnknownId as error:
        kind = f"{record.get('record_type')} / {record.get('product_item')}"
        raise unwritable(
            "record_type", Text(zh=f"没有记录类型 {kind}", en=f"no record type {kind}")
        ) from error


class _Column(NamedTuple):
    """Where an element stands in a table."""

    field: Element
    path: str
    plain: bool
    """Whether it is a single value, no group and no list."""


@cache
def _columns(group: ElementGroup, within: str) -> dict[str, _Column]:
    """The columns of the elements of a group that stands within others, by id."""
    return {
        field.id: _Column(field, f"{within}{field.id}", field.group is None and field.many is None)
        for field in group.elements
    }


def _spread(
    group: ElementGroup, data: object, path: str, within: str, at: int, rows: list[dict[str, str]]
) -> None:
    """Write the elements of a group into the rows from `at` on."""
    if not isinstance(data, Mapping):
        raise unwritable(path or None, Text(zh="此处应为对象", en="an object belongs here"))
    if path and not data:
        raise unwritable(path, Text(zh="空的组没有内容可填", en="an empty group fills no cell"))
    columns, row = _columns(group, within), rows[at]
    for id, value in data.items():
        column = columns.get(id)
        if column is not None and column.plain and type(value) is str and 0 < len(value) <= _MOST:
            row[column.path] = escaped(value)  # as most are
            continue
        below = f"{path}.{id}" if path else str(id)
        if column is None:
            raise unwritable(
                below, Text(zh=f"没有数据项 {below}", en=f"there is no element {below}")
            )
        if column.field.many is None:
            _write(column, value, below, at, rows)
            continue
        if not isinstance(value, list) or not value:
            raise unwritable(
                below, Text(zh="此处应为非空列表", en="a list with items belongs here")
            )
        rows.extend({} for _ in range(at + len(value) - len(rows)))
        for i, item in enumerate(value):
            _write(column, item, f"{below}[{i}]", at + i, rows)


def _write(column: _Column, value: object, path: str, at: int, rows: list[dict[str, str]]) -> None:
    if column.field.group is not None:
        _spread(column.field.group, value, path, f"{column.path}.", at, rows)
    elif isinstance(value, bool):
        rows[at][column.path] = "true" if value else "false"
    elif isinstance(value, str) and len(value) > _MOST:
        raise unwritable(
            path,
            Text(zh=f"单元格最多 {_MOST} 个字符", en=f"a cell holds {_MOST} characters at most"),
        )
    elif isinstance(value, int) or (isinstance(value, str) and value):
        rows[at][column.path] = escaped(str(value))
    else:
        raise unwritable(
            path,
            Text(
                zh="此处应为非空的文本、整数或布尔值",
                en="text, a whole number, true or false belongs here",
            ),
        )


def unwritable(path: str | None, reason: Text) -> InvalidRecord:
    """The error on something that cannot stand in a table."""
    return InvalidRecord((fault("data.not_tabular", path, reason=reason),))
