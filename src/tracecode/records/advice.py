"""What is to be noted of a record beside its errors: values outside advisory lists, doubtful codes.

Nothing here makes a record wrong; all findings are warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.codes.registry import registry
from tracecode.findings import Finding
from tracecode.records.explain import masked, value_shown

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
    _advise(_advice(group, catalog), data, prefix, found)
    return found


Advise = Callable[[str], Iterable[Finding]]
"""Says what is to be noted of a value."""


class _Advice(NamedTuple):
    id: str
    inner: tuple[Any, ...] | None
    """Of a group: the advice on its elements."""
    advise: Advise


@cache
def _advice(group: Group, catalog: Catalog | None) -> tuple[_Advice, ...]:
    """The elements of a group on which there may be something to say beside errors."""
    advice = []
    for field in group.fields:
        if field.group is not None:
            if inner := _advice(field.group, catalog):
                advice.append(_Advice(field.id, inner, lambda _: ()))
            continue
        if field.codelist is not None and not field.codelist.strict and not field.codelist.covers:
            advice.append(_Advice(field.id, None, _unlisted(field)))
        if field.spec.scheme is not None and registry(catalog)[field.spec.scheme].warns:
            advice.append(_Advice(field.id, None, _warnings(field, catalog)))
        if any(rule.code is not None and rule.code.scheme == field.id for rule in group.rules):
            advice.append(_Advice(field.id, None, _unknown_scheme(frozenset(registry(catalog).ids))))
    return tuple(advice)


def _advise(advice: tuple[_Advice, ...], data: Mapping[str, Any], prefix: str, found: list[Finding]) -> None:
    for id, inner, advise in advice:
        value = data.get(id)
        if value is None:
            continue
        if inner is None and type(value) is str:
            if notes := advise(value):
                found += [_below(finding, prefix + id) for finding in notes]
            continue
        for i, each in enumerate(value) if type(value) is list else ((None, value),):
            path = f"{prefix}{id}" if i is None else f"{prefix}{id}[{i}]"
            values = each if type(each) is dict else getattr(each, "__dict__", None)
            if inner is not None and values is not None:
                _advise(inner, values, f"{path}.", found)
            elif inner is None and type(each) is str:
                found += [_below(finding, path) for finding in advise(each)]


def _below(finding: Finding, path: str) -> Finding:
    return finding.replace(path=f"{path}.{finding.path}" if finding.path else path)


def _unlisted(field: Field) -> Advise:
    """A value outside a code list that may be incomplete."""
    assert field.codelist is not None
    codes, name = frozenset(entry.code for entry in field.codelist.entries), field.codelist.name

    def advise(value: str) -> Iterable[Finding]:
        if value in codes:
            return ()
        values = {"name": field.name, "found": value_shown(value, field), "list": name}
        return (Finding(rule="record.unlisted", severity="warning", values=values),)

    return advise


def _unknown_scheme(known: frozenset[str]) -> Advise:
    """An encoding rule that is not in the catalogue."""

    def advise(value: str) -> Iterable[Finding]:
        if value in known:
            return ()
        return (Finding(rule="record.unknown_scheme", severity="warning", values={"found": value}),)

    return advise


def _warnings(field: Field, catalog: Catalog | None) -> Advise:
    """What an encoding rule warns of."""
    scheme = registry(catalog)[field.spec.scheme or ""]

    @lru_cache(4096)
    def advise(value: str) -> Iterable[Finding]:
        _, findings = scheme.read(value, None, strict=True)
        return tuple(masked(finding, field) for finding in findings if finding.severity == "warning")

    return advise
