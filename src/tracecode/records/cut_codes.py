"""Right codes in records whose last digits a spreadsheet has lost, as it looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.codes.remarks import cut
from tracecode.codes.spreadsheet import SHORTEST, TAIL, seems_cut
from tracecode.privacy import starred
from tracecode.records.finding_values import value_shown
from tracecode.records.places import Values, day_at, texts_at
from tracecode.records.rules import CodeFits, RecordRule
from tracecode.records.scheme_names import identified

if TYPE_CHECKING:
    from datetime import date

    from tracecode.codes.scheme import Scheme
    from tracecode.findings import Finding
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.segment import Segment


class Uncut(set[str]):
    """Every text that does not look like a code that was cut."""

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and not (text.endswith(TAIL) and seems_cut(text))

    def add(self, text: str) -> None:
        """Nothing need be kept."""


class UncutLines(Uncut):
    """Every line in which no code looks so."""

    def __init__(self, code: str) -> None:
        """Some lines.

        Args:
            code: the element of a line that is its code.
        """
        super().__init__()
        self._code = code

    def __contains__(self, line: object) -> bool:
        # data that was not judged yet may hold anything
        values = line if isinstance(line, Mapping) else getattr(line, "__dict__", None)
        return values is not None and not any(
            seems_cut(text) for _, text in texts_at(values, self._code)
        )


def may_be_cut(scheme: Scheme) -> bool:
    """Whether any code of a scheme may be as long as one that looks so, and of digits alone."""
    return any(
        layout.max >= SHORTEST
        and all(_may_be_digits(segment) for segment in layout.segments if segment.min)
        for layout in scheme.layouts
    )


def _may_be_digits(segment: Segment) -> bool:
    if segment.chars is None:
        return any(text.isdecimal() for text in (segment.spec.literal or "", *segment.spec.also))
    return any(digit in segment.chars for digit in "0123456789")


def cut_code(
    scheme: Scheme, field: Element, text: str, on: date | None = None
) -> tuple[Finding, ...]:
    """That a code looks as if it was cut; of a wrong one that is told with its errors."""
    if not seems_cut(text) or scheme.read(text, on, strict=True)[0] is None:
        return ()
    return (cut(value_shown(starred(text) if scheme.personal else text, field)),)


class CutCodes(RecordRule):
    """Codes that look as if they were cut, of encoding rules that are named beside them."""

    def __init__(self, rule: CodeFits, group: ElementGroup) -> None:
        self.rule = rule
        inner = group if rule.lines is None else group.element(rule.lines).group
        assert inner is not None
        self._field = inner.element(rule.value)

    @property
    def uncut(self) -> Uncut:
        """The values of the codes, or of the lines in which they stand, that do not look so."""
        return Uncut() if self.rule.lines is None else UncutLines(self.rule.value)

    def broken(self, values: Values) -> tuple[Finding, ...]:  # noqa: ARG002  # it makes no record wrong
        """Nothing."""
        return ()

    def doubts(self, values: Values) -> tuple[Finding, ...]:
        """A finding on each such code; none where nobody here knows its encoding rule."""
        rule = self.rule
        id = values.get(rule.scheme)
        if not isinstance(id, str) or identified(id, rule.standard) is None:
            return ()
        scheme, on = registry(rule.standard)[id], day_at(values, rule.on)
        return tuple(
            finding.replace(path=place)
            for place, text in rule.codes(values)
            for finding in cut_code(scheme, self._field, text, on)
        )
