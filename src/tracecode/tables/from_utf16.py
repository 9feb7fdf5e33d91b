"""Text in UTF-16 as a file in UTF-8, which lines can be read from.

>>> FromUtf16(b"", io.BytesIO("农药".encode("utf-16-le")), "utf-16-le").read().decode()
'农药'
"""

from __future__ import annotations

import codecs
import io
from typing import IO

_CHUNK = 65_536


class FromUtf16(io.RawIOBase):
    """A file in UTF-16 as one in UTF-8. Where it is damaged, a byte that no UTF-8 has stands at the
    end.
    """

    def __init__(self, head: bytes, file: IO[bytes] | IO[str], codec: str) -> None:
        self._waiting, self._file = head, file
        self._decoder = codecs.getincrementaldecoder(codec)()
        self._ended = False

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read some bytes of UTF-8."""
        if not self._ready:
            self._fill()
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    _ready = b""

    def _fill(self) -> None:
        while not self._ready and not self._ended:
            raw = self._waiting or self._file.read(_CHUNK)
            self._waiting = b""
            assert isinstance(raw, bytes)
            self._ended = not raw
            try:
                self._ready = self._decoder.decode(raw, final=self._ended).encode()
            except UnicodeDecodeError as error:
                good = error.object[: error.start].decode(error.encoding)
                self._ready, self._ended = good.encode() + b"\xff", True
