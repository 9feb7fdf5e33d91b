"""The page numbers of a Word file as LibreOffice breaks its pages, so that contents and pages agree
where it prints.

Two passes: the first finds on which page every bookmark stands, the second writes that and is
looked at again.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tracecode.errors import BilingualError
from tracecode.extras import extra
from tracecode.publish.documents.writers.as_docx import docx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracecode.publish.documents.numbering import Numbering
    from tracecode.publish.documents.tree import DocumentTree

_PASSES = 4
"""Passes after which numbers that still move are an error; the second agrees as long as no entry
changes its line.
"""
_MOST_SECONDS = 1800


class NotPaginated(BilingualError, RuntimeError):
    """LibreOffice is not there, or cannot lay out the document."""


def paginated(document: DocumentTree, numbering: Numbering, pages: Mapping[str, int]) -> bytes:
    """A document as a Word file whose page numbers are those of LibreOffice.

    Args:
        document: the tree.
        numbering: its numbers.
        pages: page numbers to begin with, by id.

    Raises:
        MissingExtra: python-docx, Typst or pypdfium2 is not installed.
        NotPaginated: LibreOffice is absent or fails, or the numbers do not come to rest.
    """
    for _ in range(_PASSES):
        word = docx(document, numbering, partial(dict, pages), final=True)
        found = _pages(word.data)
        front = 1 if document.cover is not None else 0
        now = {id: found[name] - front for id, name in word.bookmarks.items() if name in found}
        shown = {place.id for place in numbering.outline}
        if all(pages.get(id) == page for id, page in now.items() if id in shown):
            return word.data
        pages = now
    raise NotPaginated(
        f"document {document.id}: its page numbers still change after {_PASSES} passes of "
        f"LibreOffice",
        f"文件 {document.id}：LibreOffice 排版 {_PASSES} 遍后页码仍在变化",
    )


def _pages(data: bytes) -> dict[str, int]:
    """On which page of the PDF of LibreOffice, from 1, every bookmark stands."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NotPaginated(
            "page numbers as in LibreOffice need LibreOffice (on Debian: apt-get install "
            "libreoffice-writer)",
            "按 LibreOffice 排版取页码须安装 LibreOffice（Debian 系统：apt-get install "
            "libreoffice-writer）",
        )
    with TemporaryDirectory() as folder:
        path = os.path.join(folder, "document.docx")
        with open(path, "wb") as file:
            file.write(data)
        # beside any LibreOffice that is open
        own = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program, own, "--headless", "--convert-to", _PDF, "--outdir", folder, path]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_MOST_SECONDS, check=False)  # noqa: S603  # no shell
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(type(error).__name__) from error
        made = path.removesuffix("docx") + "pdf"
        if not os.path.exists(made):
            raise _failed(done.stderr.decode(errors="replace").strip()[-300:])
        with open(made, "rb") as file:
            return _destinations(file.read())


_PDF = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'


def _failed(why: str) -> NotPaginated:
    return NotPaginated(
        f"LibreOffice cannot lay out the document: {why}", f"LibreOffice 无法排版该文件：{why}"
    )


def _destinations(data: bytes) -> dict[str, int]:
    """The pages of the named places of a PDF, from 1."""
    pdfium = extra("pypdfium2", "documents")
    raw, pdf = pdfium.raw, pdfium.PdfDocument(data)
    found: dict[str, int] = {}
    for at in range(raw.FPDF_CountNamedDests(pdf.raw)):
        size = ctypes.c_long(0)
        raw.FPDF_GetNamedDest(pdf.raw, at, None, ctypes.byref(size))
        name = ctypes.create_string_buffer(size.value)
        place = raw.FPDF_GetNamedDest(pdf.raw, at, name, ctypes.byref(size))
        # what stands before it is written as 5F
        if match := re.search(r"Ref[0-9]+", name.raw.decode("utf-16-le")):
            found[f"_{match[0]}"] = raw.FPDFDest_GetDestPageIndex(pdf.raw, place) + 1
    pdf.close()
    return found
