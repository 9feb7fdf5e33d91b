"""Right records, built from the dictionary's examples: the same ones on every run.

Samples are written from here, and property tests start from here. Values come from the `example` of
each element; what the rules among the elements ask for is then brought about by `satisfy`, which
works for values of any origin.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> minimal(record_layout(packaged(), "production", "pesticide"), packaged())["product_item"]
'pesticide'
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from tracecode.codes.registry import registry
from tracecode.publish.agreeing import agree
from tracecode.publish.fitting import MADE, codes_for, encode, fits
from tracecode.publish.satisfying import Plain, satisfy
from tracecode.spec.record_model import ITEM_MARK
from tracecode.spec.sample_model import ALL_ITEMS
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import items_of

if TYPE_CHECKING:
    from tracecode.spec.product_model import ProductSpec
    from tracecode.standard.resolved import Resolved

_NAMESPACE = uuid.UUID("6f1f5a0e-9a54-5d0f-8f0e-3a1c6f1f7c11")


def minimal(layout: RecordLayout, standard: Resolved, name: str = "minimal") -> Plain:
    """A right record with what is mandatory, and what the rules and conditions then ask for, and no
    more.
    """
    return _record(layout, standard, name, full=False)


def full(layout: RecordLayout, standard: Resolved, name: str = "full") -> Plain:
    """A right record with every element, save those that exclude one another, or that its item has
    not.
    """
    return _record(layout, standard, name, full=True)


def example(field: Element, standard: Resolved, own: str | None = None) -> Any:
    """A right value of a single element, without a list around it: its example, as plain data.

    Args:
        field: the element.
        standard: the specifications.
        own: what stands for it in place of the example of the dictionary.

    Raises:
        UnknownId: its encoding rule does not exist.
    """
    if field.constant is not None:
        return field.constant
    text = field.spec.example if own is None else own
    values = field.values
    if values is not None and text not in values:
        text = values[0]
    assert text is not None, field.id
    assert field.format is not None
    if field.spec.scheme is not None and not registry(standard)[field.spec.scheme].is_valid(text):
        text = next(
            code for code in codes_for(field.spec.scheme, standard) if fits(field, code, standard)
        )
    if field.format.kind == "integer":
        return int(text)
    return text == "true" if field.format.kind == "boolean" else text


def record_id(layout: RecordLayout, name: str) -> str:
    """The id of an example record: always the same for a type and a name."""
    return str(uuid.uuid5(_NAMESPACE, f"{layout.id}/{name}"))


def _record(layout: RecordLayout, standard: Resolved, name: str, *, full: bool) -> Plain:
    item = layout.product or _first_item(layout, standard)

    spec = None if item is None else standard.product(item)
    given, left_out = ({}, frozenset[str]()) if spec is None else _invented(spec, standard)
    made = given.get("production_date", MADE)

    def keys(field: Element, group: ElementGroup, holder: str | None) -> tuple[str, ...]:
        """How samples name an element, the narrowest first: in this element of a record, in a
        record, in a group.
        """
        held = (
            ()
            if holder is None
            else (f"{layout.record}.{holder}.{field.id}", f"{holder}.{field.id}")
        )
        return *held, f"{layout.record}.{field.id}", f"{group.id}.{field.id}", field.id

    def own(field: Element, group: ElementGroup, holder: str | None) -> str | None:
        return next((given[key] for key in keys(field, group, holder) if key in given), None)

    def supply(field: Element, group: ElementGroup, holder: str | None) -> Any:
        text = own(field, group, holder)
        if field.group is not None:
            value: Any = build(field.group, field.id)
        elif field.id == "record_id":
            value = record_id(layout, name)
        elif field.id == "product_item":
            value = item
        elif text is None and field.spec.example_of_item is not None and item is not None:
            value = field.spec.example_of_item.replace(ITEM_MARK, standard.product(item).name.zh)
        else:
            value = example(field, standard, text)
        return [value] if field.many is not None else value

    def build(group: ElementGroup, holder: str | None = None) -> Plain:
        wanted = {"product_item"} if isinstance(group, RecordLayout) and item is not None else set()
        data = {
            field.id: supply(field, group, holder)
            for field in group.elements
            if field.required
            or field.id in wanted
            or (full and left_out.isdisjoint(keys(field, group, holder)))
        }
        if data.get("product_item", "") is None:
            del data["product_item"]
        named = {
            field.id: text
            for field in group.elements
            if (text := own(field, group, holder)) is not None
        }
        encoded = partial(encode, standard=standard, product=item, named=named, made=made)
        here = partial(supply, group=group, holder=holder)
        return satisfy(data, group, here, encoded, partial(agree, standard=standard))

    return build(layout)


def _invented(item: ProductSpec, standard: Resolved) -> tuple[dict[str, str], frozenset[str]]:
    """What stands in invented records of an item in place of the dictionary's examples, and what
    they leave out.
    """
    known = standard.ids("sample")
    specs = [standard.sample(id) for id in (ALL_ITEMS, item.category, item.id) if id in known]
    values: dict[str, str] = {}
    for spec in specs:
        values |= spec.values
    return values, frozenset(id for spec in specs for id in spec.without)


def _first_item(layout: RecordLayout, standard: Resolved) -> str | None:
    """The first item of the catalogue whose record of this kind is the common one."""
    return next(iter(items_of(standard, layout)), None)
