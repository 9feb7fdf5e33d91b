"""Pictures in printer dots, a row an integer, so that a character is put onto a label by shifts.

>>> rows = [0b0000, 0b0100]
>>> stamp(Dots(2, (0b11, 0b10)), rows, 4, 2, 0)
>>> [f"{row:04b}" for row in rows]
['0011', '0110']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from PIL.Image import Image


class Dots(NamedTuple):
    """A picture in black and white."""

    width: int
    rows: Sequence[int]
    """From above; of each the lowest bit is the rightmost dot, and 1 is dark."""

    @classmethod
    def of(cls, image: Image) -> Self:
        """The dots of an image of one bit, where 1 is dark."""
        packed, wide = image.tobytes(), -(-image.width // 8)
        spare = wide * 8 - image.width
        rows = [
            int.from_bytes(packed[start : start + wide]) >> spare
            for start in range(0, len(packed), wide)
        ]
        return cls(image.width, rows)


def stamp(
    dots: Dots, rows: list[int], width: int, left: int, top: int, *, opaque: bool = False
) -> None:
    """Put a picture onto rows, whose parts outside are cut off.

    Args:
        dots: the picture.
        rows: integers of `width` dots, which change.
        width: of the rows.
        left: of the picture's left edge on the rows; may be negative.
        top: of its upper edge, likewise.
        opaque: what is light in the picture becomes light.
    """
    shift = width - left - dots.width
    inside = (1 << width) - 1
    kept = inside & ~_shifted((1 << dots.width) - 1, shift) if opaque else inside
    for y, row in enumerate(dots.rows, top):
        if 0 <= y < len(rows):
            rows[y] = rows[y] & kept | _shifted(row, shift) & inside


def _shifted(row: int, by: int) -> int:
    return row << by if by >= 0 else row >> -by
