"""Records into the rows of a table: the other direction of `table_form`.

>>> from tracecode.spec.catalog import load_catalog
>>> record = {"record_type": "recall", "recall_no": "R-1", "trace_codes": ["a", "b"]}
>>> list(rows_of(record, layout_of(record, load_catalog())))
[{'record_type': 'recall', 'recall_no': 'R-1', 'trace_codes': 'a'}, {'trace_codes': 'b'}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tracecode.errors import InvalidRecord, UnknownId
from tracecode.records.plain import fault
from tracecode.spec.charclass import shows_nothing
from tracecode.spec.layout import Field, Group, Layout
from tracecode.spec.model import Text
from tracecode.tables.limits import DEFAULT

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog

Record = Mapping[str, object]
"""Plain data of a record."""
_MOST = DEFAULT.cell_characters


def rows_of(record: Record, layout: Layout) -> Iterator[dict[str, str]]:
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
    elif isinstance(value, str) and len(value) > _MOST:
        raise unwritable(path, Text(zh=f"单元格最多 {_MOST} 个字符", en=f"a cell holds {_MOST} characters at most"))
    elif isinstance(value, int) or (isinstance(value, str) and value):
        rows[at][column] = str(value)
    else:
        raise unwritable(
            path, Text(zh="此处应为非空的文本、整数或布尔值", en="text, a whole number, true or false belongs here")
        )


def unwritable(path: str | None, reason: Text) -> InvalidRecord:
    """The error on something that cannot stand in a table."""
    return InvalidRecord((fault("data.not_tabular", path, reason=reason),))
