"""Lenient reading: fold what people and scanners deliver onto the characters of the rule, and say what was changed.

>>> folded = fold("９１ 35", ("width", "spaces"))
>>> folded.text, folded.places, folded.changes
('9135', (0, 1, 3, 4), ('width', 'spaces'))
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from tracecode.spec.model import Fold, Text

_WIDE = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0x2014: 0x2D, 0x2010: 0x2D, 0x2212: 0x2D}
_SPACES = frozenset(" \t\u00a0\u2002\u2003\u2009\u200b\ufeff\u3000")

CHANGES: dict[Fold, Text] = {
    "width": Text(zh="全角转半角", en="full-width to ASCII"),
    "trim": Text(zh="去除首尾空白", en="surrounding space removed"),
    "spaces": Text(zh="去除空格", en="spaces removed"),
    "hyphens": Text(zh="去除连字符", en="hyphens removed"),
    "dots": Text(zh="去除点号", en="dots removed"),
    "upper": Text(zh="转为大写", en="upper case"),
    "lower": Text(zh="转为小写", en="lower case"),
}


class Folded(NamedTuple):
    """A text after folding."""

    text: str
    places: tuple[int, ...] | None
    """For each character its index in the text as given; None if nothing moved."""
    changes: tuple[Fold, ...]
    """What was done."""

    def place(self, index: int) -> int:
        """The index in the given text of a character of the folded one; past the end, the given text's end."""
        if self.places is None:
            return index
        if index < len(self.places):
            return self.places[index]
        return self.places[-1] + 1 if self.places else 0


@lru_cache(maxsize=256)  # `identify` folds one text for many schemes
def fold(text: str, steps: tuple[Fold, ...]) -> Folded:
    """Fold a text by the steps that its scheme allows, whatever their order; what is folded once stays as it is."""
    if text.isascii() and text.isalnum() and _cased(text, steps):
        return Folded(text, None, ())
    kept = list(enumerate(text))
    changes: list[Fold] = []
    for step in _ORDER:
        if step not in steps:
            continue
        if step == "trim":
            after = _trimmed(kept)
        elif step in _DROPS:
            after = [(place, char) for place, char in kept if char not in _DROPS[step]]
        else:
            after = [(place, _MAPS[step](char)) for place, char in kept]
        if after != kept:
            changes.append(step)
            kept = after
    if "trim" in steps and (after := _trimmed(kept)) != kept:  # a blank behind what was dropped
        kept, changes = after, list(dict.fromkeys([*changes, "trim"]))
    if not changes:
        return Folded(text, None, ())
    return Folded("".join(char for _, char in kept), tuple(place for place, _ in kept), tuple(changes))


_ORDER: tuple[Fold, ...] = ("width", "trim", "spaces", "hyphens", "dots", "upper", "lower")  # the others look for ASCII


def _cased(text: str, steps: tuple[Fold, ...]) -> bool:
    """Whether no case step would change an ASCII text."""
    return not ("upper" in steps and text.upper() != text) and not ("lower" in steps and text.lower() != text)


def _trimmed(kept: list[tuple[int, str]]) -> list[tuple[int, str]]:
    blank = _SPACES | {"\r", "\n"}
    start, end = 0, len(kept)
    while start < end and kept[start][1] in blank:
        start += 1
    while end > start and kept[end - 1][1] in blank:
        end -= 1
    return kept[start:end]


def _one_upper(char: str) -> str:
    return char.upper() if char.isascii() else char


def _one_lower(char: str) -> str:
    return char.lower() if char.isascii() else char


def _narrow(char: str) -> str:
    return chr(_WIDE.get(ord(char), ord(char)))


_DROPS: dict[Fold, frozenset[str]] = {"spaces": _SPACES, "hyphens": frozenset("-"), "dots": frozenset(".·")}
_MAPS: dict[Fold, Callable[[str], str]] = {"width": _narrow, "upper": _one_upper, "lower": _one_lower}
