"""The texts of the conformance file: made for a layout by a generator, right ones and all kinds of
wrong ones.

No text holds a citizen's number that is right, but for those that the specifications print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from tracecode.dates import DateFormat
from tracecode.fold import fold
from tracecode.privacy import mask
from tracecode.standard.check_computation import algorithm, compute_of
from tracecode.standard.constraints import Dated, Listed, Nested, Ranged
from tracecode.standard.segment import item_length

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.codes.registry import Registry
    from tracecode.codes.scheme import Scheme
    from tracecode.spec.layout_model import Repeat
    from tracecode.standard.constraints import Constraint
    from tracecode.standard.segment import Segment

_FIRST, _LAST = date(2000, 1, 1), date(2035, 12, 31)
_OTHER = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz-./()_:#"
    "，。京津农药第号字（）０９ＡＺ٣é\u00a0\u200b\x1d\x7f\U0001f600"
)
"""Characters that are put where they may not belong."""
_CITIZEN = re.compile("(?=([1-9][0-9]{16}[0-9X]))|(?<![0-9])([1-9][0-9]{14})(?![0-9X])", re.ASCII)
"""What may be a citizen's number, of today or from before 1999."""
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


class TextMaker:
    """Makes texts for one scheme, and the days for which they are read."""

    def __init__(self, schemes: Registry, scheme: Scheme, random: Random) -> None:
        self.schemes, self.scheme, self.random = schemes, scheme, random
        personal = (
            schemes[id] for id in schemes.ids if schemes.standard.scheme(id).privacy == "personal"
        )
        self.printed = "\n".join(
            example.code.upper() for each in personal for example in each.examples
        )

    def texts(self, layout: Layout) -> Iterator[str]:
        """Texts made for a layout, without end."""
        begin = [self._examples(layout), [self._made(layout) for _ in range(3)]]
        while True:
            texts = self.random.choice(begin) or begin[1]
            text = self.random.choice(texts)
            if self.random.random() < 0.6:
                text = self._other_segments(layout, text)
            for _ in range(self.random.choice((0, 0, 1, 1, 1, 2, 3))):
                text = self._changed(text)
            if not self._is_somebodys(text):
                yield text

    def _is_somebodys(self, text: str) -> bool:
        """Whether it holds a citizen's number that is right and stands in no specification: it may
        be a person's.
        """
        if mask(text) == text:
            return False
        plain = fold(text, ("width", "spaces", "hyphens", "dots", "upper")).text
        numbers = (match[1] or match[2] for match in _CITIZEN.finditer(plain))
        return any(
            mask(each) != each and each not in self.printed and _is_right(each) for each in numbers
        )

    def _examples(self, layout: Layout) -> list[str]:
        examples = layout.edition.examples
        codes = [each.code for each in examples.valid if each.form in (None, layout.id)]
        return codes + [each.code for each in examples.invalid if each.form in (None, layout.id)]

    def day(self, layout: Layout) -> date:
        """A day for which a text of the layout is read: mostly one of its edition."""
        first, last = layout.edition.valid_from, layout.edition.valid_to
        if self.random.random() < 0.15 and (edge := self.random.choice((first, last))) is not None:
            return edge + timedelta(self.random.choice((-1, 0, 1, 400, -400)))
        first, last = first or min(_FIRST, last or _FIRST), last or max(_LAST, first or _LAST)
        return first + timedelta(self.random.randrange((last - first).days + 1))

    # --- whole segments ---------------------------------------------------------------------------

    def _made(self, layout: Layout) -> str:
        return self._checked(
            layout, [self._value(layout, segment, None) for segment in layout.segments]
        )

    def _other_segments(self, layout: Layout, text: str) -> str:
        """The same code with other segments here and there, and mostly with right check
        characters.
        """
        match = layout.match(text)
        if match is None:
            return text
        groups = [*match.groups()]
        for segment in self.random.choices(layout.segments, k=self.random.randrange(1, 4)):
            groups[segment.place] = self._value(layout, segment, groups[segment.place])
        return self._checked(layout, groups) if self.random.random() < 0.8 else "".join(groups)

    def _checked(self, layout: Layout, groups: list[str]) -> str:
        places = {segment.spec.id: segment.place for segment in layout.segments}
        for check in layout.spec.checks:
            body = "".join(groups[places[id]] for id in check.of)
            try:
                groups[places[check.into]] = compute_of(self.scheme.standard, check)(body)
            except ValueError:
                continue  # another character or length than the rule knows
        return "".join(groups)

    def _value(self, layout: Layout, segment: Segment, given: str | None) -> str:
        """A value for a segment: one that its rules allow, or any of its characters and lengths."""
        if segment.chars is None:
            return self.random.choice([*segment.texts, *([""] if segment.spec.optional else [])])
        own = [each for each in layout.constraints if each.target.of[0] == segment.spec.id]
        if own and self.random.random() < 0.7:
            value = self._allowed(self.random.choice(own), segment)
            if value is not None:
                return value
        if segment.spec.repeat is not None:
            return self._row(segment, segment.spec.repeat)
        size = len(given or "")
        if not segment.min <= size <= segment.max or self.random.random() < 0.2:
            size = self.random.randint(segment.min, min(segment.max, segment.min + 9))
        value = "".join(self._char(segment, place) for place in range(size))
        return "0" + value[1:] if value and self.random.random() < 0.1 else value

    def _row(self, segment: Segment, repeat: Repeat) -> str:
        low, high = item_length(segment.spec)
        sizes = (low, low + 1, high) if high < 99 else (low, low + 1, low + 8)
        items = [
            "".join(self._char(segment, place) for place in range(self.random.choice(sizes)))
            for _ in range(self.random.choice((repeat.min, repeat.min + 1, min(repeat.max, 9))))
        ]
        return repeat.separator.join(items)

    def _char(self, segment: Segment, place: int) -> str:
        chars = segment.first if place == 0 and segment.first is not None else segment.chars
        assert chars is not None
        return self.random.choice("甲乙A1农" if chars.negated else chars.chars)

    def _allowed(self, constraint: Constraint, segment: Segment) -> str | None:
        """What a constraint of one segment allows, or just not."""
        size = segment.max
        match constraint:
            case Listed() if constraint.codelist.entries:
                return self.random.choice(constraint.codelist.entries).code
            case Ranged() if constraint.range.min is not None or constraint.range.max is not None:
                edges = [
                    edge
                    for edge in (constraint.range.min, constraint.range.max)
                    if edge is not None
                ]
                number = self.random.choice(edges) + self.random.choice((-1, 0, 0, 0, 1))
                return str(max(number, 0)).zfill(min(size, 12) if segment.min == size else 1)
            case Dated():
                written = DateFormat.compile(constraint.date.format)
                day = _FIRST + timedelta(self.random.randrange((_LAST - _FIRST).days))
                return written.write(day)
            case Nested():
                inner = self.schemes[constraint.scheme]
                codes = [example.code for example in inner.examples if len(example.code) <= size]
                return self.random.choice(codes) if codes else None
            case _:
                return None

    # --- characters -------------------------------------------------------------------------------

    def _changed(self, text: str) -> str:
        """A text with one change."""
        draw = self.random
        at = draw.randrange(len(text)) if text else 0
        char = text[at : at + 1]
        match draw.randrange(16):
            case 0:
                return text[:at] + text[at + 1 :]
            case 1:
                return text[:at] + char + text[at:]
            case 2:
                return text[:at] + draw.choice(_OTHER) + text[at:]
            case 3 | 4:
                return text[:at] + draw.choice(_OTHER) + text[at + 1 :]
            case 5 | 6:
                return text[:at] + draw.choice(text or "0") + text[at + 1 :]
            case 7:
                return text[:at] + text[at + 1 : at + 2] + char + text[at + 2 :]
            case 8:
                return text[:at] if draw.random() < 0.5 else text[at:]
            case 9:
                return text + draw.choice((text, text[:at], "0", "A", " "))
            case 10:
                before = draw.choice((" ", "\u3000", "\r\n", "\u200b", "\ufeff"))
                return before + text + draw.choice(("", " ", "\t", "\n"))
            case 11:
                return text[:at] + draw.choice((" ", "-", ".", "·", "\u2014", "\u00a0")) + text[at:]
            case 12:
                return (
                    text.translate(_WIDE)
                    if draw.random() < 0.7
                    else text[:at] + text[at:].translate(_WIDE)
                )
            case 13:
                return draw.choice((text.lower(), text.upper(), text.swapcase()))
            case 14:
                size = draw.randrange(1, 5)
                return (
                    text[:at]
                    + "".join(draw.choice("0123456789") for _ in range(size))
                    + text[at + size :]
                )
            case _:
                return draw.choice(("", " ", "0", "京", text[::-1], "9" * len(text)))


def _is_right(number: str) -> bool:
    """Whether a number that looks like a citizen's is one; the old ones have no check character."""
    return len(number) == 15 or algorithm("gb11643")(number[:-1]) == number[-1]
