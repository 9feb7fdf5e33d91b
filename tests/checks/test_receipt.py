"""The answer to a message."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

import tracecode as tc
from tracecode.checks.report import Subject, Verdict
from tracecode.findings import Finding, Severity, Status
from tracecode.publish.examples import minimal
from tracecode.records.envelope import Receipt
from tracecode.records.message import new_header
from tracecode.records.model import Record
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

USCC = "91350100M000100Y43"


def message(*records: dict[str, Any]) -> dict[str, Any]:
    """A message of invented parties around plain records, right or wrong."""
    header = new_header(len(records), ("uscc", USCC), ("uscc", USCC)).plain()
    return {"header": header, "body": list(records)}


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
    assert (reply["message_id"], reply["receipt_status"]) == (
        sent["header"]["message_id"],
        "accepted",
    )
    assert (reply["accepted_count"], reply["refused_count"]) == (2, 0)
    record = tc.loads(json.dumps(reply))
    assert isinstance(record, Record)
    back = tc.Message.new([record], sender=("uscc", USCC), receiver=("uscc", USCC), type="receipt")
    assert tc.loads(tc.dumps(back, "xml"), "xml") == back


def test_a_wrong_record_is_refused_with_its_findings() -> None:
    """The wrong record is named by its id, with rule, place, both texts and source; the right one
    is accepted.
    """
    wrong = storage("two")
    del wrong["warehouse"]
    reply = answer(message(storage("one"), wrong)).plain()
    assert (reply["receipt_status"], reply["accepted_count"], reply["refused_count"]) == (
        "accepted-in-part",
        1,
        1,
    )
    (found,) = [one for one in reply["findings"] if one["severity"] == "error"]
    assert found == {
        "rule_id": "record.missing", "severity": "error", "record_id": wrong["record_id"],
        "finding_path": "warehouse", "text_zh": "缺少存放库位", "text_en": "Store is missing",
        "finding_source": "本项目约定",
    }  # fmt: skip


@pytest.mark.parametrize(
    "odd", [" ", "\u3000", "\x1b[2J", "\u202e", "e\u0301", "e\u0301" * 1000, "a" * 5000]
)
def test_what_foreign_texts_it_quotes(odd: str) -> None:
    """Whatever a wrong record is called and holds, its receipt is made, and is a right record
    itself.
    """
    for change in ({odd: 1}, {"warehouse": odd}, {"record_type": odd}, {"batch_no": {odd: odd}}):
        reply = answer(message(storage("one") | change))
        assert reply.plain()["refused_count"] == 1
        for form in ("json", "xml"):
            assert [verdict.status for verdict in tc.validate(tc.dumps(reply, form))] == ["valid"]


def test_a_place_that_shows_nothing_is_told_by_its_code_points() -> None:
    """Each of its characters by its number, one after the other."""
    unseen = told("data.null", path="\u200b\u3000")
    (found,) = list(tc.receipt([verdict("message", "invalid", unseen)]).findings or ())
    assert found.finding_path == "<U+200B><U+3000>"


def test_it_shows_no_numbers_of_citizens() -> None:
    """An element may have such a name: its place in the receipt is masked, as in every text."""
    for number in ("11010519491231002X", "110105 19491231 002X"):
        reply = tc.dumps(answer(message(storage("one") | {number: 1})))
        assert b"19491231" not in reply


def test_a_wrong_envelope_refuses_all() -> None:
    """Where the envelope is wrong, no record is accepted."""
    sent = message(storage("one"))
    sent["header"]["record_count"] = 3
    reply = answer(sent).plain()
    assert (reply["receipt_status"], reply["accepted_count"], reply["refused_count"]) == (
        "refused",
        0,
        1,
    )
    assert [one["rule_id"] for one in reply["findings"] if one["severity"] == "error"] == [
        "message.count"
    ]


def test_what_was_not_checked_is_not_accepted() -> None:
    """A record that was not judged counts apart: neither accepted nor refused."""
    report = sorted(
        tc.validate(json.dumps(message(storage("one"))).encode()), key=lambda verdict: verdict.kind
    )
    unchecked = replace(report[-1], status="not checked", record=None)
    reply = tc.receipt([*report, unchecked]).plain()
    assert (reply["receipt_status"], reply["accepted_count"], reply["not_checked_count"]) == (
        "accepted-in-part",
        1,
        1,
    )
    reply = tc.receipt([report[0], unchecked]).plain()
    assert (reply["receipt_status"], reply["accepted_count"], reply["not_checked_count"]) == (
        "not-checked",
        0,
        1,
    )
    refused = replace(unchecked, status="invalid")
    assert tc.receipt([report[0], unchecked, refused]).plain()["receipt_status"] == "refused"
    odd = replace(report[0], status="not checked")
    assert tc.receipt([odd, report[1]]).plain()["receipt_status"] == "not-checked"


def test_a_message_without_id_needs_one() -> None:
    """An answer must say to what; records outside a message have no id to answer to."""
    with pytest.raises(ValueError, match="give message_id"):
        tc.receipt(tc.validate(json.dumps(storage("one")).encode()))


# --- what travels, and in which order -------------------------------------------------------------

ID, OTHER_ID = "0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01", "0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c02"
AT = datetime(2026, 3, 12, 8, 30, tzinfo=timezone(timedelta(hours=8)))


def told(rule: str, severity: Severity = "error", **more: Any) -> Finding:
    """A finding, whose sentences need no values."""
    return Finding(rule=rule, severity=severity, **more)


def verdict(kind: Subject, status: Status, *findings: Finding, text: str = ID) -> Verdict:
    """A verdict with findings."""
    return Verdict(1, text, status, None, None, None, findings, kind=kind)


def rules(reply: Receipt) -> list[str]:
    """The rules of the findings of a receipt, in order."""
    return [finding.rule_id for finding in reply.findings or ()]


def test_findings_of_the_message_come_first_then_errors_and_warnings_then_notes() -> None:
    """Whoever reads only the beginning sees what matters most, wherever it was found."""
    reply = tc.receipt([
        verdict("record", "invalid", told("data.bom", "info"), told("data.null"), told("data.nfc", "warning")),
        verdict("record", "invalid", told("data.empty")),
        verdict("message", "invalid", told("message.canonical", "info")),
        verdict("file", "invalid", told("data.doctype")),
    ])  # fmt: skip
    assert rules(reply) == [
        "message.canonical",
        "data.doctype",
        "data.null",
        "data.nfc",
        "data.empty",
        "data.bom",
    ]


@pytest.mark.parametrize(("errors", "notes"), [(999, 1), (1000, 0), (1001, 0), (3, 997)])
def test_a_thousand_findings_travel(errors: int, notes: int) -> None:
    """Of more than a thousand findings the least important are left out, and the receipt is as
    right as any.
    """
    many = [
        verdict("record", "invalid", told("data.bom", "info"), told("data.null"))
        for _ in range(errors)
    ]
    many += [verdict("record", "valid", told("data.bom", "info")) for _ in range(1000)]
    reply = tc.receipt(many, message_id=ID)
    assert Counter(rules(reply)) == {
        "data.null": min(errors, 1000),
        **({"data.bom": notes} if notes else {}),
    }
    assert (reply.refused_count, reply.accepted_count) == (errors, 1000)
    around = tc.receipt([verdict("message", "invalid", *[told("data.doctype")] * 1001), *many])
    assert Counter(rules(around)) == {"data.doctype": 1000}


def test_long_places_texts_and_sources_are_cut() -> None:
    """What the record of a receipt can hold is told of each finding: the beginning of what is
    longer.
    """
    long = told(
        "spec.layout",
        path="p" * 257,
        source="s" * 101,
        values={"reason_zh": "字" * 1001, "reason_en": "x"},
    )
    (found,) = list(tc.receipt([verdict("message", "invalid", long)]).findings or ())
    assert (found.finding_path, found.finding_source) == (f"{'p' * 255}…", "s" * 100)
    assert (found.text_zh, found.text_en) == (long.text("zh")[:1000], "x")
    (bare,) = list(
        tc.receipt([verdict("message", "invalid", told("data.null", path="", source=""))]).findings
        or ()
    )
    assert (bare.finding_path, bare.finding_source, bare.severity) == (None, None, "error")


def test_records_are_named_by_their_ids() -> None:
    """A finding names its record where that has an id; the id of the message is no record's."""
    reply = tc.receipt([
        verdict("record", "invalid", told("data.null"), text=OTHER_ID),
        verdict("record", "invalid", told("data.nfc"), text=OTHER_ID.upper()),
        verdict("record", "invalid", told("data.empty"), text="7"),
        verdict("message", "valid", told("message.canonical", "info")),
    ])  # fmt: skip
    assert [finding.record_id for finding in reply.findings or ()] == [None, OTHER_ID, None, None]


