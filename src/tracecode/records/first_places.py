"""Where each of any number of things stood first, in memory that hardly grows.

The newest thousands wait in a dictionary. When there are too many they go into a temporary file as
a sorted run, and a filter of bits in memory tells of nearly every new thing that no run has it.
Only where it says perhaps the runs are searched, each by one read of a block or two; runs are
merged when searches in vain have cost as much. Where there is no room on the disk, memory takes
what comes.

Microseconds of a processor that an id took, 128 given at once, in one run with a temporary database
of SQLite in place of the file:

| ids | all new | database | 1 % again | database | all again | database |
|---|---|---|---|---|---|---|
| 10^4 | 0.6 | 0.8 | | | | |
| 10^5 | 1.7 to 2.1 | 2.7 to 3.4 | 2.0 | 6.8 | 6.0 | 8.4 |
| 10^6 | 2.6 | 5.7 to 8.3 | 2.5 | 11.4 | 6.3 | 10.6 |
| 10^7 | 4.5 | 7.5 | | | | |
| 2 * 10^7 | 5.7 | | | | | |

One by one they take 4.4 of 10^6, in place of 9.1. A process of 2 * 10^4 or 10^6 ids had 23 MB, 7
more than one of 10^4, and one of 10^7 44; with the database 20, 25 and 26. The filter grows from 2
MB to 16, which it has from 4 * 10^6 ids on. From 8 * 10^6 on it lets more and more pass, and an id
costs more searches; answers stay exact. The file has 28 bytes an id, while runs are merged up to
twice as many.

Digests are of 96 bits, salted anew in each process: nobody can make two ids whose digests meet, and
by chance two of 10^9 meet in one run of 10^11.

>>> places = FirstPlaces()
>>> places.first("a", 1), places.first("b", 2), places.first("a", 3)
(None, None, 1)
"""

from __future__ import annotations

import os
import struct
import sys
import weakref
from array import array
from bisect import bisect_left, bisect_right
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

_IN_MEMORY = 1 << 14
"""So many are kept in memory."""


class FirstPlaces:
    """Remembers of each text the place that was given with it first.

    Args:
        in_memory: so many are kept in memory, before they go into a file.
    """

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._digests, self._most = blake2b(digest_size=12, salt=os.urandom(16)), in_memory
        self._few: dict[bytes, int] = {}
        """Those that are not in the file."""
        self._file: _SortedFile | None = None

    def first(self, text: str, place: int) -> int | None:
        """The place that this text was given with first; None if it was not given before, and its
        place is remembered.

        Args:
            text: any text.
            place: a number from 0, below 2**128.

        Raises:
            OSError: what was written cannot be read.
        """
        digest = self._digest(text)
        first = self._few.get(digest)
        if first is None and self._file is not None:
            first = self._file.places([digest]).get(digest)
        if first is None:
            self._few[digest] = place
            self._write_if_many()
        return first

    def several(self, texts: Sequence[str], places: Sequence[int]) -> list[int | None]:
        """The same of several texts, one after the other, at half the time.

        Args:
            texts: any texts.
            places: of each.

        Raises:
            OSError: as of `first`.
        """
        few, digests = self._few, [*map(self._digest, texts)]
        written = self._file.places(digests) if self._file is not None else {}
        told: list[int | None] = [None] * len(digests)
        if not written and few.keys().isdisjoint(digests) and len({*digests}) == len(digests):
            few.update(zip(digests, places, strict=True))  # as mostly
        else:
            for at, (digest, place) in enumerate(zip(digests, places, strict=True)):
                first = few.get(digest)
                if first is None and (first := written.get(digest)) is None:
                    few[digest] = place
                told[at] = first
        self._write_if_many()
        return told

    def _digest(self, text: str) -> bytes:
        digest = self._digests.copy()  # half the time of a new one
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def _write_if_many(self) -> None:
        if len(self._few) > self._most:
            if self._file is None:
                self._file = _SortedFile()
            if self._file.takes(self._few):
                self._few.clear()


class _SortedRun(NamedTuple):
    """Rows of the file in the order of their digests."""

    start: int
    """Where it begins in the file."""
    rows: int
    """How many it has."""
    fences: array[int]
    """The key of the first row of each block."""

    def before(self, key: int) -> int:
        """How many rows stand before the first block that begins with this key or a later one."""
        return min(bisect_left(self.fences, key) * _BLOCK, self.rows)

    def around(self, key: int) -> tuple[int, int]:
        """Between which rows those with this key stand, if there are any."""
        blocks = bisect_left(self.fences, key) - 1, bisect_right(self.fences, key)
        return max(blocks[0], 0) * _BLOCK, min(blocks[1] * _BLOCK, self.rows)


