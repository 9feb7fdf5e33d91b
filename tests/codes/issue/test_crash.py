"""Processes that are killed while they issue, or that issue to one name. `script/crash-test` does
many more rounds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.codes.issue import server

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parents[3] / "script" / "crash-test"


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_comes_twice(kind: str) -> None:
    """After fifty runs of four processes killed at random moments no code has come out twice, and
    none is unknown.
    """
    if kind == "postgresql" and (reason := server.absent()):
        pytest.skip(reason)
    done = subprocess.run(
        [sys.executable, SCRIPT, "--runs", "50", "--ledger", kind],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 twice, 0 of " in done.stdout


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_one_name(kind: str) -> None:
    """Of four processes to one name one wins, the others take no number; one that is killed leaves
    nothing torn.
    """
    if kind == "postgresql" and (reason := server.absent()):
        pytest.skip(reason)
    done = subprocess.run(
        [sys.executable, SCRIPT, "--parallel", "3", "--killed", "12", "--ledger", kind],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        "one won and 3 refused each time: True; 120000 numbers taken, 120000 codes in files, 0 twice"
        in done.stdout
    )
    assert "no file torn and the next run cleared the rest: True" in done.stdout
