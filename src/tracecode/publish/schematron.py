"""Schematron of records and messages: the rules among elements, which XML Schema cannot say, and
more.

The more is how often an element may stand, where the XSD leaves that open (`xsd.MOST`).

ISO Schematron with XSLT 1.0 and XPath 1.0, so that every processor runs it; use it after the XSD,
which sees to the values by themselves. Numbers are compared as XPath 1.0 computes, in double
precision; what that leaves open is listed by `schema_limits`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, assert_never

from tracecode.escape import attribute, markup, xpath
from tracecode.lint.blame import blaming
from tracecode.publish.xsd import MOST
from tracecode.records.plain import PARTS
from tracecode.records.xml_elements import NAMESPACE
from tracecode.spec.record_model import Period
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    CodeFitsSpec,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumRule,
    SumSpec,
)
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.spec.base import Citation, Evidence
    from tracecode.spec.formats import FormatKind
    from tracecode.standard.resolved import Resolved


_BRACES = {"{": "$left-brace", "}": "$right-brace"}
"""Processors copy a test into an attribute of XSLT, where what stands in braces is computed. Ids
have no hyphen.
"""


class Assertion(NamedTuple):
    """One rule as an XPath expression that is true where it is kept."""

    rule: str
    """The id of the finding that the library would give."""
    test: str
    zh: str
    en: str
    source: Citation
    evidence: Evidence
    moments: tuple[str, ...] = ()
    """Elements whose times are compared, each made a number of seconds first."""


@blaming
def schema(standard: Resolved, *only: RecordLayout) -> str:
    """The Schematron of record types, and of the message around them.

    Args:
        standard: the specifications.
        only: these record types; all if none is named.
    """
    records = list(only or layouts(standard))
    parts = {name: group_layout(standard, id) for name, id in PARTS.items()}
    nested = {
        f"t:{field.id}" if field.use.group is None else f"t:{owner}/t:{field.id}": field.group
        for group in (*records, *parts.values())
        for path, field in group.walk()
        if field.group is not None
        for owner in (path.split(".")[-2] if "." in path else group.id,)
    }
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt">',
        "<sch:title>追溯记录的条件规则 / Rules among the elements of trace records</sch:title>",
        f'<sch:ns prefix="t" uri="{NAMESPACE}"/>',
        '<sch:pattern id="rules">',
    ]
    # One pattern: a node is tried by the first rule that fits it, so records come before groups of
    # the same name.
    for layout in records:
        out += _rule(f"/t:{layout.id} | /t:message/t:body/t:{layout.id}", layout, standard)
    for name, part in parts.items():
        out += _rule(f"/t:message/t:{name}", part, standard)
    # a narrower group where it stands
    for place in sorted(nested, key=lambda place: ("/" not in place, place)):
        out += _rule(place, nested[place], standard)
    return "\n".join([*out, "</sch:pattern>", "</sch:schema>", ""])


def assertions(group: ElementGroup) -> Iterator[Assertion]:
    """The rules among the elements of a record type or group that XPath can say, and what the XSD
    leaves open.
    """
    fields = {field.id: field for field in group.elements}
    for field in group.elements:
        if field.many is not None and field.many > MOST:
            yield Assertion(
                "record.occurrences", f"count(t:{field.id}) <= "
                                      f"{field.many}", f"{field.name.zh}最多 {field.many} 项",
                f"at most {field.many} of: {field.name.en}", field.source, field.evidence,
            )  # fmt: skip
        if field.use.when is not None:
            given = " and ".join(
                _condition(fields[id], wanted) for id, wanted in field.use.when.items()
            )
            yield Assertion(
                "record.required_when", f"t:{field.id} or "
                                        f"not({given})", f"{field.name.zh}在此条件下必填",
                f"{field.name.en} is required here", field.source, field.evidence,
            )  # fmt: skip
    for rule in group.rules:
        source, evidence = rule.source or group.source, rule.evidence or group.evidence
        for id, test, zh, en, moments in _among(rule, fields):
            yield Assertion(id, test, zh, en, source, evidence, moments)


def _rule(context: str, group: ElementGroup, standard: Resolved) -> list[str]:
    checks = list(assertions(group))
    if not checks:
        return []
    moments = dict.fromkeys(id for check in checks for id in check.moments)
    braces = [brace for brace in _BRACES.values() if any(brace in check.test for check in checks)]
    return [
        f"<sch:rule context={attribute(context)}>",
        *(_let(brace[1:], f"'{sign}'") for sign, brace in _BRACES.items() if brace in braces),
        *(line for id in moments for line in _seconds(id)),
        *(
            f"<sch:assert test={attribute(check.test)}>"
            + markup(
                f"{check.rule}: {check.zh} / {check.en} [{standard.cite(check.source)}; "
                f"{check.evidence}]"
            )
            + "</sch:assert>"
            for check in checks
        ),
        "</sch:rule>",
    ]


def _condition(field: Element, wanted: tuple[str, ...] | Period) -> str:
    here = f"t:{field.id}"
    if isinstance(wanted, Period):
        day = f"number(translate({here}, '-', ''))"
        ends = [(">=", wanted.since), ("<=", wanted.until)]
        return " and ".join(f"{day} {sign} {end:%Y%m%d}" for sign, end in ends if end)
    if wanted == ("*",):
        return here
    if _kind(field) not in ("text", "digits", "letters"):
        here = f"normalize-space({here})"  # white space around other values does not count
    return f"({' or '.join(f'{here} = {xpath(value, _BRACES)}' for value in wanted)})"


def _among(
    rule: RuleSpec, fields: dict[str, Element]
) -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
    def names(ids: Iterable[str]) -> tuple[str, str]:
        texts = [fields[id].name for id in ids]
        return "、".join(name.zh for name in texts), ", ".join(name.en for name in texts)

    def pairs(ids: Iterable[str], sign: str) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        for first, second in combinations(ids, 2):
            zh, en = names((first, second))
            kind = _kind(fields[first])
            test = f"not(t:{first}) or not(t:{second}) or {_value(first, kind)} {sign} {_value(second, kind)}"
            yield test, zh, en, (first, second) if kind == "moment" else ()

    match rule:
        case AtLeastOneSpec():
            zh, en = names(rule.at_least_one)
            test = " or ".join(f"t:{id}" for id in rule.at_least_one)
            yield (
                "record.at_least_one",
                test,
                f"至少填写一项：{zh}",
                f"one of these is required: {en}",
                (),
            )
        case ExclusiveSpec():
            zh, en = names(rule.exclusive)
            test = " + ".join(f"boolean(t:{id})" for id in rule.exclusive)
            yield (
                "record.exclusive",
                f"{test} <= 1",
                f"最多填写一项：{zh}",
                f"at most one of these: {en}",
                (),
            )
        case OrderSpec():
            for test, zh, en, moments in pairs(rule.order, "<="):
                yield "record.order", test, f"{zh}不得递减", f"{en} do not decrease", moments
        case EqualSpec():
            for test, zh, en, moments in pairs(rule.equal, "="):
                yield "record.equal", test, f"{zh}应相等", f"{en} are equal", moments
        case SumSpec():
            zh, en = names((rule.sum.lines, rule.sum.total))
            test = _sum(rule.sum, fields)
            yield (
                "record.sum",
                test,
                f"各行之和应等于合计：{zh}",
                f"the lines add up to the total: {en}",
                (),
            )
        case CodeFitsSpec():
            return  # XPath cannot judge a code
        case _:
            assert_never(rule)


def _kind(field: Element) -> FormatKind:
    return field.format.kind if field.format else "text"


def _value(id: str, kind: FormatKind) -> str:
    """The value of an element as something that XPath compares."""
    if kind == "moment":
        return f"${id}_s"
    if kind in ("integer", "decimal"):
        return f"number(t:{id})"
    if kind in ("date", "month", "year", "time"):
        return f"number(translate(t:{id}, '-:', ''))"
    return f"t:{id}"


def _seconds(id: str) -> list[str]:
    """Variables that make a time with its offset a number of seconds, by the day number of the
    Gregorian calendar.
    """
    here = f"normalize-space(t:{id})"  # white space around a time does not count

    def part(at: int, length: int) -> str:
        return f"number(substring({here}, {at}, {length}))"

    year, month = f"({part(1, 4)} + 4800 - ${id}_a)", f"({part(6, 2)} + 12 * ${id}_a - 3)"
    days = (
        f"{part(9, 2)} + floor((153 * {month} + 2) div 5) + 365 * {year} + floor({year} div 4)"
        f" - floor({year} div 100) + floor({year} div 400)"
    )
    clock = f"{part(12, 2)} * 3600 + {part(15, 2)} * 60 + {part(18, 2)}"
    offset = (
        f"({part(21, 2)} * 3600 + {part(24, 2)} * 60) * (1 - 2 * (substring({here}, 20, 1) = '-'))"
    )
    lets = {
        "a": f"floor((14 - {part(6, 2)}) div 12)",
        "d": days,
        "s": f"${id}_d * 86400 + {clock} - {offset}",
    }
    return [_let(f"{id}_{name}", value) for name, value in lets.items()]


def _let(name: str, value: str) -> str:
    return f"<sch:let name={attribute(name)} value={attribute(value)}/>"


def _sum(rule: SumRule, fields: dict[str, Element]) -> str:
    lines, total = fields[rule.lines], fields[rule.total]
    assert lines.group is not None
    places = max(
        form.decimals
        for form in (lines.group.element(rule.of).format, total.format)
        if form is not None
    )
    scale = f"{Decimal(10) ** places:f}"
    rows = f"t:{rule.lines}"
    # Rounding to the last decimal takes out what double precision adds.
    return (
        f"not(t:{rule.total}) or not({rows}) or {rows}[not(t:{rule.of})]"
        f" or round(sum({rows}/t:{rule.of}) * {scale}) = round(t:{rule.total} * {scale})"
    )
