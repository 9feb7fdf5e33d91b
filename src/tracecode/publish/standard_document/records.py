# ruff: noqa: E501  # sentences: a language each on its line
"""Clause 8, records: one clause a record type, the common ones first, then those of each item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.cells import agreement
from tracecode.publish.documents.tree import CodeText, Ref, Section
from tracecode.publish.documents.words import UNSTAGED, WORDS
from tracecode.publish.standard_document.elements import element_table
from tracecode.records.period_words import kept_in_words, reported_in_words
from tracecode.spec.base import Text
from tracecode.standard.links import links
from tracecode.standard.periods import deadlines_of_type, retention_of_type
from tracecode.standard.record_layout import items_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracecode.publish.documents.tree import Block, Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.periods import Deadline, Retention


def records(draft: DocumentDraft) -> Section:
    """The chapter."""
    lead = draft.paragraphs(
        "记录类型规定在一个环节对一个品目采集哪些数据元。约束：M 必填，C 有条件必填，O "
        "可选；次数为 1 的恰好出现一次，“0～n”为可以不出现、最多出现 n "
        "次。品目未另行规定的，采用通用的记录类型。",
        "A record type says which data elements are collected of an item at a stage. Obligation: "
        "M mandatory, C conditional, O optional; an element that occurs 1 time stands exactly "
        "once, and 0～n means at most n times or not at all. Where an item says nothing of its "
        "own, the common record type holds.",
    )
    common = [layout for layout in draft.extent.layouts if layout.product is None]
    sections = [
        draft.section(
            "records-common",
            Text(zh="通用的记录类型", en="Common record types"),
            children=[record(draft, layout) for layout in common],
        )
    ]
    for category, called in draft.categories().items():
        items = []
        for id in draft.extent.products:
            own = [layout for layout in draft.extent.layouts if layout.product == id]
            if draft.standard.product(id).category == category and own:
                item = draft.standard.product(id)
                items.append(
                    draft.section(
                        f"records-{id}", item.name, children=[record(draft, each) for each in own]
                    )
                )
        if items:
            named = Text(zh=f"{called.zh}的记录类型", en=f"Record types of {called.en}")
            sections.append(draft.section(f"records-of-{category}", named, children=items))
    return draft.section("records", WORDS["records"], lead, sections)  # fmt: skip


def record(draft: DocumentDraft, layout: RecordLayout) -> Section:
    """The one clause that defines a record type."""
    standard = draft.standard
    stages, recorders = draft.values("stage"), draft.values("recorder")
    users = [id for id in items_of(standard, layout) if id in draft.extent.products]
    everybody = layout.product is None and len(users) == len(draft.extent.products)
    facts = draft.facts(
        (
            (WORDS["id"], (CodeText(layout.id),)),
            (Text(zh="记录种类", en="Kind of record"), (CodeText(layout.record),)),
            (WORDS["product"], draft.spans(WORDS["common"]) if everybody else draft.joined(map(draft.product, users))),
            (WORDS["stage"], draft.spans(stages.get(layout.stage or "", UNSTAGED))),
            (WORDS["recorder"], draft.joined(draft.spans(recorders[id]) for id in layout.recorders)),
            (WORDS["retention"], _times(draft, list(kept_in_words(standard, layout)), [rule for rule, _ in retention_of_type(standard, layout)])),
            (WORDS["deadline"], _times(draft, list(reported_in_words(standard, layout)), [rule for rule, _ in deadlines_of_type(standard, layout)])),
            (WORDS["source"], draft.cite_within(layout.source, layout.evidence)),
            (WORDS["gaps"], (Ref("gaps-records"),) if layout.gaps else None),
        )
    )  # fmt: skip
    named = layout.name
    key = f"record-{layout.id}"
    blocks = (*facts, *element_table(draft, layout, key, named), *_agreements(draft, layout, key))
    return draft.section(key, named, blocks, listed=layout.product is None)


def _times(draft: DocumentDraft, words: list[Text], rules: Sequence[Retention | Deadline]) -> Spans:
    """How long records are kept, or in what time they are reported, each with its source."""
    said: list[Spans] = []
    seen: set[tuple[str, str | None]] = set()
    for text, rule in zip(words, rules, strict=True):
        if (place := (text.zh, rule.source.clause)) not in seen:
            seen.add(place)
            said.append(
                (*draft.spans(text), *draft.opened(draft.cite_within(rule.source, rule.evidence)))
            )
    return draft.joined(said, "; " if draft.lang == "en" else "；")


def _agreements(draft: DocumentDraft, layout: RecordLayout, key: str) -> Iterator[Block]:
    """How the codes of a record agree with each other, where both encoding rules are of this
    document.
    """
    known = frozenset(draft.extent.schemes)
    rows = [
        (agreement(draft, link), draft.cite(link.link.source, link.link.evidence))
        for link in links(layout, draft.standard)
        if link.scheme in known and link.link.to in known
    ]
    caption = Text(zh=f"{layout.name.zh}中代码的一致性", en=f"Codes of {layout.name.en} that agree")
    yield from draft.table(
        f"table-links-{key}", caption, (WORDS["limit"], WORDS["source"]), rows, (4, 1), listed=False
    )
