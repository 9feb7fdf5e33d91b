"""What stands around every page of the site: head, navigation, search, the switches of language and
colours.

A page fetches nothing but files of the site, runs no script that stands in it, and says so to the
browser.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracecode import __version__
from tracecode.escape import attribute, markup
from tracecode.publish.site.words import WORDS

if TYPE_CHECKING:
    from tracecode.spec.base import Text

Lang = Literal["zh", "en"]
TREES: dict[Lang, str] = {"zh": "", "en": "en/"}
"""The folder of each language."""
_POLICY = (
    "default-src 'none'; script-src 'self'{more}; style-src 'self'; img-src 'self' blob: data:; "
    "media-src blob:; "
    "connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"
)


class SitePage(NamedTuple):
    """A page without its shell."""

    path: str
    """Below the folder of the site."""
    lang: Lang
    title: str
    body: str
    """HTML."""
    headings: tuple[tuple[int, str, str], ...] = ()
    """Level, anchor and text of each, for the contents beside the page."""
    other: str | None = None
    """The same page in the other language."""
    wide: bool = False
    scripts: tuple[str, ...] = ()
    """Scripts of its own, below the folder of the site."""
    wasm: bool = False
    """Whether it runs WebAssembly."""
    section: str = ""
    """What is marked in the navigation."""
    version: str | None = None
    """The released version that it tells of; None: the standard as it is."""


def word(id: str, lang: Lang) -> str:
    """A word of the site, as HTML."""
    return attribute(getattr(WORDS[id], lang))[1:-1]


def shell(page: SitePage, brand: Text, *, docs: bool) -> str:
    """The whole page.

    Args:
        page: what stands in it.
        brand: the name of the standard.
        docs: whether the site has documents beside the standard.
    """
    root = "../" * page.path.count("/")
    tree = TREES[page.lang]
    lang = page.lang
    scripts = "".join(
        f'<script defer src="{root}{script}"></script>\n'
        for script in (*page.scripts, "assets/site.js")
    )
    nav = [("home", "index.html"), ("standard", "standard/index.html"), ("code", "code.html")]
    nav += [("docs", "docs/index.html")] * docs
    links = "".join(
        f'<a href="{root}{tree}{target}"{_CURRENT if id == page.section else ""}>{word(id, lang)}</a>'
        for id, target in nav
    )
    other: Lang = "en" if lang == "zh" else "zh"
    switch = page.other or f"{TREES[other]}index.html"
    policy = _POLICY.format(more=" 'wasm-unsafe-eval'" if page.wasm else "")
    code = "zh-CN" if lang == "zh" else "en"
    name = markup(getattr(brand, lang))
    kind = "wide" if page.wide else "normal"
    return f"""<!doctype html>
<html lang="{code}" data-lang="{lang}" data-root="{root}" data-tree="{tree}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{markup(page.title)} · {name}</title>
<link rel="icon" href="{root}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{root}assets/site.css">
<script src="{root}assets/theme.js"></script>
{scripts}</head>
<body>
<a class="skip" href="#text">{word("skip", lang)}</a>
<header class="top">
<a class="brand" href="{root}{tree}index.html">{name}</a>
<button type="button" class="icon menu" data-toggle="menu" aria-expanded="false"
 aria-label="{word("menu", lang)}">☰</button>
<nav class="main">{links}</nav>
<div class="search" role="search">
<input id="search" type="search" autocomplete="off" role="combobox" aria-expanded="false" aria-controls="found"
 placeholder="{word("search", lang)}" aria-label="{word("search", lang)}">
<ul id="found" role="listbox" hidden></ul>
</div>
<a class="switch" href="{root}{switch}" lang="{"en" if lang == "zh" else "zh-CN"}">{word("language", lang)}</a>
<button type="button" class="icon" data-toggle="theme" aria-label="{word("theme", lang)}">◐</button>
</header>
<div class="page {kind}">
<main id="text">
{page.body}
</main>
{_contents(page)}</div>
<footer>{_made(page)}</footer>
</body>
</html>
"""


_CURRENT = ' aria-current="page"'


def _made(page: SitePage) -> str:
    """Of what a page is made."""
    if page.version is None:
        return word("made", page.lang).format(version=markup(__version__))
    return word("made_version", page.lang).format(version=markup(page.version))


def _contents(page: SitePage) -> str:
    """The contents beside a page, if it has some and room for it."""
    listed = [(level, anchor, text) for level, anchor, text in page.headings if level in (2, 3)]
    if page.wide or len(listed) < 2:
        return ""
    items = "".join(
        f'<li class="level-{level}"><a href={attribute(f"#{anchor}")}>{markup(text)}</a></li>'
        for level, anchor, text in listed
    )
    return f'<aside class="contents"><p>{word("contents", page.lang)}</p><ul>{items}</ul></aside>\n'


def relative(target: str, path: str) -> str:
    """A path of the site as a link from another page."""
    return posixpath.relpath(target, posixpath.dirname(path) or ".")
