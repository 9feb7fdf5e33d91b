"""The page on coordination: what items share, what nobody uses, what is near, how documents are
cited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.coordination import coordination
from tracecode.publish.documents.page import BREAK, Page, PageSet, Run, code, join
from tracecode.publish.documents.words import EVIDENCE

if TYPE_CHECKING:
    from tracecode.publish.coordination import CitedDocument, SharedElement
    from tracecode.publish.documents.tree import Spans

_MANY = 60
"""So many of the shared elements stand on the page; the workbook has all."""


def write(book: PageSet) -> None:
    """One page."""
    page = book.page("coordination.md", "coordination", wide=True)
    report = coordination(book.standard)
    page.paragraph(*page.word("coordination_note"))
    page.heading("shared_elements")
    page.table(
        ("element", "item_count", "record_types", "obligations"),
        (_shared(page, element) for element in report.shared[:_MANY]),
    )
    page.heading("orphans")
    page.table(
        ("kind", "count", "id"),
        (
            (page.word(f"{kind}s"), str(len(ids)), join(map(code, ids)))
            for kind, ids in report.orphans.items()
            if ids
        ),
    )
    page.heading("near_elements")
    page.table(
        ("element", "element", "likeness"),
        (
            (_name(page, pair.first), _name(page, pair.second), f"{pair.ratio:.2f}")
            for pair in report.near
        ),
    )
    page.heading("documents_cited")
    page.table(
        ("source", "times_cited", "evidence_legend"),
        (_cited(page, cited) for cited in report.sources),
    )


def _shared(page: Page, element: SharedElement) -> tuple[Run, ...]:
    by_mark: dict[str, int] = {}
    for marks in element.items.values():
        by_mark[marks] = by_mark.get(marks, 0) + 1
    said = "，".join(f"{'/'.join(marks)} × {count}" for marks, count in sorted(by_mark.items()))
    return (
        page.say(element.name) + BREAK + code(element.id),
        str(len(element.items)),
        str(element.types),
        said,
    )


def _name(page: Page, id: str) -> Spans:
    return page.say(page.book.standard.indicator(id).name) + BREAK + code(id)


def _cited(page: Page, cited: CitedDocument) -> tuple[Run, ...]:
    source = page.book.standard.source(cited.id)
    title = page.link(f"sources.md#{cited.id}", page.say(source.title))
    sure = (
        (*page.say(EVIDENCE[id], " "), f" {cited.evidence[id]}")
        for id in EVIDENCE
        if cited.evidence[id]
    )
    return title, str(cited.times), join(sure, "，")
