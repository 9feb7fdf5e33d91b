"""The traceability procedure of each item: who records what, at which stage, within what time, and
kept how long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracecode.publish.documents.page import BREAK, PageSet, join
from tracecode.publish.documents.product import in_order
from tracecode.publish.documents.words import UNSTAGED, WORDS
from tracecode.records.period_words import keep_words, report_words
from tracecode.spec.base import Text
from tracecode.spec.rule_model import AtLeastOneSpec
from tracecode.standard.duties import binding
from tracecode.standard.periods import deadlines, retention
from tracecode.standard.record_layout import record_layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.tree import Spans
    from tracecode.publish.documents.voice import Voice
    from tracecode.spec.product_model import ProductSpec
    from tracecode.standard.elements import ElementGroup, RecordLayout
    from tracecode.standard.resolved import Resolved


class ProcedureRow(NamedTuple):
    """What a procedure says of a record type: who makes it, of what, in what time, by which law."""

    recorders: Spans
    asked: Spans
    reported: Spans
    kept: Spans
    laws: Spans


def write(book: PageSet) -> None:
    """A page for each item, and their index."""
    index = book.page("procedures/index.md", "procedures")
    index.paragraph(*index.word("procedures_note"))
    index.table(
        ("item_number", "name", "procedure"),
        (
            (
                spec.number,
                index.product(spec.id),
                index.link(f"procedures/{spec.id}.md", index.word("procedure")),
            )
            for spec in in_order(book)
        ),
    )
    for spec in in_order(book):
        _procedure(book, spec)


def _procedure(book: PageSet, spec: ProductSpec) -> None:
    name = Text(zh=f"{spec.name.zh}追溯规程", en=f"Traceability procedure: {spec.name.en}")
    page = book.page(f"procedures/{spec.id}.md", name, wide=True)
    page.paragraph(*page.word("procedures_note"))
    page.facts(
        (
            ("name", page.product(spec.id)),
            ("authorities", "、".join(spec.authorities)),
            (
                "codes",
                join((page.scheme(id) for id in (*spec.codes.unit, *spec.codes.batch)), BREAK),
            ),
            ("source", page.cite(spec.source, spec.evidence)),
        )
    )
    for stage, layouts in stages(book.standard, spec):
        page.heading(stage)
        page.table(
            ("recorder", "record_type", "mandatory_elements", "deadline", "retention", "laws"),
            (
                (said.recorders, page.record(layout), *said[1:])
                for layout in layouts
                for said in (row(page, spec, layout),)
            ),
        )
    page.gaps(spec.gaps)


def stages(standard: Resolved, spec: ProductSpec) -> Iterator[tuple[Text, list[RecordLayout]]]:
    """The record types of an item, stage by stage in the order of the list of stages; then those of
    no stage.
    """
    layouts = [record_layout(standard, record.id, spec.id) for record in spec.records]
    names = {entry.code: entry.name for entry in standard.codelist("stage").entries}
    for stage, name in (*names.items(), (None, UNSTAGED)):
        if here := [layout for layout in layouts if layout.stage == stage]:
            yield name, here


def row(voice: Voice, spec: ProductSpec, layout: RecordLayout) -> ProcedureRow:
    """What the procedure of an item says of a record type."""
    standard = voice.standard
    kept, reported = (
        retention(standard, layout.record, spec.id),
        deadlines(standard, layout.record, spec.id),
    )
    return ProcedureRow(
        voice.lines(voice.cell(name) for name in recorders(standard, layout, spec)),
        voice.joined(_asked(voice, layout)),
        voice.lines(voice.cell(report_words(standard, rule.rule)) for rule in reported),
        voice.lines(voice.cell(keep_words(standard, rule.rules, rule.when)) for rule in kept),
        voice.lines(
            voice.cite(each.source, each.evidence)
            for each in binding(standard, layout.record, spec.id)
        ),
    )


def _asked(voice: Voice, group: ElementGroup) -> Iterator[Spans]:
    """What must be recorded: mandatory elements with what is mandatory inside, one of several, and
    on conditions.
    """
    for field in group.elements:
        if field.required and field.constant is None:
            inside = () if field.group is None else voice.joined(_asked(voice, field.group))
            yield (*voice.spans(field.name), *(voice.opened(inside) if inside else ()))
    for rule in group.rules:
        if isinstance(rule, AtLeastOneSpec):
            names = (voice.spans(group.element(id).name) for id in rule.at_least_one)
            yield (*voice.spans(WORDS["one_of"]), "［", *voice.joined(names, " / "), "］")
    for field in group.elements:
        if field.use.when is not None:
            yield (*voice.spans(field.name), *voice.opened(voice.spans(WORDS["on_condition"])))


def recorders(standard: Resolved, layout: RecordLayout, spec: ProductSpec) -> Iterator[Text]:
    """Who makes such a record of an item, by name."""
    names = (
        {entry.code: entry.name for entry in standard.codelist("recorder").entries}
        if layout.recorders
        else {}
    )
    return (names[id] for id in layout.recorders if not spec.recorders or id in spec.recorders)
