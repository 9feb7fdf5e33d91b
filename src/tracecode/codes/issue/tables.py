"""The tables of a ledger, what is asked of them, and what a row stands for; `stored` reads rows
back.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sql

from tracecode.codes.issue import patterns
from tracecode.codes.issue.patterns import Pattern
from tracecode.value import Value

VERSION = 2
"""Of ledgers made now. Version 1, which was never recovered, is used as it is."""
MOST = (1 << 63) - 2
"""The greatest number that can be taken: the one after it must fit the column too."""

MOST_BATCH = 32
"""Most characters of the name of a batch."""

metadata = sql.MetaData()
about = sql.Table(
    "tracecode_ledger", metadata,
    sql.Column("version", sql.Integer, nullable=False),
    sql.Column("nonce", sql.String(64), nullable=False),
)  # fmt: skip
scopes = sql.Table(
    "tracecode_scopes", metadata,
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
issues = sql.Table(
    "tracecode_issues", metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("scope", sql.Integer, sql.ForeignKey(scopes.c.id), nullable=False),
    sql.Column("batch", sql.String(MOST_BATCH), nullable=False),
    sql.Column("first", sql.BigInteger, nullable=False),
    sql.Column("last", sql.BigInteger, nullable=False),
    sql.Column("at", sql.String(32), nullable=False),
    sql.Column("clock", sql.String(32)),
    sql.Column("who", sql.Text, nullable=False),
    sql.Column("purpose", sql.Text, nullable=False),
    sql.UniqueConstraint("scope", "first"),
)  # fmt: skip
events = sql.Table(
    "tracecode_events", metadata,
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
recoveries = sql.Table(
    "tracecode_recoveries", metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("at", sql.String(32), nullable=False),
    sql.Column("who", sql.Text, nullable=False),
    sql.Column("purpose", sql.Text, nullable=False),
    sql.Column("manifests", sql.Integer, nullable=False),
    sql.Column("reserve", sql.BigInteger),
    sql.Column("nonce", sql.String(64)),
)  # fmt: skip
eras = sql.Table(
    "tracecode_eras", metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("scope", sql.Integer, sql.ForeignKey(scopes.c.id), nullable=False),
    sql.Column("nonce", sql.String(64), nullable=False),
    sql.Column("until", sql.BigInteger, nullable=False),
)  # fmt: skip
ADDED = (recoveries, eras)
"""What version 2 has more than version 1."""

SCOPE = [
    sql.cast(column, sql.Text).label(column.name) if column is scopes.c.segments else column
    for column in scopes.c
]
"""What a `Scope` is made of, the segments as they are written: what is no JSON would be an error of
the database.
"""

# Statements that are built once: building one takes longer than running it.
SCOPES = sql.select(*SCOPE).order_by(scopes.c.id)
VERSION_OF = sql.select(about.c.version, about.c.nonce, sql.null().label("renewed")).limit(2)
HEAD = VERSION_OF.with_only_columns(
    about.c.version,
    about.c.nonce,
    sql.select(recoveries.c.nonce)
    .where(recoveries.c.nonce.is_not(None))
    .order_by(recoveries.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("renewed"),
)  # of version 2
SCOPE_OF = sql.select(*SCOPE).where(
    scopes.c.scheme == sql.bindparam("of_scheme"), scopes.c.pattern == sql.bindparam("of_pattern")
)
LOCKED_SCOPE = SCOPE_OF.with_for_update()
MOVE = (
    scopes.update().where(scopes.c.id == sql.bindparam("of_scope")).values(next=sql.bindparam("to"))
)
NEWEST_ENTRY = (
    issues.select()
    .where(issues.c.scope == sql.bindparam("of_scope"))
    .order_by(issues.c.first.desc())
    .limit(1)
)
_FIRST, _LAST = issues.c.first, issues.c.last
UNEXPLAINED = sql.select(issues).where(~sql.exists().where(scopes.c.id == issues.c.scope)).limit(1)
"""An entry of the log whose scope does not exist."""
ODD_ENTRY = (
    sql.select(issues)
    .where(
        sql.or_(
            _FIRST.is_(None), _LAST.is_(None), _FIRST < 1, _LAST < _FIRST, _LAST > MOST,
            sql.cast(_FIRST, sql.BigInteger) != _FIRST, sql.cast(_LAST, sql.BigInteger) != _LAST,
        )
    )
    .limit(1)
)  # fmt: skip
"""One that would not be found where it is looked for."""
OVERTAKEN = (
    sql.select(scopes.c.next)
    .join(issues, issues.c.scope == scopes.c.id)
    .where(scopes.c.next <= _LAST)
    .limit(1)
)
"""A counter behind its own log."""
ENTRY_OF = NEWEST_ENTRY.where(issues.c.first <= sql.bindparam("number"))
ENTER = issues.insert()
ERAS_OF = (
    eras.select().where(eras.c.scope == sql.bindparam("of_scope")).order_by(eras.c.until, eras.c.id)
)


class LedgerHead(NamedTuple):
    """What a ledger says about itself."""

    version: int
    id: str
    """Random, made with the ledger: its first nonce. Copies and backups have it too."""
    nonce: str
    """Goes into every permutation. Another than `id` since a recovery by a new nonce."""


class Span(NamedTuple):
    """Numbers of a scope that one nonce permutes."""

    nonce: str
    first: int
    end: int
    """The first number behind them."""


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
    spans: tuple[Span, ...] = ()
    """All numbers below `next`, by nonce; the last span is the ledger's present nonce."""

    @property
    def length(self) -> int:
        """Of the serial."""
        return patterns.serial_length(self.pattern)

    @property
    def room(self) -> int:
        """How many numbers there are."""
        return int(len(self.alphabet) ** self.length) - (not self.key)

    @property
    def end(self) -> int:
        """One more than the greatest number that can be taken."""
        return min(self.room, MOST) + 1


class Taken(Value):
    """A range of numbers that belongs to the caller alone."""

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
