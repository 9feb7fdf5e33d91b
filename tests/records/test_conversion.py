"""Conversion: from every form into every other one, record by record; what is wrong is never
written.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tests.records.standard import right, standard
from tracecode.cli import main
from tracecode.files import WrongOutput
from tracecode.publish.examples import full, minimal
from tracecode.records.conversion import ConvertedForm, convert
from tracecode.records.keys import Ed25519Key
from tracecode.records.model import Record
from tracecode.records.reading import FileFormat
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import Limits

CATALOG = packaged()
PARTY = ("uscc", "91350100M000100Y43")  # printed in GB 32100
FORMS: tuple[FileFormat, ...] = ("json", "ndjson", "xml", "csv", "xlsx")
RECALL = minimal(record_layout(CATALOG, "recall"), CATALOG)
PRODUCTION = full(record_layout(CATALOG, "production", "pesticide"), CATALOG)


def typed(data: dict[str, Any]) -> Record:
    """The typed record of plain data."""
    record = tc.loads(json.dumps(data))
    assert isinstance(record, Record)
    return record


RECORDS = [typed(PRODUCTION), typed(RECALL)]
MESSAGE = tc.Message.new(
    RECORDS, sender=PARTY, receiver=PARTY, id="0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01"
)


def again(raw: bytes, number: int) -> bytes:
    """The same record, or others of a list, with another id."""
    return re.sub(rb'(record_id(?:>|": ?"))[-0-9a-f]{12}', rb"\g<1>%08x-000" % number, raw)


def converted(raw: bytes, form: ConvertedForm, into: ConvertedForm, **limits: int) -> bytes:
    """The same in another form."""
    out = io.BytesIO()
    convert(io.BytesIO(raw), form, out, into, CATALOG, limits=Limits(**limits))
    return out.getvalue()


@pytest.mark.parametrize(("form", "into"), list(product(FORMS, FORMS)))
def test_several_records(form: FileFormat, into: FileFormat) -> None:
    """They go from every form into every form that holds several, without loss."""
    if "xml" in (form, into):
        if form != "xml":
            with pytest.raises(
                WrongOutput, match="several records are written as XML inside a message / 多条记录"
            ):
                converted(tc.dumps(RECORDS, form), form, into)
        return
    written = converted(tc.dumps(RECORDS, form), form, into)
    loaded = tc.loads(written, into)
    assert isinstance(loaded, list)
    assert sorted(loaded, key=str) == sorted(RECORDS, key=str)
    if into != "xlsx":  # which holds the time
        assert written == tc.dumps(tc.loads(tc.dumps(RECORDS, form), form), into)


def test_parquet() -> None:
    """Records go into Parquet and back without loss, of several types, with their groups and lists;
    what is wrong in a row is told with it.
    """
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    lines = tc.dumps(RECORDS, "ndjson")
    raw = converted(lines, "ndjson", "parquet")
    table = pq.read_table(io.BytesIO(raw))
    assert table.num_rows == 2
    assert pa.types.is_list(table.schema.field("inputs").type)
    assert tc.loads(converted(raw, "parquet", "ndjson"), "ndjson") == RECORDS
    assert converted(raw, "parquet", "parquet") == raw
    one = json.loads(lines.splitlines()[1])
    wrong = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([one, {**one, "uscc": "1"}]), wrong)
    with pytest.raises(tc.InvalidRecord) as caught:
        converted(wrong.getvalue(), "parquet", "json")
    assert {finding.rule for finding in caught.value.findings} >= {"record.length"}
    for broken in (b"", b"PAR1", raw[:-50]):
        with pytest.raises(tc.UnreadableFile, match="the Parquet file cannot be read"):
            converted(broken, "parquet", "json")


@pytest.mark.parametrize("into", ["json", "xml"])
def test_a_message_around_records_and_its_records_alone(
    into: FileFormat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines go into a message and come out of it as they were."""
    lines, message, back = (tmp_path / name for name in ("in.ndjson", f"m.{into}", "out.ndjson"))
    lines.write_bytes(tc.dumps(RECORDS, "ndjson"))
    party = ":".join(PARTY)
    words = ["convert", str(lines), str(message), "--lang", "en"]
    assert main([*words, "--sender", party, "--receiver", party]) == 0
    made = tc.loads(message.read_bytes(), into)
    assert isinstance(made, tc.Message)
    assert (list(made.body), made.header.record_count) == (RECORDS, 2)
    assert main(["convert", str(message), str(back), "--records"]) == 0
    assert back.read_bytes() == lines.read_bytes()
    capsys.readouterr()
    for wrong, text in (
        ([*words, "--sender", party], "go together"),
        ([*words, "--sender", "x", "--receiver", party], "is not SCHEME:CODE"),
        (["convert", str(message), str(message), "--sender", party, "--receiver", party], "header"),
        (["convert", str(lines), str(back), "--sender", party, "--receiver", party], "json or xml"),
        (["convert", str(message), str(tmp_path / "x.xml"), "--records"], "inside a message"),
    ):
        assert main(wrong) == 2
        assert text in capsys.readouterr().err
    assert back.read_bytes() == lines.read_bytes()


