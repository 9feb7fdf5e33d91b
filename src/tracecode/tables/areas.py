"""Areas of a sheet: cells that belong together, named as a spreadsheet names them."""

from __future__ import annotations

import re
from typing import NamedTuple

from tracecode.tables.rows import cell_name

CELL_NAME = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)


class Area(NamedTuple):
    """Cells that are merged; the first row is 1, the first column 0."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """As a spreadsheet writes it: `E2:E3`."""
        return f"{cell_name(self.left, self.top)}:{cell_name(self.right, self.bottom)}"


def area_of(name: str) -> Area | None:
    """The cells of a name, `E2:E3` or `E2`; None if it is none."""
    ends = [CELL_NAME.fullmatch(end) for end in name.upper().split(":")]
    ends_at = [(int(end[2]), column_of(end[1])) for end in ends if end is not None]
    if len(ends_at) != len(ends) or len(ends) > 2:
        return None
    return Area(*ends_at[0], *ends_at[-1])


def column_of(letters: str) -> int:
    """The place of a column, the first being 0.

    >>> column_of("AB")
    27
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
