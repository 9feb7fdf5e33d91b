"""Labels: ready templates print and read back in every form, faults are named, files appear whole
or not at all.
"""

from __future__ import annotations

import gc
import io
import os
import re
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

import tracecode as tc
from tests.labels.conftest import READY, characters
from tests.labels.made_fonts import make_font
from tracecode.files import WrongOutput
from tracecode.labels import fonts
from tracecode.labels.data import BadLabels
from tracecode.labels.fonts import NoFont
from tracecode.labels.zpl import pictures
from tracecode.standard.resolved import packaged

QR = zxingcpp.barcode_formats_from_str("QRCode")
SPECS = Path(packaged().layers[0].root)


def texts(image: Image.Image) -> list[str]:
    """What a reader gets from a picture."""
    return [found.text for found in zxingcpp.read_barcodes(image, formats=QR)]


def pages(path: Path, dpi: int = 300) -> Iterator[tuple[Image.Image, str]]:
    """The pages of a PDF as pictures, and their text."""
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        page = document[number]
        yield (
            page.render(scale=dpi / 72, grayscale=True).to_pil(),
            page.get_textpage().get_text_bounded(),
        )
    document.close()


def rows(count: int) -> list[dict[str, str]]:
    """Rows of pesticide labels with invented codes."""
    sample = tc.label("pesticide").sample
    return [{**sample, "code": f"11722252247{number:021d}"} for number in range(count)]


def faults(template: tc.Label, row: dict[str, str], dpi: int = 300) -> list[str]:
    """The rules and sentences of what is wrong with a row."""
    with pytest.raises(BadLabels) as caught:
        template.draw(row, dpi)
    return [f"{finding.rule}: {finding.text('en')}" for finding in caught.value.findings]


# --- every ready template -------------------------------------------------------------------------


@pytest.mark.parametrize("id", READY)
def test_ready_templates(id: str, font: Path, tmp_path: Path) -> None:
    """The sample of each ready template prints without a warning and reads back from PDF, ZPL, SVG
    and picture.
    """
    template = tc.label(id, font)
    wanted = template.symbol(template.sample).text
    printed = template.write([template.sample], tmp_path / "x.pdf")
    assert (printed.labels, printed.pages, printed.findings) == (1, 1, [])
    ((image, said),) = pages(tmp_path / "x.pdf")
    assert texts(image) == [wanted]
    assert image.size == (
        round(template.width / 25.4 * 300),
        round(template.height / 25.4 * 300),
    ) or (abs(image.width - template.width / 25.4 * 300) <= 1)
    words = re.sub(r"\s", "", said)
    for field in template.fields:  # Chinese text comes out of the PDF as it went in
        if (
            any(f"{{{field.id}}}" in text.text for text in template.spec.texts)
            and field.id != "gtin"
        ):
            assert re.sub(r"\s", "", field.example) in words
    template.write([template.sample], tmp_path / "x.zpl", dpi=203)
    (dots,) = pictures((tmp_path / "x.zpl").read_text())
    assert texts(
        Image.frombytes(
            "L", (len(dots[0]), len(dots)), bytes(255 - 255 * d for r in dots for d in r)
        )
    ) == [wanted]
    assert texts(template.image(template.sample, 203)) == [wanted]
    svg = template.svg(template.sample)
    assert template.symbol(template.sample).path() in svg
    assert f'width="{template.width:g}mm"' in svg
    assert "<text" not in svg  # outlines: no viewer needs the font


def test_symbols_of_the_ready_templates() -> None:
    """Pesticide symbols hold address and code, seed ones four lines, food ones a Digital Link."""
    said = {id: tc.label(id).symbol(tc.label(id).sample).text for id in READY}
    assert said == {
        "cylinder-plate": "HTTPS://Q.EXAMPLE/AG-323232",
        "food": "https://id.example/01/06901234567892/10/L2026-0312/21/K7M2Q9X4",
        "pesticide": "HTTPS://T.EXAMPLE/11722252247250743408010974953971",
        "seed": "五优稻4号\n某某种业有限公司\n0125727100017593\nhttp://seed.example/s?id=0125727100017593",
        "tj-trace": "TJ1403191120116000000019T2603127K2M9QX4V",
        "veterinary-drug": "201512270003700019840759",
    }


def test_seed_rule_is_kept() -> None:
    """A seed symbol is drawn at 2 cm² or more with 2 mm of white, at any resolution."""
    template = tc.label("seed")
    for dpi in (203, 300, 600):
        symbol = template.symbol(template.sample, dpi)
        assert (symbol.modules * symbol.module_mm) ** 2 >= 200
        assert symbol.quiet * symbol.module_mm >= 2
        assert symbol.module_mm / 25.4 * dpi == pytest.approx(symbol.dots(dpi))  # whole dots


