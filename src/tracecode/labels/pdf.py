"""Write PDF pages one after the other, in memory that does not grow with their number.

A library would keep every page until the end; this writer keeps of each page its place in the file.
It knows what a label needs: paths, lines of text in one embedded font, and one picture.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from PIL.Image import Image

    from tracecode.labels.fonts import Font

POINT = 72 / 25.4
"""Points a millimetre."""
_CATALOG, _PAGES, _RESOURCES, _FONT, _PICTURE = 1, 2, 3, 4, 5
_FIRST_FREE = 6


class Pdf:
    """A document that is being written. Used as a context: leaving it without an error writes its
    end.
    """

    def __init__(
        self, out: IO[bytes], font: Font | None = None, picture: Image | None = None
    ) -> None:
        self._out, self._font, self._picture = out, font, picture
        self._at = 0
        self._places = array("Q", bytes(8 * _FIRST_FREE))  # where each object begins, by number
        self._kids = array("L")
        self._used: set[int] = set()  # glyphs
        self._write(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None:
            self._finish()

    def text(self, x: float, y: float, size: float, text: str) -> bytes:
        """Drawing of one line of text.

        Args:
            x: left end in millimetres from the left edge of the page.
            y: base line in millimetres from the lower edge.
            size: in points.
            text: all of whose characters the font has.
        """
        assert self._font is not None
        glyphs = [self._font.glyph(character) for character in text]
        self._used.update(glyphs)
        shown = "".join([f"{self._font.cid(glyph):04X}" for glyph in glyphs])
        return f"BT /F {size:g} Tf {x * POINT:.3f} {y * POINT:.3f} Td <{shown}> Tj ET\n".encode()

    def page(self, width: float, height: float, drawing: bytes) -> None:
        """Write a page.

        Args:
            width: in millimetres.
            height: in millimetres.
            drawing: operators, in points from the lower left corner.
        """
        content = self._object(self._stream(drawing))
        box = f"{width * POINT:.3f} {height * POINT:.3f}"
        page = (
            f"<< /Type /Page /Parent {_PAGES} 0 R /MediaBox [0 0 {box}] /Resources {_RESOURCES} 0 R"
        )
        self._kids.append(self._object(f"{page} /Contents {content} 0 R >>".encode()))

    def _finish(self) -> None:
        named = []
        if self._used:
            self._embed()
            named.append(f"/Font << /F {_FONT} 0 R >>")
        if self._picture is not None:
            self._object(self._image(self._picture), _PICTURE)
            named.append(f"/XObject << /Logo {_PICTURE} 0 R >>")
        self._object(f"<< {' '.join(named)} >>".encode(), _RESOURCES)
        kids = " ".join(f"{number} 0 R" for number in self._kids)
        self._object(f"<< /Type /Pages /Count {len(self._kids)} /Kids [{kids}] >>".encode(), _PAGES)
        self._object(f"<< /Type /Catalog /Pages {_PAGES} 0 R >>".encode(), _CATALOG)
        start = self._at
        self._write(f"xref\n0 {len(self._places)}\n0000000000 65535 f \n".encode())
        for place in self._places[1:]:  # a number that was not needed is free
            self._write(f"{place:010d} 00000 n \n".encode() if place else b"0000000000 65535 f \n")
        self._write(f"trailer\n<< /Size {len(self._places)} /Root {_CATALOG} 0 R >>\n".encode())
        self._write(f"startxref\n{start}\n%%EOF\n".encode())

    def _embed(self) -> None:
        """The font: only the glyphs that were used, under their numbers, with the way back to
        text.
        """
        font = self._font
        assert font is not None
        glyphs = sorted(self._used)
        file, cff = font.subset(glyphs)
        stored = self._object(
            self._stream(file, "/Subtype /CIDFontType0C" if cff else f"/Length1 {len(file)}")
        )
        left, low, right, high = font.box
        described = self._object(
            f"<< /Type /FontDescriptor /FontName /{font.postscript} /Flags 4 /FontBBox [{left} "
            f"{low} {right} {high}] "
            f"/ItalicAngle 0 /Ascent {font.ascent} /Descent {font.descent} /CapHeight "
            f"{font.ascent} /StemV 80 "
            f"/FontFile{3 if cff else 2} {stored} 0 R >>".encode()
        )
        widths = " ".join(f"{font.cid(glyph)} [{font.advance(glyph)}]" for glyph in glyphs)
        kind = "0" if cff else "2 /CIDToGIDMap /Identity"
        descendant = self._object(
            f"<< /Type /Font /Subtype /CIDFontType{kind} /BaseFont /{font.postscript} "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/FontDescriptor {described} 0 R /DW 1000 /W [{widths}] >>".encode()
        )
        back = self._object(
            self._stream(_to_unicode({font.cid(glyph): font.character(glyph) for glyph in glyphs}))
        )
        self._object(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{font.postscript} /Encoding /Identity-H "
            f"/DescendantFonts [{descendant} 0 R] /ToUnicode {back} 0 R >>".encode(),
            _FONT,
        )

    def _image(self, picture: Image) -> bytes:
        plain = picture.convert("RGB")
        size = f"/Width {plain.width} /Height {plain.height} /ColorSpace /DeviceRGB /BitsPerComponent 8"
        return self._stream(plain.tobytes(), f"/Type /XObject /Subtype /Image {size}")

    @staticmethod
    def _stream(data: bytes, entries: str = "") -> bytes:
        packed = zlib.compress(data)
        return (
            f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>\nstream\n".encode() + packed + b"\nendstream"
        )  # fmt: skip

    def _object(self, body: bytes, number: int | None = None) -> int:
        if number is None:
            number = len(self._places)
            self._places.append(0)
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def _to_unicode(texts: dict[int, str]) -> bytes:
    """The map from character numbers back to text, with which a viewer copies and searches."""
    lines = [
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Back def "
            "/CMapType 2 def"
        ),
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    pairs = [
        f"<{cid:04X}> <{text.encode('utf-16-be').hex().upper()}>" for cid, text in texts.items()
    ]
    lines += [_block(pairs[at : at + 100]) for at in range(0, len(pairs), 100)]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


def _block(pairs: Sequence[str]) -> str:
    return f"{len(pairs)} beginbfchar\n" + "\n".join(pairs) + "\nendbfchar"
