"""Word files: what python-docx and LibreOffice find in them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.publish.writers.fonts import needs_fonts
from tests.publish.writers.sample import HOSTILE, RARE, sample
from tracecode.escape import code, line
from tracecode.publish.documents.numbering import number
from tracecode.publish.documents.tree import DocumentTree, Section, TableBlock
from tracecode.publish.documents.writers import docx_xml as xml
from tracecode.publish.documents.writers.as_docx import docx
from tracecode.publish.documents.writers.paginate import paginated

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(data: bytes) -> Any:
    """A Word file as python-docx reads it."""
    from docx import Document as Read

    return Read(io.BytesIO(data))


@pytest.fixture(scope="module")
def word() -> Any:
    """The sample, with page numbers that were known."""
    numbering = number(sample())
    return opened(
        docx(
            sample(rare=True),
            numbering,
            lambda: {place.id: at for at, place in enumerate(numbering.outline, 1)},
        ).data
    )


def fields(element: Any) -> list[tuple[str, str]]:
    """The fields of a file: instruction and the value that is filled in."""
    found: list[tuple[str, str]] = []
    open_fields: list[list[Any]] = []
    for node in element.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        if node.tag == f"{W}fldChar":
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                open_fields.append(["", "", False])
            elif kind == "separate":
                open_fields[-1][2] = True
            else:
                instruction, value, _ = open_fields.pop()
                found.append((instruction.strip(), value))
        elif node.tag == f"{W}instrText":
            open_fields[-1][0] += node.text
        else:
            for each in open_fields:
                each[1] += node.text if each[2] else ""
    assert not open_fields
    return found


@needs_fonts
def test_headings_are_headings(word: Any) -> None:
    """Clauses, annexes and unnumbered parts have styles with levels of outline; lists number
    them.
    """
    styled = [(each.style.name, each.text) for each in word.paragraphs]
    assert [text for name, text in styled if name == "Heading 1"] == [
        "范围",
        "规范性引用文件",
        "术语和定义",
        "编码规则",
    ]
    assert [text for name, text in styled if name == "Heading 2"] == ["代码结构", "校验码"]
    assert [text for name, text in styled if name == "Annex Heading 1"] == [
        "\n（规范性）\n代码表",
        "\n（资料性）\n示例",
    ]
    assert [text for name, text in styled if name == "Front Heading"] == ["前言", "参考文献"]
    numbers = word.part.numbering_part.element.xpath(
        '//w:abstractNum[@w:abstractNumId="2"]//w:lvlText/@w:val'
    )
    assert numbers[:2] == ["附录%1", "%1.%2"]


@needs_fonts
def test_every_font_has_its_slot_for_chinese(word: Any) -> None:
    """Each style of paragraphs names a Latin and a Chinese family."""
    for style in word.styles.element.iter(f"{W}style"):
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}styleId") != "Normal":
            (fonts,) = style.iter(f"{W}rFonts")
            assert fonts.get(f"{W}eastAsia") in {"宋体", "黑体"}
            assert fonts.get(f"{W}ascii")


@needs_fonts
def test_fields_are_filled_in(word: Any) -> None:
    """Contents, captions and references are fields, and their values are the right numbers."""
    numbering = number(sample())
    found = fields(word.element.body)
    instructions = [instruction for instruction, _ in found]
    assert [value for instruction, value in found if instruction.startswith("SEQ 表")] == ["1", "1"]
    assert [instruction for instruction in instructions if instruction.startswith("SEQ")] == [
        r"SEQ 图 \* ARABIC \r 1", r"SEQ 表 \* ARABIC \r 1", r"SEQ 式 \* ARABIC \r 1",
        r"SEQ 表 \* ARABIC \r 1",
    ]  # fmt: skip
    contents = [value for instruction, value in found if instruction.startswith("TOC")]
    assert len(contents) == 3
    pages = [value for instruction, value in found if instruction.startswith("PAGEREF")]
    assert pages == [str(at) for at in range(1, len(numbering.outline) + 1)]
    bookmarks = {mark.get(f"{W}name"): mark for mark in word.element.body.iter(f"{W}bookmarkStart")}
    assert len(bookmarks) == len(list(word.element.body.iter(f"{W}bookmarkStart")))
    for instruction in instructions:
        if match := re.match(r"(?:REF|PAGEREF) (\S+)", instruction):
            assert match[1] in bookmarks
            assert len(match[1]) <= 40
    for link in word.element.body.iter(f"{W}hyperlink"):
        assert link.get(f"{W}anchor") in bookmarks or link.get(f"{W}anchor") is None
    dirty = [mark for mark in word.element.body.iter(f"{W}fldChar") if mark.get(f"{W}dirty")]
    assert len(dirty) == 3  # the three tables of contents: Word is to work them out


@needs_fonts
def test_a_reference_names_its_clause(word: Any) -> None:
    """The bookmark of a cross-reference stands in the paragraph whose number is shown."""
    homes = {
        mark.get(f"{W}name"): "".join(each.text or "" for each in mark.getparent().iter(f"{W}t"))
        for mark in word.element.body.iter(f"{W}bookmarkStart")
    }
    shown = {
        instruction.split()[1]: value
        for instruction, value in fields(word.element.body)
        if instruction.startswith("REF")
    }
    assert {value: homes[name] for name, value in shown.items()} == {
        "图1": "图1　代码的结构",
        "4.2": "校验码",
        "（1）": "S = Σ ai × wi2 mod 31（1）",
        "表1": "表1　代码 a_b",
        "附录A": "（规范性）代码表",
        "[1]": "[1] 农业部公告第2579号",
    }


@needs_fonts
def test_heads_of_tables_repeat(word: Any) -> None:
    """Each table has one head row, which stands on every page; hostile texts stay texts."""
    for table in word.tables:
        heads = [
            row
            for row in table._tbl.tr_lst
            if row.trPr is not None and row.trPr.find(f"{W}tblHeader") is not None
        ]
        assert len(heads) == 1
    assert [tuple(cell.text for cell in row.cells) for row in word.tables[1].rows][1:] == [
        (line(text), code(text)) for text in HOSTILE + RARE
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("代码 a", [("代码 a", False)]),
        ("a שלום עולם b", [("a ", False), ("שלום עולם", True), (" b", False)]),
        ("مرحبا", [("مرحبا", True)]),
    ],
)
def test_runs_have_one_direction(text: str, parts: list[tuple[str, bool]]) -> None:
    """What is written from right to left is a run of its own, and says so."""
    from lxml import etree

    runs = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{xml.run(text)}</w:p>')
    assert [
        (run.findtext(f"{W}t"), run.find(f"{W}rPr/{W}rtl") is not None) for run in runs
    ] == parts


@needs_fonts
def test_a_figure_is_vector_and_picture() -> None:
    """The drawing is there as SVG and as PNG, and says what it shows."""
    data = docx(sample()).data
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert [name for name in names if name.endswith(".svg")] == ["word/media/drawing1.svg"]
    assert zipfile.ZipFile(io.BytesIO(data)).read("word/media/image1.png").startswith(b"\x89PNG")
    assert (
        'descr="登记类别 1 位，序列号 31 位"'
        in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    )


@needs_fonts
def test_the_same_document_gives_the_same_file() -> None:
    """Two runs agree to the byte."""
    assert docx(sample()) == docx(sample())


@needs_fonts
def test_a_table_of_two_thousand_rows_is_quick() -> None:
    """A long table is written in a blink and read back whole."""
    rows = tuple(((f"{at:06}",), (f"名称 {at}",)) for at in range(2000))
    table = TableBlock("t", ("代码表",), (("代码",), ("名称",)), rows)
    document = DocumentTree("d", ("t",), "zh", (Section("s", ("代码表",), blocks=(table,)),))
    (found,) = opened(docx(document).data).tables
    assert len(found._tbl.tr_lst) == 2001


def writer_of_libreoffice() -> str | None:
    """LibreOffice, if its word processor is there too."""
    program = shutil.which("soffice")
    if program is None:
        return None
    there = Path(program).resolve().parent.parent.glob("program/libswlo.*")
    return program if any(there) else None


@pytest.mark.slow
@needs_fonts
@pytest.mark.skipif(writer_of_libreoffice() is None, reason="needs libreoffice-writer")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """LibreOffice lays it out with the numbers that the file says, and page numbers agree after
    `paginated`.
    """
    import pypdfium2 as pdfium

    document, numbering = sample(rows=80), number(sample(rows=80))
    file = tmp_path / "a.docx"
    file.write_bytes(paginated(document, numbering, {}))
    own = f"-env:UserInstallation=file://{tmp_path}/profile"
    program = str(writer_of_libreoffice())
    subprocess.run(
        [program, own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    pages = [
        page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(tmp_path / "a.pdf")
    ]
    whole = "".join(pages).replace("\r\n", "")
    assert "按式（1）计算，见表1、附录A、[1]。" in whole.replace(" ", "")
    shown = {
        value[0]: int(value[1])
        for value in re.findall(r"(表A\.1|表1|4\.2|参考文献)[^\n]*?\.{5,}([0-9]+)", pages[1])
    }
    assert shown
    for label, page in shown.items():
        assert label in pages[page].replace(" ", "")  # the cover is not counted
