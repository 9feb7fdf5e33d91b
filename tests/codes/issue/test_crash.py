"""Processes that are killed while they issue. `script/crash-test` alone does a thousand runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.codes.issue import server

SCRIPT = Path(__file__).parents[3] / "script" / "crash-test"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_comes_twice(kind: str) -> None:
    """After fifty runs of four processes killed at random moments no code has come out twice, and none is unknown."""
    if kind == "postgresql" and (reason := server.absent()):
        pytest.skip(reason)
    done = subprocess.run(
        [sys.executable, SCRIPT, "--runs", "50", "--ledger", kind], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 twice, 0 of " in done.stdout
