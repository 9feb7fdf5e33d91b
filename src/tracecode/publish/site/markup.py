r"""Markdown of the pages as HTML: tables that scroll, headings with anchors, links to the pages
that are made of them.

>>> made = render("# Name {#n}\n\n[page](b.md#x)\n", lambda target: target.replace(".md", ".html"))
>>> made.title, made.headings, made.body
('Name', ((1, 'n', 'Name'),), '<h1 id="n">Name</h1>\n<p><a href="b.html#x">page</a></p>\n')
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from tracecode.escape import attribute
from tracecode.extras import extra

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_ANCHOR = re.compile(r"\s*\{#([^}]+)\}\s*\Z")


class Rendered(NamedTuple):
    """A page of Markdown as HTML."""

    title: str
    body: str
    headings: tuple[tuple[int, str, str], ...]
    """Level, anchor, text."""
    text: str
    """Everything that a reader sees, without marks, but for the way back above a page."""
    wide: bool
    """Whether the page asks for the whole width."""


def render(markdown: str, link: Callable[[str], str]) -> Rendered:
    """A page as HTML.

    Args:
        markdown: the page; its HTML is taken as it is, so text from outside must have been escaped.
        link: makes of each target of a link what stands on the site.
    """
    front = _FRONT.match(markdown)
    tokens = _parser().parse(markdown[front.end() :] if front else markdown)
    headings: list[tuple[int, str, str]] = []
    texts: list[str] = []
    known: dict[str, int] = {}
    for place, token in enumerate(tokens):
        if token.type == "inline":
            _linked(token, link)
            _joined(token)
            if not (_is_below_title(tokens[:place]) and _is_way(token)):
                texts.append(_plain(token))
        if token.type == "fence":
            token.content = token.content.rstrip("\n") + "\n"
        if token.type == "heading_open":
            level, inline = int(token.tag[1:]), tokens[place + 1]
            anchor = _taken_off(inline) or _slug(_plain(inline), known)
            token.attrSet("id", anchor)
            headings.append((level, anchor, _plain(inline)))
            if level > 1:
                _permalink(inline, anchor)
    body: str = _parser().renderer.render(tokens, _parser().options, {})
    title = next((text for level, _, text in headings if level == 1), "")
    wide = front is not None and "- toc" in front[1]
    return Rendered(title, body, tuple(headings), " ".join(texts), wide)


@cache
def _parser() -> MarkdownIt:
    parser = (
        extra("markdown_it", "site")
        .MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
    )
    parser.add_render_rule("table_open", lambda *_: '<div class="table"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    made: MarkdownIt = parser
    return made


def _taken_off(inline: Token) -> str | None:
    """The anchor that a heading names itself, which is taken off its text."""
    last = inline.children[-1] if inline.children else None
    if last is None or last.type != "text" or not (match := _ANCHOR.search(last.content)):
        return None
    last.content = last.content[: match.start()]
    return match[1]


def _slug(text: str, known: dict[str, int]) -> str:
    """The anchor of a heading, as code hosts make them; of equal ones the later with a number."""
    slug = re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") or "section"
    count = known.get(slug, 0)
    known[slug] = count + 1
    return slug if count == 0 else f"{slug}-{count}"


def _is_below_title(before: list[Token]) -> bool:
    """Whether a paragraph stands right below the title of a page."""
    marks = [(token.type, token.tag) for token in before[-2:]]
    return marks == [("heading_close", "h1"), ("paragraph_open", "p")]


def _is_way(inline: Token) -> bool:
    """Whether a paragraph holds nothing but links, one behind the other."""
    depth = 0
    for child in inline.children or ():
        depth += child.nesting
        if not depth and child.type == "text" and child.content.strip() != "›":
            return False
    return True


def _permalink(inline: Token, anchor: str) -> None:
    assert inline.children is not None
    mark = type(inline)("html_inline", "", 0)
    mark.content = (
        f' <a class="here" href={attribute(f"#{anchor}")} aria-hidden="true" tabindex="-1">#</a>'
    )
    inline.children.append(mark)


def _linked(inline: Token, link: Callable[[str], str]) -> None:
    for child in inline.children or ():
        for kind, name in (("link_open", "href"), ("image", "src")):
            if child.type == kind:
                child.attrSet(name, link(str(child.attrGet(name))))


def _joined(inline: Token) -> None:
    """Take away the line ends between Chinese characters, where a browser would show a blank."""
    children = inline.children or []
    for before, end, after in zip(children, children[1:], children[2:], strict=False):
        if (
            end.type == "softbreak"
            and _CHINESE.match(before.content[-1:])
            and _CHINESE.match(after.content[:1])
        ):
            end.type, end.content = "text", ""


_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
"""Characters that stand side by side without blanks."""


def _plain(inline: Token) -> str:
    """The text of an inline token."""
    parts = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or child.content.startswith("<br"):
            parts.append(" ")
    return unescape("".join(parts)).strip()
