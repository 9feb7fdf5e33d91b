"""Symbols: an independent reader gets the text back, sizes are what they say, files appear whole or
not at all.
"""

from __future__ import annotations

import dataclasses
import io
import os
import random
import re
from pathlib import Path
from unittest.mock import patch

import pypdfium2
import pytest
import qrcode
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

import tracecode as tc
from benchmarks.labels import random_symbols
from tracecode.labels import draw as draw_module
from tracecode.labels.draw import LEVELS, Level, UndrawableText, draw, strongest
from tracecode.labels.symbol import Symbol
from tracecode.labels.zpl import pictures
from tracecode.spec.base import Citation
from tracecode.spec.model import CarrierSpec

FORMATS = zxingcpp.barcode_formats_from_str("QRCode,DataMatrix")
PESTICIDE = tc.parse("11722252247250743408010974953971", "pesticide-unit")


def decode(data: bytes) -> list[str]:
    """The texts of all symbols in a PNG."""
    with Image.open(io.BytesIO(data)) as image:
        return [found.text for found in zxingcpp.read_barcodes(image, formats=FORMATS)]


def rasterise(svg: str, scale: int = 8) -> Image.Image:
    """Draw the one path of a symbol's SVG: runs of dark modules."""
    match = re.search(r'viewBox="0 0 (\d+) ', svg)
    assert match is not None
    image = Image.new("L", (int(match[1]) * scale,) * 2, 255)
    draw = ImageDraw.Draw(image)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        left, top, run = int(x) * scale, int(y) * scale, int(width) * scale
        draw.rectangle((left, top, left + run - 1, top + scale - 1), fill=0)
    return image


def rendered(pdf: bytes, dpi: int = 300) -> Image.Image:
    """The first page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    image: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
    document.close()
    return image


def burnt(zpl: str) -> Image.Image:
    """What a ZPL printer prints."""
    (rows,) = pictures(zpl)
    return Image.frombytes(
        "L", (len(rows[0]), len(rows)), bytes(255 - 255 * dot for row in rows for dot in row)
    )


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=120))
def test_png_reads_back(text: str) -> None:
    """Any printable ASCII text survives drawing and reading."""
    assert decode(tc.qr(text).png()) == [text]


@pytest.mark.parametrize(
    "text", ["6901234567892", "TJ1403191120116MA06X7K2512610087K2M9QX44", "种子\n追溯", "A" * 900]
)
def test_svg_reads_back(text: str) -> None:
    """The SVG's path is the same symbol as the PNG."""
    assert [
        found.text
        for found in zxingcpp.read_barcodes(rasterise(tc.qr(text).svg()), formats=FORMATS)
    ] == [text]


def test_sizes() -> None:
    """Millimetres count the quiet zone; a PNG has whole dots a module and states its resolution."""
    symbol = tc.qr("91350100M000100Y43", module_mm=0.5)
    assert (symbol.modules, symbol.quiet, symbol.size_mm) == (21, 4, 14.5)
    assert 'width="14.5mm"' in symbol.svg()
    with Image.open(io.BytesIO(symbol.png(dpi=600))) as image:
        assert image.size == (29 * 12, 29 * 12)  # 0.5 mm at 600 dpi is 11.8 dots
        assert round(image.info["dpi"][0]) == 600


def test_code_with_address() -> None:
    """A code is drawn behind its address, percent-encoded."""
    assert (
        tc.qr(tc.parse("6484-52-2"), base_url="https://t.example/").text
        == "https://t.example/6484-52-2"
    )
    assert tc.qr(tc.parse("6484-52-2")).text == "6484-52-2"


@pytest.mark.parametrize("text", ["", "\0", "a\0\0\0\0b", "\ud800", "x" * 7090, "9" * 7090])
def test_what_cannot_be_drawn(text: str) -> None:
    """Empty, NUL, unpaired surrogates and too much text are refused with a sentence."""
    with pytest.raises(UndrawableText):
        tc.qr(text)


def test_too_long_for_the_level() -> None:
    """A text that fits level L but not H says so."""
    assert tc.qr("x" * 2000, level="L").level == "L"
    with pytest.raises(UndrawableText, match="do not fit a QR code of level H"):
        tc.qr("x" * 2000, level="H")


