"""Signed messages in sources: what keys change in the verdicts, by which door a message comes, what
stands twice.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tests.records.forged import MAKER, OTHER, key, keys, record, signed
from tracecode.checks import document_bytes, parcels
from tracecode.checks.validate import Run
from tracecode.cli import main
from tracecode.records import json_form, xml_form
from tracecode.records.message import Message
from tracecode.records.reading import FileFormat
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import DEFAULT

JSON = json_form.dump(signed("ed25519"))
XML = xml_form.dump(signed("ed25519"), packaged())
CHANGED = JSON.replace(b'"warehouse":"', b'"warehouse":"X')
UNSIGNED = json_form.dump(
    {name: part for name, part in signed("ed25519").items() if name in ("header", "body")}
)


def kinds(report: tc.Report) -> list[tuple[str, str, str | None]]:
    """Kind, status and signature of each verdict."""
    return [(verdict.kind, verdict.status, verdict.signature) for verdict in report]


VALID = [("record", "valid", None)] * 3 + [("message", "valid", "valid")]
REFUSED = [("record", "not checked", None)] * 3 + [("message", "invalid", "invalid")]
UNVERIFIED = [("record", "valid", None)] * 3 + [("message", "valid", "not checked")]


def test_what_keys_change() -> None:
    """With keys a message is valid where it verifies, and its records are not checked where it does
    not.
    """
    for raw in (JSON, XML):
        assert kinds(tc.validate(raw, keys=keys())) == VALID
        assert kinds(tc.validate(raw, keys=[])) == REFUSED
        assert kinds(tc.validate(raw)) == UNVERIFIED
    assert kinds(tc.validate(CHANGED, keys=keys())) == REFUSED
    assert kinds(tc.validate(UNSIGNED, keys=keys())) == REFUSED
    assert kinds(tc.validate(UNSIGNED)) == UNVERIFIED
    none: Any = {}
    assert kinds(tc.validate(JSON, keys=none)) == REFUSED


def test_a_record_of_a_message_that_does_not_verify() -> None:
    """Such a record says why it is not checked, in both languages; what is wrong with it besides
    makes it invalid.
    """
    data = signed("ed25519")
    del data["body"][1]["warehouse"]
    first, second, _, _ = tc.validate(json_form.dump(data), keys=keys())
    assert [(f.rule, f.severity, f.text("zh"), f.text("en")) for f in first.findings] == [
        ("message.not_verified", "warning", "所在报文未通过验签，不能认定该记录由发送方报送",
         "the message around it does not verify, so nothing says that the sender sent this record"),
    ]  # fmt: skip
    assert (first.status, first.record) == ("not checked", None)
    assert (second.status, [f.rule for f in second.findings]) == (
        "invalid",
        ["record.missing", "message.not_verified"],
    )


def test_what_is_said_without_keys() -> None:
    """Without keys the verdict on a message says that nothing was verified, or that there is
    nothing to verify.
    """
    *_, envelope = tc.validate(JSON)
    assert [(f.rule, f.severity, f.text("zh"), f.text("en")) for f in envelope.findings] == [
        ("message.unverified", "info", "未提供公钥，签名和发送方未经核实",
         "no keys were given: neither the signature nor the sender was verified"),
    ]  # fmt: skip
    *_, envelope = tc.validate(UNSIGNED)
    assert [(f.rule, f.severity) for f in envelope.findings] == [("message.unsigned", "info")]
    assert envelope.as_dict()["signature"] == "not checked"


def test_records_outside_a_message_with_keys(tmp_path: Path) -> None:
    """Where keys are given, a record that stands in no message was signed by nobody, in whatever
    form it comes.
    """
    one = record("one")
    for form in ("json", "ndjson", "xml", "csv", "xlsx"):
        raw = tc.dumps(one, form)
        (verdict,) = tc.validate(raw, keys=keys())
        assert (verdict.status, verdict.record) == ("invalid", None)
        assert [(f.rule, f.text("zh"), f.text("en")) for f in verdict.findings if f.severity != "info"] == [
            ("record.unsigned", "提供了公钥，但该记录不在任何报文中，没有人为其签名",
             "keys were given, but the record stands in no message: nobody signed it"),
        ]  # fmt: skip
        (verdict,) = tc.validate(raw)
        assert verdict.record == one


def test_codes_carry_no_signature() -> None:
    """Keys for a source of codes are wrong use; what cannot be told for a message is no code
    either.
    """
    for source, options in (
        (["91350100M000100Y43"], {}), (b"91350100M000100Y43", {"format": "codes"}),
        (b"91350100M000100Y43", {"scheme": "uscc"}), (io.StringIO("91350100M000100Y43"), {}),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="codes carry no signature"):
            tc.validate(source, keys=keys(), **options)  # type: ignore[arg-type]
    (verdict,) = tc.validate(b"91350100M000100Y43\n" + JSON, keys=keys())
    assert (verdict.status, verdict.findings[0].rule) == ("invalid", "data.json")
    (verdict,) = tc.validate(b"", keys=keys())
    assert (verdict.status, verdict.findings[0].rule) == ("invalid", "data.empty")


# --- by every door --------------------------------------------------------------------------------


class OnlyRead:
    """A stream that can only be read, and only once, by pieces of its own."""

    def __init__(self, raw: bytes, piece: int = 10**6) -> None:
        self._inside, self._piece = io.BytesIO(raw), piece

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        return self._inside.read(min(size, self._piece))

    def seekable(self) -> bool:
        """It is not."""
        return False


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("short", [True, False])
def test_by_every_door(
    form: FileFormat, short: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message verifies, and is judged, in the same way from a path, bytes, an open file or a
    stream read once.
    """
    if not short:
        monkeypatch.setattr(parcels, "_SHORT", 0)
    raw = JSON if form == "json" else XML
    file = tmp_path / f"message.{form}"
    file.write_bytes(raw)
    with (
        file.open("rb") as opened,
        file.open("rb", buffering=0) as bare,
        tempfile.SpooledTemporaryFile() as spooled,
    ):
        spooled.write(raw)
        spooled.seek(0)
        sources: list[Any] = [file, raw, io.BytesIO(raw), opened, bare, spooled]
        assert [kinds(tc.validate(source, keys=keys())) for source in sources] == [VALID] * 6
        assert kinds(tc.validate(path=str(file), keys=keys())) == VALID
        stream: Any = OnlyRead(raw, 100)
        assert kinds(tc.validate(stream, format=form, keys=keys())) == VALID
        stream = OnlyRead(raw)
        assert kinds(tc.validate(stream, format=form)) == UNVERIFIED


