"""The bytes of a document before its records are read: a private copy of them, the same unpacked,
and what they mention.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
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
                    f"there is no room for a temporary copy, from which a message is read again: "
                    f"{why['en']}",
                    f"无法写入供再次读取的临时副本：{why['zh']}",
                ) from None
        copy.seek(0)
        yield cast("IO[bytes]", copy)


@contextmanager
def open_unpacked(source: RecordSource, limits: Limits) -> Iterator[IO[bytes]]:
    """The bytes of a source, unpacked; a path is opened.

    Args:
        source: a path, bytes, or an open binary file.
        limits: how much is unpacked.
    """
    if isinstance(source, str | os.PathLike):
        with opened(source) as file:
            unpacked_file = unpacked(file, limits)
            with reading(source):
                yield unpacked_file
    else:
        yield unpacked(io.BytesIO(source) if isinstance(source, bytes) else source, limits)


class Mentioned(NamedTuple):
    """What the bytes of a document mention, before its records are judged."""

    digest: bool
    """Whether it may have a digest. It is mostly not so, and spares every record its canonical
    form.
    """
    other_version: bool
    """Whether it may name another version of the standard than this program's. It is mostly not
    so, and spares reading the document twice.
    """


def mentioned(source: RecordSource, limits: Limits) -> Mentioned:
    """What a document mentions; a file stands afterwards where it stood.

    Args:
        source: a path, bytes, or a file in which one can go back.
        limits: how much is unpacked.
    """
    if isinstance(source, str | os.PathLike):
        with opened(source) as file, reading(source):
            return _looked_at(_pieces(unpacked(file, limits)))
    if isinstance(source, bytes):
        return _looked_at(_pieces(unpacked(io.BytesIO(source), limits)))
    at = source.tell()
    try:
        return _looked_at(_pieces(unpacked(source, limits)))
    finally:
        source.seek(at)


_OTHER_VERSION = re.compile(
    rb'standard_version(?!"\s{0,64}:\s{0,64}"%b"|>%b</)(?<!/standard_version)'
    % ((re.escape(STANDARD_VERSION.encode()),) * 2)
)
"""The version, where it is not plainly this program's. Which it is then, the reader of the document
tells: so no way of writing another passes for this program's.
"""
_WITHIN = 256
"""So many bytes from the end of a piece on are looked at with the next one; a name with its value
is shorter.
"""


def _looked_at(pieces: Iterable[bytes]) -> Mentioned:
    """The names of the digest and of the version, or letters escaped as JSON allows, of which they
    might be made.
    """
    end = b""
    digest = other = False
    for piece in chain(pieces, (b"",)):
        text = end + piece
        settled = len(text) - (_WITHIN if piece else 0)
        escaped = b"\\u006" in text or b"\\u007" in text
        digest = digest or escaped or b"digest" in text
        if not other:
            # the byte before those not yet settled says whether a tag ends there
            found = _OTHER_VERSION.search(text, 1 if len(end) > _WITHIN else 0)
            # an underscore is escaped as 005f
            other = escaped or b"\\u005" in text or (found is not None and found.start() < settled)
        if digest and other:
            break
        end = text[-_WITHIN - 1 :]
    return Mentioned(digest, other)


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
