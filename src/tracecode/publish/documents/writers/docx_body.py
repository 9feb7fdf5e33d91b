"""The body of a Word file: cover, contents, clauses and every kind of block, as paragraphs and
tables with styles.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, assert_never

from tracecode.escape import terminal
from tracecode.publish.documents.drawing import svg
from tracecode.publish.documents.numbering import note_labels, status, words
from tracecode.publish.documents.tree import (
    Block,
    Example,
    Figure,
    Formula,
    Items,
    Listing,
    Note,
    Paragraph,
    ReferenceEntry,
    TableBlock,
    Term,
)
from tracecode.publish.documents.writers import docx_xml as xml
from tracecode.publish.documents.writers.columns import shares
from tracecode.publish.documents.writers.docx_inline import Inline
from tracecode.publish.documents.writers.docx_styles import (
    ANNEXES,
    CLAUSES,
    DASHES,
    DOTS,
    FIRST,
    LETTERS,
    LEVELS,
    NUMBERS,
    WIDTH,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tracecode.publish.documents.numbering import ContentsEntry, Numbering
    from tracecode.publish.documents.tree import Cover, DocumentTree, Section, Spans


class Body(Inline):
    """The body of one document.

    Args:
        document: the tree.
        numbering: its numbers.
        file: the file of python-docx, which takes pictures and addresses.
        pages: gives on which page things stand, by id; it is asked when all else is written.
        drawn: the drawings as PNG, by the id of the figure.
        dirty: whether Word is to work out the contents when it opens the file.
    """

    def __init__(
        self,
        document: DocumentTree,
        numbering: Numbering,
        file: Any,
        pages: Callable[[], Mapping[str, int]],
        drawn: Mapping[str, bytes],
        *,
        dirty: bool,
    ) -> None:
        super().__init__(document, numbering, file)
        self.drawn, self.dirty = drawn, dirty
        self._pages = pages
        self.words = words(document.lang)
        self.lists: list[int] = []
        """For every list that begins anew, its kind."""
        self.pictures = 0

    def all(self) -> Iterator[str]:
        """Every paragraph and table, and what each part but the last says of its pages."""
        document = self.document
        sections = list(document.sections)
        if document.cover is not None:
            yield from self._cover(document.cover)
        else:
            yield xml.paragraph("Title", self.run(document.title))
        yield from self._blocks(document.blocks)
        rest: list[str] = []
        for at, section in enumerate(sections):
            before = sections[at - 1].kind if at else ""
            apart = section.kind == "clause" != before and document.numbered
            list_number = ANNEXES if section.kind == "annex" else CLAUSES
            rest += self._section(section, 1, list_number, apart=apart, listed=True)
        if document.contents:
            yield from self._contents()
        yield from rest

    def _cover(self, cover: Cover) -> Iterator[str]:
        for text in (cover.ics, cover.ccs):
            if text:
                yield xml.paragraph("CoverTop", self.text(text))
        yield xml.paragraph("CoverClass", self.text(cover.document_class))
        for text in (cover.number, cover.replaces):
            if text:
                yield xml.paragraph("CoverNumber", self.text(text))
        yield xml.paragraph("CoverRule", "")
        yield xml.paragraph("CoverTitle", self.run(cover.title or self.document.title))
        for text in (cover.english, cover.draft, *cover.remarks):
            if text:
                yield xml.paragraph("CoverText", self.text(text))
        yield xml.paragraph(
            "CoverEnds", f"{self.text(cover.issued)}<w:r><w:tab/></w:r>{self.text(cover.effective)}"
        )
        yield xml.paragraph("CoverIssuer", self.text(cover.issuer))
        yield f"<w:p><w:pPr><w:sectPr>{_PAGE}</w:sectPr></w:pPr></w:p>"

    def _contents(self) -> Iterator[str]:
        yield xml.paragraph("TOCHeading", self.text(self.words.contents))
        parts = [place for place in self.numbering.outline if place.kind not in {"table", "figure"}]
        yield from self._entries(r"TOC \h \z \u", parts, "TOC")
        for kind, word in (("figure", self.words.figure), ("table", self.words.table)):
            places = [place for place in self.numbering.outline if place.kind == kind]
            yield from self._entries(rf'TOC \h \z \c "{word}"', places, "")

    def _entries(self, instruction: str, places: list[ContentsEntry], style: str) -> Iterator[str]:
        """Entries of a table of contents, inside one field."""
        mark, pages = ' w:dirty="true"' if self.dirty else "", self._pages()
        for at, place in enumerate(places):
            before = after = ""
            if at == 0:
                before = (
                    f'<w:r><w:fldChar w:fldCharType="begin"{mark}/></w:r><w:r><w:instrText '
                    f'xml:space="preserve"> '
                    f"{instruction.replace(chr(34), '&quot;')} </w:instrText></w:r>"
                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                )
            if at == len(places) - 1:
                after = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            shown = f"{place.label}{place.status}　{place.title}" if place.label else place.title
            bookmark, page = self.mark(place.id), str(pages.get(place.id, "–"))
            counted = xml.field(f"PAGEREF {bookmark} \\h", xml.run(page))
            inside = xml.link(bookmark, f"{self.kept(shown)}<w:r><w:tab/></w:r>{counted}")
            named = f"{style}{min(place.level, LEVELS)}" if style else "TableofFigures"
            yield xml.paragraph(named, before + inside + after)

    def _section(
        self, section: Section, level: int, list_number: int, *, apart: bool, listed: bool
    ) -> Iterator[str]:
        label = self.numbering.labels[section.id] if section.id else ""
        listed = listed and section.listed
        annex = list_number == ANNEXES
        apart_mark = "<w:pageBreakBefore/>" if apart else ""
        unlisted = "" if listed else '<w:outlineLvl w:val="9"/>'
        if section.title and label:
            mark = status(section, self.document.lang) if level == 1 else ""
            title = self.run(section.title)
            if mark:
                title = f"<w:r><w:br/></w:r>{self.text(mark)}<w:r><w:br/></w:r>{title}"
            style = f"{'Annex' if annex else 'Heading'}{min(level, LEVELS)}"
            yield xml.paragraph(style, self.marked(section.id, title), apart_mark + unlisted)
        elif section.title:
            style = (
                "FrontHeading"
                if level == 1 and self.document.numbered
                else f"Heading{min(level, LEVELS)}"
            )
            none = (
                '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
                if style != "FrontHeading"
                else ""
            )
            yield xml.paragraph(
                style,
                self.marked(section.id, self.run(section.title)),
                apart_mark + none + unlisted,
            )
        blocks = section.blocks
        if not section.title:
            first = blocks[0].spans if blocks and isinstance(blocks[0], Paragraph) else ()
            inside = self.marked(section.id, self.run(first))
            yield xml.paragraph("ListParagraph", inside, apart_mark + _numbered(list_number, level))
            blocks = blocks[1:] if first else blocks
        yield from self._blocks(blocks, list_number, level)
        for child in section.children:
            yield from self._section(child, level + 1, list_number, apart=False, listed=listed)

    def _blocks(
        self, within: tuple[Block, ...], list_number: int = CLAUSES, level: int = 0
    ) -> Iterator[str]:
        labels = note_labels(within, self.document.lang)
        for block in within:
            if isinstance(block, Term):
                yield from self._term(block, list_number, level)
            else:
                yield from self._block(block, labels)

    def _block(
        self, block: Block, labels: Mapping[int, str], style: str = "BodyText", depth: int = 0
    ) -> Iterator[str]:
        match block:
            case Paragraph():
                yield xml.paragraph(style, self.run(block.spans), _indent(depth))
            case Note():
                label = self.text(labels[id(block)], "Strong")
                yield xml.paragraph("Note", label + self.run(block.spans), _indent(depth))
            case Example():
                yield xml.paragraph(
                    "Example", self.text(labels[id(block)], "Strong"), _indent(depth)
                )
                for inner in block.blocks:
                    yield from self._block(inner, labels, "Example", depth)
            case Listing():
                lines = terminal(block.text.rstrip(), "\n\t").split("\n")
                inside = "<w:r><w:br/></w:r>".join(
                    xml.run(text, chinese=self.chinese) for text in lines
                )
                yield xml.paragraph("Listing", inside, _indent(depth))
            case Items():
                yield from self._items(block, labels, depth)
            case TableBlock():
                yield from self._table(block)
            case Figure():
                yield xml.paragraph("Drawing", self._drawing(block))
                yield xml.paragraph("FigureCaption", self._caption(block, self.words.figure))
                yield from self._blocks(block.notes)
            case Formula():
                label = self.numbering.labels[block.id]
                number = self._counted(label, self.words.formula, block.id) if label else ""
                tab = "<w:r><w:tab/></w:r>"
                yield xml.paragraph("Formula", f"{tab}{self.run(block.spans)}{tab}{number}")
            case ReferenceEntry():
                label = self.numbering.labels.get(block.id, "")
                before = (
                    f"{self.marked(block.id, self.text(label))}{self.kept(' ')}" if label else ""
                )
                text = self.run(block.spans)
                yield xml.paragraph(
                    "Reference", before + text if label else self.marked(block.id, text)
                )
            case Term():
                yield from self._term(block, CLAUSES, 0)
            case _:
                assert_never(block)

    def _items(self, block: Items, labels: Mapping[int, str], depth: int) -> Iterator[str]:
        if block.marks in {"dash", "dot"}:
            list_number = DASHES if block.marks == "dash" else DOTS
        else:
            self.lists.append(LETTERS if block.marks == "letter" else NUMBERS)
            list_number = FIRST + len(self.lists) - 1
        level = min(depth, LEVELS - 1)
        for item in block.items:
            first = item[0].spans if item and isinstance(item[0], Paragraph) else ()
            yield xml.paragraph("ListParagraph", self.run(first), _numbered(list_number, level + 1))
            for inner in item[1:] if first else item:
                yield from self._block(inner, labels, "ListParagraph", depth + 1)

    def _term(self, block: Term, list_number: int, level: int) -> Iterator[str]:
        numbered = _numbered(list_number, level + 1) if self.numbering.labels[block.id] else ""
        yield xml.paragraph("TermNumber", self.marked(block.id, ""), numbered)
        other = self.kept("　") + self.run(block.other) if block.other else ""
        yield xml.paragraph("TermName", self.run(block.name) + other)
        yield xml.paragraph("BodyText", self.run(block.definition))
        if block.source:
            cited: Spans = ("[", self.words.source, self.words.colon, *block.source, "]")
            yield xml.paragraph("BodyText", self.run(cited))
        yield from self._blocks(block.notes)

    def _table(self, block: TableBlock) -> Iterator[str]:
        if block.caption:
            yield xml.paragraph("Caption", self._caption(block, self.words.table))
        if block.unit:
            yield xml.paragraph("TableUnit", self.text(block.unit))
        widths = [round(share * WIDTH) for share in shares(block)]
        rows = []
        if block.head:
            rows.append(xml.row(self._cells(block.head, widths, "TableHead"), head=True))
        rows += [xml.row(self._cells(cells, widths, "TableText")) for cells in block.rows]
        yield xml.table(widths, "".join(rows))
        yield from self._blocks(block.notes)
        yield _AFTER

    def _cells(self, cells: tuple[Spans, ...], widths: list[int], style: str) -> str:
        return "".join(
            xml.cell(width, xml.paragraph(style, self.run(spans)))
            for spans, width in zip(cells, widths, strict=True)
        )

    def _caption(self, block: TableBlock | Figure, word: str) -> str:
        label = self.numbering.labels.get(block.id, "") if block.id else ""
        if not label:
            return self.marked(block.id, self.run(block.caption))
        return self._counted(label, word, block.id) + self.kept("　") + self.run(block.caption)

    def _counted(self, label: str, word: str, id: str) -> str:
        """A label whose last number Word counts: 表A.2. Each annex begins anew."""
        end = "）" if label.endswith("）") else ")" if label.endswith(")") else ""
        bare = label.removesuffix(end) if end else label
        digits = bare[len(bare.rstrip("0123456789")) :]
        anew = r" \r 1" if digits == "1" else ""
        field = xml.field(rf"SEQ {word} \* ARABIC{anew}", xml.run(digits))
        return self.marked(
            id, self.kept(bare.removesuffix(digits)) + field + (self.kept(end) if end else "")
        )

    def _drawing(self, block: Figure) -> str:
        part = self.file.part
        image, _ = part.get_or_add_image(io.BytesIO(self.drawn[block.id]))
        self.pictures += 1
        drawn = block.drawing
        scale = min(1.0, _WIDEST / drawn.width)
        size = drawn.width * scale, drawn.height * scale
        return xml.picture(
            self.pictures, image, self._attached(svg(drawn, block.said).encode()), size, block.said
        )

    def _attached(self, data: bytes) -> str:
        """Put a drawing in SVG into the file; the relation to it."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        part = self.file.part
        made = Part(
            PackURI(f"/word/media/drawing{self.pictures}.svg"), "image/svg+xml", data, part.package
        )
        relation: str = part.relate_to(made, RELATIONSHIP_TYPE.IMAGE)
        return relation


_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1417" w:bottom="1247" w:left="1417" w:header="850" '
    'w:footer="850" w:gutter="0"/>'
)
LAST = f'{_PAGE}<w:pgNumType w:start="1"/>'
"""What the last part of a document says of its pages."""
_AFTER = '<w:p><w:pPr><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
_WIDEST = 160.0
"""Millimetres between the margins."""


def _numbered(list_number: int, level: int) -> str:
    at = min(level, LEVELS) - 1
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_number}"/></w:numPr>'


def _indent(depth: int) -> str:
    return f'<w:ind w:left="{420 + 420 * depth}" w:firstLine="0"/>' if depth else ""
