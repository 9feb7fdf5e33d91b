"""Issuing: what comes out is valid, never repeats, and is recognised; nothing else is."""

from __future__ import annotations

import importlib
import json
import os
import random
import sys
from collections import deque
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import tracecode as tc
from tests.codes.issue.orders import ORDERS, PESTICIDE, RUNNING
from tests.folders import one
from tracecode.codes.issue import Issuer, write_key
from tracecode.codes.issue.column import BLOCK
from tracecode.codes.registry import registry
from tracecode.errors import IssueError
from tracecode.standard.resolved import packaged

ITIP: dict[str, Any] = {"indicator": "0", "body": "950600013435", "total": "02"}


def refused(error: pytest.ExceptionInfo[IssueError], rule: str) -> None:
    """The error has this one rule, and both its sentences can be made."""
    (finding,) = error.value.findings
    assert finding.rule == rule
    assert finding.text("zh") != finding.text("en")


@pytest.mark.parametrize("id", ORDERS)
def test_codes_are_those_of_build(id: str, issuer: Issuer) -> None:
    """Every issued code is the one that `Scheme.build` makes from its segments, and differs from
    all others.
    """
    scheme = tc.scheme(id)
    codes = [*issuer.issue(id, 300, **ORDERS[id])]
    assert len(set(codes)) == len(codes) == 300
    for code in codes:
        layout = code.layout
        computed = {check.into for check in layout.spec.checks}
        fixed = {segment.spec.id for segment in layout.segments if segment.spec.literal is not None}
        given: dict[str, Any] = {
            name: text for name, text in code.segments.items() if name not in computed | fixed
        }
        assert scheme.build(edition=code.edition, form=code.form, **given) == code
        assert scheme.is_valid(code.normalized)


@pytest.mark.parametrize("id", ORDERS)
def test_issued_codes_are_recognised(id: str, issuer: Issuer) -> None:
    """Each issued code has its number; the next one of the same kind was never issued."""
    codes = [*issuer.issue(id, 200, purpose="test", **ORDERS[id])]
    found = [*issuer.statuses(codes)]
    numbers = [status.number or 0 for status in found]
    assert all(status.issued for status in found)
    assert numbers == sorted(set(numbers))
    assert numbers[0] >= 1
    assert {status.batch for status in found} == {found[0].batch}
    assert {(status.scheme, status.state, status.purpose, status.parent) for status in found} == {
        (id, "issued", "test", None)
    }
    assert [status.code for status in found] == [code.normalized for code in codes]
    (later,) = [*Issuer.issue(issuer, id, 1, **ORDERS[id])]
    assert (issuer.status(later).number or 0) > numbers[-1]


@pytest.mark.parametrize("id", sorted(RUNNING))
def test_running_numbers(id: str, issuer: Issuer) -> None:
    """Where the rule asks for a running number, the codes count from 1, and the odds of a guess are
    told as 1.
    """
    codes = [*issuer.issue(id, 12, **ORDERS[id])]
    serial = next(
        segment.spec.id for segment in codes[0].layout.segments if segment.spec.role == "serial"
    )
    assert [int(code.segments[serial]) for code in codes] == [*range(1, 13)]
    status = issuer.status(codes[4])
    assert (status.number, status.odds) == (5, 1.0)


