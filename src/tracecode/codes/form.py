"""One layout of an encoding rule, compiled: it accepts texts, and says of a refused one everything that is wrong.

A form first matches one linear-time pattern, which splits the text into its segments; rules on the segments follow. `accepts` and `examine` run
the same rules, so the quick answer and the full one cannot differ.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from tracecode.codes import check_rules
from tracecode.codes.dates import DateFormat
from tracecode.errors import SpecError
from tracecode.findings import Finding, Severity
from tracecode.spec.charclass import CharClass
from tracecode.spec.model import (
    CheckSpec, Citation, CodeListSpec, EditionSpec, Evidence, FormSpec, Length, LimitSpec, Part, SegmentSpec, Text,
)  # fmt: skip

if TYPE_CHECKING:
    from tracecode.codes.scheme import Scheme
    from tracecode.spec.catalog import Catalog

MAX_TEXT = 4096
"""Longer texts are refused unread: no code of any rule comes near."""

Groups = tuple[str, ...]


class Bound(NamedTuple):
    """What a rule needs to know beside the text."""

    reference: date
    strict: bool


class Rule(NamedTuple):
    """One compiled rule on the segments."""

    id: str
    severity: Severity
    segments: tuple[int, ...]
    """Which segments it reads."""
    at: int
    """The segment at which a finding points."""
    ok: Callable[[Groups, Bound], bool]
    explain: Callable[[Groups, Bound], list[Finding]]
    """The findings of a text for which `ok` is false."""
    bits: float
    """How improbable it is that a random text passes, as a binary logarithm."""
    reason: Text | None
    """What it means that the rule holds, for `identify`."""
    breakable: bool = True
    """False: no text that fits the layout can break it."""
    always: bool = False
    """Ask `explain` even where `ok` is true: a nested code may be right and still have warnings."""


class Reading(NamedTuple):
    """What a form made of a text."""

    form: Form
    groups: Groups
    """The segments' texts; as far as they could be told apart, if the text does not fit."""
    whole: bool
    """Whether the text fits the layout, so that `groups` is all of it."""
    findings: list[Finding]
    """With positions from 1 in the text that was read."""
    held: float
    """How improbable it is that a random text keeps the rules that this one keeps, as a binary logarithm."""

    @property
    def space(self) -> float:
        """Binary logarithm of how many texts would do as well: small if the text fits a tight rule."""
        return max(0.0, self.form.free(self.groups) - self.held)


class Segment(NamedTuple):
    """A segment, compiled."""

    spec: SegmentSpec
    index: int
    chars: CharClass | None
    first: CharClass | None
    min: int
    max: int

    @property
    def pattern(self) -> str:
        """The segment's part of the form's pattern: one group."""
        if self.spec.literal is not None:
            texts = sorted((self.spec.literal, *self.spec.also), key=len, reverse=True)
            return f"({'|'.join(map(re.escape, texts))}{'|' if self.spec.optional else ''})"
        assert self.chars is not None
        low, high = self.min, self.max
        if (repeat := self.spec.repeat) is not None:
            low, high = item_length(self.spec)
            item = f"{self.chars.regex}{_times(low, high)}"
            if not repeat.leading_zeros:
                item = f"(?:0|{CharClass.read('[1-9]').regex}{self.chars.regex}{_times(0, high - 1)})"
            return f"({item}(?:{re.escape(repeat.separator)}{item}){_times(repeat.min - 1, repeat.max - 1)})"
        if self.first is None:
            return f"({self.chars.regex}{_times(low, high)})"
        return f"({self.first.regex}{self.chars.regex}{_times(max(low - 1, 0), high - 1)})"

    def literal_at(self, text: str, at: int) -> str | None:
        """The printed form of the fixed text that stands at `at`; empty if it is optional and absent; None if it is missing."""
        if self.spec.literal is None:
            return None
        texts = sorted((self.spec.literal, *self.spec.also), key=len, reverse=True)
        return next((t for t in texts if text.startswith(t, at)), "" if self.spec.optional else None)

    @property
    def allowed(self) -> str:
        """The characters that may stand here, for people."""
        if self.chars is None:
            return str(self.spec.literal)
        return f"{self.chars.label} {self.spec.repeat.separator}" if self.spec.repeat else self.chars.label


