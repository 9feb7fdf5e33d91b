"""What a spreadsheet makes of a code that it takes for a number, a formula or a date: told by its
traces.

>>> damage("6.90123E+12").restored, damage("6901234567892.0").restored, damage('="0012"').restored
(None, '6901234567892', '0012')
>>> damage("7783/6/4").restored, damage("12-Mar").said.en
('7783-06-4', 'a spreadsheet has taken it for a date')
>>> damage("6901234567892") is None, damage("916201055716048000").said.en
(True, 'a spreadsheet has kept 15 digits and put zeros for the others')
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from tracecode.spec.base import Text
from tracecode.value import Value

KEPT = 15
"""So many digits has a number in a spreadsheet."""
_LONGEST = 64

LOST = Text(
    zh=f"电子表格按数字保存，只保留前 {KEPT} 位，其余变为 0",
    en=f"a spreadsheet has kept {KEPT} digits and put zeros for the others",
)
_POWER = Text(
    zh="电子表格按科学记数法显示，数字已丢失",
    en="a spreadsheet shows it as a power of ten, which has lost digits",
)
_WRITTEN = Text(zh="电子表格按科学记数法显示", en="a spreadsheet shows it as a power of ten")
_DECIMAL = Text(
    zh="电子表格按数字保存，多出小数部分",
    en="a spreadsheet has stored it as a number and added decimals",
)
_GROUPED = Text(
    zh="电子表格按数字显示，加了千位分隔符",
    en="a spreadsheet shows it as a number and has parted its thousands",
)
_FORMULA = Text(zh="写成了电子表格的公式", en="it is written as a formula of a spreadsheet")
_FAULT = Text(
    zh="是电子表格的错误值，不是代码", en="is an error value of a spreadsheet, and no code"
)
_TRUTH = Text(zh="是逻辑值，不是代码", en="is a truth value, and no code")
_DATED = Text(zh="电子表格当作日期保存", en="a spreadsheet has taken it for a date")
_ZEROS = Text(
    zh="电子表格按数字保存，前导零已丢失",
    en="a spreadsheet has stored it as a number, which has lost its leading zeros",
)


class Damage(Value):
    """What happened to a code."""

    said: Text
    """In words."""
    restored: str | None = None
    """The text as it was before, if nothing of it is lost."""

    @property
    def is_other(self) -> bool:
        """Whether there never was a code: an error, a truth value."""
        return self.said in (_FAULT, _TRUTH)


_FORMS: tuple[tuple[str, Text, Callable[[re.Match[str]], str | None]], ...] = (
    (r'=\s*(?:T\(\s*)?"([^"]*)"\s*\)?', _FORMULA, lambda match: match[1]),
    (r"=\s*'?([0-9A-Za-z-]+)'?", _FORMULA, lambda match: match[1]),
    (
        # in any language of the program
        r"#(?:N/A|GETTING_DATA|[A-Z][A-Z0-9/]*[!?])|#{2,}|Err:[0-9]{3}",
        _FAULT,
        lambda _: None,
    ),
    (r"true|false", _TRUTH, lambda _: None),
    (
        r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.0+)?",
        _GROUPED,
        lambda match: match[0].partition(".")[0].replace(",", ""),
    ),
    (
        r"[0-9]{1,3}(?:(?:\.[0-9]{3}){3,}|(?:'[0-9]{3}){2,})",
        _GROUPED,
        lambda match: re.sub("[.']", "", match[0]),
    ),
    (r"[+]?([0-9]+)[.,]0+", _DECIMAL, lambda match: match[1]),
)
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_MONTH, _DAY = "0?[1-9]|1[0-2]", "0?[1-9]|[12][0-9]|3[01]"
_DAYS = (
    rf"([0-9]{{4}})[/-]({_MONTH})[/-]({_DAY})(?: 0?0:00(?::00)?)?"
    rf"|(?:{_MONTH})/(?:{_DAY})/[0-9]{{4}}|(?:{_DAY})/(?:{_MONTH})/[0-9]{{4}}"
    rf"|(?:{_DAY})-(?:{_MONTHS})(?:-[0-9]{{2,4}})?|(?:{_MONTHS})-[0-9]{{2,4}}"
    rf"|(?:[0-9]{{4}}年)?(?:{_MONTH})月(?:{_DAY})日|[0-9]{{4}}年(?:{_MONTH})月"
)
"""What a date looks like in a cell that nobody formatted. A code that looked like one is told from
it: 7783-06-4.
"""
_EXPONENT = r"[+]?([0-9])(?:[.,]([0-9]+))?[eE][+]?(0?[0-9]{1,2})"


@cache
def _compiled() -> list[tuple[re.Pattern[str], Text, Callable[[re.Match[str]], str | None]]]:
    return [
        (re.compile(pattern, re.ASCII | re.IGNORECASE), message, restore)
        for pattern, message, restore in _FORMS
    ]


@lru_cache(maxsize=8)  # one text is read under several schemes
def damage(text: str) -> Damage | None:
    """What a spreadsheet did to a code, by its traces in the text; None if there are none.

    Lost zeros leave no trace: `zeros_lost` finds them by the lengths that a rule allows.
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip(" \t\r\n")
    if not text.isascii():
        return Damage(said=_DATED) if "月" in text and _dated(text) is not None else None
    if is_cut(text):
        return Damage(said=LOST)
    if text.isalnum() and "E" not in text and "e" not in text:
        return None  # as most codes
    if match := re.fullmatch(_EXPONENT, text, re.ASCII):
        digits, size = match[1] + (match[2] or ""), int(match[3]) + 1
        return (
            Damage(said=_WRITTEN, restored=digits) if len(digits) == size else Damage(said=_POWER)
        )
    for pattern, message, restore in _compiled():
        if match := pattern.fullmatch(text):
            return Damage(said=message, restored=restore(match))
    if (match := _dated(text)) is not None:
        return Damage(
            said=_DATED, restored=f"{match[1]}-{match[2]:0>2}-{int(match[3])}" if match[1] else None
        )
    return None


def _dated(text: str) -> re.Match[str] | None:
    return re.fullmatch(_DAYS, text, re.ASCII | re.IGNORECASE)


def is_cut(text: str, least: int = 1) -> bool:
    """Whether all digits beyond those that a spreadsheet keeps are zeros, and there are at least so
    many of them.
    """
    return (
        len(text) >= KEPT + least
        and text.isdecimal()
        and text.isascii()
        and not text[KEPT:].strip("0")
    )


TAIL = "000"
"""What every code ends with that seems cut: one in a thousand does by chance."""
SHORTEST = KEPT + len(TAIL)
"""So many digits has the shortest of them."""


def seems_cut(text: str) -> bool:
    """Whether a right code looks as if it was cut: so many zeros seldom stand there by chance."""
    return is_cut(text, len(TAIL))


def zeros_lost(text: str, lengths: list[int], accepts: Callable[[str], bool]) -> Damage | None:
    """Whether a number is right with zeros before it.

    Args:
        text: digits.
        lengths: how long a code of the rule may be.
        accepts: whether a text is right.
    """
    if not text.isdecimal() or not text.isascii():
        return None
    longer = (
        text.zfill(length) for length in sorted(lengths) if len(text) < length <= 2 * len(text)
    )
    padded = next(filter(accepts, longer), None)
    return None if padded is None else Damage(said=_ZEROS, restored=padded)
