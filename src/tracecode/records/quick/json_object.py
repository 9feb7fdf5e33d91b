r"""An object of JSON read by msgspec, where that surely gives what the parser of all other JSON
gives.

>>> plain_object(b'{"a":"b","c":[1,{}]}'), plain_object(b'{"a":1,"a" :2}'), plain_object(b'{"a":1.0}')
({'a': 'b', 'c': [1, {}]}, None, None)
"""

from __future__ import annotations

from typing import Any

import msgspec

read_object = msgspec.json.Decoder(dict[str, Any]).decode
"""Reads whatever object, and of keys that stand twice the last value."""
_EXACT = 2**53
"""Whole numbers below it are whole in every parser."""
_DEEP = 16
"""Deeper than records are, and far less than any parser takes."""
_UNSURE = -1_000_000_000_000
"""More quotation marks are in no text."""


def plain_object(raw: bytes) -> dict[str, Any] | None:
    """The plain data of an object, read in half the time; None where it is none, or something
    is in it that parsers may take differently: an escape, null, a fraction, a key that stands
    twice.

    Args:
        raw: the text, in UTF-8.
    """
    if b"\\" in raw:
        return None
    try:
        data = read_object(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    # without escapes these are all around keys and texts, also around those that came to nothing
    return data if marks_of(data) == raw.count(b'"') else None


def marks_of(data: dict[str, Any] | list[Any], depth: int = 0) -> int:
    """How many quotation marks are around the keys and texts in plain data; less than none where
    something is unsure.

    Args:
        data: an object or list as msgspec read it.
        depth: how many others are around it.
    """
    if type(data) is dict:
        count, values = 2 * len(data), [*data.values()]
    else:
        count, values = 0, data  # type: ignore[assignment]  # a list
    for value in values:
        kind = type(value)
        if kind is str:
            count += 2
        elif kind is list or kind is dict:
            count += marks_of(value, depth + 1) if depth < _DEEP else _UNSURE
        elif kind is not bool and not (kind is int and -_EXACT < value < _EXACT):
            return _UNSURE
    return count
