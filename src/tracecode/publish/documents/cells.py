"""What stands in the cells of tables on codes and elements: values, lengths, dates, conditions,
rules; the same on a page and in the standard document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    from tracecode.publish.documents.voice import Voice
    from tracecode.spec.layout_model import DateRule, Range, SegmentSpec
    from tracecode.spec.model import Identifies, LinkEqual
    from tracecode.spec.record_model import IndicatorSpec
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.links import CodeLink


# --- codes ----------------------------------------------------------------------------------------


def span(length: int | Length) -> str:
    """A number of characters."""
    if isinstance(length, Length):
        return f"{length.min}～{'…' if length.max is None else length.max}"
    return str(length)


def allowed(voice: Voice, segment: SegmentSpec) -> Iterator[Spans]:
    """What may stand in a segment, a line each."""
    if segment.literal is not None:
        fixed = voice.joined((CodeText(text),) for text in (segment.literal, *segment.also))
        yield voice.said("固定为 {texts}", "fixed: {texts}", texts=fixed)
        if segment.optional:
            yield voice.said("可省略", "may be left out")
    if segment.chars is not None:
        yield voice.chars(segment.chars)
    if segment.first is not None:
        yield voice.said(
            "首位为 {chars}", "first character {chars}", chars=voice.chars(segment.first)
        )
    if (repeat := segment.repeat) is not None:
        yield voice.said(
            "重复 {least}～{most} 次，间隔为 {gap}", "{least} to {most} times, between them {gap}",
            least=str(repeat.min), most=str(repeat.max), gap=CodeText(repeat.separator),
        )  # fmt: skip
        if not repeat.leading_zeros:
            yield voice.said("多位时首位不为 0", "no leading zero")
    yield from limited(voice, segment)


def limited(voice: Voice, spec: SegmentSpec | LimitSpec) -> Iterator[Spans]:
    """What a segment and a further rule can both say of values."""
    if isinstance(spec, LimitSpec):
        if spec.chars is not None:
            yield voice.chars(spec.chars)
        if spec.contains is not None:
            yield voice.said(
                "至少含一个 {chars}", "at least one of {chars}", chars=voice.chars(spec.contains)
            )
    if spec.codelist is not None:
        yield voice.codelist(spec.codelist)
    if spec.range is not None:
        yield (_bounds(spec.range),)
    if spec.date is not None:
        yield _date(voice, spec.date)
    if spec.scheme is not None:
        yield voice.scheme(spec.scheme)


def _bounds(bounds: Range) -> str:
    return (
        f"{'…' if bounds.min is None else bounds.min}～{'…' if bounds.max is None else bounds.max}"
    )


def _date(voice: Voice, rule: DateRule) -> Spans:
    earliest = f" ≥ {rule.not_before}" if rule.not_before is not None else ""
    latest = (
        voice.said("，不晚于识读日期", ", not after the date of reading")
        if rule.not_after is not None
        else ()
    )
    return (
        *voice.said("日期 {format}", "date {format}", format=CodeText(rule.format)),
        earliest,
        *latest,
    )


def equal(voice: Voice, link: LinkEqual) -> Spans:
    """Which parts of two codes say the same."""
    spans: Spans = (CodeText(" + ".join(link.here)), " = ", CodeText(" + ".join(link.there)))
    if link.last is not None:
        last = voice.said("末 {last} 位", "last {last} characters", last=str(link.last))
        spans = (*spans, *voice.opened(last))
    if link.map is not None:
        pairs = ((CodeText(there), " → ", CodeText(here)) for there, here in link.map.items())
        spans = voice.lines((spans, *pairs))
    return spans


# --- elements -------------------------------------------------------------------------------------


def domain(voice: Voice, spec: IndicatorSpec) -> Spans:
    """The value domain of an element."""
    parts: list[Spans] = []
    if spec.group is not None:
        parts.append(voice.group(spec.group))
    if spec.identifies:
        parts.append(
            voice.said(
                "编码规则的标识，其代码标识{kinds}；其他编码规则写作 {other} 和名称",
                "id of an encoding rule for: {kinds}; of another one {other} and a name",
                kinds=_identified(spec.identifies), other=CodeText("other:"),
            )
        )  # fmt: skip
    if spec.codelist is not None:
        parts.append(voice.codelist(spec.codelist))
    if spec.scheme is not None:
        parts.append(voice.scheme(spec.scheme))
    if spec.range is not None:
        parts.append((f"{spec.range.min or 0}～{spec.range.max or '…'}",))
    if spec.chars is not None:
        parts.append(voice.chars(spec.chars))
    if spec.unit:
        parts.append(voice.said("单位：{unit}", "unit: {unit}", unit=CodeText(spec.unit)))
    return voice.lines(parts)


def conditions(voice: Voice, group: ElementGroup, field: Element, *, codes: bool) -> Spans:
    """When an element is asked for, and what else its place in a record says of it, a line each.

    Args:
        voice: who says it.
        group: where the element stands.
        field: the element.
        codes: whether values of code lists stand with their codes, beside their names.
    """
    parts: list[Spans] = []
    if field.constant is not None:
        parts.append(voice.said("取值 {value}", "value {value}", value=CodeText(field.constant)))
    if field.group is not None and field.group.id != field.spec.group:
        parts.append(voice.group(field.group.id))
    if field.identifies and field.identifies != field.spec.identifies:
        kinds = _identified(field.identifies)
        parts.append(voice.said("其代码标识{kinds}", "its codes identify: {kinds}", kinds=kinds))
    if field.use.when is not None:
        wanted = [
            condition(group.element(id), values, codes=codes)
            for id, values in field.use.when.items()
        ]
        zh, en = (
            "，且".join(phrase.zh for phrase in wanted),
            " and ".join(phrase.en for phrase in wanted),
        )
        parts.append(
            voice.cell(
                Text(zh=f"{zh}{' ' if zh[-1].isascii() else ''}时必填", en=f"Mandatory where {en}")
            )
        )
    elif field.use.obligation == "C":
        parts.append(voice.cell(Text(zh="见表下规则", en="see the rules below")))
    if field.spec.privacy is not None:
        parts.append(voice.cell(PRIVACY[field.spec.privacy]))
    return voice.lines(parts)


def _identified(kinds: Iterable[Identifies]) -> Text:
    """What codes may identify, in a line."""
    named = [IDENTIFIES[kind] for kind in kinds]
    return Text(zh="、".join(name.zh for name in named), en=", ".join(name.en for name in named))


def occurrence(field: Element) -> str:
    """How often an element may stand."""
    return (
        "1"
        if field.required and field.many is None
        else f"{int(field.required)}～{field.many or 1}"
    )


def sentence(voice: Voice, rule: RuleSpec) -> Spans:
    """A rule among elements as a sentence."""

    def names(ids: tuple[str, ...], between: str | None = None) -> Spans:
        return voice.joined(map(voice.element, ids), between)

    match rule:
        case AtLeastOneSpec():
            return voice.said(
                "至少填写一项：{ids}", "At least one of: {ids}", ids=names(rule.at_least_one)
            )
        case ExclusiveSpec():
            return voice.said(
                "最多填写一项：{ids}", "At most one of: {ids}", ids=names(rule.exclusive)
            )
        case OrderSpec():
            return voice.said(
                "依次不得递减：{ids}", "Not decreasing: {ids}", ids=names(rule.order, " ≤ ")
            )
        case EqualSpec():
            return voice.said("应相同：{ids}", "The same: {ids}", ids=names(rule.equal, " = "))
        case SumSpec():
            return voice.said(
                "“{total}”等于各行（{lines}）的“{of}”之和", "{total} is the sum of {of} over all "
                                                   "lines ({lines})",
                total=voice.element(rule.sum.total), lines=voice.element(rule.sum.lines),
                of=voice.element(rule.sum.of),
            )  # fmt: skip
        case CodeFitsSpec():
            return _fits(voice, rule.code)
        case _:
            assert_never(rule)


def _fits(voice: Voice, code: CodeRule) -> Spans:
    value = voice.element(code.value)
    if code.lines:
        value = (*voice.element(code.lines), " · ", *value)
    spans = voice.said(
        "“{value}”符合“{scheme}”所填的编码规则", "{value} keeps the encoding rule in {scheme}",
        value=value, scheme=voice.element(code.scheme),
    )  # fmt: skip
    if code.on:
        on = voice.element(code.on)
        spans = (*spans, *voice.said("，版本按“{on}”选择", ", in the edition by {on}", on=on))
    if code.other_goods:
        spans = (*spans, *voice.opened(voice.said("其他货物的代码", "a code of other goods")))
    return spans


def agreement(voice: Voice, link: CodeLink) -> Spans:
    """A link between two codes as a sentence."""

    def of(path: str, scheme: str) -> Spans:
        return (
            *voice.joined(map(voice.element, path.split(".")), " · "),
            *voice.opened(voice.scheme(scheme)),
        )

    here, there = of(link.here.element, link.scheme), of(link.there.element, link.link.to)
    return (*voice.spans(link.link.name), voice.colon, *here, " ~ ", *there)
