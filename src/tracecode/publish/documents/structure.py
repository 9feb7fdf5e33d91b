"""The structure of codes: segments and further rules of a layout as rows of tables, and what the page
of an encoding rule says of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.cells import allowed, limited, span
from tracecode.publish.documents.page import BREAK, Page, code
from tracecode.publish.documents.tree import CodeText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracecode.publish.documents.tree import Spans
    from tracecode.publish.documents.voice import Voice
    from tracecode.spec.layout_model import LayoutSpec, Part, SegmentSpec
    from tracecode.spec.model import EditionSpec


def structure(page: Page, edition: EditionSpec, layout: LayoutSpec, level: int) -> None:
    """Say how the codes of a layout are made, under headings of this level."""
    source, evidence = layout.source or edition.source, layout.evidence or edition.evidence
    page.paragraph(
        *page.word("length"),
        f"：{span(layout.length)}。",
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
        ("position", "segment", "length", "characters", "source"),
        segment_rows(page, edition, layout),
    )
    if layout.checks:
        names = {segment.id: page.spans(segment.name) for segment in layout.segments}
        page.heading("checks", level)
        page.table(
            ("check_into", "check_rule", "check_of", "source"),
            (
                (
                    names[check.into],
                    code(check.rule) + _weights(check.weights, check.modulus, check.results),
                    page.joined(names[id] for id in check.of),
                    page.cite(check.source, check.evidence),
                )
                for check in layout.checks
            ),
        )
    if layout.limits:
        page.heading("limits", level)
        page.table(("limit", "of", "characters", "source"), limit_rows(page, layout))


def _weights(weights: tuple[int, ...], modulus: int | None, results: str | None) -> Spans:
    if not weights:
        return ()
    text = (*BREAK, ", ".join(map(str, weights)), *BREAK, f"mod {modulus}")
    return text + BREAK + code(results) if results else text


def segment_rows(
    voice: Voice, edition: EditionSpec, layout: LayoutSpec
) -> Iterator[tuple[Spans, ...]]:
    """Of each segment: position, name and id, length, values and notes, source."""
    places = positions(map(fixed_length, layout.segments))
    for segment, place in zip(layout.segments, places, strict=True):
        length = len(segment.literal) if segment.literal is not None else segment.length
        source = segment.source or layout.source or edition.source
        evidence = segment.evidence or layout.evidence or edition.evidence
        own = segment.source is not None or segment.evidence is not None
        note = [voice.cell(segment.note)] if segment.note is not None else []
        yield (
            (place,) if place else (),
            voice.lines((voice.cell(segment.name), (CodeText(segment.id),))),
            (span(length),) if length is not None else (),
            voice.lines((*allowed(voice, segment), *note)),
            voice.cite(source, evidence) if own else voice.evidence(evidence),
        )


def limit_rows(voice: Voice, layout: LayoutSpec) -> Iterator[tuple[Spans, ...]]:
    """Of each further rule: what it says, of which segments, which values, source."""
    names = {segment.id: voice.spans(segment.name) for segment in layout.segments}
    for limit in layout.limits:
        yield (
            voice.cell(limit.name),
            (*voice.joined((names[id] for id in limit.of), "＋"), *_part(voice, limit.part)),
            voice.lines(limited(voice, limit)),
            voice.cite(limit.source, limit.evidence),
        )


def _part(voice: Voice, part: Part | None) -> Spans:
    if part is None:
        return ()
    first, last = str(part.start), str(part.end)
    return voice.opened(
        voice.said("第 {first}～{last} 位", "characters {first} to {last}", first=first, last=last)
    )


def positions(lengths: Iterable[int | None]) -> Iterator[str]:
    """Where parts stand in a code: `1～6`; behind one whose length varies (None) nothing has a
    position.
    """
    at: int | None = 1
    for length in lengths:
        if at is None:
            yield ""
        elif length is None:
            yield f"{at}～"
            at = None
        else:
            yield str(at) if length == 1 else f"{at}～{at + length - 1}" if length else ""
            at += length


def fixed_length(segment: SegmentSpec) -> int | None:
    """The number of characters; None if it varies."""
    if segment.literal is not None:
        return len(segment.literal) if not segment.also and not segment.optional else None
    return segment.length if isinstance(segment.length, int) and segment.repeat is None else None
