"""The styles of a workbook, of which only the number formats count."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from tracecode.escape import from_excel
from tracecode.spec.base import Text
from tracecode.tables.limits import Limits
from tracecode.tables.number_format import BUILT_IN, NumberFormat
from tracecode.tables.package import BadPart
from tracecode.tables.xml_part import elements, whole


class Styles:
    """The number formats of cells, by the number of their style."""

    def __init__(self, *, date1904: bool = False) -> None:
        self.date1904 = date1904
        self._codes: dict[int, str] = {}
        self._styles = array("l")
        self._formats: dict[int, NumberFormat] = {}
        self._conditional = 0
        self.restyling: set[int] = set()
        """The conditional styles, the first being 0, that show a number in a format of their
        own.
        """

    def read(self, name: str, pieces: Iterable[bytes], limits: Limits) -> None:
        """Read the part that holds the styles.

        Raises:
            BadPart: it is damaged, or holds more than is read.
        """
        for element in elements(name, pieces, limits):
            if element.level == 4 and element.name == "numFmt" and element.inside == "dxf":
                self.restyling.add(self._conditional - 1)
            if element.level != 3:
                continue
            if element.name == "numFmt" and element.inside == "numFmts":
                code = from_excel(element.attributes.get("formatCode", ""))
                kept = code if len(code) <= limits.format_characters else _UNKNOWN.format(len(code))
                self._codes[whole(element.attributes.get("numFmtId"))] = kept
            elif element.name == "xf" and element.inside == "cellXfs":
                self._styles.append(whole(element.attributes.get("numFmtId", "0")))
            elif element.name == "dxf" and element.inside == "dxfs":
                self._conditional += 1
            if (
                max(len(self._styles), self._conditional) > limits.styles
                or len(self._codes) > limits.number_formats
            ):
                raise BadPart(Text(zh=f"{name} 的格式过多", en=f"{name} has too many styles"))

    def format_of(self, style: str | None) -> NumberFormat | None:
        """The number format of a style; None if there is no such style.

        Args:
            style: its number as a cell names it; None: the first.
        """
        number = whole(style or "0")
        if not self._styles and number == 0:
            id = 0
        elif 0 <= number < len(self._styles):
            id = self._styles[number]
        else:
            return None
        if id not in self._formats:
            code = self._codes.get(id, BUILT_IN.get(id, _UNKNOWN.format(id)))
            self._formats[id] = NumberFormat(code.strip() or "General", date1904=self.date1904)
        return self._formats[id]


_UNKNOWN = "[{}]"
"""Stands for a format that is not known: of what it shows, nothing is told."""
