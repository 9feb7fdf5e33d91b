"""A symbol: the square that carries a code, sized in millimetres, as SVG or PNG.

>>> symbol = qr("91350100M000100Y43", module_mm=0.5)
>>> symbol.modules, symbol.size_mm
(21, 14.5)
>>> symbol.svg().startswith("<svg ")
True
"""

from __future__ import annotations

import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tracecode.errors import TraceCodeError

if TYPE_CHECKING:
    from tracecode.codes.code import Code

Level = Literal["L", "M", "Q", "H"]
_MOST = 7089  # digits in the largest QR code, GB/T 18284


class UndrawableText(TraceCodeError, ValueError):
    """The text does not fit a symbol, or holds what a symbol cannot carry."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A drawn symbol. Sizes include the quiet zone."""

    text: str
    """What a reader gets."""
    rows: tuple[tuple[bool, ...], ...]
    """The modules, true is dark, without quiet zone."""
    module_mm: float
    """Width of a module."""
    quiet: int
    """Width of the quiet zone in modules."""
    level: Level
    """Error correction level."""

    @property
    def modules(self) -> int:
        """Modules a side, without quiet zone."""
        return len(self.rows)

    @property
    def size_mm(self) -> float:
        """Width and height in millimetres, with the quiet zone."""
        return round((self.modules + 2 * self.quiet) * self.module_mm, 4)

    def svg(self) -> str:
        """The symbol as an SVG document: one white square, one black path."""
        side = self.modules + 2 * self.quiet
        runs = []
        for y, row in enumerate(self.rows, self.quiet):
            x = 0
            while x < len(row):
                width = 1
                if row[x]:
                    while x + width < len(row) and row[x + width]:
                        width += 1
                    runs.append(f"M{x + self.quiet} {y}h{width}v1h-{width}z")
                x += width
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.size_mm}mm" height="{self.size_mm}mm" '
            f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{"".join(runs)}"/></svg>\n'
        )

    def png(self, dpi: int = 300) -> bytes:
        """The symbol as a PNG image: whole dots a module, the resolution written into the file.

        Args:
            dpi: dots an inch of the printer. A module gets the nearest whole number of dots, at least one.
        """
        import png

        dots = max(1, round(self.module_mm / 25.4 * dpi))
        blank = [1] * ((self.modules + 2 * self.quiet) * dots)
        lines = [blank] * (self.quiet * dots)
        for row in self.rows:
            edge = [1] * (self.quiet * dots)
            line = edge + [0 if dark else 1 for dark in row for _ in range(dots)] + edge
            lines += [line] * dots
        lines += [blank] * (self.quiet * dots)
        per_metre = round(dpi / 0.0254)
        writer = png.Writer(
            len(blank), len(lines), greyscale=True, bitdepth=1, compression=9,
            x_pixels_per_unit=per_metre, y_pixels_per_unit=per_metre, unit_is_meter=True,
        )  # fmt: skip
        out = io.BytesIO()
        writer.write(out, lines)
        return out.getvalue()

    def save(self, path: str | os.PathLike[str], dpi: int = 300) -> None:
        """Write the symbol to a file, SVG or PNG by its ending. The file appears whole or not at all.

        Raises:
            ValueError: another ending.
            OSError: it cannot be written.
        """
        target = Path(path)
        match target.suffix.lower():
            case ".svg":
                data = self.svg().encode()
            case ".png":
                data = self.png(dpi)
            case other:
                raise ValueError(f"cannot write {other or 'a file without ending'!r}; use .svg or .png")
        handle, partial = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(partial).chmod(0o644)
            os.replace(partial, target)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise


def qr(
    code: Code | str, *, base_url: str | None = None, level: Level = "M", module_mm: float = 0.33, quiet: int = 4
) -> Symbol:
    """A QR code of a code or any text, in the smallest version that holds it.

    Args:
        code: what it carries.
        base_url: with a `Code`: the address that stands before it.
        level: error correction.
        module_mm: width of a module in millimetres.
        quiet: width of the quiet zone in modules.

    Raises:
        UndrawableText: the text does not fit, or holds NUL or an unpaired surrogate.
    """
    import qrcode
    from qrcode.exceptions import DataOverflowError

    text = code if isinstance(code, str) else code.normalized if base_url is None else code.uri(base_url)
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise UndrawableText("the text holds an unpaired surrogate, which no symbol can carry") from None
    if not data or len(data) > _MOST or b"\0" in data:
        raise UndrawableText(f"a QR code holds 1 to {_MOST} characters and no NUL; this text has {len(data)} bytes")
    levels = {
        "L": qrcode.ERROR_CORRECT_L,
        "M": qrcode.ERROR_CORRECT_M,
        "Q": qrcode.ERROR_CORRECT_Q,
        "H": qrcode.ERROR_CORRECT_H,
    }
    drawn = qrcode.QRCode(error_correction=levels[level], border=0)
    try:
        drawn.add_data(data, optimize=0 if not text.isascii() else 20)
        drawn.make(fit=True)
    except (DataOverflowError, ValueError):
        raise UndrawableText(
            f"{len(data)} bytes do not fit a QR code of level {level}; use a lower level or a shorter text"
        ) from None
    rows = tuple(tuple(bool(module) for module in row) for row in drawn.get_matrix())
    return Symbol(text, rows, module_mm, quiet, level)
