"""What a record consists of: its elements and rules, gathered from the core, its bases and the product.

Everything that is made of a record type (models, schemas, tables, documents, samples) is made of a `Layout`, so that
they cannot differ.

>>> from tracecode.spec.catalog import load_catalog
>>> layout = record_layout(load_catalog(), "recall")
>>> layout.field("recall_no").required
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, get_args

from tracecode.errors import SpecError, UnknownId
from tracecode.findings import Finding
from tracecode.spec.formats import Format
from tracecode.spec.model import Citation, CodeListSpec, Evidence, Identifies, Text
from tracecode.spec.record_model import IndicatorSpec, IndicatorUse, ProductRecord, RecordSpec, RuleSpec
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog


class Field(Value):
    """An element of a record or group."""

    id: str
    spec: IndicatorSpec
    use: IndicatorUse
    format: Format | None = None
    """Of a single value."""
    group: Group | None = None
    """The elements inside, of a group."""
    codelist: CodeListSpec | None = None
    constant: str | None = None
    """The only value: the kind of record, and the item, of a record type made for one item."""
    identifies: tuple[Identifies, ...] = ()
    """Of an element with the id of an encoding rule: what the codes beside it may identify."""
    source: Citation
    """Of the obligation."""
    evidence: Evidence
    """Of the obligation."""

    @property
    def name(self) -> Text:
        """What the element is called."""
        return self.spec.name

    @property
    def personal(self) -> bool:
        """Whether its value concerns a natural person: no message, finding or other text shows it."""
        return self.spec.privacy == "personal"

    @property
    def required(self) -> bool:
        """Whether it is always mandatory."""
        return self.use.obligation == "M"

    @property
    def many(self) -> int | None:
        """Most occurrences, of a repeated element."""
        return self.use.many

    @property
    def values(self) -> tuple[str, ...] | None:
        """The only right values: those of a strict code list, or the constant."""
        if self.constant is not None:
            return (self.constant,)
        if self.codelist is None or not self.codelist.strict:
            return None
        return tuple(entry.code for entry in self.codelist.entries)


class Group(Value):
    """Elements with rules among them."""

    id: str
    name: Text
    definition: Text
    fields: tuple[Field, ...]
    rules: tuple[RuleSpec, ...]
    source: Citation
    evidence: Evidence

    def field(self, id: str) -> Field:
        """The element of that id.

        Raises:
            UnknownId: there is none.
        """
        for field in self.fields:
            if field.id == id:
                return field
        raise UnknownId(f"element of {self.id}", id, [field.id for field in self.fields])

    def walk(self, prefix: str = "") -> Iterator[tuple[str, Field]]:
        """Every element at any depth with its path (`supplier.party_name`), parents first."""
        for field in self.fields:
            yield prefix + field.id, field
            if field.group is not None:
                yield from field.group.walk(f"{prefix}{field.id}.")


class Layout(Group):
    """A record type: what is collected at a stage, of one item or of all."""

    record: str
    """Kind of record, for instance `production`; the value of `record_type`."""
    product: str | None
    """The item it is made for; None: the common record of all items that add nothing to it."""
    stage: str | None
    gaps: tuple[Text, ...] = ()

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """The names of the fields, also of the group."""
        return (*Group.__annotations__, *cls.__annotations__)


class Title(NamedTuple):
    """What a record type is called."""

    id: str
    name: Text
    record: str
    product: str | None
    """As of a `Layout`."""


def type_id(product: str | None, record: str) -> str:
    """The id of a record type, as in file names and XML: `pesticide_production`, or `recall` for all items."""
    return "_".join(part.replace("-", "_") for part in (product, record) if part)


def record_layout(catalog: Catalog, record: str, product: str | None = None) -> Layout:
    """The layout of a record of an item. An item that adds nothing to the core has the common one.

    Raises:
        UnknownId: there is no such item, or it has no such record.
    """
    found = find_layout(catalog, record, product)
    if found is None:
        of = "record" if product is None or record not in _listed(catalog) else f"record of {product}"
        raise UnknownId(of, record, records_beside(catalog, record, product))
    return found


def find_layout(catalog: Catalog, record: str, product: str | None = None) -> Layout | None:
    """The same; None where the item has no such record, or no item has.

    Raises:
        UnknownId: there is no such item.
    """
    layouts: dict[tuple[str | None, str], Layout] = catalog.__dict__.setdefault("_layouts", {})
    own = None
    if product is not None:
        found = [one for one in catalog.product(product).records if one.id == record]
        if not found and record in _listed(catalog):
            return None
        own = found[0] if found and found[0].own else None
    if own is None and record not in common_records(catalog):
        return None
    key = (product if own else None, record)
    if key not in layouts:
        layouts[key] = _layout(catalog, record, product, own)
    return layouts[key]


def records_beside(catalog: Catalog, record: str, product: str | None) -> tuple[str, ...]:
    """The kinds of records that there are, where there is none of a name: of an item, or of all."""
    if product is not None and record in _listed(catalog):
        return tuple(one.id for one in catalog.product(product).records)
    return tuple(sorted(common_records(catalog)))


def _listed(catalog: Catalog) -> frozenset[str]:
    """The kinds of records that some item lists."""
    known: frozenset[str] | None = catalog.__dict__.get("_records")
    if known is None:
        listed = (one.id for id in catalog.ids("product") for one in catalog.product(id).records)
        known = catalog.__dict__["_records"] = frozenset(listed)
    return known


def layouts(catalog: Catalog) -> Iterator[Layout]:
    """Every record type: the common ones, then those of each item in the order of the catalogue.

    Raises:
        SpecError: two have one id, so that one would be written over the other.
    """
    for title in titles(catalog):
        yield record_layout(catalog, title.record, title.product)


def titles(catalog: Catalog) -> Iterator[Title]:
    """What each record type is called, in the order of `layouts`; their elements are not looked at.

    Raises:
        SpecError: as `layouts`.
    """
    ids: dict[str, Title] = {}
    for title in _titles(catalog):
        first = ids.setdefault(title.id, title)
        if (first.product, first.record) != (title.product, title.record):
            values = {"found": _said(title), "first": _said(first), "name": title.id}
            raise SpecError([Finding(rule="spec.name_clash", severity="error", values=values, path=catalog.name)])
        yield title


def layout_named(catalog: Catalog, id: str) -> Layout | None:
    """The record type of an id, made without any other; None if there is none.

    Args:
        catalog: the specifications. Of two types of one id, which `layouts` refuses, one is given.
        id: as `type_id` makes it; also foreign text.
    """
    if "-" in id:
        return None
    heads = _heads(catalog)
    for head in heads if id.startswith(tuple(heads)) else ():
        record = id.removeprefix(head).replace("_", "-")
        if id.startswith(head) and any(one.own and one.id == record for one in catalog.product(heads[head]).records):
            return record_layout(catalog, record, heads[head])
    record = id.replace("_", "-")
    return record_layout(catalog, record) if record in common_records(catalog) else None


def _heads(catalog: Catalog) -> dict[str, str]:
    """The items by how the ids of their own record types begin."""
    heads: dict[str, str] | None = catalog.__dict__.get("_heads")
    if heads is None:
        heads = catalog.__dict__["_heads"] = {f"{type_id(id, '')}_": id for id in catalog.ids("product")}
    return heads


def _titles(catalog: Catalog) -> Iterator[Title]:
    for id in sorted(common_records(catalog)):
        yield Title(type_id(None, id), _name(catalog, None, catalog.record(id), None), id, None)
    for product in sorted(map(catalog.product, catalog.ids("product")), key=lambda product: product.number):
        for one in product.records:
            if one.own:
                name = _name(catalog, product.id, catalog.record(one.core), one)
                yield Title(type_id(product.id, one.id), name, one.id, product.id)


def _said(title: Title) -> str:
    return "/".join(part for part in (title.product, title.record) if part)


def _name(catalog: Catalog, product: str | None, core: RecordSpec, own: ProductRecord | None) -> Text:
    if product is None or own is None:
        return core.name
    about, kind = catalog.product(product).name, own.name or core.name
    return Text(zh=f"{about.zh}·{kind.zh}", en=f"{about.en}: {kind.en}")


def common_records(catalog: Catalog) -> frozenset[str]:
    """The cores that are record types by themselves: some item uses them as they are, or none builds on them."""
    known: frozenset[str] | None = catalog.__dict__.get("_common")
    if known is None:
        listed = [one for id in catalog.ids("product") for one in catalog.product(id).records]
        built_on = {one.core for one in listed if one.own} - {one.id for one in listed if not one.own}
        bases = {base.id for id in catalog.ids("record") for base in chain(catalog, id)[:-1]}
        free = {id for id in catalog.ids("record") if not catalog.record(id).abstract} - built_on
        known = frozenset(free - {id for id in bases - {one.id for one in listed} if catalog.record(id).stage})
        catalog.__dict__["_common"] = known
    return known


def group_layout(catalog: Catalog, id: str, above: tuple[str, ...] = ()) -> Group:
    """A group with its elements.

    Args:
        catalog: the specifications.
        id: of the group.
        above: the groups in which it stands.

    Raises:
        SpecError: it contains itself.
    """
    groups: dict[str, Group] = catalog.__dict__.setdefault("_groups", {})
    if id not in groups:
        if id in above:
            values = {"reason_zh": f"组 {id} 不能包含自身", "reason_en": f"the group {id} cannot contain itself"}
            raise SpecError([Finding(rule="spec.layout", severity="error", values=values, path=catalog.name)])
        spec = catalog.group(id)
        inside = (*above, id)
        uses = (_field(catalog, use, spec.source, spec.evidence, inside) for use in spec.indicators)
        fields = tuple(_paired(field, spec.rules) for field in uses)
        groups[id] = Group(
            id=id, name=spec.name, definition=spec.definition, fields=fields, rules=spec.rules,
            source=spec.source, evidence=spec.evidence,
        )  # fmt: skip
    return groups[id]


def core_layout(catalog: Catalog, record: str) -> Layout:
    """The layout of a core by itself, also of one that no item uses as it is."""
    return _layout(catalog, record, None, None)


def chain(catalog: Catalog, record: str) -> list[RecordSpec]:
    """A core and its bases, the most general first.

    Raises:
        ValueError: cores are each other's base.
    """
    specs = [catalog.record(record)]
    while (base := specs[0].base) is not None:
        if base in [spec.id for spec in specs]:
            raise ValueError(f"the core {base} is a base of itself")
        specs.insert(0, catalog.record(base))
    return specs


def _layout(catalog: Catalog, record: str, product: str | None, own: ProductRecord | None) -> Layout:
    specs = chain(catalog, own.core if own else record)
    core = specs[-1]
    fields: dict[str, Field] = {}
    for spec in specs:
        for use in spec.indicators:
            fields[use.use] = _field(catalog, use, spec.source, spec.evidence)
    rules = [rule for spec in specs for rule in spec.rules]
    source, evidence, gaps = core.source, core.evidence, core.gaps
    name = _name(catalog, product, core, own)
    if own is not None:
        source, evidence = own.source or source, own.evidence or evidence
        gaps = (*gaps, *own.gaps)
        for use in own.indicators:
            fields[use.use] = _field(catalog, use, source, evidence)
        rules += own.rules
    constants = {"record_type": record, "product_item": product if own else None}
    for id, constant in constants.items():
        if constant is not None and id in fields:
            fields[id] = fields[id].replace(constant=constant)
    return Layout(
        id=type_id(product if own else None, record), name=name, definition=name,
        fields=tuple(_paired(field, rules) for field in fields.values()),
        rules=tuple(rules), source=source, evidence=evidence, record=record, product=product if own else None,
        stage=core.stage, gaps=gaps,
    )  # fmt: skip


def _paired(field: Field, rules: Iterable[RuleSpec]) -> Field:
    """An element; one that names an encoding rule with what all codes beside it may identify.

    Where nothing is said of that, which lint refuses, they may identify anything.
    """
    codes = [rule.code for rule in rules if rule.code is not None and rule.code.scheme == field.id]
    if not codes and not field.spec.identifies:
        return field
    own = field.spec.identifies or get_args(Identifies)
    said = [code.identifies or own for code in codes] or [own]
    return field.replace(identifies=tuple(kind for kind in said[0] if all(kind in kinds for kinds in said)))


def _field(
    catalog: Catalog, use: IndicatorUse, source: Citation, evidence: Evidence, above: tuple[str, ...] = ()
) -> Field:
    spec = catalog.indicator(use.use)
    return Field(
        id=use.use, spec=spec, use=use,
        format=None if spec.format is None else Format.read(spec.format),
        group=None if spec.group is None else group_layout(catalog, spec.group, above),
        codelist=None if spec.codelist is None else catalog.codelist(spec.codelist),
        source=use.source or source, evidence=use.evidence or evidence,
    )  # fmt: skip