class Form:
    """A compiled layout."""

    def __init__(self, spec: FormSpec, edition: EditionSpec, owner: Scheme) -> None:
        self.spec, self.edition, self.owner = spec, edition, owner
        self.id, self.name = spec.id, owner.name
        if len(edition.layouts) > 1:
            self.name = Text(zh=f"{owner.name.zh}（{spec.name.zh}）", en=f"{owner.name.en} ({spec.name.en})")
        self.evidence: Evidence = spec.evidence or edition.evidence
        self.severity = severity(self.evidence, project=edition.evidence == "project")
        self._source = spec.source or edition.source
        self.segments = tuple(_segment(s, i, owner.catalog) for i, s in enumerate(spec.segments))
        self.min = sum(s.min for s in self.segments)
        self.max = min(sum(s.max for s in self.segments), MAX_TEXT)

    @cached_property
    def _match(self) -> Callable[[str], re.Match[str] | None]:
        return re.compile("".join(s.pattern for s in self.segments)).fullmatch

    @cached_property
    def _fixed_tail(self) -> list[int]:
        """For each segment the number of characters after it, if that is fixed; otherwise 0."""
        tails, after = [], 0
        for segment in reversed(self.segments):
            tails.append(max(after, 0))
            after = after + segment.max if after >= 0 and segment.min == segment.max else -1
        return tails[::-1]

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules beyond the pattern, in the order of the specification."""
        return tuple(_Rules(self).compile())

    @cached_property
    def _errors(self) -> tuple[Callable[[Groups, Bound], bool], ...]:
        return tuple(rule.ok for rule in self.rules if rule.severity == "error")

    def accepts(self, text: str, bound: Bound) -> bool:
        """Whether the text fits the layout and breaks no rule that raises an error."""
        match = self._match(text)
        if match is None:
            return False
        groups = match.groups("")
        for ok in self._errors:  # noqa: SIM110  # a loop costs half of all() here, and this is the hot path
            if not ok(groups, bound):
                return False
        return True

    def read(self, text: str, bound: Bound) -> Reading:
        """The segments and every finding."""
        match = self._match(text)
        if match is None:
            return self._diagnose(text, bound)
        groups = match.groups("")
        found, held = self._judge(groups, bound, frozenset(range(len(groups))))
        return Reading(self, groups, True, found, held)

    def faults(self, segment: Segment, text: str) -> list[Finding]:
        """What is wrong with the characters of one segment on its own."""
        assert segment.chars is not None
        if segment.spec.repeat is not None:
            return []  # the whole layout judges it
        found = [
            self._finding("code.characters", segment, char, chars.label, None)
            for i, char in enumerate(text)
            if char not in (chars := segment.first if i == 0 and segment.first else segment.chars)
        ]
        if not segment.min <= len(text) <= segment.max:
            found.append(self._finding("code.length", segment, len(text), _span_text(segment.min, segment.max), None))
        return found

    def _judge(self, groups: Groups, bound: Bound, sound: frozenset[int]) -> tuple[list[Finding], float]:
        """Findings of all rules whose segments are sound, and the weight of those that hold."""
        starts = _starts(groups)
        found: list[Finding] = []
        held = 0.0
        for rule in self.rules:
            if not sound.issuperset(rule.segments):
                continue
            if ok := rule.ok(groups, bound):
                held += rule.bits
            if rule.always or not ok:
                found += [_placed(finding, starts[rule.at]) for finding in rule.explain(groups, bound)]
        return found, held

    def _diagnose(self, text: str, bound: Bound) -> Reading:
        """Why the layout does not fit: length, fixed texts and characters, as far as they can be told apart."""
        fixed = self.min == self.max
        found: list[Finding] = []
        if not self.min <= len(text) <= self.max:
            found.append(self._finding("code.length", None, len(text), _span_text(self.min, self.max), None))
        groups: list[str] = []
        sound: set[int] = set()
        at = 0
        for segment in self.segments:
            taken, faults = self._take(segment, text, at, fixed)
            found += faults
            groups.append("" if faults and segment.chars is None else taken)
            at += len(taken)
            if not faults and len(taken) >= segment.min:
                sound.add(segment.index)
            elif not fixed and any(f.rule != "code.characters" or f.position == at + 1 for f in faults):
                break  # what follows is out of step: more findings would be noise
        else:
            if not found:  # each segment fits alone, but characters are left over, or a variable segment took too many
                found.append(self._finding("code.length", None, len(text), _span_text(self.min, self.max), None))
        groups += [""] * (len(self.segments) - len(groups))
        if fixed and len(text) != self.max:
            sound.clear()  # shifted: the rules on segments would judge the wrong characters
        judged, held = self._judge(tuple(groups), bound, frozenset(sound))
        return Reading(self, tuple(groups), False, found + judged, held)

    def _take(self, segment: Segment, text: str, at: int, fixed: bool) -> tuple[str, list[Finding]]:
        """The characters of one segment from `at`, and what is wrong with them."""
        spec = segment.spec
        if spec.literal is not None:
            if (literal := segment.literal_at(text, at)) is not None:
                return literal, []
            given = text[at : at + len(spec.literal)]
            if not given and fixed:
                return given, []  # the text ended: its length is reported
            return given, [self._finding("code.literal", segment, given, spec.literal, at + 1)]
        assert segment.chars is not None
        if spec.repeat is not None:
            match = re.compile(segment.pattern).match(text, at)
            given = match[0] if match else ""
            end = at + len(given)
            last = segment.index + 1 == len(self.segments)
            if given and (end == len(text) or not last):
                return given, []
            if end == len(text):
                return given, [self._finding("code.length", segment, 0, _span_text(segment.min, segment.max), at + 1)]
            return given, [self._finding("code.characters", segment, text[end], segment.allowed, end + 1)]
        if segment.min == segment.max:
            given = text[at : at + segment.max]
            return given, [
                self._finding("code.characters", segment, char, chars.label, at + 1 + i)
                for i, char in enumerate(given)
                if char not in (chars := segment.first if i == 0 and segment.first else segment.chars)
            ]
        if segment.first is not None and at < len(text) and text[at] not in segment.first:
            return "", [self._finding("code.characters", segment, text[at], segment.first.label, at + 1)]
        follows = self.segments[segment.index + 1] if segment.index + 1 < len(self.segments) else None
        end, stop = at, len(text)
        if follows is not None and follows.chars is not None:
            stop -= self._fixed_tail[segment.index]
        while end < stop and text[end] in segment.chars:
            end += 1
        given = text[at:end]
        ended = end == stop or (follows is not None and follows.literal_at(text, end) is not None)
        if len(given) > segment.max and follows is not None and follows.chars is not None:
            return given[: segment.max], []  # the rest belongs to the next segment
        if len(given) > segment.max or (len(given) < segment.min and ended):
            return given, [self._finding("code.length", segment, len(given), _span_text(segment.min, segment.max), at + 1)]
        # An odd character before a fixed text that comes later belongs to this segment; otherwise the fixed text is missing.
        later = follows is not None and follows.spec.literal is not None and follows.spec.literal in text[end:]
        if not ended and (len(given) < segment.min or follows is None or later):
            return given, [self._finding("code.characters", segment, text[end], segment.allowed, end + 1)]
        return given, []

    def _finding(self, rule: str, segment: Segment | None, found: object, allowed: object, position: int | None) -> Finding:
        spec = segment.spec if segment else None
        return Finding(
            rule=rule,
            severity=self.severity,
            values={"name": spec.name if spec else self.name, "found": found, "allowed": allowed},
            path=spec.id if spec else None,
            position=position,
            source=citation((spec.source if spec else None) or self._source, self.owner.catalog),
            evidence=self.evidence,
        )

    # --- what `identify` asks -----------------------------------------------------------------------------------------

    @property
    def begins(self) -> str:
        """The fixed text with which every code of this form begins; empty if it has none."""
        return self.segments[0].spec.literal or ""

    @cached_property
    def first_chars(self) -> str | None:
        """The characters with which a text of this form may begin, or None if they are many."""
        segment = self.segments[0]
        if segment.spec.literal is not None:
            return None if segment.spec.optional else "".join(t[0] for t in (segment.spec.literal, *segment.spec.also))
        chars = segment.first or segment.chars
        return None if chars is None or chars.negated else chars.chars

    def free(self, groups: Groups) -> float:
        """Binary logarithm of how many texts of these lengths the layout allows, before its rules."""
        free = 0.0
        for segment, text in zip(self.segments, groups, strict=True):
            if segment.chars is not None and text:
                free += len(text) * math.log2(segment.chars.size)
                if segment.first is not None:
                    free += math.log2(segment.first.size / segment.chars.size)
                if segment.min != segment.max:
                    free += 1.0
        return free


def severity(evidence: Evidence, *, project: bool) -> Severity:
    """What a violated rule of this evidence raises; `project`: the whole code is this project's own."""
    if evidence == "unsure" or (evidence == "project" and not project):
        return "warning"
    return "error"


