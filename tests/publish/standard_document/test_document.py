"""The standard as a document: everything is defined once, references resolve, layout holds, Chinese
is Chinese.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from tracecode.errors import WrongUse
from tracecode.lint.wording import foreign
from tracecode.publish.documents.numbering import Numbering, broken, number
from tracecode.publish.documents.traversal import blocks, plain, runs, sections, spans
from tracecode.publish.documents.tree import (
    Anchor,
    CodeText,
    DocumentTree,
    Figure,
    Lang,
    Listing,
    ReferenceEntry,
    Section,
    Spans,
    TableBlock,
    Term,
)
from tracecode.publish.standard_document import standard_document
from tracecode.publish.standard_document.clauses import clauses, moved
from tracecode.publish.standard_document.draft import is_standard
from tracecode.publish.standard_document.layout_rules import breaches
from tracecode.publish.standard_document.layout_tree import Laid
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import packaged

STANDARD = packaged()


@cache
def made(
    lang: Lang = "zh", product: str | None = None, category: str | None = None
) -> tuple[DocumentTree, Numbering]:
    """A document with its numbers."""
    document = standard_document(STANDARD, lang, product=product, category=category)
    return document, number(document)


def codes(document: DocumentTree | Section) -> list[str]:
    """What stands as code."""
    return [
        span.text
        for block in blocks(document)
        for run in runs(block)
        for span in spans(run)
        if isinstance(span, CodeText)
    ]


def defining(document: DocumentTree, prefix: str) -> Counter[str]:
    """How often something is defined whose id begins so: as a section, term, reference or row."""
    found = Counter(section.id for section in sections(document) if section.id.startswith(prefix))
    for block in blocks(document):
        if isinstance(block, Term | ReferenceEntry) and block.id.startswith(prefix):
            found[block.id] += 1
        for run in runs(block):
            found.update(
                span.id
                for span in spans(run)
                if isinstance(span, Anchor) and span.id.startswith(prefix)
            )
    return found


@pytest.mark.slow
def test_the_whole_standard_defines_everything_once() -> None:
    """Each scheme, code list, group, record type, interface, item, alphabet, element and source has
    one place.
    """
    document, _ = made()
    for kind, prefix in (("codelist", "codelist-"), ("group", "group-"), ("interface", "interface-"), ("product", "item-"), ("indicator", "element-"), ("alphabet", "alphabet-")):  # fmt: skip  # noqa: E501
        assert defining(document, prefix) == Counter(
            f"{prefix}{id}" for id in STANDARD.ids(kind)
        ), kind
    top = {section.id for section in sections(document)}
    assert {f"scheme-{id}" for id in STANDARD.ids("scheme")} <= top
    assert {f"record-{layout.id}" for layout in layouts(STANDARD)} <= top
    cited = defining(document, "source-")
    assert cited == Counter(f"source-{id}" for id in STANDARD.ids("source"))


@pytest.mark.slow
def test_every_segment_stands_in_the_clause_of_its_scheme() -> None:
    """Each segment of each layout is a row of the table of that layout, inside the clause of the
    scheme.
    """
    document, _ = made()
    by_id = {section.id: section for section in sections(document)}
    for id in STANDARD.ids("scheme"):
        tables = {
            block.id: block
            for block in blocks(by_id[f"scheme-{id}"])
            if isinstance(block, TableBlock)
        }
        for edition in STANDARD.scheme(id).editions:
            for layout in edition.layouts:
                rows = tables[f"table-{id}-{edition.id}-{layout.id}"].rows
                named = [
                    next(span.text for span in row[1] if isinstance(span, CodeText)) for row in rows
                ]
                assert named == [segment.id for segment in layout.segments]


@pytest.mark.slow
def test_every_entry_and_element_has_its_row() -> None:
    """A code list has a row for each value, a record type one for each element, in their order."""
    document, _ = made()
    tables = {block.id: block for block in blocks(document) if isinstance(block, TableBlock)}
    for id in STANDARD.ids("codelist"):
        rows = tables[f"table-codelist-{id}"].rows
        assert [plain(row[0]) for row in rows] == [
            entry.code for entry in STANDARD.codelist(id).entries
        ]
    for layout in layouts(STANDARD):
        rows = tables[f"table-record-{layout.id}"].rows
        listed = [
            (next(span.text for span in row[1] if isinstance(span, CodeText)), plain(row[3]))
            for row in rows
        ]
        assert listed == [(field.id, field.use.obligation) for field in layout.elements]


@pytest.mark.slow
def test_sources_are_normative_or_in_the_bibliography() -> None:
    """Standards stand in clause 2 with a long dash, all else in the bibliography."""
    document, numbering = made(product="pesticide")
    tops = {section.id: section for section in document.sections}
    listed = [block for block in tops["references"].blocks if isinstance(block, ReferenceEntry)]
    others = [block for block in tops["bibliography"].blocks if isinstance(block, ReferenceEntry)]
    for block in (*listed, *others):
        spec = STANDARD.source(block.id.removeprefix("source-"))
        assert block.numbered != is_standard(spec.number)
    assert "GB 32100—2015" in {block.name for block in listed}
    assert numbering.shown["source-moa-2579-2017"].startswith("[")


def _cells(section: Section, block: object) -> list[Spans]:
    """The runs of a block that are Chinese: not the English of a term, not the English name of an
    element.
    """
    if isinstance(block, Listing):
        return []
    if isinstance(block, Term):
        return [block.name, block.definition]
    if isinstance(block, TableBlock) and block.id.startswith("table-theme-"):
        return [cell for row in block.rows for at, cell in enumerate(row) if at != 1]
    return [*runs(block)]  # type: ignore[arg-type]


_LISTED = {
    term.abbreviation for term in map(STANDARD.term, STANDARD.ids("term")) if term.abbreviation
} | {
    "XXXX",
    "mod",
}


def english(document: DocumentTree, numbering: Numbering) -> list[tuple[str, str]]:
    """Words in Latin letters in a Chinese document that are neither codes nor listed names, with
    their sections.
    """
    known = {
        name
        for id in STANDARD.ids("pack")
        for name in getattr(STANDARD.thing("pack", id), "latin", None) or ()
    } | _LISTED
    numbers = {spec.number for spec in map(STANDARD.source, STANDARD.ids("source")) if spec.number}
    known |= numbers | {number.replace("-", "—") for number in numbers}
    said = [(section.id, plain(section.title)) for section in sections(document)]
    for section, block in Laid(document, numbering).located():
        if section.id != "abbreviations":  # full names in English are what it is for
            texts = (
                span
                for run in _cells(section, block)
                for span in spans(run)
                if isinstance(span, str)
            )
            said += [(section.id, text) for text in texts]
    found = ((id, foreign(text, known)) for id, text in said)
    return [(id, word) for id, word in found if word is not None]


def test_an_item_keeps_the_layout_and_its_chinese_is_chinese() -> None:
    """No breach of layout, no English fragment, no broken reference: of one item."""
    document, numbering = made(product="pesticide")
    assert broken(document) == ([], [])
    assert breaches(document, numbering) == []
    assert english(document, numbering) == []


@pytest.mark.long
@pytest.mark.parametrize("product", STANDARD.ids("product"))
def test_every_item_keeps_the_layout(product: str) -> None:
    """The same of each item of the catalogue."""
    document = standard_document(STANDARD, product=product)
    numbering = number(document)
    assert breaches(document, numbering) == []
    assert english(document, numbering) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_the_whole_standard_keeps_the_layout(lang: Lang) -> None:
    """The same of the whole, in each language."""
    document, numbering = made(lang)
    assert breaches(document, numbering) == []
    if lang == "zh":
        assert english(document, numbering) == []
        figures = [block for block in blocks(document) if isinstance(block, Figure)]
        assert all(figure.drawing.width <= 160 for figure in figures)
        assert Counter(figure.id.split("-")[1] for figure in figures)["check"] > 20


@pytest.mark.slow
@pytest.mark.parametrize(
    "category", [entry.code for entry in STANDARD.codelist("category").entries]
)
def test_every_category_keeps_the_layout(category: str) -> None:
    """The same of each part."""
    document = standard_document(STANDARD, category=category)
    assert breaches(document) == []


def test_a_category_and_an_item_exclude_each_other() -> None:
    """A document is of one extent; an unknown one is named with those that there are."""
    with pytest.raises(WrongUse, match="not of both"):
        standard_document(STANDARD, category="food", product="pesticide")
    with pytest.raises(LookupError, match="pesticide"):
        standard_document(STANDARD, product="pestizide")
    with pytest.raises(LookupError, match="agri-input"):
        standard_document(STANDARD, category="agri-imput")


def test_no_personal_number_is_printed() -> None:
    """An example of a personal number is masked, and none is drawn."""
    document, _ = made(product="meat")
    printed = " ".join(codes(document))
    for id in STANDARD.ids("scheme"):
        spec = STANDARD.scheme(id)
        if spec.privacy is not None:
            assert not any(
                one.code in printed for edition in spec.editions for one in edition.examples.valid
            )


def test_numbers_stay_where_nothing_before_them_changed() -> None:
    """A clause more moves what stands behind it in its chapter, and nothing before it."""
    document, numbering = made(product="pesticide")
    before = clauses(document, numbering)
    place = next(at for at, section in enumerate(document.sections) if section.id == "codelists")
    annex = document.sections[place]
    children = list(annex.children)
    children.insert(5, Section("codelist-new", ("新表",)))
    longer = [*document.sections]
    longer[place] = Section(
        annex.id, annex.title, annex.kind, blocks=annex.blocks, children=tuple(children)
    )
    after = clauses(DocumentTree(document.id, document.title, "zh", sections=tuple(longer)))
    changed = {id for id in moved(before, after) if id in before}
    assert changed
    assert all(before[id].startswith("B.") for id in changed)
    assert before["scheme-pesticide-unit"] == "6.2.1"
    assert "codelist-authority-level" not in changed


def test_the_worked_check_character_is_the_one_of_the_code() -> None:
    """The figure of the credit code ends with the check character of its example."""
    document, _ = made(product="pesticide")
    figure = next(
        block
        for block in blocks(document)
        if isinstance(block, Figure) and block.id.startswith("figure-check-uscc")
    )
    assert re.match(r"91350100M000100Y4 → 3;", figure.said)


def test_the_annex_on_changes_says_that_no_version_was_released() -> None:
    """It tells of no version that is none; `test_release` has some."""
    document, _ = made(product="pesticide")
    annex = next(section for section in document.sections if section.id == "changes")
    assert "此前没有发布过版本。" in [plain(run) for block in blocks(annex) for run in runs(block)]


@pytest.mark.slow
def test_stages_stand_in_the_order_of_the_way() -> None:
    """Equipment is installed and used before it is recalled and scrapped; what is of no stage
    stands last.
    """
    document, _ = made(product="elevator")
    figure = next(
        block
        for block in blocks(document)
        if isinstance(block, Figure) and block.id == "figure-item-elevator"
    )
    assert figure.said == "生产 → 安装 → 使用 → 维护保养 → 定期检验 → 召回 → 处置"
