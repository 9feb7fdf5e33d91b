"""A document as source of Typst: calls of what `document.typ` defines, every text as a string."""

from __future__ import annotations

import os
from math import inf
from typing import TYPE_CHECKING, assert_never

from tracecode.escape import code as visible
from tracecode.escape import line, terminal
from tracecode.escape import typst as literal
from tracecode.publish.documents.drawing import typst as drawn
from tracecode.publish.documents.numbering import led, note_labels, status, words
from tracecode.publish.documents.traversal import blocks, plain, runs, spans
from tracecode.publish.documents.tree import (
    Anchor,
    Block,
    Break,
    CodeText,
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
    Strong,
    TableBlock,
    Term,
    Variable,
    address,
)
from tracecode.publish.documents.writers.columns import fitting, height, pieces, rooms, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracecode.publish.documents.numbering import Numbering
    from tracecode.publish.documents.tree import Cover, DocumentTree, Section, Span, Spans

PAGES = "pages"
"""The label under which the compiled document says on which page everything stands."""


def source(
    document: DocumentTree, numbering: Numbering, fonts: Mapping[str, tuple[str, ...]]
) -> str:
    """A document as source of Typst.

    Args:
        document: the tree.
        numbering: its numbers.
        fonts: families by role: `serif`, `sans`, `fixed`, each first the one for Latin letters.
    """
    with open(os.path.join(os.path.dirname(__file__), "document.typ"), encoding="utf-8") as file:
        looks = file.read()
    return "\n".join(
        [*_settings(document, fonts), looks, *_TypstWriter(document, numbering).all(), _WHERE, ""]
    )


def pictures(document: DocumentTree, fonts: Mapping[str, tuple[str, ...]]) -> tuple[list[str], str]:
    """The ids of the figures of a document, and a source of Typst with a page for the drawing of
    each.
    """
    figures = [block for block in blocks(document) if isinstance(block, Figure)]
    pages = [
        f"#page(width: auto, height: auto, margin: 0pt, {drawn(figure.drawing)})"
        for figure in figures
    ]
    return [figure.id for figure in figures], "\n".join([*_settings(document, fonts), *pages, ""])


_WHERE = f"""#context [#metadata(query(selector(heading).or(figure)).filter(it => it.has("label")).map(it => (
  str(it.label), counter(page).at(it.location()).first()
))) <{PAGES}>]"""


