# ruff: noqa: E501  # tables of cases: one case a line
"""Validation of messages and records: every form of file, verdicts, counts, and the reports of the
command line.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tests.records.standard import right, standard
from tracecode.checks.records import records
from tracecode.checks.report import Report
from tracecode.cli import main
from tracecode.publish.examples import minimal
from tracecode.records.keys import Ed25519Key
from tracecode.records.message import Message
from tracecode.records.model import Record
from tracecode.records.reading import FileFormat, format_of
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import Limits

CATALOG = packaged()
PARTY = ("uscc", "91350100M000100Y43")  # printed in GB 32100


def recall(**more: Any) -> dict[str, Any]:
    """A right record of an invented recall, with other elements; None leaves one out."""
    data = minimal(record_layout(CATALOG, "recall"), CATALOG) | more
    return {id: value for id, value in data.items() if value is not None}


OTHER_ID = "0b1e7c1e-0000-4000-8000-000000000002"
GOOD, BAD = recall(), recall(recall_no=None, record_id=OTHER_ID)


def typed(data: dict[str, Any]) -> Record:
    """The typed record of plain data."""
    record = tc.loads(json.dumps(data))
    assert isinstance(record, Record)
    return record


def in_form(form: FileFormat) -> bytes:
    """Two records in a form, the second of which lacks an element."""
    if form == "json":
        return json.dumps([GOOD, BAD]).encode()
    if form == "ndjson":
        return b"".join(json.dumps(one).encode() + b"\n" for one in (GOOD, BAD))
    if form == "xml":
        whole = tc.dumps(
            Message.new(
                [typed(GOOD), typed(recall(record_id=OTHER_ID))], sender=PARTY, receiver=PARTY
            ),
            "xml",
        )
        number = f"<recall_no>{GOOD['recall_no']}</recall_no>".encode()
        first, _, rest = whole.rpartition(number)
        return first + rest
    return tc.dumps([typed(GOOD), typed(recall(recall_no="GONE", record_id=OTHER_ID))], form)


def written(folder: Path, form: FileFormat) -> Path:
    """A file of that form; tables say what is wrong otherwise, so a text is too long there."""
    file = folder / f"records.{form}"
    if form in ("csv", "xlsx"):
        file.write_bytes(tc.dumps([typed(GOOD)], form))
    else:
        file.write_bytes(in_form(form))
    return file


@pytest.mark.parametrize("form", ["json", "ndjson", "xml"])
def test_each_form(tmp_path: Path, form: FileFormat) -> None:
    """Whatever the form, each record has its verdict with type, place and findings."""
    file = written(tmp_path, form)
    for source in (
        file,
        file.read_bytes(),
        io.BytesIO(file.read_bytes()),
        file.open("rb"),
        str(file),
    ):
        report = tc.validate(path=source) if isinstance(source, str) else tc.validate(source)
        verdicts = [v for v in report if v.kind != "message"]
        assert [(v.status, v.record_type, v.text) for v in verdicts] == [
            ("valid", "recall", GOOD["record_id"]),
            ("invalid", "recall", OTHER_ID),
        ]
        assert verdicts[0].record == typed(GOOD)
        assert verdicts[1].record is None
        assert [(f.rule, f.path) for f in verdicts[1].findings] == [("record.missing", "recall_no")]
        assert {v.file for v in verdicts} == (
            {str(file)} if isinstance(source, str | Path) else {None}
        )
        if isinstance(source, io.IOBase):
            source.close()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_tables(tmp_path: Path, form: FileFormat) -> None:
    """A table of records is recognised by its name and columns."""
    (verdict,) = tc.validate(written(tmp_path, form))
    assert (verdict.status, verdict.record_type) == ("valid", "recall")
    # a workbook has a row of ids and one of names
    assert verdict.line == (2 if form == "csv" else 3)
    (verdict,) = tc.validate(written(tmp_path, form).read_bytes())
    assert verdict.status == "valid"


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b'{"a": 1}', "json"), (b' \n[{"a": 1}]', "json"), (b'\xef\xbb\xbf{"a": 1}', "json"),
        (b'{"a": 1}\n{"a": 2}\n', "ndjson"), (b"<a/>", "xml"), (b"\xef\xbb\xbf <a/>", "xml"),
        (b"PK\x03\x04", "xlsx"), ("<a/>".encode("utf-16"), "xml"),
        ('{"a": 1}'.encode("utf-16"), "json"), ("记录类型,召回编号\nrecall,1\n".encode(), "csv"),
        (b"record_type;recall_no\nrecall;1\n", "csv"), (b"91350100M000100Y43\n", None), (b"", None),
        ("91350100M000100Y43\n".encode("utf-16"), None), (b"\xff\xfe\xff", None),
    ],
)  # fmt: skip
def test_forms_are_told_by_the_first_bytes(head: bytes, form: FileFormat | None) -> None:
    """Bytes without a name are told apart by how they begin; what begins as no record is taken for
    codes.
    """
    from tracecode.checks.forms import SourceHead

    for raw in (head, gzip.compress(head)) if head else (head,):
        for source in (raw, io.BytesIO(raw), io.BufferedReader(io.BytesIO(raw))):
            assert SourceHead(source, standard()).form() == form


def test_forms_of_names(tmp_path: Path) -> None:
    """The ending of a name says what a file holds, in capitals too; a CSV file is looked into."""
    assert [format_of(name) for name in ("a.JSON", "a.jsonl", "a.xlsm", "a.txt", "json")] == [
        "json",
        "ndjson",
        "xlsx",
        None,
        None,
    ]
    codes = tmp_path / "codes.csv"
    codes.write_text("code\n91350100M000100Y43\n", encoding="utf-8")
    assert [v.scheme for v in tc.validate(codes, column="code")] == ["uscc"]
    with pytest.raises(tc.UnreadableFile, match="cannot read"):
        tc.validate(tmp_path / "none.csv").run()
    with pytest.raises(tc.UnreadableFile) as caught:
        tc.validate(tmp_path / "none.json").run()
    assert caught.value.texts["zh"].endswith("none.json'：没有这个文件或文件夹")
    assert [v.scheme for v in tc.validate(iter(["91350100M000100Y43"]))] == ["uscc"]


def test_messages_and_their_signatures() -> None:
    """A message has a verdict of its own behind those of its records; with keys its signature is
    verified.
    """
    key = Ed25519Key.new("maker-1")
    raw = tc.dumps(Message.new([typed(GOOD)], sender=PARTY, receiver=PARTY).signed(key))
    record, message = tc.validate(raw, keys=[tc.PartyKey(PARTY, key)])
    assert (message.kind, message.status, message.signature) == ("message", "valid", "valid")
    assert (record.record_type, record.status, record.line) == ("recall", "valid", 1)
    _, message = tc.validate(raw)
    assert [f.rule for f in message.findings] == ["message.unverified"]
    record, message = tc.validate(
        raw.replace(GOOD["recall_no"].encode(), b"changed"), keys=[tc.PartyKey(PARTY, key)]
    )
    assert [f.rule for f in message.findings] == ["message.digest"]
    assert (message.status, record.status, record.record) == ("invalid", "not checked", None)


def test_counts() -> None:
    """The counts hold records and messages by type, findings by rule, and add up over several
    sources.
    """
    raw = json.dumps({"header": {}, "body": [GOOD, BAD, {"record_type": "x"}, 5]}).encode()
    report = tc.validate(raw).run()
    assert dict(report.records) == {"recall": 2}
    assert dict(report.kinds) == {"message": 1, "record": 4}
    assert dict(report.counts) == {"invalid": 4, "valid": 1}
    assert report.rules["record.unknown_type"] == report.rules["data.shape"] == 1
    total = Report.total([report, tc.validate(["91350100M000100Y43"]).run()]).summary()
    assert total["kinds"] == {"message": 1, "record": 4, "code": 1}
    assert total["record_types"] == {"recall": 2}


def test_verdicts_as_data() -> None:
    """A verdict as data has its file, place, id, type and findings in both languages; personal
    numbers are masked.
    """
    data = recall(recall_no=None, record_id="11010519491231002X")
    (verdict,) = records(json.dumps(data).encode(), "json", standard=packaged())
    said = verdict.as_dict()
    assert (said["line"], said["text"], said["status"], said["record_type"]) == (
        1,
        "110105***********X",
        "invalid",
        "recall",
    )
    assert "19491231" not in json.dumps(said)
    assert said["findings"][-1] == {  # type: ignore[index]
        "rule": "record.missing", "severity": "error", "path": "recall_no", "source": "本项目约定",
        "evidence": "project", "zh": "缺少召回编号", "en": "Recall number is missing",
    }  # fmt: skip


def test_own_specifications() -> None:
    """Records of one's own specifications are judged by them."""
    (verdict,) = tc.Standard(standard()).validate(json.dumps(right(count=0)).encode())
    assert [f.text("en") for f in verdict.findings] == [
        "Count 0 is outside its range; expected ≥ 1"
    ]


