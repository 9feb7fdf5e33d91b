"""Numbers printed as codes, a block of rows at a time: the fixed text, the serial, the check
characters over it.

Every row passes the bulk validation of its layout before it leaves: what we issue goes through what
we validate. A number whose code a further rule refuses (letters only, where a digit is required) is
left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk import kernel
from tracecode.codes.bulk.checks import computing
from tracecode.codes.bulk.columns import Bytes, Rows
from tracecode.codes.bulk.engine import _Judges
from tracecode.codes.bulk.lines import ByteMatrix
from tracecode.codes.issue.ff1 import FF1
from tracecode.standard.check_rules import check_rule_of

if TYPE_CHECKING:
    from tracecode.codes.issue.plan import IssuePlan

BLOCK = 8_192
"""Rows printed at a time. With more, what a block needs is given back to the system behind each one
and taken anew for the next; processor time of two million codes: with half as many 2.1 s, with these
1.7 s, with twice as many 2.8 s, with four times as many 2.0 s."""

# columns of values, and how many digits each takes
_Parts: TypeAlias = list[tuple[NDArray[Any], int]]


class Former(NamedTuple):
    """Numbers that were permuted before, under another nonce: their codes must not come again."""

    permutation: FF1
    first: int
    end: int


class Press:
    """Prints the codes of one plan."""

    def __init__(
        self, plan: IssuePlan, permutation: FF1 | None, before: bytes = b"", after: bytes = b"",
        former: Sequence[Former] = (),
    ) -> None:  # fmt: skip
        """Prepare a row.

        Args:
            plan: how the codes look.
            permutation: from numbers to serials; None where they are counted.
            before: what stands before each code in the row.
            after: what stands behind it.
            former: numbers whose codes are left out.
        """
        self.plan, self._permutation, self._former = plan, permutation, former
        code = plan.sample.normalized.encode()
        self._row = np.frombuffer(before + code + after, np.uint8)
        self._begin, self._size = len(before), len(code)
        places: dict[str, list[int]] = {}
        at = self._begin
        for id, text in plan.sample.segments.items():
            places[id] = [*range(at, at + len(text.encode()))]
            at += len(places[id])
        self._serial = places[plan.serial.spec.id][len(plan.prefix)] if plan.length else at
        self._steps = []
        for check in plan.layout.spec.checks:
            if check.into in plan.varying:
                body = [place for id in check.of for place in places[id]]
                rule = check_rule_of(check, plan.scheme.standard)
                self._steps.append((computing(rule, body), places[check.into]))
        judge = kernel(plan.scheme.standard, plan.scheme.id, plan.layout.edition.id, plan.layout.id)
        self._judges = _Judges(judge, judge._all, plan.on)
        self._tables = {size: _table(plan.alphabet, size) for size in _steps(len(plan.alphabet))}

    def rows(self, first: int, count: int) -> Bytes:
        """The rows of so many numbers from `first`, counted from 1; without those whose code the
        rule refuses.
        """
        rows = np.empty((count, len(self._row)), np.uint8)
        rows[:] = self._row
        at = self._serial
        parts = self._values(first, count)
        for values, size in parts:
            self._write(rows, at, values, size)
            at += size
        again = self._came_before(parts, count) if self._former else None
        # or the heap grows and shrinks with every block, which costs a sixth of the time
        del parts, values
        for right, into in self._steps:
            for place, line in zip(into, right(ByteMatrix(rows)), strict=True):
                rows[:, place] = line
        begin = np.arange(count) * len(self._row) + self._begin
        verdicts = self._judges.block(Rows(rows.reshape(-1), begin, np.full(count, self._size)))
        good = verdicts == 0
        if again is not None:
            good &= ~again
        return rows if good.all() else rows[good]

    def codes(self, rows: Bytes) -> list[str]:
        """The codes in some rows."""
        return [row[self._begin : self._begin + self._size].tobytes().decode() for row in rows]

    def _values(self, first: int, count: int) -> _Parts:
        length = self.plan.length
        numbers = np.arange(first, first + count, dtype=np.uint64)
        if self._permutation is None:
            return [(numbers, length)]
        left, right = self._permutation.forward(*self._permutation.halves(numbers - np.uint64(1)))
        return [(left, length // 2), (right, length - length // 2)]

    def _came_before(self, parts: _Parts, count: int) -> NDArray[np.bool_]:
        """Which of these serials were given to a number under a former nonce."""
        given_before = np.zeros(count, np.bool_)
        for permutation, first, end in self._former:
            (left, _), (right, _) = parts
            given_before |= permutation.between(
                *permutation.backward(left, right), first - 1, end - 1
            )
        return given_before

    def _write(self, rows: Bytes, at: int, values: NDArray[Any], size: int) -> None:
        """Write values as digits, several at a time, the last ones first."""
        while size:
            step = next(step for step in self._tables if step <= size)
            table = self._tables[step]
            count = np.uint64(len(table))
            rest = values // count
            into: NDArray[Any] = np.ndarray(
                len(rows), table.dtype, rows.reshape(-1), at + size - step, (rows.strides[0],)
            )
            into[:] = table.take((values - rest * count).astype(np.intp))
            values, size = rest, size - step


def _steps(radix: int) -> list[int]:
    """How many digits are written at a time, most first: as many as fit a word and a table that
    stays in the cache.
    """
    return [size for size in (4, 2, 1) if radix**size <= 1 << 14]


def _table(alphabet: str, size: int) -> NDArray[Any]:
    """All texts of so many digits, each as one word."""
    digits = np.frombuffer(alphabet.encode(), np.uint8)
    texts = np.stack(np.meshgrid(*[digits] * size, indexing="ij"), axis=-1)
    return np.ascontiguousarray(texts).reshape(-1, size).view(f"u{size}").reshape(-1)
