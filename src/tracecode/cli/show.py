"""Print for people: language by option or locale, columns that line up with Chinese text."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence

from tracecode import escape
from tracecode.spec.base import Text


def language(option: str | None) -> str:
    """`zh` or `en`: the option, else the locale's."""
    if option is not None:
        return option
    locale = (
        os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    )
    return "zh" if locale.lower().startswith("zh") else "en"


def say(text: Text, lang: str) -> str:
    """A text in one language."""
    return text.zh if lang == "zh" else text.en


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def as_json(data: object, indent: int | None = None) -> str:
    """Data as JSON for a terminal or a pipe: what could steer a terminal is escaped, and nothing
    else is.
    """
    import json

    return escape.json(json.dumps(data, ensure_ascii=False, indent=indent))


def columns(rows: Iterable[Sequence[str]], indent: str = "  ") -> str:
    """Rows as lines with aligned columns; the last column is not padded."""
    table = [list(row) for row in rows]
    widths = [max(map(width, column)) for column in [*zip(*table, strict=True)][:-1]]
    lines = []
    for row in table:
        padded = [
            cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=False)
        ]
        lines.append((indent + "  ".join([*padded, row[-1]])).rstrip())
    return "\n".join(lines)
