"""The rules on segments over columns: code lists, ranges, dates, narrower characters, nested codes,
check characters.

They stand in the order in which `tracecode.codes.layout` runs them. Only those that raise
errors, where nothing else is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple, TypeAlias, assert_never

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk import checks
from tracecode.codes.bulk.column_layout import (
    CharBytes,
    ColumnLayout,
    NotColumnar,
    char_width,
    literals,
    places,
)
from tracecode.codes.bulk.columns import Bools, Bytes
from tracecode.codes.bulk.dates import Spans, day_number, spans
from tracecode.codes.bulk.lines import ByteMatrix, ascii_table, differing, lacking, outside
from tracecode.codes.layout import Layout
from tracecode.codes.scheme import Scheme
from tracecode.dates import DateFormat
from tracecode.spec.charclass import CharClass
from tracecode.spec.layout_model import DateRule, Range
from tracecode.spec.list_model import CodeListSpec
from tracecode.standard.check_rules import check_rule_of
from tracecode.standard.constraints import (
    Checked,
    Constraint,
    Containing,
    Dated,
    Doubted,
    Listed,
    Narrowed,
    Nested,
    Ranged,
    Timely,
)

Test: TypeAlias = Callable[[ByteMatrix, date], Bools]
"""Which rows break the rule, given their bytes and the reference date."""
Inner: TypeAlias = Callable[[Scheme, int], "Callable[[ByteMatrix, date], Bytes] | None"]
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
    verdicts: Callable[[ByteMatrix, date], Bytes] | None = None


def steps(
    layout: Layout, columns: ColumnLayout, inner: Inner, *, silent: bool = False
) -> list[Step]:
    """Every rule of the layout that raises errors, for texts of one length; `silent`: also those
    that raise less.

    Raises:
        NotColumnar: one of them has no form over columns.
    """
    return [*_Compiler(layout, columns, inner).steps(silent=silent)]


class _Compiler:
    def __init__(self, layout: Layout, columns: ColumnLayout, inner: Inner) -> None:
        self.layout, self.columns, self.inner = layout, columns, inner
        self.standard = layout.owner.standard

    def steps(self, *, silent: bool) -> Iterator[Step]:
        for constraint in self.layout.constraints:
            if silent or constraint.severity == "error":
                yield self._step(constraint)

    def _step(self, constraint: Constraint) -> Step:
        if isinstance(constraint, Checked):
            return Step(constraint.rule, self._check(constraint))
        cells = self.columns.of(constraint.target.places)
        if (part := constraint.target.part) is not None:
            cells = cells[part.start - 1 : part.end]
        at = places(cells)
        match constraint:
            case Listed():
                test = _listed(constraint.codelist, at)
            case Ranged():
                test = _in_range(constraint.range, at)
            case Dated():
                test = _dated(constraint.date, at)
            case Timely():
                test = _timely(constraint.date, at)
            case Narrowed():
                test = undated(outside(self._narrow(constraint.chars, cells), at))
            case Containing():
                test = undated(lacking(self._narrow(constraint.chars, cells), at))
            case Nested():
                verdicts = self.inner(self.layout.owner.sibling(constraint.scheme), len(at))
                if verdicts is not None:
                    return Step(constraint.rule, verdicts=_nested(verdicts, at))
                test = undated(ByteMatrix.none)
            case Doubted():
                raise NotColumnar("a layout in doubt warns of every code, and refuses none")
            case _:
                assert_never(constraint)
        return Step(constraint.rule, test)

    def _narrow(self, chars: CharClass, cells: tuple[CharBytes, ...]) -> Bools:
        if any(cell.width > 1 for cell in cells):
            raise NotColumnar("a limit on other than ASCII characters")
        return ascii_table(chars)

    def _check(self, constraint: Checked) -> Test:
        *of, into = constraint.target.places
        body, given = self.columns.of(tuple(of)), self.columns.of((into,))
        if any(cell.width > 1 for cell in (*body, *given)):
            raise NotColumnar("a check character over other than ASCII characters")
        at = places(body)
        rule = check_rule_of(constraint.check, self.standard)
        failing = checks.failing(rule, at, places(given))
        known = np.array([chr(code) in checks.known(rule) for code in range(256)], np.bool_)
        if not (self._allowed(of) & ~known).any():
            key = rule, tuple(at), tuple(places(given))
            return lambda lines, _: lines.once(key, lambda: failing(lines))
        unknown = outside(known, at)
        return lambda lines, _: failing(lines) | unknown(lines)

    def _allowed(self, of: list[int]) -> Bools:
        """The bytes that the pattern lets into these segments."""
        allowed = np.zeros(256, np.bool_)
        for place in of:
            segment = self.layout.segments[place]
            if segment.chars is not None:
                allowed |= ascii_table(segment.chars)
                if segment.first is not None:
                    allowed |= ascii_table(segment.first)
            else:
                allowed[[*"".join(literals(segment)).encode()]] = True
        return allowed


def members(chars: CharClass, at: list[int]) -> Test:
    """The test which rows do not hold a character of a class whose characters all take the bytes at
    `at`.
    """
    assert char_width(chars) == len(at)
    return _packed([char.encode() for char in chars.chars], at)


def undated(test: Callable[[ByteMatrix], Bools]) -> Test:
    """A test for which the date does not matter."""
    return lambda lines, _: test(lines)


def _nested(
    verdicts: Callable[[ByteMatrix, date], Bytes], at: list[int]
) -> Callable[[ByteMatrix, date], Bytes]:
    return lambda lines, reference: verdicts(lines.part(at), reference)


def _listed(codelist: CodeListSpec, at: list[int]) -> Test:
    known = [code for entry in codelist.entries if len(code := entry.code.encode()) == len(at)]
    listed = _packed(known, at)
    if not codelist.covers:
        return listed
    prefixes = [code for prefix in codelist.covers if len(code := prefix.encode()) <= len(at)]
    uncovered = [differing([prefix], at[: len(prefix)]) for prefix in prefixes]

    def test(lines: ByteMatrix, reference: date) -> Bools:
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

        def direct(lines: ByteMatrix, _: date) -> Bools:
            first, *second = lines.pick(at)
            value = first.astype(np.uint16) << np.uint16(8) | second[0] if second else first
            bad: Bools = refused.take(value)
            return bad

        return direct
    if len(at) <= _TABLE_DIGITS and all(code.isdigit() for code in known):
        no_digits = outside(_DIGIT, at)
        refused = np.ones(10 ** len(at), np.bool_)
        refused[[int(code) for code in known]] = False

        def numbered(lines: ByteMatrix, _: date) -> Bools:
            bad: Bools = refused.take(_number(lines.pick(at)), mode="clip")
            return bad | no_digits(lines)

        return numbered
    if len(at) > 8:
        raise NotColumnar("a code list of long values")
    values = np.array(sorted(int.from_bytes(code) for code in known), np.uint64)

    def sorted_search(lines: ByteMatrix, _: date) -> Bools:
        value = np.zeros(lines.count, np.uint64)
        for line in lines.pick(at):
            value <<= np.uint64(8)
            value |= line
        place = np.searchsorted(values, value)
        bad: Bools = values.take(place, mode="clip") != value
        return bad

    return sorted_search


def _in_range(rule: Range, at: list[int]) -> Test:
    if not at:
        return lambda lines, _: lines.all()
    if len(at) > _MOST_DIGITS:
        raise NotColumnar("a range of long numbers")
    no_digits = outside(_DIGIT, at)

    def test(lines: ByteMatrix, _: date) -> Bools:
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


def _dated(rule: DateRule, at: list[int]) -> Test:
    if not _fits(rule, at):
        return lambda lines, _: lines.all()
    read = _read(rule, at)
    return lambda lines, reference: ~read(lines, reference).exists


def _timely(rule: DateRule, at: list[int]) -> Test:
    if not _fits(rule, at):
        return undated(ByteMatrix.none)
    read = _read(rule, at)
    not_before, to_reference = rule.not_before, rule.not_after == "reference"

    def test(lines: ByteMatrix, reference: date) -> Bools:
        row_spans = read(lines, reference)
        bad = lines.none()
        if not_before is not None:
            bad |= row_spans.last < day_number(not_before)
        if to_reference:
            bad |= row_spans.first > day_number(reference)
        return bad & row_spans.exists

    return test


def _fits(rule: DateRule, at: list[int]) -> bool:
    return len(at) == DateFormat.compile(rule.format, rule.century).width


def _read(rule: DateRule, at: list[int]) -> Callable[[ByteMatrix, date], Spans]:
    """The days that the bytes at a place stand for."""
    written = DateFormat.compile(rule.format, rule.century)
    no_digits = outside(_DIGIT, at)

    def read(lines: ByteMatrix, reference: date) -> Spans:
        digits = np.minimum(lines.pick(at) - np.uint8(48), np.uint8(9))
        row_spans = spans(written, digits, reference)
        return row_spans._replace(exists=row_spans.exists & ~no_digits(lines))

    return read