def test_limits_can_be_changed() -> None:
    """The caller says how long a record may be, and how many findings on one are told."""
    raw = json.dumps([recall(recall_reason="x" * 300), GOOD]).encode()
    assert [v.status for v in records(raw, "json", standard=packaged())] == ["valid", "valid"]
    short = Limits(record_bytes=len(json.dumps(GOOD)) + 100)
    long, right_one = tc.validate(raw, limits=short)
    assert [f.text("zh") for f in long.findings] == [f"数据过大，最多 {short.record_bytes} 个字节"]
    assert right_one.status == "valid"
    (few,) = tc.validate(b'{"record_type": "recall"}', limits=Limits(findings=3))
    assert [f.rule for f in few.findings] == ["record.missing"] * 3 + ["data.findings"]
    assert few.findings[-1].severity == "error"


# --- the command line -----------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and error output of one command, in English unless the words say
    otherwise.
    """
    code = main([*words, *(() if "--lang" in words else ("--lang", "en"))])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_report_as_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One line a record, then the counts; exit code 1 where there is an error."""
    file = written(tmp_path, "ndjson")
    code, out, err = run(capsys, "validate", str(file))
    id = GOOD["record_id"]
    assert (code, err) == (1, "")
    assert out == (
        f"{file}:1\t{id}\tvalid\tRecall recall\t\n"
        f"{file}:2\t{OTHER_ID}\tinvalid\tRecall recall\trecall_no: Recall number is missing "
        f"[Convention of this project]\n"
        "\n2 records: valid 1, invalid 1\n  record.missing  1\n"
    )
    code, out, _ = run(capsys, "validate", str(file), "--lang", "zh", "--quiet")
    assert code == 1
    assert out == (
        f"{file}:2\t{OTHER_ID}\t无效\t召回 recall\trecall_no: 缺少召回编号 [本项目约定]\n"
        "\n共 2 条记录: 有效 1, 无效 1\n  record.missing  1\n"
    )


