"""A label on paper: the blank one, with measures and font, and the one laid out. All lengths are in
millimetres.

>>> from tracecode.labels.label import label
>>> from tracecode.standard.resolved import packaged
>>> blank = label(packaged(), "pesticide").blank
>>> blank.width, blank.height, blank.symbol
(70.0, 40.0, (2.5, 5.0, 26.0, 26.0))
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tracecode.errors import SpecError
from tracecode.labels.fonts import Font, font
from tracecode.lint.labels import numbers, odd_size

if TYPE_CHECKING:
    from PIL.Image import Image

    from tracecode.labels.symbol import Symbol
    from tracecode.spec.label_model import LabelSpec

Area = tuple[float, float, float, float]
"""Left, top, width and height."""
FRAME_MM = 0.2
"""Width of the lines of frames."""
INCH = 25.4


class TextLine(NamedTuple):
    """A line of text on a label."""

    text: str
    x: float
    """Left end, from the left edge of the label."""
    base: float
    """Base line, from the upper edge."""
    size: float
    """Font size in points."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A label laid out: what stands where, for any output."""

    symbol: Symbol
    x: float
    """Left edge of the symbol's quiet zone."""
    y: float
    """Upper edge of it."""
    lines: tuple[TextLine, ...]


class DrawnSheet(NamedTuple):
    """A page of many labels."""

    size: list[float]
    """Width and height."""
    margin: list[float]
    """Left and upper."""
    gap: list[float]
    """Between labels, across and down."""


class Blank:
    """A label before anything is printed on it: what all labels of a template have in common."""

    def __init__(self, spec: LabelSpec, font_path: str | None = None) -> None:
        if (odd := odd_size(spec)) is not None:
            raise SpecError([odd])
        self.width, self.height = measures(spec.size, 2)
        self.symbol: Area = area(spec.symbol.box)
        self.frames: list[Area] = [area(frame) for frame in spec.frames]
        self.logo: Area | None = area(spec.logo) if spec.logo is not None else None
        self.sheet: DrawnSheet | None = None
        if (page := spec.sheet) is not None:
            self.sheet = DrawnSheet(
                measures(page.page, 2), measures(page.margin, 2), measures(page.gap, 2)
            )
        self.texts: list[Area] = [area(text.box) for text in spec.texts]
        self._font_path = font_path or spec.font

    @cached_property
    def font(self) -> Font:
        """The font of all texts.

        Raises:
            NoFont: none is installed, or the one that was named cannot be read.
        """
        return font(self._font_path)


def measures(text: str, count: int) -> list[float]:
    """The lengths in a box or size of a template."""
    lengths = numbers(text, count)
    assert lengths is not None  # lint has seen to it
    return lengths


def area(box: str) -> Area:
    """A box of a template."""
    left, top, width, height = measures(box, 4)
    return left, top, width, height


def logo_place(blank: Blank, logo: Image) -> tuple[float, float, float, float]:
    """Left, top, width and height of the logo: as large as its box allows, in its middle,
    undistorted.
    """
    assert blank.logo is not None
    left, top, width, height = blank.logo
    scale = min(width / logo.width, height / logo.height)
    wide, high = logo.width * scale, logo.height * scale
    return left + (width - wide) / 2, top + (height - high) / 2, wide, high
