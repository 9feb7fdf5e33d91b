"""What goes wrong in the database of a ledger is told by the database's own code, each with its own
remedy.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sql
from sqlalchemy import exc

from tests.codes.issue.orders import PESTICIDE
from tests.codes.issue.test_issuer import refused
from tests.codes.issue.test_part_file import killed
from tracecode.codes.issue import Issuer
from tracecode.codes.issue.database import Database
from tracecode.errors import IssueError

DANGEROUS = ("new ledger", "begin anew", "older one")
ADVISED = {
    "issue.ledger_damaged",
    "issue.ledger_none",
    "issue.ledger_tables",
    "issue.ledger_contents",
}
"""Where a backup helps."""


def refuses(rule: str, run: Callable[[], object]) -> IssueError:
    """The error of a call that is refused by this rule. No error may advise what repeats codes."""
    with pytest.raises(IssueError) as error:
        run()
    refused(error, rule)
    text = error.value.findings[0].text("en")
    assert not any(words in text for words in DANGEROUS)
    assert ("backup" in text) == (rule in ADVISED)
    assert ("issue recover" in text) == ("backup" in text)
    return error.value


def issue(issuer: Issuer, purpose: str = "") -> None:
    """Take a number."""
    issuer.issue("pesticide-unit", 1, purpose=purpose, **PESTICIDE)


# --- SQLite ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "issue.ledger_locked"),
        (sqlite3.SQLITE_LOCKED, "issue.ledger_locked"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "issue.ledger_readonly"),
        (sqlite3.SQLITE_READONLY_ROLLBACK, "issue.ledger_readonly"),
        (sqlite3.SQLITE_IOERR_FSYNC, "issue.ledger_io"),
        (sqlite3.SQLITE_IOERR_SHORT_READ, "issue.ledger_io"),
        (sqlite3.SQLITE_FULL, "issue.ledger_full"),
        (sqlite3.SQLITE_CORRUPT_VTAB, "issue.ledger_damaged"),
        (sqlite3.SQLITE_NOTADB, "issue.ledger_none"),
        (sqlite3.SQLITE_PERM, "issue.ledger_rights"),
        (sqlite3.SQLITE_AUTH, "issue.ledger_rights"),
        (sqlite3.SQLITE_NOMEM, "issue.ledger_resources"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, "issue.ledger_open"),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, "issue.ledger_contents"),
        (sqlite3.SQLITE_ERROR, "issue.ledger_tables"),
        (sqlite3.SQLITE_INTERNAL, "issue.ledger_unusable"),
    ],
)
def test_result_codes(code: int, rule: str, tmp_path: Path) -> None:
    """Each result code of SQLite, also an extended one, has its finding; its words decide
    nothing.
    """
    database = Database(f"sqlite:///{tmp_path}/codes.db", 0)
    error = sqlite3.DatabaseError("database disk image is malformed, locked and full")
    error.sqlite_errorcode = code

    def fail() -> None:
        with database.begin():
            raise exc.DatabaseError(None, None, error)

    refuses(rule, fail)


def test_a_file_that_may_only_be_read(tmp_path: Path, issuer: Issuer, key: Path) -> None:
    """A ledger that may only be read answers questions, and issues nothing."""
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    (tmp_path / "codes.db").chmod(0o444)
    key.chmod(0o400)
    os.chown(key, 65534, -1) if os.geteuid() == 0 else None
    folder = tmp_path
    while folder != Path("/tmp"):
        folder.chmod(0o755)
        folder = folder.parent

    def run() -> None:
        if os.geteuid() == 0:
            os.seteuid(65534)
        reader = Issuer(f"sqlite:///{tmp_path}/codes.db", key)
        assert reader.status(code).number == 1
        refuses("issue.ledger_readonly", lambda: issue(reader))
        refuses("issue.ledger_open", lambda: Issuer(f"sqlite:///{tmp_path}/other.db", key))

    assert not killed(run)


@pytest.mark.parametrize("statement", ["PRAGMA query_only=ON"])
def test_a_connection_that_only_reads(statement: str, tmp_path: Path, issuer: Issuer) -> None:
    """A connection that may only read is called so, and not damaged."""
    engine = issuer._ledger.database.engine
    sql.event.listen(engine, "connect", lambda connection, _: connection.execute(statement))
    refuses("issue.ledger_readonly", lambda: issue(issuer))


def pipe_in(path: Path) -> None:
    """Make a pipe in a new folder."""
    path.parent.mkdir()
    os.mkfifo(path)


def device_in(path: Path) -> None:
    """Make a link to a device in a new folder."""
    path.parent.mkdir()
    path.symlink_to("/dev/null")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (repr, "its folder does not exist"),
        (lambda path: path.mkdir(parents=True), "it is a folder"),
        (pipe_in, "it is no ordinary file"),
        (device_in, "it is no ordinary file"),
    ],
)
def test_files_that_cannot_be_a_ledger(
    make: Callable[[Path], None], words: str, tmp_path: Path, key: Path
) -> None:
    """A folder, a pipe or a device is no ledger: what forgets would repeat codes. The reason is in
    both languages.
    """
    path = tmp_path / "inner" / "codes.db"
    make(path)
    error = refuses("issue.ledger_open", lambda: Issuer(f"sqlite:///{path}", key))
    assert words in error.findings[0].text("en")
    assert not any(word in error.findings[0].text("zh") for word in ("folder", "file", "unable"))


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///file:x?mode=memory&cache=shared&uri=true", "sqlite:///file::memory:?uri=true",
        "sqlite:///a\0b", "sqlite://host/codes.db", "sqlite+aiosqlite:///codes.db",
        "sqlite:///codes.db?isolation_level=DEFERRED", "postgresql://host:port/codes",
        "postgresql+psycopg2://host/codes", "postgresql+asyncpg://host/codes", 5, None,
    ],
)  # fmt: skip
def test_addresses(url: str, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses that name nothing lasting, options that would undo the locking, and other drivers
    are refused.
    """
    monkeypatch.chdir(tmp_path)
    refuses("issue.ledger_address", lambda: Issuer(url, key))
    assert [path.name for path in tmp_path.iterdir()] == ["issue.key"]


