"""The styles and lists of a Word file: fonts by role, each with its slot for Chinese, numbers of
clauses and annexes.

Clauses and annexes are numbered by lists that belong to the styles of headings, so that Word goes
on numbering where somebody adds a clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracecode.escape import attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.tree import Lang

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONTS = {
    "text": ("Times New Roman", "宋体"),
    "heading": ("Arial", "黑体"),
    "code": ("Courier New", "宋体"),
}
"""Families by role: for Latin letters, and for Chinese."""
WIDTH = 9072
"""Width of the text on a page, in twentieths of a point: 160 mm."""
LEVELS = 9
CLAUSES, ANNEXES, DASHES, DOTS = 1, 2, 3, 4
"""The lists that every document has: kind of list and list at once."""
LETTERS, NUMBERS = 5, 6
"""Kinds of list of which each begins anew."""
FIRST = 7
"""The number of the first of these."""


class _Style(NamedTuple):
    """A style of paragraphs."""

    id: str
    name: str
    role: str = "text"
    size: int = 21
    """In half points."""
    paragraph: str = ""
    """Its properties as XML, in the order of the schema."""


_KEEP = "<w:keepNext/><w:keepLines/>"
_RIGHT = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs>'
_MIDDLE = '<w:jc w:val="center"/>'


def _styles(lang: Lang) -> Iterator[_Style]:
    first = "" if lang == "en" else '<w:ind w:firstLineChars="200" w:firstLine="420"/>'
    apart = '<w:spacing w:before="240" w:after="160"/>'
    yield _Style("BodyText", "Body Text", paragraph=first)
    for level in range(LEVELS):
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{CLAUSES}"/></w:numPr>'
        outline = f'{apart}<w:outlineLvl w:val="{level}"/>'
        yield _Style(
            f"Heading{level + 1}", f"heading {level + 1}", "heading", 24 if level == 0 else 21,
            _KEEP + number + outline,
        )  # fmt: skip
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{ANNEXES}"/></w:numPr>'
        middle = f'{apart}{_MIDDLE}<w:outlineLvl w:val="0"/>' if level == 0 else outline
        new = "<w:pageBreakBefore/>" if level == 0 else ""
        yield _Style(
            f"Annex{level + 1}", f"Annex Heading {level + 1}", "heading", 28 if level == 0 else 21,
            _KEEP + new + number + middle,
        )  # fmt: skip
        indent = f'<w:ind w:left="{210 * level}"/>'
        yield _Style(
            f"TOC{level + 1}", f"toc {level + 1}", paragraph=f"{_RIGHT}{indent}<w:jc w:val='left'/>"
        )
    yield _Style("TableofFigures", "table of figures", paragraph=_RIGHT + "<w:jc w:val='left'/>")
    new = f"{_KEEP}<w:pageBreakBefore/>{apart}{_MIDDLE}"
    yield _Style("FrontHeading", "Front Heading", "heading", 28, f'{new}<w:outlineLvl w:val="0"/>')
    yield _Style("TOCHeading", "TOC Heading", "heading", 28, new)
    yield _Style(
        "Title", "Title", "heading", 32, f'<w:spacing w:before="240" w:after="240"/>{_MIDDLE}'
    )
    captions = f'<w:spacing w:before="120" w:after="60"/>{_MIDDLE}'
    yield _Style("Caption", "caption", "heading", 18, _KEEP + captions)
    yield _Style("FigureCaption", "Figure Caption", "heading", 18, captions)
    yield _Style(
        "Drawing", "Drawing", paragraph=f'<w:keepNext/><w:spacing w:before="120"/>{_MIDDLE}'
    )
    yield _Style("TableUnit", "Table Unit", size=18, paragraph='<w:keepNext/><w:jc w:val="right"/>')
    tight = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
    yield _Style("TableText", "Table Text", size=18, paragraph=f'{tight}<w:jc w:val="left"/>')
    yield _Style("TableHead", "Table Head", "heading", 18, f"<w:keepNext/>{tight}{_MIDDLE}")
    yield _Style("Note", "Note", size=18, paragraph='<w:ind w:left="420"/>')
    yield _Style("Example", "Example", size=18, paragraph='<w:ind w:left="420"/>')
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
    plain = '<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="left"/>'
    yield _Style("Listing", "Listing", "code", 16, shade + plain)
    yield _Style(
        "TermNumber", "Term Number", "heading", paragraph=f'{_KEEP}<w:spacing w:before="120"/>'
    )
    yield _Style("TermName", "Term Name", "heading", paragraph=f'{_KEEP}<w:ind w:left="420"/>')
    tabs = f'<w:tabs><w:tab w:val="center" w:pos="{WIDTH // 2}"/><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
    yield _Style("Formula", "Formula", paragraph=f'{tabs}<w:spacing w:before="60" w:after="60"/>')
    yield _Style("ListParagraph", "List Paragraph")
    yield _Style("Reference", "Reference", paragraph=first)
    yield _Style("CoverTop", "Cover Top", paragraph='<w:jc w:val="left"/>')
    yield _Style(
        "CoverClass",
        "Cover Class",
        "heading",
        48,
        f'<w:spacing w:before="900" w:after="480"/>{_MIDDLE}',
    )
    yield _Style("CoverNumber", "Cover Number", size=28, paragraph='<w:jc w:val="right"/>')
    rule = '<w:pBdr><w:{0} w:val="single" w:sz="8" w:space="6" w:color="auto"/></w:pBdr>'
    ends = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
    yield _Style("CoverRule", "Cover Rule", paragraph=rule.format("bottom"))
    yield _Style(
        "CoverTitle",
        "Cover Title",
        "heading",
        48,
        f'<w:spacing w:before="2400" w:after="360"/>{_MIDDLE}',
    )
    yield _Style(
        "CoverText", "Cover Text", size=24, paragraph=f'<w:spacing w:after="120"/>{_MIDDLE}'
    )
    spaced = '<w:spacing w:before="3000"/>'
    yield _Style("CoverEnds", "Cover Ends", "heading", 24, rule.format("bottom") + ends + spaced)
    yield _Style(
        "CoverIssuer", "Cover Issuer", "heading", 28, f'<w:spacing w:before="200"/>{_MIDDLE}'
    )
    yield _Style("Footer", "footer", size=18, paragraph=_MIDDLE)


def _fonts(role: str) -> str:
    latin, chinese = FONTS[role]
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'


def styles(lang: Lang) -> str:
    """The part with the styles."""
    tongue = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    body = '<w:spacing w:line="300" w:lineRule="auto"/><w:jc w:val="both"/>'
    size = '<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>'
    edge = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    base = f"""<w:styles xmlns:w="{W}">
