"""Laid-out labels as PDF, ZPL, SVG and pictures."""

from __future__ import annotations

import base64
import io
import math
import os
import zipfile
from functools import lru_cache
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from tracecode.errors import UnreadableFile
from tracecode.escape import attribute
from tracecode.extras import extra
from tracecode.files import WrongOutput, opened
from tracecode.findings import Finding
from tracecode.labels.drawn import FRAME_MM, INCH, logo_place
from tracecode.labels.pdf import POINT, Pdf
from tracecode.labels.raster import ground, inked
from tracecode.labels.symbol import symbol_path
from tracecode.labels.zpl import graphic
from tracecode.labels.zpl import label as zpl_label
from tracecode.privacy import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from tracecode.labels.drawn import Blank, Drawn, DrawnSheet, TextLine
    from tracecode.labels.fonts import Font


def picture(path: str | os.PathLike[str]) -> Image:
    """A logo, on white where it is transparent.

    Raises:
        UnreadableFile: it is missing or no picture.
    """
    extra("PIL", "labels")
    import PIL.Image

    try:
        with opened(path) as file, PIL.Image.open(file) as logo:
            full = logo.convert("RGBA")
    except UnreadableFile as error:
        why = error.why or {}
    except (OSError, ValueError, PIL.Image.DecompressionBombError):
        why = {"zh": "不是可用的图片", "en": "it is no picture that can be read"}
    else:
        ground = PIL.Image.new("RGBA", full.size, "white")
        return PIL.Image.alpha_composite(ground, full).convert("RGB")
    name = shown(os.fspath(path), 200)
    raise UnreadableFile(
        f"cannot use {name!r} as logo: {why.get('en')}", f"{name!r} 不能用作标志图：{why.get('zh')}"
    )


class PdfLabels:
    """A PDF of labels, a page each or many on a sheet."""

    def __init__(
        self, file: IO[bytes], blank: Blank, dpi: int, logo: Image | None, *, sheet: bool
    ) -> None:
        self._blank = blank
        self._logo = logo if blank.logo is not None else None
        self._pdf = Pdf(file, blank.font if blank.texts else None, self._logo)
        self._places = places(blank, dpi, sheet=sheet)
        page = blank.sheet if sheet else None
        self._size = page.size if page is not None else [blank.width, blank.height]
        self._waiting: list[Drawn] = []
        self.pages = 0
        """Pages written."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None and self._waiting:
            self._page()
        self._pdf.__exit__(kind, error, at)

    def add(self, drawn: Drawn) -> None:
        """Print a label."""
        self._waiting.append(drawn)
        if len(self._waiting) == len(self._places):
            self._page()

    def _page(self) -> None:
        width, height = self._size
        drawing = []
        for drawn, (left, top) in zip(self._waiting, self._places, strict=False):
            drawing.append(self._still(left, top, height))
            drawing += [
                self._pdf.text(left + line.x, height - top - line.base, line.size, line.text)
                for line in drawn.lines
            ]
            drawing.append(symbol_path(drawn.symbol, left + drawn.x, top + drawn.y, height))
        self._pdf.page(width, height, b"".join(drawing))
        self._waiting = []
        self.pages += 1

    def _still(self, left: float, top: float, height: float) -> bytes:
        """What is the same on every label: frames and logo."""
        parts = []
        for x, y, wide, high in self._blank.frames:
            low = height - top - y - high
            parts.append(
                f"{(left + x) * POINT:.3f} {low * POINT:.3f} {wide * POINT:.3f} "
                f"{high * POINT:.3f} re"
            )
        drawing = f"{FRAME_MM * POINT:.3f} w {' '.join(parts)} S\n" if parts else ""
        if self._logo is not None:
            x, y, wide, high = logo_place(self._blank, self._logo)
            low = height - top - y - high
            sizes = f"{wide * POINT:.3f} 0 0 {high * POINT:.3f} {(left + x) * POINT:.3f} {low * POINT:.3f}"
            drawing += f"q {sizes} cm /Logo Do Q\n"
        return drawing.encode()


class ZplLabels:
    """Labels for a ZPL printer: each a picture in the printer's dots, so that Chinese needs no font
    in the printer.
    """

    def __init__(
        self, file: IO[bytes], blank: Blank, dpi: int, logo: Image | None, *, sheet: bool
    ) -> None:
        assert not sheet
        self._file, self._blank, self._dpi = file, blank, dpi
        self._ground = ground(blank, dpi, logo)
        self.pages = 0
        """Labels written."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        pass

    def add(self, drawn: Drawn) -> None:
        """Print a label."""
        rows = inked(self._ground, self._blank, drawn, self._dpi)
        picture = zpl_label(self._ground.width, len(rows), graphic(rows))
        self._file.write(picture.encode())
        self.pages += 1


class SvgLabels:
    """A single label as an SVG document."""

    def __init__(
        self, file: IO[bytes], blank: Blank, _dpi: int, logo: Image | None, *, sheet: bool
    ) -> None:
        assert not sheet
        self._file, self._blank, self._logo = file, blank, logo
        self.pages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        pass

    def add(self, drawn: Drawn) -> None:
        """Print the label."""
        if self.pages:
            raise WrongOutput(
                "an .svg file holds one label; name a .zip for many / .svg "
                "只放一个标签，多个请用 .zip"
            )
        self._file.write(svg(self._blank, drawn, self._logo).encode())
        self.pages += 1


