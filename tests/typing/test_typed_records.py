"""What a type checker sees of records: read by mypy, and run as a test."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, assert_type

import tracecode as tc
from tracecode.models.groups import Licence
from tracecode.models.pesticide import Production, Subject


def fields_of(made: Production, subject: Subject) -> None:
    """Every element has its own type."""
    assert_type(made.record_type, Literal["production"])
    assert_type(made.product_item, Literal["pesticide"])
    assert_type(made.event_time, datetime)
    assert_type(made.production_date, date)
    assert_type(subject.longitude, Decimal | None)
    assert_type(subject.coordinate_system, Literal["wgs-84", "gcj-02"] | None)
    assert_type(subject.licences, list[Licence] | None)
    subject.uscc = 5  # type: ignore[assignment]
    subject.nothing = 5  # type: ignore[attr-defined]
    subject.coordinate_system = "mars"  # type: ignore[assignment]


def test_the_public_face_is_typed() -> None:
    """A record type of the public face gives a class of records."""
    record = tc.record_type("pesticide", "production")
    assert_type(record.model, type[tc.Record])
    assert record.model is Production
