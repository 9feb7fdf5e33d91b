"""The font of a label: found on the machine or named, measured, and embedded with only the glyphs
that are used.

One font draws all texts of a label, so it must have Chinese and Latin letters. TrueType and
OpenType files and collections (.ttf, .otf, .ttc) will do.
"""

from __future__ import annotations

import io
import logging
import os
import re
import sys
from collections.abc import Sequence
from functools import cached_property, lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from tracecode.errors import TraceCodeError, UnreadableFile
from tracecode.extras import extra
from tracecode.files import opened
from tracecode.labels.dots import Dots, stamp

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from PIL.ImageFont import FreeTypeFont

# Fonts with Chinese and Latin letters, by file name, in the order of choice; the first that is
# installed is taken.
KNOWN = (
    "wqy-microhei.ttc", "NotoSansSC-Regular.otf", "NotoSansCJKsc-Regular.otf",
    "NotoSansCJK-Regular.ttc", "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf",
    "msyh.ttc", "msyh.ttf", "simhei.ttf", "simsun.ttc", "PingFang.ttc", "STHeiti Light.ttc",
    ("Hiragino Sans "
                                         "GB.ttc"), "wqy-zenhei.ttc", "uming.ttc", "gbsn00lp.ttf",
)  # fmt: skip
FOLDERS: dict[str, tuple[str, ...]] = {
    "win32": ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
}
ELSEWHERE = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


class NoFont(TraceCodeError, ValueError):
    """No font file was found, or it cannot be used."""


class PlacedDots(NamedTuple):
    """A character or a line in dots, and where it stands."""

    dots: Dots
    left: int
    """From its place to its leftmost dots."""
    above: int
    """From the base line to its upper edge."""


_HALF = [0 if grey < 128 else 255 for grey in range(256)]


