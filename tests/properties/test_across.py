"""Whatever is wrong with records, the engine finds of each rule what a plain reading of its rows
finds.
"""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest

import tracecode as tc
from tests.relations.planted import planted
from tests.relations.reference import Rows
from tracecode.standard.resolved import packaged

ODD: tuple[Any, ...] = (
    None,
    7,
    True,
    "",
    "B1",
    "kg",
    "box",
    "2026-03-01",
    "2026-13-01",
    ["x"],
    {},
    "0.1",
    "-3",
    "K1",
)


def mutated(seed: int) -> list[dict[str, Any]]:
    """Records in which values stand that belong elsewhere, or nowhere."""
    random = Random(seed)
    records = [copy.deepcopy(record) for record, _ in planted(40, every=2)]
    for record in records:
        if random.random() < 0.5:
            inner = [one for lines in record.values() if isinstance(lines, list) for one in lines]
            place = random.choice([record, *(one for one in inner if isinstance(one, dict))])
            key = random.choice(
                [key for key in place if key not in ("record_type", "product_item")]
            )
            place[key] = random.choice((*ODD, random.choice(records).get(key)))
    return records


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_the_engine_agrees_with_the_reference(seed: int) -> None:
    """Both find the same records by the same rules, and leave the same unjudged."""
    records = mutated(seed)
    rows = Rows(packaged(), records)
    rules = [packaged().rule(id) for id in packaged().ids("rule")]
    wanted = {(rule.id, number, judged) for rule in rules for number, judged in rows.found(rule)}
    found = [one for one in tc.across(records) if one.place is not None]
    assert {
        (one.rule, one.place.line, not one.finding.unchecked)
        for one in found
        if one.place is not None
    } == wanted
    assert len(wanted) > 10
