"""Whether a record was kept long enough and reported in time, for platforms that know when it came
and when it went.

Periods stand in laws (`standard.periods`); here they are reckoned from the dates of a record. Days
are those of China.

>>> from datetime import date
>>> months_after(date(2026, 8, 31), 6), months_after(date(2024, 2, 29), 12)
(datetime.date(2027, 2, 28), datetime.date(2025, 2, 28))
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from tracecode.findings import Finding
from tracecode.records.plain import groups_at
from tracecode.spec.base import Text
from tracecode.spec.law_model import KeepSpec
from tracecode.standard.periods import Deadline, Retention, deadlines, retention
from tracecode.standard.resolved import Resolved

Plain = Mapping[str, Any]
_CHINA = timezone(timedelta(hours=8))
_MONTHS = {"month": 1, "year": 12}
_UNITS = ("day", *_MONTHS)
"""The values of the code list `shelf-life-unit`, with which lengths of time are written."""
_WHAT = {
    "retention": Text(zh="保存期限", en="retention"),
    "deadline": Text(zh="报送时限", en="deadline"),
}


def kept_until(
    standard: Resolved, record: Plain, rules: tuple[Retention, ...] | None = None
) -> date | None:
    """The day until which a record must be kept; None if no law is known, or the record lacks the
    date.

    Args:
        standard: the standard.
        record: a right record, as plain data.
        rules: only these.
    """
    known = _retention(standard, record) if rules is None else rules
    ends = [end for rule in known for end in [_end(rule.rules, record)] if end is not None]
    return max(ends, default=None)


def check_times(
    standard: Resolved, record: Plain, received: date | None = None, deleted: date | None = None
) -> Iterator[Finding]:  # fmt: skip
    """What is wrong with the times at which a record came and went, by the laws that bind it.

    Args:
        standard: the standard.
        record: a right record, as plain data.
        received: when it was reported; a `datetime` needs an offset.
        deleted: when it was deleted.
    """
    findings: dict[str, Finding] = {}
    if received is not None:
        findings |= {str(each): each for each in _reported(standard, record, _day(received))}
    if deleted is not None:
        findings |= {str(each): each for each in _kept(standard, record, _day(deleted))}
    yield from findings.values()  # two parts of one article say the same once


def _kept(standard: Resolved, record: Plain, deleted: date) -> Iterator[Finding]:
    binding = [rule for rule in _retention(standard, record) if deleted >= in_force(standard, rule)]
    unknown = []
    for rule in binding:
        end = kept_until(standard, record, (rule,))
        if end is None:
            unknown.append(rule.rules[0].after)
        elif deleted < end:
            values = {"found": deleted, "allowed": end}
            yield _finding("record.kept_too_short", rule, values, rule.rules[0].after, standard)
    if unknown or not binding:
        yield _unknown("retention", unknown)


def _reported(standard: Resolved, record: Plain, received: date) -> Iterator[Finding]:
    binding = [
        rule for rule in deadlines(standard, *_type(record)) if received >= in_force(standard, rule)
    ]
    unknown = []
    for rule in binding:
        starts = [day for day in _dates(record, rule.rule.after) if day is not None]
        if not starts:
            unknown.append(rule.rule.after)
        elif received > (last := min(starts) + timedelta(days=rule.rule.days)):
            values = {"found": received, "allowed": last}
            yield _finding("record.reported_late", rule, values, rule.rule.after, standard)
    if unknown or not binding:
        yield _unknown("deadline", unknown)


def in_force(standard: Resolved, rule: Retention | Deadline) -> date:
    """The day from which a law binds; the first day there is where it was not found."""
    return standard.source(rule.source.ref).in_force or date.min


def _finding(
    id: str, rule: Retention | Deadline, values: Mapping[str, object], path: str, standard: Resolved
) -> Finding:  # fmt: skip
    return Finding(
        rule=id, severity="warning" if rule.evidence == "unsure" else "error", values=values,
        path=path, source=standard.cite(rule.source), evidence=rule.evidence,
    )  # fmt: skip


def _unknown(which: str, starts: list[str]) -> Finding:
    """The finding that a period could not be judged: no law is known to set one, or its first date
    is absent.
    """
    return Finding(
        rule="record.no_period",
        severity="warning",
        values={"name": _WHAT[which]},
        path=starts[0] if starts else None,
    )


def _retention(standard: Resolved, record: Plain) -> tuple[Retention, ...]:
    """Those of the record's type whose conditions hold."""
    rules = retention(standard, *_type(record))
    return tuple(
        rule for rule in rules if all(record.get(id) in values for id, values in rule.when.items())
    )


def _type(record: Plain) -> tuple[str, str | None]:
    return record["record_type"], record.get("product_item")


# --- reckoning ------------------------------------------------------------------------------------


def _end(rules: tuple[KeepSpec, ...], record: Plain) -> date | None:
    """The last day by some rules: the latest of all lines; None if one lacks every date that they
    ask for.
    """
    around = rules[0].after.rpartition(".")[0]
    ends = [_end_of(rules, place, around, record) for place in groups_at(record, around)] or [None]
    return None if None in ends else max(filter(None, ends))


def _end_of(rules: tuple[KeepSpec, ...], place: Plain, around: str, record: Plain) -> date | None:
    """The last day of one line: by the first of the rules for which it has the dates."""
    for rule in rules:
        start = _day_of(_beside(rule.after, place, around, record))
        if rule.plus:
            length, unit = (_beside(path, place, around, record) for path in rule.plus)
            if length is None or unit is None:
                continue
            if start is None or unit not in _UNITS:
                return None  # there is such a time, and nobody knows from when, or how long it is
            start = _after(start, int(str(length)), str(unit))
        if start is not None:
            return months_after(start, rule.months)
    return None


def _beside(path: str, place: Plain, around: str, record: Plain) -> object:
    """The value at a path: in the line itself, or else in the record."""
    outer, _, id = path.rpartition(".")
    if outer == around:
        return place.get(id)
    return next((holder[id] for holder in groups_at(record, outer) if id in holder), None)


def _dates(record: Plain, path: str) -> Iterator[date | None]:
    outer, _, id = path.rpartition(".")
    return (_day_of(place.get(id)) for place in groups_at(record, outer))


def _day_of(value: object) -> date | None:
    """The day of a date or moment as records write it."""
    if not isinstance(value, str):
        return None
    return (
        date.fromisoformat(value)
        if len(value) == len("2026-01-01")
        else _day(datetime.fromisoformat(value))
    )


def _day(time: date) -> date:
    """The day of a moment in China.

    Raises:
        ValueError: it has no offset.
    """
    if not isinstance(time, datetime):
        return time
    if time.tzinfo is None:
        raise ValueError("a moment needs its offset, such as +08:00 / 时刻须带时差，如 +08:00")
    try:
        return time.astimezone(_CHINA).date()
    except OverflowError:  # at an end of the calendar
        return time.date()


def _after(start: date, length: int, unit: str) -> date:
    """A day so many days, months or years later, within the calendar."""
    if unit != "day":
        return months_after(start, length * _MONTHS[unit])
    return date.fromordinal(min(start.toordinal() + length, date.max.toordinal()))


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month; within the
    calendar.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
