"""A rule among elements in the words of a template for filling in, and the columns on which it is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, assert_never

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
    from tracecode.standard.elements import ElementGroup


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
            of = next(field for field in lines.group.elements if field.id == rule.sum.of) if lines.group else lines
            return f"等于各行“{of.name.zh}”之和" if zh else f"the sum of '{of.name.en}' over all lines"
        case CodeFitsSpec():
            return None
        case _:
            assert_never(rule)


def told_at(rule: RuleSpec) -> Iterable[str]:
    """The elements of a rule on whose column it is worth saying."""
    return (rule.sum.total,) if isinstance(rule, SumSpec) else named_in(rule)
