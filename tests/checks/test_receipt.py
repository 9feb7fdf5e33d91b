"""The answer to a message."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import tracecode as tc
from tracecode.publish.examples import minimal
from tracecode.records.model import Record
from tracecode.standard.layout import record_layout
from tracecode.standard.resolved import packaged

USCC = "91350100M000100Y43"


def message(*records: dict[str, Any]) -> dict[str, Any]:
    """A message of invented parties around plain records, right or wrong."""
    header = tc.Message.new([], sender=("uscc", USCC), receiver=("uscc", USCC)).plain()["header"]
    return {"header": header | {"record_count": len(records)}, "body": list(records)}


def storage(name: str) -> dict[str, Any]:
    """A right record."""
    standard = packaged()
    return minimal(record_layout(standard, "storage"), standard, name)


def answer(data: dict[str, Any]) -> Record:
    """The receipt of a message."""
    return tc.receipt(tc.validate(json.dumps(data).encode()))


def test_all_is_accepted() -> None:
    """A right message is accepted as a whole, and the answer can be sent."""
    sent = message(storage("one"), storage("two"))
    reply = answer(sent).plain()
    assert (reply["message_id"], reply["receipt_status"]) == (sent["header"]["message_id"], "accepted")
    assert (reply["accepted_count"], reply["refused_count"]) == (2, 0)
    record = tc.loads(json.dumps(reply))
    assert isinstance(record, Record)
    back = tc.Message.new([record], sender=("uscc", USCC), receiver=("uscc", USCC), type="receipt")
    assert tc.loads(tc.dumps(back, "xml"), "xml") == back


def test_a_wrong_record_is_refused_with_its_findings() -> None:
    """The wrong record is named by its id, with rule, place, both texts and source; the right one is accepted."""
    wrong = storage("two")
    del wrong["warehouse"]
    reply = answer(message(storage("one"), wrong)).plain()
    assert (reply["receipt_status"], reply["accepted_count"], reply["refused_count"]) == ("accepted-in-part", 1, 1)
    (found,) = [one for one in reply["findings"] if one["severity"] == "error"]
    assert found == {
        "rule_id": "record.missing", "severity": "error", "record_id": wrong["record_id"], "finding_path": "warehouse",
        "text_zh": "缺少仓库（罐号）", "text_en": "Warehouse or tank is missing", "finding_source": "本项目约定",
    }  # fmt: skip


def test_a_wrong_envelope_refuses_all() -> None:
    """Where the envelope is wrong, no record is accepted."""
    sent = message(storage("one"))
    sent["header"]["record_count"] = 3
    reply = answer(sent).plain()
    assert (reply["receipt_status"], reply["accepted_count"], reply["refused_count"]) == ("refused", 0, 1)
    assert [one["rule_id"] for one in reply["findings"] if one["severity"] == "error"] == ["message.count"]


def test_what_was_not_checked_is_not_accepted() -> None:
    """A record that was not judged counts apart: neither accepted nor refused."""
    report = sorted(tc.validate(json.dumps(message(storage("one"))).encode()), key=lambda verdict: verdict.kind)
    unchecked = replace(report[-1], status="not checked", record=None)
    reply = tc.receipt([*report, unchecked]).plain()
    assert (reply["receipt_status"], reply["accepted_count"], reply["not_checked_count"]) == ("accepted-in-part", 1, 1)
    reply = tc.receipt([report[0], unchecked]).plain()
    assert (reply["receipt_status"], reply["accepted_count"], reply["not_checked_count"]) == ("not-checked", 0, 1)
    refused = replace(unchecked, status="invalid")
    assert tc.receipt([report[0], unchecked, refused]).plain()["receipt_status"] == "refused"
    odd = replace(report[0], status="not checked")
    assert tc.receipt([odd, report[1]]).plain()["receipt_status"] == "not-checked"


def test_a_message_without_id_needs_one() -> None:
    """An answer must say to what; records outside a message have no id to answer to."""
    with pytest.raises(ValueError, match="give message_id"):
        tc.receipt(tc.validate(json.dumps(storage("one")).encode()))
