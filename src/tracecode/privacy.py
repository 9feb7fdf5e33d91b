r"""Keep citizens' numbers out of every text that leaves the library, and make foreign text safe to print.

Findings, errors, objects and commands say nothing that did not pass `mask` first. It looks at a text as people read it:
full-width and other digits count as digits; spaces, hyphens, dots, slashes and invisible characters between them do not
count. What then looks like a citizen's number (GB 11643-1999: a division, a birth date, a sequence, a check character)
keeps no more than its division and its last character, also where it is wrong:

| characters | is masked if |
|---|---|
| 18 | at most one of province, century, month and day is wrong; the check character is not looked at |
| 17, 19 | one was lost or doubled beside the birth date, and province and date are right |
| 15 (until 1999) | province, month and day are right |
| inside a longer run | province, date and check character are right |

Some codes look so by chance; they are masked too, since showing less is the safe side (`docs/privacy.md` has figures).

>>> mask("holder 11010519491231002X, 110105-19491331-0021")
'holder 110105***********X, 110105-********-***1'
>>> shown("a\x1b[2Kb")
'a<U+001B>[2Kb'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from tracecode.escape import code_point, first_hidden, hidden

_LEAST = 15
"""Fewest characters of a citizen's number."""
_MOST_WRITTEN = 512
"""Most characters of one, with all that may stand between its digits."""
_KEPT = 6
"""So many digits stay: the division."""


def mask(text: str) -> str:
    """The text with every citizen's number masked: of its digits the first six and the last one stay.

    It takes time in proportion to the text, and nothing is masked twice.
    """
    size = len(text)
    return text if size < _LEAST else _masked(text) if size > _SHORT else _masked_again(text)


_SHORT = 64


def _masked(text: str) -> str:
    if text.isascii():
        return _runs("[0-9]", _ASCII_BETWEEN).sub(_covered, text) if _many("[0-9]").search(text) else text
    if _many(_DIGIT).search(text):
        text = _runs(_DIGIT, _BETWEEN).sub(_covered, text)
    if _many(_ODD_DIGIT).search(text):
        text = _runs(_ODD_DIGIT, _BETWEEN).sub(_covered, text)
    return text


_masked_again = lru_cache(maxsize=8)(_masked)
"""One code is asked for several times in a row: as it stood there, as it was read, in what was found."""


def shown(text: str, limit: int = 60) -> str:
    """A piece of foreign text, safe to print: masked, shortened, what cannot be seen as `<U+000A>`."""
    if len(text) < _LEAST <= limit and text.isprintable() and not first_hidden(text):  # as most are
        return text
    masked = mask(text[: limit + _MOST_WRITTEN])  # before it is cut, or half a number could escape
    cut = masked if len(masked) <= limit else masked[: limit - 1] + "…"
    if cut.isprintable() and not first_hidden(cut):
        return cut
    return "".join(c if c.isprintable() and not hidden(c) else code_point(c) for c in cut)


def starred(text: str) -> str:
    """A text that is personal as a whole: a star for each letter and digit, punctuation as it is.

    >>> starred("0.1101054912.00")
    '*.**********.**'
    """
    return "".join("*" if c.isalnum() else c for c in text)


def columns(names: Iterable[str]) -> dict[str, str]:
    """The names of a table's columns for a message, in Chinese and English; of a first line that holds data, none.

    >>> columns(["name", "id_no"])["en"], columns(["Li Si", "1201040013"])["en"]
    ('name, id_no', 'none: the first line holds data')
    """
    known = list(names)
    if any(sum(map(str.isdigit, name)) >= _DATA for name in known):
        return {"zh": "无：首行是数据", "en": "none: the first line holds data"}
    more = [] if len(known) <= _COLUMNS else ["…"]
    said = ", ".join([*(shown(name, 40) for name in known[:_COLUMNS]), *more])
    return {"zh": said, "en": said}


_COLUMNS = 20
"""So many names are shown."""
_DATA = 6
"""So many digits has no name of a column."""


