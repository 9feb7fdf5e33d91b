# sentences: a language each on its line
"""The normative annexes beside the directory of data elements: the code lists, and the schemas by
their digests.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tracecode.publish import json_schema, schemas
from tracecode.publish.documents.tree import CodeText, Ref, Section
from tracecode.publish.documents.words import WORDS
from tracecode.spec.base import Text
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.list_model import CodeListEntry, CodeListSpec
    from tracecode.standard.resolved import Resolved


def codelists(draft: DocumentDraft) -> Section:
    """The annex with every code list, a clause each."""
    lead = draft.paragraphs(
        "注明完备的代码表，表外的值判错；注明可能不全的，表外的值只提示。",
        "Of a code list that is complete, a value outside it is an error; of one that may be "
        "incomplete, it is only reported.",
    )
    children = tuple(codelist(draft, draft.standard.codelist(id)) for id in draft.extent.codelists)
    return Section(
        "codelists", draft.title(WORDS["codelists"]), kind="annex", blocks=lead, children=children
    )


def codelist(draft: DocumentDraft, spec: CodeListSpec) -> Section:
    """The one clause that defines a code list."""
    facts = draft.facts(
        (
            (WORDS["id"], (CodeText(spec.id),)),
            (WORDS["completeness"], draft.spans(WORDS["strict" if spec.strict else "advisory"])),
            (WORDS["covers"], draft.joined((CodeText(prefix),) for prefix in spec.covers)),
            (WORDS["source"], draft.cite_within(spec.source, spec.evidence)),
            (WORDS["gaps"], (Ref("gaps-codelists"),) if spec.gaps else None),
        )
    )
    dated = any(entry.valid_from or entry.valid_to for entry in spec.entries)
    sure = any(entry.evidence for entry in spec.entries)
    heads = [WORDS["code"], WORDS["name"]]
    heads += [WORDS["valid"]] * dated + [WORDS["evidence_legend"]] * sure
    rows = (_entry(draft, entry, dated=dated, sure=sure) for entry in spec.entries)
    table = draft.table(
        f"table-codelist-{spec.id}",
        spec.name,
        heads,
        rows,
        (2, 5, *((3,) * dated), *((2,) * sure)),
        listed=False,
    )
    return draft.section(f"codelist-{spec.id}", spec.name, (*facts, *table))


def _entry(
    draft: DocumentDraft, entry: CodeListEntry, *, dated: bool, sure: bool
) -> tuple[Spans, ...]:
    cells: list[Spans] = [(CodeText(entry.code),), draft.spans(entry.name)]
    if dated:
        cells.append(draft.period(entry.valid_from, entry.valid_to))
    if sure:
        cells.append(draft.evidence(entry.evidence) if entry.evidence else ())
    return tuple(cells)


def schema_digests(draft: DocumentDraft) -> Section:
    """The annex that names the published files which are part of the standard, with what they must
    hash to.
    """
    lead = draft.paragraphs(
        "下列文件为本文件的组成部分，随本文件一并发布，以其 SHA-256 摘要确认。",
        "The following files are part of this document and are published with it; their SHA-256 "
        "digests tell them.",
    )
    wanted = {json_schema.file_name(layout) for layout in draft.extent.layouts} | {"message.json"}
    rows = (
        ((CodeText(path),), (CodeText(digest),))
        for path, digest in _digests(draft.standard).items()
        if not path.startswith("json-schema/") or path.removeprefix("json-schema/") in wanted
    )
    heads = (Text(zh="文件", en="File"), Text(zh="摘要", en="Digest"))
    table = draft.table(
        "table-schemas", Text(zh="模式文件", en="Schema files"), heads, rows, (4, 7)
    )
    titled = draft.title(Text(zh="模式", en="Schemas"))
    blocks = (
        (*lead, *table)
        if table
        else draft.paragraphs("没有模式文件。", "There are no schema files.")
    )
    return Section("schemas", titled, kind="annex", blocks=blocks)


_HEADER = "message-header"


@kept
def _digests(standard: Resolved) -> dict[str, str]:
    """The digest of each published file but the code lists, which stand in the annex themselves."""
    if _HEADER not in standard.ids("group"):  # a small standard without messages has no schemas
        return {}
    return {
        path: hashlib.sha256(text.encode()).hexdigest()
        for path, text in schemas.derived(standard).items()
        if not path.startswith("codelists/")
    }