def citation(source: Citation, catalog: Catalog) -> str:
    """A source as people cite it: its number or title, and the clause."""
    document = catalog.source(source.ref)
    name = document.number or document.title.zh
    return f"{name} {source.clause}" if source.clause else name


def _times(low: int, high: int) -> str:
    return f"{{{low}}}" if low == high else f"{{{low},{high}}}"


def _starts(groups: Groups) -> list[int]:
    starts, at = [], 0
    for group in groups:
        starts.append(at)
        at += len(group)
    return starts


def _placed(finding: Finding, start: int) -> Finding:
    return finding.replace(position=start + (finding.position or 1))


def _span_text(low: int, high: int) -> str:
    if low == high:
        return str(low)
    return f"≥ {low}" if high >= MAX_TEXT else f"{low}..{high}"


def item_length(spec: SegmentSpec) -> tuple[int, int]:
    """Fewest and most characters of a segment, or of one item of it."""
    length = spec.length or 0
    return (length.min, length.max or MAX_TEXT) if isinstance(length, Length) else (length, length)


def _segment(spec: SegmentSpec, index: int, catalog: Catalog) -> Segment:
    if spec.literal is not None:
        sizes = [len(text) for text in (spec.literal, *spec.also)]
        return Segment(spec, index, None, None, 0 if spec.optional else min(sizes), max(sizes))
    length = spec.length
    if spec.chars is None or length is None:
        values = {"found": spec.id, "reason_zh": "须有 chars 和 length", "reason_en": "needs chars and length"}
        raise SpecError([Finding(rule="spec.segment", severity="error", values=values)])
    low, high = item_length(spec)
    if (repeat := spec.repeat) is not None:
        gap = len(repeat.separator)
        low, high = repeat.min * (low + gap) - gap, repeat.max * (high + gap) - gap
    return Segment(spec, index, char_class(spec.chars, catalog), spec.first and CharClass.read(spec.first) or None, low, high)


