"""A small document with every kind of block, for the tests of the writers."""

from __future__ import annotations

from tracecode.publish.documents.drawing import Box, Drawing, Lettering, Line
from tracecode.publish.documents.tree import (
    Anchor,
    Break,
    CodeText,
    Cover,
    DocumentTree,
    Example,
    Figure,
    Formula,
    Hyperlink,
    Items,
    Listing,
    Note,
    Paragraph,
    Ref,
    ReferenceEntry,
    Section,
    Strong,
    TableBlock,
    Term,
    Variable,
)

DRAWING = Drawing(
    100,
    20,
    (
        Box(0, 0, 30, 8, shade="light"),
        Lettering(15, 5.2, "登记类别", middle=True),
        Box(30, 0, 70, 8, rounded=True, dashed=True),
        Lettering(65, 5.2, "0123456789", middle=True, fixed=True, strong=True),
        Line(15, 8, 15, 18, arrow=True),
        Line(65, 8, 65, 18, dashed=True),
    ),
)
COVER = Cover(
    document_class="天津市地方标准",
    number="DB12/T XXXX—XXXX",
    ics="ICS XX.XXX",
    ccs="CCS X XX",
    draft="草案",
    title=("重要产品追溯",),
    english="Traceability of important products",
    issued="XXXX-XX-XX 发布",
    effective="XXXX-XX-XX 实施",
    issuer="发布机构待定",
    remarks=("数据版本 0.1",),
)
HOSTILE = (
    "<script>alert(1)</script> #panic() [x](y) `z` *s* $x$ {{ }} =HYPERLINK(1) @SUM \\par & \" ' | ~",
    "=1+1",
    "名" * 200,
    "a\x1d\u202eb",
)
RARE = ("𠀀𪜀𫝀𫠠𬺰𰀀𱍐", "שלום עולם")
"""Of the extensions B to H, and from right to left: not every machine has fonts for them."""


def sample(lang: str = "zh", rows: int = 3, *, rare: bool = False) -> DocumentTree:
    """A document with every kind of block."""
    wide = TableBlock(
        "t-wide",
        ("代码 ", CodeText("a_b")),
        (("代码",), ("名称", Break(), "Name"), ("说明",)),
        tuple(
            (
                (CodeText(f"{at:06}"),),
                (f"名称 {at}",),
                ("见", Ref("s-check"), "和", Ref("f-structure")),
            )
            for at in range(rows)
        ),
        unit="单位：毫米",
        notes=(Note(("表内的注。",)),),
    )
    check = Section(
        "s-check",
        ("校验码",),
        blocks=(
            Paragraph(
                (
                    "按",
                    Ref("q-sum"),
                    "计算，见",
                    Ref("t-wide"),
                    "、",
                    Ref("a-lists"),
                    "、",
                    Ref("r-one"),
                    "。",
                )
            ),
            Formula(
                "q-sum",
                (
                    Variable("S"),
                    " = Σ ",
                    Variable("a", "i"),
                    " × ",
                    Variable("w", "i", "2"),
                    " mod 31",
                ),
            ),
            Items(
                (
                    (Paragraph(("第一",)),),
                    (
                        Paragraph(("第二 ", Strong(("要",)))),
                        Items(((Paragraph(("内",)),),), "number"),
                    ),
                ),
                "letter",
            ),
            Note(("第一个注。",)),
            Note(("第二个注。",)),
            Example((Paragraph(("报文：",)), Listing('{\n  "a": "b"\n}', "json"))),
        ),
        children=(
            Section(
                "s-untitled",
                (),
                blocks=(
                    Paragraph(("无标题条，", Hyperlink("https://example.org/x", ("链接",)), "。")),
                ),
            ),
        ),
    )
    structure = Section(
        "s-structure",
        ("代码结构",),
        blocks=(
            Paragraph(("如", Ref("f-structure"), "。")),
            Figure("f-structure", ("代码的结构",), DRAWING, "登记类别 1 位，序列号 31 位"),
            wide,
        ),
    )
    terms = Section(
        "s-terms",
        ("术语和定义",),
        blocks=(
            Paragraph(("下列术语和定义适用于本文件。",)),
            Term(
                "term-code",
                ("追溯码",),
                ("trace code",),
                ("标识追溯单元的代码。",),
                ("GB/T 38155—2019，2.4",),
                (Note(("术语的注。",)),),
            ),
        ),
    )
    references = Section(
        "s-refs",
        ("规范性引用文件",),
        blocks=(ReferenceEntry("r-gb", "GB/T 1.1", ("GB/T 1.1 标准化工作导则",)),),
    )
    hostile = HOSTILE + RARE * rare
    lists = Section(
        "a-lists",
        ("代码表",),
        "annex",
        blocks=(
            Paragraph((Anchor("x-place"), "见", Ref("x-place"), "。")),
            TableBlock(
                "t-list",
                ("值",),
                (("a",), ("b",)),
                tuple(((text,), (CodeText(text),)) for text in hostile),
            ),
        ),
        children=(Section("a-sub", ("细目",)),),
    )
    back = Section(
        "s-bib",
        ("参考文献",),
        "back",
        blocks=(
            ReferenceEntry("r-one", "农业部公告第2579号", ("农业部公告第2579号",), numbered=True),
        ),
    )
    front = Section(
        "s-foreword", ("前言",), "front", blocks=(Paragraph(("本文件按照给出的规则起草。",)),)
    )
    main = (
        Section("s-scope", ("范围",), blocks=(Paragraph(("本文件规定了代码。",)),)),
        references,
        terms,
        Section("s-rules", ("编码规则",), children=(structure, check)),
    )
    return DocumentTree(
        "sample",
        ("重要产品追溯",),
        "en" if lang == "en" else "both" if lang == "both" else "zh",
        (front, *main, lists, Section("a-two", ("示例",), "annex", normative=False), back),
        cover=COVER,
        contents=True,
        subject="样例",
        keywords=("追溯",),
    )
