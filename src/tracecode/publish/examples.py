"""Right records, built from the dictionary's examples: the same ones on every run.

Samples are written from here, and property tests start from here. Values come from the `example` of each element; what
the rules among the elements ask for is then brought about by `satisfy`, which works for values of any origin.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> minimal(record_layout(packaged(), "production", "pesticide"), packaged())["product_item"]
'pesticide'
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, assert_never

from tracecode.codes.registry import registry
from tracecode.publish.agreeing import agree
from tracecode.publish.fitting import codes_for, codes_of, encode, fits
from tracecode.spec.record_model import ITEM_MARK, Period
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    CodeFitsSpec,
    CodeRule,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumRule,
    SumSpec,
    codes_in,
)
from tracecode.spec.sample_model import ALL_ITEMS
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import items_of

if TYPE_CHECKING:
    from tracecode.spec.product_model import ProductSpec
    from tracecode.standard.resolved import Resolved

Plain = dict[str, Any]
"""Plain data of a record or group: text, whole numbers, true and false, lists, mappings."""
Supply = Callable[[Element], Any]
"""Gives a right value of an element, with a list around it where the element repeats."""
Encode = Callable[[Plain, CodeRule, ElementGroup], None]
"""Makes a code in the data agree with the encoding rule named beside it."""
Agree = Callable[[Plain, ElementGroup], None]
"""Makes the codes in the data agree with each other."""
_PASSES = 12
_NAMESPACE = uuid.UUID("6f1f5a0e-9a54-5d0f-8f0e-3a1c6f1f7c11")


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
        text = next(code for code in codes_for(field.spec.scheme, standard) if fits(field, code, standard))
    if field.format.kind == "integer":
        return int(text)
    return text == "true" if field.format.kind == "boolean" else text


def satisfy(data: Plain, group: ElementGroup, supply: Supply, encode: Encode, agree: Agree) -> Plain:
    """Make the rules and conditions of a group hold: what is missing is supplied, what contradicts is brought in line.

    Args:
        data: right values by element; inner groups keep their own rules already. It is not changed.
        group: the record type or group.
        supply: gives a value for an element that a rule asks for.
        encode: makes a code agree with the encoding rule beside it.
        agree: makes codes agree with each other.

    Returns:
        The data in the order of the group.
    """
    made = dict(data)
    for _ in range(_PASSES):
        before = copy.deepcopy(made)
        for rule in group.rules:
            if isinstance(rule, ExclusiveSpec):
                _exclude(made, rule, group)
        for rule in group.rules:
            _arrange(made, rule, group, supply)
        for field in group.elements:
            if field.use.when is not None and field.id not in made and applies(field, made):
                made[field.id] = supply(field)
        for code in codes_in(group.rules):
            if code.scheme not in made and codes_of(made, code):  # or nothing would judge the code
                made[code.scheme] = supply(group.element(code.scheme))
            encode(made, code, group)
        agree(made, group)
        if made == before:
            break
    return {field.id: made[field.id] for field in group.elements if field.id in made}


def applies(field: Element, data: Plain) -> bool:
    """Whether the condition under which an element is mandatory holds."""
    return field.use.when is not None and all(_holds(data.get(id), wanted) for id, wanted in field.use.when.items())


def record_id(layout: RecordLayout, name: str) -> str:
    """The id of an example record: always the same for a type and a name."""
    return str(uuid.uuid5(_NAMESPACE, f"{layout.id}/{name}"))


def _record(layout: RecordLayout, standard: Resolved, name: str, *, full: bool) -> Plain:
    item = layout.product or _first_item(layout, standard)

    spec = None if item is None else standard.product(item)
    given, left_out = ({}, frozenset[str]()) if spec is None else _invented(spec, standard)

    def keys(field: Element, group: ElementGroup, holder: str | None) -> tuple[str, ...]:
        """How samples name an element, the narrowest first: in this element of a record, in a record, in a group."""
        held = () if holder is None else (f"{layout.record}.{holder}.{field.id}", f"{holder}.{field.id}")
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
            if field.required or field.id in wanted or (full and left_out.isdisjoint(keys(field, group, holder)))
        }
        if data.get("product_item", "") is None:
            del data["product_item"]
        named = {field.id: text for field in group.elements if (text := own(field, group, holder)) is not None}
        encoded = partial(encode, standard=standard, product=item, named=named)
        here = partial(supply, group=group, holder=holder)
        return satisfy(data, group, here, encoded, partial(agree, standard=standard))

    return build(layout)


def _invented(item: ProductSpec, standard: Resolved) -> tuple[dict[str, str], frozenset[str]]:
    """What stands in invented records of an item in place of the dictionary's examples, and what they leave out."""
    known = standard.ids("sample")
    specs = [standard.sample(id) for id in (ALL_ITEMS, item.category, item.id) if id in known]
    values: dict[str, str] = {}
    for spec in specs:
        values |= spec.values
    return values, frozenset(id for spec in specs for id in spec.without)


