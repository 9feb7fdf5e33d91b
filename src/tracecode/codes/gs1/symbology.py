"""Symbology identifiers: the three characters that a scanner may put before what it read, saying from which symbol.

>>> symbology, content = split("]d20109506000134352")
>>> symbology.name, symbology.carries, content
('GS1 DataMatrix', 'elements', '0109506000134352')
>>> split("0109506000134352")
(None, '0109506000134352')
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Symbology(NamedTuple):
    """A kind of symbol, as its identifier tells it."""

    id: str
    name: str
    carries: Literal["elements", "gtin", "plain"]
    """`elements`: GS1 element strings; `gtin`: the digits of a GTIN; `plain`: any text, of GS1 only Digital Links."""
    digits: int = 0
    """How many digits a GTIN has in it."""


SYMBOLOGIES: dict[str, Symbology] = {
    symbology.id: symbology
    for symbology in (
        Symbology("]C1", "GS1-128", "elements"),
        Symbology("]C0", "Code 128", "plain"),
        Symbology("]e0", "GS1 DataBar / GS1 Composite", "elements"),
        Symbology("]d2", "GS1 DataMatrix", "elements"),
        Symbology("]d1", "Data Matrix", "plain"),
        Symbology("]Q3", "GS1 QR Code", "elements"),
        Symbology("]Q1", "QR Code", "plain"),
        Symbology("]J1", "GS1 DotCode", "elements"),
        Symbology("]J0", "DotCode", "plain"),
        Symbology("]E0", "EAN-13 / UPC", "gtin", 13),
        Symbology("]E4", "EAN-8", "gtin", 8),
        Symbology("]I1", "ITF-14", "gtin", 14),  # general knowledge, the only one that was not verified
    )
}


def split(text: str) -> tuple[Symbology | None, str]:
    """The symbology and the content behind its identifier; None and the whole text if there is no known identifier."""
    symbology = SYMBOLOGIES.get(text[:3])
    return (symbology, text[3:]) if symbology else (None, text)
