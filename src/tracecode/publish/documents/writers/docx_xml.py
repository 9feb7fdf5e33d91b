"""Pieces of the XML of a Word file as text: runs, fields, bookmarks, paragraphs, rows.

Text is faster by far than objects: a table of two thousand rows is written in a blink.
"""

from __future__ import annotations

import re

from tracecode.escape import attribute, markup


def run(text: str, style: str = "", *, chinese: bool = True, extra: str = "") -> str:
    """A run of text.

    Args:
        text: as it is to be seen.
        style: of characters.
        chinese: whether what both Latin and Chinese fonts have, such as “ and …, is drawn by the
            Chinese one.
        extra: further properties as XML.
    """
    return "".join(
        f"<w:r>{_properties(part, style, chinese=chinese, extra=extra)}"
        f'<w:t xml:space="preserve">{markup(part)}</w:t></w:r>'
        for part in _by_direction(text)
    )


def _properties(text: str, style: str, *, chinese: bool, extra: str) -> str:
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    if chinese and not text.isascii():
        properties += '<w:rFonts w:hint="eastAsia"/>'
    properties += extra
    if _right_to_left(text):
        properties += "<w:rtl/>"
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def _right_to_left(text: str) -> bool:
    return re.search(_LEFTWARD, text) is not None


def _by_direction(text: str) -> list[str]:
    """A text in parts of one direction each."""
    if text.isascii() or not _right_to_left(text):
        return [text]
    return [part for part in re.split(f"({_LEFTWARD}+(?:\\s+{_LEFTWARD}+)*)", text) if part]


_LEFTWARD = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
"""Characters of scripts that are written from right to left: the blocks that Unicode keeps for
them.
"""


def field(instruction: str, shown: str, *, dirty: bool = False) -> str:
    """A field with its value filled in.

    Args:
        instruction: what Word is to work out.
        shown: its value as runs.
        dirty: whether Word is to work it out when the file is opened.
    """
    mark = ' w:dirty="true"' if dirty else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{mark}/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {markup(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar '
        f'w:fldCharType="end"/></w:r>'
    )


def link(anchor: str, runs: str) -> str:
    """Runs that lead to a bookmark."""
    return f'<w:hyperlink w:anchor={attribute(anchor)} w:history="1">{runs}</w:hyperlink>'


def paragraph(style: str, inside: str, properties: str = "") -> str:
    """A paragraph with properties of its own after its style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inside}</w:p>'


def cell(width: int, paragraphs: str) -> str:
    """A cell of a table."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'


def row(cells: str, *, head: bool = False) -> str:
    """A row of a table; a head stands again on each page."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


def table(widths: list[int], rows: str) -> str:
    """A table with columns of fixed width."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout '
        f'w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def picture(number: int, png: str, svg: str, size: tuple[float, float], said: str) -> str:
    """A drawing as SVG, and as PNG for programs that cannot draw it.

    Args:
        number: of the picture in the file.
        png: the relation to its file.
        svg: likewise.
        size: how wide and high it is shown, in millimetres.
        said: what it shows, in words.
    """
    wide, high = (round(length * 36000) for length in size)
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    vector = (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
        '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
        f'r:embed="{svg}"/></a:ext></a:extLst>'
    )
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="{number}" '
        f"descr={attribute(said)}/>"
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" '
        f'name="{number}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{png}">{vector}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        "<a:prstGeom "
        'prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