@pytest.mark.parametrize("into", FORMS)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_one_record(form: FileFormat, into: FileFormat) -> None:
    """One record alone goes into every form, and is alone again where that form says so."""
    loaded = tc.loads(converted(tc.dumps(RECORDS[0], form), form, into), into)
    assert loaded == (RECORDS[0] if into in ("json", "xml") else RECORDS[:1])


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize(("form", "into"), list(product(("json", "xml"), ("json", "xml"))))
def test_messages(form: FileFormat, into: FileFormat, signed: bool) -> None:
    """A message goes from JSON to XML and back, byte for byte as `dumps` writes it, and keeps its
    signature.
    """
    key = Ed25519Key.new("maker")
    message = MESSAGE.signed(key) if signed else MESSAGE
    written = converted(tc.dumps(message, form), form, into)
    assert written == tc.dumps(message, into)
    back = tc.loads(written, into)
    assert isinstance(back, tc.Message)
    if signed:
        assert back.verify([tc.PartyKey(PARTY, key)]).key_id == "maker"


def test_a_message_whose_header_stands_behind_its_body() -> None:
    """The header is written first, wherever it stood."""
    plain = MESSAGE.plain()
    raw = json.dumps({"body": plain["body"], "header": plain["header"]}).encode()
    assert converted(raw, "json", "json") == tc.dumps(MESSAGE)
    assert converted(raw, "ndjson", "xml") == tc.dumps(MESSAGE, "xml")


@pytest.mark.parametrize("into", ["ndjson", "csv", "xlsx"])
def test_a_message_does_not_fit_into_a_table(into: FileFormat) -> None:
    """That is said when the first record was read, before any other one."""

    class Watched(io.BytesIO):
        """Knows how far it was read."""

    source = Watched(tc.dumps(MESSAGE) + b" " * 10_000_000)
    with pytest.raises(
        WrongOutput, match=f"a message is written as json or xml, not as {into}; tables carry"
    ):
        convert(source, "json", io.BytesIO(), into, CATALOG)
    assert source.tell() < 1_000_000


BROKEN: list[tuple[bytes, FileFormat, str]] = [
    (b"", "json", "data.empty"), (b"[]", "json", "data.empty"), (b"{}", "json", "data.empty"),
    (b"null", "json", "data.empty"), (b"\n \n", "ndjson", "data.empty"), (b"", "csv", "data.empty"),
    (b"", "xml", "data.empty"), (b"\xef\xbb\xbf\xef\xbb\xbfgarbage", "json", "data.encoding"),
    (json.dumps([RECALL]).encode()[:-1], "json", "data.json"),
    (json.dumps([RECALL, {**RECALL, "recall_no": None}]).encode(), "json", "data.null"),
    (json.dumps(RECALL).encode() + b"\n5\n", "ndjson", "data.shape"),
    (json.dumps([RECALL]).encode() + b"x", "json", "data.stopped"),
    (tc.dumps(MESSAGE) + b"\n" + json.dumps(RECALL).encode(), "ndjson", "message.misplaced"),
    (json.dumps(RECALL).encode() + b"\n" + tc.dumps(MESSAGE), "ndjson", "message.misplaced"),
    (tc.dumps(MESSAGE) + b"\n" + tc.dumps(MESSAGE), "ndjson", "message.misplaced"),
    (tc.dumps(MESSAGE).replace(b'"record_count":2', b'"record_count":3'), "json", "message.count"),
    (tc.dumps(MESSAGE.signed(Ed25519Key.new("k"))).replace(b"ZH2026-001", b"ZH2026-002"), "json", "message.digest"),
    (tc.dumps(MESSAGE, "xml").replace(b"</message>", b""), "xml", "data.xml"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "form", "rule"), BROKEN, ids=lambda value: repr(value)[:30])
