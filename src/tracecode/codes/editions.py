"""When an edition of an encoding rule is in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracecode.spec.model import EditionSpec


def when(edition: EditionSpec, on: date) -> str:
    """Whether an edition is `past`, `current` or `future` on a day."""
    if start(edition) > on:
        return "future"
    return "past" if end(edition) < on else "current"


def start(edition: EditionSpec) -> date:
    """The first day of an edition."""
    return edition.valid_from or date.min


def end(edition: EditionSpec) -> date:
    """The last day of an edition."""
    return edition.valid_to or date.max


def order(edition: EditionSpec, on: date) -> tuple[int, int]:
    """First the editions in force on a day, then the older ones, the latest first, then the future ones."""
    return ("current", "past", "future").index(when(edition, on)), -start(edition).toordinal()


def distance(edition: EditionSpec, on: date) -> int:
    """Days from a day outside an edition's dates to the nearer end of them."""
    return min(abs((start(edition) - on).days), abs((end(edition) - on).days))
