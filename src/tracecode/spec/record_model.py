"""The meta-model of the second half of the standard: indicators, record types, products and interfaces.

Kept apart from `spec.model`, so that reading an encoding rule does not load it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from tracecode.spec.base import Definition, Spec
from tracecode.spec.model import Citation, Evidence, Identifies, Text
from tracecode.spec.numbers import Bound, Count
from tracecode.spec.texts import Chars, ElementId, Id, ProductId, RecordId, WordId


class NumberRange(Spec):
    """Bounds of a number, both included, as decimals in text."""

    min: Bound | None = None
    max: Bound | None = None


class IndicatorSpec(Definition):
    """A data element of the dictionary: a single value (`format`) or a group of them (`group`)."""

    id: ElementId
    """snake_case; the key in Python, JSON, XML, CSV, SQL and documents alike."""
    name: Text
    definition: Text
    format: str | None = None
    """GB/T 19488 manner: `an..50` text, `n6` digits, `n..9` whole number, `n..14,3` decimal, `YYYY-MM-DD`; see
    `docs/records.md` for all. Leave out with `group`."""
    group: str | None = None
    """Id of the group of which this element is an instance, for instance `party` of `supplier`."""
    unit: str | None = None
    """Unit of measurement of the value, for instance `kg`."""
    range: NumberRange | None = None
    """Bounds of a number. Without `min`, a number is not negative."""
    chars: Chars | None = None
    """Further limit on a text: named alphabet or character class."""
    codelist: str | None = None
    scheme: str | None = None
    identifies: tuple[Identifies, ...] = ()
    """The value is the id of an encoding rule and stands beside a code; the code may identify one of these."""
    privacy: Literal["personal", "trade-secret"] | None = None
    """`personal` values are masked in messages and findings; neither kind is shown to the public."""
    aliases: Mapping[str, tuple[str, ...]] | None = None
    """Names of the element in other systems' messages, by system."""
    source: Citation
    evidence: Evidence
    example: str | None = None
    """A right value as text; required with `format`."""


class Period(Spec):
    """Dates on which a condition holds, both ends included; at least one end."""

    since: date | None = None
    until: date | None = None


class IndicatorUse(Spec):
    """An indicator inside a record type or group."""

    use: str
    """Indicator id."""
    obligation: Literal["M", "C", "O"]
    """Mandatory, conditional (with `when`, or by a rule of the record), optional."""
    when: Mapping[str, tuple[str, ...] | Period] | None = None
    """With `C`: required when every named indicator has one of the listed values (`"*"`: any value at all), or its
    date lies in the period."""
    many: Count | None = None
    """Most occurrences, where the element may occur more than once."""
    source: Citation | None = None
    """Only where it differs from the record's."""
    evidence: Evidence | None = None
    """Of the obligation, where it differs from the record's. What is `unsure` cannot be mandatory."""


class SumRule(Spec):
    """The values of one element over all lines add up to the total."""

    lines: str
    """The repeated group."""
    of: str
    """Element of its lines."""
    total: str
    """Element beside the lines."""


class CodeRule(Spec):
    """A code keeps the encoding rule named beside it, in the edition of the date."""

    value: str
    """Element with the code."""
    scheme: str
    """Element with the id of the encoding rule."""
    lines: str | None = None
    """The repeated group in which `value` stands, where the encoding rule is named once, outside it."""
    on: str | None = None
    """Element with the production date, which chooses the edition."""
    identifies: tuple[Identifies, ...] = ()
    """What the code may identify, where it is not what `identifies` of the element `scheme` says."""
    other_goods: bool = False
    """True: the code is that of other goods than the record's, such as a material; so it need not be one that the
    item carries, and no other code of the record agrees with it."""


class RuleSpec(Spec):
    """One rule among the elements of a record or group; exactly one kind. Absent elements break only the first."""

    at_least_one: tuple[str, ...] = ()
    """One of these elements is present."""
    exclusive: tuple[str, ...] = ()
    """At most one of these elements is present."""
    order: tuple[str, ...] = ()
    """Dates, times or numbers do not decrease in this order."""
    equal: tuple[str, ...] = ()
    """These elements have the same value."""
    sum: SumRule | None = None
    code: CodeRule | None = None
    source: Citation | None = None
    """Only where it differs from the record's."""
    evidence: Evidence | None = None


class GroupSpec(Definition):
    """Elements that travel together, for instance the name, code and telephone of a party."""

    id: WordId
    name: Text
    definition: Text
    indicators: tuple[IndicatorUse, ...]
    rules: tuple[RuleSpec, ...] = ()
    source: Citation
    evidence: Evidence


class RecordSpec(Definition):
    """What every product shares in one kind of record: the common core."""

    id: RecordId
    name: Text
    stage: str | None = None
    """Value of the code list `stage`; leave out where a record belongs to none, such as a filing or a reply."""
    base: str | None = None
    """Another core, whose elements and rules come first."""
    abstract: bool = False
    """True: only a base of others, no record by itself."""
    indicators: tuple[IndicatorUse, ...] = ()
    rules: tuple[RuleSpec, ...] = ()
    source: Citation
    evidence: Evidence
    gaps: tuple[Text, ...] = ()
    """What the research could not find; printed in the documents."""


class ProductRecord(Spec):
    """A kind of record that a product has. With nothing of its own, the common core serves as it is."""

    id: RecordId
    core: str
    """Record id."""
    name: Text | None = None
    """Where it differs from the core's."""
    indicators: tuple[IndicatorUse, ...] = ()
    """What the product adds; a use of an element of the core replaces the core's."""
    rules: tuple[RuleSpec, ...] = ()
    source: Citation | None = None
    evidence: Evidence | None = None
    gaps: tuple[Text, ...] = ()

    @property
    def own(self) -> bool:
        """Whether it adds something to the core."""
        return bool(self.indicators or self.rules or self.id != self.core)


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


class ProductSpec(Definition):
    """One item of the catalogue."""

    id: ProductId
    number: str
    """Category digit and two digits in the order of the catalogue, for instance `401`; part of `tj-trace` codes."""
    category: str
    """Value of the code list `category`."""
    name: Text
    authorities: tuple[str, ...]
    """Responsible authorities under their names of 2017."""
    stages: tuple[str, ...]
    """Stages that the plan names for it, values of the code list `stage`; each needs a record."""
    codes: ProductCodes
    records: tuple[ProductRecord, ...] = ()
    source: Citation
    evidence: Evidence
    gaps: tuple[Text, ...] = ()


class InterfaceSpec(Definition):
    """An operation between enterprise, platform and public."""

    id: Id
    name: Text
    definition: Text
    method: Literal["get", "post"]
    path: str
    """Below the platform's address; `{name}` stands for an element of the dictionary."""
    query: tuple[IndicatorUse, ...] = ()
    """Parameters of the address."""
    caller: Literal["enterprise", "city-platform", "ministry-platform", "public"]
    responder: Literal["enterprise", "city-platform", "ministry-platform"]
    accepts: tuple[str, ...] = ()
    """Record ids that the request carries; `*`: every record of every product."""
    returns: tuple[str, ...] = ()
    """Record ids that the answer carries."""
    public: bool = False
    """True: the answer leaves out personal data and trade secrets."""
    reserved: bool = False
    """True: the place of a ministry's interface whose text was not found; nothing is promised beyond its name."""
    source: Citation
    evidence: Evidence
