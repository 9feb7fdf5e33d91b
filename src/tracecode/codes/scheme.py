"""A scheme: an encoding rule at work. It reads texts into codes and builds codes from segments.

>>> import tracecode as tc
>>> gtin = tc.scheme("gtin")
>>> gtin.build(body="690123456789").normalized
'6901234567892'
>>> gtin.parse("6901234567890")
Traceback (most recent call last):
    ...
tracecode.errors.InvalidCode: check@13: Check digit is '0'; expected '2' (gs1-mod10) [...]
...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from tracecode.arguments import checked, refusal, refuse
from tracecode.codes.accept import judge
from tracecode.codes.carried import among_elements
from tracecode.codes.clock import now
from tracecode.codes.code import Code
from tracecode.codes.editions import chosen, order
from tracecode.codes.inner import InnerCodes
from tracecode.codes.judgement import best, judged
from tracecode.codes.layout import Layout, Reading
from tracecode.codes.links import Link, agreement
from tracecode.codes.segment_rules import Bound
from tracecode.errors import InvalidCode
from tracecode.findings import Finding, Suggestion
from tracecode.fold import Folded, fold
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.resolved import Reference, referred
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.spec.model import SchemeSpec, ValidExample
    from tracecode.standard.resolved import Resolved


class Scheme:
    """An encoding rule. Made by `tracecode.scheme(id)`; one object a catalogue, safe to share
    between threads.
    """

    def __init__(
        self, spec: SchemeSpec, standard: Resolved, sibling: Callable[[str], Scheme]
    ) -> None:
        self.spec, self.standard, self.sibling = spec, standard, sibling
        self.id, self.name = spec.id, spec.name
        self.ordered: dict[tuple[date, bool, bool], Sequence[Layout]] = {}
        """Kept by `editions.ordered`."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _arrived, (self.standard.reference, self.id)

    def __repr__(self) -> str:
        return f"Scheme({self.id!r})"

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """Every layout of every edition: first the editions in force today, then the older, then
        the future ones.
        """
        today = date.today()
        editions = sorted(self.spec.editions, key=lambda edition: order(edition, today))
        return tuple(
            Layout(layout, edition, self) for edition in editions for layout in edition.layouts
        )

    @property
    def examples(self) -> tuple[ValidExample, ...]:
        """The codes in the specification that must pass."""
        return tuple(
            example for edition in self.spec.editions for example in edition.examples.valid
        )

    @property
    def personal(self) -> bool:
        """Whether its codes are personal numbers: no text shows them whole."""
        return self.spec.privacy == "personal"

    @cached_property
    def identity(self) -> Literal["value", "trade-item", "key", "label"]:
        """What makes two of its codes one thing: the value, a key of GS1 with what stands beside
        it, a unit inside.
        """
        if self.spec.gs1_ai:
            return "trade-item" if "01" in self.spec.gs1_ai else "key"
        return "label" if self.spec.identifies == "label" else "value"

    @cached_property
    def units(self) -> Literal["all", "some", "none"]:
        """Which of its codes name single units by themselves, so that each may stand only once; some
        are those of a GS1 key of an asset with a serial number in it.
        """
        if self.spec.identifies in ("unit", "logistic-unit"):
            return "all"
        return "some" if self.identity == "key" and self.spec.identifies == "object" else "none"

    @cached_property
    def inner(self) -> InnerCodes:
        """Its codes as they stand inside others."""
        return InnerCodes(self)

    @cached_property
    def dated(self) -> bool:
        """Whether the date for which a code is read matters to any layout."""
        return any(layout.dated for layout in self.layouts)

    @cached_property
    def unsure(self) -> bool:
        """Whether every layout is of unsure evidence: then a text that fits none is carried, but it
        was not checked.
        """
        return all(layout.severity != "error" for layout in self.layouts)

    @cached_property
    def warns(self) -> bool:
        """Whether any rule of the scheme, or of one nested in it, raises warnings: a right code may
        have findings.
        """
        return any(
            rule.severity != "error" or rule.always
            for layout in self.layouts
            for rule in layout.rules
        )

    @cached_property
    def tightness(self) -> float:
        """How improbable it is that a random text of a right length fits the loosest layout, as a
        binary logarithm.
        """
        return min(sum(rule.bits for rule in layout.rules) for layout in self.layouts)

    def is_valid(
        self, text: str, on: date | None = None, *, strict: bool = True, edition: str | None = None,
        form: str | None = None,
    ) -> bool:  # fmt: skip
        """Whether the text was judged by the scheme and has no errors. Never raises for a str.

        A text that fits no layout is no code of the scheme, also where all layouts are of unsure
        evidence: then `read` carries it with warnings, and says that it was not checked.

        Args:
            text: the code.
            on: the production date, or the date for which the code is read; chooses the edition.
            strict: accept only the characters of the rule; otherwise fold first.
            edition: only this edition.
            form: only this layout.
        """
        try:
            if strict is True and edition is None and form is None:
                return self.judge(text, on) and ("!" <= text[0] <= "~" or not shows_nothing(text))
            return self._is_valid(text, on, edition, form, strict=strict)
        except (AttributeError, TypeError):
            refuse(Scheme.is_valid, text=text, on=on, edition=edition, form=form)
            raise

    def _is_valid(
        self, text: str, on: date | None, edition: str | None, form: str | None, *, strict: bool
    ) -> bool:
        refuse(Scheme.is_valid, strict=strict)
        if not strict:
            if self.is_valid(text, on, edition=edition, form=form):
                return True
            if len(text) > MAX_TEXT:
                return False
        folded = text if strict else fold(text, self.spec.lenient).text
        if len(folded) > MAX_TEXT or shows_nothing(folded):
            return False
        bound = Bound(on or date.today(), strict)
        if any(
            each.accepts(folded, bound)
            for each in self.candidates(on, edition, form, strict=strict)
        ):
            return True
        answer = None if strict else among_elements(self, text, on, edition, form)
        return answer is not None and answer[0] is not None

    @cached_property
    def judge(self) -> Callable[[str, date | None], bool]:
        """As `is_valid`, strictly and in any layout, for loops over texts that are not blank."""
        return judge(self)

    def parse(
        self, text: str, on: date | None = None, *, strict: bool = False,
        edition: str | None = None, form: str | None = None,
    ) -> Code:  # fmt: skip
        """Read a text as a code of this scheme. Arguments as for `is_valid`, but lenient unless
        asked otherwise.

        Read leniently, a code of GS1 may also stand among the elements of a scan, which the code
        then has beside it.

        Raises:
            InvalidCode: it is not one; the error carries every finding, with positions in the text
                as given.
            UnknownId: there is no such edition or form.
        """
        code, findings = self.read(text, on, strict=strict, edition=edition, form=form)
        if code is None:
            raise InvalidCode(findings, partial(self._suggest, text, on))
        return code

    def validate(self, text: str) -> str:
        """The code as this standard writes it, read leniently.

        With `is_valid`, `compact` and `format` a scheme has the four verbs of a module of
        python-stdnum.

        Raises:
            InvalidCode: it is not one; a `ValueError`, as that of python-stdnum is.
        """
        return self.parse(text).normalized

    @checked
    def compact(self, text: str) -> str:
        """The text without what people write around and between its characters; whether it is a
        code is not asked.
        """
        return fold(text, self.spec.lenient).text

    @checked
    def format(self, text: str) -> str:
        """The text as this standard writes a code; what is no code stays as `compact` leaves it."""
        code, _ = self.read(text)
        return self.compact(text) if code is None else code.normalized

    def read(
        self, text: str, on: date | None = None, *, strict: bool = False,
        edition: str | None = None, form: str | None = None,
    ) -> tuple[Code | None, tuple[Finding, ...]]:  # fmt: skip
        """As `parse`, but returns the code (None if there are errors) and the findings instead of
        raising.
        """
        try:
            code, findings = self.alone(text, on, strict=strict, edition=edition, form=form)
        except (AttributeError, TypeError):
            refuse(Scheme.read, text=text, on=on, edition=edition, form=form)
            raise
        if (
            code is None
            and not strict
            and (answer := among_elements(self, text, on, edition, form)) is not None
        ):
            return answer
        return code, findings

    def alone(
        self, text: str, on: date | None = None, *, strict: bool = False,
        edition: str | None = None, form: str | None = None,
    ) -> tuple[Code | None, tuple[Finding, ...]]:  # fmt: skip
        """As `read`, of a text in which nothing but the code may stand."""
        return self.weighed(text, on, strict=strict, edition=edition, form=form)[1:]

    def weighed(
        self,
        text: str,
        on: date | None,
        *,
        strict: bool = False,
        edition: str | None = None,
        form: str | None = None,
    ) -> tuple[Reading | None, Code | None, tuple[Finding, ...]]:
        """As `alone`, with the reading that `judged` took for the best, so that who weighs it need
        not read again.
        """
        reading, findings = self.judged(text, on, strict=strict, edition=edition, form=form)
        if reading is None:
            return None, None, findings
        if findings and findings[0].severity == "error":
            from tracecode.codes.remarks import explained

            folded = Folded(text, text, ()) if strict else fold(text, self.spec.lenient)
            return reading, None, explained(reading.layout, folded, on, findings)
        return reading, self.code(reading, text, findings, on), findings

    def judged(
        self, text: str, on: date | None = None, *, strict: bool = False,
        edition: str | None = None, form: str | None = None,
    ) -> tuple[Reading | None, tuple[Finding, ...]]:  # fmt: skip
        """The best reading of a text, whatever is wrong with it, and all findings, errors first;
        None of a text refused unread.
        """
        if not isinstance(text, str):
            raise refusal(Scheme.judged, "text", text)
        if strict.__class__ is not bool:
            raise refusal(Scheme.judged, "strict", strict)
        return judged(self, text, on, strict=strict, edition=edition, form=form)

    def best(
        self,
        text: str,
        bound: Bound,
        on: date | None = None,
        edition: str | None = None,
        form: str | None = None,
    ) -> Reading:
        """The reading of the first layout without findings, or the one with the least to complain
        about.
        """
        return best(self, text, bound, on, edition, form)

    def _suggest(self, text: str, on: date | None) -> tuple[Suggestion, ...]:
        from tracecode.codes.repair import repairs

        return repairs(self, text, on)

    def build(
        self,
        /,
        edition: str | None = None,
        form: str | None = None,
        on: date | None = None,
        **segments: str | date | Code,
    ) -> Code:
        """Build a code from its segments; check characters are computed, fixed texts filled in.

        A date segment also takes a `date`, a nested code also a `Code`.

        Raises:
            InvalidCode: a segment is missing, unknown or wrong; every fault is a finding.
        """
        from tracecode.codes.build import built

        if not (edition is None and form is None and on is None):
            refuse(Scheme.build, edition=edition, form=form, on=on)
        return built(self, edition, form, on, segments)

    @checked
    def agrees(self, code: Code, other: Code, link: str | None = None) -> list[Finding]:
        """Compare a code with another as the scheme's links say, for instance a unit code with a
        registration number.

        Returns:
            The disagreements; empty also where the other code has no segment that a link compares.

        Raises:
            UnknownId: there is no such link.
        """
        return agreement(self, code, other, link)

    @cached_property
    def links(self) -> dict[str, Link]:
        """How its codes agree with others, by the id of the link."""
        return {spec.id: Link(spec, self) for spec in self.spec.links}

    def parts(self, text: str, on: date | None = None) -> Mapping[str, str]:
        """The segments of a text that is right under the scheme, read strictly; none of any other
        text.

        As `read`, without findings: for rules that look into many codes.
        """
        bound = Bound(on, strict=True) if on is not None else now()
        for layout in self.candidates(on, strict=True):
            if layout.accepts(text, bound):
                return layout.split(text)
        return {}

    def candidates(
        self, on: date | None, edition: str | None = None, form: str | None = None, *, strict: bool
    ) -> list[Layout]:  # fmt: skip
        """The layouts that may be meant: of the named edition, or of those in force on a date (or
        nearest to it).
        """
        return chosen(self, on, edition, form, strict=strict)

    @cached_property
    def strict_layouts(self) -> tuple[Layout, ...]:
        """The layouts that strict reading takes, where none is asked for by name."""
        return tuple(layout for layout in self.layouts if not layout.spec.lenient_only)

    def code(
        self, reading: Reading, text: str, findings: tuple[Finding, ...], on: date | None
    ) -> Code:
        """A code that was read without errors."""
        layout, segments = reading.layout, {}
        # otherwise a rule of unsure evidence that does not fit: carried as it is, with the warning
        if reading.whole:
            segments = layout.named(reading.groups)
        return Code(
            scheme=self.id, normalized="".join(segments.values()) or text, text=text,
            edition=layout.edition.id, form=layout.id, segments=MappingProxyType(segments),
            findings=findings, _layout=layout, _on=on,
        )  # fmt: skip


def _arrived(reference: Reference, id: str) -> Scheme:
    """A scheme that was pickled: that of the same standard in this process."""
    from tracecode.codes.registry import registry

    return registry(referred(reference))[id]
