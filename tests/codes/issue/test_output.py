"""Files of issued codes: whole or not there."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.codes.issue.orders import PESTICIDE
from tests.codes.issue.test_issuer import refused
from tracecode.codes.issue import Issuer
from tracecode.errors import IssueError


def left(folder: Path) -> list[str]:
    """What lies in the folder beside ledger and key."""
    return sorted(
        path.name for path in folder.iterdir() if path.name not in ("codes.db", "issue.key")
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("format", "count"), [("text", 200_000), ("parquet", 200_000), ("text", 10_000)]
)
def test_no_room(format: str, count: int, tmp_path: Path, issuer: Issuer) -> None:
    """If the file cannot be completed for want of space, nothing of it stays, and the numbers are a
    gap.
    """
    # as a process of its own: a limit on the size of files, which the ledger keeps, stands for a
    # full disk
    program = f"""
import resource, signal
from pathlib import Path
from tracecode.codes.issue import Issuer
issuer = Issuer("sqlite:///{tmp_path}/codes.db", Path("{tmp_path}/issue.key"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    issuer.issue_to("{tmp_path}/codes", "pesticide-unit", {count}, format="{format}", **{PESTICIDE})
except Exception as error:
    print(error.findings[0].rule)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "issue.disk_full", done.stderr
    assert left(tmp_path) == []
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == count + 1


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        (errno.ENOSPC, "issue.disk_full"),
        (errno.EDQUOT, "issue.disk_full"),
        (errno.EIO, "issue.output"),
    ],
)
def test_errors_of_the_disk(
    number: int, rule: str, tmp_path: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, a full quota and a broken disk are told as such; nothing stays."""

    def fail(handle: int, data: bytes) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.write", fail)
    with pytest.raises(IssueError) as error:
        issuer.issue_to(tmp_path / "codes", "pesticide-unit", 10, **PESTICIDE)
    refused(error, rule)
    assert left(tmp_path) == []


def test_what_exists_is_not_overwritten(tmp_path: Path, issuer: Issuer) -> None:
    """A file or manifest that exists is left alone, before any number is taken."""
    for name in ("a", "b.manifest.json"):
        (tmp_path / name).write_text("mine")
        with pytest.raises(IssueError) as error:
            issuer.issue_to(tmp_path / name[0], "pesticide-unit", 10, **PESTICIDE)
        refused(error, "issue.exists")
        assert (tmp_path / name).read_text() == "mine"
    assert left(tmp_path) == ["a", "b.manifest.json"]
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == 1


def test_a_folder_that_does_not_exist(tmp_path: Path, issuer: Issuer) -> None:
    """A file that cannot be made costs no number."""
    with pytest.raises(IssueError) as error:
        issuer.issue_to(tmp_path / "none" / "codes", "pesticide-unit", 10, **PESTICIDE)
    refused(error, "issue.output")
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == 1


def test_a_refused_order_leaves_no_file(tmp_path: Path, issuer: Issuer) -> None:
    """An order that is refused, or broken off, leaves neither file nor manifest."""
    with pytest.raises(IssueError):
        issuer.issue_to(tmp_path / "codes", "veterinary-trace", 10)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        issuer.issue_to(tmp_path / "codes", "pesticide-unit", 10, progress=stop, **PESTICIDE)
    assert left(tmp_path) == []


def test_in_the_present_folder(
    tmp_path: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name without a folder means the present one."""
    monkeypatch.chdir(tmp_path)
    issuer.issue_to("codes", "pesticide-unit", 10, **PESTICIDE)
    assert left(tmp_path) == ["codes", "codes.manifest.json"]


def test_without_arrow(tmp_path: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pyarrow is not installed, that is told before any number is taken; the other formats
    need none.
    """
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"tracecode\[bulk\]"):
        issuer.issue_batches("pesticide-unit", 1, **PESTICIDE)
    with pytest.raises(ImportError, match=r"tracecode\[bulk\]"):
        issuer.issue_to(tmp_path / "codes", "pesticide-unit", 1, format="parquet", **PESTICIDE)
    assert issuer.issue_to(tmp_path / "codes", "pesticide-unit", 1, **PESTICIDE).numbers == [[1, 1]]
