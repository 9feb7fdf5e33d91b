"""Tests of characters over columns: a line holds the bytes of one position, of all rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping

import numpy as np

from tracecode.codes.bulk.column_layout import NotColumnar
from tracecode.codes.bulk.columns import Bools, Bytes
from tracecode.spec.charclass import CharClass

_FEW = 7
"""Up to so many ranges are compared; for more a table is quicker."""
_PARTLY = 4
"""Rows are turned as a whole once more than this part of them is asked for."""


class ByteMatrix:
    """Rows of one length, seen a position a line, so that every test runs along memory; turned when
    asked for.
    """

    __slots__ = ("_done", "_down", "across", "count", "width")

    def __init__(self, across: Bytes, down: Bytes | None = None) -> None:
        self.across = across
        """The bytes a row a line, as they came."""
        self.count, self.width = across.shape
        self._down = down
        self._done: dict[Hashable, Bools] = {}

    def pick(self, at: list[int]) -> Bytes:
        """Some lines; without a copy where they stand at equal distances."""
        if self._down is None and len(at) * _PARTLY < self.width:
            return np.ascontiguousarray(self.across[:, _place(at)].T)
        if self._down is None:
            self._down = np.ascontiguousarray(self.across.T)
        return self._down[_place(at)]

    def part(self, at: list[int]) -> ByteMatrix:
        """Some lines as if they were all; for a code inside the code."""
        return ByteMatrix(
            self.across[:, _place(at)], None if self._down is None else self._down[_place(at)]
        )

    def once(self, key: Hashable, test: Callable[[], Bools]) -> Bools:
        """A test that several layouts share, run for the first of them."""
        if (mask := self._done.get(key)) is None:
            mask = self._done[key] = test()
        return mask

    def none(self) -> Bools:
        """No row."""
        return np.zeros(self.count, np.bool_)

    def all(self) -> Bools:
        """Every row."""
        return np.ones(self.count, np.bool_)


def _place(at: list[int]) -> slice | list[int]:
    if not at:
        return slice(0)
    step = at[1] - at[0] if len(at) > 1 else 1
    return (
        slice(at[0], at[-1] + 1, step)
        if step > 0 and at == [*range(at[0], at[-1] + 1, step)]
        else at
    )


def lookup(table: Bytes, lines: Bytes) -> Bytes:
    """Each byte through a table of 256."""
    return np.frombuffer(lines.tobytes().translate(table.tobytes()), np.uint8).reshape(lines.shape)


def valued(values: Mapping[str, int]) -> Callable[[Bytes], Bytes]:
    """From characters to their values; for any other byte a meaningless one.

    Raises:
        NotColumnar: a character is not ASCII.
    """
    if any(not char.isascii() for char in values):
        raise NotColumnar("a value of another than an ASCII character")
    steps: list[tuple[np.uint8, np.uint8]] = []  # from this byte on, so much less
    taken = 0
    for char in sorted(values):
        if (more := ord(char) - values[char] - taken) != 0:
            steps.append((np.uint8(ord(char)), np.uint8(more % 256)))
            taken += more
    if len(steps) > _FEW:
        table = np.zeros(256, np.uint8)
        table[[*map(ord, values)]] = [*values.values()]
        return lambda lines: lookup(table, lines)

    def run(lines: Bytes) -> Bytes:
        line_values = lines - steps[0][1] if steps else lines
        for least, less in steps[1:]:
            over = (lines >= least).view(np.uint8)
            line_values -= over if less == 1 else over * less
        return line_values

    return run


def ascii_table(chars: CharClass) -> Bools:
    """Which bytes are ASCII characters of the class."""
    listed = [ord(char) for char in chars.chars if char < "\x80"]
    table = np.zeros(256, np.bool_)
    if not chars.negated:
        table[listed] = True
        return table
    table[0x20:0x7F] = True  # a negated class holds no control
    table[listed] = False
    return table


def outside(allowed: Bools, at: list[int]) -> Callable[[ByteMatrix], Bools]:
    """The test which rows hold a byte outside the allowed ones at any of these places."""
    test = _outside(allowed)
    key = allowed.tobytes(), tuple(at)

    def run(lines: ByteMatrix) -> Bools:
        # no line is needed: look at all bytes at once
        if len(at) == lines.width and lines.across.flags.c_contiguous:
            bad = test(lines.across.reshape(1, -1))
            return _any(bad.reshape(lines.across.shape).T) if bad.any() else lines.none()
        return _any(test(lines.pick(at)))

    return lambda lines: lines.once(key, lambda: run(lines))


def _outside(allowed: Bools) -> Callable[[Bytes], Bools]:
    bounds = [(np.uint8(low), np.uint8(high - low)) for low, high in _ranges(allowed)]
    if not 0 < len(bounds) <= _FEW:
        refused = (~allowed).astype(np.uint8)
        return lambda lines: lookup(refused, lines).view(np.bool_)

    def compare(lines: Bytes) -> Bools:
        low, span = bounds[0]
        bad: Bools = lines - low > span
        for low, span in bounds[1:]:
            bad &= lines - low > span
        return bad

    return compare


def lacking(wanted: Bools, at: list[int]) -> Callable[[ByteMatrix], Bools]:
    """The test which rows hold none of the wanted bytes at these places."""
    table = wanted.astype(np.uint8)
    return lambda lines: ~_any(lookup(table, lines.pick(at)).view(np.bool_))


def differing(texts: Iterable[bytes], at: list[int]) -> Callable[[ByteMatrix], Bools]:
    """The test which rows hold none of these texts at a place."""
    wanted = [[*map(np.uint8, text)] for text in texts]

    def test(lines: ByteMatrix) -> Bools:
        picked = lines.pick(at)
        bad = lines.all()
        for text in wanted:
            other = lines.none()
            for line, byte in zip(picked, text, strict=True):
                other |= line != byte
            bad &= other
        return bad

    return test


def _any(bad: Bools) -> Bools:
    any_bad: Bools = np.logical_or.reduce(bad, axis=0)
    return any_bad


def _ranges(allowed: Bools) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for code in np.flatnonzero(allowed).tolist():
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return ranges
