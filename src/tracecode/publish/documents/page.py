"""A page of the site and the set around it: a small document with links, citations and words in one
or two languages.

What the helpers of a page return are spans of the tree; the writer of Markdown escapes every text
on its way.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from tracecode.publish.documents.identity import Identity, identity
from tracecode.publish.documents.themes import theme_of
from tracecode.publish.documents.tree import (
    Block,
    Break,
    CodeText,
    DocumentTree,
    Hyperlink,
    Items,
    Paragraph,
    Section,
    Span,
    Spans,
    TableBlock,
)
from tracecode.publish.documents.voice import Voice
from tracecode.publish.documents.words import EVIDENCE, WORDS
from tracecode.publish.documents.writers.as_markdown import markdown
from tracecode.spec.base import Text
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from datetime import date

    from tracecode.spec.base import Citation, Evidence
    from tracecode.standard.resolved import Resolved

Lang = Literal["zh", "bilingual"]
Run: TypeAlias = Spans | str
"""What stands in a cell or an item: spans, or one text."""
NOTHING = "—"
"""What stands in an empty cell."""
BREAK: Spans = (Break(),)


class PageSet:
    """All pages, and what they share."""

    def __init__(self, standard: Resolved, lang: Lang) -> None:
        self.standard, self.lang = standard, lang
        self.pages: dict[str, Page] = {}
        self.cited: dict[str, dict[str, None]] = {}
        """Pages that cite a source, by its id, in the order of writing."""

    def page(self, path: str, title: Text | str, *, wide: bool = False) -> Page:
        """A new page with its title; a wide one leaves no room for a table of contents beside
        it.
        """
        page = self.pages[path] = Page(self, path, wide=wide)
        page.title = title if isinstance(title, Text) else WORDS[title]
        return page

    @cached_property
    def identity(self) -> Identity:
        """What the standard is called, and where it holds."""
        return identity(self.standard)

    @cached_property
    def layouts(self) -> tuple[RecordLayout, ...]:
        """Every record type."""
        return tuple(layouts(self.standard))

    def say(self, text: Text, between: Span = " ") -> Spans:
        """A text in the language of the set."""
        if self.lang == "zh" or text.zh == text.en:
            return (text.zh,)
        return text.zh, between, text.en

    def word(self, id: str, between: Span = " ") -> Spans:
        """A word of the documents themselves."""
        return self.say(WORDS[id], between)


class Page(Voice):
    """One page; its parts are added in order."""

    between = " / "

    def __init__(self, book: PageSet, path: str, *, wide: bool = False) -> None:
        super().__init__(book.standard, ("zh",) if book.lang == "zh" else ("zh", "en"))
        self.book, self.path, self.wide = book, path, wide
        self.title: Text
        self._parts: list[Block | _Heading] = []

    def text(self) -> str:
        """The whole page as Markdown."""
        front = "---\nhide:\n  - navigation\n  - toc\n---\n\n" if self.wide else ""
        return front + markdown(self.document())

    def document(self) -> DocumentTree:
        """The whole page as a tree."""
        blocks, sections = _nested([*self._above(), *self._parts])
        lang: Literal["zh", "both"] = "zh" if self.book.lang == "zh" else "both"
        return DocumentTree(
            self.path, self.book.say(self.title), lang, sections, blocks, numbered=False
        )

    def _above(self) -> list[Block]:
        """The way back: the front page, and the index of the folder."""
        folder, _, name = self.path.rpartition("/")
        pages = ["index.md"] * (self.path != "index.md") + [f"{folder}/index.md"] * (
            folder != "" and name != "index.md"
        )
        back = [self.link(path, self.book.say(self.book.pages[path].title)) for path in pages]
        return [Paragraph(join(back, " › "))] if back else []

    def authorities(self) -> None:
        """The remark beside the names of authorities, if there is one."""
        if (remark := self.book.identity.authorities) is not None:
            self.paragraph(*self.say(remark, " "))

    def heading(self, title: Text | str, level: int = 2, anchor: str = "") -> None:
        """A heading: a text of the specifications, or a word of the documents."""
        text = self.book.say(title) if isinstance(title, Text) else self.book.word(title)
        self._parts.append(_Heading(level, anchor, text))

    def paragraph(self, *spans: Span) -> None:
        """A paragraph."""
        self._parts.append(Paragraph(spans))

    def texts(self, text: Text) -> None:
        """A paragraph, and the English as one below it."""
        self._parts += [Paragraph((said,)) for said in self.book.say(text, "") if said]

    def bullets(self, items: Iterable[Run]) -> None:
        """A list of one line each; nothing if there are none."""
        if listed := tuple((Paragraph(run(item)),) for item in items):
            self._parts.append(Items(listed))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Run]]) -> None:
        """A table under words of the documents, an empty cell as `NOTHING`; nothing if it has no
        rows.
        """
        if filled := tuple(tuple(run(cell) or (NOTHING,) for cell in cells) for cells in rows):
            named = tuple(self.book.word(head, Break()) for head in heads)
            self._parts.append(TableBlock("", (), named, filled))

    def facts(self, pairs: Iterable[tuple[str, Run | None]]) -> None:
        """A table of two columns, word and value; what has no value is left out."""
        self.table(
            ("item", "content"), [(self.book.word(word), value) for word, value in pairs if value]
        )

    def gaps(self, gaps: Sequence[Text]) -> None:
        """What the research could not find."""
        if gaps:
            self.heading("gaps")
            self.bullets(self.say(gap) for gap in gaps)

    def say(self, text: Text, between: Span = BREAK[0]) -> Spans:
        """A text inside a cell or list item."""
        return self.book.say(text, between)

    def word(self, id: str, between: Span = " ") -> Spans:
        """A word of the documents."""
        return self.book.word(id, between)

    def link(self, path: str, label: Run) -> Spans:
        """A link to another page, with an anchor after `#` if need be."""
        target, mark, anchor = path.partition("#")
        relative = (
            posixpath.relpath(target, posixpath.dirname(self.path) or ".")
            if target != self.path
            else ""
        )
        return (Hyperlink(f"{relative}{mark}{anchor}", run(label)),)

    def codelist(self, id: str) -> Spans:
        """A link to a code list."""
        return self.link(f"codelists/{id}.md", self.say(self.standard.codelist(id).name, " "))

    def scheme(self, id: str) -> Spans:
        """A link to an encoding rule."""
        return self.link(f"schemes/{id}.md", self.say(self.standard.scheme(id).name, " "))

    def product(self, id: str) -> Spans:
        """A link to an item."""
        return self.link(f"products/{id}.md", self.say(self.standard.product(id).name, " "))

    def record(self, layout: RecordLayout) -> Spans:
        """A link to a record type."""
        return self.link(f"records/{layout.id}.md", self.say(layout.name, " "))

    def group(self, id: str) -> Spans:
        """A link to a group of elements."""
        return self.link(f"groups/{id}.md", self.say(self.standard.group(id).name, " "))

    def element(self, id: str) -> Spans:
        """A link to an element of the dictionary, by its name."""
        name = self.say(self.standard.indicator(id).name, " ")
        return self.link(f"indicators/{theme_of(self.standard)[id]}.md#{id}", name)

    def chars(self, chars: str) -> Spans:
        """Characters: a link to a named alphabet, or the class itself."""
        if chars.startswith("["):
            return code(chars)
        return self.link(f"alphabets.md#{chars}", self.say(self.standard.alphabet(chars).name, " "))

    def cite(self, source: Citation, evidence: Evidence | None = None) -> Spans:
        """A source with its clause, linked, and how sure it is."""
        document = self.standard.source(source.ref)
        self.book.cited.setdefault(source.ref, {})[self.path] = None
        citation = self.link(f"sources.md#{source.ref}", document.number or document.title.zh)
        if source.clause:
            citation += (f" {source.clause}",)
        if evidence is None or source.ref == evidence:  # what the project defines says so already
            return citation
        return citation + self.opened(self.evidence(evidence))

    def evidence(self, evidence: Evidence) -> Spans:
        """How sure a rule is, as a mark."""
        return self.book.say(EVIDENCE[evidence], " / ")

    def period(self, first: date | None, last: date | None) -> str:
        """From when to when something holds."""
        if first is None and last is None:
            return NOTHING
        return f"{first or '…'} ～ {last or '…'}"


def run(text: Run) -> Spans:
    """A text or spans as spans."""
    return ((text,) if text else ()) if isinstance(text, str) else text


def code(text: str) -> Spans:
    """Text as code."""
    return (CodeText(text),) if text else (NOTHING,)


def join(parts: Iterable[Run], between: Run = "、") -> Spans:
    """Runs one after the other, with something between them."""
    joined: Spans = ()
    for part in map(run, parts):
        joined += run(between) * bool(joined) + part
    return joined


class _Heading:
    """A heading on its way into a section."""

    def __init__(self, level: int, anchor: str, title: Spans) -> None:
        self.level, self.anchor, self.title = level, anchor, title


def _nested(parts: Sequence[Block | _Heading]) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """The blocks before the first heading, and a section for each heading of the highest level."""
    headings = [(at, part) for at, part in enumerate(parts) if isinstance(part, _Heading)]
    first = headings[0][0] if headings else len(parts)
    blocks = tuple(part for part in parts[:first] if not isinstance(part, _Heading))
    top = min((heading.level for _, heading in headings), default=0)
    starts = [(at, heading) for at, heading in headings if heading.level == top or at == first]
    ends = [*(at for at, _ in starts), len(parts)][1:]
    below = [
        (heading, *_nested(parts[at + 1 : end]))
        for (at, heading), end in zip(starts, ends, strict=True)
    ]
    return blocks, tuple(
        Section(heading.anchor, heading.title, blocks=own, children=children)
        for heading, own, children in below
    )
