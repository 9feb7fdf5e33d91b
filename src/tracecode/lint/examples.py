"""The part of lint that needs the engine: schemes compile, examples are judged as they say, every
rule is tested.

A rule that no example breaks might never fire; so each check, code list, range, date and further
limit needs one that does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from tracecode.codes.layout import Layout
from tracecode.codes.registry import Registry
from tracecode.codes.segment_rules import Bound
from tracecode.errors import SpecError, UnknownId
from tracecode.findings import Finding, has_errors

if TYPE_CHECKING:
    from tracecode.codes.scheme import Scheme
    from tracecode.spec.model import EditionSpec, InvalidExample, ValidExample
    from tracecode.spec.reader import Document, Place, Plain
    from tracecode.standard.resolved import Resolved


def lint_codes(standard: Resolved) -> list[Finding]:
    """Every finding on the schemes' rules and examples. Call it on a catalogue whose files passed
    `lint.files`.
    """
    schemes = Registry(standard)
    findings: list[Finding] = []
    if standard.ids("gs1-ai"):
        findings += _gs1(standard)
    for id in schemes.ids:
        file = _File(standard, id)
        try:
            findings += _scheme(schemes[id], file)
        except SpecError as error:
            findings += [
                _at(file, _place(file.document.data, f.values.get("found")), f.rule, **f.values)
                for f in error.findings
            ]
        except UnknownId as error:
            findings.append(
                _at(file, (), "spec.segment", found=id, reason_zh=str(error), reason_en=str(error))
            )
    return findings


class _File:
    """The file of a scheme. It is read once more only where something is wrong, for the line."""

    def __init__(self, standard: Resolved, id: str) -> None:
        self._standard, self._id = standard, id

    @cached_property
    def document(self) -> Document:
        """Its data, with the line of every value."""
        return self._standard.document("scheme", self._id)


def _gs1(standard: Resolved) -> list[Finding]:
    """Faults of the table of GS1 application identifiers that only show when it is compiled."""
    from tracecode.gs1.ai import Table

    try:
        Table(standard)
    except SpecError as error:
        return list(error.findings)
    return []


def _scheme(scheme: Scheme, file: _File) -> Iterator[Finding]:
    for layout in scheme.layouts:
        layout.accepts("", Bound(date.today(), strict=True))  # compiles the pattern and every rule
    for number, edition in enumerate(scheme.spec.editions):
        place: Place = ("editions", number, "examples")
        broken: set[str] = set()
        for i, valid in enumerate(edition.examples.valid):
            yield from _valid(scheme, edition, valid, file, (*place, "valid", i))
        for i, invalid in enumerate(edition.examples.invalid):
            faults, hit = _invalid(scheme, edition, invalid, file, (*place, "invalid", i))
            yield from faults
            broken |= hit
        for layout in scheme.layouts:
            if layout.edition.id == edition.id:
                for name in sorted(_breakable(layout) - broken):
                    yield _at(file, place, "spec.untested", found=name)


def _valid(
    scheme: Scheme, edition: EditionSpec, example: ValidExample, file: _File, place: Place
) -> Iterator[Finding]:
    code, findings = scheme.read(
        example.code, example.on, strict=not example.lenient, edition=edition.id, form=example.form
    )  # fmt: skip
    if code is None:
        finding = findings[0]
        yield _at(
            file,
            place,
            "spec.example",
            found=example.code,
            reason_zh=f"应通过，但：{finding.text('zh')}",
            reason_en=f"should pass, but: {finding.text('en')}",
        )
        return
    for id, value in (example.segments or {}).items():
        if code.segments.get(id) != value:
            got = code.segments.get(id, "-")
            yield _at(
                file,
                place,
                "spec.example",
                found=example.code,
                reason_zh=f"的段 {id} 应为 {value}，实为 {got}",
                reason_en=f"has {got} as {id}; it states {value}",
            )


def _invalid(
    scheme: Scheme, edition: EditionSpec, example: InvalidExample, file: _File, place: Place
) -> tuple[list[Finding], set[str]]:
    _, findings = scheme.read(
        example.code, example.on, strict=not example.lenient, edition=edition.id, form=example.form
    )
    hits = [f for f in findings if f.rule == example.finding and f.severity == example.severity]
    if not hits or (example.severity == "warning" and has_errors(findings)):
        outcome = "; ".join(f"{f.severity} {f.rule}" for f in findings) or "no finding"
        reason = {
            "reason_zh": f"应违反 {example.finding}（{example.severity}），实为：{outcome}",
            "reason_en": f"should break {example.finding} ({example.severity}); it gives: "
            f"{outcome}",
        }
        return [_at(file, place, "spec.example", found=example.code, **reason)], set()
    return [], {f"{f.rule} {f.path}" for f in hits}


def _breakable(layout: Layout) -> set[str]:
    """What a layout's own rules can find, as rule and segment."""
    names = set()
    for rule in layout.rules:
        if rule.id in ("code.nested", "code.unverified_layout"):
            # the inner scheme has examples of its own; every code of a doubtful layout is one
            continue
        path = ".".join(layout.segments[i].spec.id for i in rule.segments)
        if rule.id == "code.check_character":
            path = layout.segments[rule.at].spec.id
        if rule.breakable:
            names.add(f"{rule.id} {path}")
    return names


def _place(data: Plain, wanted: object, place: Place = ()) -> Place:
    """Where a value stands in a document; the document itself if it does not."""
    children = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, child in children:
        if child == wanted:
            return (*place, key)
        if deeper := _place(child, wanted, (*place, key)):
            return deeper
    return ()


def _at(file: _File, place: Place, rule: str, **values: object) -> Finding:
    document = file.document
    return Finding(
        rule=rule, severity="error", values=values, path=document.path, line=document.line(place)
    )
