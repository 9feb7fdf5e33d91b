r"""Where citizens' numbers (GB 11643-1999) stand in a text, however they are written. What is shown
of them: `privacy`.

A text falls apart into runs of digits and what may stand between those. A run is folded onto the
characters `0` to `9`, `X` and marks, and in that the numbers are looked for: `docs/privacy.md` says
which. Every pattern takes time in proportion to the text: what repeats without end gives nothing
back.

>>> covered("holder 110105-19491331-0021"), covered("110105 1949年12月31日（002X）")
('holder 110105-********-***1', '110105 ****年**月**日（***X）')
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from tracecode.citizens import shapes

LEAST = 15
"""Fewest characters of a citizen's number."""
_KEPT = 6
"""So many digits stay: the division."""


def covered(text: str) -> str:
    """A text with the citizens' numbers in it covered by stars."""
    if "." in text and ("E" in text or "e" in text):
        text = _power().sub(_covered_power, text)
    if text.isascii():
        return _runs("0-9", _ASCII_GAP).sub(_covered, text) if _may_hold(text) else text
    for digit in (_DIGIT, _ODD_DIGIT):
        if _many(digit).search(text):
            text = _runs(digit, _GAP).sub(_covered, text)
    return text


def behind(text: str, end: int) -> int:
    """The end of a piece of a text, behind a number that goes on there."""
    match = _further().match(text, end) if len(text) > end else None
    return end if match is None else match.end()


_TIGHT = (
    r"\s\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    # what cannot be seen
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
    r"\u0300-\u036f\u20d0-\u20ff"  # marks over and around a digit
    r"\-_\u058a\u05be\u1806\u2010-\u2015\u2043\u2053\u207b\u208b\u2212\u2e3a\u2e3b\u30fc\ufe31\ufe58\ufe63\uff0d\uff3f\uff70"
    r".\xb7\u2022\u2024\u2027\u2219\u22c5\u3002\u30fb\ufe52\uff0e\uff61\uff65"
    r"/\\|+~'`\u2018\u2019\u2044\u2215\u301c\uff0f\uff3c\uff5c\uff5e"
)
"""What people write between two digits of one number. A comma belongs to it where digits stand on
both sides.
"""
_LISTING = ",;\uff0c\uff1b\u3001"
"""What parts the members of a list."""
_GAP = rf"[\W_{_TIGHT}\u5e74\u6708\u65e5]"
"""What may stand between two digits at all: every mark, and 年, 月, 日. What a mask has put there
may not.
"""
_ASCII_GAP = r"[^0-9A-Za-z]"
_ESCAPED = (
    r"(?:%2[0DdEeFf]"
    r"|\\(?:u\{[0-9A-Fa-f]{1,6}\}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[nrtv]))"
)
"""What people write between them, as it is written in an address and by `repr`."""
_DIGIT = r"\d"
"""A digit of any script."""
_ODD_DIGIT = (
    r"\d\xb2\xb3\xb9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff"
    r"\u2776-\u277e\u2780-\u2788\u278a-\u2792\u3007零一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸"
)
"""Digits that are also marks or words: raised, circled, Chinese. Apart, since one may stand before
a number.
"""
_X = r"[Xx\xd7\u03a7\u03c7\u0425\u0445\u2169\u2179\uff38\uff58]"
_ALIKE = {
    "O": "0",
    "o": "0",
    "I": "1",
    "i": "1",
    "l": "1",
    "Z": "2",
    "z": "2",
    "S": "5",
    "s": "5",
    "B": "8",
}
"""Letters that look like a digit."""
_LETTERS = "".join(_ALIKE)
_TRUE = 10
"""So many digits of a number are digits indeed, or every word of such letters could be one."""


