"""The library, the published JSON Schema, and the published XSD with its Schematron give one
verdict.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.conformance.agreement import Judges
from tracecode.publish.schema_limits import limits
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import packaged

pytestmark = pytest.mark.long

PAYLOADS = 50
"""Records of each type; the long run takes 2 000 (`script/conformance --payloads 2000`)."""


@cache
def _judges() -> Judges:
    return Judges(packaged())


@pytest.mark.parametrize("record", [layout.id for layout in layouts(packaged())])
def test_one_verdict(record: str) -> None:
    """Right records of a type, and records changed at one place, are judged alike by all three."""
    judges = _judges()
    assert list(judges.disputes(judges.layouts[record], PAYLOADS)) == []


def test_limits_are_known_by_name() -> None:
    """What was left out was left out under a name that the page of limits lists."""
    known = {f"{target} {limit.id}" for limit in limits() for target in limit.targets}
    assert set(_judges().limits) <= known
