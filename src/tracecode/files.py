"""Open files to read, and write files that appear whole or not at all.

Only regular files are read and replaced. A pipe, a device, a socket or a folder is refused with a sentence, and opening
one never waits. What cannot be read is an `UnreadableFile`, what cannot be written an `UnwritableFile`.

>>> import tempfile
>>> folder = tempfile.mkdtemp()
>>> with replacing(f"{folder}/a.txt") as file:
...     _ = file.write(b"whole")
>>> with opened(f"{folder}/a.txt") as file:
...     file.read()
b'whole'
>>> [entry.path[len(folder) :] for entry in walked(folder)]
['/a.txt']

A file that is being written is called `.NAME.part`, beside its place, and locked by its writer. What a killed process
left there is removed by the next one that writes to the same name. A new file has the mode that the umask leaves; one
that takes the place of another has the mode of that. A symbolic link in its place is replaced, never followed.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, NamedTuple

from tracecode.errors import TraceCodeError, UnreadableFile, UnwritableFile
from tracecode.privacy import shown

if sys.platform != "win32":  # there an open file cannot be removed, which is lock enough
    import fcntl

Path = str | os.PathLike[str]


class WrongOutput(TraceCodeError, ValueError):
    """The output cannot be of the kind that its name asks for."""


class Entry(NamedTuple):
    """Something in a folder."""

    path: str
    """The folder's path and the way below it."""
    fault: Mapping[str, str] | None
    """Why it is no file to read, in Chinese and English (`zh`, `en`); None for a file."""


# --- reading ----------------------------------------------------------------------------------------------------------


def opened(path: Path) -> IO[bytes]:
    """A regular file, open for reading bytes.

    Raises:
        UnreadableFile: there is none, it may not be read, or it is a pipe, a device, a socket or a folder.
    """
    try:
        if (odd := _odd(os.stat(path).st_mode)) is None:
            return open(path, "rb", opener=_regular)
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        odd = reason(error)
    raise _unreadable(path, odd)


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


def walked(folder: Path) -> Iterator[Entry]:
    """Every entry of a folder and its sub-folders, in the order of names: files, and what is none with the reason.

    A link to a file counts as the file. Links to folders, and folders that cannot be read, are named and passed over.
    """
    waiting = [_Found(Entry(os.fspath(folder), None), is_folder=True)]
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


def reason(error: OSError | ValueError) -> dict[str, str]:
    """Why the system refused, in Chinese and English."""
    if not isinstance(error, OSError):  # a name that no file can have: NUL or an unpaired surrogate in it
        return {"zh": "文件名无效", "en": "the name is not valid"}
    zh, en = _REASONS.get(error.errno or 0, (None, None))
    if zh is None or en is None:
        code = errno.errorcode.get(error.errno or 0, type(error).__name__)
        return {"zh": f"系统拒绝（{code}）", "en": f"the system refuses ({code})"}
    return {"zh": zh, "en": en}


