r"""Keep citizens' numbers out of every text that leaves the library, and make foreign text safe to
print.

Findings, errors, objects and commands say nothing that did not pass `mask` first. It looks at a
text as people read it: full-width and other digits count as digits, and so do letters that look
like one; spaces, hyphens, dots, slashes and invisible characters between them do not count. What
then looks like a citizen's number (GB 11643-1999: a division, a birth date, a sequence, a check
character) keeps no more than its division and its last character, also where it is wrong:

| characters | is masked if |
|---|---|
| 18 | at most one of province, century, month and day is wrong; the check character is not looked at |
| 17, 19 | one was lost or doubled beside the birth date, and province and date are right |
| 15 (until 1999) | at most one of province, month and day is wrong, and no other code of the standard looks so |
| inside a longer run | province, date and check character are right |
| 15, 18 with other marks around the date, but commas | province and date are right |
| 18 with any marks between its parts, or pieces of one length | province, date and check character are right |

Some codes look so by chance; they are masked too, since showing less is the safe side
(`docs/privacy.md` has figures).

>>> mask("holder 11010519491231002X, 110105-19491331-0021")
'holder 110105***********X, 110105-********-***1'
>>> shown("a\x1b[2Kb")
'a<U+001B>[2Kb'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from tracecode.citizens import LEAST, behind, covered
from tracecode.escape import code_point, first_hidden, hidden

_WRITTEN = 512
"""So many characters behind what is shown are looked at, and from there as many digits as a number
has.
"""


def mask(text: str) -> str:
    """The text with every citizen's number masked: of its digits the first six and the last one
    stay.

    It takes time in proportion to the text, and nothing is masked twice.
    """
    size = len(text)
    return text if size < LEAST else covered(text) if size > _SHORT else _covered_again(text)


_SHORT = 64


_covered_again = lru_cache(maxsize=8)(covered)
"""One code is asked for several times in a row: as it stood there, as it was read, in what was
found.
"""


def shown(text: str, limit: int = 60) -> str:
    """A piece of foreign text, safe to print: masked, shortened, what cannot be seen as
    `<U+000A>`.
    """
    if len(text) < LEAST <= limit and text.isprintable() and not first_hidden(text):  # as most are
        return text
    # before it is cut, or half a number could escape
    masked = mask(text[: behind(text, limit + _WRITTEN)])
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
    """The names of a table's columns for a message, in Chinese and English; of a first line that
    holds data, none.

    >>> columns(["name", "id_no"])["en"], columns(["Li Si", "1201040013"])["en"]
    ('name, id_no', 'none: the first line holds data')
    """
    known = list(names)
    if any(sum(map(str.isdigit, name)) >= _DATA for name in known):
        return {"zh": "无：首行是数据", "en": "none: the first line holds data"}
    more = [] if len(known) <= _COLUMNS else ["…"]
    text = ", ".join([*(shown(name, 40) for name in known[:_COLUMNS]), *more])
    return {"zh": text, "en": text}


_COLUMNS = 20
"""So many names are shown."""
_DATA = 6
"""So many digits has no name of a column."""


_BITS = 4096


def described(value: object) -> str:
    """A value as `repr` writes it, with every citizen's number masked; for the `repr` of our own
    objects.
    """
    if isinstance(value, str):
        return repr(mask(value))
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{described(key)}: {described(item)}" for key, item in value.items())
            + "}"
        )
    if type(value) is list:
        return "[" + ", ".join(map(described, value)) + "]"
    if type(value) is tuple:
        return "(" + ", ".join(map(described, value)) + ("," if len(value) == 1 else "") + ")"
    # Python refuses to write it in decimal
    if isinstance(value, int) and value.bit_length() > _BITS:
        return hex(value)
    return mask(repr(value))
