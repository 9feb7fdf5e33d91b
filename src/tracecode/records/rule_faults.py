"""The findings of broken rules among elements, named and cited: also where other elements are
wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from tracecode.findings import Finding
from tracecode.messages import Constant
from tracecode.records.finding_values import without_values
from tracecode.records.lookups import (
    cited,
    elements_of_rules,
    fields_of,
    groups_of,
    personal_of,
    rules_with_names,
)
from tracecode.spec.rule_model import SumRule
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.spec.rule_model import RuleSpec
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved


def of_rule(finding: Finding, path: str | None, group: ElementGroup, standard: Resolved) -> Finding:
    """The finding of a rule among elements: with a name and a document, without the values of
    personal elements.

    Args:
        finding: as the rule made it; its path is that within the group.
        path: where it stands in the record.
        group: whose rule it is.
        standard: the specifications.
    """
    if finding.rule == "record.at_least_one":  # which says nothing of a record
        return _constants(standard)(finding, path, group)
    return _made(standard, finding, path, group)


def _made(standard: Resolved, finding: Finding, path: str | None, group: ElementGroup) -> Finding:
    own = finding.path
    id = own.partition("[")[0] if own is not None and own.endswith("]") else own
    field = None if id is None else fields_of(group).get(id)
    named = {} if field is None else {"name": field.name}
    made = finding.replace(path=path, values=dict(finding.values) | named)
    if (rule := _broken(finding, group)) is not None:
        source, evidence = rule.source or group.source, rule.evidence or group.evidence
        made = made.replace(source=standard.cite(source), evidence=evidence)
    made = cited(made, own, group, standard)
    return without_values(made, own, personal_of(group).__contains__)


def _broken(finding: Finding, group: ElementGroup) -> RuleSpec | None:
    """The rule of a group that a finding is on: the narrowest of its kind with all elements that
    the finding names.

    None for conditions of elements, and for codes, whose documents are named by the encoding rule.
    """
    values, kind = finding.values, finding.rule.removeprefix("record.")
    named: set[object]
    match kind:
        case "at_least_one" | "exclusive":
            listed = values["allowed" if kind == "at_least_one" else "found"]
            assert isinstance(listed, list | tuple)
            named = {*listed}
        case "order" | "equal":
            named = {values["first"], finding.path}
        case "sum":
            named = {finding.path}
        case _:
            return None
    rules = [
        (rule, elements) for rule in group.rules if named <= (elements := _compared(rule, kind))
    ]
    return min(rules, key=lambda pair: len(pair[1]), default=(None, ()))[0]


def _compared(rule: RuleSpec, kind: str) -> frozenset[str]:
    """The elements that a rule of a kind compares; none if it is of another kind."""
    compared = getattr(rule, kind, ())
    return frozenset([compared.total] if isinstance(compared, SumRule) else compared)


@kept
def _constants(standard: Resolved) -> Callable[[Finding, str | None, ElementGroup], Finding]:
    """`_made_once`, of which some thousand answers are kept."""
    return lru_cache(1024)(partial(_made_once, standard))


def _made_once(
    standard: Resolved, finding: Finding, path: str | None, group: ElementGroup
) -> Finding:
    made = _made(standard, finding, path, group)
    return made.replace(values=Constant(made.values))


def rules_beside(
    layout: ElementGroup,
    data: Mapping[str, Any],
    prefix: str,
    wrong: set[str],
    around: set[str],
    standard: Resolved,
) -> Iterator[Finding]:
    """The broken rules among elements that are right, where the class itself did not come to try
    them.

    Args:
        layout: the record type or group.
        data: what stands in it.
        prefix: what stands before its paths.
        wrong: the paths of what is wrong.
        around: the paths of what is around it.
        standard: the specifications.
    """
    if prefix.removesuffix(".") not in around:
        return
    for field in groups_of(layout):
        if (path := prefix + field.id) not in around:
            continue
        value = data.get(field.id)
        below = value if isinstance(value, list) else (value,)
        for i, line in enumerate(below):
            if isinstance(line, Mapping) and field.group is not None:
                at = f"{path}[{i}]." if isinstance(value, list) else f"{path}."
                yield from rules_beside(field.group, line, at, wrong, around, standard)
    usable: dict[str, Any] = {}
    unusable: set[str] = set()
    for field in elements_of_rules(standard, layout):
        if (value := data.get(field.id)) is None:
            continue
        if (path := prefix + field.id) in wrong or path in around:
            unusable.add(field.id)
        else:
            usable[field.id] = _typed(field, value)
    for rule, named in rules_with_names(standard, layout):
        if unusable.isdisjoint(named):
            for finding in rule.broken(usable):
                yield of_rule(
                    finding,
                    (prefix + (finding.path or "")).removesuffix(".") or None,
                    layout,
                    standard,
                )


def around(wrong: set[str]) -> set[str]:
    """What is around wrong elements: of `lines[3].weight` that is `lines[3]`, `lines` and the
    record itself, ``.
    """
    paths: set[str] = set()
    for path in wrong:
        if path.isidentifier():
            paths.add("")
            continue
        while path and (path := path[: max(path.rfind("."), path.rfind("["), 0)]) not in paths:
            paths.add(path)
    return paths


def _typed(field: Element, value: Any) -> Any:
    if field.group is not None:
        if isinstance(value, list):
            return [
                _typed_line(field.group, line) if isinstance(line, Mapping) else line
                for line in value
            ]
        return value
    kind = field.format.kind if field.format else "text"
    read: Callable[[str], Any] | None = _READ.get(kind)
    return read(value) if read is not None and isinstance(value, str) else value


def _typed_line(group: ElementGroup, line: Mapping[str, Any]) -> dict[str, Any]:
    return {field.id: _typed(field, line[field.id]) for field in group.elements if field.id in line}


_READ: dict[str, Callable[[str], Any]] = {
    "decimal": Decimal, "date": date.fromisoformat, "moment": datetime.fromisoformat,
}  # fmt: skip
