"""Dates inside codes: read by a format such as `YYYYMMDD`, `YYMMDD` or `YMMDD`, relative to a
reference date.

A code often shortens its year. Two digits mean the year nearest to the reference date, unless the
rule names the century; one digit means the year that ends so within the ten years up to the
reference date.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

TOKENS = ("YYYY", "YY", "Y", "MM", "DDD", "DD", "hh", "mm", "ss")


class DateFormat(NamedTuple):
    """A date format, ready to read."""

    tokens: tuple[str, ...]
    century: int | None = None

    @classmethod
    def compile(cls, text: str, century: int | None = None) -> DateFormat:
        """Read a format.

        Raises:
            ValueError: it is not composed of the known tokens, or has no year.
        """
        tokens: list[str] = []
        rest = text
        while token := next(filter(rest.startswith, TOKENS), ""):
            tokens.append(token)
            rest = rest.removeprefix(token)
        if rest or sum(token.startswith("Y") for token in tokens) != 1:
            raise ValueError(f"{text!r} is not composed of {' '.join(TOKENS)} with one year")
        return cls(tuple(tokens), century)

    @property
    def width(self) -> int:
        """Number of characters."""
        return sum(map(len, self.tokens))

    def span(self, text: str, reference: date) -> tuple[date, date] | None:
        """First and last day that a text stands for (a month is all of it), or None if no such date
        exists.
        """
        if len(text) != self.width or not (text.isascii() and text.isdigit()):
            return None
        parts: dict[str, int] = {}
        at = 0
        for token in self.tokens:
            parts[token] = int(text[at : at + len(token)])
            at += len(token)
        if parts.get("hh", 0) > 23 or parts.get("mm", 0) > 59 or parts.get("ss", 0) > 59:
            return None
        if "Y" not in parts:
            return _span(self._year(parts, reference), parts)
        for year in range(reference.year, reference.year - 11, -1):
            span = _span(year, parts) if year % 10 == parts["Y"] else None
            if (
                span
                and span[0] <= reference
                and (year + 10, span[0].month, span[0].day) > _ymd(reference)
            ):
                return span
        return None

    def _year(self, parts: dict[str, int], reference: date) -> int:
        if "YYYY" in parts:
            return parts["YYYY"]
        year = parts["YY"]
        if self.century is not None:
            return self.century + year
        return min(
            (c + year for c in (1900, 2000, 2100)), key=lambda y: (abs(y - reference.year), -y)
        )

    def write(self, day: date) -> str:
        """A date in this format; hours, minutes and seconds are zero."""
        values = {"YYYY": day.year, "YY": day.year % 100, "Y": day.year % 10, "MM": day.month, "DD": day.day,
                  "DDD": day.timetuple().tm_yday}  # fmt: skip
        return "".join(f"{values.get(token, 0):0{len(token)}d}" for token in self.tokens)


def _ymd(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _span(year: int, parts: dict[str, int]) -> tuple[date, date] | None:
    if not 1 <= year <= 9999:
        return None
    if "DDD" in parts:
        day = parts["DDD"]
        if not 1 <= day <= (date(year, 12, 31) - date(year, 1, 1)).days + 1:
            return None
        start = date(year, 1, 1) + timedelta(days=day - 1)
        return start, start
    month = parts.get("MM")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        return None
    last = 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days
    if (number := parts.get("DD")) is None:
        return date(year, month, 1), date(year, month, last)
    return (date(year, month, number),) * 2 if 1 <= number <= last else None
