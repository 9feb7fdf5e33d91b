"""A document as Markdown: with tables, anchors as `{#id}` after headings, and drawings as SVG in
files of their own.

>>> from tracecode.publish.documents.tree import CodeText, DocumentTree, Paragraph, Section
>>> inside = (Paragraph(("<b> stays ", CodeText("a|b"))),)
>>> print(markdown(DocumentTree("d", ("Codes",), "en", (Section("one", ("Scope",), blocks=inside),))), end="")
# Codes
<BLANKLINE>
## 1 Scope {#one}
<BLANKLINE>
&#60;b&#62; stays <code>a&#124;b</code>
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from tracecode.escape import (
    attribute,
    markdown_code,
    markdown_line,
    markdown_part,
    markdown_target,
    markup,
    terminal,
)
from tracecode.publish.documents.drawing import svg
from tracecode.publish.documents.numbering import led, letter, note_labels, number, status, words
from tracecode.publish.documents.traversal import blocks
from tracecode.publish.documents.tree import (
    Anchor,
    Block,
    Break,
    CodeText,
    DocumentTree,
    Example,
    Figure,
    Formula,
    Hyperlink,
    Items,
    Listing,
    Note,
    Paragraph,
    Ref,
    ReferenceEntry,
    Section,
    Strong,
    TableBlock,
    Term,
    Variable,
    address,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.numbering import Numbering
    from tracecode.publish.documents.tree import Cover, Span, Spans

DEEPEST = 6
"""Levels of headings that Markdown and HTML have."""


def markdown(document: DocumentTree, numbering: Numbering | None = None) -> str:
    """A document as Markdown.

    Args:
        document: the tree.
        numbering: its numbers, if they are known already.
    """
    return _MarkdownWriter(document, numbering or number(document)).text()


def drawings(document: DocumentTree) -> dict[str, str]:
    """The files that the Markdown of a document shows, by their names, in a folder beside it."""
    return {
        _picture(document, at): svg(figure.drawing, figure.said)
        for at, figure in enumerate(_figures(document), 1)
    }


def _figures(document: DocumentTree) -> list[Figure]:
    return [block for block in blocks(document) if isinstance(block, Figure)]


def _picture(document: DocumentTree, number: int) -> str:
    return f"{document.id}-figures/{number}.svg"


class _MarkdownWriter:
    """The Markdown of one document."""

    def __init__(self, document: DocumentTree, numbering: Numbering) -> None:
        self.document, self.numbering = document, numbering
        self.words = words(document.lang)
        self.pictures = {
            each.id: _picture(document, at) for at, each in enumerate(_figures(document), 1)
        }

    def text(self) -> str:
        document = self.document
        parts = [f"# {self.line(document.title)}"]
        if document.cover is not None:
            parts += self.cover(document.cover)
        parts += self.blocks(document.blocks)
        if document.contents:
            parts += [f"## {self.words.contents}", self.contents()]
        for section in document.sections:
            parts += self.section(section, 2)
        return "\n\n".join(parts) + "\n"

    def cover(self, cover: Cover) -> Iterator[str]:
        lines = (
            cover.ics, cover.ccs, cover.document_class, cover.number, cover.replaces, cover.draft,
            cover.english, *cover.remarks, cover.issued, cover.effective, cover.issuer,
        )  # fmt: skip
        yield "  \n".join(self.line((line,)) for line in lines if line)

    def contents(self) -> str:
        lines = []
        for place in self.numbering.outline:
            shown = " ".join(part for part in (f"{place.label}{place.status}", place.title) if part)
            label = markdown_part(shown)
            line = f"[{label}](#{markdown_target(place.id)})" if place.id else label
            lines.append(f"{'  ' * (place.level - 1)}- {line}")
        return "\n".join(lines)

    def section(self, section: Section, level: int) -> Iterator[str]:
        label = self.numbering.labels[section.id] if section.id else ""
        if section.title:
            mark = status(section, self.document.lang) if level == 2 and label else ""
            anchor = f" {{#{section.id}}}" if section.id else ""
            before = (f"{label}{mark} ",) if label else ()
            yield f"{'#' * min(level, DEEPEST)} {self.line((*before, *section.title))}{anchor}"
        yield from self.blocks(section.blocks if section.title else led(section, label), level + 1)
        for child in section.children:
            yield from self.section(child, level + 1)

    def blocks(self, within: tuple[Block, ...], level: int = 2) -> Iterator[str]:
        labels = note_labels(within, self.document.lang)
        for block in within:
            yield from self.block(block, labels, level)

    def block(self, block: Block, labels: dict[int, str], level: int) -> Iterator[str]:
        match block:
            case Paragraph():
                yield self.line(block.spans)
            case Note():
                yield self.line((labels[id(block)], *block.spans))
            case Example():
                yield self.line((labels[id(block)],))
                for inner in block.blocks:
                    yield from self.block(inner, labels, level)
            case Listing():
                yield _fenced(block)
            case Items():
                yield "\n".join(self.items(block, labels, level))
            case TableBlock():
                yield from self.table(block)
            case Figure():
                yield f"![{markdown_part(block.said)}]({markdown_target(self.pictures[block.id])})"
                yield from self.caption(block)
                yield from self.blocks(block.notes)
            case Formula():
                yield f"{self.line((Anchor(block.id), *block.spans))} &emsp; {self.numbering.labels[block.id]}".rstrip()
            case Term():
                label = self.numbering.labels[block.id]
                title = self.line((label, "　" if label else "", *block.name, "　", *block.other))
                yield f"{'#' * min(level, DEEPEST)} {title} {{#{block.id}}}"
                yield self.line(block.definition)
                if block.source:
                    yield self.line(("[", self.words.source, self.words.colon, *block.source, "]"))
                yield from self.blocks(block.notes)
            case ReferenceEntry():
                label = self.numbering.labels.get(block.id, "")
                yield self.line(
                    (Anchor(block.id), *((f"{label} ",) if label else ()), *block.spans)
                )
            case _:
                assert_never(block)

    def items(self, block: Items, labels: dict[int, str], level: int) -> Iterator[str]:
        for at, item in enumerate(block.items, 1):
            mark = {"letter": f"- {letter(at).lower()}) ", "number": f"- {at}) "}.get(
                block.marks, "- "
            )
            inner = "\n\n".join(part for each in item for part in self.block(each, labels, level))
            yield f"{mark}{inner}".replace("\n", "\n    ").replace("\n    \n", "\n\n")

    def table(self, block: TableBlock) -> Iterator[str]:
        yield from self.caption(block)
        if block.unit:
            yield self.line((block.unit,))
        head = block.head or ((),) * max(map(len, block.rows), default=0)
        lines = [self.row(head), "|" + " --- |" * len(head), *map(self.row, block.rows)]
        yield "\n".join(lines)
        yield from self.blocks(block.notes)

    def row(self, cells: tuple[Spans, ...]) -> str:
        return "| " + " | ".join(map(self.line, cells)) + " |"

    def caption(self, block: TableBlock | Figure) -> Iterator[str]:
        label = self.numbering.labels.get(block.id, "") if block.id else ""
        if block.caption:
            yield self.line(
                (Anchor(block.id), Strong((f"{label}　" if label else "", *block.caption)))
            )

    def line(self, spans: Spans) -> str:
        return markdown_line("".join(map(self.span, spans)).strip())

    def span(self, span: Span) -> str:
        match span:
            case str():
                return markdown_part(span)
            case CodeText():
                return markdown_code(span.text)
            case Strong():
                return f"**{''.join(map(self.span, span.spans))}**"
            case Variable():
                below = f"<sub>{markup(span.below)}</sub>" if span.below else ""
                above = f"<sup>{markup(span.above)}</sup>" if span.above else ""
                return f"<var>{markup(span.text)}</var>{below}{above}"
            case Break():
                return "<br>"
            case Ref():
                shown = "".join(map(self.span, span.spans)) or markdown_part(
                    self.numbering.shown[span.id]
                )
                return f"[{shown}](#{markdown_target(span.id)})"
            case Hyperlink():
                return f"[{''.join(map(self.span, span.spans)).strip()}]({markdown_target(address(span))})"
            case Anchor():
                return f"<a id={attribute(span.id)}></a>"
            case _:
                assert_never(span)


def _fenced(block: Listing) -> str:
    """A listing between fences that are longer than any of its own."""
    longest = max(map(len, re.findall("`+", block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = block.language if block.language.isalnum() else ""
    return f"{fence}{language}\n{terminal(block.text.rstrip(), _KEPT)}\n{fence}"


_KEPT = "\n\t"
