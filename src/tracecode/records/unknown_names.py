"""Names that nobody knows, in records: the nearest known one, and the finding on a type that does
not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tracecode.findings import Finding
from tracecode.nearest import meant, near
from tracecode.records.finding_values import value_shown
from tracecode.records.plain import MAX_ID


def hint(id: str, known: Iterable[str]) -> dict[str, str]:
    """The end of a message about an unknown id: the nearest known one; empty if there is none.

    Args:
        id: what was given.
        known: what it may have been.
    """
    return meant(nearest(id, tuple(known)))


def nearest(name: str, known: tuple[str, ...], most: int = 1) -> list[str]:
    """The known names that are nearest; none of a name that is longer than any.

    Args:
        name: what was given.
        known: what it may have been.
        most: so many are given.
    """
    return _near(name, known, most) if len(name) <= MAX_ID else []


_near = lru_cache(1024)(near)  # a wrong name mostly stands in many records


def unknown_type(kind: str, product: object, known: tuple[str, ...]) -> Finding:
    """The finding on a record of a type that does not exist, or that its item has not.

    Args:
        kind: the type that was named.
        product: the item that was named.
        known: the types that there are.
    """
    likely = hint(kind, known)
    if not likely["en"] and known:
        listed = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
        likely = {"zh": f"；可用：{listed}", "en": f"; known: {listed}"}
    named = product if isinstance(product, str) else value_shown(product, None)
    values = {"found": kind, "product": "-" if product is None else named, "known": likely}
    return Finding(rule="record.unknown_type", severity="error", values=values)
