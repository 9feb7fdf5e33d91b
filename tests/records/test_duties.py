"""Duties of the plan: what every item can report, and what such records refuse."""

from __future__ import annotations

from typing import Any

import pytest

from tracecode.publish.examples import full
from tracecode.records.judge import judge
from tracecode.standard.record_layout import (
    find_layout,
    items_in_order,
    items_of,
    layouts,
    record_layout,
)
from tracecode.standard.resolved import packaged

EVERY_ITEM = (
    "complaint", "emergency-report", "impact-assessment", "public-answer", "online-order",
    "logistics-handover", "export", "supervision-check", "spot-check", "correction-report",
    "trace-evaluation", "integrity-event", "blacklist-entry", "early-warning",
    "system-certification", "platform-registration", "online-platform", "online-shop",
    "data-resource",
)  # fmt: skip


@pytest.mark.parametrize("record", EVERY_ITEM)
def test_a_duty_of_every_item_is_one_type(record: str) -> None:
    """It holds for each item of the catalogue, and items do not multiply it but where they add
    something.
    """
    standard = packaged()
    assert all(find_layout(standard, record, item) is not None for item in items_in_order(standard))
    if record != "public-answer":  # farm inputs and drugs answer with more
        assert [layout.id for layout in layouts(standard) if layout.record == record] == [
            record.replace("-", "_")
        ]
        assert items_of(standard, record_layout(standard, record)) == items_in_order(standard)


def test_oversight_names_an_authority_and_needs_no_item() -> None:
    """An act of oversight is of an authority with its code; the item may be left out, since it is
    of the party.
    """
    record = _record("blacklist-entry")
    del record["product_item"]
    assert _errors(record) == []
    record["authority_code"] = record["authority_code"][:-1] + "0"
    assert [rule for rule, _ in _errors(record)] == ["code.check_character"]


@pytest.mark.parametrize(
    ("record", "changed", "path"),
    [
        ("spot-check", {"objects_drawn_on": "2026-03-11"}, "checked_on"),
        ("spot-check", {"objects_drawn_count": 1241}, "object_pool_count"),
        ("integrity-event", {"effective_to": "2025-02-28"}, "effective_to"),
        ("early-warning", {"period_to": "2026-01-31"}, "period_to"),
        ("trace-evaluation", {"records_accepted_count": 473}, "records_sent_count"),
        ("emergency-report", {"injured_count": 3}, "affected_count"),
        ("impact-assessment", {"sold_quantity": "1499"}, "sold_quantity"),
        ("impact-assessment", {"held_quantity": "2001"}, "made_quantity"),
        ("impact-assessment", {"parties_reached": 13}, "parties_to_reach"),
        ("filing-review", {"reviewed_on": "2026-01-11"}, "reviewed_on"),
        ("cross-border-inventory", {"parcel_net_kg": "2.5"}, "parcel_gross_kg"),
    ],
)
def test_what_contradicts_itself_is_refused(
    record: str, changed: dict[str, Any], path: str
) -> None:
    """Dates in the wrong order, parts larger than the whole, regions that do not add up."""
    right = _record(record)
    assert _errors(right) == []
    wrong = _errors(right | changed)
    assert wrong
    assert {rule for rule, _ in wrong} <= {"record.order", "record.sum"}
    assert path in str(wrong)


@pytest.mark.parametrize(
    ("record", "changed", "missing"),
    [
        ("spot-check", {"check_result": "correction-ordered"}, "correction_due_on"),
        ("supervision-check", {"check_kind": "recheck"}, "previous_check_no"),
        ("blacklist-entry", {"blacklist_action": "removed"}, "removal_reason"),
        ("filing-review", {"review_result": "returned"}, "review_opinion"),
        ("online-order", {"delivery_mode": "self-pickup"}, "pickup_point"),
        ("logistics-handover", {"handover_state": "short"}, "missing_package_count"),
        (
            "destruction-inventory",
            {"destruction_ground": "spoilt-or-expired"},
            "destruction_plan_no",
        ),
        ("vehicle-plate", {"plate_change": "new-plate"}, "previous_vehicle_no"),
        ("data-resource", {"resource_sharing": "not-shared"}, "sharing_condition"),
        ("cross-border-inventory", {"trade_mode": "1210"}, "account_book_no"),
    ],
)
def test_what_follows_from_a_result_is_asked_for(
    record: str, changed: dict[str, Any], missing: str
) -> None:
    """An order to correct has a day, a refusal a reason, a shortage a count."""
    right = _record(record) | changed
    assert _errors(right) == []
    del right[missing]
    assert _errors(right) == [("record.required_when", missing)]


def _record(record: str) -> dict[str, Any]:
    return full(record_layout(packaged(), record), packaged())


def _errors(data: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [
        (one.rule, one.path) for one in judge(data, packaged()).findings if one.severity == "error"
    ]
