"""What workers judge of a source, and how it becomes verdicts: a worker sees one part, and does not
know what stood before it.

It notes what it would have to know; who reads the source knows it, and says it. Typed records stay
with the worker: a verdict has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.checks.clerk import Clerk, told_with_repeats
from tracecode.checks.parcels import repeated_message
from tracecode.checks.report import Verdict, VerdictBlock
from tracecode.findings import Finding, status_of
from tracecode.records.known import Known, repeated

if TYPE_CHECKING:
    from tracecode.records.judged_lines import JudgedLines
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
class RecordsTogether:
    """Records of which all is known that is to be said of each by itself."""

    file: str | None
    lines: list[int]
    ids: list[Any]
    """What stands there as the id of each."""
    types: list[tuple[str, Text] | None]
    """The id and name of the type of each, if it is known."""
    told: Mapping[int, tuple[Finding, ...]]
    """What is to be said of some, by number."""

    def __call__(self) -> Iterator[Verdict]:
        """The verdicts on them."""
        return (self._verdict(at, self.told.get(at, ())) for at in range(len(self.lines)))

    def block(self) -> VerdictBlock:
        """The same together."""
        told = tuple(self._verdict(at, findings) for at, findings in self.told.items())
        silent = Counter(type[0] for at, type in enumerate(self.types)
                         if type is not None and at not in self.told)  # fmt: skip
        return VerdictBlock(told, self, records=silent, named=True)

    def _verdict(self, at: int, findings: tuple[Finding, ...]) -> Verdict:
        id, (type, name) = self.ids[at], self.types[at] or (None, None)
        return Verdict(
            self.lines[at], id if isinstance(id, str) else "", status_of(findings), None, name, None,
            findings, self.file, type, None, "record",
        )  # fmt: skip


class PartClerk(Clerk):
    """Judges the messages and records of a part."""

    def _together(self, lines: JudgedLines) -> VerdictBlock:
        types = {each: (each.id, each.name) if each else None for each in {*lines.types}}
        of_each = [types[layout] for layout in lines.types]
        told = {**lines.told}
        return RecordsTogether(self._file, lines.lines, lines.ids, of_each, told).block()


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
        """As `Clerk` does it, of records that nobody reads."""
        if not isinstance(records := block.every, RecordsTogether):
            return block
        spoken = told_with_repeats(
            records.told, records.ids, records.lines, self._known, self._start
        )
        return block if spoken is records.told else replace(records, told=spoken).block()


def lost(line: int, file: str | None) -> Verdict:
    """The verdict on the rest of a source, from a line on, whose worker ended."""
    finding = Finding(rule="check.worker", severity="warning", values={"row": line}, line=line)
    return Verdict(line, "", status_of((finding,)), None, None, None, (finding,), file, kind="file")
