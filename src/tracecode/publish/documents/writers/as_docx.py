"""A document as a Word file: real styles, lists, captions and fields, all fields with their values filled in.

Whoever opens it reads the numbers at once, without updating anything; Word goes on numbering where it is edited.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from tracecode.escape import code as visible
from tracecode.escape import line, terminal
from tracecode.extras import extra
from tracecode.publish.documents.drawing import svg
from tracecode.publish.documents.numbering import note_labels, number, status, words
from tracecode.publish.documents.tree import (
    Anchor,
    Block,
    Break,
    Code,
    Example,
    Figure,
    Formula,
    Items,
    Link,
    Listing,
    Note,
    Paragraph,
    Ref,
    Reference,
    Strong,
    Table,
    Term,
    Variable,
    address,
    plain,
)
from tracecode.publish.documents.writers import docx_xml as xml
from tracecode.publish.documents.writers.as_pdf import png
from tracecode.publish.documents.writers.columns import shares
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
    W,
    lists,
    styles,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracecode.publish.documents.numbering import Numbering, Place
    from tracecode.publish.documents.tree import Cover, Document, Section, Span, Spans


class Word(NamedTuple):
    """A document as a Word file."""

    data: bytes
    bookmarks: dict[str, str]
    """The name of the bookmark of everything that has an id."""


def docx(
    document: Document,
    numbering: Numbering | None = None,
    pages: Mapping[str, int] | None = None,
    *,
    final: bool = False,
) -> Word:
    """A document as a Word file.

    Args:
        document: the tree.
        numbering: its numbers, if they are known already.
        pages: on which page things stand, by id, as far as it is known.
        final: whether these pages are those of this very file; else Word is asked to work them out when it opens it.

    Raises:
        MissingExtra: python-docx is not installed, or Typst, which draws the figures.
    """
    file = extra("docx", "documents").Document()
    writer = _Writer(document, numbering or number(document), pages or {}, file, dirty=not final)
    _put_in(file, writer)
    out = io.BytesIO()
    file.save(out)
    return Word(_undated(out.getvalue()), writer.marks)


def _put_in(file: Any, writer: _Writer) -> None:
    """Fill an empty Word file."""
    from docx.oxml import parse_xml
    from lxml import etree

    document, lang = writer.document, writer.document.lang
    body = file.element.body
    relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    whole = etree.fromstring(f'<w:body xmlns:w="{W}" {relations}>{"".join(writer.all())}</w:body>'.encode(), parser)
    for child in list(body):
        body.remove(child)
    body.extend(list(whole))
    dash = "–" if lang == "en" else "——"
    annex = f"{writer.words.annex}{writer.words.between}"
    file.part._styles_part._element = parse_xml(styles(lang))
    file.part.numbering_part._element = parse_xml(lists(annex, dash, writer.lists))
    footer = file.sections[-1].footer
    footer.is_linked_to_previous = False
    page = parse_xml(f'<w:ftr xmlns:w="{W}">{xml.paragraph("Footer", xml.field("PAGE", xml.run("1")))}</w:ftr>')
    for child in list(footer._element):
        footer._element.remove(child)
    footer._element.extend(list(page))
    about = file.core_properties
    about.title, about.subject = line(plain(document.title)), line(document.subject)
    about.keywords, about.language = ", ".join(document.keywords), "en" if lang == "en" else "zh-CN"
    about.author = about.comments = about.last_modified_by = ""
    about.created = about.modified = datetime(2000, 1, 1, tzinfo=UTC)  # the same document gives the same file


def _undated(data: bytes) -> bytes:
    """The same archive, without the time of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


