# ruff: noqa: E501  # tables of cases: one case a line
"""What `validate` takes: records in memory and bytes as what they are, and nothing by a guess."""

from __future__ import annotations

import gzip
import io
import json
import math
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import Path
from time import process_time
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import tracecode as tc
from tests.checks.test_messages import OnlyRead
from tracecode.models.all_items import Recall
from tracecode.publish.examples import minimal
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

USCC = "91350100M000100Y43"
RIGHT: dict[str, Any] = minimal(record_layout(packaged(), "recall"), packaged())
WRONG = RIGHT | {"recall_level": "9"}
RECORD = Recall.model_validate(RIGHT)
PARTY = ("uscc", USCC)
MESSAGE = tc.Message.new([RECORD], sender=PARTY, receiver=PARTY)


def told(report: tc.Report) -> list[tuple[str, str, list[str]]]:
    """Kind, status and rules of every verdict."""
    return [(one.kind, one.status, [finding.rule for finding in one.findings]) for one in report]


# --- records in memory ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        RIGHT, OrderedDict(RIGHT), MappingProxyType(RIGHT), RECORD, RECORD.model_dump(),
        RECORD.model_dump(mode="json"), [RIGHT], (RECORD,), iter([RIGHT]),
        (one for one in (RECORD,)), RIGHT | {"remark": None},
    ],
)  # fmt: skip
def test_a_record(source: Any) -> None:
    """A mapping of plain data or of values, a typed record, a collection or generator of them: the
    record is judged.
    """
    (verdict,) = tc.validate(source)
    assert (verdict.kind, verdict.line, verdict.status, verdict.record) == (
        "record",
        1,
        "valid",
        RECORD,
    )


def test_messages() -> None:
    """A message, typed or as plain data, is judged as in JSON; with keys it is verified."""
    expected = told(tc.validate(tc.dumps(MESSAGE)))
    assert told(tc.validate(MESSAGE)) == told(tc.validate(MESSAGE.plain())) == expected
    key = tc.Ed25519Key.new("one")
    keys = [tc.PartyKey(PARTY, key.public())]
    for source in (MESSAGE.signed(key), MESSAGE.signed(key).plain(), [MESSAGE.signed(key)]):
        assert tc.validate(source, keys=keys).run().status == "valid"
    assert tc.validate(MESSAGE, keys=keys).run().status == "invalid"
    assert tc.validate([RECORD], keys=keys).run().status == "invalid"


def test_several() -> None:
    """Each of several has its place; what stands among records and is none is said to be none."""
    several: list[Any] = [RIGHT, WRONG, {}, "x", 5, None, [RIGHT], RECORD]
    report = tc.validate(several)
    assert [(one.line, one.status, [finding.rule for finding in one.findings]) for one in report] == [
        (1, "valid", []), (2, "invalid", ["record.codelist", "record.repeated"]),
        (3, "invalid", ["data.empty"]), (4, "invalid", ["data.shape"]),
        (5, "invalid", ["data.shape"]), (6, "invalid", ["data.null"]),
        (7, "valid", ["record.repeated"]), (8, "valid", ["record.repeated"]),
    ]  # fmt: skip
    assert (
        told(tc.validate([]))
        == told(tc.validate(iter(())))
        == [("file", "invalid", ["data.empty"])]
    )
    assert told(tc.validate({})) == [("record", "invalid", ["data.empty"])]


