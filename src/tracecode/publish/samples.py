"""Samples of every record type: right ones to copy from, and wrong ones that each break one rule in a typical way.

Nothing is written that was not judged: a right sample has no error, a wrong one exactly the error it is meant to show.
Parties, goods and codes are invented; check characters are right.

A file holds the samples of one item, one a line, as plain records: `tracecode validate` reads it as it is. What each
line is for stands in `index.ndjson`.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> [one.kind for one in samples(record_layout(packaged(), "recall"), packaged())][:2]
['minimal', 'full']
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, assert_never

from tracecode.codes.registry import registry
from tracecode.errors import SpecError
from tracecode.findings import Finding
from tracecode.lint.blame import blaming
from tracecode.publish.examples import full, minimal, record_id
from tracecode.publish.satisfying import Plain, applies, codes_of, put_codes
from tracecode.records import json_form, xml_form
from tracecode.records.judge import judge
from tracecode.spec.record_model import Period
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    CodeFitsSpec,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumSpec,
)
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.links import CodeLink, links
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

SampleKind = Literal["minimal", "full", "missing", "value", "rule"]
_FIXED = frozenset({"record_type", "product_item", "record_id"})
"""What says of which type a record is, and which record: a sample without it would teach nothing of its type."""


_Place = Callable[[Plain], Plain]
"""The way from a record to the values of a group inside it."""
_Breaker = Callable[[Element, Any], Iterator[tuple[Any, str]]]
"""Wrong values in place of a right one, each with the rule that should say so."""


class Sample(NamedTuple):
    """One sample."""

    layout: RecordLayout
    kind: SampleKind
    """`minimal`, `full`: right; `missing`, `value`, `rule`: what is wrong."""
    data: Plain
    finding: Finding | None
    """The one error of a wrong sample."""


class _Attempt(NamedTuple):
    """A record with one thing broken, and the rule that should say so."""

    data: Plain
    rule: str


@blaming
def samples(layout: RecordLayout, standard: Resolved) -> list[Sample]:
    """The samples of a record type: the minimal and the full right one, and one wrong one of each kind.

    Raises:
        SpecError: a right sample is judged wrong, or no wrong one can be made; the specifications need a look.
    """
    small, whole = minimal(layout, standard), full(layout, standard)
    kinds: tuple[tuple[SampleKind, Plain], ...] = (("minimal", small), ("full", whole))
    made = []
    for kind, data in kinds:
        errors = _errors(data, layout, standard)
        if errors:
            raise _no_sample(
                layout, kind, {lang: "; ".join(error.line_text(lang) for error in errors) for lang in _LANGS}
            )
        made.append(Sample(layout, kind, data, None))
    wrong: tuple[tuple[SampleKind, Iterator[_Attempt]], ...] = (
        ("missing", _missing(layout, small)),
        ("value", _values(layout, small, whole)),
        ("rule", _rules(layout, small, whole, standard)),
    )
    for kind, attempts in wrong:
        made.append(_first(layout, kind, attempts, standard))
    return made


@blaming
def derived(standard: Resolved, formats: Iterable[str] = ("json",)) -> dict[str, str]:
    """The files of samples by their path below the folder of the samples, and `index.ndjson`, which says what is what.

    Args:
        standard: the specifications.
        formats: `json` gives one record a line (`<item>.valid.ndjson`, `<item>.invalid.ndjson`); `xml` gives a
            document a record (`<record type>.<kind>.xml`). Both hold the same records, save wrong ones whose fault
            cannot stand in XML.

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
                if read.data == sample.data:  # some faults cannot be said in XML: a number in quotes, an unknown name
                    out[f"{layout.id}.{sample.kind}.xml"] = raw.decode()
    if "json" in formats:
        out |= {name: "\n".join([*lines, ""]) for name, lines in files.items()}
    out["index.ndjson"] = "".join(json_form.dump(entry).decode() + "\n" for entry in index)
    return dict(sorted(out.items()))


def _entry(sample: Sample, name: str, line: int) -> dict[str, object]:
    entry: dict[str, object] = {"type": sample.layout.id, "kind": sample.kind, "file": name, "line": line}
    if sample.finding is not None:
        entry |= {"rule": sample.finding.rule, "path": sample.finding.path, "zh": sample.finding.text("zh")}
        entry["en"] = sample.finding.text("en")
    return entry


