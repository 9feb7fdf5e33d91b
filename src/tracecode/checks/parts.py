"""What workers judge of a source, and how it becomes verdicts: a worker sees one part, and does not
know what stood before it.

It notes what it would have to know; who reads the source knows it, and says it. Typed records stay
with the worker: a verdict has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from tracecode.checks.parcels import repeated_message
from tracecode.checks.records import Clerk
from tracecode.checks.report import Verdict, VerdictBlock
from tracecode.findings import Finding, status_of
from tracecode.records.known import Known, repeated

if TYPE_CHECKING:
    from tracecode.records.plain import AcceptedLines
    from tracecode.spec.base import Text


class Asked(NamedTuple):
    """What was asked of a message or record: whether it stood before."""

    message: bool
    nth: int
    """How many records stand before it on its line."""


Judged = tuple[Verdict | VerdictBlock, tuple[Asked, ...]]
"""The verdict of a worker, or many, and what has still to be asked."""


class Unseen(Known):
    """Knows of nothing that it stood before, and notes what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: list[Asked] = []

    def record(self, id: str, place: int, nth: int = 0) -> None:  # noqa: ARG002
        """Note that a record was asked for."""
        self._asked.append(Asked(message=False, nth=nth))

    def message(self, id: str, sender: str, place: int) -> None:  # noqa: ARG002
        """Note that a message was asked for."""
        self._asked.append(Asked(message=True, nth=0))

    def taken(self) -> tuple[Asked, ...]:
        """What was asked since this was called before."""
        asked = tuple(self._asked)
        self._asked.clear()
        return asked


@dataclass(frozen=True, slots=True)
class SilentRecords:
    """Right records of which nothing is to be said, unless they stood before."""

    file: str | None
    lines: list[int]
    ids: list[str]
    types: list[tuple[str, Text]]
    """The id and name of the type of each."""

    def __call__(self) -> Iterator[Verdict]:
        """The verdicts on them."""
        for line, id, type in zip(self.lines, self.ids, self.types, strict=True):
            yield self.verdict(line, id, type, ())

    def verdict(
        self, line: int, id: str, type: tuple[str, Text], findings: tuple[Finding, ...]
    ) -> Verdict:
        """The verdict on one of them."""
        return Verdict(
            line, id, status_of(findings), None, type[1], None, findings, self.file, type[0], None,
            "record",
        )  # fmt: skip


class PartClerk(Clerk):
    """Judges the messages and records of a part."""

    def _accepted(self, lines: AcceptedLines) -> VerdictBlock:
        counts = Counter(lines.types)
        types = {layout: (layout.id, layout.name) for layout in counts}
        of_each = [types[layout] for layout in lines.types]
        silent = SilentRecords(self._file, lines.lines, lines.ids, of_each)
        return VerdictBlock((), silent, records={each.id: n for each, n in counts.items()})


def carried(piece: Verdict | VerdictBlock) -> Verdict | VerdictBlock:
    """The same, as it goes from process to process."""
    if isinstance(piece, Verdict) and piece.record is not None:
        return replace(piece, record=None)
    return piece


class Books:
    """Says of the verdicts on one source what only he can who knows what stood before."""

    def __init__(self, known: Known, file: str | None) -> None:
        self._known, self._start, self.file = known, known.file(file), file

    def settled(self, judged: Judged) -> Verdict | VerdictBlock:
        """A verdict, or many, to which nothing is to be added any more."""
        piece, asked = judged
        if isinstance(piece, VerdictBlock):
            return self._block(piece)
        for message, nth in asked:
            place = self._start + piece.line
            if message:
                first = self._known.message(piece.text, "", place)
                finding = None if first is None else repeated_message(first)
            else:
                first = self._known.record(piece.text, place, nth)
                same = any(each.rule == "data.same_record" for each in piece.findings)
                finding = None if first is None or same else repeated(first)
            if finding is not None:
                findings = (*piece.findings, finding)
                piece = replace(piece, findings=findings, status=status_of(findings))
        return piece

    def _block(self, block: VerdictBlock) -> VerdictBlock:
        """As `Clerk` does it, of records that nobody looks at."""
        if not isinstance(silent := block.every, SilentRecords):
            return block
        before = self._known.records(silent.ids, [self._start + line for line in silent.lines])
        if before.count(None) == len(before):
            return block
        told: dict[int, Verdict] = {}
        counts: Counter[str] = Counter()
        of_each = zip(silent.lines, silent.ids, silent.types, strict=True)
        for at, (line, id, type) in enumerate(of_each):
            if (first := before[at]) is None:
                counts[type[0]] += 1
            else:
                told[at] = silent.verdict(line, id, type, (repeated(first),))

        def every() -> Iterator[Verdict]:
            yield from (told.get(at, verdict) for at, verdict in enumerate(silent()))

        return VerdictBlock(tuple(told.values()), every, records=counts)


def lost(line: int, file: str | None) -> Verdict:
    """The verdict on the rest of a source, from a line on, whose worker ended."""
    finding = Finding(rule="check.worker", severity="warning", values={"row": line}, line=line)
    return Verdict(line, "", status_of((finding,)), None, None, None, (finding,), file, kind="file")
