"""The table of limits: every one has its reason, and a caller may change it."""

from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tracecode.errors import WrongUse
from tracecode.tables.limits import DEFAULT, Limits

ROOT = Path(__file__).resolve().parents[2]


def test_page() -> None:
    """The page of limits is that of the module: every limit with what it bounds and why."""
    subprocess.run(
        [sys.executable, ROOT / "script" / "input-limits", "--check"], check=True, cwd=ROOT
    )
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    assert [row[0] for row in rows] == [f"| `{field.name}`" for field in fields(Limits)]
    assert all(row[2] and row[3].rstrip(" |") for row in rows)


@pytest.mark.parametrize(
    "value",
    [
        None,
        1.5,
        7.0,
        "x",
        "7",
        b"7",
        True,
        0,
        -1,
        2**70,
        10**15,
        pytest.param(10**5000, id="huge"),
        [7],
    ],
)
def test_values(value: Any) -> None:
    """What is no whole number that the system can count to is refused by every limit, when it is
    made or changed.
    """
    for field in fields(Limits):
        with pytest.raises(
            WrongUse, match=f"the limit {field.name} takes a whole number from 1 to 9{{15}}, not"
        ) as error:
            Limits(**{field.name: value})
        assert error.value.texts["zh"].startswith(
            f"限值 {field.name} 应为 1 至 999999999999999 的整数，实为 "
        )
        with pytest.raises(WrongUse):
            replace(DEFAULT, **{field.name: value})
        assert len(str(error.value)) < 400


def test_the_greatest() -> None:
    """All limits may be as great as a limit can be: every reader reads on."""
    most = Limits(**dict.fromkeys((field.name for field in fields(Limits)), 10**15 - 1))
    for raw in (b'{"record_type": "recall"}', b"<recall/>", b"record_type,recall_no\nrecall,R-1\n"):
        (verdict,) = tc.validate(raw, limits=most)
        assert "check.failed" not in [finding.rule for finding in verdict.findings]
        assert [f.rule for f in next(iter(tc.validate(gzip.compress(raw), limits=most))).findings]
    for form in ("json", "ndjson"):
        with pytest.raises(tc.InvalidRecord):
            tc.loads(b'{"record_type": "recall"}', form, limits=most)


def test_limits() -> None:
    """Limits are whole numbers, given by name, and fixed once made."""
    assert all(isinstance(getattr(DEFAULT, field.name), int) for field in fields(Limits))
    assert Limits(columns=7) == Limits(columns=7) != DEFAULT
    with pytest.raises(FrozenInstanceError):
        DEFAULT.columns = 7  # type: ignore[misc]
