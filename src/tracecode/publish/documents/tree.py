"""A document as a small tree of frozen blocks: what is said, without a word on how any form of file
says it.

Whoever makes a document builds this tree; `numbering` numbers it, `writers` write it as Markdown,
HTML, Word or PDF. The language is chosen by whoever builds the tree. Text is data: no writer ever
takes a part of it for its own grammar.

A run of text is a tuple of spans, and a plain `str` is the commonest span:

>>> see = Paragraph(("The check follows ", Ref("t-weights"), ", in ", CodeText("mod 31"), "."))
>>> weights = TableBlock("t-weights", ("Weights",), head=(("Position",), ("Weight",)), rows=((("1",), ("3",)),))
>>> clause = Section("check", ("Check character",), blocks=(see, weights))
>>> document = DocumentTree("example", ("Codes",), lang="en", sections=(clause,))
>>> from tracecode.publish.documents.traversal import blocks, plain, sections
>>> [plain(section.title) for section in sections(document)]
['Check character']
>>> [type(block).__name__ for block in blocks(document)]
['Paragraph', 'TableBlock']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from tracecode.publish.documents.drawing import Drawing

Lang: TypeAlias = Literal["zh", "en", "both"]
"""The language of a document: Chinese, English, or Chinese with the English below or beside it."""


# --- spans: what stands in a line -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CodeText:
    """An identifier, a code, a value: letters of equal width, never translated, hyphenated or
    wrapped by meaning.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasised text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Variable:
    """A quantity in a formula, in slanted letters, perhaps with an index below it and a power
    above.
    """

    text: str
    below: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a cell or paragraph."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A cross-reference to something of the same document by its id: it shows the number, and leads
    there.

    What is shown by itself: `5.2` of a clause or term, `附录A` of an annex, `表1`, `图1`,
    `式（1）`, the name of a reference or `[1]`, the title of what has no number, of an anchor the
    clause or table in which it stands. Spans are shown instead where given.
    """

    id: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A link out of the document: a relative path or an address."""

    target: str
    spans: Spans


def address(link: Hyperlink) -> str:
    """Where a link leads: nowhere if it is no page and no mailbox, so that no text is run as a
    program.
    """
    scheme, colon, _ = link.target.strip().partition(":")
    ours = (
        not colon
        or any(mark in scheme for mark in "/?#")
        or scheme.lower() in {"http", "https", "mailto"}
    )
    return link.target if ours else ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place without a number that a `Ref` or a link may name, such as the row that defines an
    element.
    """

    id: str


Span: TypeAlias = str | CodeText | Strong | Variable | Break | Ref | Hyperlink | Anchor
Spans: TypeAlias = tuple[Span, ...]


# --- blocks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Note:
    """A note, which holds no requirement; numbered where a clause, table or figure has several."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Example:
    """An example; numbered where a clause has several."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines that keep their line ends and blanks: a message, a command."""

    text: str
    language: str = ""
    """What the text is: `json`, `xml`; nothing depends on it but colour."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list. Each item is blocks, the first mostly a paragraph; a list inside an item stands a
    level deeper.
    """

    items: tuple[tuple[Block, ...], ...]
    marks: Literal["dash", "dot", "letter", "number"] = "dash"
    """`——`, `·`, `a)` or `1)`."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table, which may be as long as it likes: its head stands again on each page.

    One without a caption has no number and nobody can refer to it.
    """

    id: str
    caption: Spans
    head: tuple[Spans, ...]
    """Empty if the table has no head row."""
    rows: tuple[tuple[Spans, ...], ...]
    """Each row has as many cells as the head."""
    weights: tuple[float, ...] = ()
    """How wide the columns are among themselves; empty: by what stands in them."""
    unit: str = ""
    """The unit of all values, stated above the table on the right."""
    notes: tuple[Note, ...] = ()
    listed: bool = True
    """Whether it stands in the contents; it has a number all the same."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: a drawing that is data."""

    id: str
    caption: Spans
    drawing: Drawing
    said: str
    """What the figure shows, in words, for those who do not see it."""
    notes: tuple[Note, ...] = ()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula on a line of its own, with its number in parentheses."""

    id: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its definition, numbered as a clause below the one in which it stands; no entry
    in the contents.
    """

    id: str
    name: Spans
    """The term in the language of the document."""
    other: Spans
    """The term in English; empty in a document that is English."""
    definition: Spans
    source: Spans = ()
    """`GB/T 38155—2019，2.4`, without the brackets and the word before it."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A document that is cited: an entry of the normative references, or of the bibliography, where
    it has a number.
    """

    id: str
    name: str
    """What a cross-reference to it shows: its number, or its title."""
    spans: Spans
    """The whole entry."""
    numbered: bool = False
    """Whether it stands as `[1]`, as in a bibliography."""


Block: TypeAlias = (
    Paragraph
    | Note
    | Example
    | Listing
    | Items
    | TableBlock
    | Figure
    | Formula
    | Term
    | ReferenceEntry
)


# --- sections and the document --------------------------------------------------------------------

SectionKind: TypeAlias = Literal["front", "clause", "annex", "back"]


@dataclass(frozen=True, slots=True)
class Section:
    """A clause, annex, or part without a number, with what is below it.

    Clauses are numbered 1, 2 ..., annexes A, B ...; what is below them 1.1 and A.1, whatever `kind`
    it says. Without a title it is a clause whose number stands before its first paragraph.
    """

    id: str
    title: Spans
    kind: SectionKind = "clause"
    """`front`: foreword, introduction, without number; `back`: bibliography, index, without
    number.
    """
    normative: bool = True
    """Whether an annex is normative or informative; it says so."""
    blocks: tuple[Block, ...] = ()
    """What stands before the first section below."""
    children: tuple[Section, ...] = ()
    listed: bool = True
    """Whether it stands in the contents; below one that does not, none does."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover shows. What is empty is not shown."""

    document_class: str
    """The level words: 天津市地方标准."""
    number: str
    """`DB12/T XXXX—XXXX` in a draft."""
    ics: str = ""
    ccs: str = ""
    replaces: str = ""
    draft: str = ""
    """The word for a draft: 草案."""
    title: Spans = ()
    english: str = ""
    issued: str = ""
    """A whole line: `XXXX-XX-XX 发布`."""
    effective: str = ""
    issuer: str = ""
    remarks: tuple[str, ...] = ()
    """Lines below the title, such as the call for patents of a draft, or the version of the
    data.
    """


@dataclass(frozen=True, slots=True)
class DocumentTree:
    """A whole document."""

    id: str
    """As a name of a file without its ending."""
    title: Spans
    lang: Lang
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    """What stands below the title and before the first section."""
    cover: Cover | None = None
    contents: bool = False
    """Whether a table of contents stands before the first section."""
    numbered: bool = True
    """Whether clauses, tables and figures have numbers; a page of the site has none."""
    subject: str = ""
    """One sentence on the document, for its metadata."""
    keywords: tuple[str, ...] = ()
