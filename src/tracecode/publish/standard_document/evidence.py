# ruff: noqa: E501  # sentences: a language each on its line
"""The informative annexes on how sure the document is: evidence by kind, what was not found,
layout; and on changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, get_args

from tracecode.publish.documents.tree import CodeText, Ref, Section
from tracecode.publish.documents.words import EVIDENCE, WORDS
from tracecode.publish.standard_document.layout_rules import UNSURE
from tracecode.spec.base import Evidence, Text
from tracecode.spec.diff import changes as differences
from tracecode.standard.released import earlier

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Block, Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.diff import Change
    from tracecode.spec.model import EditionSpec


def evidence(draft: DocumentDraft) -> Section:
    """The annex on evidence and gaps."""
    lead = draft.paragraphs(
        "本附录汇总各类规定的依据程度和未查明的内容，供审查时核实。依据程度的含义见{marks}。",
        "This annex brings together how sure the provisions are and what was not found, for "
        "review. The marks are explained in {marks}.",
        marks=Ref("marks"),
    )
    children = (
        draft.section("evidence-counts", Text(zh="依据程度汇总", en="Evidence by kind"), _counts(draft)),
        draft.section("gaps-schemes", Text(zh="编码规则的未查明事项", en="Gaps of encoding rules"), _gaps(draft, _of_schemes(draft))),
        draft.section("gaps-codelists", Text(zh="代码表的未查明事项", en="Gaps of code lists"), _gaps(draft, _of_lists(draft))),
        draft.section("gaps-records", Text(zh="记录类型的未查明事项", en="Gaps of record types"), _gaps(draft, _of_records(draft))),
        draft.section("gaps-items", Text(zh="品目的未查明事项", en="Gaps of items"), _gaps(draft, _of_items(draft))),
        draft.section(
            "gaps-layout", Text(zh="版式的未查明事项", en="Gaps of the layout"),
            (
                *draft.paragraphs(
                    "本文件的结构和固定语句依据所读到的内容编排；下列各项只凭记忆，待对照现行标准核实。",
                    "Structure and fixed sentences of this document follow what was read; the "
                    "following are recollections, to be compared with the standard in force.",
                ),
                *draft.items(map(draft.spans, UNSURE)),
            ),
        ),
    )  # fmt: skip
    titled = draft.title(Text(zh="依据程度和未查明事项", en="Evidence and gaps"))
    return Section(
        "evidence", titled, kind="annex", normative=False, blocks=lead, children=children
    )


def _counts(draft: DocumentDraft) -> tuple[Block, ...]:
    extent, standard = draft.extent, draft.standard
    kinds: tuple[tuple[Text, Iterable[Evidence]], ...] = (
        (WORDS["schemes"], (standard.scheme(id).editions[-1].evidence for id in extent.schemes)),
        (WORDS["codelists"], (standard.codelist(id).evidence for id in extent.codelists)),
        (WORDS["indicators"], (standard.indicator(id).evidence for id in extent.indicators)),
        (WORDS["groups"], (standard.group(id).evidence for id in extent.groups)),
        (WORDS["records"], (layout.evidence for layout in extent.layouts)),
        (WORDS["interfaces"], (standard.interface(id).evidence for id in extent.interfaces)),
    )
    rows = []
    for name, marks in kinds:
        counted = Counter(marks)
        rows.append((draft.spans(name), *((str(counted[mark]),) for mark in get_args(Evidence))))
    heads = (Text(zh="内容", en="Content"), *(EVIDENCE[mark] for mark in get_args(Evidence)))
    caption = Text(zh="依据程度（按最新版本计）", en="Evidence, of the latest editions")
    return draft.table("table-evidence", caption, heads, rows, (4, 2, 2, 2, 2))


def _gaps(draft: DocumentDraft, found: Iterator[tuple[Spans, tuple[Text, ...]]]) -> Iterator[Block]:
    lines = [
        (*where, ": " if draft.lang == "en" else "：", *draft.spans(gap))
        for where, gaps in found
        for gap in gaps
    ]
    if lines:
        yield from draft.items(lines)
    else:
        yield from draft.paragraphs("没有未查明事项。", "There are none.")


def _of_schemes(draft: DocumentDraft) -> Iterator[tuple[Spans, tuple[Text, ...]]]:
    return ((draft.scheme(id), draft.standard.scheme(id).gaps) for id in draft.extent.schemes)


def _of_lists(draft: DocumentDraft) -> Iterator[tuple[Spans, tuple[Text, ...]]]:
    return ((draft.codelist(id), draft.standard.codelist(id).gaps) for id in draft.extent.codelists)


def _of_records(draft: DocumentDraft) -> Iterator[tuple[Spans, tuple[Text, ...]]]:
    return (
        (draft.see(f"record-{layout.id}", layout.name), layout.gaps)
        for layout in draft.extent.layouts
    )


def _of_items(draft: DocumentDraft) -> Iterator[tuple[Spans, tuple[Text, ...]]]:
    return ((draft.product(id), draft.standard.product(id).gaps) for id in draft.extent.products)


def changes(draft: DocumentDraft) -> Section:
    """The annex on changes: what depends on dates, and what differs from the version before."""
    lead = draft.paragraphs(
        "编码规则随日期变化的内容列于{editions}。",
        "What changes with the date in encoding rules stands in {editions}.",
        editions=Ref("table-dated"),
    )
    rows = (
        (
            draft.scheme(spec.id),
            _edition(draft, edition),
            draft.period(edition.valid_from, edition.valid_to),
            draft.cite(edition.source, edition.evidence),
        )
        for spec in map(draft.standard.scheme, draft.extent.schemes)
        for edition in spec.editions
        if len(spec.editions) > 1 or edition.valid_from or edition.valid_to
    )
    heads = (WORDS["schemes"], WORDS["edition"], WORDS["period"], WORDS["source"])
    table = draft.table(
        "table-dated", Text(zh="有日期的版本", en="Editions with dates"), heads, rows, (5, 3, 4, 4)
    )
    dated = draft.section(
        "changes-dates",
        Text(zh="随日期变化的内容", en="What changes with the date"),
        (*lead, *table)
        if table
        else draft.paragraphs("没有随日期变化的内容。", "Nothing changes with the date."),
    )
    since = draft.section(
        "changes-since",
        Text(zh="与上一版本相比", en="Since the last version"),
        _since(draft),
    )
    titled = draft.title(Text(zh="变化", en="Changes"))
    return Section("changes", titled, kind="annex", normative=False, children=(dated, since))  # fmt: skip


def _edition(draft: DocumentDraft, edition: EditionSpec) -> Spans:
    return draft.cell(edition.name) if edition.name is not None else (CodeText(edition.id),)


def _since(draft: DocumentDraft) -> Iterator[Block]:
    before = earlier(draft.standard)
    if before is None:
        yield from draft.paragraphs("此前没有发布过版本。", "No version was published before.")
        return
    if not before.has("definitions"):
        yield from draft.paragraphs(
            "上一版本为 {version}；生成本文件时没有该版本的内容，未作比较。",
            "The version before is {version}; what it said was not at hand when this document was "
            "made, so nothing is compared.",
            version=before.version,
        )
        return
    rows = (
        (
            (CodeText(f"{one.kind} {one.id}"),),
            (CodeText(".".join(one.path)),) if one.path else (),
            draft.spans(_how(one)),
        )
        for one in differences(before.definitions(), draft.standard)
        if draft.extent.whole or one.id in _ids(draft).get(one.kind, frozenset())
    )
    heads = (
        Text(zh="定义", en="Definition"),
        Text(zh="位置", en="Place"),
        Text(zh="变化", en="Change"),
    )
    caption = Text(
        zh=f"与 {before.version} 版相比的变化", en=f"Changes since version {before.version}"
    )
    yield from draft.table("table-changes", caption, heads, rows, (4, 6, 2)) or draft.paragraphs(
        "与 {version} 版相比没有变化。",
        "There are no changes since version {version}.",
        version=before.version,
    )


def _how(change: Change) -> Text:
    if change.old is None:
        return Text(zh="新增", en="new")
    return Text(zh="删除", en="gone") if change.new is None else Text(zh="修改", en="changed")


def _ids(draft: DocumentDraft) -> dict[str, frozenset[str]]:
    """What a part of the standard covers, by kind."""
    extent = draft.extent
    return {
        "scheme": frozenset(extent.schemes), "codelist": frozenset(extent.codelists),
        "indicator": frozenset(extent.indicators), "group": frozenset(extent.groups),
        "record": frozenset(layout.record for layout in extent.layouts),
        "product": frozenset(extent.products), "interface": frozenset(extent.interfaces),
    }  # fmt: skip
