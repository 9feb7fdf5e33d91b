"""A document as a Word file: real styles, lists, captions and fields, all fields with their values
filled in.

Whoever opens it reads the numbers at once, without updating anything; Word goes on numbering where
it is edited.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.escape import line
from tracecode.extras import extra
from tracecode.publish.documents.numbering import number
from tracecode.publish.documents.traversal import plain
from tracecode.publish.documents.writers import docx_xml as xml
from tracecode.publish.documents.writers.as_pdf import png
from tracecode.publish.documents.writers.docx_body import LAST, Body
from tracecode.publish.documents.writers.docx_styles import W, lists, styles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracecode.publish.documents.numbering import Numbering
    from tracecode.publish.documents.tree import DocumentTree


class WordFile(NamedTuple):
    """A document as a Word file."""

    data: bytes
    bookmarks: dict[str, str]
    """The name of the bookmark of everything that has an id."""


def docx(
    document: DocumentTree,
    numbering: Numbering | None = None,
    pages: Callable[[], Mapping[str, int]] = dict,
    *,
    final: bool = False,
) -> WordFile:
    """A document as a Word file.

    Args:
        document: the tree.
        numbering: its numbers, if they are known already.
        pages: gives on which page things stand, by id, as far as it is known; it is asked last, so
            that who lays out pages may be at work meanwhile.
        final: whether these pages are those of this very file; else Word is asked to work them out
            when it opens it.

    Raises:
        MissingExtra: python-docx is not installed, or Typst, which draws the figures.
    """
    file = extra("docx", "documents").Document()
    body = Body(
        document, numbering or number(document), file, pages, png(document), dirty=not final
    )
    text = "".join(body.all())
    _fill(file, body)
    _describe(file, document)
    out = io.BytesIO()
    file.save(out)
    return WordFile(_packed(out.getvalue(), text.encode()), body.marks)


def _fill(file: Any, writer: Body) -> None:
    """Put styles, lists and footer into the file of python-docx, in place of its own, and what the
    last part says of its pages; the body is set before that when the file is packed.
    """
    from docx.oxml import parse_xml

    lang, part, body = writer.document.lang, file.part, file.element.body
    body[:] = [parse_xml(f'<w:sectPr xmlns:w="{W}">{LAST}</w:sectPr>')]
    annex = f"{writer.words.annex}{writer.words.between}"
    part._styles_part._element = parse_xml(styles(lang))
    part.numbering_part._element = parse_xml(
        lists(annex, "–" if lang == "en" else "——", writer.lists)
    )
    footer = file.sections[-1].footer
    footer.is_linked_to_previous = False
    page = xml.paragraph("Footer", xml.field("PAGE", xml.run("1")))
    footer._element[:] = list(parse_xml(f'<w:ftr xmlns:w="{W}">{page}</w:ftr>'))
    # of Word since 2013
    file.settings.element.find(f".//{{{W}}}compatSetting").set(f"{{{W}}}val", "15")
    for relations_of in (part.rels, part.package.rels):
        for id in [
            id for id, relation in relations_of.items() if relation.reltype.endswith(_NEEDLESS)
        ]:
            del relations_of[id]


_NEEDLESS = ("/stylesWithEffects", "/customXml", "/thumbnail")
"""What python-docx puts into every file and no program reads, or what shows another document."""


def _describe(file: Any, document: DocumentTree) -> None:
    """What the file says of itself."""
    about = file.core_properties
    about.title, about.subject = (
        line(plain(document.title))[:_LONGEST],
        line(document.subject)[:_LONGEST],
    )
    about.keywords, about.language = (
        ", ".join(document.keywords)[:_LONGEST],
        "en" if document.lang == "en" else "zh-CN",
    )
    about.author = about.comments = about.last_modified_by = ""
    # the same document gives the same file
    about.created = about.modified = datetime(2000, 1, 1, tzinfo=UTC)


_LONGEST = 255
"""Characters that python-docx takes."""


def _packed(skeleton: bytes, body: bytes) -> bytes:
    """The archive with its body, and without the time of its making.

    The body never becomes objects: for the whole standard those took 0.4 GB and more time than all the rest.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(skeleton)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = old.read(name)
            if name == "word/document.xml":
                before, start, after = data.partition(b"<w:body>")
                data = b"".join((before, start, body, after))
            new.writestr(entry, data)
    return out.getvalue()
