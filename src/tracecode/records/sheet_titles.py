"""Titles of the sheets of a workbook: one is the Chinese name or the id of a record type."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tracecode.escape import excel, from_excel
from tracecode.spec.base import Text
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import Title, record_layout, titles
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

TITLE = 31
"""Characters of the title of a sheet in Excel."""
GUIDES = ("说明", "Instructions", "填写说明")
"""Titles of sheets with instructions."""
_TITLE_CHARS = re.compile(r"[\[\]:*?/\\]")
_TAKEN = frozenset({"history", "_lists", *(title.casefold() for title in GUIDES)})
"""Titles that Excel keeps for itself, that reading passes over, or that the template needs."""


def sheet_title(layout: RecordLayout | Title, lang: str = "zh") -> str:
    """The title of the sheet of a record type: its Chinese name; its id in English, and where no
    name can stand.
    """
    name = layout.name.zh if lang == "zh" else layout.id
    title = excel(_TITLE_CHARS.sub("_", name))[:TITLE].strip("' ")
    return title if title and title.casefold() not in _TAKEN else layout.id[:TITLE]


def own_title(layout: RecordLayout, standard: Resolved, lang: str = "zh") -> str:
    """The title of a new sheet: that of the record type, or its id where reading would take it for
    another type's.
    """
    title = sheet_title(layout, lang)
    return (
        title
        if types_by_title(standard)[from_excel(title).casefold()] is layout
        else layout.id[:TITLE]
    )


class _Titles(Mapping[str, RecordLayout]):
    """The record type behind each title that a sheet may have, in small letters; made when it is
    asked for.
    """

    def __init__(self, standard: Resolved) -> None:
        known = list(titles(standard))
        self._standard = standard
        self._types = {
            title.casefold(): record_type
            for record_type in known
            for title in (record_type.id, from_excel(sheet_title(record_type, "en")))
        }  # fmt: skip
        for record_type in known:
            for title in (
                from_excel(sheet_title(record_type)),
                record_type.name.zh,
                record_type.name.en,
            ):
                self._types.setdefault(title.casefold(), record_type)

    def __getitem__(self, title: str) -> RecordLayout:
        record_type = self._types[title]
        return record_layout(self._standard, record_type.record, record_type.product)

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)


@kept
def types_by_title(standard: Resolved) -> Mapping[str, RecordLayout]:
    """The record type behind each title that a sheet may have, in small letters."""
    return _Titles(standard)


def near_title(title: str, standard: Resolved) -> Text:
    """The end of a message about a title of no record type: the nearest one; empty if there is
    none.
    """
    near = difflib.get_close_matches(title.casefold(), list(types_by_title(standard)), n=1)
    return (
        Text(zh=f"（是否为“{near[0]}”？）", en=f" (did you mean '{near[0]}'?)")
        if near
        else Text(zh="", en="")
    )