def test_report_as_a_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same as a table."""
    code, out, _ = run(capsys, "validate", str(written(tmp_path, "json")), "--table")
    assert code == 1
    assert "invalid" in out
    assert "recall_no" in out
    assert out.splitlines()[0].split() == [
        "line",
        "code",
        "verdict",
        "scheme",
        "what",
        "it",
        "says",
    ]


def test_report_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One object a record, the counts last."""
    code, out, _ = run(
        capsys, "validate", str(written(tmp_path, "json")), "--format", "json", "--lang", "zh"
    )
    first, second, last = map(json.loads, out.splitlines())
    assert code == 1
    assert (first["status"], second["status"]) == ("valid", "invalid")
    assert second["findings"][0]["zh"] == "缺少召回编号"
    assert "en" not in second["findings"][0]
    assert last["summary"]["record_types"] == {"recall": 2}


def test_report_as_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One row a finding with both texts; one header for all files; nothing that a spreadsheet takes
    for a formula.
    """
    file = tmp_path / "=records.json"
    file.write_text(json.dumps([GOOD, recall(recall_no=None, record_id="=1+1")]), encoding="utf-8")
    monkey = os.getcwd()
    os.chdir(tmp_path)
    try:
        code, out, _ = run(capsys, "validate", file.name, file.name, "--format", "csv")
    finally:
        os.chdir(monkey)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 1
    assert len(rows) == 7
    assert {row["file"] for row in rows} == {"'=records.json"}
    repeated = [row["en"] for row in rows[3:] if row["rule"] == "record.repeated"]
    assert repeated == [
        f"has the record id of the record at =records.json:{line}: it is the same record"
        for line in (1, 2)
    ]  # one run is one input
    assert rows[0]["rule"] == ""
    assert {row["text"] for row in rows[1:3]} == {"'=1+1"}
    assert (rows[2]["zh"], rows[2]["en"], rows[2]["source"]) == (
        "缺少召回编号",
        "Recall number is missing",
        "本项目约定",
    )


def test_a_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Every file of a folder and of those below it is judged in order; what is not read is named,
    and ends nothing.
    """
    for form in ("json", "ndjson", "xml", "csv", "xlsx"):
        written(tmp_path, form)
    below = tmp_path / "sub" / "deeper"
    below.mkdir(parents=True)
    written(below, "json")
    (tmp_path / "codes.csv").write_text("code\n91350100M000100Y43\n", encoding="utf-8")
    (tmp_path / "label.png").write_bytes(b"\x89PNG")
    (tmp_path / "old.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "gone.json").symlink_to(tmp_path / "nothing")
    (tmp_path / "again").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.json")
    code, out, err = run(capsys, "validate", str(tmp_path), "--format", "json")
    *rows, last = map(json.loads, out.splitlines())
    assert (code, err) == (1, "")
    names = [str(Path(row["file"]).relative_to(tmp_path)) for row in rows]
    assert list(dict.fromkeys(names)) == [
        "again", "codes.csv", "gone.json", "label.png", "old.zip", "pipe.json", "records.csv",
        "records.json", "records.ndjson", "records.xlsx", "records.xml", "sub/deeper/records.json",
    ]  # fmt: skip
    skipped = {
        Path(row["file"]).name: row["findings"][0]["en"] for row in rows if row["kind"] == "file"
    }
    assert skipped == {
        "again": "not read: it is a link to a folder",
        "codes.csv": "not read: the table has no column record_type; if it holds codes, name "
        "their column",
        "gone.json": "not read: it is a link to nothing",
        "label.png": "not read: its ending '.png' is none of .json, .ndjson, .jsonl, .xml, .csv, "
        ".tsv, .xlsx, .xlsm, .xls, .parquet",
        "old.zip": "not read: its ending '.zip' is none of .json, .ndjson, .jsonl, .xml, .csv, "
        ".tsv, .xlsx, .xlsm, .xls, .parquet",
        "pipe.json": "not read: it is a pipe, not a file",
    }
    assert last["summary"]["kinds"] == {"record": 10, "message": 1, "file": 6}
    assert last["summary"]["verdicts"]["not checked"] == 6
    report = tc.validate(tmp_path).run()
    assert report.summary() == last["summary"]
    codes = [
        verdict.text for verdict in tc.validate(tmp_path, column="code") if verdict.kind == "code"
    ]
    assert codes == ["91350100M000100Y43"]


def test_an_empty_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Where there is nothing to judge, that is an error; where nothing was judged, it is not
    checked.
    """
    code, out, err = run(capsys, "validate", str(tmp_path))
    assert (code, err) == (1, "")
    assert "there is nothing to read" in out
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    code, out, err = run(capsys, "validate", str(tmp_path))
    assert (code, err) == (3, "")
    assert "1 files: not checked 1" in out


def process(*words: str, stdin: bytes) -> subprocess.CompletedProcess[bytes]:
    """One command as a process of its own, in English."""
    code = "import sys; from tracecode.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words, "--lang", "en"],
        input=stdin,
        capture_output=True,
        check=False,
    )


@pytest.mark.slow
def test_standard_input() -> None:
    """Records on standard input are told apart from codes by their first bytes, or by --input."""
    done = process("validate", stdin=in_form("ndjson"))
    assert done.returncode == 1
    assert done.stdout.decode().endswith("2 records: valid 1, invalid 1\n  record.missing  1\n")
    done = process("validate", "-", "--input", "json", stdin=json.dumps(GOOD).encode())
    assert (done.returncode, done.stderr) == (0, b"")


HOSTILE = {
    "a.json": b'{"a":' * 10_000, "b.json": b'{"a": 1, "a": 2', "c.json": b"\xff\xfe{\x00",
    "d.json": b"", "e.json": b"[null, 5, {}]",
    "f.json": b'{"header": 5, "body": {}, "digest": [], "signature": 1}',
    "g.json": '{"record_type": "é", "x": "\ud800"}'.encode("utf-8", "surrogatepass"),
    "h.json": b'{"header": {"record_count": ' + b"9" * 400 + b'}, "body": [1], "digest": {"digest_algorithm": "sm3", "digest_value": "0"}}',
    "i.xml": b"<!DOCTYPE "
             b"a><a/>", "j.xml": b"<a>" * 1000, "k.xml": b"\x00",
             "l.xml": b'<message xmlns="urn:tracecode:records"><body>x<y/></body></message>',
    "m.ndjson": b"x\n" * 50, "n.ndjson": b"x" * 3_000_000, "o.csv": b"record_type\n\xff\xff\n",
    "p.xlsx": b"PK\x03\x04 "
                                                                                                          b"nothing",
                                                                                                          "q.csv": b'record_type\n"open\n' * 30,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("format", ["text", "json", "csv"])
def test_hostile_files(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, format: str
) -> None:
    """Whatever a file holds, the command ends with findings and exit code 1 (or 2), never with a
    traceback.
    """
    (tmp_path / name).write_bytes(HOSTILE[name])
    for lang in ("zh", "en"):
        code, out, err = run(
            capsys, "validate", str(tmp_path / name), "--format", format, "--lang", lang
        )
        assert code in (1, 2)
        assert out or err
        assert "Traceback" not in out + err


def test_an_unknown_encoding(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An encoding in which no records are read is wrong use."""
    code, _, err = run(capsys, "validate", str(written(tmp_path, "json")), "--encoding", "latin-1")
    assert (code, err) == (
        2,
        "the encoding 'latin-1' is not read; use utf-8, or gb18030 where the data declare it\n",
    )
