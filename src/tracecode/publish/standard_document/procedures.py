# ruff: noqa: E501  # sentences: a language each on its line
"""Clause 5, general rules with the catalogue, and clause 12: who records what of each item, when,
and by which law.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.publish.documents.procedure import row, stages
from tracecode.publish.documents.product import domain_rows
from tracecode.publish.documents.tree import CodeText, Figure, Ref, Section
from tracecode.publish.documents.words import CARRIES, EVIDENCE, MEANING, UNSTAGED, WORDS
from tracecode.publish.standard_document.figures import Stage, flow
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Block, Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.product_model import ProductSpec
    from tracecode.standard.elements import RecordLayout


# --- 5 general ------------------------------------------------------------------------------------


def general(draft: DocumentDraft) -> Section:
    """What holds throughout."""
    none = draft.paragraphs("没有品目。", "There are no items.")
    carried = any(draft.standard.product(id).codes.all for id in draft.extent.products)
    marks = ((draft.spans(EVIDENCE[id]), draft.cell(MEANING[id])) for id in EVIDENCE)
    children = (
        draft.section("pairs", Text(zh="追溯码", en="Trace codes"), draft.texts(WORDS["pair_text"])),
        draft.section(
            "dates",
            Text(zh="日期和版本", en="Dates and editions"),
            (
                *draft.texts(WORDS["rules_text"]),
                *draft.paragraphs(
                    "随日期变化的内容汇总于{changes}。",
                    "What changes with the date is brought together in {changes}.",
                    changes=Ref("changes"),
                ),
            ),
        ),
        draft.section(
            "marks", WORDS["evidence_legend"],
            (
                *draft.paragraphs(
                    "每条规则注明依据程度，见{table}；依据程度决定违反该规则时的结论。",
                    "Each rule says how sure it is, see {table}; this decides what breaking it "
                    "leads to.",
                    table=Ref("table-marks"),
                ),
                *draft.table("table-marks", WORDS["evidence_legend"], (WORDS["mark"], WORDS["meaning"]), marks, (1, 4)),
            ),
        ),
        draft.section("catalogue", WORDS["catalogue"], _catalogue(draft) if draft.extent.products else none),
        draft.section("carried", Text(zh="品目使用的代码", en="Codes of the items"), _carried(draft) if carried else none),
    )  # fmt: skip
    return draft.section("general", Text(zh="总体要求", en="General rules"), children=children)


def _catalogue(draft: DocumentDraft) -> Iterator[Block]:
    remark = draft.identity.authorities
    yield from draft.paragraphs(
        "品目列于{table}。" + ("{remark}" if remark else ""),
        "The items stand in {table}." + (" {remark}" if remark else ""),
        table=Ref("table-catalogue"), remark=remark or (),
    )  # fmt: skip
    names = draft.categories()
    rows = (
        (
            (spec.number,),
            draft.product(spec.id),
            (CodeText(spec.id),),
            draft.cell(names[spec.category]),
            ("、".join(spec.authorities),),
            draft.cite(spec.source, spec.evidence),
        )
        for spec in map(draft.standard.product, draft.extent.products)
    )
    heads = tuple(
        WORDS[word] for word in ("item_number", "name", "id", "category", "authorities", "source")
    )
    yield from draft.table(
        "table-catalogue", WORDS["catalogue"], heads, rows, (1.6, 4, 3, 2.4, 5, 2.6)
    )


def _carried(draft: DocumentDraft) -> Iterator[Block]:
    yield from draft.paragraphs(
        "各品目使用的编码规则列于{table}；没有自身编码的品目采用本文件规定的代码。",
        "The encoding rules of each item stand in {table}; an item without a code of its own "
        "takes the code of this document.",
        table=Ref("table-carried"),
    )
    rows = (
        (draft.cell(spec.name), draft.cell(CARRIES[role]), draft.joined(map(draft.scheme, ids)))
        for spec in map(draft.standard.product, draft.extent.products)
        for role in spec.codes.field_names()
        if (ids := getattr(spec.codes, role))
    )
    heads = (WORDS["product"], WORDS["role"], WORDS["schemes"])
    yield from draft.table(
        "table-carried", Text(zh="品目使用的代码", en="Codes of the items"), heads, rows, (2, 2, 7)
    )


# --- 12 procedures --------------------------------------------------------------------------------


def procedures(draft: DocumentDraft) -> Section:
    """One clause an item."""
    lead = draft.texts(WORDS["procedures_note"])
    specs = [draft.standard.product(id) for id in draft.extent.products]
    sections = []
    for category, called in draft.categories().items():
        items = [_item(draft, spec) for spec in specs if spec.category == category]
        if items:
            named = Text(zh=f"{called.zh}的追溯规程", en=f"Procedures of {called.en}")
            sections.append(draft.section(f"procedures-{category}", named, children=items))
    return draft.section("procedures", WORDS["procedures"], lead, sections)


def _item(draft: DocumentDraft, spec: ProductSpec) -> Section:
    """The one clause that defines an item: its procedure."""
    here = [*stages(draft.standard, spec)]
    codes = draft.joined(map(draft.scheme, (*spec.codes.unit, *spec.codes.batch)))
    facts = draft.facts(
        (
            (WORDS["item_number"], (spec.number,)),
            (WORDS["id"], (CodeText(spec.id),)),
            (WORDS["authorities"], ("、".join(spec.authorities),)),
            (WORDS["codes"], codes),
            (WORDS["source"], draft.cite_within(spec.source, spec.evidence)),
            (WORDS["gaps"], (Ref("gaps-items"),) if spec.gaps else None),
        )
    )
    lead = draft.paragraphs(
        "各环节及其记录见{figure}，由谁记录、记录什么、报送和保存的时限见{table}。",
        "Stages and records stand in {figure}; who records what, in what time it is reported and "
        "how long it is kept, in {table}.",
        figure=Ref(f"figure-item-{spec.id}"), table=Ref(f"table-item-{spec.id}"),
    )  # fmt: skip
    figure = _flow(draft, spec, here)
    heads = tuple(WORDS[word] for word in ("stage", "record_type", "recorder", "mandatory_elements", "deadline", "retention", "laws"))  # fmt: skip
    rows = (_row(draft, spec, stage, layout) for stage, layouts in here for layout in layouts)
    table = draft.table(
        f"table-item-{spec.id}", Text(zh=f"{spec.name.zh}的追溯规程", en=f"Procedure of "
                                                                    f"{spec.name.en}"), heads, rows,
        (1.5, 3, 2, 6.6, 2, 2.4, 2.5),
    )  # fmt: skip
    return draft.section(
        f"item-{spec.id}", spec.name, (*facts, *lead, figure, *table, *_domains(draft, spec))
    )


def _flow(
    draft: DocumentDraft, spec: ProductSpec, here: list[tuple[Text, list[RecordLayout]]]
) -> Figure:
    """The stages in order, with the records of each."""
    lang = "en" if draft.lang == "en" else "zh"
    own = f"{getattr(spec.name, lang)}{'·' if lang == 'zh' else ': '}"
    drawn = [
        Stage(
            getattr(stage, lang),
            [getattr(layout.name, lang).removeprefix(own) for layout in layouts],
            ordered=stage is not UNSTAGED,
        )
        for stage, layouts in here
    ]
    caption = draft.title(
        Text(zh=f"{spec.name.zh}的环节和记录", en=f"Stages and records of {spec.name.en}")
    )
    in_words = " → ".join(stage.name for stage in drawn if stage.ordered)
    return Figure(f"figure-item-{spec.id}", caption, flow(drawn), in_words)


def _row(
    draft: DocumentDraft, spec: ProductSpec, stage: Text, layout: RecordLayout
) -> tuple[Spans, ...]:
    return (
        draft.cell(stage),
        draft.see(f"record-{layout.id}", layout.name),
        *row(draft, spec, layout),
    )


def _domains(draft: DocumentDraft, spec: ProductSpec) -> Iterator[Block]:
    """With what values begin that are of the item's own goods."""
    caption = Text(zh=f"属于{spec.name.zh}的取值", en=f"Values of goods of {spec.name.en}")
    heads = tuple(WORDS[word] for word in ("element", "begins", "source"))
    yield from draft.table(
        f"table-domains-{spec.id}",
        caption,
        heads,
        domain_rows(draft, spec),
        (3, 5, 3),
        listed=False,
    )
