"""What is to be noted of a record beside its errors: values outside advisory lists, doubtful codes, codes of no scheme.

Nothing here makes a record wrong; all findings are warnings. Some say that a code was not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.codes.registry import registry
from tracecode.errors import UnknownId
from tracecode.findings import Finding
from tracecode.records.explain import masked, value_shown
from tracecode.records.models import model_of
from tracecode.records.plain import MAX_ID
from tracecode.records.rules import Agrees, CodeFits, Rule, Values
from tracecode.records.schemes import accepts, identified, is_foreign

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog
    from tracecode.spec.layout import Field, Group


def notes(group: Group, data: Mapping[str, Any], catalog: Catalog | None = None, prefix: str = "") -> list[Finding]:
    """What is to be noted of a record or group.

    Args:
        group: its record type, or the group.
        data: plain data, or the values of the typed record.
        catalog: the catalogue that the group is of; the packaged one if left out.
        prefix: what stands before its paths.
    """
    found: list[Finding] = []
    _advise(_advice(group, catalog), data, prefix, None, found)
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


@cache
def _advice(group: Group, catalog: Catalog | None) -> tuple[_Advice, ...]:
    """The elements of a group on which there may be something to say beside errors."""
    advice = []
    rules = model_of(group, catalog).rules
    for field in group.fields:
        if field.group is not None:
            if inner := _advice(field.group, catalog):
                advice.append(_Advice(field.id, inner, _nothing))
            continue
        if field.codelist is not None and not field.codelist.strict and not field.codelist.covers:
            advice.append(_Advice(field.id, None, _unlisted(field)))
        if field.spec.scheme is not None and registry(catalog)[field.spec.scheme].warns:
            advice.append(_Advice(field.id, None, _warnings(field, catalog)))
        if field.identifies:
            own = any(
                rule.code is not None and rule.code.scheme == field.id and not rule.code.other_goods
                for rule in group.rules
            )
            codes = tuple(rule for rule in rules if isinstance(rule, CodeFits) and rule.scheme == field.id)
            advice.append(_Advice(field.id, None, _named(field, catalog, own=own), codes, _unsure(catalog)))
    advice += [
        _Advice(rule.there, None, _nothing, (rule,))
        for rule in rules
        if isinstance(rule, Agrees) and rule.at_work.severity != "error"
    ]
    advice += [
        _Advice(rule.lines or rule.value, None, _nothing, (_Unnamed(rule, group),))
        for rule in rules
        if isinstance(rule, CodeFits) and not _is_asked_for(group.field(rule.scheme), rule)
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


def _is_asked_for(named: Field, rule: CodeFits) -> bool:
    """Whether a record without the name of an encoding rule is wrong wherever it has a code to which that belongs."""
    return named.required or named.use.when == {rule.lines or rule.value: ("*",)}


class _Unnamed(Rule):
    """A code beside which no encoding rule is named, so that nothing judged it, nor its links."""

    def __init__(self, rule: CodeFits, group: Group) -> None:
        self._rule = rule
        inner = group.field(rule.lines).group if rule.lines is not None else group
        assert inner is not None
        self._values = {"name": inner.field(rule.value).name, "allowed": group.field(rule.scheme).name}

    def broken(self, values: Values) -> tuple[Finding, ...]:  # noqa: ARG002  # it makes no record wrong
        """Nothing."""
        return ()

    def doubts(self, values: Values) -> tuple[Finding, ...]:
        """That the codes were not checked, if there are any."""
        if values.get(self._rule.scheme) is not None or not self._rule.has_codes(values):
            return ()
        finding = Finding(rule="record.no_scheme", severity="warning", values=self._values, path=self._rule.scheme)
        return (finding,)


@cache
def _unsure(catalog: Catalog | None) -> Callable[[str], bool]:
    """Whether nothing is sure of an encoding rule: then it takes any text, and says what it doubts."""

    @lru_cache(512)
    def unsure(id: str) -> bool:
        return identified(id, catalog) is not None and registry(catalog)[id].unsure

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


def _named(field: Field, catalog: Catalog | None, *, own: bool) -> Advise:
    """An encoding rule that is not of this standard, or not one of those that the item carries for the purpose.

    Args:
        field: the element that names it.
        catalog: the specifications.
        own: whether its codes are those of the record's own goods and parties.
    """

    @lru_cache(512)
    def advise(value: str, item: str | None) -> Iterable[Finding]:
        carried = frozenset[str]() if item is None or not own else _carried(item[:MAX_ID], field.identifies, catalog)
        if value in carried:
            return ()
        if is_foreign(value):
            return (Finding(rule="record.foreign_scheme", severity="warning", values={"found": value}),)
        if not carried or not accepts(value, field.identifies, catalog):
            return ()
        about = registry(catalog).catalog.product(item or "").name
        values = {"name": field.name, "found": value, "product": about}
        return (Finding(rule="record.uncarried_scheme", severity="warning", values=values),)

    return advise


@lru_cache(1024)
def _carried(item: str, kinds: tuple[str, ...], catalog: Catalog | None) -> frozenset[str]:
    """The encoding rules that an item carries and whose codes identify one of these kinds; of no item none."""
    try:
        codes = registry(catalog).catalog.product(item).codes.all
    except UnknownId:
        return frozenset()
    return frozenset(id for id in codes if accepts(id, kinds, catalog))


def _warnings(field: Field, catalog: Catalog | None) -> Advise:
    """What an encoding rule warns of."""
    scheme = registry(catalog)[field.spec.scheme or ""]

    @lru_cache(4096)
    def warnings(value: str) -> Iterable[Finding]:
        _, findings = scheme.read(value, None, strict=True)
        return tuple(masked(finding, field) for finding in findings if finding.severity == "warning")

    return lambda value, _item: warnings(value)