def test_a_receipt_can_be_given_its_id_and_time() -> None:
    """Id, time and message are what the caller says; by itself each receipt has an id of its own,
    and the time now.
    """
    records = [verdict("record", "valid")]
    reply = tc.receipt(records, message_id=OTHER_ID, id=ID, at=AT)
    assert (reply.record_id, reply.event_time, reply.message_id) == (ID, AT, OTHER_ID)
    assert reply.findings is None
    one, other = (tc.receipt(records, message_id=OTHER_ID) for _ in range(2))
    assert one.record_id != other.record_id
    assert abs(one.event_time - datetime.now(UTC)) < timedelta(minutes=5)
    both = [*records, verdict("message", "valid", text=ID)]
    assert (tc.receipt(both, message_id=OTHER_ID).message_id, tc.receipt(both).message_id) == (
        OTHER_ID,
        ID,
    )


@pytest.mark.parametrize(
    ("envelope", "others", "status", "counts"),
    [
        ("valid", [], "not-checked", (0, 0, 0)),
        ("valid", ["valid"], "accepted", (1, 0, 0)),
        ("valid", ["valid", "invalid"], "accepted-in-part", (1, 1, 0)),
        ("valid", ["valid", "not checked"], "accepted-in-part", (1, 0, 1)),
        ("valid", ["invalid"], "refused", (0, 1, 0)),
        ("valid", ["not checked"], "not-checked", (0, 0, 1)),
        ("valid", ["invalid", "not checked"], "refused", (0, 1, 1)),
        ("invalid", [], "refused", (0, 0, 0)),
        ("invalid", ["valid", "not checked"], "refused", (0, 2, 0)),
        ("not checked", [], "not-checked", (0, 0, 0)),
        ("not checked", ["valid"], "not-checked", (0, 0, 1)),
    ],
)
def test_what_is_said_of_the_whole(
    envelope: Status, others: list[Status], status: str, counts: tuple[int, int, int]
) -> None:
    """Acceptance is said only where everything was judged right; the envelope speaks for all that
    is in it.
    """
    reply = tc.receipt([*(verdict("record", one) for one in others), verdict("message", envelope)])
    assert reply.receipt_status == status
    assert (reply.accepted_count, reply.refused_count, reply.not_checked_count) == counts


