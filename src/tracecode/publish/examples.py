"""Right records, built from the dictionary's examples: the same ones on every run.

Samples are written from here, and property tests start from here. Values come from the `example` of each element; what
the rules among the elements ask for is then brought about by `satisfy`, which works for values of any origin.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> minimal(record_layout(packaged(), "production", "pesticide"), packaged())["product_item"]
'pesticide'
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from tracecode.codes.registry import registry
from tracecode.errors import InvalidCode, UnknownId
from tracecode.publish.agreeing import agree
from tracecode.publish.satisfying import Plain, codes_of, put_codes, satisfy, value_field
from tracecode.records.fields import chars_of
from tracecode.records.scheme_names import accepted
from tracecode.spec.record_model import ITEM_MARK
from tracecode.spec.rule_model import CodeRule, EqualSpec
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import items_of

if TYPE_CHECKING:
    from tracecode.spec.product_model import ProductSpec
    from tracecode.standard.resolved import Resolved

PROJECT_CODE = "tj-trace"
_NAMESPACE = uuid.UUID("6f1f5a0e-9a54-5d0f-8f0e-3a1c6f1f7c11")
_GOODS = {"1": ("unit", "batch"), "2": ("batch", "unit"), "3": ("package", "batch")}
"""The roles of the codes of goods, by unit level, the best first."""
_FALLBACK = (PROJECT_CODE, "uscc", "gtin")


def minimal(layout: RecordLayout, standard: Resolved, name: str = "minimal") -> Plain:
    """A right record with what is mandatory, and what the rules and conditions then ask for, and no more."""
    return _record(layout, standard, name, full=False)


def full(layout: RecordLayout, standard: Resolved, name: str = "full") -> Plain:
    """A right record with every element, save those that exclude one another, or that its item has not."""
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
        text = next(code for code in _codes(field.spec.scheme, standard) if _fits(field, code, standard))
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

    def keys(field: Element, group: ElementGroup) -> tuple[str, ...]:
        """How the item names an element: in this kind of record, in this group, or anywhere."""
        return f"{layout.record}.{field.id}", f"{group.id}.{field.id}", field.id

    def own(field: Element, group: ElementGroup) -> str | None:
        return next((given[key] for key in keys(field, group) if key in given), None)

    def supply(field: Element, group: ElementGroup) -> Any:
        text = own(field, group)
        if field.group is not None:
            value: Any = build(field.group)
        elif field.id == "record_id":
            value = record_id(layout, name)
        elif field.id == "product_item":
            value = item
        elif text is None and field.spec.example_of_item is not None and item is not None:
            value = field.spec.example_of_item.replace(ITEM_MARK, standard.product(item).name.zh)
        else:
            value = example(field, standard, text)
        return [value] if field.many is not None else value

    def build(group: ElementGroup) -> Plain:
        wanted = {"product_item"} if isinstance(group, RecordLayout) and item is not None else set()
        data = {
            field.id: supply(field, group)
            for field in group.elements
            if field.required or field.id in wanted or (full and left_out.isdisjoint(keys(field, group)))
        }
        if data.get("product_item", "") is None:
            del data["product_item"]
        named = {field.id: text for field in group.elements if field.identifies and (text := own(field, group))}
        encode = partial(_encode, standard=standard, product=item, named=named)
        return satisfy(data, group, partial(supply, group=group), encode, partial(agree, standard=standard))

    return build(layout)


def _invented(item: ProductSpec, standard: Resolved) -> tuple[dict[str, str], frozenset[str]]:
    """What stands in invented records of an item in place of the dictionary's examples, and what they leave out."""
    known = standard.ids("sample")
    specs = [standard.sample(id) for id in (item.category, item.id) if id in known]
    values: dict[str, str] = {}
    for spec in specs:
        values |= spec.values
    return values, frozenset(id for spec in specs for id in spec.without)


def _first_item(layout: RecordLayout, standard: Resolved) -> str | None:
    """The first item of the catalogue whose record of this kind is the common one."""
    return next(iter(items_of(standard, layout)), None)


