"""A row of a sheet as it stands in its XML: cells with name, kind, style and text, and nothing
understood yet.
"""

from __future__ import annotations

from typing import NamedTuple

from tracecode.tables.xml_part import Attributes

FORMULA, VALUE, INLINE, ODD = 1, 2, 4, 8
"""What was seen of a cell: a formula, a value, a text of its own, and something that belongs
nowhere.
"""

RawCell = tuple[str | None, str | None, str | None, str, int]
"""A cell as it is written: its name, kind and style, its text, and what was seen of it (`FORMULA`,
`VALUE`, `INLINE`, `ODD`; 0 for a cell that holds nothing)."""


class RawRow(NamedTuple):
    """A row as it is written."""

    attributes: Attributes
    cells: list[RawCell]
    size: int
    """Characters of the texts that stand in it, also where they were too many to be kept."""
    whole: bool
    """Whether it has no more cells than a row may have."""
    stray: bool
    """Whether text stands in it outside of its cells."""
