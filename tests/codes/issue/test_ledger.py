"""The ledger, in SQLite and in PostgreSQL: ranges never overlap, and whatever is wrong with it is
told.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain, count
from pathlib import Path

import pytest
import sqlalchemy as sql

from tests.codes.issue import server
from tests.codes.issue.orders import ORDERS, PESTICIDE
from tests.codes.issue.test_issuer import refused
from tracecode.codes.code import Code
from tracecode.codes.issue import Issuer, patterns
from tracecode.codes.issue.database import Database
from tracecode.codes.issue.ledger import Ledger
from tracecode.codes.issue.plan import plan
from tracecode.codes.registry import registry
from tracecode.errors import IssueError
from tracecode.standard.resolved import packaged


def test_threads_at_once(url: str, key: Path) -> None:
    """Issuers that begin together on an empty ledger make it once, and never take a number
    twice.
    """

    def run(_: int) -> list[str]:
        issuer = Issuer(url, key)
        return [
            code.normalized
            for _ in range(5)
            for code in issuer.issue("pesticide-unit", 7, **PESTICIDE)
        ]

    with ThreadPoolExecutor(8) as pool:
        codes = [*chain(*pool.map(run, range(8)))]
    assert len(set(codes)) == len(codes) == 280
    issuer = Issuer(url, key)
    assert sorted(status.number or 0 for status in issuer.statuses(codes)) == [*range(1, 281)]


def test_after_a_fork(url: str, key: Path, tmp_path: Path) -> None:
    """An issuer that a forked process inherits leaves the connections of the first alone; both go
    on.
    """
    issuer = Issuer(url, key)
    codes = [code.normalized for code in issuer.issue("pesticide-unit", 2, **PESTICIDE)]
    child = os.fork()
    if not child:
        (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
        (tmp_path / "code").write_text(code.normalized)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    codes.append((tmp_path / "code").read_text())
    codes += [code.normalized for code in issuer.issue("pesticide-unit", 2, **PESTICIDE)]
    assert [status.number for status in issuer.statuses(codes)] == [1, 2, 3, 4, 5]


def test_a_ledger_goes_on(url: str, key: Path) -> None:
    """Another issuer continues where the last one stopped, and knows what was issued."""
    (one,) = Issuer(url, key).issue("pesticide-unit", 1, purpose="春季", **PESTICIDE)
    issuer = Issuer(url, key)
    (two,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert [issuer.status(code).number for code in (one, two)] == [1, 2]
    assert issuer.status(one).purpose == "春季"


def test_codes_never_asked_for_are_a_gap(url: str, key: Path) -> None:
    """Numbers are taken when `issue` is called: what a crash or a break leaves unprinted is lost
    and never repeats.
    """
    issuer = Issuer(url, key)
    codes = issuer.issue("pesticide-unit", 100, **PESTICIDE)
    next(codes)
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == 101


def test_the_clock_goes_backwards(url: str, key: Path) -> None:
    """The log never goes back in time; what the clock said is kept beside it. Codes do not
    repeat.
    """
    ticks = count()
    start = datetime(2026, 3, 12, tzinfo=UTC)
    issuer = Issuer(url, key, clock=lambda: start - timedelta(hours=next(ticks)))
    codes = [next(issuer.issue("pesticide-unit", 1, **PESTICIDE)) for _ in range(3)]
    assert len(set(codes)) == 3
    assert [issuer.status(code).at for code in codes] == [start] * 3
    with issuer._ledger.database.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT at, clock FROM tracecode_issues ORDER BY id"
        ).all()
    assert [row.clock for row in rows] == [
        None,
        "2026-03-11T23:00:00.000000Z",
        "2026-03-11T22:00:00.000000Z",
    ]


def test_scopes_that_overlap_are_refused(url: str, key: Path) -> None:
    """A prefix that would let two counts give one text is refused; one that keeps them apart is
    not.
    """
    issuer = Issuer(url, key)
    issuer.issue("seed-unit", 1, serial_prefix="26", serial_length=12)
    issuer.issue("seed-unit", 1, serial_prefix="27", serial_length=12)
    issuer.issue("seed-unit", 1, serial_prefix="2", serial_length=11)
    issuer.issue("seed-unit", 1, serial_prefix="A", serial_length=12, serial_chars="digits")
    for prefix in ("", "2", "261"):
        with pytest.raises(IssueError) as error:
            issuer.issue("seed-unit", 1, serial_prefix=prefix, serial_length=12)
        refused(error, "issue.overlap")
    issuer.issue("cylinder-key", 1, maker_code="A", serial_length=12)
    issuer.issue("cylinder-key", 1, maker_code="AB", serial_length=11)


def test_other_characters_are_refused(url: str, key: Path) -> None:
    """One scope keeps to its characters."""
    issuer = Issuer(url, key)
    issuer.issue("seed-unit", 1, serial_length=12, serial_chars="digits")
    with pytest.raises(IssueError) as error:
        issuer.issue("seed-unit", 1, serial_length=12)
    refused(error, "issue.other_chars")


def test_a_newer_ledger(url: str, key: Path) -> None:
    """A ledger of a version that we do not know is left alone."""
    issuer = Issuer(url, key)
    with issuer._ledger.database.begin(writes=True) as connection:
        connection.exec_driver_sql("UPDATE tracecode_ledger SET version = 3")
    with pytest.raises(IssueError) as error:
        Issuer(url, key)
    refused(error, "issue.ledger_newer")


def test_a_ledger_without_its_first_row(url: str, key: Path) -> None:
    """A ledger that lost what it says about itself is damaged."""
    issuer = Issuer(url, key)
    with issuer._ledger.database.begin(writes=True) as connection:
        connection.exec_driver_sql("DELETE FROM tracecode_ledger")
    with pytest.raises(IssueError) as error:
        Issuer(url, key)
    refused(error, "issue.ledger_damaged")


def test_a_locked_ledger(url: str, key: Path) -> None:
    """Whoever waits for the ledger in vain is told so, and can go on later."""
    issuer = Issuer(url, key, wait=0)
    issuer.issue("pesticide-unit", 1, **PESTICIDE)
    with issuer._ledger.database.begin(writes=True) as connection:
        connection.execute(sql.text("UPDATE tracecode_scopes SET next = next"))
        with pytest.raises(IssueError) as error:
            Issuer(url, key, wait=0).issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.ledger_locked")
    assert error.value.findings[0].text("en") == "others hold the ledger; try again later"
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == 2


@pytest.mark.slow
def test_many_scopes(issuer: Issuer) -> None:
    """Codes of hundreds of scopes are looked up together."""
    codes = [
        next(issuer.issue("pesticide-unit", 1, **PESTICIDE | {"spec_code": f"{spec:03d}"})) for spec in range(205)
    ]  # fmt: skip
    assert {status.number for status in issuer.statuses(codes)} == {1}
    assert all(status.issued for status in issuer.statuses(codes))


def test_packing_at_once(url: str, key: Path) -> None:
    """Of many who pack one unit at once, one succeeds."""
    issuer = Issuer(url, key)
    (unit,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    cartons = [*issuer.issue("sscc", 6, extension="1", serial_prefix="6901234")]

    def pack(carton: Code) -> bool:
        try:
            Issuer(url, key).pack(carton, [unit])
        except IssueError as error:
            return error.findings[0].rule != "issue.packed"
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(pack, cartons)) == 1
    assert sum(len(issuer.contents(carton)) for carton in cartons) == 1


# --- SQLite ---------------------------------------------------------------------------------------


def test_a_file_that_is_no_database(tmp_path: Path, key: Path) -> None:
    """A file that is no database is no ledger, and stays as it is."""
    path = tmp_path / "codes.txt"
    content = b"this is no database, whatever its name says" * 100
    path.write_bytes(content)
    with pytest.raises(IssueError) as error:
        Issuer(f"sqlite:///{path}", key)
    refused(error, "issue.ledger_none")
    assert (
        error.value.findings[0]
        .text("en")
        .startswith(f"{path} is no ledger: it is no database of SQLite. Check")
    )
    assert path.read_bytes() == content


def test_a_torn_file(tmp_path: Path, key: Path) -> None:
    """A ledger whose pages were overwritten is called damaged when they are needed."""
    issuer = Issuer(f"sqlite:///{tmp_path}/codes.db", key)
    issuer.issue("pesticide-unit", 1, **PESTICIDE)
    with open(tmp_path / "codes.db", "r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 40_000)
    with pytest.raises(IssueError) as error:
        issuer.issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.ledger_damaged")


def test_a_folder_that_does_not_exist(tmp_path: Path, key: Path) -> None:
    """A ledger in a folder that does not exist is told so."""
    with pytest.raises(IssueError) as error:
        Issuer(f"sqlite:///{tmp_path}/none/codes.db", key)
    refused(error, "issue.ledger_open")
    assert "its folder does not exist" in error.value.findings[0].text("en")


def test_a_full_disk(tmp_path: Path, key: Path) -> None:
    """If the ledger cannot grow, nothing is taken."""
    issuer = Issuer(f"sqlite:///{tmp_path}/codes.db", key)
    limit = sqlite3.connect(tmp_path / "codes.db").execute("PRAGMA page_count").fetchone()[0]
    engine = issuer._ledger.database.engine
    sql.event.listen(
        engine,
        "connect",
        lambda connection, _: connection.execute(f"PRAGMA max_page_count={limit}"),
    )

    def fill() -> None:
        for spec in range(1000):
            issuer.issue("pesticide-unit", 1, **PESTICIDE | {"spec_code": f"{spec:03d}"})

    with pytest.raises(IssueError) as error:
        fill()
    refused(error, "issue.ledger_full")


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "codes.db", "nosuch://a", "mysql://a/b", "sqlite:"]
)
def test_addresses_that_cannot_hold_a_ledger(
    url: str, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that names no lasting ledger is refused: what forgets would repeat codes."""
    with pytest.raises((IssueError, ImportError)) as error:
        Issuer(url, key)
    if isinstance(error.value, IssueError):
        assert error.value.findings[0].rule == "issue.ledger_address"


