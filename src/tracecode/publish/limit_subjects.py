"""What the limits of schema languages concern in a record type: elements, or rules among them, in
words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.publish.patterns import scheme_pattern
from tracecode.publish.xsd import MOST
from tracecode.records.source import form
from tracecode.spec.rule_model import EqualSpec, OrderSpec, SumSpec, codes_in, compared_in
from tracecode.standard.elements import ElementGroup
from tracecode.standard.links import links

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

EXACT = 15
"""Most digits of a number that double precision, in which XPath 1.0 computes, keeps exactly."""


def _groups(layout: ElementGroup) -> Iterator[tuple[str, ElementGroup]]:
    """The record type and every group in it, with the beginning of the paths inside."""
    yield "", layout
    for path, field in layout.walk():
        if field.group is not None:
            yield f"{path}.", field.group


def _coded(layout: ElementGroup, standard: Resolved) -> Iterator[tuple[str, str, str | None]]:
    """The elements whose values are judged as codes: path, encoding rule, its pattern."""
    for path, field in layout.walk():
        if field.group is None and (scheme := form(field, standard).scheme) is not None:
            yield path, scheme, scheme_pattern(registry(standard)[scheme])


def content(layout: ElementGroup, standard: Resolved) -> Iterator[str]:
    """The codes that have a pattern, and rules beyond it."""
    return (
        f"`{path}`: {scheme}"
        for path, scheme, pattern in _coded(layout, standard)
        if pattern is not None
    )


def unsure(layout: ElementGroup, standard: Resolved) -> Iterator[str]:
    """The codes that have none, since no layout of theirs is certain."""
    return (
        f"`{path}`: {scheme}"
        for path, scheme, pattern in _coded(layout, standard)
        if pattern is None
    )


def pairs(layout: ElementGroup, _standard: Resolved) -> Iterator[str]:
    """The codes beside the name of their encoding rule."""
    for prefix, group in _groups(layout):
        for code in codes_in(group.rules):
            on = f" @ `{prefix}{code.on}`" if code.on else ""
            value = f"{code.lines}.{code.value}" if code.lines else code.value
            yield f"`{prefix}{value}`: `{prefix}{code.scheme}`{on}"


def linked(layout: ElementGroup, standard: Resolved) -> Iterator[str]:
    """The codes that agree with each other."""
    for prefix, group in _groups(layout):
        for link in links(group, standard):
            yield f"`{prefix}{link.here.element}` ({link.scheme}) ~ `{prefix}{link.there.element}` ({link.link.to})"


def orders(layout: ElementGroup, _standard: Resolved) -> Iterator[str]:
    """The elements of which one is no later or no greater than the next."""
    for prefix, group in _groups(layout):
        for rule in group.rules:
            if isinstance(rule, OrderSpec):
                yield " ≤ ".join(f"`{prefix}{id}`" for id in rule.order)


def equals(layout: ElementGroup, _standard: Resolved) -> Iterator[str]:
    """The elements that are equal."""
    for prefix, group in _groups(layout):
        for rule in group.rules:
            if isinstance(rule, EqualSpec):
                yield " = ".join(f"`{prefix}{id}`" for id in rule.equal)


def sums(layout: ElementGroup, _standard: Resolved) -> Iterator[str]:
    """The elements that add up to another."""
    for prefix, group in _groups(layout):
        for rule in group.rules:
            if isinstance(rule, SumSpec):
                yield f"Σ `{prefix}{rule.sum.lines}.{rule.sum.of}` = `{prefix}{rule.sum.total}`"


def wide(layout: ElementGroup, _standard: Resolved) -> Iterator[str]:
    """The numbers too long for XPath that rules compare or add."""
    for prefix, group in _groups(layout):
        fields = {field.id: field for field in group.elements}
        for rule in group.rules:
            for id in compared_in(rule):
                notation = fields[id].format
                if notation is not None and notation.number and notation.max > EXACT:
                    yield f"{prefix}{id}"


def integers(layout: ElementGroup, _standard: Resolved) -> Iterator[str]:
    """The whole numbers."""
    return (
        f"`{path}`"
        for path, field in layout.walk()
        if field.format is not None and field.format.kind == "integer"
    )


def unbounded(layout: ElementGroup, _standard: Resolved) -> Iterator[str]:
    """What may stand more often than a schema can say."""
    many = ((path, field.many) for path, field in layout.walk())
    return (f"`{path}`: {most}" for path, most in many if most is not None and most > MOST)