def test_what_is_wrong_is_raised(raw: bytes, form: FileFormat, rule: str) -> None:
    """Conversion and loading refuse the same, with the same finding."""
    with pytest.raises(tc.InvalidRecord) as caught:
        converted(raw, form, "json")
    assert rule in [finding.rule for finding in caught.value.findings]
    assert raw != b"" or len(caught.value.findings) == 1
    with pytest.raises(tc.InvalidRecord) as loaded:
        tc.loads(raw, form)
    assert rule in [finding.rule for finding in loaded.value.findings]


def test_what_was_not_checked_is_said() -> None:
    """What is written and was not judged has a finding with its line, in every form; what was
    judged has none.
    """
    made = [RECORDS[1], typed({**PRODUCTION, "code_scheme": "other:厂内码", "trace_code": "A-1"})]
    message = tc.Message.new(made, sender=PARTY, receiver=("other:网关", "7"))
    cases: list[tuple[bytes, FileFormat, FileFormat]] = [
        (tc.dumps(made, one), one, "json") for one in FORMS if one != "xml"
    ]
    cases += [(tc.dumps(message), "json", "xml"), (tc.dumps(message, "xml"), "xml", "json")]
    for raw, form, into in cases:
        found = convert(io.BytesIO(raw), form, io.BytesIO(), into, CATALOG)
        judged = {
            (f.rule, f.path)
            for v in tc.validate(raw, format=form)
            for f in v.findings
            if f.unchecked
        }
        assert {(one.rule, one.path) for one in found} == judged
        assert ("record.foreign_scheme", "code_scheme") in judged
        assert all(one.line for one in found if one.path == "code_scheme")
    assert convert(io.BytesIO(tc.dumps(MESSAGE)), "json", io.BytesIO(), "xml", CATALOG) == ()
    many = b"".join(again(tc.dumps(made[1:], "ndjson"), i) for i in range(50))
    found = convert(
        io.BytesIO(many), "ndjson", io.BytesIO(), "json", CATALOG, limits=Limits(all_findings=9)
    )
    assert [one.line for one in found[:10]] == [*range(1, 11)]
    assert found[-1].text("en") == "40 further findings on this record are not listed"


@pytest.mark.parametrize("form", FORMS)
def test_a_record_that_stands_twice(form: FileFormat) -> None:
    """It is written as often as it stands, and the same warning as of `validate` says so, whatever
    the form.
    """
    twice = [RECORDS[1], RECORDS[0], RECORDS[1]]
    raw = (
        tc.dumps(tc.Message.new(twice, sender=PARTY, receiver=PARTY), "xml")
        if form == "xml"
        else tc.dumps(twice, form)
    )
    target = io.BytesIO()
    rules = ("record.repeated", "data.same_record")  # the second where it stands in the next row
    told = [
        one for one in convert(io.BytesIO(raw), form, target, "json", CATALOG) if one.rule in rules
    ]
    judged = [f for v in tc.validate(raw, format=form) for f in v.findings if f.rule in rules]
    assert [(one.rule, one.severity, one.path) for one in told] == [
        (judged[0].rule, "warning", "record_id")
    ]
    assert len(judged) == 1
    assert target.getvalue().count(b'"record_id"') == 3


def test_why_a_source_cannot_be_read_comes_before_what_cannot_be_written() -> None:
    """One record behind two byte order marks, or nothing at all, is not said to be several
    records.
    """
    for raw, rule in (
        (b"\xef\xbb\xbf" * 2 + tc.dumps(RECORDS[0]), "data.encoding"),
        (b"[]", "data.empty"),
        (b"", "data.empty"),
    ):
        with pytest.raises(tc.InvalidRecord) as caught:
            converted(raw, "json", "xml")
        assert [finding.rule for finding in caught.value.findings] == [rule]


def test_findings_are_counted() -> None:
    """Of many findings the first are raised, errors before warnings, and how many there are
    besides.
    """
    raw = json.dumps([{**RECALL, "recall_no": "", "odd": i} for i in range(100)]).encode()
    for run in (
        lambda: converted(raw, "json", "ndjson", all_findings=30),
        lambda: tc.loads(raw, limits=Limits(all_findings=30)),
    ):
        with pytest.raises(tc.InvalidRecord) as caught:
            run()
        assert len(caught.value.findings) == 31
        assert (
            caught.value.findings[-1].text("en")
            == "170 further findings on this record are not listed"
        )


