"""What happened to codes after they were issued: activated, voided, packed. Written down only where
it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import sqlalchemy as sql

from tracecode.codes.issue import stored, tables
from tracecode.codes.issue.database import Database, lock
from tracecode.codes.issue.tables import Event

STATES = {
    "issued": {"zh": "未激活", "en": "not active"},
    "activated": {"zh": "已激活", "en": "active"},
    "voided": {"zh": "已作废", "en": "void"},
}
"""What a code is, in words."""
_MANY = 200  # codes asked for at a time


class Journal:
    """The events of a ledger."""

    def __init__(self, database: Database, now: Callable[[], str]) -> None:
        """Open it.

        Args:
            database: of the ledger.
            now: the time of a new entry.
        """
        self._database, self._now = database, now

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
            judge: given the earlier events of each code and the code, raises if this one cannot
                follow.
        """
        shared = {
            "kind": kind, "who": who, "purpose": purpose,
            "parent_scheme": parent and parent[0], "parent": parent and parent[1],
        }  # fmt: skip

        def work(connection: sql.Connection) -> None:
            lock(connection)
            for scheme, code in codes:
                if judge is not None:
                    judge(self._of(connection, scheme, [code])[code], code)
                entry = tables.events.insert().values(
                    scheme=scheme, code=code, at=self._now(), **shared
                )
                connection.execute(entry)

        self._database.write(work)

    def of(self, scheme: str, codes: Sequence[str]) -> dict[str, list[Event]]:
        """What happened to each code of a scheme, in order."""
        with self._database.begin() as connection:
            return self._of(connection, scheme, codes)

    def all(self) -> Iterator[Event]:
        """All that happened, in order."""
        with self._database.begin() as connection:
            for row in connection.execute(tables.events.select().order_by(tables.events.c.id)):
                yield stored.as_event(row)

    def packed(self, scheme: str, parent: str) -> list[Event]:
        """All goings into and out of a package, in order."""
        columns = tables.events.c
        chosen = tables.events.select().where(
            columns.parent_scheme == scheme, columns.parent == parent
        )
        with self._database.begin() as connection:
            return [stored.as_event(row) for row in connection.execute(chosen.order_by(columns.id))]

    def _of(
        self, connection: sql.Connection, scheme: str, codes: Sequence[str]
    ) -> dict[str, list[Event]]:
        events: dict[str, list[Event]] = {code: [] for code in codes}
        columns = tables.events.c
        for at in range(0, len(codes), _MANY):
            some = columns.code.in_(codes[at : at + _MANY])
            chosen = tables.events.select().where(columns.scheme == scheme, some)
            for row in connection.execute(chosen.order_by(columns.id)):
                events[row.code].append(stored.as_event(row))
        return events


def state_of(
    events: Sequence[Event],
) -> tuple[Literal["issued", "activated", "voided"], tuple[str, str] | None]:
    """What a code is after these events, and the package in which it is."""
    state: Literal["issued", "activated", "voided"] = "issued"
    parent = None
    for event in events:
        if event.kind == "activated":
            state = "activated"
        elif event.kind == "voided":
            state = "voided"
        else:
            packed = event.parent_scheme is not None and event.parent is not None
            parent = (str(event.parent_scheme), str(event.parent)) if packed else None
    return state, parent
