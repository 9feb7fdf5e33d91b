"""The files of a document in every form that is asked for, made from one tree and one numbering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.numbering import number
from tracecode.publish.documents.writers.as_markdown import drawings, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracecode.publish.documents.numbering import Numbering
    from tracecode.publish.documents.tree import DocumentTree
    from tracecode.publish.documents.writers.as_pdf import PdfFile

FORMS = ("md", "html", "docx", "pdf")
"""The endings of the files."""


def files(
    document: DocumentTree, forms: Sequence[str], *, paginate: bool = False
) -> Iterator[tuple[str, bytes]]:
    """The files of a document, by name.

    The contents of the Word file have the page numbers of the PDF, which is made for them if need
    be, and Word is asked to work them out anew when it opens the file; with `paginate` they are
    final, as LibreOffice breaks the pages.

    Args:
        document: the tree.
        forms: some of `FORMS`.
        paginate: whether the Word file gets the page numbers of LibreOffice.

    Raises:
        BrokenDocument: a reference leads nowhere.
        MissingExtra: a package of the extra `documents` is needed.
        MissingGlyphs: this machine has no Chinese font; or for PDF, which holds its fonts, none
            with some characters.
        NotPaginated: LibreOffice is absent or fails.
    """
    numbering = number(document)
    if "md" in forms:
        yield f"{document.id}.md", markdown(document, numbering).encode()
        yield from ((name, text.encode()) for name, text in drawings(document).items())
    if "html" in forms:
        from tracecode.publish.documents.writers.as_html import html

        yield f"{document.id}.html", html(document, numbering).encode()
    if "docx" in forms:
        yield from _word(document, numbering, pdf="pdf" in forms, paginate=paginate)
    elif "pdf" in forms:
        yield f"{document.id}.pdf", _laid_out(document, numbering).data


def _word(
    document: DocumentTree, numbering: Numbering, *, pdf: bool, paginate: bool
) -> Iterator[tuple[str, bytes]]:
    """The Word file, and before it the PDF that has its page numbers, if it is asked for.

    Typst lays out on another thread, for which it lets go of Python: the Word file is written
    meanwhile, and its contents last.
    """
    from concurrent.futures import ThreadPoolExecutor

    from tracecode.publish.documents.writers.as_docx import docx
    from tracecode.publish.documents.writers.fonts import MissingGlyphs
    from tracecode.publish.documents.writers.paginate import paginated

    with ThreadPoolExecutor(1) as beside:
        made = beside.submit(_laid_out, document, numbering)

        def pages() -> dict[str, int]:
            try:
                return made.result().pages
            except MissingGlyphs:  # the Word file names its fonts, and does not hold them
                if pdf:
                    raise
                return {}

        data = (
            paginated(document, numbering, pages())
            if paginate
            else docx(document, numbering, pages).data
        )
    if pdf:
        yield f"{document.id}.pdf", made.result().data
    yield f"{document.id}.docx", data


def _laid_out(document: DocumentTree, numbering: Numbering) -> PdfFile:
    from tracecode.publish.documents.writers.as_pdf import pdf

    return pdf(document, numbering)
