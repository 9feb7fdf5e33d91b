"""Pages of the record types, and of the groups of elements inside them: the collection tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.cells import (
    agreement,
    conditions,
    domain,
    occurrence,
    sentence,
)
from tracecode.publish.documents.page import BREAK, NOTHING, Page, PageSet, Run, code, join
from tracecode.records.period_words import kept_in_words, reported_in_words
from tracecode.standard.composition import group_layout
from tracecode.standard.duties import basis
from tracecode.standard.links import links
from tracecode.standard.periods import deadlines_of_type, retention_of_type
from tracecode.standard.record_layout import items_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.tree import Spans
    from tracecode.spec.base import Text
    from tracecode.standard.elements import Element, ElementGroup, RecordLayout


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
                index.group(group.id),
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
    rules = [
        (
            sentence(page, rule),
            page.cite(rule.source or group.source, rule.evidence or group.evidence),
        )
        for rule in group.rules
    ]
    rules += [
        (agreement(page, link), page.cite(link.link.source, link.link.evidence))
        for link in links(group, page.standard)
    ]
    if rules:
        page.heading("rules")
        page.table(("limit", "source"), rules)


def _element(page: Page, group: ElementGroup, number: int, field: Element) -> tuple[Run, ...]:
    return (
        str(number),
        page.element(field.id) + BREAK + code(field.id),
        field.use.obligation,
        _format(field),
        domain(page, field.spec),
        occurrence(field),
        conditions(page, group, field, codes=True),
        page.cite(*basis(page.standard, group, field.id)),
    )


def _format(field: Element) -> Spans:
    return code(field.spec.format) if field.spec.format else ()
