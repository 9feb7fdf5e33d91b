"""Pages of the items of the catalogue: which codes they carry, and what is recorded of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.page import Page, PageSet, Run, code
from tracecode.publish.documents.tree import CodeText
from tracecode.publish.documents.words import CARRIES
from tracecode.standard.record_layout import record_layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.tree import Spans
    from tracecode.publish.documents.voice import Voice
    from tracecode.spec.product_model import ProductSpec


def write(book: PageSet) -> None:
    """A page for each item, and their index by category."""
    index = book.page("products/index.md", "catalogue")
    index.authorities()
    table(index)
    for spec in in_order(book):
        _product(book, spec)


def table(page: Page) -> None:
    """The items under their categories, with links."""
    products = in_order(page.book)
    for entry in page.book.standard.codelist("category").entries:
        own = [spec for spec in products if spec.category == entry.code]
        if own:
            page.heading(entry.name)
            page.table(
                ("item_number", "name", "records", "authorities"),
                (
                    (
                        spec.number,
                        page.product(spec.id),
                        str(len(spec.records)),
                        "、".join(spec.authorities),
                    )
                    for spec in own
                ),
            )


def in_order(book: PageSet) -> list[ProductSpec]:
    """The items in the order of the catalogue."""
    return sorted(
        map(book.standard.product, book.standard.ids("product")), key=lambda spec: spec.number
    )


def _product(book: PageSet, spec: ProductSpec) -> None:
    page = book.page(f"products/{spec.id}.md", spec.name)
    category = next(
        entry for entry in book.standard.codelist("category").entries if entry.code == spec.category
    )
    page.facts(
        (
            ("id", code(spec.id)),
            ("item_number", spec.number),
            ("category", page.say(category.name, " ")),
            ("authorities", "、".join(spec.authorities)),
            ("source", page.cite(spec.source, spec.evidence)),
        )
    )
    page.authorities()
    page.heading("codes")
    page.table(("role", "name", "id", "source"), _codes(page, spec))
    page.heading("records")
    page.table(("kind", "stage", "elements", "mandatory", "record_type"), _records(page, spec))
    if spec.domains:
        page.heading("domains")
        page.table(("name", "begins", "source"), domain_rows(page, spec))
    page.gaps(spec.gaps)


def _codes(page: Page, spec: ProductSpec) -> Iterator[tuple[Run, ...]]:
    for role in spec.codes.field_names():
        for id in getattr(spec.codes, role):
            latest = page.book.standard.scheme(id).editions[-1]
            yield (
                page.say(CARRIES[role], " "),
                page.scheme(id),
                code(id),
                page.cite(latest.source, latest.evidence),
            )


def domain_rows(voice: Voice, spec: ProductSpec) -> Iterator[tuple[Spans, ...]]:
    """With what values begin that are of the item's own goods: element, values, source."""
    for domain in spec.domains:
        listed = voice.standard.codelist(domain.codelist).entries
        names = {entry.code: entry.name for entry in listed}
        values = ((CodeText(text), " ", *voice.spans(names[text])) for text in domain.begins)
        yield (
            voice.element(domain.element),
            voice.lines(values),
            voice.cite(domain.source, domain.evidence),
        )


def _records(page: Page, spec: ProductSpec) -> Iterator[tuple[Run, ...]]:
    standard = page.book.standard
    stages = {entry.code: entry.name for entry in standard.codelist("stage").entries}
    for record in spec.records:
        layout = record_layout(standard, record.id, spec.id)
        name = record.name or standard.record(record.core).name
        yield (
            page.link(f"records/{layout.id}.md", page.say(name, " ")),
            page.say(stages[layout.stage], " ") if layout.stage else "",
            str(len(layout.elements)),
            str(sum(field.required for field in layout.elements)),
            page.word("own" if layout.product else "common"),
        )
