"""The structure of codes on the page of an encoding rule: segments, check characters and further
rules of a layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.publish.documents.page import BREAK, NOTHING, Page, Run, code, in_brackets, join
from tracecode.publish.documents.words import EVIDENCE
from tracecode.spec.base import Text
from tracecode.spec.layout_model import Length

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Spans
    from tracecode.spec.layout_model import DateRule, LayoutSpec, LimitSpec, Range, SegmentSpec
    from tracecode.spec.model import EditionSpec


def structure(page: Page, edition: EditionSpec, layout: LayoutSpec, level: int) -> None:
    """Say how the codes of a layout are made, under headings of this level."""
    source, evidence = layout.source or edition.source, layout.evidence or edition.evidence
    page.paragraph(
        *page.word("length"),
        f"：{_span(layout.length)}。",
        *page.word("source"),
        "：",
        *page.cite(source, evidence),
    )
    if layout.lenient_only:
        page.paragraph(*page.word("lenient_only"))
    for text in (layout.warn, layout.note):
        if text is not None:
            page.texts(text)
    page.table(
        ("position", "segment", "length", "characters", "note", "source"),
        _segments(page, edition, layout),
    )
    names = {segment.id: page.say(segment.name, " ") for segment in layout.segments}
    if layout.checks:
        page.heading("checks", level)
        page.table(
            ("check_into", "check_rule", "check_of", "source"),
            (
                (
                    names[check.into],
                    code(check.rule) + _weights(check.weights, check.modulus, check.results),
                    join(names[id] for id in check.of),
                    page.cite(check.source, check.evidence),
                )
                for check in layout.checks
            ),
        )
    if layout.limits:
        page.heading("limits", level)
        page.table(
            ("limit", "of", "characters", "source"),
            (
                (
                    page.say(limit.name),
                    join((names[id] for id in limit.of), "＋") + _part(page, limit),
                    join(_limited(page, limit), "；"),
                    page.cite(limit.source, limit.evidence),
                )
                for limit in layout.limits
            ),
        )


def _weights(weights: tuple[int, ...], modulus: int | None, results: str | None) -> Spans:
    if not weights:
        return ()
    text = (*BREAK, ", ".join(map(str, weights)), *BREAK, f"mod {modulus}")
    return text + BREAK + code(results) if results else text


def _part(page: Page, limit: LimitSpec) -> Spans:
    if limit.part is None:
        return ()
    first, last = limit.part.start, limit.part.end
    return in_brackets(
        page.say(Text(zh=f"第 {first}～{last} 位", en=f"characters {first} to {last}"), " / ")
    )


def _segments(page: Page, edition: EditionSpec, layout: LayoutSpec) -> Iterator[tuple[Run, ...]]:
    place: int | None = 1
    for segment in layout.segments:
        length = len(segment.literal) if segment.literal is not None else segment.length
        fixed = (
            isinstance(length, int)
            and segment.repeat is None
            and not segment.also
            and not segment.optional
        )
        if place is None or not isinstance(length, int) or not fixed:
            shown = f"{place}～" if place is not None else NOTHING
        else:
            shown = str(place) if length == 1 else f"{place}～{place + length - 1}"
        place = place + length if place is not None and fixed and isinstance(length, int) else None
        source = segment.source or layout.source or edition.source
        evidence = segment.evidence or layout.evidence or edition.evidence
        own = segment.source is not None or segment.evidence is not None
        yield (
            shown,
            page.say(segment.name) + BREAK + code(segment.id),
            _span(length) if length is not None else "",
            join(_domain(page, segment), BREAK),
            page.say(segment.note) if segment.note is not None else "",
            page.cite(source, evidence) if own else page.say(EVIDENCE[evidence], " "),
        )


def _domain(page: Page, segment: SegmentSpec) -> Iterator[Run]:
    def say(zh: str, en: str) -> Spans:
        return page.book.say(Text(zh=zh, en=en), " / ")

    if segment.literal is not None:
        yield (
            *say("固定文字", "fixed"),
            " ",
            *join(code(text) for text in (segment.literal, *segment.also)),
        )
        if segment.optional:
            yield say("可省略", "may be left out")
    if segment.chars is not None:
        yield page.alphabet(segment.chars)
    if segment.first is not None:
        yield (*say("首位", "first character"), " ", *page.alphabet(segment.first))
    if segment.repeat is not None:
        repeat = segment.repeat
        zh, en = (
            f"重复 {repeat.min}～{repeat.max} 次，间隔",
            f"{repeat.min} to {repeat.max} times, between them",
        )
        yield (*say(zh, en), " ", *code(repeat.separator))
        if not repeat.leading_zeros:
            yield say("多位时首位不为 0", "no leading zero")
    yield from _limited(page, segment)


def _limited(page: Page, spec: SegmentSpec | LimitSpec) -> Iterator[Run]:
    """What a segment and a further rule can both say of values."""
    from tracecode.spec.layout_model import LimitSpec as Limit

    if isinstance(spec, Limit):
        if spec.chars is not None:
            yield page.alphabet(spec.chars)
        if spec.contains is not None:
            said = page.book.say(Text(zh="至少含一个", en="at least one of"), " / ")
            yield (*said, " ", *page.alphabet(spec.contains))
    if spec.codelist is not None:
        yield page.codelist(spec.codelist)
    if spec.range is not None:
        yield _bounds(spec.range)
    if spec.date is not None:
        yield _date(page, spec.date)
    if spec.scheme is not None:
        yield page.scheme(spec.scheme)


def _bounds(bounds: Range) -> str:
    return (
        f"{'…' if bounds.min is None else bounds.min}～{'…' if bounds.max is None else bounds.max}"
    )


def _date(page: Page, rule: DateRule) -> Spans:
    text = (*page.book.say(Text(zh="日期", en="date"), " / "), " ", *code(rule.format))
    if rule.not_before is not None:
        text += (f" ≥ {rule.not_before}",)
    if rule.not_after is not None:
        text += (
            "，",
            *page.book.say(Text(zh="不晚于识读日期", en="not after the date of reading"), " / "),
        )
    return text


def _span(length: int | Length) -> str:
    if isinstance(length, Length):
        return f"{length.min}～{'…' if length.max is None else length.max}"
    return str(length)