_REASONS = {
    errno.ENOENT: ("没有这个文件或文件夹", "No such file or directory"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EACCES: ("没有权限", "Permission denied"),
    errno.EPERM: ("没有权限", "Operation not permitted"),
    errno.EISDIR: ("是文件夹", "it is a folder"),
    errno.ELOOP: ("符号链接成环或层数过多", "symbolic links lead in a circle"),
    errno.ENAMETOOLONG: ("名称过长", "the name is too long"),
    errno.ENXIO: ("是套接字、管道或设备", "it is a socket, a pipe or a device"),
    errno.EMFILE: ("打开的文件过多", "too many files are open"),
    errno.ENFILE: ("打开的文件过多", "too many files are open"),
    errno.EIO: ("读写出错", "the device reports an error"),
    errno.ENOSPC: ("磁盘已满", "No space left on device"),
    errno.EDQUOT: ("超出磁盘配额", "the disk quota is used up"),
    errno.EFBIG: ("文件大小超出上限", "the file would be larger than the limit"),
    errno.EROFS: ("文件系统为只读", "the file system is read-only"),
    errno.EBUSY: ("正被占用", "it is in use"),
    errno.ETXTBSY: ("正被占用", "it is in use"),
}
_NOUNS = {
    stat.S_IFREG: ("文件", "a file"), stat.S_IFDIR: ("文件夹", "a folder"), stat.S_IFIFO: ("管道", "a pipe"),
    stat.S_IFSOCK: ("套接字", "a socket"), stat.S_IFCHR: ("设备", "a device"), stat.S_IFBLK: ("设备", "a device"),
    stat.S_IFLNK: ("无效链接", "a link to nothing"),
}  # fmt: skip
_ODD = {kind: {"zh": f"是{zh}，不是文件", "en": f"it is {en}, not a file"} for kind, (zh, en) in _NOUNS.items()}
_OTHER = {"zh": "不是普通文件", "en": "it is no regular file"}
_FLAGS = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
"""Opening never waits; each where the system has it."""


def _odd(mode: int) -> dict[str, str] | None:
    """What a thing is that is no regular file; None of a file."""
    return None if stat.S_ISREG(mode) else _ODD.get(stat.S_IFMT(mode), _OTHER)


def _regular(path: str, flags: int) -> int:
    """Open a file, which may have become a pipe since it was looked at."""
    handle = os.open(path, flags | _FLAGS)
    if (odd := _odd(os.fstat(handle).st_mode)) is not None:
        os.close(handle)
        raise _unreadable(path, odd)
    return handle


class _Found(NamedTuple):
    entry: Entry
    is_folder: bool
    """Whether what lies below it is to be named in its place."""


def _found(one: os.DirEntry[str]) -> _Found:
    """What an entry of a folder is."""
    try:
        mode = one.stat().st_mode
    except OSError as error:
        to_nothing = {"zh": "链接指向的文件不存在", "en": "it is a link to nothing"}
        lost = one.is_symlink() and error.errno == errno.ENOENT
        return _Found(Entry(one.path, to_nothing if lost else reason(error)), is_folder=False)
    if not stat.S_ISDIR(mode):
        return _Found(Entry(one.path, _odd(mode)), is_folder=False)
    linked = {"zh": "是指向文件夹的链接", "en": "it is a link to a folder"} if one.is_symlink() else None
    return _Found(Entry(one.path, linked), is_folder=linked is None)


def _unreadable(path: Path, why: Mapping[str, str]) -> UnreadableFile:
    name = shown(os.fspath(path), 200)
    error = UnreadableFile(f"cannot read {name!r}: {why['en']}", f"无法读取 {name!r}：{why['zh']}")
    error.why = why
    return error


# --- writing ----------------------------------------------------------------------------------------------------------


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new file beside `path`, open for writing; it takes the place of `path` if the block ends well.

    Raises:
        UnwritableFile: it cannot be written, another process is writing it, or a pipe, a device, a socket or a folder
            is in its place. Nothing is left behind.
    """
    with _written(path, 0o666, new=False) as file:
        yield file


@contextmanager
def creating(path: Path, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """As `replacing`, for a name that nothing has yet; what appears there meanwhile stays as it is.

    Args:
        path: of the file.
        mode: its permissions, as far as the umask leaves them.

    Raises:
        FileExistsError: the name is taken.
        UnwritableFile: as of `replacing`.
    """
    with _written(path, mode, new=True) as file:
        yield file


def write(path: Path, data: bytes) -> None:
    """Write a file as a whole, and the folders that lead to it where they are missing.

    Raises:
        UnwritableFile: as of `replacing`.
    """
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    except (FileExistsError, FileNotFoundError, NotADirectoryError) as error:
        raise unwritable(path, _no_folder(path) or reason(error)) from None
    except (OSError, ValueError) as error:
        raise unwritable(path, reason(error)) from None
    with replacing(path) as file:
        file.write(data)


def _no_folder(path: Path) -> dict[str, str] | None:
    """Which folder that leads to a file is none, and what it is; None if the system shows nothing of the kind."""
    above = os.path.dirname(path)
    while above and not os.path.lexists(above):
        above = os.path.dirname(above)
    try:
        kind = stat.S_IFMT((os.stat if os.path.exists(above) else os.lstat)(above).st_mode)
    except OSError:
        return None
    name, (zh, en) = shown(os.fspath(above), 200), _NOUNS.get(kind, ("", ""))
    if not zh or kind == stat.S_IFDIR:
        return None
    return {"zh": f"{name} 是{zh}，不是文件夹", "en": f"{name} is {en}, not a folder"}


def remove(path: Path) -> None:
    """Remove a file.

    Raises:
        UnwritableFile: the system refuses.
    """
    try:
        os.unlink(path)
    except (OSError, ValueError) as error:
        raise unwritable(path, reason(error)) from None


def part_of(path: Path) -> str:
    """The name under which a file is written until it is whole."""
    folder, name = os.path.split(os.fspath(path))
    part = f".{name}.part"
    if len(os.fsencode(part)) > _LONGEST:
        from hashlib import blake2b

        part = f".{blake2b(os.fsencode(name), digest_size=16).hexdigest()}.part"
    return os.path.join(folder, part)


def unwritable(path: Path, why: Mapping[str, str]) -> UnwritableFile:
    """The error on a file that cannot be written."""
    name = shown(os.fspath(path), 200)
    error = UnwritableFile(f"cannot write {name}: {why['en']}", f"无法写入 {name}：{why['zh']}")
    error.why = why
    return error


_LONGEST = 255
"""Most bytes of a name in the usual file systems."""
_BUSY = {"zh": "另一进程正在写入", "en": "another process is writing it"}
_UNLOCKABLE = {
    "zh": "其临时文件（.NAME.part）已存在，而此文件系统不支持加锁；若无其他进程在写入，请删除后重试",
    "en": "its part file (.NAME.part) exists, and this file system has no locks; remove it if nobody is writing",
}


@contextmanager
def _written(path: Path, mode: int, *, new: bool) -> Iterator[IO[bytes]]:
    part = ""
    try:
        part = part_of(path)
        before = _before(path)
        kept = before is not None and not new and not stat.S_ISLNK(before.st_mode)  # a link to nothing allows all
        if before is not None and kept:
            mode = stat.S_IMODE(before.st_mode) & 0o777
        handle = _taken(path, part, mode)
    except (OSError, ValueError) as error:
        raise _translated(error, path) from None
    with io.BufferedWriter(io.FileIO(handle, "wb")) as file:
        try:
            if new and before is not None:  # only now: what a killed process left is gone
                raise _taken_name(path)
            if kept and hasattr(os, "fchmod"):
                os.fchmod(handle, mode)  # whatever the umask
            yield file
            file.flush()
            if sys.platform == "win32":
                file.close()
            _publish(part, path, new=new)  # under the lock
        except BaseException as error:
            with suppress(OSError):
                if sys.platform != "win32" and _is_at(part, handle):
                    os.unlink(part)  # under the lock too, or it may be another's already
            file.raw.close()  # what was not written is not tried again
            with suppress(OSError):
                if sys.platform == "win32":
                    os.unlink(part)
            if isinstance(error, OSError) and error.filename in (None, part, path, os.fspath(path)):
                raise _translated(error, path) from None
            raise


def _before(path: Path) -> os.stat_result | None:
    """What stands in the place of a file, a link to nothing counting as itself; None if nothing does.

    Raises:
        UnwritableFile: something that no file may replace.
    """
    with suppress(FileNotFoundError):  # a link to nothing
        if (odd := _odd(os.stat(path).st_mode)) is not None:
            raise unwritable(path, odd)
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    return os.stat(path) if stat.S_ISLNK(found.st_mode) and os.path.exists(path) else found


def _taken(path: Path, part: str, mode: int) -> int:
    """A new, empty part file, locked.

    Raises:
        UnwritableFile: another process has it.
    """
    create = os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS | getattr(os, "O_NOFOLLOW", 0)
    while True:
        try:
            handle = os.open(part, create, mode)
        except FileExistsError:
            _clear(path, part)
            continue
        if _locked(path, handle) and _is_at(part, handle):
            return handle
        os.close(handle)  # another process took it for a dead one's, before it was locked


def _clear(path: Path, part: str) -> None:
    """Remove a part file that nobody is writing any more."""
    if sys.platform == "win32":
        os.unlink(part)  # refused by the system while it is open
        return
    try:
        handle = os.open(part, os.O_RDWR | _FLAGS | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENXIO):
            raise
        os.unlink(part)  # a link or a socket: never ours
        return
    try:
        if not _locked(path, handle):
            raise unwritable(path, _BUSY)
        if _is_at(part, handle):
            os.unlink(part)
    finally:
        os.close(handle)


def _locked(path: Path, handle: int) -> bool:
    """Lock a file for this process, if no other has."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise unwritable(path, _UNLOCKABLE) from error
    return True


def _is_at(part: str, handle: int) -> bool:
    """Whether an open file is still the one of that name."""
    try:
        return os.path.samestat(os.lstat(part), os.fstat(handle))
    except FileNotFoundError:
        return False


def _publish(part: str, path: Path, *, new: bool) -> None:
    """Give a part file its name."""
    if not new:
        os.replace(part, path)
        return
    try:
        os.link(part, path, follow_symlinks=False)
    except FileExistsError:
        raise _taken_name(path) from None
    except (OSError, NotImplementedError):  # no hard links here
        if os.path.lexists(path):
            raise _taken_name(path) from None
        os.rename(part, path)
        return
    with suppress(OSError):
        os.unlink(part)


def _taken_name(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(path))


def _translated(error: OSError | ValueError, path: Path) -> OSError:
    """An error of writing, as a sentence; what is none of the system's stays as it is."""
    if isinstance(error, UnwritableFile | FileExistsError) or (isinstance(error, OSError) and error.errno is None):
        return error
    return unwritable(path, reason(error))
