# ruff: noqa: E501  # tables: one broken document a line
"""The lints of layout: each fires on a document that breaks its rule, and none on one that keeps
all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from tracecode.publish.documents.drawing import Drawing
from tracecode.publish.documents.numbering import ContentsEntry, Numbering, number
from tracecode.publish.documents.tree import (
    Anchor,
    Block,
    Break,
    CodeText,
    Cover,
    DocumentTree,
    Example,
    Figure,
    Formula,
    Items,
    Note,
    Paragraph,
    Ref,
    ReferenceEntry,
    Section,
    TableBlock,
    Term,
)
from tracecode.publish.documents.words import WORDS
from tracecode.publish.standard_document import wording
from tracecode.publish.standard_document.front import cover, foreword
from tracecode.publish.standard_document.layout_rules import RULES, UNSURE, breaches

Change = Callable[[DocumentTree], DocumentTree]


def clause(
    id: str, title: str, *blocks: Block, kind: str = "clause", children: tuple[Section, ...] = ()
) -> Section:
    """A section."""
    return Section(id, (title,), kind=kind, blocks=blocks, children=children)  # type: ignore[arg-type]


def said(text: str) -> Paragraph:
    """A paragraph."""
    return Paragraph((text,))


TERM = Term(
    "term-unit",
    ("追溯单元",),
    ("traceable unit",),
    ("可以追溯的对象。",),
    ("GB/T 38155—2019，2.4",),
)
ROW = (("1",), (Anchor("element-a"), "批号", Break(), "Lot", Break(), CodeText("lot")), ("一批产品的编号",), ("字符型", Break(), CodeText("an..50")), ("—",))  # fmt: skip
HEADS = tuple((WORDS[word].zh,) for word in ("number", "name", "definition", "format", "domain"))
THEME = TableBlock("table-theme-a", ("数据元",), HEADS, (ROW,))
RECORD = TableBlock(
    "table-record-a",
    ("记录",),
    ((WORDS["element"].zh,), (WORDS["obligation"].zh,)),
    ((("批号",), ("M",)),),
)
LISTED = Items(((said("其一"), Items(((said("甲"),),), "number")),), "letter")
FIGURE = Figure("figure-a", ("结构",), Drawing(10, 10, ()), "结构")


@cache
def right() -> DocumentTree:
    """A small document that keeps every rule."""
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.publish.standard_document.extent import Extent
    from tracecode.standard.resolved import packaged

    draft = DocumentDraft(
        packaged(), Extent("whole", None, None, (), (), (), (), (), (), (), ()), "zh"
    )
    referred = ReferenceEntry("source-a", "GB 1—2020", ("GB 1—2020　甲",))
    sections = (
        foreword(draft),
        clause("introduction", "引言", said("说明。"), kind="front"),
        clause("scope", "范围", said("本文件规定了甲。"), said("本文件适用于乙。")),
        clause("references", "规范性引用文件", said(wording.REFERENCES.zh), referred),
        clause("terms", "术语和定义", said(wording.TERMS.zh), TERM),
        clause("symbols", "符号和缩略语", children=(clause("symbol-list", "符号", said(wording.SYMBOLS.zh)),)),
        clause(
            "general", "总体要求", Paragraph(("见", Ref("directory"), "、", Ref("more"), "。")),
            LISTED, FIGURE, Note(("说明。",)), Example((said("例。"),)),
        ),
        clause("records", "记录", RECORD),
        clause("directory", "目录", kind="annex", children=(clause("theme-a", "甲", THEME),)),
        clause("more", "其他", Formula("formula-a", ("a",)), replace(FIGURE, id="figure-b"), kind="annex"),
        clause("bibliography", "参考文献", ReferenceEntry("source-b", "乙", ("乙",), numbered=True), kind="back"),
        clause("index", "索引", TableBlock("table-index", (), (("名称",),), ((("甲",),),)), kind="back"),
    )  # fmt: skip
    return DocumentTree("d", ("甲",), "zh", sections=sections, cover=cover(draft), contents=True)


def with_cover(**values: object) -> Change:
    """Another cover."""
    return lambda document: replace(
        document,
        cover=replace(document.cover or Cover("", ""), **values),  # type: ignore[arg-type]
    )


def with_section(id: str, **values: object) -> Change:
    """Another section of the first level."""

    def change(document: DocumentTree) -> DocumentTree:
        made = (replace(each, **values) if each.id == id else each for each in document.sections)  # type: ignore[arg-type]
        return replace(document, sections=tuple(made))

    return change


def with_blocks(id: str, *blocks: Block) -> Change:
    """A section of the first level with other blocks."""
    return with_section(id, blocks=blocks)


def with_foreword(change: Callable[[list[Block]], list[Block]]) -> Change:
    """Another foreword."""
    return lambda document: with_blocks("foreword", *change(list(document.sections[0].blocks)))(
        document
    )


def moved(id: str, behind: str) -> Change:
    """A section behind another one."""

    def change(document: DocumentTree) -> DocumentTree:
        taken = next(each for each in document.sections if each.id == id)
        out: list[Section] = []
        for each in document.sections:
            out += [each] * (each.id != id) + [taken] * (each.id == behind)
        return replace(document, sections=tuple(out))

    return change


def with_row(at: int, cell: tuple[object, ...]) -> Change:
    """Another cell of the element's row."""
    row = tuple(cell if place == at else old for place, old in enumerate(ROW))
    table = replace(THEME, rows=(row,))  # type: ignore[arg-type]
    return with_section("directory", children=(clause("theme-a", "甲", table),))


