"""Write files that appear whole or not at all: under a name of their own first, locked, then put in
their place.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO

from tracecode.errors import TraceCodeError, UnwritableFile
from tracecode.files.reasons import FLAGS, NOUNS, Path, odd, reason
from tracecode.privacy import shown

if sys.platform != "win32":  # there an open file cannot be removed, which is lock enough
    import fcntl


class WrongOutput(TraceCodeError, ValueError):
    """The output cannot be of the kind that its name asks for."""


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new file beside `path`, open for writing; it takes the place of `path` if the block ends
    well.

    Raises:
        UnwritableFile: it cannot be written, another process is writing it, or a pipe, a device, a
            socket or a folder is in its place. Nothing is left behind.
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
    write_all({os.fspath(path): data})


def write_all(files: Mapping[str, bytes]) -> None:
    """Write files, each as a whole, and the folders that lead to them where they are missing.

    Args:
        files: what they hold, by their paths.

    Raises:
        UnwritableFile: as of `replacing`. Of what was not there before nothing is left behind.
    """
    made: list[str] = []
    try:
        for path, data in files.items():
            _make_folders(path, made)
            new = not os.path.lexists(path)
            with replacing(path) as file:
                file.write(data)
            if new:
                made.append(path)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                (os.rmdir if os.path.isdir(path) and not os.path.islink(path) else os.unlink)(path)
        raise


def _make_folders(path: str, made: list[str]) -> None:
    """Make the folders that lead to a file where they are missing, and note each."""
    missing = []
    folder = os.path.dirname(path)
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for folder in reversed(missing):
        try:
            os.mkdir(folder)
            made.append(folder)
        except (FileExistsError, FileNotFoundError, NotADirectoryError) as error:
            if not os.path.isdir(folder):  # or another process made it
                raise unwritable(path, _no_folder(path) or reason(error)) from None
        except (OSError, ValueError) as error:
            raise unwritable(path, reason(error)) from None


def check_folder(folder: Path) -> None:
    """See that files may stand in a folder, which need not be there yet: before long work, not
    after it.

    Raises:
        UnwritableFile: it, or something that leads to it, is no folder.
    """
    if (why := _no_folder(os.path.join(folder, "file"))) is not None:
        raise unwritable(folder, why)


def _no_folder(path: Path) -> dict[str, str] | None:
    """Which folder that leads to a file is none, and what it is; None if the system shows nothing
    of the kind.
    """
    above = os.path.dirname(path)
    while above and not os.path.lexists(above):
        above = os.path.dirname(above)
    try:
        kind = stat.S_IFMT((os.stat if os.path.exists(above) else os.lstat)(above).st_mode)
    except OSError:
        return None
    name, (zh, en) = shown(os.fspath(above), 200), NOUNS.get(kind, ("", ""))
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
    "en": "its part file (.NAME.part) exists, and this file system has no locks; remove it if "
    "nobody is writing",
}


@contextmanager
def _written(path: Path, mode: int, *, new: bool) -> Iterator[IO[bytes]]:
    part = ""
    try:
        part = part_of(path)
        before = _before(path)
        # a link to nothing allows all
        kept = before is not None and not new and not stat.S_ISLNK(before.st_mode)
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
    """What stands in the place of a file, a link to nothing counting as itself; None if nothing
    does.

    Raises:
        UnwritableFile: something that no file may replace.
    """
    with suppress(FileNotFoundError):  # a link to nothing
        if (why := odd(os.stat(path).st_mode)) is not None:
            raise unwritable(path, why)
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return None
    return os.stat(path) if stat.S_ISLNK(status.st_mode) and os.path.exists(path) else status


def _taken(path: Path, part: str, mode: int) -> int:
    """A new, empty part file, locked.

    Raises:
        UnwritableFile: another process has it.
    """
    create = os.O_RDWR | os.O_CREAT | os.O_EXCL | FLAGS | getattr(os, "O_NOFOLLOW", 0)
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
        handle = os.open(part, os.O_RDWR | FLAGS | os.O_NOFOLLOW)
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
    if isinstance(error, UnwritableFile | FileExistsError) or (
        isinstance(error, OSError) and error.errno is None
    ):
        return error
    return unwritable(path, reason(error))
