"""Records with one thing broken, each with the rule that should say so."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from tracecode.codes.registry import registry
from tracecode.publish.fitting import codes_of, put_codes
from tracecode.publish.satisfying import Plain, applies
from tracecode.spec.record_model import Period
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    CodeFitsSpec,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumSpec,
)
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.links import CodeLink, links

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

_FIXED = frozenset({"record_type", "product_item", "record_id"})
"""What says of which type a record is, and which record: a sample without it would teach nothing of
its type.
"""
_Place = Callable[[Plain], Plain]
"""The way from a record to the values of a group inside it."""
_Breaker = Callable[[Element, Any], Iterator[tuple[Any, str]]]
"""Wrong values in place of a right one, each with the rule that should say so."""


class Attempt(NamedTuple):
    """A record with one thing broken, and the rule that should say so."""

    data: Plain
    rule: str


def without_element(layout: RecordLayout, small: Plain) -> Iterator[Attempt]:
    """Leave out a mandatory element; first one of the record's own, which stand last."""
    for field in reversed(layout.elements):
        if field.required and field.id not in _FIXED:
            yield Attempt(
                {id: value for id, value in small.items() if id != field.id}, "record.missing"
            )


def with_wrong_values(layout: RecordLayout, small: Plain, whole: Plain) -> Iterator[Attempt]:
    """Break a value by its domain: code lists and codes before mere formats, the record's own
    elements first.
    """
    for broken in (_unlisted, _miscopied, _misnamed, _misshaped):
        for data in (small, whole):
            for group, place in _places(layout, data):
                for field in reversed(group.elements):
                    if field.id in place(data) and field.id not in _FIXED and field.group is None:
                        yield from _spoil(data, place, field, broken)


def _spoil(data: Plain, place: _Place, field: Element, broken: _Breaker) -> Iterator[Attempt]:
    value = place(data)[field.id]
    first = value[0] if isinstance(value, list) else value
    for spoiled, rule in broken(field, first):
        copied = copy.deepcopy(data)
        place(copied)[field.id] = [spoiled] if isinstance(value, list) else spoiled
        yield Attempt(copied, rule)


def _unlisted(field: Element, value: Any) -> Iterator[tuple[Any, str]]:
    if field.values is not None and isinstance(value, str):
        form = field.format
        digits = form is not None and form.kind == "digits"
        yield "9" * len(value) if digits else "other", "record.codelist"
        yield "0" * len(value), "record.codelist"
        yield value + "x", "record.codelist"


def _miscopied(field: Element, value: Any) -> Iterator[tuple[Any, str]]:
    """A code with its last character miscopied."""
    if field.spec.scheme is not None and isinstance(value, str):
        last = "1" if value[-1] != "1" else "2"
        for rule in ("code.check_character", "code.characters", "code.length", "code.literal"):
            yield value[:-1] + last, rule
            yield value[:-1], rule
            yield value[:-1] + "-", rule


def _misnamed(field: Element, value: Any) -> Iterator[tuple[Any, str]]:
    """An encoding rule whose codes do not belong here, and one that does not exist."""
    if field.identifies and isinstance(value, str):
        yield "uscc" if "party" not in field.identifies else "gtin", "record.identifies"
        yield value[:-1], "record.unknown_scheme"


def _misshaped(field: Element, value: Any) -> Iterator[tuple[Any, str]]:
    """A value written otherwise than its format asks for."""
    kind = field.format.kind if field.format else "text"
    if kind in ("date", "month") and isinstance(value, str):
        yield value.replace("-", "/"), "record.format"
    elif kind == "moment" and isinstance(value, str):
        yield value.replace("T", " "), "record.format"
    elif kind == "integer":
        yield str(value), "record.type"
    elif kind == "decimal" and isinstance(value, str):
        yield f"{value}kg", "record.format"
    elif kind == "text" and field.format is not None and isinstance(value, str):
        yield "示例" * field.format.max, "record.length"


def with_broken_rules(
    layout: RecordLayout, small: Plain, whole: Plain, standard: Resolved
) -> Iterator[Attempt]:
    """Break a rule among elements, the record's own first; where it has none, misspell an
    element.
    """
    for data in (small, whole):
        for group, place in _places(layout, data):
            for link in links(group, standard):
                yield from _disagreements(link, data, place, standard)
    for weak in (False, True):  # that one of several is missing teaches least, so it comes last
        for data in (small, whole):
            for group, place in _places(layout, data):
                for rule in reversed(group.rules):
                    if isinstance(rule, AtLeastOneSpec) is weak:
                        yield from _breaches(rule, group, data, place)
                for field in reversed(group.elements):
                    if field.use.when is not None and not weak:
                        yield from _unconditional(field, data, place)
    for id in reversed(small):
        if id not in _FIXED:
            renamed = {f"{key}_" if key == id else key: value for key, value in small.items()}
            yield Attempt(renamed | {id: small[id]}, "record.unknown_field")