@pytest.mark.parametrize("wait", [-1, float("nan"), float("inf"), "5", True, 10**400])
def test_nobody_waits_so_long(wait: float, tmp_path: Path, key: Path) -> None:
    """A time to wait that is none is a mistake of the program."""
    with pytest.raises(ValueError, match="wait is a number of seconds from 0"):
        Issuer(f"sqlite:///{tmp_path}/codes.db", key, wait=wait)


def test_more_threads_than_connections(issuer: Issuer) -> None:
    """A pool without a connection left is called held, not an error of the library."""
    database = issuer._ledger.database

    def fail() -> None:
        with database.begin():
            raise exc.TimeoutError("QueuePool limit")

    refuses("issue.ledger_locked", fail)


@pytest.mark.parametrize("table", ["tracecode_scopes", "tracecode_issues", "tracecode_recoveries"])
def test_a_missing_table(table: str, url: str, key: Path) -> None:
    """A ledger that lost a table is not made anew: it is refused, with what to do."""
    issuer = Issuer(url, key)
    issue(issuer)
    with issuer._ledger.database.begin(writes=True) as connection:
        connection.exec_driver_sql(
            f"DROP TABLE {table}" + (" CASCADE" if url.startswith("postgresql") else "")
        )
    refuses("issue.ledger_tables", lambda: issue(Issuer(url, key)))


def test_a_ledger_that_lost_its_first_table(url: str, key: Path) -> None:
    """The table that names the ledger is not made anew beside counts: their codes would not be
    known any more.
    """
    issuer = Issuer(url, key)
    issue(issuer)
    with issuer._ledger.database.begin(writes=True) as connection:
        connection.exec_driver_sql("DROP TABLE tracecode_ledger")
    refuses("issue.ledger_damaged", lambda: Issuer(url, key))


# --- PostgreSQL -----------------------------------------------------------------------------------


@pytest.fixture
def server_url(postgres: str) -> Iterator[str]:
    """A server with an empty database, and a role `clerk` without rights."""
    engine = sql.create_engine(
        postgres.replace("postgresql", "postgresql+psycopg"), poolclass=sql.NullPool
    )
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.exec_driver_sql("GRANT USAGE ON SCHEMA public TO PUBLIC")
        connection.exec_driver_sql("DROP ROLE IF EXISTS clerk")
        connection.exec_driver_sql("CREATE ROLE clerk LOGIN")
    yield postgres
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP OWNED BY clerk")
        connection.exec_driver_sql("DROP ROLE clerk")


def test_a_server_that_may_only_be_read(server_url: str, key: Path) -> None:
    """A standby, or a server set to read only, is told as such: on an empty database and on a
    ledger.
    """
    standby = f"{server_url}&options=-c%20default_transaction_read_only%3Don"
    refuses("issue.ledger_readonly", lambda: Issuer(standby, key))
    (code,) = Issuer(server_url, key).issue("pesticide-unit", 1, **PESTICIDE)
    reader = Issuer(standby, key)
    assert reader.status(code).number == 1
    refuses("issue.ledger_readonly", lambda: issue(reader))
    refuses("issue.ledger_readonly", lambda: reader.recover(reserve=1))


def test_a_user_without_rights(server_url: str, key: Path) -> None:
    """A missing right is told as such: to make the tables, and to write them."""
    clerk = server_url.replace("tester@", "clerk@")
    refuses("issue.ledger_rights", lambda: Issuer(clerk, key))
    (code,) = Issuer(server_url, key).issue("pesticide-unit", 1, **PESTICIDE)
    refuses("issue.ledger_rights", lambda: Issuer(clerk, key))
    engine = sql.create_engine(
        server_url.replace("postgresql", "postgresql+psycopg"), poolclass=sql.NullPool
    )
    with engine.begin() as connection:
        connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO clerk")
    reader = Issuer(clerk, key)
    assert reader.status(code).number == 1
    refuses("issue.ledger_rights", lambda: issue(reader))
    with engine.begin() as connection:
        connection.exec_driver_sql("GRANT UPDATE, INSERT ON ALL TABLES IN SCHEMA public TO clerk")
        connection.exec_driver_sql("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clerk")
    issue(reader)


