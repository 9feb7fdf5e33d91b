"""Fonts made for the tests, so that these need none that is installed: each character is a pattern
of squares.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen


def make_font(path: Path, characters: str, *, cff: bool = False) -> Path:
    """A TrueType font, or an OpenType one with compact outlines (CFF), that has just these
    characters.

    Latin letters are half as wide as the others.
    """
    listed = sorted(set(characters) | {" "})
    names = [".notdef", *(f"u{ord(character):05X}" for character in listed)]
    widths = [1000, *(500 if character.isascii() else 1000 for character in listed)]
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): f"u{ord(character):05X}" for character in listed})
    glyphs = {}
    for number, (name, width) in enumerate(zip(names, widths, strict=True)):
        pen = T2CharStringPen(width, None) if cff else TTGlyphPen(None)
        for place in range(12):
            if number >> place & 1:
                x, y = 60 + place % 3 * width // 4, place // 3 * 200
                pen.moveTo((x, y))
                for corner in ((x, y + 150), (x + width // 5, y + 150), (x + width // 5, y)):
                    pen.lineTo(corner)
                pen.closePath()
        glyphs[name] = pen.getCharString() if cff else pen.glyph()
    if cff:
        builder.setupCFF("Made", {}, glyphs, {})
    else:
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {name: (width, 60) for name, width in zip(names, widths, strict=True)}
    )
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Made", "styleName": "Regular", "psName": "Made"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path
