"""A restored or lost ledger issues nothing twice: it refuses where it can know, and `recover` makes
it safe.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sql

from tests.codes.issue.orders import ORDERS, PESTICIDE
from tests.codes.issue.test_issuer import refused
from tracecode.cli import main
from tracecode.codes.code import Code
from tracecode.codes.issue import Issuer, manifest, tables, write_key
from tracecode.codes.issue.database import Database
from tracecode.errors import IssueError

RUNNING = ORDERS["mofcom-trace"]


class Home:
    """A folder with a key and a ledger, which can be set back."""

    def __init__(self, folder: Path, key: Path) -> None:
        self.folder, self.key, self.url = folder, key, f"sqlite:///{folder}/codes.db"

    @property
    def issuer(self) -> Issuer:
        """A new process, as it were."""
        return Issuer(self.url, self.key, who="tester", wait=0)

    def save(self) -> None:
        """Back the ledger up."""
        shutil.copy(self.folder / "codes.db", self.folder / "backup")

    def restore(self) -> None:
        """Go back to the backup."""
        shutil.copy(self.folder / "backup", self.folder / "codes.db")

    def lose(self) -> None:
        """Lose the ledger."""
        (self.folder / "codes.db").unlink()

    def file(self, name: str, count: int, id: str = "pesticide-unit", **order: Any) -> list[str]:
        """Issue codes to a file."""
        self.issuer.issue_to(self.folder / name, id, count, purpose=name, **(order or ORDERS[id]))
        return (self.folder / name).read_text("utf-8").split()

    def codes(self, count: int, id: str = "pesticide-unit", **order: Any) -> list[str]:
        """Issue codes without a file."""
        return [code.normalized for code in self.issuer.issue(id, count, **(order or ORDERS[id]))]


@pytest.fixture
def home(tmp_path: Path, key: Path) -> Home:
    """A ledger of our own."""
    return Home(tmp_path, key)


def refuses(rule: str, run: Callable[[], object]) -> str:
    """The English sentence of a call that is refused by this rule."""
    with pytest.raises(IssueError) as error:
        run()
    refused(error, rule)
    return error.value.findings[0].text("en")


def numbers(issuer: Issuer, codes: list[str]) -> list[int | None]:
    """The numbers of codes."""
    return [status.number for status in issuer.statuses(codes)]


def test_an_older_ledger_refuses(home: Home) -> None:
    """A ledger that is older than a manifest beside the output, or in a folder named, takes no
    number.
    """
    home.file("a", 10)
    home.save()
    later = home.file("b", 10)
    home.restore()
    text = refuses("issue.ledger_behind", lambda: home.file("c", 10))
    assert f"{home.folder}/b.manifest.json knows of numbers up to 20, the ledger up to 10" in text
    assert "issue recover" in text
    inner = home.folder / "inner"
    inner.mkdir()
    refuses("issue.no_folder", lambda: Issuer(home.url, home.key, manifests=[home.folder / "slip"]))
    watching = Issuer(home.url, home.key, manifests=home.folder)
    refuses(
        "issue.ledger_behind",
        lambda: watching.issue_to(inner / "c", "pesticide-unit", 10, **PESTICIDE),
    )
    refuses("issue.ledger_behind", lambda: watching.issue("pesticide-unit", 10, **PESTICIDE))
    refuses(
        "issue.ledger_behind", lambda: watching.issue_batches("pesticide-unit", 10, **PESTICIDE)
    )
    assert not list(inner.iterdir())
    # other codes are not concerned
    assert watching.issue("pesticide-unit", 10, **PESTICIDE | {"spec_code": "002"})
    assert home.issuer.status(later[0]).issued is False


def test_the_reserve(home: Home) -> None:
    """After a recovery counts go on behind all manifests and the reserve; what was issued before is
    recognised.
    """
    first = home.file("a", 10)
    home.save()
    later = home.file("b", 10)
    unknown = home.codes(30)
    home.restore()
    done = home.issuer.recover([home.folder], reserve=30, purpose="disk failed")
    (moved,) = done.scopes
    assert (moved.scheme, moved.codes, moved.before, moved.after) == (
        "pesticide-unit",
        "11722251001…",
        10,
        50,
    )
    assert (done.manifests, done.foreign, done.unread, done.twice, done.renewed) == (
        2,
        (),
        (),
        (),
        False,
    )
    new = home.file("c", 10)
    issued = [*first, *later, *unknown, *new]
    assert len(set(issued)) == 60
    assert numbers(home.issuer, issued) == [*range(1, 61)]
    assert home.issuer.status(later[0]).purpose == "b"  # its manifest is in the log again
    assert home.issuer.status(unknown[0]).purpose == "disk failed"
    assert (home.issuer.status(unknown[0]).batch or "").startswith("recovery-")


def test_scopes_that_nobody_knows(home: Home) -> None:
    """Counts that were begun after the backup, and left no manifest, begin behind the reserve
    too.
    """
    home.codes(1)
    home.save()
    other = PESTICIDE | {"spec_code": "777"}
    lost = [home.codes(20, **other), home.codes(20, "mofcom-trace"), home.codes(20, "seed-unit")]
    home.restore()
    home.issuer.recover(reserve=40)
    new = [home.codes(20, **other), home.codes(20, "mofcom-trace"), home.codes(20, "seed-unit")]
    for before, after in zip(lost, new, strict=True):
        assert not set(before) & set(after)
    assert new[1][0] == "22012200100000000041"
    assert numbers(home.issuer, new[0]) == [*range(41, 61)]
    home.issuer.recover(reserve=2)  # two reserves add up
    (code,) = home.codes(1, **PESTICIDE | {"spec_code": "778"})
    assert numbers(home.issuer, [code]) == [43]


def test_a_lost_ledger_is_made_again(home: Home) -> None:
    """An empty ledger becomes the lost one again: it recognises all codes of the manifests, and
    goes on behind them.
    """
    files = {
        "a": home.file("a", 10),
        "b": home.file("b", 10),
        "c": home.file("c", 10, "mofcom-trace"),
    }
    files["d"] = home.file("d", 10, "sscc")
    id = home.issuer._ledger.id
    home.lose()
    done = home.issuer.recover([home.folder], reserve=100)
    assert (done.ledger, done.manifests, len(done.scopes)) == (id, 4, 3)
    for name, codes in files.items():
        for status in home.issuer.statuses(codes):
            assert (status.issued, status.purpose) == (True, name)
    new = home.file("e", 10)
    assert numbers(home.issuer, new) == [*range(121, 131)]
    again = home.issuer.recover([home.folder], reserve=0)
    assert (again.manifests, again.scopes, again.twice) == (5, (), ())


@pytest.mark.slow
def test_a_new_nonce(home: Home) -> None:
    """Under a new nonce old codes are recognised, and known ones never come again, even in a small
    room.
    """
    order: dict[str, Any] = {"extension": "1", "serial_prefix": "6901234567"}  # a million codes
    first = [code.normalized for code in home.issuer.issue("sscc", 100_000, **order)]
    done = home.issuer.recover(new_nonce=True)
    assert done.renewed
    second = [code.normalized for code in home.issuer.issue("sscc", 100_000, **order)]
    assert len({*first, *second}) == 200_000  # by chance one in ten would have come again
    assert {status.issued for status in home.issuer.statuses([*first[:500], *second[:500]])} == {
        True
    }
    assert numbers(home.issuer, first[:5]) == [1, 2, 3, 4, 5]
    assert (numbers(home.issuer, second[:1])[0] or 0) > 100_000
    issuer = home.issuer
    issuer.recover(new_nonce=True)
    third = [code.normalized for code in issuer.issue("sscc", 50_000, **order)]
    assert len({*first, *second, *third}) == 250_000
    assert numbers(issuer, [*first[:3], third[0]])[:3] == [1, 2, 3]
    assert {
        status.issued for status in issuer.statuses([*first[:100], *second[:100], *third[:100]])
    } == {True}


def test_a_new_nonce_after_a_restore(home: Home) -> None:
    """Where nobody knows how many codes were lost, a new nonce gives others; manifests are passed
    all the same.
    """
    home.codes(10)
    home.save()
    known = home.file("b", 10)
    unknown = home.codes(1000)
    home.restore()
    home.issuer.recover([home.folder], new_nonce=True)
    new = home.file("c", 1000)
    assert not {*known, *unknown} & {*new}
    assert numbers(home.issuer, known) == [*range(11, 21)]
    assert numbers(home.issuer, new) == [*range(21, 1021)]
    found = manifest.read(str(home.folder / "c.manifest.json"))
    assert found is not None
    assert found.nonce != found.ledger == home.issuer._ledger.id


def test_running_numbers_need_a_reserve(home: Home) -> None:
    """A new nonce cannot help running numbers: they stay closed, old ones and new ones, until a
    reserve is given.
    """
    home.codes(10, "mofcom-trace")
    home.issuer.recover(new_nonce=True)
    text = refuses("issue.recover_running", lambda: home.codes(1, "mofcom-trace"))
    assert "with a reserve" in text
    refuses("issue.recover_running", lambda: home.codes(1, "mofcom-batch"))
    assert home.codes(1)
    home.issuer.recover(reserve=5)
    assert home.codes(1, "mofcom-trace") == ["22012200100000000016"]


def test_back_behind_a_new_nonce(home: Home) -> None:
    """A ledger that was set back behind a new nonce is told by its manifests, and goes on under
    another new one.
    """
    first = home.file("a", 10)
    home.save()
    home.issuer.recover(new_nonce=True)
    second = home.file("b", 10)
    home.restore()
    for _ in range(2):
        refuses("issue.ledger_behind", lambda: home.file("c", 1))
        refuses("issue.recover_nonce", lambda: home.issuer.recover([home.folder], reserve=10**6))
    home.issuer.recover(reserve=10)  # says nothing of manifests; those beside the output still do
    refuses("issue.recover_nonce", lambda: home.file("c", 1))
    home.issuer.recover([home.folder], new_nonce=True, reserve=0)
    third = home.file("c", 10)
    assert len({*first, *second, *third}) == 30
    assert numbers(home.issuer, [*first, *second]) == [*range(1, 21)]
    home.lose()
    refuses("issue.recover_nonce", lambda: home.issuer.recover([home.folder], reserve=0))
    home.issuer.recover([home.folder], reserve=0, new_nonce=True)
    assert numbers(home.issuer, [*first, *second]) == [*range(1, 21)]
    assert None not in numbers(home.issuer, third)


def test_lost_after_a_new_nonce(home: Home) -> None:
    """A lost ledger of which all that is known came under one nonce is made again with that."""
    home.issuer.recover(new_nonce=True, reserve=0)
    codes = home.file("a", 10)
    home.lose()
    home.issuer.recover([home.folder], reserve=0)
    assert numbers(home.issuer, codes) == [*range(1, 11)]
    assert numbers(home.issuer, home.file("b", 1)) == [11]


def test_manifests_of_other_ledgers(home: Home, tmp_path: Path) -> None:
    """Permuted codes of another ledger do not count here, running numbers do; an empty ledger is
    made of one alone.
    """
    other = Home(tmp_path / "other", home.key)
    other.folder.mkdir()
    other.file("x", 50)
    other.file("y", 50, "mofcom-trace")
    own = home.file("a", 5)
    done = home.issuer.recover([tmp_path], reserve=0)
    assert done.foreign == (f"{tmp_path}/other/x.manifest.json",)
    assert done.manifests == 2
    assert home.codes(1, "mofcom-trace") == ["22012200100000000051"]
    assert numbers(home.issuer, [*own, *home.codes(1)]) == [*range(1, 7)]
    home.lose()
    refuses("issue.recover_ledgers", lambda: home.issuer.recover([tmp_path], reserve=0))
    home.issuer.recover([tmp_path / "a.manifest.json"], reserve=0)
    assert numbers(home.issuer, own) == [*range(1, 6)]


def test_manifests_from_before(home: Home) -> None:
    """A manifest that names no ledger counts by its first code, if the key is the same."""
    home.codes(5)
    home.save()
    home.file("b", 10)
    path = home.folder / "b.manifest.json"
    data = json.loads(path.read_bytes())
    for name in ("ledger", "nonce", "pattern", "alphabet"):
        del data[name]
    path.write_text(json.dumps(data))
    home.restore()
    refuses("issue.ledger_behind", lambda: home.file("c", 1))
    assert home.issuer.recover([home.folder], reserve=0).manifests == 1
    assert numbers(home.issuer, home.file("c", 1)) == [16]
    home.lose()
    done = home.issuer.recover([path], reserve=0)
    assert (done.manifests, done.foreign) == (0, (str(path),))
    write_key(home.folder / "other.key")
    assert Issuer(home.url, home.folder / "other.key").issue_to(
        home.folder / "d", "pesticide-unit", 1, **PESTICIDE
    )


def test_codes_that_came_twice_are_told(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """If an older ledger was used before, the recovery names the files that hold the same
    numbers.
    """
    home.codes(5)
    home.save()
    one = home.file("a", 10)
    home.restore()
    (home.folder / "inner").mkdir()
    two = home.file("inner/b", 10)
    assert one == two
    shutil.copy(home.folder / "a.manifest.json", home.folder / "inner")  # a copy is no second file
    done = home.issuer.recover([home.folder], reserve=0)
    assert done.twice == (
        (f"{home.folder}/a.manifest.json", f"{home.folder}/inner/b.manifest.json"),
    )
    assert [finding.rule for finding in done.findings] == ["issue.recover_twice"]
    words = [
        "issue",
        "recover",
        "--ledger",
        home.url,
        "--manifests",
        str(home.folder),
        "--reserve",
        "0",
        "--lang",
    ]
    assert main([*words, "en"]) == 1
    assert "hold the same numbers: codes were issued twice\n" in capsys.readouterr().err
    assert main([*words, "zh"]) == 1
    assert "有代码已重复赋出\n" in capsys.readouterr().err


def test_files_that_are_no_manifests(home: Home) -> None:
    """What is named as a manifest and is none may hold any number: it is listed, and no reserve of
    0 is believed.
    """
    home.file("a", 3)
    good = json.loads((home.folder / "a.manifest.json").read_bytes())
    wrong: list[object] = [
        "", "[]", "{", "null", "[" * 100_000, b"\xff\xfe", "x" * (2 << 20), good | {"numbers": []},
        good | {"numbers": [[1, 1 << 70]]}, good | {"numbers": [[3, 2]]},
        good | {"numbers": [[1, True]]}, good | {"numbers": [[1, 5], [5, 6]]},
        good | {"numbers": "1"}, good | {"ledger": "x"}, good | {"nonce": 5},
        good | {"pattern": [["serial", 0]]}, good | {"pattern": "x"}, good | {"alphabet": "0"},
        good | {"at": "now"}, good | {"key": "des-1"}, good | {"first": "1"}, good | {"count": 1.5},
        good | {"purpose": "\ud800"}, good | {"segments": [1]}, good | {"batch": "b" * 33},
        good | {"pattern": ["11722251001", ["serial", 10**9]]},
    ]  # fmt: skip
    for place, content in enumerate(wrong):
        path = home.folder / f"{place:02d}.manifest.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content))
    (home.folder / "folder.manifest.json").mkdir()
    os.mkfifo(home.folder / "pipe.manifest.json")
    (home.folder / "link.manifest.json").symlink_to("nothing")
    home.file("b", 3)  # beside an output anything may lie
    text = refuses("issue.recover_blind", lambda: home.issuer.recover([home.folder], reserve=0))
    assert text.startswith(
        f"manifests could not be read at {len(wrong) + 2} places, such as {home.folder}/"
    )
    refuses(
        "issue.recover_blind", lambda: home.issuer.recover([home.folder], reserve=0, new_nonce=True)
    )
    watching = Issuer(home.url, home.key, manifests=home.folder)
    text = refuses(
        "issue.manifests_unread", lambda: watching.issue("pesticide-unit", 1, **PESTICIDE)
    )
    # a folder is no manifest
    assert text.startswith(f"{len(wrong) + 3} places among the manifests could not be read")
    assert numbers(home.issuer, home.codes(1)) == [7]  # nothing was changed
    done = home.issuer.recover([home.folder], reserve=1)
    assert done.manifests == 2
    assert len(done.unread) == len(wrong) + 2  # a folder is walked
    assert {finding.rule for finding in done.findings} == {"issue.recover_unread"}
    assert all(finding.unchecked for finding in done.findings)
    assert numbers(home.issuer, home.codes(1)) == [9]


def test_links_in_the_folders(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Folders behind links are walked, each once; a link that leads nowhere may have led to
    manifests, and counts.
    """
    home.file("a", 3)
    home.save()
    archive = tmp_path_factory.mktemp("archive")
    (archive / "2026").mkdir()
    home.file("b", 7)
    for name in ("b", "b.manifest.json"):
        (home.folder / name).rename(archive / "2026" / name)
    (archive / "2026" / "back").symlink_to(home.folder)
    (home.folder / "archive").symlink_to(archive)
    (home.folder / "again").symlink_to(archive / "2026")
    home.restore()
    done = home.issuer.recover([home.folder], reserve=0)
    assert (done.manifests, done.unread) == (2, ())
    assert numbers(home.issuer, home.codes(1)) == [11]
    (home.folder / "archive").unlink()
    (home.folder / "again").unlink()
    (home.folder / "archive").symlink_to(home.folder / "not mounted")
    (home.folder / "circle").symlink_to("circle")
    home.restore()
    text = refuses("issue.recover_blind", lambda: home.issuer.recover([home.folder], reserve=0))
    assert f"at 2 places, such as {home.folder}/archive" in text
    done = home.issuer.recover([home.folder], new_nonce=True)
    assert done.unread == (f"{home.folder}/archive", f"{home.folder}/circle")


