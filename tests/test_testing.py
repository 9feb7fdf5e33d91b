"""The invented records that users test their own software with."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given

from tests.cases import thinned
from tracecode.errors import UnknownId
from tracecode.findings import has_errors
from tracecode.records.judge import judge
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.testing import NoPayload, payload, records

CATALOG = packaged()


@pytest.mark.slow
@given(data=records("pesticide", "production"))
def test_strategy(data: dict[str, Any]) -> None:
    """A strategy makes right records of the type and item that were asked for."""
    assert (data["record_type"], data["product_item"]) == ("production", "pesticide")
    assert not has_errors(judge(data, packaged()).findings)


@pytest.mark.slow
@given(data=records("dairy", "storage"))
def test_strategy_of_a_common_record(data: dict[str, Any]) -> None:
    """An item that adds nothing to a record has its own records all the same."""
    assert data["product_item"] == "dairy"


def test_unknown_record_type() -> None:
    """A record type that does not exist is refused at once."""
    with pytest.raises(UnknownId):
        records("pesticide", "no-such")


@pytest.mark.parametrize("id", thinned([layout.id for layout in layouts(CATALOG)], 5))
def test_least_and_most(id: str) -> None:
    """Of every record type there is a right record with the least, and one with all that its rules
    allow.
    """
    layout = next(one for one in layouts(CATALOG) if one.id == id)
    least, most = (payload(layout, Random(1), fill=fill) for fill in (0.0, 1.0))
    assert len(least) <= len(most)
    assert {field.id for field in layout.elements if field.required} <= set(least)


def test_same_seed_same_record() -> None:
    """A generator with the same seed makes the same record."""
    layout = record_layout(CATALOG, "recall")
    assert payload(layout, Random(7)) == payload(layout, Random(7))


def test_impossible_record_type() -> None:
    """Where rules contradict each other, it is said, and not answered with a wrong record."""
    layout = record_layout(CATALOG, "recall")
    with pytest.raises(NoPayload, match="no right recall could be made: record_id"):
        payload(layout, Random(1), given={"record_id": "no uuid"})
