"""Cells of rows: what is made of the values of records, by the kind of their column.

>>> READERS["number"]("1.5"), READERS["day"]("2026-03-01T08:00:00+08:00")
(1500000, '2026-03-01')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from tracecode.spec.across_model import ColumnKind

MILLIONTHS = 1_000_000
"""A number of a row is so many times the number of the record."""
Cell: TypeAlias = str | int | None
LARGEST = 1 << 63
"""No number of a row is as large: engines hold it in 64 bits."""
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    if not value.isascii():
        value.encode()  # an unpaired surrogate, which no engine takes
    return value


def _number(value: Any) -> int:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | str)
        or not _NUMBER.fullmatch(str(value))
    ):
        raise ValueError
    exact = value * MILLIONTHS if isinstance(value, int) else Decimal(value) * MILLIONTHS
    whole = int(exact)
    if whole != exact or abs(whole) >= LARGEST:
        raise ValueError
    return whole


@lru_cache(4096)
def _real_day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _day(value: Any) -> str:
    """The day of a date or moment, as it was written where that was."""
    if not isinstance(value, str) or len(value) < 10 or value[10:11] not in ("", "T"):
        raise ValueError
    return _real_day(value[:10])


def _moment(value: Any) -> str:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError
    return datetime.fromisoformat(value).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def word(value: Any) -> str | None:
    """A value as a condition writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else None


READERS: Mapping[ColumnKind, Callable[[Any], Cell]] = {
    "text": _text, "unit": _text, "number": _number, "quantity": _number, "day": _day,
    "moment": _moment,
}  # fmt: skip
"""Makes a cell of a value; a `ValueError` or `ArithmeticError` says that the value is none of its
kind.
"""
