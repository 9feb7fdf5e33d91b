"""A document as one page of HTML that needs nothing else: styles and drawings stand in it, and no
script.

>>> from tracecode.publish.documents.tree import CodeText, DocumentTree, Paragraph, Section
>>> inside = (Paragraph(("<b> stays ", CodeText("a&b"))),)
>>> page = html(DocumentTree("d", ("Codes",), "en", (Section("one", ("Scope",), blocks=inside),)))
>>> print(page[page.index("<section"):page.index("</section>")])
<section id="one">
<h2>1 Scope</h2>
<p>&lt;b&gt; stays <code>a&amp;b</code></p>
<BLANKLINE>
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, assert_never

from tracecode.escape import attribute, line, markup, terminal
from tracecode.escape import code as visible
from tracecode.publish.documents.drawing import svg
from tracecode.publish.documents.numbering import led, letter, note_labels, number, status, words
from tracecode.publish.documents.traversal import plain
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
from tracecode.publish.documents.writers.columns import shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracecode.publish.documents.numbering import ContentsEntry, Numbering
    from tracecode.publish.documents.tree import Cover, Span, Spans

_DEEPEST = 6


def html(document: DocumentTree, numbering: Numbering | None = None) -> str:
    """A document as HTML.

    Args:
        document: the tree.
        numbering: its numbers, if they are known already.
    """
    return "\n".join([*_HtmlWriter(document, numbering or number(document)).page(), ""])


class _HtmlWriter:
    """The HTML of one document."""

    def __init__(self, document: DocumentTree, numbering: Numbering) -> None:
        self.document, self.numbering = document, numbering
        self.words = words(document.lang)

    def page(self) -> Iterator[str]:
        document = self.document
        with open(
            os.path.join(os.path.dirname(__file__), "document.css"), encoding="utf-8"
        ) as file:
            style = file.read()
        yield "<!doctype html>"
        yield f'<html lang="{"en" if document.lang == "en" else "zh-CN"}">'
        yield f'<head><meta charset="utf-8"><title>{markup(line(plain(document.title)))}</title>'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        for name, text in (
            ("description", document.subject),
            ("keywords", ", ".join(document.keywords)),
        ):
            if text:
                yield f"<meta name={attribute(name)} content={attribute(line(text))}>"
        yield f"<style>\n{style}</style></head>"
        yield "<body>"
        yield from (
            self.cover(document.cover)
            if document.cover
            else [f"<h1>{self.run(document.title)}</h1>"]
        )
        yield from self.blocks(document.blocks)
        if document.contents:
            yield f'<nav aria-label={attribute(self.words.contents)}><h2 class="middle">{self.words.contents}</h2>'
            yield from self.contents()
            yield "</nav>"
        yield "<main>"
        for section in document.sections:
            yield from self.section(section, 2)
        yield "</main></body></html>"

    def cover(self, cover: Cover) -> Iterator[str]:
        yield '<header class="cover">'
        yield f'<p class="top">{"<br>".join(markup(line(text)) for text in (cover.ics, cover.ccs) if text)}</p>'
        for text, name in (
            (cover.document_class, "class"),
            (cover.number, "number"),
            (cover.replaces, "number"),
        ):
            if text:
                yield f'<p class="{name}">{markup(line(text))}</p>'
        yield f"<h1>{self.run(cover.title or self.document.title)}</h1>"
        yield from (
            f"<p>{markup(line(text))}</p>"
            for text in (cover.english, cover.draft, *cover.remarks)
            if text
        )
        yield f'<p class="ends"><span>{markup(cover.issued)}</span><span>{markup(cover.effective)}</span></p>'
        yield f"<p>{markup(line(cover.issuer))}</p></header>"

    def contents(self) -> Iterator[str]:
        depth = 0
        for place in self.numbering.outline:
            yield from ["<ol>"] * (place.level - depth) + ["</ol>"] * (depth - place.level)
            depth = place.level
            yield f"<li>{self.entry(place)}</li>"
        yield "</ol>" * depth

    def entry(self, place: ContentsEntry) -> str:
        shown = markup(line(f"{place.label}{place.status} {place.title}".strip()))
        return f"<a href={attribute(f'#{place.id}')}>{shown}</a>" if place.id else shown

    def section(self, section: Section, level: int) -> Iterator[str]:
        label = self.numbering.labels[section.id] if section.id else ""
        yield f"<section{_id(section.id if section.title else '')}>"
        if section.title:
            mark = status(section, self.document.lang) if level == 2 and label else ""
            before = f"{markup(label + mark)} " if label else ""
            middle = ' class="middle"' if level == 2 and section.kind != "clause" else ""
            tag = f"h{min(level, _DEEPEST)}"
            yield f"<{tag}{middle}>{before}{self.run(section.title)}</{tag}>"
        yield from self.blocks(section.blocks if section.title else led(section, label))
        for child in section.children:
            yield from self.section(child, level + 1)
        yield "</section>"

    def blocks(self, within: tuple[Block, ...]) -> Iterator[str]:
        labels = note_labels(within, self.document.lang)
        for block in within:
            yield from self.block(block, labels)

    def block(self, block: Block, labels: Mapping[int, str]) -> Iterator[str]:
        match block:
            case Paragraph():
                yield f"<p>{self.run(block.spans)}</p>"
            case Note():
                yield f'<p class="note"><span class="label">{labels[id(block)]}</span>{self.run(block.spans)}</p>'
            case Example():
                yield f'<div class="example"><span class="label">{labels[id(block)]}</span>'
                for inner in block.blocks:
                    yield from self.block(inner, labels)
                yield "</div>"
            case Listing():
                yield f"<pre><code>{markup(terminal(block.text.rstrip(), _KEPT))}</code></pre>"
            case Items():
                yield '<dl class="items">'
                for at, item in enumerate(block.items, 1):
                    yield f"<dt>{self.mark(block, at)}</dt><dd>"
                    for inner in item:
                        yield from self.block(inner, labels)
                    yield "</dd>"
                yield "</dl>"
            case TableBlock():
                yield from self.table(block)
            case Figure():
                drawn = svg(block.drawing, block.said)
                yield f"<figure{_id(block.id)}>{drawn}<figcaption>{self.caption(block)}</figcaption></figure>"
                yield from self.blocks(block.notes)
            case Formula():
                label = self.numbering.labels[block.id]
                yield f'<p class="formula"{_id(block.id)}><span>{self.run(block.spans)}</span><span>{label}</span></p>'
            case Term():
                label = self.numbering.labels[block.id]
                yield f'<div class="term"{_id(block.id)}><p class="label">{label}</p>'
                yield f'<p class="label"><dfn>{self.run(block.name)}</dfn> {self.run(block.other)}</p>'
                yield f"<p>{self.run(block.definition)}</p>"
                if block.source:
                    yield f"<p>{self.run(('[', self.words.source, self.words.colon, *block.source, ']'))}</p>"
                yield from self.blocks(block.notes)
                yield "</div>"
            case ReferenceEntry():
                label = self.numbering.labels.get(block.id, "")
                yield f"<p{_id(block.id)}>{f'{label} ' if label else ''}{self.run(block.spans)}</p>"
            case _:
                assert_never(block)

    def mark(self, block: Items, at: int) -> str:
        dash = "–" if self.document.lang == "en" else "——"
        return {"dash": dash, "dot": "·", "letter": f"{letter(at).lower()})", "number": f"{at})"}[
            block.marks
        ]

    def table(self, block: TableBlock) -> Iterator[str]:
        if block.unit:
            yield f'<p class="unit">{markup(line(block.unit))}</p>'
        yield f'<div class="table"><table{_id(block.id)}>'
        if block.caption:
            yield f"<caption>{self.caption(block)}</caption>"
        columns = "".join(f'<col style="width:{share:.1%}">' for share in shares(block))
        yield f"<colgroup>{columns}</colgroup>"
        if block.head:
            heads = "".join(f'<th scope="col">{self.run(cell)}</th>' for cell in block.head)
            yield f"<thead><tr>{heads}</tr></thead>"
        yield "<tbody>"
        for row in block.rows:
            yield f"<tr>{''.join(f'<td>{self.run(cell)}</td>' for cell in row)}</tr>"
        yield "</tbody></table></div>"
        yield from self.blocks(block.notes)

    def caption(self, block: TableBlock | Figure) -> str:
        label = self.numbering.labels.get(block.id, "") if block.id else ""
        return f"{label} {self.run(block.caption)}".strip()

    def run(self, spans: Spans) -> str:
        return "".join(map(self.span, spans))

    def span(self, span: Span) -> str:
        match span:
            case str():
                return markup(line(span))
            case CodeText():
                return f"<code>{markup(visible(span.text))}</code>"
            case Strong():
                return f"<strong>{self.run(span.spans)}</strong>"
            case Variable():
                below = f"<sub>{markup(span.below)}</sub>" if span.below else ""
                above = f"<sup>{markup(span.above)}</sup>" if span.above else ""
                return f"<var>{markup(span.text)}</var>{below}{above}"
            case Break():
                return "<br>"
            case Ref():
                shown = (
                    self.run(span.spans)
                    if span.spans
                    else markup(line(self.numbering.shown[span.id]))
                )
                return f"<a href={attribute(f'#{span.id}')}>{shown}</a>"
            case Hyperlink():
                return f"<a href={attribute(address(span))}>{self.run(span.spans)}</a>"
            case Anchor():
                return f"<a{_id(span.id)}></a>"
            case _:
                assert_never(span)


def _id(id: str) -> str:
    return f" id={attribute(id)}" if id else ""


_KEPT = "\n\t"