class _Level(Enum):
    HIGH = "1"


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"event_time": datetime(2026, 3, 12, 8, 30, tzinfo=timezone(timedelta(hours=8)))}, []), ({"recall_level": _Level.HIGH}, []),
        ({"started_on": datetime(2026, 4, 1, tzinfo=timezone.utc)}, ["record.format"]), ({"event_time": datetime(2026, 3, 12)}, ["record.format"]),  # noqa: DTZ001, UP017
        ({"record_id": UUID("0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01")}, []),
        ({"recall_quantity": Decimal("1E+2"), "quantity_unit": "kg"}, []),
        ({"recall_quantity": Decimal("NaN"), "quantity_unit": "kg"}, ["record.format"]),
        ({"recall_quantity": math.inf, "quantity_unit": "kg"}, ["record.format"]),
        ({"remark": math.nan}, []), ({"remark": None}, []),
        ({"recall_quantity": 1.5, "quantity_unit": "kg"}, ["record.type"]),
        ({"recall_quantity": np.float64(1.5), "quantity_unit": "kg"}, ["record.type"]),
        ({"remark": object()}, ["record.type"]), ({"remark": b"text"}, ["record.type"]),
        ({"remark": "\ud800"}, ["data.json"]), ({"remark": "e\u0301"}, ["data.nfc"]),
        ({5: "x"}, ["record.unknown_field"]),
    ],
)  # fmt: skip
def test_values_of_programs(change: dict[Any, Any], rules: list[str]) -> None:
    """Values are written as messages have them; what no message has is an error of its element."""
    (verdict,) = tc.validate(RIGHT | change)
    assert [one.rule for one in verdict.findings if one.severity == "error"] == rules, (
        verdict.findings
    )


def test_data_that_hold_themselves() -> None:
    """A mapping or list inside itself is nested too deep, and the others are judged."""
    around: dict[str, Any] = {"record_type": "recall"}
    around["remark"] = [around]
    assert told(tc.validate([around, RIGHT])) == [
        ("record", "invalid", ["data.too_deep"]),
        ("record", "valid", []),
    ]
    assert told(tc.validate(around))[0][2] == ["data.too_deep"]


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_plain_data_are_judged_as_their_json(data: Any) -> None:
    """Whatever a mapping holds, its verdict is that on the same data as JSON, but for what is
    absent.
    """
    record = RIGHT | {"remark": data, "batch_no": "20260312A"}
    found = told(tc.validate(record))
    assert len(found) == 1
    if data is None or "null" in (text := json.dumps(data)) or "NaN" in text or "Infinity" in text:
        return
    assert found == told(tc.validate(json.dumps(record).encode()))


def test_generators_are_read_as_they_come() -> None:
    """Of an endless generator of records or codes each verdict comes before the next item is asked
    for.
    """

    def endless(item: Any) -> Iterator[Any]:
        while True:
            yield item

    assert next(iter(tc.validate(endless(WRONG)))).status == "invalid"
    assert next(iter(tc.validate(endless(USCC)))).status == "valid"


# --- what is not taken ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["records.json", "", USCC, json.dumps(RIGHT), "<recall/>", "/", "record_type\nrecall\n"]
)
def test_a_text_is_never_guessed(text: str) -> None:
    """A text is no path, document or code: the error names `Path(...)`, `path=`, bytes and a list,
    in both languages.
    """
    with pytest.raises(tc.WrongUse) as caught:
        tc.validate(text)
    for said in caught.value.texts.values():
        assert all(word in said for word in ("Path(...)", "path=", "text.encode()", "[text]"))
    with pytest.raises(tc.WrongUse):
        tc.Standard.packaged().validate(text, format="json")


def test_a_path(tmp_path: Path) -> None:
    """A file is named by a `Path`, or as text by `path=`."""
    file = tmp_path / "records.json"
    file.write_text(json.dumps(RIGHT), encoding="utf-8")
    assert (
        [v.status for v in tc.validate(file)]
        == [v.status for v in tc.validate(path=str(file))]
        == ["valid"]
    )
    assert (
        [v.status for v in tc.validate(path=file)]
        == [v.status for v in tc.validate(path=tmp_path)]
        == ["valid"]
    )
    for wrong in (b"records.json", 5):
        with pytest.raises(tc.WrongUse):
            tc.validate(path=wrong)  # type: ignore[arg-type]


class _Table:
    """Looks like a frame of pandas or a table of pyarrow."""

    columns = ("record_type",)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)


class _Upload:
    """Looks like an upload of a web framework."""

    async def read(self) -> bytes:
        """Has to be awaited."""
        return b""


async def _body() -> bytes:
    return b""


class _Reader:
    """Has a method `read`, as answers of HTTP libraries have, and is no file."""

    def __init__(self, read: Any) -> None:
        self.read = read


