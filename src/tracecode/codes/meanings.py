"""What the values inside a code mean: names from code lists, dates as YYYY-MM-DD, the parts of
nested codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tracecode.codes.layout import Layout
from tracecode.dates import DateFormat

if TYPE_CHECKING:
    from tracecode.spec.base import Text
    from tracecode.standard.resolved import Resolved


def meanings(
    layout: Layout, segments: Mapping[str, str], lang: str, on: date | None
) -> dict[str, str]:
    """What the segments of a code mean; see `Code.meanings`."""
    standard = layout.owner.standard
    reference = on or date.today()
    meanings: dict[str, str] = {}
    for segment in layout.segments:
        spec = segment.spec
        value = segments[spec.id]
        if spec.codelist is not None and (name := _entry(standard, spec.codelist, value)):
            meanings[spec.id] = in_language(name, lang)
        elif spec.date is not None and layout.owner.spec.privacy is None:
            span = DateFormat.compile(spec.date.format, spec.date.century).span(value, reference)
            meanings[spec.id] = span[0].isoformat() if span else value
        elif spec.scheme is not None:
            inner = layout.owner.sibling(spec.scheme)
            code, _ = inner.alone(value, on)
            if code is not None:
                meanings[spec.id] = in_language(inner.name, lang)
                meanings |= {f"{spec.id}.{id}": text for id, text in code.meanings(lang).items()}
    for limit in layout.spec.limits:
        key = "+".join(limit.of)
        if limit.part is None and limit.codelist is not None:
            if name := _entry(standard, limit.codelist, "".join(segments[id] for id in limit.of)):
                meanings.setdefault(key, in_language(name, lang))
        elif limit.part is None and limit.date is not None and limit.date.not_after is None:
            text = "".join(segments[id] for id in limit.of)
            if span := DateFormat.compile(limit.date.format, limit.date.century).span(
                text, reference
            ):
                meanings.setdefault(key, span[0].isoformat())
    return meanings


def _entry(standard: Resolved, codelist: str, value: str) -> Text | None:
    return next(
        (entry.name for entry in standard.codelist(codelist).entries if entry.code == value), None
    )


def in_language(text: Text, lang: str) -> str:
    """A text in `zh` or `en`."""
    return text.zh if lang == "zh" else text.en