def test_own_specifications() -> None:
    """Records of one's own specifications are converted by them."""
    out = io.BytesIO()
    data = right(record_id="0b1e7c1e-0000-4000-8000-000000000001", count=3)
    convert(io.BytesIO(json.dumps([data]).encode()), "json", out, "csv", standard())
    assert tc.Standard(standard()).loads(out.getvalue(), "csv")[0].plain() == data  # type: ignore[index]


# --- the command ----------------------------------------------------------------------------------


def test_the_command_writes_nothing_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error anywhere leaves what stood there before, and nothing beside it."""
    source, target = tmp_path / "in.ndjson", tmp_path / "out.csv"
    source.write_bytes(
        b"".join(map(again, [tc.dumps(RECORDS[1:], "ndjson")] * 40, range(40))) + b"{}\n"
    )
    target.write_text("before", encoding="utf-8")
    assert main(["convert", str(source), str(target), "--lang", "en"]) == 1
    assert capsys.readouterr().err == "there is nothing to read\n"
    assert target.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.ndjson", "out.csv"]


def test_the_limits_of_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--limit` changes a limit of `validate` and `convert`; what is no limit, or no number, is
    wrong use.
    """
    source = tmp_path / "in.json"
    source.write_bytes(tc.dumps(RECORDS))
    for words in (
        ["validate", str(source)],
        ["convert", str(source), str(tmp_path / "out.ndjson")],
    ):
        assert main([*words, "--lang", "en"]) == 0
        assert (
            main([*words, "--lang", "en", "--limit", "record_bytes=500", "--limit", "depth=9"]) == 1
        )
        said = capsys.readouterr()
        assert "the data are too large; at most 500 bytes are read" in said.out + said.err
        for odd, text in (
            ("no_such=1", ("unknown limit "
                          "'no_such'")), ("depth", "depth takes a whole number from 1, not ''"),
            ("depth=0", "not '0'"), ("depth=-1", "not '-1'"), ("depth=1e3", "not '1e3'"),
            ("depth=" + "9" * 99, "not '999"),
        ):  # fmt: skip
            assert main([*words, "--limit", odd]) == 2
            assert text in capsys.readouterr().err


@pytest.mark.slow
def test_memory_is_that_of_one_record(tmp_path: Path) -> None:
    """A process that converts thirty times as much takes no more memory, whatever the forms."""
    code = r"""
import json, pathlib, re, resource, sys
from tracecode.cli import main
assert main(["convert", *sys.argv[1:]]) == 0
status = pathlib.Path("/proc/self/status")  # getrusage counts the parent's memory before exec
peak = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
print(int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    pairs: tuple[tuple[FileFormat, FileFormat], ...] = (
        ("ndjson", "json"),
        ("ndjson", "csv"),
        ("json", "xml"),
        ("xml", "json"),
    )
    for form, into in pairs:
        peaks = []
        for times in (100, 3000):
            source, target = tmp_path / f"{times}.{form}", tmp_path / f"out.{into}"
            if form == "ndjson":
                source.write_bytes(
                    b"".join(again(tc.dumps(RECORDS[:1], "ndjson"), i) for i in range(times))
                )
            else:
                one, between = (
                    tc.dumps(tc.Message.new(RECORDS[:1], sender=PARTY, receiver=PARTY), form),
                    b"",
                )
                begin, end = (b"<body>", b"</body>") if form == "xml" else (b'"body":[', b"]}")
                head, _, rest = one.partition(begin)
                body, _, tail = rest.rpartition(end)
                between = b"," if form == "json" else b""
                head = head.replace(b'"record_count":1', b'"record_count":%d' % times).replace(
                    b"<record_count>1<", b"<record_count>%d<" % times
                )
                bodies = between.join(again(body, i) for i in range(times))
                source.write_bytes(head + begin + bodies + end + tail)
            done = subprocess.run(
                [sys.executable, "-c", code, str(source), str(target)],
                capture_output=True,
                check=True,
            )
            peaks.append(int(done.stdout.split()[-1]))
        assert peaks[1] < peaks[0] + 30_000, (form, into, peaks)  # of 6 MB and more that are read
