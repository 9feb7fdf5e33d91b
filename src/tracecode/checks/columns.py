"""Codes judged by columns: kernels pass what is plainly right, and only the other rows are read one
by one.

What a kernel passes here is exactly what `CodeReader` has nothing to say about
(`codes.bulk.silence`), so the verdicts are those of reading each row. Whether a code stood before
is asked of all rows together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracecode.checks.blocks import CodeBlock
from tracecode.checks.report import Verdict, VerdictBlock
from tracecode.checks.seen import Hashes, Seen
from tracecode.codes.bulk.columns import Bools, Bytes, Ints, Rows, matrix
from tracecode.codes.bulk.engine import lengths
from tracecode.codes.bulk.recognition import Recognition
from tracecode.codes.bulk.silence import Silence
from tracecode.tables.nothing import NOTHINGS

if TYPE_CHECKING:
    from tracecode.checks.codes import Before, CodeReader, Piece
    from tracecode.checks.rows import CodeRow, CodeRows
    from tracecode.codes.scheme import Scheme

_GTIN = 14
_LONGEST_NOTHING = max(map(len, NOTHINGS))
_NOTHING_HEADS = np.array([chr(code) in {word[0] for word in NOTHINGS} for code in range(256)])


class Passed(NamedTuple):
    """The rows that kernels passed."""

    scheme: Scheme
    rows: Ints


class ColumnJudge:
    """Judges the rows of one source in blocks."""

    def __init__(self, reader: CodeReader, before: Before) -> None:
        """A judge.

        Args:
            reader: says everything that is to be said of a row.
            before: the codes that stood in the rows before.
        """
        self._reader = reader
        self._seen = Seen()
        for key, text, line in before.first:
            self._seen.code(key, text, line)
        self._days: dict[str, tuple[date | None, bool]] = {}
        named = reader.scheme or reader.column
        self._recognition = Recognition(reader.schemes, reader.product) if named is None else None
        self._silence = (
            None
            if named is None or named.startswith("foreign:")
            else Silence(reader.schemes[named])
        )

    def verdicts(self, rows: CodeRows) -> Iterator[Piece]:
        """The verdicts on the rest of the rows of a source."""
        for piece in rows.blocks():
            if isinstance(piece, CodeBlock):
                yield self.block(piece)
            else:
                yield self._reader.judged(piece, self._seen)

    def verdicts_by(self, rows: CodeRows, jobs: int) -> Iterator[Piece]:
        """The same, where so many workers judge blocks; this process reads the rows, and knows
        which codes stood before.
        """
        from concurrent.futures.process import BrokenProcessPool

        from tracecode.checks.parts import lost
        from tracecode.checks.workers import Workers

        with Workers(jobs, partial(_judge_of, self._reader)) as workers:
            for piece, answer in workers.answers(rows.blocks(), _sent):
                if not isinstance(piece, CodeBlock) or answer is None:
                    yield self._reader.judged(piece, self._seen)  # type: ignore[arg-type]
                    continue
                try:
                    judged = answer.result()
                except BrokenProcessPool:
                    yield lost(int(piece.lines[0]), None)
                    return
                yield self._settled(piece, *judged)

    def block(self, block: CodeBlock) -> VerdictBlock:
        """The verdicts on a block of rows."""
        return self._settled(block, *self.judged(block))

    def _settled(
        self, block: CodeBlock, passed: list[Passed], told: dict[int, Verdict]
    ) -> VerdictBlock:
        """The verdicts on a block, with what is to be said of codes that stood before."""
        count, reader = len(block.lines), self._reader
        scheme_of: NDArray[np.int64] = np.full(count, -1)
        keys: Hashes = np.zeros(count, np.uint64)
        spellings = np.zeros(count, np.uint32)
        for place, (scheme, rows) in enumerate(passed):
            scheme_of[rows] = place
            for size, some in lengths(block.codes.size[rows]):
                chosen = rows if some is None else rows[some]
                values = matrix(block.codes, chosen, size)
                keys[chosen], spellings[chosen] = self._numbers(scheme, values)
        for at, verdict in told.items():
            if verdict.code is not None:
                keys[at], spellings[at] = self._seen.number(verdict.code.canonical, verdict.text)
        coded = np.flatnonzero(keys)
        first, alike = self._seen.codes(keys[coded], spellings[coded], block.lines[coded])
        again: NDArray[np.int64] = np.zeros(count, np.int64)
        again[coded] = np.where(alike, first, -first)
        units = np.array([scheme.units != "none" for scheme, _ in passed] or [False])
        for at in np.flatnonzero((again != 0) & (scheme_of >= 0) & units[scheme_of]).tolist():
            told[at] = reader.read(block.row(at, reader.on_column))
            scheme_of[at] = -1
        silent: Counter[str] = Counter()
        noted: Counter[str] = Counter()
        for place, (scheme, rows) in enumerate(passed):
            own = rows[scheme_of[rows] == place]
            repeated = int(np.count_nonzero(again[own]))
            silent[scheme.id] += len(own) - repeated
            noted[scheme.id] += repeated
        finished = {
            at: reader.finished(told[at], block.row(at, reader.on_column), _stood(again[at]))
            for at in sorted(told)
        }
        every = partial(_every, reader, block, finished, again)
        return VerdictBlock(tuple(finished.values()), every, +silent, +noted)

    def judged(self, block: CodeBlock) -> tuple[list[Passed], dict[int, Verdict]]:
        """The rows that kernels pass, and the verdicts on all others; each by itself, whatever stood
        before.
        """
        left = np.ones(len(block.lines), np.bool_)
        passed = self._passed(block, left)
        told: dict[int, Verdict] = {}
        rows = np.flatnonzero(left)
        while len(rows):
            learnt = False
            few = len(rows) if self._recognition is None else _FEW
            for at in rows[:few].tolist():
                told[at] = verdict = self._reader.read(block.row(at, self._reader.on_column))
                if (
                    self._recognition is not None
                    and verdict.code is not None
                    and not verdict.findings
                ):
                    learnt |= self._recognition.learn(verdict.code.scheme, verdict.text)
            left[rows[:few]] = False
            rows = rows[few:]
            if learnt and len(rows):
                passed += self._passed(block, left)
                rows = np.flatnonzero(left)
        return passed, told

    def _passed(self, block: CodeBlock, left: Bools) -> list[Passed]:
        """The rows of which nothing is to be said, by scheme, of those that are left; then they are
        not.
        """
        passed = []
        for day, own in self._by_day(block):
            index = np.flatnonzero(left) if own is None else own[left[own]]
            rows = Rows(block.codes.data, block.codes.start[index], block.codes.size[index])
            for scheme, silent in self._silent(rows, day):
                some = index[np.flatnonzero(silent & ~_nothings(rows, silent))]
                if len(some):
                    passed.append(Passed(scheme, some))
                    left[some] = False
        return passed

    def _silent(self, rows: Rows, day: date | None) -> Iterator[tuple[Scheme, Bools]]:
        if self._silence is not None:
            yield self._silence.scheme, self._silence.rows(rows, day)
        elif self._recognition is not None:
            yield from self._recognition.silent(rows, day)

    def _by_day(self, block: CodeBlock) -> Iterator[tuple[date | None, Ints | None]]:
        """The rows that are judged for each day; None stands for all. Rows whose day cannot be told
        are left out.
        """
        if block.days is None:
            yield self._reader.on, None
            return
        index: dict[date | None, list[int]] = {}
        for at in range(len(block.lines)):
            if at in block.alone:
                continue
            cell = block.days.text(at)
            if cell not in self._days:
                if len(self._days) > _MOST_DAYS:
                    self._days.clear()
                day, undated = self._reader.day(cell)
                self._days[cell] = day, undated is None
            day, told = self._days[cell]
            if told:
                index.setdefault(day, []).append(at)
        for day, rows in index.items():
            yield day, np.array(rows)

    def _numbers(self, scheme: Scheme, values: Bytes) -> tuple[Hashes, int]:
        """The hashes of right codes of one length, and how they are written."""
        missing = _GTIN - values.shape[1] if scheme.identity == "trade-item" else 0
        if missing > 0:  # its shorter forms are one thing with the long one
            values = np.hstack((np.full((len(values), missing), ord("0"), np.uint8), values))
        return self._seen.numbers(scheme.id, values), max(missing, 0)


def _sent(piece: CodeBlock | CodeRow) -> CodeBlock | None:
    """A block as it goes to a worker; rows that were read alone stay here."""
    return piece._replace(alone=dict(piece.alone)) if isinstance(piece, CodeBlock) else None


def _judge_of(
    reader: CodeReader,
) -> Callable[[CodeBlock], tuple[list[Passed], dict[int, Verdict]]]:
    """What a worker does with blocks."""
    from tracecode.checks.codes import Before

    return ColumnJudge(reader, Before()).judged


_MOST_DAYS = 65_536
_FEW = 32
"""So many rows are identified before it is asked whether kernels can now pass the others."""


def _nothings(rows: Rows, silent: Bools) -> Bools:
    """Which of the silent rows hold a word for nothing, which is told."""
    nothing = np.zeros(len(silent), np.bool_)
    short = np.flatnonzero(silent & (rows.size <= _LONGEST_NOTHING))
    for at in short[_NOTHING_HEADS[rows.data[rows.start[short]]]].tolist():
        nothing[at] = rows.text(at) in NOTHINGS
    return nothing


def _stood(line: np.int64) -> tuple[int, bool] | None:
    """Where a code stood before and whether it was written alike, from a line that is negative
    where it was not.
    """
    return (abs(int(line)), bool(line > 0)) if line else None


def _every(
    reader: CodeReader, block: CodeBlock, finished: dict[int, Verdict], again: NDArray[np.int64]
) -> Iterator[Verdict]:
    for at in range(len(block.lines)):
        verdict = finished.get(at)
        if verdict is None:
            row: CodeRow = block.row(at, reader.on_column)
            verdict = reader.finished(reader.read(row), row, _stood(again[at]))
        yield verdict
