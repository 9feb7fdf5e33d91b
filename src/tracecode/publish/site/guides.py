"""The documents of a site: hand-written pages beside the standard, in the order that
`contents.yaml` gives them.

A page `name.zh.md` is Chinese and `name.md` English; one that holds both languages is named `both`
in the contents, and stands in both trees. So each page of one language has its sibling.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from tracecode.escape import attribute, markup
from tracecode.publish.site.markup import Rendered, render
from tracecode.publish.site.shell import TREES, Lang, SitePage, relative, word

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENTS = "contents.yaml"
_SUFFIXES = {"zh": ".zh.md", "en": ".md"}


class Guide(NamedTuple):
    """A document in the contents."""

    name: str
    both: bool = False
    """Whether one page holds both languages."""
    zh: str | None = None
    """Its name in Chinese, where the page itself has an English one."""


class GuideGroup(NamedTuple):
    """Documents of one purpose: tutorials, how-to guides, reference, explanation."""

    id: str
    title: dict[str, str]
    lead: dict[str, str]
    pages: tuple[Guide, ...]


class Guides:
    """The documents below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        read = yaml.safe_load((folder / CONTENTS).read_text(encoding="utf-8"))
        self.groups = tuple(
            GuideGroup(each["id"], each["title"], each["lead"], tuple(map(_entry, each["pages"])))
            for each in read
        )
        self._entries = {entry.name: entry for group in self.groups for entry in group.pages}
        self.images = {
            f"docs/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for path in sorted(folder.glob("images/*"))
        }
        """Pictures, by their path below the folder of the site."""

    def pages(self) -> Iterator[tuple[SitePage, Rendered]]:
        """Every document as a page, with what it says; the indexes last."""
        titles: dict[tuple[str, Lang], str] = {}
        for name, entry in self._entries.items():
            for lang in TREES:
                suffix = ".md" if entry.both else _SUFFIXES[lang]
                path = _address(name, lang)
                markdown = (self._folder / f"{name}{suffix}").read_text(encoding="utf-8")
                made = render(
                    markdown,
                    lambda target, of=entry, own=lang: self._target(target, of, own),  # type: ignore[misc]
                )
                if lang == "zh" and entry.zh:
                    made = made._replace(title=entry.zh)
                titles[name, lang] = made.title
                yield (
                    SitePage(
                        path,
                        lang,
                        made.title,
                        made.body,
                        made.headings,
                        _address(name, "en" if lang == "zh" else "zh"),
                        made.wide,
                        section="docs",
                    ),
                    made,
                )
        for lang in TREES:
            page = self._index(lang, titles)
            yield page, Rendered(page.title, page.body, (), "", wide=False)

    def _index(self, lang: Lang, titles: dict[tuple[str, Lang], str]) -> SitePage:
        """The first page of the documents: each by its purpose."""
        path = f"{TREES[lang]}docs/index.html"
        other: Lang = "en" if lang == "zh" else "zh"
        sections = []
        for group in self.groups:
            items = []
            for name, *_ in group.pages:
                link = attribute(relative(_address(name, lang), path))
                items.append(f"<li><a href={link}>{markup(titles[name, lang])}</a></li>")
            sections.append(
                f'<section class="group"><h2 '
                f"id={attribute(group.id)}>{markup(group.title[lang])}</h2>"
                f"<p>{markup(group.lead[lang])}</p><ul>{''.join(items)}</ul></section>"
            )
        title = word("docs", lang)
        body = f'<h1>{title}</h1>\n<div class="groups">{"".join(sections)}</div>'
        return SitePage(
            path,
            lang,
            title,
            body,
            other=f"{TREES[other]}docs/index.html",
            wide=True,
            section="docs",
        )

    def _target(self, target: str, of: Guide, lang: Lang) -> str:
        """A link of a document as it stands on the site.

        A page that holds both languages links to the English one of two siblings: in the Chinese
        tree that is the Chinese one, unless an anchor is named, which only that one has.
        """
        if "://" in target or target.startswith(("#", "mailto:")):
            return target
        at = _address(of.name, lang)
        path, mark, anchor = target.partition("#")
        if not path.endswith(".md"):
            return relative(f"docs/{path}", at)
        name = path.removesuffix(".md")
        own: Lang = lang
        if name.removesuffix(".zh") != name:
            name, own = name.removesuffix(".zh"), "zh"
        elif not self._entries[name].both and (anchor or not of.both):
            own = "en"
        return f"{relative(_address(name, own), at)}{mark}{anchor}"


def _entry(read: str | dict[str, str]) -> Guide:
    """An entry of the contents: a name, or a mapping with `both`."""
    return Guide(read) if isinstance(read, str) else Guide(read["both"], True, read.get("zh"))


def _address(name: str, lang: Lang) -> str:
    return posixpath.join(TREES[lang], f"docs/{name}.html")