def test_folders_that_go(home: Home, tmp_path: Path) -> None:
    """A folder of manifests that is gone by the time of issuing stops it."""
    inner = tmp_path / "inner"
    inner.mkdir()
    issuer = Issuer(home.url, home.key, manifests=[inner])
    assert issuer.issue("pesticide-unit", 1, **PESTICIDE)
    inner.rmdir()
    assert str(inner) in refuses(
        "issue.manifests_unread", lambda: issuer.issue("pesticide-unit", 1, **PESTICIDE)
    )


@pytest.mark.parametrize("reserve", [-1, True, 1.5, "5", 1 << 63, 10**400])
def test_a_wrong_reserve(reserve: Any, home: Home) -> None:
    """A reserve that is no number from 0 is refused, and nothing is changed."""
    refuses("issue.recover_reserve", lambda: home.issuer.recover(reserve=reserve))
    refuses("issue.recover_choice", home.issuer.recover)
    refuses("issue.no_folder", lambda: home.issuer.recover([home.folder / "none"], reserve=0))
    assert numbers(home.issuer, home.codes(1)) == [1]


def test_a_reserve_beyond_the_room(home: Home) -> None:
    """A reserve that is more than is left closes the count: nothing is left, and nothing comes
    twice.
    """
    home.codes(10, "mofcom-batch")
    home.codes(10)
    home.issuer.recover(reserve=tables.MOST)
    assert "0 are left" in refuses("issue.left", lambda: home.codes(1, "mofcom-batch"))
    assert "0 are left" in refuses("issue.left", lambda: home.codes(1))
    assert "0 are left" in refuses("issue.left", lambda: home.codes(1, "seed-unit"))