def test_names_in_both_languages() -> None:
    """Templates and fields have Chinese and English names."""
    for id in READY:
        template = tc.label(id)
        for name in (template.name, *(field.name for field in template.fields)):
            assert re.search("[\u4e00-\u9fff]", name.zh)
            assert re.search("[A-Za-z]", name.en)


# --- printing -------------------------------------------------------------------------------------


def test_sheets(font: Path, tmp_path: Path) -> None:
    """Many labels on a page: every symbol reads back, none is lost at the end of a page."""
    data = rows(25)
    printed = tc.label("pesticide", font).write(data, tmp_path / "x.pdf", sheet=True)
    assert (printed.labels, printed.pages) == (25, 2)
    found = [sorted(texts(image)) for image, _ in pages(tmp_path / "x.pdf")]
    wanted = [f"HTTPS://T.EXAMPLE/{row['code']}" for row in data]
    assert found == [sorted(wanted[:14]), sorted(wanted[14:])]


def test_compact_outlines(cff_font: Path, tmp_path: Path) -> None:
    """OpenType fonts with compact outlines are embedded as well; most Chinese fonts are of that
    kind.
    """
    template = tc.label("pesticide", cff_font)
    template.write(rows(2), tmp_path / "x.pdf")
    for _, said in pages(tmp_path / "x.pdf"):
        assert "登记证号：PD20172225" in said
    assert b"/CIDFontType0C" in (tmp_path / "x.pdf").read_bytes()


def test_csv(font: Path, tmp_path: Path) -> None:
    """A CSV file with a header line is printed; columns that no field needs are left aside,
    constants fill the rest.
    """
    source = tmp_path / "x.csv"
    lines = ["code,other", *(f"{row['code']},x" for row in rows(3))]
    source.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", "utf-8")
    constants = {id: value for id, value in tc.label("pesticide").sample.items() if id != "code"}
    assert (
        tc.label("pesticide", font).write(source, tmp_path / "x.pdf", constants=constants).labels
        == 3
    )
    source.write_text("code,product_name\n", "gb18030")
    with pytest.raises(tc.UnreadableFile, match="no rows"):
        tc.label("pesticide", font).write(source, tmp_path / "y.pdf", constants=constants)
    assert sorted(os.listdir(tmp_path)) == ["x.csv", "x.pdf"]


