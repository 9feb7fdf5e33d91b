"""A folder is answered by sender: a file each, a receipt for each message, all or nothing."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tests.checks.test_jobs import recalls
from tests.hostile.case import header, recall
from tracecode.checks.receipts import file_name
from tracecode.cli import main

GOOD = "91350100M000100Y43"


def message(number: int, sender: object, records: int, body: object = None) -> bytes:
    """A message of some recalls."""
    lines = recalls(1000).splitlines()[number * 30 : number * 30 + records]
    header = {
        "message_id": f"0b7c6f0e-51a4-4b6e-9a53-{number:012}", "sender_id": sender,
        "sent_time": "2026-11-01T08:00:00+08:00",
    }  # fmt: skip
    return json.dumps({"header": header, "body": body or [*map(json.loads, lines)]}).encode()


def party(code: str) -> dict[str, str]:
    """As a header names one."""
    return {"code_scheme": "uscc", "code_value": code}


def receipts(folder: Path) -> dict[str, list[Any]]:
    """The receipts in a folder by the names of their files; each is a right record."""
    found = {}
    for file in sorted(folder.iterdir()):
        assert [each.status for each in tc.validate(file)].count("valid") == len(
            file.read_bytes().splitlines()
        )
        found[file.name] = [*map(json.loads, file.read_bytes().splitlines())]
    return found


def test_a_citizens_number_stands_in_no_name() -> None:
    """Nor can it be found by trying all: the digest is keyed. One sender has one file."""
    number = "11010119900307803X"
    name = file_name(("resident-id", number))
    assert number[6:] not in name
    assert name == file_name(("resident-id", number))
    raw = f"resident-id\0{number}".encode()
    assert sha256(raw).hexdigest()[:12] not in name


@pytest.mark.parametrize(
    ("bare_first", "status", "accepted"), [(True, "refused", 0), (False, "accepted", 2)]
)
def test_records_beside_a_message_are_not_accepted_with_it(
    tmp_path: Path, bare_first: bool, status: str, accepted: int
) -> None:
    """A message behind them is refused, since whose they are cannot be told; one before them has
    its own records alone. Either way the file is wrong.
    """
    right = json.dumps({"header": header(2), "body": [recall("one"), recall("two")]}).encode()
    assert tc.receipt(tc.validate(right, format="json")).receipt_status == "accepted"
    lines = [right, json.dumps(recall("three")).encode()]
    inbox = tmp_path / "mixed.ndjson"
    inbox.write_bytes(b"\n".join(reversed(lines) if bare_first else lines))
    assert main(["validate", str(inbox), "--receipts", str(tmp_path / "out"), "--quiet"]) == 1
    ((receipt,),) = receipts(tmp_path / "out").values()
    assert (receipt["receipt_status"], receipt["accepted_count"]) == (status, accepted)


@pytest.mark.parametrize("words", [[], ["--quiet"], ["--jobs", "2"], ["--quiet", "--jobs", "2"]])
def test_records_of_no_message_are_in_no_receipt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """Right ones and wrong ones, before and behind a message: its receipt counts its own."""
    loose = [json.dumps(recall(f"{n}") if n % 2 else {"record_type": "recall"}) for n in range(9)]
    body = json.dumps({"header": header(2), "body": [recall("one"), {"record_type": "recall"}]})
    inbox = tmp_path / "mixed.ndjson"
    inbox.write_text("\n".join([*loose[:4], body, *loose[4:]]), encoding="utf-8")
    out = tmp_path / "out"
    assert main(["validate", str(inbox), "--receipts", str(out), "--lang", "en", *words]) == 1
    assert "9 records are in no message, and have no receipt" in capsys.readouterr().err
    ((receipt,),) = receipts(out).values()
    counted = sum(value for name, value in receipt.items() if name in COUNTED)
    assert counted == 2


COUNTED = ("accepted_count", "refused_count", "not_checked_count")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_sender_has_a_file_with_all_that_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    """Two files of one sender, a hostile name, no sender, too many findings, records outside."""
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    (inbox / "a.json").write_bytes(message(0, party(GOOD), 3))
    (inbox / "b.ndjson").write_bytes(message(1, party(GOOD), 2) + b"\n" + message(2, None, 1))
    (inbox / "c.json").write_bytes(message(3, party("../../etc/passwd"), 1))
    (inbox / "d.json").write_bytes(message(4, party(GOOD), 0, [{"record_type": "recall"}] * 300))
    (inbox / "e.ndjson").write_bytes(recalls(1000)[-5000:].split(b"\n", 1)[1])
    (inbox / "f.json").write_bytes(b'{"header": {"message_id": "x"}, "body": []}')
    outside = len((inbox / "e.ndjson").read_bytes().splitlines())
    words = ["validate", str(inbox), "--receipts", str(out), "--lang", "en", "--jobs", jobs]
    assert main([*words, "--quiet"]) == 1
    told = capsys.readouterr().err
    assert "5 receipts for 3 senders; 1 messages have no id, and no receipt" in told
    assert f"{outside} records are in no message, and have no receipt" in told
    found = receipts(out)
    hostile = file_name(("uscc", "../../etc/passwd"))
    assert {*found} == {hostile, f"uscc-{GOOD}.ndjson", "unknown~sender.ndjson"}
    mine = {each["message_id"][-1]: each for each in found[f"uscc-{GOOD}.ndjson"]}
    assert [*mine] == ["0", "1", "4"]
    long = mine["4"]
    assert (long["refused_count"], len(long["findings"])) == (300, 1000)
    (verdicts,) = [[*tc.validate(inbox / "d.json")]]
    every = sum(len(each.findings) for each in verdicts)
    assert 1000 + sum(each["finding_count"] for each in long["unlisted_findings"]) == every
    assert {path.name for path in tmp_path.iterdir()} == {"inbox", "out"}


def test_names_of_files_come_from_nowhere_else() -> None:
    """No two senders share a name, also where capitals do not count; none leads elsewhere."""
    senders = [
        ("uscc", GOOD), ("uscc", GOOD.lower()), ("USCC", GOOD), ("uscc", "../" + GOOD), ("", ""),
        ("a-1", "2"), ("a", "1-2"), ("con", "\0"), ("uscc", "x" * 5000), ("uscc", "\ud800"),
        ("unknown", "sender"), ("农", "药"), ("a", "B~0123456789ab"),
    ]  # fmt: skip
    names = [file_name(sender) for sender in senders] + [file_name(None)]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name.isascii()
        assert len(name) < 100
        assert not set(name) & set('/\\:*?"<>|\0 ')
        assert not name.startswith(".")


def test_nothing_stands_there_if_the_run_does_not_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a receipt nor a folder; and a folder in which something is stays as it is."""
    file, out = tmp_path / "a.json", tmp_path / "out"
    file.write_bytes(message(0, party(GOOD), 3))
    out.mkdir()
    (out / "mine").write_text("x")
    assert main(["validate", str(file), "--receipts", str(out)]) == 2
    assert "new or empty folder" in capsys.readouterr().err
    assert (out / "mine").read_text() == "x"
    (out / "mine").unlink()
    with monkeypatch.context() as patch:
        patch.setattr("tracecode.checks.receipts.dump_record", _interrupted)
        assert main(["validate", str(file), "--receipts", str(out)]) == 130
    assert {*tmp_path.rglob("*")} == {file, out}
    main(["validate", str(file), "--receipts", str(out)])
    assert len(receipts(out)) == 1


def test_codes_are_not_answered(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Wrong use, said in both languages."""
    words = ["validate", "x.csv", "--column", "code", "--receipts", str(tmp_path / "out")]
    for lang, sentence in (("en", "answers messages"), ("zh", "答复报文")):
        assert main([*words, "--lang", lang]) == 2
        assert sentence in capsys.readouterr().err


def _interrupted(_: object) -> bytes:
    raise KeyboardInterrupt