class ZipLabels:
    """An SVG document a label, numbered in the order of the data, in a ZIP file."""

    def __init__(
        self, file: IO[bytes], blank: Blank, _dpi: int, logo: Image | None, *, sheet: bool
    ) -> None:
        assert not sheet
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._blank, self._logo = blank, logo
        self.pages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._zip.close()

    def add(self, drawn: Drawn) -> None:
        """Print a label."""
        self.pages += 1
        self._zip.writestr(f"{self.pages:06}.svg", svg(self._blank, drawn, self._logo))


FORMS: dict[str, type[PdfLabels | ZplLabels | SvgLabels | ZipLabels]] = {
    ".pdf": PdfLabels,
    ".zpl": ZplLabels,
    ".svg": SvgLabels,
    ".zip": ZipLabels,
}
"""What labels can be printed to, by the ending of the file."""


def places(blank: Blank, dpi: int, *, sheet: bool) -> list[tuple[float, float]]:
    """The upper left corners of the labels of a page in millimetres, on printer dots."""
    page = blank.sheet if sheet else None
    if page is None:
        return [(0.0, 0.0)]
    (width, height), (left, top), (across, down) = page
    columns = math.floor((width - 2 * left + across + 1e-6) / (blank.width + across))
    rows = math.floor((height - 2 * top + down + 1e-6) / (blank.height + down))
    dot = INCH / dpi
    return [
        (
            round((left + column * (blank.width + across)) / dot) * dot,
            round((top + row * (blank.height + down)) / dot) * dot,
        )
        for row in range(rows)
        for column in range(columns)
    ]


OFFICE_MM = 5.0
"""Printers of offices leave about so many millimetres at each edge of the paper white."""


def with_margin(blank: Blank, margin: float) -> DrawnSheet:
    """The sheet of a template with other margins: as many labels as fit between them, in the middle
    of the page.

    Raises:
        WrongOutput: none fits.
    """
    assert blank.sheet is not None
    page, _, gap = blank.sheet
    sizes, edges = (blank.width, blank.height), []
    for length, size, between in zip(page, sizes, gap, strict=True):
        fit = math.floor((length - 2 * margin + between + 1e-6) / (size + between))
        if fit < 1:
            raise WrongOutput(
                f"no label fits on the sheet with margins of {margin:g} mm / 页边距 {margin:g} "
                f"毫米时放不下标签"
            )
        edges.append((length - fit * size - (fit - 1) * between) / 2)
    return blank.sheet._replace(margin=edges)


def against_edges(blank: Blank, dpi: int) -> Iterator[Finding]:
    """The warning on a sheet whose frames, texts or symbols stand where office printers do not
    print.
    """
    if blank.sheet is None:
        return
    (width, height), *_ = blank.sheet
    boxes = [*blank.frames, blank.symbol, *blank.texts]
    near = min(
        min(x + left, y + top, width - x - left - wide, height - y - top - high)
        for x, y in places(blank, dpi, sheet=True)
        for left, top, wide, high in boxes
    )
    if near < OFFICE_MM - 0.1:
        values = {"found": f"{near:.1f}", "allowed": f"{OFFICE_MM:g}"}
        yield Finding(rule="label.edge", severity="warning", values=values, evidence="project")


def svg(blank: Blank, drawn: Drawn, logo: Image | None = None) -> str:
    """A label as an SVG document; texts are outlines."""
    width, height, symbol = blank.width, blank.height, drawn.symbol
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    parts = [
        (
            f'<svg {spaces} width="{width:g}mm" height="{height:g}mm" viewBox="0 0 {width:g} '
            f'{height:g}">'
        ),
        f'<path fill="#fff" d="M0 0h{width:g}v{height:g}h-{width:g}z"/>',
    ]
    frames = "".join(
        f"M{x:g} {y:g}h{wide:g}v{high:g}h-{wide:g}z" for x, y, wide, high in blank.frames
    )
    if frames:
        parts.append(f'<path fill="none" stroke="#000" stroke-width="{FRAME_MM}" d="{frames}"/>')
    if logo is not None and blank.logo is not None:
        x, y, wide, high = logo_place(blank, logo)
        packed = io.BytesIO()
        logo.save(packed, "PNG")
        data = base64.b64encode(packed.getvalue()).decode()
        parts.append(
            f'<image x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" '
            f'xlink:href="data:image/png;base64,{data}"/>'
        )
    used: dict[str, None] = {}
    for line in drawn.lines:
        parts.append(_outlined(blank.font, line))
        used |= dict.fromkeys(line.text)
    defined = "".join(
        [
            f'<path id="u{ord(each):x}" d="{blank.font.outline(each)}"/>'
            for each in used
            if each.strip()
        ]
    )
    if defined:
        parts.insert(1, f"<defs>{defined}</defs>")
    parts.append(
        f'<g transform="translate({drawn.x:.4f} {drawn.y:.4f}) scale({symbol.module_mm:.6f})" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 '
        f'0h{symbol.side}v{symbol.side}h-{symbol.side}z"/>'
        f'<path d="{symbol.path()}"/></g>'
    )
    return "\n".join([*parts, "</svg>\n"])


@lru_cache(maxsize=256)  # most lines stand on every label of a roll
def _outlined(font: Font, line: TextLine) -> str:
    """A line of text as uses of outlines."""
    em = line.size / 72 * INCH
    scale = em / font.units
    parts, x = [f"<g aria-label={attribute(line.text)}>"], line.x
    for character in line.text:
        if character.strip():
            parts.append(
                f'<use xlink:href="#u{ord(character):x}" transform="translate({x:.4f} '
                f'{line.base:.4f}) scale({scale:.7f} {-scale:.7f})"/>'
            )
        x += font.advance_of(character) / 1000 * em
    return "\n".join([*parts, "</g>"])
