"""The lines of a Word file: runs, cross-references as fields, bookmarks and links out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from tracecode.escape import code as visible
from tracecode.escape import line
from tracecode.publish.documents.tree import (
    Anchor,
    Break,
    CodeText,
    Hyperlink,
    Ref,
    Strong,
    Term,
    Variable,
    address,
)
from tracecode.publish.documents.writers import docx_xml as xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracecode.publish.documents.numbering import Numbering
    from tracecode.publish.documents.tree import DocumentTree, Section, Span, Spans


class Inline:
    """The runs of one document, and what is known of its bookmarks and links."""

    def __init__(self, document: DocumentTree, numbering: Numbering, file: Any) -> None:
        self.document, self.numbering, self.file = document, numbering, file
        self.chinese = document.lang != "en"
        self.marks: dict[str, str] = {}
        """The name of the bookmark of everything that has an id."""
        self.in_lists = set(_in_lists(document.sections, numbering))
        """What has its number from the list of its paragraph, not in its text."""
        self._links: dict[str, str] = {}
        self._opened = 0

    def text(self, text: str, style: str = "") -> str:
        """A text from anywhere as runs."""
        return xml.run(line(text), style, chinese=self.chinese)

    def kept(self, text: str) -> str:
        """Words of our own, with the blanks that stand in them."""
        return xml.run(text, chinese=self.chinese) if text else ""

    def run(self, spans: Spans, style: str = "") -> str:
        """Spans as runs, with a style of characters unless they have one."""
        return "".join([self._span(span, style) for span in spans])

    def _span(self, span: Span, style: str) -> str:
        match span:
            case str():
                return self.text(span, style)
            case CodeText():
                return xml.run(visible(span.text), "Code", chinese=self.chinese)
            case Strong():
                return self.run(span.spans, "Strong")
            case Variable():
                slanted = xml.run(span.text, extra="<w:i/>", chinese=False)
                for text, where in ((span.below, "subscript"), (span.above, "superscript")):
                    if text:
                        slanted += xml.run(
                            text, extra=f'<w:vertAlign w:val="{where}"/>', chinese=False
                        )
                return slanted
            case Break():
                return "<w:r><w:br/></w:r>"
            case Ref():
                return self._reference(span, style)
            case Hyperlink():
                return self._outward(address(span), self.run(span.spans, style))
            case Anchor():
                return self.marked(span.id, "")
            case _:
                assert_never(span)

    def _reference(self, span: Ref, style: str) -> str:
        bookmark = self.mark(span.id)
        if span.spans:
            return xml.link(bookmark, self.run(span.spans, style))
        shown = self.text(self.numbering.shown[span.id], style)
        label = self.numbering.labels.get(span.id, "")
        if span.id in self.in_lists:
            return xml.field(f"REF {bookmark} \\r \\h", shown)
        if label and self.numbering.shown[span.id] == label:
            return xml.field(f"REF {bookmark} \\h", shown)
        if label:  # 式（1）: the word stands before what is marked
            word = self.numbering.shown[span.id].removesuffix(label)
            return self.text(word, style) + xml.field(
                f"REF {bookmark} \\h", self.text(label, style)
            )
        return xml.link(bookmark, shown)

    def _outward(self, target: str, runs: str) -> str:
        if not target:
            return runs
        if target not in self._links:
            from docx.opc.constants import RELATIONSHIP_TYPE

            self._links[target] = self.file.part.relate_to(
                target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return f'<w:hyperlink r:id="{self._links[target]}" w:history="1">{runs}</w:hyperlink>'

    def mark(self, id: str) -> str:
        """The name of the bookmark of an id: Word takes no longer or stranger names."""
        return self.marks.setdefault(id, f"_Ref{len(self.marks) + 1:06}")

    def marked(self, id: str, runs: str) -> str:
        """Runs inside the bookmark of an id."""
        if not id:
            return runs
        self._opened += 1
        start = f'<w:bookmarkStart w:id="{self._opened}" w:name="{self.mark(id)}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{self._opened}"/>'


def _in_lists(sections: Iterable[Section], numbering: Numbering) -> Iterator[str]:
    for section in sections:
        if numbering.labels.get(section.id):
            yield section.id
            yield from (block.id for block in section.blocks if isinstance(block, Term))
        yield from _in_lists(section.children, numbering)
