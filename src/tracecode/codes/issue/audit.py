"""The audit of a ledger: one with scopes that cannot be right is refused, since it would repeat
codes.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sql

from tracecode.codes.issue import patterns, stored, tables
from tracecode.codes.issue.database import Database
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.plan import IssuePlan


class Audit:
    """Judges a ledger; what was right once is not judged again."""

    def __init__(self, schemes: Collection[str] | None) -> None:
        self._schemes = schemes
        """That there are; None: any."""
        self._right: set[int] | None = None
        """Marks of the rows of scopes that were right when they were judged last."""
        self._counted = False

    def ledger(self, connection: sql.Connection) -> None:
        """Refuse a ledger with a scope that cannot be right, or a log that no scope explains.

        A scope is found by its scheme and pattern. One that cannot be found would be begun again,
        and repeat its codes.

        Raises:
            IssueError: there is one.
        """
        self.log(connection)
        right: set[int] = set()
        for row in connection.execute(tables.SCOPES):
            mark = hash(tuple(row))
            # of 10 000 scopes 0.18 s the first time, 0.02 s from then on
            if mark not in (self._right or ()):
                self.scheme(stored.as_scope(row).scheme)
            right.add(mark)
        self._right = right

    def log(self, connection: sql.Connection) -> None:
        """Refuse a log with an entry that no scope explains, or that cannot be right.

        Raises:
            IssueError: there is one.
        """
        if lost := connection.execute(tables.UNEXPLAINED).first():
            stored.wrong(tables.issues.c.scope, lost.scope)
        if odd := connection.execute(tables.ODD_ENTRY).first():
            stored.as_taken(odd)
            stored.wrong(tables.issues.c.first, odd.first)

    def counts(self, connection: sql.Connection) -> None:
        """Refuse a ledger whose log cannot be right, or is ahead of a counter. Once in a process:
        it reads the log.

        Raises:
            IssueError: it is so.
        """
        if self._counted:
            return
        self.log(connection)
        if (behind := connection.execute(tables.OVERTAKEN).first()) is not None:
            stored.wrong(tables.scopes.c.next, behind.next)
        self._counted = True

    def once(self, database: Database) -> None:
        """The same, where this process did not do so before.

        Raises:
            IssueError: as of `ledger`.
        """
        if self._right is None:
            with database.begin() as connection:
                self.ledger(connection)

    def scheme(self, scheme: str) -> None:
        """Refuse a scheme that there is not.

        Raises:
            IssueError: there is not.
        """
        if self._schemes is not None and scheme not in self._schemes:
            raise refusal("issue.ledger_scheme", found=scheme)

    def new_scope(self, connection: sql.Connection, plan: IssuePlan) -> None:
        """Refuse a new scope that could give the text of another one, or may be one that was lost.

        Raises:
            IssueError: it is one, or the ledger cannot be right.
        """
        self.ledger(connection)
        columns = tables.scopes.c
        shape = patterns.written(patterns.shape(plan.pattern))
        others = sql.select(*tables.SCOPE).where(
            columns.scheme == plan.scheme.id,
            columns.width == patterns.width(plan.pattern),
            columns.shape != shape,
        )
        for other in map(stored.as_scope, connection.execute(others)):
            if patterns.overlap(plan.pattern, plan.alphabet, other.pattern, other.alphabet):
                own, older = patterns.shown(plan.pattern), patterns.shown(other.pattern)
                raise refusal("issue.overlap", found=own, allowed=older)
