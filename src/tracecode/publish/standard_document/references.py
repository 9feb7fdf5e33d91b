"""Clause 2 and the bibliography: the documents that the text really cites, each in one of the two.

Standards and technical rules are referred to by number, dated where the number has a year; laws,
orders, notices and everything else that has no number of a standard stand in the bibliography.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.tree import ReferenceEntry, Section
from tracecode.publish.standard_document.draft import is_standard, printed
from tracecode.publish.standard_document.wording import NO_REFERENCES, REFERENCES
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.tree import Span
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.list_model import SourceSpec


def references(draft: DocumentDraft) -> Section:
    """Clause 2. Write it when everything else is written."""
    cited = sorted(_cited(draft, standards=True), key=lambda spec: _order(spec.number or ""))
    entries = tuple(_entry(draft, spec) for spec in cited)
    lead = draft.texts(REFERENCES if entries else NO_REFERENCES)
    return draft.section(
        "references", Text(zh="规范性引用文件", en="Normative references"), (*lead, *entries)
    )  # fmt: skip


def bibliography(draft: DocumentDraft) -> tuple[Section, ...]:
    """The other documents. Write it when everything else is written."""
    cited = sorted(_cited(draft, standards=False), key=lambda spec: spec.id)
    entries = tuple(_entry(draft, spec) for spec in cited)
    titled = draft.title(Text(zh="参考文献", en="Bibliography"))
    return (Section("bibliography", titled, kind="back", blocks=entries),) if entries else ()


def _cited(draft: DocumentDraft, *, standards: bool) -> Iterator[SourceSpec]:
    for id in draft.cited:
        spec = draft.standard.source(id)
        if spec.evidence != "project" and is_standard(spec.number) == standards:
            yield spec


def _entry(draft: DocumentDraft, spec: SourceSpec) -> ReferenceEntry:
    if is_standard(spec.number):
        number = printed(spec.number or "")
        return ReferenceEntry(
            f"source-{spec.id}", number, (f"{number}　", *draft.spans(spec.title))
        )
    titled = draft.spans(spec.title)
    behind: list[Span] = [*draft.spans(spec.issuer)] if spec.issuer else []
    behind += [spec.number] if spec.number else []
    behind += [str(spec.issued)] if spec.issued else []
    for part in behind:
        titled = (*titled, ", " if draft.lang == "en" else "，", part)
    return ReferenceEntry(f"source-{spec.id}", spec.number or spec.title.zh, titled, numbered=True)


def _order(number: str) -> tuple[bool, str, tuple[int, ...]]:
    """National standards first, then others by letters, then by figures."""
    letters, _, rest = number.partition(" ")
    figures = tuple(
        int(part) for part in rest.replace(".", " ").replace("-", " ").split() if part.isdigit()
    )
    return not letters.startswith("GB"), letters, figures