def test_running_numbers_need_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any key running numbers are issued and recognised, and nothing else."""
    monkeypatch.delenv("TRACECODE_ISSUE_KEY", raising=False)
    issuer = Issuer(f"sqlite:///{tmp_path}/codes.db")
    assert issuer.key_fingerprint is None
    (code,) = issuer.issue("mofcom-trace", 1, **ORDERS["mofcom-trace"])
    assert code.normalized == "22012200100000000001"
    assert issuer.status(code).issued
    with pytest.raises(IssueError) as error:
        issuer.issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.key_missing")


def test_every_enterprise_scheme_is_issued_or_refused_with_a_reason(issuer: Issuer) -> None:
    """Of the schemes that enterprises issue, those with an order here can be issued; all others say
    why not.
    """
    rules = {"issue.no_serial", "issue.unsure", "issue.nested", "issue.open", "issue.small"}
    for id in registry(packaged()).ids:
        if id in ORDERS:
            continue
        with pytest.raises((IssueError, tc.InvalidCode)) as error:
            issuer.issue(id, 1, **ITIP if id == "itip" else {})
        if registry(packaged())[id].spec.issued_by.kind == "enterprise":
            assert isinstance(error.value, IssueError), id
            assert error.value.findings[0].rule in rules, id
        else:
            assert error.value.findings[0].rule == "issue.authority", id


def test_an_authority_is_named(issuer: Issuer) -> None:
    """A code that an authority gives is refused with the authority's name, in both languages."""
    with pytest.raises(IssueError) as error:
        issuer.issue("veterinary-trace", 10)
    name = tc.scheme("veterinary-trace").spec.issued_by.name
    assert name.zh in error.value.findings[0].text("zh")
    assert name.en in error.value.findings[0].text("en")


def test_segments_that_are_wrong(issuer: Issuer) -> None:
    """Wrong, missing and unknown segments are refused as `build` refuses them; the serial itself
    must not be given.
    """
    cases: list[tuple[dict[str, Any], str]] = [
        (PESTICIDE | {"production_type": "9"}, "code.codelist"),
        (PESTICIDE | {"spec_code": "1"}, "code.length"),
        (PESTICIDE | {"colour": "red"}, "build.unknown"),
        ({"spec_code": "001"}, "build.missing"),
    ]
    for segments, rule in cases:
        with pytest.raises(tc.InvalidCode) as wrong:
            issuer.issue("pesticide-unit", 1, **segments)
        assert rule in [finding.rule for finding in wrong.value.findings]
    with pytest.raises(IssueError) as error:
        issuer.issue("pesticide-unit", 1, on=date(2026, 1, 1), random_part="1" * 21, **PESTICIDE)
    refused(error, "issue.serial_given")
    with pytest.raises(tc.UnknownId):
        issuer.issue("pesticide-unite", 1, **PESTICIDE)


@pytest.mark.parametrize("count", [0, -1, True, 1.5, "7"])
def test_count(count: int, issuer: Issuer) -> None:
    """A count that is no whole number from 1 is refused."""
    with pytest.raises(IssueError) as error:
        issuer.issue("pesticide-unit", count, **PESTICIDE)
    refused(error, "issue.count")


def test_more_than_are_left(issuer: Issuer) -> None:
    """A count beyond the room says how many are left, and takes none."""
    order = ORDERS["mofcom-batch"]
    next(issuer.issue("mofcom-batch", 10, **order))
    with pytest.raises(IssueError) as error:
        issuer.issue("mofcom-batch", 9_999_990, **order)
    refused(error, "issue.left")
    assert error.value.findings[0].text("en") == "9999990 codes were asked for; 9999989 are left"
    (code,) = issuer.issue("mofcom-batch", 1, **order)
    assert code.normalized.endswith("0000011")


def test_a_whole_room(issuer: Issuer) -> None:
    """When the last number is taken each code has come once, and nothing is left."""
    order: dict[str, Any] = {"extension": "1", "serial_prefix": "6901234567"}
    found = pa.chunked_array(issuer.issue_batches("sscc", 1_000_000, **order))
    assert len(found.unique()) == 1_000_000
    with pytest.raises(IssueError) as error:
        issuer.issue("sscc", 1, **order)
    assert error.value.findings[0].values["allowed"] == 0


def test_editions_share_a_count(issuer: Issuer) -> None:
    """Two editions that allow the same text never give it twice: the codes are counted together."""
    old = [*issuer.issue("pesticide-unit", 5, on=date(2026, 10, 31), **PESTICIDE)]
    new = [*issuer.issue("pesticide-unit", 5, on=date(2026, 11, 1), **PESTICIDE)]
    assert {code.edition for code in old} == {"moa-2579"}
    assert {code.edition for code in new} == {"mara-1049"}
    assert [issuer.status(code).number for code in [*old, *new]] == [*range(1, 11)]


