"""The files of a folder judged by several processes: the same verdicts, in the same order, as by
one.

A worker judges a file of usual size as a whole. Larger and packed ones are read by this process, in
their turn, and cut where that is possible.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tracecode.checks.folder import Judge, judged_file
from tracecode.checks.parts import Books, Judged, PartClerk, RecordsTogether, Unseen, carried, lost
from tracecode.checks.report import Report, Verdict, VerdictBlock
from tracecode.checks.workers import Workers
from tracecode.files import Entry, walked, was_read
from tracecode.tables.packed import plain_name

if TYPE_CHECKING:
    from tracecode.checks.records import RecordJudge
    from tracecode.checks.validate import Run
    from tracecode.records.known import Known
    from tracecode.spec.base import Text
    from tracecode.standard.resolved import Resolved

LARGE = 64 * 1024 * 1024
"""From so many bytes on a file is no part of a folder, but has parts."""


class FilePart(NamedTuple):
    """A file of a folder."""

    path: str
    every: bool
    """Whether all verdicts on codes are wanted, not those alone that say anything."""


class FileJudge:
    """Judges files of one folder, in a worker."""

    def __init__(self, standard: Resolved, options: Mapping[str, object]) -> None:
        """A judge.

        Args:
            standard: the standard.
            options: of `Run`.
        """
        from tracecode.checks.validate import Run

        self._known = Unseen()
        self._run: Run = Run(standard, **options)  # type: ignore[arg-type]
        judge: RecordJudge = self._run._records
        judge.known, judge.clerk = self._known, PartClerk

    def __call__(self, part: FilePart) -> list[Judged]:
        """The verdicts on a file."""
        return [
            (carried(each), asked)
            for piece in judged_file(Entry(part.path, None), self._report)
            for each, asked in self._pieces(piece, part)
        ]

    def _report(self, path: str) -> Report | Text:
        report = self._run.inside(path)
        if isinstance(report, Report):
            report._want_few()  # of records those that say nothing come together
        return report

    def _pieces(self, piece: Verdict | VerdictBlock, part: FilePart) -> Iterator[Judged]:
        """A piece as it may go to another process."""
        if isinstance(piece, Verdict) or isinstance(piece.every, RecordsTogether):
            yield piece, self._known.taken()
        elif part.every:
            yield from ((verdict, ()) for verdict in piece.every())
        else:
            told = piece.told
            yield VerdictBlock(told, partial(iter, told), piece.silent, piece.repeated), ()


def folder_verdicts(
    folder: str, judge: Judge, begin: Callable[[], FileJudge], known: Known, jobs: int,
    every: Callable[[], bool]
) -> Iterator[Verdict | VerdictBlock]:  # fmt: skip
    """The verdicts on all files in a folder and below it, in the order of their names.

    Args:
        folder: its path.
        judge: judges one file, in this process.
        begin: makes what judges files in a worker.
        known: what stood in the sources before.
        jobs: how many processes judge.
        every: whether all verdicts on codes are wanted, not those alone that say anything.
    """

    def question(entry: Entry) -> FilePart | None:
        whole = entry.fault is None and _is_part(entry.path)
        return FilePart(entry.path, every()) if whole else None

    with Workers(jobs, begin) as workers:
        for entry, answer in workers.answers(walked(folder), question):
            if answer is None:
                yield from judged_file(entry, judge)
                continue
            books = Books(known, entry.path)
            try:
                yield from map(books.settled, answer.result())
            except BrokenProcessPool:
                yield lost(1, entry.path)
            was_read(_size(entry.path))


def _is_part(path: str) -> bool:
    return plain_name(path) == path and 0 < _size(path) < LARGE


def _size(path: str) -> int:
    """How many bytes a file has; 0 where that cannot be told."""
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
