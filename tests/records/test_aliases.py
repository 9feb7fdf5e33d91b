"""Data in another system's names."""

from __future__ import annotations

import pytest

import tracecode as tc
from tracecode.records.aliases import renamed, systems
from tracecode.records.judge import judge
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

INTAKE = record_layout(packaged(), "slaughter-intake")
MESSAGE = {
    "butcher_fac_id": "120104001", "butcher_fac_name": "示例屠宰厂（虚构）",
    "in_date": "2026-03-12", "quarantine_id": "1212345678", "quarantine_num": "40", "dead_num": "1",
    "transporter_id": "津A12345", "seller": {"name": "示例养殖场（虚构）", "id": "1201040010023"},
}  # fmt: skip
"""An invented intake in the names of the commerce ministry."""


def test_a_ministrys_message_becomes_a_record() -> None:
    """With the ministry's names replaced and what it does not send added, the record is right."""
    added = {
        "product_item": "meat", "record_id": "0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01",
        "event_time": "2026-03-12T06:30:00+08:00", "party_name": "示例屠宰厂（虚构）",
        "uscc": "91350100M000100Y43",
    }  # fmt: skip
    data = renamed(MESSAGE | added, INTAKE, "mofcom")
    assert data["node_code"] == "120104001"
    assert (data["certified_count"], data["dead_on_arrival_count"]) == (40, 1)
    assert data["seller"] == {"party_name": "示例养殖场（虚构）", "operator_code": "1201040010023"}
    assert data["record_type"] == "slaughter-intake"
    # of later laws
    lawful = {
        "seller": data["seller"] | {"address": "天津市静海区", "contact_phone": "022-00000000"}
    }
    judged = judge(data | lawful | {"farm_name": "示例养殖场（虚构）"}, packaged())
    assert [finding.line_text() for finding in judged.findings if finding.severity == "error"] == []
    assert (
        tc.record_type("meat", "slaughter-intake").renamed(MESSAGE, "mofcom")["vehicle_no"]
        == "津A12345"
    )


def test_what_has_no_alias_is_kept() -> None:
    """A name that the dictionary does not know stays, so that the judgement speaks of it."""
    assert renamed({"strange": "1"}, INTAKE, "mofcom")["strange"] == "1"
    assert renamed({"in_date": "2026-03-12"}, INTAKE, "nobody")["in_date"] == "2026-03-12"


def test_two_names_of_one_element() -> None:
    """Nothing is lost in silence where two names mean the same."""
    with pytest.raises(ValueError, match="both mean 'intake_date'"):
        renamed({"in_date": "2026-03-12", "intake_date": "2026-03-13"}, INTAKE, "mofcom")


def test_no_system_names_two_elements_of_a_record_alike() -> None:
    """In no record type does a system's name mean two elements that stand beside each other."""
    from tracecode.standard.record_layout import layouts

    for layout in layouts(packaged()):
        for system in systems(layout):
            names = [
                alias
                for field in layout.elements
                for alias in (field.spec.aliases or {}).get(system, ())
            ]
            assert len(names) == len(set(names)), (layout.id, system)
