r"""A file whose next lines can be looked at as bytes, many at once, before they are read one by one
or passed over.

>>> ahead = LookAhead(io.BytesIO(b"a\nb\nc"))
>>> ahead.ahead(100), ahead.readline(9), ahead.position
(b'a\nb\n', b'a\n', 2)
>>> ahead.seek(4), ahead.readline(9), ahead.position
(None, b'c', None)
"""

from __future__ import annotations

import io
from typing import IO


class LookAhead:
    """A file of bytes, and what was read ahead of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        # of a pipe what is there, without waiting for more
        self._read = getattr(file, "read1", file.read)
        self._held: io.BytesIO | None = None

    def ahead(self, size: int) -> bytes:
        """The whole lines that come next, which end with LF, without going on; empty at the end.

        Args:
            size: about so many bytes.
        """
        held = b"" if self._held is None else self._held.read()
        raw = held if len(held) >= size or b"\n" in held else held + self._read(size)
        self._held = io.BytesIO(raw)
        return raw[: raw.rfind(b"\n") + 1]

    @property
    def position(self) -> int | None:
        """Where reading stands in what `ahead` gave; None if it has gone on behind it."""
        return None if self._held is None else self._held.tell()

    def seek(self, position: int) -> None:
        """Go on at another position of what `ahead` gave."""
        assert self._held is not None
        self._held.seek(position)

    def readline(self, most: int) -> bytes:
        """The next line, or the first bytes of it."""
        if self._held is None:
            return self._file.readline(most)
        raw = self._held.readline(most)
        if len(raw) < most and not raw.endswith(b"\n"):
            self._held = None
            raw += self._file.readline(most - len(raw))
        return raw
