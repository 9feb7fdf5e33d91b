"""Make the rules among the elements of a record hold: supply what is missing, bring in line what
contradicts.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, assert_never

from tracecode.publish.fitting import codes_of
from tracecode.spec.record_model import Period
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
from tracecode.standard.elements import Element, ElementGroup

Plain = dict[str, Any]
"""Plain data of a record or group: text, whole numbers, true and false, lists, mappings."""
Supply = Callable[[Element], Any]
"""Gives a right value of an element, with a list around it where the element repeats."""
Encode = Callable[[Plain, CodeRule, ElementGroup], None]
"""Makes a code in the data agree with the encoding rule named beside it."""
Agree = Callable[[Plain, ElementGroup], None]
"""Makes the codes in the data agree with each other."""
_PASSES = 12


def satisfy(
    data: Plain, group: ElementGroup, supply: Supply, encode: Encode, agree: Agree
) -> Plain:
    """Make the rules and conditions of a group hold: what is missing is supplied, what contradicts
    is brought in line.

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
    return field.use.when is not None and all(
        _holds(data.get(id), wanted) for id, wanted in field.use.when.items()
    )


def _holds(value: Any, wanted: tuple[str, ...] | Period) -> bool:
    if value is None:
        return False
    if isinstance(wanted, Period):
        day = date.fromisoformat(value[:10])
        return (wanted.since or date.min) <= day <= (wanted.until or date.max)
    written = (
        {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else str(value)
    )
    return wanted == ("*",) or written in wanted


def _exclude(data: Plain, rule: ExclusiveSpec, group: ElementGroup) -> None:
    """Keep one of elements that exclude one another: a mandatory one, otherwise the first."""
    present = [id for id in rule.exclusive if id in data]
    if len(present) < 2:
        return
    kept = next(
        (id for id in present if group.element(id).required or applies(group.element(id), data)),
        present[0],
    )
    for id in present:
        if id != kept:
            del data[id]
            # what was only there to go with it, such as the scheme beside a code
            for field in group.elements:
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
    """How free the values of an element are: one with a domain of its own sets the value of the
    others.
    """
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
    data[rule.total] = (
        int(total) if form is not None and form.kind == "integer" else format(total, "f")
    )
