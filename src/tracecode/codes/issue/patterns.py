"""The pattern of codes: all that is fixed in them, with the places of the rest.

Two sets of codes are kept apart by their patterns alone: not by edition or layout, since two
editions may allow the same text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

_WIDEST = 1000  # characters of a part; no rule comes near

Slot: TypeAlias = tuple[str, int]
"""A part of a pattern that varies: `serial` or `check`, and its length."""
Pattern: TypeAlias = tuple[str | Slot, ...]


def written(pattern: Pattern) -> str:
    """A pattern as text, the same for equal patterns: so it stands in the ledger."""
    return json.dumps(pattern, ensure_ascii=False, separators=(",", ":"))


def shape(pattern: Pattern) -> Pattern:
    """A pattern without its texts: with each in turn of no character but its length."""
    return tuple(("text", len(part)) if isinstance(part, str) else part for part in pattern)


def shown(pattern: Pattern) -> str:
    """A pattern for readers: `…` for what varies."""
    return "".join(part if isinstance(part, str) else "…" for part in pattern)


def read(text: str) -> Pattern:
    """A pattern or shape as it was written.

    Raises:
        ValueError: it is none.
    """
    try:
        data = json.loads(text)
    except RecursionError:
        raise ValueError("nested without end") from None
    return from_data(data)


def from_data(data: object) -> Pattern:
    """A pattern or shape, given as plain data.

    Raises:
        ValueError: it is none.
    """
    parts: list[str | Slot] = []
    for part in data if isinstance(data, list) else [None]:
        if isinstance(part, str):
            parts.append(part)
            continue
        match part:
            case ["serial" | "check" | "text" as name, int(size)] if (
                0 < size <= _WIDEST and size is not True
            ):
                parts.append((name, size))
            case _:
                raise ValueError("no part of a pattern")
    return tuple(parts)


def as_data(pattern: Pattern) -> list[str | list[str | int]]:
    """A pattern as plain data."""
    return [part if isinstance(part, str) else [*part] for part in pattern]


def serial_length(pattern: Pattern) -> int:
    """The length of the serial in a pattern.

    Raises:
        ValueError: it has none, or several, or is only a shape.
    """
    slots = [part for part in pattern if not isinstance(part, str)]
    (length,) = [size for name, size in slots if name == "serial"]
    if any(name == "text" for name, _ in slots):
        raise ValueError("a shape")
    return length


def fits(text: str, pattern: Pattern) -> bool:
    """Whether a code may be of this pattern: its fixed texts stand where they must."""
    return len(text) == width(pattern) and cut(text, shape(pattern))[0] == pattern


def cut(text: str, shape: Pattern) -> tuple[Pattern, str]:
    """The pattern and the serial number of a text of that shape."""
    parts: list[str | Slot] = []
    serial, at = "", 0
    for name, size in (part for part in shape if not isinstance(part, str)):
        own = text[at : at + size]
        parts.append(own if name == "text" else (name, size))
        if name == "serial":
            serial = own
        at += size
    return tuple(parts), serial


def width(pattern: Pattern) -> int:
    """The number of characters of a code."""
    return sum(len(part) if isinstance(part, str) else part[1] for part in pattern)


def overlap(pattern: Pattern, chars: str, other: Pattern, others: str) -> bool:
    """Whether a code may fit both patterns, of equal width; `chars` and `others` are their
    alphabets.
    """
    return all(
        not a or not b or not set(a).isdisjoint(b)
        for a, b in zip(_places(pattern, chars), _places(other, others), strict=True)
    )


def joined(parts: list[str | Slot]) -> Pattern:
    """Texts that stand beside each other as one; empty ones left out."""
    joined: list[str | Slot] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part and (isinstance(part, str) or part[1]):
            joined.append(part)
    return tuple(joined)


def _places(pattern: Pattern, chars: str) -> Iterator[str]:
    """The characters that may stand at each place; none listed: any."""
    for part in pattern:
        if isinstance(part, str):
            yield from part
        else:
            yield from [chars if part[0] == "serial" else ""] * part[1]
