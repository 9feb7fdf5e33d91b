"""Release a version of a standard: what is frozen, what it may change, and how that is proved.

A version X.Y.Z is a folder of files that never change again (`standard.released` names them):
whoever receives a message judges it by the version that it names. What a version may change stands
in `docs/stability.md`: it raises

- X where what was right becomes wrong, or is written otherwise;
- Y where programs may meet what they do not know, such as a new element that may be left out, or
  code is generated otherwise; below 1.0 also what would raise X;
- Z where only words change.

Which of them a change needs is told by `spec diff`: by whom it breaks. Since a comparison of
definitions may be wrong, it is also tried: every right sample of the version before is judged by
the new validators, and every right sample of the new one by the frozen schemas of the one before.
Unless it may break stored data, the first way none may be refused; the second way none either,
unless the comparison found what programs may not know. Rule ids are API: an id that is gone is
never used again, and none comes to mean something else (`lint.rule_ids`).

The command line writes the files, and hands over the validators, which stand on a higher floor.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import to_json

from tracecode.errors import WrongUse
from tracecode.findings import Finding
from tracecode.lint.rule_ids import sentences, wrong_ids
from tracecode.publish.audiences import AUDIENCE_NAMES
from tracecode.publish.fitting import value_field
from tracecode.publish.json_schema import message_schema
from tracecode.publish.json_values import name_of
from tracecode.publish.program import program
from tracecode.publish.samples import samples
from tracecode.publish.schema_limits import unseen
from tracecode.publish.standard_document import standard_document
from tracecode.publish.standard_document.clauses import clauses
from tracecode.spec.audience import Audience
from tracecode.spec.diff import Change, changes
from tracecode.spec.layer import CarriedLayer
from tracecode.spec.rule_model import codes_in
from tracecode.standard.record_layout import items_of, layouts
from tracecode.standard.released import (
    Level,
    Number,
    Part,
    Release,
    least,
    level,
    number,
    releases,
    written,
)

if TYPE_CHECKING:
    from tracecode.standard.elements import ElementGroup, RecordLayout
    from tracecode.standard.resolved import Resolved

Plain = Mapping[str, Any]
Errors = Callable[[Plain], tuple[Finding, ...]]
"""Says what is wrong with a record."""
MAY: Mapping[Level, frozenset[Audience]] = {
    "major": frozenset({"stored-data", "writers", "readers", "generated-code", "text"}),
    "minor": frozenset({"readers", "generated-code", "text"}),
    "patch": frozenset({"text"}),
}
"""Whom a version may break, by the part of the number that it raises."""
_MOST = 20
"""So many samples that are refused are told."""


class Made(NamedTuple):
    """A version that may be released, or why it may not."""

    version: str
    before: Release | None
    """The version before."""
    changes: tuple[Change, ...]
    refused: tuple[Finding, ...]
    """Why it may not; empty if it may."""
    files: Mapping[str, bytes]
    """What is frozen, by name."""


def release(
    version: str, standard: Resolved, now: Errors, then: Callable[[Release], Errors]
) -> Made:
    """Make a version of a standard as it is.

    Args:
        version: its number, X.Y.Z, above all that were released.
        standard: the standard, of one folder.
        now: the validator of the standard.
        then: gives that of a released version.

    Raises:
        WrongUse: the number is none, or not above the last one; the standard is one over another.
        SpecError: a specification is wrong.
    """
    made = _number(version, standard)
    before = max(releases(standard), default=None)
    files = dict(_frozen(standard))
    if before is None:
        return Made(version, None, (), (), {name: _packed(data) for name, data in files.items()})
    step = level(before.number, made)
    changed = tuple(changes(before.definitions(), standard))
    refused = [*_breaking(changed, before, made), *wrong_ids(standard)]
    if step != "major":
        refused += _refused(before.read("samples"), now, "release.sample", before.version)
        if step == "patch" or not any(change.breaks == "readers" for change in changed):
            refused += _refused(
                files["samples"], then(before), "release.sample_back", before.version
            )
    files["changes"] = {
        "before": before.version,
        "changes": [change.as_dict() for change in changed],
    }
    return Made(
        version,
        before,
        changed,
        tuple(refused),
        {name: _packed(data) for name, data in files.items()},
    )


def _number(version: str, standard: Resolved) -> Number:
    made = number(version)
    if made is None:
        raise WrongUse(
            f"{version!r} is no version; write X.Y.Z", f"{version!r} 不是版本号；请写作 X.Y.Z"
        )
    if len(standard.layers) != 1:
        raise WrongUse(
            "a version is released of a whole standard, not of a pack over another",
            "只发布完整的规范，叠加的规范包不单独发布",
        )
    last = max(releases(standard), default=None)
    if last is not None and made <= last.number:
        raise WrongUse(
            f"version {last.version} was released; the next one is above it",
            f"已发布 {last.version} 版；新版本号须大于它",
        )
    return made


def _frozen(standard: Resolved) -> Iterator[tuple[Part, Any]]:
    """What is kept of a version, as plain data."""
    kinds = list(layouts(standard))
    known = {name_of(layout): layout for layout in kinds}
    beside = {
        "x-kinds": _kinds(kinds, standard),
        "x-codes": {name: list(_codes(layout)) for name, layout in known.items()},
        "x-unseen": {name: _unseen(layout, standard) for name, layout in known.items()},
    }
    yield "message", message_schema(standard) | beside
    yield "codes", program(standard)
    layer = CarriedLayer.of(standard.layers[0])
    yield (
        "definitions",
        {
            "digest": layer.digest,
            "documents": {path: layer._documents[path] for path in layer.files},
        },
    )
    yield (
        "samples",
        [
            sample.data
            for layout in kinds
            for sample in samples(layout, standard)
            if sample.finding is None
        ],
    )
    yield "rules", sentences()
    yield "changes", {"before": None, "changes": []}
    yield "clauses", clauses(standard_document(standard))


def _kinds(kinds: list[RecordLayout], standard: Resolved) -> dict[str, dict[str, str]]:
    """The definition of a record's type, by `record_type` and `product_item`; by nothing where that
    may be absent.
    """
    found: dict[str, dict[str, str]] = {}
    for layout in kinds:
        names = found.setdefault(layout.record, {})
        if not any(field.id == "product_item" and field.required for field in layout.elements):
            names[""] = name_of(layout)
        for item in items_of(standard, layout):
            names[item] = name_of(layout)
    return found


def _codes(layout: ElementGroup) -> Iterator[dict[str, Any]]:
    """Where codes stand in records of a type: group, element, and its encoding rule or the element
    that names it.
    """
    groups = [
        ("", layout),
        *((path, field.group) for path, field in layout.walk() if field.group is not None),
    ]
    for at, group in groups:
        for field in group.elements:
            if field.spec.scheme is not None:
                yield {
                    "at": at,
                    "value": field.id,
                    "scheme": field.spec.scheme,
                    "personal": field.personal,
                }
        for rule in codes_in(group.rules):
            lines = ".".join(part for part in (at, rule.lines) if part)
            personal = value_field(group, rule).personal
            named = {"named": rule.scheme, "lines": lines, "on": rule.on}
            yield {"at": at, "value": rule.value, "personal": personal, **named}


def _unseen(layout: ElementGroup, standard: Resolved) -> list[dict[str, str]]:
    """What nobody judges of a record of an older version: rules among elements that its schema
    cannot say.
    """
    limits = (limit for limit in unseen(layout, standard) if not _AMONG.isdisjoint(limit.rules))
    return [{"zh": limit.name.zh, "en": limit.name.en} for limit in limits]


_AMONG = frozenset({"record.order", "record.equal", "record.sum", "record.link"})


def _packed(data: object) -> bytes:
    """The same bytes whenever the data are the same."""
    return gzip.compress(to_json(data), mtime=0)


def _breaking(changed: tuple[Change, ...], before: Release, made: Number) -> Iterator[Finding]:
    """The changes that the number does not allow."""
    allowed = MAY[level(before.number, made)]
    for change in changed:
        if change.breaks not in allowed:
            needed = next(step for step in _STEPS if change.breaks in MAY[step])
            values = {
                "found": change.place, "version": written(made),
                "allowed": written(least(before.number, needed)),
                "breaks": {lang: names[change.breaks] for lang, names in AUDIENCE_NAMES.items()},
            }  # fmt: skip
            yield Finding(
                rule="release.breaks",
                severity="error",
                values=values,
                path=f"{change.kind}/{change.id}",
            )


_STEPS: tuple[Level, ...] = ("patch", "minor", "major")


def _refused(records: list[Plain], errors: Errors, rule: str, before: str) -> list[Finding]:
    """The samples that validators refuse."""
    found: list[Finding] = []
    for data in records:
        if wrong := errors(data):
            values = {"found": data.get("record_id"), "version": before,
                      "reason": {lang: wrong[0].line_text(lang) for lang in ("zh", "en")}}  # fmt: skip
            path = "/".join(str(data[id]) for id in ("record_type", "product_item") if id in data)
            found.append(Finding(rule=rule, severity="error", values=values, path=path))
            if len(found) == _MOST:
                break
    return found
