"""Inputs of the kinds that bug reports of other programs describe, and what is said of them.

Reported elsewhere with another verdict, and judged otherwise here, with the rule that decides:

- a second JSON document on one line: read, with a warning (`data.concatenated`), since where it
  begins is sure;
- `-0` where a whole number belongs: it is the number 0 (RFC 8785, 3.2.2.3, writes it so), and taken
  as that.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

import tracecode as tc
from tracecode.publish import examples
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

RECALL = examples.full(record_layout(packaged(), "recall"), packaged())
ENTRANCE = examples.full(record_layout(packaged(), "entrance-check", "livestock"), packaged())


def said(record: dict[str, Any], **change: Any) -> list[tuple[str, str, str]]:
    """Rule, severity and sentence of what is found of a record with a change."""
    (verdict,) = tc.validate(json.dumps(record | change, ensure_ascii=False).encode())
    return [(f.rule, f.severity, f.text("en")) for f in verdict.findings if f.severity != "info"]


def typed(record: dict[str, Any]) -> tc.Record:
    """The typed record of plain data."""
    made = tc.loads(json.dumps(record).encode())
    assert isinstance(made, tc.Record)
    return made


BEFORE = said(RECALL)


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0", "\t"])
@pytest.mark.parametrize("end", ["{0}{1}", "{1}{0}", "{1}{0}{1}"])
def test_numbers_with_blank_ends(blank: str, end: str) -> None:
    """A number that somebody gave is another one with a blank at its end; control characters are
    refused anyway.
    """
    found = said(RECALL, batch_no=end.format("20260312A", blank))
    if blank == "\t":
        assert "record.format" in [rule for rule, *_ in found]
    else:
        assert [(rule, level) for rule, level, _ in found if rule == "record.blank_ends"] == [
            ("record.blank_ends", "warning")
        ]
    assert said(RECALL, batch_no="2026 0312 A") == BEFORE


def test_the_blank_is_seen() -> None:
    """The sentence shows the blank, and the path is that of the element."""
    raw = json.dumps(RECALL | {"batch_no": "A "}, ensure_ascii=False).encode()
    (finding,) = [f for v in tc.validate(raw) for f in v.findings if f.rule == "record.blank_ends"]
    assert finding.path == "batch_no"
    assert finding.text("en").startswith("Batch number 'A<U+0020>' begins or ends with a blank")
    assert finding.text("zh").startswith("批次号“A<U+0020>”的首尾有空白")


@pytest.mark.parametrize("number", ["1e400", "-1E999", "1.5e+400"])
def test_numbers_that_no_float_holds(number: str) -> None:
    """What is shown is what stands there, in every reader, also as data."""
    text = json.dumps(ENTRANCE, ensure_ascii=False).replace(
        '"received_count": 119', f'"received_count": {number}'
    )
    assert number in text
    for raw in (text.encode(), f"[{text}]".encode(), f"{text}\n{text}\n".encode()):
        for verdict in tc.validate(raw):
            (finding,) = [f for f in verdict.findings if f.path == "received_count"]
            assert number in finding.text("en")
            assert "inf" not in json.dumps(verdict.as_dict("en")).replace("info", "")


def test_minus_nothing() -> None:
    """`-0` is the number 0, as its canonical form says."""
    text = json.dumps(ENTRANCE, ensure_ascii=False).replace(
        '"received_count": 119', '"received_count": -0'
    )
    (record,) = [verdict.record for verdict in tc.validate(text.encode())]
    assert record is not None
    assert b'"received_count":0' in tc.dumps(record)


@pytest.mark.parametrize("declared", ["GBK", "gb2312", "GB18030", "gbk"])
def test_declared_encodings_of_xml(declared: str) -> None:
    """GB 18030 holds GBK and GB 2312, so what declares either is read."""
    text = tc.dumps(typed(RECALL), "xml").decode()
    body = text.partition("?>")[2] if text.startswith("<?xml") else text
    raw = f'<?xml version="1.0" encoding="{declared}"?>{body}'.encode("gb18030")
    assert [verdict.status for verdict in tc.validate(raw)] == ["valid"]


def test_attributes_that_programs_add() -> None:
    """The finding names the remedy."""
    text = tc.dumps(typed(RECALL), "xml").decode()
    root = 'xmlns="urn:tracecode:records"'
    assert root in text
    place = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:tracecode:records a.xsd"'
    raw = text.replace(root, f"{root} {place}", 1).encode()
    (finding,) = [f for v in tc.validate(raw) for f in v.findings if f.severity == "error"]
    assert (finding.rule, "leave them out" in finding.text("en")) == ("data.attribute", True)


def test_cells_are_named() -> None:
    """A finding on a record of a table gives the cell, and says what belongs there as people write
    it.
    """
    names = [key for key, value in RECALL.items() if isinstance(value, str)]
    row = {name: RECALL[name] for name in names} | {"event_time": "yesterday", "started_on": "3月"}
    raw = (",".join(names) + "\n" + ",".join(row.values()) + "\n").encode()
    found = {f.path: f for v in tc.validate(raw) for f in v.findings}
    letter = chr(ord("A") + names.index("event_time"))
    assert found["event_time"].cell == f"{letter}2"
    assert (
        found["event_time"]
        .line_text("zh")
        .startswith(
            f"{letter}2: 发生时间“yesterday”不合格式 日期时间（北京时间），如 2026-03-12 08:30:00"
        )
    )
    assert "date such as 2026-03-12" in found["started_on"].text("en")
    assert found["event_time"].as_dict("en")["cell"] == f"{letter}2"


@pytest.mark.parametrize("batch", ["\u200bA1", "A1\ufeff", "\u00adA1", "A1\u200e"])
def test_a_number_that_begins_or_ends_unseen(batch: str) -> None:
    """What cannot be seen at an end of a batch number is told as a blank is."""
    (verdict,) = tc.validate(RECALL | {"batch_no": batch})
    assert "record.blank_ends" in [finding.rule for finding in verdict.findings]
