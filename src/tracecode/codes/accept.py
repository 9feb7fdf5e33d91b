"""The quick answer of a layout, and of a scheme: whether a text is right, without a word about what
is wrong.

It runs the pattern and the rules that raise errors, as `Layout.read` does, so the two answers
cannot differ. Where each segment has its fixed place, rules read their characters from the text
itself. Nothing is compiled before it is needed: most layouts refuse a text by its pattern, and then
load no code list.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from tracecode.codes.clock import STRICT, now
from tracecode.codes.heads import remembering
from tracecode.codes.readers import Reader, of_groups, of_text
from tracecode.codes.segment_rules import Bound, Test
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.codes.scheme import Scheme

Accepts = Callable[[str, Bound], bool]
_MOST_DAYS = 4096


def acceptor(layout: Layout) -> Accepts:
    """Whether a text fits the layout and breaks no rule that raises an error."""
    if all(segment.min == segment.max for segment in layout.segments):
        return remembering(layout, _fixed(layout))
    return _varying(layout)


def judge(scheme: Scheme) -> Callable[[str, date | None], bool]:
    """Whether a text is right strictly, in any layout of a scheme, for loops over texts that are
    not blank.
    """
    by_length: dict[int, tuple[tuple[Layout, ...], Bound | None]] = {}
    by_day: dict[date, tuple[tuple[Layout, ...], Bound]] = {}

    def of_length(length: int) -> tuple[tuple[Layout, ...], Bound | None]:
        """The layouts that have texts of this length, and what their rules need for strict reading;
        None: of today.
        """
        if not 0 < length <= MAX_TEXT:
            return (), STRICT
        layouts = tuple(
            layout for layout in scheme.strict_layouts if layout.min <= length <= layout.max
        )
        made = by_length[length] = (
            layouts,
            None if any(layout.dated for layout in layouts) else STRICT,
        )
        return made

    def in_force(on: date) -> tuple[tuple[Layout, ...], Bound]:
        """The candidates of a day and what their rules need for strict reading; days recur, so both
        are kept.
        """
        made = by_day.get(on)
        if made is None:
            if len(by_day) > _MOST_DAYS:
                by_day.clear()
            made = by_day[on] = tuple(scheme.candidates(on, strict=True)), Bound(on, strict=True)
        return made

    def right(text: str, on: date | None = None) -> bool:
        if on is None:
            layouts, bound = by_length.get(len(text)) or of_length(len(text))
            bound = bound or now()
        elif 0 < len(text) <= MAX_TEXT:
            layouts, bound = in_force(on)
        else:
            return False
        for layout in layouts:  # noqa: SIM110  # `any` would take a third of the time of a simple rule
            if layout.accepts(text, bound):
                return True
        return False

    return right


# Both say their loops in full: `all` over a generator takes as long as a simple rule.


def _fixed(layout: Layout) -> Accepts:
    match: Callable[[str], object] | None = None
    tests: tuple[Test, ...] | None = None

    def accepts(text: str, bound: Bound) -> bool:
        nonlocal match, tests
        if match is None:
            match = layout.match
        if match(text) is None:
            return False
        if tests is None:
            tests = _tests(
                layout,
                of_text([*accumulate((segment.max for segment in layout.segments), initial=0)]),
            )
        for holds in tests:  # noqa: SIM110  # see above
            if not holds(text, bound):
                return False
        return True

    return accepts


def _varying(layout: Layout) -> Accepts:
    tests: tuple[Test, ...] | None = None

    def accepts(text: str, bound: Bound) -> bool:
        nonlocal tests
        match = layout.match(text)
        if match is None:
            return False
        if tests is None:
            tests = _tests(layout, of_groups)
        groups = match.groups()
        for holds in tests:  # noqa: SIM110  # see above
            if not holds(groups, bound):
                return False
        return True

    return accepts


def _tests(layout: Layout, reader: Reader) -> tuple[Test, ...]:
    return tuple(rule.test(reader) for rule in layout.rules if rule.severity == "error")
