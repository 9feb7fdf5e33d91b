"""Judges a source part by part, in several processes or in one: the same verdicts, in the same order.

Whoever knows the form cuts it (`line_parts`, `table_parts`). A worker judges its part as if it were
the first, and notes what it would have to know of those above (`StoodBefore`). Who reads the source
knows it: where a judge who knew would have found something else, the part is judged once more here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from tracecode.checks.parts import Books, Judged, PartClerk, Unseen, carried, lost
from tracecode.checks.workers import Workers
from tracecode.records.reading import Strangers

if TYPE_CHECKING:
    from tracecode.checks.parcels import Parcel
    from tracecode.checks.report import Verdict, VerdictBlock
    from tracecode.records.judged_lines import JudgedLines
    from tracecode.records.plain import Item
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits


class CutPart(Protocol):
    """A part of a source, as whoever knows its form cut it."""

    @property
    def before(self) -> int:
        """How many lines or rows stand before it."""


AnyPart = TypeVar("AnyPart", bound=CutPart)


class StoodBefore(NamedTuple):
    """What stood before a part, as far as it matters to the part."""

    alone: bool = False
    """A record outside any message."""
    in_message: bool = False
    mixed: bool = False
    """It was said that both are there."""
    strangers: int = 0
    """So many places without a record, one after another, right before."""
    last: object = None
    """In a table: record id of the record right before."""
    nothings: frozenset[str] = frozenset()
    """In a table: the words of which it was said that they stand for nothing."""


class JudgedPart(NamedTuple):
    """What was found of a part."""

    pieces: list[Judged]
    behind: StoodBefore
    """What stands before the next part, if nothing stood before this one but what was said."""
    leading: int
    """So many places without a record before the first one."""
    records: bool
    """Whether there was a record."""
    ended: bool
    """Whether nothing more is to be read."""
    last: int
    """The line of the last thing on it; 0 if nothing stands there."""
    first: object = None
    """In a table: record id of the first record."""

    def holds_after(self, before: StoodBefore, limits: Limits) -> bool:
        """Whether a judge who knew what stood before would have found the same."""
        if before.strangers and before.strangers + self.leading >= limits.strangers:
            return False
        if self.first is not None and self.first == before.last:
            return False
        if not before.nothings.isdisjoint(self.behind.nothings):
            return False
        if before.mixed:
            return not self.behind.mixed
        alone = before.alone or self.behind.alone
        in_message = before.in_message or self.behind.in_message
        return not (before.alone or before.in_message) or not (alone and in_message)

    def after(self, before: StoodBefore) -> StoodBefore:
        """What stands before the next part."""
        return StoodBefore(
            before.alone or self.behind.alone,
            before.in_message or self.behind.in_message,
            before.mixed or self.behind.mixed,
            self.behind.strangers if self.records else before.strangers + self.leading,
            self.behind.last,
            before.nothings | self.behind.nothings,
        )


class PartJudge(Generic[AnyPart]):
    """Judges parts of one source, one after another, in whatever process."""

    def __init__(self, file: str | None, standard: Resolved, encoding: str, limits: Limits) -> None:
        self._file, self._standard = file, standard
        self._encoding, self._limits = encoding, limits
        self._begin(StoodBefore())

    def _begin(self, before: StoodBefore) -> None:
        self._strangers, self._known, self._last = Strangers(self._limits), Unseen(), 0
        self._strangers.count = before.strangers
        most = self._limits.findings
        clerk = PartClerk(self._file, 0, self._known, self._standard, most, keyed=False)
        clerk.alone, clerk.in_message, clerk.mixed = before[:3]
        self._clerk = clerk

    def __call__(
        self, part: AnyPart, before: StoodBefore = StoodBefore()  # noqa: B008
    ) -> JudgedPart | None:  # fmt: skip
        """Everything that is to be said of a part, but for ids that stood before; None where who
        asks has to judge it.
        """
        pieces = [*self.verdicts(part, before)]
        return self.judged(before)._replace(pieces=pieces)

    def verdicts(self, part: AnyPart, before: StoodBefore) -> Iterator[Judged]:
        """The same piece by piece."""
        self._begin(before)
        for piece in self._clerk.verdicts(self._parcels(self._passing(part, before))):
            yield carried(piece), self._known.taken()

    def judged(self, before: StoodBefore) -> JudgedPart:  # noqa: ARG002
        """What was found of the part whose verdicts were given, without these.

        Args:
            before: what was known of what stood before it.
        """
        clerk, strangers = self._clerk, self._strangers
        behind = StoodBefore(clerk.alone, clerk.in_message, clerk.mixed, strangers.count)
        return JudgedPart(
            [], behind, strangers.leading, strangers.records, strangers.ended, self._last
        )

    def _passing(self, part: AnyPart, before: StoodBefore) -> Iterator[Item | JudgedLines]:
        for item in self._strangers.among(self._items(part, before)):
            self._last = item.line or item.number
            yield item

    def _items(self, part: AnyPart, before: StoodBefore) -> Iterator[Item | JudgedLines]:
        """What stands in a part."""
        raise NotImplementedError

    def _parcels(
        self, items: Iterator[Item | JudgedLines]
    ) -> Iterator[Parcel | Item | JudgedLines]:
        """What belongs together of it."""
        raise NotImplementedError


def part_verdicts(
    parts: Iterator[AnyPart], begin: Callable[[], PartJudge[AnyPart]],
    question: Callable[[AnyPart, StoodBefore], AnyPart | None], jobs: int, books: Books, limits: Limits
) -> Generator[Verdict | VerdictBlock, None, int | None]:  # fmt: skip
    """The verdicts on the parts of a source, in their order; and the line of the last thing in it,
    None where a process was lost.

    Args:
        parts: the source, cut.
        begin: makes what judges a part, in each process.
        question: what a worker is given of a part, and what is known so far; None: it is judged
            here.
        jobs: how many processes judge.
        books: what stood in the sources before.
        limits: how much is read.
    """
    here, before, last = begin(), StoodBefore(), 0

    def asked(part: AnyPart) -> AnyPart | None:
        return question(part, before)

    with Workers(jobs, begin) as workers:
        for part, answer in workers.answers(parts, asked):
            try:
                judged = None if answer is None else answer.result()
            except BrokenProcessPool:
                yield lost(part.before + 1, books.file)
                return None
            if judged is not None and judged.holds_after(before, limits):
                yield from map(books.settled, judged.pieces)
            else:
                yield from map(books.settled, here.verdicts(part, before))
                judged = here.judged(before)
            before, last = judged.after(before), judged.last or last
            if judged.ended:
                break
    return last
