"""What is in a document tree, in the order of reading: its sections, blocks, runs of text and
spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracecode.publish.documents.tree import (
    Anchor,
    Block,
    Break,
    CodeText,
    DocumentTree,
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
    Section,
    Span,
    Spans,
    Strong,
    TableBlock,
    Term,
    Variable,
)


def plain(spans: Spans, resolve: dict[str, str] | None = None) -> str:
    """The text of spans, a break as a blank.

    Args:
        spans: a run of text.
        resolve: what a cross-reference without spans shows, by id; else it shows nothing.
    """
    return "".join(_plain(span, resolve or {}) for span in spans)


def _plain(span: Span, resolve: dict[str, str]) -> str:
    match span:
        case str():
            return span
        case CodeText():
            return span.text
        case Variable():
            return span.text + span.below + span.above
        case Break():
            return " "
        case Ref():
            return plain(span.spans, resolve) or resolve.get(span.id, "")
        case Strong() | Hyperlink():
            return plain(span.spans, resolve)
        case Anchor():
            return ""


def sections(root: DocumentTree | Section) -> Iterator[Section]:
    """Every section below, in the order of reading."""
    for section in root.sections if isinstance(root, DocumentTree) else root.children:
        yield section
        yield from sections(section)


def blocks(root: DocumentTree | Section) -> Iterator[Block]:
    """Every block below, in the order of reading, those inside others too."""
    yield from inside(root.blocks)
    for section in root.sections if isinstance(root, DocumentTree) else root.children:
        yield from blocks(section)


def inside(outer: Iterable[Block]) -> Iterator[Block]:
    """Blocks with those inside them."""
    for block in outer:
        yield block
        match block:
            case Example():
                yield from inside(block.blocks)
            case Items():
                for item in block.items:
                    yield from inside(item)
            case TableBlock() | Figure() | Term():
                yield from block.notes
            case _:
                pass


def runs(block: Block) -> Iterator[Spans]:
    """The runs of text of a block itself, without the blocks inside it."""
    match block:
        case Paragraph() | Note() | Formula() | ReferenceEntry():
            yield block.spans
        case TableBlock():
            yield block.caption
            yield from block.head
            for row in block.rows:
                yield from row
        case Figure():
            yield block.caption
        case Term():
            yield block.name
            yield block.other
            yield block.definition
            yield block.source
        case Example() | Items() | Listing():
            return


def spans(run: Spans) -> Iterator[Span]:
    """Every span of a run, those inside others too."""
    for span in run:
        yield span
        if isinstance(span, Strong | Ref | Hyperlink):
            yield from spans(span.spans)
