"""Open regular files to read, and name what lies in a folder; opening never waits."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import IO, TYPE_CHECKING, NamedTuple

from tracecode.errors import UnreadableFile, UnwritableFile
from tracecode.files.reasons import FLAGS, Path, odd, reason
from tracecode.privacy import shown

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Entry(NamedTuple):
    """Something in a folder."""

    path: str
    """The folder's path and the way below it."""
    fault: Mapping[str, str] | None
    """Why it is no file to read, in Chinese and English (`zh`, `en`); None for a file."""


def opened(path: Path) -> IO[bytes]:
    """A regular file, open for reading bytes.

    Raises:
        UnreadableFile: there is none, it may not be read, or it is a pipe, a device, a socket or a
            folder.
    """
    try:
        if (why := odd(os.stat(path).st_mode)) is None:
            return io.BufferedReader(_Answering(path, "rb", opener=_regular))
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        why = reason(error)
    raise _unreadable(path, why)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Whatever goes wrong with a device while a file is read is told as when it is opened.

    Raises:
        UnreadableFile: the system refuses.
    """
    try:
        yield
    except OSError as error:
        if isinstance(error, UnwritableFile):
            raise
        raise _unreadable(path, reason(error)) from None


_told: ContextVar[Callable[[int], None] | None] = ContextVar("told", default=None)
"""Who is told how many bytes were read."""


@contextmanager
def watched(tell: Callable[[int], None]) -> Iterator[None]:
    """While the block runs, `tell` hears how many bytes are read of files that are `opened`, each
    time.
    """
    token = _told.set(tell)
    try:
        yield
    finally:
        _told.reset(token)


def was_read(size: int) -> None:
    """Tell whoever watches that so many bytes were read, perhaps by another process."""
    if (tell := _told.get()) is not None:
        tell(size)


def walked(folder: Path) -> Iterator[Entry]:
    """Every entry of a folder and its sub-folders, in the order of names: files, and what is none
    with the reason.

    A link to a file counts as the file. Links to folders, and folders that cannot be read, are
    named and passed over.
    """
    waiting = [_FoundEntry(Entry(os.fspath(folder), None), is_folder=True)]
    while waiting:
        entry, is_folder = waiting.pop()
        if not is_folder:
            yield entry
            continue
        try:
            with os.scandir(entry.path) as inside:
                waiting += sorted(map(_found, inside), reverse=True)
        except (OSError, ValueError) as error:
            yield entry._replace(fault=reason(error))


def _regular(path: str, flags: int) -> int:
    """Open a file, which may have become a pipe since it was looked at."""
    handle = os.open(path, flags | FLAGS)
    if (why := odd(os.fstat(handle).st_mode)) is not None:
        os.close(handle)
        raise _unreadable(path, why)
    return handle


class _Answering(io.FileIO):
    """A file whose every reading gives bytes, or its end: what the system shows as a file may have
    nothing to say yet.

    Waiting for it could take for ever.
    """

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        given: int | None = super().readinto(buffer)
        if given is None:
            raise self._mute()
        was_read(given)
        return given

    def readall(self) -> bytes:
        given: bytes | None = super().readall()
        if given is None:
            raise self._mute()
        was_read(len(given))
        return given

    def read(self, size: int | None = -1, /) -> bytes:
        given: bytes | None = super().read(-1 if size is None else size)
        if given is None:
            raise self._mute()
        was_read(len(given))
        return given

    def _mute(self) -> UnreadableFile:
        return _unreadable(self.name, {"zh": "它没有应答", "en": "it does not answer"})


class _FoundEntry(NamedTuple):
    entry: Entry
    is_folder: bool
    """Whether what lies below it is to be named in its place."""


def _found(entry: os.DirEntry[str]) -> _FoundEntry:
    """What an entry of a folder is."""
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        to_nothing = {"zh": "链接指向的文件不存在", "en": "it is a link to nothing"}
        lost = entry.is_symlink() and error.errno == errno.ENOENT
        return _FoundEntry(
            Entry(entry.path, to_nothing if lost else reason(error)), is_folder=False
        )
    if not stat.S_ISDIR(mode):
        return _FoundEntry(Entry(entry.path, odd(mode)), is_folder=False)
    linked = (
        {"zh": "是指向文件夹的链接", "en": "it is a link to a folder"}
        if entry.is_symlink()
        else None
    )
    return _FoundEntry(Entry(entry.path, linked), is_folder=linked is None)


def _unreadable(path: Path, why: Mapping[str, str]) -> UnreadableFile:
    name = shown(os.fspath(path), 200)
    error = UnreadableFile(f"cannot read {name!r}: {why['en']}", f"无法读取 {name!r}：{why['zh']}")
    error.why = why
    return error
