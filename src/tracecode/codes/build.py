"""Build codes from their segments: fixed texts are filled in, check characters computed, every
fault told at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

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
    bound = Bound(on or date.today(), strict=True)
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


def _assembled(
    scheme: Scheme,
    layout: Layout,
    given: Given,
) -> tuple[list[str], list[Finding]]:
    """The texts of all segments of a layout: given, fixed and computed; or what is wrong with what
    was given.
    """
    computed = {check.into for check in layout.spec.checks}
    fixed = {s.spec.id for s in layout.segments if s.spec.literal is not None}
    wanted = [s.spec.id for s in layout.segments if s.spec.id not in computed | fixed]
    findings = [
        Finding(
            rule=rule,
            severity="error",
            values={"scheme": scheme.name, "found": id, "allowed": wanted},
        )
        for rule, ids in (
            ("build.missing", [id for id in wanted if id not in given]),
            ("build.unknown", [id for id in given if id not in wanted]),
        )
        for id in ids
    ]
    groups: list[str] = []
    for segment in layout.segments:
        value = (
            segment.spec.literal
            if segment.spec.literal is not None
            else given.get(segment.spec.id, "")
        )
        if isinstance(value, date) and segment.spec.date is not None:
            value = DateFormat.compile(segment.spec.date.format).write(value)
        elif isinstance(value, Code):
            value = value.normalized
        if not isinstance(value, str):
            values = {"name": segment.spec.name, "found": type(value).__name__}
            findings.append(
                Finding(rule="build.type", severity="error", values=values, path=segment.spec.id)
            )
            value = ""
        groups.append(value)
    if findings:
        return groups, findings
    places = {s.spec.id: s.place for s in layout.segments}
    for segment in layout.segments:
        if segment.spec.id in wanted:
            findings += layout.faults(segment, groups[segment.place])
    if findings:
        return groups, findings
    for check in layout.spec.checks:
        try:
            compute = compute_of(scheme.standard, check)
            groups[places[check.into]] = compute("".join(groups[places[id]] for id in check.of))
        except ValueError:
            continue  # the layout's own examination explains it
    return groups, findings
