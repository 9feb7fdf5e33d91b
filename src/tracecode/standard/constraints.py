"""What a layout demands of its segments beyond their characters: each constraint resolved, one
after the other.

The engine for single codes, the kernels for columns and the rule program are made of these, each by
one case a class; so none of them derives for itself what a specification demands.

>>> from tracecode.standard.resolved import packaged
>>> edition = packaged().scheme("uscc").editions[0]
>>> [(each.rule, each.target.of) for each in constraints(edition.layouts[0], edition, packaged())][-1]
('code.check_character', ('registration_department', 'organisation_category', 'division', 'subject_id', 'check'))
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from tracecode.findings import severity_of
from tracecode.spec.base import Text
from tracecode.spec.layout_model import LimitSpec
from tracecode.standard.segment import char_class
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.findings import Severity
    from tracecode.spec.base import Citation, Evidence
    from tracecode.spec.charclass import CharClass
    from tracecode.spec.layout_model import (
        CheckSpec,
        DateRule,
        LayoutSpec,
        Part,
        Range,
        SegmentSpec,
    )
    from tracecode.spec.list_model import CodeListSpec
    from tracecode.spec.model import EditionSpec
    from tracecode.standard.resolved import Resolved


class Target(Value):
    """What a constraint looks at, and who says so."""

    of: tuple[str, ...]
    """Ids of the segments, read together in this order."""
    places: tuple[int, ...]
    """Their places in the layout, from 0."""
    part: Part | None = None
    """The part of their text that is judged."""
    name: Text
    """What they are called."""
    severity: Severity
    evidence: Evidence
    source: Citation


class _Constraint(Value):
    rule: ClassVar[str]
    """Rule id of its findings."""
    target: Target

    @property
    def severity(self) -> Severity:
        """What it raises where it does not hold."""
        return self.target.severity


class Listed(_Constraint):
    """The text is a value of a code list."""

    rule = "code.codelist"
    codelist: CodeListSpec

    @property
    def severity(self) -> Severity:
        """A list that may be incomplete refuses nothing."""
        return self.target.severity if self.codelist.strict else "warning"


class Ranged(_Constraint):
    """The text is a whole number between two, both included."""

    rule = "code.range"
    range: Range


class Dated(_Constraint):
    """The text is a date that exists."""

    rule = "code.date"
    date: DateRule


class Timely(_Constraint):
    """The date lies in its period."""

    rule = "code.date_range"
    date: DateRule


class Narrowed(_Constraint):
    """Every character belongs to a class."""

    rule = "code.characters"
    chars: CharClass


class Containing(_Constraint):
    """At least one character belongs to a class."""

    rule = "code.contains"
    chars: CharClass


class Nested(_Constraint):
    """The text is a code of another scheme, whose findings keep their own rules."""

    rule = "code.nested"
    scheme: str
    limit: bool
    """Whether a limit says so, and not the segment itself."""


class Checked(_Constraint):
    """The text of the last segment is the check character of the others."""

    rule = "code.check_character"
    check: CheckSpec


class Doubted(_Constraint):
    """No code keeps it, since the layout itself is in doubt."""

    rule = "code.unverified_layout"
    reason: Text


Constraint: TypeAlias = (
    Listed | Ranged | Dated | Timely | Narrowed | Containing | Nested | Checked | Doubted
)


def constraints(
    layout: LayoutSpec, edition: EditionSpec, standard: Resolved
) -> Iterator[Constraint]:
    """All constraints of a layout, in the order in which they are judged.

    Args:
        layout: of the edition.
        edition: of a scheme.
        standard: where code lists and alphabets are found.

    Raises:
        UnknownId: a code list or alphabet does not exist.
    """
    names = {segment.id: segment.name for segment in layout.segments}
    places = {segment.id: place for place, segment in enumerate(layout.segments)}
    project = edition.evidence == "project"

    def target(
        of: tuple[str, ...],
        name: Text,
        evidence: Evidence,
        source: Citation,
        part: Part | None = None,
    ) -> Target:
        return Target(
            of=of, places=tuple(places[id] for id in of), part=part, name=name, evidence=evidence,
            source=source, severity=severity_of(evidence, project=project),
        )  # fmt: skip

    for segment in layout.segments:
        evidence = segment.evidence or layout.evidence or edition.evidence
        source = segment.source or layout.source or edition.source
        yield from _stated(segment, target((segment.id,), segment.name, evidence, source), standard)
    for limit in layout.limits:
        read = [names[id] for id in limit.of]
        name = Text(zh="、".join(each.zh for each in read), en=" + ".join(each.en for each in read))
        yield from _stated(
            limit, target(limit.of, name, limit.evidence, limit.source, limit.part), standard
        )
    for check in layout.checks:
        of = (*check.of, check.into)
        judged = target(of, names[check.into], check.evidence, check.source)
        yield Checked(
            check=check, target=judged.replace(severity="warning") if check.severity else judged
        )
    if layout.warn is not None:
        source = layout.source or edition.source
        yield Doubted(
            reason=layout.warn, target=target(tuple(names), layout.name, "unsure", source)
        )


def _stated(
    spec: SegmentSpec | LimitSpec, target: Target, standard: Resolved
) -> Iterator[Constraint]:
    """What a segment or a limit states."""
    if spec.codelist is not None:
        yield Listed(target=target, codelist=standard.codelist(spec.codelist))
    if spec.range is not None:
        yield Ranged(target=target, range=spec.range)
    if spec.date is not None:
        yield Dated(target=target, date=spec.date)
        if spec.date.not_before is not None or spec.date.not_after is not None:
            yield Timely(target=target, date=spec.date)
    if isinstance(spec, LimitSpec):
        if spec.chars is not None:
            yield Narrowed(target=target, chars=char_class(spec.chars, standard))
        if spec.contains is not None:
            yield Containing(target=target, chars=char_class(spec.contains, standard))
    if spec.scheme is not None:
        yield Nested(target=target, scheme=spec.scheme, limit=isinstance(spec, LimitSpec))
