"""How well a text could explain itself as a broken code of a scheme, at most: told without saying
what is wrong.

Most schemes that a broken text nearly fits explain it so badly that nobody would name them. What is
wrong with it under each of these need not be found out: `readings` reads only those whose bound
leaves them a chance.
"""

from __future__ import annotations

import math
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.standard.segment import Segment

_DIGIT_BITS = math.log2(10)
_ROUNDING = 1e-9  # a weight is added up in another order than its bound


class Nearness:
    """The bounds of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._fixed = layout.min == layout.max
        self._firm = layout.severity == "error"

    @cached_property
    def _parts(self) -> list[tuple[int, tuple[str, ...], frozenset[str] | None, bool, float]]:
        """Of each segment its length, its fixed texts or its characters, whether none can be wrong,
        and their cost.
        """
        return [_part(segment) for segment in self._layout.segments]

    @cached_property
    def held(self) -> float:
        """The weight of all rules."""
        return sum(rule.bits for rule in self._layout.rules)

    def _held_beside(self, faulty: list[int]) -> float:
        """The weight of the rules on none of these segments: on a wrong one, none is looked at."""
        if not faulty:
            return self.held
        rules = self._layout.rules
        return sum(rule.bits for rule in rules if not any(at in rule.segments for at in faulty))

    @cached_property
    def checked(self) -> bool:
        """Whether it has a check character."""
        return any(rule.id == "code.check_character" for rule in self._layout.rules)

    def bound(
        self, text: str, left: float, odd: float, fault: float, least: float, most: int
    ) -> float:
        """At most, the binary logarithm of how well the layout explains a text that it refuses.

        Args:
            text: folded as its scheme allows.
            left: the weight of a character that is left over.
            odd: the weight of one that may not stand where it does, beside its fault.
            fault: the weight of a fault.
            least: the weight of the slightest one.
            most: with more faults a text is something else: then minus infinity.
        """
        layout = self._layout
        # one of unsure evidence carries what does not fit it, and that is no match
        if not self._firm:
            return -math.inf
        if not self._fixed:
            return self._open(text, left, fault, least)
        size = len(text)
        faults, free, lost = int(size != layout.max), 0.0, 0.0
        faulty: list[int] = []
        for place, at, end, texts in self._fixed_texts:  # which most texts lack
            given = text[at:end]
            if given not in texts and given:
                faults += 1
                lost += left * len(given)
                faulty.append(place)
        if faults > most:
            return -math.inf
        for place, at, end, chars, anything, cost in self._free_texts:
            given = text[at:end]
            free += cost * len(given)
            if not chars.issuperset(given) and not anything:
                wrong = sum(char not in chars for char in given)
                faults += wrong
                if faults > most:
                    return -math.inf
                lost += odd * wrong
                faulty.append(place)
        held = self._held_beside(faulty) if size == layout.max else 0.0
        free = max(0.0, free - held - self._firsts)
        free += lost + left * max(0, size - layout.max)
        return _ROUNDING - free - (fault * faults or least)

    @cached_property
    def _ends(self) -> list[int]:
        """Where each segment of a layout of one length ends."""
        return [*accumulate(length for length, *_ in self._parts)]

    @cached_property
    def _fixed_texts(self) -> list[tuple[int, int, int, tuple[str, ...]]]:
        """The number of each fixed text of a layout of one length, where it begins and ends, and
        what may stand there.
        """
        return [
            (place, end - length, end, texts)
            for place, (end, (length, texts, chars, _, _)) in enumerate(
                zip(self._ends, self._parts, strict=True)
            )
            if chars is None
        ]

    @cached_property
    def _free_texts(self) -> list[tuple[int, int, int, frozenset[str], bool, float]]:
        """The same of the other segments, with their characters, whether none can be wrong, and
        their cost.
        """
        return [
            (place, end - length, end, chars, anything, cost)
            for place, (end, (length, _, chars, anything, cost)) in enumerate(
                zip(self._ends, self._parts, strict=True)
            )
            if chars is not None
        ]

    def _open(self, text: str, left: float, fault: float, least: float) -> float:
        """As `bound`, of a layout of several lengths: nothing is read behind a fixed text that
        stands nowhere.
        """
        layout, literal, size = self._layout, 0, len(text)
        faults = int(not layout.min <= size <= layout.max)
        costs: list[tuple[float, int]] = []
        place = 0
        for place, (length, texts, chars, anything, cost) in enumerate(self._parts):
            if chars is None:
                fitting = [len(each) for each in texts if each in text]
                literal += max(fitting, default=0)
                if not fitting:
                    faults += 1
                    break
            else:
                limited = layout.segments[place].min == length
                costs.append((cost, length if limited else size))
                # one of one length takes whatever stands there
                if not anything and not limited and chars.isdisjoint(text):
                    break
        else:
            place += 1
        if not faults and self._known is not None and not self._known.issuperset(text):
            faults = 1
        rest, free = max(0, size - literal), -self._helds[place] - self._firsts
        for cost, most in sorted(costs):
            free += cost * min(rest, most)
            rest -= min(rest, most)
        return _ROUNDING - max(0.0, free) - left * rest - (fault * faults or least)

    @cached_property
    def _helds(self) -> list[float]:
        """The weight of the rules on the segments before each place, and on all."""
        rules = self._layout.rules
        return [
            sum(rule.bits for rule in rules if max(rule.segments) < place)
            for place in range(len(self._parts) + 1)
        ]

    @cached_property
    def _known(self) -> frozenset[str] | None:
        """All characters that may stand anywhere; None if any may."""
        if any(anything for _, _, _, anything, _ in self._parts):
            return None
        return frozenset().union(
            *(chars or "".join(texts) for _, texts, chars, _, _ in self._parts)
        )

    @cached_property
    def _firsts(self) -> float:
        """How much less the first characters of its segments may weigh."""
        return -sum(min(0.0, _first(segment)) for segment in self._layout.segments)


def _part(segment: Segment) -> tuple[int, tuple[str, ...], frozenset[str] | None, bool, float]:
    if segment.chars is None:
        texts = (*segment.texts, "") if segment.spec.optional else tuple(segment.texts)
        return segment.max, texts, None, False, 0.0
    both = segment.chars.chars + ("" if segment.first is None else segment.first.chars)
    negated = segment.chars.negated or (segment.first is not None and segment.first.negated)
    anything = negated or segment.spec.repeat is not None or not segment.min
    return (
        segment.max,
        (),
        frozenset(both),
        anything,
        min(math.log2(segment.chars.size), _DIGIT_BITS),
    )


def _first(segment: Segment) -> float:
    if segment.first is None or segment.chars is None:
        return 0.0
    return math.log2(segment.first.size / segment.chars.size)