class Font:
    """A font file, or one face of a collection. Lengths are in thousandths of the font size."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self.name = os.path.basename(self.path)
        self.index, self._font = _open(self.path)
        self._cmap: dict[int, str] = self._font.getBestCmap() or {}
        self._names: dict[int, str] = {}  # characters by glyph, as far as they were asked for

    def __repr__(self) -> str:
        return f"Font({self.name!r})"

    @cached_property
    def _advances(self) -> dict[str, int]:
        scale = 1000 / self._font["head"].unitsPerEm
        return {name: round(wide * scale) for name, (wide, _) in self._font["hmtx"].metrics.items()}

    @cached_property
    def ascent(self) -> int:
        """Height above the base line."""
        return self._scaled(self._font["hhea"].ascent)

    @cached_property
    def descent(self) -> int:
        """Depth below the base line, negative."""
        return self._scaled(self._font["hhea"].descent)

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """What every glyph fits in."""
        head = self._font["head"]
        left, low, right, high = map(self._scaled, (head.xMin, head.yMin, head.xMax, head.yMax))
        return left, low, right, high

    @cached_property
    def postscript(self) -> str:
        """The name under which a subset is embedded."""
        name = str(self._font["name"].getDebugName(6) or "Label")
        return "TRACEC+" + re.sub(r"[^A-Za-z0-9-]", "", name)

    def _scaled(self, length: int) -> int:
        return round(length * 1000 / self.units)

    def missing(self, text: str) -> str:
        """The characters of a text for which the font has no glyph, each once."""
        return "".join(dict.fromkeys(c for c in text if ord(c) not in self._cmap))

    def glyph(self, character: str) -> int:
        """The glyph of a character."""
        glyph: int = self._font.getGlyphID(self._cmap[ord(character)])
        self._names.setdefault(glyph, character)
        return glyph

    def character(self, glyph: int) -> str:
        """The character for which a glyph was asked for."""
        return self._names[glyph]

    def advance(self, glyph: int) -> int:
        """The width of a glyph."""
        name: str = self._font.getGlyphName(glyph)
        return self._advances[name]

    def width(self, text: str) -> int:
        """The width of a line."""
        return sum(map(self.advance_of, text))

    @lru_cache(maxsize=4096)  # noqa: B019  # fonts are few and live as long as the process
    def advance_of(self, character: str) -> int:
        """The width of a character."""
        return self._advances[self._cmap[ord(character)]]

    def cid(self, glyph: int) -> int:
        """The number of a glyph in a PDF: fonts that have character numbers of their own are
        embedded under these.
        """
        if not self._keyed:
            return glyph
        name = self._font.getGlyphName(glyph)
        return int(name[3:]) if name.startswith("cid") else 0

    @cached_property
    def _keyed(self) -> bool:
        if "CFF " not in self._font:
            return False
        return hasattr(self._font["CFF "].cff.topDictIndex[0], "ROS")

    def subset(self, glyphs: Sequence[int]) -> tuple[bytes, bool]:
        """A font program with only these glyphs, under their numbers; and whether it is in the
        compact form (CFF).
        """
        from fontTools.subset import Options, Subsetter

        options = Options(retain_gids=True, hinting=False, layout_features=[], notdef_outline=True)
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "kern"]
        _, font = _open(self.path)  # a second copy, since cutting changes it
        cutter = Subsetter(options)
        cutter.populate(gids=list(glyphs))
        cutter.subset(font)
        out = io.BytesIO()
        font.save(out)
        if "CFF " not in font:
            return out.getvalue(), False
        from fontTools.ttLib import TTFont

        out.seek(0)
        compact: bytes = TTFont(out).reader["CFF "]
        return compact, True

    @lru_cache(maxsize=4096)  # noqa: B019
    def outline(self, character: str) -> str:
        """The shape of a character as the data of an SVG path, in font units with the y axis
        upward.
        """
        from fontTools.pens.svgPathPen import SVGPathPen

        shapes = self._font.getGlyphSet()
        pen = SVGPathPen(shapes)
        shapes[self._cmap[ord(character)]].draw(pen)
        data: str = pen.getCommands()
        return data

    @property
    def units(self) -> int:
        """Font units in the font size."""
        units: int = self._font["head"].unitsPerEm
        return units

    @lru_cache(maxsize=256)  # noqa: B019  # most lines stand on every label of a roll
    def line(self, text: str, em: float) -> PlacedDots:
        """A line of text in black and white dots, set as in every other output.

        Args:
            text: of which the font has all characters.
            em: the font size in dots.
        """
        pixels, x = max(1, round(em)), 0.0
        shapes: list[tuple[Dots, int, int]] = []
        for character in text:
            dots, left, above = self.dots(character, pixels)
            if dots.rows:
                shapes.append((dots, round(x) + left, -above))
            x += self.advance_of(character) / 1000 * em
        left = min((left for _, left, _ in shapes), default=0)
        top = min((top for *_, top in shapes), default=0)
        width = max((left + dots.width for dots, left, _ in shapes), default=left) - left
        rows = [0] * (max((top + len(dots.rows) for dots, _, top in shapes), default=top) - top)
        for dots, at, down in shapes:
            stamp(dots, rows, width, at - left, down - top)
        return PlacedDots(Dots(width, rows), left, -top)

    @lru_cache(maxsize=4096)  # noqa: B019
    def dots(self, character: str, pixels: int) -> PlacedDots:
        """A character in black and white dots at a size in whole dots; a blank has no rows."""
        import PIL.Image
        from PIL import ImageDraw

        face = self.drawn(pixels)
        left, top, right, low = face.getbbox(character, anchor="ls")
        left, top, right, low = floor(left), floor(top), ceil(right), ceil(low)
        grey = PIL.Image.new("L", (right - left, low - top), 0)
        ImageDraw.Draw(grey).text((-left, -top), character, fill=255, font=face, anchor="ls")
        return PlacedDots(Dots.of(grey.point(_HALF).convert("1")), left, -top)

    @lru_cache(maxsize=64)  # noqa: B019
    def drawn(self, pixels: int) -> FreeTypeFont:
        """The font for drawing on a Pillow image, at a size in pixels."""
        extra("PIL", "labels")
        from PIL import ImageFont

        return ImageFont.truetype(self.path, pixels, index=self.index)


def _open(path: str) -> tuple[int, TTFont]:
    """A font file and the number of its face: of a collection, the one for simplified Chinese, else
    the first.
    """
    extra("fontTools", "labels")
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    # it warns of tables that nobody needs
    logging.getLogger("fontTools").addHandler(logging.NullHandler())
    try:
        with opened(path) as file:
            data = io.BytesIO(file.read())
        if not data.getvalue().startswith(b"ttcf"):
            return 0, TTFont(data, lazy=True)
        faces = TTCollection(data, lazy=True).fonts
        simplified = (
            i for i, face in enumerate(faces) if " SC" in (face["name"].getDebugName(4) or "")
        )
        index = next(simplified, 0)
        return index, TTFont(data, fontNumber=index, lazy=True)
    except UnreadableFile as error:
        why = (error.why or {}).get("en", "")
    except (OSError, TTLibError) as error:
        why = str(error)
    raise NoFont(f"cannot use the font {path}: {why} / 字体无法使用") from None


@lru_cache(maxsize=8)
def font(path: str | None = None) -> Font:
    """The font of a file, or the first of `KNOWN` that is installed.

    Args:
        path: of the file; a name without folder may also be that of an installed font's file.

    Raises:
        NoFont: there is none, or it cannot be read.
    """
    if path is not None and (os.path.dirname(path) or os.path.exists(path)):
        return Font(path)
    installed = _installed()
    if path is not None:
        return Font(installed.get(path.lower(), path))
    for name in KNOWN:
        if name.lower() in installed:
            return Font(installed[name.lower()])
    raise NoFont(
        "no font with Chinese letters is installed where fonts are looked for; name a .ttf, .otf "
        "or .ttc file "
        "(on Debian: apt-get install fonts-wqy-microhei) / 未找到中文字体，请指定字体文件"
    )


def _installed() -> dict[str, str]:
    """Font files by lower-case name."""
    paths: dict[str, str] = {}
    for folder in FOLDERS.get(sys.platform, ELSEWHERE):
        for below, _, names in os.walk(os.path.expanduser(folder)):
            for name in names:
                if name.lower().endswith((".ttf", ".otf", ".ttc")):
                    paths.setdefault(name.lower(), os.path.join(below, name))
    return paths
