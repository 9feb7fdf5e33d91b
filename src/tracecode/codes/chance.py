"""How many texts there are, as a binary logarithm: of a layout, and of a length and kind of
characters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracecode.codes.readers import Groups

if TYPE_CHECKING:
    from tracecode.standard.segment import Segment

DIGITS_ONLY_BITS = 4.0
_MOST_LENGTHS = 256


def free(segments: Iterable[Segment], groups: Groups) -> float:
    """Binary logarithm of how many texts of these lengths the segments of a layout allow, before
    its rules.

    A segment of letters and digits that holds only digits counts little more than a numeric one:
    most do.
    """
    bits = 0.0
    for segment, text in zip(segments, groups, strict=True):
        if segment.chars is None or not text:
            continue
        own = (
            random_bits(text)
            if segment.chars.negated
            else len(text) * math.log2(segment.chars.size)
        )
        if text.isascii() and text.isdigit():
            own = min(own, len(text) * math.log2(10) + DIGITS_ONLY_BITS)
        bits += own + most_lengths(segment)
        if segment.first is not None:
            bits += math.log2(segment.first.size / segment.chars.size)
    return bits


def most_lengths(segment: Segment) -> float:
    """Binary logarithm of how many lengths a segment may have."""
    return math.log2(min(segment.max - segment.min + 1, _MOST_LENGTHS))


def random_bits(text: str) -> float:
    """Binary logarithm of how many texts of this length and kind of characters there are."""
    if text.isascii():
        size = 10 if text.isdigit() else 36 if text.isalnum() and text == text.upper() else 95
        return len(text) * math.log2(size)
    wide = sum(char > "\x7f" for char in text)
    return wide * math.log2(8000) + (len(text) - wide) * math.log2(95)
