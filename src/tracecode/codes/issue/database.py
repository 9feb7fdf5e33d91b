"""The database under a ledger: its address, its transactions, and what its errors mean.

An error is told by the database's own code, never by its words: SQLSTATE from PostgreSQL, the
result code from SQLite. Only what the database itself calls corrupt is called damaged, since
whoever reads that reaches for a backup. Whatever goes wrong, nothing is committed, or what was
committed is never printed: a gap, and no code twice.
"""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sql
from sqlalchemy import exc
from sqlalchemy.pool import NullPool

from tracecode.codes.issue.faults import refusal
from tracecode.errors import IssueError
from tracecode.extras import extra

_T = TypeVar("_T")
_ADDRESSES = ["sqlite:///codes.db", "postgresql://host/database"]
_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRES = ("postgresql", "postgresql+psycopg")
_LONGEST_WAIT = 1_000_000  # seconds; more than that is a slip
_LOCK = 0x7472616365
_TURNS = 6  # of a transaction that the server asks to repeat

_BY_RESULT_CODE = {
    sqlite3.SQLITE_PERM: "issue.ledger_rights",
    sqlite3.SQLITE_AUTH: "issue.ledger_rights",
    sqlite3.SQLITE_BUSY: "issue.ledger_locked",
    sqlite3.SQLITE_LOCKED: "issue.ledger_locked",
    sqlite3.SQLITE_PROTOCOL: "issue.ledger_locked",
    sqlite3.SQLITE_NOMEM: "issue.ledger_resources",
    sqlite3.SQLITE_READONLY: "issue.ledger_readonly",
    sqlite3.SQLITE_IOERR: "issue.ledger_io",
    sqlite3.SQLITE_CORRUPT: "issue.ledger_damaged",
    sqlite3.SQLITE_NOTADB: "issue.ledger_none",
    sqlite3.SQLITE_FULL: "issue.ledger_full",
    sqlite3.SQLITE_CANTOPEN: "issue.ledger_open",
    sqlite3.SQLITE_CONSTRAINT: "issue.ledger_contents",
    sqlite3.SQLITE_MISMATCH: "issue.ledger_contents",
    sqlite3.SQLITE_SCHEMA: "issue.ledger_tables",
    # our statements are right: what they name is not there
    sqlite3.SQLITE_ERROR: "issue.ledger_tables",
}
"""Finding by primary result code (sqlite.org/rescode.html)."""

_BY_SQLSTATE = {
    "22021": "issue.text",  # a character that the encoding of the database has not
    "22P05": "issue.text",
    "08": "issue.ledger_connection",  # connection exceptions
    "22": "issue.ledger_contents",  # data that cannot be
    "23": "issue.ledger_contents",  # integrity constraints
    "25006": "issue.ledger_readonly",  # read_only_sql_transaction
    "28": "issue.ledger_connection",  # user or password
    "3D": "issue.ledger_connection",  # no such database
    "3F": "issue.ledger_tables",  # no such schema
    "40": "issue.ledger_conflict",  # serialization failure, deadlock
    "42501": "issue.ledger_rights",  # insufficient_privilege
    "42": "issue.ledger_tables",  # undefined table, column, type, function
    "53100": "issue.ledger_full",  # disk_full
    "53": "issue.ledger_resources",  # memory, connections, limits of the configuration
    "55P03": "issue.ledger_locked",  # lock_not_available
    "57": "issue.ledger_stopped",  # the operator or the server intervened
    "58": "issue.ledger_io",  # errors of the server's disk
    "XX001": "issue.ledger_damaged",  # data_corrupted
    "XX002": "issue.ledger_damaged",  # index_corrupted
}
"""Finding by SQLSTATE, or by its class, which is the first two characters (PostgreSQL 15, appendix
A).
"""

_NOT_OPEN = {
    "folder": {"zh": "文件夹不存在", "en": "its folder does not exist"},
    "directory": {"zh": "这是文件夹", "en": "it is a folder"},
    "special": {"zh": "这不是普通文件", "en": "it is no ordinary file"},
    "rights": {"zh": "没有读写权限", "en": "this user may not read and write it"},
}