class _Model(BaseModel):
    """Somebody else's class of records."""

    record_type: str = "recall"


@dataclass
class _Data:
    record_type: str = "recall"


class _Row(NamedTuple):
    record_type: str = "recall"


def _closed() -> io.BytesIO:
    file = io.BytesIO(b"{}")
    file.close()
    return file


@pytest.mark.parametrize(
    ("source", "word"),
    [
        (5, "int"), (1.5, "float"), (object(), "object"), (True, "bool"),
        (_Table(), "to_dict('records')"), (_Upload(), ".file"), (np.array(1), "ndarray"),
        (Recall, "Recall"), (_Level, "_Level"), (dict, "dict"), (_Model(), "model_dump()"),
        (_Data(), "asdict("), (_Row(), "_asdict()"), (_closed(), "BytesIO"),
        (_Reader(lambda: b"{}"), "read(size)"), (_Reader(lambda size: "{}"[:size]), "read(size)"),
        (_Reader(lambda _: None), "read(size)"), (_Reader({}.__getitem__), "read(size)"),
        (_Reader(lambda _: _body()), ".file"),
    ],
)  # fmt: skip
def test_other_things(source: Any, word: str) -> None:
    """What is no source is refused at once; the error says what it is, and what would be right."""
    with pytest.raises(tc.WrongUse) as caught:
        tc.validate(source)
    assert all(word in said for said in caught.value.texts.values())
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, ValueError)


def test_a_file_open_for_writing(tmp_path: Path) -> None:
    """It is wrong use, as a closed one is."""
    with (
        (tmp_path / "a").open("wb") as file,
        pytest.raises(tc.WrongUse, match="not open for reading"),
    ):
        tc.validate(file)


def test_what_cannot_be_written_costs_itself() -> None:
    """Numbers without end, arrays and lists that hold themselves: the records beside them are
    judged.
    """
    around: list[Any] = []
    around.append(around)
    for odd in (10**5000, np.array([1, 2]), around):
        expected = "data.too_deep" if odd is around else "data.shape"
        mixed: list[Any] = [RIGHT, odd]
        for several in (mixed, iter(mixed)):
            assert told(tc.validate(several)) == [
                ("record", "valid", []),
                ("record", "invalid", [expected]),
            ]
        (verdict,) = tc.validate(RIGHT | {"remark": odd})
        assert [one.rule for one in verdict.findings] == [
            "data.too_deep" if odd is around else "record.type"
        ]


def test_what_has_to_be_awaited() -> None:
    """A body that nobody awaited is refused."""
    body: Any = _body()
    with pytest.raises(tc.WrongUse, match="has to be awaited first"):
        tc.validate(body)
    body.close()


def test_one_source() -> None:
    """Nothing, and two sources, are wrong use; so are words of codes beside records."""
    for named in ({}, {"source": [USCC], "path": "x"}, {"source": None}):
        with pytest.raises(tc.WrongUse, match="one source"):
            tc.validate(**named)
    for options in ({"scheme": "uscc"}, {"column": "code"}, {"format": "codes"}):
        for source in (RIGHT, [RIGHT], RECORD):
            with pytest.raises(tc.WrongUse, match="records are no codes"):
                tc.validate(source, **options)  # type: ignore[arg-type]
        with pytest.raises(tc.WrongUse, match="records are no codes"):
            tc.validate(iter([RIGHT]), **options).run()  # type: ignore[arg-type]
    with pytest.raises(tc.WrongUse, match="codes carry no signature"):
        tc.validate(iter([USCC]), keys=[]).run()


# --- bytes ----------------------------------------------------------------------------------------

NO_FORM = [
    b"garbage", b"hello world\n", b"null", b"true", b'"SC11464010500015"', b"undefined", b"ABCDEF",
    b"a,b\n1,2\n", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"\x00\x01\x02", b"\xff\xd8\xff\xe0",
    b"code\n6901234567892\n", "你好".encode(), "追溯".encode("gb18030"), f"{USCC}\nx\n".encode(),
    b"key=value&other=1", b"--boundary\r\nContent-Disposition: form-data\r\n\r\n{}",
]  # fmt: skip


