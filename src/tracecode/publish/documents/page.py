"""A page and the book around it: Markdown with links, citations and words in one or two languages.

Text of the specifications is escaped on its way in, by `tracecode.escape`, so that no value can become a heading, a
cell or a link.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from tracecode.escape import markdown, markdown_code, markdown_target
from tracecode.publish.documents.words import EVIDENCE, WORDS
from tracecode.spec.base import Text
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from datetime import date

    from tracecode.spec.base import Citation, Evidence
    from tracecode.standard.resolved import Resolved

Lang = Literal["zh", "bilingual"]
escape = markdown
"""Text as it stands on a page."""
NOTHING = "—"
"""What stands in an empty cell."""


class PageSet:
    """All pages, and what they share."""

    def __init__(self, standard: Resolved, lang: Lang) -> None:
        self.standard, self.lang = standard, lang
        self.pages: dict[str, Page] = {}
        self.cited: dict[str, dict[str, None]] = {}
        """Pages that cite a source, by its id, in the order of writing."""

    def page(self, path: str, title: Text | str, *, wide: bool = False) -> Page:
        """A new page with its title; a wide one leaves no room for a table of contents beside it."""
        page = self.pages[path] = Page(self, path, wide=wide)
        page.title = title if isinstance(title, Text) else WORDS[title]
        return page

    @cached_property
    def layouts(self) -> tuple[RecordLayout, ...]:
        """Every record type."""
        return tuple(layouts(self.standard))

    @cached_property
    def themes(self) -> dict[str, tuple[str, ...]]:
        """The ids of the indicators by theme, which is the name of their file, in the order of the file."""
        from tracecode.spec.file_kinds import KINDS

        kind = KINDS["indicator"]
        read = {path: layer.plain(path, kind) for layer, path in self.standard.files("indicator")}
        return {
            posixpath.basename(path).removesuffix(".yaml"): tuple(item["id"] for item in items)
            for path, items in read.items()
        }

    @cached_property
    def theme_of(self) -> dict[str, str]:
        """The theme of every indicator."""
        return {id: theme for theme, ids in self.themes.items() for id in ids}

    def say(self, text: Text, between: str = " ") -> str:
        """A text in the language of the book, escaped."""
        if self.lang == "zh" or text.zh == text.en:
            return escape(text.zh)
        return f"{escape(text.zh)}{between}{escape(text.en)}"

    def word(self, id: str, between: str = " ") -> str:
        """A word of the documents themselves."""
        return self.say(WORDS[id], between)


class Page:
    """One page; its parts are added in order."""

    def __init__(self, book: PageSet, path: str, *, wide: bool = False) -> None:
        self.book, self.path, self.wide = book, path, wide
        self.title: Text
        self._parts: list[str] = []

    def text(self) -> str:
        """The whole page."""
        front = "---\nhide:\n  - navigation\n  - toc\n---\n\n" if self.wide else ""
        return f"{front}# {self.book.say(self.title)}\n\n" + "\n\n".join([*self._above(), *self._parts]) + "\n"

    def _above(self) -> list[str]:
        """The way back: the front page, and the index of the folder."""
        folder, _, name = self.path.rpartition("/")
        pages = ["index.md"] * (self.path != "index.md") + [f"{folder}/index.md"] * (
            folder != "" and name != "index.md"
        )
        return (
            [" › ".join(self.link(path, self.say(self.book.pages[path].title, " ")) for path in pages)] if pages else []
        )

    def heading(self, title: Text | str, level: int = 2, anchor: str | None = None) -> None:
        """A heading: a text of the specifications, or a word of the documents."""
        text = self.book.say(title) if isinstance(title, Text) else self.book.word(title)
        self._parts.append(f"{'#' * level} {text}{f' {{#{anchor}}}' if anchor else ''}")

    def paragraph(self, markdown: str) -> None:
        """A paragraph that is Markdown already."""
        self._parts.append(markdown)

    def texts(self, text: Text) -> None:
        """A paragraph, the English below the Chinese."""
        self._parts.append(self.book.say(text, "\n\n"))

    def bullets(self, items: Iterable[str]) -> None:
        """A list of Markdown lines; nothing if there are none."""
        if lines := [f"- {item}" for item in items]:
            self._parts.append("\n".join(lines))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table of Markdown cells under words of the documents; nothing if it has no rows."""
        lines = [_row(cells) for cells in rows]
        if lines:
            named = _row([self.book.word(head, "<br>") for head in heads])
            self._parts.append("\n".join([named, "|" + " --- |" * len(heads), *lines]))

    def facts(self, pairs: Iterable[tuple[str, str | None]]) -> None:
        """A table of two columns, word and value; what has no value is left out."""
        self.table(("item", "content"), [(self.book.word(word), value) for word, value in pairs if value])

    def gaps(self, gaps: Sequence[Text]) -> None:
        """What the research could not find."""
        if gaps:
            self.heading("gaps")
            self.bullets(self.say(gap) for gap in gaps)

    def say(self, text: Text, between: str = "<br>") -> str:
        """A text inside a cell or list item."""
        return self.book.say(text, between)

    def word(self, id: str, between: str = " ") -> str:
        """A word of the documents."""
        return self.book.word(id, between)

    def link(self, path: str, label: str) -> str:
        """A link to another page, with an anchor after `#` if need be."""
        target, mark, anchor = path.partition("#")
        relative = posixpath.relpath(target, posixpath.dirname(self.path) or ".") if target != self.path else ""
        return f"[{label}]({markdown_target(f'{relative}{mark}{anchor}')})"

    def codelist(self, id: str) -> str:
        """A link to a code list."""
        return self.link(f"codelists/{id}.md", self.say(self.book.standard.codelist(id).name, " "))

    def scheme(self, id: str) -> str:
        """A link to an encoding rule."""
        return self.link(f"schemes/{id}.md", self.say(self.book.standard.scheme(id).name, " "))

    def product(self, id: str) -> str:
        """A link to an item."""
        return self.link(f"products/{id}.md", self.say(self.book.standard.product(id).name, " "))

    def record(self, layout: RecordLayout) -> str:
        """A link to a record type."""
        return self.link(f"records/{layout.id}.md", self.say(layout.name, " "))

    def indicator(self, id: str) -> str:
        """A link to an element of the dictionary, by its name."""
        name = self.say(self.book.standard.indicator(id).name, " ")
        return self.link(f"indicators/{self.book.theme_of[id]}.md#{id}", name)

    def alphabet(self, chars: str) -> str:
        """Characters: a link to a named alphabet, or the class itself."""
        if chars.startswith("["):
            return code(chars)
        return self.link(f"alphabets.md#{chars}", self.say(self.book.standard.alphabet(chars).name, " "))

    def cite(self, source: Citation, evidence: Evidence | None = None) -> str:
        """A source with its clause, linked, and how sure it is."""
        document = self.book.standard.source(source.ref)
        self.book.cited.setdefault(source.ref, {})[self.path] = None
        name = document.number or document.title.zh
        citation = self.link(f"sources.md#{source.ref}", escape(name))
        if source.clause:
            citation += f" {escape(source.clause)}"
        if evidence is None or source.ref == evidence:  # what the project defines says so already
            return citation
        return f"{citation}{self.evidence(evidence)}"

    def evidence(self, evidence: Evidence) -> str:
        """How sure a rule is, as a mark."""
        return f"（{self.book.say(EVIDENCE[evidence], ' / ')}）"

    def period(self, first: date | None, last: date | None) -> str:
        """From when to when something holds."""
        if first is None and last is None:
            return NOTHING
        return f"{first or '…'} ～ {last or '…'}"


def code(text: str) -> str:
    """Text as code, also inside a table."""
    return markdown_code(text) if text else NOTHING


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell or NOTHING for cell in cells) + " |"
