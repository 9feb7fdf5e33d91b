# ruff: noqa: E501  # tables: one term a line
"""Clauses 3 and 4: the terms that the document defines, its symbols, and the abbreviations that really stand in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tracecode.publish.documents.traversal import blocks, plain, runs, sections
from tracecode.publish.documents.tree import Break, Section, Term, Variable
from tracecode.publish.standard_document.wording import SYMBOLS, TERMS
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracecode.publish.documents.tree import Block, Spans
    from tracecode.publish.standard_document.draft import DocumentDraft


class Concept(NamedTuple):
    """A term with its definition."""

    id: str
    name: Text
    definition: Text


CONCEPTS = tuple(
    Concept(id, Text(zh=zh, en=en), Text(zh=said, en=meant))
    for id, zh, en, said, meant in (
        ("important-product", "重要产品", "important product", "列入追溯目录、分为若干类别和品目的产品", "product that stands in the catalogue of traceability, under a category and an item"),
        ("item", "品目", "item", "追溯目录的最小分类单位，有编号、名称和主管部门", "smallest class of the catalogue of traceability, with a number, a name and responsible authorities"),
        ("stage", "环节", "stage", "产品从生产到处置的过程中按活动划分的一段", "part of the way of a product from production to disposal, told apart by what is done"),
        ("encoding-rule", "编码规则", "encoding rule", "规定一种代码由哪些字段组成、各字段取何值以及如何校验的规则", "rule that says of which segments a code consists, which values they take, and how it is checked"),
        ("trace-code", "追溯码", "trace code", "由编码规则的标识和按该规则编制的代码值组成的一对，用以识别产品、批次、包装、主体等", "pair of the identifier of an encoding rule and a value made by that rule, by which a product, batch, package, party and the like is known"),
        ("segment", "字段", "segment", "代码中按位置划定、有一个含义的一段字符", "characters of a code at given positions that have one meaning"),
        ("layout", "代码结构", "layout", "编码规则的一个版本中各字段的一种排列", "one arrangement of the segments in an edition of an encoding rule"),
        ("edition", "版本", "edition", "编码规则、记录类型或代码表在一段时期内有效的内容", "what an encoding rule, record type or code list is during a time"),
        ("check-character", "校验码", "check character", "由代码的其他字符按约定算法得出、用以发现抄录差错的一个或几个字符", "one or several characters computed from the others of a code, by which slips are found"),
        ("data-element", "数据元", "data element", "用名称、定义、表示格式和值域描述的、不再细分的数据单位", "unit of data that is not divided further and is described by name, definition, format and value domain"),
        ("element-group", "数据组", "group of elements", "成组出现的若干数据元", "data elements that occur together"),
        ("code-list", "代码表", "code list", "以列举给出的值域，每个取值有代码和名称", "value domain that is enumerated, each value with a code and a name"),
        ("record-type", "记录类型", "record type", "在一个环节对某一品目或各品目采集的数据元的集合，并规定各数据元的约束", "set of data elements collected at a stage of one item or of all, each with its obligation"),
        ("record", "追溯记录", "traceability record", "按某一记录类型采集的一组值", "values collected by a record type"),
        ("message", "报文", "message", "在系统之间传送追溯记录的数据单位，由报文头、记录、摘要和签名组成", "unit in which records travel between systems: header, records, digest and signature"),
        ("receipt", "回执", "receipt", "接收方对一个报文逐条给出的校验结论", "verdicts of the receiver on a message, record by record"),
        ("finding", "校验结果", "finding", "一次校验就一处内容得出的一条结果，含规则标识、严重程度、位置和说明", "one result of a check on one place: rule, severity, path and text"),
        ("verdict", "校验结论", "verdict", "对一个代码、记录、报文或文件的结论：有效、无效或未校验", "conclusion on a code, record, message or file: valid, invalid or not checked"),
        ("evidence", "依据程度", "evidence", "一条规则的出处有多确实的标记", "mark of how sure the source of a rule is"),
    )
)  # fmt: skip
CONVENTION = Text(
    zh="没有查到相应文件，由本文件自行规定的内容", en="what this document lays down itself, since no document was found"
)

_SYMBOLS: tuple[tuple[Spans, Text], ...] = (
    ((Variable("a", below="i"),), Text(zh="参与校验的第 i 个字符的数值", en="value of character i of those that are checked")),
    ((Variable("w", below="i"),), Text(zh="第 i 个字符的权", en="weight of character i")),
    ((Variable("S"),), Text(zh="加权和", en="weighted sum")),
    ((Variable("m"),), Text(zh="模数", en="modulus")),
    ((Variable("r"),), Text(zh="余数", en="remainder")),
    ((Variable("s", below="i"),), Text(zh="混合系统第 i 步的和", en="sum of step i of a hybrid system")),
    ((Variable("p", below="i"),), Text(zh="混合系统第 i 步的积", en="product of step i of a hybrid system")),
    (("M",), Text(zh="必填", en="mandatory")),
    (("C",), Text(zh="有条件必填", en="conditional")),
    (("O",), Text(zh="可选", en="optional")),
)  # fmt: skip

ABBREVIATIONS = tuple(
    (short, Text(zh=zh, en=en))
    for short, zh, en in (
        ("CSV", "以分隔符分列的文本表格", "Comma-Separated Values"),
        ("GB18030", "信息技术 中文编码字符集", "Chinese coded character set"),
        ("GLN", "全球位置码", "Global Location Number"),
        ("GTIN", "全球贸易项目代码", "Global Trade Item Number"),
        ("HTTP", "超文本传输协议", "Hypertext Transfer Protocol"),
        ("JSON", "一种文本数据格式", "JavaScript Object Notation"),
        ("NDJSON", "每行一个对象的文本数据格式", "Newline-Delimited JSON"),
        ("QR", "快速响应矩阵码", "Quick Response"),
        ("SSCC", "系列货运包装箱代码", "Serial Shipping Container Code"),
        ("URI", "统一资源标识符", "Uniform Resource Identifier"),
        ("UTF-8", "统一码的一种变长编码", "Unicode Transformation Format, 8 bits"),
        ("UUID", "通用唯一标识符", "Universally Unique Identifier"),
        ("VIN", "车辆识别代号", "Vehicle Identification Number"),
        ("XLSX", "一种工作簿文件格式", "a format of workbooks"),
        ("XML", "可扩展标记语言", "Extensible Markup Language"),
        ("XSD", "一种描述标记语言文件结构的模式", "XML Schema Definition"),
    )
)  # fmt: skip


def terms(draft: DocumentDraft) -> Section:
    """Clause 3."""
    conventions = (draft.standard.source(id) for id in draft.standard.ids("source"))
    concepts = [(f"term-{one.id}", one.name, one.definition) for one in CONCEPTS]
    concepts += [(f"source-{one.id}", one.title, CONVENTION) for one in conventions if one.evidence == "project"]
    return draft.section(
        "terms",
        Text(zh="术语和定义", en="Terms and definitions"),
        (*draft.texts(TERMS), *(_term(draft, *one) for one in concepts)),
    )


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
    used = {word for section in others for word in _words(section)}
    colon = ": " if draft.lang == "en" else "："
    lines = ((*short, colon, *draft.spans(name)) for short, name in _SYMBOLS)
    shorts: Iterator[Spans] = (
        (short, colon, *draft.spans(Text(zh=f"{name.zh}（{name.en}）", en=name.en)))
        for short, name in ABBREVIATIONS
        if short in used
    )
    return draft.section(
        "symbols",
        Text(zh="符号和缩略语", en="Symbols and abbreviations"),
        children=(
            draft.section("symbol-list", Text(zh="符号", en="Symbols"), (*draft.texts(SYMBOLS), *draft.items(lines))),
            draft.section(
                "abbreviations",
                Text(zh="缩略语", en="Abbreviations"),
                (
                    *draft.paragraphs("本文件使用下列缩略语：", "This document uses the following abbreviations:"),
                    *draft.items(shorts),
                ),
            ),
        ),
    )


_WORD = re.compile(r"[A-Z][A-Z0-9]+(?:-[0-9]+)?", re.ASCII)


def _words(section: Section) -> Iterator[str]:
    """The words in capitals of a section."""
    for one in (section, *sections(section)):
        yield from _WORD.findall(plain(one.title))
    for block in blocks(section):
        yield from _in_block(block)


def _in_block(block: Block) -> Iterator[str]:
    for run in runs(block):
        yield from _WORD.findall(plain(run))