def test_save_is_whole_or_nothing(tmp_path: Path) -> None:
    """Files are written under their name only when complete; another ending is refused."""
    symbol = tc.qr("x")
    for name in ("a.svg", "a.png", "b.PNG", "a.pdf", "a.zpl"):
        symbol.save(tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == ["a.pdf", "a.png", "a.svg", "a.zpl", "b.PNG"]
    with pytest.raises(ValueError, match=r"cannot write '\.gif'; use \.svg, \.png, \.pdf or \.zpl"):
        symbol.save(tmp_path / "a.gif")
    with pytest.raises(OSError, match="No such file"):
        symbol.save(tmp_path / "none" / "a.svg")


# --- every form, every carrier --------------------------------------------------------------------


def test_every_form_of_every_carrier_reads_back() -> None:
    """Random codes of every carrier rule read back from SVG, PNG, PDF and ZPL, in each symbology,
    from both writers.
    """
    seen = set()
    for name, symbol in random_symbols(random.Random(11), 60):
        seen.add((name, symbol.symbology))
        for image in (
            rasterise(symbol.svg()), Image.open(io.BytesIO(symbol.png(203))),
            rendered(symbol.pdf()), burnt(symbol.zpl(203)),
        ):  # fmt: skip
            assert [found.text for found in zxingcpp.read_barcodes(image, formats=FORMATS)] == [
                symbol.text
            ], name
    assert len(seen) == 10


def test_pdf_has_the_size() -> None:
    """A page of the PDF is the symbol with its quiet zone, in millimetres."""
    symbol = tc.qr("91350100M000100Y43", module_mm=0.5)
    document = pypdfium2.PdfDocument(symbol.pdf())
    assert [round(points / 72 * 25.4, 2) for points in document[0].get_size()] == [14.5, 14.5]
    document.close()


@pytest.mark.slow
@given(
    st.lists(
        st.sampled_from(["TJ1", "0125", "https://t.example/", "HTTPS://T.EXAMPLE/", "种子", "é"]),
        min_size=1,
        max_size=9,
    )
)
def test_both_writers_draw_the_same(parts: list[str]) -> None:
    """Without zxing-cpp a symbol has the same text, level and version, and its SVG is of one path
    too.
    """
    text = "".join(parts)
    for level in LEVELS:
        (fast,) = tc.symbols([text], level=level)
        with patch.object(draw_module, "_FAST", new=False):
            slow = tc.qr(text, level=level)
        assert (fast.text, fast.level, fast.modules, fast.size_mm) == (
            slow.text,
            slow.level,
            slow.modules,
            slow.size_mm,
        )
        (read,) = zxingcpp.read_barcodes(rasterise(fast.svg()), formats=FORMATS)
        assert (read.text, read.ec_level) == (text, level)
        (read,) = zxingcpp.read_barcodes(rasterise(slow.svg()), formats=FORMATS)
        assert (read.text, read.ec_level) == (text, level)


def test_many_codes_as_data_matrix() -> None:
    """Codes are drawn as they are normalized; a Data Matrix has no level to choose, and a quiet
    zone of one module.
    """
    (symbol,) = tc.symbols([PESTICIDE], symbology="data-matrix")
    assert (symbol.text, symbol.level, symbol.quiet, symbol.symbology) == (
        PESTICIDE.normalized,
        None,
        1,
        "data-matrix",
    )
    assert decode(symbol.png()) == [PESTICIDE.normalized]


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("level", LEVELS)
def test_zeros(level: Level, monkeypatch: pytest.MonkeyPatch, *, fast: bool) -> None:
    """A long run of zeros, which qrcode 8.2 cannot divide as digits, is drawn all the same."""
    monkeypatch.setattr(draw_module, "_FAST", fast)
    assert decode(tc.qr("0" * 500, level=level).png()) == ["0" * 500]


# --- carrier rules --------------------------------------------------------------------------------


def test_content_of_the_rule() -> None:
    """A pesticide symbol holds address and code; Data Matrix is allowed as well."""
    symbol = tc.symbol_for(PESTICIDE, trace_url="HTTPS://T.EXAMPLE/")
    assert symbol.text == "HTTPS://T.EXAMPLE/11722252247250743408010974953971"
    assert (symbol.symbology, symbol.level, symbol.modules, symbol.module_mm) == (
        "qr",
        "Q",
        29,
        0.33,
    )
    assert (
        tc.symbol_for(PESTICIDE, trace_url="x", symbology="data-matrix").symbology == "data-matrix"
    )
    assert tc.symbol_for(PESTICIDE, trace_url="x", level="L").level == "L"
    address = "{code}{trace_url}"  # is not filled in once more
    assert tc.symbol_for(PESTICIDE, trace_url=address).text == address + PESTICIDE.normalized


@given(st.text("0123456789ABCabc/é种𠀀", min_size=1, max_size=200))
def test_strongest_level(text: str) -> None:
    """Where no level is asked for, it is M or a higher one, and the symbol is as small as with
    M.
    """
    rows, level = strongest(text, "qr")
    assert level in ("M", "Q", "H")
    assert rows == draw(text, "qr", level)
    assert len(rows) == len(draw(text, "qr", "M"))
    if level != "H":
        assert len(draw(text, "qr", LEVELS[LEVELS.index(level) + 1])) > len(rows)


def test_area_and_border_of_the_rule() -> None:
    """A seed symbol is at least 2 cm² large with 2 mm of white; a smaller one is drawn and warned
    of.
    """
    code = tc.parse(
        "五优稻4号\n某某种业有限公司\n0125727100017593\nhttp://example.invalid/s", "seed-label"
    )
    symbol = tc.symbol_for(code)
    assert (symbol.modules * symbol.module_mm) ** 2 >= 200
    assert symbol.quiet * symbol.module_mm >= 2
    assert symbol.findings() == []
    small = tc.symbol_for(code, module_mm=0.2)
    assert small.quiet == 10  # 2 mm are ten modules of 0.2 mm
    (finding,) = small.findings()
    assert (finding.rule, finding.severity, finding.evidence) == (
        "label.area",
        "warning",
        "confirmed",
    )
    assert finding.text("en") == "the symbol covers 0.55 cm²; the rule asks for 2 cm²"
    assert finding.text("zh") == "符号面积 0.55 平方厘米，小于规定的 2 平方厘米"
    narrow = dataclasses.replace(symbol, quiet=1)
    assert [finding.rule for finding in narrow.findings()] == ["label.quiet_zone"]


def test_level_of_the_rule() -> None:
    """A level below the rule's is warned of. No rule that was found names one; this is invented."""
    rule = CarrierSpec(
        symbologies=("qr",),
        content="{code}",
        error_correction="Q",
        source=Citation(ref="project"),
        evidence="project",
    )
    low = Symbol("x", tc.qr("x").rows, 0.33, 4, "M", "qr", rule)
    assert [finding.text("en") for finding in low.findings()] == [
        "the error correction level is M; the rule asks for Q"
    ]
    assert dataclasses.replace(low, level="H").findings() == []


def test_dots() -> None:
    """A module of fewer than three printer dots is warned of, with the width that would be
    right.
    """
    symbol = tc.qr("x", module_mm=0.33)
    assert symbol.findings(300) == []
    (finding,) = symbol.findings(203)
    assert finding.text("en") == (
        "a module is 0.330 mm wide, 2.64 dots at 203 dpi; at least 3 dots (0.375 mm) print safely"
    )
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    ("code", "scheme", "options", "said"),
    [
        ("11722252247250743408010974953971", "pesticide-unit", {}, "holds a trace address before the code"),
        ("201512270003700019840759", "veterinary-trace", {"trace_url": "https://t.example/"}, ("without an "
                                                                                              "address")),
        ("201512270003700019840759", "veterinary-trace", {"symbology": "data-matrix"}, ("not carried by "
                                                                                       "data-matrix")),
        ("91350100M000100Y43", "uscc", {}, ("has no rule for a QR code or Data Matrix (its "
                                           "carriers: none")),
        ("6924561884074", "gtin", {}, "(its carriers: ean-13, upc-a, ean-8)"),
        ("LX0001A", "fireworks-label", {}, "was not found in its standard"),
    ],
)  # fmt: skip
def test_rules_that_are_not_kept(
    code: str, scheme: str, options: dict[str, str], said: str
) -> None:
    """What the carrier rule does not allow, or does not say, is refused with the reason."""
    with pytest.raises(UndrawableText) as caught:
        tc.symbol_for(tc.parse(code, scheme), **options)  # type: ignore[arg-type]  # words of the table
    assert said in str(caught.value)


def test_data_matrix_too_long() -> None:
    """A text that no Data Matrix holds is refused."""
    with pytest.raises(UndrawableText, match="do not fit a Data Matrix"):
        next(tc.symbols(["x" * 3000], symbology="data-matrix"))


@given(
    st.one_of(
        st.text("0123456789", min_size=1, max_size=90),
        st.text("ABXYZ $%*+-./:", min_size=1, max_size=60),
    ),
    st.sampled_from(LEVELS),
)
def test_modules_of_both_writers(text: str, level: Level) -> None:
    """In a text of one mode, the two writers give the same modules once both use the same mask."""
    (fast,) = tc.symbols([text], level=level)
    (read,) = zxingcpp.read_barcodes(rasterise(fast.svg()), formats=FORMATS)
    assert isinstance(read.extra, dict)
    corrections = {"L": 1, "M": 0, "Q": 3, "H": 2}
    drawn = qrcode.QRCode(
        error_correction=corrections[level], border=0, mask_pattern=read.extra["DataMask"]
    )
    drawn.add_data(text, optimize=0)
    drawn.make()
    assert fast.rows == tuple(bytes(map(bool, row)) for row in drawn.get_matrix())