def test_prefix_length_and_characters_of_the_serial(issuer: Issuer) -> None:
    """The issuer may fix the head of the serial, its length and fewer characters."""
    (code,) = issuer.issue(
        "seed-unit", 1, serial_prefix="26A", serial_length=12, serial_chars="digits"
    )
    assert code.normalized[:3] == "26A"
    assert len(code.normalized) == 12
    assert code.normalized[3:].isdigit()
    (code,) = issuer.issue("seed-unit", 1)
    assert len(code.normalized) == 9  # 62**9 is the first power above 10**16
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert len(code.normalized) == 32


@pytest.mark.parametrize(
    ("id", "options", "rule"),
    [
        ("seed-unit", {"serial_length": 21}, "issue.length"),
        ("seed-unit", {"serial_length": 3}, "issue.small"),
        ("seed-unit", {"serial_prefix": "1" * 20}, "issue.length"),
        ("seed-unit", {"serial_prefix": "a-b"}, "issue.prefix"),
        ("seed-unit", {"serial_chars": "[0-9-]"}, "issue.chars"),
        ("seed-unit", {"serial_chars": "[9-0]"}, "issue.chars"),
        ("seed-unit", {"serial_chars": "[7]"}, "issue.chars"),
        ("seed-unit", {"serial_chars": "[^7]"}, "issue.chars"),
        ("sscc", {"extension": "1"}, "issue.company_prefix"),
        ("giai", {"serial_prefix": "ABCD"}, "issue.company_prefix"),
        ("itip", ITIP, "issue.small"),
        ("baijiu-gs1-trace", {"form": "batch"}, "issue.no_serial"),
        ("seed-label", {}, "issue.nested"),
        ("iiot-handle", {}, "issue.open"),
        ("detonator-box", {}, "issue.unsure"),
    ],
)
def test_what_cannot_be_issued(id: str, options: dict[str, Any], rule: str, issuer: Issuer) -> None:
    """Each reason against a serial is told by its own rule, in both languages."""
    with pytest.raises(IssueError) as error:
        issuer.issue(id, 1, **options)
    refused(error, rule)


def test_codes_that_the_rule_refuses_are_left_out(issuer: Issuer) -> None:
    """A seed code needs a digit: serials of letters only are passed over, and others come in their
    place.
    """
    letters: dict[str, Any] = {"serial_chars": "[A-Z0]", "serial_length": 5}
    codes = [*issuer.issue("seed-unit", 2_000, **letters)]
    assert len(set(codes)) == 2_000
    assert all("0" in code.normalized for code in codes)
    status = issuer.status(codes[-1])
    assert (status.number or 0) > 2_000
    assert status.batch == issuer.status(codes[0]).batch


@pytest.mark.slow
def test_the_last_codes_may_be_fewer_than_the_numbers(issuer: Issuer) -> None:
    """If the rule refuses so many of the last numbers that the count is not reached, that is
    told.
    """
    arrays = issuer.issue_batches("seed-unit", 7**8, serial_chars="[A-F0]", serial_length=8)
    with pytest.raises(IssueError) as error:
        deque(arrays, maxlen=0)
    refused(error, "issue.left")


@pytest.mark.slow
def test_invented_codes(issuer: Issuer) -> None:
    """Of invented codes as many pass for issued as the odds say, and no more."""
    order: dict[str, Any] = {"extension": "1", "serial_prefix": "6901234567"}
    for _ in issuer.issue_batches("sscc", 50_000, **order):
        pass
    draw = random.Random(1)
    invented = [
        tc.scheme("sscc").build(extension="1", body=f"6901234567{draw.randrange(10**6):06d}")
        for _ in range(20_000)
    ]
    found = [*issuer.statuses(invented)]
    assert {status.odds for status in found} == {0.05}
    assert abs(sum(status.issued for status in found) - 1000) < 5 * (20_000 * 0.05 * 0.95) ** 0.5


