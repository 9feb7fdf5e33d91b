"""Numbers of clauses, annexes, terms, tables, figures and formulas: one pass over a tree, for all
writers.

Clauses count 1, 1.1, 1.1.1; annexes A, A.1. Tables, figures and formulas count through the clauses
from 1, and anew in each annex as A.1. The numbers depend on nothing but what stands before.

>>> from tracecode.publish.documents.tree import DocumentTree, Paragraph, Ref, Section
>>> inner = Section("digits", ("校验码",), blocks=(Paragraph(("见附录", Ref("lists"), "。")),))
>>> outer = Section("codes", ("编码规则",), children=(inner,))
>>> numbering = number(DocumentTree("d", ("农药",), "zh", (outer, Section("lists", ("代码表",), "annex"))))
>>> [(place.level, place.label, place.title) for place in numbering.outline]
[(1, '1', '编码规则'), (2, '1.1', '校验码'), (1, '附录A', '代码表')]
>>> numbering.shown["digits"], numbering.shown["lists"]
('1.1', '附录A')
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracecode.errors import BilingualError
from tracecode.publish.documents.traversal import blocks, inside, plain, runs, sections, spans
from tracecode.publish.documents.tree import (
    Anchor,
    Block,
    DocumentTree,
    Example,
    Figure,
    Formula,
    Items,
    Note,
    Paragraph,
    Ref,
    ReferenceEntry,
    Section,
    Strong,
    TableBlock,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.tree import Lang, SectionKind, Spans


class BrokenDocument(BilingualError, ValueError):
    """A document whose references lead nowhere, or in which one id names two things."""


class ContentsEntry(NamedTuple):
    """An entry of the contents."""

    id: str
    level: int
    """1 of a clause, 2 of what is below it; 1 of tables and figures."""
    label: str
    """Its number as it is shown: `5.2`, `附录A`, `表1`; empty if it has none."""
    title: str
    kind: SectionKind | Literal["table", "figure"]
    status: str = ""
    """Of an annex: （规范性） or （资料性）."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """What the numbers of a document are."""

    labels: dict[str, str]
    """The number of everything that has one, by id, as it stands before its title: `5.2`, `附录A`,
    `表1`, `[1]`.
    """
    shown: dict[str, str]
    """What a cross-reference shows, by id of everything that can be referred to."""
    outline: tuple[ContentsEntry, ...]
    """The entries of the contents: sections in order, then figures, then tables."""


@dataclass(slots=True)
class _Count:
    """How far the numbers have come."""

    lang: Lang
    numbered: bool
    annex: str = ""
    """The letter of the annex with its point: `A.`; empty in the clauses."""
    counts: dict[str, int] = field(default_factory=dict)
    references: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    parts: list[ContentsEntry] = field(default_factory=list)
    tables: list[ContentsEntry] = field(default_factory=list)
    figures: list[ContentsEntry] = field(default_factory=list)

    def next(self, what: str) -> str:
        """The next number of tables, figures or formulas; empty in a document without numbers."""
        if not self.numbered:
            return ""
        self.counts[what] = self.counts.get(what, 0) + 1
        return f"{self.annex}{self.counts[what]}"


class PartNames(NamedTuple):
    """What a document calls its parts."""

    annex: str
    table: str
    figure: str
    formula: str
    note: str
    example: str
    normative: str
    informative: str
    contents: str
    source: str
    continued: str
    between: str
    """Between such a word and a number."""
    colon: str
    opened: str
    closed: str


ZH = PartNames(
    "附录",
    "表",
    "图",
    "式",
    "注",
    "示例",
    "规范性",
    "资料性",
    "目次",
    "来源",
    "续",
    "",
    "：",
    "（",
    "）",
)
EN = PartNames(
    "Annex", "Table", "Figure", "Formula", "Note", "Example", "normative", "informative",
    "Contents", "SOURCE", "continued", " ", ": ", "(", ")",
)  # fmt: skip


def words(lang: Lang) -> PartNames:
    """What a document of a language calls its parts; one in both languages calls them as a Chinese
    one.
    """
    return EN if lang == "en" else ZH


def status(section: Section, lang: Lang) -> str:
    """What an annex says of itself: （规范性） or （资料性）; empty for anything else."""
    if section.kind != "annex":
        return ""
    named = words(lang)
    return (
        f"{named.opened}{named.normative if section.normative else named.informative}{named.closed}"
    )


def led(section: Section, label: str) -> tuple[Block, ...]:
    """The blocks of a clause without a title: its number stands before its first paragraph."""
    number: Spans = (Anchor(section.id), Strong((label,)), "　")
    first = section.blocks[0] if section.blocks else None
    if isinstance(first, Paragraph):
        return Paragraph(number + first.spans), *section.blocks[1:]
    return Paragraph(number[:2]), *section.blocks


def number(document: DocumentTree) -> Numbering:
    """The numbers of a document.

    Raises:
        BrokenDocument: an id stands twice, a cross-reference leads nowhere, or a row of a table
            lacks a cell; the text names the ids.
    """
    _hold(document)
    count = _Count(document.lang, document.numbered)
    _number_blocks(document.blocks, count)
    clauses = annexes = 0
    for section in document.sections:
        label = ""
        if document.numbered and section.kind == "clause":
            clauses += 1
            label = str(clauses)
        elif document.numbered and section.kind == "annex":
            annexes += 1
            label = letter(annexes)
            count.annex, count.counts = f"{label}.", {}
        _number_section(section, label, 1, count, section.kind, listed=True)
    return Numbering(count.labels, count.shown, (*count.parts, *count.figures, *count.tables))


def broken(document: DocumentTree) -> tuple[list[str], list[str]]:
    """Ids that name two things, and ids that cross-references name and nothing has."""
    known: dict[str, int] = {}
    wanted: dict[str, None] = {}
    for id in _ids(document):
        known[id] = known.get(id, 0) + 1
    for block in blocks(document):
        for run in runs(block):
            wanted.update((span.id, None) for span in spans(run) if isinstance(span, Ref))
    return [id for id, times in known.items() if times > 1], [
        id for id in wanted if id not in known
    ]


def ragged(document: DocumentTree) -> list[str]:
    """The ids of tables in which a row has more or fewer cells than the head."""
    tables = [block for block in blocks(document) if isinstance(block, TableBlock)]
    return [table.id for table in tables if len({*map(len, table.rows), len(table.head)} - {0}) > 1]


def _hold(document: DocumentTree) -> None:
    twice, nowhere = broken(document)
    faults = (
        ("ids that name two things", "标识重复", twice),
        ("cross-references to nothing", "引用的对象不存在", nowhere),
        ("tables whose rows differ in cells", "表中各行单元格数不一", ragged(document)),
    )
    if found := [fault for fault in faults if fault[2]]:
        en = "; ".join(f"{what}: {', '.join(ids[:9])}" for what, _, ids in found)
        zh = "；".join(f"{what}：{'、'.join(ids[:9])}" for _, what, ids in found)
        raise BrokenDocument(f"document {document.id}: {en}", f"文件 {document.id}：{zh}")


def _ids(document: DocumentTree) -> Iterator[str]:
    yield from (section.id for section in sections(document) if section.id)
    for block in blocks(document):
        if isinstance(block, TableBlock | Figure | Formula | Term | ReferenceEntry) and block.id:
            yield block.id
        for run in runs(block):
            yield from (span.id for span in spans(run) if isinstance(span, Anchor))


def letter(count: int) -> str:
    """The letter of an annex: A to Z, then AA."""
    letters = ""
    while count:
        count, left = divmod(count - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters


def _number_section(
    section: Section, label: str, level: int, count: _Count, kind: SectionKind, *, listed: bool
) -> None:
    named = words(count.lang)
    annex = kind == "annex" and level == 1
    shown = f"{named.annex}{named.between}{label}" if annex and label else label
    title, listed = plain(section.title), listed and section.listed
    count.labels[section.id], count.shown[section.id] = shown, shown or title
    if listed and section.title:
        mark = status(section, count.lang) if annex else ""
        count.parts.append(ContentsEntry(section.id, level, shown, title, kind, mark))
    terms = _number_blocks(section.blocks, count, label, shown or title)
    for at, child in enumerate(section.children, terms + 1):
        _number_section(
            child, f"{label}.{at}" if label else "", level + 1, count, kind, listed=listed
        )


def _number_blocks(
    within: tuple[Block, ...], count: _Count, label: str = "", section: str = ""
) -> int:
    """Number the blocks of a section itself; how many terms it defines."""
    named = words(count.lang)
    terms = 0
    for block in inside(within):
        home = section
        match block:
            case Term():
                terms += 1
                count.labels[block.id] = f"{label}.{terms}" if label else ""
                home = count.shown[block.id] = count.labels[block.id] or plain(block.name)
            case TableBlock() | Figure():
                home = _caption(block, count)
            case Formula():
                at = count.next("formula")
                count.labels[block.id] = f"{named.opened}{at}{named.closed}" if at else ""
                count.shown[block.id] = f"{named.formula}{named.between}{count.labels[block.id]}"
            case ReferenceEntry():
                if block.numbered:
                    count.references += 1
                    count.labels[block.id] = f"[{count.references}]"
                count.shown[block.id] = count.labels.get(block.id) or block.name
            case _:
                pass
        for run in runs(block):
            count.shown.update((span.id, home) for span in spans(run) if isinstance(span, Anchor))
    return terms


def _caption(block: TableBlock | Figure, count: _Count) -> str:
    """Number a table or figure; what a reference to it shows."""
    named, label, title = words(count.lang), "", plain(block.caption)
    kind: Literal["table", "figure"] = "table" if isinstance(block, TableBlock) else "figure"
    if block.caption and (at := count.next(kind)):
        label = f"{named.table if kind == 'table' else named.figure}{named.between}{at}"
        if block.listed:
            (count.tables if kind == "table" else count.figures).append(
                ContentsEntry(block.id, 1, label, title, kind)
            )
    count.labels[block.id], count.shown[block.id] = label, label or title
    return label or title


def note_labels(within: tuple[Block, ...], lang: Lang) -> dict[int, str]:
    """The words before the notes and examples of one clause, table, figure or term, by the identity
    of the block.

    `注：` of the only one, `注1：` of several. Notes of a table or a term inside count apart.
    """
    named, labels = words(lang), {}
    flat = list(_flat(within))
    for kind, word in ((Note, named.note), (Example, named.example)):
        alike = [block for block in flat if isinstance(block, kind)]
        for at, block in enumerate(alike, 1):
            labels[id(block)] = (
                f"{word}{f'{named.between}{at}' if len(alike) > 1 else ''}{named.colon}"
            )
    return labels


def _flat(within: tuple[Block, ...]) -> Iterator[Block]:
    """Blocks with those inside lists and examples."""
    for block in within:
        yield block
        if isinstance(block, Example):
            yield from _flat(block.blocks)
        elif isinstance(block, Items):
            for item in block.items:
                yield from _flat(item)
