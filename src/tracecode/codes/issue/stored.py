"""What stands in a row of a ledger, read back: each value is judged, since others can write to a
database too.

What stands in a row decides which code comes next. A value that cannot be there (a text where a
number must be, a counter behind its own log, a pattern that is none) is refused with table, column
and value, before anything is issued.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn, TypeGuard

import sqlalchemy as sql

from tracecode.codes.issue import patterns
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.ff1 import longest
from tracecode.codes.issue.patterns import Pattern
from tracecode.codes.issue.plan import LEAST_ROOM, MOST_RUNNING
from tracecode.codes.issue.tables import (
    MOST,
    MOST_BATCH,
    VERSION,
    Event,
    LedgerHead,
    Scope,
    Span,
    Taken,
    about,
    eras,
    events,
    issues,
    recoveries,
    scopes,
)

_KINDS = ("activated", "voided", "packed", "unpacked")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_NONCE = re.compile("[0-9a-f]{32}")
_KEY = re.compile("(?:(?:aes|sm4)-.{1,90})?")


def as_head(version: object, nonce: object, renewed: object) -> LedgerHead:
    """The one row about the ledger.

    Raises:
        IssueError: a value cannot be right, or the ledger is of a version to come.
    """
    if not is_whole(version, 1):
        wrong(about.c.version, version)
    if version > VERSION:
        raise refusal("issue.ledger_newer", found=version, allowed=VERSION)
    first = as_nonce(about.c.nonce, nonce)
    return LedgerHead(
        version, first, first if renewed is None else as_nonce(recoveries.c.nonce, renewed)
    )


def as_nonce(column: sql.Column[Any], nonce: object) -> str:
    """A nonce: 32 hexadecimal digits, or every code would be another than before.

    Raises:
        IssueError: it is none.
    """
    if not is_nonce(nonce):
        wrong(column, nonce)
    return str(nonce)


def is_nonce(value: object) -> bool:
    """Whether this can be the nonce of a ledger."""
    return isinstance(value, str) and _NONCE.fullmatch(value) is not None


def is_text(value: object) -> TypeGuard[str]:
    """Whether this is a text that every database takes: without NUL, and no half of a surrogate
    pair.
    """
    return isinstance(value, str) and not _UNSTORABLE.search(value)


def is_key(value: object) -> bool:
    """Whether this is cipher and fingerprint of a key, or nothing."""
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def as_scope(row: sql.Row[Any]) -> Scope:
    """A scope, without its spans.

    Raises:
        IssueError: a value cannot be right.
    """
    if not is_whole(row.id, 1):
        wrong(scopes.c.id, row.id)
    as_scheme(row.scheme)
    if not is_key(row.key):
        wrong(scopes.c.key, row.key)
    pattern = as_pattern(scopes.c.pattern, row.pattern)
    try:
        length = patterns.serial_length(pattern)
    except ValueError:
        wrong(scopes.c.pattern, row.pattern)
    if not is_alphabet(row.alphabet, length, permuted=bool(row.key)):
        wrong(scopes.c.alphabet, row.alphabet)
    if row.shape != patterns.written(patterns.shape(pattern)):
        wrong(scopes.c.shape, row.shape)
    if row.width != patterns.width(pattern):
        wrong(scopes.c.width, row.width)
    if not _is_segments(row.segments):
        wrong(scopes.c.segments, row.segments)
    scope = Scope(
        id=row.id, scheme=row.scheme, pattern=pattern, alphabet=row.alphabet, key=row.key,
        next=row.next,
    )  # fmt: skip
    if not is_whole(row.next, 1) or row.next > scope.end:
        wrong(scopes.c.next, row.next)
    return scope


def as_scheme(value: object) -> str:
    """The id of a scheme.

    Raises:
        IssueError: it is none.
    """
    if not isinstance(value, str):
        wrong(scopes.c.scheme, value)
    return value


def as_pattern(column: sql.Column[Any], text: object) -> Pattern:
    """A pattern or shape.

    Raises:
        IssueError: it is none, or is not written as we write it.
    """
    try:
        pattern = patterns.read(str(text))
    except ValueError:
        wrong(column, text)
    if patterns.written(pattern) != text:
        wrong(column, text)
    return pattern


def is_alphabet(chars: object, length: int, *, permuted: bool) -> bool:
    """Whether serials of that length can be made of these characters."""
    if (
        not isinstance(chars, str)
        or not chars.isascii()
        or len(chars) < 2
        or len(set(chars)) < len(chars)
    ):
        return False
    if not permuted:
        return length <= MOST_RUNNING
    return length <= longest(len(chars)) and len(chars) ** length >= LEAST_ROOM


def _is_segments(text: object) -> bool:
    """Whether these are segments by id, as they are written."""
    try:
        data = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and all(map(is_text, data.values()))


def is_batch(value: object) -> TypeGuard[str]:
    """Whether this can name a call of `issue`."""
    return is_text(value) and 0 < len(value) <= MOST_BATCH


def as_taken(row: sql.Row[Any]) -> Taken:
    """An entry of the log.

    Raises:
        IssueError: a value cannot be right.
    """
    first = row.first if is_whole(row.first, 1) else MOST + 1
    right = {
        "id": is_whole(row.id, 1), "scope": is_whole(row.scope, 1), "first": first <= MOST,
        "last": is_whole(row.last, first) and row.last <= MOST, "batch": is_batch(row.batch),
        "at": is_time(row.at), "clock": row.clock is None or is_time(row.clock),
        "who": is_text(row.who), "purpose": is_text(row.purpose),
    }  # fmt: skip
    for name, fits in right.items():
        if not fits:
            wrong(issues.c[name], row._mapping[name])
    return Taken(batch=row.batch, first=row.first, last=row.last, at=row.at, purpose=row.purpose)


def is_time(text: object) -> bool:
    """Whether this is a date and time of UTC as the log has them."""
    if not isinstance(text, str) or not text.endswith("Z"):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def as_event(row: sql.Row[Any]) -> Event:
    """Something that happened to a code.

    Raises:
        IssueError: a value cannot be right.
    """
    values = row._asdict()
    del values["id"]
    for name, value in values.items():
        if not isinstance(value, str) and not (
            value is None and name in ("parent_scheme", "parent")
        ):
            wrong(events.c[name], value)
    if row.kind not in _KINDS:
        wrong(events.c.kind, row.kind)
    if not is_time(row.at):
        wrong(events.c.at, row.at)
    return Event(**values)


def as_spans(rows: Iterable[sql.Row[Any]], scope: Scope, nonce: str) -> tuple[Span, ...]:
    """The spans of a scope: one for each era that ended, and the present one.

    Raises:
        IssueError: a value cannot be right.
    """
    spans: list[Span] = []
    first = 1
    for row in rows:
        if not is_whole(row.until, first) or row.until > scope.next:
            wrong(eras.c.until, row.until)
        spans.append(Span(as_nonce(eras.c.nonce, row.nonce), first, row.until))
        first = row.until
    return (*spans, Span(nonce, first, scope.next))


def is_whole(value: object, least: int) -> TypeGuard[int]:
    """Whether this is a whole number, and not less."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def wrong(column: sql.Column[Any], value: object) -> NoReturn:
    """Refuse a value of the ledger."""
    raise refusal("issue.ledger_contents", reason=f"{column.table.name}.{column.name} = {value!r}")
