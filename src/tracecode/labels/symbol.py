"""A symbol: the square that carries a code, sized in millimetres, as SVG, PNG, PDF or ZPL.

>>> symbol = qr("91350100M000100Y43", module_mm=0.5)
>>> symbol.modules, symbol.size_mm
(21, 14.5)
>>> symbol.svg().startswith("<svg ")
True

`qr` draws any text. `symbol_for` draws a code as the carrier rule of its edition says. `symbols`
draws many, one after another.
"""

from __future__ import annotations

import io
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracecode.arguments import checked
from tracecode.errors import UnknownId
from tracecode.findings import Finding
from tracecode.labels.carrier_rule import against_rule, rule_content
from tracecode.labels.draw import (
    CALLED,
    SYMBOLOGIES,
    Level,
    Symbology,
    UndrawableText,
    draw,
    strongest,
)
from tracecode.labels.pdf import POINT, Pdf
from tracecode.privacy import described

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.spec.model import CarrierSpec

QUIET = {"qr": 4, "data-matrix": 1}
"""Width of the quiet zone in modules, where the carrier rule asks for no more."""
MODULE_MM = 0.33
"""Width of a module where nothing else is said."""
FEW_DOTS = 3
"""Fewer printer dots a module are warned of: at 2, a dot too much or too little is half a
module.
"""
_RUN = re.compile(b"\x01+")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A drawn symbol. Sizes include the quiet zone."""

    text: str
    """What a reader gets."""
    rows: tuple[bytes, ...]
    """The modules without quiet zone, a byte each: 1 is dark, 0 is light."""
    module_mm: float
    """Width of a module."""
    quiet: int
    """Width of the quiet zone in modules."""
    level: Level | None
    """Error correction level; a Data Matrix has none to choose."""
    symbology: Symbology = "qr"
    rule: CarrierSpec | None = None
    """The carrier rule by which it was drawn, if there is one."""
    cited: str | None = None
    """Where that rule stands."""

    def __repr__(self) -> str:
        return f"Symbol({described(self.text)}, {self.symbology!r}, {self.modules} modules of {self.module_mm} mm)"

    @property
    def modules(self) -> int:
        """Modules a side, without quiet zone."""
        return len(self.rows)

    @property
    def side(self) -> int:
        """Modules a side, with the quiet zone."""
        return self.modules + 2 * self.quiet

    @property
    def size_mm(self) -> float:
        """Width and height in millimetres, with the quiet zone."""
        return round(self.side * self.module_mm, 4)

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """The dark runs as column, row and width in modules, counted from the corner of the quiet
        zone.
        """
        for y, row in enumerate(self.rows, self.quiet):
            for run in _RUN.finditer(row):
                yield run.start() + self.quiet, y, run.end() - run.start()

    def dots(self, dpi: int) -> int:
        """Printer dots a module at a resolution: the nearest whole number, at least one."""
        return max(1, round(self.module_mm / 25.4 * dpi))

    def findings(self, dpi: int | None = None) -> list[Finding]:
        """What the carrier rule, and a printer of `dpi` dots an inch, have against the size. Always
        warnings.
        """
        findings = list(against_rule(self)) if self.rule is not None else []
        if dpi is not None and self.module_mm / 25.4 * dpi < FEW_DOTS:
            values: dict[str, object] = {
                "found": f"{self.module_mm / 25.4 * dpi:.2f}", "allowed": FEW_DOTS,
                "module": f"{self.module_mm:.3f}", "least": f"{FEW_DOTS * 25.4 / dpi:.3f}",
                "dpi": dpi,
            }  # fmt: skip
            findings.append(
                Finding(rule="label.dots", severity="warning", values=values, evidence="project")
            )
        return findings

    def svg(self) -> str:
        """The symbol as an SVG document: one white square, one black path."""
        side = self.side
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.size_mm}mm" '
            f'height="{self.size_mm}mm" '
            f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{self.path()}"/></svg>\n'
        )

    def path(self) -> str:
        """The dark modules as the data of one SVG path, a unit a module, from the corner of the
        quiet zone.
        """
        quiet, rows = self.quiet, enumerate(self.rows, self.quiet)
        return "".join([
            f"M{run.start() + quiet} {y}h{(width := run.end() - run.start())}v1h-{width}z"
            for y, row in rows
            for run in _RUN.finditer(row)
        ])  # fmt: skip

    def bitmap(self, dots: int) -> list[bytes]:
        """The symbol in lines of printer dots with the quiet zone, a byte each: 1 is dark."""
        edge, blank = bytes(self.quiet * dots), bytes(self.side * dots)
        lines = [blank] * (self.quiet * dots)
        for row in self.rows:
            wide = b"".join([(b"\1" if dark else b"\0") * dots for dark in row])
            lines += [edge + wide + edge] * dots
        return lines + [blank] * (self.quiet * dots)

    def png(self, dpi: int = 300) -> bytes:
        """The symbol as a PNG image: whole dots a module, the resolution written into the file.

        Args:
            dpi: dots an inch of the printer. A module gets the nearest whole number of dots, at
                least one.
        """
        import png

        lines = [line.translate(_LIGHT) for line in self.bitmap(self.dots(dpi))]
        per_metre = round(dpi / 0.0254)
        writer = png.Writer(
            len(lines), len(lines), greyscale=True, bitdepth=1, compression=9,
            x_pixels_per_unit=per_metre, y_pixels_per_unit=per_metre, unit_is_meter=True,
        )  # fmt: skip
        out = io.BytesIO()
        writer.write(out, lines)
        return out.getvalue()

    def pdf(self) -> bytes:
        """The symbol as a PDF document: one page of its size, one black path."""
        out = io.BytesIO()
        with Pdf(out) as document:
            document.page(self.size_mm, self.size_mm, symbol_path(self, 0, 0, self.size_mm))
        return out.getvalue()

    def zpl(self, dpi: int = 203) -> str:
        """The symbol as a label for a ZPL printer: a graphic field, so that the modules are exactly
        these.

        (The printer's own ^BQ and ^BX would choose version, mode and mask anew.)

        Args:
            dpi: dots an inch of the printer: 203, 300 or 600.
        """
        from tracecode.labels.zpl import graphic, label, pack

        lines = self.bitmap(self.dots(dpi))
        return label(len(lines), len(lines), graphic([pack(line) for line in lines]))

    def save(self, path: str | os.PathLike[str], dpi: int = 300) -> None:
        """Write the symbol to a file, by its ending SVG, PNG, PDF or ZPL. The file appears whole or
        not at all.

        Raises:
            WrongOutput: another ending.
            UnwritableFile: it cannot be written.
        """
        from tracecode.files import WrongOutput, replacing

        ending = os.path.splitext(path)[1].lower()
        forms: dict[str, Callable[[], bytes]] = {
            ".svg": lambda: self.svg().encode(), ".png": lambda: self.png(dpi), ".pdf": self.pdf,
            ".zpl": lambda: self.zpl(dpi).encode(),
        }  # fmt: skip
        if ending not in forms:
            raise WrongOutput(
                f"cannot write {ending or 'a file without ending'!r}; use .svg, .png, .pdf or "
                f".zpl / "
                "文件名须以 .svg、.png、.pdf 或 .zpl 结尾"
            )
        with replacing(path) as file:
            file.write(forms[ending]())


_LIGHT = bytes([1, 0]) + bytes(254)  # in a PNG, 1 is light


@checked
def qr(
    code: Code | str, *, base_url: str | None = None, level: Level = "M",
    module_mm: float = MODULE_MM, quiet: int = 4, eci: bool = False,
) -> Symbol:  # fmt: skip
    """A QR code of a code or any text, in the smallest version that holds it.

    Args:
        code: what it carries.
        base_url: with a `Code`: the address that stands before it.
        level: error correction.
        module_mm: width of a module in millimetres.
        quiet: width of the quiet zone in modules.
        eci: mark Chinese as UTF-8 (ECI 26), for readers that ask for it; this needs zxing-cpp.

    Raises:
        UndrawableText: the text does not fit, or holds NUL or an unpaired surrogate.
    """
    text = (
        code
        if isinstance(code, str)
        else code.normalized
        if base_url is None
        else code.uri(base_url)
    )
    return Symbol(text, draw(text, "qr", level, eci=eci), module_mm, quiet, level)


@checked
def symbol_for(
    code: Code,
    *,
    trace_url: str | None = None,
    symbology: Symbology | None = None,
    level: Level | None = None,
    module_mm: float | None = None,
    eci: bool = False,
) -> Symbol:
    """The symbol of a code by the carrier rule of its edition: content, symbology, correction
    level, quiet zone, size.

    Without `module_mm` the modules are as wide as the rule's least area asks for, and at least 0.33
    mm. A size below the rule is drawn all the same; `Symbol.findings` says so.

    Args:
        code: what it carries.
        trace_url: the address before the code, where the rule has one.
        symbology: one that the rule allows; by default the first of them that can be drawn.
        level: error correction of a QR code; by default the rule's, else as `strongest` chooses.
        module_mm: width of a module in millimetres.
        eci: as of `qr`; no carrier rule has the mark.

    Raises:
        UndrawableText: the edition has no carrier rule or none for a drawn symbol, the symbology is
            not allowed, the address is missing or does not belong there, or the text cannot be
            drawn.
    """
    rule = code.layout.edition.carrier
    name = f"{code.scheme} ({code.edition})"
    allowed = [each for each in SYMBOLOGIES if rule is not None and each in rule.symbologies]
    if rule is None or not allowed:
        carriers = ", ".join(rule.symbologies) if rule else "none / 无"
        raise UndrawableText(
            f"{name} has no rule for a QR code or Data Matrix (its carriers: {carriers}); draw "
            f"any text with qr() / "
            f"没有二维码载体规则"
        )
    chosen = symbology or allowed[0]
    if chosen not in SYMBOLOGIES:
        raise UnknownId("symbology", chosen, SYMBOLOGIES, CALLED)
    if chosen not in allowed:
        raise UndrawableText(
            f"{name} is not carried by {chosen}; allowed / 可用: {', '.join(allowed)}"
        )
    text = rule_content(code, rule, name, trace_url)
    fixed = level or rule.error_correction
    if fixed is None or chosen != "qr":
        rows, fixed = strongest(text, chosen, eci=eci)
    else:
        rows = draw(text, chosen, fixed, eci=eci)
    if module_mm is None:
        module_mm = MODULE_MM
        if rule.min_area_cm2 is not None:
            side = math.sqrt(float(rule.min_area_cm2)) * 10
            module_mm = max(module_mm, math.ceil(side / len(rows) * 1000) / 1000)
    cited = code.layout.owner.standard.cite(rule.source)
    return Symbol(
        text, rows, module_mm, quiet_modules(chosen, rule, module_mm), fixed, chosen, rule, cited
    )


def quiet_modules(symbology: Symbology, rule: CarrierSpec | None, module_mm: float) -> int:
    """Modules of quiet zone: those of the symbology, or more where the rule asks for more
    millimetres.
    """
    asked = (
        float(rule.quiet_zone_mm) if rule is not None and rule.quiet_zone_mm is not None else 0.0
    )
    return max(QUIET[symbology], math.ceil(round(asked / module_mm, 6)))


@checked
def symbols(
    texts: Iterable[Code | str],
    *,
    symbology: Symbology = "qr",
    level: Level = "M",
    module_mm: float = MODULE_MM,
    eci: bool = False,
) -> Iterator[Symbol]:
    """Symbols of many texts, each as `qr` draws it, or as a Data Matrix.

    Raises:
        UndrawableText: when the text is reached that cannot be drawn.
        MissingExtra: zxing-cpp is needed and not installed.
    """
    quiet, kept = QUIET.get(symbology, 0), level if symbology == "qr" else None
    for code_or_text in texts:
        text = code_or_text if isinstance(code_or_text, str) else code_or_text.normalized
        yield Symbol(
            text,
            draw(text, symbology, level, eci=eci),
            module_mm,
            quiet,
            kept,
            symbology,
        )


def symbol_path(symbol: Symbol, x: float, y: float, height: float) -> bytes:
    """Drawing of a symbol on a white ground: one path, so that no hairline can show between its
    rows.

    Args:
        symbol: sized in millimetres.
        x: left edge of its quiet zone, in millimetres.
        y: upper edge of its quiet zone, in millimetres from the upper edge of the page.
        height: of the page, in millimetres.
    """
    unit = symbol.module_mm * POINT
    side = symbol.side
    place = f"q {unit:.6f} 0 0 {-unit:.6f} {x * POINT:.4f} {(height - y) * POINT:.4f} cm\n"
    runs = "".join([f"{left} {top} {width} 1 re\n" for left, top, width in symbol.runs()])
    return f"{place}1 g 0 0 {side} {side} re f 0 g\n{runs}f Q\n".encode()
