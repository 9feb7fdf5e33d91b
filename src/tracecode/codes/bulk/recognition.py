"""Codes over columns whose scheme nobody named: which rows `identify` would call a code of one
scheme, without a doubt.

`identify` weighs a text under every scheme. For texts of one length and one kind of characters the
weights of a scheme lie between bounds that do not depend on the text. So once a scheme was found
for a text, it is known for all such texts which other schemes could ever come near it: where
kernels say that none of these accepts a row, and the scheme's own has nothing to say of it, nobody
need read it. Rows that hold elements of GS1, or other than digits and capital letters, are always
read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tracecode.codes.bulk.column_layout import MAX_WIDTH
from tracecode.codes.bulk.columnar import columnar
from tracecode.codes.bulk.columns import Bools, Rows, matrix
from tracecode.codes.bulk.engine import lengths
from tracecode.codes.bulk.kinds import kind_of, kinds, of_gs1
from tracecode.codes.bulk.lines import ByteMatrix
from tracecode.codes.bulk.silence import Silence
from tracecode.codes.bulk.weights import SAMPLES, holds_more, near, space
from tracecode.codes.chance import random_bits
from tracecode.codes.layout import Layout
from tracecode.codes.likelihood import CARRIED_BITS, HINT_BITS
from tracecode.codes.match import basis_of
from tracecode.codes.readings import CONVINCING, RIVAL_BITS
from tracecode.codes.segment_rules import Bound

if TYPE_CHECKING:
    from tracecode.codes.registry import Registry
    from tracecode.codes.scheme import Scheme

_ROUNDED = 0.01
"""Weights are compared rounded."""
_MOST_READ = 3
"""So many other schemes may be asked row by row; with more, reading the row is as quick."""


class _Judge(NamedTuple):
    """What says of rows of one length and kind that they are of a scheme."""

    silence: Silence
    others: tuple[Callable[[ByteMatrix], Bools], ...]
    """Which rows another scheme accepts that comes near it."""
    zeros: bool
    """Whether it holds of texts that begin with a zero, too."""


class Recognition:
    """Finds the schemes of a column from those that were found in its first rows."""

    def __init__(self, schemes: Registry, product: str | None) -> None:
        self._schemes = schemes
        self._favoured = schemes.standard.product(product).codes.all if product else frozenset()
        self._found: dict[tuple[int, str], list[str]] = {}
        self._judges: dict[tuple[str, int, str, date | None], _Judge | None] = {}
        self._silences: dict[str, Silence] = {}

    def learn(self, scheme: str, text: str) -> bool:
        """Remember the scheme of a text that was identified without a doubt; whether it is new of
        such texts.
        """
        kind = kind_of(text)
        found = self._found.setdefault((len(text), kind), [])
        if not kind or scheme in found:
            return False
        found.append(scheme)
        return True

    def silent(self, rows: Rows, on: date | None) -> Iterator[tuple[Scheme, Bools]]:
        """For each scheme the rows that are codes of it, of which nothing is to be said."""
        for size, index in lengths(rows.size):
            if size > MAX_WIDTH or not any(length == size for length, _ in self._found):
                continue
            lines = ByteMatrix(matrix(rows, index, size))
            digits, capitals = kinds(lines)
            free = ~of_gs1(lines, digits)
            for kind, own in (("d", digits), ("dl", capitals)):
                left = own & free
                for id in self._found.get((size, kind), ()):
                    judge = self._judge(id, size, kind, on)
                    if judge is None or not left.any():
                        continue
                    mine = left & judge.silence.one_length(lines, on)
                    if not judge.zeros:
                        mine &= lines.across[:, 0] != ord("0")
                    for accepts in judge.others if mine.any() else ():
                        mine &= ~accepts(lines)
                    left &= ~mine
                    silent = np.zeros(len(rows.size), np.bool_)
                    silent[slice(None) if index is None else index] = mine
                    yield self._schemes[id], silent

    def _judge(self, id: str, size: int, kind: str, on: date | None) -> _Judge | None:
        key = id, size, kind, on
        if key not in self._judges:
            self._judges[key] = self._made(self._schemes[id], size, kind, on)
        return self._judges[key]

    def _made(self, scheme: Scheme, size: int, kind: str, on: date | None) -> _Judge | None:
        """The judge of a scheme; None where it may always have a rival, or its weight may be
        small.
        """
        silence = self._silences.setdefault(scheme.id, Silence(scheme))
        own = [columns.layout for columns in silence.layouts(on) if columns.run(size) is not None]
        loose = any(
            layout.spec.lenient_only and layout.min <= size <= layout.max
            for layout in scheme.layouts
        )
        if (
            not own
            or loose
            or any(_is_another(layout) or basis_of(layout) == "length" for layout in own)
        ):
            return None
        if any(
            basis_of(layout) == "content" and not layout.begins for layout in own
        ) and self._may_lack(scheme, size, kind):
            return None
        least = min(-space(layout, size, kind, most=True) for layout in own) + self._hint(scheme)
        total = 1 + 2 ** (-random_bits((SAMPLES[kind] * size)[:size]) - least)
        rivals: list[tuple[Scheme, list[Layout]]] = []
        for other in self._others(scheme, size, kind):
            zeros = "zeros" in other.spec.lenient
            layouts = other.candidates(on, strict=False)
            fitting = [
                layout
                for layout in layouts
                if (layout.min <= size <= layout.max or (zeros and layout.min < size))
                and not holds_more(layout, "", kind)
            ]
            if not fitting:
                continue
            greatest = max(
                -space(layout, size, kind, most=False) for layout in fitting
            ) + self._hint(other)
            if zeros or greatest > least - RIVAL_BITS - _ROUNDED or other.identity == "label":
                rivals.append((other, fitting))
            else:
                total += 2 ** (greatest - least)
        convincing = 1 / total > CONVINCING + _ROUNDED
        if not convincing and self._is_nearly_another(scheme, size, kind, on, least):
            return None
        accepting = [self._accepting(other, layouts, size, on) for other, layouts in rivals]
        read = [
            other for (other, _), accepts in zip(rivals, accepting, strict=True) if accepts is None
        ]
        if len(read) > _MOST_READ:
            return None
        by_rows = [_one_by_one(other, Bound(on or date.today(), strict=False)) for other in read]
        return _Judge(
            silence,
            (*(accepts for accepts in accepting if accepts is not None), *by_rows),
            convincing,
        )

    def _hint(self, scheme: Scheme) -> float:
        if scheme.id in self._favoured:
            return HINT_BITS
        return CARRIED_BITS if scheme.id in self._schemes.index.carried else 0.0

    def _others(self, scheme: Scheme, size: int, kind: str) -> list[Scheme]:
        """The other schemes of which a text may be."""
        ids = self._schemes.index.alike(size, frozenset(kind), self._favoured)
        return [self._schemes[id] for id in ids if id != scheme.id]

    def _is_nearly_another(
        self, scheme: Scheme, size: int, kind: str, on: date | None, least: float
    ) -> bool:
        """Whether such a text may be a broken code of another scheme rather than a right one of
        this scheme.
        """
        for id in self._schemes.index.nearly(size, frozenset(kind), self._favoured):
            other = self._schemes[id]
            layouts = other.candidates(on, strict=False) if other is not scheme else []
            if any(
                near(layout, size, kind) + self._hint(other) >= least - _ROUNDED
                for layout in layouts
            ):
                return True
        return False

    def _may_lack(self, scheme: Scheme, size: int, kind: str) -> bool:
        """Whether such a text may be a code of another scheme without the words that it begins
        with.
        """
        for shape in self._schemes.index.begun:
            is_other = shape.scheme != scheme.id and not shape.begins.isascii()
            if is_other and shape.min <= size + len(shape.begins) <= shape.max:
                layouts = self._schemes[shape.scheme].layouts
                if not all(holds_more(layout, shape.begins, kind) for layout in layouts):
                    return True
        return False

    @staticmethod
    def _accepting(
        scheme: Scheme, fitting: list[Layout], size: int, on: date | None
    ) -> Callable[[ByteMatrix], Bools] | None:  # fmt: skip
        """Which rows a scheme accepts by any of these layouts; None if columns cannot tell."""
        if "lower" in scheme.spec.lenient or "zeros" in scheme.spec.lenient:
            return None
        layouts = [columnar(each) for each in fitting]
        nested = {
            s.spec.scheme
            for each in layouts
            for s in each.layout.segments
            if s.spec.scheme is not None
        }
        nested |= {
            limit.scheme
            for each in layouts
            for limit in each.layout.spec.limits
            if limit.scheme is not None
        }
        if any(layout.spec.lenient_only for id in nested for layout in scheme.sibling(id).layouts):
            return None
        if any(each.run(size) is None for each in layouts):
            return None
        runs = [run for each in layouts if (run := each.run(size)) is not None]
        reference = on or date.today()

        def accepts(lines: ByteMatrix) -> Bools:
            some = lines.none()
            for run in runs:
                some |= run(lines, reference) == 0
            return some

        return accepts


def _one_by_one(scheme: Scheme, bound: Bound) -> Callable[[ByteMatrix], Bools]:
    accepts = scheme.inner.accepts
    return lambda lines: np.array(
        [accepts(row.tobytes().decode("ascii", "replace"), bound) for row in lines.across]
    )


def _is_another(layout: Layout) -> bool:
    """Whether all of a text is a code of another scheme."""
    return len(layout.segments) == 1 and layout.segments[0].spec.scheme is not None