def test_packed_bytes_that_are_cut_off_say_so() -> None:
    """What is packed shows its form; that nothing can be unpacked is a finding, not a riddle."""
    raw = b"\x1f\x8b\x08\x00"
    sources: list[Any] = [raw, io.BytesIO(raw), OnlyRead(raw)]
    for source in sources:
        assert [finding.rule for verdict in tc.validate(source) for finding in verdict.findings] == [
            "data.packed", "data.stopped",
        ]  # fmt: skip


@pytest.mark.parametrize("raw", NO_FORM)
def test_bytes_of_no_form_are_refused(raw: bytes) -> None:
    """Bytes that are no records and of which a line is no code are never judged as codes, however
    they come.
    """
    doors: list[Any] = [
        raw,
        bytearray(raw),
        memoryview(raw),
        io.BytesIO(raw),
        io.BufferedReader(io.BytesIO(raw)),
        OnlyRead(raw),
        gzip.compress(raw),
        io.BytesIO(gzip.compress(raw)),
        OnlyRead(gzip.compress(raw)),
    ]
    for source in doors:
        with pytest.raises(tc.UnreadableFile) as caught:
            tc.validate(source)
        for said in caught.value.texts.values():
            assert all(
                word in said for word in ("scheme=", "column=", "format='codes'", "format='json'")
            )


@pytest.mark.parametrize(
    "raw",
    [
        f"{USCC}\nSC11464010500015\n".encode(),
        f"\n{USCC}\r\n".encode(),
        b"6901234567892",
        "９１３５０１００M000100Y43".encode(),
        f"\ufeff{USCC}".encode(),
    ],
)
def test_bytes_of_codes(raw: bytes) -> None:
    """Where every line is a code, bytes are codes."""
    for source in (raw, io.BytesIO(raw), OnlyRead(raw)):
        assert {one.kind for one in tc.validate(source)} == {"code"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options", [{"format": "codes"}, {"scheme": "uscc"}, {"product": "pesticide"}]
)
def test_bytes_that_are_said_to_be_codes(options: dict[str, Any]) -> None:
    """Who says that bytes are codes has every line judged."""
    assert [one.kind for one in tc.validate(b"garbage\nhello\n", **options)] == ["code", "code"]
    assert [
        one.status for one in tc.validate(b"code\ngarbage\n", column="code", scheme="uscc")
    ] == ["invalid"]


@pytest.mark.parametrize(
    "raw",
    [
        b'{"record_type": "recall"',
        b"[1, 2",
        b"<recall",
        b"record_type\nrecall\n",
        b"PK\x03\x04",
        "记录类型,x\n".encode(),
    ],
)
def test_bytes_that_begin_as_records(raw: bytes) -> None:
    """What begins as a form is judged by it, also where it is broken."""
    assert {one.kind for one in tc.validate(raw)} <= {"record", "file", "message"}
    assert tc.validate(raw).run().status == "invalid"


def test_long_files_are_looked_at_at_their_beginning() -> None:
    """Of an open file the whole lines at its beginning tell; of bytes all lines."""
    raw = f"{USCC}\n".encode() * 5000 + b"x\n"
    assert tc.validate(io.BytesIO(raw)).run().counts == {"valid": 5000, "invalid": 1}
    with pytest.raises(tc.UnreadableFile, match="on line 5001"):
        tc.validate(raw)


def test_codes_of_no_form_are_identified_once() -> None:
    """That bytes are codes is seen at a part of the time of judging them, also where two rules take
    turns.
    """
    gtin = tc.scheme("gtin")
    codes = [gtin.build(body=f"69{number:010d}").normalized for number in range(400)]
    for texts in (codes, [text for code in codes for text in (code, USCC)]):
        raw = "\n".join(texts).encode()
        tc.validate(raw)
        start = process_time()
        report = tc.validate(raw)
        seen = process_time()
        report.run()
        assert seen - start < (process_time() - seen) / 3
        assert sum(report.run().counts.values()) == len(texts)


