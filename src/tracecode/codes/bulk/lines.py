"""Tests of characters over columns: a line holds the bytes of one position, of all rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from tracecode.codes.bulk.columns import Bools, Bytes
from tracecode.spec.charclass import CharClass

_FEW = 3
"""Up to so many ranges are compared; for more a table is quicker."""


def pick(lines: Bytes, at: list[int]) -> Bytes:
    """Some lines; without a copy where they stand together or at equal distances."""
    if not at:
        return lines[:0]
    step = at[1] - at[0] if len(at) > 1 else 1
    if step > 0 and at == [*range(at[0], at[-1] + 1, step)]:
        return lines[at[0] : at[-1] + 1 : step]
    return lines[at]


def lookup(table: Bytes, lines: Bytes) -> Bytes:
    """Each byte through a table of 256."""
    return np.frombuffer(lines.tobytes().translate(table.tobytes()), np.uint8).reshape(lines.shape)


def ascii_table(chars: CharClass) -> Bools:
    """Which bytes are ASCII characters of the class."""
    return np.array([code < 128 and chr(code) in chars for code in range(256)], np.bool_)


def outside(allowed: Bools) -> Callable[[Bytes], Bools]:
    """The test which rows hold a byte outside the allowed ones, on any of the lines."""
    ranges = _ranges(allowed)
    if not ranges:
        return lambda lines: np.full(lines.shape[1], len(lines) > 0)
    if len(ranges) == 1:
        low, span = np.uint8(ranges[0][0]), np.uint8(ranges[0][1] - ranges[0][0])
        return lambda lines: _any(lines - low > span)
    if len(ranges) <= _FEW:
        bounds = [(np.uint8(low), np.uint8(high - low)) for low, high in ranges]

        def compare(lines: Bytes) -> Bools:
            low, span = bounds[0]
            bad = lines - low > span
            for low, span in bounds[1:]:
                bad &= lines - low > span
            return _any(bad)

        return compare
    refused = (~allowed).astype(np.uint8)
    return lambda lines: _any(lookup(refused, lines).view(np.bool_))


def lacking(wanted: Bools) -> Callable[[Bytes], Bools]:
    """The test which rows hold none of the wanted bytes, on all of the lines."""
    table = wanted.astype(np.uint8)
    return lambda lines: ~_any(lookup(table, lines).view(np.bool_))


def differing(texts: Iterable[bytes], at: list[int]) -> Callable[[Bytes], Bools]:
    """The test which rows hold none of these texts at a place."""
    wanted = [[*zip(at, map(np.uint8, text), strict=True)] for text in texts]

    def test(lines: Bytes) -> Bools:
        bad = np.ones(lines.shape[1], np.bool_)
        for pairs in wanted:
            other = np.zeros(lines.shape[1], np.bool_)
            for line, byte in pairs:
                other |= lines[line] != byte
            bad &= other
        return bad

    return test


def _any(bad: Bools) -> Bools:
    found: Bools = np.logical_or.reduce(bad, axis=0)
    return found


def _ranges(allowed: Bools) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for code in np.flatnonzero(allowed).tolist():
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return ranges
