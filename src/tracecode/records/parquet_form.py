"""Records as Parquet: a row a record, a group as a struct, what repeats as a list; every text in its
one written form, so that nothing changes on the way.

What is absent is null. The columns are the elements of all record types that stand in the file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from tracecode.errors import UnreadableFile
from tracecode.extras import extra
from tracecode.files import opened_pieces
from tracecode.records.named_type import layout_of

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup, RecordLayout
    from tracecode.standard.resolved import Resolved

_TOGETHER = 1024
"""So many rows are read and written at once."""
_IN_MEMORY = 16 * 1024 * 1024


def lines_of(file: IO[bytes]) -> IO[bytes]:
    """The rows as lines of JSON, which are made while they are read.

    Args:
        file: open, and seekable.

    Raises:
        MissingExtra: pyarrow is not installed.
        UnreadableFile: while reading: it is damaged.
    """
    return opened_pieces(_lines(file, extra("pyarrow.parquet", "bulk")))


def write(records: Iterable[Mapping[str, object]], standard: Resolved, file: IO[bytes]) -> None:
    """Records as they come as Parquet into a file.

    Their rows wait in a temporary file, since the types that stand among them make the columns.

    Args:
        records: plain data of records, of one type or several; they are asked for once.
        standard: the specifications.
        file: open, of bytes.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    parquet = extra("pyarrow.parquet", "bulk")
    import pyarrow as pa

    used: dict[RecordLayout, None] = {}
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as waiting:
        for record in records:
            used[layout_of(record, standard)] = None
            waiting.write(to_json(record) + b"\n")
        waiting.seek(0)
        schema = pa.schema(_fields([*used]))
        writer = parquet.ParquetWriter(file, schema, compression="zstd")
        try:
            while rows := [*map(from_json, islice(waiting, _TOGETHER))]:
                writer.write_batch(pa.RecordBatch.from_pylist(rows, schema))
        except BaseException:
            writer.is_open = False  # nobody takes what was written
            raise
        writer.close()


def _lines(file: IO[bytes], parquet: Any) -> Iterator[bytes]:
    import pyarrow as pa

    try:
        for batch in parquet.ParquetFile(file).iter_batches(_TOGETHER, use_threads=False):
            for row in batch.to_pylist():
                yield to_json(_plain(row)) + b"\n"
    except (pa.ArrowException, OSError) as error:
        why = str(error).splitlines()[0][:200]
        raise UnreadableFile(
            f"the Parquet file cannot be read: {why}", f"Parquet 文件无法读取：{why}"
        ) from None


def _plain(value: Any) -> Any:
    """A value as JSON has it; what is null is absent."""
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items() if inner is not None}
        case list():
            return [_plain(inner) for inner in value]
        case datetime():
            return value.isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
    return value


def _fields(groups: Sequence[ElementGroup]) -> list[Any]:
    """The Arrow fields of the elements of some groups; what has one id is one field."""
    import pyarrow as pa

    elements: dict[str, list[Element]] = {}
    for group in groups:
        for element in group.elements:
            elements.setdefault(element.id, []).append(element)
    return [pa.field(id, _type(same)) for id, same in elements.items()]


def _type(elements: Sequence[Element]) -> Any:
    """The Arrow type of an element, as the record types have it."""
    import pyarrow as pa

    first = elements[0]
    if groups := [element.group for element in elements if element.group is not None]:
        kind = pa.struct(_fields(groups))
    else:
        format = None if first.format is None else first.format.kind
        kind = {"boolean": pa.bool_(), "integer": pa.int64()}.get(format or "", pa.string())
    return kind if first.many is None else pa.list_(kind)
