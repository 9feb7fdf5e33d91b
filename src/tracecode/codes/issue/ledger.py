"""The ledger: how far each set of codes has been counted, and who took which numbers. No code
stands in it.

A *scope* is a set of codes that differ only in serial and check characters; it is named by its
pattern. Numbers are taken in ranges, each in one transaction that is committed before any code is
printed. So a crash leaves a gap and never a code twice, however many processes and machines take
numbers at once: SQLite locks the file, PostgreSQL the row.

A ledger that was set back (an old copy, a server that lost transactions) would repeat codes.
Whatever knows better is asked before numbers are taken: its own log, this process, and the
manifests that the caller found.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sql

from tracecode.codes.issue import patterns, stored, tables
from tracecode.codes.issue.audit import Audit
from tracecode.codes.issue.database import Database, lock
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.patterns import Pattern
from tracecode.codes.issue.plan import IssuePlan
from tracecode.codes.issue.tables import LedgerHead, Scope, Taken
from tracecode.value import Value

_MANY = 200  # patterns asked for at a time


class IssueOrder(Value):
    """Who wants how many numbers, and what is known from outside of those that were taken
    before.
    """

    plan: IssuePlan
    key: str
    """Cipher and fingerprint of the key; empty where numbers are counted."""
    count: int
    who: str
    purpose: str
    least: int = 1
    """No number below this one is free: manifests say so."""
    nonces: frozenset[str] = frozenset()
    """Nonces that manifests of this ledger name."""
    where: str = ""
    """The manifest that says so."""


class NewScope(Value):
    """A set of codes that were not counted in this ledger before."""

    scheme: str
    pattern: Pattern
    alphabet: str
    key: str
    segments: Mapping[str, str]


class Ledger:
    """A ledger, opened. It may be used by several threads, and after a fork."""

    def __init__(
        self, url: str, wait: float = 30, clock: Callable[[], datetime] | None = None, *,
        make: bool = True, schemes: Collection[str] | None = None,
    ) -> None:  # fmt: skip
        """Open a ledger, and make it if there is none.

        Args:
            url: `sqlite:///FILE` or `postgresql://...`, as SQLAlchemy writes them.
            wait: seconds to wait for others who hold it.
            clock: what time it is, in UTC.
            make: False: a ledger that does not exist is refused, for those who only ask it
                something.
            schemes: that there are; None: any.

        Raises:
            IssueError: it cannot be opened, is damaged, or is of a newer version; or does not
                exist, without `make`.
        """
        self.database = Database(url, wait)
        file = self.database.file
        if not make and file is not None and not os.path.exists(file):
            raise refusal("issue.ledger_absent", found=file)
        self._clock = clock or (lambda: datetime.now(UTC))
        self._version = 1  # as far as it is known
        self._seen: dict[tuple[str, str], int] = {}  # how far this process has seen each scope
        self.audit = Audit(schemes)
        self.id = self._open(make=make).id
        """Random, made with the ledger. It goes into every permutation: a ledger that is lost and
        begun again under the same key does not repeat the codes of the first."""

    def __repr__(self) -> str:
        return f"Ledger({str(self.database)!r})"

    def take(
        self, order: IssueOrder, batch: str | None = None, nonce: str | None = None
    ) -> tuple[Scope, Taken]:
        """Take the next numbers of a scope, and commit; the scope is made when it is first used.

        Args:
            order: how many, of which codes.
            batch: of numbers that were taken before for the same call.
            nonce: under which the codes of that call are printed.

        Returns:
            The scope with the nonces of its numbers, and the numbers.

        Raises:
            IssueError: fewer are left, the key or the alphabet is another than before, the ledger
                fails, or is older than what was issued from it.
        """
        scope, taken = self.database.write(
            lambda connection: self._take(connection, order, batch, nonce)
        )
        name = scope.scheme, patterns.written(scope.pattern)
        self._seen[name] = max(self._seen.get(name, 1), taken.last + 1)
        return scope, taken

    def scopes(self, scheme: str, wanted: Sequence[Pattern]) -> dict[Pattern, Scope]:
        """The scopes of these patterns, as far as there are any."""
        scopes: dict[Pattern, Scope] = {}
        with self.database.begin() as connection:
            head = self.head(connection)
            for at in range(0, len(wanted), _MANY):
                some = [patterns.written(pattern) for pattern in wanted[at : at + _MANY]]
                chosen = sql.select(*tables.SCOPE).where(
                    tables.scopes.c.scheme == scheme, tables.scopes.c.pattern.in_(some)
                )
                for scope in map(stored.as_scope, connection.execute(chosen)):
                    if scope.pattern in scopes:
                        stored.wrong(tables.scopes.c.pattern, patterns.written(scope.pattern))
                    scopes[scope.pattern] = self.with_spans(connection, scope, head)
        return scopes

    def shapes(self) -> list[tuple[str, Pattern]]:
        """Every scheme with codes in the ledger, and the shapes of these."""
        scheme, shape = tables.scopes.c.scheme, tables.scopes.c.shape
        with self.database.begin() as connection:
            rows = connection.execute(sql.select(scheme, shape).distinct().order_by(scheme, shape))
            return [
                (stored.as_scheme(row.scheme), stored.as_pattern(shape, row.shape)) for row in rows
            ]

    def takings(self, scope: int, numbers: Iterable[int]) -> dict[int, Taken]:
        """The ranges in which taken numbers of a scope lie."""
        by_number: dict[int, Taken] = {}
        taken: Taken | None = None
        with self.database.begin() as connection:
            for number in sorted(numbers):
                if taken is None or number > taken.last:
                    values = {"of_scope": scope, "number": number}
                    row = connection.execute(tables.ENTRY_OF, values).one_or_none()
                    taken = None if row is None else stored.as_taken(row)
                if taken is None or taken.last < number:
                    stored.wrong(tables.issues.c.last, None if taken is None else taken.last)
                by_number[number] = taken
        return by_number

    def head(self, connection: sql.Connection) -> LedgerHead:
        """What the ledger says about itself now: another process may have recovered it.

        Raises:
            IssueError: it says nothing, or what cannot be.
        """
        rows = connection.execute(tables.VERSION_OF if self._version == 1 else tables.HEAD).all()
        if len(rows) != 1:
            raise refusal("issue.ledger_damaged", reason=tables.about.name)
        head = stored.as_head(*rows[0])
        # first seen, or recovered meanwhile: version 1 has one table less
        if head.version != self._version:
            self._version = head.version
            return self.head(connection)
        return head

    def nonces(self, connection: sql.Connection, head: LedgerHead) -> set[str]:
        """Every nonce that the ledger ever had."""
        known = {head.id, head.nonce}
        if head.version > 1:
            for table in tables.ADDED:
                known.update(connection.execute(sql.select(table.c.nonce).distinct()).scalars())
        return known

    def with_spans(self, connection: sql.Connection, scope: Scope, head: LedgerHead) -> Scope:
        """The scope, with the nonces of its numbers."""
        if not scope.key or head.nonce == head.id:
            return scope.replace(spans=stored.as_spans((), scope, head.nonce if scope.key else ""))
        rows = connection.execute(tables.ERAS_OF, {"of_scope": scope.id})
        return scope.replace(spans=stored.as_spans(rows, scope, head.nonce))

    def newest(self, connection: sql.Connection, scope: int) -> Taken | None:
        """The last entry of a scope's log."""
        row = connection.execute(tables.NEWEST_ENTRY, {"of_scope": scope}).one_or_none()
        return None if row is None else stored.as_taken(row)

    def now(self) -> str:
        """The time, as the log has it."""
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _take(
        self, connection: sql.Connection, order: IssueOrder, batch: str | None, nonce: str | None
    ) -> tuple[Scope, Taken]:
        plan, written = order.plan, patterns.written(order.plan.pattern)
        scope = self._scope(connection, order, written)
        # read when the scope is locked: from here on nobody recovers the ledger
        head = self.head(connection)
        scope = self.with_spans(connection, scope, head)
        if head.id != self.id or nonce not in (None, scope.spans[-1].nonce):
            raise refusal("issue.ledger_changed")
        if scope.key != order.key:
            raise refusal("issue.other_key", found=order.key or "-", allowed=scope.key or "-")
        if scope.alphabet != plan.alphabet:
            raise refusal("issue.other_chars", found=plan.alphabet, allowed=scope.alphabet)
        if not scope.key and self._is_closed(connection, head):
            raise refusal("issue.recover_running")
        newest = self.newest(connection, scope.id)
        if newest is not None and newest.last >= scope.next:
            stored.wrong(tables.scopes.c.next, scope.next)
        self._judge_age(connection, order, scope, head)
        left = scope.end - scope.next
        if order.count > left:
            raise refusal("issue.left", found=order.count, allowed=left)
        now = self.now()
        late = newest is not None and newest.at > now  # the log never goes back in time
        taken = Taken(
            batch=batch or secrets.token_hex(8), first=scope.next,
            last=scope.next + order.count - 1, at=newest.at if newest is not None and late else now,
            purpose=order.purpose,
        )  # fmt: skip
        self.move(connection, scope, taken.last + 1)
        self.log(connection, scope.id, taken, order.who, clock=now if late else None)
        return scope, taken

    def log(
        self, connection: sql.Connection, scope: int, taken: Taken, who: str,
        clock: str | None = None
    ) -> None:  # fmt: skip
        """Write down who took which numbers.

        Args:
            connection: in whose transaction.
            scope: of the numbers.
            taken: the numbers.
            who: took them.
            clock: what the clock said, where it lags behind the log.
        """
        connection.execute(
            tables.ENTER, {**taken.__dict__, "scope": scope, "clock": clock, "who": who}
        )

    def move(self, connection: sql.Connection, scope: Scope, next: int) -> Scope:
        """Let a scope go on from a number."""
        connection.execute(tables.MOVE, {"of_scope": scope.id, "to": next})
        return scope.replace(next=next)

    def _judge_age(
        self, connection: sql.Connection, order: IssueOrder, scope: Scope, head: LedgerHead
    ) -> None:
        """Refuse a ledger that was set back behind what is known of it."""
        seen = self._seen.get((scope.scheme, patterns.written(scope.pattern)), 1)
        where: object = order.where if order.least >= seen else _THIS_PROCESS
        least = max(order.least, seen)
        if scope.next < least:
            raise refusal(
                "issue.ledger_behind", where=where, found=least - 1, allowed=scope.next - 1
            )
        if order.nonces - {head.id, head.nonce} - self.nonces(connection, head):
            raise refusal("issue.recover_nonce")

    def _scope(self, connection: sql.Connection, order: IssueOrder, written: str) -> Scope:
        """The scope of an order, locked until the transaction ends."""
        plan, name = order.plan, {"of_scheme": order.plan.scheme.id, "of_pattern": written}
        row = connection.execute(tables.LOCKED_SCOPE, name).one_or_none()
        if row is None:
            # one new scope at a time: none may overlap
            connection.execute(tables.about.select().with_for_update())
            row = connection.execute(tables.LOCKED_SCOPE, name).one_or_none()
        self.audit.counts(connection)
        if row is not None:
            scope = stored.as_scope(row)
            if self.newest(connection, scope.id) is None:  # what was ever counted has a log
                stored.wrong(tables.scopes.c.next, scope.next)
            return scope
        self.audit.new_scope(connection, plan)
        made = NewScope(
            scheme=plan.scheme.id, pattern=plan.pattern, alphabet=plan.alphabet, key=order.key,
            segments=plan.segments
        )  # fmt: skip
        return self.add(connection, made, self.head(connection), order.who)

    def add(self, connection: sql.Connection, made: NewScope, head: LedgerHead, who: str) -> Scope:
        """Make a scope. It may have been in use in a ledger that was lost: then it begins behind
        the reserves.
        """
        written = patterns.written(made.pattern)
        connection.execute(
            tables.scopes.insert().values(
                scheme=made.scheme, pattern=written, alphabet=made.alphabet, key=made.key, next=1,
                shape=patterns.written(patterns.shape(made.pattern)),
                width=patterns.width(made.pattern), segments=dict(made.segments),
            )
        )  # fmt: skip
        name = {"of_scheme": made.scheme, "of_pattern": written}
        scope = stored.as_scope(connection.execute(tables.SCOPE_OF, name).one())
        nonce, next = head.id, 1
        for reserve, renewed in self._recoveries(connection, head):
            next += reserve or 0
            scope = self.skip(connection, scope, next, who, "")
            if renewed is not None:  # the numbers until here were permuted under the former one
                if scope.key and scope.next > 1:
                    connection.execute(
                        tables.eras.insert().values(scope=scope.id, nonce=nonce, until=scope.next)
                    )
                nonce = renewed
        return scope

    def skip(
        self, connection: sql.Connection, scope: Scope, next: int, who: str, purpose: str
    ) -> Scope:  # fmt: skip
        """Let a scope go on from a later number: those between are taken, since they may have been
        issued.
        """
        next = min(next, scope.end)
        if next <= scope.next:
            return scope
        taken = Taken(
            batch=f"recovery-{secrets.token_hex(8)}", first=scope.next, last=next - 1,
            at=self.now(), purpose=purpose
        )  # fmt: skip
        self.log(connection, scope.id, taken, who)
        return self.move(connection, scope, next)

    def _recoveries(
        self, connection: sql.Connection, head: LedgerHead
    ) -> list[tuple[int | None, str | None]]:
        """Reserve and new nonce of every recovery, in order."""
        if head.version == 1:
            return []
        recoveries = []
        columns = tables.recoveries.c
        for row in connection.execute(
            sql.select(columns.reserve, columns.nonce).order_by(columns.id)
        ):
            if row.reserve is not None and not (
                stored.is_whole(row.reserve, 0) and row.reserve <= tables.MOST
            ):
                stored.wrong(columns.reserve, row.reserve)
            recoveries.append(
                (
                    row.reserve,
                    None if row.nonce is None else stored.as_nonce(columns.nonce, row.nonce),
                )
            )
        return recoveries

    def _is_closed(self, connection: sql.Connection, head: LedgerHead) -> bool:
        """Whether running numbers wait for a reserve: the last recovery was by a new nonce
        alone.
        """
        recoveries = self._recoveries(connection, head)
        return bool(recoveries) and recoveries[-1][0] is None

    def _open(self, *, make: bool) -> LedgerHead:
        with self.database.begin() as connection:
            head = self.head(connection) if _has(connection, tables.about) else None
        if head is None and not make:
            raise refusal("issue.ledger_absent", found=self.database.engine.url.database)
        return self.database.write(self._make) if head is None else head

    def _make(self, connection: sql.Connection) -> LedgerHead:
        lock(connection)
        if not _has(connection, tables.about):
            # a new first nonce would give other codes to the same numbers
            if _has(connection, tables.scopes):
                raise refusal("issue.ledger_damaged", reason=tables.about.name)
            tables.metadata.create_all(connection)
            made = {"version": tables.VERSION, "nonce": secrets.token_hex(16)}
            connection.execute(tables.about.insert().values(**made))
        return self.head(connection)


_THIS_PROCESS = {"zh": "本进程", "en": "this process"}


def _has(connection: sql.Connection, table: sql.Table) -> bool:
    return sql.inspect(connection).has_table(table.name)
