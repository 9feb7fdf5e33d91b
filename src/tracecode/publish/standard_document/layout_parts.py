"""Lints of what stands anywhere: terms, lists, annexes, tables, figures, notes, data elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.publish.documents.numbering import words
from tracecode.publish.documents.traversal import blocks, inside, plain, runs, spans
from tracecode.publish.documents.tree import (
    Anchor,
    Break,
    CodeText,
    Example,
    Figure,
    Formula,
    Items,
    Note,
    Paragraph,
    Ref,
    TableBlock,
    Term,
)
from tracecode.publish.documents.words import WORDS
from tracecode.publish.standard_document.elements import GROUP, TYPES
from tracecode.publish.standard_document.layout_front import REQUIRED

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Block, Spans
    from tracecode.publish.standard_document.layout_tree import Found, Laid

_SOURCE = re.compile(
    r"(?:[A-Z]+(?:/[A-Z]+)?|DB[0-9]{2}(?:[0-9]{2})?(?:/T)?) [0-9.]+—[0-9]{4}"
    r"，[A-Z]?[0-9.]+(?:，有修改)?",
    re.ASCII,
)
_SELF = re.compile(r"本标准|本部分|\bthis (?:standard|part)\b", re.IGNORECASE)
_OLD = re.compile(r"（(?:规范性|资料性)附录）")


def term_entry(laid: Laid) -> Iterator[Found]:
    """A term in both languages with its definition; in an English document in English."""
    for block in blocks(laid.document):
        if isinstance(block, Term):
            english = block.other or laid.document.lang == "en"
            if not (plain(block.name) and english and plain(block.definition)):
                yield block.id, plain(block.name)


def term_source(laid: Laid) -> Iterator[Found]:
    """GB/T 38155—2019，2.4, or with 有修改; a local standard has digits behind DB."""
    for block in blocks(laid.document):
        if (
            isinstance(block, Term)
            and block.source
            and not _SOURCE.fullmatch(laid.text(block.source))
        ):
            yield block.id, laid.text(block.source)


def self_reference(laid: Laid) -> Iterator[Found]:
    """No 本标准 and no 本部分."""
    for place, text in laid.texts():
        if match := _SELF.search(text):
            yield place, match[0]


def list_marks(laid: Laid) -> Iterator[Found]:
    """A list of the first level has dashes, dots or letters; numbers stand below letters."""
    for section, _ in laid.homes:
        yield from ((section.id, found) for found in _marks(section.blocks, None))


def _marks(within: tuple[Block, ...], above: str | None) -> Iterator[str]:
    for block in within:
        if isinstance(block, Example):
            yield from _marks(block.blocks, above)
        if isinstance(block, Items):
            if (block.marks == "number") != (above == "letter"):
                yield f"{block.marks} below {above}"
            for item in block.items:
                yield from _marks(item, block.marks)


def annex_numbers(laid: Laid) -> Iterator[Found]:
    """Letters in order; what stands in an annex begins with its letter."""
    letters = 0
    for section, top in laid.homes:
        if top.kind != "annex":
            continue
        if section is top:
            letters += 1
            want = (
                laid.numbering.labels[top.id].removeprefix(words(laid.document.lang).annex).strip()
            )
            if letters <= 26 and want != chr(ord("A") + letters - 1):
                yield top.id, want
        elif not laid.numbering.labels[section.id].startswith(f"{want}."):
            yield section.id, laid.numbering.labels[section.id]
        for block in inside(section.blocks):
            if isinstance(block, TableBlock | Figure | Formula) and block.id:
                label = laid.numbering.labels.get(block.id, "")
                if label and f"{want}." not in label:
                    yield block.id, label


def annex_status(laid: Laid) -> Iterator[Found]:
    """The words of 2020, in the contents and in the text."""
    known = {f"（{word}）" for word in ("规范性", "资料性")} | {"(normative)", "(informative)"}
    for place in laid.numbering.outline:
        if place.kind == "annex" and place.level == 1 and place.status not in known:
            yield place.id, place.status
    for place_id, text in laid.texts():
        if match := _OLD.search(text):
            yield place_id, match[0]


def annex_mentioned(laid: Laid) -> Iterator[Found]:
    """A cross-reference to each annex, from outside it."""
    named: set[str] = set()
    for top in laid.document.sections:
        for block in blocks(top):
            for run in runs(block):
                named.update(
                    span.id for span in spans(run) if isinstance(span, Ref) and span.id != top.id
                )
    for top in laid.document.sections:
        if top.kind == "annex" and top.id not in named:
            yield top.id, plain(top.title)


def table_title(laid: Laid) -> Iterator[Found]:
    """A title, so a number, and a head; the index behind the annexes is a list in columns."""
    for section, block in laid.located():
        if (
            section.kind != "back"
            and isinstance(block, TableBlock)
            and not (plain(block.caption) and block.head and laid.numbering.labels.get(block.id))
        ):
            yield block.id or section.id, plain(block.caption)


def figure_title(laid: Laid) -> Iterator[Found]:
    """A title, so a number."""
    for section, block in laid.located():
        if isinstance(block, Figure) and not (
            plain(block.caption) and laid.numbering.labels.get(block.id)
        ):
            yield block.id or section.id, plain(block.caption)


def note_requirements(laid: Laid) -> Iterator[Found]:
    """No word that marks a requirement."""
    for section, block in laid.located():
        within: list[Block] = [*inside(block.blocks)] if isinstance(block, Example) else [block]
        for one in within if isinstance(block, Example | Note) else ():
            if isinstance(one, Note | Paragraph) and REQUIRED.search(text := laid.text(one.spans)):
                yield section.id, text


# --- data elements --------------------------------------------------------------------------------


def _themes(laid: Laid) -> Iterator[TableBlock]:
    """The tables of the directory."""
    directory = laid.tops.get("directory")
    for block in blocks(directory) if directory is not None else ():
        if isinstance(block, TableBlock) and block.id.startswith("table-theme-"):
            yield block


def _lines(cell: Spans) -> list[str]:
    """The lines of a cell."""
    lines: list[list[object]] = [[]]
    for span in cell:
        if isinstance(span, Break):
            lines.append([])
        else:
            lines[-1].append(span)
    return [plain(tuple(line)) for line in lines]  # type: ignore[arg-type]


def element_attributes(laid: Laid) -> Iterator[Found]:
    """Identifier, name with the English one below it, definition, type; a format, or a group as
    domain.
    """
    for table in _themes(laid):
        definition, domain = _column(table, "definition"), _column(table, "domain")
        for row in table.rows:
            anchors = [span.id for span in row[1] if isinstance(span, Anchor)]
            named = len(anchors) == 1 and any(isinstance(span, CodeText) for span in row[1])
            lines = 2 if laid.document.lang == "en" else 3
            whole = named and len([*filter(None, _lines(row[1]))]) >= lines
            if whole and definition is not None and domain is not None:
                formed = any(isinstance(span, CodeText) for span in row[definition + 1])
                whole = bool(plain(row[definition])) and (
                    formed or any(isinstance(span, Ref) for span in row[domain])
                )
            if not whole or definition is None or domain is None:
                yield table.id, plain(row[1])


def element_type(laid: Laid) -> Iterator[Found]:
    """One of the types that are laid down, or a group; it stands beside the definition."""
    known = {text for kind in (*TYPES.values(), GROUP) for text in (kind.zh, kind.en)}
    for table in _themes(laid):
        at = _column(table, "definition")
        for row in table.rows:
            kind = _lines(row[at + 1])[0] if at is not None else ""
            if kind not in known:
                yield table.id, kind


def element_obligation(laid: Laid) -> Iterator[Found]:
    """M, C or O."""
    for section, block in laid.located():
        if isinstance(block, TableBlock) and block.id.startswith(("table-record-", "table-group-")):
            at = _column(block, "obligation")
            for row in block.rows:
                mark = plain(row[at]) if at is not None else ""
                if mark not in ("M", "C", "O"):
                    yield section.id, mark


def _column(table: TableBlock, word: str) -> int | None:
    """The place of a column by its head; None if there is none."""
    heads = [plain(head) for head in table.head]
    return next(
        (at for at, h in enumerate(heads) if h.startswith(WORDS[word].zh) or h == WORDS[word].en),
        None,
    )
