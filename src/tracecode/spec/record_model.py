"""The meta-model of the second half of the standard: indicators, record types, products and interfaces.

Kept apart from `spec.model`, so that reading an encoding rule does not load it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tracecode.spec.base import Spec
from tracecode.spec.model import Citation, Evidence, Text


class IndicatorSpec(Spec):
    """A data element of the dictionary."""

    id: str
    """snake_case; the key in Python, JSON, XML, CSV, SQL and documents alike."""
    name: Text
    definition: Text
    format: str
    """GB/T 19488 manner: `an..50`, `n6`, `n..14,3`, `YYYY-MM-DD`."""
    unit: str | None = None
    codelist: str | None = None
    scheme: str | None = None
    privacy: Literal["personal"] | None = None
    aliases: Mapping[str, str] | None = None
    """Name of the element in another system's messages, by system."""
    source: Citation
    evidence: Evidence
    example: str


class IndicatorUse(Spec):
    """An indicator inside a record type."""

    use: str
    """Indicator id."""
    obligation: Literal["M", "C", "O"]
    when: Mapping[str, tuple[str, ...]] | None = None
    """With `C`: required when one of the listed values stands in the named indicator."""


class RecordSpec(Spec):
    """What every product shares at a stage."""

    id: str
    """Stage id."""
    name: Text
    indicators: tuple[IndicatorUse, ...]
    source: Citation
    evidence: Evidence


class ProductRecord(Spec):
    """What one product adds to a stage."""

    id: str
    core: str
    """Record id."""
    indicators: tuple[IndicatorUse, ...] = ()


class ProductCodes(Spec):
    """The schemes a product carries, by role."""

    unit: tuple[str, ...] = ()
    batch: tuple[str, ...] = ()
    package: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    licence: tuple[str, ...] = ()
    certificate: tuple[str, ...] = ()
    label: tuple[str, ...] = ()

    @property
    def all(self) -> frozenset[str]:
        """The schemes of every role."""
        return frozenset(id for role in self.field_names() for id in getattr(self, role))


class ProductSpec(Spec):
    """One item of the catalogue."""

    id: str
    number: str
    """Category digit and two digits in the order of the catalogue, for instance `401`; part of `tj-trace` codes."""
    category: str
    """Value of the code list `category`."""
    name: Text
    authorities: tuple[str, ...]
    """Responsible authorities under their names of 2017."""
    codes: ProductCodes
    records: tuple[ProductRecord, ...] = ()
    source: Citation
    evidence: Evidence
    gaps: tuple[Text, ...] = ()


class InterfaceSpec(Spec):
    """An operation between enterprise, platform and public."""

    id: str
    name: Text
    caller: Literal["enterprise", "city-platform", "ministry-platform", "public"]
    responder: Literal["enterprise", "city-platform", "ministry-platform"]
    accepts: tuple[str, ...]
    """Record ids that the request carries."""
    returns: tuple[str, ...] = ()
    """Record ids that the answer carries."""
    source: Citation
    evidence: Evidence