def test_an_open_file_is_read_from_where_it_stands() -> None:
    """What was read of a file before is no part of the source, with keys or without."""
    for given, expected in ((keys(), VALID), (None, UNVERIFIED)):
        source = io.BytesIO(b"earlier" + JSON)
        source.seek(7)
        assert kinds(tc.validate(source, keys=given)) == expected


@pytest.mark.parametrize("short", [True, False])
def test_a_file_changed_meanwhile(
    short: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was verified is what is judged, even where the file is changed in between."""
    if not short:
        monkeypatch.setattr(parcels, "_SHORT", 0)
    file = tmp_path / "message.json"
    file.write_bytes(JSON)
    report = iter(tc.validate(file, keys=keys()))
    first = next(report)
    file.write_bytes(CHANGED)
    rest = [*report]
    assert [one.record for one in (first, *rest[:-1])] == [
        record(name) for name in ("one", "two", "three")
    ]
    assert rest[-1].signature == "valid"


def test_no_room_for_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, where the copy would be, is one sentence; a file that is not there too."""

    class Full(io.BytesIO):
        """A file on a full disk."""

        def write(self, _: Any) -> int:
            """No room."""
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", lambda _: Full())
    with pytest.raises(tc.UnreadableFile) as caught:
        tc.validate(io.BytesIO(JSON), keys=keys()).run()
    assert caught.value.texts == {
        "en": "there is no room for a temporary copy, from which a message is read again: No space "
        "left on device",
        "zh": "无法写入供再次读取的临时副本：磁盘已满",
    }
    with pytest.raises(tc.UnreadableFile, match=r"cannot read 'none.json'"):
        tc.validate(path="none.json", keys=keys()).run()


@pytest.mark.parametrize("form", ["json", "ndjson", "xml"])
def test_the_records_come_before_their_envelope(form: FileFormat) -> None:
    """The envelope, which stands around its records, follows them, with the answer of the keys."""
    genuine, changed = (
        (XML, XML.replace(b"<warehouse>", b"<warehouse>X")) if form == "xml" else (JSON, CHANGED)
    )
    for given, right, raw in (
        (keys(), "valid", genuine),
        (keys(), "invalid", changed),
        (None, "not checked", genuine),
    ):
        *records, envelope = tc.validate(raw, format=form, keys=given)
        assert envelope.signature == right
        assert [one.status for one in records] == [
            "not checked" if right == "invalid" else "valid"
        ] * 3
        assert "message.digest" in {f.rule for f in envelope.findings} or right != "invalid"


def test_a_digest_without_keys() -> None:
    """Without keys a digest tells of damage, wherever it stands and however its name is written."""
    changed = json.loads(CHANGED)
    front = {"digest": changed["digest"], "signature": changed["signature"], **changed}
    escaped = CHANGED.replace(b'"digest":', b'"d\\u0069gest":')
    for raw in (
        CHANGED,
        json_form.dump(front),
        escaped,
        XML.replace(b"<warehouse>", b"<warehouse>X"),
        CHANGED + b"\n",
    ):
        *records, envelope = tc.validate(raw)
        assert (envelope.status, envelope.signature) == ("invalid", "not checked")
        assert [f.rule for f in envelope.findings] == ["message.digest", "message.unverified"]
        assert [one.status for one in records] == ["valid"] * 3
    (*_, envelope) = tc.validate(CHANGED, format="ndjson")
    assert envelope.findings[0].rule == "message.digest"


def test_the_name_of_the_digest_is_found_across_pieces(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A digest is seen wherever the pieces of a file end."""
    file = tmp_path / "message.json"
    file.write_bytes(CHANGED)
    for size in (1, 2, 7, 50):
        monkeypatch.setattr(document_bytes, "_PIECE", size)
        for source in (file, io.BytesIO(CHANGED)):
            *_, envelope = tc.validate(source)
            assert envelope.findings[0].rule == "message.digest"


# --- of another version ---------------------------------------------------------------------------

VERSIONS = (
    ("9.9.9", "9.9.9"), ("2,0", "2,0"), ("２.0", "２.0"), ("第2版", "第2版"), ("../..", "../.."),
    (" 0.1", "<U+0020>0.1"), ("0.1\n<b>&amp;", "0.1<U+000A><b>&amp;"), ("０.１", "０.１"),
    ("0.1" * 3000, "0.1" * 19 + "0.…"), ("", "(empty)"),
)  # fmt: skip


def named(version: str) -> tuple[bytes, ...]:
    """A message that names a version, as it may be written."""
    data = signed("ed25519")
    data = {"body": data["body"], "header": data["header"] | {"standard_version": version}}
    plain, escaped = (json.dumps(data, ensure_ascii=ascii).encode() for ascii in (False, True))
    xml = xml_form.dump(data, packaged())
    name = b"standard_version"
    return (
        plain,
        escaped,
        escaped.replace(name, b"\\u0073tandard_version"),
        escaped.replace(name, b"standard\\u005Fversion"),
        xml,
        xml.replace(b"<standard_version>", b"<standard_version><!-- 0.1 -->"),
        xml.replace(b"<standard_version>", b"<standard_version\n>"),
    )


@pytest.mark.parametrize(("version", "shown"), VERSIONS, ids=range(len(VERSIONS)))
def test_no_record_of_another_version_is_judged(version: str, shown: str) -> None:
    """Whatever text names the version of a message, and however it is written: if it is not this
    program's, nothing is checked, and the version is named, cut and without what cannot be seen.
    """
    for raw in named(version):
        form: FileFormat = "xml" if raw.startswith(b"<?xml") else "json"
        stream: Any = OnlyRead(raw, 100)
        for source in (raw, io.BytesIO(raw), stream):
            report = [*tc.validate(source, format=form)]
            assert [verdict.status for verdict in report] == ["not checked"] * 4
            for verdict in report:
                assert verdict.findings[0].rule == "message.version"
                assert f"follows version {shown} of" in verdict.findings[0].text("en")
        assert {v.findings[0].rule for v in tc.validate(raw, format=form, keys=keys())} == {
            "message.version"
        }


def test_this_version_however_it_is_written() -> None:
    """This program's version is none other because its letters are escaped or stand apart."""
    for raw in named("0.1"):
        assert kinds(tc.validate(raw)) == UNVERIFIED
    for raw in named("0.1")[:2]:
        assert kinds(tc.validate(raw.replace(b'"0.1"', b'"\\u0030.1"'))) == UNVERIFIED


def test_the_version_is_found_across_pieces(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another version is seen wherever the pieces of a file end, and this one is not taken for
    another.
    """
    for size in (1, 2, 7, 50, 300):
        monkeypatch.setattr(document_bytes, "_PIECE", size)
        for version, other in (("0.1", False), ("2,0", True)):
            for number, raw in enumerate((named(version)[0], named(version)[4])):
                file = tmp_path / f"{number}"
                file.write_bytes(raw)
                assert document_bytes.mentioned(file, DEFAULT).other_version == other


# --- what stands twice ----------------------------------------------------------------------------


def in_form(form: str, *records: tc.Record) -> bytes:
    """Records in a form."""
    if form == "message":
        return tc.dumps(Message.new(records, sender=MAKER, receiver=OTHER))
    if form == "xml":
        return tc.dumps(Message.new(records, sender=MAKER, receiver=OTHER), "xml")
    return tc.dumps(records, form)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["json", "message", "ndjson", "xml", "csv", "xlsx"])
def test_a_record_twice(form: str) -> None:
    """A record whose id stood before in the source has a finding, in every form, and the same
    one.
    """
    one, two = record("one"), record("two")
    found = [
        [f for f in verdict.findings if f.rule == "record.repeated"]
        for verdict in tc.validate(in_form(form, one, two, one, two))
        if verdict.kind == "record"
    ]
    assert [len(one) for one in found] == [0, 0, 1, 1]
    finding = found[2][0]
    zh = en = {"csv": "2", "xlsx": "3"}.get(form, "1")
    if form == "xml":
        zh, en = "2（该行第 1 条）", "2 (number 1 on that line)"
    assert (finding.severity, finding.path) == ("warning", "record_id")
    assert finding.text("zh") == f"与 {zh} 处的记录标识相同，是同一条记录"
    assert finding.text("en") == f"has the record id of the record at {en}: it is the same record"


def test_the_place_of_a_record_on_a_line_of_several() -> None:
    """Where several records stand on one line, the place names the record too: in XML, in lines of
    NDJSON.
    """
    one, two, three = (record(name) for name in ("one", "two", "three"))
    text = in_form("xml", one, two, three, two)
    assert b"</storage><storage>" in text
    cases: tuple[tuple[bytes, FileFormat, str], ...] = (
        (text, "xml", "2 (number 2 on that line)"),
        (text.replace(b"</storage><storage>", b"</storage>\n<storage>"), "xml", "3"),
        (tc.dumps([one]) + b"\n" + tc.dumps([two, one]), "ndjson", "1"),
        (
            tc.dumps([one, two]) + b"\n" + tc.dumps([three, two]),
            "ndjson",
            "1 (number 2 on that line)",
        ),
        (tc.dumps([one, one]), "ndjson", "1 (number 1 on that line)"),
    )
    for raw, form, first in cases:
        found = [
            f
            for v in tc.validate(raw, format=form)
            for f in v.findings
            if f.rule == "record.repeated"
        ]
        assert [one.text("en") for one in found] == [
            f"has the record id of the record at {first}: it is the same record"
        ]


def test_a_record_twice_in_a_line_and_across_messages() -> None:
    """A record in two messages of one source, or twice in one line, is seen too."""
    message = in_form("message", record("one"))
    other = in_form("message", record("one"), record("one"))
    found = [
        f.rule
        for verdict in tc.validate(message + b"\n" + other, format="ndjson")
        for f in verdict.findings
    ]
    assert found.count("record.repeated") == 2


def test_a_row_that_repeats_the_one_above_is_told_once(tmp_path: Path) -> None:
    """A table that repeats the id of the row above says what to do about that, and not the same
    again.
    """
    raw = in_form("csv", record("one"), record("one"))
    _, verdict = tc.validate(raw)
    assert [f.rule for f in verdict.findings if "record" in f.rule] == ["data.same_record"]


def test_a_message_twice() -> None:
    """A message whose id stood before in the source is an error, with keys or without."""
    lines = JSON + b"\n" + JSON + b"\n"
    plain = [
        verdict for verdict in tc.validate(lines, format="ndjson") if verdict.kind == "message"
    ]
    assert [one.status for one in plain] == ["valid", "invalid"]
    (finding,) = [f for f in plain[1].findings if f.severity == "error"]
    assert (finding.rule, finding.path) == ("message.repeated", "header.message_id")
    assert finding.text("zh") == "与 1 处是同一个报文（报文标识相同）"
    assert finding.text("en") == "has the message id of the message at 1"
    assert kinds(tc.validate(lines, format="ndjson", keys=keys())) == VALID + REFUSED


def test_twice_in_a_folder(tmp_path: Path) -> None:
    """A message or record that stands in two files of a folder is seen, and where it stood first is
    told.
    """
    for name, raw in (("a.json", JSON), ("b.xml", XML), ("c.csv", in_form("csv", record("one")))):
        (tmp_path / name).write_bytes(raw)
    first = tmp_path / "a.json"
    found = [
        (f.rule, f.values["first"])
        for v in tc.validate(tmp_path)
        for f in v.findings
        if "first" in f.values
    ]
    repeated = [("record.repeated", f"{first}:{place}") for place in (1, 2, 3)]
    assert found == [*repeated, ("message.repeated", f"{first}:1"), repeated[0]]
    verdicts = [*tc.validate(tmp_path, keys=keys())]
    assert [v.signature for v in verdicts if v.kind == "message"] == ["valid", "invalid"]
    assert [v.status for v in verdicts if v.kind == "record"] == ["valid"] * 3 + [
        "not checked"
    ] * 3 + ["invalid"]


def test_a_message_beside_records() -> None:
    """In lines of NDJSON a message stands beside messages only: a mixture is an error of the whole,
    as of `loads`.
    """
    line = tc.dumps(record("one"))
    mixed = (
        b"\n".join([line, JSON]), b"\n".join([b"[" + line + b"]", JSON]), b"\n".join([JSON, line]),
        b"\n".join([JSON, b"[" + line + b"]", line, line]),
    )  # fmt: skip
    for raw in mixed:
        report = tc.validate(raw, format="ndjson")
        verdicts = list(report)
        assert {verdict.status for verdict in verdicts if verdict.kind != "file"} == {"valid"}
        (told,) = [verdict for verdict in verdicts if verdict.kind == "file"]
        assert (told.status, told.line, report.status) == ("invalid", 2, "invalid")
        assert (
            told.findings[0].text("zh")
            == "报文应独立成文，不能放在列表或其他报文中，也不能与记录并列"
        )
        assert tc.validate(raw, format="ndjson", keys=keys()).run().rules["message.misplaced"] == 1
        assert tc.receipt(verdicts).accepted_count == 0
        with pytest.raises(tc.InvalidRecord) as caught:
            tc.loads(raw, "ndjson")
        assert "message.misplaced" in {finding.rule for finding in caught.value.findings}
    apart = tc.dumps(Message.new([record("one")], sender=MAKER, receiver=OTHER))
    assert {verdict.status for verdict in tc.validate(JSON + b"\n" + apart, format="ndjson")} == {
        "valid"
    }


def test_a_store_that_fails() -> None:
    """It costs the message that it was asked about, and no other one: each record has its
    verdict.
    """

    class Store:
        """Fails once."""

        asked = 0

        def first(self, sender: tuple[str, str], message_id: str, digest: str) -> bool:  # noqa: ARG002
            """Fail at the first question."""
            self.asked += 1
            if self.asked == 1:
                raise ConnectionError("the database is gone")
            return True

    for raw, form in ((JSON, "json"), (XML, "xml")):
        report = tc.validate(raw, format=form, keys=keys(), seen=Store())  # type: ignore[arg-type]
        assert kinds(report) == [("record", "not checked", None)] * 3 + [
            ("message", "not checked", "not checked")
        ]
        assert (report.complete, report.status, report.rules["check.failed"]) == (
            True,
            "not checked",
            1,
        )
    other = tc.dumps(
        Message.new([record("other")], sender=MAKER, receiver=OTHER).signed(key("ed25519"))
    )
    found = kinds(tc.validate(JSON + b"\n" + other, format="ndjson", keys=keys(), seen=Store()))
    assert found == [("record", "not checked", None)] * 3 + [("message", "not checked", "not checked")] + [
        ("record", "valid", None), ("message", "valid", "valid"),
    ]  # fmt: skip


def test_who_does_not_verify_uses_up_no_id() -> None:
    """A forged message before the genuine one does not make that one a repetition."""
    lines = CHANGED + b"\n" + JSON + b"\n"
    assert kinds(tc.validate(lines, format="ndjson", keys=keys())) == REFUSED + VALID


# --- receipts and the command line ----------------------------------------------------------------


def test_receipts_say_whether_the_signature_was_verified() -> None:
    """The answer to a message begins with what was found of its signature; what does not verify is
    refused.
    """
    for raw, given, status, rule in (
        (JSON, keys(), "accepted", "message.verified"),
        (JSON, None, "accepted", "message.unverified"),
        (UNSIGNED, None, "accepted", "message.unsigned"),
        (CHANGED, keys(), "refused", "message.digest"),
        (UNSIGNED, keys(), "refused", "message.unsigned"),
        (JSON, [], "refused", "message.unknown_key"),
    ):  # fmt: skip
        reply = tc.receipt(tc.validate(raw, keys=given)).plain()
        assert (reply["receipt_status"], reply["findings"][0]["rule_id"]) == (status, rule)
        assert reply["accepted_count"] == (3 if status == "accepted" else 0)
        assert reply["signature_not_checked_count"] == (given is None)


def test_signatures_that_nobody_checked_are_counted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without keys a message keeps its verdict, and report and command say how many signatures were
    not checked.
    """
    names = {"a.json": JSON, "b.xml": XML, "c.json": UNSIGNED, "d.json": CHANGED}
    for name, raw in names.items():
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "k").write_text(json.dumps([one.as_dict() for one in keys()]), encoding="utf-8")
    assert tc.validate(JSON).run().summary()["signatures"] == {"not checked": 1}
    assert tc.validate(JSON, keys=keys()).run().summary()["signatures"] == {"valid": 1}
    assert tc.validate(tc.dumps(record("one"))).run().summary()["signatures"] == {}
    files = [str(tmp_path / name) for name in names]
    for words, lang, said in (
        (files[:1], "en", "signatures of messages: not checked 1"), (files[:1], "zh", "报文签名：未核实 1"),
        ([*files, "--keys", str(tmp_path / "k")], "en", ("signatures of messages: verified 1, "
                                                        "refused 3")),
        ([*files[:1], "--keys", str(tmp_path / "k")], "zh", "报文签名：已核实 1"),
    ):  # fmt: skip
        code = main(["validate", *words, "--lang", lang])
        assert said in capsys.readouterr().out.splitlines()
        assert code == (1 if len(words) > 4 else 0)
    assert main(["validate", files[0], "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["summary"]["signatures"] == {
        "not checked": 1
    }


def test_a_receipt_answers_one_message() -> None:
    """Verdicts of two messages have no common answer: one could lend its good standing to the
    other's records.
    """
    lines = UNSIGNED + b"\n" + JSON
    with pytest.raises(ValueError, match="answers one message"):
        tc.receipt(tc.validate(lines, format="ndjson"))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and error output of one command, in English."""
    code = main([*words, "--lang", "en"])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_files_of_one_command_are_one_input(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A message or record that stands in two files that a command names is seen, as in a folder; by
    keys too.
    """
    (tmp_path / "a.json").write_bytes(JSON)
    (tmp_path / "b.xml").write_bytes(XML)
    (tmp_path / "k.json").write_text(
        json.dumps([one.as_dict() for one in keys()]), encoding="utf-8"
    )
    a, b = str(tmp_path / "a.json"), str(tmp_path / "b.xml")
    for more in ((), ("--keys", str(tmp_path / "k.json"))):
        code, out, _ = run(capsys, "validate", a, b, "--format", "json", *more)
        rules = [
            (found["rule"], found["en"])
            for line in out.splitlines()
            for found in json.loads(line).get("findings", ())
        ]
        assert code == 1
        assert ("message.repeated", f"has the message id of the message at {a}:1") in rules
        assert [text for rule, text in rules if rule == "record.repeated"] == [
            f"has the record id of the record at {a}:{place}: it is the same record"
            for place in (1, 2, 3)
        ]


def test_the_standard_input_has_a_name() -> None:
    """What stood first in a source without a name stood at `-`."""
    done = Run(packaged(), format="json")
    assert [v.status for v in done.report(JSON)] == ["valid"] * 4
    (*_, envelope) = done.report(io.BytesIO(JSON))
    assert [f.values["first"] for f in envelope.findings if "first" in f.values] == ["-:1"]


def test_the_command_with_keys(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`--keys` gives the public keys: 0 where all verifies, 1 where something does not; the report
    says which.
    """
    given = tmp_path / "keys.json"
    given.write_text(json.dumps([one.as_dict() for one in keys()]), encoding="utf-8")
    for name, raw, expected, said in (
        ("a.json", JSON, 0, f"signature: signed by uscc {MAKER[1]} with the key ed25519 (ed25519)"),
        ("b.xml", XML, 0, f"signature: signed by uscc {MAKER[1]} with the key ed25519 (ed25519)"),
        ("c.json", CHANGED, 1, ("digest: the digest does not fit: header or body was changed "
                               "(sha-256)")),
        ("d.json", UNSIGNED, 1, "the message is not signed: it has no signature"),
    ):  # fmt: skip
        file = tmp_path / name
        file.write_bytes(raw)
        code, out, err = run(capsys, "validate", str(file), "--keys", str(given))
        assert (code, err) == (expected, "")
        assert said in out
        code, out, _ = run(capsys, "validate", str(file), "--keys", str(given), "--format", "json")
        *_, envelope, summary = map(json.loads, out.splitlines())
        assert envelope["signature"] == ("invalid" if expected else "valid")
        assert ("verified" in envelope) == (not expected)
        assert summary["summary"]["status"] == ("invalid" if expected else "valid")
        code, out, _ = run(capsys, "validate", str(file), "--keys", str(given), "--format", "csv")
        assert said in {
            row["en"] if ":" not in said else f"{row['path']}: {row['en']}"
            for row in csv.DictReader(io.StringIO(out))
        } | {row["en"] for row in csv.DictReader(io.StringIO(out))}
    code, _, _ = run(capsys, "validate", str(tmp_path / "a.json"))
    assert code == 0


def test_wrong_use_of_keys(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A file that is no file of keys, and keys for codes, end with exit code 2 and a sentence."""
    file, given = tmp_path / "a.json", tmp_path / "keys.json"
    file.write_bytes(JSON)
    given.write_text(
        json.dumps([tc.PartyKey(MAKER, key("ed25519")).as_dict()] * 2), encoding="utf-8"
    )
    code, out, err = run(capsys, "validate", str(file), "--keys", str(given))
    assert (code, out, err) == (2, "", f"{given}: uscc {MAKER[1]} has two keys of the id ed25519\n")
    code, _, err = run(capsys, "validate", str(file), "--keys", str(given), "--scheme", "uscc")
    assert (code, err) == (2, "--keys is for messages; codes carry no signature\n")
