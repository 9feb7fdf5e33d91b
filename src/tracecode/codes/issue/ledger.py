"""The ledger: how far each set of codes has been counted, and who took which numbers. No code stands in it.

A *scope* is a set of codes that differ only in serial and check characters; it is named by its pattern. Numbers are
taken in ranges, each in one transaction that is committed before any code is printed. So a crash leaves a gap and never
a code twice, however many processes and machines take numbers at once: SQLite locks the file, PostgreSQL the row.

What happened to a code later (activated, voided, packed) is written down only where it is asked for.
"""

from __future__ import annotations

import os
import secrets
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool

from tracecode.codes.issue import plan as patterns
from tracecode.codes.issue.faults import refusal
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.issue.plan import Pattern, Plan

VERSION = 1
_LOCK = 0x7472616365  # of PostgreSQL, while the tables are made
_MANY = 200  # patterns or codes asked for at a time

_tables = sql.MetaData()
_about = sql.Table(
    "tracecode_ledger", _tables,
    sql.Column("version", sql.Integer, nullable=False),
    sql.Column("nonce", sql.String(64), nullable=False),
)  # fmt: skip
_scopes = sql.Table(
    "tracecode_scopes", _tables,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("scheme", sql.String(100), nullable=False),
    sql.Column("pattern", sql.Text, nullable=False),
    sql.Column("shape", sql.Text, nullable=False),
    sql.Column("width", sql.Integer, nullable=False),
    sql.Column("alphabet", sql.Text, nullable=False),
    sql.Column("key", sql.String(100), nullable=False),
    sql.Column("segments", sql.JSON, nullable=False),
    sql.Column("next", sql.BigInteger, nullable=False),
    sql.UniqueConstraint("scheme", "pattern"),
)  # fmt: skip
_issues = sql.Table(
    "tracecode_issues", _tables,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("scope", sql.Integer, sql.ForeignKey(_scopes.c.id), nullable=False),
    sql.Column("batch", sql.String(32), nullable=False),
    sql.Column("first", sql.BigInteger, nullable=False),
    sql.Column("last", sql.BigInteger, nullable=False),
    sql.Column("at", sql.String(32), nullable=False),
    sql.Column("clock", sql.String(32)),
    sql.Column("who", sql.Text, nullable=False),
    sql.Column("purpose", sql.Text, nullable=False),
    sql.UniqueConstraint("scope", "first"),
)  # fmt: skip
_events = sql.Table(
    "tracecode_events", _tables,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("kind", sql.String(20), nullable=False),
    sql.Column("scheme", sql.String(100), nullable=False),
    sql.Column("code", sql.Text, nullable=False),
    sql.Column("parent_scheme", sql.String(100)),
    sql.Column("parent", sql.Text),
    sql.Column("at", sql.String(32), nullable=False),
    sql.Column("who", sql.Text, nullable=False),
    sql.Column("purpose", sql.Text, nullable=False),
    sql.Index("tracecode_events_of", "scheme", "code"),
    sql.Index("tracecode_events_in", "parent_scheme", "parent"),
)  # fmt: skip


class Scope(Value):
    """A set of codes that are counted together."""

    id: int
    scheme: str
    pattern: Pattern
    alphabet: str
    key: str
    """Cipher and fingerprint of the key; empty where numbers are counted and not permuted."""
    next: int
    """The first number that nobody has taken."""

    @property
    def length(self) -> int:
        """Of the serial."""
        return next(part[1] for part in self.pattern if not isinstance(part, str) and part[0] == "serial")

    @property
    def room(self) -> int:
        """How many numbers there are."""
        return int(len(self.alphabet) ** self.length) - (not self.key)


class Taken(Value):
    """A range of numbers that belongs to the caller alone."""

    scope: int
    batch: str
    """Names one call of `issue`; ranges that it took together share it."""
    first: int
    last: int
    at: str
    purpose: str


class Event(Value):
    """What happened to a code after it was issued."""

    kind: str
    """`activated`, `voided`, `packed` or `unpacked`."""
    scheme: str
    code: str
    parent_scheme: str | None
    parent: str | None
    """The package, where one was named."""
    at: str
    """Date and time, UTC."""
    who: str
    purpose: str


