"""The rules among the elements of a record: a small closed set that Python, schemas and documents
all express.

Each rule looks at the values of one record or group, by element, and yields a finding where it is
broken. Absent elements break none but `Required` and `AtLeastOne`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.findings import Finding
from tracecode.records.fields import code_findings
from tracecode.records.finding_values import condition_text, written
from tracecode.records.places import Values, day_at, groups_at, texts_at
from tracecode.records.scheme_names import identified
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from tracecode.codes.links import Link
    from tracecode.standard.resolved import Resolved


class Since:
    """A condition on a date: from a day, to a day, or both, both included."""

    def __init__(self, since: str | None = None, until: str | None = None) -> None:
        self.since, self.until = since, until
        self._from, self._to = (
            date.fromisoformat(since or "1900-01-01"),
            date.fromisoformat(until or "2199-12-31"),
        )

    def __repr__(self) -> str:
        return f"Since({', '.join(repr(part).replace(chr(39), chr(34)) for part in (self.since, self.until) if part)})"

    def __contains__(self, value: object) -> bool:
        return isinstance(value, date) and self._from <= value <= self._to


class RecordRule(ABC):
    """A rule among elements."""

    @abstractmethod
    def broken(self, values: Values) -> tuple[Finding, ...]:
        """What is wrong; empty if the rule is kept. Called for every record, so the common answer
        comes first.
        """

    def doubts(self, values: Values) -> tuple[Finding, ...]:  # noqa: ARG002  # most rules are kept or broken
        """What is to be noted of values that break no rule: warnings, since the evidence is
        unsure.
        """
        return ()


class Required(RecordRule):
    """An element that is mandatory where other elements have certain values."""

    def __init__(self, element: str, when: Mapping[str, tuple[str, ...] | Since]) -> None:
        self.element, self.when = element, when

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """Nothing, or the one finding on the absent element."""
        if values.get(self.element) is not None:
            return ()
        for id, wanted in self.when.items():
            if (value := values.get(id)) is None or not holds(value, wanted):
                return ()
        when = [condition_text(id, wanted, values.get(id)) for id, wanted in self.when.items()]
        return (_finding("record.required_when", self.element, when=when),)


class AtLeastOne(RecordRule):
    """One of several elements is present."""

    def __init__(self, *elements: str) -> None:
        self.elements = elements

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """Nothing, or one finding."""
        for id in self.elements:
            if values.get(id) is not None:
                return ()
        return _none_of(self.elements)


class Exclusive(RecordRule):
    """At most one of several elements is present."""

    def __init__(self, *elements: str) -> None:
        self.elements = elements

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """Nothing, or one finding."""
        present = [id for id in self.elements if values.get(id) is not None]
        return (
            (_finding("record.exclusive", present[1], found=present),) if len(present) > 1 else ()
        )


class Order(RecordRule):
    """Dates, times or numbers that do not decrease."""

    def __init__(self, *elements: str) -> None:
        self.elements = elements

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """A finding for each neighbour pair that runs backwards; absent elements are passed
        over.
        """
        before, first = None, ""
        findings: tuple[Finding, ...] = ()
        for id in self.elements:
            value = values.get(id)
            if value is None:
                continue
            if before is not None and value < before:
                findings += (
                    _finding(
                        "record.order",
                        id,
                        first=first,
                        found=written(value),
                        allowed=written(before),
                    ),
                )
            before, first = value, id
        return findings


class Equal(RecordRule):
    """Elements with one value."""

    def __init__(self, *elements: str) -> None:
        self.elements = elements

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """A finding for each element that differs from the first present one."""
        present = [(id, value) for id in self.elements if (value := values.get(id)) is not None]
        if not present:
            return ()
        first, allowed = present[0]
        findings: tuple[Finding, ...] = ()
        for id, value in present[1:]:
            if value != allowed:
                details = {"first": first, "found": written(value), "allowed": written(allowed)}
                findings += (_finding("record.equal", id, **details),)
        return findings


class Sum(RecordRule):
    """The values of one element over all lines make up a total."""

    def __init__(self, lines: str, of: str, *, total: str) -> None:
        self.lines, self.of, self.total = lines, of, total

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """Nothing, or one finding; lines without the element leave the rule open."""
        total, lines = values.get(self.total), values.get(self.lines)
        if total is None or lines is None:
            return ()
        made = Decimal(0)
        for line in lines:
            part = _values(line).get(self.of)
            if part is None:
                return ()
            made += part
        if made == total:
            return ()
        details = {
            "lines": self.lines,
            "of": self.of,
            "found": written(total),
            "allowed": format(made, "f"),
        }
        return (_finding("record.sum", self.total, **details),)


class CodeFits(RecordRule):
    """A code keeps the encoding rule named beside it, in the edition of a date."""

    def __init__(
        self, value: str, scheme: str, *, lines: str | None = None, on: str | None = None,
        standard: Resolved | None = None,
    ) -> None:  # fmt: skip
        self.value, self.scheme, self.lines, self.on, self._standard = (
            value,
            scheme,
            lines,
            on,
            standard,
        )

    @property
    def standard(self) -> Resolved:
        """Where the encoding rules are looked up."""
        return self._standard or packaged()

    @property
    def elements(self) -> tuple[str, ...]:
        """The elements whose values it reads."""
        return tuple(id for id in (self.lines or self.value, self.scheme, self.on) if id)

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """The errors of the code; none where its encoding rule is not of this standard, which
        `advice` mentions.
        """
        id = values.get(self.scheme)
        if id is None or identified(id, self.standard) is None:
            return ()
        rule = registry(self.standard)[id]
        on = day_at(values, self.on)
        findings: tuple[Finding, ...] = ()
        for place, text in self.codes(values):
            if not rule.judge(text, on):
                for finding in code_findings(id, text, self.standard, on):
                    inside = f"{place}.{finding.path}" if finding.path else place
                    findings += (finding.replace(path=inside),)
        return findings

    def doubts(self, values: Values) -> tuple[Finding, ...]:
        """What the encoding rule warns of in the codes."""
        id = values.get(self.scheme)
        if not isinstance(id, str) or identified(id, self.standard) is None:
            return ()
        rule = registry(self.standard)[id]
        warnings: tuple[Finding, ...] = ()
        for place, text in self.codes(values):
            _, findings = rule.read(text, day_at(values, self.on), strict=True)
            for finding in findings:
                if finding.severity == "warning":
                    warnings += (
                        finding.replace(path=f"{place}.{finding.path}" if finding.path else place),
                    )
        return warnings

    def has_codes(self, values: Values) -> bool:
        """Whether there is a code to judge."""
        return any(True for _ in self.codes(values))

    def codes(self, values: Values) -> Iterator[tuple[str, str]]:
        """The codes, each with its place."""
        if self.lines is None:
            yield from texts_at(values, self.value)
            return
        for around, line in groups_at(values, self.lines):
            for place, text in texts_at(line, self.value):
                yield f"{around}.{place}", text


class Agrees(RecordRule):
    """Two codes of a record agree as a link of an encoding rule says, where they are codes of the
    two that it links.
    """

    def __init__(
        self, scheme: str, link: str, here: str, there: str, *, here_scheme: str | None = None,
        there_scheme: str | None = None, on: str | None = None, standard: Resolved | None = None,
    ) -> None:  # fmt: skip
        """A link between two elements.

        Args:
            scheme: the encoding rule that has the link.
            link: the link.
            here: element with its code, or group and element:
                `electronic_marks.cylinder_mark_content`.
            there: element with the other code.
            here_scheme: element beside the code that names its encoding rule; None where that is
                fixed.
            there_scheme: the same of the other code.
            on: element with the date for which the first code is read.
            standard: the specifications; the packaged ones if left out.
        """
        self.scheme, self.link, self._standard = scheme, link, standard
        self.here, self.there, self.on = here, there, on
        self.here_scheme, self.there_scheme = here_scheme, there_scheme
        beside = None if "." in here else here_scheme
        self.elements = tuple(
            id for id in (here.partition(".")[0], there, beside, there_scheme, on) if id
        )

    @property
    def standard(self) -> Resolved:
        """Where the encoding rules are looked up."""
        return self._standard or packaged()

    @cached_property
    def at_work(self) -> Link:
        """The link."""
        return registry(self.standard)[self.scheme].links[self.link]

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """A finding for each pair that differs; wrong codes are told of elsewhere."""
        if values.get(self.there) is None:
            return ()
        scheme = self.at_work.spec.to
        others = (
            list(texts_at(values, self.there)) if _is_of(values, self.there_scheme, scheme) else []
        )
        on = day_at(values, self.on)
        findings: tuple[Finding, ...] = ()
        for place, text in self._codes(values) if others else ():
            for other_place, other in others:
                if not self.at_work.agree(text, other, on):
                    findings += tuple(self._findings(place, text, other_place, other, on))
        return findings

    def doubts(self, values: Values) -> tuple[Finding, ...]:
        """What does not agree, where the link is unsure."""
        return () if self.at_work.severity == "error" else self.broken(values)

    def _codes(self, values: Values) -> Iterator[tuple[str, str]]:
        """The codes on this side, with their places."""
        outer, _, id = self.here.rpartition(".")
        if not outer:
            if _is_of(values, self.here_scheme, self.scheme):
                yield from texts_at(values, id)
            return
        for around, inner in groups_at(values, outer):
            if _is_of(inner, self.here_scheme, self.scheme):
                for place, text in texts_at(inner, id):
                    yield f"{around}.{place}", text

    def _findings(
        self, place: str, text: str, other_place: str, other: str, on: date | None
    ) -> Iterator[Finding]:
        link = self.at_work
        here, there = link.owner.parts(text, on), link.owner.sibling(link.spec.to).parts(other)
        for _, actual, wanted in link.differences(here, there):
            values = {
                "name": place,
                "first": other_place,
                "link": link.spec.name,
                "found": actual,
                "allowed": wanted,
            }
            yield Finding(
                rule="record.link", severity=link.severity, values=values, path=place,
                source=link.source, evidence=link.evidence,
            )  # fmt: skip


def _is_of(values: Values, named_by: str | None, scheme: str) -> bool:
    """Whether codes are of a scheme: of a fixed one they always are."""
    return named_by is None or values.get(named_by) == scheme


def holds(value: object, wanted: tuple[str, ...] | Since) -> bool:
    """Whether a value is one of those for which another element is mandatory."""
    if isinstance(wanted, Since):
        return value in wanted
    return wanted == ("*",) or written(value) in wanted


def _values(line: object) -> Values:
    return line if isinstance(line, Mapping) else vars(line)


@cache
def _none_of(elements: tuple[str, ...]) -> tuple[Finding, ...]:
    return (_finding("record.at_least_one", None, allowed=elements),)


def _finding(rule: str, path: str | None, **values: object) -> Finding:
    return Finding(rule=rule, severity="error", values={"name": path, **values}, path=path)
