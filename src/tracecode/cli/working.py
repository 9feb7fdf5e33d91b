"""How much there is to judge, by how many processes, and how far they are: a bar on a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from tracecode.cli.screen import beneath
from tracecode.files import walked, watched

LARGE = 64 * 1024 * 1024
"""From so many bytes on it is worth while to start further processes."""
_SOON = 1.0
"""What takes fewer seconds needs no bar."""
_OFTEN = 0.2
_WIDTH = 24


def size_of(paths: Iterable[str]) -> int:
    """How many bytes files and folders have; the standard input (`-`) counts as nothing."""
    size = 0
    for path in paths:
        files = [entry.path for entry in walked(path)] if os.path.isdir(path) else [path]
        for file in files:
            with suppress(OSError, ValueError):
                size += os.path.getsize(file)
    return size


def cores() -> int:
    """On how many cores this process may run."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Bar:
    """Says on the error stream how far the reading is, if that is a terminal, and nothing
    otherwise.
    """

    def __init__(self, size: int, lang: str) -> None:
        """Nothing is shown yet.

        Args:
            size: how many bytes are to be read; 0: nobody knows.
            lang: in which it speaks.
        """
        self._size, self._lang = size, lang
        self._stream = beneath(sys.stderr)
        self._shows = bool(size) and self._stream.isatty()
        self._read = 0
        self._began = self._drawn = time.monotonic()
        self._is_there = False

    @contextmanager
    def shown(self) -> Iterator[None]:
        """While the block runs, the bytes that are read are counted."""
        if not self._shows:
            yield
            return
        try:
            with watched(self._advance):
                yield
        finally:
            self.clear()

    def clear(self) -> None:
        """Take it away, before something else is printed; it comes back."""
        if self._is_there:
            self._is_there = False
            self._put("\r\x1b[K")

    def _advance(self, size: int) -> None:
        self._read += size
        now = time.monotonic()
        if now - self._began >= _SOON and now - self._drawn >= _OFTEN:
            self._drawn, self._is_there = now, True
            self._put(f"\r{self.text(now - self._began)}\x1b[K")

    def text(self, seconds: float) -> str:
        """What it shows after so many seconds."""
        part = min(self._read / self._size, 1.0)
        full = int(part * _WIDTH)
        minutes, rest = divmod(int(seconds / part * (1 - part)) if part else 0, 60)
        left = f"{minutes}:{rest:02}"
        told = f"剩余 {left}" if self._lang == "zh" else f"{left} left"
        rate = self._read / seconds / 1e6
        return f"[{'#' * full}{'.' * (_WIDTH - full)}] {part:4.0%} {rate:7.1f} MB/s  {told}"

    def _put(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)
            self._stream.flush()