def test_a_process_that_was_issuing(home: Home) -> None:
    """A process that prints codes while the ledger gets a new nonce stops instead of mixing two
    permutations.
    """
    letters: dict[str, Any] = {"serial_chars": "[A-Z0]", "serial_length": 5}
    # more numbers are taken when the first are used up
    codes = home.issuer.issue("seed-unit", 2_000, **letters)
    next(codes)
    home.issuer.recover(new_nonce=True)
    refuses("issue.ledger_changed", lambda: [*codes])
    issuer = home.issuer
    home.issuer.recover(new_nonce=True)
    # opened before, but reads what holds now
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert home.issuer.status(code).number == 1


def test_a_ledger_of_version_1(home: Home) -> None:
    """A ledger of the first version works as it is; a recovery brings it to the second, which older
    programs refuse.
    """
    (code,) = home.codes(1)
    with Database(home.url, 1).begin(writes=True) as connection:
        for table in tables.ADDED:
            table.drop(connection)
        connection.exec_driver_sql("UPDATE tracecode_ledger SET version = 1")
    running = home.issuer
    assert numbers(running, [code, *home.codes(1)]) == [1, 2]
    assert home.codes(1, "mofcom-trace") == ["22012200100000000001"]
    home.issuer.recover(reserve=3)
    (new,) = running.issue("pesticide-unit", 1, **PESTICIDE)
    assert numbers(running, [new.normalized]) == [6]
    with Database(home.url, 1).begin() as connection:
        assert (
            connection.exec_driver_sql("SELECT version FROM tracecode_ledger").scalar()
            == tables.VERSION
        )


