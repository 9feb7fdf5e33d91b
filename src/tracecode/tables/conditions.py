"""Conditional formats that show a cell otherwise than its own format does.

A condition may bring a number format, or hide the value behind a bar or an icon. Conditions stand
behind the rows, in the sheet itself or in the list of its extensions, where the cells are named
last.
"""

from __future__ import annotations

from collections.abc import Collection

from tracecode.tables.xml_part import MAIN, Attributes, whole

_LATER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_CELLS = "http://schemas.microsoft.com/office/excel/2006/main|sqref"
_SPACES = (*MAIN, _LATER)
_FORMATS = frozenset(f"{space}|conditionalFormatting" for space in _SPACES)
_RULES = frozenset(f"{space}|cfRule" for space in MAIN)
_PICTURES = frozenset(f"{space}|{name}" for space in _SPACES for name in ("dataBar", "iconSet"))
_NUMBERS = frozenset(f"{space}|numFmt" for space in _SPACES)
_MOST, _LONGEST = 100, 4_096


class Conditions:
    """The cells of a sheet that conditions may show otherwise, as far as it was read."""

    def __init__(self, restyling: Collection[int]) -> None:
        """Begin.

        Args:
            restyling: the conditional styles that show a number in a format of their own.
        """
        self._restyling = restyling
        self._areas: list[str] = []
        self._cells = ""
        self._counts = False
        self.taking = False
        """Whether the text that comes next names cells."""

    @property
    def areas(self) -> list[str]:
        """The cells, `A1:B2 C3`; an empty text stands for any."""
        self._end()
        return self._areas

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element beside the rows begins."""
        self.taking = tag == _CELLS
        if tag in _FORMATS:
            self._end()
            self._cells = attributes.get("sqref", "")
        elif tag in _RULES:
            self._counts |= whole(attributes.get("dxfId")) in self._restyling
        elif tag in _PICTURES:
            self._counts |= attributes.get("showValue") in ("0", "false")
        elif tag in _NUMBERS:
            self._counts = True

    def text(self, data: str) -> None:
        """The names of cells."""
        if len(self._cells) <= _LONGEST:
            self._cells += data

    def _end(self) -> None:
        if self._counts and len(self._areas) <= _MOST:
            known = len(self._cells) <= _LONGEST and len(self._areas) < _MOST
            self._areas.append(self._cells.strip() if known else "")
        self._cells, self._counts = "", False
