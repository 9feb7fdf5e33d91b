"""Clauses 3 and 4: the terms of the standard, the symbols, and the abbreviations that really stand
in the document.
"""

# tables: one symbol a line

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracecode.lint.terms import stands
from tracecode.publish.documents.traversal import blocks, plain, runs, sections
from tracecode.publish.documents.tree import Break, Note, Ref, Section, Term, Variable
from tracecode.publish.standard_document.draft import is_standard, printed
from tracecode.publish.standard_document.wording import NO_TERMS, SYMBOLS, TERMS
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracecode.publish.documents.tree import Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.term_model import TermSpec

CONVENTION = Text(
    zh="没有查到相应文件，由本文件自行规定的内容",
    en="what this document lays down itself, since no document was found",
)

_SYMBOLS: tuple[tuple[Spans, Text], ...] = (
    ((Variable("a", below="i"),), Text(zh="参与校验的第 i 个字符的数值", en="value of character i of those that are "
                                                                "checked")),
    ((Variable("w", below="i"),), Text(zh="第 i 个字符的权", en="weight of character i")),
    ((Variable("S"),), Text(zh="加权和", en="weighted sum")),
    ((Variable("m"),), Text(zh="模数", en="modulus")),
    ((Variable("r"),), Text(zh="余数", en="remainder")),
    ((Variable("s", below="i"),), Text(zh="混合系统第 i 步的和", en="sum of step i of a hybrid "
                                                            "system")),
    ((Variable("p", below="i"),), Text(zh="混合系统第 i 步的积", en="product of step i of a hybrid "
                                                            "system")),
    (("M",), Text(zh="必填", en="mandatory")),
    (("C",), Text(zh="有条件必填", en="conditional")),
    (("O",), Text(zh="可选", en="optional")),
)  # fmt: skip


def defined(draft: DocumentDraft) -> list[TermSpec]:
    """The terms with a definition, in the order of the specifications."""
    listed = map(draft.standard.term, draft.standard.written("term"))
    return [term for term in listed if term.definition is not None]


def terms(draft: DocumentDraft) -> Section:
    """Clause 3."""
    conventions = (draft.standard.source(id) for id in draft.standard.ids("source"))
    entries = [_defined(draft, term) for term in defined(draft)]
    entries += [
        _term(draft, f"source-{spec.id}", spec.title, CONVENTION)
        for spec in conventions
        if spec.evidence == "project"
    ]
    lead = draft.texts(TERMS if entries else NO_TERMS)
    return draft.section(
        "terms", Text(zh="术语和定义", en="Terms and definitions"), (*lead, *entries)
    )


def _defined(draft: DocumentDraft, term: TermSpec) -> Term:
    """A term with its source, unless the standard itself defines it."""
    assert term.definition is not None
    entry = _term(draft, f"term-{term.id}", term.name, term.definition)
    if term.source.ref == term.evidence == "project":
        return entry
    cited = draft.cite_within(term.source, term.evidence)
    clause, number = term.source.clause, draft.standard.source(term.source.ref).number
    # without a year
    if clause is None or number is None or not is_standard(number) or printed(number) == number:
        return replace(entry, notes=(Note(cited),))
    sure = () if term.evidence == "confirmed" else (Note(draft.evidence(term.evidence)),)
    return replace(entry, source=(Ref(f"source-{term.source.ref}"), f"，{clause}"), notes=sure)


def _term(draft: DocumentDraft, id: str, name: Text, definition: Text) -> Term:
    english = draft.lang == "en"
    return Term(
        id,
        (name.en if english else name.zh,),
        () if english else (name.en,),
        draft.spans(Text(zh=f"{definition.zh}。", en=f"{definition.en}."), Break()),
    )


def symbols(draft: DocumentDraft, others: Iterable[Section]) -> Section:
    """Clause 4: the symbols, and those abbreviations that stand in the other sections."""
    lines = ((*short, draft.colon, *draft.spans(name)) for short, name in _SYMBOLS)
    listed = draft.section(
        "symbol-list", Text(zh="符号", en="Symbols"), (*draft.texts(SYMBOLS), *draft.items(lines))
    )
    children = [listed]
    if shorts := [*_abbreviations(draft, others)]:
        lead = draft.paragraphs(
            "本文件使用下列缩略语：", "This document uses the following abbreviations:"
        )
        named = (
            (short, draft.colon, *draft.spans(Text(zh=f"{zh}（{en}）", en=en)))
            for short, (zh, en) in shorts
        )
        titled = Text(zh="缩略语", en="Abbreviations")
        children.append(draft.section("abbreviations", titled, (*lead, *draft.items(named))))
    return draft.section(
        "symbols", Text(zh="符号和缩略语", en="Symbols and abbreviations"), children=children
    )


def _abbreviations(
    draft: DocumentDraft, others: Iterable[Section]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """The abbreviations that stand in some sections, with their full names, in the order of the
    alphabet.
    """
    said = "\n".join(text for section in others for text in _texts(section))
    known = {
        term.abbreviation: term.name
        for term in map(draft.standard.term, draft.standard.ids("term"))
        if term.abbreviation
    }
    for short, name in sorted(known.items()):
        if stands(short, said):
            yield short, (name.zh, name.en)


def _texts(section: Section) -> Iterator[str]:
    """Every run of text of a section, titles too."""
    for inner in (section, *sections(section)):
        yield plain(inner.title)
    for block in blocks(section):
        yield from map(plain, runs(block))
