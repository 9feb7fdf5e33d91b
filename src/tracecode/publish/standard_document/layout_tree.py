"""A document as the lints of its layout look at it: its sections by id, their text, its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from tracecode.publish.documents.traversal import blocks, plain, runs, sections
from tracecode.publish.documents.tree import Block, DocumentTree, Paragraph, Section

if TYPE_CHECKING:
    from tracecode.publish.documents.numbering import Numbering
    from tracecode.spec.base import Text

Found: TypeAlias = tuple[str, str]
"""The id of a place, and what stands there."""


class Laid:
    """A document with its numbers."""

    def __init__(self, document: DocumentTree, numbering: Numbering) -> None:
        self.document, self.numbering = document, numbering

    @cached_property
    def tops(self) -> dict[str, Section]:
        """The sections of the first level by id."""
        return {section.id: section for section in self.document.sections}

    @cached_property
    def homes(self) -> list[tuple[Section, Section]]:
        """Every section with the one of the first level in which it stands."""
        return [(inner, top) for top in self.document.sections for inner in (top, *sections(top))]

    def said(self, text: Text) -> str:
        """A fixed sentence in the first language of the document."""
        return text.en if self.document.lang == "en" else text.zh

    def paragraphs(self, id: str) -> list[str]:
        """The paragraphs of a section itself, by id; none if there is no such section."""
        section = self.tops.get(id)
        return (
            []
            if section is None
            else [self.text(b.spans) for b in section.blocks if isinstance(b, Paragraph)]
        )

    def text(self, spans: object) -> str:
        """The text of spans, cross-references as they are shown."""
        return plain(spans, self.numbering.shown)  # type: ignore[arg-type]

    def located(self) -> Iterator[tuple[Section, Block]]:
        """Every block with the section in which it stands."""
        for section, _ in self.homes:
            for block in _own(section):
                yield section, block

    def texts(self) -> Iterator[Found]:
        """Every run of text with the id of its section, titles too."""
        for section, _ in self.homes:
            yield section.id, plain(section.title)
        for section, block in self.located():
            for run in runs(block):
                yield section.id, plain(run)


def _own(section: Section) -> Iterator[Block]:
    """The blocks of a section without its children, those inside others too."""
    return blocks(Section(section.id, section.title, blocks=section.blocks))
