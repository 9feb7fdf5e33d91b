"""Packed files, gzip and Zstandard: unpacked while they are read, and counted meanwhile.

What is packed shows in its first bytes, whatever a file is called. One layer is taken off, never
two. Where the packed data are damaged, cut off or a bomb, the bytes end there and `Unpacked.fault`
says why: whoever reads asks for it at the end.

>>> import gzip, io
>>> unpacked(io.BytesIO(gzip.compress(b"whole"))).read()
b'whole'
>>> cut = unpacked(io.BytesIO(gzip.compress(b"whole")[:-4]))
>>> cut.read(), cut.fault.text("en")
(b'whole', 'the packed data (gzip) cannot be unpacked any further: they are cut off')
"""

from __future__ import annotations

import io
import re
import sys
import zlib
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

from tracecode.errors import MissingExtra
from tracecode.findings import Finding
from tracecode.spec.base import Text
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PIECE = 16_384
_BUFFER = 65_536
_FREE = 1024 * 1024
"""So much may be unpacked whatever the ratio."""
_GZIP = b"\x1f\x8b\x08"
_ZSTD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
"""A frame, or one that is to be skipped, with which some programs begin."""
_ENDING = re.compile(r"\.(?:gz|gzip|zst|zstd)\Z", re.IGNORECASE)
_CUT = Text(zh="数据不完整", en="they are cut off")
_DAMAGED = Text(zh="数据已损坏", en="they are damaged")
_MORE = Text(zh="压缩数据之后还有其他内容", en="something else follows them")


def plain_name(name: str) -> str:
    """The name of a file without the ending that says how it is packed.

    >>> plain_name("codes.csv.GZ"), plain_name("codes.csv")
    ('codes.csv', 'codes.csv')
    """
    return _ENDING.sub("", name)


def unpacked(file: IO[bytes], limits: Limits = DEFAULT) -> IO[bytes] | Unpacked:
    """The file itself, or what is packed in it, from where it stands.

    Args:
        file: open, of bytes.
        limits: how much may be made of how little.

    Raises:
        MissingExtra: it is packed with Zstandard, which this Python does not have.
    """
    head, file = _head(file)
    if head.startswith(_GZIP):
        return Unpacked(_Unpacking(file, "gzip", _gzip, limits))
    if _ZSTD.match(head):
        return Unpacked(_Unpacking(file, "zstd", _zstd(limits), limits))
    return file


def is_packed(head: bytes) -> bool:
    """Whether bytes that begin so are packed."""
    return head.startswith(_GZIP) or _ZSTD.match(head) is not None


def fault_of(file: object) -> Finding | None:
    """Why the bytes of a file ended too early; None if they did not, as far as it was read."""
    return file.fault if isinstance(file, Unpacked) else None


class Unpacked(io.BufferedReader):
    """What is packed in a file."""

    @property
    def fault(self) -> Finding | None:
        """Why the bytes end before their end; known when they were read."""
        return cast("_Unpacking", self.raw).fault


class _Unpacker(Protocol):
    """Unpacks one member of a file, piece by piece."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Unpacking(io.RawIOBase):
    def __init__(
        self, file: IO[bytes], form: str, begin: Callable[[], _Unpacker], limits: Limits
    ) -> None:
        self.fault: Finding | None = None
        self._file, self._form, self._begin, self._limits = file, form, begin, limits
        self._unpacker: _Unpacker | None = begin()
        """Of the member that is being unpacked; None between two."""
        self._packed = b""
        """Read from the file, and not yet taken."""
        self._ready = b""
        self._taken = self._made = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and self.fault is None and self._step():
            pass
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _step(self) -> bool:
        """Unpack some more; False at the end."""
        if self._unpacker is None:
            return self._next_member()
        packed, self._packed = self._packed or self._read(), b""
        try:
            self._ready = self._unpacker.decompress(packed, _BUFFER)
        except Exception as error:  # noqa: BLE001  # of three libraries, each with errors of its own
            return self._end(_window(self._limits) if "memory" in str(error) else _DAMAGED)
        self._packed = _rest(self._unpacker)
        if self._unpacker.eof:
            self._packed, self._unpacker = self._unpacker.unused_data, None
        elif not packed and not self._ready:
            return self._end(_CUT)
        self._made += len(self._ready)
        if self._made > _FREE and self._made > self._limits.packed_ratio * self._taken:
            self._ready = b""
            return self._end(_bomb(self._limits))
        return True

    def _next_member(self) -> bool:
        """Whether another member follows; zeros may stand behind the last."""
        while not (packed := self._packed.lstrip(b"\0")):
            self._packed = self._read()
            if not self._packed:
                return False
        while len(packed) < 4 and (more := self._read()):
            packed += more
        if not is_packed(packed):
            return self._end(_MORE)
        self._packed, self._unpacker = packed, self._begin()
        return True

    def _read(self) -> bytes:
        packed = self._file.read(_PIECE)
        self._taken += len(packed)
        return packed

    def _end(self, reason: Text) -> bool:
        self.fault = Finding(
            rule="data.packed", severity="error", values={"form": self._form, "reason": reason}
        )
        return False


def _rest(unpacker: _Unpacker) -> bytes:
    """What was given to an unpacker, and not yet taken by it: zlib hands it back, others keep
    it.
    """
    return getattr(unpacker, "unconsumed_tail", b"")


def _gzip() -> _Unpacker:
    return zlib.decompressobj(31)


def _zstd(limits: Limits) -> Callable[[], _Unpacker]:
    """Makes unpackers of Zstandard: of Python itself from 3.14 on, of the same code as a package
    before.
    """
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd  # some Pythons are built without it
        else:
            from backports import zstd
    except ImportError:
        raise MissingExtra("backports.zstd", "zstd") from None
    most = min(max(limits.packed_window.bit_length() - 1, 10), 31)
    options: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: most}

    def begin() -> _Unpacker:
        return zstd.ZstdDecompressor(options=options)

    return begin


def _bomb(limits: Limits) -> Text:
    most = limits.packed_ratio
    return Text(
        zh=f"压缩比超过 {most}（packed_ratio）",
        en=f"a byte becomes more than {most} (packed_ratio)",
    )


def _window(limits: Limits) -> Text:
    most = limits.packed_window
    return Text(
        zh=f"解压需要的内存超过 {most} 字节（packed_window）",
        en=f"they need more than {most} bytes of memory (packed_window)",
    )


def _head(file: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a file from where it stands, and a file that still has them."""
    if hasattr(file, "peek"):
        return file.peek(4)[:4], file
    if file.seekable():
        at = file.tell()
        head = _at_least(file, 4)
        file.seek(at)
        return head, file
    head = _at_least(file, 4)
    return head, cast("IO[bytes]", io.BufferedReader(_Rejoined(head, file)))


def _at_least(file: IO[bytes], size: int) -> bytes:
    """As many bytes, if there are so many; some files give less at once."""
    head = b""
    while len(head) < size and (more := file.read(size - len(head))):
        head += more
    return head


class _Rejoined(io.RawIOBase):
    """A file of which the beginning was read."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self._head, self._file = head, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._head[: len(buffer)] or self._file.read(len(buffer))
        self._head = self._head[len(buffer) :] if self._head else b""
        buffer[: len(piece)] = piece
        return len(piece)
