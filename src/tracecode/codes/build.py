"""Build codes from their segments: fixed texts are filled in, check characters computed, every
fault told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from tracecode.codes.clock import now
from tracecode.codes.code import Code
from tracecode.codes.layout import Layout, weight
from tracecode.codes.segment_rules import Bound
from tracecode.dates import DateFormat
from tracecode.errors import InvalidCode
from tracecode.findings import Finding, has_errors
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.check_computation import compute_of

if TYPE_CHECKING:
    from tracecode.codes.scheme import Scheme

Given = Mapping[str, str | date | Code]
"""Values by the id of their segment."""


def built(
    scheme: Scheme, edition: str | None, form: str | None, on: date | None, segments: Given
) -> Code:
    """A code of a scheme; see `Scheme.build`.

    Raises:
        InvalidCode: a segment is missing, unknown or wrong; every fault is a finding.
    """
    bound = now() if on is None else Bound(on, strict=True)
    faults: list[list[Finding]] = []
    for each in scheme.candidates(on, edition, form, strict=True):
        groups, findings = _assembled(scheme, each, segments)
        if not findings:
            text = "".join(groups)
            reading = each.read(text, bound)
            findings = (
                [Finding(rule="code.empty", severity="error")]
                if shows_nothing(text)
                else reading.findings
            )
            if not has_errors(findings):
                return scheme.code(reading, text, tuple(findings), on)
        faults.append(findings)
    raise InvalidCode(min(faults, key=weight))


class Assembly:
    """What a layout needs to be built from segments, found out once."""

    def __init__(self, layout: Layout) -> None:
        made = {check.into for check in layout.spec.checks}
        segments = layout.segments
        self.segments = [(s, s.spec.id, s.spec.literal) for s in segments]
        self.wanted = [id for _, id, literal in self.segments if literal is None and id not in made]
        self.known = frozenset(self.wanted)
        self.judged = [(s, s.place) for s in segments if s.spec.id in self.known]
        places = {id: segment.place for segment, id, _ in self.segments}
        self.checks: list[tuple[Callable[[str], str], int, list[int]]] = [
            (
                compute_of(layout.owner.standard, check),
                places[check.into],
                [places[id] for id in check.of],
            )
            for check in layout.spec.checks
        ]
        """How each check character is computed, its place, and those of what it stands for."""


def _assembled(scheme: Scheme, layout: Layout, given: Given) -> tuple[list[str], list[Finding]]:
    """The texts of all segments of a layout: given, fixed and computed; or what is wrong with what
    was given.
    """
    plan = layout.assembly
    findings: list[Finding] = []
    if given.keys() != plan.known:
        findings = [
            Finding(
                rule=rule,
                severity="error",
                values={"scheme": scheme.name, "found": id, "allowed": plan.wanted},
            )
            for rule, ids in (
                ("build.missing", [id for id in plan.wanted if id not in given]),
                ("build.unknown", [id for id in given if id not in plan.known]),
            )
            for id in ids
        ]
    groups: list[str] = []
    for segment, id, literal in plan.segments:
        value = literal if literal is not None else given.get(id, "")
        if not isinstance(value, str):
            if isinstance(value, date) and segment.spec.date is not None:
                value = DateFormat.compile(segment.spec.date.format).write(value)
            elif isinstance(value, Code):
                value = value.normalized
            else:
                values = {"name": segment.spec.name, "found": type(value).__name__}
                findings.append(
                    Finding(rule="build.type", severity="error", values=values, path=id)
                )
                value = ""
        groups.append(value)
    if findings:
        return groups, findings
    for segment, place in plan.judged:
        findings += layout.faults(segment, groups[place])
    if findings:
        return groups, findings
    for compute, into, of in plan.checks:
        try:
            groups[into] = compute("".join(groups[place] for place in of))
        except ValueError:
            continue  # the layout's own examination explains it
    return groups, findings
