"""Canonical JSON (RFC 8785) of what this standard knows: text, whole numbers, true and false, lists
and objects.

Nothing else is signed: no null, no fraction, no number beyond what every JSON reader keeps. So two
texts that say the same have the same bytes, and two that differ never do.

>>> canonical({"b": 1, "a": ["中", True]}).decode()
'{"a":["中",true],"b":1}'
>>> canonical({"weight": 1.0})
Traceback (most recent call last):
    ...
tracecode.records.canonical.NotCanonical: float
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic_core import PydanticSerializationError, to_json

from tracecode.errors import TraceCodeError

LARGEST = 2**53 - 1
"""No whole number beyond it, or below its negative: RFC 8785 counts as JavaScript does."""


class NotCanonical(TraceCodeError, ValueError):
    """Data hold something that has no canonical form here."""


def canonical(data: object) -> bytes:
    """Plain data as canonical JSON: no white space, keys in order, one line.

    Raises:
        NotCanonical: the data hold null, a fraction, a number that is too large, or text that is
            not Unicode.
    """
    try:
        return to_json(_ordered(data))
    except (PydanticSerializationError, UnicodeEncodeError, RecursionError) as error:
        raise NotCanonical(type(error).__name__) from None


def _ordered(value: object) -> object:
    kind = type(value)
    if kind is str or kind is bool:
        return value
    if isinstance(value, dict):
        return {
            key: inner if type(inner := value[key]) is str else _ordered(inner)
            for key in _sorted(value)
        }
    if kind is list or kind is tuple:
        return [_ordered(inner) for inner in value]  # type: ignore[attr-defined]
    if isinstance(value, int) and -LARGEST <= value <= LARGEST:
        return value
    raise NotCanonical(kind.__name__)


def _sorted(keys: Iterable[str]) -> list[str]:
    """Keys in the order of their UTF-16 code units, which is that of code points up to U+D7FF."""
    try:
        plain = "".join(keys).isascii()
    except TypeError:
        raise NotCanonical("key") from None
    return sorted(keys) if plain else sorted(keys, key=lambda key: key.encode("utf-16-be"))