@pytest.fixture
def lagging(url: str, key: Path, tmp_path: Path) -> tuple[str, Issuer, list[Code]]:
    """A ledger of either kind that lost its last transactions, and the codes that were issued in
    them.
    """
    issuer = Issuer(url, key)
    codes = [*issuer.issue("pesticide-unit", 10, **PESTICIDE)]
    manifest = issuer.issue_to(tmp_path / "codes", "pesticide-unit", 10, **PESTICIDE)
    codes += [
        issuer._schemes["pesticide-unit"].parse(text)
        for text in (tmp_path / "codes").read_text().split()
    ]
    assert manifest.numbers == [[11, 20]]
    with issuer._ledger.database.begin(writes=True) as connection:
        connection.execute(sql.text("DELETE FROM tracecode_issues WHERE first > 10"))
        connection.execute(sql.text("UPDATE tracecode_scopes SET next = 11"))
    return url, Issuer(url, key), codes


def test_either_database(
    lagging: tuple[str, Issuer, list[Code]], key: Path, tmp_path: Path
) -> None:
    """The same with PostgreSQL: refused by the manifest, recovered, upgraded, renewed."""
    url, issuer, codes = lagging
    refuses(
        "issue.ledger_behind",
        lambda: issuer.issue_to(tmp_path / "new", "pesticide-unit", 1, **PESTICIDE),
    )
    done = issuer.recover([tmp_path], reserve=5)
    assert [(moved.before, moved.after) for moved in done.scopes] == [(10, 25)]
    codes += issuer.issue("pesticide-unit", 5, **PESTICIDE)
    issuer.recover([tmp_path], new_nonce=True)
    codes += Issuer(url, key).issue("pesticide-unit", 5, **PESTICIDE)
    found = [status.number for status in Issuer(url, key).statuses(codes)]
    assert found == [*range(1, 21), *range(26, 36)]


