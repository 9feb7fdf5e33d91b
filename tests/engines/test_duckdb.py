"""The engine reaches nothing but its own folder, keeps its limit, and leaves nothing behind."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tracecode.engines.duckdb import Engine, EngineFailed


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
    ],
)
def test_it_reaches_nothing(
    statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file is read or written, no database or extension is opened, no setting is changed."""
    monkeypatch.chdir(tmp_path)
    with Engine(memory_mb=100) as engine, pytest.raises(EngineFailed):
        engine.run(statement)
    assert os.listdir(tmp_path) == []


def test_its_folder_goes(tmp_path: Path) -> None:
    """While it is open it has one folder of its own; afterwards none, also after an error."""
    with Engine(tmp_path, memory_mb=100) as engine:
        assert len(os.listdir(tmp_path)) == 1
        with pytest.raises(EngineFailed):
            engine.run("SELECT")
    assert os.listdir(tmp_path) == []


def test_no_folder(tmp_path: Path) -> None:
    """Where its folder cannot be made, it says why in both languages."""
    with pytest.raises(EngineFailed, match="No such file or directory") as error:
        Engine(tmp_path / "none")
    assert "没有这个文件或文件夹" in error.value.texts["zh"]


def test_too_little_memory() -> None:
    """A query for which memory does not suffice is told as that."""
    with Engine(memory_mb=50, threads=1) as engine, pytest.raises(EngineFailed, match="memory"):
        list(engine.rows("SELECT list(repeat('x', 1000) || range) FROM range(1000000)"))


DISK_FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
import tracecode as tc
records = ({"record_type": "recall", "record_id": f"{n:064}", "uscc": "P"} for n in range(120_000))
report = tc.across(records, rules=["record-id-twice"], folder=sys.argv[1], memory_mb=50)
found = list(report)
print(report.status, [one.finding.rule for one in found], found[0].finding.text("en"))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit of file sizes")
def test_disk_full(tmp_path: Path) -> None:
    """Where the engine cannot write any more, each rule is not checked, no traceback is seen and
    nothing is left.
    """
    run = subprocess.run(
        [sys.executable, "-c", DISK_FULL, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert run.stdout.startswith("not checked ['across.not_run'] "), run
    assert os.listdir(tmp_path) == []
