"""Show a definition of the standard: for people as an indented outline, for programs as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tracecode.cli.show import say
from tracecode.escape import terminal
from tracecode.spec.base import Citation, Spec, Text

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


def as_data(thing: object) -> Any:
    """Plain data of a specification object; absent fields are left out."""
    if isinstance(thing, Spec):
        pairs = ((name, getattr(thing, name)) for name in thing.field_names())
        return {name: as_data(value) for name, value in pairs if value is not None and value != ()}
    if isinstance(thing, tuple):
        return [as_data(one) for one in thing]
    if isinstance(thing, Mapping):
        return {key: as_data(value) for key, value in thing.items()}
    return thing.isoformat() if isinstance(thing, date) else thing


def print_definition(thing: object, standard: Resolved, lang: str) -> None:
    """Print an outline of a specification object, with sources by number and texts in one language."""
    for line in _outline(thing, standard, lang, 0):
        print(terminal(line))


def _outline(thing: object, standard: Resolved, lang: str, depth: int) -> Iterator[str]:
    assert isinstance(thing, Spec)
    for name in thing.field_names():
        value = getattr(thing, name)
        if value is None or value == () or value is False:
            continue
        head = f"{'  ' * depth}{name}:"
        if (line := _inline(value, standard, lang)) is not None:
            yield f"{head} {line}"
        elif isinstance(value, tuple):
            yield head
            for one in value:
                if (line := _inline(one, standard, lang)) is not None:
                    yield f"{'  ' * depth}  - {line}"
                else:
                    first, *rest = _outline(one, standard, lang, depth + 2)
                    yield f"{'  ' * depth}  - {first.strip()}"
                    yield from rest
        else:
            yield head
            yield from _outline(value, standard, lang, depth + 1)


def _inline(value: object, standard: Resolved, lang: str) -> str | None:
    """A value that fits one line, or None."""
    if isinstance(value, Text):
        return say(value, lang)
    if isinstance(value, Citation):
        return standard.cite(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={one}" for key, one in value.items())
    if isinstance(value, tuple):
        parts = [_inline(one, standard, lang) for one in value]
        if any(part is None for part in parts) or not all(isinstance(one, str | int) for one in value):
            return None
        return ", ".join(map(str, parts))
    if isinstance(value, Spec):
        flat = as_data(value)
        simple = all(not isinstance(one, dict | list) for one in flat.values())
        return ", ".join(f"{key} {one}" for key, one in flat.items()) if simple else None
    return str(value)