def test_status_of_other_texts(issuer: Issuer) -> None:
    """What is no code, or a code of something that was never issued, is never issued; texts are
    read leniently.
    """
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    text = code.normalized
    assert issuer.status(text).issued
    assert issuer.status(f" {text[:7]} {text[7:]} ").code == text
    assert not issuer.status(text, "sscc").issued
    wrong = text[:-1] + str((int(text[-1]) + 1) % 10)
    assert (issuer.status(wrong).issued, issuer.status(wrong).odds) == (False, 1e-21)
    other = issuer.status("2" + text[1:])
    assert (other.scheme, other.issued, other.odds) == ("pesticide-unit", False, None)
    nothing = issuer.status("手机")
    assert (nothing.scheme, nothing.code, nothing.issued) == (None, "手机", False)
    assert not issuer.status(tc.parse("6901234567892")).issued
    assert [*issuer.statuses([])] == []


def test_a_text_that_two_schemes_accept(issuer: Issuer) -> None:
    """A text without a scheme is looked for in all schemes of the ledger."""
    (one,) = issuer.issue("mofcom-trace", 1, **ORDERS["mofcom-trace"])
    (two,) = issuer.issue("seed-unit", 1, serial_chars="digits", serial_length=20)
    assert issuer.status(one.normalized).scheme == "mofcom-trace"
    assert issuer.status(two.normalized).scheme == "seed-unit"
    assert issuer.status(two.normalized).issued


def test_a_character_outside_the_alphabet(issuer: Issuer) -> None:
    """A code whose serial holds what was never used for serials was never issued."""
    issuer.issue("seed-unit", 5, serial_chars="digits", serial_length=12)
    assert not issuer.status("1234567890AB").issued
    assert issuer.status("1234567890AB").odds is None
    assert issuer.status("123456789012").odds == 5e-12


@pytest.mark.parametrize("format", ["text", "csv", "ndjson", "parquet"])
def test_files(format: str, issuer: Issuer, tmp_path: Path) -> None:
    """Every format holds the codes that the manifest says, over several blocks."""
    import hashlib

    import pyarrow.parquet as pq

    count = BLOCK + 10
    path = tmp_path / "codes"
    seen: list[int] = []
    manifest = issuer.issue_to(
        path,
        "pesticide-unit",
        count,
        format=format,  # type: ignore[arg-type]
        progress=seen.append,
        **PESTICIDE,
    )
    assert seen == [BLOCK, count]
    data = path.read_bytes()
    if format == "parquet":
        table = pq.read_table(path)
        assert table.column_names == ["scheme", "code"]
        assert set(table["scheme"].to_pylist()) == {"pesticide-unit"}
        codes = table["code"].to_pylist()
    elif format == "csv":
        head, *rows = data.decode().splitlines()
        assert head == "scheme,code"
        codes = [row.removeprefix("pesticide-unit,") for row in rows]
    elif format == "ndjson":
        objects = [json.loads(row) for row in data.splitlines()]
        assert {each["scheme"] for each in objects} == {"pesticide-unit"}
        codes = [each["code"] for each in objects]
    else:
        codes = data.decode().splitlines()
    assert len(set(codes)) == count
    assert (manifest.count, manifest.first, manifest.last) == (count, codes[0], codes[-1])
    assert (manifest.bytes, manifest.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert manifest.numbers == [[1, count]]
    assert manifest.room == 10**21
    assert (manifest.key, manifest.who) == (issuer.key_fingerprint, "tester")
    assert json.loads((tmp_path / "codes.manifest.json").read_text("utf-8")) == manifest.__dict__
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "codes",
        "codes.db",
        "codes.manifest.json",
        "issue.key",
    ]
    assert issuer.status(codes[-1]).number == count
    assert issuer.status(codes[-1]).batch == manifest.batch


