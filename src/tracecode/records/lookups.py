"""What explaining a wrong record asks of its group again and again: looked up once.

>>> from tracecode.spec.catalog import load_catalog
>>> from tracecode.spec.layout import record_layout
>>> fields_of(record_layout(load_catalog(), "recall"))["recall_no"].required
True
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.codes.rules import citation
from tracecode.records.models import model_of
from tracecode.records.rules import Agrees, Rule

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog
    from tracecode.spec.layout import Field, Group
    from tracecode.spec.model import Evidence


@cache
def fields_of(group: Group) -> dict[str, Field]:
    """The elements by id."""
    return {field.id: field for field in group.fields}


@cache
def elements_of(group: Group) -> tuple[str, ...]:
    """The ids of the elements."""
    return tuple(fields_of(group))


@cache
def groups_of(group: Group) -> tuple[Field, ...]:
    """The elements that are groups themselves."""
    return tuple(field for field in group.fields if field.group is not None)


@cache
def personal_of(group: Group) -> frozenset[str]:
    """The personal elements."""
    return frozenset(field.id for field in group.fields if field.personal)


@cache
def rules_with_names(group: Group, catalog: Catalog | None) -> tuple[tuple[Rule, frozenset[str]], ...]:
    """The rules of the class, each with everything that it names."""
    return tuple((rule, frozenset(_named(rule))) for rule in model_of(group, catalog).rules)


@cache
def citation_of(group: Group, element: str | None, catalog: Catalog | None) -> tuple[str, Evidence]:
    """The document behind the obligation of an element, or behind the whole, and its evidence."""
    where: Field | Group = group if element is None else fields_of(group)[element]
    return citation(where.source, registry(catalog).catalog), where.evidence


def _named(rule: Rule) -> Iterable[str]:
    if isinstance(rule, Agrees):
        yield from rule.elements
        return
    for value in vars(rule).values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple | dict):
            yield from value
