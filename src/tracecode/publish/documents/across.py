"""Pages of the rules across records, and the page of the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.page import PageSet, code, join
from tracecode.spec.across_model import read_by

if TYPE_CHECKING:
    from tracecode.publish.documents.page import Page
    from tracecode.spec.across_model import AcrossSpec

TERMS = "terms.md"
"""The page of the terms; each has its id as anchor."""


def write(book: PageSet) -> None:
    """A page for each rule, their index, and one page with every term."""
    standard = book.standard
    if rules := [standard.rule(id) for id in standard.ids("rule")]:
        index = book.page("rules/index.md", "across")
        index.table(
            ("name", "id", "across_asks", "source"),
            (
                (
                    index.link(f"rules/{rule.id}.md", index.say(rule.name, " ")),
                    code(rule.id),
                    index.say(rule.asks),
                    index.cite(rule.source, rule.evidence),
                )
                for rule in rules
            ),
        )
    for rule in rules:
        _rule(book, rule)
    if standard.ids("term"):
        _terms(book.page(TERMS, "terms"))


def _rule(book: PageSet, rule: AcrossSpec) -> None:
    page = book.page(f"rules/{rule.id}.md", rule.name)
    rows = [
        book.standard.rows(id) for id in dict.fromkeys(used.rows for used in read_by(rule.check))
    ]
    page.facts(
        (
            ("id", code(rule.id)),
            ("across_asks", page.say(rule.asks)),
            ("across_remedy", page.say(rule.remedy)),
            ("across_rows", join(page.say(each.name, " ") for each in rows)),
            ("source", page.cite(rule.source, rule.evidence)),
        )
    )
    page.heading("across_samples")
    page.table(
        ("item", "across_found"),
        (
            (page.say(each.about), join(map(str, each.found)) or page.word("across_none"))
            for each in rule.samples
        ),
    )


def _terms(page: Page) -> None:
    for id in page.standard.ids("term"):
        spec = page.standard.term(id)
        page.heading(spec.name, 2, anchor=id)
        page.facts(
            (
                ("id", code(id)),
                ("abbreviation", spec.abbreviation),
                ("definition", page.say(spec.definition) if spec.definition else None),
                ("source", page.cite(spec.source, spec.evidence)),
            )
        )
