"""Records of which all is known that is to be said of each by itself, many together: they need not go
one by one through what only messages, and records of messages, need.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.findings import Finding

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.standard.elements import RecordLayout

JudgedLine = tuple[
    int, bytes, Any, "RecordLayout | None", tuple[Finding, ...], "Record | None"
]  # fmt: skip
"""A record of which all is known that is to be said of it by itself: its line, the same in JSON,
what stands there as its id, its type, if it is known, what is to be said, and the typed record, if
it was made.
"""


class JudgedLines(NamedTuple):
    """Records of which that is known, each a line or row; hardly any is read into a typed record."""

    number: int
    """Place of the first in the source."""
    lines: list[int]
    """The line of each."""
    raws: Sequence[bytes]
    """Each in JSON."""
    ids: list[Any]
    """What stands there as the id of each."""
    types: Sequence[RecordLayout | None]
    """The type of each; none of some that are wrong."""
    told: Mapping[int, tuple[Finding, ...]] = MappingProxyType({})
    """What is to be said of some, by their place among them, from 0; of the others nothing is."""
    records: Mapping[int, Record] = MappingProxyType({})
    """The typed records of some of these."""

    @classmethod
    def of(cls, number: int, lines: Iterable[JudgedLine]) -> JudgedLines:
        """Some records, of which the first has a place in the source.

        Args:
            number: that place.
            lines: the records, at least one.
        """
        at, raws, ids, types, told, made = zip(*lines, strict=True)
        spoken = {n: findings for n, findings in enumerate(told) if findings}
        records = {n: record for n in spoken if (record := made[n]) is not None}
        return cls(number, [*at], [*raws], [*ids], [*types], spoken, records)

    @property
    def line(self) -> int:
        """Of the last."""
        return self.lines[-1]

    def first_apart(self) -> tuple[JudgedLines, ...]:
        """The first, and the others, if there are more."""
        return tuple(
            JudgedLines(
                self.number + at,
                self.lines[at:to],
                self.raws[at:to],
                self.ids[at:to],
                self.types[at:to],
                {n - at: findings for n, findings in self.told.items() if at <= n < to},
                {n - at: record for n, record in self.records.items() if at <= n < to},
            )
            for at, to in ((0, 1), (1, len(self.lines)))
            if at < to
        )
