"""Days as people and spreadsheets write them, read where a list of codes says when its goods were
made.

>>> [str(day_of(text)) for text in ("2026/3/12", "2026年3月12日", "2026-03-12 00:00:00", "46093", "20260312")]
['2026-03-12', '2026-03-12', '2026-03-12', '2026-03-12', '2026-03-12']
>>> day_of("3/12/26"), day_of("2026-02-30")
(None, None)
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracecode.fold import fold

_TIME = r"(?:[T ]+[0-9]{1,2}[:时][0-9]{1,2}(?:[:分][0-9]{1,2}(?:[.,][0-9]{1,9})?秒?|分)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_WRITTEN = re.compile(
    r"(?:([0-9]{4})\s?([-/.])\s?([0-9]{1,2})\s?\2\s?([0-9]{1,2})"
    rf"|([0-9]{{4}})\s?年\s?([0-9]{{1,2}})\s?月\s?([0-9]{{1,2}})\s?[日号]?){_TIME}",
    re.ASCII,
)
_PLAIN = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})(?:[.]0)?", re.ASCII)
_SERIAL = re.compile(r"([0-9]{5,6})(?:[.][0-9]{1,12})?", re.ASCII)
_FIRST, _LAST = 1900, 2199
_ZERO = date(1899, 12, 30)  # whence spreadsheets count days, from March 1900 on
_LEAST = 10_000
"""A smaller number is no day that anybody means: 1927."""


def day_of(text: str) -> date | None:
    """The day that a text names with year, month and day in this order, or as the number of a
    spreadsheet.

    A time behind it is passed over. Two digits for a year, or another order, can be read in more
    than one way: None.
    """
    plain = fold(text, ("width", "trim")).text
    if match := _WRITTEN.fullmatch(plain):
        return _day(*map(int, match.group(1, 3, 4) if match[1] else match.group(5, 6, 7)))
    if match := _PLAIN.fullmatch(plain):
        return _day(*map(int, match.groups()))
    if (match := _SERIAL.fullmatch(plain)) and int(match[1]) >= _LEAST:
        day_found = _ZERO + timedelta(int(match[1]))
        return day_found if day_found.year <= _LAST else None
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST <= year <= _LAST else None
    except ValueError:
        return None
