# sentences: a language each on its line
"""What stands before clause 2: the cover of a draft, foreword, introduction, and scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode import __version__
from tracecode.publish.documents.identity import OPEN
from tracecode.publish.documents.traversal import plain
from tracecode.publish.documents.tree import Cover, Ref, Section
from tracecode.publish.standard_document.wording import (
    APPLIES,
    BASIS,
    BODIES,
    CALL,
    DRAFT,
    PATENTS,
    PEOPLE,
    SCOPE,
    UNITS,
)
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Block
    from tracecode.publish.standard_document.draft import DocumentDraft

_DAY = "XXXX-XX-XX"


def name(draft: DocumentDraft) -> Text:
    """What the document is called."""
    whole, part = draft.identity.title, _part(draft)
    return whole if part is None else Text(zh=f"{whole.zh} {part.zh}", en=f"{whole.en} — {part.en}")


def _part(draft: DocumentDraft) -> Text | None:
    """The category or item that the document is of."""
    if draft.extent.product is not None:
        return draft.standard.product(draft.extent.product).name
    return None if draft.extent.category is None else draft.categories()[draft.extent.category]


def cover(draft: DocumentDraft) -> Cover:
    """The cover: a draft, without anything that only its issuer knows."""
    own, titled, zh = draft.identity, name(draft), draft.lang != "en"
    version = Text(zh=f"数据版本：{__version__}", en=f"Version of the data: {__version__}")
    filed = Text(zh=f"备案号：{OPEN}—{OPEN}", en=f"Filing number: {OPEN}—{OPEN}")
    return Cover(
        document_class=own.level.zh if zh else own.level.en,
        number=own.number,
        ics=f"ICS {own.ics}",
        ccs=f"CCS {own.ccs}",
        draft=plain(draft.title(DRAFT)),
        title=(titled.zh if zh else titled.en,),
        english=titled.en if zh else "",
        issued=f"{_DAY} 发布" if zh else f"Issued on {_DAY}",
        effective=f"{_DAY} 实施" if zh else f"In force from {_DAY}",
        issuer=f"{own.issued_by.zh} 发布" if zh else f"Issued by {own.issued_by.en}",
        remarks=tuple(plain(draft.title(text)) for text in (filed, CALL, version)),
    )


def foreword(draft: DocumentDraft) -> Section:
    """The foreword, in the order that is laid down."""
    own = draft.identity
    blocks: list[Block] = [*draft.texts(BASIS)]
    if not draft.extent.whole:
        blocks += draft.paragraphs(
            "本文件是《{whole}》的一部分，其内容由同一套规范数据生成，与其他部分相同的编码规则、代码表和数据元内容一致。",
            "This document is a part of “{whole}”. It is made from the same data, so that "
            "encoding rules, code lists and data elements are the same in all parts.",
            whole=own.title,
        )
    blocks += draft.texts(PATENTS)
    for text, who in ((BODIES, own.proposed_by), (UNITS, own.drafted_by), (PEOPLE, own.drafters)):
        blocks += draft.paragraphs(text.zh, text.en, who=who)
    return Section(
        "foreword", draft.title(Text(zh="前言", en="Foreword")), kind="front", blocks=tuple(blocks)
    )


def introduction(draft: DocumentDraft) -> Section:
    """The introduction: why there is such a document, and how it was made."""
    blocks = (
        *draft.paragraphs(
            "{goods}的追溯涉及多个主管部门、多种既有编码和多个信息系统。本文件把各品目使用的编码规则、采集的数据元、记录、报文和接口汇集为一套，供企业、平台和监管部门共同使用。",
            "The traceability of {goods} concerns several authorities, many codes in use and many "
            "systems. This document brings together the encoding rules, data elements, records, "
            "messages and interfaces of its items, for enterprises, platforms and authorities.",
            goods=draft.identity.goods,
        ),
        *draft.paragraphs(
            "全部内容由规范数据生成，与校验程序所用的规则相同。每条规则旁注明依据文件、条款和依据程度；未查明的内容列于{gaps}，不以推测填补。",
            "All of it is made from the data by which codes and records are checked. Beside each "
            "rule stand its source, the clause and how sure it is; what was not found is listed "
            "in {gaps} and is not filled by guesses.",
            gaps=Ref("evidence"),
        ),
    )
    return Section(
        "introduction", draft.title(Text(zh="引言", en="Introduction")), kind="front", blocks=blocks
    )


def scope(draft: DocumentDraft) -> Section:
    """Clause 1."""
    where = _where(draft)
    what = Text(
        zh=f"{where.zh}追溯的编码规则、数据采集指标、采集记录、传输格式、接口、安全要求和追溯规程",
        en=f"the encoding rules, data elements, records, transmission format, interfaces, "
        f"security and procedures for the traceability of {where.en}",
    )
    users = Text(
        zh=f"从事{where.zh}生产、流通、使用和监管的企业、追溯平台和部门",
        en=f"enterprises, platforms and authorities that produce, trade, use or supervise "
        f"{where.en}",
    )
    sentences = (
        *draft.paragraphs(SCOPE.zh, SCOPE.en, what=what),
        *draft.paragraphs(APPLIES.zh, APPLIES.en, where=users),
    )
    return draft.section("scope", Text(zh="范围", en="Scope"), sentences)


def _where(draft: DocumentDraft) -> Text:
    """What is traced, and where."""
    own = draft.identity
    if (part := _part(draft)) is not None:
        return own.within(Text(zh=part.zh, en=f"{part.en[:1].lower()}{part.en[1:]}"))
    names, count = draft.categories().values(), len(draft.extent.products)
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en.lower() for name in names)
    whole = own.within(own.goods, "of")
    return Text(zh=f"{whole.zh}（{zh}，共 {count} 个品目）", en=f"{whole.en} ({en}; {count} items)")
