"""Pages of the code lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracecode.publish.documents.page import PageSet, Run, code, join
from tracecode.publish.documents.words import EVIDENCE

if TYPE_CHECKING:
    from tracecode.spec.list_model import CodeListSpec


def write(book: PageSet) -> None:
    """A page for each code list, and their index."""
    index = book.page("codelists/index.md", "codelists")
    lists = [book.standard.codelist(id) for id in book.standard.ids("codelist")]
    index.table(
        ("name", "id", "count", "source"),
        (
            (
                index.codelist(spec.id),
                code(spec.id),
                str(len(spec.entries)),
                index.cite(spec.source, spec.evidence),
            )
            for spec in lists
        ),
    )
    schemes, elements = _uses(book)
    for spec in lists:
        _codelist(book, spec, schemes.get(spec.id, ()), elements.get(spec.id, ()))


def _uses(book: PageSet) -> tuple[dict[str, dict[str, None]], dict[str, dict[str, None]]]:
    """The encoding rules and the elements that use a code list, by its id."""
    schemes: dict[str, dict[str, None]] = {}
    elements: dict[str, dict[str, None]] = {}
    for id in book.standard.ids("scheme"):
        for edition in book.standard.scheme(id).editions:
            for form in edition.layouts:
                used_here = [part.codelist for part in form.segments] + [
                    part.codelist for part in form.limits
                ]
                for used in filter(None, used_here):
                    schemes.setdefault(used, {})[id] = None
    for id in book.standard.ids("indicator"):
        domain = book.standard.indicator(id).codelist
        if domain is not None:
            elements.setdefault(domain, {})[id] = None
    return schemes, elements


def _codelist(
    book: PageSet, spec: CodeListSpec, schemes: Iterable[str], elements: Iterable[str]
) -> None:
    page = book.page(f"codelists/{spec.id}.md", spec.name)
    page.facts(
        (
            ("id", code(spec.id)),
            ("completeness", page.word("strict" if spec.strict else "advisory")),
            ("covers", join(map(code, spec.covers))),
            ("count", str(len(spec.entries))),
            ("source", page.cite(spec.source, spec.evidence)),
        )
    )
    page.heading("values")
    dated = any(entry.valid_from or entry.valid_to for entry in spec.entries)
    noted = any(entry.note or entry.evidence for entry in spec.entries)
    heads = ["code", "name", *(["valid"] if dated else []), *(["note"] if noted else [])]
    rows = []
    for entry in spec.entries:
        row: list[Run] = [code(entry.code), page.say(entry.name, " ")]
        if dated:
            row.append(page.period(entry.valid_from, entry.valid_to))
        if noted:
            sure = page.say(EVIDENCE[entry.evidence], " ") if entry.evidence else ""
            row.append(join((part for part in (entry.note, sure) if part), " "))
        rows.append(row)
    page.table(heads, rows)
    if uses := [*map(page.scheme, schemes), *map(page.element, elements)]:
        page.heading("used_in")
        page.bullets(uses)
    page.gaps(spec.gaps)
