"""The quick answer of a layout: whether a text is right, without a word about what is wrong.

It runs the pattern and the rules that raise errors, as `Layout.read` does, so the two answers cannot differ. Where each
segment has its fixed place, rules read their characters from the text itself. Nothing is compiled before it is needed:
most layouts refuse a text by its pattern, and then load no code list.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING

from tracecode.codes.heads import remembering
from tracecode.codes.readers import Reader, of_groups, of_text
from tracecode.codes.segment_rules import Bound, Test

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout

Accepts = Callable[[str, Bound], bool]


def acceptor(layout: Layout) -> Accepts:
    """Whether a text fits the layout and breaks no rule that raises an error."""
    if all(segment.min == segment.max for segment in layout.segments):
        return remembering(layout, _fixed(layout))
    return _varying(layout)


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
            tests = _tests(layout, of_text([*accumulate((segment.max for segment in layout.segments), initial=0)]))
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