def _encode(
    data: Plain, rule: CodeRule, group: ElementGroup, standard: Resolved, product: str | None, named: Mapping[str, str]
) -> None:  # fmt: skip
    """Make a code agree with the encoding rule beside it, if possible one that the item names or carries."""
    codes = codes_of(data, rule)
    if not codes or rule.scheme not in data:
        return
    field, beside = value_field(group, rule), group.element(rule.scheme)
    on = date.fromisoformat(data[rule.on][:10]) if rule.on in data else None
    level = str(data.get("unit_level", "1"))
    wanted = [] if rule.other_goods else _carried(beside.identifies, standard, product, level)
    own, first = field.spec.scheme, named.get(rule.scheme)
    wanted = wanted if first is None else [first, *wanted]
    equals = (other.equal for other in group.rules if isinstance(other, EqualSpec))
    if own is None and any(rule.value in equal for equal in equals):  # the value is given: find its rule
        fitting = (id for id in [*wanted, data[rule.scheme]] if all(_right(id, code, on, standard) for code in codes))
        data[rule.scheme] = next(fitting, data[rule.scheme])
        return
    for scheme in [own] if own else [*wanted, data[rule.scheme], *_FALLBACK, *accepted(standard, beside.identifies)]:
        if scheme not in standard.ids("scheme") or standard.scheme(scheme).identifies not in beside.identifies:
            continue
        if (
            (scheme == first or not wanted)
            and scheme == data[rule.scheme]
            and all(_right(scheme, code, on, standard) for code in codes)
        ):
            return
        for code in _codes(scheme, standard, product, level):
            if _fits(field, code, standard) and _right(scheme, code, on, standard):
                data[rule.scheme] = scheme
                put_codes(data, rule, code)
                return


def _carried(kinds: tuple[str, ...], standard: Resolved, product: str | None, level: str) -> list[str]:
    """The encoding rules of an item that identify one of these kinds, the best first."""
    if product is None:
        return []
    codes = standard.product(product).codes
    roles = (*_GOODS.get(level, _GOODS["1"]), *codes.field_names())
    listed = dict.fromkeys(id for role in roles for id in getattr(codes, role))
    return [id for id in listed if standard.scheme(id).identifies in kinds]


def _right(scheme: str, code: str, on: date | None, standard: Resolved) -> bool:
    try:
        rule = registry(standard)[scheme]
    except UnknownId:
        return False
    return rule.is_valid(code, on)


def _fits(field: Element, code: str, standard: Resolved) -> bool:
    """Whether a code has the format of an element."""
    form = field.format
    if form is None or not form.min <= len(code) <= form.max:
        return False
    import re

    if form.pattern is not None and re.fullmatch(form.pattern, code, re.ASCII) is None:
        return False
    return field.spec.chars is None or all(each in chars_of(field.spec.chars, standard) for each in code)


def _codes(scheme: str, standard: Resolved, product: str | None = None, level: str = "1") -> Iterator[str]:
    """Right codes of a scheme, the best first."""
    if scheme == PROJECT_CODE and product is not None:
        yield _project_code(standard, product, level if level in ("1", "2", "3") else "1")
    yield from _examples(scheme, standard)


@cache
def _examples(scheme: str, standard: Resolved) -> tuple[str, ...]:
    """The examples of a scheme that are right as they stand; those without a doubt first."""
    rule = registry(standard)[scheme]
    read = [(each.code, rule.read(each.code, each.on, strict=True)) for each in rule.examples if not each.lenient]
    right = [(len(findings), code) for code, (parsed, findings) in read if parsed is not None]
    return tuple(code for _, code in sorted(right, key=lambda pair: pair[0]))


@cache
def _project_code(standard: Resolved, product: str, level: str) -> str:
    """The project's code of a unit of an item, of an invented maker."""
    rule = registry(standard)[PROJECT_CODE]
    party = standard.indicator("uscc").example or ""
    item = standard.product(product).number
    try:
        return rule.build(
            form="credit-code", item=item, unit_level=level, party=party, production_date="260312", serial="7K2M9QX4"
        ).normalized
    except InvalidCode:  # the item is not in the code list of the specifications
        return _examples(PROJECT_CODE, standard)[0]
