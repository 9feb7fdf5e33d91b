"""The meta-model of the rules among the elements of a record or group: one class a kind of rule.

`RuleSpec` is any of them. What depends on the kind is a `match` that ends in `assert_never`, so that a new kind is
asked for by the type checker wherever it is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from tracecode.spec.base import Citation, Evidence, Spec
from tracecode.spec.model import Identifies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class SumRule(Spec):
    """The values of one element over all lines add up to the total.

    各行某数据元的值相加等于合计。
    """

    lines: str
    """The repeated group.
    重复的组。"""
    of: str
    """Element of its lines.
    行内的数据元。"""
    total: str
    """Element beside the lines.
    与各行并列的合计数据元。"""


class CodeRule(Spec):
    """A code keeps the encoding rule named beside it, in the edition of the date.

    代码符合其旁所写的编码规则，版本按日期。
    """

    value: str
    """Element with the code.
    存放代码的数据元。"""
    scheme: str
    """Element with the id of the encoding rule.
    存放编码规则标识的数据元。"""
    lines: str | None = None
    """The repeated group in which `value` stands, where the encoding rule is named once, outside it.
    编码规则在组外写一次时，`value` 所在的重复组。"""
    on: str | None = None
    """Element with the production date, which chooses the edition.
    存放生产日期的数据元，用以选择版本。"""
    identifies: tuple[Identifies, ...] = ()
    """What the code may identify, where it is not what `identifies` of the element `scheme` says.
    代码可以标识的对象，与 `scheme` 数据元的 `identifies` 不同时写。"""
    other_goods: bool = False
    """True: the code is that of other goods than the record's, such as a material; so it need not be one that the
    item carries, and no other code of the record agrees with it.
    是：该代码属于其他货物（如原料），不必是本品目使用的代码，也不与记录的其他代码对应。"""


class _Rule(Spec):
    """What rules of every kind say."""

    source: Citation | None = None
    """Only where it differs from the record's.
    出处，只在与记录不同时写。"""
    evidence: Evidence | None = None
    """Only where it differs from the record's.
    依据程度，只在与记录不同时写。"""


class AtLeastOneSpec(_Rule):
    """One of several elements is present.

    几个数据元至少填一个。
    """

    at_least_one: tuple[str, ...]
    """The elements.
    至少填一个的数据元。"""


class ExclusiveSpec(_Rule):
    """At most one of several elements is present.

    几个数据元最多填一个。
    """

    exclusive: tuple[str, ...]
    """The elements.
    最多填一个的数据元。"""


class OrderSpec(_Rule):
    """Dates, times or numbers do not decrease.

    日期、时刻或数值依次不减。
    """

    order: tuple[str, ...]
    """The elements, in this order; absent ones break nothing.
    各数据元，依此次序；未填的不判。"""


class EqualSpec(_Rule):
    """Several elements have the same value.

    几个数据元的值相同。
    """

    equal: tuple[str, ...]
    """The elements; absent ones break nothing.
    各数据元；未填的不判。"""


class SumSpec(_Rule):
    """A total is the sum over lines.

    合计等于各行之和。
    """

    sum: SumRule
    """What adds up to what.
    何者相加等于何者。"""


class CodeFitsSpec(_Rule):
    """A code keeps the encoding rule named beside it.

    代码符合其旁所写的编码规则。
    """

    code: CodeRule
    """Which code, and by which encoding rule.
    哪个代码，按哪个编码规则。"""


RuleSpec: TypeAlias = (
    AtLeastOneSpec | ExclusiveSpec | OrderSpec | EqualSpec | SumSpec | CodeFitsSpec
)
"""One rule; exactly one kind."""


def named_in(rule: RuleSpec) -> tuple[str, ...]:
    """The elements beside each other that a rule names; of a code in lines, the lines."""
    match rule:
        case AtLeastOneSpec():
            return rule.at_least_one
        case ExclusiveSpec():
            return rule.exclusive
        case OrderSpec():
            return rule.order
        case EqualSpec():
            return rule.equal
        case SumSpec():
            return rule.sum.lines, rule.sum.total
        case CodeFitsSpec():
            code = rule.code
            return tuple(id for id in (code.lines or code.value, code.scheme, code.on) if id)
        case _:
            assert_never(rule)


def compared_in(rule: RuleSpec) -> tuple[str, ...]:
    """The elements whose values a rule compares with each other, or with a sum."""
    match rule:
        case OrderSpec() | EqualSpec():
            return named_in(rule)
        case SumSpec():
            return (rule.sum.total,)
        case AtLeastOneSpec() | ExclusiveSpec() | CodeFitsSpec():
            return ()
        case _:
            assert_never(rule)


def codes_in(rules: Iterable[RuleSpec]) -> Iterator[CodeRule]:
    """Those of some rules that are on codes."""
    return (rule.code for rule in rules if isinstance(rule, CodeFitsSpec))
