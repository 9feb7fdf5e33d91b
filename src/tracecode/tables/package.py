"""The zip archive that a workbook is: looked at before anything is unpacked, unpacked in pieces,
and counted meanwhile.

What an archive says of its sizes is not trusted: a part ends where its limit is, whatever was
announced.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

from tracecode.errors import TraceCodeError
from tracecode.spec.base import Text
from tracecode.tables.limits import Limits

_PIECE = 65_536
_FREE = 1024 * 1024
"""So much may be unpacked whatever the ratio."""
_DIRECTORY = 4 * 1024 * 1024
"""Most bytes of the list of parts."""
_NO_PACKAGE = Text(zh="不是完好的 .xlsx 文件", en="it is no whole .xlsx file")
_ENCRYPTED = Text(
    zh="有密码保护；请另存为无密码的 .xlsx", en="it is encrypted; save it without a password"
)


class BadPart(TraceCodeError):
    """A part, or the whole package, cannot be read to its end; `reason` says why."""

    def __init__(self, reason: Text, rule: str = "data.workbook") -> None:
        self.reason, self.rule = reason, rule
        super().__init__(reason.en)


class Package:
    """The parts of a workbook by name; names differ in more than capitals."""

    def __init__(self, raw: bytes, limits: Limits) -> None:
        """Look at the archive.

        Raises:
            BadPart: it is none, or is not to be unpacked.
        """
        self._raw, self._limits = raw, limits
        self._unpacked = 0
        self._parts: dict[str, zipfile.ZipInfo] = {}
        listed, end = _directory(raw, limits)
        for part in listed:
            name = part.filename.lower()
            if name in self._parts:
                reason = Text(
                    zh=f"部件 {part.filename} 重名",
                    en=f"it has two parts of the name {part.filename}",
                )
                raise BadPart(reason)
            self._parts[name] = part
            self._check(part)
        _seamless(raw, listed, end)

    @property
    def names(self) -> list[str]:
        """The names of the parts, as they are written."""
        return [part.filename for part in self._parts.values()]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece.

        Raises:
            BadPart: it is absent, damaged, or longer than it may be.
        """
        part = self._parts.get(name.lower())
        if part is None:
            raise BadPart(Text(zh=f"缺少部件 {name}", en=f"the part {name} is missing"))
        size = check = 0
        for fed, piece in self._packed(part):
            size += len(piece)
            self._unpacked += len(piece)
            check = zlib.crc32(piece, check)
            self._count(part, size, fed)
            yield piece
        if size != part.file_size or check != part.CRC:
            raise _damaged(part)

    def _packed(self, part: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
        """How many packed bytes were taken, and what they became."""
        start = _start(self._raw, part)
        packed = memoryview(self._raw)[start : start + part.compress_size]
        if part.compress_type == zipfile.ZIP_STORED:
            for at in range(0, len(packed), _PIECE):
                yield at + _PIECE, bytes(packed[at : at + _PIECE])
            return
        inflater = zlib.decompressobj(-15)
        for at in range(0, len(packed), _PIECE // 4):
            waiting: bytes | memoryview = packed[at : at + _PIECE // 4]
            while True:
                try:
                    piece = inflater.decompress(waiting, _PIECE)
                except zlib.error:
                    raise _damaged(part) from None
                if piece:
                    yield at + _PIECE // 4, piece
                waiting = inflater.unconsumed_tail
                # behind the end of the packed data nothing is consumed, however often it is given
                if inflater.eof or (not waiting and len(piece) < _PIECE):
                    break
        if not inflater.eof or inflater.unused_data:
            raise _damaged(part)

    def _count(self, part: zipfile.ZipInfo, size: int, fed: int) -> None:
        limits, name = self._limits, part.filename
        if size > limits.part_bytes:
            raise BadPart(_too_long(name, limits.part_bytes))
        if self._unpacked > limits.unpacked_bytes:
            most = limits.unpacked_bytes
            raise BadPart(
                Text(zh=f"解压后超过 {most} 字节", en=f"it unpacks to more than {most} bytes")
            )
        if size > _FREE and size > fed * limits.ratio:
            raise BadPart(_packed_too_well(name))

    def _check(self, part: zipfile.ZipInfo) -> None:
        """What the list of parts says of one."""
        limits, name = self._limits, part.filename
        if part.flag_bits & 1:
            raise BadPart(_ENCRYPTED)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            reason = Text(
                zh=f"{name} 的压缩方法不可用",
                en=f"{name} is packed by a method that no workbook uses",
            )
            raise BadPart(reason)
        if part.file_size > limits.part_bytes:
            raise BadPart(_too_long(name, limits.part_bytes))
        if part.file_size > _FREE and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise BadPart(_packed_too_well(name))


def _directory(raw: bytes, limits: Limits) -> tuple[list[zipfile.ZipInfo], int]:
    """The list of parts, and where it begins; its length is bounded before it is read, and nothing
    may follow it.
    """
    many = BadPart(
        Text(zh=f"部件超过 {limits.parts} 个", en=f"it has more than {limits.parts} parts")
    )
    if raw.count(b"PK\x01\x02") > 2 * limits.parts or _directory_size(raw) > _DIRECTORY:
        raise many
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts, start = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        raise BadPart(_NO_PACKAGE) from None
    if len(parts) > limits.parts:
        raise many
    record = raw.rfind(b"PK\x05\x06")  # its last two bytes say how long the note behind it is
    if (
        behind := len(raw) - record - 22 - int.from_bytes(raw[record + 20 : record + 22], "little")
    ) != 0:
        raise BadPart(
            Text(
                zh=f"文件末尾另有 {abs(behind)} 字节",
                en=f"{abs(behind)} bytes stand behind its end",
            )
        )
    return parts, start


def _directory_size(raw: bytes) -> int:
    """How long the list of parts is said to be."""
    size = 0
    for mark, form, at in ((b"PK\x05\x06", "<L", 12), (b"PK\x06\x06", "<Q", 40)):
        place = raw.rfind(mark)
        if place >= 0 and len(raw) >= place + at + struct.calcsize(form):
            (stated_size,) = struct.unpack_from(form, raw, place + at)
            size = max(size, stated_size if stated_size != 0xFFFFFFFF else 0)
    return size


def _start(raw: bytes, part: zipfile.ZipInfo) -> int:
    """Where the content of a part begins: behind a header of its own, which must name the same
    part.
    """
    at = part.header_offset
    if at < 0 or at + 30 > len(raw) or raw[at : at + 4] != b"PK\x03\x04":
        raise _damaged(part)
    (method,) = struct.unpack_from("<H", raw, at + 8)
    name_size, extra_size = struct.unpack_from("<HH", raw, at + 26)
    name = raw[at + 30 : at + 30 + name_size]
    start: int = at + 30 + name_size + extra_size
    listed_name = part.orig_filename.encode(
        "utf-8" if part.flag_bits & 0x800 else "cp437", "replace"
    )
    if method != part.compress_type or name != listed_name or start + part.compress_size > len(raw):
        raise _damaged(part)
    return start


def _seamless(raw: bytes, parts: list[zipfile.ZipInfo], end: int) -> None:
    """From the first byte to the list of parts, which begins at `end`, all belongs to one part and
    to no other.

    Two parts that share bytes make a small file hold a large one many times. What no part holds,
    another reader may show: a second workbook, joined to this one, or a part that the list
    conceals.
    """
    at = 0
    allowed: tuple[bytes, ...] = (b"",)
    for part in sorted(parts, key=lambda entry: entry.header_offset):
        start = _start(raw, part)
        if part.header_offset < at:
            reason = Text(
                zh=f"部件 {part.filename} 与其他部件重叠",
                en=f"the part {part.filename} overlaps another",
            )
            raise BadPart(reason)
        _between(raw[at : part.header_offset], allowed)
        at = start + part.compress_size
        allowed = b"", *_trailers(part)
    _between(raw[at:end], allowed)


def _trailers(part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What may stand behind a part: its checksum and sizes, as streaming programs write them."""
    for form in ("<LLL", "<LQQ"):
        with suppress(struct.error):  # a size of more than 32 bits
            trailer = struct.pack(form, part.CRC, part.compress_size, part.file_size)
            yield trailer
            yield b"PK\x07\x08" + trailer


def _between(hidden: bytes, allowed: tuple[bytes, ...]) -> None:
    if hidden not in allowed:
        size = len(hidden)
        raise BadPart(
            Text(
                zh=f"另有 {size} 字节不属于任何部件，文件可能由两个文件拼成",
                en=f"{size} bytes belong to none of its parts, as when two files are joined",
            )
        )


def _damaged(part: zipfile.ZipInfo) -> BadPart:
    return BadPart(
        Text(zh=f"部件 {part.filename} 已损坏", en=f"the part {part.filename} is damaged")
    )


def _too_long(name: str, most: int) -> Text:
    return Text(zh=f"{name} 超过 {most} 字节", en=f"{name} has more than {most} bytes")


def _packed_too_well(name: str) -> Text:
    return Text(zh=f"{name} 的压缩比过高", en=f"{name} is packed too well to be true")
