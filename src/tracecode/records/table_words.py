"""Findings on a record of a table, in the table's own words: the cell, and how a value is written in a cell.

>>> str(KINDS["moment"].en)
'date and time (Beijing time) such as 2026-03-12 08:30:00'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tracecode.records.cells import meanable, shown
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.findings import Finding
    from tracecode.records.table_record import Column
    from tracecode.spec.list_model import CodeListSpec
    from tracecode.standard.elements import Element

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


def in_words(
    finding: Finding,
    cell_of: Callable[[str, int], tuple[Column, str] | None],
    element_of: Callable[[str], Element | None],
) -> Finding:
    """A finding on an element, with the cell in which it stands or belongs, and what belongs there as people write it.

    Elements and values of code lists, which the finding names by id, get their names.

    Args:
        finding: as of any form.
        cell_of: gives the column of an element, and the name of the cell of its nth item, by its path without places.
        element_of: gives an element by its path without places.
    """
    if finding.rule in _AMONG:
        finding = _named(finding, element_of)
    if finding.path is None:
        return finding
    places = _INDEX.findall(finding.path)
    place = cell_of(_INDEX.sub("", finding.path), int(places[0]) if places else 0)
    if place is None:
        return finding
    column, cell = place
    form = None if column.field is None else column.field.format
    values = dict(finding.values)
    if finding.rule == "record.codelist" and column.field is not None and column.field.codelist is not None:
        values["allowed"] = _listed(column.field.codelist, str(values["found"]))
    if form is not None and "allowed" in values and form.kind in KINDS:
        words = KINDS[form.kind]
        if form.kind in _IN_WORDS:
            values["allowed"] = words
        elif values["allowed"] == form.notation:
            values["allowed"] = Text(zh=f"{words.zh}（{form.notation}）", en=f"{words.en} ({form.notation})")
    return finding.replace(cell=cell, values=values)


_IN_WORDS = ("boolean", "date", "month", "year", "moment", "time")
"""Kinds that people write otherwise than programs do."""


_AMONG = {
    "record.link": ("name", "first"), "record.order": ("name", "first"), "record.equal": ("name", "first"),
    "record.sum": ("name", "lines", "of"), "record.required_when": ("name", "when"),
    "record.at_least_one": ("allowed",), "record.exclusive": ("found",),
}  # fmt: skip
"""Rules among elements, and the values of their findings in which elements stand."""
_MOST = 12
"""So many values of a code list are named."""


def _named(finding: Finding, element_of: Callable[[str], Element | None]) -> Finding:
    """A finding of a rule among elements, with the names of the elements beside their ids."""
    around = _INDEX.sub("", finding.path or "").split(".")

    def element(id: str) -> Element | None:
        """The nearest one of that id: in the group at which the finding points, or in one around it."""
        path = _INDEX.sub("", id)
        inward = (".".join((*around[:depth], path)) for depth in range(len(around), -1, -1))
        return next((found for each in inward if (found := element_of(each)) is not None), None)

    def said(value: object) -> object:
        if isinstance(value, list | tuple):
            return [said(one) for one in value]
        if isinstance(value, Mapping):  # a condition in both languages, of which the last word is an id
            id = str(value["en"]).partition(" ")[0]
            names = said(id)
            return (
                Text(zh=str(value["zh"]).replace(id, names.zh), en=str(value["en"]).replace(id, names.en))
                if (isinstance(names, Text))
                else value
            )
        if not isinstance(value, str):
            return value
        id, equals, wanted = value.partition("=")
        field = element(id)
        if field is None:
            return value
        name = Text(zh=f"{field.name.zh}（{id}）", en=f"{field.name.en} ({id})")
        if not equals:
            return name
        entries = () if field.codelist is None else field.codelist.entries
        entry = next((entry for entry in entries if entry.code == wanted), None)
        shown_as = Text(zh=wanted, en=wanted) if entry is None else Text(zh=shown(entry, "zh"), en=shown(entry, "en"))
        return Text(zh=f"{name.zh}={shown_as.zh}", en=f"{name.en}={shown_as.en}")

    values = dict(finding.values)
    return finding.replace(values=values | {key: said(values[key]) for key in _AMONG[finding.rule] if key in values})


def _listed(codelist: CodeListSpec, found: str) -> list[Text]:
    """The values of a code list with their names; of a long one first those that may be meant."""
    meant = meanable(codelist, found)
    entries = meant if meant and len(codelist.entries) > _MOST else list(codelist.entries)
    named = [Text(zh=shown(entry, "zh"), en=shown(entry, "en")) for entry in entries[:_MOST]]
    return named if len(named) == len(codelist.entries) else [*named, Text(zh="…", en="…")]
