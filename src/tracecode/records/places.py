"""Where values stand in a record: the groups and texts of an element with their places, and its
date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

Values = Mapping[str, Any]
"""The values of a record by element; an absent one is missing or None."""


def groups_at(values: Values, id: str) -> Iterator[tuple[str, Values]]:
    """The groups in an element, each with its place; what is no group, in data not yet judged, is
    left out.
    """
    value = values.get(id)
    for i, item in enumerate(value) if isinstance(value, list) else ((None, value),):
        inner = item if isinstance(item, Mapping) else getattr(item, "__dict__", None)
        if inner is not None:
            yield id if i is None else f"{id}[{i}]", inner


def texts_at(values: Values, id: str) -> Iterator[tuple[str, str]]:
    """The texts of an element, each with its place; none where it is absent."""
    value = values.get(id)
    for i, text in enumerate(value) if isinstance(value, list) else ((None, value),):
        if isinstance(text, str):
            yield id if i is None else f"{id}[{i}]", text


def day_at(values: Values, id: str | None) -> date | None:
    """The value of an element that is a date, if it is there; in plain data it is a text."""
    value = values.get(id) if id is not None else None
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value[:10])
    return value if isinstance(value, date) else None
