# ruff: noqa: E501  # tables of cases: one case a line
"""Reading and writing records and messages: nothing is lost on the way; what is wrong is raised
with its findings.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

import tracecode as tc
from tests.cases import thinned
from tests.records.standard import right, standard
from tracecode import dumps, loads
from tracecode.publish.examples import full, minimal
from tracecode.records.message import Message, new_header
from tracecode.records.model import Record
from tracecode.records.reading import FileFormat
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.testing import payload

CATALOG = packaged()
EVERY = list(layouts(CATALOG))
PARTY = ("uscc", "91350100M000100Y43")  # printed in GB 32100


def one(data: dict[str, Any], form: FileFormat = "json") -> Record:
    """The typed record of plain data."""
    loaded = loads(json.dumps(data), form)
    assert isinstance(loaded, Record)
    return loaded


def trips(record: Record) -> None:
    """The record is the same after a trip through JSON and XML, alone and in a message."""
    for form in ("json", "xml"):
        assert loads(dumps(record, form), form) == record
    message = Message.new([record, record], sender=PARTY, receiver=PARTY)
    assert loads(dumps(loads(dumps(message, "xml"), "xml"), "json")) == message
    assert loads(dumps(record, "xml"), "xml").plain() == record.plain()  # type: ignore[union-attr]


@pytest.mark.parametrize("layout", thinned(EVERY, 5), ids=lambda layout: layout.id)
def test_every_record_type_survives_both_formats(layout: RecordLayout) -> None:
    """For every record type the smallest and the fullest example are the same after a trip through
    JSON and XML.
    """
    for data in (minimal(layout, CATALOG), full(layout, CATALOG)):
        trips(one(data))


@pytest.mark.parametrize("layout", EVERY[::5], ids=lambda layout: layout.id)
def test_drawn_records_survive_both_formats(layout: RecordLayout) -> None:
    """Records that are drawn at random, with odd texts and numbers, survive both formats too."""
    trips(one(payload(layout, Random(7), standard=tc.Standard(CATALOG))))


def test_drawn_records_are_all_right() -> None:
    """What is written for several records at once is read as the same list."""
    records = [one(minimal(layout, CATALOG)) for layout in EVERY[:6]]
    assert loads(dumps(records)) == records
    assert loads(dumps(records, "ndjson"), "ndjson") == records
    assert loads(dumps(records[0], "ndjson"), "ndjson") == records[:1]
    assert loads(dumps(records, "csv"), "csv") == records
    assert loads(dumps(records[:1], "xlsx"), "xlsx") == records[:1]


def test_text_and_bytes() -> None:
    """Text is taken as it is; bytes are decoded, GB18030 where that is said."""
    data = minimal(record_layout(CATALOG, "recall"), CATALOG) | {"recall_reason": "标签有误"}
    text = json.dumps(data, ensure_ascii=False)
    assert loads(text) == loads(text.encode()) == loads(text.encode("gb18030"), encoding="gb18030")
    assert loads(text, encoding="gb18030") == loads(text)


def test_packaged_and_own_specifications() -> None:
    """Records of one's own specifications are read by them, alone and inside a message."""
    data = right(count=3, tags=["a"])
    record = tc.Standard(standard()).loads(json.dumps(data))
    assert isinstance(record, Record)
    assert record.plain() == data
    message = Message.new([record], sender=PARTY, receiver=PARTY)
    for form in ("json", "xml"):
        assert (
            tc.Standard(standard()).loads(tc.Standard(standard()).dumps(record, form), form)
            == record
        )
        written = tc.Standard(standard()).dumps(message, form)
        assert tc.Standard(standard()).loads(written, form) == message


