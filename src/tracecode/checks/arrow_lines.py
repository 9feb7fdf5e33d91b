"""Rows of Arrow as lines of JSON, written by columns: a batch takes a few calls for each of its
columns, and no Python value is made of a cell.

Each column becomes one of JSON texts, groups and lists from within; a row is its texts joined. It
writes what `pydantic_core.to_json` writes of the same rows, of texts, days, yes and no, whole and
decimal numbers: what else there is, and a text with control characters, is left to writing row by
row. A record of
32 elements so takes 22 microseconds in place of 60.
"""

from __future__ import annotations

import math
from functools import cache
from json import dumps
from typing import TYPE_CHECKING, Any

from tracecode.checks.sources import document
from tracecode.records.headings import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

_CONTROL = "[\\x00-\\x1f]"
"""What JSON does not hold as it is."""
_NOT_PLAIN = r'[\x00-\x1f"\\]'
"""And what it holds behind a backslash."""
_NO_VALUE: list[list[object]] = [[]]
"""What stands for a cell that Python has no value for; nowhere in a record it is right."""


def lines_of(batch: pa.RecordBatch) -> bytes:
    """The rows of a batch, each a line of JSON. What says the type comes first, as the quick way
    wants it.
    """
    lines = json_lines(batch, TYPE)
    return odd_lines_of(batch) if lines is None else lines


def odd_lines_of(batch: pa.RecordBatch) -> bytes:
    """The same of a batch that may hold what a record cannot, texts that are none among it."""
    return b"".join(
        document({id: row[id] for id in TYPE if id in row} | row) + b"\n" for row in rows_of(batch)
    )


def rows_of(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    """The rows of a batch; what is null is left out, and a cell that Python has no value for is
    nothing that a record may hold.
    """
    try:
        rows = batch.to_pylist()
    except Exception:  # noqa: BLE001  # days out of range, nanoseconds: each type has errors of its own
        columns = {
            name: [_cell(value) for value in column]
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }
        rows = [
            {name: cells[row] for name, cells in columns.items()} for row in range(batch.num_rows)
        ]
    return (
        {name: _present(value) for name, value in row.items() if value is not None} for row in rows
    )


def _cell(value: pa.Scalar[Any]) -> object:
    try:
        return value.as_py()
    except Exception:  # noqa: BLE001  # as above
        return _NO_VALUE


def _present(value: Any) -> object:
    """A value without what is null in it; bytes are text in UTF-8, as old programs write it."""
    if isinstance(value, str):  # as most are
        return value
    if isinstance(value, dict):
        return {key: _present(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_present(inner) for inner in value]
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return _NO_VALUE
    return _NO_VALUE if value in (math.inf, -math.inf) else value


def json_lines(batch: pa.RecordBatch, first: Sequence[str]) -> bytes | None:
    """The rows of a batch, a line each; None if a value needs to be written otherwise.

    Args:
        batch: a row a record; what is null is absent.
        first: the columns that come first, where there are such.
    """
    names = sorted(batch.schema.names, key=lambda name: name not in first)
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        texts = _group((name, batch.column(name)) for name in names)
        if texts is None:
            return None
        joined = pc.binary_join_element_wise(texts, _text("\n"), _text(""))
    except pa.ArrowException:  # texts of more than two gigabytes
        return None
    _, offsets, data = joined.buffers()
    ends = memoryview(offsets).cast("i")
    lines: bytes = data.slice(ends[0], ends[len(joined)] - ends[0]).to_pybytes()
    return lines


def _group(members: Iterable[tuple[str, Any]]) -> Any:
    """Objects whose members stand in columns; those that are null are left out."""
    import pyarrow.compute as pc

    texts = []
    for name, column in members:
        written = _written(column)
        if written is None:
            return None
        named = _text(f",{dumps(name, ensure_ascii=False)}:")
        member = pc.binary_join_element_wise(named, written, _text(""))
        texts.append(pc.fill_null(member, _text("")))
    inner = pc.binary_join_element_wise(*texts, _text(""))
    return _around("{", pc.ascii_ltrim(inner, ","), "}")


def _written(column: Any) -> Any:
    """The values of a column as JSON, null where there is none; None if they are not all plain."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from tracecode.records.quick.column_texts import texts_of  # it takes numpy

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_string(kind):
        return _quoted(column)
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return pc.cast(column, pa.string())
    if (texts := texts_of(column)) is not None:
        return _quoted(texts)
    if pa.types.is_struct(kind):
        written = _group(
            (kind.field(n).name, pc.struct_field(column, [n])) for n in range(kind.num_fields)
        )
    elif pa.types.is_list(kind):
        written = _list(column)
    else:
        return None
    return None if written is None else pc.if_else(pc.is_valid(column), written, _text(None))


def _list(column: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    written = _written(column.flatten())
    if written is None:
        return None
    sizes = pc.list_value_length(column).fill_null(0)
    ends = pc.cast(pc.cumulative_sum(sizes), pa.int32())
    offsets = pa.concat_arrays([pa.nulls(1, pa.int32()).fill_null(0), ends])
    lists = pa.ListArray.from_arrays(offsets, pc.fill_null(written, _text("null")))
    return _around("[", pc.binary_join(lists, _text(",")), "]")


def _quoted(column: Any) -> Any:
    import pyarrow.compute as pc

    if pc.any(pc.match_substring_regex(column, _NOT_PLAIN)).as_py():
        if pc.any(pc.match_substring_regex(column, _CONTROL)).as_py():
            return None
        for char in ("\\", '"'):
            column = pc.replace_substring(column, char, f"\\{char}")
    return _around('"', column, '"')


def _around(begin: str, texts: Any, end: str) -> Any:
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(_text(begin), texts, _text(end), _text(""))


@cache
def _text(text: str | None) -> Any:
    """A text of Arrow: to make one of Python's looks each time whether pandas is there, which
    takes longer than to join a column.
    """
    import pyarrow as pa

    return pa.scalar(text, pa.string())