# --- PostgreSQL -----------------------------------------------------------------------------------


def test_a_server_that_is_not_there(tmp_path: Path, key: Path) -> None:
    """A server that does not answer is told; a password in the address is not."""
    if server.absent():
        pytest.skip("psycopg is not installed")
    with pytest.raises(IssueError) as error:
        Issuer(f"postgresql://tester:sesame@/postgres?host={tmp_path}", key)
    refused(error, "issue.ledger_connection")
    assert "sesame" not in str(error.value)


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch, key: Path) -> None:
    """Without psycopg it is told what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ImportError, match=r"tracecode\[postgres\]"):
        Issuer("postgresql://host/codes", key)


def test_no_password_in_texts(tmp_path: Path) -> None:
    """A ledger's text hides the password."""
    if server.absent():
        pytest.skip("psycopg is not installed")
    ledger = Ledger.__new__(Ledger)
    ledger.database = Database("postgresql://tester:sesame@host/codes", 1)
    assert repr(ledger) == "Ledger('postgresql+psycopg://tester:***@host/codes')"


# --- patterns -------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ORDERS)
def test_patterns(id: str, issuer: Issuer) -> None:
    """A pattern is read back as it was written, and a code is cut by its shape into that pattern
    and its serial.
    """
    order = dict(ORDERS[id])
    wanted = plan(registry(packaged())[id], order, prefix=order.pop("serial_prefix", ""))
    assert patterns.read(patterns.written(wanted.pattern)) == wanted.pattern
    text = wanted.sample.normalized
    found, serial = patterns.cut(text, patterns.shape(wanted.pattern))
    assert found == wanted.pattern
    assert len(serial) == wanted.length
    assert patterns.width(wanted.pattern) == len(text)
    assert patterns.overlap(wanted.pattern, wanted.alphabet, wanted.pattern, wanted.alphabet)
