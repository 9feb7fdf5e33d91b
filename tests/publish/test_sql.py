"""The published SQL is what the engines run: it makes its tables and runs its queries as it
stands.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tracecode.publish.sql import derived
from tracecode.standard.resolved import packaged


def test_the_files_run_as_they_stand() -> None:
    """SQLite makes the tables of the file and carries out every query; of no rows there is nothing
    to find.
    """
    files = derived(packaged())
    assert {*files} == {"tables.sql", *(f"rules/{id}.sql" for id in packaged().ids("rule"))}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(files["tables.sql"])
        for name, text in files.items():
            if name != "tables.sql":
                assert connection.execute(text).fetchall() == []


def test_the_text_can_be_read_by_both() -> None:
    """Each query says in both languages what it asks."""
    text = derived(packaged())["rules/one-parent.sql"]
    assert "-- 一个追溯码只属于一个上级包装。\n-- A code stands in one package only.\n" in text
