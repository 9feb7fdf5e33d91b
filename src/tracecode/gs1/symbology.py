"""Symbology identifiers: the three characters that a scanner may put before what it read, saying
from which symbol.

They are data (`specs/gs1/symbologies/`), read when a text first begins with one.

>>> symbology, content = split("]d20109506000134352")
>>> symbology.name.en, symbology.carries, content
('GS1 DataMatrix', 'elements', '0109506000134352')
>>> split("0109506000134352")
(None, '0109506000134352')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from tracecode.spec.gs1_model import Gs1SymbologySpec


@cache
def symbologies() -> Mapping[str, Gs1SymbologySpec]:
    """Every kind of symbol by its identifier."""
    standard = packaged()
    specs = map(standard.gs1_symbology, standard.ids("gs1-symbology"))
    return {symbology.identifier: symbology for symbology in specs}


def is_link(content: str) -> bool:
    """Whether what stands behind an identifier, if there is one, is an address."""
    return content[:4].lower() == "http"


def split(text: str) -> tuple[Gs1SymbologySpec | None, str]:
    """The symbology and the content behind its identifier; None and the whole text if there is no
    known identifier.
    """
    symbology = symbologies().get(text[:3]) if text[:1] == "]" else None
    return (symbology, text[3:]) if symbology else (None, text)
