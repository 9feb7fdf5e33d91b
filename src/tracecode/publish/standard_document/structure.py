# ruff: noqa: E501  # sentences: a language each on its line
"""The structure of codes in the clause of an encoding rule: figure, segments, check characters,
further rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.publish.documents.cells import span
from tracecode.publish.documents.structure import limit_rows, segment_rows
from tracecode.publish.documents.tree import Ref
from tracecode.publish.documents.words import WORDS
from tracecode.publish.standard_document.algorithms import weighted
from tracecode.publish.standard_document.drawn import structure_figure, worked_figure
from tracecode.spec.base import Text
from tracecode.spec.layout_model import Length
from tracecode.standard.check_rules import WEIGHTED, WeightedSum, check_rule_of

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Block
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.layout_model import CheckSpec, LayoutSpec
    from tracecode.spec.model import EditionSpec, SchemeSpec


def structure(
    draft: DocumentDraft, spec: SchemeSpec, edition: EditionSpec, layout: LayoutSpec
) -> Iterator[Block]:
    """How the codes of a layout are made."""
    key = f"{spec.id}-{edition.id}-{layout.id}"
    named = _named(spec, edition, layout)
    example = _example(draft, spec, edition, layout)
    source, evidence = layout.source or edition.source, layout.evidence or edition.evidence
    yield from draft.paragraphs(
        "代码长度为{length}，结构见{figure}，各字段见{table}。依据：{source}。",
        "A code has {length}; its structure stands in {figure}, its segments in {table}. Source: "
        "{source}.",
        length=_characters(layout.length), figure=Ref(f"figure-{key}"), table=Ref(f"table-{key}"),
        source=draft.cite_within(source, evidence),
    )  # fmt: skip
    if layout.lenient_only:
        yield from draft.texts(WORDS["lenient_only"])
    yield from draft.texts(layout.warn)
    yield from draft.texts(layout.note)
    yield structure_figure(draft, key, named, layout, example)
    yield from draft.table(
        f"table-{key}", Text(zh=f"{named.zh}的字段", en=f"Segments of the {named.en}"),
        (WORDS["position"], WORDS["segment"], WORDS["length"], Text(zh="取值和说明", en="Values and notes"), WORDS["source"]),
        segment_rows(draft, edition, layout), (2, 5, 2, 7, 3), listed=False,
    )  # fmt: skip
    for at, check in enumerate(layout.checks):
        yield from _check(draft, f"{key}-{at + 1}" if at else key, named, layout, check, example)
    yield from draft.table(
        f"table-limits-{key}", Text(zh=f"{named.zh}的其他规则", en=f"Further rules of the "
                                                              f"{named.en}"),
        tuple(WORDS[word] for word in ("limit", "of", "characters", "source")),
        limit_rows(draft, layout),
        (5, 4, 4, 3), listed=False,
    )  # fmt: skip


def _characters(length: int | Length) -> Text:
    """A total length in words."""
    if isinstance(length, Length) and length.max is None:
        return Text(zh=f"不少于 {length.min} 个字符", en=f"at least {length.min} characters")
    return Text(zh=f" {span(length)} 个字符", en=f"{span(length)} characters")


def _named(spec: SchemeSpec, edition: EditionSpec, layout: LayoutSpec) -> Text:
    """What a layout is called in captions: the scheme, where need be with edition and layout."""
    parts = []
    if len(spec.editions) > 1 and edition.name is not None:
        parts.append(edition.name)
    if edition.forms:
        parts.append(layout.name)
    if not parts:
        return spec.name
    zh, en = "，".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    return Text(zh=f"{spec.name.zh}（{zh}）", en=f"{spec.name.en} ({en})")


def _example(
    draft: DocumentDraft, spec: SchemeSpec, edition: EditionSpec, layout: LayoutSpec
) -> dict[str, str]:
    """The segments of the first right example of a layout; none of a personal number."""
    if spec.privacy is not None:
        return {}
    rule = registry(draft.standard)[spec.id]
    for example in edition.examples.valid:
        if example.lenient or (example.form or layout.id) != layout.id:
            continue
        code, _ = rule.read(
            example.code, example.on, strict=True, edition=edition.id, form=layout.id
        )
        if code is not None:
            return dict(code.segments)
    return {}


def _check(
    draft: DocumentDraft,
    key: str,
    named: Text,
    layout: LayoutSpec,
    check: CheckSpec,
    example: dict[str, str],
) -> Iterator[Block]:
    """Which segments are checked, by which algorithm, and one code worked out."""
    names = {segment.id: segment.name for segment in layout.segments}
    of = Text(
        zh="、".join(names[id].zh for id in check.of), en=", ".join(names[id].en for id in check.of)
    )
    yield from draft.paragraphs(
        "{into}由{of}依次计算，算法见{rule}。依据：{source}。",
        "{into} is computed from {of}, in order, by {rule}. Source: {source}.",
        into=names[check.into], of=of,
        rule=Ref(f"check-{check.rule}") if check.rule != WEIGHTED else Text(zh="下文", en="what follows"),
        source=draft.cite_within(check.source, check.evidence),
    )  # fmt: skip
    rule = check_rule_of(check, draft.standard)
    if check.rule == WEIGHTED and isinstance(rule, WeightedSum):
        yield from weighted(draft, key, rule, named)
    if check.severity is not None:
        yield from draft.paragraphs(
            "校验码不符时只提示。", "A wrong check character is only reported."
        )
        yield from draft.texts(check.reason)
    body = "".join(example.get(id, "") for id in check.of)
    if body and example.get(check.into):
        figure = worked_figure(draft, key, named, rule, body)
        if figure is not None:
            yield from draft.paragraphs(
                "计算示例见{figure}。",
                "A check character is worked out in {figure}.",
                figure=Ref(figure.id),
            )
            yield figure
