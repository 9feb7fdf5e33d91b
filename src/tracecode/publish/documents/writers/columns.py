"""How wide the columns of a table are: as its maker says, or by what stands in them."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from tracecode.publish.documents.drawing import text_width
from tracecode.publish.documents.traversal import plain
from tracecode.publish.documents.tree import Break

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Spans, TableBlock

LEAST, MOST = 2.0, 24.0
"""Widths in characters of Chinese: a column is never taken for narrower or wider."""
_LINE = 50
"""Characters of Chinese in a line of a table as wide as the page."""
_LOOKED_AT = 200
"""Rows that are measured; more say nothing new."""


def shares(table: TableBlock) -> tuple[float, ...]:
    """What part of the width of the table each column has; they add up to 1.

    A column without weights counts as its widest line, but for a few outliers, so that codes stand
    on one line where there is room for them.
    """
    columns = len(table.head) or max(map(len, table.rows), default=1)
    widths = table.weights
    if len(widths) != columns or min(widths) <= 0:
        step = max(1, len(table.rows) // _LOOKED_AT)
        rows = [table.head, *table.rows[::step]] if table.head else table.rows[::step]
        widths = tuple(_width([row[at] for row in rows if at < len(row)]) for at in range(columns))
    total = sum(widths)
    return tuple(width / total for width in widths)


def height(table: TableBlock) -> int:
    """About how many lines a table has; of a long one at least how many."""
    widths = [max(1.0, share * _LINE - 1) for share in shares(table)]
    return sum(
        max((_folded(cell, width) for cell, width in zip(row, widths, strict=False)), default=1)
        for row in (table.head, *table.rows[:_LINE])
    )


def _folded(cell: Spans, width: float) -> int:
    """The lines of a cell in a column of a width."""
    return sum(max(1, ceil((_ems(text) - 1) / width)) for text in _lines(cell))


def _width(cells: list[Spans]) -> float:
    lines = sorted(max(map(_ems, _lines(cell)), default=0.0) for cell in cells)
    return min(max(lines[int(len(lines) * 0.95)] if lines else 0.0, LEAST), MOST)


def _lines(cell: Spans) -> list[str]:
    lines: list[list[str]] = [[]]
    for span in cell:
        if isinstance(span, Break):
            lines.append([])
        else:
            lines[-1].append(plain((span,)))
    return ["".join(parts) for parts in lines]


def _ems(text: str) -> float:
    return text_width(text, 1.0) + 1


def pieces(code: str) -> list[str]:
    """A code in pieces between which a line may break: after a separator, and every twelve
    characters.
    """
    parts = re.findall(
        r"[^_\-./:,;=&]{1,12}(?:[_\-./:,;=&]+|(?=[^_\-./:,;=&])|\Z)|[_\-./:,;=&]+", code, re.DOTALL
    )
    return parts if len(code) > _WHOLE else [code]


_WHOLE = 12
"""Codes up to this length are broken only where the column is narrower."""


def rooms(table: TableBlock) -> list[float]:
    """The room for text in each column, in characters of Chinese."""
    return [share * _LINE - _PADDING for share in shares(table)]


_PADDING = 1.0


def fitting(parts: list[str], room: float, *, fixed: bool = False) -> list[str]:
    """Parts between which a line may break, of which none is wider than the room: what is gets a
    break behind each character.

    Args:
        parts: of a text; a line may break in them wherever it may in any text.
        room: in characters of Chinese.
        fixed: whether all letters are as wide.
    """
    if sum(map(len, parts)) <= room:  # none is wider than one of Chinese
        return parts
    cut: list[str] = []
    for part in parts:
        at = 0
        for unbroken in _UNBROKEN.finditer(part):
            if _widest(unbroken[0], fixed=fixed) > room:
                cut += [part[at : unbroken.start()], *unbroken[0]]
                at = unbroken.end()
        cut.append(part[at:])
    return [part for part in cut if part]


def _widest(text: str, *, fixed: bool) -> float:
    """Not less than how wide a text is; capitals are wider than the letters of words."""
    if fixed:
        return _FIXED * len(text)
    return sum(1.0 if char in "MW@%" else 0.75 if char.isupper() else 0.56 for char in text)


_FIXED = 0.64
"""The width of a letter where all are as wide, set as `document.typ` does."""
_UNBROKEN = re.compile(r"[^\s\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef]+")
"""Characters among which a line might find no place to break: all but blanks and those of Chinese,
Japanese and Korean.
"""
