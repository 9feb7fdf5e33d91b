"""How long a record is kept and within what time it is reported, in words: for classes, documents
and pages.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> sale = record_layout(packaged(), "sale", "toxic-chemical")
>>> [text.en for text in kept_in_words(packaged(), sale)]
['12 months after Time of the event']
>>> [text.zh for text in reported_in_words(packaged(), sale)]
['交易日期之后 5 日内，向县级公安机关']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tracecode.spec.base import Text
from tracecode.standard.periods import deadlines_of_type, retention_of_type

if TYPE_CHECKING:
    from tracecode.spec.law_model import KeepSpec, ReportSpec
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved


def kept_in_words(standard: Resolved, layout: RecordLayout) -> Iterator[Text]:
    """How long records of a type are kept, law by law."""
    for rule, items in retention_of_type(standard, layout):
        yield _of_items(standard, keep_words(standard, rule.rules, rule.when), items)


def reported_in_words(standard: Resolved, layout: RecordLayout) -> Iterator[Text]:
    """Within what time they are reported, law by law."""
    for rule, items in deadlines_of_type(standard, layout):
        yield _of_items(standard, report_words(standard, rule.rule), items)


def _of_items(standard: Resolved, text: Text, items: tuple[str, ...]) -> Text:
    """The same with the items for which it holds."""
    if not items:
        return text
    names = [standard.product(item).name for item in items]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return Text(zh=f"{zh}：{text.zh}", en=f"{en}: {text.en}")


def keep_words(
    standard: Resolved, rules: tuple[KeepSpec, ...], when: Mapping[str, tuple[str, ...]]
) -> Text:
    """How long an article wants a record kept.

    Args:
        standard: the standard.
        rules: of the article; there is one at least.
        when: its condition.
    """
    first, *others = (_after(standard, each) for each in rules)
    zh = first.zh + "".join(f"；没有所需日期的，{each.zh}" for each in others)
    en = first.en + "".join(f"; without these dates, {each.en}" for each in others)
    for id, values in when.items():
        name = _name(standard, id)
        zh, en = (
            f"{name.zh}为{'、'.join(values)}的，{zh}",
            f"{en}, where {name.en} is one of: {', '.join(values)}",
        )
    return Text(zh=zh, en=en)


def report_words(standard: Resolved, rule: ReportSpec) -> Text:
    """Within what time an article wants a record reported."""
    name, to = _name(standard, rule.after), rule.to
    zh = f"{name.zh}之后 {rule.days} 日内{'' if to is None else f'，向{to.zh}'}"
    return Text(
        zh=zh, en=f"within {rule.days} days after {name.en}{'' if to is None else f', to {to.en}'}"
    )


def _after(standard: Resolved, rule: KeepSpec) -> Text:
    name = _name(standard, rule.after)
    if rule.plus:
        length = _name(standard, rule.plus[0])
        name = Text(zh=f"{name.zh}加{length.zh}", en=f"{name.en} plus {length.en}")
    return Text(zh=f"{name.zh}之后 {rule.months} 个月", en=f"{rule.months} months after {name.en}")


def _name(standard: Resolved, path: str) -> Text:
    return standard.indicator(path.rpartition(".")[2]).name
