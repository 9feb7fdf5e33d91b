"""Lints of what stands first: order of the parts, cover, contents, foreword, clauses 1 to 4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from tracecode.publish.documents.traversal import blocks, plain
from tracecode.publish.documents.tree import Cover, Figure, ReferenceEntry, TableBlock, Term
from tracecode.publish.standard_document import wording
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Section
    from tracecode.publish.standard_document.layout_tree import Found, Laid

_TITLES = (
    Text(zh="范围", en="Scope"),
    Text(zh="规范性引用文件", en="Normative references"),
    Text(zh="术语和定义", en="Terms and definitions"),
)
_FIRST = ("foreword", "introduction", "scope", "references", "terms", "symbols", "general")
"""The parts whose place among all is laid down, by id; other clauses stand behind them."""
_NUMBER = re.compile(r"DB[0-9]{2}(?:[0-9]{2})?/T (?:[0-9]+|XXXX)—(?:[0-9]{4}|XXXX)", re.ASCII)
_UNDASHED = re.compile(r"[A-Z]+(?:/[A-Z]+)? [0-9.]+-[0-9]{4}(?![0-9])", re.ASCII)
REQUIRED = re.compile(r"应(?!用|急|答|收|变|力)|不得|必须|\b(?:shall|must)\b")
"""The words that mark a requirement; which they are is a recollection."""


def order_of_parts(laid: Laid) -> Iterator[Found]:
    """Cover, contents, foreword, introduction, clauses, annexes, bibliography, index."""
    document = laid.document
    if document.cover is None:
        yield "cover", ""
    if not document.contents:
        yield "contents", ""
    ranked = [(_rank(section), section.id) for section in document.sections]
    for (rank, _), (after, id) in pairwise(ranked):
        if after < rank:
            yield id, "stands too late"


def _rank(section: Section) -> tuple[int, int]:
    kind = {"front": 0, "clause": 1, "annex": 2, "back": 3}[section.kind]
    if section.kind == "back":
        return kind, int(section.id == "index")
    return kind, _FIRST.index(section.id) if section.id in _FIRST else len(_FIRST)


def first_clauses(laid: Laid) -> Iterator[Found]:
    """Clauses 1, 2 and 3 with their titles."""
    clauses = [section for section in laid.document.sections if section.kind == "clause"]
    for at, wanted in enumerate(_TITLES):
        titled = plain(clauses[at].title) if at < len(clauses) else ""
        if not titled.startswith(laid.said(wanted)):
            yield clauses[at].id if at < len(clauses) else "", titled


# --- the cover ------------------------------------------------------------------------------------


def _cover(laid: Laid) -> Cover:
    return laid.document.cover or Cover("", "")


def cover_fields(laid: Laid) -> Iterator[Found]:
    """What a cover shows."""
    cover = _cover(laid)
    for field in (
        "document_class",
        "number",
        "ics",
        "ccs",
        "issued",
        "effective",
        "issuer",
        "title",
    ):
        if not getattr(cover, field):
            yield "cover", field


def cover_filing(laid: Laid) -> Iterator[Found]:
    """The filing number."""
    word = "Filing number" if laid.document.lang == "en" else "备案号"
    if not any(word in line for line in _cover(laid).remarks):
        yield "cover", word


def cover_titles(laid: Laid) -> Iterator[Found]:
    """Chinese title and English title; an English document has the English one alone."""
    cover = _cover(laid)
    if not cover.title or (laid.document.lang != "en" and not cover.english):
        yield "cover", plain(cover.title)


def cover_number(laid: Laid) -> Iterator[Found]:
    """DB, two or four digits, /T, serial, long dash, year."""
    if not _NUMBER.fullmatch(number := _cover(laid).number):
        yield "cover", number


def cover_draft(laid: Laid) -> Iterator[Found]:
    """A draft says so and carries no number; what carries one is no draft."""
    cover = _cover(laid)
    if bool(cover.draft) != ("XXXX" in cover.number):
        yield "cover", f"{cover.number} {cover.draft}"


def cover_patents(laid: Laid) -> Iterator[Found]:
    """The call for patents of a draft."""
    cover = _cover(laid)
    word = "patents" if laid.document.lang == "en" else "专利"
    if cover.draft and not any(word in line for line in cover.remarks):
        yield "cover", cover.draft


# --- the contents ---------------------------------------------------------------------------------

_KINDS = ("front", "clause", "annex", "back", "figure", "table")


def contents_order(laid: Laid) -> Iterator[Found]:
    """Front matter, clauses, annexes, bibliography and index, figures, tables."""
    outline = laid.numbering.outline
    for place, after in pairwise(outline):
        inside = after.level > 1 and after.kind == "clause"  # a clause of an annex
        if not inside and _KINDS.index(after.kind) < _KINDS.index(place.kind) and place.level == 1:
            yield "contents", after.id


def contents_annexes(laid: Laid) -> Iterator[Found]:
    """An annex with its status and its title."""
    for place in laid.numbering.outline:
        if place.kind == "annex" and place.level == 1 and not (place.status and place.title):
            yield "contents", place.id


def contents_terms(laid: Laid) -> Iterator[Found]:
    """No term."""
    terms = {block.id for block in blocks(laid.document) if isinstance(block, Term)}
    for place in laid.numbering.outline:
        if place.id in terms:
            yield "contents", place.id


def contents_whole(laid: Laid) -> Iterator[Found]:
    """Every part of the first level."""
    listed = {place.id for place in laid.numbering.outline}
    for section in laid.document.sections:
        if section.id not in listed:
            yield "contents", section.id


# --- the foreword ---------------------------------------------------------------------------------


def foreword_numbers(laid: Laid) -> Iterator[Found]:
    """No clauses, no number."""
    foreword = laid.tops.get("foreword")
    if foreword is not None and (foreword.children or foreword.kind != "front"):
        yield "foreword", ""


def foreword_figures(laid: Laid) -> Iterator[Found]:
    """No figures and tables."""
    foreword = laid.tops.get("foreword")
    for block in blocks(foreword) if foreword is not None else ():
        if isinstance(block, Figure | TableBlock):
            yield "foreword", block.id


def foreword_requirements(laid: Laid) -> Iterator[Found]:
    """No requirements."""
    for paragraph in laid.paragraphs("foreword"):
        if REQUIRED.search(paragraph):
            yield "foreword", paragraph


def _marks(laid: Laid) -> list[str]:
    """How the parts of a foreword are known, in their order; those that none of our documents has
    are left out.
    """
    patents, bodies, units, people = wording.PATENTS, wording.BODIES, wording.UNITS, wording.PEOPLE
    heads = (laid.said(text).partition("{")[0] for text in (bodies, units, people))
    return [laid.said(wording.BASIS), laid.said(patents), *heads]


def foreword_order(laid: Laid) -> Iterator[Found]:
    """Basis, (relations, replaced documents), patents, bodies, organisations, drafters."""
    marks = _marks(laid)
    known = (
        next((at for at, mark in enumerate(marks) if paragraph.startswith(mark)), None)
        for paragraph in laid.paragraphs("foreword")
    )
    places = [at for at in known if at is not None]
    if places != sorted(places):
        yield "foreword", str(places)


def foreword_basis(laid: Laid) -> Iterator[Found]:
    """The first sentence, letter by letter."""
    paragraphs = laid.paragraphs("foreword")
    if paragraphs[:1] != [laid.said(wording.BASIS)]:
        yield "foreword", "".join(paragraphs[:1])


def foreword_bodies(laid: Laid) -> Iterator[Found]:
    """Three sentences, whatever names stand in them; proposed and administered may be two."""
    paragraphs = laid.paragraphs("foreword")
    for text in (wording.BODIES, wording.UNITS, wording.PEOPLE):
        head, _, tail = laid.said(text).partition("{who}")
        apart = text is wording.BODIES and any(
            "提出。本文件由" in paragraph and paragraph.endswith("归口。")
            for paragraph in paragraphs
        )
        if not apart and not any(
            paragraph.startswith(head) and paragraph.endswith(tail) and paragraph != head + tail
            for paragraph in paragraphs
        ):
            yield "foreword", laid.said(text)


def foreword_patents(laid: Laid) -> Iterator[Found]:
    """The sentences on patents, letter by letter."""
    if laid.said(wording.PATENTS) not in laid.paragraphs("foreword"):
        yield "foreword", ""


# --- clauses 1 to 4 -------------------------------------------------------------------------------


def scope_sentences(laid: Laid) -> Iterator[Found]:
    """What the document lays down, and to what it applies."""
    paragraphs = laid.paragraphs("scope")
    for text in (wording.SCOPE, wording.APPLIES):
        head, _, tail = laid.said(text).partition("{")
        end = tail.partition("}")[2]
        if not any(
            paragraph.startswith(head)
            and paragraph.endswith(end)
            and len(paragraph) > len(head + end)
            for paragraph in paragraphs
        ):
            yield "scope", laid.said(text)


def references_lead(laid: Laid) -> Iterator[Found]:
    """The lead-in, or that there are none."""
    section = laid.tops.get("references")
    some = section is not None and any(
        isinstance(block, ReferenceEntry) for block in section.blocks
    )
    wanted = laid.said(wording.REFERENCES if some else wording.NO_REFERENCES)
    if laid.paragraphs("references")[:1] != [wanted]:
        yield "references", "".join(laid.paragraphs("references")[:1])


def references_dash(laid: Laid) -> Iterator[Found]:
    """A long dash before the year of a dated reference."""
    for block in blocks(laid.document):
        if (
            isinstance(block, ReferenceEntry)
            and not block.numbered
            and (_UNDASHED.search(laid.text(block.spans)))
        ):
            yield "references", block.name


def terms_lead(laid: Laid) -> Iterator[Found]:
    """One of four lead-ins, by whether terms are defined here, borrowed, both, or neither."""
    section = laid.tops.get("terms")
    own = section is not None and any(isinstance(block, Term) for block in blocks(section))
    lead = "".join(laid.paragraphs("terms")[:1])
    if own:
        tail = laid.said(wording.BORROWED_AND_OWN).partition("}")[2]
        right = lead == laid.said(wording.TERMS) or (lead.endswith(tail) and lead != tail)
    else:
        tail = laid.said(wording.BORROWED).partition("}")[2]
        right = lead == laid.said(wording.NO_TERMS) or (lead.endswith(tail) and lead != tail)
    if not right:
        yield "terms", lead


def symbols_lead(laid: Laid) -> Iterator[Found]:
    """The lead-in of the list of symbols."""
    for section, _ in laid.homes:
        if section.id == "symbol-list":
            lead = list(blocks(section))[:1]
            texts = [laid.text(getattr(block, "spans", ())) for block in lead]
            if texts != [laid.said(wording.SYMBOLS)]:
                yield section.id, "".join(texts)
