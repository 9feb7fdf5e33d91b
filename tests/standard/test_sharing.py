"""Who may have a value: what is open in the records of an item is in its answer to the public, and
nothing withheld.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import tracecode as tc
from tests.folders import alone, write
from tests.lint.test_files import COMPLETE
from tracecode.lint.files import lint
from tracecode.standard.record_layout import items_in_order, record_layout
from tracecode.standard.resolved import packaged

STANDARD = packaged()
ITEMS = items_in_order(STANDARD)


def test_every_item_has_an_answer_of_its_own() -> None:
    """All 34 items of the catalogue are answered for, each by what is open in its records."""
    types = {item: record_layout(STANDARD, "public-answer", item) for item in ITEMS}
    assert [layout.product for layout in types.values()] == list(ITEMS)
    assert len(types) == 34
    assert "alcohol_by_volume" in [element.id for element in types["baijiu"].elements]
    assert "next_inspection_month" in [element.id for element in types["elevator"].elements]
    assert "cas_no" in [element.id for element in types["toxic-chemical"].elements]


@pytest.mark.parametrize("item", ITEMS)
def test_the_answer_is_what_is_open(item: str) -> None:
    """Every single open element of the item's records is in the answer, as an optional one; nothing
    withheld is.
    """
    answer = record_layout(STANDARD, "public-answer", item)
    assert {element.sharing for _, element in answer.walk()} <= {"open", "conditional"}
    of_codes = {"approval_no", "trace_code", "code_scheme"}
    for record in STANDARD.product(item).records:
        for element in record_layout(STANDARD, record.id, item).elements:
            if element.sharing == "open" and element.group is None and element.id not in of_codes:
                assert answer.element(element.id), (record.id, element.id)
    declared = {use.use for use in STANDARD.record("public-answer").indicators}
    own = next(one for one in STANDARD.product(item).records if one.id == "public-answer")
    declared |= {use.use for use in own.indicators}
    for element in answer.elements:
        assert element.id in declared or (
            element.sharing == "open" and element.use.obligation == "O"
        ), element.id


def test_marks() -> None:
    """Personal elements and trade secrets are withheld, others shared on conditions, unless they
    say otherwise.
    """
    recall = record_layout(STANDARD, "recall")
    assert recall.element("recall_no").sharing == "open"
    assert recall.element("remark").sharing == "conditional"
    assert recall.element("operator_name").sharing == "withheld"
    schema = tc.record_type(None, "recall").json_schema()["properties"]
    assert isinstance(schema, dict)
    marks = [schema[id].get("x-sharing") for id in ("recall_no", "remark", "operator_name")]
    assert marks == ["open", None, "withheld"]


def test_a_record_of_its_own_standard(tmp_path: Path) -> None:
    """Lint refuses an element that is personal and open, and one that is withheld in an open
    record.
    """
    elements, core = (
        next(path for path in COMPLETE if path.startswith("indicators/")),
        "records/production.yaml",
    )
    marked = COMPLETE[elements].replace("privacy: personal", "privacy: personal\n  sharing: open")
    for number, changed in enumerate(({elements: marked}, {core: COMPLETE[core] + "open: true\n"})):
        files = {**COMPLETE, **changed}
        found = [finding.rule for finding in lint(alone(write(tmp_path / str(number), files)))]
        assert "spec.sharing" in found
    assert lint(alone(write(tmp_path / "right", COMPLETE))) == []