<w:docDefaults>
  <w:rPrDefault><w:rPr>{_fonts("text")}{size.format(21)}{tongue}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr/></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
  <w:pPr>{body}</w:pPr>
</w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>
</w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>
  <w:tblPr><w:tblBorders>{edge}</w:tblBorders>
    <w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
</w:style>
<w:style w:type="character" w:styleId="Code"><w:name w:val="Code"/><w:rPr>{_fonts("code")}<w:noProof/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr>{_fonts("heading")}</w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>
"""
    own = [
        f"""<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>
  <w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{style.paragraph}</w:pPr>
  <w:rPr>{_fonts(style.role)}{size.format(style.size)}</w:rPr>
</w:style>
"""
        for style in _styles(lang)
    ]
    return "".join([base, *own, "</w:styles>"])


def lists(annex: str, dash: str, anew: list[int]) -> str:
    """The part with the lists.

    Args:
        annex: the word before the letter of an annex.
        dash: what stands before an item.
        anew: for every list that begins anew, its kind: `LETTERS` or `NUMBERS`.
    """
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(_level(kind, level, annex, dash) for level in range(LEVELS))}</w:abstractNum>"
        for kind in (CLAUSES, ANNEXES, DASHES, DOTS, LETTERS, NUMBERS)
    )
    fixed = "".join(
        f'<w:num w:numId="{kind}"><w:abstractNumId w:val="{kind}"/></w:num>'
        for kind in (CLAUSES, ANNEXES, DASHES, DOTS)
    )
    start = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
        for level in range(LEVELS)
    )
    new = "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{kind}"/>{start}</w:num>'
        for at, kind in enumerate(anew, FIRST)
    )
    return f'<w:numbering xmlns:w="{W}">{kinds}{fixed}{new}</w:numbering>'


def _level(kind: int, level: int, annex: str, dash: str) -> str:
    """A level of a kind of list."""
    dotted = ".".join(f"%{each + 1}" for each in range(level + 1))
    form, shown, style = {
        CLAUSES: ("decimal", dotted, f"Heading{level + 1}"),
        ANNEXES: ("decimal", dotted, f"Annex{level + 1}")
        if level
        else ("upperLetter", f"{annex}%1", "Annex1"),
        DASHES: ("bullet", dash, ""),
        DOTS: ("bullet", "·", ""),
        LETTERS: ("lowerLetter", f"%{level + 1})", ""),
        NUMBERS: ("decimal", f"%{level + 1})", ""),
    }[kind]
    after = "tab" if not style else "nothing" if (kind, level) == (ANNEXES, 0) else "space"
    indent = (
        'w:left="0" w:firstLine="0"' if style else f'w:left="{840 + 420 * level}" w:hanging="420"'
    )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{named}<w:suff '
        f'w:val="{after}"/>'
        f'<w:lvlText w:val={attribute(shown)}/><w:lvlJc w:val="left"/><w:pPr><w:ind '
        f"{indent}/></w:pPr></w:lvl>"
    )
