"""Rows of CSV with quotation marks, which may go on over further lines, and what is wrong with
them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Protocol

from tracecode.findings import Finding
from tracecode.spec.base import Text
from tracecode.tables.limits import Limits
from tracecode.tables.lines import Line


class PuttingBack(Protocol):
    """Lines that can be read again."""

    def __next__(self) -> Line: ...
    def put_back(self, lines: Iterable[Line]) -> None:
        """Read these lines next, in this order."""


def quoted(
    number: int, line: str, lines: PuttingBack, delimiter: str, limits: Limits
) -> list[str] | Finding:
    """A row with quotes, which may go on over further lines."""
    gathered = [line]
    size = len(line)
    while True:
        try:
            cells = next(csv.reader(gathered, delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            reason = str(error)
        else:
            return cells if size <= limits.cell_characters else held(cells, number, limits)
        more = None
        if (
            "unexpected end" in reason
            and len(gathered) < limits.row_lines
            and size < limits.row_characters
        ):
            more = next(lines, None)
        if more is not None and isinstance(more[1], str):
            gathered.append(more[1])
            size += len(more[1])
            continue
        again: list[Line] = [(number + 1 + at, text) for at, text in enumerate(gathered[1:])]
        lines.put_back(again if more is None else [*again, more])
        return _malformed(number, _reason(reason, limits))


def held(cells: list[str], number: int, limits: Limits) -> list[str] | Finding:
    """The cells, if each is as short as a cell may be."""
    if all(len(cell) <= limits.cell_characters for cell in cells):
        return cells
    return _malformed(number, _long(limits))


def _malformed(number: int, reason: Text) -> Finding:
    return Finding(
        rule="file.malformed_row", severity="error", values={"reason": reason}, line=number
    )


def _reason(error: str, limits: Limits) -> Text:
    """Why the quotes of a row are not right, in our words."""
    if "unexpected end" in error:
        return Text(zh="引号没有闭合", en="a quotation mark is never closed")
    if "field limit" in error:
        return _long(limits)
    if "expected after" in error:
        return Text(zh="闭合的引号之后还有文字", en="text follows a closing quotation mark")
    return Text(zh="引号的用法不对", en="its quotation marks are not right")


def _long(limits: Limits) -> Text:
    most = limits.cell_characters
    return Text(zh=f"单元格超过 {most} 个字符", en=f"a cell has more than {most} characters")
