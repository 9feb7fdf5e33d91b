"""Codes that stand inside others: the party, place or product that a segment names by its own
encoding rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.fold import fold

if TYPE_CHECKING:
    from tracecode.codes.layout import Reading
    from tracecode.codes.scheme import Scheme
    from tracecode.codes.segment_rules import Bound

_MOST = 8192


class InnerCodes:
    """The codes of a scheme where they stand inside others."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._recurs = (
            scheme.spec.identifies in ("party", "place", "product", "class", "licence")
            and not scheme.dated
        )
        self._known: tuple[dict[str, bool], dict[str, bool]] = ({}, {})

    def accepts(self, text: str, bound: Bound) -> bool:
        """Whether an inner text has no errors under any layout.

        The party or place inside a code recurs from code to code, so verdicts that no date touches
        are kept.
        """
        if not self._recurs:
            return self.accepts_once(text, bound)
        known = self._known[bound.strict]
        verdict = known.get(text)
        if verdict is None:
            if len(known) >= _MOST:
                known.clear()
            verdict = known[text] = self.accepts_once(text, bound)
        return verdict

    def accepts_once(self, text: str, bound: Bound) -> bool:
        """As `accepts`; of the text itself nothing is kept."""
        layouts = self._scheme.strict_layouts if bound.strict else self._scheme.layouts
        for layout in layouts:
            if layout.accepts(text, bound):
                return True
        if not bound.strict and (folded := fold(text, self._scheme.spec.lenient)).changes:
            return any(layout.accepts(folded.text, bound) for layout in layouts)
        return False

    def examine(self, text: str, bound: Bound) -> Reading:
        """The best reading of an inner text."""
        if not bound.strict and not any(
            layout.accepts(text, bound) for layout in self._scheme.layouts
        ):
            text = fold(text, self._scheme.spec.lenient).text
        return self._scheme.best(text, bound)