def described(value: object) -> str:
    """A value as `repr` writes it, with every citizen's number masked; for the `repr` of our own objects."""
    if isinstance(value, str):
        return repr(mask(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{described(key)}: {described(one)}" for key, one in value.items()) + "}"
    if type(value) is list:
        return "[" + ", ".join(map(described, value)) + "]"
    if type(value) is tuple:
        return "(" + ", ".join(map(described, value)) + ("," if len(value) == 1 else "") + ")"
    return mask(repr(value))


# --- what a citizen's number looks like -------------------------------------------------------------------------------

_BETWEEN = (
    r"(?:[\s\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"  # what cannot be seen
    r"\u0300-\u036f\u20d0-\u20ff"  # marks over and around a digit
    r"\-_\u058a\u05be\u1806\u2010-\u2015\u2043\u2053\u207b\u208b\u2212\u2e3a\u2e3b\u30fc\ufe31\ufe58\ufe63\uff0d\uff3f\uff70"
    r".\xb7\u2022\u2024\u2027\u2219\u22c5\u3002\u30fb\ufe52\uff0e\uff61\uff65"
    r"/\\|+~'`\u2018\u2019\u2044\u2215\u301c\uff0f\uff3c\uff5c\uff5e]"
    r"|(?<=\d)[,\uff0c](?=\d))"
)
"""What may stand between two digits of one number. A comma with a blank does not: it lists numbers."""
_ASCII_BETWEEN = r"(?:[\x00-\x20\x7f\-_./\\|+~'`]|(?<=\d),(?=\d))"
_ESCAPED = (
    r"(?:%2[0DdEeFf]"
    r"|\\(?:u\{[0-9A-Fa-f]{1,6}\}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[nrtv]))"
)
"""The same, as it is written in an address and by `repr`."""
_DIGIT = r"\d"
"""A digit of any script."""
_ODD_DIGIT = (
    r"[\d\xb2\xb3\xb9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff"
    r"\u2776-\u277e\u2780-\u2788\u278a-\u2792\u3007零一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸]"
)
"""Digits that are also marks or words: raised, circled, Chinese. Apart, since one may stand before a number."""
_X = r"[Xx\xd7\u03a7\u03c7\u0425\u0445\u2169\u2179\uff38\uff58]"
_LETTER = r"(?<=\d)[OoIlZzSs](?=\d)"
"""A letter between digits that looks like one."""
_ALIKE = {"O": "0", "o": "0", "I": "1", "l": "1", "Z": "2", "z": "2", "S": "5", "s": "5"}


@cache
def _many(digit: str) -> re.Pattern[str]:
    """So many digits as `_runs` looks for, wherever they stand; small, so that most programs never compile that."""
    return re.compile(f"(?:{digit}[^{digit.strip('[]')}]*+){{14}}")


@cache
def _runs(digit: str, between: str) -> re.Pattern[str]:
    """Digits, 14 at least, that nothing parts but what may stand between them; with the X behind them."""
    gap = f"(?:{_ESCAPED}|{between}){{1,8}}+"
    return re.compile(f"{digit}(?:{digit}|{gap}{digit}|{_LETTER}){{13,}}+(?:(?:{gap})?{_X})?")


@cache
def _number(blank: str) -> re.Pattern[str]:
    """A citizen's number in a folded run: ASCII digits, X and blanks; it begins and ends where digits do.

    Args:
        blank: what may stand between two digits: nothing, or any number of blanks (` *`).
    """

    def joined(*parts: str) -> str:
        return blank.join(parts)

    def digits(count: int) -> str:
        return joined(*["[0-9]"] * count)

    def either(*pairs: str) -> str:
        return f"(?:{'|'.join(map(joined, *zip(*map(str.split, pairs), strict=True)))})"

    province = either("1 [1-5]", "2 [1-3]", "3 [1-7]", "4 [1-6]", "5 [0-4]", "6 [1-5]", "7 1", "8 [12]")
    century, nearly = either("1 9", "2 0"), either("[12] [0-9]", "[0-9] [09]")
    month, day = either("0 [1-9]", "1 [0-2]"), either("0 [1-9]", "[12] [0-9]", "3 [01]")
    any2, any4 = digits(2), digits(4)
    date = joined(century, any2, month, day)
    last = "(?:X|[0-9](?![0-9]))"
    forms = (
        joined(province, any4, century, any2, month, any2, digits(3), last),  # the day may be wrong
        joined(province, any4, century, any2, any2, day, digits(3), last),  # or the month
        joined(province, any4, nearly, any2, month, day, digits(3), last),  # or the century
        joined(any2, any4, date, digits(3), last),  # or the province
        joined(province, any4, date, digits(4), last),  # 19: a digit too many behind the date
        joined(province, digits(5), date, digits(3), last),  # or before it
        joined(province, any4, date, any2, last),  # 17: one too few
        joined(province, digits(3), date, digits(3), last),
        joined(province, any4, any2, month, day, any2, "[0-9](?![0-9])"),  # 15: of old
    )
    return re.compile(f"(?<![0-9])(?:{'|'.join(forms)})")


@cache
def _inside() -> re.Pattern[str]:
    """A citizen's number without a fault, but for its check character, anywhere among ASCII digits."""
    date = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    return re.compile(f"(?=([1-8][0-7][0-9]{{4}}{date}[0-9]{{3}}[0-9X]))")


class _Folds(dict[int, str]):
    """The folded form of each character of a run, found when it is first asked for; runs hold few different ones."""

    def __missing__(self, code: int) -> str:
        import unicodedata

        char = chr(code)
        number = unicodedata.numeric(char, -1)
        if 0 <= number <= 9 and number == int(number):
            folded = str(int(number))
        else:
            folded = _ALIKE.get(char) or ("X" if re.fullmatch(_X, char) else " ")
        self[code] = folded
        return folded


_FOLDS = _Folds()


def _covered(run: re.Match[str]) -> str:
    """A run of digits with the citizens' numbers in it masked."""
    text = run[0]
    folded = text if text.isascii() and text.isdigit() else _folded(text)
    hidden: list[int] = []
    for number in _number(" *" if " " in folded else "").finditer(folded):
        places = [at for at in range(*number.span()) if folded[at] != " "]
        hidden += places[_KEPT:-1] if len(places) > _LEAST else places[_KEPT:]
    for digits in _long().finditer(folded) if len(folded) > _LONG else ():
        for number in _inside().finditer(digits[0]):
            if _weighed(number[1]):
                begin = digits.start() + number.start()
                hidden += range(begin + _KEPT, begin + 17)
    if not hidden:
        return text
    chars = list(text)
    for at in hidden:
        chars[at] = "*"
    return "".join(chars)


def _folded(run: str) -> str:
    """A run as ASCII digits, X and blanks."""
    if "%" in run or "\\" in run:
        run = re.sub(_ESCAPED, lambda escape: " " * len(escape[0]), run)
    return run.translate(_FOLDS)


_LONG = 18


@cache
def _long() -> re.Pattern[str]:
    """A run of digits in which a number may be hidden; in still longer ones nobody would read it."""
    return re.compile(r"(?<![0-9])[0-9]{18,64}(?:X|(?![0-9]))")


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _weighed(number: str) -> bool:
    """Whether the check character is right (GB 11643-1999)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[-1]
