"""Rows and cells: what every reader of tables gives.

A cell is what it shows. In CSV that is text; in a workbook a cell holds a text, a number, a date or
a truth value, and a number format that says how it looks. Both are kept, so that whoever knows what
belongs into the column can judge.

>>> Row(2, {0: "recall", 3: "R-1"}).cells[3]
'R-1'
>>> cell_name(27, 3)
'AB3'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import NamedTuple

from tracecode.findings import Finding


class Flaw(NamedTuple):
    """A cell that stands for no value, and why."""

    rule: str
    values: Mapping[str, object]


class Shown(NamedTuple):
    """A number as its format shows it."""

    text: str
    """The whole, without padding."""
    number: Decimal | None
    """The number that people read there, a percentage as it stands; None where they read none."""
    around: str = ""
    """What stands beside the digits, without sign, brackets and blanks: `%`, `¥`, `kg`."""
    exact: bool = True
    """Whether nothing was rounded, and the number is the one that the cell holds, or its
    percentage.
    """
    plain: bool = True
    """Whether it is also written in digits, without thousands separators and powers of ten."""


class Number(NamedTuple):
    """A number, with the 15 significant digits that a spreadsheet keeps."""

    value: Decimal
    shown: Shown | None = None
    """None: it is shown as it is."""


class Moment(NamedTuple):
    """A date, perhaps with a time of day."""

    at: datetime
    shows: str = "ymdHMS"
    """Which parts are to be seen, of `y`, `m`, `d`, `H`, `M` and `S`."""
    offset: str = ""
    """What its format shows behind the time of day: `Z`, or an offset such as `+08:00`. The cell
    itself has none.
    """


class Clock(NamedTuple):
    """A time of day."""

    at: time
    shows: str = "HMS"
    offset: str = ""
    """As of a moment."""


Cell = str | bool | Number | Moment | Clock | Flaw
"""A filled cell."""


class Row(NamedTuple):
    """A row of a table."""

    line: int
    """Its line, or its row in the sheet, from 1."""
    cells: Mapping[int, Cell]
    """The filled cells by column, from 0, in the order of the columns."""
    fault: Finding | None = None
    """Why it could not be read, or why the reading ends with it; then it has no cells."""
    notes: tuple[Finding, ...] = ()
    """What is to be said of a row that was read."""


def number_of(text: str) -> Number:
    """A number as a spreadsheet keeps it.

    >>> number_of("421.75000000000006").value
    Decimal('421.75')

    Raises:
        ValueError: it is none.
    """
    return Number(Decimal(format(float(text), ".15g")))


def plain(number: Decimal) -> str:
    """A number in digits, without powers of ten and needless zeros.

    >>> plain(Decimal("1.50E+2"))
    '150'
    """
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def cell_name(column: int, row: int) -> str:
    """The name of a cell in a spreadsheet; the first column is 0."""
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """The letters of a column; the first is 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
