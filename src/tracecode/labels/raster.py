"""Laid-out labels in the dots of a printer, black and white."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.extras import extra
from tracecode.labels.dots import Dots, stamp
from tracecode.labels.drawn import FRAME_MM, INCH, logo_place

if TYPE_CHECKING:
    from PIL.Image import Image

    from tracecode.labels.drawn import Blank, Drawn


def raster(blank: Blank, drawn: Drawn, dpi: int, logo: Image | None = None) -> Image:
    """A label as a black and white picture in printer dots; the modules are exact."""
    import PIL.Image
    from PIL import ImageChops

    dots = ground(blank, dpi, logo)
    packed = b"".join(inked(dots, blank, drawn, dpi))
    return ImageChops.invert(
        PIL.Image.frombytes("1", (dots.width, len(dots.rows)), packed)
    ).convert("L")


def ground(blank: Blank, dpi: int, logo: Image | None) -> Dots:
    """What all labels of a template share, frames and logo, in printer dots."""
    extra("PIL", "labels")
    import PIL.Image
    from PIL import ImageChops, ImageDraw

    scale = dpi / INCH
    image = PIL.Image.new("1", (round(blank.width * scale), round(blank.height * scale)), 0)
    pen = ImageDraw.Draw(image)
    thick = max(1, round(FRAME_MM * scale))
    for x, y, wide, high in blank.frames:
        right, low = round((x + wide) * scale), round((y + high) * scale)
        pen.rectangle((round(x * scale), round(y * scale), right, low), outline=1, width=thick)
    if logo is not None and blank.logo is not None:
        x, y, wide, high = logo_place(blank, logo)
        small = logo.resize((max(1, round(wide * scale)), max(1, round(high * scale))))
        image.paste(ImageChops.invert(small.convert("1")), (round(x * scale), round(y * scale)))
    return Dots.of(image)


def inked(ground: Dots, blank: Blank, drawn: Drawn, dpi: int) -> list[bytes]:
    """The rows of a label on its ground, packed: its texts, and the symbol in whole dots a module."""
    scale = dpi / INCH
    rows, width = list(ground.rows), ground.width
    for line in drawn.lines:
        dots, left, above = blank.font.line(line.text, line.size / 72 * dpi)
        stamp(dots, rows, width, round(line.x * scale) + left, round(line.base * scale) - above)
    symbol = drawn.symbol
    modules = symbol.bitmap(symbol.dots(dpi))
    dots = Dots(len(modules), [int(row.translate(_DIGITS), 2) for row in modules])
    stamp(dots, rows, width, round(drawn.x * scale), round(drawn.y * scale), opaque=True)
    wide = -(-width // 8)
    return [(row << wide * 8 - width).to_bytes(wide, "big") for row in rows]


_DIGITS = b"01" + bytes(254)
