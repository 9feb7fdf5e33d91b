"""Which codes stood before: a table of numbers, so that ten million codes take half a gigabyte and
no more.

Of each code are kept a keyed hash of 64 bits of the thing that it names, the line on which it stood
first, and how it was written there. The key is drawn anew in each process: nobody can make codes
whose hashes meet. By chance two of 10^7 meet in one run of four hundred thousand.

>>> seen = Seen()
>>> seen.code("gtin:06901234567892", "6901234567892", 1), seen.code("gtin:06901234567892", "06901234567892", 7)
(None, (1, False))
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk.columns import Bools, Bytes, Ints

Hashes = NDArray[np.uint64]
_MASK = (1 << 64) - 1
_SHIFT = 29
_WORDS = 512
_LEAST = 1 << 16
_LOAD = 0.62
_PIECE = 1 << 18
_OTHERWISE = 1 << 31
"""Set where a code was written otherwise than its thing, beside a checksum of how."""


class Seen:
    """The codes that stood in a source."""

    def __init__(self) -> None:
        secret = os.urandom(16)
        self._secret = secret
        raw = b"".join(blake2b(bytes([n]), key=secret).digest() for n in range(_WORDS // 8))
        self._factors = np.frombuffer(raw, "<u8").astype(np.uint64) | np.uint64(1)
        self._numbers: list[int] = self._factors.tolist()
        self._seeds: dict[str, int] = {}
        self._size = _LEAST
        self._count = 0
        self._keys: Hashes = np.zeros(_LEAST, np.uint64)
        """By place; 0 where there is none."""
        self._lines: NDArray[Any] = np.zeros(_LEAST, np.uint32)
        self._spellings: NDArray[np.uint32] = np.zeros(_LEAST, np.uint32)

    # --- one code

    def code(self, key: str, text: str, line: int) -> tuple[int, bool] | None:
        """Where a thing stood before, and whether it was written alike; None if it did not, and
        stands here now.

        Args:
            key: of the thing: its scheme, a colon, and its value.
            text: how it is written.
            line: where it stands.
        """
        hashed, spelling = self.number(key, text)
        self._make_room(1)
        at = hashed & (self._size - 1)
        while (known := int(self._keys[at])) not in (0, hashed):
            at = (at + 1) & (self._size - 1)
        if known:
            first = int(self._lines[at])
            return None if first == line else (first, int(self._spellings[at]) == spelling)
        self._keys[at], self._spellings[at] = hashed, spelling
        self._widen(line)
        self._lines[at] = line
        self._count += 1
        return None

    def number(self, key: str, text: str) -> tuple[int, int]:
        """The hash of a thing, and a number for how it is written."""
        scheme, _, value = key.partition(":")
        raw = value.encode("utf-8", "surrogatepass")
        hashed = self._start(scheme, len(raw))
        for word in range(0, len(raw), 8):
            mixed = hashed ^ int.from_bytes(raw[word : word + 8], "little")
            hashed = (mixed * self._numbers[word // 8 % _WORDS]) & _MASK
            hashed ^= hashed >> _SHIFT
        if text.zfill(len(value)) == value:
            return hashed or 1, len(value) - len(text)
        return hashed or 1, crc32(text.encode("utf-8", "surrogatepass")) | _OTHERWISE

    def _start(self, scheme: str, size: int) -> int:
        if scheme not in self._seeds:
            digest = blake2b(scheme.encode(), key=self._secret, digest_size=8).digest()
            self._seeds[scheme] = int.from_bytes(digest, "little")
        return (self._seeds[scheme] + size * 0x9E3779B97F4A7C15) & _MASK

    # --- many

    def numbers(self, scheme: str, values: Bytes) -> Hashes:
        """The hashes of things of one scheme, whose values take the same number of bytes, a value a
        line.
        """
        count, width = values.shape
        words = -(-width // 8)
        padded = np.zeros((count, words * 8), np.uint8)
        padded[:, :width] = values
        hashed = np.full(count, self._start(scheme, width), np.uint64)
        for word, column in enumerate(padded.view("<u8").T):
            hashed ^= column
            hashed *= self._factors[word % _WORDS]
            hashed ^= hashed >> np.uint64(_SHIFT)
        hashed[hashed == 0] = 1
        return hashed

    def codes(self, keys: Hashes, spellings: NDArray[np.uint32], lines: Ints) -> tuple[Ints, Bools]:
        """For each code the line on which its thing stood before, 0 if it did not; and whether it
        was written alike.

        Args:
            keys: hashes.
            spellings: how each is written.
            lines: where each stands, no two on one.
        """
        count = len(keys)
        first = np.zeros(count, np.int64)
        alike = np.zeros(count, np.bool_)
        if not count:
            return first, alike
        self._make_room(count)
        self._widen(int(lines[-1]))
        mask = np.uint64(self._size - 1)
        left = np.arange(count)
        at = (keys & mask).astype(np.int64)
        while len(left):
            own, place = keys[left], at[left]
            here = self._keys[place]
            empty = here == 0
            if empty.any():
                free, new = place[empty], left[empty]
                # Of several that want a place the first gets it: the last assignment counts, so
                # they come in reverse.
                self._lines[free[::-1]] = lines[new[::-1]]
                winner = self._lines[free] == lines[new]
                taken = free[winner]
                self._keys[taken] = keys[new[winner]]
                self._spellings[taken] = spellings[new[winner]]
                self._count += len(taken)
                here = self._keys[place]
            met = here == own
            rows, places = left[met], place[met]
            before = self._lines[places].astype(np.int64)
            again = before != lines[rows]
            first[rows[again]] = before[again]
            alike[rows[again]] = self._spellings[places[again]] == spellings[rows[again]]
            left = left[~met]
            at[left] = (at[left] + 1) & int(mask)
        return first, alike

    def _widen(self, line: int) -> None:
        if line >= 1 << 32 and self._lines.dtype == np.uint32:
            self._lines = self._lines.astype(np.uint64)

    def _make_room(self, more: int) -> None:
        """Double the table until so many more fit, one column after the other, so that little
        stands twice.
        """
        if self._count + more <= self._size * _LOAD:
            return
        while self._count + more > self._size * _LOAD:
            self._size *= 2
        mask = np.uint64(self._size - 1)
        old = np.flatnonzero(self._keys).astype(
            np.uint32 if len(self._keys) < 1 << 32 else np.int64
        )
        keys = np.zeros(self._size, np.uint64)
        places = np.zeros(len(old), old.dtype if self._size <= 1 << 32 else np.int64)
        for begin in range(0, len(old), _PIECE):
            piece = self._keys[old[begin : begin + _PIECE]]
            at = (piece & mask).astype(np.int64)
            left = np.arange(len(piece))
            while len(left):
                place = at[left]
                free = keys[place] == 0
                keys[place[free]] = piece[left[free]]
                left = left[keys[place] != piece[left]]
                at[left] = (at[left] + 1) & int(mask)
            places[begin : begin + _PIECE] = at
        self._keys = keys
        self._lines = _moved(self._lines, old, places, self._size)
        self._spellings = _moved(self._spellings, old, places, self._size)


def _moved(
    values: NDArray[Any], old: NDArray[Any], places: NDArray[Any], size: int
) -> NDArray[Any]:
    """A column of the table with each value at its new place."""
    moved = np.zeros(size, values.dtype)
    for begin in range(0, len(old), _PIECE):
        moved[places[begin : begin + _PIECE]] = values[old[begin : begin + _PIECE]]
    return moved
