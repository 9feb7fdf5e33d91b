"""What programs write into a cell that holds nothing: in every table, and in every list of codes,
it is an empty one.

A text that happens to be such a word is written behind an apostrophe, which reading takes away.

>>> is_nothing("<NA>"), is_nothing(float("nan")), is_nothing("none")
(True, True, False)
>>> escaped("NULL"), unescaped(escaped("NULL"))
("'NULL", 'NULL')
"""

from __future__ import annotations

NOTHINGS = frozenset({
    "NULL", "null", "(null)", "(NULL)", "[NULL]", "<null>", "<NULL>", "\\N", "NaN", "nan", "NaT",
    "<NA>", "None", "undefined",
})  # fmt: skip
"""What databases, pandas, Python and JavaScript write for nothing."""
_MARK = "'"
_OBJECTS = ("NAType", "NaTType")


def is_nothing(value: object) -> bool:
    """Whether a value is nothing: None, what is not a number, an absent value of pandas, or a word
    for it.
    """
    if isinstance(value, str):
        return value in NOTHINGS
    return (
        value is None
        or (isinstance(value, float) and value != value)  # noqa: PLR0124
        or type(value).__name__ in _OBJECTS
    )


def escaped(text: str) -> str:
    """A text so that it is not taken for nothing."""
    return f"{_MARK}{text}" if text.lstrip(_MARK) in NOTHINGS else text


def unescaped(text: str) -> str:
    """The text that `escaped` was given."""
    return text[1:] if text.startswith(_MARK) and text.lstrip(_MARK) in NOTHINGS else text
