"""Codes of an invented record: each right under the encoding rule beside it, if possible one that
the item carries.

>>> from tracecode.standard.resolved import packaged
>>> next(codes_for("uscc", packaged()))
'91350100M000100Y43'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from tracecode.codes.registry import registry
from tracecode.errors import InvalidCode, UnknownId
from tracecode.records.fields import chars_of
from tracecode.records.scheme_names import accepted
from tracecode.spec.rule_model import CodeRule, EqualSpec, codes_in

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved

Plain = dict[str, Any]
PROJECT_CODE = "tj-trace"
MADE = "2026-03-12"
"""When the goods of invented records were made, where their item says no other day."""
_GOODS = {"1": ("unit", "batch"), "2": ("batch", "unit"), "3": ("package", "batch")}
"""The roles of the codes of goods, by unit level, the best first."""
_FALLBACK = (PROJECT_CODE, "uscc", "gtin")


def codes_of(data: Plain, rule: CodeRule) -> list[str]:
    """The codes of a rule in the data of a record or group."""
    values = [line.get(rule.value) for line in (data.get(rule.lines, []) if rule.lines else [data])]
    return [
        code
        for value in values
        if value is not None
        for code in (value if isinstance(value, list) else [value])
    ]


def put_codes(data: Plain, rule: CodeRule, code: str) -> None:
    """Put a code in the place of each code of a rule."""
    for line in data.get(rule.lines, []) if rule.lines else [data]:
        if (value := line.get(rule.value)) is not None:
            line[rule.value] = [code] * len(value) if isinstance(value, list) else code


def value_field(group: ElementGroup, rule: CodeRule) -> Element:
    """The element in which the code of a rule stands."""
    inner = group.element(rule.lines).group if rule.lines else group
    assert inner is not None
    return inner.element(rule.value)


def encode(
    data: Plain, rule: CodeRule, group: ElementGroup, standard: Resolved, product: str | None,
    named: Mapping[str, str], made: str,
) -> None:  # fmt: skip
    """Make a code agree with the encoding rule beside it, if possible one that the item names or
    carries.

    Args:
        data: of a record or group.
        rule: on the code.
        group: what the data are of.
        standard: the standard.
        product: the item; None: of none in particular.
        named: what invented records of the item say of elements of the group.
        made: day of production, where the data have none.
    """
    codes = codes_of(data, rule)
    if not codes or rule.scheme not in data:
        return
    field, beside = value_field(group, rule), group.element(rule.scheme)
    on = date.fromisoformat(data[rule.on][:10]) if rule.on in data else None
    # many share a batch's code
    level = str(data.get("unit_level", "1" if data.get("quantity", "1") == "1" else "2"))
    wanted = [] if rule.other_goods else _carried(beside.identifies, standard, product, level)
    own, first = field.spec.scheme, named.get(rule.scheme)
    wanted = wanted if first is None else [first, *wanted]
    taken = {code for other in _before(rule, group) for code in codes_of(data, other)}
    equals = (other.equal for other in group.rules if isinstance(other, EqualSpec))
    given = rule.value in named or any(rule.value in equal for equal in equals)
    if own is None and given:  # the value stands: find its rule
        fitting = (
            id
            for id in [*wanted, data[rule.scheme]]
            if all(_right(id, code, on, standard) for code in codes)
        )
        data[rule.scheme] = next(fitting, data[rule.scheme])
        return
    for scheme in (
        [own]
        if own
        else [*wanted, data[rule.scheme], *_FALLBACK, *accepted(standard, beside.identifies)]
    ):
        if (
            scheme not in standard.ids("scheme")
            or standard.scheme(scheme).identifies not in beside.identifies
        ):
            continue
        if (
            (scheme == first or not wanted)
            and scheme == data[rule.scheme]
            and (scheme != PROJECT_CODE or product is None)  # it says of which item it is
            and all(_right(scheme, code, on, standard) for code in codes)
            and taken.isdisjoint(codes)
        ):
            return
        for code in codes_for(scheme, standard, product, level, data.get("production_date", made)):
            if (
                code not in taken
                and fits(field, code, standard)
                and _right(scheme, code, on, standard)
            ):
                data[rule.scheme] = scheme
                put_codes(data, rule, code)
                return


def _before(rule: CodeRule, group: ElementGroup) -> list[CodeRule]:
    """The rules on codes of other things that stand before this one: the goods, before their
    packages.
    """
    if rule.lines is not None:
        return []
    rules = [other for other in codes_in(group.rules) if other.lines is None]
    return rules[: rules.index(rule)]


def _carried(
    kinds: tuple[str, ...], standard: Resolved, product: str | None, level: str
) -> list[str]:
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


def fits(field: Element, code: str, standard: Resolved) -> bool:
    """Whether a code has the format of an element."""
    form = field.format
    if form is None or not form.min <= len(code) <= form.max:
        return False
    if form.pattern is not None and re.fullmatch(form.pattern, code, re.ASCII) is None:
        return False
    return field.spec.chars is None or all(
        each in chars_of(field.spec.chars, standard) for each in code
    )


def codes_for(
    scheme: str, standard: Resolved, product: str | None = None, level: str = "1", made: str = MADE
) -> Iterator[str]:
    """Right codes of a scheme, the best first; the project's own says on which day the goods were
    made.
    """
    if scheme == PROJECT_CODE and product is not None:
        for each in dict.fromkeys((level if level in _GOODS else "1", "3", "1")):
            yield _project_code(standard, product, each, made)
    yield from _examples(scheme, standard)


@cache
def _examples(scheme: str, standard: Resolved) -> tuple[str, ...]:
    """The examples of a scheme that are right as they stand; those without a doubt first."""
    rule = registry(standard)[scheme]
    read = [
        (each.code, rule.read(each.code, each.on, strict=True))
        for each in rule.examples
        if not each.lenient
    ]
    right = [(len(findings), code) for code, (parsed, findings) in read if parsed is not None]
    return tuple(code for _, code in sorted(right, key=lambda pair: pair[0]))


@cache
def _project_code(standard: Resolved, product: str, level: str, made: str) -> str:
    """The project's code of a unit of an item that an invented maker made on a day."""
    rule = registry(standard)[PROJECT_CODE]
    party = standard.indicator("uscc").example or ""
    item = standard.product(product).number
    try:
        return rule.build(
            form="credit-code", item=item, unit_level=level, party=party,
            production_date=date.fromisoformat(made).strftime("%y%m%d"), serial="7K2M9QX4",
        ).normalized  # fmt: skip
    except InvalidCode:  # the item is not in the code list of the specifications
        return _examples(PROJECT_CODE, standard)[0]
