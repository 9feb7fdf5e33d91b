"""The meta-model of label templates: what stands where on a label, and which code its symbol carries.

Lengths are millimetres from the upper left corner, written as numbers between blanks: `box: 3 2.5 40 6` is 3 mm from
the left, 2.5 mm from above, 40 mm wide and 6 mm high.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tracecode.spec.base import Definition, Spec
from tracecode.spec.model import Citation, Evidence, Text
from tracecode.spec.numbers import Box, Lengths, Measure
from tracecode.spec.texts import Id, Lines, SnakeId


class LabelField(Spec):
    """A value that every label gets: a column of the data."""

    id: SnakeId
    """snake_case; the column's header, and `{id}` in the template."""
    name: Text
    optional: bool = False
    """The value may be empty; a text whose values are all empty is left out."""
    default: str | None = None
    """Value where the data have no such column."""
    example: str
    """A right value, for the sample label; invented where it names somebody."""


class LabelText(Spec):
    """A text on the label, broken into lines as its box asks."""

    text: Lines
    """Words with fields, for instance `农药名称：{product_name}`; `{code}` is the code as it was read or built."""
    box: Box
    """Left, top, width and height in millimetres."""
    size: Measure
    """Font size in points."""
    min_size: Measure | None = None
    """Smallest size to which the font may shrink; without it, it never does."""
    align: Literal["left", "center", "right"] = "left"


class LabelSymbol(Spec):
    """The symbol. It carries a code of `scheme`, or the GS1 Digital Link of `gs1`."""

    box: Box
    """Left, top, width and height in millimetres, quiet zone included; the symbol is drawn as large as fits."""
    symbology: Literal["qr", "data-matrix"] | None = None
    """Where the carrier rule allows several: this one. By default the first that can be drawn."""
    scheme: str | None = None
    """Scheme of the code. Its carrier rule decides content, symbology, level, quiet zone and least area."""
    form: str | None = None
    """Layout of the scheme, where it has several."""
    code: str | None = None
    """The whole code, for instance `"{code}"`; or `build` it."""
    build: Mapping[str, str] | None = None
    """The code from its segments, by segment id."""
    trace_url: str | None = None
    """The address before the code, where the carrier rule has one."""
    content: str | None = None
    """What the symbol holds, where the scheme has no rule for a symbol, for instance `"{trace_url}{code}"`."""
    gs1: Mapping[str, str] | None = None
    """Values by application identifier, quoted, for instance `"01": "{gtin}"`; empty ones are left out."""
    link: str | None = None
    """With `gs1`: the address before the Digital Link's path."""


class LabelSheet(Spec):
    """A sheet of many labels, for printing on paper."""

    page: Lengths
    """Width and height in millimetres."""
    margin: Lengths
    """Left and upper margin in millimetres; the right and lower ones are at least as wide."""
    gap: Lengths
    """Between labels, across and down, in millimetres."""


class LabelSpec(Definition):
    """A label template."""

    id: Id
    """Lower-case id with hyphens, equal to the file's name."""
    name: Text
    product: str | None = None
    """The item of the catalogue for which it is meant."""
    size: Lengths
    """Width and height in millimetres."""
    font: str | None = None
    """Font file, one with Chinese and Latin letters; a name without folder is looked for where fonts are installed.
    Without it, one that is installed is taken."""
    fields: tuple[LabelField, ...]
    symbol: LabelSymbol
    texts: tuple[LabelText, ...] = ()
    frames: tuple[Box, ...] = ()
    """Rectangles of thin lines, as left, top, width and height; of height or width 0, a line."""
    logo: Box | None = None
    """Box for the picture that is given when printing; without a picture it stays empty."""
    sheet: LabelSheet | None = None
    source: Citation
    evidence: Evidence
    """Of the layout. The symbol's content has the evidence of its carrier rule."""
    gaps: tuple[Text, ...] = ()
    """What the research could not find."""
    note: Text | None = None
