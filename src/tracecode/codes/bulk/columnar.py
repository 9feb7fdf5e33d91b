"""A layout over columns: its segments and rules compiled to one test for each length of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import TypeAlias

import numpy as np

from tracecode.codes.bulk.column_layout import (
    MAX_WIDTH,
    ColumnLayout,
    NotColumnar,
    column_layouts,
    literals,
    places,
    segment_width,
)
from tracecode.codes.bulk.columns import Bools, Bytes
from tracecode.codes.bulk.lines import ByteMatrix, ascii_table, differing, outside
from tracecode.codes.bulk.rules import Test, members, steps, undated
from tracecode.codes.bulk.verdicts import ASK, CHARACTERS, LENGTH, LITERAL, NUMBERS, better
from tracecode.codes.layout import Layout
from tracecode.codes.scheme import Scheme

Run: TypeAlias = Callable[[ByteMatrix, date], Bytes]
"""From the bytes of rows and the reference date to the number of the rule that each breaks."""


@lru_cache(maxsize=4096)
def columnar(layout: Layout, *, silent: bool = False) -> Columnar:
    """A layout over columns, compiled once; `silent`: with the rules that raise less than
    errors.
    """
    return Columnar(layout, silent=silent)


def judge(layouts: Iterable[Columnar], lines: ByteMatrix, reference: date) -> Bytes:
    """What is wrong with texts of one length under all these layouts; nothing if any of them
    accepts it.
    """
    verdicts: Bytes | None = None
    for layout in layouts:
        if (run := layout.run(lines.width)) is None:
            continue
        more = run(lines, reference)
        verdicts = more if verdicts is None else better(verdicts, more)
        if not verdicts.any():
            return verdicts
    if verdicts is None:
        verdicts = np.full(lines.count, LENGTH, np.uint8)
    if any(layout.puzzles(lines.width) for layout in layouts):
        verdicts[verdicts == LENGTH] = ASK
    return verdicts


class Columnar:
    """A layout that judges rows of each length for which that is possible."""

    def __init__(self, layout: Layout, *, silent: bool = False) -> None:
        self.layout, self.silent = layout, silent
        self.firm = layout.severity == "error"
        """Whether it refuses texts that do not fit; one of unsure evidence does not."""
        widths = [segment_width(segment) for segment in layout.segments]
        self.mixed = None in widths
        """Whether a class holds characters of several widths: rows with other than ASCII characters
        are read singly.
        """
        self._most = sum(
            s.max * (4 if w is None else w) for s, w in zip(layout.segments, widths, strict=True)
        )
        self._columns = (
            {} if any(s.spec.repeat for s in layout.segments) else column_layouts(layout)
        )
        self._runs: dict[int, Run | None] = {}

    @cached_property
    def settled(self) -> frozenset[int]:
        """The numbers of bytes at which columns judge."""
        return frozenset(size for size in self._columns if self.run(size) is not None)

    @cached_property
    def blank(self) -> bool:
        """Whether a text of nothing but white space may fit."""
        for segment in self.layout.segments:
            if segment.chars is None:
                fits = segment.spec.optional or any(text.isspace() for text in literals(segment))
            else:
                fits = (
                    not segment.min
                    or segment.chars.negated
                    or any(char.isspace() for char in segment.chars.chars)
                )
            if not fits:
                return False
        return True

    @property
    def whole(self) -> bool:
        """Whether columns judge every text."""
        return (
            not self.mixed
            and self._most <= MAX_WIDTH
            and bool(self.settled)
            and self.settled == {*self._columns}
        )

    def of_size(self, size: int) -> ColumnLayout | None:
        """Which bytes belong to which segment in texts of so many bytes, where that is settled."""
        return self._columns.get(size)

    def asks(self, size: int, *, wide: bool) -> bool:
        """Whether texts of so many bytes are read one by one; `wide`: those with other than ASCII
        characters.
        """
        if not self.layout.min <= size <= self._most:
            return False
        if self.mixed and wide:
            return True
        return (
            size > MAX_WIDTH
            or not self._columns
            or (size in self._columns and self.run(size) is None)
        )

    def puzzles(self, size: int) -> bool:
        """Whether such a length is within bounds and yet impossible: then the fault may be another
        than the length.
        """
        return self.firm and self.layout.min <= size <= self.layout.max and self.run(size) is None

    def run(self, size: int) -> Run | None:
        """The test of texts of so many bytes, or None if there are none or columns cannot judge
        them.
        """
        if size not in self._runs:
            columns = self._columns.get(size)
            try:
                self._runs[size] = None if columns is None else self._compile(columns)
            except NotColumnar:
                self._runs[size] = None
        return self._runs[size]

    def _compile(self, columns: ColumnLayout) -> Run:
        pattern = [*self._pattern(columns)]
        rules = steps(
            self.layout, columns, partial(_nested, silent=self.silent), silent=self.silent
        )

        def run(lines: ByteMatrix, reference: date) -> Bytes:
            numbers = np.zeros(lines.count, np.uint8)
            for number, test in pattern:
                _blame(numbers, test(lines, reference), number)
            for rule in rules:
                if rule.verdicts is not None:
                    numbers += (numbers == 0).view(np.uint8) * rule.verdicts(lines, reference)
                elif rule.test is not None:
                    _blame(numbers, rule.test(lines, reference), NUMBERS.get(rule.rule, LENGTH))
            return numbers

        return run

    def _pattern(self, columns: ColumnLayout) -> Iterator[tuple[int, Test]]:
        """The tests that the layout's pattern stands for."""
        fixed = self.layout.min == self.layout.max
        blame = [LITERAL, CHARACTERS] if fixed else [ASK, ASK]
        if not self.firm:
            blame = [LENGTH, LENGTH]  # such a layout only adds what it accepts
        if self.mixed:
            if any(cell.width > 1 for cells in columns.cells for cell in cells):
                raise NotColumnar("fixed Chinese text beside free text")
            yield blame[1], undated(outside(np.arange(256) < 128, [*range(columns.width)]))
        runs: list[tuple[Bools, list[int]]] = []
        for segment in self.layout.segments:
            cells = columns.cells[segment.place]
            if segment.chars is None:
                at = places(cells)
                texts = [
                    text for each in literals(segment) if len(text := each.encode()) == len(at)
                ]
                if at:
                    yield blame[0], undated(differing(texts, at))
                continue
            for i, cell in enumerate(cells):
                chars = segment.first if i == 0 and segment.first is not None else segment.chars
                if cell.width > 1:
                    yield blame[1], members(chars, places((cell,)))
                    continue
                allowed = ascii_table(chars)
                if runs and (runs[-1][0] == allowed).all() and runs[-1][1][-1] == cell.at - 1:
                    runs[-1][1].append(cell.at)
                else:
                    runs.append((allowed, [cell.at]))
        for allowed, at in runs:
            yield blame[1], undated(outside(allowed, at))


def _blame(numbers: Bytes, bad: Bools, number: int) -> None:
    """Give the rows that a test refuses its number, unless they have one: by arithmetic, since
    branches cost more.
    """
    if bad.any():
        numbers += (bad & (numbers == 0)).view(np.uint8) * np.uint8(number)


def _nested(scheme: Scheme, size: int, *, silent: bool) -> Run | None:
    """A nested scheme on texts of so many bytes."""
    layouts = [columnar(layout, silent=silent) for layout in scheme.strict_layouts]
    if not size or any(layout.asks(size, wide=True) for layout in layouts):
        raise NotColumnar(f"{scheme.id} is read one by one")
    return lambda lines, reference: judge(layouts, lines, reference)