def _errors(data: Plain, layout: RecordLayout, standard: Resolved) -> list[Finding]:
    judged = judge(data, standard)
    if judged.layout is None or judged.layout.id != layout.id:
        layout_id = judged.layout.id if judged.layout else None
        values = {"found": layout_id, "product": layout.product, "known": [layout.id]}
        return [Finding(rule="record.unknown_type", severity="error", values=values, path="record_type")]
    return [finding for finding in judged.findings if finding.severity == "error"]


def _first(layout: RecordLayout, kind: SampleKind, attempts: Iterator[_Attempt], standard: Resolved) -> Sample:
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
_NONE_BREAKS = {"zh": "没有样例只违反这一类规则", "en": "no record breaks a rule of this kind and no other"}


# --- a mandatory element is missing -----------------------------------------------------------------------------------


def _missing(layout: RecordLayout, small: Plain) -> Iterator[_Attempt]:
    """Leave out a mandatory element; first one of the record's own, which stand last."""
    for field in reversed(layout.elements):
        if field.required and field.id not in _FIXED:
            yield _Attempt({id: value for id, value in small.items() if id != field.id}, "record.missing")


# --- a value outside its domain ---------------------------------------------------------------------------------------


def _values(layout: RecordLayout, small: Plain, whole: Plain) -> Iterator[_Attempt]:
    """Break a value by its domain: code lists and codes before mere formats, the record's own elements first."""
    for broken in (_unlisted, _miscopied, _misnamed, _misshaped):
        for data in (small, whole):
            for group, place in _places(layout, data):
                for field in reversed(group.elements):
                    if field.id in place(data) and field.id not in _FIXED and field.group is None:
                        yield from _spoil(data, place, field, broken)


def _spoil(data: Plain, place: _Place, field: Element, broken: _Breaker) -> Iterator[_Attempt]:
    value = place(data)[field.id]
    first = value[0] if isinstance(value, list) else value
    for spoiled, rule in broken(field, first):
        copied = copy.deepcopy(data)
        place(copied)[field.id] = [spoiled] if isinstance(value, list) else spoiled
        yield _Attempt(copied, rule)


def _unlisted(field: Element, value: Any) -> Iterator[tuple[Any, str]]:
    if field.values is not None and isinstance(value, str):
        form = field.format
        digits = form is not None and form.kind == "digits"
        yield "9" * len(value) if digits else "other", "record.codelist"
        yield "0" * len(value), "record.codelist"
        yield value + "x", "record.codelist"


def _miscopied(field: Element, value: Any) -> Iterator[tuple[Any, str]]:
    """A code with its last character miscopied."""
    if field.spec.scheme is not None and isinstance(value, str):
        last = "1" if value[-1] != "1" else "2"
        for rule in ("code.check_character", "code.characters", "code.length", "code.literal"):
            yield value[:-1] + last, rule
            yield value[:-1], rule
            yield value[:-1] + "-", rule


def _misnamed(field: Element, value: Any) -> Iterator[tuple[Any, str]]:
    """An encoding rule whose codes do not belong here, and one that does not exist."""
    if field.identifies and isinstance(value, str):
        yield "uscc" if "party" not in field.identifies else "gtin", "record.identifies"
        yield value[:-1], "record.unknown_scheme"


def _misshaped(field: Element, value: Any) -> Iterator[tuple[Any, str]]:
    """A value written otherwise than its format asks for."""
    kind = field.format.kind if field.format else "text"
    if kind in ("date", "month") and isinstance(value, str):
        yield value.replace("-", "/"), "record.format"
    elif kind == "moment" and isinstance(value, str):
        yield value.replace("T", " "), "record.format"
    elif kind == "integer":
        yield str(value), "record.type"
    elif kind == "decimal" and isinstance(value, str):
        yield f"{value}kg", "record.format"
    elif kind == "text" and field.format is not None and isinstance(value, str):
        yield "示例" * field.format.max, "record.length"


# --- a rule among elements is broken ----------------------------------------------------------------------------------


def _rules(layout: RecordLayout, small: Plain, whole: Plain, standard: Resolved) -> Iterator[_Attempt]:
    """Break a rule among elements, the record's own first; where it has none, misspell an element."""
    for data in (small, whole):
        for group, place in _places(layout, data):
            for link in links(group, standard):
                yield from _disagreements(link, data, place, standard)
    for weak in (False, True):  # that one of several is missing teaches least, so it comes last
        for data in (small, whole):
            for group, place in _places(layout, data):
                for rule in reversed(group.rules):
                    if isinstance(rule, AtLeastOneSpec) is weak:
                        yield from _breaches(rule, group, data, place)
                for field in reversed(group.elements):
                    if field.use.when is not None and not weak:
                        yield from _unconditional(field, data, place)
    for id in reversed(small):
        if id not in _FIXED:
            renamed = {f"{key}_" if key == id else key: value for key, value in small.items()}
            yield _Attempt(renamed | {id: small[id]}, "record.unknown_field")


