"""New files that appear together, whole, under names that nobody else takes meanwhile; or not at
all.

Whoever writes NAME holds `NAME.part`: made anew, and locked. The lock ends with the process,
however that ends; so a part without a lock is what a dead process left, and the next one to write
NAME clears it away. A part is renamed in a way that never replaces another file. The first of
several files gets its name last: where it stands, all stand.

    with new_files(["codes.txt", "codes.txt.manifest.json"]) as files:
        ...                     # nobody else can write these two
        files.publish()         # now they have their names; without this nothing of them stays

What a process leaves that is killed: before `publish` the parts; inside it perhaps names beside the
first one, told by `is_stray`. The next call with the same names clears all.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from tracecode.codes.issue.faults import refusal
from tracecode.errors import IssueError

ENDING = ".part"
_FLAGS = (
    os.O_RDWR
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_HELD = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
_KINDS = {
    stat.S_IFDIR: {"zh": "文件夹", "en": "a folder"},
    stat.S_IFIFO: {"zh": "管道", "en": "a pipe"},
    stat.S_IFSOCK: {"zh": "套接字", "en": "a socket"},
    stat.S_IFCHR: {"zh": "设备", "en": "a device"},
    stat.S_IFBLK: {"zh": "设备", "en": "a device"},
}

_HERE = -100  # AT_FDCWD: names are relative to the present folder
_NO_REPLACE = 1  # RENAME_NOREPLACE

IsStray = Callable[[str, int], bool]


class PartFile(io.RawIOBase):
    """A file that is being written, held under its name with `.part`. Nothing is buffered: a fork
    writes nothing.
    """

    def __init__(self, path: str) -> None:
        """Take the part of a file: a new one, or one whose owner is dead.

        Args:
            path: the name that the file is to have.

        Raises:
            IssueError: another process has it, or it cannot be made.
        """
        self.path, self._part = path, path + ENDING
        self.size = 0
        self.handle, self.fresh = -1, False
        try:
            while self.handle < 0:
                self._take()
        except IssueError:
            raise
        except (OSError, ValueError) as error:  # a NUL in the name is a ValueError
            raise _failure(self._part, error, "issue.output") from None

    def write(self, data: Any) -> int:
        """Write all of it.

        Raises:
            IssueError: the disk is full, or the file cannot be written.
        """
        size = memoryview(data).nbytes
        if size:
            rest = memoryview(data).cast("B")
            try:
                while rest:
                    rest = rest[os.write(self.handle, rest) :]
            except OSError as error:
                raise _failure(self.path, error) from None
        self.size += size
        return size

    def writable(self) -> bool:
        """It is."""
        return True

    def settle(self) -> None:
        """See to it that all that was written is on the disk, and nothing else."""
        os.fsync(self.handle)
        if os.fstat(self.handle).st_size != self.size:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    def name(self) -> None:
        """Give the file its name.

        Raises:
            FileExistsError: another file has it.
            OSError: it cannot be named.
        """
        if not self._is(self._part):  # somebody took the part away
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
        if _renamed(self._part, self.path):
            return
        try:
            os.link(self._part, self.path)
        except FileExistsError:
            raise
        except OSError:
            # No hard links here. Who issues is kept out by the lock; another program could come
            # between these lines.
            if os.path.lexists(self.path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            os.rename(self._part, self.path)
        else:
            self.drop()

    def is_named(self) -> bool:
        """Whether the file at its name is this one."""
        return self._is(self.path)

    def has_name(self) -> bool:
        """Whether the file has any name beside that of the part."""
        return self.handle >= 0 and os.fstat(self.handle).st_nlink > 1

    def unname(self) -> None:
        """Take its name from the file again, if it is this one."""
        if self._is(self.path):
            os.unlink(self.path)

    def drop(self) -> None:
        """Take the part away."""
        if self._is(self._part):
            if sys.platform == "win32":
                self.close()  # there an open file cannot go
            os.unlink(self._part)

    def close(self) -> None:
        """Let it go."""
        if self.handle >= 0:
            handle, self.handle = self.handle, -1
            os.close(handle)
        super().close()

    def _take(self) -> None:
        """Open and lock the part, unless it vanished meanwhile."""
        try:
            handle, self.fresh = os.open(self._part, _FLAGS | os.O_CREAT | os.O_EXCL, 0o666), True
        except FileExistsError:
            try:
                if not stat.S_ISREG(os.stat(self._part, follow_symlinks=False).st_mode):
                    raise taken(self._part) from None
                handle, self.fresh = os.open(self._part, _FLAGS), False
            except FileNotFoundError:
                return
        try:
            try:
                _lock(handle)
            except OSError as error:
                if error.errno in _HELD:
                    raise refusal("issue.busy", found=self.path) from None
                # this file system has no locks: nobody can say whether the owner lives
                if not self.fresh:
                    raise
            self.handle = handle
            if not self._is(self._part):
                self.handle = -1
        finally:
            if self.handle < 0:
                os.close(handle)

    def _is(self, path: str) -> bool:
        try:
            return os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(self.handle))
        except OSError:
            return False


class Files:
    """Files that are being written, and get their names together."""

    def __init__(self, parts: Sequence[PartFile]) -> None:
        self.parts = parts
        self._process = os.getpid()

    def publish(self) -> None:
        """Give all files their names, the first one last.

        Raises:
            IssueError: a name was taken meanwhile, or the disk is full: then none has its name.
        """
        part = self.parts[0]
        try:
            for part in self.parts:
                part.settle()
            for part in reversed(self.parts):
                part.name()
            _settle_folder(os.path.dirname(part.path))
        except FileExistsError:
            raise taken(part.path) from None
        except OSError as error:
            raise _failure(part.path, error) from None

    def end(self) -> None:
        """Clear away what is not published, and let the rest go."""
        if os.getpid() == self._process:  # not what a fork inherited
            first, *others = self.parts
            with suppress(OSError):
                if not first.is_named():
                    for part in others:
                        part.unname()
                for part in self.parts:
                    part.drop()
        for part in self.parts:
            part.close()


@contextmanager
def new_files(
    paths: Sequence[str], is_stray: IsStray = lambda _path, _handle: False
) -> Iterator[Files]:
    """Files that nobody else can write until the block ends.

    Args:
        paths: their names.
        is_stray: whether the file at one of the other names, where the first has none, is of the
            dead process that left the first one's part, open as this handle.

    Raises:
        IssueError: a file has one of the names, another process is writing it, or it cannot be
            made.
    """
    files = _hold(paths, is_stray)
    while files is None:
        files = _hold(paths, is_stray)
    try:
        yield files
    finally:
        files.end()


def taken(path: str) -> IssueError:
    """The refusal of a name that something has."""
    try:
        kind = stat.S_IFMT(os.stat(path).st_mode)
    except (OSError, ValueError):  # a link to nothing, or gone again
        kind = stat.S_IFREG
    if kind in _KINDS:
        return refusal("issue.no_file", found=path, allowed=_KINDS[kind])
    return refusal("issue.exists", found=path)


def _hold(paths: Sequence[str], is_stray: IsStray) -> Files | None:
    """The parts of all files, new and empty; None after clearing away what a dead process left."""
    if not os.path.basename(paths[0]):
        raise refusal("issue.no_file", found=paths[0] or ".", allowed=_KINDS[stat.S_IFDIR])
    parts: list[PartFile] = []
    held = False
    try:
        for path in paths:
            parts.append(PartFile(path))  # noqa: PERF401  # what is taken must be let go if the next fails
        first, *others = parts
        if os.path.lexists(first.path):
            raise taken(first.path)
        for part in others:
            if os.path.lexists(part.path):
                if first.fresh or first.has_name() or not is_stray(part.path, first.handle):
                    raise taken(part.path)
                os.unlink(part.path)
        held = all(part.fresh for part in parts)
        if not held:
            for part in parts:
                part.drop()
    except OSError as error:
        raise _failure(parts[-1].path if parts else paths[0], error, "issue.output") from None
    finally:
        if not held:
            for part in parts:
                if part.fresh or part.has_name():  # what is neither may be a file of somebody else
                    with suppress(OSError):
                        part.drop()
                part.close()
    return Files(parts) if held else None


def _failure(path: str, error: Exception, full: str = "issue.disk_full") -> IssueError:
    """What an error of the file system means; `full` is the rule where no space is left."""
    number = error.errno if isinstance(error, OSError) else None
    reason = os.strerror(number) if number else str(error)
    return refusal(full if number in _FULL else "issue.output", found=path, reason=reason)


def _lock(handle: int) -> None:
    """Lock an open file until it is closed, or its process ends.

    Raises:
        OSError: another process has the lock, or there are none here.
    """
    if sys.platform == "win32":
        import msvcrt

        # far behind what is written: a lock keeps others from reading there
        os.lseek(handle, 1 << 40, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _renamed(old: str, new: str) -> bool:
    """Rename a file without replacing another one, in one step; False where the system or the file
    system cannot.

    Python has no such function. Linux has it as renameat2 (since glibc 2.28).

    Raises:
        FileExistsError: another file has the name.
        OSError: it cannot be renamed.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    if rename(_HERE, os.fsencode(old), _HERE, os.fsencode(new), _NO_REPLACE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number))


def _settle_folder(folder: str) -> None:
    """See to it that the names are on the disk."""
    with suppress(OSError):  # not every file system can
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