def test_the_command(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`issue recover` says what it did, in both languages and as JSON; without reserve or nonce it
    is wrong use.
    """
    monkeypatch.delenv("TRACECODE_ISSUE_KEY", raising=False)
    home.file("a", 10)
    (home.folder / "torn.manifest.json").write_text("{")
    words = ["issue", "recover", "--ledger", home.url, "--manifests", str(home.folder)]
    assert main([*words, "--lang", "en"]) == 2
    assert capsys.readouterr().err == "recover needs --reserve N or --new-nonce\n"
    assert main([*words, "--reserve", "0", "--lang", "en"]) == 1
    assert capsys.readouterr().err == (
        f"manifests could not be read at 1 places, such as {home.folder}/torn.manifest.json, so "
        f"the reserve cannot be "
        "0; give a reserve that covers them, or --new-nonce alone\n"
    )
    assert main([*words, "--reserve", "5", "--lang", "en"]) == 3
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"ledger {home.issuer._ledger.id}", "  manifests     1", "  of others     0",
        "  counts moved  1", "  pesticide-unit 11722251001…: 10 -> 15 / 1000000000000000000000",
    ]  # fmt: skip
    assert err == (
        f"{home.folder}/torn.manifest.json could not be read: numbers that it may hold are kept "
        f"clear of "
        "by the reserve or the new nonce alone\n"
    )
    assert main([*words, "--new-nonce", "--lang", "zh"]) == 3
    out, err = capsys.readouterr()
    assert "  随机数          已更换\n" in out
    assert (
        err
        == f"未能读取 {home.folder}/torn.manifest.json：其中若有号码，只由预留数量或新随机数避开\n"
    )
    assert main([*words, "--reserve", "7", "--format", "json"]) == 3
    data = json.loads(capsys.readouterr().out)
    assert [(each["before"], each["after"]) for each in data["scopes"]] == [(15, 22)]
    assert (data["manifests"], data["renewed"], data["twice"]) == (1, False, [])
