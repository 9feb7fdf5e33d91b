"""Codes in a column of a Parquet file, a row group at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

from tracecode.checks.rows import TOGETHER, CodeRow, CodeRows
from tracecode.errors import UnreadableFile
from tracecode.extras import extra
from tracecode.tables.delimited import no_column

if TYPE_CHECKING:
    import pyarrow as pa

    from tracecode.checks.blocks import CodeBlock


class ParquetRows(CodeRows):
    """A column of a Parquet file, a row group at a time. A row is counted as a line; whole numbers
    are digits.
    """

    in_blocks = True

    def __init__(self, file: IO[bytes], names: Sequence[str]) -> None:
        extra("pyarrow", "bulk")
        self._beside = names[1] if len(names) > 1 else None
        self._blocks = self._read(file, names)
        self._block: CodeBlock | None = None
        self._at = 0

    def __next__(self) -> CodeRow:
        while self._block is None or self._at == len(self._block.lines):
            self._block, self._at = next(self._blocks), 0
        self._at += 1
        return self._block.row(self._at - 1, self._beside)

    def blocks(self) -> Iterator[CodeBlock | CodeRow]:
        """The rest of the rows.

        Raises:
            UnreadableFile: it is damaged, or has no such column of texts.
        """
        if self._block is not None and self._at < len(self._block.lines):
            yield self._block.behind(self._at)
        yield from self._blocks

    @staticmethod
    def _read(file: IO[bytes], names: Sequence[str]) -> Iterator[CodeBlock]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        from tracecode.checks.blocks import block_of

        try:
            table = pq.ParquetFile(file if file.seekable() else pa.py_buffer(file.read()))
            for name in names:
                if name not in table.schema_arrow.names:
                    raise no_column(name, table.schema_arrow.names)
            number = 1
            for batch in table.iter_batches(TOGETHER, columns=[*names], use_threads=False):
                texts = [texts_of(batch.column(name), name) for name in names]
                yield block_of(texts[0], number, *texts[1:])
                number += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            why = str(error).splitlines()[0][:200]
            raise UnreadableFile(
                f"the Parquet file cannot be read: {why}", f"Parquet 文件无法读取：{why}"
            ) from None


def texts_of(column: pa.Array[Any], name: str) -> pa.Array[Any]:
    """The cells of a column as texts; absent ones are empty.

    Raises:
        UnreadableFile: it holds what is no text.
    """
    import pyarrow as pa

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not (pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)
            or pa.types.is_string_view(kind) or pa.types.is_null(kind) or pa.types.is_date32(kind)):  # fmt: skip
        raise UnreadableFile(
            f"the column {name!r} holds {kind}, and no texts",
            f"列“{name}”的类型为 {kind}，不是文本",
        )
    return column.cast(pa.large_string()).fill_null("")