def _first_item(layout: RecordLayout, standard: Resolved) -> str | None:
    """The first item of the catalogue whose record of this kind is the common one."""
    return next(iter(items_of(standard, layout)), None)


def _holds(value: Any, wanted: tuple[str, ...] | Period) -> bool:
    if value is None:
        return False
    if isinstance(wanted, Period):
        day = date.fromisoformat(value[:10])
        return (wanted.since or date.min) <= day <= (wanted.until or date.max)
    written = {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else str(value)
    return wanted == ("*",) or written in wanted


def _exclude(data: Plain, rule: ExclusiveSpec, group: ElementGroup) -> None:
    """Keep one of elements that exclude one another: a mandatory one, otherwise the first."""
    present = [id for id in rule.exclusive if id in data]
    if len(present) < 2:
        return
    kept = next((id for id in present if group.element(id).required or applies(group.element(id), data)), present[0])
    for id in present:
        if id != kept:
            del data[id]
            for field in group.elements:  # what was only there to go with it, such as the scheme beside a code
                if field.use.when is not None and id in field.use.when and not field.required:
                    data.pop(field.id, None)


def _arrange(data: Plain, rule: RuleSpec, group: ElementGroup, supply: Supply) -> None:
    match rule:
        case AtLeastOneSpec():
            if not any(id in data for id in rule.at_least_one):
                data[rule.at_least_one[0]] = supply(group.element(rule.at_least_one[0]))
        case EqualSpec():
            present = [id for id in rule.equal if id in data]
            if present:
                narrow = min(present, key=lambda element: _freedom(group.element(element)))
                data.update(dict.fromkeys(present, data[narrow]))
        case OrderSpec():
            present = [id for id in rule.order if id in data]
            values = sorted((data[id] for id in present), key=_rank)
            data.update(zip(present, values, strict=True))
        case SumSpec():
            _add_up(data, rule.sum, group)
        case ExclusiveSpec() | CodeFitsSpec():
            return  # before and after this
        case _:
            assert_never(rule)


def _freedom(field: Element) -> int:
    """How free the values of an element are: one with a domain of its own sets the value of the others."""
    if field.constant is not None:
        return 0
    if field.spec.scheme is not None:
        return 1
    return 3 if field.codelist is None else 2


def _rank(value: Any) -> Any:
    """What a value is ordered by."""
    if not isinstance(value, str):
        return Decimal(value)
    try:
        return Decimal(value)
    except ArithmeticError:
        return datetime.fromisoformat(value) if len(value) == 25 else value


def _add_up(data: Plain, rule: SumRule, group: ElementGroup) -> None:
    if rule.total not in data or rule.lines not in data:
        return
    parts = [line.get(rule.of) for line in data[rule.lines]]
    if None in parts:
        return
    total = sum((Decimal(part) for part in parts), Decimal(0))
    form = group.element(rule.total).format
    data[rule.total] = int(total) if form is not None and form.kind == "integer" else format(total, "f")