def char_class(text: str, catalog: Catalog) -> CharClass:
    """A class written out, or the named alphabet."""
    return CharClass.read(text if text.startswith("[") else catalog.alphabet(text).chars)


class _Rules:
    """Compiles the rules of one form."""

    def __init__(self, form: Form) -> None:
        self.form, self.catalog = form, form.owner.catalog
        self.places = {segment.spec.id: segment.index for segment in form.segments}

    def compile(self) -> list[Rule]:
        rules: list[Rule] = []
        for segment in self.form.segments:
            spec = segment.spec
            rules += self._content(
                spec, (spec.id,), None, spec.name, spec.evidence or self.form.evidence, spec.source or self.form._source
            )
        for limit in self.form.spec.limits:
            names = [self.form.segments[self.places[id]].spec.name for id in limit.of]
            name = Text(zh="、".join(n.zh for n in names), en=" + ".join(n.en for n in names))
            rules += self._content(limit, limit.of, limit.part, name, limit.evidence, limit.source)
        return rules + [self._check(check) for check in self.form.spec.checks]

    def _content(
        self, spec: SegmentSpec | LimitSpec, of: tuple[str, ...], part: Part | None, name: Text, evidence: Evidence,
        source: Citation,
    ) -> list[Rule]:  # fmt: skip
        """The rules of a segment or a limit: code list, range, date, nested scheme, characters."""
        indexes = tuple(map(self.places.__getitem__, of))
        read = _reader(indexes, part)
        level = severity(evidence, project=self.form.edition.evidence == "project")
        whole = sum(self.form.segments[i].max for i in indexes)
        width = whole if part is None else part.end - part.start + 1
        chars = self.form.segments[indexes[0]].chars
        size = chars.size if chars and not chars.negated else 10
        rules: list[Rule] = []

        def add(
            id: str, ok: Callable[[str, Bound], bool], allowed: Callable[[str, Bound], Mapping[str, object]],
            bits: float, reason: Text | None, severity: Severity = level, breakable: bool = True,
        ) -> None:  # fmt: skip
            def explain(groups: Groups, bound: Bound) -> list[Finding]:
                found = read(groups)
                values = {"name": name, "found": found, **allowed(found, bound)}
                return [
                    Finding(
                        rule=id, severity=severity, values=values, path=".".join(of), position=part.start if part else None,
                        source=citation(source, self.catalog), evidence=evidence,
                    )
                ]  # fmt: skip

            rules.append(Rule(id, severity, indexes, indexes[0], lambda g, b: ok(read(g), b), explain, bits, reason, breakable))

        if spec.codelist is not None:
            codelist = self.catalog.codelist(spec.codelist)
            known = {entry.code for entry in codelist.entries}
            advisory: Severity = level if codelist.strict else "warning"
            bits = width * math.log2(size) - math.log2(max(1, len(known))) if codelist.strict else 0.0
            reason = Text(zh=f"在代码表“{codelist.name.zh}”中", en=f"in the code list '{codelist.name.en}'")
            add("code.codelist", _in_list(known, codelist.covers), lambda f, _: _list_values(codelist, f), max(0.0, bits), reason, advisory, width > 1 or chars is None or not set(chars.chars) <= known)
        if spec.range is not None:
            low, high = spec.range.min, spec.range.max
            span = f"{low if low is not None else '…'}..{high if high is not None else '…'}"
            count = (high if high is not None else 10**width - 1) - (low or 0) + 1
            add("code.range", _in_range(low, high), lambda _f, _b: {"allowed": span}, max(0.0, width * math.log2(10) - math.log2(max(count, 1))), None)
        if spec.date is not None:
            rule = spec.date
            written = DateFormat.compile(rule.format, rule.century)
            years = 100 if "YY" in rule.format else 10
            bits = max(0.0, written.width * math.log2(10) - math.log2(365.0 * years)) if "D" in rule.format else 0.5
            add("code.date", lambda f, b: written.span(f, b.reference) is not None, lambda _f, _b: {"allowed": rule.format}, bits, Text(zh="含有效日期", en="holds a date that exists"))
            if rule.not_before is not None or rule.not_after is not None:
                earliest = rule.not_before or date.min
                latest_is_reference = rule.not_after == "reference"

                def in_period(text: str, bound: Bound) -> bool:
                    span = written.span(text, bound.reference)
                    return span is None or (span[1] >= earliest and (not latest_is_reference or span[0] <= bound.reference))

                def period(_text: str, bound: Bound) -> dict[str, object]:
                    parts = [f">= {rule.not_before}"] if rule.not_before else []
                    return {"allowed": parts + ([f"<= {bound.reference}"] if latest_is_reference else [])}

                add("code.date_range", in_period, period, 1.0, None)
        limited = spec if isinstance(spec, LimitSpec) else None
        if limited is not None and limited.chars is not None:
            narrow = char_class(limited.chars, self.catalog)
            add("code.characters", lambda f, _: all(c in narrow for c in f), lambda f, _: {"found": next(c for c in f if c not in narrow), "allowed": narrow.label}, 0.0, None)
        if limited is not None and limited.contains is not None:
            wanted = char_class(limited.contains, self.catalog)
            add("code.contains", lambda f, _: any(c in wanted for c in f), lambda _f, _b: {"allowed": wanted.label}, 0.1, None)
        if spec.scheme is not None:
            rules.append(self._nested(spec.scheme, indexes, read, level, evidence, limited is not None))
        return rules

    def _nested(
        self, id: str, indexes: tuple[int, ...], read: Callable[[Groups], str], level: Severity, evidence: Evidence, limit: bool
    ) -> Rule:
        """A segment that is itself a code of another scheme; findings of the inner code never outrank the outer rule."""
        inner = self.form.owner.sibling(id)
        path = self.form.segments[indexes[0]].spec.id

        def ok(groups: Groups, bound: Bound) -> bool:
            return inner.accepts(read(groups), bound)

        def explain(groups: Groups, bound: Bound) -> list[Finding]:
            findings = inner.examine(read(groups), bound).findings
            return [
                finding.replace(
                    severity=level if finding.severity == "error" else finding.severity,
                    path=f"{path}.{finding.path}" if finding.path else path,
                    evidence=finding.evidence if level == "error" else evidence,
                )
                for finding in findings
            ]  # fmt: skip

        reason = Text(zh=f"内含{inner.name.zh}", en=f"contains: {inner.name.en}")
        bits = 0.0 if limit else inner.tightness
        return Rule("code.nested", level, indexes, indexes[0], ok, explain, bits, reason, always=inner.warns)

    def _check(self, spec: CheckSpec) -> Rule:
        compute = compute_of(spec, self.catalog)
        read = _reader(tuple(self.places[id] for id in spec.of), None)
        into = self.places[spec.into]
        name = self.form.segments[into].spec.name
        level = severity(spec.evidence, project=self.form.edition.evidence == "project")

        def ok(groups: Groups, _bound: Bound) -> bool:
            try:
                return compute(read(groups)) == groups[into]
            except ValueError:
                return False

        def explain(groups: Groups, _bound: Bound) -> list[Finding]:
            try:
                right = compute(read(groups))
            except ValueError as error:
                right = str(error)
            values = {"name": name, "found": groups[into], "allowed": right, "check": spec.rule}
            return [
                Finding(rule="code.check_character", severity=level, values=values, path=spec.into, source=citation(spec.source, self.catalog), evidence=spec.evidence)
            ]

        bits = math.log2(check_rules.choices(spec.rule, spec.results))
        reason = Text(zh=f"校验码正确({spec.rule})", en=f"check character verified ({spec.rule})")
        segments = (*(self.places[id] for id in spec.of), into)
        return Rule("code.check_character", level, segments, into, ok, explain, bits if level == "error" else bits / 2, reason)


