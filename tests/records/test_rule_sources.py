"""What a finding on a rule among elements cites: the document of the rule, not that of the record
it stands in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tracecode.publish.examples import full
from tracecode.records.judge import judge
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDARD = packaged()
LAW = ("中华人民共和国食品安全法 第五十条", "confirmed")
OURS = ("本项目约定", "project")


def findings(
    record: str, product: str, left_out: tuple[str, ...], put: Mapping[str, Any]
) -> dict[str, tuple[str, str]]:  # fmt: skip
    """The documents and evidence of the findings on a right record from which something is taken or
    put in.
    """
    data: dict[str, Any] = {**full(record_layout(STANDARD, record, product), STANDARD), **put}
    for id in left_out:
        data.pop(id, None)
    return {
        each.rule: (each.source or "", each.evidence or "")
        for each in judge(data, STANDARD).findings
    }


@pytest.mark.parametrize(
    ("record", "product", "left_out", "put", "rule", "said"),
    [
        ("food-purchase", "baijiu", ("batch_no", "production_date"), {}, "at_least_one", LAW),
        ("food-purchase", "baijiu", (), {"shelf_life": 12, "shelf_life_unit": "month"}, "exclusive", OURS),
        ("food-recall", "baijiu", ("batch_no", "trace_codes", "code_scheme"), {}, "at_least_one", OURS),
        ("food-recall", "baijiu", (), {"started_on": "2026-04-30"}, "order", OURS),
        ("slaughter-intake", "meat", (), {"dead_on_arrival_count": 999999}, "order", OURS),
        ("food-dispatch", "baijiu", (), {"amount": "1.00"}, "sum", OURS),
    ],
)  # fmt: skip
def test_the_document_is_the_rules_own(
    record: str, product: str, left_out: tuple[str, ...], put: Mapping[str, Any], rule: str,
    said: tuple[str, str]
) -> None:  # fmt: skip
    """What this project invented is never told of in the name of the law that the record cites."""
    found = findings(record, product, left_out, put)
    assert found[f"record.{rule}"] == said


def test_every_rule_of_a_record_type_has_a_document() -> None:
    """Where a rule names none, it is that of the core or item where the rule is written."""
    for layout in layouts(STANDARD):
        for rule in layout.rules:
            assert rule.source is not None
            assert rule.evidence is not None
    inherited = record_layout(STANDARD, "food-recall").rules
    assert {rule.source.ref for rule in inherited if rule.source} == {"project"}
