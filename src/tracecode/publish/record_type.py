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

from tracecode.records.aliases import renamed
from tracecode.records.model import Record
from tracecode.records.models import model_of
from tracecode.standard.elements import Element, RecordLayout

if TYPE_CHECKING:
    from tracecode.publish.schema_validator import SchemaValidator
    from tracecode.standard.resolved import Resolved


class RecordType:
    """What is collected of an item at a stage, ready for use. Made by `tracecode.record_type`."""

    def __init__(self, layout: RecordLayout, standard: Resolved) -> None:
        self.layout, self._standard = layout, standard
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

    def renamed(self, data: Mapping[str, Any], system: str) -> dict[str, Any]:
        """Data in another system's names (`mofcom`, `nhsa` ...) under the names of the dictionary, ready to be judged.

        Raises:
            ValueError: two names of the data mean the same element.
        """
        return renamed(data, self.layout, system)

    def json_schema(self) -> dict[str, object]:
        """The published JSON Schema (2020-12)."""
        from tracecode.publish import json_schema

        return json_schema.schema(self.layout, self._standard)

    def schema_validator(self) -> SchemaValidator:
        """The published JSON Schema at work: what a program sees that has nothing else, in findings of this library.

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