def _may_hold(text: str) -> bool:
    """Whether an ASCII text may hold a run: it has the digits, and so many characters that only
    gaps part.

    Without a pattern: `_runs` alone takes 1.4 ms to compile, which most programs need not spend.
    """
    raw = text.encode()
    if len(raw.translate(None, _NO_DIGITS)) < _TRUE:
        return False
    if "%" in text or "\\" in text:  # what is escaped holds letters
        return True
    return _STRETCH in raw.translate(_STRETCHES, _BETWEEN)


_WORD = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_NO_DIGITS = bytes(range(128)).translate(None, _WORD[:10])
_BETWEEN = bytes(range(128)).translate(None, _WORD + b"*")
_STRETCH = b"0" * (LEAST - 1)
_RUN = _WORD[:10] + _LETTERS.encode()
_STRETCHES = bytes(b"0"[0] if byte in _RUN else b" "[0] for byte in range(256))
"""Digits, and letters that may be some, as zeros; what parts stretches as blanks."""


@cache
def _many(digit: str) -> re.Pattern[str]:
    """So many digits as a number has at least, wherever they stand; small: most programs never
    compile `_runs`.
    """
    return re.compile(f"(?:[{digit}][^{digit}]*+){{{_TRUE}}}")


@cache
def _runs(digit: str, gap: str) -> re.Pattern[str]:
    """Digits and letters like them, 14 at least, that nothing parts but gaps; with the X behind
    them.
    """
    between = rf"(?:{_ESCAPED}|(?!\*){gap})++"
    character = f"[{digit}{_LETTERS}]"
    return re.compile(
        f"{character}(?:{character}|{between}{character}){{13,}}+(?:(?:{between})?{_X})?"
    )


@cache
def _further() -> re.Pattern[str]:
    """As many digits as a number may have, with all that stands between them."""
    return re.compile(
        rf"(?:(?:{_ESCAPED}|(?!\*){_GAP})*+(?:[{_ODD_DIGIT}{_LETTERS}]|{_X})){{0,19}}+"
    )


_LONG = 18


@cache
def _power() -> re.Pattern[str]:
    """A number of 15 or 18 digits as spreadsheets keep it and programs print it: as a power of
    ten.
    """
    return re.compile(r"(?<![0-9.])([0-9])\.([0-9]{9,17})(?=[Ee]\+?0?1([47])(?![0-9]))")


def _covered_power(power: re.Match[str]) -> str:
    """Such a number, with the digits behind the division covered if it looks like a citizen's."""
    digits = (power[1] + power[2]).ljust(18 if power[3] == "7" else 15, "0")
    if shapes.number("").fullmatch(digits) is None:
        return power[0]
    kept = _KEPT - 1
    return f"{power[1]}.{power[2][:kept]}{'*' * (len(power[2]) - kept)}"


class _Folds(dict[int, str]):
    """The folded form of each character of a run, found when it is first asked for; runs hold few
    different ones.

    A digit is itself in ASCII, X is X. A blank is what people write between digits, `;` parts the
    members of a list, `_` is any other mark, and `#` a letter.
    """

    def __missing__(self, code: int) -> str:
        import unicodedata

        char = chr(code)
        number = unicodedata.numeric(char, -1)
        if 0 <= number <= 9 and number == int(number):
            folded = str(int(number))
        elif char in _ALIKE:
            folded = "#"
        elif re.fullmatch(_X, char):
            folded = "X"
        else:
            folded = ";" if char in _LISTING else " " if re.fullmatch(f"[{_TIGHT}]", char) else "_"
        self[code] = folded
        return folded


_FOLDS = _Folds()
_TO_DIGITS = str.maketrans(_ALIKE)


def _covered(run: re.Match[str]) -> str:
    """A run of digits with the citizens' numbers in it masked."""
    text = run[0]
    if text.isascii() and text.isdigit():
        hidden = _hidden(text, text)
    else:
        folded = _folded(text)
        if len(folded.encode().translate(None, _NO_DIGITS)) < _TRUE:
            return text
        hidden = _hidden(text, folded)
        # letters at an edge of digits: they are some where that makes a right number
        if "#" in folded:
            hidden += _right(text, _folded(text.translate(_TO_DIGITS)))
    if not hidden:
        return text
    chars = list(text)
    for at in hidden:
        chars[at] = "*"
    return "".join(chars)