@pytest.mark.parametrize(
    ("data", "form", "zh", "en"),
    [
        ("5", "json", "此处应为记录（对象），实为 数值", ("a record (an object) is expected here, "
                                          "not a number")),
        ('"x"', "json", "此处应为记录（对象），实为 文本", ("a record (an object) is expected "
                                            "here, not a text")),
        ("true", "json", "此处应为记录（对象），实为 true 或 false", "a record (an object) is expected here, not true or false"),
        ("[[]]", "json", "此处应为记录（对象），实为 列表", ("a record (an object) is expected "
                                             "here, not a list")),
        ("1.5", "ndjson", "此处应为记录（对象），实为 数值", ("a record (an object) is expected here, not a "
                                              "number")),
        ("", "json", "没有内容", "there is nothing to read"),
        ("[]", "json", "没有内容", "there is nothing to read"),
        ("{}", "json", "没有内容", "there is nothing to read"),
        ("null", "json", "没有内容", "there is nothing to read"),
        ("", "ndjson", "没有内容", "there is nothing to read"),
        (" \n\n", "ndjson", "没有内容", "there is nothing to read"),
        ("", "csv", "没有内容", "there is nothing to read"),
        ("<!-- a -->", "xml", "没有内容", "there is nothing to read"),
        ('{"a": "\ud800"}', "json", "编码不对（0xED @ 8）；应为 UTF-8，或声明后用 GB18030",
         "the encoding is wrong (0xED @ 8); use UTF-8, or GB18030 where it is declared"),
    ],
)  # fmt: skip
def test_what_is_no_record(data: str, form: FileFormat, zh: str, en: str) -> None:
    """Data that are no record raise one error, whose text is the finding in both languages."""
    with pytest.raises(tc.InvalidRecord) as caught:
        loads(data, form)
    said = str(caught.value).replace("1: ", "")  # where there is a line, it is the first
    assert said == f"{en}\n{zh}"


def test_nothing_is_overlooked_in_right_records() -> None:
    """A right record whose document has a key twice, a text that is not composed, or null, is
    refused all the same.
    """
    text = json.dumps(minimal(record_layout(CATALOG, "recall"), CATALOG))
    assert isinstance(loads(text), Record)
    assert isinstance(loads(text.replace('": "', '" : "')), Record)
    for change, rule in (
        ('"recall_no": "A", "recall_reason"', "data.duplicate_key"),
        ('"remark": "e\u0301", "recall_reason"', "data.nfc"),
        ('"remark": null, "recall_reason"', "data.null"),
    ):
        with pytest.raises(tc.InvalidRecord) as caught:
            loads(text.replace('"recall_reason"', change))
        assert rule in [finding.rule for finding in caught.value.findings]


def test_null_is_no_record() -> None:
    """A place of a list that holds null says so."""
    with pytest.raises(tc.InvalidRecord) as caught:
        loads("[null]")
    assert [finding.rule for finding in caught.value.findings] == ["data.null"]


def test_errors_come_first() -> None:
    """The error carries every finding, warnings behind errors."""
    data = right(shade="rosy", count=0)
    with pytest.raises(tc.InvalidRecord) as caught:
        tc.Standard(standard()).loads(b"\xef\xbb\xbf" + json.dumps(data).encode())
    assert [f.rule for f in caught.value.findings] == [
        "record.range",
        "data.bom",
        "record.unlisted",
    ]


def test_warnings_do_not_stop_a_record() -> None:
    """A record with warnings only is loaded."""
    assert isinstance(tc.Standard(standard()).loads(json.dumps(right(shade="rosy"))), Record)


def test_what_cannot_be_written_in_a_form() -> None:
    """Tables carry records, not messages; XML carries one record or a message."""
    message = Message(header=new_header(0, PARTY, PARTY), body=())
    with pytest.raises(
        ValueError,
        match="a message is written as json or xml, not as csv; tables carry its records",
    ):
        dumps(message, "csv")
    with pytest.raises(ValueError, match="several records are written as XML inside a message"):
        dumps([], "xml")


def test_wrong_records_inside_a_message() -> None:
    """A message is loaded whole or not at all: the findings of its records are raised with those of
    its envelope.
    """
    message = Message(header=new_header(0, PARTY, PARTY), body=()).plain()
    message["body"] = [{"record_type": "recall"}, 5]
    with pytest.raises(tc.InvalidRecord) as caught:
        loads(json.dumps(message))
    rules = [finding.rule for finding in caught.value.findings]
    assert rules[0] == "message.count"
    assert rules[-1] == "data.shape"
    assert "record.missing" in rules
