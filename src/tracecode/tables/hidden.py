"""Rows and columns of a sheet that are not seen: hidden, or of nearly no height or width.

>>> is_hidden({"ht": "0.05"}, {}), is_hidden({}, {"zeroHeight": "1"})
(True, True)
>>> hidden_columns([{"min": "2", "max": "3", "hidden": "1"}], {}, 16_384)
[(1, 2)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracecode.tables.xml_part import Attributes, is_true, whole

_LEAST = 0.1
"""Less of a point, or of the width of a digit, is less than a pixel."""


def is_hidden(row: Attributes, defaults: Attributes) -> bool:
    """Whether a row is not seen.

    Args:
        row: what it says of itself.
        defaults: what holds where it says nothing.
    """
    if "hidden" not in row and "ht" not in row:
        return is_true(defaults.get("zeroHeight")) or _nothing(defaults.get("defaultRowHeight"))
    return is_true(row.get("hidden")) or _nothing(row.get("ht"))


def hidden_columns(
    columns: Iterable[Attributes], defaults: Attributes, end: int
) -> list[tuple[int, int]]:
    """Ranges of columns that are not seen, the first column being 0.

    Args:
        columns: what ranges of columns say of themselves.
        defaults: what holds where they say nothing.
        end: how many columns there are.
    """
    usual = defaults.get("defaultColWidth")
    hidden, described = [], []
    for column in columns:
        first, last = whole(column.get("min")), whole(column.get("max"))
        if 0 < first <= last:
            described.append((first - 1, last - 1))
            if is_true(column.get("hidden")) or _nothing(column.get("width", usual)):
                hidden.append((first - 1, last - 1))
    return sorted([*hidden, *_gaps(described, end)]) if _nothing(usual) else hidden


def _gaps(ranges: Iterable[tuple[int, int]], end: int) -> Iterator[tuple[int, int]]:
    """The ranges between others."""
    begin = 0
    for first, last in sorted(ranges):
        if begin < first:
            yield begin, first - 1
        begin = max(begin, last + 1)
    if begin < end:
        yield begin, end - 1


def _nothing(text: str | None) -> bool:
    """Whether a height or width is less than is seen."""
    try:
        return text is not None and float(text) < _LEAST
    except ValueError:
        return False
