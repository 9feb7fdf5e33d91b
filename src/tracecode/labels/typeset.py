"""Set a text into a box: broken into lines, in the largest size that fits. For labels of a few
words, Chinese or Latin.

Chinese breaks between any two characters, but not before a closing mark; Latin at blanks, and
inside a word only where the word alone is longer than the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

LINE = 1.2
"""Distance of two lines, in font sizes."""
BASE = 0.95
"""Distance of a line's base from its top, in font sizes: between those of Chinese and Latin
letters.
"""
STEP = 0.5
"""Points by which a font shrinks at a time."""
# A GS1 element with its identifier; blanks; a Latin word or one Chinese character, with the marks
# that cling to it.
_PIECE = re.compile(
    r"\([0-9]{2,4}\) [!-~]+ "
    r"*|\s+|[（《“‘【〔]*(?:[!-~]+|.)[，。、；：？！）》”’】〕]* *"
)
_POINT = 25.4 / 72

Measure = Callable[[str], float]
"""The width of a text in font sizes."""


def fit(
    text: str, width: float, height: float, size: float, min_size: float, measure: Measure
) -> tuple[list[str], float] | None:
    """The lines of a text and the font size in points, or None if it does not fit even at
    `min_size`.

    Args:
        text: may hold line ends.
        width: of the box in millimetres.
        height: of the box in millimetres.
        size: wanted, in points.
        min_size: smallest allowed, in points.
        measure: of the font.
    """
    while size >= min_size - 1e-9:
        lines = broken(text, width / (size * _POINT), measure)
        if lines is not None and len(lines) * LINE * size * _POINT <= height + 1e-6:
            return lines, size
        size = max(size - STEP, min_size) if size > min_size else 0
    return None


def broken(text: str, width: float, measure: Measure) -> list[str] | None:
    """The lines of a text, none wider than `width` font sizes; None if a single character is
    wider.
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECE.findall(paragraph):
            if measure((line + piece).rstrip()) <= width:
                line += piece
                continue
            if line.strip():
                lines.append(line.rstrip())
            line = piece.lstrip()
            while measure(line.rstrip()) > width:
                cut = _prefix(line, width, measure)
                if cut == 0:
                    return None
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line.rstrip())
    return lines


def _prefix(text: str, width: float, measure: Measure) -> int:
    """How many characters fit."""
    count = 0
    while measure(text[: count + 1]) <= width:
        count += 1
    return count
