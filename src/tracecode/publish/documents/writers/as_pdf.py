"""A document as PDF, by Typst: tagged for those who do not see it (PDF/UA-1), with outline and
metadata.

One compilation a document, which also says on which page everything stands.
"""

from __future__ import annotations

import json
import os
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.errors import BilingualError
from tracecode.extras import extra
from tracecode.publish.documents.numbering import number
from tracecode.publish.documents.writers.fonts import missing, roles, undrawn
from tracecode.publish.documents.writers.typst_source import PAGES, pictures, source

if TYPE_CHECKING:
    from tracecode.publish.documents.numbering import Numbering
    from tracecode.publish.documents.tree import DocumentTree


class UnwrittenPdf(BilingualError, ValueError):
    """Typst refused the document; the text says why."""


class PdfFile(NamedTuple):
    """A document as PDF."""

    data: bytes
    pages: dict[str, int]
    """The number of the page on which a section, table or figure begins, as it is printed, by its
    id.
    """
    warnings: tuple[str, ...]
    """What Typst warns of, such as page numbers that did not come to rest; mostly nothing."""


def pdf(document: DocumentTree, numbering: Numbering | None = None) -> PdfFile:
    """A document as PDF.

    Args:
        document: the tree.
        numbering: its numbers, if they are known already.

    Raises:
        MissingExtra: Typst is not installed.
        MissingGlyphs: no font has some characters; the text names them and what to install.
    """
    text = source(document, numbering or number(document), roles())
    # a source in memory can be compiled, but not asked afterwards
    with TemporaryDirectory() as folder:
        path = os.path.join(folder, "document.typ")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        compiler = extra("typst", "documents").Compiler(path)
        data, warnings = _compiled(compiler, format="pdf", pdf_standards=["ua-1"], timestamp=0)
        (pages,) = json.loads(compiler.query(f"<{PAGES}>", field="value"))
    return PdfFile(data, dict(pages), tuple(warning.message for warning in warnings))


def png(document: DocumentTree, per_inch: int = 200) -> dict[str, bytes]:
    """The drawings of a document as PNG, by the id of the figure.

    Raises:
        MissingExtra: Typst is not installed.
    """
    ids, text = pictures(document, roles())
    if not ids:
        return {}
    made, _ = _compiled(
        extra("typst", "documents").Compiler(text.encode()), format="png", ppi=per_inch
    )
    return dict(zip(ids, made if isinstance(made, list) else [made], strict=True))


def _compiled(compiler: Any, **options: object) -> Any:
    """What Typst makes, and its warnings.

    Raises:
        MissingGlyphs: no font has some characters.
        UnwrittenPdf: Typst refuses the source for another reason.
    """
    try:
        return compiler.compile_with_warnings(**options)
    except extra("typst", "documents").TypstError as error:
        if absent := undrawn(f"{error.message}\n{error.diagnostic}"):
            raise missing(absent) from None
        raise UnwrittenPdf(
            f"Typst: {error.message}", f"Typst 拒绝了该文件：{error.message}"
        ) from error
