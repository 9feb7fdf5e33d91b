"""Which messages and records stood before in an input, in whatever form and number.

>>> known = Known()
>>> first, second = known.file("a.json"), known.file("b.json")
>>> known.record("0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01", first + 3) is None
True
>>> [known.record("0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01", place) for place in (first + 4, second + 1)]
['3', 'a.json:3']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracecode.findings import Finding
from tracecode.records.first_places import FirstPlaces
from tracecode.spec.base import Text


def repeated(first: str | Text, line: int | None = None) -> Finding:
    """The finding on a record whose id stood before: a warning, since who sends a record again
    loses nothing.
    """
    return Finding(
        rule="record.repeated",
        severity="warning",
        values={"first": first},
        path="record_id",
        line=line,
    )


def with_repeats(
    told: Mapping[int, tuple[Finding, ...]], ids: Sequence[Any], lines: Sequence[int], known: Known,
    start: int
) -> Mapping[int, tuple[Finding, ...]]:  # fmt: skip
    """What is to be said of records, each alone on its line, with those whose id stood before; they
    are remembered.

    Args:
        told: what is to be said of some of them by itself, by number, in order.
        ids: what stands there as the id of each; what is no text is none.
        lines: the line of each.
        known: what stood before.
        start: the number of their file.
    """
    places = [start + line for line in lines]
    if {*map(type, ids)} != {str}:
        own = [at for at, id in enumerate(ids) if isinstance(id, str)]
        stood = known.records([ids[at] for at in own], [places[at] for at in own])
        before = dict(zip(own, stood, strict=True))
    else:
        stood = known.records(ids, places)
        before = {} if stood.count(None) == len(stood) else dict(enumerate(stood))
    again = {at: repeated(first) for at, first in before.items() if first is not None}
    if not again:
        return told
    return {at: (*told.get(at, ()), *((again[at],) if at in again else ()))
            for at in sorted(told.keys() | again.keys())}  # fmt: skip


def first_in_words(position: str, before: int, *, elsewhere: bool) -> str | Text:
    """Where something stood first, as it is told.

    Args:
        position: the line, and the file where it is another.
        before: how many records stand before it on that line.
        elsewhere: whether it is told on another line, or by the first record of the same.
    """
    if not before and elsewhere:
        return position
    return Text(
        zh=f"{position}（该行第 {before + 1} 条）",
        en=f"{position} (number {before + 1} on that line)",
    )


_LINES = 1 << 40
"""More lines than a file has."""
_FILES = 1 << 40
"""More files than an input has."""
_UNNAMED = "-"
"""What a source without a name is called, such as the standard input."""


class Known:
    """Ids of messages and records, and where they stood first. A place is a number: that of the
    file plus the line.
    """

    def __init__(self) -> None:
        self._files: list[str | None] = []
        self._records = FirstPlaces()
        self._messages = FirstPlaces()

    def file(self, name: str | None) -> int:
        """The number of another file."""
        self._files.append(name)
        return (len(self._files) - 1) * _LINES

    def record(self, id: str, place: int, nth: int = 0) -> str | Text | None:
        """Remember a record; where its id stood before, if it did.

        Args:
            id: of the record.
            place: of its line.
            nth: how many records stand before it on that line.
        """
        return self._first(self._records, id, place, nth)

    def records(self, ids: Sequence[str], places: Sequence[int]) -> list[str | Text | None]:
        """The same of several records, each alone on its line.

        Args:
            ids: of the records.
            places: of their lines.
        """
        several = self._records.several(ids, places)
        if several.count(None) == len(several):  # as mostly
            return several  # type: ignore[return-value]  # all are None
        return [
            None if first is None else self._words(first, place, 0)
            for first, place in zip(several, places, strict=True)
        ]

    def message(self, id: str, sender: str, place: int) -> str | Text | None:
        """Remember a message; where this id of this sender stood before, if it did."""
        return self._first(self._messages, f"{id} {sender}", place)

    def _first(self, places: FirstPlaces, text: str, place: int, nth: int = 0) -> str | Text | None:
        first_place = places.first(text, place + nth * _FILES * _LINES if nth else place)
        return None if first_place is None else self._words(first_place, place, nth)

    def _words(self, first_place: int, place: int, nth: int) -> str | Text:
        """Where something stood first, as it is told with what stands at a place now."""
        before, first = divmod(first_place, _FILES * _LINES)
        file, line = divmod(first, _LINES)
        position = (
            str(line) if file == place // _LINES else f"{self._files[file] or _UNNAMED}:{line}"
        )
        return first_in_words(position, before, elsewhere=first != place or not nth)
