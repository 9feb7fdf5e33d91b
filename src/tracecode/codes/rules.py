"""The rules on segments, compiled: code lists, ranges, dates, narrower characters, nested schemes, check characters.

Each rule has two faces that belong together: `ok` says whether it holds, quickly; `explain` says what is wrong where it
does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode import check_characters
from tracecode.codes.readers import Groups, Read, Reader, of_groups
from tracecode.codes.segment import char_class
from tracecode.dates import DateFormat
from tracecode.errors import SpecError
from tracecode.findings import Finding, Severity, severity_of
from tracecode.spec.charclass import CharClass
from tracecode.spec.model import (
    CheckSpec,
    Citation,
    CodeListSpec,
    DateRule,
    Evidence,
    LimitSpec,
    Part,
    Range,
    SegmentSpec,
    Text,
)  # fmt: skip
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.form import Form
    from tracecode.codes.scheme import Scheme
    from tracecode.standard.resolved import Resolved


class Bound(NamedTuple):
    """What a rule needs to know beside the text."""

    reference: date
    """The date for which the code is read."""
    strict: bool
    """Whether nested codes are read strictly."""


Test = Callable[[Any, Bound], bool]
"""Whether a rule holds for what its `Read` reads from."""


class Rule(Value):
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


def compile_rules(form: Form) -> list[Rule]:
    """All rules of a form beyond its pattern, in the order of the specification.

    Raises:
        SpecError: a check rule does not exist, or its parameters do not fit.
        UnknownId: a code list, alphabet or scheme does not exist.
    """
    places = {segment.spec.id: segment.place for segment in form.segments}
    rules: list[Rule] = []
    for segment in form.segments:
        spec = segment.spec
        target = _target(
            form, places, (spec.id,), None, spec.name, spec.evidence or form.evidence, spec.source or form.source
        )
        rules += _content(target, spec)
    for limit in form.spec.limits:
        names = [form.segments[places[id]].spec.name for id in limit.of]
        name = Text(zh="、".join(n.zh for n in names), en=" + ".join(n.en for n in names))
        target = _target(form, places, limit.of, limit.part, name, limit.evidence, limit.source)
        rules += _content(target, limit)
    return rules + [_check(form, places, check) for check in form.spec.checks]


class _Target(Value):
    """What the rules of one segment or limit look at."""

    form: Form
    of: tuple[str, ...]
    places: tuple[int, ...]
    read: Callable[[Groups], str]
    part: Part | None
    name: Text
    evidence: Evidence
    source: Citation
    width: int
    """Most characters."""
    chars: CharClass | None
    digits: bool
    """Whether its text is always so many digits."""

    @property
    def severity(self) -> Severity:
        return severity_of(self.evidence, project=self.form.edition.evidence == "project")

    @cached_property
    def cited(self) -> str:
        """The source, as findings name it."""
        return self.form.owner.standard.cite(self.source)

    @property
    def bits(self) -> float:
        """Weight of a text of free characters."""
        return self.width * math.log2(10 if self.chars is None or self.chars.negated else self.chars.size)

    def rule(
        self, id: str, test: Callable[[Read], Test], values: Callable[[str, Bound], Mapping[str, object]],
        bits: float = 0.0, reason: Text | None = None, level: Severity | None = None, *, breakable: bool = True,
    ) -> Rule:  # fmt: skip
        """A rule whose one finding is filled with `values`."""
        read, raised = self.read, level or self.severity

        def explain(groups: Groups, bound: Bound) -> list[Finding]:
            found = read(groups)
            return [
                Finding(
                    rule=id, severity=raised,
                    values={"name": self.name, "found": self.form.shown(found), **values(found, bound)},
                    path=".".join(self.of), position=self.part.start if self.part else None,
                    source=self.cited, evidence=self.evidence,
                )
            ]  # fmt: skip

        return Rule(
            id=id, severity=raised, segments=self.places, at=self.places[0], bits=max(0.0, bits), reason=reason,
            test=lambda reader: test(reader(self.places, self.part)), explain=explain, breakable=breakable,
        )  # fmt: skip


def _target(
    form: Form, places: dict[str, int], of: tuple[str, ...], part: Part | None, name: Text, evidence: Evidence,
    source: Citation,
) -> _Target:  # fmt: skip
    found = tuple(places[id] for id in of)
    segments = [form.segments[place] for place in found]
    whole = sum(segment.max for segment in segments)
    digits = all(segment.digits and segment.min == segment.max for segment in segments)
    return _Target(
        form=form, of=of, places=found, read=of_groups(found, part), part=part, name=name, evidence=evidence,
        source=source, width=whole if part is None else part.end - part.start + 1, chars=segments[0].chars,
        digits=digits and (part is None or part.end <= whole),
    )  # fmt: skip


def _content(target: _Target, spec: SegmentSpec | LimitSpec) -> list[Rule]:
    """The rules that a segment or a limit states."""
    standard = target.form.owner.standard
    rules: list[Rule] = []
    if spec.codelist is not None:
        rules.append(_codelist(target, standard.codelist(spec.codelist)))
    if spec.range is not None:
        rules.append(_range(target, spec.range))
    if spec.date is not None:
        rules += _date(target, spec.date)
    if isinstance(spec, LimitSpec):
        if spec.chars is not None:
            rules.append(_narrower(target, char_class(spec.chars, standard)))
        if spec.contains is not None:
            rules.append(_contains(target, char_class(spec.contains, standard)))
    if spec.scheme is not None:
        rules.append(_nested(target, target.form.owner.sibling(spec.scheme), limit=isinstance(spec, LimitSpec)))
    return rules


def _codelist(target: _Target, codelist: CodeListSpec) -> Rule:
    known = {entry.code for entry in codelist.entries}
    covers = codelist.covers

    def test(read: Read) -> Test:
        if not covers:
            return lambda subject, _: read(subject) in known
        return lambda subject, _: (text := read(subject)) in known or not text.startswith(covers)

    def values(found: str, _bound: Bound) -> dict[str, object]:
        import difflib

        codes = [entry.code for entry in codelist.entries]
        if len(codes) <= 12:
            hint = Text(zh="；可用：" + "、".join(codes), en="; allowed: " + ", ".join(codes))
        elif near := difflib.get_close_matches(found, codes, n=3):
            hint = Text(zh="；相近：" + "、".join(near), en="; near: " + ", ".join(near))
        else:
            hint = Text(zh="", en="")
        return {"list": codelist.name, "hint": hint}

    reason = Text(zh=f"在代码表“{codelist.name.zh}”中", en=f"in the code list '{codelist.name.en}'")
    breakable = target.width > 1 or target.chars is None or target.chars.negated or not set(target.chars.chars) <= known
    if not codelist.strict:
        return target.rule("code.codelist", test, values, 0.0, reason, "warning", breakable=breakable)
    bits = target.bits - math.log2(max(1, len(known)))
    return target.rule("code.codelist", test, values, bits, reason, breakable=breakable)


def _range(target: _Target, spec: Range) -> Rule:
    low, high = spec.min, spec.max

    def test(read: Read) -> Test:
        end = 10**target.width
        if target.digits and (low or 0) < end:  # texts of one width have the order of their numbers
            least = str(low or 0).zfill(target.width)
            most = str(end - 1 if high is None else min(high, end - 1)).zfill(target.width)
            return lambda subject, _: least <= read(subject) <= most

        def in_range(subject: Any, _bound: Bound) -> bool:
            text = read(subject)
            if not (text.isascii() and text.isdigit()):
                return False
            number = int(text)
            return (low is None or number >= low) and (high is None or number <= high)

        return in_range

    span = f"{'…' if low is None else low}..{'…' if high is None else high}"
    count = (10**target.width - 1 if high is None else high) - (low or 0) + 1
    bits = target.width * math.log2(10) - math.log2(max(count, 1))
    return target.rule("code.range", test, lambda _f, _b: {"allowed": span}, bits)


def _date(target: _Target, spec: DateRule) -> list[Rule]:
    written = DateFormat.compile(spec.format, spec.century)
    span = lru_cache(2048)(written.span)  # days recur from code to code
    years = 100 if "YY" in spec.format else 10
    bits = written.width * math.log2(10) - math.log2(365.0 * years) if "D" in spec.format else 0.5
    reason = Text(zh="含有效日期", en="holds a date that exists")
    rules = [
        target.rule(
            "code.date", lambda read: lambda subject, bound: span(read(subject), bound.reference) is not None,
            lambda _f, _b: {"allowed": spec.format}, bits, reason,
        )
    ]  # fmt: skip
    if spec.not_before is None and spec.not_after is None:
        return rules
    earliest, until_reference = spec.not_before or date.min, spec.not_after == "reference"

    @lru_cache(2048)
    def in_period(text: str, reference: date) -> bool:
        days = span(text, reference)  # None: another finding says so
        return days is None or (days[1] >= earliest and (not until_reference or days[0] <= reference))

    def test(read: Read) -> Test:
        return lambda subject, bound: in_period(read(subject), bound.reference)

    def period(_text: str, bound: Bound) -> dict[str, object]:
        lower = [f">= {spec.not_before}"] if spec.not_before else []
        return {"allowed": lower + ([f"<= {bound.reference}"] if until_reference else [])}

    return [*rules, target.rule("code.date_range", test, period, 1.0)]


def _narrower(target: _Target, chars: CharClass) -> Rule:
    def test(read: Read) -> Test:
        return lambda subject, _: all(char in chars for char in read(subject))

    def values(found: str, _bound: Bound) -> dict[str, object]:
        return {"found": next(c for c in found if c not in chars), "allowed": chars.label}

    return target.rule("code.characters", test, values)


def _contains(target: _Target, wanted: CharClass) -> Rule:
    def test(read: Read) -> Test:
        return lambda subject, _: any(char in wanted for char in read(subject))

    return target.rule("code.contains", test, lambda _f, _b: {"allowed": wanted.label}, 0.1)


def _nested(target: _Target, inner: Scheme, *, limit: bool) -> Rule:
    """A code of another scheme inside this one; its findings never outrank the rule that holds it."""
    read, level, path = target.read, target.severity, target.of[0]

    def explain(groups: Groups, bound: Bound) -> list[Finding]:
        return [
            finding.replace(
                severity=level if finding.severity == "error" else finding.severity,
                path=f"{path}.{finding.path}" if finding.path else path,
                evidence=finding.evidence if level == "error" else target.evidence,
            )
            for finding in inner.examine(read(groups), bound).findings
        ]

    def test(reader: Reader) -> Test:
        read, accepts = reader(target.places, target.part), inner.accepts
        return lambda subject, bound: accepts(read(subject), bound)

    reason = Text(zh=f"内含{inner.name.zh}", en=f"contains: {inner.name.en}")
    return Rule(
        id="code.nested", severity=level, segments=target.places, at=target.places[0], explain=explain, reason=reason,
        test=test, bits=0.0 if limit else inner.tightness, always=inner.warns,
    )  # fmt: skip


def _check(form: Form, places: dict[str, int], spec: CheckSpec) -> Rule:
    compute = compute_of(spec, form.owner.standard)
    of, into = tuple(places[id] for id in spec.of), places[spec.into]
    read = of_groups(of, None)
    level = severity_of(spec.evidence, project=form.edition.evidence == "project")

    def test(reader: Reader) -> Test:
        body, given = reader(of, None), reader((into,), None)

        def right(subject: Any, _bound: Bound) -> bool:
            try:
                return compute(body(subject)) == given(subject)
            except ValueError:
                return False

        def congruent(subject: Any, _bound: Bound) -> bool:
            try:
                return check_characters.agrees(spec.rule, compute(body(subject)), given(subject))
            except ValueError:
                return False

        return congruent if spec.rule == "iso7064-mod-97-10" else right

    def explain(groups: Groups, _bound: Bound) -> list[Finding]:
        try:
            right = compute(read(groups))
        except ValueError as error:
            right = str(error)
        name = form.segments[into].spec.name
        return [
            Finding(
                rule="code.check_character", severity=level, path=spec.into, evidence=spec.evidence,
                values={"name": name, "found": groups[into], "allowed": right, "check": spec.rule},
                source=form.owner.standard.cite(spec.source),
            )
        ]  # fmt: skip

    bits = math.log2(check_characters.choices(spec.rule, spec.results))
    reason = Text(zh=f"校验码正确（{spec.rule}）", en=f"check character verified ({spec.rule})")
    return Rule(
        id="code.check_character", severity=level, segments=(*of, into), at=into, test=test, explain=explain,
        reason=reason, bits=bits if level == "error" else bits / 2,
    )  # fmt: skip


def compute_of(spec: CheckSpec, standard: Resolved) -> check_characters.Compute:
    """The check function that a specification names.

    Raises:
        SpecError: no such rule, or parameters that do not fit: never a silent pass.
    """
    try:
        if spec.rule != "weighted-sum":
            return check_characters.algorithm(spec.rule)
        alphabet = standard.alphabet(spec.alphabet or "digits").chars
        return check_characters.weighted_sum(
            CharClass.read(alphabet).chars, spec.weights, spec.modulus or 0, spec.results or ""
        )
    except LookupError:
        known = ", ".join(check_characters.algorithm_names())
        values = {
            "found": spec.rule,
            "reason_zh": f"不存在；可用：{known}",
            "reason_en": f"does not exist; use one of {known}",
        }
    except ValueError as error:
        values = {"found": spec.rule, "reason_zh": f"参数不符：{error}", "reason_en": str(error)}
    raise SpecError([Finding(rule="spec.check", severity="error", values=values)])
