"""What is to be noted of a record beside its errors: values outside advisory lists, doubtful codes, foreign schemes.

Nothing here makes a record wrong; all findings are warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.codes.registry import registry
from tracecode.errors import UnknownId
from tracecode.findings import Finding
from tracecode.records.explain import masked, value_shown
from tracecode.records.models import model_of
from tracecode.records.plain import MAX_ID
from tracecode.records.rules import Agrees, CodeFits, Rule
from tracecode.records.schemes import accepts, identified, is_foreign
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.layout import Field, Group
    from tracecode.standard.resolved import Resolved


def notes(group: Group, data: Mapping[str, Any], standard: Resolved, prefix: str = "") -> list[Finding]:
    """What is to be noted of a record or group.

    Args:
        group: its record type, or the group.
        data: plain data, or the values of the typed record.
        standard: that the group is of.
        prefix: what stands before its paths.
    """
    found: list[Finding] = []
    _advise(_advice(standard, group), data, prefix, None, found)
    return found


Advise = Callable[[str, str | None], Iterable[Finding]]
"""Says what is to be noted of a value, in a record of an item."""


class _Advice(NamedTuple):
    id: str
    inner: tuple[Any, ...] | None
    """Of a group: the advice on its elements."""
    advise: Advise
    rules: tuple[Rule, ...] = ()
    """Rules among elements that may raise doubts."""
    doubtful: Callable[[str], bool] = bool
    """Whether they may where the element has this value."""


@kept
def _advice(standard: Resolved, group: Group) -> tuple[_Advice, ...]:
    """The elements of a group on which there may be something to say beside errors."""
    advice = []
    rules = model_of(group, standard).rules
    for field in group.fields:
        if field.group is not None:
            if inner := _advice(standard, field.group):
                advice.append(_Advice(field.id, inner, _nothing))
            continue
        if field.codelist is not None and not field.codelist.strict and not field.codelist.covers:
            advice.append(_Advice(field.id, None, _unlisted(field)))
        if field.spec.scheme is not None and registry(standard)[field.spec.scheme].warns:
            advice.append(_Advice(field.id, None, _warnings(field, standard)))
        if field.identifies:
            own = any(
                rule.code is not None and rule.code.scheme == field.id and not rule.code.other_goods
                for rule in group.rules
            )
            codes = tuple(rule for rule in rules if isinstance(rule, CodeFits) and rule.scheme == field.id)
            advice.append(_Advice(field.id, None, _named(field, standard, own=own), codes, _unsure(standard)))
    advice += [
        _Advice(rule.there, None, _nothing, (rule,))
        for rule in rules
        if isinstance(rule, Agrees) and rule.at_work.severity != "error"
    ]
    return tuple(advice)


def _advise(
    advice: tuple[_Advice, ...], data: Mapping[str, Any], prefix: str, item: str | None, found: list[Finding]
) -> None:
    own = data.get("product_item", item)
    item = own if type(own) is str else None
    for id, inner, advise, rules, doubtful in advice:
        value = data.get(id)
        if value is None:
            continue
        if rules and (type(value) is not str or doubtful(value)):
            for rule in rules:
                found += [finding.replace(path=f"{prefix}{finding.path}") for finding in rule.doubts(data)]
        if inner is None and type(value) is str:
            if notes := advise(value, item):
                found += [_below(finding, prefix + id) for finding in notes]
            continue
        for i, each in enumerate(value) if type(value) is list else ((None, value),):
            path = f"{prefix}{id}" if i is None else f"{prefix}{id}[{i}]"
            values = each if type(each) is dict else getattr(each, "__dict__", None)
            if inner is not None and values is not None:
                _advise(inner, values, f"{path}.", item, found)
            elif inner is None and type(each) is str:
                found += [_below(finding, path) for finding in advise(each, item)]


def _nothing(_value: str, _item: str | None) -> Iterable[Finding]:
    return ()


@kept
def _unsure(standard: Resolved) -> Callable[[str], bool]:
    """Whether nothing is sure of an encoding rule: then it takes any text, and says what it doubts."""

    @lru_cache(512)
    def unsure(id: str) -> bool:
        return identified(id, standard) is not None and registry(standard)[id].unsure

    return unsure


def _below(finding: Finding, path: str) -> Finding:
    return finding.replace(path=f"{path}.{finding.path}" if finding.path else path)


def _unlisted(field: Field) -> Advise:
    """A value outside a code list that may be incomplete."""
    assert field.codelist is not None
    codes, name = frozenset(entry.code for entry in field.codelist.entries), field.codelist.name

    def advise(value: str, _item: str | None) -> Iterable[Finding]:
        if value in codes:
            return ()
        values = {"name": field.name, "found": value_shown(value, field), "list": name}
        return (Finding(rule="record.unlisted", severity="warning", values=values),)

    return advise


def _named(field: Field, standard: Resolved, *, own: bool) -> Advise:
    """An encoding rule that is not of this standard, or not one of those that the item carries for the purpose.

    Args:
        field: the element that names it.
        standard: the specifications.
        own: whether its codes are those of the record's own goods and parties.
    """

    @lru_cache(512)
    def advise(value: str, item: str | None) -> Iterable[Finding]:
        carried = frozenset[str]() if item is None or not own else _carried(item[:MAX_ID], field.identifies, standard)
        if value in carried:
            return ()
        if is_foreign(value):
            return (Finding(rule="record.foreign_scheme", severity="warning", values={"found": value}),)
        if not carried or not accepts(value, field.identifies, standard):
            return ()
        about = standard.product(item or "").name
        values = {"name": field.name, "found": value, "product": about}
        return (Finding(rule="record.uncarried_scheme", severity="warning", values=values),)

    return advise


def _carried(item: str, kinds: tuple[str, ...], standard: Resolved) -> frozenset[str]:
    """The encoding rules that an item carries and whose codes identify one of these kinds; of no item none."""
    try:
        codes = standard.product(item).codes.all
    except UnknownId:
        return frozenset()
    return frozenset(id for id in codes if accepts(id, kinds, standard))


def _warnings(field: Field, standard: Resolved) -> Advise:
    """What an encoding rule warns of."""
    scheme = registry(standard)[field.spec.scheme or ""]

    @lru_cache(4096)
    def warnings(value: str) -> Iterable[Finding]:
        _, findings = scheme.read(value, None, strict=True)
        return tuple(masked(finding, field) for finding in findings if finding.severity == "warning")

    return lambda value, _item: warnings(value)
