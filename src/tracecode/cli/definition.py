"""Show a definition of the standard: for people as an indented outline, for programs as plain
data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tracecode.cli.show import say
from tracecode.escape import terminal
from tracecode.findings import cited
from tracecode.spec.base import Citation, Spec, Text

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


def as_data(part: object) -> Any:
    """Plain data of a specification object; absent fields are left out."""
    if isinstance(part, Spec):
        pairs = ((name, getattr(part, name)) for name in part.field_names())
        return {name: as_data(value) for name, value in pairs if value is not None and value != ()}
    if isinstance(part, tuple):
        return [as_data(item) for item in part]
    if isinstance(part, Mapping):
        return {key: as_data(value) for key, value in part.items()}
    return part.isoformat() if isinstance(part, date) else part


def print_definition(definition: object, standard: Resolved, lang: str) -> None:
    """Print an outline of a specification object, with sources by number and texts in one
    language.
    """
    for line in _outline(definition, standard, lang, 0):
        print(terminal(line))


def _outline(spec: object, standard: Resolved, lang: str, depth: int) -> Iterator[str]:
    assert isinstance(spec, Spec)
    for name in spec.field_names():
        value = getattr(spec, name)
        if value is None or value == () or value is False:
            continue
        head = f"{'  ' * depth}{name}:"
        if (line := _inline(value, standard, lang)) is not None:
            yield f"{head} {line}"
        elif isinstance(value, tuple):
            yield head
            for item in value:
                if (line := _inline(item, standard, lang)) is not None:
                    yield f"{'  ' * depth}  - {line}"
                else:
                    first, *rest = _outline(item, standard, lang, depth + 2)
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
        return cited(standard.cite(value), lang)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={item}" for key, item in value.items())
    if isinstance(value, tuple):
        parts = [_inline(item, standard, lang) for item in value]
        if any(part is None for part in parts) or not all(
            isinstance(item, str | int) for item in value
        ):
            return None
        return ", ".join(map(str, parts))
    if isinstance(value, Spec):
        flat = as_data(value)
        simple = all(not isinstance(item, dict | list) for item in flat.values())
        return ", ".join(f"{key} {item}" for key, item in flat.items()) if simple else None
    return str(value)