class _Writer:
    """The body of one document."""

    def __init__(
        self, document: Document, numbering: Numbering, pages: Mapping[str, int], file: Any, *, dirty: bool
    ) -> None:
        self.document, self.numbering, self.pages, self.file, self.dirty = document, numbering, pages, file, dirty
        self.words = words(document.lang)
        self.chinese = document.lang != "en"
        self.lists: list[int] = []
        """For every list that begins anew, its kind."""
        self.marks: dict[str, str] = {}
        """The name of the bookmark of everything that has an id."""
        self.links: dict[str, str] = {}
        self.opened = self.pictures = 0
        self.drawn = png(document)
        self.kinds: dict[str, str] = {}
        """How a cross-reference to an id finds its number: by the list of its paragraph, or in its text."""

    # --- the parts of the document ---

    def all(self) -> Iterator[str]:
        document = self.document
        sections = list(document.sections)
        self.note_kinds(sections)
        if document.cover is not None:
            yield from self.cover(document.cover)
        else:
            yield xml.paragraph("Title", self.run(document.title))
        yield from self.blocks(document.blocks)
        if document.contents:
            yield from self.contents()
        for at, section in enumerate(sections):
            before = sections[at - 1].kind if at else ""
            apart = section.kind == "clause" != before and document.numbered
            list_number = ANNEXES if section.kind == "annex" else CLAUSES
            yield from self.section(section, 1, list_number, apart=apart, listed=True)
        yield f'<w:sectPr>{_PAGE}<w:pgNumType w:start="1"/></w:sectPr>'

    def note_kinds(self, sections: list[Section]) -> None:
        for section in sections:
            if self.numbering.labels.get(section.id):
                self.kinds[section.id] = "list"
            self.kinds.update((block.id, "list") for block in section.blocks if isinstance(block, Term))
            self.note_kinds(list(section.children))

    def cover(self, cover: Cover) -> Iterator[str]:
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
        yield xml.paragraph("CoverEnds", f"{self.text(cover.issued)}<w:r><w:tab/></w:r>{self.text(cover.effective)}")
        yield xml.paragraph("CoverIssuer", self.text(cover.issuer))
        yield f"<w:p><w:pPr><w:sectPr>{_PAGE}</w:sectPr></w:pPr></w:p>"

    def contents(self) -> Iterator[str]:
        yield xml.paragraph("TOCHeading", self.text(self.words.contents))
        parts = [place for place in self.numbering.outline if place.kind not in {"table", "figure"}]
        yield from self.entries(r"TOC \h \z \u", parts, "TOC")
        for kind, word in (("figure", self.words.figure), ("table", self.words.table)):
            places = [place for place in self.numbering.outline if place.kind == kind]
            yield from self.entries(rf'TOC \h \z \c "{word}"', places, "")

    def entries(self, instruction: str, places: list[Place], style: str) -> Iterator[str]:
        """Entries of a table of contents, inside one field."""
        mark = ' w:dirty="true"' if self.dirty else ""
        for at, place in enumerate(places):
            before = after = ""
            if at == 0:
                before = (
                    f'<w:r><w:fldChar w:fldCharType="begin"{mark}/></w:r><w:r><w:instrText xml:space="preserve"> '
                    f"{instruction.replace(chr(34), '&quot;')} </w:instrText></w:r>"
                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                )
            if at == len(places) - 1:
                after = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            said = f"{place.label}{place.status}　{place.title}" if place.label else place.title
            bookmark, page = self.mark(place.id), str(self.pages.get(place.id, "–"))
            counted = xml.field(f"PAGEREF {bookmark} \\h", xml.run(page))
            inside = xml.link(bookmark, f"{self.kept(said)}<w:r><w:tab/></w:r>{counted}")
            named = f"{style}{min(place.level, LEVELS)}" if style else "TableofFigures"
            yield xml.paragraph(named, before + inside + after)

    def section(self, section: Section, level: int, list_number: int, *, apart: bool, listed: bool) -> Iterator[str]:
        label = self.numbering.labels[section.id] if section.id else ""
        listed = listed and section.listed
        annex = list_number == ANNEXES
        apart_mark = "<w:pageBreakBefore/>" if apart else ""
        unlisted = "" if listed else '<w:outlineLvl w:val="9"/>'
        if section.title and label:
            said = status(section, self.document.lang) if level == 1 else ""
            title = self.run(section.title)
            if said:
                title = f"<w:r><w:br/></w:r>{self.text(said)}<w:r><w:br/></w:r>{title}"
            style = f"{'Annex' if annex else 'Heading'}{min(level, LEVELS)}"
            yield xml.paragraph(style, self.marked(section.id, title), apart_mark + unlisted)
        elif section.title:
            style = "FrontHeading" if level == 1 and self.document.numbered else f"Heading{min(level, LEVELS)}"
            none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>' if style != "FrontHeading" else ""
            yield xml.paragraph(style, self.marked(section.id, self.run(section.title)), apart_mark + none + unlisted)
        blocks = section.blocks
        if not section.title:
            first = blocks[0].spans if blocks and isinstance(blocks[0], Paragraph) else ()
            inside = self.marked(section.id, self.run(first))
            yield xml.paragraph("ListParagraph", inside, apart_mark + _numbered(list_number, level))
            blocks = blocks[1:] if first else blocks
        yield from self.blocks(blocks, list_number, level)
        for child in section.children:
            yield from self.section(child, level + 1, list_number, apart=False, listed=listed)

    # --- blocks ---

    def blocks(self, within: tuple[Block, ...], list_number: int = CLAUSES, level: int = 0) -> Iterator[str]:
        labels = note_labels(within, self.document.lang)
        for block in within:
            if isinstance(block, Term):
                yield from self.term(block, list_number, level)
            else:
                yield from self.block(block, labels)

    def block(self, block: Block, labels: Mapping[int, str], style: str = "BodyText", depth: int = 0) -> Iterator[str]:
        match block:
            case Paragraph():
                yield xml.paragraph(style, self.run(block.spans), _indent(depth))
            case Note():
                label = self.text(labels[id(block)], "Strong")
                yield xml.paragraph("Note", label + self.run(block.spans), _indent(depth))
            case Example():
                yield xml.paragraph("Example", self.text(labels[id(block)], "Strong"), _indent(depth))
                for inner in block.blocks:
                    yield from self.block(inner, labels, "Example", depth)
            case Listing():
                lines = terminal(block.text.rstrip(), "\n\t").split("\n")
                inside = "<w:r><w:br/></w:r>".join(xml.run(text, chinese=self.chinese) for text in lines)
                yield xml.paragraph("Listing", inside, _indent(depth))
            case Items():
                yield from self.items(block, labels, depth)
            case Table():
                yield from self.table(block)
            case Figure():
                yield xml.paragraph("Drawing", self.drawing(block))
                yield xml.paragraph("FigureCaption", self.caption(block, self.words.figure))
                yield from self.blocks(block.notes)
            case Formula():
                label = self.numbering.labels[block.id]
                number = self.counted(label, self.words.formula, block.id) if label else ""
                tab = "<w:r><w:tab/></w:r>"
                yield xml.paragraph("Formula", f"{tab}{self.run(block.spans)}{tab}{number}")
            case Reference():
                label = self.numbering.labels.get(block.id, "")
                before = f"{self.marked(block.id, self.text(label))}{self.kept(' ')}" if label else ""
                text = self.run(block.spans)
                yield xml.paragraph("Reference", before + text if label else self.marked(block.id, text))
            case Term():
                yield from self.term(block, CLAUSES, 0)
            case _:
                assert_never(block)

    def items(self, block: Items, labels: Mapping[int, str], depth: int) -> Iterator[str]:
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
                yield from self.block(inner, labels, "ListParagraph", depth + 1)

    def term(self, block: Term, list_number: int, level: int) -> Iterator[str]:
        numbered = _numbered(list_number, level + 1) if self.numbering.labels[block.id] else ""
        yield xml.paragraph("TermNumber", self.marked(block.id, ""), numbered)
        other = self.kept("　") + self.run(block.other) if block.other else ""
        yield xml.paragraph("TermName", self.run(block.name) + other)
        yield xml.paragraph("BodyText", self.run(block.definition))
        if block.source:
            said: Spans = ("[", self.words.source, self.words.colon, *block.source, "]")
            yield xml.paragraph("BodyText", self.run(said))
        yield from self.blocks(block.notes)

    def table(self, block: Table) -> Iterator[str]:
        if block.caption:
            yield xml.paragraph("Caption", self.caption(block, self.words.table))
        if block.unit:
            yield xml.paragraph("TableUnit", self.text(block.unit))
        widths = [round(share * WIDTH) for share in shares(block)]
        rows = []
        if block.head:
            rows.append(xml.row(self.cells(block.head, widths, "TableHead"), head=True))
        rows += [xml.row(self.cells(cells, widths, "TableText")) for cells in block.rows]
        yield xml.table(widths, "".join(rows))
        yield from self.blocks(block.notes)
        yield _AFTER

    def cells(self, cells: tuple[Spans, ...], widths: list[int], style: str) -> str:
        return "".join(
            xml.cell(width, xml.paragraph(style, self.run(spans))) for spans, width in zip(cells, widths, strict=True)
        )

    def caption(self, block: Table | Figure, word: str) -> str:
        label = self.numbering.labels.get(block.id, "") if block.id else ""
        if not label:
            return self.marked(block.id, self.run(block.caption))
        return self.counted(label, word, block.id) + self.kept("　") + self.run(block.caption)

    def counted(self, label: str, word: str, id: str) -> str:
        """A label whose last number Word counts: 表A.2. Each annex begins anew."""
        end = "）" if label.endswith("）") else ")" if label.endswith(")") else ""
        bare = label.removesuffix(end) if end else label
        digits = bare[len(bare.rstrip("0123456789")) :]
        anew = r" \r 1" if digits == "1" else ""
        field = xml.field(rf"SEQ {word} \* ARABIC{anew}", xml.run(digits))
        return self.marked(id, self.kept(bare.removesuffix(digits)) + field + (self.kept(end) if end else ""))

    def drawing(self, block: Figure) -> str:
        part = self.file.part
        image, _ = part.get_or_add_image(io.BytesIO(self.drawn[block.id]))
        self.pictures += 1
        drawn = block.drawing
        scale = min(1.0, _WIDEST / drawn.width)
        size = drawn.width * scale, drawn.height * scale
        return xml.picture(self.pictures, image, self.attached(svg(drawn, block.said).encode()), size, block.said)

    def attached(self, data: bytes) -> str:
        """Put a drawing in SVG into the file; the relation to it."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        part = self.file.part
        made = Part(PackURI(f"/word/media/drawing{self.pictures}.svg"), "image/svg+xml", data, part.package)
        relation: str = part.relate_to(made, RELATIONSHIP_TYPE.IMAGE)
        return relation

    # --- spans ---

    def text(self, text: str, style: str = "") -> str:
        return xml.run(line(text), style, chinese=self.chinese)

    def kept(self, text: str) -> str:
        """Words of our own, with the blanks that stand in them."""
        return xml.run(text, chinese=self.chinese) if text else ""

    def run(self, spans: Spans, style: str = "") -> str:
        return "".join([self.span(span, style) for span in spans])

    def span(self, span: Span, style: str) -> str:
        match span:
            case str():
                return self.text(span, style)
            case Code():
                return xml.run(visible(span.text), "Code", chinese=self.chinese)
            case Strong():
                return self.run(span.spans, "Strong")
            case Variable():
                slanted = xml.run(span.text, extra="<w:i/>", chinese=False)
                for text, where in ((span.below, "subscript"), (span.above, "superscript")):
                    if text:
                        slanted += xml.run(text, extra=f'<w:vertAlign w:val="{where}"/>', chinese=False)
                return slanted
            case Break():
                return "<w:r><w:br/></w:r>"
            case Ref():
                return self.reference(span, style)
            case Link():
                return self.outward(address(span), self.run(span.spans, style))
            case Anchor():
                return self.marked(span.id, "")
            case _:
                assert_never(span)

    def reference(self, span: Ref, style: str) -> str:
        bookmark = self.mark(span.id)
        if span.spans:
            return xml.link(bookmark, self.run(span.spans, style))
        shown = self.text(self.numbering.shown[span.id], style)
        label = self.numbering.labels.get(span.id, "")
        if self.kinds.get(span.id) == "list":
            return xml.field(f"REF {bookmark} \\r \\h", shown)
        if label and self.numbering.shown[span.id] == label:
            return xml.field(f"REF {bookmark} \\h", shown)
        if label:  # 式（1）: the word stands before what is marked
            word = self.numbering.shown[span.id].removesuffix(label)
            return self.text(word, style) + xml.field(f"REF {bookmark} \\h", self.text(label, style))
        return xml.link(bookmark, shown)

    def outward(self, target: str, runs: str) -> str:
        if not target:
            return runs
        if target not in self.links:
            from docx.opc.constants import RELATIONSHIP_TYPE

            self.links[target] = self.file.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink r:id="{self.links[target]}" w:history="1">{runs}</w:hyperlink>'

    def mark(self, id: str) -> str:
        """The name of the bookmark of an id: Word takes no longer or stranger names."""
        return self.marks.setdefault(id, f"_Ref{len(self.marks) + 1:06}")

    def marked(self, id: str, runs: str) -> str:
        """Runs inside the bookmark of an id."""
        if not id:
            return runs
        self.opened += 1
        start = f'<w:bookmarkStart w:id="{self.opened}" w:name="{self.mark(id)}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{self.opened}"/>'


_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1417" w:bottom="1247" w:left="1417" w:header="850" w:footer="850" w:gutter="0"/>'
)
_AFTER = '<w:p><w:pPr><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
_WIDEST = 160.0
"""Millimetres between the margins."""


def _numbered(list_number: int, level: int) -> str:
    at = min(level, LEVELS) - 1
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_number}"/></w:numPr>'


def _indent(depth: int) -> str:
    return f'<w:ind w:left="{420 + 420 * depth}" w:firstLine="0"/>' if depth else ""
