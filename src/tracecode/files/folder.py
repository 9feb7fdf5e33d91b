"""Write a folder of files that appears whole or not at all: under a name of its own first, then put
in its place.

A folder that stands there is replaced only if it is empty, or has the mark of one that was made so
before. While it is written it is called `.NAME.part`, and locked; what a killed process left there,
the next one clears away.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tracecode.files.reasons import reason
from tracecode.files.whole import check_folder, part_of, unwritable

if sys.platform != "win32":  # there an open folder cannot be locked
    import fcntl


def write_folder(path: str, files: Mapping[str, bytes], mark: str) -> None:
    """Write a folder.

    Args:
        path: of the folder.
        files: their content, by their path below it, with `/`.
        mark: one of the files, by which a folder is known as one that may be replaced.

    Raises:
        UnwritableFile: it cannot be written, another process is writing it, or something else
            stands there. Nothing is left behind.
    """
    check_place(path, mark)
    place = Path(path).absolute()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _part(Path(part_of(place))) as part:
            made, old = part / "made", part / "old"
            for name, data in files.items():
                file = made / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            if place.exists():
                place.rename(old)
            try:
                made.rename(place)
            except OSError:
                with suppress(OSError):
                    old.rename(place)
                raise
    except BlockingIOError:
        raise unwritable(path, _BUSY) from None
    except (OSError, ValueError) as error:
        raise unwritable(path, reason(error)) from None


def check_place(path: str, mark: str) -> None:
    """See that a folder may be written there: before long work, not after it.

    Args:
        path: of the folder.
        mark: as for `write_folder`.

    Raises:
        UnwritableFile: something else stands there, or what leads there is no folder.
    """
    check_folder(path)
    place = Path(path).absolute()
    if os.path.lexists(place) and not _may_go(place, mark):
        raise unwritable(path, _TAKEN)


@contextmanager
def _part(part: Path) -> Iterator[Path]:
    """An empty folder that nobody else uses, removed when the block ends."""
    part.mkdir(exist_ok=True)
    lock = os.open(part, os.O_RDONLY) if sys.platform != "win32" else None
    try:
        if lock is not None:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in part.iterdir():
            shutil.rmtree(left)
        yield part
        shutil.rmtree(part)
    except BlockingIOError:
        raise
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finally:
        if lock is not None:
            os.close(lock)


def _may_go(place: Path, mark: str) -> bool:
    """Whether what stands there may be replaced."""
    if place.is_symlink() or not place.is_dir():
        return False
    return (place / mark).is_file() or not any(place.iterdir())


_TAKEN = {
    "zh": "那里有其他内容；请另选一个目录，或先清空",
    "en": "something else stands there; name another folder, or empty this one",
}
_BUSY = {"zh": "另一进程正在写入", "en": "another process is writing it"}
