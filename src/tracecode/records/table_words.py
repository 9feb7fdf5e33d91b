"""Findings on a record of a table, in the table's own words: the cell, and how a value is written
in a cell.

>>> str(KINDS["moment"].en)
'date and time (Beijing time) such as 2026-03-12 08:30:00'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tracecode.messages import Constant
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
        zh="日期时间（北京时间），如 2026-03-12 08:30:00",
        en="date and time (Beijing time) such as 2026-03-12 08:30:00",
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
    names: ElementNames,
) -> Finding:
    """A finding on an element, with the cell in which it stands or belongs, and what belongs there
    as people write it.

    Elements and values of code lists, which the finding names by id, get their names.

    Args:
        finding: as of any form.
        cell_of: gives the column of an element, and the name of the cell of its nth item, by its
            path without places.
        names: of the elements of its record type.
    """
    if finding.rule in _AMONG:
        finding = _named(finding, names)
    if finding.path is None:
        return finding
    path, nth = finding.path, 0
    if "[" in path and (places := _INDEX.findall(path)):
        nth, path = int(places[0]), _INDEX.sub("", path)
    whole = path
    while (place := cell_of(path, nth)) is None:
        path = path.rpartition(".")[0]  # a segment of a code, say, stands in the cell of the code
        if not path:
            return finding
    column, cell = place
    if path != whole:
        return finding.replace(cell=cell)
    form = None if column.field is None else column.field.format
    values = finding.values
    allowed = values.get("allowed")
    if (
        finding.rule == "record.codelist"
        and column.field is not None
        and column.field.codelist is not None
    ):
        allowed = _listed(column.field.codelist, str(values["found"]))
    if form is not None and "allowed" in values and form.kind in KINDS:
        words = KINDS[form.kind]
        if form.kind in _IN_WORDS:
            allowed = words
        elif allowed == form.notation:
            allowed = Text(zh=f"{words.zh}（{form.notation}）", en=f"{words.en} ({form.notation})")
    if allowed is not values.get("allowed"):
        values = {**values, "allowed": allowed}
    return finding.replace(cell=cell, values=values)


_IN_WORDS = ("boolean", "date", "month", "year", "moment", "time")
"""Kinds that people write otherwise than programs do."""


_AMONG = {
    "record.link": ("name", "first"), "record.order": ("name", "first"),
    "record.equal": ("name", "first"), "record.sum": ("name", "lines", "of"),
    "record.required_when": ("name", "when"), "record.at_least_one": ("allowed",),
    "record.exclusive": ("found",),
}  # fmt: skip
"""Rules among elements, and the values of their findings in which elements stand."""
_MOST = 12
"""So many values of a code list are named."""


class ElementNames:
    """The elements of a record type as findings on a table name them:
    `统一社会信用代码（uscc）`.
    """

    def __init__(self, elements: Mapping[str, Element]) -> None:
        """The names of elements.

        Args:
            elements: by path.
        """
        self._elements = elements
        self._names: dict[tuple[str, str], Text] = {}
        self.constants: dict[tuple[object, ...], Finding] = {}
        """Findings that are the same in record after record, by what differs."""

    def element(self, id: str, around: str) -> Element | None:
        """The nearest element of an id, which may be a path: in a group, or in one around it."""
        groups, path = _INDEX.sub("", around).split("."), _INDEX.sub("", id)
        inward = (".".join((*groups[:depth], path)) for depth in range(len(groups), -1, -1))
        return next(
            (element for each in inward if (element := self._elements.get(each)) is not None), None
        )

    def said(self, id: str, around: str) -> Text | str:
        """The name of such an element, with its id; the id alone where there is no such element."""
        key = id, around
        if (name := self._names.get(key)) is None:
            field = self.element(id, around)
            if field is None:
                return id
            name = Text(zh=f"{field.name.zh}（{id}）", en=f"{field.name.en} ({id})")
            if "[" not in id + around:  # of places in lists there is no end
                self._names[key] = name
        return name


def _named(finding: Finding, names: ElementNames) -> Finding:
    """A finding of a rule among elements, with the names of the elements beside their ids."""
    around = finding.path or ""

    def said(value: object) -> object:
        if isinstance(value, list | tuple):
            return [said(one) for one in value]
        if isinstance(value, Mapping):  # that an element is given, in both languages
            return _in_condition(value, names, around)
        if not isinstance(value, str):
            return value
        id, equals, wanted = value.partition("=")
        name = names.said(id, around)
        if isinstance(name, str):
            return value
        return _with_value(name, names.element(id, around), wanted) if equals else name

    # the same in record after record
    if finding.rule == "record.at_least_one" and finding.path is None:
        key = finding.values["allowed"], finding.line, finding.source
        if (kept := names.constants.get(key)) is None:
            kept = finding.replace(
                values=Constant({**finding.values, "allowed": said(finding.values["allowed"])})
            )
            if finding.line is None:
                names.constants[key] = kept
        return kept
    values = dict(finding.values)
    return finding.replace(
        values=values | {key: said(values[key]) for key in _AMONG[finding.rule] if key in values}
    )


def _in_condition(condition: Mapping[str, object], names: ElementNames, around: str) -> object:
    id = str(condition["en"]).partition(" ")[0]
    name = names.said(id, around)
    if isinstance(name, str):
        return condition
    return Text(
        zh=str(condition["zh"]).replace(id, name.zh), en=str(condition["en"]).replace(id, name.en)
    )


def _with_value(name: Text, field: Element | None, wanted: str) -> Text:
    entries = () if field is None or field.codelist is None else field.codelist.entries
    entry = next((entry for entry in entries if entry.code == wanted), None)
    if entry is None:
        return Text(zh=f"{name.zh}={wanted}", en=f"{name.en}={wanted}")
    return Text(zh=f"{name.zh}={shown(entry, 'zh')}", en=f"{name.en}={shown(entry, 'en')}")


def _listed(codelist: CodeListSpec, code: str) -> list[Text]:
    """The values of a code list with their names; of a long one first those that may be meant."""
    meant = meanable(codelist, code)
    entries = meant if meant and len(codelist.entries) > _MOST else list(codelist.entries)
    named = [Text(zh=shown(entry, "zh"), en=shown(entry, "en")) for entry in entries[:_MOST]]
    return named if len(named) == len(codelist.entries) else [*named, Text(zh="…", en="…")]
