"""Read codes from a file: one a line, or a column of a CSV file. Bad lines are reported, never lost; memory is bounded.

Every row has the line on which it begins. A quoted field may hold line ends (a label of several lines); a quote that is
never closed costs its own line, not the rest of the file. Lines and CSV are read by `tables`.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, cast

from tracecode.errors import UnreadableFile
from tracecode.files import opened, reading
from tracecode.findings import Finding
from tracecode.privacy import columns
from tracecode.records.plain import fault
from tracecode.spec.base import Text
from tracecode.tables.delimited import columns_shown, is_empty, named_rows, no_column
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lines import Lines
from tracecode.tables.nothing import NOTHINGS, is_nothing
from tracecode.tables.packed import plain_name, unpacked

TABLES = (".csv", ".tsv")
"""How the names of tables end: of them it is to be said which column holds the codes."""
CodeSource = str | os.PathLike[str] | bytes | IO[bytes] | IO[str] | Iterable[str]


_A_CODE = Text(zh="代码（文本）", en="a code (a text)")
_A_MAPPING = Text(
    zh="代码（文本）或记录的映射（model_dump()、dataclasses.asdict(...) 或 _asdict() 的结果）",
    en="a code (a text) or the mapping of a record (of model_dump(), dataclasses.asdict(...) or _asdict())",
)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code as it stands in the source, or why it could not be read."""

    line: int
    text: str
    fields: dict[str, str]
    """The cells of a CSV row by the names of their columns."""
    fault: Finding | None = None
    notes: tuple[Finding, ...] = ()
    """What is wrong with the row beside its code."""


def rows(
    source: CodeSource, *, column: str | None, encoding: str, limits: Limits = DEFAULT, beside: Sequence[str] = ()
) -> Iterator[CodeRow]:  # fmt: skip
    """The rows of a source: a path, bytes, an open file, or an iterable of texts (then each is one code).

    Args:
        source: where the codes stand.
        column: the column of a CSV file; None: each line is a code.
        encoding: of bytes and files.
        limits: how much is read.
        beside: further columns that are needed.

    Raises:
        UnreadableFile: it does not exist, is a folder, or has not the columns; or there is no such encoding.
    """
    for row in _rows(source, column, encoding, limits, beside):
        yield _emptied(row) if row.text in NOTHINGS else row


def _emptied(row: CodeRow) -> CodeRow:
    """A row of which the code is a word for nothing: it is an empty one, which is said."""
    note = Finding(rule="data.no_value", severity="warning", values={"cell": _ROW, "found": row.text})
    return replace(row, text="", notes=(*row.notes, note))


_ROW = Text(zh="该行", en="the row")


def _rows(
    source: CodeSource, column: str | None, encoding: str, limits: Limits, beside: Sequence[str]
) -> Iterator[CodeRow]:
    if isinstance(source, str | os.PathLike):
        with opened(source) as file, reading(source):
            yield from _noted(
                Lines(unpacked(file, limits), encoding, limits), os.fspath(source), column, limits, beside
            )
    elif isinstance(source, bytes):
        yield from _noted(Lines(unpacked(io.BytesIO(source), limits), encoding, limits), "", column, limits, beside)
    elif hasattr(source, "read"):
        opened_already = cast("IO[bytes]", source)
        file = opened_already if hasattr(source, "encoding") else unpacked(opened_already, limits)
        lines = Lines(file, encoding, limits)
        yield from _noted(lines, str(getattr(source, "name", "")), column, limits, beside)
    else:
        for name in beside:
            raise no_column(name, ())
        for number, item in enumerate(source, 1):
            text = item.as_py() if hasattr(item, "as_py") else item  # of an Arrow array
            if isinstance(text, str):
                yield CodeRow(number, str(text), {})
            elif is_nothing(text):
                yield CodeRow(number, str(text), {})  # of pandas and numpy: a word for nothing
            else:
                allowed = _A_CODE if not _has_fields(text) else _A_MAPPING
                found = fault("data.shape", found=type(text).__name__, allowed=allowed)
                yield CodeRow(number, "", {}, found)


def _has_fields(item: object) -> bool:
    """Whether it is an object of somebody else's class that holds values by names."""
    return any(hasattr(item, name) for name in ("model_dump", "_asdict", "__dataclass_fields__", "__attrs_attrs__"))


def _noted(lines: Lines, name: str, column: str | None, limits: Limits, beside: Sequence[str]) -> Iterator[CodeRow]:
    """The rows of a file, and with one of them what is to be said of its encoding."""
    noted_count = 0
    for row in _file(lines, name, column, limits, beside):
        if noted_count < len(lines.notes) and row.fault is None:
            yield replace(row, notes=(*row.notes, *lines.notes[noted_count:]))
            noted_count = len(lines.notes)
        else:
            yield row


def _file(lines: Lines, name: str, column: str | None, limits: Limits, beside: Sequence[str]) -> Iterator[CodeRow]:
    if column is not None:
        for row in named_rows(lines, column, limits, beside=beside):
            yield CodeRow(row.line, row.fields.get(column, ""), row.fields, row.fault, row.notes)
        return
    if plain_name(name).lower().endswith(TABLES):
        if is_empty(lines):
            return  # which is said of any source
        known = columns(columns_shown(lines, limits))
        raise UnreadableFile(
            f"{name!r} is a CSV file; name the column of the codes with --column. Columns: {known['en']}",
            f"{name!r} 是 CSV 文件，请用 --column 指明代码所在列。现有列：{known['zh']}",
        )
    for number, line in lines:
        if isinstance(line, Finding):
            yield CodeRow(number, "", {}, line)
        elif text := line.strip("\r\n"):
            yield CodeRow(number, text, {})
