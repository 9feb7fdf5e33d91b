"""Findings on a record of a table, in the table's own words: the cell, and how a value is written in a cell.

>>> str(KINDS["moment"].en)
'date and time (Beijing time) such as 2026-03-12 08:30:00'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.findings import Finding
    from tracecode.records.table_record import Column

KINDS = {
    "text": Text(zh="文本", en="text"),
    "letters": Text(zh="字母", en="letters"),
    "digits": Text(zh="数字串（保留开头的 0）", en="digits (keep leading zeros)"),
    "integer": Text(zh="整数", en="whole number"),
    "decimal": Text(zh="数值", en="number"),
    "boolean": Text(zh="是 / 否", en="是 (yes) / 否 (no)"),
    "date": Text(zh="日期，如 2026-03-12", en="date such as 2026-03-12"),
    "month": Text(zh="年月，如 2026-03", en="month such as 2026-03"),
    "year": Text(zh="年份，如 2026", en="year such as 2026"),
    "moment": Text(
        zh="日期时间（北京时间），如 2026-03-12 08:30:00", en="date and time (Beijing time) such as 2026-03-12 08:30:00"
    ),
    "time": Text(zh="时刻，如 08:30", en="time of day such as 08:30"),
    "uri": Text(zh="网址", en="web address"),
    "uuid": Text(zh="唯一标识（UUID）", en="unique id (UUID)"),
}
"""How the values of each kind are written in a cell."""
_INDEX = re.compile(r"\[([0-9]+)\]")


def in_words(finding: Finding, cell_of: Callable[[str, int], tuple[Column, str] | None]) -> Finding:
    """A finding on an element, with the cell in which it stands or belongs, and what belongs there as people write it.

    Args:
        finding: as of any form.
        cell_of: gives the column of an element, and the name of the cell of its nth item, by its path without places.
    """
    if finding.path is None:
        return finding
    places = _INDEX.findall(finding.path)
    place = cell_of(_INDEX.sub("", finding.path), int(places[0]) if places else 0)
    if place is None:
        return finding
    column, cell = place
    form = None if column.field is None else column.field.format
    values = dict(finding.values)
    if form is not None and "allowed" in values and form.kind in KINDS:
        words = KINDS[form.kind]
        if form.kind in _IN_WORDS:
            values["allowed"] = words
        elif values["allowed"] == form.notation:
            values["allowed"] = Text(zh=f"{words.zh}（{form.notation}）", en=f"{words.en} ({form.notation})")
    return finding.replace(cell=cell, values=values)


_IN_WORDS = ("boolean", "date", "month", "year", "moment", "time")
"""Kinds that people write otherwise than programs do."""
