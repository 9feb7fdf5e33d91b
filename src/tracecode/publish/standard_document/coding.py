# sentences: a language each on its line
"""Clause 6, encoding rules: one clause a scheme, with structure, check characters, editions,
agreement and evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.publish.documents.cells import equal
from tracecode.publish.documents.scheme import carrier_facts
from tracecode.publish.documents.tree import Anchor, CodeText, Ref, Section
from tracecode.publish.documents.words import CARRIES, FOLDS, ISSUER, WORDS
from tracecode.publish.standard_document.algorithms import algorithms
from tracecode.publish.standard_document.structure import structure
from tracecode.spec.base import Text
from tracecode.spec.identifies import IDENTIFIES

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Block, Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.model import CarrierSpec, EditionSpec, SchemeSpec


def coding(draft: DocumentDraft) -> Section:
    """The chapter: what holds for all codes, then the schemes by what their codes identify."""
    kinds = []
    for kind, called in IDENTIFIES.items():
        ids = [id for id in draft.extent.schemes if draft.standard.scheme(id).identifies == kind]
        if ids:
            titled = Text(zh=f"{called.zh}的编码规则", en=f"Encoding rules of {_plural(called.en)}")
            schemes = [scheme(draft, draft.standard.scheme(id)) for id in ids]
            kinds.append(draft.section(f"schemes-{kind}", titled, children=schemes))
    lead = draft.paragraphs(
        "编码规则按代码标识的对象分列；取值为代码表的，代码表见{lists}；正确和错误的代码示例见{examples}。",
        "Encoding rules are listed by what their codes identify. The code lists of their values "
        "stand in {lists}, right and wrong examples in {examples}.",
        lists=Ref("codelists"),
        examples=Ref("examples"),
    )
    return draft.section("coding", WORDS["schemes"], lead, (_general(draft), *kinds))


def _plural(name: str) -> str:
    return (
        f"{name[:-1]}ies"
        if name.endswith("y")
        else f"{name}es"
        if name.endswith("s")
        else f"{name}s"
    )


def _general(draft: DocumentDraft) -> Section:
    reading = (
        *draft.paragraphs(
            "代码的长度和位置按字符计，自左起第一个字符为第 1 位。字符类写在方括号内，例如 "
            "{digits} 为数字；有名称的字符集见{sets}。",
            "Length and position of a code are counted in characters, the first from the left "
            "being 1. A class of characters stands in brackets, for instance {digits} for digits; "
            "character sets that have a name stand in {sets}.",
            digits=CodeText("[0-9]"), sets=Ref("alphabets"),
        ),
        *draft.paragraphs(
            "接口之间传送的代码严格识读，只接受编码规则写明的字符；人工录入和扫码的代码可宽松识读，各编码规则写明可去除或转换的内容，结果注明改动。",
            "Codes that systems exchange are read strictly: only characters of the rule. Codes "
            "that people type or scan may be read leniently: each rule says what may be folded, "
            "and the result says what was changed.",
        ),
    )  # fmt: skip
    rows = (
        (
            (Anchor(f"alphabet-{id}"), *draft.cell(spec.name)),
            (CodeText(id),),
            (CodeText(spec.chars),),
            draft.cite(spec.source, spec.evidence),
        )
        for id in draft.extent.alphabets
        for spec in (draft.standard.alphabet(id),)
    )
    table = draft.table(
        "table-alphabets", Text(zh="字符集", en="Character sets"),
        tuple(WORDS[word] for word in ("name", "id", "characters", "source")), rows, (3, 3, 5, 4),
    )  # fmt: skip
    lead = draft.paragraphs(
        "字符集中各字符依次取数值 0、1、2……，供校验计算使用。",
        "The characters of a set have the values 0, 1, 2 ... in order, for check characters.",
    )
    children = (
        draft.section("reading", Text(zh="表示和识读", en="Notation and reading"), reading),
        draft.section("alphabets", WORDS["alphabets"], (*lead, *table)),
        algorithms(draft),
    )
    return draft.section("coding-general", Text(zh="通则", en="General"), children=children)


def scheme(draft: DocumentDraft, spec: SchemeSpec) -> Section:
    """The one clause that defines an encoding rule."""
    comma = ", " if draft.lang == "en" else "、"
    issuer = (
        *draft.spans(spec.issued_by.name),
        *draft.opened(draft.spans(ISSUER[spec.issued_by.kind])),
    )
    facts = draft.facts(
        (
            (WORDS["id"], (CodeText(spec.id),)),
            (WORDS["identifies"], draft.spans(IDENTIFIES[spec.identifies])),
            (WORDS["issued_by"], issuer),
            (
                WORDS["lenient"],
                draft.joined((draft.spans(FOLDS[fold]) for fold in spec.lenient), comma),
            ),
            (WORDS["gs1_ai"], draft.joined(((CodeText(f"({ai})"),) for ai in spec.gs1_ai), comma)),
            (WORDS["hint_only"], draft.spans(WORDS["hint_only_text"]) if spec.hint_only else None),
            (WORDS["privacy"], draft.spans(_PERSONAL) if spec.privacy else None),
            (WORDS["used_by"], _used_by(draft, spec)),
            (WORDS["gaps"], (Ref("gaps-schemes"),) if spec.gaps else None),
        )
    )
    children = [_editions(draft, spec)]
    children += [_edition(draft, spec, edition) for edition in spec.editions]
    children += _links(draft, spec)
    return draft.section(
        f"scheme-{spec.id}", spec.name, (*draft.texts(spec.note), *facts), children
    )


_PERSONAL = Text(zh="个人信息，输出时隐去", en="personal data, masked in every output")


def _used_by(draft: DocumentDraft, spec: SchemeSpec) -> Spans:
    """The items that carry such codes, each with the use."""
    carried = []
    for id in draft.extent.products:
        codes = draft.standard.product(id).codes
        roles = [role for role in codes.field_names() if spec.id in getattr(codes, role)]
        if roles:
            uses = draft.joined(draft.spans(CARRIES[role]) for role in roles)
            carried.append((*draft.product(id), *uses))
    return draft.joined(carried)


def _editions(draft: DocumentDraft, spec: SchemeSpec) -> Section:
    rows = (
        (
            (*_edition_name(draft, edition), *draft.opened((CodeText(edition.id),))),
            draft.period(edition.valid_from, edition.valid_to),
            draft.cite(edition.source, edition.evidence),
        )
        for edition in spec.editions
    )
    caption = Text(zh=f"{spec.name.zh}的版本", en=f"Editions of the {spec.name.en}")
    heads = tuple(WORDS[word] for word in ("edition", "period", "source"))
    table = draft.table(f"table-editions-{spec.id}", caption, heads, rows, (4, 3, 4), listed=False)
    return draft.section(
        f"scheme-{spec.id}-editions",
        Text(zh="版本和依据", en="Editions and evidence"),
        table,
        listed=False,
    )


def _edition_name(draft: DocumentDraft, edition: EditionSpec) -> Spans:
    return (
        draft.spans(edition.name)
        if edition.name is not None
        else draft.spans(Text(zh="版本", en="Edition"))
    )


def _edition(draft: DocumentDraft, spec: SchemeSpec, edition: EditionSpec) -> Section:
    """Structure of the codes in an edition; of several layouts, a clause each."""
    key = f"{spec.id}-{edition.id}"
    titled = WORDS["structure"]
    if len(spec.editions) > 1 and edition.name is not None:
        titled = Text(zh=f"{titled.zh}：{edition.name.zh}", en=f"{titled.en}: {edition.name.en}")
    note = [*draft.texts(edition.note)]
    after = [*_carrier(draft, edition.carrier)] if edition.carrier is not None else []
    if edition.forms:
        children = [
            draft.section(
                f"layout-{key}-{layout.id}",
                layout.name,
                structure(draft, spec, edition, layout),
                listed=False,
            )
            for layout in edition.layouts
        ]
        return draft.section(f"edition-{key}", titled, (*note, *after), children, listed=False)
    blocks = (
        block for layout in edition.layouts for block in structure(draft, spec, edition, layout)
    )
    return draft.section(f"edition-{key}", titled, (*note, *blocks, *after), listed=False)


def _carrier(draft: DocumentDraft, carrier: CarrierSpec) -> Iterator[Block]:
    yield from draft.paragraphs("承载代码的符号：", "The symbol that carries the code:")
    facts = [(WORDS[word], value) for word, value in carrier_facts(draft, carrier)]
    source = draft.cite_within(carrier.source, carrier.evidence)
    yield from draft.facts((*facts, (WORDS["source"], source)))


def _links(draft: DocumentDraft, spec: SchemeSpec) -> list[Section]:
    """How codes agree with those of other schemes."""
    rows = (
        (
            draft.cell(link.name),
            draft.scheme(link.to),
            draft.lines(equal(draft, each) for each in link.equal),
            draft.cite(link.source, link.evidence),
        )
        for link in spec.links
    )
    caption = Text(
        zh=f"{spec.name.zh}与其他代码的一致性",
        en=f"Agreement of the {spec.name.en} with other codes",
    )
    heads = tuple(WORDS[word] for word in ("name", "other_code", "agreement", "source"))
    table = draft.table(f"table-links-{spec.id}", caption, heads, rows, (4, 4, 4, 3), listed=False)
    return (
        [draft.section(f"scheme-{spec.id}-links", WORDS["links"], table, listed=False)]
        if table
        else []
    )
