"""What a receipt says of the findings for which it has no room."""

from __future__ import annotations

import tracecode as tc
from tests.checks.test_receipt import ID, told, verdict


def test_what_is_not_listed_is_counted_by_rule() -> None:
    """Of every rule those listed and those counted are all there are; where all are listed nothing
    is counted.
    """
    many = [
        verdict("record", "invalid", told("data.null"), told("data.bom", "info"))
        for _ in range(1500)
    ]
    reply = tc.receipt([verdict("message", "invalid", told("data.doctype")), *many], message_id=ID)
    assert [(each.rule_id, each.finding_count) for each in reply.unlisted_findings or ()] == [
        ("data.bom", 1500), ("data.null", 501),
    ]  # fmt: skip
    assert len(reply.findings or ()) == 1000
    assert [each.status for each in tc.validate(tc.dumps(reply, "xml"))] == ["valid"]
    assert tc.receipt(many[:10], message_id=ID).unlisted_findings is None
