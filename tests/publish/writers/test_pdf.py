"""PDF of a document: tagged, with outline, a head on every page, and missing characters by name."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.publish.writers.fonts import needs_fonts
from tests.publish.writers.sample import HOSTILE, RARE, sample
from tracecode.errors import MissingExtra
from tracecode.escape import line
from tracecode.publish.documents.numbering import number
from tracecode.publish.documents.tree import CodeText, DocumentTree, Hyperlink, Strong, TableBlock
from tracecode.publish.documents.writers.as_docx import docx
from tracecode.publish.documents.writers.as_pdf import pdf as written
from tracecode.publish.documents.writers.as_pdf import png
from tracecode.publish.documents.writers.columns import fitting, pieces, shares
from tracecode.publish.documents.writers.fonts import MissingGlyphs, missing, package, undrawn

pytestmark = pytest.mark.slow


@needs_fonts
@pytest.mark.parametrize(
    ("lang", "continued"), [("zh", "表1 代码 a_b（续）"), ("en", "Table 1 代码 a_b(continued)")]
)
def test_a_document_as_pdf(lang: str, continued: str) -> None:
    """Pages, outline, tags and title are there; a table over pages repeats its head and says so."""
    import pypdfium2 as pdfium

    document = sample(lang, rows=120)
    made = written(document)
    pdf = pdfium.PdfDocument(made.data)
    pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pdf]
    assert pdf.get_metadata_dict()["Title"] == "重要产品追溯"
    assert b"/MarkInfo" in made.data
    assert b"pdfuaid" in made.data
    titles = [mark.get_title() for mark in pdf.get_toc()]
    assert [title.replace(" ", "").replace("　", "") for title in titles if "4.2" in title] == [
        "4.2校验码"
    ]
    tables = [page for page in pages if "000050" in page or "000110" in page]
    assert all(
        continued.replace(" ", "") in page.replace(" ", "").replace("\n", "") for page in tables
    )
    for place in number(document).outline:
        page = pages[made.pages[place.id]]  # the cover is not counted
        assert place.label.replace(" ", "") in page.replace(" ", "")
    text = "".join(pages).replace("\n", "").replace(" ", "")
    for hostile in HOSTILE[:3]:
        assert line(hostile).replace(" ", "") in text
    assert made.warnings == ()


@needs_fonts
def test_rare_characters_are_drawn_or_named() -> None:
    """Characters of the extensions B to H and other scripts stand in the PDF, or the error names
    those that cannot.
    """
    import pypdfium2 as pdfium

    made = None
    with suppress(MissingGlyphs):
        made = written(sample(rare=True))
    if made is not None:
        text = "".join(
            page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(made.data)
        )
        assert RARE[0] in text.replace("\r\n", "")
        return
    with pytest.raises(MissingGlyphs, match="apt-get install fonts-") as error:
        written(sample(rare=True))
    named = {
        chr(int(number, 16)) for number in re.findall(r"U\+([0-9A-F]+)", error.value.texts["zh"])
    }
    assert named <= set("".join(RARE))


@needs_fonts
def test_drawings_as_png() -> None:
    """Each drawing becomes a picture."""
    assert {id: data[:4] for id, data in png(sample()).items()} == {"f-structure": b"\x89PNG"}


def test_missing_characters_are_named() -> None:
    """What Typst could not draw is named, with the package that brings it."""
    import typst

    text = (
        b'#set document(title: "t")\n#set text(lang: "zh", fallback: false, font: "DejaVu Sans Mono")\n'
        + "中𠀀".encode()
    )
    with pytest.raises(typst.TypstError) as refused:
        typst.compile(text, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)
    absent = undrawn(f"{refused.value.message}\n{refused.value.diagnostic}")
    assert absent
    assert set(absent) <= set("中𠀀")
    error = missing("中𠀀")
    assert error.texts == {
        "en": "no font of this machine has 中 (U+4E2D), 𠀀 (U+20000); "
        "on Debian: apt-get install fonts-noto-cjk fonts-hanazono",
        "zh": "本机字体缺少以下字符：中（U+4E2D）、𠀀（U+20000）；Debian 系统请安装 "
        "fonts-noto-cjk、fonts-hanazono",
    }
    assert [package(char) for char in "aש中\ua000가豈😀𠀀𪜀𰀀"] == [
        "fonts-noto-core", "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-core", "fonts-noto-cjk",
        "fonts-noto-cjk", "fonts-noto-core", "fonts-hanazono", "fonts-babelstone-han",
        "fonts-babelstone-han",
    ]  # fmt: skip


@pytest.mark.parametrize(("module", "write"), [("typst", written), ("typst", docx), ("docx", docx)])
def test_an_absent_package_is_named(
    monkeypatch: pytest.MonkeyPatch, module: str, write: Callable[[Any], Any]
) -> None:
    """Without a package of the extra, the error says what to install."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match="documents"):
        write(sample())


