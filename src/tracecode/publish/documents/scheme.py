"""Pages of the encoding rules, and of the character sets that they use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.publish.documents.cells import equal
from tracecode.publish.documents.page import Page, PageSet, Run, code, join
from tracecode.publish.documents.structure import structure
from tracecode.publish.documents.tree import Anchor, CodeText
from tracecode.publish.documents.words import CARRIES, FOLDS, ISSUER, ORIGINS, SYMBOLS, WORDS
from tracecode.spec.base import Text
from tracecode.spec.identifies import IDENTIFIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.tree import Spans
    from tracecode.publish.documents.voice import Voice
    from tracecode.spec.model import CarrierSpec, EditionSpec, SchemeSpec


_READ_ON = date(2026, 6, 30)
"""The day for which undated examples are read, so that pages do not change from one day to the
next.
"""


def write(book: PageSet) -> None:
    """A page for each encoding rule, their index, and the character sets."""
    carried: dict[str, list[tuple[str, str]]] = {}
    for id in book.standard.ids("product"):
        codes = book.standard.product(id).codes
        for role in codes.field_names():
            for scheme in getattr(codes, role):
                carried.setdefault(scheme, []).append((id, role))
    index = book.page("schemes/index.md", "schemes", wide=True)
    index.table(
        ("name", "id", "identifies", "issued_by", "edition", "source"),
        (_listed(index, book.standard.scheme(id)) for id in book.standard.ids("scheme")),
    )
    for id in book.standard.ids("scheme"):
        _scheme(book, book.standard.scheme(id), carried.get(id, []))
    _alphabets(book)


def _listed(page: Page, spec: SchemeSpec) -> tuple[Run, ...]:
    latest = spec.editions[-1]
    return (
        page.scheme(spec.id),
        code(spec.id),
        page.say(IDENTIFIES[spec.identifies]),
        page.say(spec.issued_by.name),
        str(len(spec.editions)),
        page.cite(latest.source, latest.evidence),
    )


def _scheme(book: PageSet, spec: SchemeSpec, carried: list[tuple[str, str]]) -> None:
    page = book.page(f"schemes/{spec.id}.md", spec.name)
    if spec.note is not None:
        page.texts(spec.note)
    issuer = ISSUER[spec.issued_by.kind]
    page.facts(
        (
            ("id", code(spec.id)),
            ("identifies", page.say(IDENTIFIES[spec.identifies], " ")),
            (
                "issued_by",
                page.say(spec.issued_by.name, " ") + page.opened(page.say(issuer, " / ")),
            ),
            ("lenient", join(page.say(FOLDS[fold], " ") for fold in spec.lenient)),
            ("gs1_ai", join(code(f"({ai})") for ai in spec.gs1_ai)),
            ("hint_only", page.word("hint_only_text") if spec.hint_only else None),
            ("privacy", page.say(_PERSONAL) if spec.privacy else None),
        )
    )
    page.heading("editions")
    page.table(
        ("edition", "period", "source"),
        (
            (
                _edition_name(page, each),
                page.period(each.valid_from, each.valid_to),
                page.cite(each.source, each.evidence),
            )
            for each in spec.editions
        ),
    )
    for edition in spec.editions:
        _edition(page, spec, edition)
    _links(page, spec)
    if carried:
        page.heading("used_by")
        page.bullets(
            (*page.product(id), "：", *page.say(CARRIES[role], " ")) for id, role in carried
        )
    page.gaps(spec.gaps)


_PERSONAL = Text(zh="个人信息，输出时隐去", en="Personal data: masked in every output")


def _edition_name(page: Page, edition: EditionSpec) -> Spans:
    if edition.name is None:
        return code(edition.id)
    return (*page.say(edition.name), " ", *code(edition.id))


def _edition(page: Page, spec: SchemeSpec, edition: EditionSpec) -> None:
    several = len(spec.editions) > 1
    if several:
        zh, en = (f" {edition.name.zh}", f" {edition.name.en}") if edition.name else ("", "")
        page.heading(
            Text(zh=f"版本 {edition.id}{zh}", en=f"Edition {edition.id}{en}"), anchor=edition.id
        )
    else:
        page.heading("structure")
    if edition.note is not None:
        page.texts(edition.note)
    level = 3 if several else 2
    for layout in edition.layouts:
        if edition.forms:
            page.heading(layout.name, 3)
        structure(page, edition, layout, level + bool(edition.forms))
    if edition.carrier is not None:
        page.heading("carrier", level)
        carrier = edition.carrier
        source = page.cite(carrier.source, carrier.evidence)
        page.facts((*carrier_facts(page, carrier), ("source", source)))
    _examples(page, spec, edition, level)


def carrier_facts(voice: Voice, carrier: CarrierSpec) -> Iterator[tuple[str, Spans | None]]:
    """What is said of the symbol that carries a code, each under a word of the documents."""
    printed = None
    if carrier.mark is not None:
        words: Spans = (f"“{carrier.mark.words}”",)
        whole = voice.spans(WORDS["whole_code"])
        printed = voice.joined((words, whole)) if carrier.mark.code else words
    symbols = (voice.spans(SYMBOLS[symbology]) for symbology in carrier.symbologies)
    yield "symbologies", voice.joined(symbols)
    yield "symbol_content", (CodeText(carrier.content),) if carrier.content else None
    yield "charset", (CodeText(carrier.charset),) if carrier.charset else None
    yield "error_correction", (carrier.error_correction,) if carrier.error_correction else None
    yield "min_area", (carrier.min_area_cm2,) if carrier.min_area_cm2 else None
    yield "quiet_zone", (carrier.quiet_zone_mm,) if carrier.quiet_zone_mm else None
    yield "trace_mark", printed
    yield "note", voice.spans(carrier.note) if carrier.note else None


def _examples(page: Page, spec: SchemeSpec, edition: EditionSpec, level: int) -> None:
    page.heading("valid_examples", level)
    page.table(
        ("code", "origin", "note"),
        (
            (_shown(page, spec, right.code), page.say(ORIGINS[right.origin], " "), right.note or "")
            for right in edition.examples.valid
        ),
    )
    if not edition.examples.invalid:
        return
    page.heading("invalid_examples", level)
    rule = registry(page.book.standard)[spec.id]
    rows: list[tuple[Run, ...]] = []
    for wrong in edition.examples.invalid:
        on = wrong.on or _READ_ON
        _, findings = rule.read(
            wrong.code, on, strict=not wrong.lenient, edition=edition.id, form=wrong.form
        )
        hits = [finding for finding in findings if finding.rule == wrong.finding]
        why = (
            page.say(Text(zh=hits[0].text("zh"), en=hits[0].text("en")))
            if hits
            else wrong.note or ""
        )
        rows.append((_shown(page, spec, wrong.code), code(wrong.finding), why))
    page.table(("code", "finding", "why"), rows)


def _shown(page: Page, spec: SchemeSpec, text: str) -> Spans:
    """An example; of a personal number no more than may be shown to anybody."""
    if spec.privacy is None:
        return code(text)
    parsed, _ = registry(page.book.standard)[spec.id].read(text)
    return code(parsed.public()[0] if parsed is not None else "*" * len(text))


def _links(page: Page, spec: SchemeSpec) -> None:
    if not spec.links:
        return
    page.heading("links")
    page.table(
        ("name", "other_code", "agreement", "source"),
        (
            (
                page.say(link.name),
                page.scheme(link.to),
                page.lines(equal(page, each) for each in link.equal),
                page.cite(link.source, link.evidence),
            )
            for link in spec.links
        ),
    )


def _alphabets(book: PageSet) -> None:
    page = book.page("alphabets.md", "alphabets")
    page.table(
        ("name", "id", "characters", "source"),
        (
            (
                (Anchor(id), *page.say(spec.name)),
                code(id),
                code(spec.chars),
                page.cite(spec.source, spec.evidence),
            )
            for id in book.standard.ids("alphabet")
            for spec in (book.standard.alphabet(id),)
        ),
    )