def _settings(document: DocumentTree, fonts: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What `document.typ` stands on."""
    named = words(document.lang)
    for role, (latin, *families) in fonts.items():
        listed = "".join(f"{literal(family)}, " for family in families)
        yield f'#let {role} = ((name: {literal(latin)}, covers: "latin-in-cjk"), {listed})'
    chinese = document.lang != "en"
    yield f"#let indent = {'2em' if chinese else '0em'}"
    yield f"#let dash = [{'——' if chinese else '–'}]"
    yield f"#let carried-on = {literal(f'{named.opened}{named.continued}{named.closed}')}"
    words_of_it = "".join(f"{literal(word)}, " for word in document.keywords)
    about = f"description: {literal(document.subject)}, " if document.subject else ""
    yield f"#set document(title: {literal(line(plain(document.title)))}, {about}keywords: ({words_of_it}))"
    yield f'#set text(lang: "{"zh" if chinese else "en"}"{", region: " + literal("cn") if chinese else ""})'


class _TypstWriter:
    """The body of one document."""

    def __init__(self, document: DocumentTree, numbering: Numbering) -> None:
        self.document, self.numbering = document, numbering
        self.words = words(document.lang)
        tables = (block for block in blocks(document) if isinstance(block, TableBlock))
        cells = (span for table in tables for run in runs(table) for span in spans(run))
        self.linked = sum(isinstance(span, Ref) for span in cells) <= MOST_LINKS
        """Whether cross-references in tables are links."""

    def all(self) -> Iterator[str]:
        document = self.document
        if document.cover is not None:
            yield from self.cover(document.cover)
        else:
            yield f"#align(center, text(font: sans, size: 16pt, {self.run(document.title)}))"
        yield from self.blocks(document.blocks)
        if document.contents:
            yield f"#heading(level: 1, outlined: false, supplement: [middle], {literal(self.words.contents)})"
            yield "#outline(title: none)"
            for kind, name in (("image", "figure"), ("table", "table")):
                if any(place.kind == name for place in self.numbering.outline):
                    yield f"#outline(title: none, target: figure.where(kind: {kind}))"
        for at, section in enumerate(document.sections):
            before = document.sections[at - 1].kind if at else ""
            apart = section.kind != "clause" or before != "clause"
            yield from self.section(
                section, 1, apart=apart and (document.numbered or at > 0), listed=True
            )

    def cover(self, cover: Cover) -> Iterator[str]:
        def said(text: str, style: str) -> str:
            return f"text({style}, {self.run((text,))})"

        yield "#page(numbering: none, {"
        top = [said(text, "size: 10.5pt") for text in (cover.ics, cover.ccs) if text]
        yield f"align(left, {{ {'; linebreak(); '.join(top) or '[]'} }})"
        yield f"v(1fr); align(center, {said(cover.document_class, 'font: sans, size: 24pt, tracking: 0.2em')})"
        number = [said(cover.number, "size: 14pt")]
        number += [said(cover.replaces, "size: 10.5pt")] if cover.replaces else []
        yield f"v(2em); align(right, {{ {'; linebreak(); '.join(number)} }}); line(length: 100%, stroke: 0.8pt)"
        yield f"v(2fr); align(center, text(font: sans, size: 24pt, {self.run(cover.title)}))"
        for text, style in ((cover.english, "size: 14pt"), (cover.draft, "font: sans, size: 14pt")):
            if text:
                yield f"v(1em); align(center, {said(text, style)})"
        for text in cover.remarks:
            yield f"v(0.4em); align(center, {said(text, 'size: 9pt')})"
        yield "v(4fr)"
        first, last = (
            said(text, "font: sans, size: 12pt") for text in (cover.issued, cover.effective)
        )
        yield f"grid(columns: (1fr, 1fr), {first}, align(right, {last})); line(length: 100%, stroke: 0.8pt)"
        yield f"align(center, {said(cover.issuer, 'font: sans, size: 14pt')})"
        yield "})"
        yield "#counter(page).update(1)"

    def section(self, section: Section, level: int, *, apart: bool, listed: bool) -> Iterator[str]:
        label = self.numbering.labels[section.id] if section.id else ""
        listed = listed and section.listed
        if apart:
            yield "#pagebreak(weak: true)"
        if section.title:
            mark = literal(status(section, self.document.lang) if level == 1 and label else "")
            middle = _yes(level == 1 and section.kind != "clause")
            title, shown = self.run(section.title), literal(label)
            yield (
                f"#section({level}, {literal(section.id)}, {shown}, {mark}, {title}, "
                f"{_yes(listed)}, {middle})"
            )
        yield from self.blocks(section.blocks if section.title else led(section, label))
        for child in section.children:
            yield from self.section(child, level + 1, apart=False, listed=listed)

    def blocks(self, within: tuple[Block, ...]) -> Iterator[str]:
        labels = note_labels(within, self.document.lang)
        for block in within:
            yield f"#{self.block(block, labels)}"

    def content(self, within: tuple[Block, ...], labels: Mapping[int, str] | None = None) -> str:
        """Blocks as one content."""
        if labels is None:
            labels = note_labels(within, self.document.lang)
        return (
            f"{{ {'; '.join(self.block(block, labels) for block in within)} }}" if within else "[]"
        )

    def block(self, block: Block, labels: Mapping[int, str]) -> str:
        match block:
            case Paragraph():
                return f"p({self.run(block.spans)})"
            case Note():
                return f"note({literal(labels[id(block)])}, {self.run(block.spans)})"
            case Example():
                return (
                    f"example({literal(labels[id(block)])}, {self.content(block.blocks, labels)})"
                )
            case Listing():
                return f"listing({literal(terminal(block.text.rstrip(), _KEPT))})"
            case Items():
                return self.items(block, labels)
            case TableBlock():
                return self.table(block)
            case Figure():
                label = self.label(block.id)
                description, caption, notes = (
                    literal(block.said),
                    self.run(block.caption),
                    self.content(block.notes),
                )
                listed = _yes(block.listed)
                start = f"fig({literal(block.id)}, {label}, {caption}, {listed}, {description}"
                return f"{start}, {drawn(block.drawing)}, {notes})"
            case Formula():
                return (
                    f"formula({literal(block.id)}, {self.label(block.id)}, {self.run(block.spans)})"
                )
            case Term():
                name, other, text = map(self.run, (block.name, block.other, block.definition))
                cited = (
                    ("[", self.words.source, self.words.colon, *block.source, "]")
                    if block.source
                    else ()
                )
                rest = f"{text}, {self.run(cited)}, {self.content(block.notes)}"
                return f"term({literal(block.id)}, {self.label(block.id)}, {name}, {other}, {rest})"
            case ReferenceEntry():
                label = self.numbering.labels.get(block.id, "")
                before: Spans = (Anchor(block.id), f"{label} ") if label else (Anchor(block.id),)
                return f"p({self.run(before + block.spans)})"
            case _:
                assert_never(block)

    def label(self, id: str) -> str:
        return literal(self.numbering.labels.get(id, "") if id else "")

    def items(self, block: Items, labels: Mapping[int, str]) -> str:
        marks = {
            "dash": "_ => dash",
            "dot": "_ => sym.dot.c",
            "letter": 'n => numbering("a)", n)',
            "number": 'n => numbering("1)", n)',
        }[block.marks]
        return f"items({marks}, {', '.join(self.inside(item, labels) for item in block.items)})"

    def inside(self, item: tuple[Block, ...], labels: Mapping[int, str]) -> str:
        """What stands in an item, its paragraphs without indent."""
        parts = [
            f"flush({self.run(each.spans)})"
            if isinstance(each, Paragraph)
            else self.block(each, labels)
            for each in item
        ]
        return f"{{ {'; '.join(parts)} }}"

    def table(self, block: TableBlock) -> str:
        columns = ", ".join(f"{share * 100:.1f}fr" for share in shares(block))
        room = rooms(block)
        head = "".join(
            f"{self.run(cell, room=width)}, " for cell, width in zip(block.head, room, strict=False)
        )
        cells = "".join(
            f"{self.run(cell, linked=self.linked, room=width)}, "
            for row in block.rows
            for cell, width in zip(row, room, strict=False)
        )
        label, caption, unit = self.label(block.id), self.run(block.caption), literal(block.unit)
        named = f"{literal(block.id)}, {label}, {caption}, {_yes(block.listed)}"
        start = f"tab({named}, {unit}, {_yes(height(block) <= _SHORT)}, ({columns},), ({head}), "
        return f"{start}{self.content(block.notes)}, {cells})"

    def run(self, spans: Spans, *, linked: bool = True, room: float = inf) -> str:
        """Spans as an expression; `room` is that of a line, in characters of Chinese, where it is
        narrow.
        """
        if not spans:
            return "[]"
        if len(spans) == 1:
            return self.span(spans[0], linked, room)
        return f"{{ {'; '.join(self.span(span, linked, room) for span in spans)} }}"

    def span(self, span: Span, linked: bool, room: float) -> str:
        match span:
            case str():
                parts = fitting([line(span)], room)
                if len(parts) < 2:
                    return literal(line(span))
                return f"broken({', '.join(map(literal, parts))})"
            case CodeText():
                parts = fitting(pieces(visible(span.text)), room, fixed=True)
                if len(parts) < 2:
                    return f"raw({literal(visible(span.text))})"
                return f"code({', '.join(map(literal, parts))})"
            case Strong():
                return f"text(font: sans, {self.run(span.spans, linked=linked, room=room)})"
            case Variable():
                return (
                    f"variable({literal(span.text)}, {literal(span.below)}, {literal(span.above)})"
                )
            case Break():
                return "linebreak()"
            case Ref():
                shown = (
                    self.run(span.spans, room=room)
                    if span.spans
                    else f"tight({literal(self.numbering.shown[span.id])})"
                )
                return f"to({literal(span.id)}, {shown})" if linked else shown
            case Hyperlink():
                target, inside = address(span), self.run(span.spans, room=room)
                return f"link({literal(target)}, {inside})" if target else inside
            case Anchor():
                return f"anchor({literal(span.id)})"
            case _:
                assert_never(span)


def _yes(value: bool) -> str:
    return "true" if value else "false"


_KEPT = "\n\t"
_SHORT = 15
"""Lines up to which a table stays on one page."""
MOST_LINKS = 20_000
"""Cross-references in tables that are links as well. Each costs Typst 70 kB: the whole standard has
47 000 of them, and would not fit into 6 GB. Where there are more, only those outside tables lead
somewhere; all say the number."""