def test_where_a_code_may_break() -> None:
    """Short codes stay whole; long ones break after separators, and every twelve characters of a
    long rest.
    """
    assert pieces("batch_no") == ["batch_no"]
    assert pieces("registration_last6") == ["registration_", "last6"]
    assert pieces("0123456789abcdef01") == ["0123456789ab", "cdef01"]
    for text in ("https://example.org/a?b=c&d", "___________________", "a" * 500, "名" * 30 + "_"):
        assert "".join(pieces(text)) == text


LONG = "T/ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "W" * 40


@needs_fonts
@pytest.mark.parametrize(
    "span",
    [LONG, "依据 " + LONG, CodeText(LONG), Strong((LONG,)), Hyperlink("https://e.org", (LONG,))],
    ids=["text", "words", "code", "strong", "link"],
)
def test_a_long_text_stays_in_its_cell(span: Any) -> None:
    """What has no place to break is broken where the column ends, and reads as it did."""
    import pypdfium2 as pdfium

    rows = (((span,), ("其后",)),)
    table = TableBlock("t-long", ("长",), ((LONG,), ("其后",)), rows, weights=(1, 4))
    document = DocumentTree("d", ("长",), "zh", blocks=(table,))
    (page,) = pdfium.PdfDocument(written(document).data)
    text = page.get_textpage()
    said = text.get_text_range()
    assert "".join(said.split()).count(LONG) == 2
    right = (25 + 160 / 5) / 25.4 * 72
    for at, char in enumerate(said):
        if char in LONG.removeprefix("T/"):
            assert text.get_charbox(at)[2] < right


def test_where_a_text_may_break() -> None:
    """Only what is wider than the column has breaks of its own; what a line breaks anyhow is
    left.
    """
    assert fitting(["DB12/T 3004-2020 规范"], 8.0) == ["DB12/T 3004-2020 规范"]
    assert fitting(["见 ABCDEFGH 与"], 3.0) == ["见 ", *"ABCDEFGH", " 与"]
    assert fitting(["iiiiiiii"], 5.0) == ["iiiiiiii"]
    assert fitting(["WWWWWWWW"], 5.0) == [*"WWWWWWWW"]
    assert fitting(["名" * 99], 3.0) == ["名" * 99]
    assert fitting(["ab_", "0123456789ab"], 4.0, fixed=True) == ["ab_", *"0123456789ab"]


def test_columns_by_what_stands_in_them() -> None:
    """Widths add up to the whole; a column of long names is wider than one of short codes, and
    weights win.
    """
    rows = tuple(((CodeText(f"{at}"),), ("很长的名称" * 5,)) for at in range(9))
    short, long = shares(TableBlock("t", (), (("代码",), ("名称",)), rows))
    assert short + long == pytest.approx(1)
    assert long > 3 * short
    assert shares(TableBlock("t", (), (("a",), ("b",)), rows, weights=(3, 1))) == (0.75, 0.25)
