# ruff: noqa: E501  # sentences: a language each on its line
"""The informative annexes with examples: right and wrong codes of each scheme, and a message in
both forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.publish.documents.tree import CodeText, Listing, Ref, Section
from tracecode.publish.documents.words import ORIGINS, WORDS
from tracecode.publish.examples import full
from tracecode.records import json_form, xml_form
from tracecode.records.judge import judge
from tracecode.records.message import Message
from tracecode.spec.base import Text
from tracecode.spec.charclass import ANY_EXCEPT

if TYPE_CHECKING:
    from tracecode.findings import Finding
    from tracecode.publish.documents.tree import Span, Spans
    from tracecode.publish.documents.voice import Single
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.model import EditionSpec, SchemeSpec
    from tracecode.standard.elements import RecordLayout

_READ_ON = date(2026, 6, 30)
"""The day for which undated examples are read, so that a document does not change from one day to
the next.
"""
_SENDER, _RECEIVER = ("uscc", "91120116000000019T"), ("uscc", "91350100M000100Y43")
_ID, _SENT = "0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01", "2026-11-23T09:30:00+08:00"


def codes(draft: DocumentDraft) -> Section:
    """The annex with examples of codes."""
    lead = draft.paragraphs(
        "各编码规则的正确示例和错误示例如下；错误示例注明违反的规则。",
        "Right and wrong examples of each encoding rule; of a wrong one, the rule that it breaks.",
    )
    children = tuple(_scheme(draft, draft.standard.scheme(id)) for id in draft.extent.schemes)
    titled = draft.title(Text(zh="代码示例", en="Examples of codes"))
    return Section(
        "examples", titled, kind="annex", normative=False, blocks=lead, children=children
    )


def _scheme(draft: DocumentDraft, spec: SchemeSpec) -> Section:
    right = [
        (
            _shown(draft, spec, example.code),
            _edition(draft, spec, edition),
            draft.spans(ORIGINS[example.origin]),
        )
        for edition in spec.editions
        for example in edition.examples.valid
    ]
    wrong = [row for edition in spec.editions for row in _wrong(draft, spec, edition)]
    defined = draft.paragraphs(
        "编码规则见{scheme}。", "The encoding rule is {scheme}.", scheme=Ref(f"scheme-{spec.id}")
    )
    heads = (WORDS["code"], WORDS["edition"])
    valid = draft.table(
        f"table-right-{spec.id}", Text(zh=f"{spec.name.zh}的正确示例", en=f"Right examples of the "
                                                                     f"{spec.name.en}"),
        (*heads, WORDS["origin"]), right, (6, 3, 3), listed=False,
    )  # fmt: skip
    invalid = draft.table(
        f"table-wrong-{spec.id}", Text(zh=f"{spec.name.zh}的错误示例", en=f"Wrong examples of the "
                                                                     f"{spec.name.en}"),
        (*heads, WORDS["finding"], WORDS["why"]), wrong, (5, 2.4, 3, 5), listed=False,
    )  # fmt: skip
    return draft.section(
        f"examples-{spec.id}", spec.name, (*defined, *valid, *invalid), listed=False
    )


def _wrong(
    draft: DocumentDraft, spec: SchemeSpec, edition: EditionSpec
) -> Iterator[tuple[Spans, ...]]:
    rule = registry(draft.standard)[spec.id]
    for wrong in edition.examples.invalid:
        on = wrong.on or _READ_ON
        _, findings = rule.read(
            wrong.code, on, strict=not wrong.lenient, edition=edition.id, form=wrong.form
        )
        hits = [finding for finding in findings if finding.rule == wrong.finding]
        why = _why(draft, hits[0]) if hits else ()
        yield (
            _shown(draft, spec, wrong.code),
            _edition(draft, spec, edition),
            (CodeText(wrong.finding),),
            why,
        )


def _why(draft: DocumentDraft, finding: Finding) -> Spans:
    """What is wrong; values, ids and formats inside the sentence are codes."""
    zh = finding.text("zh").replace(ANY_EXCEPT, "（除此之外的任意字符）")
    en = finding.text("en").replace(ANY_EXCEPT, "any except ")
    said: dict[Single, Spans] = {"zh": tuple(_marked(zh)), "en": (en,)}
    return draft.lines(said[lang] for lang in draft.languages)


_LATIN = re.compile(r"[!-~]+(?: [!-~]+)*", re.ASCII)


def _marked(sentence: str) -> Iterator[Span]:
    at = 0
    for match in _LATIN.finditer(sentence):
        if match.start() > at:
            yield sentence[at : match.start()]
        yield match[0] if match[0].isdigit() else CodeText(match[0])
        at = match.end()
    if at < len(sentence):
        yield sentence[at:]


def _edition(draft: DocumentDraft, spec: SchemeSpec, edition: EditionSpec) -> Spans:
    """The name of an edition, where there are several."""
    if len(spec.editions) == 1 or edition.name is None:
        return (CodeText(edition.id),)
    return draft.cell(edition.name)


def _shown(draft: DocumentDraft, spec: SchemeSpec, text: str) -> Spans:
    """An example; of a personal number no more than may be shown to anybody."""
    if spec.privacy is None:
        return (CodeText(text),)
    parsed, _ = registry(draft.standard)[spec.id].read(text)
    return (CodeText(parsed.public()[0] if parsed is not None else "*" * len(text)),)


def messages(draft: DocumentDraft) -> Section:
    """The annex with a message around a record of the first item, as JSON and as XML."""
    lead = draft.paragraphs(
        "报文示例如下，主体和货物均为虚构。报文的组成见{message}。",
        "An example of a message; parties and goods are invented. The parts of a message stand in "
        "{message}.",
        message=Ref("message"),
    )
    layout = _first(draft)
    children: tuple[Section, ...] = ()
    if layout is not None:
        plain = _message(draft, layout)
        children = (
            draft.section("message-json", Text(zh="JSON 报文", en="Message in JSON"), (Listing(json_form.dump(plain, indent=1).decode(), "json"),)),
            draft.section("message-xml", Text(zh="XML 报文", en="Message in XML"), (Listing(xml_form.dump(plain, draft.standard, indent=True).decode(), "xml"),)),
        )  # fmt: skip
    titled = draft.title(Text(zh="报文示例", en="Example of a message"))
    return Section(
        "messages", titled, kind="annex", normative=False, blocks=lead, children=children
    )


def _first(draft: DocumentDraft) -> RecordLayout | None:
    """The record type of the example: a production record of the document's items if there is
    one.
    """
    own = [layout for layout in draft.extent.layouts if layout.product in draft.extent.products]
    made = [layout for layout in own if layout.record == "production"]
    return next(iter(made or own or draft.extent.layouts), None)


def _message(draft: DocumentDraft, layout: RecordLayout) -> dict[str, object]:
    record = judge(full(layout, draft.standard), draft.standard).record
    body = [record] if record is not None else []
    sent = datetime.fromisoformat(_SENT)
    return Message.new(body, sender=_SENDER, receiver=_RECEIVER, id=_ID, sent_at=sent).plain()
