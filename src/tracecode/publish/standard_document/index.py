"""The index: everything that the document defines, in alphabetical order, with the number of its
clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tracecode.publish.documents.tree import CodeText, Ref, Section, TableBlock
from tracecode.publish.documents.words import WORDS
from tracecode.publish.standard_document import terms
from tracecode.publish.standard_document.draft import NOTHING
from tracecode.publish.standard_document.elements import defined
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Spans
    from tracecode.publish.standard_document.draft import DocumentDraft


class IndexEntry(NamedTuple):
    """A name, and where it is defined."""

    name: Text
    id: str
    """The identifier; of a term none."""
    place: Spans


def index(draft: DocumentDraft) -> Section:
    """The section, last of all."""
    lang = "en" if draft.lang == "en" else "zh"
    entries = sorted(
        _entries(draft), key=lambda entry: (_order(getattr(entry.name, lang)), entry.id)
    )
    rows = (
        (draft.spans(entry.name), (CodeText(entry.id),) if entry.id else NOTHING, entry.place)
        for entry in entries
    )
    heads = (WORDS["name"], WORDS["id"], Text(zh="所在处", en="Place"))
    listed = TableBlock("table-index", (), tuple(map(draft.cell, heads)), tuple(rows), (5, 5, 2.4))
    return Section("index", draft.title(Text(zh="索引", en="Index")), kind="back", blocks=(listed,))


def _entries(draft: DocumentDraft) -> Iterator[IndexEntry]:
    standard, extent = draft.standard, draft.extent
    for term in terms.defined(draft):
        yield IndexEntry(term.name, "", (Ref(f"term-{term.id}"),))
    for id in extent.schemes:
        yield IndexEntry(standard.scheme(id).name, id, (Ref(f"scheme-{id}"),))
    for id in extent.codelists:
        yield IndexEntry(standard.codelist(id).name, id, (Ref(f"codelist-{id}"),))
    for id in extent.groups:
        yield IndexEntry(standard.group(id).name, id, (Ref(f"group-{id}"),))
    for layout in extent.layouts:
        yield IndexEntry(layout.name, layout.id, (Ref(f"record-{layout.id}"),))
    for id in extent.interfaces:
        yield IndexEntry(standard.interface(id).name, id, (Ref(f"interface-{id}"),))
    for id in extent.products:
        yield IndexEntry(standard.product(id).name, id, (Ref(f"item-{id}"),))
    for id in extent.indicators:
        yield IndexEntry(standard.indicator(id).name, id, defined(draft, id))


def _order(name: str) -> tuple[bytes, str]:
    """By sound: the commoner Chinese characters have their numbers in this encoding in the order of
    their sounds.
    """
    return name.casefold().encode("gb18030"), name
