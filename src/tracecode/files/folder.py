"""Write a folder of files that appears whole or not at all: under a name of its own first, then put in its place.

A folder that stands there is replaced only if it is empty, or has the mark of one that was made so before.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from tracecode.files.reasons import reason
from tracecode.files.whole import unwritable


def write_folder(path: str, files: Mapping[str, bytes], mark: str) -> None:
    """Write a folder.

    Args:
        path: of the folder.
        files: their content, by their path below it, with `/`.
        mark: one of the files, by which a folder is known as one that may be replaced.

    Raises:
        UnwritableFile: it cannot be written, or something else stands there. Nothing is left behind.
    """
    place = Path(path)
    if os.path.lexists(place) and not _may_go(place, mark):
        raise unwritable(path, _TAKEN)
    part: str | None = None
    try:
        place.absolute().parent.mkdir(parents=True, exist_ok=True)
        part = mkdtemp(prefix=f".{place.name[:60]}.", suffix=".part", dir=place.absolute().parent)
        made = Path(part, "made")
        for name, data in files.items():
            file = made / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        if place.exists():
            place.rename(Path(part, "old"))
        made.rename(place)
    except (OSError, ValueError) as error:
        if part is not None and Path(part, "old").exists() and not place.exists():
            with suppress(OSError):
                Path(part, "old").rename(place)
        raise unwritable(path, reason(error)) from None
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _may_go(place: Path, mark: str) -> bool:
    """Whether what stands there may be replaced."""
    if place.is_symlink() or not place.is_dir():
        return False
    return (place / mark).is_file() or not any(place.iterdir())


_TAKEN = {
    "zh": "那里有其他内容；请另选一个目录，或先清空",
    "en": "something else stands there; name another folder, or empty this one",
}
