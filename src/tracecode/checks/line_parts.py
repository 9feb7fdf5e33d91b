"""Lines of JSON judged by several processes: the same verdicts, in the same order, as by one.

This process cuts the source at line ends and counts lines; a worker judges its part as if it were
the first. What depends on the lines before is made good here: ids that stood before by `Books`; and
where a source goes on for too long without a record, or mixes messages and records, which the first
such place has to be told of, the part is judged once more with what is known by then.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Generic, NamedTuple, TypeVar

from tracecode.checks.parcels import Parcel, parcels_of
from tracecode.checks.parts import Books, Judged, PartClerk, Unseen, carried, lost
from tracecode.checks.workers import Workers
from tracecode.files import opened, reading
from tracecode.records.plain import AcceptedLines, Item, fault
from tracecode.records.reading import Strangers, cut_short, read_part, read_pieces
from tracecode.tables.packed import unpacked

if TYPE_CHECKING:
    from tracecode.checks.document_bytes import RecordSource
    from tracecode.checks.report import Verdict, VerdictBlock
    from tracecode.records.csv_parts import CsvPart
    from tracecode.records.known import Known
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits

PART = 4 * 1024 * 1024
"""About so many bytes are judged at once: a tenth of a second, in which two thousand records are."""


class LinesPart(NamedTuple):
    """Whole lines of a source, or rows."""

    raw: bytes
    before: int
    """How many lines or rows stand before them."""
    rows: bool = False
    """Whether they are rows, in a stream of Arrow."""


AnyPart = TypeVar("AnyPart", LinesPart, "CsvPart")


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


class JudgedLines(NamedTuple):
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

    def __call__(self, part: AnyPart, before: StoodBefore = StoodBefore()) -> JudgedLines:  # noqa: B008
        """Everything that is to be said of a part, but for ids that stood before."""
        pieces = [*self.verdicts(part, before)]
        return self.judged(before)._replace(pieces=pieces)

    def verdicts(self, part: AnyPart, before: StoodBefore) -> Iterator[Judged]:
        """The same piece by piece."""
        self._begin(before)
        for piece in self._clerk.verdicts(self._parcels(self._passing(part, before))):
            yield carried(piece), self._known.taken()

    def judged(self, before: StoodBefore) -> JudgedLines:  # noqa: ARG002
        """What was found of the part whose verdicts were given, without these.

        Args:
            before: what was known of what stood before it.
        """
        clerk, strangers = self._clerk, self._strangers
        behind = StoodBefore(clerk.alone, clerk.in_message, clerk.mixed, strangers.count)
        return JudgedLines(
            [], behind, strangers.leading, strangers.records, strangers.ended, self._last
        )

    def _passing(self, part: AnyPart, before: StoodBefore) -> Iterator[Item | AcceptedLines]:
        for item in self._strangers.among(self._items(part, before)):
            self._last = item.line or item.number
            yield item

    def _items(self, part: AnyPart, before: StoodBefore) -> Iterator[Item | AcceptedLines]:
        """What stands in a part."""
        raise NotImplementedError

    def _parcels(
        self, items: Iterator[Item | AcceptedLines]
    ) -> Iterator[Parcel | Item | AcceptedLines]:
        """What belongs together of it."""
        raise NotImplementedError


class LinesJudge(PartJudge[LinesPart]):
    """Judges lines of JSON, or rows."""

    def _items(self, part: LinesPart, before: StoodBefore) -> Iterator[Item | AcceptedLines]:  # noqa: ARG002
        accepted = None
        if self._encoding == "utf-8" and find_spec("msgspec") is not None:
            from tracecode.records.quick.json_record import accepting

            accepted = accepting(self._standard)
        if part.rows:
            from tracecode.checks.row_pieces import pieces_of_part

            pieces = pieces_of_part(part, self._standard, self._limits)
            return read_pieces(pieces, part.before, self._standard, accepted, self._limits)
        return read_part(
            part.raw, part.before, self._standard, self._encoding, self._limits, accepted
        )

    def _parcels(
        self, items: Iterator[Item | AcceptedLines]
    ) -> Iterator[Parcel | Item | AcceptedLines]:
        return parcels_of(items)


def line_verdicts(
    source: RecordSource, known: Known, standard: Resolved, encoding: str, limits: Limits,
    jobs: int, name: str | None = None, parts: Iterator[LinesPart] | None = None
) -> Iterator[Verdict | VerdictBlock]:  # fmt: skip
    """The verdicts on lines of JSON, or on rows.

    Args:
        source: a path, bytes, or an open binary file.
        known: what stood in the sources before.
        standard: the standard.
        encoding: `utf-8` or `gb18030`.
        limits: how much is read.
        jobs: how many processes judge.
        name: of an open file, where it is known.
        parts: the source cut, where it is one of rows; then it is not read here.
    """
    if isinstance(source, str | os.PathLike):
        name = os.fspath(source)
    books = Books(known, name)
    with open_unpacked(source, limits) as file:
        rest = parts_of(file, limits) if parts is None else parts
        first = [*islice(rest, 2)]  # one alone is judged here
        last = yield from part_verdicts(
            chain(first, rest),
            partial(LinesJudge, name, standard, encoding, limits),
            _asked if len(first) > 1 else _nothing,
            jobs, books, limits,
        )  # fmt: skip
        if last is None:
            return
        end = cut_short(file, last)
        told = [] if last else [Item(0, None, None, (fault("data.empty"),))]
        clerk = PartClerk(name, 0, Unseen(), standard, limits.findings, keyed=False)
        yield from clerk.verdicts([*told, *([] if end is None else [end])])


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


@contextmanager
def open_unpacked(source: RecordSource, limits: Limits) -> Iterator[IO[bytes]]:
    """The bytes of a source, unpacked; a path is opened.

    Args:
        source: a path, bytes, or an open binary file.
        limits: how much is unpacked.
    """
    if isinstance(source, str | os.PathLike):
        with opened(source) as file:
            unpacked_file = unpacked(file, limits)
            with reading(source):
                yield unpacked_file
    else:
        yield unpacked(_opened(source), limits)


def _asked(part: LinesPart, _: StoodBefore) -> LinesPart | None:
    return part


def _nothing(_: LinesPart, __: StoodBefore) -> LinesPart | None:
    return None


def _opened(source: bytes | IO[bytes]) -> IO[bytes]:
    import io

    return io.BytesIO(source) if isinstance(source, bytes) else source


def parts_of(file: IO[bytes], limits: Limits) -> Iterator[LinesPart]:
    r"""Whole lines of a file, so many together that they are worth the way to another process.

    Of a line that is too long no more is kept than shows it.

    >>> import io
    >>> from tracecode.tables.limits import DEFAULT
    >>> [(len(part.raw), part.before) for part in parts_of(io.BytesIO(b"{}\n" * 2_000_000), DEFAULT)]
    [(4194306, 0), (1805694, 1398102)]
    """
    from tracecode.records.json_lines import whole_lines

    before = 0
    for raw in whole_lines(file, PART, limits.line_bytes):
        yield LinesPart(raw, before)
        before += raw.count(b"\n")
