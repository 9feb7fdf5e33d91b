"""Lines of JSON judged by several processes: the same verdicts, in the same order, as by one.

This process cuts the source at line ends and counts lines. Of a file a worker reads its lines
itself, of anything else it is given them. What depends on the lines before is made good as
`part_judge` says: ids that stood before, a source that goes on for too long without a record, and
messages mixed with records.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, NamedTuple

from tracecode.checks.document_bytes import open_unpacked
from tracecode.checks.parcels import Parcel, parcels_of
from tracecode.checks.part_judge import JudgedPart, PartJudge, StoodBefore, part_verdicts
from tracecode.checks.parts import Books, PartClerk, Unseen
from tracecode.errors import UnreadableFile
from tracecode.files import opened
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.plain import Item, fault
from tracecode.records.reading import cut_short, read_part, read_pieces

if TYPE_CHECKING:
    from tracecode.checks.document_bytes import RecordSource
    from tracecode.checks.report import Verdict, VerdictBlock
    from tracecode.records.known import Known
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits

PART = 4 * 1024 * 1024
"""About so many bytes are judged at once: a tenth of a second, in which two thousand records are."""


class InFile(NamedTuple):
    """Where bytes stand in a file, so that another process can read them itself: through a pipe
    they come in thousands of pieces, each of which both processes wait for.
    """

    path: str
    start: int
    size: int
    lines: int
    """How many line ends are among them."""
    state: tuple[int, ...]
    """Of the file when it was opened; whatever replaces or writes it mostly changes that."""

    def read(self) -> bytes | None:
        """The bytes; None where the file is not what it was, or other lines stand there now."""
        with suppress(UnreadableFile, OSError), opened(self.path) as file:
            file.seek(max(0, self.start - 1))
            before = file.read(min(1, self.start))
            raw = file.read(self.size)
            if (
                _state(file) == self.state
                and before in (b"", b"\n")
                and (len(raw), raw.count(b"\n")) == (self.size, self.lines)
                and (
                    raw.endswith(b"\n") or self.start + self.size == os.fstat(file.fileno()).st_size
                )
            ):
                return raw
        return None


class LinesPart(NamedTuple):
    """Whole lines of a source, or rows."""

    raw: bytes
    before: int
    """How many lines or rows stand before them."""
    rows: bool = False
    """Whether they are rows, in a stream of Arrow."""
    place: InFile | None = None
    """Where the lines stand."""


class LinesJudge(PartJudge[LinesPart]):
    """Judges lines of JSON, or rows."""

    def __call__(
        self, part: LinesPart, before: StoodBefore = StoodBefore()  # noqa: B008
    ) -> JudgedPart | None:  # fmt: skip
        """As ever; None where lines that are to be read are not what they were."""
        if part.place is not None:
            if (raw := part.place.read()) is None:
                return None
            part = part._replace(raw=raw)
        return super().__call__(part, before)

    def _items(self, part: LinesPart, before: StoodBefore) -> Iterator[Item | JudgedLines]:  # noqa: ARG002
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
        self, items: Iterator[Item | JudgedLines]
    ) -> Iterator[Parcel | Item | JudgedLines]:
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
        path = name if isinstance(source, str | os.PathLike) and file.seekable() else None
        rest = parts_of(file, limits, path) if parts is None else parts
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


def _asked(part: LinesPart, _: StoodBefore) -> LinesPart | None:
    return part if part.place is None else part._replace(raw=b"")


def _nothing(_: LinesPart, __: StoodBefore) -> LinesPart | None:
    return None


def parts_of(file: IO[bytes], limits: Limits, path: str | None = None) -> Iterator[LinesPart]:
    r"""Whole lines of a file, so many together that they are worth the way to another process.

    Of a line that is too long no more is kept than shows it.

    Args:
        file: open, of bytes.
        limits: how long a line may be.
        path: of the file, where others can read it too.

    >>> import io
    >>> from tracecode.tables.limits import DEFAULT
    >>> [(len(part.raw), part.before) for part in parts_of(io.BytesIO(b"{}\n" * 2_000_000), DEFAULT)]
    [(4194306, 0), (1805694, 1398102)]
    """
    from tracecode.records.json_lines import whole_lines

    before = end = 0
    state = () if path is None else _state(file)
    for raw in whole_lines(file, PART, limits.line_bytes):
        place, lines = None, raw.count(b"\n")
        if path is not None:
            start, end = end, file.tell()
            if end - start == len(raw):  # otherwise a line was too long
                place = InFile(path, start, len(raw), lines, state)
        yield LinesPart(raw, before, place=place)
        before += lines


def _state(file: IO[bytes]) -> tuple[int, ...]:
    found = os.fstat(file.fileno())
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
