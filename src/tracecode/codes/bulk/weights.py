"""Between which bounds a layout's weight lies in `identify`, for texts of one length and one kind
of characters.
"""

from __future__ import annotations

import math

from tracecode.codes.bulk.columnar import columnar
from tracecode.codes.chance import DIGITS_ONLY_BITS, most_lengths, random_bits
from tracecode.codes.layout import Layout
from tracecode.codes.likelihood import ERROR_BITS, LEFT_BITS, OTHER_ERROR_BITS, WARNING_BITS
from tracecode.codes.readings import NEAR_ERRORS
from tracecode.spec.charclass import CharClass

SAMPLES = {"d": "1", "dl": "A1"}
"""The kinds of texts: of digits, or of digits and capital letters; and what they are made of."""


def space(layout: Layout, size: int, kind: str, *, most: bool) -> float:
    """How many texts of one length and kind fit a layout and its rules, at most or at least, as a
    binary logarithm.
    """
    held = sum(rule.bits for rule in layout.rules)
    sizes = _sizes(layout, size)
    free = 0.0
    if sizes is None:
        assert not most
        fixed = sum(s.max for s in layout.segments if s.chars is None)
        each = [math.log2(min(s.chars.size, 10)) for s in layout.segments if s.chars is not None]
        firsts = sum(
            min(0.0, math.log2(s.first.size / s.chars.size))
            for s in layout.segments
            if s.first and s.chars
        )
        free = max(0, size - fixed) * min(each, default=0.0) + firsts
    spared = [0.0]
    for segment, length in zip(layout.segments, sizes or (), strict=False):
        if segment.chars is None or not length:
            continue
        text_bits = random_bits((SAMPLES[kind] * length)[:length])
        own = text_bits if segment.chars.negated else length * math.log2(segment.chars.size)
        digits = length * math.log2(10)
        if kind == "d" or not most:  # also of a text with letters a part may have none
            less = min(own, digits + DIGITS_ONLY_BITS, digits if segment.chars.negated else own)
            spared.append(own - less)
            own = less
        free += own + most_lengths(segment)
        if segment.first is not None:
            free += math.log2(segment.first.size / segment.chars.size)
    if kind == "dl" and not any(
        map(str.isalpha, "".join(text for s in layout.segments for text in s.texts))
    ):
        free += min(spared[1:], default=0.0)  # but one part has the letters
    return max(0.0, free - held)


def near(layout: Layout, size: int, kind: str) -> float:
    """At most, how well a layout explains texts of one length and kind that do not fit it, as a
    binary logarithm.

    As `Layout.diagnose` reads them: in a layout of several lengths nothing is read behind a fixed
    text that is missing.
    """
    fixed, firm = layout.min == layout.max, layout.severity == "error"
    literal = 0
    faults = int(not layout.min <= size <= layout.max)
    costs: list[tuple[float, float]] = []  # of each character, and how many may be read at it
    read: set[int] = set()
    for segment in layout.segments:
        if segment.chars is None:
            fitting = [text for text in segment.texts if _fits(text, kind)]
            literal += max(map(len, fitting), default=0)
            if not fitting and not segment.spec.optional:
                faults += 1
                if not fixed:
                    break
                continue
        elif kind == "d" and segment.min and not _has_digits(segment.chars):
            faults += 1
            if segment.min == segment.max:
                costs.append((math.log2(min(segment.chars.size, 10)), segment.max))
            if not fixed:
                break
            continue
        else:
            first = (
                min(0.0, math.log2(segment.first.size / segment.chars.size))
                if segment.first
                else 0.0
            )
            most = segment.max if segment.min == segment.max else math.inf
            costs.append((math.log2(min(segment.chars.size, 10)), most))
            if first:
                costs.append((first, 0))
        read.add(segment.place)
    if faults > NEAR_ERRORS and firm:
        return -math.inf
    sound = firm and not (fixed and size != layout.max)
    held = (
        sum(rule.bits for rule in layout.rules if read.issuperset(rule.segments)) if sound else 0.0
    )
    left = max(0, size - literal)
    free = 0.0
    for cost, most in sorted(costs):
        taken = min(left, most)
        free += cost * taken if most else cost
        left -= int(taken)
    free = max(0.0, free - held) + left * (math.log2(10) + LEFT_BITS)
    return -free - (
        faults * (OTHER_ERROR_BITS if firm else WARNING_BITS) or min(ERROR_BITS.values())
    )


def holds_more(layout: Layout, begins: str, kind: str) -> bool:
    """Whether every text of a layout holds fixed characters that neither these words have nor texts
    of the kind.
    """
    for segment in layout.segments:
        if (
            (repeat := segment.spec.repeat) is not None
            and repeat.min > 1
            and not _fits(repeat.separator, kind)
        ):
            return True
        if segment.chars is None and not segment.spec.optional:
            others = (
                "".join(char for char in text if char not in begins) for text in segment.texts
            )
            if not any(_fits(text, kind) or not text for text in others):
                return True
    return False


def _has_digits(chars: CharClass) -> bool:
    return chars.negated or any("0" <= char <= "9" for char in chars.chars)


def _fits(text: str, kind: str) -> bool:
    return text.isascii() and (
        text.isdigit() if kind == "d" else text.isalnum() and text.upper() == text
    )


def _sizes(layout: Layout, size: int) -> list[int] | None:
    """How long each segment is in a text of a length, where that is settled."""
    columns = columnar(layout)
    if columns.mixed or columns.run(size) is None:
        return None
    settled = columns.of_size(size)
    return None if settled is None else [len(cells) for cells in settled.cells]
