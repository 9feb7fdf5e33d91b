"""Number formats of dates: which parts of a date are shown, and whether anything stands beside
them.

>>> dates = [("date", "yyyy"), ("literal", "年"), ("date", "m"), ("literal", "月")]
>>> parts_of(dates).shows
'ym'
>>> parts_of([*dates, ("literal", "2020")])
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_WORDS = {"y": "年", "m": "月", "d": "日", "H": "时", "M": "分", "S": "秒"}
"""What may stand behind each part."""
_SEPARATORS = " \t\xa0\u3000-–—/.,:－／．，：、"
_MARKS = ("/", ".", ",")
_OFFSET = re.compile(r"Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9]", re.ASCII)
_FRACTION = "\0"
"""Stands for the digits behind the seconds."""
_ERAS = "egb"
_OF_DAY, _OF_CLOCK = "ymdw", "HMSn"
_INITIAL = 5
"""So many letters show of a month its first, which others have too."""


class DateParts(NamedTuple):
    """What a format shows of a date."""

    shows: str
    """The parts in their order, of `y`, `m`, `d`, `H`, `M` and `S`."""
    offset: str = ""
    """The offset that stands behind the time of day, such as `Z` or `+08:00`."""
    places: int = 0
    """Digits of a second behind the point."""


def parts_of(tokens: Sequence[tuple[str, str]]) -> DateParts | None:
    """What a section of a format shows of a date; None where it shows anything else, or what is not
    understood.

    Args:
        tokens: the kind and text of each, as `number_format` tells them apart.
    """
    words = [text.lower() for kind, text in tokens if kind == "date"]
    shows = before = gap = ""
    places = at = 0
    for kind, text in tokens:
        if kind in ("date", "noon"):
            letter = "n" if kind == "noon" else _letter(words, at)
            if not letter or not _parts(gap, before, letter):
                return None
            if kind == "date":
                shows += letter if _is_told(words[at]) else ""
                at += 1
            before, gap = letter, ""
        elif kind == "literal" or (kind == "mark" and text in _MARKS):
            gap += text
        elif kind == "digit" and text == "0" and before == "S" and gap in (".", _FRACTION):
            places, gap = places + 1, _FRACTION
        elif kind != "numerals":
            return None
    offset = gap.removeprefix(_FRACTION).strip()
    if before in _OF_CLOCK and _OFFSET.fullmatch(offset):
        return DateParts(shows, offset, places)
    return DateParts(shows, "", places) if _parts(gap, before, "") else None


def _letter(words: Sequence[str], at: int) -> str:
    """The part that a word of a format stands for, `w` for the day of the week; empty for a year of
    an era.
    """
    word = words[at]
    letter = word[0]
    if letter in _ERAS:
        return ""
    if letter == "a" or (letter == "d" and len(word) > 2):
        return "w"
    if letter == "m" and len(word) < 3:
        after_hour = at > 0 and words[at - 1][0] == "h"
        before_second = at + 1 < len(words) and words[at + 1][0] == "s"
        return "M" if after_hour or before_second else "m"
    return letter.upper() if letter in "hs" else letter


def _is_told(word: str) -> bool:
    """Whether the part can be told from what a word shows."""
    return (
        word[0] in "yhs"
        or (word[0] == "m" and len(word) < _INITIAL)
        or (word[0] == "d" and len(word) < 3)
    )


def _parts(gap: str, before: str, after: str) -> bool:
    """Whether a text between two parts does no more than part them; `before` and `after` are empty
    at the ends.
    """
    if not before:
        return not gap.strip()
    gap = (
        gap.removeprefix(_FRACTION).lstrip().removeprefix(_WORDS.get(before, "")).strip(_SEPARATORS)
    )
    return not gap or (gap == "T" and before in _OF_DAY and after in ("H", "n"))
