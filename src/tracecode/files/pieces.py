"""Bytes that come in pieces, as an open file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import IO, Any


def opened_pieces(pieces: Iterable[bytes]) -> IO[bytes]:
    """Bytes that come in pieces as an open file, of which nothing is read before it is asked
    for.
    """
    return io.BufferedReader(_Pieces(iter(pieces)), 65_536)


class _Pieces(io.RawIOBase):
    """An open file over bytes that come in pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
