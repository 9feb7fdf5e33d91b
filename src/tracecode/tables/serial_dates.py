"""Dates of a spreadsheet: days counted from 1900, or from 1904, with the time of day as their
fraction.

>>> of_serial(Decimal("46093.354166666664"), DateParts("ymdHM")).at
datetime.datetime(2026, 3, 12, 8, 30)
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from tracecode.spec.base import Text
from tracecode.tables.date_format import DateParts
from tracecode.tables.rows import Clock, Flaw, Moment, plain

_FIRST = datetime(1899, 12, 31)  # noqa: DTZ001  # a spreadsheet knows no zone
_DAY = 86_400_000
"""Milliseconds of a day."""
_LAST = 2_958_466
"""The day after the last, 31 December 9999, counted from 1900."""
_LEAP = 60
"""29 February 1900, a day that only spreadsheets have."""
_BEHIND = 1_462
"""Days from the beginning of one count to that of the other."""
_FRACTION = Text(zh="显示了不足一秒的部分", en="shows a fraction of a second")


def of_serial(value: Decimal, parts: DateParts, *, date1904: bool = False) -> Moment | Clock | Flaw:
    """The date behind a number, to the second.

    Args:
        value: days since the beginning of the count.
        parts: what is to be seen of it.
        date1904: whether the count begins in 1904.

    Returns:
        A time of day where no date is counted and none is shown; a flaw where the calendar has no
        such day, and where a fraction of a second is to be seen.
    """
    shows, offset, places = parts
    dated = not {"y", "m", "d"}.isdisjoint(shows)
    if value < 0 or value >= _LAST:
        return _no_date(value)
    milliseconds = int((value * _DAY).to_integral_value())
    if places and _to_places(milliseconds, places) % 1000:
        return Flaw("data.cell_shown", {"reason": _FRACTION})
    if milliseconds % 1000:
        milliseconds = (milliseconds + 500) // 1000 * 1000
    day, rest = divmod(milliseconds, _DAY)
    clock = timedelta(milliseconds=rest)
    if value < 1 and not dated and day == 0:
        return Clock((_FIRST + clock).time(), shows, offset)
    if date1904:
        day += _BEHIND
    if day in (0, _LEAP) or day >= _LAST:
        return _no_date(value)
    return Moment(_FIRST + timedelta(days=day - (day > _LEAP)) + clock, shows, offset)


def _to_places(milliseconds: int, places: int) -> int:
    """Rounded as a spreadsheet shows them with so many digits behind the point."""
    step = (100, 10)[places - 1] if places < 3 else 1
    return (milliseconds + step // 2) // step * step


def _no_date(value: Decimal) -> Flaw:
    number = plain(value)
    reason = Text(
        zh=f"设为日期，但 {number} 不是日期", en=f"is formatted as a date, but {number} is none"
    )
    return Flaw("data.cell_shown", {"reason": reason})