def test_svg_and_zip(font: Path, tmp_path: Path) -> None:
    """One label is an SVG file; many are numbered SVG files in a ZIP."""
    template = tc.label("pesticide", font)
    template.write(rows(1), tmp_path / "x.svg")
    assert (tmp_path / "x.svg").read_text("utf-8") == template.svg(rows(1)[0])
    template.write(rows(3), tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as packed:
        assert packed.namelist() == ["000001.svg", "000002.svg", "000003.svg"]
    with pytest.raises(WrongOutput, match=r"an \.svg file holds one label"):
        template.write(rows(2), tmp_path / "y.svg")
    assert sorted(os.listdir(tmp_path)) == ["x.svg", "x.zip"]


def test_optional_texts_are_left_out(font: Path) -> None:
    """A text whose fields are all empty does not appear, not even its caption."""
    template = tc.label("pesticide", font)
    row = {**template.sample, "batch_no": "", "production_date": " "}
    assert len(template.draw(template.sample).lines) - len(template.draw(row).lines) == 2


def test_code_as_it_was_read(font: Path) -> None:
    """The text under the symbol is the code as it was read, not as it was typed."""
    template = tc.label("tj-trace", font)
    row = {**template.sample, "code": "tj1-403-1-91120116000000019t-260312-7k2m9qx4-v"}
    assert [line.text for line in template.draw(row).lines][-2:] == [
        "TJ1403191120116000000019T2603127K2M9QX4V",
        "重要产品追溯",
    ]
    food = tc.label("food", font)
    assert [line.text for line in food.draw(food.sample).lines][-2:] == [
        "(01) 06901234567892 (10) L2026-0312", "(21) K7M2Q9X4",
    ]  # fmt: skip


def test_what_looks_like_a_field_in_a_value(font: Path) -> None:
    """A value is no template: braces in it are printed, and fill in nothing."""
    template = tc.label("tj-trace", font)
    row = {**template.sample, "product_name": "{maker_name}{code}", "maker_name": "{product_name}"}
    lines = [line.text for line in template.draw(row).lines]
    assert "".join(lines).startswith("{maker_name}{code}{product_name}")
    assert template.symbol(row).text == template.symbol(template.sample).text


def test_pdf_root_is_a_catalog(font: Path, tmp_path: Path) -> None:
    """The root of a PDF says what it is, as ISO 32000 asks; readers that are strict open no
    other.
    """
    tc.label("pesticide", font).write(rows(1), tmp_path / "x.pdf")
    assert b"<< /Type /Catalog /Pages 2 0 R >>" in (tmp_path / "x.pdf").read_bytes()


def test_logo(font: Path, tmp_path: Path) -> None:
    """A picture fills the logo box, undistorted; a file that is none is refused."""
    path = own(tmp_path, "frames: [1 1 68 38]", "frames: [1 1 68 38]\nlogo: 60 26 8 8")
    Image.new("RGBA", (40, 20), (255, 0, 0, 255)).save(tmp_path / "logo.png")
    template = tc.label(path, font)
    template.write(rows(1), tmp_path / "x.pdf", logo=tmp_path / "logo.png")
    document = pypdfium2.PdfDocument(tmp_path / "x.pdf")
    image = document[0].render(scale=300 / 72).to_pil()
    document.close()
    red = [
        x for x in range(image.width) if image.getpixel((x, round(30 / 25.4 * 300))) == (255, 0, 0)
    ]
    assert (red[-1] - red[0] + 1) / 300 * 25.4 == pytest.approx(8, abs=0.2)
    assert "data:image/png;base64," in template.svg(rows(1)[0], logo=tmp_path / "logo.png")
    (tmp_path / "bad.png").write_bytes(b"no picture")
    with pytest.raises(tc.UnreadableFile, match="as logo"):
        template.write(rows(1), tmp_path / "y.pdf", logo=tmp_path / "bad.png")


@pytest.mark.slow
def test_memory_does_not_grow(font: Path) -> None:
    """Ten times the labels take hardly more memory: pages are not kept."""
    from tracecode.labels.output import PdfLabels

    template = tc.label("pesticide", font)
    drawn = template.draw(rows(1)[0])
    most = []
    gc.collect()
    gc.freeze()  # a collection of all that other tests left would come at some moment of its own
    for count in (200, 2000):
        with (
            open(os.devnull, "wb") as nowhere,
            PdfLabels(nowhere, template.blank, 300, None, sheet=False) as out,
        ):
            tracemalloc.start()
            for _ in range(count):
                out.add(drawn)
            most.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        gc.collect()
    gc.unfreeze()
    assert most[1] < most[0] + 100_000  # 1 800 pages of more than 1 000 bytes each


# --- bad input ------------------------------------------------------------------------------------


def test_missing_glyphs(tmp_path: Path) -> None:
    """Characters that the font lacks are named, with the font and their code points."""
    poor = make_font(tmp_path / "poor.ttf", characters().replace("联", "").replace("脒", ""))
    assert faults(tc.label("pesticide", poor), rows(1)[0]) == [
        "label.glyphs: the font poor.ttf lacks the characters: 联 (U+8054), 脒 (U+8112)"
    ]


def test_text_that_does_not_fit(font: Path) -> None:
    """A text that is too long for its box at its smallest size is named with box and size."""
    row = {**rows(1)[0], "product_name": "农药" * 10, "batch_no": "A\u0007B"}
    assert faults(tc.label("pesticide", font), row) == [
        f"label.text_fit: '{'农药' * 10}' does not fit its box of 38 × 6.5 mm at 8 points",
        "label.glyphs: the font made.ttf lacks the characters: U+0007",
    ]


def test_symbol_that_does_not_fit(font: Path) -> None:
    """A symbol for which a printer's dots are too coarse is refused; few dots are warned of."""
    template = tc.label("pesticide", font)
    row = {**rows(1)[0], "trace_url": "https://t.example/" + "x" * 1200}
    assert faults(template, row, dpi=96) == [
        (
            "label.symbol_fit: the symbol has 141 modules with its quiet zone and does not fit a box "
            "of 26 mm at 96 dpi"
        )
    ]
    row["trace_url"] = "https://t.example/" + "x" * 300
    (warning,) = template.draw(row, dpi=150).symbol.findings(150)
    assert warning.rule == "label.dots"
    row["trace_url"] = "x" * 5000
    assert faults(template, row)[0].startswith(
        "label.symbol: the symbol cannot be drawn: 5032 bytes do not fit"
    )


def test_faults_have_lines(font: Path, tmp_path: Path) -> None:
    """Every fault of the data is named with its line, all at once, and no file is written."""
    source = tmp_path / "x.csv"
    sample = tc.label("pesticide").sample
    lines = [",".join(sample), ",".join(sample.values())]
    lines.append(",".join({**sample, "code": "1172225224725074340801097495397"}.values()))
    lines.append(",".join({**sample, "holder_name": ""}.values()))
    source.write_text("\n".join(lines), "utf-8")
    with pytest.raises(BadLabels) as caught:
        tc.label("pesticide", font).write(source, tmp_path / "x.pdf")
    found = [(finding.line, finding.rule) for finding in caught.value.findings]
    assert (3, "code.length") in found
    assert found[-1] == (4, "label.value")
    assert caught.value.findings[-1].text("zh") == "缺少登记证持有人（列 holder_name）"
    assert os.listdir(tmp_path) == ["x.csv"]


def test_columns(font: Path, tmp_path: Path) -> None:
    """A column that is absent, and a constant that no field takes, are named once."""
    source = tmp_path / "x.csv"
    source.write_text("code,product_name\n1,2\n3,4\n", "utf-8")
    with pytest.raises(BadLabels) as caught:
        tc.label("pesticide", font).write(source, tmp_path / "x.pdf")
    assert [finding.values["found"] for finding in caught.value.findings] == [
        "trace_url",
        "registration_no",
        "holder_name",
    ]
    with pytest.raises(BadLabels, match="no column batch; columns: code, trace_url"):
        tc.label("pesticide", font).write(rows(1), tmp_path / "x.pdf", constants={"batch": "1"})
    source.write_text("name\nx\n", "utf-8")
    with pytest.raises(tc.UnreadableFile, match="there is no column 'code'"):
        tc.label("pesticide", font).write(source, tmp_path / "x.pdf")


def test_wrong_output(font: Path, tmp_path: Path) -> None:
    """Other endings, a sheet of ZPL, a folder that is not there: refused, and nothing left
    behind.
    """
    template = tc.label("pesticide", font)
    with pytest.raises(WrongOutput, match=r"cannot write labels to '\.doc'"):
        template.write(rows(1), tmp_path / "x.doc")
    with pytest.raises(WrongOutput, match="output is no PDF"):
        template.write(rows(1), tmp_path / "x.zpl", sheet=True)
    with pytest.raises(OSError, match="No such file"):
        template.write(rows(1), tmp_path / "none" / "x.pdf")
    assert os.listdir(tmp_path) == []


def test_fonts_that_cannot_be_used(tmp_path: Path) -> None:
    """A font file that is missing or none is refused with its name."""
    (tmp_path / "x.ttf").write_bytes(b"no font at all")
    for name in ("none.ttf", "x.ttf"):
        with pytest.raises(NoFont, match=f"cannot use the font .*{name}"):
            tc.label("pesticide", tmp_path / name).draw(rows(1)[0])


def test_installed_fonts(font: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font is found by the name of its file, or as the first known one; without any, the way out
    is named.
    """
    folder = font.parent
    monkeypatch.setattr(fonts, "FOLDERS", {sys.platform: (str(folder),)})
    assert fonts.font.__wrapped__("MADE.ttf").path == str(font)
    with pytest.raises(NoFont, match="no font with Chinese letters is installed"):
        fonts.font.__wrapped__(None)
    monkeypatch.setattr(fonts, "KNOWN", ("other.ttf", "made.ttf"))
    assert fonts.font.__wrapped__(None).name == "made.ttf"


# --- one's own templates --------------------------------------------------------------------------


def own(folder: Path, old: str = "", new: str = "") -> Path:
    """A copy of the pesticide template with a change."""
    text = (SPECS / "labels" / "pesticide.yaml").read_text("utf-8")
    assert old in text
    path = folder / "pesticide.yaml"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_own_template(font: Path, tmp_path: Path) -> None:
    """A template from a file of one's own works as a ready one."""
    template = tc.label(own(tmp_path, "size: 70 40", "size: 80 40"), font)
    assert (template.width, template.symbol(template.sample).modules) == (80, 29)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("size: 70 40", 'size: "70"', ("size: 70 must be written in plain decimal numbers, without "
                                      "exponent")),
        ("size: 70 40", "size: 0 40", "width and height must be 1 to 1000 mm"),
        ("size: 70 40", "size: 70 4000", "width and height must be 1 to 1000 mm"),
        ("size: 70 40", "size: 50 40", "reaches beyond the label (50 40)"),
        ("box: 2.5 5 26 26", "box: 2.5 5 26", ("symbol.box: 2.5 5 26 must be written in plain "
                                              "decimal numbers")),
        ("box: 2.5 5 26 26", "box: 2.5 5 0 26", "width and height must be at least 1 mm"),
        ("{batch_no}", "{batch}", "text is batch; allowed: batch_no, code"),
        ("{batch_no}", "{batch no}", "braces stand only around a field"),
        ("{batch_no}", "none", "the field batch_no is not used"),
        ("id: batch_no", "id: code", "the id code is already defined in fields"),
        ("id: batch_no", "id: Batch", "the id Batch must be lower-case letters"),
        ("scheme: pesticide-unit", "scheme: pesticide-units", ("refers to the scheme "
                                                              "'pesticide-units'")),
        ("product: pesticide", "product: pesticides", "refers to the product 'pesticides'"),
        ("scheme: pesticide-unit, ", "", "needs either scheme or gs1"),
        ('code: "{code}", trace', "trace", "needs either code or build"),
        ('code: "{code}", trace', 'build: {part: "{code}"}, trace', ("build is part; allowed: "
                                                                    "free_part")),
        ('code: "{code}", trace', 'code: "{code}", link: "x", trace', "link goes with gs1 only"),
        ('size: "13", min_size: "8"', 'size: "6", min_size: "8"', "needs 1 <= min_size <= size"),
        ("page: 210 297", "page: 60 297", "the page is too small for a label"),
        ("frames: [1 1 68 38]", "frame: [1 1 68 38]", "has no field frame; use: frames"),
        ("symbol: {box", "symbol: {boxes: 1, box", "has no field boxes"),
    ],
)  # fmt: skip
def test_template_faults(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A fault of a template is named with its line, never with a traceback."""
    path = own(tmp_path, old, new)
    with pytest.raises(tc.SpecError) as caught:
        tc.label(path)
    assert said in " | ".join(finding.text("en") for finding in caught.value.findings)
    lines = path.read_text("utf-8").split("\n")
    assert all(1 <= (finding.line or 0) <= len(lines) for finding in caught.value.findings)


def test_gs1_needs_an_address(tmp_path: Path) -> None:
    """A template with a Digital Link says where it leads."""
    text = (SPECS / "labels" / "food.yaml").read_text("utf-8").replace('  link: "{link}"\n', "")
    (tmp_path / "food.yaml").write_text(text, "utf-8")
    with pytest.raises(tc.SpecError) as caught:
        tc.label(tmp_path / "food.yaml")
    assert "gs1 needs link" in [finding.text("en") for finding in caught.value.findings]


def test_unknown_template() -> None:
    """An id that does not exist is refused with the nearest one."""
    with pytest.raises(tc.UnknownId, match="did you mean pesticide"):
        tc.label("pesticid")
    with pytest.raises(tc.SpecError, match="cannot be read"):
        tc.label("none.yaml")


def test_picture_is_exact(font: Path) -> None:
    """In the picture the modules are whole dots, those of the symbol."""
    template = tc.label("pesticide", font)
    drawn = template.draw(rows(1)[0], 203)
    image = template.image(rows(1)[0], 203)
    dots = drawn.symbol.dots(203)
    left, top = round(drawn.x / 25.4 * 203), round(drawn.y / 25.4 * 203)
    lines = drawn.symbol.bitmap(dots)
    cut = image.crop((left, top, left + len(lines), top + len(lines)))
    assert cut.tobytes() == b"".join(lines).translate(bytes([255, 0]) + bytes(254))
    assert io.BytesIO(cut.tobytes()).getbuffer().nbytes == len(lines) ** 2


def test_a_field_that_is_nearly_named(font: Path, tmp_path: Path) -> None:
    """A constant that is no field proposes the nearest."""
    with pytest.raises(BadLabels) as caught:
        tc.label("pesticide", font).write([], tmp_path / "out.pdf", constants={"prodct_name": "x"})
    assert "did you mean product_name?" in caught.value.findings[0].text("en")
    assert "是否为 product_name？" in caught.value.findings[0].text("zh")


@pytest.mark.parametrize(
    ("name", "id"), [("二维码", "qr"), ("QR 码", "qr"), ("数据矩阵码", "data-matrix")]
)
def test_symbologies_by_their_chinese_names(name: str, id: str) -> None:
    """A symbology that is named in Chinese is proposed."""
    with pytest.raises(tc.UnknownId) as caught:
        [*tc.symbols(["x"], symbology=name)]  # type: ignore[arg-type]
    assert caught.value.near == (id,)
