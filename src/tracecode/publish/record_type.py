"""A record type: what it consists of, its typed class, its schemas.

>>> import tracecode as tc
>>> production = tc.record_type("pesticide", "production")
>>> production.model.__name__, production.name.zh
('Production', '农药·生产')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tracecode.arguments import refuse
from tracecode.errors import WrongUse
from tracecode.records.aliases import renamed
from tracecode.records.model import Record
from tracecode.records.models import model_of
from tracecode.standard.elements import Element, RecordLayout
from tracecode.standard.periods import Deadline, Retention, deadlines, retention

if TYPE_CHECKING:
    from datetime import date

    from tracecode.findings import Finding
    from tracecode.publish.schema_validator import SchemaValidator
    from tracecode.standard.resolved import Resolved


class RecordType:
    """What is collected of an item at a stage, ready for use. Made by `tracecode.record_type`."""

    def __init__(self, layout: RecordLayout, standard: Resolved, product: str | None) -> None:
        self.layout, self._standard, self._product = layout, standard, product
        self.id, self.name = layout.id, layout.name

    def __repr__(self) -> str:
        return f"RecordType({self.id!r})"

    @property
    def indicators(self) -> tuple[Element, ...]:
        """The elements, in their order, with obligation, format and value domain."""
        return self.layout.elements

    @cached_property
    def model(self) -> type[Record]:
        """The typed class: a pydantic model."""
        model = model_of(self.layout, self._standard)
        assert issubclass(model, Record)
        return model

    @property
    def retention(self) -> tuple[Retention, ...]:
        """How long laws ask such a record to be kept, article by article; the longest counts.
        Empty: none is known.
        """
        return retention(self._standard, self.layout.record, self._product)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Within what time laws ask such a record to be reported, article by article. Empty: none
        is known.
        """
        return deadlines(self._standard, self.layout.record, self._product)

    def kept_until(self, record: Record) -> date | None:
        """The day until which a record must be kept; None if no law is known, or the record lacks
        the date.

        >>> import tracecode as tc
        >>> sale = tc.record_type("pesticide", "factory-sale")
        >>> sale.retention[0].rules[0].months, sale.retention[0].source.clause
        (24, '第二十一条')
        """
        from tracecode.records import periods

        return periods.kept_until(self._standard, self._own(record))

    def check_times(
        self, record: Record, *, received: date | None = None, deleted: date | None = None
    ) -> tuple[Finding, ...]:
        """Whether a record was reported in time and kept long enough, for platforms that know when
        it came and went.

        Args:
            record: one of this type.
            received: the day, or the moment with its offset, at which it was reported; None: not
                asked.
            deleted: likewise, at which it was deleted.

        Returns:
            `record.reported_late`, `record.kept_too_short`; `record.no_period`: not judged.

        Raises:
            ValueError: a moment has no offset.
            WrongUse: the record is of another type.
        """
        from tracecode.records import periods

        return tuple(periods.check_times(self._standard, self._own(record), received, deleted))

    def _own(self, record: Record) -> dict[str, Any]:
        """A record of this type, as plain data."""
        refuse(RecordType.kept_until, record=record)
        data = record.plain()
        if data.get("record_type") != self.layout.record or self._product not in (
            None,
            data.get("product_item"),
        ):
            wanted, given = self.id, f"{data.get('product_item')}/{data.get('record_type')}"
            raise WrongUse(
                f"this is no record of {wanted}, but of {given}",
                f"不是 {wanted} 的记录，而是 {given} 的",
            )
        return data

    def renamed(self, data: Mapping[str, Any], system: str) -> dict[str, Any]:
        """Data in another system's names (`mofcom`, `nhsa` ...) under the names of the dictionary,
        ready to be judged.

        Raises:
            ValueError: two names of the data mean the same element.
        """
        return renamed(data, self.layout, system)

    def json_schema(self) -> dict[str, object]:
        """The published JSON Schema (2020-12)."""
        from tracecode.publish import json_schema

        return json_schema.schema(self.layout, self._standard)

    def schema_validator(self) -> SchemaValidator:
        """The published JSON Schema at work: what a program sees that has nothing else, in findings
        of this library.

        It needs the extra `schema`.

        Raises:
            MissingExtra: jsonschema is not installed.
        """
        from tracecode.publish.schema_validator import schema_validator

        return schema_validator(self._standard, self.layout)

    def xsd(self) -> str:
        """The published XML schema (XSD 1.0)."""
        from tracecode.publish import xsd

        return xsd.schema(self._standard, self.layout)