class Database:
    """A database, opened. It may be used by several threads, and after a fork."""

    def __init__(self, url: str, wait: float) -> None:
        """Prepare the connections; none is made yet.

        Args:
            url: `sqlite:///FILE` or `postgresql://...`, as SQLAlchemy writes them.
            wait: seconds to wait for others who hold it.

        Raises:
            IssueError: the address is none of a lasting database.
            MissingExtra: the driver of PostgreSQL is not installed.
            ValueError: nobody waits so long.
        """
        if (
            isinstance(wait, bool)
            or not isinstance(wait, int | float)
            or not 0 <= wait <= _LONGEST_WAIT
        ):
            raise ValueError(f"wait is a number of seconds from 0 to {_LONGEST_WAIT}")
        self.engine = _engine(url, wait)
        self.file = self.engine.url.database if self.engine.dialect.name == "sqlite" else None
        """The file of SQLite; None where a server has the database."""
        self._own()

    def __str__(self) -> str:
        """The address, without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def begin(self, *, writes: bool = False) -> Iterator[sql.Connection]:
        """A transaction; what goes wrong in the database becomes an error of ours.

        Raises:
            IssueError: it failed, and nothing of it is kept.
        """
        # connections to a server stay with the process that made them
        if os.getpid() != self._process:
            self.engine.dispose(close=False)
            self._own()
        try:
            with self.engine.execution_options(writes=writes).begin() as connection:
                yield connection
        except exc.DBAPIError as error:
            raise self._explained(error) from None
        except exc.TimeoutError:  # more threads than connections
            raise refusal("issue.ledger_locked") from None
        except (exc.NoResultFound, exc.MultipleResultsFound, UnicodeDecodeError) as error:
            raise refusal("issue.ledger_contents", reason=str(error)) from None
        except exc.SQLAlchemyError as error:
            raise refusal("issue.ledger_unusable", reason=str(error)) from None

    def write(self, work: Callable[[sql.Connection], _T]) -> _T:
        """Do something in a transaction that writes, again where it crossed another one.

        Raises:
            IssueError: it failed, and nothing of it is kept.
        """
        for turn in range(1, _TURNS):
            try:
                with self.begin(writes=True) as connection:
                    return work(connection)
            except IssueError as error:
                if error.findings[0].rule != "issue.ledger_conflict":
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**turn))  # noqa: S311  # no secret
        with self.begin(writes=True) as connection:
            return work(connection)

    def _own(self) -> None:
        """Close the connections when this object goes, in this process and no other."""
        self._process = os.getpid()
        weakref.finalize(self, _close, self.engine, self._process).atexit = False

    def _explained(self, error: exc.DBAPIError) -> IssueError:
        # its words, without statement and values
        reason: object = " ".join(str(error.orig).split())
        state = getattr(error.orig, "sqlstate", None)
        code = getattr(error.orig, "sqlite_errorcode", None)
        if self.file is None:
            rule = _BY_SQLSTATE.get(state or "") or _BY_SQLSTATE.get((state or "")[:2])
            if state is None and isinstance(error, exc.OperationalError | exc.InterfaceError):
                # only the client spoke: libpq gives no SQLSTATE for a connection that is not made
                # or is lost
                rule = (
                    "issue.ledger_stopped"
                    if error.connection_invalidated
                    else "issue.ledger_connection"
                )
        else:
            # the primary code is the low byte; without any, a text in the file is not UTF-8
            rule = _BY_RESULT_CODE.get(code & 0xFF) if code is not None else "issue.ledger_contents"
            if rule == "issue.ledger_none":
                reason = self.file
            if rule == "issue.ledger_open":
                reason = _NOT_OPEN.get(_why_not_open(self.file), reason)
        return refusal(rule or "issue.ledger_unusable", reason=reason)


def lock(connection: sql.Connection) -> None:
    """Let one process at a time come so far, until its transaction ends. SQLite does so by
    itself.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_LOCK)))


def _close(engine: sql.Engine, process: int) -> None:
    if os.getpid() == process:
        engine.dispose()


def _engine(url: str, wait: float) -> sql.Engine:
    if not isinstance(url, str):  # which older versions of the library hand back as it is
        raise refusal("issue.ledger_address", allowed=_ADDRESSES)
    try:
        address = sql.make_url(url)
    except (exc.ArgumentError, ValueError):  # a port that is no number is a ValueError
        raise refusal("issue.ledger_address", allowed=_ADDRESSES) from None
    if address.drivername in _POSTGRES:
        return _server(address, wait)
    file = address.database or ""
    plain = file not in ("", ":memory:") and not file.startswith("file:") and "\0" not in file
    if (
        address.drivername not in _SQLITE
        or not plain
        or address.query
        or address.host
        or address.username
    ):
        raise refusal("issue.ledger_address", allowed=_ADDRESSES)
    # or /dev/null would be a ledger that forgets
    if (why := _why_not_open(file)) in ("directory", "special"):
        raise refusal("issue.ledger_open", reason=_NOT_OPEN[why])
    engine = sql.create_engine(address, poolclass=NullPool, connect_args={"timeout": wait})
    sql.event.listen(engine, "connect", _prepare)
    sql.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _server(address: sql.URL, wait: float) -> sql.Engine:
    given = address.query.get("options", "")
    options = f"{given if isinstance(given, str) else ' '.join(given)} -c lock_timeout={int(wait * 1000) or 1}"
    extra("psycopg", "postgres")
    return sql.create_engine(
        address.set(drivername="postgresql+psycopg"), pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"options": options.strip(), "client_encoding": "utf8"},
    )  # fmt: skip


def _why_not_open(file: str) -> str:
    """A key of `_NOT_OPEN`, or nothing where the file system sees no reason."""
    folder = os.path.dirname(os.path.abspath(file))
    if not os.path.isdir(folder):
        return "folder"
    try:
        mode = os.stat(file).st_mode
    except FileNotFoundError:
        return "" if os.access(folder, os.W_OK | os.X_OK) else "rights"
    except OSError:
        return "rights"
    if stat.S_ISDIR(mode):
        return "directory"
    if not stat.S_ISREG(mode):
        return "special"
    return "" if os.access(file, os.R_OK | os.W_OK) else "rights"


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    connection.execute("PRAGMA synchronous=EXTRA")  # what was committed survives the loss of power


def _begin_sqlite(connection: sql.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