BROKEN: dict[str, Change] = {
    "order-of-parts": moved("references", "terms"),
    "first-clauses": with_section("terms", title=("术语",)),
    "cover-fields": with_cover(ics=""),
    "cover-filing": with_cover(remarks=("专利",)),
    "cover-titles": with_cover(english=""),
    "cover-number": with_cover(number="DB12/T 924-2019"),
    "cover-draft": with_cover(draft=""),
    "cover-patents": with_cover(remarks=("备案号：XXXX—XXXX",)),
    "contents-order": moved("directory", "bibliography"),
    "contents-whole": with_section("introduction", listed=False),
    "foreword-numbers": with_section("foreword", children=(clause("inner", "其一"),)),
    "foreword-figures": with_foreword(lambda blocks: [*blocks, replace(FIGURE, id="figure-c")]),
    "foreword-requirements": with_foreword(lambda blocks: [*blocks, said("企业应报送。")]),
    "foreword-order": with_foreword(lambda blocks: [blocks[0], *blocks[:0:-1]]),
    "foreword-basis": with_foreword(lambda blocks: [said("本标准按照GB/T "
                                                         "1.1给出的规则起草。"), *blocks[1:]]),
    "foreword-bodies": with_foreword(lambda blocks: blocks[:-1]),
    "foreword-patents": with_foreword(lambda blocks: [block for block in blocks if block != said(wording.PATENTS.zh)]),
    "scope-sentences": with_blocks("scope", said("本文件规定了甲。"), said("适用于乙。")),
    "references-lead": with_blocks("references", said("下列文件对于本文件的应用是必不可少的。"), ReferenceEntry("source-a", "GB 1", ("GB 1",))),
    "references-dash": with_blocks("references", said(wording.REFERENCES.zh), ReferenceEntry("source-a", "GB 1", ("GB 1-2020 甲",))),
    "terms-lead": with_blocks("terms", said(wording.NO_TERMS.zh), TERM),
    "symbols-lead": with_section("symbols", children=(clause("symbol-list", "符号", said("符号如下。")),)),
    "term-entry": with_blocks("terms", said(wording.TERMS.zh), replace(TERM, other=())),
    "term-source": with_blocks("terms", said(wording.TERMS.zh), replace(TERM, source=("GB/T 38155-2019, 2.4",))),
    "self-reference": with_blocks("introduction", said("本标准由数据生成。")),
    "list-marks": with_blocks("records", RECORD, Items(((said("甲"),),), "number")),
    "annex-numbers": lambda document: replace(document, numbered=False),
    "annex-status": with_blocks("introduction", said("附录A（规范性附录）")),
    "annex-mentioned": with_blocks("general", Paragraph(("见", Ref("directory"), "。"))),
    "table-title": with_blocks("records", replace(RECORD, head=())),
    "figure-title": with_blocks("more", replace(FIGURE, id="figure-b", caption=())),
    "note-requirements": with_blocks("records", RECORD, Note(("企业应报送。",))),
    "element-attributes": with_row(2, ()),
    "element-type": with_row(3, ("文本", Break(), CodeText("an..50"))),
    "element-obligation": with_blocks("records", replace(RECORD, rows=((("批号",), ("必填",)),))),
}  # fmt: skip
"""What breaks each rule in the tree."""


def with_place(place: ContentsEntry) -> Callable[[Numbering], Numbering]:
    """Contents with one entry more."""
    return lambda numbering: replace(numbering, outline=(*numbering.outline, place))


MISNUMBERED: dict[str, Callable[[Numbering], Numbering]] = {
    "contents-annexes": with_place(ContentsEntry("more", 1, "附录B", "其他", "annex")),
    "contents-terms": with_place(ContentsEntry("term-unit", 2, "3.1", "追溯单元", "clause")),
}
"""What breaks a rule in the contents, which no tree can bring about."""


def test_a_document_that_keeps_all_rules_has_no_breach() -> None:
    """The small document is right."""
    assert breaches(right()) == []


def test_every_rule_is_broken_by_something() -> None:
    """There is a broken document for each rule, and the number of rules is known."""
    assert set(BROKEN) | set(MISNUMBERED) == {rule.id for rule in RULES}
    assert (len(RULES), len(UNSURE)) == (37, 10)


@pytest.mark.parametrize("rule", list(BROKEN))
def test_a_rule_fires_where_it_is_broken(rule: str) -> None:
    """The breach is found, by its rule."""
    assert rule in {breach.rule for breach in breaches(BROKEN[rule](right()))}


@pytest.mark.parametrize("rule", list(MISNUMBERED))
def test_a_rule_fires_on_wrong_contents(rule: str) -> None:
    """The same of contents that a numbering made wrong."""
    assert rule in {breach.rule for breach in breaches(right(), MISNUMBERED[rule](number(right())))}


@pytest.mark.parametrize(
    "change",
    [
        with_blocks("terms", said("GB/T 38155—2019界定的以及下列术语和定义适用于本文件。"), TERM),
        with_blocks("terms", said("GB/T 38155—2019界定的术语和定义适用于本文件。")),
        with_blocks("terms", said(wording.NO_TERMS.zh)),
        with_blocks("references", said(wording.NO_REFERENCES.zh)),
        with_blocks(
            "terms", said(wording.TERMS.zh), replace(TERM, source=("GB/T 38155—2019，2.4，有修改",))
        ),
        *(
            with_blocks("terms", said(wording.TERMS.zh), replace(TERM, source=(f"{own}，3.1",)))
            for own in ("DB12/T 924—2019", "DB4403/T 249—2022", "DB12 1234—2020", "GB 32100—2015")
        ),
        with_cover(number="DB4403/T 249—2022", draft=""),
    ],
)
def test_other_cases_that_are_laid_down_pass(change: Change) -> None:
    """Borrowed terms, no terms, no references, a modified source, one that is a local standard, a
    city's number that is no draft.
    """
    assert breaches(change(right())) == []
