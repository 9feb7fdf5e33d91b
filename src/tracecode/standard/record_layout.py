"""What a record consists of: its elements and rules, gathered from the core, its bases and the
product.

Everything that is made of a record type (models, schemas, tables, documents, samples) is made of a
`RecordLayout`, so that they cannot differ.

>>> from tracecode.standard.resolved import packaged
>>> layout = record_layout(packaged(), "recall")
>>> layout.element("recall_no").required
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tracecode.errors import SpecError, UnknownId
from tracecode.findings import Finding
from tracecode.nearest import near
from tracecode.spec.base import Text
from tracecode.spec.product_model import ProductRecord
from tracecode.spec.record_model import IndicatorSpec, IndicatorUse, RecordSpec, sharing_of
from tracecode.spec.rule_model import codes_in
from tracecode.standard.composition import Use, chain, composed, type_id, type_name, uses
from tracecode.standard.elements import RecordLayout
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


class Title(NamedTuple):
    """What a record type is called."""

    id: str
    name: Text
    record: str
    product: str | None
    """As of a `RecordLayout`."""


def record_layout(standard: Resolved, record: str, product: str | None = None) -> RecordLayout:
    """The layout of a record of an item. An item that adds nothing to the core has the common one.

    Raises:
        UnknownId: there is no such item, or it has no such record.
    """
    layout = find_layout(standard, record, product)
    if layout is None:
        of = (
            "record"
            if product is None or record not in _listed(standard)
            else f"record of {product}"
        )
        known = () if of != "record" else tuple(sorted(common_records(standard)))
        if product is not None:
            known = tuple(dict.fromkeys((*_records_of(standard, product), *known)))
        names = {name: id for name, id in standard.names("record").items() if id in known}
        raise UnknownId(of, record, known, names)
    return layout


def find_layout(standard: Resolved, record: str, product: str | None = None) -> RecordLayout | None:
    """The same; None where the item has no such record, or no item has.

    Raises:
        UnknownId: there is no such item.
    """
    if product is not None:
        if record in _records_of(standard, product):
            given = _record_of(standard, product, record)
            if given.own:
                return _made(standard, record, product)
            if not standard.record(given.core).abstract:
                # one of `common_records`, for which every item would have to be read
                return _made(standard, record, None)
        elif record not in standard.ids("record") or record in _listed(standard):
            return None  # of a name that nothing has, not every item is read
    return _made(standard, record, None) if record in common_records(standard) else None


def known_layout(standard: Resolved, record: str, product: str | None) -> RecordLayout:
    """The layout of a record type that there is, as of a class that was made of it: to see whether
    a record is a common one, all items have to be read.
    """
    return _made(standard, record, product)


def records_beside(standard: Resolved, record: str, product: str | None) -> tuple[str, ...]:
    """The kinds of records that there are, where there is none of a name: those of an item, and the
    nearest other one that it may have; or the common ones.
    """
    if product is None:
        return tuple(sorted(common_records(standard)))
    own = tuple(_records_of(standard, product))
    nearest = [] if _near(record, own) else _near(record, standard.ids("record"))
    others = (id for id in nearest if find_layout(standard, id, product) is not None)
    return (*own, *others)


_near = lru_cache(1024)(near)  # a wrong name mostly stands in many records


@kept
def _records_of(standard: Resolved, product: str) -> dict[str, ProductRecord]:
    """The records of an item, by the kind of record."""
    return {record.id: record for record in standard.product(product).records}


@kept
def _record_of(standard: Resolved, product: str, record: str) -> ProductRecord:
    """A record of an item; an open one with whatever is open in the item's other records."""
    given = _records_of(standard, product)[record]
    core = standard.record(given.core)
    if not core.open:
        return given
    known = {use.use for spec in chain(standard, core.id) for use in spec.indicators}
    known.update(use.use for use in given.indicators)
    others = [other for other in _records_of(standard, product).values() if other.id != record]
    openings = [
        opening
        for other in others
        for opening in (_openings_of_core(standard, other.core), _openings(standard, [other]))
    ]
    seen = known.union(*(opening.codes for opening in openings))
    first: dict[str, IndicatorUse] = {}
    for use in (use for opening in openings for use in opening.uses if use.use not in seen):
        first.setdefault(use.use, use)
    uses = [
        IndicatorUse(
            use=use.use, obligation="O", many=use.many, source=core.source, evidence=core.evidence
        )
        for use in first.values()
    ]
    return given.replace(indicators=(*given.indicators, *uses))


class _Openings(NamedTuple):
    """What parts of records have that anyone may see."""

    uses: tuple[IndicatorUse, ...]
    """Of open elements; groups are left out, which are more than one value."""
    codes: frozenset[str]
    """Codes, and the names of their encoding rules, which are not shown without each other."""


@kept
def _openings_of_core(standard: Resolved, core: str) -> _Openings:
    """Those of a core with its bases: of many items' records, so gathered once."""
    return _openings(standard, chain(standard, core))


def _openings(standard: Resolved, specs: Sequence[RecordSpec | ProductRecord]) -> _Openings:
    codes = codes_in(rule for spec in specs for rule in spec.rules)
    uses = (use for spec in specs for use in spec.indicators)
    return _Openings(
        tuple(use for use in uses if _is_open(standard.indicator(use.use))),
        frozenset(name for code in codes for name in (code.value, code.scheme)),
    )


