"""Lenient reading: fold what people and scanners deliver onto the characters of the rule, and say what was changed.

>>> folded = fold("９１ 35", ("width", "spaces"))
>>> folded.text, folded.places, folded.changes
('9135', (0, 1, 3, 4), ('width', 'spaces'))
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tracecode.spec.base import Text
from tracecode.spec.model import Fold

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
    given: str
    """The text as it was given."""
    changes: tuple[Fold, ...]
    """What was done."""

    @property
    def places(self) -> tuple[int, ...] | None:
        """For each character its index in the text as given; None if nothing moved."""
        if not self.changes:
            return None
        kept = list(enumerate(self.given))
        for step in self.changes:
            if step != "trim":
                table = TABLES[step]
                mapped = ((place, table.get(ord(char), ord(char))) for place, char in kept)
                kept = [(place, chr(code)) for place, code in mapped if code is not None]
        standing = "".join(char for _, char in kept)  # what trimming leaves of it is one piece
        first = len(standing) - len(standing.lstrip(BLANK)) if "trim" in self.changes else 0
        return tuple(place for place, _ in kept[first : first + len(self.text)])

    def place(self, index: int) -> int:
        """The index in the given text of a character of the folded one; past the end, the given text's end."""
        places = self.places
        if places is None:
            return index
        if index < len(places):
            return places[index]
        return places[-1] + 1 if places else 0


@lru_cache(maxsize=256)  # `identify` folds one text for many schemes
def fold(text: str, steps: tuple[Fold, ...]) -> Folded:
    """Fold a text by the steps that its scheme allows, whatever their order; what is folded once stays as it is."""
    folded = text
    changes: dict[Fold, None] = {}
    for step in ORDER:
        if step in steps:
            after = folded.strip(BLANK) if step == "trim" else folded.translate(TABLES[step])
            if after != folded:
                changes[step] = None
                folded = after
    return Folded(folded, text, tuple(changes))


ORDER: tuple[Fold, ...] = ("width", "trim", "spaces", "hyphens", "dots", "upper", "lower", "trim")
"""In which order: the others look for ASCII; trimmed once more, since what is dropped may have stood before a blank."""
BLANK = "".join(sorted(_SPACES)) + "\r\n"
"""What is trimmed."""
TABLES: dict[Fold, dict[int, int | None]] = {
    "width": dict(_WIDE),
    "spaces": dict.fromkeys(map(ord, _SPACES)),
    "hyphens": dict.fromkeys(map(ord, "-")),
    "dots": dict.fromkeys(map(ord, ".·")),
    "upper": {code: code - 32 for code in range(ord("a"), ord("z") + 1)},
    "lower": {code: code + 32 for code in range(ord("A"), ord("Z") + 1)},
}
"""What becomes of a character; None: it is dropped."""
