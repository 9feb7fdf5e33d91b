"""The page of the interfaces between enterprises, platforms and the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.page import Page, PageSet, code, join
from tracecode.publish.documents.words import SIDES

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Spans
    from tracecode.spec.record_model import IndicatorUse, InterfaceSpec


def write(book: PageSet) -> None:
    """One page with every operation; those with a place only at the end."""
    page = book.page("interfaces.md", "interfaces")
    interfaces = [book.standard.interface(id) for id in book.standard.ids("interface")]
    for spec in sorted(interfaces, key=lambda spec: spec.reserved):
        _interface(page, spec)


def _interface(page: Page, spec: InterfaceSpec) -> None:
    page.heading(spec.name, anchor=spec.id)
    page.texts(spec.definition)
    page.facts(
        (
            ("operation", code(f"{spec.method.upper()} {spec.path}")),
            ("caller", page.say(SIDES[spec.caller], " ")),
            ("responder", page.say(SIDES[spec.responder], " ")),
            (
                "query",
                join(
                    (*page.element(use.use), " ", *code(use.use), f" {use.obligation}")
                    for use in spec.query
                ),
            ),
            ("accepts", join(_record(page, id) for id in spec.accepts)),
            ("returns", join(_record(page, id) for id in spec.returns)),
            ("privacy", page.word("public_answer") if spec.public else None),
            ("note", page.word("reserved") if spec.reserved else None),
            ("source", page.cite(spec.source, spec.evidence)),
        )
    )


def _asked(page: Page, use: IndicatorUse) -> Spans:
    return (*page.element(use.use), " ", *code(use.use), f" {use.obligation}")


def _record(page: Page, id: str) -> Spans:
    """A kind of record; linked where it is a record type by itself."""
    if id == "*":
        return page.word("every_record")
    for layout in page.book.layouts:
        if layout.record == id and layout.product is None:
            return page.record(layout)
    return page.say(page.book.standard.record(id).name, " ")