def test_connections_that_are_not_made(server_url: str, key: Path) -> None:
    """A wrong user or database, and a server that takes no more connections, are told with the
    server's words.
    """
    for own, other in (("tester@", "nobody@"), ("/postgres?", "/nothing?")):
        error = refuses(
            "issue.ledger_connection", partial(Issuer, server_url.replace(own, other), key)
        )
        assert "does not exist" in error.findings[0].text("en")


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        ("08006", "issue.ledger_connection"), ("25006", "issue.ledger_readonly"),
        ("28P01", "issue.ledger_connection"), ("3D000", "issue.ledger_connection"),
        ("3F000", "issue.ledger_tables"), ("40001", "issue.ledger_conflict"),
        ("40P01", "issue.ledger_conflict"), ("42501", "issue.ledger_rights"),
        ("42P01", "issue.ledger_tables"), ("42703", "issue.ledger_tables"),
        ("53100", "issue.ledger_full"), ("53200", "issue.ledger_resources"),
        ("53300", "issue.ledger_resources"), ("55P03", "issue.ledger_locked"),
        ("57014", "issue.ledger_stopped"), ("57P01", "issue.ledger_stopped"),
        ("57P03", "issue.ledger_stopped"), ("58030", "issue.ledger_io"), ("22P05", "issue.text"),
        ("22003", "issue.ledger_contents"), ("23505", "issue.ledger_contents"),
        ("XX001", "issue.ledger_damaged"), ("XX002", "issue.ledger_damaged"),
        ("XX000", "issue.ledger_unusable"), ("0A000", "issue.ledger_unusable"),
        ("P0001", "issue.ledger_unusable"),
    ],
)  # fmt: skip
def test_sqlstates(state: str, rule: str, server_url: str) -> None:
    """Each SQLSTATE has its finding; only what the server calls corrupt is called damaged."""
    database = Database(server_url, 1)

    def fail() -> None:
        with database.begin() as connection:
            connection.exec_driver_sql(
                f"DO $$ BEGIN RAISE 'some words' USING ERRCODE = '{state}'; END $$"
            )

    refuses(rule, fail)


def test_transactions_that_cross(server_url: str) -> None:
    """What the server asks to repeat is repeated, some times; then it is told."""
    database = Database(server_url, 1)
    turns = 0

    def work(connection: sql.Connection, enough: int) -> int:
        nonlocal turns
        turns += 1
        if turns < enough:
            connection.exec_driver_sql(
                "DO $$ BEGIN RAISE 'deadlock' USING ERRCODE = '40P01'; END $$"
            )
        return turns

    assert database.write(lambda connection: work(connection, 4)) == 4
    turns = 0
    refuses(
        "issue.ledger_conflict", lambda: database.write(lambda connection: work(connection, 100))
    )
    assert turns == 6


def test_a_server_that_stops(server_url: str, key: Path) -> None:
    """A connection that the server ends, and a statement that takes too long, are told as such; the
    next one works.
    """
    issuer = Issuer(server_url, key)
    issue(issuer)

    def cut() -> None:
        with issuer._ledger.database.begin() as connection:
            own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with Database(server_url, 1).begin() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({own})")
            connection.exec_driver_sql("SELECT pg_sleep(5)")

    refuses("issue.ledger_stopped", cut)
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == 2
    slow = Database(f"{server_url}&options=-c%20statement_timeout%3D10", 1)

    def wait() -> None:
        with slow.begin() as connection:
            connection.exec_driver_sql("SELECT pg_sleep(5)")

    refuses("issue.ledger_stopped", wait)


def test_options_of_the_address(server_url: str, key: Path) -> None:
    """Options that the address gives the server are kept: the ledger is in the schema that they
    name.
    """
    with Database(server_url, 1).begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA trace")
    issue(Issuer(f"{server_url}&options=-c%20search_path%3Dtrace", key))
    with Database(server_url, 1).begin() as connection:
        found = connection.exec_driver_sql(
            "SELECT schemaname FROM pg_tables WHERE tablename = 'tracecode_scopes'"
        )
        assert found.scalars().all() == ["trace"]
        connection.exec_driver_sql("DROP SCHEMA trace CASCADE")


def test_a_database_without_chinese(server_url: str, key: Path) -> None:
    """A purpose that the encoding of the database cannot hold is told as such, and takes no
    number.
    """
    engine = sql.create_engine(
        server_url.replace("postgresql", "postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS latin")
        connection.exec_driver_sql(
            "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    engine.dispose()
    issuer = Issuer(server_url.replace("/postgres?", "/latin?"), key)
    refuses("issue.text", lambda: issue(issuer, "春季"))
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == 1
    issuer._ledger.database.engine.dispose()