@pytest.mark.parametrize("format", ["csv", "ndjson"])
def test_files_of_codes_with_quotes(format: str, issuer: Issuer, tmp_path: Path) -> None:
    """Codes that hold commas and quotation marks are written so that CSV and JSON readers get them
    back.
    """
    import csv

    path = tmp_path / "codes"
    manifest = issuer.issue_to(path, "giai", 500, format=format, serial_prefix='6901234",')  # type: ignore[arg-type]
    text = path.read_text("utf-8")
    if format == "csv":
        codes = [row["code"] for row in csv.DictReader(text.splitlines())]
    else:
        codes = [json.loads(row)["code"] for row in text.splitlines()]
    assert len(set(codes)) == 500
    assert (codes[0], codes[-1]) == (manifest.first, manifest.last)
    assert all(status.issued for status in issuer.statuses(codes))


def test_batches(issuer: Issuer) -> None:
    """Arrow arrays hold the same kind of codes, a block each."""
    arrays = [*issuer.issue_batches("tj-trace", BLOCK + 5, **ORDERS["tj-trace"])]
    assert [len(array) for array in arrays] == [BLOCK, 5]
    assert arrays[1].type == pa.string()
    assert all(tc.is_valid(text, "tj-trace") for text in arrays[1].to_pylist())


def test_serials_look_random(issuer: Issuer) -> None:
    """Digits are equally frequent at every place, and neighbours do not depend on each other."""
    count = 200_000
    rows = np.concatenate(
        [
            np.frombuffer("".join(array.to_pylist()).encode(), np.uint8).reshape(-1, 32)[:, 11:]
            - 48
            for array in issuer.issue_batches("pesticide-unit", count, **PESTICIDE)
        ]
    )
    for place in range(21):
        seen = np.bincount(rows[:, place], minlength=10)
        # 9 degrees of freedom: once in 100 000
        assert float(((seen - count / 10) ** 2).sum()) / (count / 10) < 40
        values = rows[:, place].astype(float)
        assert abs(float(np.corrcoef(values[:-1], values[1:])[0, 1])) < 5 / count**0.5


def test_two_ledgers_do_not_repeat(tmp_path: Path, key: Path) -> None:
    """A ledger begun anew under the same key does not give the codes of the first again."""
    one, two = (Issuer(f"sqlite:///{tmp_path}/{name}.db", key) for name in "ab")
    assert not set(one.issue("pesticide-unit", 100, **PESTICIDE)) & set(
        two.issue("pesticide-unit", 100, **PESTICIDE)
    )


def test_sm4(tmp_path: Path, key: Path) -> None:
    """The cipher SM4 issues and recognises as AES does, and one scope keeps to one cipher."""
    url = f"sqlite:///{tmp_path}/codes.db"
    issuer = Issuer(url, key, cipher="sm4")
    assert (issuer.key_fingerprint or "").startswith("sm4-")
    codes = [*issuer.issue("pesticide-unit", 10, **PESTICIDE)]
    assert [status.number for status in issuer.statuses(codes)] == [*range(1, 11)]
    with pytest.raises(IssueError) as error:
        Issuer(url, key).issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.other_key")


def test_another_key_is_refused(tmp_path: Path, issuer: Issuer) -> None:
    """Codes of one scope come from one key; another one issues where a segment tells the codes
    apart.
    """
    codes = [*issuer.issue("pesticide-unit", 3, **PESTICIDE)]
    write_key(tmp_path / "other.key")
    other = Issuer(f"sqlite:///{tmp_path}/codes.db", tmp_path / "other.key")
    with pytest.raises(IssueError) as error:
        other.issue("pesticide-unit", 1, **PESTICIDE)
    refused(error, "issue.other_key")
    with pytest.raises(IssueError) as error:
        other.status(codes[0])
    refused(error, "issue.other_key")
    (code,) = other.issue("pesticide-unit", 1, **PESTICIDE | {"spec_code": "002"})
    assert other.status(code).number == 1