def _breaches(rule: RuleSpec, group: ElementGroup, data: Plain, place: _Place) -> Iterator[Attempt]:
    copied = copy.deepcopy(data)
    here = place(copied)
    match rule:
        case AtLeastOneSpec():
            for id in rule.at_least_one:
                here.pop(id, None)
            yield Attempt(copied, "record.at_least_one")
        case ExclusiveSpec():
            other = place(data)
            missing = [id for id in rule.exclusive if id not in other]
            kept = [id for id in rule.exclusive if id in other]
            given = [id for id in missing if group.element(id).spec.example is not None]
            if kept and given:
                here[given[0]] = group.element(given[0]).spec.example
                yield Attempt(copied, "record.exclusive")
        case OrderSpec():
            present = [id for id in rule.order if id in here]
            if len(present) > 1:
                here[present[-1]] = _before(here[present[-2]], group.element(present[-1]))
                yield Attempt(copied, "record.order")
        case EqualSpec():
            present = [id for id in rule.equal if id in here]
            if len(present) > 1 and isinstance(here[present[-1]], str):
                here[present[-1]] = here[present[-1]][:-1] + (
                    "1" if here[present[-1]][-1] != "1" else "2"
                )
                yield Attempt(copied, "record.equal")
        case SumSpec():
            if rule.sum.total in here:
                total = here[rule.sum.total]
                here[rule.sum.total] = (
                    total + 1 if isinstance(total, int) else format(Decimal(total) + 1, "f")
                )
                yield Attempt(copied, "record.sum")
        case CodeFitsSpec():
            for text in codes_of(here, rule.code)[:1]:
                for wrong in (text[:-1] + ("1" if text[-1] != "1" else "2"), text[:-1]):
                    for finding in ("code.check_character", "code.length"):
                        spoiled = copy.deepcopy(data)
                        put_codes(place(spoiled), rule.code, wrong)
                        yield Attempt(spoiled, finding)
        case _:
            assert_never(rule)


def _disagreements(
    link: CodeLink, data: Plain, place: _Place, standard: Resolved
) -> Iterator[Attempt]:
    """Another code of the same encoding rule, with which the first does not agree."""
    here, there = place(data), link.there
    if there.element not in here or (
        there.named_by is not None and here.get(there.named_by) != link.link.to
    ):
        return
    for example in registry(standard)[link.link.to].examples:
        copied = copy.deepcopy(data)
        other = place(copied)
        other[there.element] = (
            [example.code] if isinstance(other[there.element], list) else example.code
        )
        yield Attempt(copied, "record.link")


def _before(value: Any, field: Element) -> Any:
    """A value just below another: the day before, or one less."""
    kind = field.format.kind if field.format else "text"
    if kind in ("date", "moment") and isinstance(value, str):
        return f"{date.fromisoformat(value[:10]) - timedelta(days=1)}{value[10:]}"
    if kind in ("month", "year") and isinstance(value, str):
        return f"{int(value[:4]) - 1:04d}{value[4:]}"
    return value - 1 if isinstance(value, int) else format(Decimal(value) - 1, "f")


def _unconditional(field: Element, data: Plain, place: _Place) -> Iterator[Attempt]:
    """Make the condition of an element hold, and leave the element out."""
    copied = copy.deepcopy(data)
    here = place(copied)
    for id, wanted in (field.use.when or {}).items():
        if isinstance(wanted, Period):
            day = wanted.since or wanted.until or date(2026, 3, 12)
            if id in here and not applies(field, here):
                here[id] = f"{day}{here[id][10:]}"
        elif wanted != ("*",) and id in here and str(here[id]) not in wanted:
            here[id] = {"true": True, "false": False}.get(wanted[0], wanted[0])
    if applies(field, here):
        here.pop(field.id, None)
        yield Attempt(copied, "record.required_when")


def _places(layout: RecordLayout, data: Plain) -> Iterator[tuple[ElementGroup, _Place]]:
    """The record itself and the groups inside that are present, each with a way to its values in a
    copy.
    """
    yield layout, lambda record: record
    for field in layout.elements:
        if field.group is not None and field.id in data:
            yield field.group, _inside(field)


def _inside(field: Element) -> _Place:
    def place(record: Plain) -> Plain:
        inner: Plain = record[field.id] if field.many is None else record[field.id][0]
        return inner

    return place