def _is_open(element: IndicatorSpec) -> bool:
    return sharing_of(element) == "open" and element.group is None


@kept
def _listed(standard: Resolved) -> dict[str, tuple[str, ...]]:
    """The kinds of record that items have, and the items that have each, in the order of the
    catalogue.
    """
    listed: dict[str, list[str]] = {}
    for item in items_in_order(standard):
        for record in _records_of(standard, item):
            listed.setdefault(record, []).append(item)
    return {record: tuple(items) for record, items in listed.items()}


@kept
def item_ids(standard: Resolved) -> frozenset[str]:
    """The ids of all items."""
    return frozenset(standard.ids("product"))


def items_of(standard: Resolved, layout: RecordLayout) -> tuple[str, ...]:
    """The items whose records of this kind are of this type, in the order of the catalogue.

    A kind of record that no item lists may be one of any item.
    """
    if layout.product is not None:
        return (layout.product,)
    listed = _listed(standard)
    if layout.record not in listed:
        return items_in_order(standard)
    return tuple(
        item for item in listed[layout.record] if not _record_of(standard, item, layout.record).own
    )


@kept
def items_in_order(standard: Resolved) -> tuple[str, ...]:
    """The ids of all items, in the order of the catalogue."""
    return tuple(sorted(standard.ids("product"), key=lambda item: standard.product(item).number))


@kept
def _made(standard: Resolved, record: str, product: str | None) -> RecordLayout:
    own = None if product is None else _record_of(standard, product, record)
    return composed(standard, record, product, own)


@kept
def layouts(standard: Resolved) -> tuple[RecordLayout, ...]:
    """Every record type: the common ones, then those of each item in the order of the catalogue.

    Raises:
        SpecError: two have one id, so that one would be written over the other.
    """
    return tuple(record_layout(standard, title.record, title.product) for title in titles(standard))


@kept
def uses_of_all(standard: Resolved) -> Mapping[str, Use]:
    """Each element that any record type has, by its id, as the first one uses it, in the order of
    `layouts`, of which none is made: they have ten elements for each of these.

    Nor is any element: who looks for a name needs none of the code lists.
    """
    first: dict[str, Use] = {}
    for title in titles(standard):
        own = None if title.product is None else _record_of(standard, title.product, title.record)
        for id, use in uses(standard, title.record, own).items():
            first.setdefault(id, use)
    return first


@kept
def titles(standard: Resolved) -> tuple[Title, ...]:
    """What each record type is called, in the order of `layouts`; their elements are not looked at.

    Raises:
        SpecError: as `layouts`.
    """
    ids: dict[str, Title] = {}
    for title in _titles(standard):
        first = ids.setdefault(title.id, title)
        if (first.product, first.record) != (title.product, title.record):
            values = {"found": _said(title), "first": _said(first), "name": title.id}
            raise SpecError(
                [
                    Finding(
                        rule="spec.name_clash", severity="error", values=values, path=standard.name
                    )
                ]
            )
    return tuple(ids.values())


def layout_named(standard: Resolved, id: str) -> RecordLayout | None:
    """The record type of an id, made without any other; None if there is none.

    Args:
        standard: the specifications. Of two types of one id, which `layouts` refuses, one is given.
        id: as `type_id` makes it; also foreign text.
    """
    if "-" in id:
        return None
    heads = _heads(standard)
    for head in heads if id.startswith(tuple(heads)) else ():
        record = id.removeprefix(head).replace("_", "-")
        item = heads[head]
        if (
            id.startswith(head)
            and record in _records_of(standard, item)
            and _record_of(standard, item, record).own
        ):
            return record_layout(standard, record, item)
    record = id.replace("_", "-")
    return record_layout(standard, record) if record in common_records(standard) else None


@kept
def _heads(standard: Resolved) -> dict[str, str]:
    """The items by how the ids of their own record types begin."""
    return {f"{type_id(id, '')}_": id for id in standard.ids("product")}


def _titles(standard: Resolved) -> Iterator[Title]:
    for id in sorted(common_records(standard)):
        yield Title(
            type_id(None, id), type_name(standard, None, standard.record(id), None), id, None
        )
    for product in items_in_order(standard):
        for id in _records_of(standard, product):
            if (record := _record_of(standard, product, id)).own:
                name = type_name(standard, product, standard.record(record.core), record)
                yield Title(type_id(product, record.id), name, record.id, product)


def _said(title: Title) -> str:
    return "/".join(part for part in (title.product, title.record) if part)


@kept
def common_records(standard: Resolved) -> frozenset[str]:
    """The cores that are record types by themselves: some item uses them as they are, or none
    builds on them.
    """
    listed = [
        _record_of(standard, id, record)
        for id in standard.ids("product")
        for record in _records_of(standard, id)
    ]
    built_on = {record.core for record in listed if record.own} - {
        record.id for record in listed if not record.own
    }
    bases = {base.id for id in standard.ids("record") for base in chain(standard, id)[:-1]}
    free = {id for id in standard.ids("record") if not standard.record(id).abstract} - built_on
    return frozenset(
        free - {id for id in bases - {record.id for record in listed} if standard.record(id).stage}
    )
