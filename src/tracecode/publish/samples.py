"""Samples of every record type: right ones to copy from, and wrong ones that each break one rule in
a typical way.

Nothing is written that was not judged: a right sample has no error, a wrong one exactly the error
it is meant to show. Parties, goods and codes are invented; check characters are right.

A file holds the samples of one item, one a line, as plain records: `tracecode validate` reads it as
it is. What each line is for stands in `index.ndjson`.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> [one.kind for one in samples(record_layout(packaged(), "recall"), packaged())][:2]
['minimal', 'full']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracecode.errors import SpecError
from tracecode.findings import Finding
from tracecode.lint.blame import blaming
from tracecode.publish.breaking import (
    Attempt,
    with_broken_rules,
    with_wrong_values,
    without_element,
)
from tracecode.publish.examples import full, minimal, record_id
from tracecode.publish.satisfying import Plain
from tracecode.records import json_form, xml_form
from tracecode.records.judge import judge
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

SampleKind = Literal["minimal", "full", "missing", "value", "rule"]


class Sample(NamedTuple):
    """One sample."""

    layout: RecordLayout
    kind: SampleKind
    """`minimal`, `full`: right; `missing`, `value`, `rule`: what is wrong."""
    data: Plain
    finding: Finding | None
    """The one error of a wrong sample."""


@blaming
def samples(layout: RecordLayout, standard: Resolved) -> list[Sample]:
    """The samples of a record type: the minimal and the full right one, and one wrong one of each
    kind.

    Raises:
        SpecError: a right sample is judged wrong, or no wrong one can be made; the specifications
            need a look.
    """
    small, whole = minimal(layout, standard), full(layout, standard)
    kinds: tuple[tuple[SampleKind, Plain], ...] = (("minimal", small), ("full", whole))
    made = []
    for kind, data in kinds:
        errors = _errors(data, layout, standard)
        if errors:
            raise _no_sample(
                layout,
                kind,
                {lang: "; ".join(error.line_text(lang) for error in errors) for lang in _LANGS},
            )
        made.append(Sample(layout, kind, data, None))
    wrong: tuple[tuple[SampleKind, Iterator[Attempt]], ...] = (
        ("missing", without_element(layout, small)),
        ("value", with_wrong_values(layout, small, whole)),
        ("rule", with_broken_rules(layout, small, whole, standard)),
    )
    for kind, attempts in wrong:
        made.append(_first(layout, kind, attempts, standard))
    return made


@blaming
def derived(standard: Resolved, formats: Iterable[str] = ("json",)) -> dict[str, str]:
    """The files of samples by their path below the folder of the samples, and `index.ndjson`, which
    says what is what.

    Args:
        standard: the specifications.
        formats: `json` gives one record a line (`<item>.valid.ndjson`, `<item>.invalid.ndjson`);
            `xml` gives a document a record (`<record type>.<kind>.xml`). Both hold the same
            records, save wrong ones whose fault cannot stand in XML.

    Raises:
        SpecError: a sample is not what it is meant to be, or a specification is wrong.
    """
    files: dict[str, list[str]] = {}
    out: dict[str, str] = {}
    index = []
    for layout in layouts(standard):
        for sample in samples(layout, standard):
            name = f"{layout.product or 'all-items'}.{'valid' if sample.finding is None else 'invalid'}.ndjson"
            lines = files.setdefault(name, [])
            lines.append(json_form.dump(sample.data).decode())
            index.append(_entry(sample, name, len(lines)))
            if "xml" in formats:
                raw = xml_form.dump(sample.data, standard, indent=True)
                (read,) = xml_form.parse(raw, standard)
                # some faults cannot be said in XML: a number in quotes, an unknown name
                if read.data == sample.data:
                    out[f"{layout.id}.{sample.kind}.xml"] = raw.decode()
    if "json" in formats:
        out |= {name: "\n".join([*lines, ""]) for name, lines in files.items()}
    out["index.ndjson"] = "".join(json_form.dump(entry).decode() + "\n" for entry in index)
    return dict(sorted(out.items()))


def _entry(sample: Sample, name: str, line: int) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": sample.layout.id,
        "kind": sample.kind,
        "file": name,
        "line": line,
    }
    if sample.finding is not None:
        entry |= {
            "rule": sample.finding.rule,
            "path": sample.finding.path,
            "zh": sample.finding.text("zh"),
        }
        entry["en"] = sample.finding.text("en")
    return entry


def _errors(data: Plain, layout: RecordLayout, standard: Resolved) -> list[Finding]:
    judged = judge(data, standard)
    if judged.layout is None or judged.layout.id != layout.id:
        layout_id = judged.layout.id if judged.layout else None
        values = {"found": layout_id, "product": layout.product, "known": [layout.id]}
        return [
            Finding(rule="record.unknown_type", severity="error", values=values, path="record_type")
        ]
    return [finding for finding in judged.findings if finding.severity == "error"]


def _first(
    layout: RecordLayout, kind: SampleKind, attempts: Iterator[Attempt], standard: Resolved
) -> Sample:
    """The first attempt that has exactly the error it should have."""
    for data, rule in attempts:
        errors = _errors(data, layout, standard)
        if [finding.rule for finding in errors] == [rule]:
            if "record_id" in data:  # another record than the right one from which it was made
                data["record_id"] = record_id(layout, kind)
            return Sample(layout, kind, data, errors[0])
    raise _no_sample(layout, kind, _NONE_BREAKS)


def _no_sample(layout: RecordLayout, kind: SampleKind, reason: Mapping[str, str]) -> SpecError:
    values = {"found": layout.id, "kind": kind, "reason": reason}
    return SpecError([Finding(rule="spec.sample", severity="error", values=values, path=layout.id)])


_LANGS = ("zh", "en")
_NONE_BREAKS = {
    "zh": "没有样例只违反这一类规则",
    "en": "no record breaks a rule of this kind and no other",
}
