"""Which bytes belong to which segment: a layout, for texts of one length, where the length settles
it.

Lengths are those of UTF-8, so a fixed Chinese text is as good as an ASCII one: it always takes the
same bytes.
"""

from __future__ import annotations

from typing import NamedTuple

from tracecode.codes.layout import Layout
from tracecode.errors import TraceCodeError
from tracecode.spec.charclass import CharClass
from tracecode.standard.segment import Segment

MAX_WIDTH = 128
"""Longer texts go to the engine for single codes: no code that many rows share is longer."""


class NotColumnar(TraceCodeError):  # no fault: the other engine takes over
    """This rule has no form over columns; the engine for single codes must judge it."""


class CharBytes(NamedTuple):
    """The bytes of one character."""

    at: int
    width: int


class ColumnLayout(NamedTuple):
    """The characters of each segment."""

    cells: tuple[tuple[CharBytes, ...], ...]
    width: int
    """Bytes of the whole text."""

    def of(self, indexes: tuple[int, ...]) -> tuple[CharBytes, ...]:
        """The characters of some segments, read together."""
        return tuple(cell for index in indexes for cell in self.cells[index])


def places(cells: tuple[CharBytes, ...]) -> list[int]:
    """The bytes of some characters."""
    return [cell.at + i for cell in cells for i in range(cell.width)]


def char_width(chars: CharClass) -> int | None:
    """How many bytes each character of a class takes; None if that differs or the class is open."""
    widths = {len(char.encode()) for char in chars.chars}
    return widths.pop() if len(widths) == 1 and not chars.negated else None


def column_layouts(layout: Layout) -> dict[int, ColumnLayout | None]:
    """The layout of texts for each number of bytes up to `MAX_WIDTH`; None where the length alone
    does not settle it.

    In a class that mixes ASCII and other characters each counts as one byte: right for ASCII texts,
    and only for them.
    """
    ways: list[dict[int, tuple[int, list[int]]]] = [{0: (1, [])}]
    for segment in layout.segments:
        reached: dict[int, tuple[int, list[int]]] = {}
        for size in _sizes(segment):
            for total, (count, chosen) in ways[-1].items():
                if total + size <= MAX_WIDTH:
                    before, _ = reached.get(total + size, (0, []))
                    reached[total + size] = (before + count, [*chosen, size])
        ways.append(reached)
    return {
        total: _column_layout(layout, chosen) if count == 1 else None
        for total, (count, chosen) in ways[-1].items()
        if total
    }


def _sizes(segment: Segment) -> list[int]:
    if segment.chars is None:
        return sorted(
            {len(text.encode()) for text in literals(segment)}
            | ({0} if segment.spec.optional else set())
        )
    least = max(segment.min, 1) if segment.first is not None else segment.min
    width = segment_width(segment) or 1
    return [count * width for count in range(least, min(segment.max, MAX_WIDTH) + 1)]


def segment_width(segment: Segment) -> int | None:
    """How many bytes each character of a segment takes, of a fixed text at most; None if they
    differ.
    """
    if segment.chars is None:
        return max(len(char.encode()) for text in literals(segment) for char in text)
    widths = {char_width(chars) for chars in (segment.chars, segment.first) if chars is not None}
    return widths.pop() if len(widths) == 1 else None


def literals(segment: Segment) -> tuple[str, ...]:
    """The printed forms of a fixed text."""
    assert segment.spec.literal is not None
    return (segment.spec.literal, *segment.spec.also)


def _column_layout(layout: Layout, sizes: list[int]) -> ColumnLayout | None:
    cells: list[tuple[CharBytes, ...]] = []
    at = 0
    for segment, size in zip(layout.segments, sizes, strict=True):
        widths = _widths(segment, size)
        if widths is None:
            return None
        segment_cells = []
        for width in widths:
            segment_cells.append(CharBytes(at, width))
            at += width
        cells.append(tuple(segment_cells))
    return ColumnLayout(tuple(cells), at)


def _widths(segment: Segment, size: int) -> list[int] | None:
    """Bytes of each character of a segment; None if two forms of a fixed text disagree."""
    if segment.chars is not None:
        width = segment_width(segment) or 1
        return [width] * (size // width)
    ways = {
        tuple(len(char.encode()) for char in text)
        for text in literals(segment)
        if len(text.encode()) == size
    }
    return [*ways.pop()] if len(ways) == 1 else ([] if size == 0 else None)
