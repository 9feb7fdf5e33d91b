"""Which rows of a column are right codes of which nothing is to be said: no error, no warning, no
note, no doubt.

A kernel says which rows are valid; here stands which of them `Scheme.read` would read without any
finding, so that nobody need read them. A row that is not among them may still be one: it has to be
read.

>>> import tracecode as tc
>>> from tracecode.codes.bulk.columns import read_columns
>>> rows = next(read_columns(["6901234567892", "2012345000001", "6901234567890"]))
>>> Silence(tc.scheme("gtin")).rows(rows).tolist()  # the second is for use inside a company, which is said
[True, False, False]
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np

from tracecode.codes.bulk.column_layout import MAX_WIDTH
from tracecode.codes.bulk.columnar import Columnar, columnar
from tracecode.codes.bulk.columns import Bools, Bytes, Rows, matrix
from tracecode.codes.bulk.engine import BLANK, lengths
from tracecode.codes.bulk.lines import ByteMatrix
from tracecode.codes.editions import when
from tracecode.codes.scheme import Scheme
from tracecode.codes.spreadsheet import KEPT, SHORTEST
from tracecode.codes.things import is_restricted
from tracecode.spec.charclass import shows_nothing

_ZERO = 48
_RESTRICTED = np.array([is_restricted(f"0{prefix:03}0000000000") for prefix in range(1000)])


class Silence:
    """The right codes of a scheme that need no word."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._days: dict[date | None, tuple[Columnar, ...]] = {}

    @cached_property
    def possible(self) -> bool:
        """Whether the bytes of a code are its key, so that nobody need read it to know the thing
        that it names.

        They are not where a fixed text has several forms, or stands for a unit inside.
        """
        fixed = (
            s.spec
            for layout in self.scheme.layouts
            for s in layout.segments
            if s.spec.literal is not None
        )
        return self.scheme.identity != "label" and not any(
            spec.also or spec.optional for spec in fixed
        )

    def layouts(self, on: date | None) -> tuple[Columnar, ...]:
        """The layouts by which a code may be right without a word: those in force, if a day is
        given.
        """
        if on not in self._days:
            layouts = self.scheme.candidates(on, strict=False) if self.possible else []
            self._days[on] = tuple(
                columnar(layout, silent=True)
                for layout in layouts
                if not layout.spec.lenient_only
                and (on is None or when(layout.edition, on) == "current")
            )
        return self._days[on]

    def rows(self, rows: Rows, on: date | None = None) -> Bools:
        """Which rows are right, and nothing is to be said of them.

        Args:
            rows: texts.
            on: the day for which they are read.
        """
        silent = np.zeros(len(rows.size), np.bool_)
        for size, index in lengths(rows.size):
            if size > MAX_WIDTH:
                continue
            right = self.one_length(ByteMatrix(matrix(rows, index, size)), on)
            if index is None:
                return right
            silent[index] = right
        return silent

    def one_length(self, lines: ByteMatrix, on: date | None = None) -> Bools:
        """As `rows`, of texts of one length."""
        wrong: Bytes | None = None
        for layout in self.layouts(on):
            if (run := layout.run(lines.width)) is None:
                continue
            more = run(lines, on or date.today())
            wrong = more if wrong is None else np.minimum(wrong, more)
            if not wrong.any():
                break
        if wrong is None:
            return lines.none()
        silent: Bools = wrong == 0
        if any(layout.blank for layout in self.layouts(on)):
            for row in np.flatnonzero(silent & BLANK.take(lines.across[:, 0])).tolist():
                silent[row] = not shows_nothing(
                    lines.across[row].tobytes().decode("utf-8", "surrogatepass")
                )
        if self.scheme.identity == "trade-item" and lines.width != 8:
            silent &= ~_RESTRICTED.take(_prefix(lines), mode="clip")
        if lines.width >= SHORTEST:  # it may have lost digits, see `checks.codes`
            silent &= (lines.pick([*range(KEPT, lines.width)]) != _ZERO).any(axis=0)
        return silent


def _prefix(lines: ByteMatrix) -> np.ndarray[tuple[int, ...], np.dtype[np.uint16]]:
    """The second to fourth digits of trade item numbers, written with 14."""
    value = np.zeros(lines.count, np.uint16)
    for place in range(1, 4):
        value *= np.uint16(10)
        if (at := place - 14 + lines.width) >= 0:
            value += lines.pick([at])[0] - np.uint8(_ZERO)
    return value
