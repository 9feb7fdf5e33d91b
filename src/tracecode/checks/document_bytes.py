"""The bytes of a document before its records are read: a private copy of them, and what they
mention.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from tracecode.errors import UnreadableFile
from tracecode.files import opened, reading, reason
from tracecode.records.plain import STANDARD_VERSION
from tracecode.tables.packed import unpacked

if TYPE_CHECKING:
    from tracecode.tables.limits import Limits

RecordSource = str | os.PathLike[str] | bytes | IO[bytes]
_IN_MEMORY = 16 * 1024 * 1024
"""Up to so many bytes the private copy of a document is held in memory; more go to a temporary
file.
"""
_PIECE = 1024 * 1024


def head_of(copy: IO[bytes]) -> bytes:
    """The first bytes, which tell whether it is packed."""
    head = copy.read(4)
    copy.seek(0)
    return head


def size_of(copy: IO[bytes]) -> int:
    """The number of bytes."""
    size = copy.seek(0, io.SEEK_END)
    copy.seek(0)
    return size


@contextmanager
def private_copy(source: RecordSource) -> Iterator[IO[bytes]]:
    """The bytes of a source where nobody else can change them."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    # with half a dozen modules, for messages that are long and signed
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(_IN_MEMORY) as copy:
        for piece in _pieces(source):
            try:
                copy.write(piece)
            except OSError as error:
                why = reason(error)
                raise UnreadableFile(
                    f"there is no room for a temporary copy, from which a message is verified: "
                    f"{why['en']}",
                    f"无法写入验签用的临时副本：{why['zh']}",
                ) from None
        copy.seek(0)
        yield cast("IO[bytes]", copy)


class Mentioned(NamedTuple):
    """What the bytes of a document mention, before its records are judged."""

    digest: bool = True
    """Whether it may have a digest. It is mostly not so, and spares every record its canonical
    form.
    """
    version: str | None = None
    """The version of the standard that it names, where it is another than this program's."""


def mentioned(source: RecordSource, limits: Limits) -> Mentioned:
    """What a document mentions; one that is read only once may have a digest, and its envelope
    tells the version.
    """
    if isinstance(source, str | os.PathLike):
        with opened(source) as file, reading(source):
            return _looked_at(_pieces(unpacked(file, limits)))
    if isinstance(source, bytes):
        return _looked_at(_pieces(unpacked(io.BytesIO(source), limits)))
    if not source.seekable():
        return Mentioned()
    at = source.tell()
    try:
        return _looked_at(_pieces(unpacked(source, limits)))
    finally:
        source.seek(at)


_VERSION = re.compile(
    rb'standard_version(?:"\s{0,64}:\s{0,64}"|\s{0,64}>\s{0,64})([0-9A-Za-z.+-]{1,16})["<\s]'
)


def _looked_at(pieces: Iterable[bytes]) -> Mentioned:
    """The name of the digest, or letters escaped as JSON allows, of which it might be made; the
    first version named.
    """
    end = b""
    digest, named = False, None
    for piece in pieces:
        text = end + piece
        digest = digest or b"digest" in text or b"\\u006" in text or b"\\u007" in text
        if (
            named is None
            and b"standard_version" in text
            and (found := _VERSION.search(text)) is not None
        ):
            named = found[1].decode()
        if digest and named is not None:
            break
        end = text[-256:]
    return Mentioned(digest, None if named == STANDARD_VERSION else named)


def _pieces(source: RecordSource) -> Iterator[bytes]:
    """The bytes of a source from where it stands.

    Raises:
        UnreadableFile: it cannot be read.
    """
    if isinstance(source, bytes):
        yield source
    elif isinstance(source, str | os.PathLike):
        with opened(source) as file, reading(source):
            yield from iter(lambda: file.read(_PIECE), b"")
    else:
        yield from iter(lambda: source.read(_PIECE), b"")
