"""The pages of a standard as pages of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from tracecode.publish import documents
from tracecode.publish.site.markup import Rendered, render
from tracecode.publish.site.shell import TREES, Lang, SitePage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.standard.resolved import Resolved

_BOOKS: dict[Lang, Literal["zh", "bilingual"]] = {"zh": "zh", "en": "bilingual"}


class StandardPage(NamedTuple):
    """A page of a standard."""

    name: str
    """`schemes/uscc.md`: the same in both languages and in every version that has it."""
    page: SitePage
    rendered: Rendered


def address(name: str, lang: Lang, home: str = "") -> str:
    """Where a page stands on the site.

    Args:
        name: of the page.
        lang: of its tree.
        home: a folder below that of the language, ending with `/`.
    """
    return f"{TREES[lang]}{home}standard/{_page(name)}"


def standard_pages(standard: Resolved, lang: Lang, home: str = "") -> Iterator[StandardPage]:
    """The pages of a standard in a language; `home` as of `address`."""
    other: Lang = "en" if lang == "zh" else "zh"
    for name, markdown in documents.derived(standard, _BOOKS[lang]).items():
        made = render(markdown, _page)
        page = SitePage(
            address(name, lang, home),
            lang,
            made.title,
            made.body,
            made.headings,
            address(name, other, home),
            made.wide,
            section="standard",
        )
        yield StandardPage(name, page, made)


def _page(target: str) -> str:
    """A link to a page of Markdown as one to the page that is made of it."""
    path, mark, anchor = target.partition("#")
    return f"{path.removesuffix('.md')}.html{mark}{anchor}" if path.endswith(".md") else target
