"""The document of another province: its cover, terms and scope are data of its pack."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.folders import BASE, WHOLE, alone, write
from tests.lint.test_files import COMPLETE
from tracecode.lint.files import lint
from tracecode.publish.documents import derived
from tracecode.publish.documents.identity import identity
from tracecode.publish.documents.numbering import number
from tracecode.publish.documents.traversal import blocks, plain
from tracecode.publish.documents.tree import Paragraph, Term
from tracecode.publish.standard_document import front, standard_document
from tracecode.publish.standard_document.draft import DocumentDraft
from tracecode.publish.standard_document.extent import extent
from tracecode.publish.standard_document.layout_rules import breaches
from tracecode.publish.standard_document.procedures import general
from tracecode.publish.standard_document.terms import symbols, terms
from tracecode.spec.base import Text
from tracecode.standard.resolved import load, packaged

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Lang, Section

CLOUDLAND = load("tests/packs/cloudland")


def draft(lang: Lang = "zh", product: str | None = "imported-tea") -> DocumentDraft:
    """A document of the invented province in the making."""
    return DocumentDraft(CLOUDLAND, extent(CLOUDLAND, product=product), lang)


def said(section: Section) -> list[str]:
    """The paragraphs of a section."""
    return [plain(block.spans) for block in blocks(section) if isinstance(block, Paragraph)]


@pytest.mark.slow
def test_the_pack_is_clean() -> None:
    """Lint has nothing to say of it."""
    assert [finding.line_text() for finding in lint(CLOUDLAND)] == []


def test_the_cover_is_the_one_of_the_province() -> None:
    """What the pack says stands on it, and XXXX where it says nothing; nothing is of the standard
    below.
    """
    cover = front.cover(draft())
    assert (cover.document_class, cover.number, cover.draft) == (
        "云岭省地方标准",
        "DB99/T XXXX—XXXX",
        "草案",
    )
    assert (cover.ics, cover.ccs, cover.issuer) == ("ICS XX.XXX.XX", "CCS X 55", "XXXX 发布")
    assert plain(cover.title) == "云岭省茶叶追溯数据规范 茶叶"
    assert cover.english == "Data for the traceability of tea in Cloudland — Imported tea"
    assert front.cover(draft("en")).document_class == "Local standard of Cloudland"


def test_foreword_and_scope_are_of_the_province() -> None:
    """Bodies and drafters stand in the fixed sentences, the place beside what is traced."""
    foreword = said(front.foreword(draft("both")))
    assert "本文件由云岭省茶叶厅提出并归口。" in foreword
    assert (
        "This document was proposed by and is under the jurisdiction of the Tea Department of Cloudland."
        in foreword
    )
    assert "本文件起草单位：XXXX。" in foreword
    assert "本文件主要起草人：甲、乙。" in foreword
    assert said(front.scope(draft()))[0].startswith("本文件规定了云岭省茶叶追溯的编码规则")
    whole = said(front.scope(draft("en", product=None)))
    assert whole[0].startswith("This document specifies the encoding rules")
    assert "tea of Cloudland (edible farm products" in whole[0]
    assert said(front.introduction(draft()))[0].startswith("茶叶的追溯涉及")


def test_the_remark_on_authorities_is_data() -> None:
    """What Tianjin says of the names of its authorities is not said of another province."""
    sections = {section.id: section for section in general(draft()).children}
    # the number of the table is filled in later
    assert said(sections["catalogue"]) == ["品目列于。"]
    ours = DocumentDraft(packaged(), extent(packaged(), product="imported-tea"), "en")
    sections = {section.id: section for section in general(ours).children}
    assert said(sections["catalogue"])[0].startswith(
        "The items stand in . Authorities are named as in the plan of 2017;"
    )


def test_terms_are_those_of_both_layers() -> None:
    """A term that the pack replaces keeps its place, those that it adds stand behind, with their
    sources.
    """
    entries = [block for block in blocks(terms(draft())) if isinstance(block, Term)]
    by_id = {entry.id: entry for entry in entries}
    listed = [entry.id for entry in entries]
    assert listed[1] == "term-item"
    assert plain(by_id["term-item"].definition) == "云岭省追溯目录中的一种茶叶。"
    assert (
        listed.index("term-evidence")
        < listed.index("term-picking")
        < listed.index("term-tea-garden")
    )
    shown = {"source-cloudland-tea": "T/YLCY 1—2026", "source-cloudland-notice": "[1]"}
    assert plain(by_id["term-picking"].source, shown) == "T/YLCY 1—2026，3.1"
    assert [plain(note.spans) for note in by_id["term-picking"].notes] == ["单一来源"]
    assert [plain(note.spans, shown) for note in by_id["term-tea-garden"].notes] == [
        "[1]，单一来源"
    ]
    assert not by_id["term-stage"].source
    assert not by_id["term-stage"].notes


def test_abbreviations_are_those_that_stand_in_the_text() -> None:
    """That of the pack is listed where it is used, with its full name."""
    made = draft()
    used = made.section(
        "a",
        Text(zh="批", en="Lot"),
        made.paragraphs("每个 CZP 有 VIN 和 XMLS。", "Every CZP has a VIN."),
    )
    listed = symbols(made, (used,)).children[1]
    assert said(listed) == [
        "本文件使用下列缩略语：",
        "CZP：采摘批（picking）；",
        "VIN：车辆识别代号（Vehicle Identification Number）。",
    ]
    assert [section.id for section in symbols(made, ()).children] == ["symbol-list"]


@pytest.mark.slow
def test_the_page_on_packs(tmp_path: Path) -> None:
    """What the page on packs shows passes lint, and its document has it."""
    page = (Path(__file__).parents[3] / "docs/packs.md").read_text("utf-8")
    files = dict(re.findall(r"```yaml\n# (hillside/\S+)\n(.*?)```", page, re.DOTALL))
    assert len(files) == 2
    standard = load(write(tmp_path, files) / "hillside")
    assert [finding.line_text() for finding in lint(standard)] == []
    own = DocumentDraft(standard, extent(standard, product="imported-tea"), "zh")
    assert front.cover(own).document_class == "山坡省地方标准"
    assert {"采摘批", "茶园"} < {
        plain(block.name) for block in blocks(terms(own)) if isinstance(block, Term)
    }


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_the_document_of_the_province_keeps_the_layout(lang: Lang) -> None:
    """What its terms cite stands among the references; nothing of Tianjin is left on its front."""
    document = standard_document(CLOUDLAND, lang, product="imported-tea")
    numbering = number(document)
    assert breaches(document, numbering) == []
    assert numbering.shown["source-cloudland-tea"] == "T/YLCY 1—2026"
    assert "DB12" not in repr(document.cover)
    assert not any(
        "天津" in text or "Tianjin" in text
        for section in document.sections[:3]
        for text in said(section)
    )


def test_without_identity_words_are_neutral(tmp_path: Path) -> None:
    """A standard whose packs say nothing is a local standard of nowhere; that its number is open is
    told.
    """
    document = standard_document(alone(write(tmp_path, {**WHOLE, **BASE})))
    assert document.cover is not None
    assert (document.cover.document_class, document.cover.number) == (
        "地方标准",
        "DBXX/T XXXX—XXXX",
    )
    assert plain(document.title) == "产品追溯数据标准"
    assert {breach.rule for breach in breaches(document)} == {"cover-number"}
    (clause,) = (section for section in document.sections if section.id == "terms")
    assert said(clause) == ["本文件没有需要界定的术语和定义。"]


def test_the_uppermost_pack_that_says_so_counts(tmp_path: Path) -> None:
    """A pack without an identity has that of the layers below; one that has it takes the place of
    theirs as a whole.
    """
    head = "language: 1\nname: {zh: 市包, en: City}\n"
    silent = write(tmp_path / "silent", {"pack.yaml": f"id: silent\n{head}"})
    titled = write(
        tmp_path / "titled",
        {"pack.yaml": f"id: titled\n{head}document: {{place: {{zh: 甲市, en: Jia}}}}\n"},
    )
    assert identity(load("tests/packs/cloudland", silent)).number == "DB99/T XXXX—XXXX"
    own = identity(load("tests/packs/cloudland", titled))
    assert (own.number, own.title.zh, own.subject) == (
        "DBXX/T XXXX—XXXX",
        "产品追溯数据标准",
        Text(zh="甲市产品", en="products in Jia"),
    )


def test_pages_have_the_identity_too(tmp_path: Path) -> None:
    """The front page and the pages of items are of the pack's province."""
    pack = (
        WHOLE["pack.yaml"]
        + "document: {goods: {zh: 面粉, en: flour}, authorities: {zh: 部门名称从旧, en: Old names}}\n"
    )
    pages = derived(alone(write(tmp_path, {**COMPLETE, "pack.yaml": pack})), "bilingual")
    assert "面粉追溯数据标准" in pages["index.md"]
    assert "本标准规定面粉追溯的编码规则" in pages["index.md"]
    assert "for the traceability of flour." in pages["index.md"]
    assert "部门名称从旧 Old names" in pages["products/flour.md"]
    plain_pages = derived(alone(write(tmp_path, {**COMPLETE, **WHOLE})))
    assert "部门名称" not in plain_pages["products/flour.md"]
