"""Lint of who may have a value: what is withheld from the public stands in no record that is open
to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.errors import SpecError, UnknownId
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.reader import Document, Place
    from tracecode.spec.record_model import IndicatorSpec
    from tracecode.standard.elements import RecordLayout


def marked(notes: SpecFindings, element: IndicatorSpec, document: Document, place: Place) -> None:
    """A personal element, or a trade secret, is marked open."""
    if element.privacy is not None and element.sharing == "open":
        notes.say(
            document, (*place, "sharing"), "spec.sharing", found=element.id, record=element.id
        )


def public(notes: SpecFindings) -> None:
    """Open records hold nothing that is withheld. After all definitions."""
    try:
        types = layouts(notes.standard)
    except (SpecError, UnknownId, RecursionError, ValueError):
        return  # what is wrong with the parts is said there
    for layout in types:
        core = notes.things["record"].get(layout.record)
        if core is not None and core[0].open:
            item = notes.things["product"].get(layout.product or "")
            _, document, place = core if item is None else item
            for path in _withheld(layout):
                notes.say(document, place, "spec.sharing", found=path, record=layout.id)


def _withheld(layout: RecordLayout) -> Iterator[str]:
    return (path for path, field in layout.walk() if field.sharing == "withheld")
