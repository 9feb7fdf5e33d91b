"""What people write for a value that has names: the name, a part of it that no other has, a numeral
of another script.

First comes what a name says exactly, then what can only be that; between two that may be meant
nothing is guessed.

>>> names = written_names({"1": ["一级（重大）"], "2": ["二级（较大）"], "meat": ["肉类", "Meat"]})
>>> found_in(names, "Ⅱ级"), found_in(names, "第二级"), found_in(names, "肉"), found_in(names, "级")
('2', '2', 'meat', None)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tracecode.tables.delimited import compared

_LOOSE = "\0"
"""What begins a key that is no name."""
_ROMAN = {
    start + number: str(number + 1) for start in (ord("Ⅰ"), ord("ⅰ")) for number in range(12)
}  # one character each: Ⅱ, ⅳ
_LETTERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}
_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)}
_COUNTERS = "级类等期型档号"
_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_COUNTED = re.compile(
    rf"第?([一二三四五六七八九]?十?[一二三四五六七八九十]|(?<![a-z])[ivx]{{1,4}}|[0-9]+)(?=[{_COUNTERS}])"
    rf"|(?<=\b(?:level|grade|class))([ivx]{{1,4}})\Z|\A([一二三四五六七八九]?十?[一二三四五六七八九十])\Z",
)
_SHORT = re.compile(rf"([0-9]+)[{_COUNTERS}]|(?:level|grade|class)([0-9]+)|(.+)[类品]")


def written_names(names: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """The id behind each text that may stand for it; `found_in` looks a text up.

    Args:
        names: what each id is called. An id stands for itself.
    """
    exact: dict[str, set[str]] = {}
    loose: dict[str, set[str]] = {}
    for id, texts in names.items():
        loose.setdefault(_LOOSE + loosened(id), set()).add(id)
        for text in texts:
            exact.setdefault(compared(text), set()).add(id)
            for key in short_names(text):
                loose.setdefault(_LOOSE + key, set()).add(id)
    sure = {text: next(iter(ids)) for text, ids in (exact | loose).items() if len(ids) == 1}
    return sure | {id: id for id in names}


def found_in(names: Mapping[str, str], text: str) -> str | None:
    """The id that a text stands for; None if there is none, or more than one may be meant.

    Args:
        names: of `written_names`.
        text: as somebody wrote it.
    """
    return names.get(text) or names.get(compared(text)) or names.get(_LOOSE + loosened(text))


def short_names(name: str) -> set[str]:
    """The loosened name, and what is left of it without a general word: `肉类` is `肉`, `二级` is
    `2`.
    """
    key = loosened(name)
    short = _SHORT.fullmatch(key)
    return {key} if short is None else {key, next(filter(None, short.groups()))}


def loosened(text: str) -> str:
    """A text as `compared`, without remarks in brackets, and with its numerals as digits."""
    key = compared(text.translate(_ROMAN))
    return _COUNTED.sub(_number, _BRACKETS.sub("", key) or key)


def _number(match: re.Match[str]) -> str:
    word: str = next(filter(None, match.groups()))
    if word.isascii():
        return str(_LETTERS.get(word, word))
    tens, ten, ones = word.rpartition("十")
    return str((_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0))
