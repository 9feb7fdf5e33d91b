"""The page of the governing documents, and where each is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.page import Page, PageSet, code, join
from tracecode.publish.documents.words import STATUS

if TYPE_CHECKING:
    from tracecode.spec.list_model import SourceSpec

_SHOWN = 12
"""Most pages that are named beside a source."""


def write(book: PageSet) -> None:
    """One page with every document. Write it last: it lists the pages that cite each."""
    page = book.page("sources.md", "sources")
    for id in book.standard.ids("source"):
        _source(page, book.standard.source(id))


def _source(page: Page, spec: SourceSpec) -> None:
    page.heading(spec.title, 2, anchor=spec.id)
    cited = [
        page.book.pages[path]
        for path in page.book.cited.get(spec.id, ())
        if not path.endswith("index.md")
    ]
    links = join(page.link(citing.path, page.say(citing.title, " ")) for citing in cited[:_SHOWN])
    if len(cited) > _SHOWN:
        links += (f" …（{len(cited)} ", *page.word("pages"), "）")
    page.facts(
        (
            ("id", code(spec.id)),
            ("document_number", spec.number),
            ("issuer", page.say(spec.issuer, " ") if spec.issuer else None),
            ("issued", str(spec.issued) if spec.issued else None),
            ("in_force", str(spec.in_force) if spec.in_force else None),
            ("ended", str(spec.ended) if spec.ended else None),
            ("status", page.say(STATUS[spec.status], " ")),
            ("existence", page.evidence(spec.evidence)),
            ("note", spec.note),
            ("cited_in", links),
        )
    )
