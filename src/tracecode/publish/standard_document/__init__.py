"""The standard as a document that a committee can send out, in the layout of GB/T 1.1—2020.

One tree of blocks for the whole standard, for one part a category, or for one item;
`documents.writers` write it. Each encoding rule, code list, group, record type and data element is
defined in one clause, and everything else refers to it by number. Facts come from the
specifications, fixed sentences from `wording`; `layout_rules` holds the layout.

>>> from tracecode.publish.documents.traversal import plain
>>> from tracecode.standard.resolved import packaged
>>> document = standard_document(packaged(), product="pesticide")
>>> [plain(section.title) for section in document.sections][:4], document.cover.number
(['前言', '引言', '范围', '规范性引用文件'], 'DB12/T XXXX—XXXX')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.lint.blame import blaming
from tracecode.publish.documents.traversal import plain
from tracecode.publish.documents.tree import DocumentTree
from tracecode.publish.standard_document import front
from tracecode.publish.standard_document.annexes import codelists, schema_digests
from tracecode.publish.standard_document.coding import coding
from tracecode.publish.standard_document.draft import DocumentDraft
from tracecode.publish.standard_document.elements import directory, elements
from tracecode.publish.standard_document.evidence import changes, evidence
from tracecode.publish.standard_document.examples import codes, messages
from tracecode.publish.standard_document.exchange import interfaces, security, transmission
from tracecode.publish.standard_document.extent import extent
from tracecode.publish.standard_document.index import index
from tracecode.publish.standard_document.procedures import general, procedures
from tracecode.publish.standard_document.records import records
from tracecode.publish.standard_document.references import bibliography, references
from tracecode.publish.standard_document.terms import symbols, terms

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Lang
    from tracecode.standard.resolved import Resolved


def standard_document(
    standard: Resolved, lang: Lang = "zh", *, category: str | None = None,
    product: str | None = None,
) -> DocumentTree:  # fmt: skip
    """The document of a standard, or of a part of it.

    Args:
        standard: the specifications.
        lang: `zh`, `en`, or `both` with the English behind or below the Chinese.
        category: id of a category: its part alone.
        product: id of an item: its part alone.

    Raises:
        SpecError: a specification is wrong.
        UnknownId: there is no such category or item.
        WrongUse: both a category and an item are given.
    """
    if category is not None or product is not None:
        # an unknown one is no fault of the specifications
        extent(standard, category=category, product=product)
    return _written(standard, lang, category, product)


@blaming
def _written(
    standard: Resolved, lang: Lang, category: str | None, product: str | None
) -> DocumentTree:
    draft = DocumentDraft(standard, extent(standard, category=category, product=product), lang)
    chapters = (general, coding, elements, records, transmission, interfaces, security, procedures)
    core = [make(draft) for make in chapters]
    annexes = [
        make(draft) for make in (directory, codelists, schema_digests, codes, messages, evidence)
    ]
    annexes.append(changes(draft))
    opening = [front.foreword(draft), front.introduction(draft), front.scope(draft)]
    explained = [terms(draft), symbols(draft, (*core, *annexes))]  # when all is said
    first = [references(draft), *explained]  # when all is cited
    titled = front.name(draft)
    return DocumentTree(
        f"standard-{draft.extent.id}",
        draft.title(titled),
        lang,
        sections=(*opening, *first, *core, *annexes, *bibliography(draft), index(draft)),
        cover=front.cover(draft),
        contents=True,
        subject=plain(draft.title(titled)),
        keywords=("追溯", "traceability", *draft.extent.products[:9]),
    )
