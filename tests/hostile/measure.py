"""Read one hostile file in a process of its own: what was found, how much memory and time it
took.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import tracecode as tc
from tests.hostile.case import Hostile

_ENDINGS = {
    "codes": "txt",
    "json": "json",
    "ndjson": "ndjson",
    "xml": "xml",
    "csv": "csv",
    "xlsx": "xlsx",
}
MEMORY = 10**9
"""Most bytes of address space that a reading may add: beyond it, it fails instead of taking the
machine with it.
"""
_SECONDS = 60
"""Most processor time of a reading: what takes its size by the square would not end."""

LOADED = 80
"""Megabytes of a process that has read something right, before it reads anything hostile."""


class Outcome(NamedTuple):
    """What came of a reading."""

    error: str | None
    """The exception that ended it, but for the documented ones."""
    judged: int
    """Verdicts on codes and records."""
    valid: int
    status: str
    """The verdict on the whole; `refused` where the file could not be read as what it is."""
    rules: list[str]
    """Rules of all errors, and of what was not judged."""
    megabytes: float
    """Most memory of a process that reads this file and nothing else."""
    seconds: float
    """Processor time."""


def measure(case: Hostile) -> Outcome:
    """Read a file in a child of this process, with the names by which a user reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"hostile.{_ENDINGS[case.form]}"
        path.write_bytes(case.content)
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            _answer(case, path, write)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            answer = pipe.read()
        _, status, usage = os.wait4(child, 0)
    seconds = usage.ru_utime + usage.ru_stime
    if status or not answer:
        return Outcome(f"ended with status {status}", 0, 0, "", [], usage.ru_maxrss / 1e3, seconds)
    found = json.loads(answer)
    megabytes = LOADED + (usage.ru_maxrss - found.pop("before")) / 1e3
    return Outcome(**found, megabytes=megabytes, seconds=seconds)


def load(case: Hostile) -> None:
    """Read a file in this process, so that its children need not load the standard and what
    explains faults again.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"loading.{_ENDINGS[case.form]}"
        path.write_bytes(case.content)
        _read(case, path)


def _answer(case: Hostile, path: Path, write: int) -> None:
    """Say what was found, and end the process."""
    try:
        sys.settrace(None)  # what measures coverage would take most of the time
        most = _address_space() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        # much is shared with the parent
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        os.write(write, json.dumps(_read(case, path) | {"before": before}).encode())
    finally:
        sys.stdout.flush()
        os._exit(0)


def _address_space() -> int:
    """Bytes that the process has mapped, most of them shared with the one that it was forked
    from.
    """
    pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    return int(pages) * resource.getpagesize()


def _read(case: Hostile, path: Path) -> dict[str, Any]:
    options: dict[str, Any] = (
        {"format": case.form} if case.column is None else {"column": case.column}
    )
    if case.form == "codes":
        options["scheme"] = "uscc"
    judged = valid = 0
    rules: set[str] = set()
    try:
        report = tc.validate(path, **options)
        for verdict in report:
            judged += verdict.kind in ("code", "record")
            valid += verdict.kind in ("code", "record") and verdict.status == "valid"
            rules |= {
                finding.rule
                for finding in verdict.findings
                if finding.severity == "error" or finding.unchecked
            }
            for finding in verdict.findings:
                assert finding.text("zh")
                assert finding.text("en")
        status = str(report.status)
    except tc.UnreadableFile:
        status = "refused"
    except Exception as error:  # noqa: BLE001  # that is what is looked for
        return {
            "error": f"{type(error).__name__}: {error}"[:300],
            "judged": judged,
            "valid": valid,
            "status": "",
            "rules": [],
        }
    return {
        "error": None,
        "judged": judged,
        "valid": valid,
        "status": status,
        "rules": sorted(rules),
    }
