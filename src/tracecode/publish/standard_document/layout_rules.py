# ruff: noqa: E501  # tables: one rule a line
"""The layout of GB/T 1.1—2020 as lints on the tree: each rule that was read for certain is a
function here.

What research only recollects (`UNSURE`) steers how documents are made and is printed in them as
open; no lint rests on it, but for the words that mark a requirement, without which "holds no
requirement" could not be looked for.

Where pages break is no matter of the tree, and what depends on it is for its writers: a table over
pages repeats its head in PDF and Word, and says that it goes on in PDF alone. No other rule is
known to be broken; `docs/documents.md` says why Word cannot keep this one.

>>> from tracecode.publish.documents.tree import DocumentTree
>>> list(dict.fromkeys(breach.rule for breach in breaches(DocumentTree("d", ("农药",), "zh"))))[:2]
['order-of-parts', 'first-clauses']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tracecode.publish.documents.numbering import Numbering, number
from tracecode.publish.documents.tree import DocumentTree
from tracecode.publish.standard_document import layout_front as front
from tracecode.publish.standard_document import layout_parts as parts
from tracecode.publish.standard_document.layout_tree import Found, Laid
from tracecode.spec.base import Text

Check = Callable[[Laid], Iterator[Found]]
"""Finds the places that break a rule: the id of the place, and what stands there."""


class Breach(NamedTuple):
    """A place where a document breaks a rule."""

    rule: str
    place: str
    """Id of the section, table or figure; `cover`, `contents`, or empty for the document."""
    found: str


class LayoutRule(NamedTuple):
    """A rule of layout."""

    id: str
    source: str
    """The row of `standards/common.md` 6 (by its topic), or of `supplement2.md` E."""
    text: Text
    check: Check


RULES = tuple(
    LayoutRule(id, source, Text(zh=zh, en=en), check)
    for id, source, zh, en, check in (
        ("order-of-parts", ("6.1 order of "
                           "elements"), "各要素依规定的次序", "parts stand in the order laid down", front.order_of_parts),
        ("first-clauses", "E 1 to 3", "第1、2、3章为范围、规范性引用文件、术语和定义", "clauses 1, 2, 3 are scope, references, terms", front.first_clauses),
        ("cover-fields", "6.1 cover", "封面有层次、编号、分类号、日期、发布机构和名称", "the cover has level, number, classes, dates, issuer and title", front.cover_fields),
        ("cover-filing", "6.1 cover", "地方标准的封面有备案号", ("the cover of a local standard has its filing "
                                                     "number"), front.cover_filing),
        ("cover-titles", "E cover", "封面有中文和英文名称", ("the cover has the title in Chinese "
                                                  "and English"), front.cover_titles),
        ("cover-number", ("6.1 local "
                         "number"), "地方标准编号的写法", "a local number is written as laid down", front.cover_number),
        ("cover-draft", "E cover", "草案写明草案，不带编号", ("a draft says so and carries no "
                                                  "number"), front.cover_draft),
        ("cover-patents", "6.1 cover", "草案的封面征集专利", ("the cover of a draft calls for "
                                                    "patents"), front.cover_patents),
        ("contents-order", "6.1 contents", "目次依前言、引言、章、附录、参考文献、索引、图、表的次序", "the contents stand in the order laid down", front.contents_order),
        ("contents-annexes", "6.1 contents", "目次中的附录有性质和名称", "annexes stand in the contents with status and title", front.contents_annexes),
        ("contents-terms", "6.1 contents", "目次不列术语条目", ("terms stand in no "
                                                       "contents"), front.contents_terms),
        ("contents-whole", "6.1 contents", "目次列出各要素", ("every part stands in the "
                                                      "contents"), front.contents_whole),
        ("foreword-numbers", "6.1 foreword", "前言不分条", ("the foreword has no "
                                                      "clauses"), front.foreword_numbers),
        ("foreword-figures", "6.1 foreword", "前言不含图和表", ("the foreword has no figures and "
                                                        "tables"), front.foreword_figures),
        ("foreword-requirements", "6.1 foreword", "前言不含要求", ("the foreword has no "
                                                            "requirements"), front.foreword_requirements),
        ("foreword-order", "6.1 foreword", "前言各项依次序", "the parts of the foreword stand in order", front.foreword_order),
        ("foreword-basis", ("E foreword, first "
                           "sentence"), "前言首句为起草依据", "the foreword begins with the basis", front.foreword_basis),
        ("foreword-bodies", ("E foreword, "
                            "bodies"), "提出、归口、起草单位和起草人的语句",
                            ("bodies, organisations and drafters in the fixed "
                                                           "sentences"), front.foreword_bodies),
        ("foreword-patents", ("E foreword, "
                             "patents"), "前言的专利语句", ("the sentence on "
                                                   "patents"), front.foreword_patents),
        ("scope-sentences", "E 1 scope", "范围的两句固定语句", "the two fixed sentences of the scope", front.scope_sentences),
        ("references-lead", "E 2 references", "规范性引用文件的引导语", ("the lead-in of the "
                                                             "references"), front.references_lead),
        ("references-dash", ("E terms entry; 6.1 local "
                            "number"), "注日期的编号用长横连接年份", "dated numbers have a long dash before the year", front.references_dash),
        ("terms-lead", "E 3 terms", "术语和定义的引导语与内容相符", ("the lead-in of the terms fits what "
                                                      "follows"), front.terms_lead),
        ("symbols-lead", "E symbols", "符号的引导语", ("the lead-in of the "
                                                "symbols"), front.symbols_lead),
        ("term-entry", "6.1 terms; E terms entry", "术语条目有中文、英文和定义", ("a term has Chinese, English and a "
                                                                    "definition"), parts.term_entry),
        ("term-source", "E terms entry", "术语来源的写法", ("the source of a term is written as "
                                                    "laid down"), parts.term_source),
        ("self-reference", "6.1 self-reference", "称本文件", "the document calls itself 本文件", parts.self_reference),
        ("list-marks", "6.1 levels", "列项的符号和层次", "marks and levels of lists", parts.list_marks),
        ("annex-numbers", "6.1 annex", "附录的章、表、图、式冠以附录的字母", ("what stands in an annex is numbered with its "
                                                            "letter"), parts.annex_numbers),
        ("annex-status", "6.1 annex", "附录的性质写作规范性或资料性，不用旧写法", "annexes are normative or informative, in the words of 2020", parts.annex_status),
        ("annex-mentioned", "6.1 annex", "每个附录在正文中提及", "every annex is mentioned in the text", parts.annex_mentioned),
        ("table-title", "6.1 tables", "表有编号、标题和表头", "a table has a number, a title and a head", parts.table_title),
        ("figure-title", "6.1 figures", "图有编号和标题", "a figure has a number and a title", parts.figure_title),
        ("note-requirements", ("6.1 notes and "
                              "examples"), "注和示例不含要求", ("notes and examples hold no "
                                                      "requirements"), parts.note_requirements),
        ("element-attributes", "6.2 attributes", "数据元有标识符、名称、定义、类型、格式或组", ("a data element has identifier, names, definition, type and "
                                                                          "format"), parts.element_attributes),
        ("element-type", "6.2 types", "数据类型取规定的几种", ("types of data are those "
                                                    "listed"), parts.element_type),
        ("element-obligation", "6.2 obligation", "约束为 M、C、O", "obligations are M, C, O", parts.element_obligation),
    )
)  # fmt: skip
"""Every rule that is not marked as a recollection."""

UNSURE = tuple(
    Text(zh=zh, en=en)
    for zh, en in (
        ("各要素中哪些是必备的", "which parts are mandatory"),
        ("条最多分五层", "clauses have at most five levels"),
        ("要求、推荐、允许、能力各用哪些词", ("the words of requirements, recommendations, "
                             "permissions and possibilities")),
        ("表注和表的脚注在表框之内，通用单位写在表的右上方", ("notes of a table stand inside its frame, a common unit "
                                     "above it on the right")),
        ("文件末尾有居中的短线", "a short line in the middle ends the document"),
        ("纸张为 A4，标题用黑体，正文用五号宋体", ("paper A4, headings in a sans-serif, text in a "
                                 "serif of 10.5 points")),
        ("表示格式的记法及其各条文", "the notation of formats, as clause text"),
        ("数据元的中文全拼、对象类词和特性词", ("full pinyin, object class and property words of "
                              "data elements")),
        ("缩略语的引导语", "the lead-in of the abbreviations"),
        ("封面征集专利的语句", "the wording of the call for patents on the cover"),
    )
)  # fmt: skip
"""What research only recollects, or did not find; for the annex on gaps."""


def breaches(document: DocumentTree, numbering: Numbering | None = None) -> list[Breach]:
    """Every place where a document breaks a rule of layout.

    Args:
        document: a standard document.
        numbering: its numbers, where they are known already.

    Raises:
        BrokenDocument: its references lead nowhere, so that it has no numbers.
    """
    laid = Laid(document, numbering or number(document))
    return [Breach(rule.id, *found) for rule in RULES for found in rule.check(laid)]