def _breaches(rule: RuleSpec, group: ElementGroup, data: Plain, place: _Place) -> Iterator[_Attempt]:
    copied = copy.deepcopy(data)
    here = place(copied)
    match rule:
        case AtLeastOneSpec():
            for id in rule.at_least_one:
                here.pop(id, None)
            yield _Attempt(copied, "record.at_least_one")
        case ExclusiveSpec():
            other = place(data)
            missing = [id for id in rule.exclusive if id not in other]
            kept = [id for id in rule.exclusive if id in other]
            given = [id for id in missing if group.element(id).spec.example is not None]
            if kept and given:
                here[given[0]] = group.element(given[0]).spec.example
                yield _Attempt(copied, "record.exclusive")
        case OrderSpec():
            present = [id for id in rule.order if id in here]
            if len(present) > 1:
                here[present[-1]] = _before(here[present[-2]], group.element(present[-1]))
                yield _Attempt(copied, "record.order")
        case EqualSpec():
            present = [id for id in rule.equal if id in here]
            if len(present) > 1 and isinstance(here[present[-1]], str):
                here[present[-1]] = here[present[-1]][:-1] + ("1" if here[present[-1]][-1] != "1" else "2")
                yield _Attempt(copied, "record.equal")
        case SumSpec():
            if rule.sum.total in here:
                total = here[rule.sum.total]
                here[rule.sum.total] = total + 1 if isinstance(total, int) else format(Decimal(total) + 1, "f")
                yield _Attempt(copied, "record.sum")
        case CodeFitsSpec():
            for text in codes_of(here, rule.code)[:1]:
                for wrong in (text[:-1] + ("1" if text[-1] != "1" else "2"), text[:-1]):
                    for finding in ("code.check_character", "code.length"):
                        spoiled = copy.deepcopy(data)
                        put_codes(place(spoiled), rule.code, wrong)
                        yield _Attempt(spoiled, finding)
        case _:
            assert_never(rule)


def _disagreements(link: CodeLink, data: Plain, place: _Place, standard: Resolved) -> Iterator[_Attempt]:
    """Another code of the same encoding rule, with which the first does not agree."""
    here, there = place(data), link.there
    if there.element not in here or (there.named_by is not None and here.get(there.named_by) != link.link.to):
        return
    for example in registry(standard)[link.link.to].examples:
        copied = copy.deepcopy(data)
        other = place(copied)
        other[there.element] = [example.code] if isinstance(other[there.element], list) else example.code
        yield _Attempt(copied, "record.link")


def _before(value: Any, field: Element) -> Any:
    """A value just below another: the day before, or one less."""
    kind = field.format.kind if field.format else "text"
    if kind in ("date", "moment") and isinstance(value, str):
        return f"{date.fromisoformat(value[:10]) - timedelta(days=1)}{value[10:]}"
    if kind in ("month", "year") and isinstance(value, str):
        return f"{int(value[:4]) - 1:04d}{value[4:]}"
    return value - 1 if isinstance(value, int) else format(Decimal(value) - 1, "f")


def _unconditional(field: Element, data: Plain, place: _Place) -> Iterator[_Attempt]:
    """Make the condition of an element hold, and leave the element out."""
    copied = copy.deepcopy(data)
    here = place(copied)
    for id, wanted in (field.use.when or {}).items():
        if isinstance(wanted, Period):
            day = wanted.since or wanted.until or date(2026, 3, 12)
            if id in here and not applies(field, here):
                here[id] = f"{day}{here[id][10:]}"
        elif wanted != ("*",) and id in here and str(here[id]) not in wanted:
            here[id] = {"true": True, "false": False}.get(wanted[0], wanted[0])
    if applies(field, here):
        here.pop(field.id, None)
        yield _Attempt(copied, "record.required_when")


def _places(layout: RecordLayout, data: Plain) -> Iterator[tuple[ElementGroup, _Place]]:
    """The record itself and the groups inside that are present, each with a way to its values in a copy."""
    yield layout, lambda record: record
    for field in layout.elements:
        if field.group is not None and field.id in data:
            yield field.group, _inside(field)


def _inside(field: Element) -> _Place:
    def place(record: Plain) -> Plain:
        inner: Plain = record[field.id] if field.many is None else record[field.id][0]
        return inner

    return place
