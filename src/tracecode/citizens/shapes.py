"""What a citizen's number looks like in a folded run of digits: right ones, and those with one
fault.
"""

from __future__ import annotations

import re
from functools import cache

_PROVINCE = "1 [1-5]", "2 [1-3]", "3 [1-7]", "4 [1-6]", "5 [0-4]", "6 [1-5]", "7 1", "8 [12]"
_MONTH, _DAY = ("0 [1-9]", "1 [0-2]"), ("0 [1-9]", "[12] [0-9]", "3 [01]")
_AREA = "0 [1-9]", "[1-4] [0-9]", "9 0"
"""Third and fourth digit of a division."""
_LAST = "(?:X|[0-9](?![0-9]))"


class _Shapes:
    """Parts of a number in a folded text, with what may stand between two of its digits."""

    def __init__(self, blank: str) -> None:
        """Begin.

        Args:
            blank: what may stand between two digits: nothing, or any number of some marks.
        """
        self.blank = blank
        self.province, self.month, self.day = map(self.either, (_PROVINCE, _MONTH, _DAY))
        self.century = self.either(("1 9", "2 0"))

    def joined(self, *parts: str) -> str:
        """Parts behind one another."""
        return self.blank.join(parts)

    def digits(self, count: int) -> str:
        """Any digits."""
        return self.joined(*["[0-9]"] * count)

    def either(self, pairs: tuple[str, ...]) -> str:
        """One of several pairs of digits."""
        return f"(?:{'|'.join(self.joined(*pair.split()) for pair in pairs)})"

    def pattern(self, *forms: str) -> re.Pattern[str]:
        """One of several forms; it begins where digits do."""
        return re.compile(f"(?<![0-9])(?:{'|'.join(forms)})")


@cache
def number(blank: str) -> re.Pattern[str]:
    """A citizen's number in a folded run: it begins and ends where digits do. Perhaps it is
    wrong.
    """
    shapes = _Shapes(blank)
    joined, digits = shapes.joined, shapes.digits
    province, month, day = shapes.province, shapes.month, shapes.day
    nearly = shapes.either(("[12] [0-9]", "[0-9] [09]"))
    any2, any4 = digits(2), digits(4)
    date = joined(shapes.century, any2, month, day)
    return shapes.pattern(
        # the day may be wrong
        joined(province, any4, shapes.century, any2, month, any2, digits(3), _LAST),
        joined(province, any4, shapes.century, any2, any2, day, digits(3), _LAST),  # or the month
        joined(province, any4, nearly, any2, month, day, digits(3), _LAST),  # or the century
        joined(any2, any4, date, digits(3), _LAST),  # or the province
        joined(province, any4, date, digits(4), _LAST),  # 19: a digit too many behind the date
        joined(province, digits(5), date, digits(3), _LAST),  # or before it
        joined(province, any4, date, any2, _LAST),  # 17: one too few
        joined(province, digits(3), date, digits(3), _LAST),
        joined(province, any4, any2, month, day, any2, "[0-9](?![0-9])"),  # 15: of old
    )


@cache
def nearly(blank: str) -> re.Pattern[str]:
    """A number of old, of 15 digits, with a division that can be, and province, month or day wrong;
    no ear tag.
    """
    shapes = _Shapes(blank)
    joined, any2 = shapes.joined, shapes.digits(2)
    division = joined(shapes.province, shapes.either(_AREA), any2)
    end = joined(any2, "[0-9](?![0-9])")
    ear_tag = joined("[123]", shapes.province)  # a species, then a division
    forms = (
        joined(division, any2, shapes.month, any2, end),
        joined(division, any2, any2, shapes.day, end),
        joined(any2, shapes.either(_AREA), any2, any2, shapes.month, shapes.day, end),
    )
    return shapes.pattern(*(f"(?!{ear_tag}){form}" for form in forms))


@cache
def marked() -> re.Pattern[str]:
    """A division, marks, a date that can be, marks, a sequence: 15 or 18 characters, and no mark
    lists members.
    """
    shapes = _Shapes("")
    around, inside = "[ _]++", "[ _]*+"
    division, date = (
        shapes.province + shapes.digits(4),
        inside.join((shapes.digits(2), shapes.month, shapes.day)),
    )
    return shapes.pattern(
        f"{division}{around}{date}{around}[0-9]{{3}}(?![0-9])",
        f"{division}{around}{shapes.century}{date}{around}[0-9]{{3}}{_LAST}",
    )


@cache
def apart() -> re.Pattern[str]:
    """A number of 18 characters without a fault, but for its check character, with whatever marks
    between them.
    """
    shapes = _Shapes("[ _;]*+")
    date = shapes.joined(shapes.century, shapes.digits(2), shapes.month, shapes.day)
    return shapes.pattern(
        shapes.joined(shapes.province, shapes.digits(4), date, shapes.digits(3), _LAST)
    )


@cache
def inside() -> re.Pattern[str]:
    """A citizen's number without a fault, but for its check character, anywhere among ASCII
    digits.
    """
    date = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    return re.compile(f"(?=([1-8][0-7][0-9]{{4}}{date}[0-9]{{3}}[0-9X]))")


@cache
def long_run() -> re.Pattern[str]:
    """A run of digits in which a number may be hidden; in still longer ones nobody would read
    it.
    """
    return re.compile(r"(?<![0-9])[0-9]{18,64}(?:X|(?![0-9]))")
