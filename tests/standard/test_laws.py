"""What the laws ask of a record, and what they do not ask, stands so in the standard."""

from __future__ import annotations

import pytest

from tracecode.codes.registry import registry
from tracecode.publish.examples import full, minimal
from tracecode.records.judge import judge
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

LEVELLED = (
    ("food-recall", "dairy"),
    ("food-recall", "imported-liquor"),
    ("recall", "drug-preparation"),
)
UNLEVELLED = (
    ("recall", "pesticide"),
    ("recall", "elevator"),
    ("recall", "fireworks"),
    ("recall", "imported-vehicle"),
)


@pytest.mark.parametrize(("record", "product"), [*LEVELLED, *UNLEVELLED])
def test_levels_of_recalls_are_asked_for_where_there_are_any(record: str, product: str) -> None:
    """Food and drugs are recalled by levels; no law on other goods knows any, so none can be asked
    for.
    """
    data = minimal(record_layout(packaged(), record, product), packaged())
    data.pop("recall_level", None)
    errors = [(f.rule, f.path) for f in judge(data, packaged()).findings if f.severity == "error"]
    assert errors == ([("record.missing", "recall_level")] if (record, product) in LEVELLED else [])


def test_a_class_of_goods_is_a_level_and_no_code() -> None:
    """Level 4 stands in records; a code of the project never has it."""
    data = full(record_layout(packaged(), "harvest", "aquatic"), packaged()) | {"unit_level": "4"}
    assert [f.text("en") for f in judge(data, packaged()).findings if f.path == "unit_level"] == []
    assert not registry(packaged())["tj-trace"].is_valid("TJ1403491120116000000019T2603127K2M9QX4R")
