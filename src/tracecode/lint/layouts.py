"""Lint of layouts: segments that add up and can be told apart, check characters, limits that some
code can keep.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracecode.lint.findings import OPEN, bounds
from tracecode.spec.charclass import CharClass
from tracecode.spec.layout_model import LayoutSpec, LimitSpec, SegmentSpec

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.reader import Document, Place

_DATE_TOKEN = re.compile(r"YYYY|YY|Y|MM|DDD|DD|hh|mm|ss")
_DATE_TOKENS = "YYYY YY Y MM DDD DD hh mm ss"


class LayoutLint:
    """Checks one layout after the other."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes

    def check(
        self, form: LayoutSpec, document: Document, place: Place, *, written_out: bool
    ) -> None:
        """Note everything that is wrong with a layout.

        Args:
            form: the layout.
            document: where it stands.
            place: where in the document.
            written_out: whether the scheme has got what follows from the schemes that are nested in
                it.
        """
        seen: dict[str, int] = {}
        for i, segment in enumerate(form.segments):
            where = (*place, "segments", i)
            if segment.id in seen:
                self._notes.say(
                    document,
                    where,
                    "spec.duplicate_id",
                    found=segment.id,
                    first=f"segments.{seen[segment.id]}",
                )
            seen[segment.id] = i
            self._segment(segment, document, where, written_out)
        sizes = [_size(segment) for segment in form.segments]
        low, high = sum(s[0] for s in sizes), sum(s[1] for s in sizes)
        stated = bounds(form.length)
        known = all(
            segment.length is not None or segment.literal is not None for segment in form.segments
        )
        if known and stated != (low, min(OPEN, high)):
            self._notes.say(
                document,
                (*place, "length"),
                "spec.length",
                found=_range(*stated),
                expected=_range(low, high),
            )
        for i, (segment, after) in enumerate(zip(form.segments, form.segments[1:], strict=False)):
            fixed_tail = all(low == high for low, high in sizes[i + 1 :])
            if (
                sizes[i][0] != sizes[i][1]
                and segment.literal is None
                and not fixed_tail
                and not self._separate(segment, after)
            ):
                self._notes.say(
                    document, (*place, "segments", i), "spec.ambiguous", found=segment.id
                )
        for i, check_spec in enumerate(form.checks):
            optional = {segment.id for segment in form.segments if segment.optional}
            for id in (*check_spec.of, check_spec.into):
                self._known(id, seen, document, (*place, "checks", i))
                if id in optional:
                    values = {
                        "found": id,
                        "reason_zh": "可省略，不能参与校验",
                        "reason_en": "may be left out and cannot be summed",
                    }
                    self._notes.say(document, (*place, "checks", i), "spec.segment", **values)
            if check_spec.alphabet is not None:
                self._notes.refer(
                    "alphabet", check_spec.alphabet, document, (*place, "checks", i, "alphabet")
                )
            if (check_spec.severity is None) != (check_spec.reason is None):
                where, zh, en = (
                    (*place, "checks", i),
                    "severity 须写理由 reason",
                    "severity goes with a reason",
                )
                self._notes.layout(document, where, zh, en)
        for i, limit in enumerate(form.limits):
            where = (*place, "limits", i)
            for id in limit.of:
                self._known(id, seen, document, where)
            self._content(limit, document, where)
            self._limit(limit, form, document, where)

    def _segment(
        self, segment: SegmentSpec, document: Document, place: Place, written_out: bool
    ) -> None:
        def wrong(zh: str, en: str) -> None:
            self._notes.say(
                document, place, "spec.segment", found=segment.id, reason_zh=zh, reason_en=en
            )

        if segment.running and segment.role != "serial":
            wrong("只有 role: serial 的段可写 running", "is running without the role serial")
        if segment.literal is not None:
            extra = [
                n
                for n in ("chars", "first", "length", "codelist", "range", "date", "scheme")
                if getattr(segment, n) is not None
            ]
            if not segment.literal:
                wrong("固定字符为空", "has an empty literal")
            if extra:
                wrong(
                    f"固定字符不能再有 {'、'.join(extra)}",
                    f"is a literal and cannot also have {', '.join(extra)}",
                )
        else:
            for name in ("chars", "length"):
                if getattr(segment, name) is not None:
                    continue
                if segment.scheme is None:
                    wrong(f"缺少 {name}", f"lacks {name}")
                elif segment.scheme in self._notes.things["scheme"] and written_out:
                    zh = f"缺少 {name}，且不能由 {segment.scheme} 得出"
                    wrong(zh, f"lacks {name}, and it does not follow from {segment.scheme}")
            if segment.also or segment.optional:
                wrong(
                    "also 和 optional 仅用于固定字符",
                    "has also or optional, which belong to a literal",
                )
        if segment.repeat is not None and (
            segment.repeat.min < 1
            or segment.repeat.max < segment.repeat.min
            or not segment.repeat.separator
        ):
            wrong(
                "repeat 须有分隔符，且 1 <= min <= max",
                "has a repeat without separator, or not 1 <= min <= max",
            )
        if segment.evidence == "unsure" and (
            segment.literal is not None or segment.first is not None
        ):
            self._notes.say(
                document,
                place,
                "spec.severity",
                evidence="unsure",
                reason_zh="请把该限制写入 limits",
                reason_en="state the restriction under limits",
            )
        if segment.chars is not None:
            self._notes.alphabet_or_class(segment.chars, document, (*place, "chars"))
            if segment.repeat is not None and self._holds(segment.chars, segment.repeat.separator):
                wrong(
                    "repeat 的分隔符不能出现在 chars 中",
                    "has a separator that may also occur in its items",
                )
        if segment.first is not None:
            self._notes.char_class(segment.first, document, (*place, "first"))
        low, high = _size(segment)
        known = segment.literal is None and segment.length is not None
        if known and (low < 0 or high < 1 or high < low):
            wrong("长度须为正数", "has no positive length")
        self._content(segment, document, place)
        if segment.date is not None and (low, high) != (len(segment.date.format),) * 2:
            wrong(
                f"日期格式有 {len(segment.date.format)} 位",
                f"has a date format of {len(segment.date.format)} characters",
            )

    def _content(self, spec: SegmentSpec | LimitSpec, document: Document, place: Place) -> None:
        """What segments and limits have in common."""
        for kind in ("codelist", "scheme"):
            if (id := getattr(spec, kind)) is not None:
                self._notes.refer(kind, id, document, (*place, kind))
        if spec.date is not None:
            form = spec.date.format
            if (
                "".join(_DATE_TOKEN.findall(form)) != form
                or sum(t[0] == "Y" for t in _DATE_TOKEN.findall(form)) != 1
            ):
                self._notes.say(
                    document, (*place, "date"), "spec.date_format", found=form, allowed=_DATE_TOKENS
                )
        if spec.range is not None and (spec.range.min or 0) > (
            spec.range.max if spec.range.max is not None else 10**18
        ):
            self._notes.say(
                document,
                (*place, "range"),
                "spec.value",
                field="range",
                found=f"{spec.range.min}..{spec.range.max}",
                allowed="min <= max",
            )

    def _limit(self, limit: LimitSpec, form: LayoutSpec, document: Document, place: Place) -> None:
        named = [
            n
            for n in ("chars", "contains", "codelist", "range", "date", "scheme")
            if getattr(limit, n) is not None
        ]
        if not limit.of or not named:
            self._notes.layout(
                document,
                place,
                "须写明对象 of 和一项限制",
                "needs segments under of, and one restriction",
            )
        for name in ("chars", "contains"):
            if (text := getattr(limit, name)) is not None:
                self._notes.alphabet_or_class(text, document, (*place, name))
        if self._never(limit, {segment.id: segment for segment in form.segments}):
            self._notes.say(document, place, "spec.never", found=limit.id)
        sizes = {segment.id: _size(segment) for segment in form.segments}
        whole = sum(sizes[id][1] for id in limit.of if id in sizes)
        if limit.part is not None and not 1 <= limit.part.start <= limit.part.end <= whole:
            self._notes.say(
                document,
                (*place, "part"),
                "spec.value",
                field="part",
                found=f"{limit.part.start}..{limit.part.end}",
                allowed=f"1..{whole}",
            )

    def _never(self, limit: LimitSpec, segments: dict[str, SegmentSpec]) -> bool:
        """Whether no code of the layout can keep a limit, so that it says something else than it
        seems to.
        """
        parts = [segments[id] for id in limit.of if id in segments]
        if limit.part is not None or len(parts) < len(limit.of):
            return False
        if limit.range is not None and limit.range.min is not None:
            return sum(_size(part)[1] for part in parts) < len(str(limit.range.min))
        if limit.chars is None:
            return limit.contains is not None and not any(
                self._share(part, limit.contains) for part in parts
            )
        return any(_size(part)[0] > 0 and not self._share(part, limit.chars) for part in parts)

    def _share(self, segment: SegmentSpec, chars: str) -> bool:
        """Whether a character of a segment is one of some characters."""
        try:
            wanted = self._notes.chars(chars)
            if segment.literal is not None:
                return all(
                    any(char in wanted for char in text)
                    for text in (segment.literal, *segment.also)
                )
            held = self._notes.chars(segment.chars or "")
        except ValueError:
            return True  # reported as a wrong class
        if held.negated:
            return wanted.negated or any(char in held for char in wanted.chars)
        return any(char in wanted for char in held.chars)

    def _separate(self, segment: SegmentSpec, after: SegmentSpec) -> bool:
        """Whether a variable segment ends where the next begins, whatever it holds."""
        if after.optional or segment.chars is None:
            return False
        try:
            inside = self._notes.chars(segment.chars)
            begins = (
                CharClass.read(after.first)
                if after.first
                else self._notes.chars(after.chars)
                if after.chars
                else None
            )
        except ValueError:
            return True  # reported as a wrong class
        if after.literal is not None:
            starts = "".join(text[0] for text in (after.literal, *after.also) if text)
            inside_repeat = segment.repeat is not None and any(
                char in segment.repeat.separator for char in starts
            )
            return not inside_repeat and all(char not in inside for char in starts)
        return (
            begins is not None
            and not begins.negated
            and _size(after)[0] > 0
            and all(c not in inside for c in begins.chars)
        )

    def _holds(self, chars: str, text: str) -> bool:
        try:
            inside = self._notes.chars(chars)
        except ValueError:
            return False  # reported as a wrong class
        return any(char in inside for char in text)

    def _known(self, id: str, segments: dict[str, int], document: Document, place: Place) -> None:
        if id not in segments:
            self._notes.say(
                document,
                place,
                "spec.reference",
                field="of/into",
                kind="segment",
                found=id,
                hint={"zh": "", "en": ""},
            )


def _size(segment: SegmentSpec) -> tuple[int, int]:
    """Fewest and most characters of a segment."""
    if segment.literal is not None:
        sizes = [len(text) for text in (segment.literal, *segment.also)]
        return 0 if segment.optional else min(sizes), max(sizes)
    if segment.length is None:
        return 0, 0
    low, high = bounds(segment.length)
    if segment.repeat is not None:
        gap = len(segment.repeat.separator)
        return segment.repeat.min * (low + gap) - gap, segment.repeat.max * (high + gap) - gap
    return low, high


def _range(low: int, high: int) -> str:
    if high >= OPEN:
        return f">= {low}"
    return str(low) if low == high else f"{low}..{high}"
