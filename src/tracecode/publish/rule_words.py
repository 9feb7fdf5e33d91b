"""Rules among elements in words: of a template to fill in, with the columns on which they are told;
of documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, assert_never

from tracecode.spec.base import Text
from tracecode.spec.record_model import Period
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    CodeFitsSpec,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumSpec,
    named_in,
)  # fmt: skip

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup


def in_words(rule: RuleSpec, group: ElementGroup, lang: str) -> str | None:
    """A rule in words; None if the columns themselves show it."""
    zh = lang == "zh"

    def names(ids: Iterable[str], between: str) -> str:
        return between.join(getattr(group.element(id).name, lang) for id in ids)

    match rule:
        case AtLeastOneSpec():
            ids = names(rule.at_least_one, "、" if zh else ", ")
            return f"至少填一项：{ids}" if zh else f"at least one of: {ids}"
        case ExclusiveSpec():
            ids = names(rule.exclusive, "、" if zh else ", ")
            return f"最多填一项：{ids}" if zh else f"at most one of: {ids}"
        case OrderSpec():
            return ("先后（大小）顺序：" if zh else "in this order: ") + names(rule.order, " ≤ ")
        case EqualSpec():
            return ("须相等：" if zh else "equal: ") + names(rule.equal, " = ")
        case SumSpec():
            lines = group.element(rule.sum.lines)
            of = (
                next(field for field in lines.group.elements if field.id == rule.sum.of)
                if lines.group
                else lines
            )
            return (
                f"等于各行“{of.name.zh}”之和" if zh else f"the sum of '{of.name.en}' over all lines"
            )
        case CodeFitsSpec():
            return None
        case _:
            assert_never(rule)


def told_at(rule: RuleSpec) -> Iterable[str]:
    """The elements of a rule on whose column it is worth saying."""
    return (rule.sum.total,) if isinstance(rule, SumSpec) else named_in(rule)


def condition(field: Element, wanted: tuple[str, ...] | Period, *, codes: bool) -> Text:
    """When an element is asked for: another one has one of these values, a day within a period, or
    any (`*`).

    Args:
        field: the other one.
        wanted: of it.
        codes: whether values of a code list are shown by code and name, or by name alone.
    """
    name = field.name
    if isinstance(wanted, Period):
        first, last = wanted.since, wanted.until
        zh = "且".join([f"不早于 {first}"] * bool(first) + [f"不晚于 {last}"] * bool(last))
        en = " and ".join(
            [f"not before {first}"] * bool(first) + [f"not after {last}"] * bool(last)
        )
        return Text(zh=f"“{name.zh}”{zh}", en=f"“{name.en}” is {en}")
    if wanted == ("*",):
        return Text(zh=f"填写“{name.zh}”", en=f"“{name.en}” is given")
    values = [_value(field, value, codes=codes) for value in wanted]
    zh, en = "、".join(value.zh for value in values), " or ".join(value.en for value in values)
    return Text(
        zh=f"“{name.zh}”为{'' if zh.startswith('“') else ' '}{zh}", en=f"“{name.en}” is {en}"
    )


def _value(field: Element, value: str, *, codes: bool) -> Text:
    entries = field.codelist.entries if field.codelist is not None else ()
    name = next((entry.name for entry in entries if entry.code == value), None)
    if name is None:
        return _YES_OR_NO.get(value, Text(zh=value, en=value))
    if codes:
        return Text(zh=f"{value}（{name.zh}）", en=f"{value} ({name.en})")
    return Text(zh=f"“{name.zh}”", en=f"“{name.en}”")


_YES_OR_NO = {"true": Text(zh="“是”", en="“yes”"), "false": Text(zh="“否”", en="“no”")}
