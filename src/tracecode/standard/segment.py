"""One segment of a layout, compiled: its part of the pattern, its characters, its lengths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracecode.errors import SpecError
from tracecode.findings import Finding
from tracecode.spec.charclass import CharClass
from tracecode.spec.layout_model import Length, SegmentSpec
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

MAX_TEXT = 4096
"""Longer texts are refused unread: no code of any rule comes near."""
_DIGITS = frozenset("0123456789")


class Segment(Value):
    """A segment, compiled."""

    spec: SegmentSpec
    place: int
    """Its place in the layout, from 0."""
    chars: CharClass | None
    first: CharClass | None
    min: int
    max: int

    @property
    def texts(self) -> list[str]:
        """The printed forms of a fixed text, the longest first: as they are tried."""
        if self.spec.literal is None:
            return []
        return sorted({self.spec.literal, *self.spec.also}, key=lambda text: (-len(text), text))

    @property
    def pattern(self) -> str:
        """The segment's part of the layout's pattern: one group."""
        if self.spec.literal is not None:
            return f"({'|'.join(map(re.escape, self.texts))}{'|' if self.spec.optional else ''})"
        assert self.chars is not None
        low, high = self.min, self.max
        if (repeat := self.spec.repeat) is not None:
            low, high = item_length(self.spec)
            item = f"{self.chars.regex}{_times(low, high)}"
            if not repeat.leading_zeros:
                item = (
                    f"(?:0|{CharClass.read('[1-9]').regex}{self.chars.regex}{_times(0, high - 1)})"
                )
            return f"({item}(?:{re.escape(repeat.separator)}{item}){_times(repeat.min - 1, repeat.max - 1)})"
        if self.first is None:
            return f"({self.chars.regex}{_times(low, high)})"
        return f"({self.first.regex}{self.chars.regex}{_times(max(low - 1, 0), high - 1)})"

    def literal_at(self, text: str, at: int) -> str | None:
        """The printed form of the fixed text at `at`: empty if it is optional and absent, None if
        it is missing.
        """
        if self.spec.literal is None:
            return None
        return next(
            (t for t in self.texts if text.startswith(t, at)), "" if self.spec.optional else None
        )

    @property
    def digits(self) -> bool:
        """Whether it is a row of ASCII digits and nothing else."""
        if self.chars is None or self.spec.repeat is not None:
            return False
        classes = self.chars, self.first or self.chars
        return all(not each.negated and _DIGITS.issuperset(each.chars) for each in classes)

    @property
    def allowed(self) -> str:
        """The characters that may stand here, for people."""
        if self.chars is None:
            return str(self.spec.literal)
        return (
            f"{self.chars.label} {self.spec.repeat.separator}"
            if self.spec.repeat
            else self.chars.label
        )

    @property
    def span(self) -> str:
        """The allowed numbers of characters, for people."""
        return span_text(self.min, self.max)


def compile_segment(spec: SegmentSpec, place: int, standard: Resolved) -> Segment:
    """A segment, ready to read.

    Raises:
        SpecError: it says neither what its characters are nor what text it is.
    """
    if spec.literal is not None:
        sizes = [len(text) for text in (spec.literal, *spec.also)]
        least = 0 if spec.optional else min(sizes)
        return Segment(spec=spec, place=place, chars=None, first=None, min=least, max=max(sizes))
    length = spec.length
    if spec.chars is None or length is None:
        values = {
            "found": spec.id,
            "reason_zh": "须有 chars 和 length",
            "reason_en": "needs chars and length",
        }
        raise SpecError([Finding(rule="spec.segment", severity="error", values=values)])
    low, high = item_length(spec)
    if (repeat := spec.repeat) is not None:
        gap = len(repeat.separator)
        low, high = repeat.min * (low + gap) - gap, repeat.max * (high + gap) - gap
    first = CharClass.read(spec.first) if spec.first is not None else None
    return Segment(
        spec=spec,
        place=place,
        chars=char_class(spec.chars, standard),
        first=first,
        min=low,
        max=high,
    )


def char_class(text: str, standard: Resolved) -> CharClass:
    """A class written out, or the named alphabet."""
    return CharClass.read(text if text.startswith("[") else standard.alphabet(text).chars)


def item_length(spec: SegmentSpec) -> tuple[int, int]:
    """Fewest and most characters of a segment, or of one item of it."""
    length = spec.length or 0
    return (length.min, length.max or MAX_TEXT) if isinstance(length, Length) else (length, length)


def span_text(low: int, high: int) -> str:
    """A span of lengths, for people."""
    if low == high:
        return str(low)
    return f"≥ {low}" if high >= MAX_TEXT else f"{low}..{high}"


def _times(low: int, high: int) -> str:
    return f"{{{low}}}" if low == high else f"{{{low},{high}}}"
