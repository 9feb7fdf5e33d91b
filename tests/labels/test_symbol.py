"""Symbols: an independent reader gets the text back, sizes are what they say, files appear whole or not at all."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tracecode.labels.symbol import UndrawableText

zxingcpp = pytest.importorskip("zxingcpp")
from PIL import Image, ImageDraw  # noqa: E402  # after the skip


def decode(data: bytes) -> list[str]:
    """The texts of all symbols in a PNG."""
    with Image.open(io.BytesIO(data)) as image:
        return [found.text for found in zxingcpp.read_barcodes(image)]


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


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=120))
def test_png_reads_back(text: str) -> None:
    """Any printable ASCII text survives drawing and reading."""
    assert decode(tc.qr(text).png()) == [text]


@pytest.mark.parametrize("text", ["6901234567892", "TJ1403191120116MA06X7K2512610087K2M9QX44", "种子\n追溯", "A" * 900])
def test_svg_reads_back(text: str) -> None:
    """The SVG's path is the same symbol as the PNG."""
    assert [found.text for found in zxingcpp.read_barcodes(rasterise(tc.qr(text).svg()))] == [text]


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
    assert tc.qr(tc.parse("6484-52-2"), base_url="https://t.example/").text == "https://t.example/6484-52-2"
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
    for name in ("a.svg", "a.png", "b.PNG"):
        symbol.save(tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == ["a.png", "a.svg", "b.PNG"]
    with pytest.raises(ValueError, match=r"cannot write '\.gif'; use \.svg, \.png, \.pdf or \.zpl"):
        symbol.save(tmp_path / "a.gif")
    with pytest.raises(OSError, match="No such file"):
        symbol.save(tmp_path / "none" / "a.svg")