class Ledger:
    """A ledger, opened. It may be used by several threads, and after a fork."""

    def __init__(
        self, url: str, wait: float = 30, clock: Callable[[], datetime] | None = None, *, make: bool = True
    ) -> None:
        """Open a ledger, and make it if there is none.

        Args:
            url: `sqlite:///FILE` or `postgresql://...`, as SQLAlchemy writes them.
            wait: seconds to wait for others who hold it.
            clock: what time it is, in UTC.
            make: False: a ledger that does not exist is refused, for those who only ask it something.

        Raises:
            IssueError: it cannot be opened, is damaged, or is of a newer version; or does not exist, without `make`.
        """
        self._engine = _engine(url, wait)
        file = self._engine.url.database if self._engine.dialect.name == "sqlite" else None
        if not make and file is not None and not os.path.exists(file):
            raise refusal("issue.ledger_absent", found=file)
        self._own()
        self._clock = clock or (lambda: datetime.now(UTC))
        self.nonce = self._open(make=make)
        """Random, made with the ledger. It goes into every permutation: a ledger that is lost and begun again under
        the same key does not repeat the codes of the first."""

    def __repr__(self) -> str:
        return f"Ledger({self._engine.url.render_as_string(hide_password=True)!r})"

    def take(self, plan: Plan, key: str, count: int, who: str, purpose: str, batch: str | None = None) -> Taken:
        """Take the next numbers of a scope, and commit; the scope is made when it is first used.

        Raises:
            IssueError: fewer are left, the key or the alphabet is another than before, or the ledger fails.
        """
        written = patterns.written(plan.pattern)
        with self._begin(writes=True) as connection:
            scope = self._scope(connection, plan, key, written)
            if scope.key != key:
                raise refusal("issue.other_key", found=key or "-", allowed=scope.key or "-")
            if scope.alphabet != plan.alphabet:
                raise refusal("issue.other_chars", found=plan.alphabet, allowed=scope.alphabet)
            left = min(plan.room, _MOST) - scope.next + 1
            if count > left:
                raise refusal("issue.left", found=count, allowed=left)
            at, clock = self._time(connection, scope.id)
            taken = Taken(
                scope=scope.id, batch=batch or secrets.token_hex(8), first=scope.next, last=scope.next + count - 1,
                at=at, purpose=purpose,
            )  # fmt: skip
            connection.execute(_scopes.update().where(_scopes.c.id == scope.id).values(next=taken.last + 1))
            connection.execute(_issues.insert().values(**taken.__dict__, clock=clock, who=who))
        return taken

    def scopes(self, scheme: str, found: Sequence[Pattern]) -> dict[Pattern, Scope]:
        """The scopes of these patterns, as far as there are any."""
        scopes: dict[Pattern, Scope] = {}
        with self._begin() as connection:
            for at in range(0, len(found), _MANY):
                some = [patterns.written(pattern) for pattern in found[at : at + _MANY]]
                chosen = _scopes.select().where(_scopes.c.scheme == scheme, _scopes.c.pattern.in_(some))
                scopes |= {scope.pattern: scope for scope in map(_as_scope, connection.execute(chosen))}
        return scopes

    def shapes(self) -> list[tuple[str, Pattern]]:
        """Every scheme with codes in the ledger, and the shapes of these."""
        with self._begin() as connection:
            chosen = (
                sql.select(_scopes.c.scheme, _scopes.c.shape).distinct().order_by(_scopes.c.scheme, _scopes.c.shape)
            )
            return [(row.scheme, patterns.read(row.shape)) for row in connection.execute(chosen)]

    def takings(self, scope: int, numbers: Iterable[int]) -> dict[int, Taken]:
        """The ranges in which taken numbers of a scope lie."""
        found: dict[int, Taken] = {}
        taken: Taken | None = None
        with self._begin() as connection:
            for number in sorted(numbers):
                if taken is None or number > taken.last:
                    chosen = _issues.select().where(_issues.c.scope == scope, _issues.c.first <= number)
                    row = connection.execute(chosen.order_by(_issues.c.first.desc()).limit(1)).one()
                    taken = Taken(
                        scope=scope, batch=row.batch, first=row.first, last=row.last, at=row.at, purpose=row.purpose
                    )
                found[number] = taken
        return found

    def record(
        self,
        kind: str,
        codes: Sequence[tuple[str, str]],
        who: str,
        purpose: str,
        parent: tuple[str, str] | None = None,
        judge: Callable[[Sequence[Event], str], None] | None = None,
    ) -> None:
        """Write down what happened to codes, all or none.

        Args:
            kind: what happened.
            codes: pairs of scheme and code.
            who: by whom.
            purpose: why.
            parent: the package into or out of which they went.
            judge: given the earlier events of each code and the code, raises if this one cannot follow.
        """
        with self._begin(writes=True) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_LOCK)))
            for scheme, code in codes:
                if judge is not None:
                    judge(self._events(connection, scheme, [code])[code], code)
                connection.execute(
                    _events.insert().values(
                        kind=kind, scheme=scheme, code=code, at=_text(self._clock()), who=who, purpose=purpose,
                        parent_scheme=parent and parent[0], parent=parent and parent[1],
                    )
                )  # fmt: skip

    def events(self, scheme: str, codes: Sequence[str]) -> dict[str, list[Event]]:
        """What happened to each code of a scheme, in order."""
        with self._begin() as connection:
            return self._events(connection, scheme, codes)

    def every_event(self) -> Iterator[Event]:
        """All that happened, in order."""
        with self._begin() as connection:
            for row in connection.execute(_events.select().order_by(_events.c.id)):
                yield _as_event(row)

    def packed(self, scheme: str, parent: str) -> list[Event]:
        """All goings into and out of a package, in order."""
        with self._begin() as connection:
            chosen = _events.select().where(_events.c.parent_scheme == scheme, _events.c.parent == parent)
            return [_as_event(row) for row in connection.execute(chosen.order_by(_events.c.id))]

    def _events(self, connection: sql.Connection, scheme: str, codes: Sequence[str]) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {code: [] for code in codes}
        for at in range(0, len(codes), _MANY):
            some = _events.c.code.in_(codes[at : at + _MANY])
            for row in connection.execute(
                _events.select().where(_events.c.scheme == scheme, some).order_by(_events.c.id)
            ):
                found[row.code].append(_as_event(row))
        return found

    def _scope(self, connection: sql.Connection, plan: Plan, key: str, written: str) -> Scope:
        """The scope of a plan, locked until the transaction ends."""
        chosen = _scopes.select().where(_scopes.c.scheme == plan.scheme.id, _scopes.c.pattern == written)
        row = connection.execute(chosen.with_for_update()).one_or_none()
        if row is None:
            connection.execute(_about.select().with_for_update())  # one new scope at a time: they must not overlap
            row = connection.execute(chosen.with_for_update()).one_or_none()
        if row is not None:
            return _as_scope(row)
        width, shape = patterns.width(plan.pattern), patterns.written(patterns.shape(plan.pattern))
        others = _scopes.select().where(
            _scopes.c.scheme == plan.scheme.id, _scopes.c.width == width, _scopes.c.shape != shape
        )
        for other in map(_as_scope, connection.execute(others)):
            if patterns.overlap(plan.pattern, plan.alphabet, other.pattern, other.alphabet):
                raise refusal("issue.overlap", found=_shown(plan.pattern), allowed=_shown(other.pattern))
        connection.execute(
            _scopes.insert().values(
                scheme=plan.scheme.id, pattern=written, shape=shape, width=width, alphabet=plan.alphabet, key=key,
                segments=plan.segments, next=1,
            )
        )  # fmt: skip
        return _as_scope(connection.execute(chosen).one())

    def _time(self, connection: sql.Connection, scope: int) -> tuple[str, str | None]:
        """The time of a new entry, never before the last one; and what the clock says, where it lags behind that."""
        chosen = sql.select(_issues.c.at).where(_issues.c.scope == scope).order_by(_issues.c.first.desc()).limit(1)
        last = connection.execute(chosen).scalar_one_or_none()
        now = _text(self._clock())
        return (now, None) if last is None or last <= now else (last, now)

    def _own(self) -> None:
        """Close the connections when this object goes, in this process and no other."""
        self._process = os.getpid()
        weakref.finalize(self, _close, self._engine, self._process).atexit = False

    def _open(self, *, make: bool) -> str:
        with self._begin() as connection:
            found = self._about(connection)
        if found is None and not make:
            raise refusal("issue.ledger_absent", found=self._engine.url.database)
        if found is None:
            with self._begin(writes=True) as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_LOCK)))
                found = self._about(connection)
                if found is None:
                    _tables.create_all(connection)
                    found = secrets.token_hex(16)
                    connection.execute(_about.insert().values(version=VERSION, nonce=found))
        return found

    def _about(self, connection: sql.Connection) -> str | None:
        """The nonce of the ledger; None if there is no ledger yet."""
        if not sql.inspect(connection).has_table(_about.name):
            return None
        version = connection.execute(sql.select(_about.c.version)).scalar_one_or_none()
        if version is None:
            raise refusal("issue.ledger_damaged", reason=_about.name)
        if version != VERSION:
            raise refusal("issue.ledger_newer", found=version, allowed=VERSION)
        return str(connection.execute(sql.select(_about.c.nonce)).scalar_one())

    @contextmanager
    def _begin(self, *, writes: bool = False) -> Iterator[sql.Connection]:
        """A transaction; what goes wrong in the database becomes an error of ours."""
        if os.getpid() != self._process:  # connections to a server stay with the process that made them
            self._engine.dispose(close=False)
            self._own()
        try:
            with self._engine.execution_options(writes=writes).begin() as connection:
                yield connection
        except OperationalError as error:
            raise _explained(error) from None
        except (DatabaseError, InterfaceError) as error:
            raise refusal("issue.ledger_damaged", reason=_reason(error)) from None