def test_arguments(tmp_path: Path, key: Path, issuer: Issuer) -> None:
    """A cipher or format that does not exist is a mistake of the program."""
    with pytest.raises(tc.UnknownId, match="unknown cipher 'des'; did you mean aes"):
        Issuer(f"sqlite:///{tmp_path}/a.db", key, cipher="des")  # type: ignore[arg-type]
    with pytest.raises(
        tc.UnknownId, match="unknown format 'xls'; known: csv, ndjson, parquet, text"
    ):
        issuer.issue_to(tmp_path / "a", "pesticide-unit", 1, format="xls", **PESTICIDE)  # type: ignore[arg-type]


def test_repr_shows_no_secret(tmp_path: Path, key: Path) -> None:
    """An issuer's text has the ledger's address and the fingerprint, and neither key nor
    password.
    """
    issuer = Issuer(f"sqlite:///{tmp_path}/codes.db", key)
    assert key.read_text().strip() not in repr(issuer)
    assert (
        repr(issuer)
        == f"Issuer(Ledger('sqlite:///{tmp_path}/codes.db'), key={issuer.key_fingerprint!r})"
    )


def test_the_time_of_issue(tmp_path: Path, key: Path) -> None:
    """The status has the time of the ledger's clock."""
    moment = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
    issuer = Issuer(f"sqlite:///{tmp_path}/codes.db", key, clock=lambda: moment)
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).at == moment


OWN = """
    - {id: mark, name: {zh: 标记, en: Mark}, literal: 津, role: prefix}
    - {id: place, name: {zh: 地点, en: Place}, chars: "[^,]", length: 2, role: place}
    - {id: number, name: {zh: 序列号, en: Number}, chars: alnum, first: "[A-Z]", length: 8, role: serial}
    - {id: pair, name: {zh: 校验码, en: Check}, chars: alnum, length: 2, role: check}
    - {id: last, name: {zh: 末位, en: Last}, chars: digits, length: 1}
    """


def test_a_scheme_of_ones_own(tmp_path: Path, key: Path) -> None:
    """Schemes of another catalogue are issued as well: with Chinese text, check pairs, a narrower
    first place.
    """
    checks = """
        - {rule: iso7064-mod-1271-36, of: [number], into: pair, source: {ref: rule-book}, evidence: confirmed}
        """
    scheme = one(tmp_path, OWN, "14", checks=checks)
    issuer = Issuer(f"sqlite:///{tmp_path}/codes.db", key, standard=scheme.standard)
    codes = [*issuer.issue("thing", 100, place="蓟州", last="7")]
    assert len(set(codes)) == 100
    for code in codes:
        parts = code.segments
        assert code == scheme.build(place="蓟州", number=parts["number"], last="7")
        assert parts["number"].isalpha()  # the characters that may stand at every place
    assert all(status.issued for status in issuer.statuses([code.normalized for code in codes]))
    (code,) = issuer.issue("thing", 1, place="蓟州", last="8", serial_prefix="A")
    assert code.segments["number"][0] == "A"
    manifest = issuer.issue_to(tmp_path / "codes", "thing", 10, place="蓟州", last="7")
    assert (tmp_path / "codes").read_text("utf-8").split()[:: manifest.count - 1] == [
        manifest.first,
        manifest.last,
    ]


def test_a_user_without_a_name(tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system knows no name of the user, as in containers, the log has the number."""

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    issuer = Issuer(f"sqlite:///{tmp_path}/codes.db", key)
    assert issuer.issue_to(tmp_path / "codes", "pesticide-unit", 1, **PESTICIDE).who == str(
        os.getuid()
    )


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a package of the extra it is told what to install."""
    for name in [name for name in sys.modules if name.startswith("tracecode.codes.issue")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(ImportError, match=r"needs the package sqlalchemy; .*tracecode\[issue\]"):
        importlib.import_module("tracecode.codes.issue")
