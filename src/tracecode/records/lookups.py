"""What explaining a wrong record asks of its group again and again: looked up once.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> fields_of(record_layout(packaged(), "recall"))["recall_no"].required
True
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracecode.findings import Finding
from tracecode.records.models import model_of
from tracecode.records.rules import Agrees, RecordRule
from tracecode.standard.resolved import kept
from tracecode.value import remembered

if TYPE_CHECKING:
    from tracecode.spec.base import Evidence
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved


@remembered
def fields_of(group: ElementGroup) -> dict[str, Element]:
    """The elements by id."""
    return {field.id: field for field in group.elements}


@remembered
def elements_of(group: ElementGroup) -> tuple[str, ...]:
    """The ids of the elements."""
    return tuple(fields_of(group))


@remembered
def groups_of(group: ElementGroup) -> tuple[Element, ...]:
    """The elements that are groups themselves."""
    return tuple(field for field in group.elements if field.group is not None)


@remembered
def personal_of(group: ElementGroup) -> frozenset[str]:
    """The personal elements."""
    return frozenset(field.id for field in group.elements if field.personal)


@remembered
def plain_of(group: ElementGroup) -> frozenset[str]:
    """The elements of which a wrong value, and what is wrong with it, may be remembered: none is
    personal, and no code, of which more may be asked on another day.
    """
    return frozenset(
        field.id
        for field in group.elements
        if field.group is None and not field.personal and field.spec.scheme is None
    )


@kept
def rules_with_names(
    standard: Resolved, group: ElementGroup
) -> tuple[tuple[RecordRule, frozenset[str]], ...]:
    """The rules of the class, each with everything that it names."""
    return tuple((rule, frozenset(_named(rule))) for rule in model_of(group, standard).rules)


@kept
def citation_of(
    standard: Resolved, group: ElementGroup, element: str | None
) -> tuple[str, Evidence]:
    """The document behind the obligation of an element, or behind the whole, and its evidence."""
    where: Element | ElementGroup = group if element is None else fields_of(group)[element]
    return standard.cite(where.source), where.evidence


def cited(
    finding: Finding, element: str | None, group: ElementGroup, standard: Resolved
) -> Finding:
    """The finding with the document behind it: of the element's obligation, or of the whole."""
    if finding.source is not None:
        return finding
    source, evidence = citation_of(
        standard, group, element if element in fields_of(group) else None
    )
    return finding.replace(source=source, evidence=evidence)


def _named(rule: RecordRule) -> Iterable[str]:
    if isinstance(rule, Agrees):
        yield from rule.elements
        return
    for value in vars(rule).values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple | dict):
            yield from value