def _folded(run: str) -> str:
    """A run in the characters of `_Folds`. Letters count as digits where digits stand on both sides
    of them.
    """
    if "%" in run or "\\" in run:
        run = re.sub(_ESCAPED, lambda escape: " " * len(escape[0]), run)
    if not _ALIKE.keys().isdisjoint(run):
        run = re.sub(
            rf"(?<=\d)[{_LETTERS}]++(?=\d)", lambda letters: letters[0].translate(_TO_DIGITS), run
        )
    if "," in run or "\uff0c" in run:
        run = re.sub(r"(?<=\d)[,\uff0c](?=\d)", " ", run)
    return run.translate(_FOLDS)


def _hidden(text: str, folded: str) -> list[int]:
    """The places that are to be masked."""
    blank = " *+" if " " in folded else ""
    hidden = _found(shapes.number(blank), text, folded, lambda _: True)
    hidden += _found(
        shapes.nearly(blank), text, folded, lambda places: not _is_other(_read(folded, places))
    )
    if "_" in folded or ";" in folded:
        hidden += _found(shapes.marked(), text, folded, lambda _: True) + _right(text, folded)
    for digits in shapes.long_run().finditer(folded) if len(folded) > _LONG else ():
        for number in shapes.inside().finditer(digits[0]):
            if not _is_odd(number[1]):
                begin = digits.start() + number.start()
                hidden += range(begin + _KEPT, begin + 17)
    return hidden


def _right(text: str, folded: str) -> list[int]:
    """The places of numbers that are right, whatever stands between their digits."""
    return _found(
        shapes.apart(), text, folded,
        lambda places: _is_cut_well(places) and not _is_odd(_read(folded, places))
    )  # fmt: skip


def _found(
    pattern: re.Pattern[str], text: str, folded: str, counts: Callable[[list[int]], bool]
) -> list[int]:  # fmt: skip
    """The places to be masked of the numbers that a pattern finds and that count; inside others it
    looks again.
    """
    hidden: list[int] = []
    at = 0
    while (number := pattern.search(folded, at)) is not None:
        places = [
            place for place, char in enumerate(number[0], number.start()) if char not in " _;"
        ]
        if sum(text[place] not in _ALIKE for place in places) >= _TRUE and counts(places):
            hidden += places[_KEPT:-1] if len(places) > LEAST else places[_KEPT:]
            at = number.end()
        else:
            at = number.start() + 1
    return hidden


def _read(folded: str, places: list[int]) -> str:
    return "".join(map(folded.__getitem__, places))


_BORDERS = {2, 4, 6, 10, 12, 14, 17}
"""Where province, city, division, year, month, date and sequence end."""


def _is_cut_well(places: list[int]) -> bool:
    """Whether a number is parted at its borders or in pieces of one length; a list of other numbers
    seldom is.
    """
    cuts = [at for at in range(1, len(places)) if places[at] != places[at - 1] + 1]
    sizes = {end - begin for begin, end in pairwise([0, *cuts])}
    return _BORDERS.issuperset(cuts) or (len(sizes) == 1 and len(places) - cuts[-1] <= sizes.pop())


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _is_odd(number: str) -> bool:
    """Whether the check character is wrong (GB 11643-1999)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] != number[-1]


def _is_other(digits: str) -> bool:
    """Whether 15 digits can be another code of the standard: 40 in 100 of these have a right month
    or day by chance.

    They are registration numbers of businesses (ISO/IEC 7064 MOD 11,10) and numbers of blasting
    projects (a division, a kind, year and month); ear tags are left out by the pattern.
    """
    product = 10
    for digit in digits[:-1]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(digits[-1]) or "01" <= digits[9:11] <= "12"
