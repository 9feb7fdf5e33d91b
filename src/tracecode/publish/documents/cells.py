"""What stands in the cells of tables on codes and elements: values, lengths, dates, conditions,
rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from tracecode.publish.documents.tree import CodeText
from tracecode.publish.documents.words import PRIVACY
from tracecode.publish.rule_words import condition
from tracecode.spec.base import Text
from tracecode.spec.identifies import IDENTIFIES
from tracecode.spec.layout_model import Length, LimitSpec
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    CodeFitsSpec,
    CodeRule,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumSpec,
)

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.layout_model import DateRule, Range, SegmentSpec
    from tracecode.spec.record_model import IndicatorSpec
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.links import CodeLink


# --- codes ----------------------------------------------------------------------------------------


def span(length: int | Length) -> str:
    """A number of characters."""
    if isinstance(length, Length):
        return f"{length.min}～{'…' if length.max is None else length.max}"
    return str(length)


def allowed(draft: DocumentDraft, segment: SegmentSpec) -> Iterator[Spans]:
    """What may stand in a segment, a line each."""
    if segment.literal is not None:
        fixed = draft.joined((CodeText(text),) for text in (segment.literal, *segment.also))
        yield draft.said("固定为 {texts}", "fixed: {texts}", texts=fixed)
        if segment.optional:
            yield draft.said("可省略", "may be left out")
    if segment.chars is not None:
        yield draft.chars(segment.chars)
    if segment.first is not None:
        yield draft.said(
            "首位为 {chars}", "first character {chars}", chars=draft.chars(segment.first)
        )
    if (repeat := segment.repeat) is not None:
        yield draft.said(
            "重复 {least}～{most} 次，间隔为 {gap}", "{least} to {most} times, between them {gap}",
            least=str(repeat.min), most=str(repeat.max), gap=CodeText(repeat.separator),
        )  # fmt: skip
        if not repeat.leading_zeros:
            yield draft.said("多位时首位不为 0", "no leading zero")
    yield from limited(draft, segment)


def limited(draft: DocumentDraft, spec: SegmentSpec | LimitSpec) -> Iterator[Spans]:
    """What a segment and a further rule can both say of values."""
    if isinstance(spec, LimitSpec):
        if spec.chars is not None:
            yield draft.chars(spec.chars)
        if spec.contains is not None:
            yield draft.said(
                "至少含一个 {chars}", "at least one of {chars}", chars=draft.chars(spec.contains)
            )
    if spec.codelist is not None:
        yield draft.codelist(spec.codelist)
    if spec.range is not None:
        yield (_bounds(spec.range),)
    if spec.date is not None:
        yield _date(draft, spec.date)
    if spec.scheme is not None:
        yield draft.scheme(spec.scheme)


def _bounds(bounds: Range) -> str:
    return (
        f"{'…' if bounds.min is None else bounds.min}～{'…' if bounds.max is None else bounds.max}"
    )


def _date(draft: DocumentDraft, rule: DateRule) -> Spans:
    earliest = f" ≥ {rule.not_before}" if rule.not_before is not None else ""
    latest = (
        draft.said("，不晚于识读日期", ", not after the date of reading")
        if rule.not_after is not None
        else ()
    )
    return (
        *draft.said("日期 {format}", "date {format}", format=CodeText(rule.format)),
        earliest,
        *latest,
    )


# --- elements -------------------------------------------------------------------------------------


def domain(draft: DocumentDraft, spec: IndicatorSpec) -> Spans:
    """The value domain of an element."""
    parts: list[Spans] = []
    if spec.group is not None:
        parts.append(draft.group(spec.group))
    if spec.identifies:
        zh = "、".join(IDENTIFIES[kind].zh for kind in spec.identifies)
        en = ", ".join(IDENTIFIES[kind].en for kind in spec.identifies)
        parts.append(
            draft.cell(
                Text(zh=f"编码规则的标识，其代码标识{zh}", en=f"id of an encoding rule for: {en}")
            )
        )
    if spec.codelist is not None:
        parts.append(draft.codelist(spec.codelist))
    if spec.scheme is not None:
        parts.append(draft.scheme(spec.scheme))
    if spec.range is not None:
        parts.append((f"{spec.range.min or 0}～{spec.range.max or '…'}",))
    if spec.chars is not None:
        parts.append(draft.chars(spec.chars))
    if spec.unit:
        parts.append(draft.said("单位：{unit}", "unit: {unit}", unit=CodeText(spec.unit)))
    return draft.lines(parts)


def conditions(draft: DocumentDraft, group: ElementGroup, field: Element) -> Spans:
    """When an element is asked for, and what else its place in a record says of it, a line each."""
    parts: list[Spans] = []
    if field.constant is not None:
        parts.append(draft.said("取值 {value}", "value {value}", value=CodeText(field.constant)))
    if field.group is not None and field.group.id != field.spec.group:
        parts.append(draft.group(field.group.id))
    if field.identifies and field.identifies != field.spec.identifies:
        zh = "、".join(IDENTIFIES[kind].zh for kind in field.identifies)
        en = ", ".join(IDENTIFIES[kind].en for kind in field.identifies)
        parts.append(draft.cell(Text(zh=f"其代码标识{zh}", en=f"its codes identify: {en}")))
    if field.use.when is not None:
        wanted = [
            condition(group.element(id), values, codes=False)
            for id, values in field.use.when.items()
        ]
        zh, en = "，且".join(one.zh for one in wanted), " and ".join(one.en for one in wanted)
        parts.append(
            draft.cell(
                Text(zh=f"{zh}{' ' if zh[-1].isascii() else ''}时必填", en=f"mandatory where {en}")
            )
        )
    elif field.use.obligation == "C":
        parts.append(draft.cell(Text(zh="见表下规则", en="see the rules below")))
    if field.spec.privacy is not None:
        parts.append(draft.cell(PRIVACY[field.spec.privacy]))
    return draft.lines(parts)


def occurrence(field: Element) -> str:
    """How often an element may stand."""
    return (
        "1"
        if field.required and field.many is None
        else f"{int(field.required)}～{field.many or 1}"
    )


def sentence(draft: DocumentDraft, rule: RuleSpec) -> Spans:
    """A rule among elements as a sentence."""

    def names(ids: tuple[str, ...], between: str | None = None) -> Spans:
        return draft.joined(map(draft.element, ids), between)

    match rule:
        case AtLeastOneSpec():
            return draft.said(
                "至少填写一项：{ids}", "At least one of: {ids}", ids=names(rule.at_least_one)
            )
        case ExclusiveSpec():
            return draft.said(
                "最多填写一项：{ids}", "At most one of: {ids}", ids=names(rule.exclusive)
            )
        case OrderSpec():
            return draft.said(
                "依次不得递减：{ids}", "Not decreasing: {ids}", ids=names(rule.order, " ≤ ")
            )
        case EqualSpec():
            return draft.said("应相同：{ids}", "The same: {ids}", ids=names(rule.equal, " = "))
        case SumSpec():
            return draft.said(
                "“{total}”等于各行（{lines}）的“{of}”之和", "{total} is the sum of {of} over all "
                                                   "lines ({lines})",
                total=draft.element(rule.sum.total), lines=draft.element(rule.sum.lines),
                of=draft.element(rule.sum.of),
            )  # fmt: skip
        case CodeFitsSpec():
            return _fits(draft, rule.code)
        case _:
            assert_never(rule)


def _fits(draft: DocumentDraft, code: CodeRule) -> Spans:
    value = draft.element(code.value)
    if code.lines:
        value = (*draft.element(code.lines), " · ", *value)
    said = draft.said(
        "“{value}”符合“{scheme}”所填的编码规则", "{value} keeps the encoding rule in {scheme}",
        value=value, scheme=draft.element(code.scheme),
    )  # fmt: skip
    if code.on:
        on = draft.element(code.on)
        said = (*said, *draft.said("，版本按“{on}”选择", ", in the edition by {on}", on=on))
    if code.other_goods:
        said = (*said, *draft.opened(draft.said("其他货物的代码", "a code of other goods")))
    return said


def agreement(draft: DocumentDraft, link: CodeLink) -> Spans:
    """A link between two codes as a sentence."""

    def of(path: str, scheme: str) -> Spans:
        return (
            *draft.joined(map(draft.element, path.split(".")), " · "),
            *draft.opened(draft.scheme(scheme)),
        )

    colon = ": " if draft.lang == "en" else "："
    here, there = of(link.here.element, link.scheme), of(link.there.element, link.link.to)
    return (*draft.spans(link.link.name), colon, *here, " ~ ", *there)
