"""The files of a document: Word and PDF are made beside each other, and agree."""

from __future__ import annotations

import io
import re
from contextlib import suppress

from docx import Document as Read

from tests.publish.writers.fonts import needs_fonts
from tests.publish.writers.sample import sample
from tests.publish.writers.test_docx import fields
from tracecode.publish.documents.forms import files
from tracecode.publish.documents.numbering import number
from tracecode.publish.documents.writers.as_docx import docx
from tracecode.publish.documents.writers.as_pdf import pdf
from tracecode.publish.documents.writers.fonts import MissingGlyphs


@needs_fonts
def test_contents_have_the_page_numbers_of_the_pdf() -> None:
    """The PDF comes first; the Word file is the same without it."""
    tree = sample(rows=80)
    made = dict(files(tree, ("docx", "pdf")))
    assert [*made] == [f"{tree.id}.pdf", f"{tree.id}.docx"]
    word = made[f"{tree.id}.docx"]
    assert dict(files(tree, ("docx",))) == {f"{tree.id}.docx": word}
    assert dict(files(tree, ("pdf",))) == {f"{tree.id}.pdf": made[f"{tree.id}.pdf"]}
    pages, marks = pdf(tree).pages, docx(tree).bookmarks
    told = {
        match[1]: value
        for instruction, value in fields(Read(io.BytesIO(word)).element.body)
        if (match := re.match(r"PAGEREF (\w+)", instruction))
    }
    outline = number(tree).outline
    assert len(outline) > 5
    assert told == {marks[place.id]: str(pages[place.id]) for place in outline}


@needs_fonts
def test_a_word_file_needs_no_font_for_every_character() -> None:
    """It names its fonts; a PDF holds them, so what none draws is an error there alone."""
    tree = sample(rare=True)
    assert [name for name, _ in files(tree, ("docx",))] == [f"{tree.id}.docx"]
    with suppress(MissingGlyphs):
        assert next(name for name, _ in files(tree, ("docx", "pdf"))) == f"{tree.id}.pdf"
