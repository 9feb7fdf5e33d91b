"""A scheme over columns: rows are sorted by length, and its layouts judge those of each length
together.

Every verdict is that of `Scheme.is_valid(text, on)`; what columns cannot judge, `Layout.accepts`
does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np

from tracecode.codes.bulk import kernel
from tracecode.codes.bulk.column_layout import MAX_WIDTH
from tracecode.codes.bulk.columnar import columnar, judge
from tracecode.codes.bulk.columns import Bools, Bytes, Ints, Rows, matrix, read_columns
from tracecode.codes.bulk.lines import ByteMatrix
from tracecode.codes.bulk.verdicts import ASK, LENGTH, LITERAL, NUMBERS, Verdicts
from tracecode.codes.layout import Layout
from tracecode.codes.scheme import Scheme
from tracecode.codes.segment_rules import Bound
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.resolved import Reference, referred
from tracecode.standard.segment import MAX_TEXT

BLANK = np.array([code > 127 or chr(code).isspace() for code in range(256)], np.bool_)
"""Bytes with which white space may begin."""


class Kernel:
    """The check of a scheme, or of one of its editions or layouts. Made by `kernel`; safe to share
    between threads.
    """

    def __init__(self, scheme: Scheme, edition: str | None = None, form: str | None = None) -> None:
        self.scheme, self.edition, self.form = scheme, edition, form
        self._all = tuple(scheme.candidates(None, edition, form, strict=True))

    def __reduce__(self) -> tuple[Any, ...]:
        return _arrived, (self.scheme.standard.reference, self.scheme.id, self.edition, self.form)

    def __repr__(self) -> str:
        return f"Kernel({self.scheme.id!r}, engine={self.engine!r})"

    @cached_property
    def engine(self) -> Literal["columns", "mixed", "rows"]:
        """How rows are judged: by `columns`, as `rows` one by one, or `mixed`: by columns wherever
        that is possible.
        """
        layouts = [columnar(layout) for layout in self._all]
        if all(layout.whole for layout in layouts):
            return "columns"
        return "mixed" if any(layout.settled for layout in layouts) else "rows"

    @property
    def vectorised(self) -> bool:
        """Whether rows are judged by columns, at least those that can be."""
        return self.engine != "rows"

    def check(self, column: object, on: date | None = None) -> Verdicts:
        """Judge a column of codes, strictly.

        Args:
            column: Arrow strings, numpy bytes or str, or a list of str; null and None are not
                valid.
            on: the production date, or the date for which the codes are read; chooses the edition.
                Without it, any.

        Raises:
            TypeError: it is not a column of texts.
        """
        layouts = (
            self._all
            if on is None
            else tuple(self.scheme.candidates(on, self.edition, self.form, strict=True))
        )
        judges = _Judges(self, layouts, on)
        blocks = [np.zeros(0, np.uint8)]
        unnamed: list[tuple[int, str]] = []
        seen = 0
        for rows in read_columns(column):
            numbers = judges.block(rows)
            unnamed += [(seen + row, rows.text(row)) for row in _unnamed(rows, numbers)]
            blocks.append(numbers)
            seen += len(numbers)
        return Verdicts(np.concatenate(blocks), unnamed, judges.name)


def _arrived(reference: Reference, scheme: str, edition: str | None, form: str | None) -> Kernel:
    """A kernel that was pickled: that of the same standard in this process."""
    return kernel(referred(reference), scheme, edition, form)


class _Judges:
    """The layouts that count in one call, and its date."""

    def __init__(self, kernel: Kernel, layouts: tuple[Layout, ...], on: date | None) -> None:
        self.kernel, self.on = kernel, on
        self.bound = Bound(on or date.today(), strict=True)
        self.layouts = tuple(map(columnar, layouts))
        self.mixed = any(layout.mixed for layout in self.layouts)
        self.unsure = not any(layout.firm for layout in self.layouts)
        self.blank = any(layout.blank for layout in self.layouts)

    def block(self, rows: Rows) -> Bytes:
        """The number of the rule that each row breaks."""
        numbers = np.zeros(len(rows.size), np.uint8)
        wide = rows.wide() if self.mixed else None
        for size, index in lengths(rows.size):
            verdicts = self._one_length(rows, size, index, wide)
            if self.unsure:  # it fits no layout; `read` would carry it unjudged
                verdicts[verdicts == LENGTH] = NUMBERS["code.unverified"]
            if index is None:
                numbers = verdicts
            else:
                numbers[index] = verdicts
        numbers[rows.size == 0] = NUMBERS["code.empty"]
        if int(rows.size.max()) > MAX_TEXT:
            for row in np.flatnonzero(rows.size > MAX_TEXT).tolist():
                if len(rows.text(row)) > MAX_TEXT:
                    numbers[row] = NUMBERS["code.too_long"]
        self._refuse_blank(rows, numbers)
        return numbers

    def name(self, text: str) -> int:
        """The rule by which the engine for single codes refuses a text."""
        kernel = self.kernel
        _, findings = kernel.scheme.read(
            text, self.on, strict=True, edition=kernel.edition, form=kernel.form
        )
        return next(
            (
                NUMBERS[f.rule]
                for f in findings
                if f.severity == "error" or f.rule == "code.unverified"
            ),
            LENGTH,
        )

    def _refuse_blank(self, rows: Rows, numbers: Bytes) -> None:
        """Call rows that show nothing empty; among right rows only where a layout may take such a
        text.
        """
        index = np.flatnonzero(rows.size if self.blank else numbers * (rows.size != 0))
        if len(index):
            for row in index[BLANK.take(rows.data.take(rows.start[index]))].tolist():
                if shows_nothing(rows.text(row)):
                    numbers[row] = NUMBERS["code.empty"]

    def _one_length(self, rows: Rows, size: int, index: Ints | None, wide: Bools | None) -> Bytes:
        """Judge the rows of one length."""
        if any(layout.run(size) is not None or layout.puzzles(size) for layout in self.layouts):
            verdicts = judge(
                self.layouts, ByteMatrix(matrix(rows, index, size)), self.bound.reference
            )
        else:
            verdicts = np.full(len(rows.size) if index is None else len(index), LENGTH, np.uint8)
        if any(layout.asks(size, wide=False) for layout in self.layouts):
            refused = np.flatnonzero(verdicts)
        elif wide is not None and any(layout.asks(size, wide=True) for layout in self.layouts):
            refused = np.flatnonzero((verdicts != 0) & (wide if index is None else wide[index]))
        else:
            return verdicts
        for place in refused.tolist():
            row = place if index is None else int(index[place])
            self._one_row(
                rows.text(row), size, place, verdicts, wide=wide is not None and bool(wide[row])
            )
        return verdicts

    def _one_row(self, text: str, size: int, place: int, verdicts: Bytes, *, wide: bool) -> None:
        """Let the engine for single codes judge a row that columns did not accept."""
        for layout in self.layouts:
            if layout.asks(size, wide=wide):
                if len(text) <= MAX_TEXT and layout.layout.accepts(text, self.bound):
                    verdicts[place] = 0
                    return
                if verdicts[place] <= LITERAL and (
                    layout.firm or (self.unsure and layout.layout.fits(text))
                ):
                    verdicts[place] = ASK


def _unnamed(rows: Rows, numbers: Bytes) -> list[int]:
    """The rows whose rule columns cannot name: in layouts of several lengths, or with other than
    ASCII characters.
    """
    ask = numbers == ASK
    if numbers.any() and (wide := rows.wide()) is not None:
        ask |= wide & (numbers != 0)
    indexes: list[int] = np.flatnonzero(ask).tolist()
    return indexes


def lengths(size: Ints) -> Iterator[tuple[int, Ints | None]]:
    """The lengths that occur, with the rows that have them; None stands for all rows."""
    if not len(size):
        return
    if int(size.min()) == (most := int(size.max())):
        if most:
            yield most, None
        return
    for each in np.flatnonzero(np.bincount(np.minimum(size, MAX_WIDTH + 1))).tolist():
        if each > MAX_WIDTH:
            for row in np.flatnonzero(size > MAX_WIDTH).tolist():
                yield int(size[row]), np.array([row])
        elif each:
            yield each, np.flatnonzero(size == each)
