"""Pages of the record types, and of the groups of elements inside them: the collection tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, assert_never

from tracecode.publish.documents.page import (
    BREAK,
    NOTHING,
    Page,
    PageSet,
    Run,
    code,
    in_brackets,
    join,
)
from tracecode.publish.documents.words import PRIVACY
from tracecode.publish.rule_words import condition
from tracecode.records.period_words import kept_in_words, reported_in_words
from tracecode.spec.base import Text
from tracecode.spec.identifies import IDENTIFIES
from tracecode.spec.model import Identifies
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
from tracecode.standard.composition import group_layout
from tracecode.standard.duties import basis
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.links import CodeLink, links
from tracecode.standard.periods import deadlines_of_type, retention_of_type
from tracecode.standard.record_layout import items_of

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Spans
    from tracecode.spec.record_model import IndicatorSpec


def write(book: PageSet) -> None:
    """A page for each record type and each group, and their indexes."""
    index = book.page("records/index.md", "records", wide=True)
    index.table(
        ("record_type", "id", "stage", "elements", "mandatory", "source"),
        (
            (
                index.record(layout),
                code(layout.id),
                _stage(index, layout),
                str(len(layout.elements)),
                str(sum(field.required for field in layout.elements)),
                index.cite(layout.source, layout.evidence),
            )
            for layout in book.layouts
        ),
    )
    for layout in book.layouts:
        _record(book, layout)
    groups = [group_layout(book.standard, id) for id in book.standard.ids("group")]
    index = book.page("groups/index.md", "groups")
    index.table(
        ("name", "id", "definition", "elements"),
        (
            (
                _group_link(index, group),
                code(group.id),
                index.say(group.definition),
                str(len(group.elements)),
            )
            for group in groups
        ),
    )
    for group in groups:
        page = book.page(f"groups/{group.id}.md", group.name, wide=True)
        page.texts(group.definition)
        page.facts((("id", code(group.id)), ("source", page.cite(group.source, group.evidence))))
        _elements(page, group)


def _record(book: PageSet, layout: RecordLayout) -> None:
    page = book.page(f"records/{layout.id}.md", layout.name, wide=True)
    page.facts(
        (
            ("id", code(layout.id)),
            ("kind", code(layout.record)),
            ("product", page.product(layout.product) if layout.product else page.word("common")),
            ("stage", _stage(page, layout)),
            ("source", page.cite(layout.source, layout.evidence)),
            ("retention", _retention(page, layout)),
            ("deadline", _deadlines(page, layout)),
        )
    )
    _elements(page, layout)
    if layout.product is None and layout.stage is not None:
        users = items_of(book.standard, layout)
        page.paragraph(
            *(page.word("all_items") + join(map(page.product, users)) if users else (NOTHING,))
        )
    page.gaps(layout.gaps)


def _retention(page: Page, layout: RecordLayout) -> Spans:
    """How long laws want such records kept, each with its source."""
    cited = (
        page.cite(rule.source, rule.evidence)
        for rule, _ in retention_of_type(page.book.standard, layout)
    )
    return _cited_words(page, kept_in_words(page.book.standard, layout), cited)


def _deadlines(page: Page, layout: RecordLayout) -> Spans:
    """Within what time laws want such records reported, each with its source."""
    cited = (
        page.cite(rule.source, rule.evidence)
        for rule, _ in deadlines_of_type(page.book.standard, layout)
    )
    return _cited_words(page, reported_in_words(page.book.standard, layout), cited)


def _cited_words(page: Page, texts: Iterator[Text], citations: Iterator[Spans]) -> Spans:
    said = zip(texts, citations, strict=True)
    return join((page.say(text) + BREAK + cited for text, cited in said), BREAK)


def _stage(page: Page, layout: RecordLayout) -> Run:
    entries = page.book.standard.codelist("stage").entries
    return next(
        (page.say(entry.name, " ") for entry in entries if entry.code == layout.stage), NOTHING
    )


def _elements(page: Page, group: ElementGroup) -> None:
    page.heading("element_table")
    for note in ("obligation_note", "format_note"):
        page.paragraph(*page.word(note))
    page.table(
        (
            "number",
            "element",
            "obligation",
            "format",
            "domain",
            "occurrence",
            "condition",
            "source",
        ),
        (_element(page, group, number, field) for number, field in enumerate(group.elements, 1)),
    )
    rules: list[tuple[Run, ...]] = [
        (
            sentence(page, rule),
            page.cite(rule.source or group.source, rule.evidence or group.evidence),
        )
        for rule in group.rules
    ]
    rules += [
        (agreement(page, link), page.cite(link.link.source, link.link.evidence))
        for link in links(group, page.book.standard)
    ]  # fmt: skip
    if rules:
        page.heading("rules")
        page.table(("limit", "source"), rules)


def _element(page: Page, group: ElementGroup, number: int, field: Element) -> tuple[Run, ...]:
    return (
        str(number),
        page.indicator(field.id) + BREAK + code(field.id),
        field.use.obligation,
        _format(page, field),
        domain(page, field.spec, field.constant, field.identifies),
        "1"
        if field.required and field.many is None
        else f"{int(field.required)}～{field.many or 1}",
        join(_conditions(page, group, field), BREAK),
        page.cite(*basis(page.book.standard, group, field.id)),
    )


def _format(page: Page, field: Element) -> Spans:
    if field.group is not None:
        return _group_link(page, field.group)
    unit = (f" {field.spec.unit}",) if field.spec.unit else ()
    return code(field.spec.format or "") + unit


def _group_link(page: Page, group: ElementGroup) -> Spans:
    return page.link(f"groups/{group.id}.md", page.say(group.name, " "))


def domain(
    page: Page,
    spec: IndicatorSpec,
    constant: str | None = None,
    identifies: tuple[Identifies, ...] = (),
) -> Spans:
    """The value domain of an element: code list, encoding rule, what codes identify, bounds,
    characters.
    """
    if constant is not None:
        return code(constant)
    parts: list[Run] = []
    if kinds := identifies or spec.identifies:
        zh, en = (
            "、".join(IDENTIFIES[kind].zh for kind in kinds),
            ", ".join(IDENTIFIES[kind].en for kind in kinds),
        )
        named = Text(
            zh=f"编码规则的标识，其代码标识{zh}；其他编码规则写作 other:名称",
            en=f"Id of an encoding rule whose codes identify a {en}; other:NAME for a foreign one",
        )
        parts.append(page.say(named))
    if spec.codelist is not None:
        parts.append(page.codelist(spec.codelist))
    if spec.scheme is not None:
        parts.append(page.scheme(spec.scheme))
    if spec.range is not None:
        parts.append(f"{spec.range.min or 0}～{spec.range.max or '…'}")
    if spec.chars is not None:
        parts.append(page.alphabet(spec.chars))
    return join(parts, BREAK)


def _conditions(page: Page, group: ElementGroup, field: Element) -> Iterator[Spans]:
    if field.use.when is not None:
        parts = [
            condition(group.element(id), wanted, codes=True)
            for id, wanted in field.use.when.items()
        ]
        zh, en = "，且".join(part.zh for part in parts), " and ".join(part.en for part in parts)
        yield page.say(
            Text(zh=f"{zh}{' ' if zh[-1].isascii() else ''}时必填", en=f"Mandatory where {en}")
        )
    elif field.use.obligation == "C":
        yield page.say(Text(zh="见表下规则", en="See the rules below the table"))
    if field.spec.privacy is not None:
        yield page.say(PRIVACY[field.spec.privacy])


def sentence(page: Page, rule: RuleSpec) -> Spans:
    """A rule among elements as a sentence, with the elements linked."""

    def names(ids: Iterable[str], between: str = "、") -> Spans:
        return join(map(page.indicator, ids), between)

    def say(zh: str, en: str) -> Spans:
        return page.say(Text(zh=zh, en=en), " / ")

    def fits(code: CodeRule) -> Spans:
        value = page.indicator(code.value)
        if code.lines:
            value = names((code.lines, code.value), " · ")
        dated = say("版本按此日期选择", "the edition by this date")
        on = in_brackets((*dated, "：", *page.indicator(code.on))) if code.on else ()
        others = (
            in_brackets(say("其他货物的代码", "a code of other goods")) if code.other_goods else ()
        )
        return (*value, " ⇐ ", *page.indicator(code.scheme), *on, *others)

    match rule:
        case AtLeastOneSpec():
            said, what = say("至少填写一项", "At least one of these"), names(rule.at_least_one)
        case ExclusiveSpec():
            said, what = say("最多填写一项", "At most one of these"), names(rule.exclusive)
        case OrderSpec():
            said, what = (
                say("依次不得递减", "Not decreasing in this order"),
                names(rule.order, " ≤ "),
            )
        case EqualSpec():
            said, what = say("应相同", "Must be the same"), names(rule.equal, " = ")
        case SumSpec():
            said = say("合计等于各行之和", "The total is the sum over all lines")
            added = names((rule.sum.lines, rule.sum.of), " · ")
            what = (*page.indicator(rule.sum.total), " = Σ ", *added)
        case CodeFitsSpec():
            said = say("代码符合所填的编码规则", "The code keeps the encoding rule beside it")
            what = fits(rule.code)
        case _:
            assert_never(rule)
    return (*said, "：", *what)


def agreement(page: Page, link: CodeLink) -> Spans:
    """A link between two codes as a sentence, with elements and encoding rules linked."""

    def of(element: str, scheme: str) -> Spans:
        names = join(map(page.indicator, element.split(".")), " · ")
        return names + in_brackets(page.scheme(scheme))

    ends = (*of(link.here.element, link.scheme), " ~ ", *of(link.there.element, link.link.to))
    return (*page.say(link.link.name, " / "), "：", *ends)
