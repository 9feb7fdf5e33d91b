"""The rules on segments over columns: code lists, ranges, dates, narrower characters, nested codes, check characters.

They stand in the order in which `tracecode.codes.form` runs them, and only those that raise errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk import checks
from tracecode.codes.bulk.columns import Bools, Bytes
from tracecode.codes.bulk.dates import Spans, day_number, spans
from tracecode.codes.bulk.layout import Cell, Layout, NotColumnar, char_width, literals, places
from tracecode.codes.bulk.lines import Lines, ascii_table, differing, lacking, outside
from tracecode.codes.dates import DateFormat
from tracecode.codes.form import Form
from tracecode.codes.rules import severity
from tracecode.codes.scheme import Scheme
from tracecode.codes.segment import char_class
from tracecode.spec.charclass import CharClass
from tracecode.spec.model import CheckSpec, CodeListSpec, DateRule, LimitSpec, Range, SegmentSpec
from tracecode.standard.check_rules import check_rule_of

Test: TypeAlias = Callable[[Lines, date], Bools]
"""Which rows break the rule, given their bytes and the reference date."""
Inner: TypeAlias = Callable[[Scheme, int], "Callable[[Lines, date], Bytes] | None"]
"""The verdicts of a nested scheme on texts of so many bytes; None if it accepts all."""

_DIGIT = ascii_table(CharClass.read("[0-9]"))
_TABLE_DIGITS = 5
"""Code lists of numbers with up to so many digits become a table."""
_MOST_DIGITS = 18
"""Numbers of more digits do not fit a machine integer."""


class Step(NamedTuple):
    """One rule: its id and its test; or a nested code's verdicts, which name their own rules."""

    rule: str
    test: Test | None = None
    verdicts: Callable[[Lines, date], Bytes] | None = None


def steps(form: Form, layout: Layout, inner: Inner) -> list[Step]:
    """Every rule of the form that raises errors, for texts of one layout.

    Raises:
        NotColumnar: one of them has no form over columns.
    """
    found = [*_Compiler(form, layout, inner).steps()]
    expected = [rule.id for rule in form.rules if rule.severity == "error"]
    if [step.rule for step in found] != expected:
        raise NotColumnar(f"a rule of {form.owner.id} is not known here: {expected}")
    return found


class _Compiler:
    def __init__(self, form: Form, layout: Layout, inner: Inner) -> None:
        self.form, self.layout, self.inner = form, layout, inner
        self.standard = form.owner.standard
        self.places = {segment.spec.id: segment.place for segment in form.segments}

    def steps(self) -> Iterator[Step]:
        for segment in self.form.segments:
            yield from self._content(segment.spec, segment.spec.evidence or self.form.evidence, (segment.place,))
        for limit in self.form.spec.limits:
            yield from self._content(limit, limit.evidence, tuple(map(self.places.__getitem__, limit.of)))
        for check in self.form.spec.checks:
            if self._raises(check.evidence):
                yield Step("code.check_character", self._check(check))

    def _raises(self, evidence: str) -> bool:
        return severity(evidence, project=self.form.edition.evidence == "project") == "error"  # type: ignore[arg-type]

    def _content(self, spec: SegmentSpec | LimitSpec, evidence: str, indexes: tuple[int, ...]) -> Iterator[Step]:
        if not self._raises(evidence):
            return
        cells = self.layout.of(indexes)
        if isinstance(spec, LimitSpec) and spec.part is not None:
            cells = cells[spec.part.start - 1 : spec.part.end]
        at = places(cells)
        if spec.codelist is not None:
            codelist = self.standard.codelist(spec.codelist)
            if codelist.strict:
                yield Step("code.codelist", _listed(codelist, at))
        if spec.range is not None:
            yield Step("code.range", _in_range(spec.range, at))
        if spec.date is not None:
            yield from _dated(spec.date, at)
        if isinstance(spec, LimitSpec) and spec.chars is not None:
            yield Step("code.characters", undated(outside(self._narrow(spec.chars, cells), at)))
        if isinstance(spec, LimitSpec) and spec.contains is not None:
            yield Step("code.contains", undated(lacking(self._narrow(spec.contains, cells), at)))
        if spec.scheme is not None:
            verdicts = self.inner(self.form.owner.sibling(spec.scheme), len(at))
            if verdicts is None:
                yield Step("code.nested", lambda lines, _: lines.none())
            else:
                yield Step("code.nested", verdicts=_nested(verdicts, at))

    def _narrow(self, chars: str, cells: tuple[Cell, ...]) -> Bools:
        if any(cell.width > 1 for cell in cells):
            raise NotColumnar("a limit on other than ASCII characters")
        return ascii_table(char_class(chars, self.standard))

    def _check(self, spec: CheckSpec) -> Test:
        body = self.layout.of(tuple(self.places[id] for id in spec.of))
        into = self.layout.of((self.places[spec.into],))
        if any(cell.width > 1 for cell in (*body, *into)):
            raise NotColumnar("a check character over other than ASCII characters")
        at = places(body)
        rule = check_rule_of(spec, self.standard)
        failing = checks.failing(rule, at, places(into))
        known = np.array([chr(code) in checks.known(rule) for code in range(256)], np.bool_)
        if not (self._allowed(spec.of) & ~known).any():
            key = spec.rule, spec.alphabet, spec.weights, spec.modulus, spec.results, tuple(at), tuple(places(into))
            return lambda lines, _: lines.once(key, lambda: failing(lines))
        unknown = outside(known, at)
        return lambda lines, _: failing(lines) | unknown(lines)

    def _allowed(self, of: tuple[str, ...]) -> Bools:
        """The bytes that the pattern lets into these segments."""
        allowed = np.zeros(256, np.bool_)
        for id in of:
            segment = self.form.segments[self.places[id]]
            if segment.chars is not None:
                allowed |= ascii_table(segment.chars)
                if segment.first is not None:
                    allowed |= ascii_table(segment.first)
            else:
                allowed[[*"".join(literals(segment)).encode()]] = True
        return allowed


