"""What stands in the cells of a table, and the one written form that each cell stands for.

People fill tables in a spreadsheet: dates and numbers arrive as cells of their own kinds, and a code list as what its
drop-down shows. What means exactly one value is taken as that value; what lost something on the way (the digits of a
long number, the text behind a date) is a flaw, never a guess.

>>> from tracecode.spec.catalog import load_catalog
>>> from tracecode.spec.layout import record_layout
>>> production = record_layout(load_catalog(), "production", "pesticide")
>>> value_of(production.field("production_date"), date(2026, 3, 12))
'2026-03-12'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from tracecode.spec.layout import Field
from tracecode.spec.model import CodeListEntry, CodeListSpec, Text

OFFSET = "+08:00"
"""The offset of a date with time from a spreadsheet, which knows none: the legal time of all China."""
LONGEST_NUMBER = 10**15
"""From here on a spreadsheet loses digits."""
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_TRUTH = {"true": True, "false": False, "TRUE": True, "FALSE": False, "是": True, "否": False}
_KINDS = {
    "date": Text(zh="日期", en="a date"),
    "time": Text(zh="时间", en="a time"),
    "number": Text(zh="数字", en="a number"),
    "truth": Text(zh="逻辑值", en="a truth value"),
    "text": Text(zh="文本", en="text"),
}


class Flaw(NamedTuple):
    """A cell that stands for no value, and why."""

    rule: str
    values: Mapping[str, object]


Cell = str | float | bool | date | time | Flaw | None
"""A cell as read; None and "" are empty."""
Value = str | int | bool
"""A single value of plain data."""


def value_of(field: Field | None, cell: Cell) -> Value | Flaw:
    """The value that a filled cell stands for in the column of an element.

    Args:
        field: the element; None: it is not known, and text stays text.
        cell: as read.
    """
    if isinstance(cell, str):
        return _of_text(field, cell)
    kind = "text" if field is None or field.format is None else field.format.kind
    if isinstance(cell, bool):
        return cell if kind == "boolean" else _other("truth", kind)
    if isinstance(cell, int | float):
        return _of_number(kind, cell)
    if isinstance(cell, date):
        return _of_date(kind, cell)
    if isinstance(cell, time):
        return cell.strftime("%H:%M") if kind == "time" and not cell.second else _other("time", kind)
    assert cell is not None
    return cell


def shown(entry: CodeListEntry, lang: str = "zh") -> str:
    """A value of a code list with its name, as a drop-down shows it: `1 制剂加工`."""
    return f"{entry.code} {entry.name.zh if lang == 'zh' else entry.name.en}"


def _of_text(field: Field | None, text: str) -> Value:
    if field is None or field.format is None:
        return text
    kind = field.format.kind
    if kind == "boolean":
        return _TRUTH.get(text, text)
    if kind == "integer":
        return int(text) if _WHOLE.fullmatch(text) else text
    if field.codelist is not None:
        return _codes(field.codelist).get(text, text)
    return text


def _of_number(kind: str, number: float) -> Value | Flaw:
    whole = isinstance(number, int) or number.is_integer()
    if kind == "integer" and whole:
        return int(number)
    if kind not in ("integer", "decimal", "text", "letters", "digits", "year"):
        return _other("number", kind)
    if abs(number) >= LONGEST_NUMBER:
        return Flaw("data.digits_lost", {})
    return str(int(number)) if whole else format(Decimal(repr(number)), "f")


def _of_date(kind: str, day: date) -> Value | Flaw:
    clock = day.time() if isinstance(day, datetime) else time()
    if kind == "moment" and isinstance(day, datetime):
        return day.replace(tzinfo=None).isoformat(timespec="seconds") + OFFSET
    if kind == "date" and clock == time():
        return day.strftime("%Y-%m-%d") if day.year >= 1000 else day.isoformat()[:10]
    if kind == "month" and clock == time() and day.day == 1:
        return day.isoformat()[:7]
    return _other("date", kind)


def _other(found: str, kind: str) -> Flaw:
    wanted = {"date": "date", "moment": "date", "time": "time", "boolean": "truth"}.get(kind, "text")
    if wanted == found:  # a date with a time of day where a date belongs, and the like
        wanted = "text"
    return Flaw("data.cell_kind", {"found": _KINDS[found], "allowed": _KINDS[wanted]})


@cache
def _codes(codelist: CodeListSpec) -> Mapping[str, str]:
    """What may stand for each value of a code list: what a drop-down shows; of a strict list also the name alone."""
    codes: dict[str, str] = {}
    for lang in ("zh", "en"):
        codes |= {shown(entry, lang): entry.code for entry in codelist.entries}
    if codelist.strict:
        names: dict[str, set[str]] = {}
        for entry in codelist.entries:
            for name in (entry.name.zh, entry.name.en):
                names.setdefault(name, set()).add(entry.code)
        codes |= {name: next(iter(found)) for name, found in names.items() if len(found) == 1}
    return codes | {entry.code: entry.code for entry in codelist.entries}