def test_the_worst_of_what_is_around_the_records_counts() -> None:
    """A file that could not be read to its end is worse than its envelope, whichever is told
    first.
    """
    around = [
        verdict("file", "not checked"),
        verdict("message", "valid"),
        verdict("file", "invalid"),
    ]
    for order in (around, around[::-1]):
        assert tc.receipt([verdict("record", "valid"), *order]).receipt_status == "refused"


# --- what nobody judged ---------------------------------------------------------------------------


def test_a_report_is_answered_once_and_whole() -> None:
    """A report that was read, whole or in part, gives no verdict twice: no receipt is made of the
    rest.
    """
    read = tc.validate(json.dumps(message(storage("one"))).encode())
    list(read)
    begun = tc.validate(json.dumps(message(storage("one"))).encode())
    next(iter(begun))
    for report in (read, begun):
        with pytest.raises(tc.WrongUse, match=r"verdicts = list\(report\)"):
            tc.receipt(report, message_id=ID)


def test_no_verdict_is_no_acceptance() -> None:
    """Without a verdict on a message nothing is answered, and verdicts on codes are none."""
    with pytest.raises(tc.WrongUse, match="no verdicts"):
        tc.receipt([], message_id=ID)
    with pytest.raises(tc.WrongUse, match="verdicts on codes"):
        tc.receipt(tc.validate(["86902551000259"]), message_id=ID)
    assert tc.receipt([verdict("message", "valid")]).plain()["receipt_status"] == "not-checked"