class _SortedFile:
    """Places by digests, in a temporary file that nobody else sees.

    The runs lie in it one after the other. Once there was no room, nothing is written any more.
    """

    def __init__(self) -> None:
        self._runs: list[_SortedRun] = []
        self._end = 0
        """Where the last run ends; what lies beyond is none, such as half a run."""
        self._misses = 0
        """How often a run was searched in vain, since runs were merged."""
        self._words = array("Q", bytes(8)) * _WORDS
        """The filter: of each digest that was written, the bits of a mask are set in a word."""
        self._masks = tuple(
            sum({1 << bit % 64 for bit in bits})
            for bits in struct.iter_unpack("4B", os.urandom(4 * _MASKS))
        )
        self._full = False
        try:
            self._file = _open()
        except OSError:  # the filter stays empty: nothing is read
            self._full = True
        else:
            self._close = weakref.finalize(self, self._file.close)

    def takes(self, places: dict[bytes, int]) -> bool:
        """Write places of things that are not in the file; whether there was room.

        Args:
            places: by digests.
        """
        if self._full:
            return False
        rows = sorted([digest + place.to_bytes(16, "big") for digest, place in places.items()])
        run = self._write([rows])
        if run is None:
            return False
        self._runs.append(run)
        self._end += run.rows * _ROW
        words, masks, many = self._words, self._masks, sum(run.rows for run in self._runs)
        while many > _BUSY * len(words) and len(words) < _MOST_WORDS:
            words *= 2  # an index has a bit more: what stands here is true of both halves
        most = len(words) - 1
        for bits in map(hash, places):  # the dictionary has hashed them, and remembers it
            words[bits & most] |= masks[bits >> _BITS]
        return True

    def places(self, digests: list[bytes]) -> dict[bytes, int]:
        """The places of those that are in the file.

        Args:
            digests: of things.

        Raises:
            OSError: the file cannot be read.
        """
        words, masks, most = self._words, self._masks, len(self._words) - 1
        perhaps = [
            digest
            for digest, bits in zip(digests, map(hash, digests), strict=True)
            if words[bits & most] & (mask := masks[bits >> _BITS]) == mask
        ]
        if not perhaps:  # as mostly
            return {}
        searched = zip(perhaps, map(self._search, perhaps), strict=True)
        written = {digest: place for digest, place in searched if place is not None}
        self._merge_if_worth()
        return written

    def _search(self, digest: bytes) -> int | None:
        key = _key(digest)
        for run in self._runs:  # the largest comes first
            rows = self._read(run, *run.around(key))
            at = rows.find(digest)
            while at >= 0:
                if not at % _ROW:
                    return int.from_bytes(rows[at + _DIGEST : at + _ROW], "big")
                at = rows.find(digest, at + 1)
            self._misses += 1
        return None

    def _merge_if_worth(self) -> None:
        """Merge the newest runs when searches in vain have cost as much as it costs, and with them
        each older one that is no larger than all that are newer: so few remain.
        """
        runs, paid = self._runs, self._misses * _MISS
        first, rows = len(runs) - 1, runs[-1].rows
        if self._full or paid < rows:
            return
        while first and runs[first - 1].rows <= rows:
            first -= 1
            rows += runs[first].rows
        if paid < rows or first == len(runs) - 1:
            return
        self._misses = 0
        start, merged = runs[first].start, self._write(self._merged(runs[first:]))
        if merged is not None:
            runs[first:] = [merged]
            self._move(start)

    def _merged(self, runs: list[_SortedRun]) -> Iterator[list[bytes]]:
        """The rows of several runs in their order, some thousands at a time."""
        rows, read = list[bytes](), [0] * len(runs)
        steps = -(-sum(run.rows for run in runs) // _TOGETHER)
        for step in range(1, steps + 1):
            key = (step << _KEY_BITS) // steps
            for at, run in enumerate(runs):
                some = self._read(run, read[at], run.before(key))
                rows += struct.unpack(f"{_ROW}s" * (len(some) // _ROW), some)
                read[at] = run.before(key)
            rows.sort()
            many = bisect_left(rows, key, key=_key)
            yield rows[:many]
            del rows[:many]

    def _move(self, start: int) -> None:
        """Move the last run, behind which nothing lies, to where those lay of which it is made."""
        run = self._runs[-1]
        try:
            for row in range(0, run.rows, _TOGETHER):
                some = self._read(run, row, min(row + _TOGETHER, run.rows))
                self._put(start + row * _ROW, some)
            self._runs[-1] = run._replace(start=start)
            self._file.truncate(self._end)
        except OSError:  # it stays where it is
            self._full = True

    def _write(self, parts: Iterable[list[bytes]]) -> _SortedRun | None:
        """Write rows behind the last run; None if there is no room for all of them."""
        rows, fences = 0, array("Q")
        try:
            for part in parts:
                self._put(self._end + rows * _ROW, b"".join(part))
                fences.extend(map(_key, part[-rows % _BLOCK :: _BLOCK]))
                rows += len(part)
        except OSError:
            self._full = True
            return None
        return _SortedRun(self._end, rows, fences)

    def _put(self, at: int, data: bytes) -> None:
        self._file.seek(at)
        rest = memoryview(data)
        while rest:  # a disk that is nearly full takes a part
            rest = rest[self._file.write(rest) :]

    def _read(self, run: _SortedRun, first: int, last: int) -> bytes:
        self._file.seek(run.start + first * _ROW)
        return self._file.read((last - first) * _ROW)


def _open() -> IO[bytes]:
    import tempfile  # a source of few records needs none

    return tempfile.TemporaryFile(buffering=0)


def _key(row: bytes) -> int:
    return int.from_bytes(row[: _KEY_BITS // 8], "big")


_DIGEST, _ROW = 12, 28
"""Bytes of a digest, and of a row: a digest and its place."""
_KEY_BITS = 64
"""Of a digest the first bits are its key."""
_BLOCK = 64
"""So many rows are read to find one; of twice as many a search takes half as long again."""
_TOGETHER = 1 << 13
"""So many rows are merged at once."""
_MISS = 8
"""A search in vain costs as much as merging so many rows: two microseconds."""
_WORDS, _MOST_WORDS = 1 << 18, 1 << 21
"""The filter has two megabytes at first, and at most 16."""
_BUSY = 4
"""It grows when so many digests come to a word, which is when six of 1000 new ones pass."""
_MASKS = 1 << 12
"""So many masks are made, each of up to four bits."""
_BITS = sys.hash_info.width - 12
"""The highest 12 bits of a hash choose a mask, from below zero too; the lowest choose a word."""
