"""The table of limits: every one has its reason, and a caller may change it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from tracecode.tables.limits import DEFAULT, Limits

ROOT = Path(__file__).resolve().parents[2]


def test_page() -> None:
    """The page of limits is that of the module: every limit with what it bounds and why."""
    subprocess.run([sys.executable, ROOT / "script" / "input-limits", "--check"], check=True, cwd=ROOT)
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    assert [row[0] for row in rows] == [f"| `{field.name}`" for field in fields(Limits)]
    assert all(row[2] and row[3].rstrip(" |") for row in rows)


def test_limits() -> None:
    """Limits are whole numbers, given by name, and fixed once made."""
    assert all(isinstance(getattr(DEFAULT, field.name), int) for field in fields(Limits))
    assert Limits(columns=7) == Limits(columns=7) != DEFAULT
    with pytest.raises(FrozenInstanceError):
        DEFAULT.columns = 7  # type: ignore[misc]
