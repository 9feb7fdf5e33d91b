"""Where each of any number of things stood first, in memory that does not grow.

The first thousands wait in a dictionary; beyond that they go into a temporary database, of which
two megabytes are in memory, and what could be lost where the disk is full. Of 10^6 ids a process so
keeps 10 MB in place of 117, and of 10^5 7; an id takes 1.2 microseconds among the first, 4 where
there are 10^5, 7 where there are 10^6, in place of 1.4, of the 20 to 100 that a record takes. A
table of slots in a file of our own took 8 and five times the lines. Where there is no room on the
disk, memory takes what comes.

Digests are of 96 bits, salted anew in each process: nobody can make two ids whose digests meet, and
by chance two of 10^9 meet in one run of 10^11.

>>> places = FirstPlaces()
>>> places.first("a", 1), places.first("b", 2), places.first("a", 3)
(None, None, 1)
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Sequence
from hashlib import blake2b

_IN_MEMORY = 1 << 14
"""So many are kept in memory."""
_TOGETHER = 1024
"""So many are committed at once, and until then are in memory too."""
_CACHE = 2048
"""Kibibytes of the database are in memory."""


class FirstPlaces:
    """Remembers of each text the place that was given with it first.

    Args:
        in_memory: so many are kept in memory, before there is a database.
    """

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._digests, self._most = blake2b(digest_size=12, salt=os.urandom(16)), in_memory
        self._few: dict[bytes, int] = {}
        """Those that are not in the database."""
        self._database: _Database | None = None

    def first(self, text: str, place: int) -> int | None:
        """The place that this text was given with first; None if it was not given before, and its
        place is remembered.

        Args:
            text: any text.
            place: a number from 0.
        """
        digest = self._digest(text)
        if self._database is None:
            many = len(self._few)
            before = self._few.setdefault(digest, place)
            if len(self._few) == many:
                return before
            if many == self._most:
                self._database = _Database()
                self._few = self._database.takes(self._few)
            return None
        return self._database.first(digest, place, self._few)

    def several(self, texts: Sequence[str], places: Sequence[int]) -> list[int | None]:
        """The same of several texts, one after the other, at a third of the time.

        Args:
            texts: any texts.
            places: of each, no two of them the same.
        """
        if self._database is None:
            return [*map(self.first, texts, places)]
        digests = map(self._digest, texts)
        return self._database.several([*zip(digests, places, strict=True)], self._few)

    def _digest(self, text: str) -> bytes:
        digest = self._digests.copy()  # half the time of a new one
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.digest()


class _Database:
    """Places by digests, in a temporary file that nobody else sees."""

    def __init__(self) -> None:
        import sqlite3  # a source of few records needs none

        self._error = sqlite3.Error
        database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database, self._execute = database, database.execute
        self._close = weakref.finalize(self, database.close)
        for line in _BEGIN:
            self._execute(line)
        self._full = False

    def takes(self, places: dict[bytes, int]) -> dict[bytes, int]:
        """Take places of things that stood nowhere before; give those that stay in memory."""
        few: dict[bytes, int] = {}
        self.several([*places.items()], few)
        return few

    def first(self, digest: bytes, place: int, few: dict[bytes, int]) -> int | None:
        """As of `FirstPlaces`.

        Args:
            digest: of a thing.
            place: where it stands.
            few: what could be lost yet, or found no room; it is brought up to date.
        """
        known = few.get(digest)
        if known is not None:
            return known
        if not self._full:
            try:
                self._commit(few)
                if not self._execute(_INSERT, (digest, _number(place))).rowcount:
                    return int(self._execute(_SELECT, (digest,)).fetchone()[0])
            except self._error:  # no room, most likely: what was not committed is in memory alone
                self._full = True
        if self._full and (row := self._execute(_SELECT, (digest,)).fetchone()) is not None:
            return int(row[0])
        few[digest] = place
        return None

    def several(self, rows: list[tuple[bytes, int]], few: dict[bytes, int]) -> list[int | None]:
        """As `first`, of several digests, each with its place."""
        if not self._full:
            before = self._database.total_changes
            try:
                self._commit(few)
                for at in range(0, len(rows), _AT_ONCE):
                    some = rows[at : at + _AT_ONCE]
                    values = [each for digest, place in some for each in (digest, _number(place))]
                    self._execute(_INSERT + _ANOTHER * (len(some) - 1), values)
            except self._error:
                self._full = True
            else:
                if self._database.total_changes - before == len(rows):  # as mostly
                    few.update(rows)
                    return [None] * len(rows)
        told: list[int | None] = []
        for digest, place in rows:
            first = self.first(digest, place, few)
            if first == place:  # it was put there just now
                few[digest] = place
            told.append(None if first == place else first)
        return told

    def _commit(self, few: dict[bytes, int]) -> None:
        """Make sure of what could be lost yet, if it is much."""
        if len(few) >= _TOGETHER:
            self._execute("COMMIT")
            few.clear()
            self._execute("BEGIN")


def _number(place: int) -> int | str:
    """A place as the database holds it: SQLite has no larger number."""
    return place if place < 1 << 63 else str(place)


_BEGIN = (
    "PRAGMA journal_mode = MEMORY", "PRAGMA synchronous = OFF", f"PRAGMA cache_size = -{_CACHE}",
    "CREATE TABLE first (digest BLOB PRIMARY KEY, place) WITHOUT ROWID", "BEGIN",
)  # fmt: skip
_AT_ONCE = 128
"""So many are inserted by one statement, in three quarters of the time of as many statements."""
_INSERT = "INSERT OR IGNORE INTO first VALUES (?, ?)"
_ANOTHER = ", (?, ?)"
_SELECT = "SELECT place FROM first WHERE digest = ?"
