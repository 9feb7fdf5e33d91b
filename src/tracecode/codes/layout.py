"""One layout of an encoding rule, compiled: it accepts texts, and says of a refused one everything
that is wrong.

A layout first matches one linear-time pattern, which splits the text into its segments; rules on
the segments follow. `accepts` and `read` run the same rules, so the quick answer
(`tracecode.codes.accept`) and the full one cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from tracecode.codes.accept import acceptor
from tracecode.codes.chance import free
from tracecode.codes.nearness import Nearness
from tracecode.codes.readers import Groups
from tracecode.codes.segment_rules import Bound, SegmentRule, compile_rules
from tracecode.findings import Finding, counted, severity_of
from tracecode.spec.base import Citation, Evidence, Text
from tracecode.spec.layout_model import LayoutSpec, LimitSpec, SegmentSpec
from tracecode.spec.model import EditionSpec
from tracecode.standard.constraints import Constraint, constraints
from tracecode.standard.segment import MAX_TEXT, Segment, compile_segment, span_text
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.build import Assembly
    from tracecode.codes.scheme import Scheme


class Layout:
    """A compiled layout."""

    def __init__(self, spec: LayoutSpec, edition: EditionSpec, owner: Scheme) -> None:
        self.spec, self.edition, self.owner = spec, edition, owner
        self.id, self.name = spec.id, owner.name
        if len(edition.layouts) > 1:
            self.name = Text(
                zh=f"{owner.name.zh}（{spec.name.zh}）", en=f"{owner.name.en} ({spec.name.en})"
            )
        self.evidence: Evidence = spec.evidence or edition.evidence
        self.severity = severity_of(self.evidence, project=edition.evidence == "project")
        self.source = spec.source or edition.source
        self.segments = tuple(
            compile_segment(s, i, owner.standard) for i, s in enumerate(spec.segments)
        )
        self.min = sum(s.min for s in self.segments)
        self.max = min(sum(s.max for s in self.segments), MAX_TEXT)
        self._citations: dict[Citation, str] = {}
        self.accepts = acceptor(self)
        """Whether a text fits the layout and breaks no rule that raises an error."""

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        """Splits a text into its segments, if it fits the layout."""
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
    def constraints(self) -> tuple[Constraint, ...]:
        """What it demands beyond the pattern, in the order of the specification."""
        return tuple(constraints(self.spec, self.edition, self.owner.standard))

    @cached_property
    def rules(self) -> tuple[SegmentRule, ...]:
        """All rules beyond the pattern, in the order of the specification."""
        return tuple(compile_rules(self))

    @cached_property
    def dated(self) -> bool:
        """Whether the date for which a code is read matters."""
        parts: list[SegmentSpec | LimitSpec] = [
            *(segment.spec for segment in self.segments),
            *self.spec.limits,
        ]
        return any(
            part.date is not None
            or (part.scheme is not None and self.owner.sibling(part.scheme).dated)
            for part in parts
        )

    def fits(self, text: str) -> bool:
        """Whether the text fits the layout, whatever its rules say."""
        return self.match(text) is not None

    def split(self, text: str) -> dict[str, str]:
        """The segments of a text by id; none if it does not fit the layout."""
        match = self.match(text)
        return {} if match is None else self.named(match.groups())

    def named(self, groups: Groups) -> dict[str, str]:
        """The segments by id, fixed text as the rule writes it."""
        segments = dict(zip(self._ids, groups, strict=True))
        segments.update(self._literals)
        return segments

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(segment.spec.id for segment in self.segments)

    @cached_property
    def _literals(self) -> dict[str, str]:
        """The fixed texts by the id of their segment."""
        texts = {segment.spec.id: segment.spec.literal for segment in self.segments}
        return {id: text for id, text in texts.items() if text is not None}

    def read(self, text: str, bound: Bound) -> Reading:
        """The segments and every finding."""
        return self.fitting(text, bound) or self.diagnose(text, bound)

    def fitting(self, text: str, bound: Bound) -> Reading | None:
        """The segments and every finding of a text that fits the layout; None if it does not."""
        match = self.match(text)
        if match is None:
            return None
        groups = match.groups()
        findings, held = self._judge(groups, bound, self._whole)
        return Reading(layout=self, groups=groups, whole=True, findings=findings, held=held)

    @cached_property
    def assembly(self) -> Assembly:
        """What is needed to build it from segments."""
        from tracecode.codes.build import Assembly

        return Assembly(self)

    @cached_property
    def nearness(self) -> Nearness:
        """How well it may explain a text that it refuses."""
        return Nearness(self)

    @cached_property
    def _whole(self) -> frozenset[int]:
        """The places of all segments."""
        return frozenset(range(len(self.segments)))

    def faults(self, segment: Segment, text: str) -> list[Finding]:
        """What is wrong with the characters of one segment on its own."""
        assert segment.chars is not None
        if segment.spec.repeat is not None:
            return []  # the whole layout judges it
        findings: list[Finding] = []
        if segment.first is not None or not segment.chars.holds(text):
            findings = [
                self._finding("code.characters", segment, char, chars.label, None)
                for i, char in enumerate(text)
                if char
                not in (chars := segment.first if i == 0 and segment.first else segment.chars)
            ]
        if not segment.min <= len(text) <= segment.max:
            findings.append(
                self._finding("code.length", segment, counted(text), segment.span, None)
            )
        return findings

    def _judge(
        self, groups: Groups, bound: Bound, sound: frozenset[int]
    ) -> tuple[list[Finding], float]:
        """Findings of all rules whose segments are sound, and the weight of those that hold."""
        findings: list[Finding] = []
        held = 0.0
        for rule in self.rules:
            if not sound.issuperset(rule.segments):
                continue
            if ok := rule.ok(groups, bound):
                held += rule.bits
            if rule.always or not ok:
                start = sum(map(len, groups[: rule.at]))
                findings += [_placed(finding, start) for finding in rule.explain(groups, bound)]
        return findings, held

    def diagnose(self, text: str, bound: Bound) -> Reading:
        """Why a text does not fit the layout: length, fixed texts and characters, as far as they
        can be told apart.
        """
        fixed = self.min == self.max
        causes: list[Finding] = []
        if not self.min <= len(text) <= self.max:
            causes.append(
                self._finding(
                    "code.length", None, counted(text), span_text(self.min, self.max), None
                )
            )
        groups: list[str] = []
        sound: set[int] = set()
        at = 0
        for segment in self.segments:
            taken, faults = self._take(segment, text, at, fixed)
            causes += faults
            groups.append("" if faults and segment.chars is None else taken)
            at += len(taken)
            if not faults and len(taken) >= segment.min:
                sound.add(segment.place)
            elif not fixed and any(
                f.rule != "code.characters" or f.position == at + 1 for f in faults
            ):
                break  # what follows is out of step: more findings would be noise
        else:
            # each segment fits alone, but characters are left over, or a variable segment took too
            # many
            if not causes:
                causes.append(
                    self._finding(
                        "code.length", None, counted(text), span_text(self.min, self.max), None
                    )
                )
        groups += [""] * (len(self.segments) - len(groups))
        if (fixed and len(text) != self.max) or self.severity != "error":
            # shifted, or carried as it is: the rules on segments would judge the wrong characters
            sound.clear()
        judged, held = self._judge(tuple(groups), bound, frozenset(sound))
        return Reading(
            layout=self, groups=tuple(groups), whole=False, findings=causes + judged, held=held
        )

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
            stop = at
            while stop < len(text) and (
                text[stop] in segment.chars or text[stop] in spec.repeat.separator
            ):
                stop += 1
            follows = (
                self.segments[segment.place + 1] if segment.place + 1 < len(self.segments) else None
            )
            if given and end == stop and (end == len(text) or follows is not None):
                return given, []  # if what follows is wrong, it is told there
            if stop < len(text) and (follows is None or follows.literal_at(text, stop) is None):
                return given, [
                    self._finding("code.characters", segment, text[stop], segment.allowed, stop + 1)
                ]
            return text[at:stop], [
                self._finding("code.length", segment, counted(text[at:stop]), segment.span, at + 1)
            ]
        if segment.min == segment.max:
            given = text[at : at + segment.max]
            if segment.first is None and segment.chars.holds(given):  # as most are
                return given, []
            return given, [
                self._finding("code.characters", segment, char, chars.label, at + 1 + i)
                for i, char in enumerate(given)
                if char
                not in (chars := segment.first if i == 0 and segment.first else segment.chars)
            ]
        if segment.first is not None and at < len(text) and text[at] not in segment.first:
            return "", [
                self._finding("code.characters", segment, text[at], segment.first.label, at + 1)
            ]
        follows = (
            self.segments[segment.place + 1] if segment.place + 1 < len(self.segments) else None
        )
        end, stop = at, len(text)
        if follows is not None and follows.chars is not None:
            stop -= self._fixed_tail[segment.place]
        while end < stop and text[end] in segment.chars:
            end += 1
        given = text[at:end]
        ended = end >= stop or (follows is not None and follows.literal_at(text, end) is not None)
        if len(given) > segment.max and follows is not None and follows.chars is not None:
            return given[: segment.max], []  # the rest belongs to the next segment
        if len(given) > segment.max or (len(given) < segment.min and ended):
            return given, [
                self._finding("code.length", segment, counted(given), segment.span, at + 1)
            ]
        # An odd character before a fixed text that comes later belongs to this segment; else the
        # fixed text is missing.
        later = (
            follows is not None
            and follows.spec.literal is not None
            and follows.spec.literal in text[end:]
        )
        if not ended and (len(given) < segment.min or follows is None or later):
            return given, [
                self._finding("code.characters", segment, text[end], segment.allowed, end + 1)
            ]
        return given, []

    def shown(self, text: str) -> str:
        """A part of a code as messages may show it: a personal number not at all."""
        return "*" * len(text) if self.owner.personal else text

    def _finding(
        self,
        rule: str,
        segment: Segment | None,
        value: object,
        allowed: object,
        position: int | None,
    ) -> Finding:
        spec = segment.spec if segment else None
        # a single character says what is wrong, and nothing else
        if isinstance(value, str) and len(value) > 1:
            value = self.shown(value)
        return Finding(
            rule=rule,
            severity=self.severity,
            values={"name": spec.name if spec else self.name, "found": value, "allowed": allowed},
            path=spec.id if spec else None,
            position=position,
            source=self._cited((spec.source if spec else None) or self.source),
            evidence=self.evidence,
        )

    def _cited(self, source: Citation) -> str:
        """A source as findings name it; the same few are named again and again."""
        if source not in self._citations:
            self._citations[source] = self.owner.standard.cite(source)
        return self._citations[source]

    # --- what `identify` asks ---------------------------------------------------------------------

    @property
    def begins(self) -> str:
        """The fixed text with which every code of this layout begins; empty if it has none."""
        return self.segments[0].spec.literal or ""

    @cached_property
    def first_chars(self) -> str | None:
        """The characters with which a text of this layout may begin, or None if they are many."""
        segment = self.segments[0]
        if segment.spec.literal is not None:
            return (
                None
                if segment.spec.optional
                else "".join(t[0] for t in (segment.spec.literal, *segment.spec.also))
            )
        chars = segment.first or segment.chars
        return None if chars is None or chars.negated else chars.chars


class Reading(Value):
    """What a layout made of a text."""

    layout: Layout
    groups: Groups
    """The segments' texts; as far as they could be told apart, if the text does not fit."""
    whole: bool
    """Whether the text fits the layout, so that `groups` is all of it."""
    findings: list[Finding]
    """With positions from 1 in the text that was read."""
    held: float
    """How improbable it is that a random text keeps the rules that this one keeps, as a binary
    logarithm.
    """

    @property
    def space(self) -> float:
        """Binary logarithm of how many texts would do as well: small if the text fits a tight
        rule.
        """
        return max(0.0, free(self.layout.segments, self.groups) - self.held)


def _placed(finding: Finding, start: int) -> Finding:
    return finding.replace(position=start + (finding.position or 1))


def weight(findings: Iterable[Finding]) -> tuple[int, int, int]:
    """How bad findings are: errors, structural ones first, then warnings."""
    structural = errors = every = 0
    for finding in findings:
        every += 1
        if finding.severity == "error":
            errors += 1
            structural += finding.rule in _STRUCTURAL
    return structural, errors, every


_STRUCTURAL = frozenset({"code.length", "code.literal", "build.unknown", "build.missing"})
