"""A ledger and a key in a folder of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sql

from tests.codes.issue import server
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


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server for all tests of issuing."""
    if reason := server.absent():
        pytest.skip(reason)
    with server.postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty ledger of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/codes.db"
    url: str = request.getfixturevalue("postgres")
    engine = sql.create_engine(
        url.replace("postgresql", "postgresql+psycopg"), poolclass=sql.NullPool
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle' AND pid "
            "<> pg_backend_pid()"
        )
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    return url
