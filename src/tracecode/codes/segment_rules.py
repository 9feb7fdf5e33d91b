"""The rules on segments, compiled: code lists, ranges, dates, narrower characters, nested schemes,
check characters.

Each rule has two faces that belong together: `ok` says whether it holds, quickly; `explain` says
what is wrong where it does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from tracecode.codes.readers import Groups, Read, Reader, of_groups
from tracecode.dates import DateFormat
from tracecode.findings import Finding, Severity
from tracecode.spec.base import Text
from tracecode.spec.charclass import CharClass
from tracecode.spec.layout_model import DateRule, Range
from tracecode.spec.list_model import CodeListSpec
from tracecode.standard.check_computation import compute_of
from tracecode.standard.check_rules import Unfit, WeightedSum, check_rule_of
from tracecode.standard.constraints import (
    Checked,
    Constraint,
    Containing,
    Dated,
    Doubted,
    Listed,
    Narrowed,
    Nested,
    Ranged,
    Target,
    Timely,
)
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.codes.scheme import Scheme


class Bound(NamedTuple):
    """What a rule needs to know beside the text."""

    reference: date
    """The date for which the code is read."""
    strict: bool
    """Whether nested codes are read strictly."""


Test = Callable[[Any, Bound], bool]
"""Whether a rule holds for what its `Read` reads from."""


class SegmentRule(Value):
    """One compiled rule."""

    id: str
    """Rule id of its findings; `code.nested` for a nested code, whose findings keep their own."""
    severity: Severity
    segments: tuple[int, ...]
    """Places of the segments that it reads."""
    at: int
    """Place of the segment at which a finding points."""
    test: Callable[[Reader], Test]
    """Makes its test for one way of reading segments."""
    explain: Callable[[Groups, Bound], list[Finding]]
    """What is wrong where it does not hold."""
    bits: float
    """How improbable it is that a random text keeps it, as a binary logarithm."""
    reason: Text | None = None
    """What it means that it holds, for `identify`."""
    breakable: bool = True
    """False: no text that fits the layout can break it."""
    always: bool = False
    """Ask `explain` even where `ok` is true: a nested code may be right and still have warnings."""

    @cached_property
    def ok(self) -> Test:
        """Whether it holds for the groups of a text."""
        return self.test(of_groups)


def compile_rules(layout: Layout) -> list[SegmentRule]:
    """All rules of a layout beyond its pattern, in the order of the specification.

    Raises:
        SpecError: a check rule does not exist, or its parameters do not fit.
        UnknownId: a code list, alphabet or scheme does not exist.
    """
    return [_compiled(layout, constraint) for constraint in layout.constraints]


def _compiled(layout: Layout, constraint: Constraint) -> SegmentRule:
    if isinstance(constraint, Checked):
        return _check(layout, constraint)
    if isinstance(constraint, Doubted):
        return _doubt(layout, constraint)
    reading = _reading(layout, constraint)
    match constraint:
        case Listed():
            return _codelist(reading, constraint.codelist)
        case Ranged():
            return _range(reading, constraint.range)
        case Dated():
            return _date(reading, constraint.date)
        case Timely():
            return _period(reading, constraint.date)
        case Narrowed():
            return _narrower(reading, constraint.chars)
        case Containing():
            return _contains(reading, constraint.chars)
        case Nested():
            return _nested(reading, layout.owner.sibling(constraint.scheme), limit=constraint.limit)
        case _:
            assert_never(constraint)


def _doubt(layout: Layout, constraint: Doubted) -> SegmentRule:
    target = constraint.target
    finding = Finding(
        rule=constraint.rule, severity=target.severity, values={"reason": constraint.reason},
        source=layout.owner.standard.cite(target.source), evidence=target.evidence,
    )  # fmt: skip
    return SegmentRule(
        id=constraint.rule, severity=target.severity, segments=target.places, at=0, bits=0.0,
        test=lambda _reader: lambda _subject, _bound: False, explain=lambda _groups,
        _bound: [finding],
    )  # fmt: skip


class _Reading(Value):
    """What a constraint reads, and what is known of it."""

    layout: Layout
    constraint: Constraint
    target: Target
    read: Callable[[Groups], str]
    width: int
    """Most characters."""
    chars: CharClass | None
    digits: bool
    """Whether its text is always so many digits."""

    @cached_property
    def cited(self) -> str:
        """The source, as findings name it."""
        return self.layout.owner.standard.cite(self.target.source)

    @property
    def bits(self) -> float:
        """Weight of a text of free characters."""
        return self.width * math.log2(
            10 if self.chars is None or self.chars.negated else self.chars.size
        )

    def rule(
        self, test: Callable[[Read], Test], values: Callable[[str, Bound], Mapping[str, object]],
        bits: float = 0.0, reason: Text | None = None, *, breakable: bool = True,
    ) -> SegmentRule:  # fmt: skip
        """A rule whose one finding is filled with `values`."""
        read, target, id, raised = (
            self.read,
            self.target,
            self.constraint.rule,
            self.constraint.severity,
        )

        def explain(groups: Groups, bound: Bound) -> list[Finding]:
            text = read(groups)
            return [
                Finding(
                    rule=id, severity=raised,
                    values={"name": target.name, "found": self.layout.shown(text), **values(text, bound)},
                    path=".".join(target.of), position=target.part.start if target.part else None,
                    source=self.cited, evidence=target.evidence,
                )
            ]  # fmt: skip

        return SegmentRule(
            id=id, severity=raised, segments=target.places, at=target.places[0],
            bits=max(0.0, bits), reason=reason,
            test=lambda reader: test(reader(target.places, target.part)), explain=explain,
            breakable=breakable,
        )  # fmt: skip


def _reading(layout: Layout, constraint: Constraint) -> _Reading:
    target = constraint.target
    segments = [layout.segments[place] for place in target.places]
    whole = sum(segment.max for segment in segments)
    digits = all(segment.digits and segment.min == segment.max for segment in segments)
    part = target.part
    return _Reading(
        layout=layout, constraint=constraint, target=target, read=of_groups(target.places, part),
        width=whole if part is None else part.end - part.start + 1, chars=segments[0].chars,
        digits=digits and (part is None or part.end <= whole),
    )  # fmt: skip


def _codelist(reading: _Reading, codelist: CodeListSpec) -> SegmentRule:
    codes = tuple(entry.code for entry in codelist.entries)
    known = frozenset(codes)
    covers = codelist.covers

    def test(read: Read) -> Test:
        if not covers:
            return lambda subject, _: read(subject) in known
        return lambda subject, _: (text := read(subject)) in known or not text.startswith(covers)

    def values(text: str, _bound: Bound) -> dict[str, object]:
        # it takes a millisecond, which most programs need not spend
        from tracecode.nearest import meant, near

        if len(codes) <= 12:
            hint = Text(zh="；可用：" + "、".join(codes), en="; allowed: " + ", ".join(codes))
        else:
            hint = Text(**meant(near(text, codes, 3)))
        return {"list": codelist.name, "hint": hint}

    reason = Text(zh=f"在代码表“{codelist.name.zh}”中", en=f"in the code list '{codelist.name.en}'")
    chars = reading.chars
    breakable = reading.width > 1 or chars is None or chars.negated or not set(chars.chars) <= known
    if not codelist.strict:
        return reading.rule(test, values, 0.0, reason, breakable=breakable)
    bits = reading.bits - math.log2(max(1, len(known)))
    return reading.rule(test, values, bits, reason, breakable=breakable)


def _range(reading: _Reading, spec: Range) -> SegmentRule:
    low, high = spec.min, spec.max

    def test(read: Read) -> Test:
        end = 10**reading.width
        # texts of one width have the order of their numbers
        if reading.digits and (low or 0) < end:
            least = str(low or 0).zfill(reading.width)
            most = str(end - 1 if high is None else min(high, end - 1)).zfill(reading.width)
            return lambda subject, _: least <= read(subject) <= most

        def in_range(subject: Any, _bound: Bound) -> bool:
            text = read(subject)
            if not (text.isascii() and text.isdigit()):
                return False
            number = int(text)
            return (low is None or number >= low) and (high is None or number <= high)

        return in_range

    span = f"{'…' if low is None else low}..{'…' if high is None else high}"
    count = (10**reading.width - 1 if high is None else high) - (low or 0) + 1
    bits = reading.width * math.log2(10) - math.log2(max(count, 1))
    return reading.rule(test, lambda _f, _b: {"allowed": span}, bits)


def _date(reading: _Reading, spec: DateRule) -> SegmentRule:
    written = DateFormat.compile(spec.format, spec.century)
    span = lru_cache(2048)(written.span)  # days recur from code to code
    years = 100 if "YY" in spec.format else 10
    bits = written.width * math.log2(10) - math.log2(365.0 * years) if "D" in spec.format else 0.5
    reason = Text(zh="含有效日期", en="holds a date that exists")

    def test(read: Read) -> Test:
        return lambda subject, bound: span(read(subject), bound.reference) is not None

    return reading.rule(test, lambda _f, _b: {"allowed": spec.format}, bits, reason)


def _period(reading: _Reading, spec: DateRule) -> SegmentRule:
    span = DateFormat.compile(spec.format, spec.century).span
    earliest, until_reference = spec.not_before or date.min, spec.not_after == "reference"

    @lru_cache(2048)
    def in_period(text: str, reference: date) -> bool:
        days = span(text, reference)  # None: another finding says so
        return days is None or (
            days[1] >= earliest and (not until_reference or days[0] <= reference)
        )

    def test(read: Read) -> Test:
        return lambda subject, bound: in_period(read(subject), bound.reference)

    def period(_text: str, bound: Bound) -> dict[str, object]:
        lower = [f">= {spec.not_before}"] if spec.not_before else []
        return {"allowed": lower + ([f"<= {bound.reference}"] if until_reference else [])}

    return reading.rule(test, period, 1.0)


def _narrower(reading: _Reading, chars: CharClass) -> SegmentRule:
    def test(read: Read) -> Test:
        return lambda subject, _: all(char in chars for char in read(subject))

    def values(text: str, _bound: Bound) -> dict[str, object]:
        return {"found": next(c for c in text if c not in chars), "allowed": chars.label}

    return reading.rule(test, values)


def _contains(reading: _Reading, wanted: CharClass) -> SegmentRule:
    def test(read: Read) -> Test:
        return lambda subject, _: any(char in wanted for char in read(subject))

    return reading.rule(test, lambda _f, _b: {"allowed": wanted.label}, 0.1)


def _nested(reading: _Reading, nested: Scheme, *, limit: bool) -> SegmentRule:
    """A code of another scheme inside this one; its findings never outrank the rule that holds
    it.
    """
    target, read = reading.target, reading.read
    level, path = target.severity, target.of[0]

    def explain(groups: Groups, bound: Bound) -> list[Finding]:
        return [
            finding.replace(
                severity=level if finding.severity == "error" else finding.severity,
                path=f"{path}.{finding.path}" if finding.path else path,
                evidence=finding.evidence if level == "error" else target.evidence,
            )
            for finding in nested.inner.examine(read(groups), bound).findings
        ]

    def test(reader: Reader) -> Test:
        inside, accepts = reader(target.places, target.part), nested.inner.accepts
        return lambda subject, bound: accepts(inside(subject), bound)

    reason = Text(zh=f"内含{nested.name.zh}", en=f"contains: {nested.name.en}")
    return SegmentRule(
        id="code.nested", severity=level, segments=target.places, at=target.places[0],
        explain=explain, reason=reason, test=test, bits=0.0 if limit else nested.tightness,
        always=nested.warns,
    )  # fmt: skip


def _check(layout: Layout, constraint: Checked) -> SegmentRule:
    spec, level = constraint.check, constraint.severity
    rule, compute = (
        check_rule_of(spec, layout.owner.standard),
        compute_of(layout.owner.standard, spec),
    )
    *of, into = constraint.target.places
    read = of_groups(tuple(of), None)

    def test(reader: Reader) -> Test:
        body, given = reader(tuple(of), None), reader((into,), None)

        def right(subject: Any, _bound: Bound) -> bool:
            try:
                return compute(body(subject)) == given(subject)
            except Unfit:
                return False

        def congruent(subject: Any, _bound: Bound) -> bool:
            try:
                return rule.agrees(compute(body(subject)), given(subject))
            except Unfit:
                return False

        return congruent if isinstance(rule, WeightedSum) and rule.others else right

    def explain(groups: Groups, _bound: Bound) -> list[Finding]:
        try:
            right: str | Text = compute(read(groups))
        except Unfit as error:
            right = Text(**error.texts)
        name = constraint.target.name
        return [
            Finding(
                rule="code.check_character", severity=level, path=spec.into, evidence=spec.evidence,
                values={"name": name, "found": groups[into], "allowed": right, "check": spec.rule},
                source=layout.owner.standard.cite(spec.source),
            )
        ]  # fmt: skip

    bits = math.log2(rule.choices)
    reason = Text(zh=f"校验码正确（{spec.rule}）", en=f"check character verified ({spec.rule})")
    return SegmentRule(
        id="code.check_character", severity=level, segments=(*of, into), at=into, test=test,
        explain=explain, reason=reason, bits=bits if level == "error" else bits / 2,
    )  # fmt: skip
