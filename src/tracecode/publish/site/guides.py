"""The documents of a site: hand-written pages beside the standard, in the order that
`contents.yaml` gives them.

A page `name.zh.md` is Chinese and `name.md` English; one that holds both languages is named `both`
in the contents, and stands in both trees. Where a page is there in one language only, the other
tree links to that.
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
    """Its name in a Chinese list, where the page itself has an English one."""


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

    def languages(self, name: str) -> tuple[Lang, ...]:
        """The trees in which a page stands."""
        if self._entries[name].both:
            return ("zh", "en")
        langs: tuple[Lang, ...] = ("zh", "en")
        return tuple(
            lang for lang in langs if (self._folder / f"{name}{_SUFFIXES[lang]}").is_file()
        )

    def pages(self) -> Iterator[tuple[SitePage, Rendered]]:
        """Every document as a page, with what it says; the indexes last."""
        titles: dict[tuple[str, Lang], str] = {}
        for name, entry in self._entries.items():
            for lang in self.languages(name):
                suffix = ".md" if entry.both else _SUFFIXES[lang]
                path = _address(name, lang)
                markdown = (self._folder / f"{name}{suffix}").read_text(encoding="utf-8")
                made = render(
                    markdown,
                    lambda target, at=path, own=lang: self._target(target, at, own),  # type: ignore[misc]
                )
                titles[name, lang] = made.title
                other: Lang = "en" if lang == "zh" else "zh"
                twin = _address(name, other) if other in self.languages(name) else None
                named = made._replace(title=entry.zh) if lang == "zh" and entry.zh else made
                yield (
                    SitePage(
                        path,
                        lang,
                        made.title,
                        made.body,
                        made.headings,
                        twin,
                        made.wide,
                        section="docs",
                    ),
                    named,
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
            for name, _, zh in group.pages:
                own = lang if lang in self.languages(name) else other
                mark = (
                    "" if own == lang else f' <span class="only">{word("only_other", lang)}</span>'
                )
                link = attribute(relative(_address(name, own), path))
                title = zh if lang == "zh" and zh else titles[name, own]
                items.append(f"<li><a href={link}>{markup(title)}</a>{mark}</li>")
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

    def _target(self, target: str, at: str, lang: Lang) -> str:
        """A link of a document as it stands on the site."""
        if "://" in target or target.startswith(("#", "mailto:")):
            return target
        path, mark, anchor = target.partition("#")
        if not path.endswith(".md"):
            return relative(f"docs/{path}", at)
        name = path.removesuffix(".md")
        own: Lang = lang
        if name.removesuffix(".zh") != name:
            name, own = name.removesuffix(".zh"), "zh"
        elif name not in self._entries or not self._entries[name].both:
            own = "en"
        return f"{relative(_address(name, own), at)}{mark}{anchor}"


def _entry(read: str | dict[str, str]) -> Guide:
    """An entry of the contents: a name, or a mapping with `page` or `both`."""
    if isinstance(read, str):
        return Guide(read)
    return Guide(read.get("both") or read["page"], "both" in read, read.get("zh"))


def _address(name: str, lang: Lang) -> str:
    return posixpath.join(TREES[lang], f"docs/{name}.html")
