"""A document in the making: its language, its cross-references, and the sources that it really
cites.

Chapters are functions that take a `DocumentDraft` and give sections of the tree; none knows how a
language is chosen.

>>> from tracecode.publish.standard_document.extent import extent
>>> from tracecode.standard.resolved import packaged
>>> draft = DocumentDraft(packaged(), extent(packaged(), product="pesticide"), "both")
>>> draft.title(Text(zh="范围", en="Scope"))
('范围 Scope',)
>>> [block.spans for block in draft.paragraphs("见{list}。", "See {list}.", list=Ref("codelist-stage"))]
[('见', Ref(id='codelist-stage', spans=()), '。'), ('See ', Ref(id='codelist-stage', spans=()), '.')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from tracecode.publish.documents.identity import identity
from tracecode.publish.documents.tree import (
    Break,
    CodeText,
    Items,
    Paragraph,
    Ref,
    Section,
    Spans,
    TableBlock,
)
from tracecode.publish.documents.voice import Voice
from tracecode.publish.documents.words import EVIDENCE
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from datetime import date

    from tracecode.publish.documents.tree import Block, Lang, Span
    from tracecode.publish.standard_document.extent import Extent
    from tracecode.spec.base import Citation, Evidence
    from tracecode.standard.resolved import Resolved

NOTHING: Spans = ("—",)
"""What stands in an empty cell."""
_YEAR = re.compile(r"-([0-9]{4})(?=$|[^0-9])", re.ASCII)
_STANDARD = re.compile(r"[A-Z]+[0-9]*(/[A-Z]+)? [A-Z]?[0-9]", re.ASCII)


class DocumentDraft(Voice):
    """What is written about, in which language, and what has been cited so far."""

    def __init__(self, standard: Resolved, extent: Extent, lang: Lang) -> None:
        super().__init__(standard, ("zh", "en") if lang == "both" else (lang,))
        self.extent, self.lang = extent, lang
        self.identity = identity(standard)
        self.cited: dict[str, None] = {}
        """The sources that a provision rests on, in the order of their first citation."""

    def itself(self, text: str) -> str:
        """The document speaks of itself: 本文件."""
        return _itself(text)

    # --- words ------------------------------------------------------------------------------------

    def title(self, text: Text) -> Spans:
        """A text as a heading."""
        return ("".join(span for span in self.spans(text) if isinstance(span, str)),)

    def paragraphs(self, zh: str, en: str, **parts: Text | Span | Spans) -> tuple[Block, ...]:
        """The same as a paragraph, a language each."""
        return tuple(
            Paragraph(tuple(self._filled(zh if lang == "zh" else en, lang, parts)))
            for lang in self.languages
        )

    def texts(self, text: Text | None) -> tuple[Block, ...]:
        """A text of the specifications as paragraphs, a language each."""
        if text is None:
            return ()
        texts = {
            _itself(getattr(text, lang)): "。" if lang == "zh" else "." for lang in self.languages
        }
        return tuple(Paragraph((ended(one, mark),)) for one, mark in texts.items() if one)

    # --- blocks -----------------------------------------------------------------------------------

    def table(
        self, id: str, caption: Text, head: Sequence[Text], rows: Iterable[Sequence[Spans]],
        weights: tuple[float, ...], *, listed: bool = True,
    ) -> tuple[Block, ...]:  # fmt: skip
        """A table; nothing if it has no rows. One that belongs to a single definition is not listed
        in the contents.
        """
        cells = tuple(tuple(cell or NOTHING for cell in row) for row in rows)
        if not cells:
            return ()
        return (
            TableBlock(
                id, self.title(caption), tuple(map(self.cell, head)), cells, weights, listed=listed
            ),
        )

    def items(
        self, lines: Iterable[Spans], marks: Literal["dash", "letter"] = "dash"
    ) -> tuple[Block, ...]:
        """A list of lines, which end with semicolons and the last with a full stop; nothing if
        there are none.
        """
        there = [line for line in lines if line]
        ends = (";", ".") if self.lang == "en" else ("；", "。")
        closed = ((*line, ends[at == len(there)]) for at, line in enumerate(there, 1))
        listed = tuple((Paragraph(line),) for line in closed)
        return (Items(listed, marks),) if listed else ()

    def facts(self, pairs: Iterable[tuple[Text, Spans | None]]) -> tuple[Block, ...]:
        """A list of what is said of a thing: `标识对象：主体；`. What has no value is left out."""
        return self.items((*self.spans(name), self.colon, *value) for name, value in pairs if value)

    def section(
        self, id: str, title: Text, blocks: Iterable[Block] = (), children: Iterable[Section] = (),
        *, listed: bool = True,
    ) -> Section:  # fmt: skip
        """A clause."""
        return Section(
            id, self.title(title), blocks=tuple(blocks), children=tuple(children), listed=listed
        )

    # --- cross-references -------------------------------------------------------------------------

    def values(self, codelist: str) -> dict[str, Text]:
        """The names of a code list's values; none where a small standard has no such list."""
        if codelist not in self.standard.ids("codelist"):
            return {}
        return {entry.code: entry.name for entry in self.standard.codelist(codelist).entries}

    def categories(self) -> dict[str, Text]:
        """The categories of the document's items, in their order."""
        names = self.values("category")
        own = dict.fromkeys(self.standard.product(id).category for id in self.extent.products)
        return {id: names.get(id, Text(zh=id, en=id)) for id in own}

    def refer(self, kind: str, id: str, called: Text) -> Span | Text:
        """A thing that most standards have, by number; by what it is called where this one has it
        not.
        """
        known = {
            "codelist": self.extent.codelists,
            "group": self.extent.groups,
            "record": [layout.id for layout in self.extent.layouts],
        }
        return Ref(f"{kind}-{id}") if id in known[kind] else called

    def see(self, id: str, name: Text) -> Spans:
        """A thing by its name, with the number of the clause that defines it."""
        return (*self.spans(name), *self.opened((Ref(id),)))

    def scheme(self, id: str) -> Spans:
        """An encoding rule."""
        return self.see(f"scheme-{id}", self.standard.scheme(id).name)

    def codelist(self, id: str) -> Spans:
        """A code list."""
        return self.see(f"codelist-{id}", self.standard.codelist(id).name)

    def group(self, id: str) -> Spans:
        """A group of elements."""
        return self.see(f"group-{id}", self.standard.group(id).name)

    def product(self, id: str) -> Spans:
        """An item of the catalogue."""
        return self.see(f"item-{id}", self.standard.product(id).name)

    def element(self, id: str) -> Spans:
        """An element of the dictionary by its name, which leads to the row that defines it."""
        return (Ref(f"element-{id}", self.spans(self.standard.indicator(id).name)),)

    def chars(self, chars: str) -> Spans:
        """Characters: a named alphabet, or the class itself."""
        if chars.startswith("["):
            return (CodeText(chars),)
        return self.see("alphabets", self.standard.alphabet(chars).name)

    # --- sources ----------------------------------------------------------------------------------

    def cite(self, source: Citation, evidence: Evidence | None = None) -> Spans:
        """A source with its clause, and below it how sure the rule is."""
        self.cited.setdefault(source.ref)
        clause = f"{', ' if self.lang == 'en' else '，'}{source.clause}" if source.clause else ""
        document = self.standard.source(source.ref)
        # no document, hence a term
        shown = self.spans(document.title) if document.evidence == "project" else ()
        name: Spans = (Ref(f"source-{source.ref}", shown), *((clause,) if clause else ()))
        if evidence is None or source.ref == evidence:  # what the project defines says so already
            return name
        return (*name, Break(), *self.evidence(evidence))

    def cite_within(self, source: Citation, evidence: Evidence) -> Spans:
        """The same inside a sentence."""
        comma = ", " if self.lang == "en" else "，"
        return tuple(
            comma if isinstance(part, Break) else part for part in self.cite(source, evidence)
        )

    def evidence(self, evidence: Evidence) -> Spans:
        """How sure a rule is, as a mark."""
        return self.spans(EVIDENCE[evidence])

    def period(self, first: date | None, last: date | None) -> Spans:
        """From when to when something holds."""
        if first is None and last is None:
            return NOTHING
        return (f"{first or '…'} ～ {last or '…'}",)


def _itself(text: str) -> str:
    """A text of the data, which speaks of the standard, as the document speaks of itself:
    本文件.
    """
    return text.replace("本标准", "本文件").replace("this standard", "this document")


def ended(sentence: str, mark: str) -> str:
    """A sentence of the data, which mostly has no mark at its end, with one."""
    return (
        sentence
        if sentence.endswith(("。", "！", "？", "；", ".", "!", "?", ";"))
        else sentence + mark
    )


def is_standard(number: str | None) -> bool:
    """Whether a number is that of a standard or technical rule: `GB 32100-2015`, and not that of an
    order or notice.
    """
    return number is not None and _STANDARD.match(number) is not None


def printed(number: str) -> str:
    """A number as standards print it, the year behind a long dash: `GB 32100—2015`."""
    return _YEAR.sub(r"—\1", number, count=1)