_MOST = (1 << 63) - 1  # of a number, in a column of the ledger


def _close(engine: sql.Engine, process: int) -> None:
    if os.getpid() == process:
        engine.dispose()


def _engine(url: str, wait: float) -> sql.Engine:
    try:
        address = sql.make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        dialect = address.get_dialect().name
    except (ArgumentError, NoSuchModuleError):
        raise refusal("issue.ledger_address", allowed=_ADDRESSES) from None
    if dialect == "postgresql":
        options = f"-c lock_timeout={int(wait * 1000) or 1}"
        try:
            return sql.create_engine(
                address, pool_pre_ping=True, isolation_level="READ COMMITTED", connect_args={"options": options}
            )
        except ModuleNotFoundError as error:
            raise ImportError("a ledger in PostgreSQL needs psycopg: install tracecode[postgres]") from error
    if dialect != "sqlite" or address.database in (None, "", ":memory:"):
        raise refusal("issue.ledger_address", allowed=_ADDRESSES)
    engine = sql.create_engine(address, poolclass=NullPool, connect_args={"timeout": wait})
    sql.event.listen(engine, "connect", _prepare)
    sql.event.listen(engine, "begin", _begin_sqlite)
    return engine


_ADDRESSES = ["sqlite:///codes.db", "postgresql://host/database"]


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    connection.execute("PRAGMA synchronous=EXTRA")  # what was committed survives the loss of power


def _begin_sqlite(connection: sql.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _explained(error: OperationalError) -> Exception:
    reason = _reason(error)
    if "locked" in reason or getattr(error.orig, "sqlstate", None) == "55P03":
        return refusal("issue.ledger_locked")
    if "full" in reason:
        return refusal("issue.ledger_full", reason=reason)
    return refusal("issue.ledger_unusable", reason=reason)


def _reason(error: DatabaseError | InterfaceError) -> str:
    """The database's own words, without statement and values."""
    return str(error.orig).strip().partition("\n")[0]


def _text(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _shown(pattern: Pattern) -> str:
    return "".join(part if isinstance(part, str) else "…" for part in pattern)


def _as_scope(row: sql.Row[Any]) -> Scope:
    return Scope(
        id=row.id, scheme=row.scheme, pattern=patterns.read(row.pattern), alphabet=row.alphabet, key=row.key,
        next=row.next,
    )  # fmt: skip


def _as_event(row: sql.Row[Any]) -> Event:
    values = row._asdict()
    del values["id"]
    return Event(**values)
