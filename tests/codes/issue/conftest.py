"""A ledger and a key in a folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracecode.codes.issue import Issuer, write_key


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The file of a new key."""
    path = tmp_path / "issue.key"
    write_key(path)
    return path


@pytest.fixture
def issuer(tmp_path: Path, key: Path) -> Issuer:
    """An issuer with a new ledger."""
    return Issuer(f"sqlite:///{tmp_path}/codes.db", key, who="tester", wait=0)
