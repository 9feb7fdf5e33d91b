"""Validate a folder: every file in it and in the folders below, one after another; what is not read is named.

Nothing that lies in a folder ends the run. A file that holds no codes or records, cannot be opened or is none (a link
to nothing, a pipe) has a verdict of its own: it was not checked.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tracecode.checks.report import Verdict
from tracecode.errors import TraceCodeError, UnreadableFile
from tracecode.findings import Finding, status_of
from tracecode.spec.model import Text

Judge = Callable[[str], Iterable[Verdict] | Text]
"""Gives the verdicts on a file, or why it is not read."""


def verdicts_in(folder: str, judge: Judge) -> Iterator[Verdict]:
    """The verdicts on all files in a folder and below it, in the order of their names.

    Args:
        folder: its path.
        judge: judges one file.
    """
    for path, reason in _files(folder):
        if reason is not None:
            yield _skipped(path, reason)
            continue
        try:
            judged = judge(path)
            if isinstance(judged, Text):
                yield _skipped(path, judged)
                continue
            for verdict in judged:
                yield verdict if verdict.file is not None else replace(verdict, file=path)
        except (TraceCodeError, OSError) as error:
            yield _named(path, "file.unreadable", _reason(error))


def _files(folder: str) -> Iterator[tuple[str, Text | None]]:
    """The entries of a folder and of those below it, and why an entry is no file to read. Links are not walked."""
    faults: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=faults.append):
        folders.sort()
        yield from ((os.fspath(fault.filename), _reason(fault)) for fault in faults)
        faults.clear()
        links = [name for name in folders if os.path.islink(os.path.join(here, name))]
        for name in sorted([*names, *links]):
            path = os.path.join(here, name)
            yield path, _LINK if name in links else _odd(path)
    yield from ((os.fspath(fault.filename), _reason(fault)) for fault in faults)


def _odd(path: str) -> Text | None:
    """Why an entry is no regular file."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return _DANGLING
    except OSError as error:
        return _reason(error)
    return None if stat.S_ISREG(mode) else _SPECIAL


_LINK = Text(zh="是指向文件夹的链接", en="it is a link to a folder")
_DANGLING = Text(zh="链接指向的文件不存在", en="it is a link to nothing")
_SPECIAL = Text(zh="不是普通文件", en="it is no regular file")


def _reason(error: Exception) -> Text:
    if isinstance(error, UnreadableFile):
        return Text(zh=error.texts["zh"], en=error.texts["en"])
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Text(zh=why, en=why)


def _skipped(path: str, reason: Text) -> Verdict:
    return _named(path, "file.skipped", reason)


def _named(path: str, rule: str, reason: Text) -> Verdict:
    values = {"reason_zh": reason.zh, "reason_en": reason.en}
    found = (Finding(rule=rule, severity="warning", values=values),)
    return Verdict(0, "", status_of(found), None, None, None, found, path, kind="file")
