"""Pages of the dictionary: the data elements, one page a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.cells import domain
from tracecode.publish.documents.page import BREAK, Page, PageSet, Run, code, join
from tracecode.publish.documents.themes import theme_name, themes
from tracecode.publish.documents.tree import Anchor
from tracecode.publish.documents.words import PRIVACY, SHARING
from tracecode.spec.record_model import sharing_of

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Spans
    from tracecode.spec.record_model import IndicatorSpec


def write(book: PageSet) -> None:
    """A page for each theme, and the index of all elements."""
    index = book.page("indicators/index.md", "indicators")
    index.table(
        ("theme", "count"),
        (
            (
                index.link(
                    f"indicators/{theme}.md", index.say(theme_name(book.standard, theme), " ")
                ),
                str(len(ids)),
            )
            for theme, ids in themes(book.standard).items()
        ),
    )
    for theme, ids in themes(book.standard).items():
        page = book.page(f"indicators/{theme}.md", theme_name(book.standard, theme), wide=True)
        page.paragraph(*page.word("format_note"))
        page.table(
            ("element", "definition", "format", "domain", "example", "privacy", "source"),
            (_element(page, book.standard.indicator(id)) for id in ids),
        )


def _element(page: Page, spec: IndicatorSpec) -> tuple[Run, ...]:
    return (
        (Anchor(spec.id), *page.say(spec.name), *BREAK, *code(spec.id)),
        page.say(spec.definition),
        code(spec.format) if spec.format else (),
        domain(page, spec),
        code(spec.example or "") + _aliases(page, spec),
        page.say(SHARING[sharing_of(spec)])
        + (BREAK + page.say(PRIVACY[spec.privacy]) if spec.privacy else ()),
        page.cite(spec.source, spec.evidence),
    )


def _aliases(page: Page, spec: IndicatorSpec) -> Spans:
    if not spec.aliases:
        return ()
    names = join(
        ((f"{system} ", *join(map(code, own), " ")) for system, own in spec.aliases.items()), "；"
    )
    return (*BREAK, *page.word("aliases"), "：", *names)
