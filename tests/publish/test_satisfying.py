"""The rules among the elements of invented records are made to hold."""

from __future__ import annotations

from typing import Any

from tracecode.publish.examples import example, minimal
from tracecode.publish.satisfying import satisfy
from tracecode.standard.elements import Element
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged


def test_an_element_is_brought_in_line_with_its_rules() -> None:
    """`satisfy` supplies what a condition asks for and sorts what runs backwards."""
    standard = packaged()
    layout = record_layout(standard, "production", "pesticide")
    data = minimal(layout, standard)

    def supply(field: Element) -> Any:
        return [{}] if field.group is not None else example(field, standard)

    def leave(*_: object) -> None:
        """No code is touched here."""

    changed = data | {"production_date": "2027-01-01", "expiry_date": "2026-01-01"}
    kept = satisfy(changed, layout, supply, leave, leave)
    assert (kept["production_date"], kept["expiry_date"]) == ("2026-01-01", "2027-01-01")
    del changed["expiry_date"]
    kept = satisfy(changed, layout, supply, leave, leave)
    assert "tc_label_statement" in kept
    assert changed["production_date"] == "2027-01-01"