def members(chars: CharClass, at: list[int]) -> Test:
    """The test which rows do not hold a character of a class whose characters all take the bytes at `at`."""
    assert char_width(chars) == len(at)
    return _packed([char.encode() for char in chars.chars], at)


def undated(test: Callable[[Lines], Bools]) -> Test:
    """A test for which the date does not matter."""
    return lambda lines, _: test(lines)


def _nested(verdicts: Callable[[Lines, date], Bytes], at: list[int]) -> Callable[[Lines, date], Bytes]:
    return lambda lines, reference: verdicts(lines.part(at), reference)


def _listed(codelist: CodeListSpec, at: list[int]) -> Test:
    known = [code for entry in codelist.entries if len(code := entry.code.encode()) == len(at)]
    listed = _packed(known, at)
    if not codelist.covers:
        return listed
    prefixes = [code for prefix in codelist.covers if len(code := prefix.encode()) <= len(at)]
    uncovered = [differing([prefix], at[: len(prefix)]) for prefix in prefixes]

    def test(lines: Lines, reference: date) -> Bools:
        bad = listed(lines, reference)
        if bad.any():
            covered = lines.none()
            for other in uncovered:
                covered |= ~other(lines)
            bad &= covered
        return bad

    return test


def _packed(known: list[bytes], at: list[int]) -> Test:
    """The test which rows' bytes at a place are none of the known values, all of that width."""
    if not known or not at:
        return lambda lines, _: lines.none() if b"" in known else lines.all()
    if len(at) <= 2:
        table = np.zeros(256 ** len(at), np.bool_)
        table[[int.from_bytes(code) for code in known]] = True
        refused = ~table

        def direct(lines: Lines, _: date) -> Bools:
            first, *second = lines.pick(at)
            value = first.astype(np.uint16) << np.uint16(8) | second[0] if second else first
            found: Bools = refused.take(value)
            return found

        return direct
    if len(at) <= _TABLE_DIGITS and all(code.isdigit() for code in known):
        no_digits = outside(_DIGIT, at)
        refused = np.ones(10 ** len(at), np.bool_)
        refused[[int(code) for code in known]] = False

        def numbered(lines: Lines, _: date) -> Bools:
            found: Bools = refused.take(_number(lines.pick(at)), mode="clip")
            return found | no_digits(lines)

        return numbered
    if len(at) > 8:
        raise NotColumnar("a code list of long values")
    values = np.array(sorted(int.from_bytes(code) for code in known), np.uint64)

    def sorted_search(lines: Lines, _: date) -> Bools:
        value = np.zeros(lines.count, np.uint64)
        for line in lines.pick(at):
            value <<= np.uint64(8)
            value |= line
        place = np.searchsorted(values, value)
        found: Bools = values.take(place, mode="clip") != value
        return found

    return sorted_search


def _in_range(rule: Range, at: list[int]) -> Test:
    if not at:
        return lambda lines, _: lines.all()
    if len(at) > _MOST_DIGITS:
        raise NotColumnar("a range of long numbers")
    no_digits = outside(_DIGIT, at)

    def test(lines: Lines, _: date) -> Bools:
        value = _number(lines.pick(at))
        bad = no_digits(lines).copy()
        if rule.min is not None:
            bad |= value < rule.min
        if rule.max is not None:
            bad |= value > rule.max
        return bad

    return test


def _number(digits: Bytes) -> NDArray[Any]:
    """The number that each row's digits write, in the smallest type that holds it."""
    kind = np.uint16 if len(digits) <= 4 else np.uint32 if len(digits) <= 9 else np.uint64
    value: NDArray[Any] = (digits[0] - np.uint8(48)).astype(kind)
    for line in digits[1:]:
        value *= kind(10)
        value += line - np.uint8(48)
    return value


def _dated(rule: DateRule, at: list[int]) -> Iterator[Step]:
    written = DateFormat.compile(rule.format, rule.century)
    no_digits = outside(_DIGIT, at)
    fits = len(at) == written.width
    from_year, to_reference = rule.not_before, rule.not_after == "reference"

    def read(lines: Lines, reference: date) -> Spans:
        digits = np.minimum(lines.pick(at) - np.uint8(48), np.uint8(9))
        found = spans(written, digits, reference)
        return found._replace(exists=found.exists & ~no_digits(lines))

    def exists(lines: Lines, reference: date) -> Bools:
        return ~read(lines, reference).exists

    def in_period(lines: Lines, reference: date) -> Bools:
        found = read(lines, reference)
        bad = lines.none()
        if from_year is not None:
            bad |= found.last < day_number(from_year)
        if to_reference:
            bad |= found.first > day_number(reference)
        return bad & found.exists

    yield Step("code.date", exists if fits else lambda lines, _: lines.all())
    if from_year is not None or to_reference:
        yield Step("code.date_range", in_period if fits else lambda lines, _: lines.none())
