"""What stands in the cells of a table, and the one written form that each cell stands for.

People fill tables in a spreadsheet: dates and numbers arrive as cells of their own kinds, shown by
number formats, and a code list as what its drop-down shows. What shows exactly one value is taken
as that value; what lost something on the way (the digits of a long number, the text behind a date),
or shows other than it holds, is a flaw, never a guess.

>>> from datetime import datetime
>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> production = record_layout(packaged(), "production", "pesticide")
>>> value_of(production.element("production_date"), Moment(datetime(2026, 3, 12)))
'2026-03-12'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import time

from tracecode.codes.spreadsheet import LOST
from tracecode.records.written_names import found_in, loosened, short_names, written_names
from tracecode.spec.base import Text
from tracecode.spec.list_model import CodeListEntry, CodeListSpec
from tracecode.standard.elements import Element
from tracecode.tables.rows import Cell, Clock, Flaw, Moment, Number, Shown, plain
from tracecode.value import remembered

OFFSET = "+08:00"
"""The offset of a date with time from a spreadsheet, where none is shown: the legal time of all
China.
"""
LONGEST_NUMBER = 10**15
"""From here on a spreadsheet loses digits."""
_WHOLE = re.compile(r"(-?(?:0|[1-9][0-9]{0,17}))(?:\.0+)?", re.ASCII)
"""A whole number; pandas writes a fraction of nothing behind those of a column in which some are
missing.
"""
_FRACTION = re.compile(r"([0-9]+)\.0+", re.ASCII)
_CLOCKED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T "
    r"]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.0+)?([+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)
"""A date and a time of day as spreadsheets, pandas and databases write them."""
_TRUE = ("true", "t", "yes", "y", "1", "1.0", "是", "真", "对", "√", "✓", "✔")
_FALSE = ("false", "f", "no", "n", "0", "0.0", "否", "假", "错", "×", "✗", "✘")
_TRUTH: Mapping[str, bool] = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
"""What people, pandas and databases write for true and false, folded."""
_CURRENCY = {"cny": ("¥", "元", "人民币", "rmb")}
"""Signs that stand for a unit, folded."""
_KINDS = {
    "date": Text(zh="日期", en="a date"),
    "time": Text(zh="时间", en="a time"),
    "number": Text(zh="数字", en="a number"),
    "truth": Text(zh="逻辑值", en="a truth value"),
    "text": Text(zh="文本", en="text"),
}
_NUMBERS = ("integer", "decimal")
_TEXTS = ("text", "letters", "digits", "year")
"""Kinds that a cell with a number may stand for as what it shows."""

CellValue = str | int | bool
"""A single value of plain data."""


def value_of(field: Element | None, cell: Cell) -> CellValue | Flaw:
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
    if isinstance(cell, Number):
        if kind == "boolean" and cell.shown is None and cell.value in (0, 1):
            return bool(cell.value)
        return _of_number(kind, None if field is None else field.spec.unit, cell)
    if isinstance(cell, Moment):
        return _of_moment(kind, cell)
    if isinstance(cell, Clock):
        if cell.offset:
            return _shows_offset(cell.offset)
        whole = cell.at.second == 0 and {"H", "M"} <= set(cell.shows)
        return cell.at.strftime("%H:%M") if kind == "time" and whole else _other("time", kind)
    return cell


def shown(entry: CodeListEntry, lang: str = "zh") -> str:
    """A value of a code list with its name, as a drop-down shows it: `1 制剂加工`."""
    return f"{entry.code} {entry.name.zh if lang == 'zh' else entry.name.en}"


def _of_text(field: Element | None, text: str) -> CellValue:
    if field is None or field.format is None:
        return text
    kind = field.format.kind
    if kind == "boolean":
        return _TRUTH.get(_folded(text), text)
    if kind == "integer":
        whole = _WHOLE.fullmatch(text)
        return text if whole is None else int(whole[1])
    if field.codelist is not None:
        return _code(field.codelist, text)
    if kind in ("date", "moment") and (at := _CLOCKED.fullmatch(text)) is not None:
        return _of_clocked(kind, at) or text
    return text


def _code(codelist: CodeListSpec, text: str) -> str:
    """The code that a text stands for; the text itself where it is none."""
    codes = _codes(codelist)
    code = found_in(codes, text)
    if code is None and (number := _FRACTION.fullmatch(text)) is not None:
        code = codes.get(number[1])
    return code or text


def _of_clocked(kind: str, at: re.Match[str]) -> str | None:
    """A date with a time of day as it is written in records; None where it is more than belongs
    there.
    """
    day, clock, offset = at.groups()
    if kind == "moment":
        return f"{day}T{clock if len(clock) > _MINUTES else f'{clock}:00'}{offset or OFFSET}"
    return day if offset is None and not clock.strip("0:") else None


_MINUTES = len("08:30")


# --- numbers --------------------------------------------------------------------------------------


def _of_number(kind: str, unit: str | None, cell: Number) -> CellValue | Flaw:
    if kind not in (*_NUMBERS, *_TEXTS):
        return _other("number", kind)
    if abs(cell.value) >= LONGEST_NUMBER:
        return Flaw("data.digits_lost", {"reason": LOST})
    number, seen = cell
    if seen is not None and kind in _TEXTS:
        return seen.text if seen.plain and "%" not in seen.around else _shows(seen, plain(number))
    if seen is not None:
        if not seen.exact or seen.number is None:
            return _shows(seen, plain(number))
        if seen.around and not _is_unit(seen.around, unit):
            return _with_unit(seen, unit)
        number = seen.number
    if kind == "integer" and number == number.to_integral_value():
        return int(number)
    return plain(number)


def _shows(seen: Shown, held: str) -> Flaw:
    """A number that is not shown as it is."""
    if seen.plain and "%" in seen.around:
        reason = Text(
            zh=f"显示为“{seen.text}”，不是文本",
            en=f"shows '{seen.text}', a percentage, where text belongs",
        )
    else:
        reason = Text(
            zh=f"显示为“{seen.text}”，实际为 {held}", en=f"shows '{seen.text}', but holds {held}"
        )
    return Flaw("data.cell_shown", {"reason": reason})


def _with_unit(seen: Shown, unit: str | None) -> Flaw:
    """A number that is shown with another unit than that of its element."""
    if unit is None:
        reason = Text(
            zh=f"显示为“{seen.text}”，此处只填数字",
            en=f"shows '{seen.text}'; only a number belongs here",
        )
    else:
        reason = Text(
            zh=f"显示为“{seen.text}”，此处的单位是 {unit}",
            en=f"shows '{seen.text}'; the unit of this element is {unit}",
        )
    return Flaw("data.cell_shown", {"reason": reason})


def _is_unit(around: str, unit: str | None) -> bool:
    """Whether what stands beside a number is its unit."""
    if unit is None:
        return False
    seen, wanted = _folded(around), _folded(unit)
    return (
        seen == wanted
        or seen in _CURRENCY.get(wanted, ())
        or (seen == "%" and wanted.startswith("%"))
    )


def _folded(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).casefold()


# --- dates ----------------------------------------------------------------------------------------


def _of_moment(kind: str, cell: Moment) -> CellValue | Flaw:
    at, shows = cell.at, set(cell.shows)
    midnight = at.time() == time()
    if cell.offset and kind in ("date", "month"):
        return _shows_offset(cell.offset)
    if kind == "month" and midnight and at.day == 1 and {"y", "m"} <= shows:
        return at.date().isoformat()[:7]
    if kind not in ("date", "moment") or (kind == "date" and not midnight):
        return _other("date", kind)
    if not {"y", "m", "d"} <= shows:
        reason = Text(zh="没有显示完整的年月日", en="does not show year, month and day")
    elif kind == "date":
        return at.date().isoformat()
    elif not {"H", "M"} <= shows:
        reason = Text(zh="没有显示时间", en="shows no time of day")
    elif at.second and "S" not in shows:
        reason = Text(zh="没有显示秒", en="does not show its seconds")
    else:
        return at.isoformat(timespec="seconds") + (cell.offset or OFFSET).replace("Z", "+00:00")
    return Flaw("data.cell_shown", {"reason": reason})


def _shows_offset(offset: str) -> Flaw:
    reason = Text(
        zh=f"显示了时差“{offset}”，此处不应有",
        en=f"shows the offset '{offset}', which does not belong here",
    )
    return Flaw("data.cell_shown", {"reason": reason})


def _other(cell_kind: str, kind: str) -> Flaw:
    wanted = {"date": "date", "moment": "date", "time": "time", "boolean": "truth"}.get(
        kind, "text"
    )
    if wanted == cell_kind:  # a date with a time of day where a date belongs, and the like
        wanted = "text"
    return Flaw("data.cell_kind", {"found": _KINDS[cell_kind], "allowed": _KINDS[wanted]})


# --- code lists -----------------------------------------------------------------------------------


@remembered
def _codes(codelist: CodeListSpec) -> Mapping[str, str]:
    """What may stand for each value of a code list, for `found_in`: the code, its name, or both.

    A name that several values have stands for none.
    """
    return written_names({entry.code: _texts(entry) for entry in codelist.entries})


def _texts(entry: CodeListEntry) -> tuple[str, ...]:
    return entry.name.zh, entry.name.en, shown(entry, "zh"), shown(entry, "en")


def meanable(codelist: CodeListSpec, text: str) -> list[CodeListEntry]:
    """The values that a text may mean which is read as none: what several are called, or a part of
    what one is.
    """
    key = loosened(text)
    named = {
        entry: {short for name in _texts(entry)[:2] for short in short_names(name)}
        for entry in codelist.entries
    }
    same = [entry for entry, names in named.items() if key in names]
    return same or [
        entry for entry, names in named.items() if any(key in name or name in key for name in names)
    ]