def compute_of(spec: CheckSpec, catalog: Catalog) -> check_rules.Compute:
    """The check function that a specification names.

    Raises:
        SpecError: no such rule, or parameters that do not fit: never a silent pass.
    """
    try:
        if spec.rule != "weighted-sum":
            return check_rules.algorithm(spec.rule)
        alphabet = catalog.alphabet(spec.alphabet or "digits").chars
        return check_rules.weighted_sum(CharClass.read(alphabet).chars, spec.weights, spec.modulus or 0, spec.results or "")
    except LookupError:
        known = ", ".join(check_rules.algorithm_names())
        values = {"found": spec.rule, "reason_zh": f"不存在；可用：{known}", "reason_en": f"does not exist; use one of {known}"}
    except ValueError as error:
        values = {"found": spec.rule, "reason_zh": f"参数不符：{error}", "reason_en": str(error)}
    raise SpecError([Finding(rule="spec.check", severity="error", values=values)])


def _reader(indexes: tuple[int, ...], part: Part | None) -> Callable[[Groups], str]:
    """Reads the listed segments as one text, or a part of it."""
    if len(indexes) == 1:
        only = itemgetter(indexes[0])
        if part is None:
            return only
        return lambda groups: only(groups)[part.start - 1 : part.end]
    pick = itemgetter(*indexes)
    if part is None:
        return lambda groups: "".join(pick(groups))
    return lambda groups: "".join(pick(groups))[part.start - 1 : part.end]


def _in_list(known: set[str], covers: tuple[str, ...]) -> Callable[[str, Bound], bool]:
    if covers:
        return lambda text, _: text in known or not text.startswith(covers)
    return lambda text, _: text in known


def _in_range(low: int | None, high: int | None) -> Callable[[str, Bound], bool]:
    def ok(text: str, _bound: Bound) -> bool:
        if not (text.isascii() and text.isdigit()):
            return False
        number = int(text)
        return (low is None or number >= low) and (high is None or number <= high)

    return ok


def _list_values(codelist: CodeListSpec, found: str) -> dict[str, object]:
    import difflib

    codes = [entry.code for entry in codelist.entries]
    if len(codes) <= 12:
        hint = Text(zh="；可用：" + "、".join(codes), en="; allowed: " + ", ".join(codes))
    elif near := difflib.get_close_matches(found, codes, n=3):
        hint = Text(zh="；相近：" + "、".join(near), en="; near: " + ", ".join(near))
    else:
        hint = Text(zh="", en="")
    return {"list": codelist.name, "hint": hint}