def test_words_for_nothing_among_codes() -> None:
    """Among codes a word for nothing is a code that is absent; alone it shows no form."""
    report = tc.validate(f"{USCC}\nnan\nNULL\n".encode())
    assert [verdict.status for verdict in report] == ["valid", "invalid", "invalid"]
    with pytest.raises(tc.UnreadableFile, match="on line 1 'nan' is no code"):
        tc.validate(b"nan\nNULL\n")


def test_text_files() -> None:
    """A file opened as text holds codes; records are read from bytes."""
    assert [one.scheme for one in tc.validate(io.StringIO(f"{USCC}\n"))] == ["uscc"]
    with pytest.raises(tc.WrongUse, match="'rb'"):
        tc.validate(io.StringIO(json.dumps(RIGHT)))
    with pytest.raises(tc.UnreadableFile):
        tc.validate(io.StringIO("garbage\n"))


def test_what_is_no_text_among_codes() -> None:
    """A code is a text: a number has lost its zeros, and nothing else is one; arrays of texts
    are.
    """
    report = tc.validate([USCC, 6901234567892, None, b"x", USCC])  # type: ignore[list-item]
    assert [(one.line, one.status, [finding.rule for finding in one.findings]) for one in report] == [
        (1, "valid", []), (2, "invalid", ["data.shape"]),
        (3, "invalid", ["code.empty", "data.no_value"]), (4, "invalid", ["data.shape"]),
        (5, "valid", ["code.repeated"]),
    ]  # fmt: skip
    for array in (pa.array([USCC]), np.array([USCC]), {USCC: 1}.keys()):
        assert [one.scheme for one in tc.validate(array)] == ["uscc"]


@pytest.mark.parametrize(
    "data",
    [
        b"Error: 6901234567892 not found",
        b"hello 91350100M000100Y43\n",
        "条码：6901234567892\n".encode(),
    ],
)
def test_words_around_a_code_are_no_code(data: bytes) -> None:
    """Bytes of which a line only holds a code show no form: an answer of a server is not judged as
    codes.
    """
    with pytest.raises(tc.UnreadableFile, match="show no form"):
        tc.validate(data).run()
    assert [one.status for one in tc.validate(data, format="codes")] == ["not checked"]


class _BareRead:
    """An object that has nothing of a file but `read(size)`, which may say that there is nothing
    yet.
    """

    def __init__(self, raw: bytes, *, mute: bool = False) -> None:
        self._file, self._mute = io.BytesIO(raw), mute

    def read(self, size: int) -> bytes | None:
        return self._file.read(min(size, 7)) or (None if self._mute and size else b"")


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("packing", [bytes, gzip.compress])
def test_what_can_only_be_read(packing: Any, signed: bool) -> None:
    """What has `read(size)` alone is judged as its bytes are, in every form, given or found."""
    book = Path("examples/messages/7-gas-cylinder.xlsx").read_bytes()
    raws = {
        "json": b'[{"record_type": "recall"}, 5]', "ndjson": b'{"record_type": '
                                                             b'"recall"}\n5\n', "xml": b"<recall/>",
        "csv": b"record_type,recall_no\nrecall,R-1\n", "xlsx": book,
        "codes": b"91350100M000100Y43\nx\n",
    }  # fmt: skip
    for name, raw in raws.items():
        if signed and name == "codes":
            continue
        for form in (name, None):
            options: dict[str, Any] = {"format": form} | ({"keys": []} if signed else {})
            whole = packing(raw)
            if name == "codes":
                options["scheme"] = "uscc"
            expected = [(v.status, v.findings) for v in tc.validate(whole, **options)]
            assert [
                (v.status, v.findings)
                for v in tc.validate(_BareRead(whole), **options)  # type: ignore[arg-type]
            ] == expected
            assert "check.failed" not in str(expected)
    for form in ("json", "csv", "codes"):
        if not (signed and form == "codes"):
            options = {"format": form} | ({"keys": []} if signed else {})
            with pytest.raises(tc.UnreadableFile, match="gave no bytes before its end"):
                list(tc.validate(_BareRead(b"", mute=True), **options))  # type: ignore[arg-type]
