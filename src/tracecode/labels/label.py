"""Labels: a template at work. It turns rows of data into printed labels: PDF, SVG, PNG or ZPL.

>>> from tracecode.standard.resolved import packaged
>>> pesticide = label(packaged(), "pesticide")
>>> pesticide.width, pesticide.height, [field.id for field in pesticide.fields][:2]
(70.0, 40.0, ['code', 'trace_url'])
>>> pesticide.symbol(pesticide.sample).text
'HTTPS://T.EXAMPLE/11722252247250743408010974953971'

A template is a YAML file (`specs/labels/`, or one's own; the words are in `spec.label_model`).
`draw` lays one label out, `write` prints many. Whatever is wrong with the data is found before a
file appears: `BadLabels` says each fault with its line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import copy
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from tracecode.arguments import checked
from tracecode.errors import FindingsError, UnreadableFile
from tracecode.findings import Finding
from tracecode.labels.data import BadLabels, LabelSource, Values, labels_of, missing
from tracecode.labels.drawn import Blank, Drawn, TextLine, area
from tracecode.labels.label_symbol import label_symbol
from tracecode.labels.symbol import Symbol
from tracecode.labels.typeset import BASE, LINE, fit
from tracecode.lint.labels import filled, placeholders, template

if TYPE_CHECKING:
    from PIL.Image import Image

    from tracecode.labels.verify import ReadBack
    from tracecode.spec.label_model import LabelSpec, LabelText
    from tracecode.standard.resolved import Resolved

MOST_FAULTS = 100
"""So many faults are gathered before printing is given up."""
_POINT = 25.4 / 72


class Printed(NamedTuple):
    """What was printed."""

    labels: int
    pages: int
    findings: list[Finding]
    """Warnings: each rule once, at the first label to which it applies."""


class Label:
    """A label template at work. Made by `tracecode.label`."""

    def __init__(self, spec: LabelSpec, standard: Resolved, font_path: str | None = None) -> None:
        self.spec, self.id, self.name, self.fields = spec, spec.id, spec.name, spec.fields
        self._standard = standard
        self.blank = Blank(spec, font_path)
        self.width, self.height = self.blank.width, self.blank.height
        # most texts are the same on every label
        self._set = lru_cache(maxsize=4096)(self._set_text)

    def __repr__(self) -> str:
        return f"Label({self.id!r})"

    @property
    def sample(self) -> dict[str, str]:
        """A row of the template's example values."""
        return {field.id: field.example for field in self.fields}

    @checked
    def symbol(self, row: Values, dpi: int = 300, on: date | None = None) -> Symbol:
        """The symbol of a label, as large as its box allows in whole printer dots; otherwise as
        `draw`.
        """
        return self._symbol(dict(row), dpi, on)

    @checked
    def draw(self, row: Values, dpi: int = 300, on: date | None = None) -> Drawn:
        """Lay out one label.

        Args:
            row: a value for each field; optional ones may be absent.
            dpi: dots an inch of the printer; modules are whole dots wide.
            on: production date, which chooses the edition of the code.

        Raises:
            BadLabels: a value is missing or no code, a text or the symbol does not fit, the font
                lacks a character.
            NoFont: there is no font.
        """
        values = {
            field.id: (row.get(field.id) or field.default or "").strip() for field in self.fields
        }
        faults = [missing(f) for f in self.fields if not values[f.id] and not f.optional]
        if faults:
            raise BadLabels(faults)
        symbol: Symbol | None = None
        try:
            symbol = self._symbol(values, dpi, on)
        except FindingsError as error:
            faults += error.findings
        lines: list[TextLine] = []
        for text in self.spec.texts:
            fields = placeholders(text.text)
            if fields and not any(values.get(id) for id in fields):
                continue
            lines_or_finding = self._set(text, filled(text.text, values))
            if isinstance(lines_or_finding, Finding):
                faults.append(lines_or_finding)
            else:
                lines += lines_or_finding
        if faults or symbol is None:
            raise BadLabels(faults)
        left, top, width, height = self.blank.symbol
        dot = 25.4 / dpi
        x = round((left + (width - symbol.size_mm) / 2) / dot) * dot
        y = round((top + (height - symbol.size_mm) / 2) / dot) * dot
        return Drawn(symbol, x, y, tuple(lines))

    def write(
        self,
        source: LabelSource,
        path: str | os.PathLike[str],
        *,
        dpi: int = 300,
        on: date | None = None,
        logo: str | os.PathLike[str] | None = None,
        sheet: bool = False,
        constants: Values | None = None,
        encoding: str = "utf-8",
        reprint: bool = False,
        margin: float | None = None,
    ) -> Printed:
        """Print labels into a file, which appears whole or not at all; memory does not grow with
        them.

        Args:
            source: a CSV file with a header line, or rows.
            path: ends in .pdf, .zpl, .svg (a single label) or .zip (an SVG a label).
            dpi: dots an inch of the printer.
            on: production date, which chooses the edition of the codes.
            logo: a picture for the template's logo box.
            sheet: PDF: many labels on a page, as the template's `sheet` says; otherwise a page a
                label.
            constants: values that all labels share.
            encoding: of the CSV file.
            reprint: codes may stand twice in the data; otherwise none is printed twice.
            margin: white edges of a sheet in millimetres, in place of the template's.

        Raises:
            BadLabels: the data have faults; each is a finding with its line.
            NoFont, UnreadableFile: a file is missing or cannot be used.
            UnwritableFile: the output cannot be written.
            WrongOutput: another ending, or the template has no sheet.
        """
        from tracecode.files import WrongOutput, replacing
        from tracecode.labels.output import FORMS, against_edges, picture

        ending = os.path.splitext(path)[1].lower()
        if ending not in FORMS:
            raise WrongOutput(
                f"cannot write labels to {ending or 'a file without ending'!r}; use "
                f"{', '.join(FORMS)} / "
                f"输出须为 {'、'.join(FORMS)}"
            )
        if sheet and (self.blank.sheet is None or ending != ".pdf"):
            raise WrongOutput(
                "the template has no sheet, or the output is no PDF / 模板没有 "
                "sheet，或输出不是 PDF"
            )
        image = picture(logo) if logo is not None else None
        warnings: dict[str, Finding] = {}
        count = 0
        blank = self._on_sheet(margin) if sheet else self.blank
        if sheet:
            warnings |= {finding.rule: finding for finding in against_edges(blank, dpi)}
        with replacing(path) as file, FORMS[ending](file, blank, dpi, image, sheet=sheet) as out:
            for line, label in self._drawn(
                source, dpi, on, constants or {}, encoding, reprint=reprint
            ):
                for finding in label.symbol.findings(dpi):
                    warnings.setdefault(finding.rule, finding.replace(line=line))
                out.add(label)
                count += 1
            if count == 0:
                raise UnreadableFile("there are no rows of data", "没有数据行")
        return Printed(count, out.pages, list(warnings.values()))

    def verify(
        self,
        source: LabelSource,
        path: str | os.PathLike[str],
        *,
        dpi: int = 300,
        on: date | None = None,
        sheet: bool = False,
        constants: Values | None = None,
        encoding: str = "utf-8",
        reprint: bool = False,
        margin: float | None = None,
    ) -> ReadBack:
        """Read back what `write` wrote with the same arguments: clean, and as wear would leave
        it.
        """
        from tracecode.labels.output import places
        from tracecode.labels.verify import Placed, verify

        spots = places(self._on_sheet(margin) if sheet else self.blank, dpi, sheet=sheet)

        def pages() -> Iterator[list[Placed]]:
            page: list[Placed] = []
            for _, label in self._drawn(
                source, dpi, on, constants or {}, encoding, reprint=reprint
            ):
                left, top = spots[len(page)]
                half = label.symbol.size_mm / 2
                page.append(Placed(label.symbol, left + label.x + half, top + label.y + half))
                if len(page) == len(spots):
                    yield page
                    page = []
            if page:
                yield page

        return verify(path, pages(), dpi)

    def svg(
        self,
        row: Values,
        dpi: int = 300,
        on: date | None = None,
        logo: str | os.PathLike[str] | None = None,
    ) -> str:
        """One label as an SVG document; its texts are outlines, so that it looks alike without the
        font.
        """
        from tracecode.labels.output import picture, svg

        return svg(self.blank, self.draw(row, dpi, on), picture(logo) if logo is not None else None)

    def image(
        self,
        row: Values,
        dpi: int = 300,
        on: date | None = None,
        logo: str | os.PathLike[str] | None = None,
    ) -> Image:
        """One label as a black and white picture in printer dots."""
        from tracecode.labels.output import picture
        from tracecode.labels.raster import raster

        return raster(
            self.blank, self.draw(row, dpi, on), dpi, picture(logo) if logo is not None else None
        )

    def _drawn(
        self,
        source: LabelSource,
        dpi: int,
        on: date | None,
        constants: Values,
        encoding: str,
        *,
        reprint: bool,
    ) -> Iterator[tuple[int, Drawn]]:
        """Labels with their lines. After a fault nothing more is given, and all faults are raised
        at the end.
        """
        faults: list[Finding] = []
        seen: dict[bytes, int] = {}
        for line, values in labels_of(source, self.fields, constants, encoding):
            if isinstance(values, Finding):
                faults.append(values)
            else:
                try:
                    label = self.draw(values, dpi, on)
                except BadLabels as error:
                    faults += [finding.replace(line=line) for finding in error.findings]
                else:
                    key = blake2b(label.symbol.text.encode(), digest_size=12).digest()
                    if not reprint and (first := seen.setdefault(key, line)) != line:
                        stood = {"first": first}
                        faults.append(
                            Finding(
                                rule="label.repeated", severity="error", values=stood, line=line
                            )
                        )
                    if not faults:
                        yield line, label
            if len(faults) >= MOST_FAULTS:
                break
        if faults:
            raise BadLabels(faults)

    def _on_sheet(self, margin: float | None) -> Blank:
        """The blank label with the sheet on which it is printed.

        Raises:
            WrongOutput: no label fits between such margins.
        """
        blank = self.blank
        if margin is None or blank.sheet is None:
            return blank
        from tracecode.labels.output import with_margin

        made = copy(blank)
        made.sheet = with_margin(blank, margin)
        return made

    def _symbol(self, values: dict[str, str], dpi: int, on: date | None) -> Symbol:
        return label_symbol(self.spec.symbol, self._standard, self.blank.symbol, values, dpi, on)

    def _set_text(self, text: LabelText, words: str) -> tuple[TextLine, ...] | Finding:
        """The lines of a text in its box, or why it cannot be set."""
        left, top, width, height = area(text.box)
        if missing := self.blank.font.missing(words.replace("\n", "")):
            absent = ", ".join(
                f"{c} (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in missing
            )
            values: dict[str, object] = {"font": self.blank.font.name, "found": absent}
            return Finding(rule="label.glyphs", severity="error", values=values, path=text.text)
        size = float(text.size)
        least = float(text.min_size or text.size)
        fitted = fit(
            words, width, height, size, least, lambda line: self.blank.font.width(line) / 1000
        )
        if fitted is None:
            values = {"found": words, "box": f"{width:g} × {height:g}", "size": f"{least:g}"}
            return Finding(rule="label.text_fit", severity="error", values=values, path=text.text)
        lines, size = fitted
        em = size * _POINT
        set_lines = []
        for number, line in enumerate(lines):
            free = width - self.blank.font.width(line) / 1000 * em
            x = left + {"left": 0.0, "center": free / 2, "right": free}[text.align]
            set_lines.append(TextLine(line, x, top + (number * LINE + BASE) * em, size))
        return tuple(set_lines)


def label(
    standard: Resolved, id: str | os.PathLike[str], font: str | os.PathLike[str] | None = None
) -> Label:  # fmt: skip
    """A label template: by the id of a ready one, or the path of a YAML file.

    Args:
        standard: the standard.
        id: for instance `pesticide`; what ends in `.yaml` is a path.
        font: a font file, in place of the template's or the first found on the machine.

    Raises:
        UnknownId: there is no such template.
        SpecError: the file is wrong; each finding has its line.
    """
    name, face = os.fspath(id), os.fspath(font) if font is not None else None
    if name.endswith((".yaml", ".yml")):
        return Label(template(standard, name), standard, face)
    spec = standard.thing("label", name)
    from tracecode.spec.label_model import LabelSpec

    assert isinstance(spec, LabelSpec)
    return Label(spec, standard, face)
