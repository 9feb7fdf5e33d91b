"""The forms in which codes are written: text, CSV, NDJSON, Parquet, Arrow arrays."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from tracecode.codes.bulk.columns import Bytes
from tracecode.codes.issue.faults import refusal
from tracecode.extras import extra

if TYPE_CHECKING:
    import pyarrow as pa

    from tracecode.codes.issue.plan import IssuePlan

OutputFormat: TypeAlias = Literal["text", "csv", "ndjson", "parquet"]
FORMATS: tuple[OutputFormat, ...] = ("text", "csv", "ndjson", "parquet")


class OutputLayout:
    """How a row of the file looks: what stands before the code and behind it."""

    def __init__(self, format: OutputFormat, scheme: str, special: bool) -> None:
        """Choose the layout of a format.

        Args:
            format: of the file.
            scheme: id of the scheme, which stands in every row but those of plain text.
            special: whether codes may hold characters that CSV or JSON write otherwise.
        """
        self.format = format
        self.head = b""
        self.before = self.after = b""
        self.each: Callable[[str], bytes] | None = None
        """Writes a row, where it is not just the code between two fixed texts."""
        if format == "parquet":
            return
        self.after = b"\n"
        if format == "csv":
            self.head, self.before = b"scheme,code\n", f"{scheme},".encode()
            if special:
                self.each = lambda code: _csv_row(scheme, code)
        elif format == "ndjson":
            before = f'{{"scheme":"{scheme}","code":"'
            self.before, self.after = before.encode(), b'"}\n'
            if special:
                self.each = lambda code: (
                    before[:-1] + json.dumps(code, ensure_ascii=False) + "}\n"
                ).encode()
        if self.each is not None:
            self.before = self.after = b""

    def size(self, width: int, count: int) -> int:
        """How many bytes the file has at least, with so many codes of so many bytes each."""
        if self.format == "parquet":  # compresses them
            return 0
        return len(self.head) + count * (len(self.before) + width + len(self.after))


def layout(format: OutputFormat, plan: IssuePlan) -> OutputLayout:
    """The layout of a file with the codes of a plan."""
    fixed = "".join(part for part in plan.pattern if isinstance(part, str))
    return OutputLayout(format, plan.scheme.id, special(fixed + plan.alphabet))


def special(text: str) -> bool:
    """Whether CSV or JSON write any of these characters otherwise than as they are."""
    return any(char in '",\\' or not char.isprintable() for char in text)


def need_arrow() -> None:
    """See to it that Arrow is there, before any number is taken.

    Raises:
        MissingExtra: it is not installed.
    """
    extra("pyarrow", "bulk")


def texts(rows: Bytes) -> list[str]:
    """Rows as texts."""
    width = rows.shape[1]
    data = rows.tobytes()
    return [data[at : at + width].decode() for at in range(0, len(data), width)]


def array(rows: Bytes) -> pa.StringArray:
    """Rows as an Arrow array of strings."""
    import pyarrow as pa

    count, width = rows.shape
    offsets = np.arange(0, (count + 1) * width, width, dtype=np.int32)
    data = np.ascontiguousarray(rows)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(data.reshape(-1)))


def write(file: DigestingFile, layout: OutputLayout, blocks: Iterable[Bytes]) -> None:
    """Write all rows of a text format."""
    file.write(layout.head)
    for rows in blocks:
        if layout.each is None:
            file.write(np.ascontiguousarray(rows).data)
        else:
            file.write(b"".join(map(layout.each, texts(rows))))


def write_parquet(file: DigestingFile, scheme: str, blocks: Iterable[Bytes]) -> None:
    """Write all rows as Parquet, with the columns scheme and code."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = pa.schema([("scheme", pa.dictionary(pa.int8(), pa.string())), ("code", pa.string())])
    # Codes do not repeat, so neither a dictionary of them nor statistics would be of use.
    with pq.ParquetWriter(
        file, columns, use_dictionary=["scheme"], write_statistics=False
    ) as writer:
        for rows in blocks:
            index = pa.array(np.zeros(len(rows), np.int8))
            schemes = pa.DictionaryArray.from_arrays(index, pa.array([scheme]))
            writer.write_batch(pa.record_batch([schemes, array(rows)], schema=columns))


class DigestingFile(io.RawIOBase):
    """Writes on to a file, and keeps the digest of all that was written. Closing it leaves the file
    open.
    """

    def __init__(self, file: io.RawIOBase) -> None:
        self._file, self._hash, self.size = file, hashlib.sha256(), 0

    def write(self, data: Any) -> int:
        """Write, as a file does."""
        self._hash.update(data)
        self._file.write(data)
        self.size += (count := memoryview(data).nbytes)
        return count

    def writable(self) -> bool:
        """It is."""
        return True

    def hex(self) -> str:
        """The SHA-256 of all that was written."""
        return self._hash.hexdigest()


def need_room(path: str, size: int) -> None:
    """See to it that a file of that size fits on the disk, before any number is taken.

    Raises:
        IssueError: less is free.
    """
    try:
        disk = shutil.disk_usage(os.path.dirname(path) or ".")
    except (OSError, ValueError):  # no such folder: told when the file is made
        return
    if disk.total and disk.free < size:  # some file systems do not say how large they are
        raise refusal("issue.disk_small", found=path, allowed=size, left=disk.free)


def _csv_row(scheme: str, code: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([scheme, code])
    return out.getvalue().encode()
