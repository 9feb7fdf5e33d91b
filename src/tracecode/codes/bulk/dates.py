"""Dates inside codes, over columns: the arithmetic of `tracecode.dates`, a column of digits at a
time.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk.columns import Bools, Bytes
from tracecode.dates import DateFormat

Numbers: TypeAlias = NDArray[np.int32]

_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int32)
_CALENDARS = [
    [date(year, 1, 1) + timedelta(days=day) for day in range(366)] for year in (2001, 2000)
]
_DAY_OF_YEAR = np.array(
    [[0, *(day.month * 100 + day.day for day in days)] for days in _CALENDARS], np.int32
)
"""Month and day of each day of the year: of a common year, and of a leap year."""
_TEN_YEARS = 10 * 10000


class Spans(NamedTuple):
    """First and last day of each row as numbers in calendar order; meaningless where none
    exists.
    """

    exists: Bools
    first: Numbers
    last: Numbers


def spans(written: DateFormat, digits: Bytes, reference: date) -> Spans:
    """What each row's date stands for. `digits` holds the values of the digits, a position a line,
    none above 9.
    """
    parts: dict[str, Numbers] = {}
    at = 0
    for token in written.tokens:
        parts[token] = number(digits[at : at + len(token)])
        at += len(token)
    clock = np.ones(digits.shape[1], np.bool_)
    for token, limit in (("hh", 23), ("mm", 59), ("ss", 59)):
        if token in parts:
            clock &= parts[token] <= limit
    if "Y" not in parts:
        span = _span(_year(written, parts, reference), parts)
        return Spans(span.exists & clock, span.first, span.last)
    # One digit: the year that ends so, or ten years earlier: the one within the ten years up to the
    # reference date.
    latest = np.array(
        [reference.year - (reference.year - digit) % 10 for digit in range(10)], np.int32
    )
    year = latest[parts["Y"]]
    today = day_number(reference)
    near, far = _span(year, parts), _span(year - 10, parts)
    near_ok = near.exists & (near.first <= today) & (near.first + _TEN_YEARS > today)
    far_ok = far.exists & (far.first <= today) & (far.first + _TEN_YEARS > today)
    return Spans(
        (near_ok | far_ok) & clock,
        np.where(near_ok, near.first, far.first),
        np.where(near_ok, near.last, far.last),
    )


def day_number(day: date) -> int:
    """A date as a number in calendar order."""
    return day.year * 10000 + day.month * 100 + day.day


def number(digits: Bytes) -> Numbers:
    """The number that each row's digits write."""
    value: Numbers = digits[0].astype(np.int32)
    for line in digits[1:]:
        value = value * 10 + line
    return value


def _year(written: DateFormat, parts: dict[str, Numbers], reference: date) -> Numbers:
    if "YYYY" in parts:
        return parts["YYYY"]
    years = np.array([written._year({"YY": year}, reference) for year in range(100)], np.int32)
    row_years: Numbers = years[parts["YY"]]
    return row_years


def _span(year: Numbers, parts: dict[str, Numbers]) -> Spans:
    exists: Bools = (year >= 1) & (year <= 9999)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    if "DDD" in parts:
        day = parts["DDD"]
        exists &= (day >= 1) & (day <= 365 + leap)
        key = year * 10000 + _DAY_OF_YEAR[leap.astype(np.intp), np.minimum(day, 366)]
        return Spans(exists, key, key)
    if "MM" not in parts:
        return Spans(exists, year * 10000 + 101, year * 10000 + 1231)
    month = parts["MM"]
    exists &= (month >= 1) & (month <= 12)
    days = _DAYS.take(month, mode="clip") + (leap & (month == 2))
    key = year * 10000 + month * 100
    if "DD" not in parts:
        return Spans(exists, key + 1, key + days)
    exists &= (parts["DD"] >= 1) & (parts["DD"] <= days)
    return Spans(exists, key + parts["DD"], key + parts["DD"])
