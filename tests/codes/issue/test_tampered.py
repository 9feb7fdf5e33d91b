"""Ledgers that somebody else wrote to: an error of ours or right codes, never a traceback and never
a code twice.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.codes.issue.orders import ORDERS, PESTICIDE
from tests.codes.issue.test_issuer import refused
from tracecode.codes.issue import Issuer, tables, write_key
from tracecode.errors import IssueError

HUGE = (1 << 63) - 1
EVIL: list[object] = [
    None, "x", "", -1, 0, 1, 1.5, 1e308, HUGE, b"\xff\xfe", "null", "{}", "[1e999]",
    '["1",["serial",-1]]', '[["serial",1000000000]]', "[" * 5000, "5", "0123456789",
    "aes-0000000000000000", "9" * 5000, "手机", "\x00",
]  # fmt: skip
EVERY = 4  # so many values are left out between two in one cell: all together take minutes
CELLS = [
    (table.name, column.name) for table in tables.metadata.sorted_tables for column in table.columns
]


@pytest.fixture(scope="module")
def loose(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """A folder with key and ledger, whose tables take anything; and the codes that were issued from
    it.
    """
    folder = tmp_path_factory.mktemp("loose")
    write_key(folder / "issue.key")
    issuer = Issuer(f"sqlite:///{folder}/codes.db", folder / "issue.key", who="tester")
    codes = [*issuer.issue("pesticide-unit", 20, **PESTICIDE)]
    issuer.recover(new_nonce=True, reserve=3)
    codes += issuer.issue("pesticide-unit", 20, **PESTICIDE)
    codes += issuer.issue("mofcom-batch", 20, **ORDERS["mofcom-batch"])
    issuer.activate(codes[:2])
    (carton,) = issuer.issue("sscc", 1, extension="1", serial_prefix="6901234")
    issuer.pack(carton, codes[2:4])
    connection = sqlite3.connect(folder / "codes.db")
    for table in {table for table, _ in CELLS}:
        connection.execute(f"CREATE TABLE loose AS SELECT * FROM {table}")
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"ALTER TABLE loose RENAME TO {table}")
    connection.commit()
    connection.close()
    return folder, {code.normalized for code in [*codes, carton]}


@pytest.fixture
def copy() -> Iterator[Path]:
    """A folder in memory where there is one: hundreds of ledgers are written here."""
    with tempfile.TemporaryDirectory(
        dir="/dev/shm" if os.path.isdir("/dev/shm") else None
    ) as folder:
        yield Path(folder)


def use(folder: Path, known: set[str]) -> None:
    """Do all that can be done with a ledger: each ends well or is refused, and no code comes
    twice.
    """
    seen = set(known)
    some = sorted(known)[:5]

    def issue(issuer: Issuer, id: str) -> None:
        for code in issuer.issue(id, 25, **ORDERS[id]):
            assert code.normalized not in seen
            seen.add(code.normalized)

    steps: list[Callable[[Issuer], object]] = [
        lambda issuer: issue(issuer, "pesticide-unit"),
        lambda issuer: issue(issuer, "mofcom-batch"),
        lambda issuer: issue(issuer, "mofcom-trace"),
        lambda issuer: [*issuer.statuses(some)],
        lambda issuer: issuer.void(some[:1]),
        lambda issuer: [*issuer.events()],
        lambda issuer: issuer.contents(
            next(iter(issuer.issue("sscc", 1, extension="1", serial_prefix="6901234")))
        ),
        lambda issuer: issuer.recover(reserve=5),
        lambda issuer: issuer.recover(reserve=5, new_nonce=True),
        lambda issuer: issue(issuer, "pesticide-unit"),
        lambda issuer: issue(issuer, "mofcom-batch"),
        lambda issuer: [*issuer.statuses(some)],
    ]
    for step in steps:
        try:
            step(Issuer(f"sqlite:///{folder}/codes.db", folder / "issue.key", who="tester", wait=0))
        except IssueError as error:
            str(error)


@pytest.mark.slow
@pytest.mark.parametrize("cell", range(len(CELLS)))
def test_wrong_values(cell: int, loose: tuple[Path, set[str]], copy: Path) -> None:
    """Whatever stands in any cell of any table, all that can be done ends well or is refused."""
    folder, known = loose
    table, column = CELLS[cell]
    for value in EVIL[cell % EVERY :: EVERY]:
        for path in folder.iterdir():
            shutil.copy(path, copy / path.name)
        connection = sqlite3.connect(copy / "codes.db")
        connection.execute(f"UPDATE {table} SET {column} = ?", (value,))
        connection.commit()
        connection.close()
        use(copy, known)


@pytest.mark.parametrize("table", sorted({table for table, _ in CELLS}))
@pytest.mark.parametrize(
    "change", ["DELETE FROM {0}", "INSERT INTO {0} SELECT * FROM {0}", "DROP TABLE {0}"]
)
def test_rows_missing_and_twice(
    change: str, table: str, loose: tuple[Path, set[str]], copy: Path
) -> None:
    """Rows that are gone or stand twice, and tables that are gone, are refused where they
    matter.
    """
    folder, known = loose
    for path in folder.iterdir():
        shutil.copy(path, copy / path.name)
    connection = sqlite3.connect(copy / "codes.db")
    connection.execute(change.format(table))
    connection.commit()
    connection.close()
    use(copy, known)


def change(issuer: Issuer, statement: str) -> None:
    """Write to the ledger behind its back."""
    with issuer._ledger.database.begin(writes=True) as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("next", [1, 2, 10])
def test_a_counter_set_back(next: int, url: str, key: Path) -> None:
    """A counter behind its own log is refused by every process; after a recovery it goes on behind
    the log.
    """
    issuer = Issuer(url, key)
    codes = [*issuer.issue("pesticide-unit", 10, **PESTICIDE)]
    change(issuer, f"UPDATE tracecode_scopes SET next = {next}")
    for each in (issuer, Issuer(url, key)):
        with pytest.raises(IssueError) as error:
            each.issue("pesticide-unit", 1, **PESTICIDE)
        refused(error, "issue.ledger_contents")
        assert f"tracecode_scopes.next = {next}" in error.value.findings[0].text("en")
    issuer.recover(reserve=0)
    codes += issuer.issue("pesticide-unit", 10, **PESTICIDE)
    assert [status.number for status in issuer.statuses(codes)] == [*range(1, 21)]


def test_a_ledger_set_back_under_a_process(url: str, key: Path) -> None:
    """A process that knows later numbers than its ledger issues nothing: as after a server lost
    transactions.
    """
    issuer = Issuer(url, key)
    issuer.issue("pesticide-unit", 10, **PESTICIDE)
    change(issuer, "UPDATE tracecode_scopes SET next = 4")
    change(issuer, "UPDATE tracecode_issues SET last = 3")
    with pytest.raises(IssueError) as error:
        issuer.issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.ledger_behind")
    text = error.value.findings[0].text("en")
    assert "this process knows of numbers up to 10, the ledger up to 3" in text
    assert "本进程" in error.value.findings[0].text("zh")


def test_a_ledger_replaced_under_a_process(tmp_path: Path, key: Path) -> None:
    """A file of another ledger in the place of the first is noticed, not used."""
    issuer = Issuer(f"sqlite:///{tmp_path}/codes.db", key)
    Issuer(f"sqlite:///{tmp_path}/other.db", key)
    (tmp_path / "other.db").replace(tmp_path / "codes.db")
    with pytest.raises(IssueError) as error:
        issuer.issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.ledger_changed")


def test_a_scope_that_was_deleted(url: str, key: Path) -> None:
    """A count whose row is gone is not begun again: its log is still there."""
    issuer = Issuer(url, key)
    issuer.issue("pesticide-unit", 5, **PESTICIDE)
    issuer.issue("seed-unit", 5)
    change(issuer, "ALTER TABLE tracecode_issues RENAME TO kept")
    change(issuer, "CREATE TABLE tracecode_issues AS SELECT * FROM kept")
    change(issuer, "DROP TABLE kept")
    change(issuer, "DELETE FROM tracecode_scopes WHERE scheme = 'pesticide-unit'")
    with pytest.raises(IssueError) as error:
        Issuer(url, key).issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.ledger_contents")


@pytest.mark.parametrize("nonce", ["", "0" * 31, "0" * 64, "G" * 32, "手机"])
def test_a_wrong_nonce(nonce: str, url: str, key: Path) -> None:
    """A nonce that is none would make every code another one: refused."""
    issuer = Issuer(url, key)
    change(issuer, f"UPDATE tracecode_ledger SET nonce = '{nonce}'")
    with pytest.raises(IssueError) as error:
        Issuer(url, key)
    refused(error, "issue.ledger_contents")


def test_ends_of_the_space(url: str, key: Path) -> None:
    """Up to the greatest number that a column holds numbers can be taken, and not one more; nor
    fewer than one.
    """
    issuer = Issuer(url, key)
    counts: list[Any] = [
        0,
        -1,
        True,
        1.0,
        "1",
        None,
        1 << 63,
        (1 << 63) - 1,
        10**21,
        10**30,
        10**5000,
        -(10**5000),
    ]
    for count in counts:
        with pytest.raises(IssueError) as error:
            issuer.issue("pesticide-unit", count, **PESTICIDE)
        assert error.value.findings[0].rule in {"issue.count", "issue.left"}
        assert error.value.findings[0].text("en")
    most = (1 << 63) - 2
    assert next(issuer.issue("pesticide-unit", most - 5, **PESTICIDE))
    with pytest.raises(IssueError) as error:
        issuer.issue("pesticide-unit", 6, **PESTICIDE)
    assert error.value.findings[0].values["allowed"] == 5
    codes = [*issuer.issue("pesticide-unit", 5, **PESTICIDE)]
    assert [status.number for status in issuer.statuses(codes)] == [*range(most - 4, most + 1)]
    with pytest.raises(IssueError) as error:
        issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert error.value.findings[0].values["allowed"] == 0


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ({"serial_length": "7"}, "issue.length"), ({"serial_length": 7.0}, "issue.length"),
        ({"serial_length": True}, "issue.length"), ({"serial_length": 10**400}, "issue.length"),
        ({"serial_length": -1}, "issue.length"), ({"serial_prefix": 26}, "issue.prefix"),
        ({"serial_prefix": None}, "issue.prefix"), ({"serial_prefix": b"26"}, "issue.prefix"),
        ({"serial_chars": 7}, "issue.chars"), ({"serial_chars": ["0", "1"]}, "issue.chars"),
        ({"purpose": 7}, "issue.text"), ({"purpose": "\ud800"}, "issue.text"),
        ({"purpose": "a\0b"}, "issue.text"),
    ],
)  # fmt: skip
def test_options_of_a_wrong_kind(options: dict[str, Any], rule: str, issuer: Issuer) -> None:
    """Options of a wrong type, and texts that no ledger can hold, are refused before a number is
    taken.
    """
    with pytest.raises(IssueError) as error:
        issuer.issue("seed-unit", 1, **options)
    refused(error, rule)
    assert issuer._ledger.shapes() == []


UNREADABLE = [
    ("pattern", "'abc'"), ("pattern", "''"), ("pattern", "'[]'"), ("pattern", "1.5"),
    ("pattern", "x'fffe'"), ("pattern", "x'3232'"), ("pattern", "NULL"),
    ("pattern", "'[[\"serial\",21]]'"), ("scheme", "'nosuch'"), ("scheme", "''"),
    ("scheme", "x'3232'"), ("scheme", "NULL"), ("shape", "'[[\"serial\",32]]'"), ("width", "5"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), UNREADABLE)
def test_a_scope_that_cannot_be_found_is_not_begun_again(
    column: str, value: str, loose: tuple[Path, set[str]], copy: Path
) -> None:
    """A scope whose scheme or pattern was overwritten stops every new scope, each recovery, and a
    doubtful answer.
    """
    key = loose[0] / "issue.key"
    address = f"sqlite:///{copy}/codes.db"
    issuer = Issuer(address, key)
    codes = [*issuer.issue("pesticide-unit", 10, **PESTICIDE)]
    issuer.issue("seed-unit", 1)
    change(issuer, "CREATE TABLE loose AS SELECT * FROM tracecode_scopes")
    change(issuer, "DROP TABLE tracecode_scopes")
    change(issuer, "ALTER TABLE loose RENAME TO tracecode_scopes")
    change(
        issuer, f"UPDATE tracecode_scopes SET {column} = {value} WHERE scheme = 'pesticide-unit'"
    )
    other = {**PESTICIDE, "spec_code": "002"}
    attempts: list[Callable[[Issuer], object]] = [
        lambda issuer: issuer.issue("pesticide-unit", 10, **PESTICIDE),
        lambda issuer: issuer.issue("pesticide-unit", 10, **other),
        lambda issuer: issuer.status(codes[0]),
        lambda issuer: issuer.recover(reserve=0),
    ]
    rule = (
        "issue.ledger_scheme"
        if column == "scheme" and value in ("'nosuch'", "''")
        else "issue.ledger_contents"
    )
    for number, attempt in enumerate(attempts):
        running = [issuer] if column in ("scheme", "pattern") and number < 2 else []
        for each in (*running, Issuer(address, key)):
            with pytest.raises(IssueError) as error:
                attempt(each)
            refused(error, rule)


def test_a_scope_that_another_one_hides(issuer: Issuer) -> None:
    """A log that names no scope is refused wherever a new scope is made or the ledger is
    recovered.
    """
    issuer.issue("pesticide-unit", 10, **PESTICIDE)
    change(issuer, "UPDATE tracecode_issues SET scope = 7")
    for attempt in (lambda: issuer.issue("seed-unit", 1), lambda: issuer.recover(reserve=0)):
        with pytest.raises(IssueError) as error:
            attempt()
        refused(error, "issue.ledger_contents")
        assert "tracecode_issues.scope = 7" in str(error.value)


ODD_ROWS = [
    *(("issues", "scope", value) for value in ("'x'", "''", "-1", "0", "1.5", "1 << 62", "x'ff'", "NULL", "7")),
    *(("issues", "first", value) for value in ("'x'", "0", "-1", "1.5", "NULL", "x'ff'")),
    *(("issues", "last", value) for value in ("'x'", "0", "10.5", "NULL", "x'ff'", "1 << 62")),
    *(("issues", "batch", value) for value in ("''", "x'ff'", "NULL", "'a' || char(0)", "printf('%33d', 1)")),
    *(("issues", "clock", value) for value in ("'x'", "''", "7", "x'ff'")),
    *(("issues", "at", value) for value in ("'x'", "''", "7", "x'ff'", "NULL")),
    *(("issues", "who", value) for value in ("x'ff'", "NULL", "'a' || char(0)")),
    *(("issues", "purpose", value) for value in ("x'ff'", "NULL")),
    *(("issues", "id", value) for value in ("'x'", "NULL", "0")),
    *(("scopes", "segments", value) for value in ("'x'", "''", "7", "NULL", "x'ff'", "'[]'", "'{\"a\": 1}'")),
    *(("scopes", "id", value) for value in ("'x'", "NULL", "0", "1.5")),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column", "value"), ODD_ROWS)
@pytest.mark.parametrize("back", [False, True])
def test_an_odd_row(
    table: str, column: str, value: str, back: bool, loose: tuple[Path, set[str]], copy: Path
) -> None:
    """A value that no program of ours wrote stops the count, the running process too, though the
    counter fits it.
    """
    key = loose[0] / "issue.key"
    address = f"sqlite:///{copy}/codes.db"
    issuer = Issuer(address, key)
    issuer.issue("pesticide-unit", 10, **PESTICIDE)
    for name in ("scopes", "issues"):
        change(issuer, f"CREATE TABLE loose AS SELECT * FROM tracecode_{name}")
        change(issuer, f"DROP TABLE tracecode_{name}")
        change(issuer, f"ALTER TABLE loose RENAME TO tracecode_{name}")
    change(issuer, f"UPDATE tracecode_{table} SET {column} = {value}")
    if back:
        change(issuer, "UPDATE tracecode_scopes SET next = 1")
    for each in (issuer, Issuer(address, key)):
        with pytest.raises(IssueError) as error:
            each.issue("pesticide-unit", 3, **PESTICIDE)
        refused(error, "issue.ledger_contents")
        told = error.value.findings[0].text("en")
        assert column in told or "tracecode_" in told


def test_a_log_that_left_its_count(url: str, key: Path) -> None:
    """Of two entries one that was moved to a scope that does not exist stops every process that
    begins then.
    """
    issuer = Issuer(url, key)
    issuer.issue("pesticide-unit", 10, **PESTICIDE)
    issuer.issue("pesticide-unit", 10, **PESTICIDE)
    change(issuer, "CREATE TABLE kept AS SELECT * FROM tracecode_issues")
    change(issuer, "DROP TABLE tracecode_issues")
    change(issuer, "ALTER TABLE kept RENAME TO tracecode_issues")
    change(issuer, "UPDATE tracecode_issues SET scope = 7 WHERE first = 11")
    change(issuer, "UPDATE tracecode_scopes SET next = 11")
    with pytest.raises(IssueError) as error:
        Issuer(url, key).issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.ledger_contents")
    assert "tracecode_issues.scope = 7" in str(error.value)
    with pytest.raises(IssueError) as error:
        issuer.issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.ledger_behind")


def test_a_count_without_its_log(url: str, key: Path) -> None:
    """A counter that stands at the beginning and has no log is not a new one."""
    issuer = Issuer(url, key)
    issuer.issue("pesticide-unit", 10, **PESTICIDE)
    change(issuer, "DELETE FROM tracecode_issues")
    change(issuer, "UPDATE tracecode_scopes SET next = 1")
    with pytest.raises(IssueError) as error:
        Issuer(url, key).issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.ledger_contents")
    assert "tracecode_scopes.next = 1" in str(error.value)
