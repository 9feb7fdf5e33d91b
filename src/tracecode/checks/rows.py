"""Read codes from a file: one a line, or a column of a CSV file. Bad lines are reported, never lost; memory is bounded.

Every row has the line on which it begins. A quoted field may hold line ends (a label of several lines), up to
`MAX_RECORD_LINES`; a quote that is never closed costs its own line, not the rest of the file.
"""

from __future__ import annotations

import csv
import io
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from tracecode.errors import UnreadableFile
from tracecode.files import opened, reading
from tracecode.findings import Finding
from tracecode.privacy import columns

MAX_LINE = 65_536
MAX_RECORD_LINES = 24
_DELIMITERS = (",", "\t", ";", "|")
_LOOK = 65_536

Source = str | os.PathLike[str] | bytes | IO[bytes] | IO[str] | Iterable[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One code as it stands in the source, or why it could not be read."""

    line: int
    text: str
    fields: dict[str, str]
    """The other columns of a CSV row."""
    fault: Finding | None = None


def rows(source: Source, *, column: str | None, encoding: str) -> Iterator[Row]:
    """The rows of a source: a path, bytes, an open file, or an iterable of texts (then each is one code).

    Raises:
        UnreadableFile: it does not exist, is a folder, has another encoding or not the column.
    """
    if isinstance(source, str | os.PathLike):
        with opened(source) as file, reading(source):
            yield from _file(file, os.fspath(source), column, encoding)
    elif isinstance(source, bytes):
        yield from _file(io.BytesIO(source), "", column, encoding)
    elif hasattr(source, "read"):
        yield from _file(source, str(getattr(source, "name", "")), column, encoding)  # type: ignore[arg-type]
    else:
        for number, text in enumerate(source, 1):
            yield Row(number, str(text), {})


def _file(file: IO[bytes] | IO[str], name: str, column: str | None, encoding: str) -> Iterator[Row]:
    lines = _Lines(file, encoding)
    if column is not None:
        yield from _csv(lines, column)
        return
    if name.lower().endswith(".csv"):
        header = next(_records(lines, ","), None)
        known = columns(header.fields_list if header else ())
        raise UnreadableFile(
            f"{name!r} is a CSV file; name the column of the codes with --column. Columns: {known['en']}",
            f"{name!r} 是 CSV 文件，请用 --column 指明代码所在列。现有列：{known['zh']}",
        )
    for number, line in lines:
        if isinstance(line, Finding):
            yield Row(number, "", {}, line)
        elif text := line.strip("\r\n"):
            yield Row(number, text, {})


def _csv(lines: _Lines, column: str) -> Iterator[Row]:
    first = next(iter(lines), None)
    if first is None or isinstance(first[1], Finding):
        raise UnreadableFile("the file is empty or has no header line", "文件为空或没有表头行")
    header_line = first[1]
    header: list[str] = []
    delimiter = ","
    for delimiter in _DELIMITERS:
        header = [name.strip() for name in next(csv.reader([header_line], delimiter=delimiter), [])]
        if column in header:
            break
    else:
        known = columns(name.strip() for name in next(csv.reader([header_line]), []))
        raise UnreadableFile(
            f"there is no column {column!r}; the columns are: {known['en']}",
            f"没有名为 {column!r} 的列；现有列：{known['zh']}",
        )
    place = header.index(column)
    for record in _records(lines, delimiter):
        if record.fault is not None:
            yield Row(record.line, "", {}, record.fault)
        elif record.fields_list and any(record.fields_list):
            if place < len(record.fields_list):
                fields = dict(zip(header, record.fields_list, strict=False))
                yield Row(record.line, record.fields_list[place], fields)
            else:
                fault = Finding(
                    rule="file.missing_column", severity="error", values={"column": place + 1}, line=record.line
                )
                yield Row(record.line, "", {}, fault)


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    fields_list: list[str]
    fault: Finding | None = None


def _records(lines: _Lines, delimiter: str) -> Iterator[_Record]:
    """CSV records; one whose quote is never closed is a fault of its first line, and reading goes on with the next."""
    for number, line in lines:
        if isinstance(line, Finding):
            yield _Record(number, [], line)
            continue
        gathered = [line]
        while True:
            try:
                yield _Record(number, next(csv.reader(gathered, delimiter=delimiter, strict=True), []))
                break
            except csv.Error as error:
                more = (
                    next(lines, None) if len(gathered) < MAX_RECORD_LINES and "unexpected end" in str(error) else None
                )
                if more is not None and not isinstance(more[1], Finding):
                    gathered.append(more[1])
                    continue
                if more is not None:
                    lines.put_back([more])
                lines.put_back([(number + 1 + i, text) for i, text in enumerate(gathered[1:])])
                values = {"reason": str(error)}
                yield _Record(
                    number, [], Finding(rule="file.malformed_row", severity="error", values=values, line=number)
                )
                break


class _Lines:
    """Decoded lines with their numbers; a line that is too long is a finding. Lines can be put back."""

    def __init__(self, file: IO[bytes] | IO[str], encoding: str) -> None:
        self._file, self._encoding = file, encoding
        self._number = 0
        self._back: deque[tuple[int, str | Finding]] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> tuple[int, str | Finding]:
        if self._back:
            return self._back.popleft()
        raw = self._file.readline(MAX_LINE + 1)
        if not raw:
            raise StopIteration
        self._number += 1
        if len(raw) > MAX_LINE:
            while raw and raw[-1:] not in (b"\n", "\n"):
                raw = self._file.readline(MAX_LINE)
            values = {"allowed": MAX_LINE}
            return self._number, Finding(rule="file.line_too_long", severity="error", values=values, line=self._number)
        return self._number, raw if isinstance(raw, str) else self._decode(raw)

    def put_back(self, lines: list[tuple[int, str]] | list[tuple[int, str | Finding]]) -> None:
        self._back.extendleft(reversed(lines))

    def _decode(self, raw: bytes) -> str:
        try:
            if self._number == 1 and raw.startswith((b"\xff\xfe", b"\xfe\xff")) and "16" not in self._encoding:
                raise UnicodeDecodeError("utf-8", raw, 0, 1, "UTF-16")
            text = raw.decode(self._encoding)
        except UnicodeDecodeError:
            guess = _guess(raw)
            said = (
                f"; it looks like {guess}: add --encoding {guess}" if guess else "; name its encoding with --encoding"
            )
            gesagt = f"；看起来是 {guess}，请加 --encoding {guess}" if guess else "；请用 --encoding 指明编码"
            raise UnreadableFile(
                f"line {self._number} is not {self._encoding.upper()}{said}",
                f"第 {self._number} 行不是 {self._encoding.upper()} 编码{gesagt}",
            ) from None
        except LookupError:
            raise UnreadableFile(
                f"there is no encoding {self._encoding!r}", f"没有名为 {self._encoding!r} 的编码"
            ) from None
        return text.removeprefix("\ufeff") if self._number == 1 else text


def _guess(raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "gb18030"
