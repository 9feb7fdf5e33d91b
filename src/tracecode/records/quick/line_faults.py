"""Many lines of JSON of one record type, most of them wrong, by columns: what is wrong with each.

Wrong lines come by the thousand, from a program with a mistake, and nearly all are wrong in one
element. So all that is right is seen as in `line_columns`, with types that let anything stand where
a text or a number belongs; only what is left is explained, element by element, as in `located`. A
line of which columns cannot tell all is left to the reading of each line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import astuple

from tracecode.records.explain import GUESSES
from tracecode.records.models import model_of
from tracecode.records.quick.asked_group import LineValues, SeenLines, asked_group, row_type
from tracecode.records.quick.block_texts import look
from tracecode.records.quick.element_values import is_plain
from tracecode.records.quick.json_object import marks_of, plain_object, read_object
from tracecode.records.quick.line_columns import FEWEST
from tracecode.records.quick.loose_element import LooseElement, without
from tracecode.records.quick.silence import data_notes
from tracecode.records.quick.told_values import ToldValues
from tracecode.records.rule_faults import typed_value
from tracecode.records.rules import Agrees
from tracecode.standard.record_layout import item_ids
from tracecode.standard.resolved import kept
from tracecode.tables.limits import DEFAULT

if TYPE_CHECKING:
    from tracecode.findings import Finding
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved

_LARGE = min(2 * DEFAULT.record_values, 5 * DEFAULT.keys)
"""Lines of so many bytes have room for more values or keys than a record may have, which is told by
the reading of each.
"""
ToldLine = tuple[object, "tuple[Finding, ...]"]
"""What stands on a line as the id of its record, and everything that is to be said of it."""


@kept
def line_faults(
    standard: Resolved, layout: RecordLayout, kind: str, item: str
) -> LineFaults | None:
    """What tells what is wrong with lines of a record type and item. None where there is no such
    item, since of foreign names there is no end; or where what is absent stands for a value.
    """
    if item not in item_ids(standard):
        return None
    columns = asked_group(standard, layout, item).columns
    if any(column.constant is not None for column in columns):
        return None
    return LineFaults(standard, layout, kind, item)


class LineFaults:
    """Tells what is wrong with lines of one record type and item."""

    def __init__(self, standard: Resolved, layout: RecordLayout, kind: str, item: str) -> None:
        self._standard, self._layout, self._named = standard, layout, (kind, item)
        self._group = group = asked_group(standard, layout, item)
        self._type = row_type(layout, group.columns, standard, loose=True)
        self._read = msgspec.json.Decoder(self._type).decode
        self._elements = [
            None if column.inner is not None or column.many
            else LooseElement(field, item, column)
            for field, column in zip(layout.elements, group.columns, strict=True)
        ]  # fmt: skip
        self._told = [*map(group.ids.index, ("record_type", "product_item", "record_id"))]
        self._values = ToldValues(standard, layout, kind, item)
        self._linked = {id for rule in model_of(layout, standard).rules
                        if isinstance(rule, Agrees) and rule.at_work.severity != "error"
                        for id in rule.elements}  # fmt: skip
        """Elements of unsure links, which make no record wrong."""

    def tell(self, lines: Sequence[bytes], most: int) -> dict[int, ToldLine]:
        """What is to be said of lines, by number, from 0, of each of which columns tell all.

        Args:
            lines: without white space around them.
            most: so many findings on a record are told.
        """
        read = [row for number, line in enumerate(lines) if (row := self._row(number, line))]
        return self._told_of(read, most)

    def _told_of(self, rows: list[_Row], most: int) -> dict[int, ToldLine]:
        """The same of lines that could be read."""
        if not rows:
            return {}
        seen = _SeenRows(rows)
        try:
            columns = self._columns(seen)
            if seen.unread:  # what stands there others may read otherwise
                left = [row for n, row in enumerate(rows) if n not in seen.unread]
                return self._told_of(left, most)
            if seen.judged.marks == seen.texts.marks:
                self._judge_rows(columns, seen)
                return {row.number: told for n, row in enumerate(rows)
                        if (told := self._told_line(n, row, seen, most)) is not None}  # fmt: skip
        except Exception:  # noqa: BLE001  # told where it costs one record its verdict, and no other
            return {}
        if len(rows) <= FEWEST:
            return {}
        middle = len(rows) // 2  # a name stands twice
        return self._told_of(rows[:middle], most) | self._told_of(rows[middle:], most)

    # --- reading

    def _row(self, number: int, line: bytes) -> _Row | None:
        """A line; None where it is no record that differs from right ones in single elements."""
        if b"\\" in line or b"null" in line or len(line) >= _LARGE:
            return None
        try:
            return _Row(number, line, self._read(line), {})
        except msgspec.ValidationError:
            return self._with_strangers(number, line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None

    def _with_strangers(self, number: int, line: bytes) -> _Row | None:
        """The same of a line with names that are no elements."""
        try:
            strangers = read_object(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        known = {id: strangers.pop(id) for id in self._group.ids if id in strangers}
        if not 0 < len(strangers) <= GUESSES or marks_of(strangers) < 0:
            return None
        try:
            return _Row(number, line, msgspec.convert(known, self._type), strangers)
        except msgspec.ValidationError:
            return None

    # --- columns

    def _columns(self, seen: _SeenRows) -> list[Sequence[Any]]:
        """Look at the elements one by one: their values as rules compare them."""
        seen.written = [*zip(*(astuple(row.values) for row in seen.rows), strict=True)]
        seen.ids = seen.written[self._told[2]]
        seen.judged.marks = sum(marks_of(row.strangers) for row in seen.rows if row.strangers)
        columns = []
        for at, element in enumerate(self._elements):
            if self._group.columns[at].needed:
                for n in _absent(seen.written[at]):
                    seen.told.setdefault(n, []).append(self._values.missing(self._group.ids[at]))
            columns.append(self._several(at, seen) if element is None
                           else self._single(at, element, seen))  # fmt: skip
        return columns

    def _several(self, at: int, seen: _SeenRows) -> Sequence[Any]:
        """Look at an element that is a group, or repeats; its values are as they are written."""
        column, written, judged = self._group.columns[at], seen.written[at], seen.judged
        if not column.needed or not _absent(written):
            return self._group.column(column, written, None, judged)
        owners = [n for n, value in enumerate(written) if value is not None]
        if owners:
            self._group.column(column, [written[n] for n in owners], owners, judged)
        return written

    def _single(self, at: int, element: LooseElement, seen: _SeenRows) -> Sequence[Any]:
        """The same of one that is a single value."""
        written = seen.written[at]
        given = len(written) - written.count(None)
        if not given:  # as of many that may be absent
            return written
        looked, wrong = element.look(written, seen.texts.odd)
        values = [*looked]
        seen.judged.marks += 2 * given
        strange = {n for n in wrong if type(written[n]) is not element.type}
        if element.type is str:
            seen.judged.marks += 2 * (given - len(strange))
        for n in strange:
            marks = marks_of([written[n]])
            seen.judged.marks += marks
            if marks < 0:
                seen.unread.add(n)
        if strange:  # doubts are of texts
            if element.id in self._group.advised:
                seen.noted.update(strange)
            seen.written[at] = without(written, strange)
        for n in wrong - seen.unread:
            if told := self._values.told(element.id, written[n]):
                seen.told.setdefault(n, []).append(told)
                seen.repaired.append((n, at))
                if element.column.noted and not element.is_silent(written[n]):
                    seen.noted.add(n)
            else:  # only to be noted, or right after all
                seen.noted.add(n)
                values[n] = typed_value(element.field, written[n])
        return values

    def _judge_rows(self, columns: Sequence[Sequence[Any]], seen: _SeenRows) -> None:
        """Ask the rules among elements, of what is right; and of everything what may be to be
        noted.
        """
        judged, group = seen.judged, self._group
        values = [row.values for row in seen.rows]
        judged.unsure.update(group.doubted(seen.written, values))
        wrong: dict[int, set[str]] = {}
        for n, at in seen.repaired:
            setattr(values[n], self._type.__struct_fields__[at], None)
            wrong.setdefault(n, set()).add(group.ids[at])
        judged.unsure.update(n for n, ids in wrong.items() if not ids.isdisjoint(self._linked))
        if group.broken is not None:
            told = map(group.broken, values, *(columns[at] for at in group.asked))
            judged.broken.update(
                n for n, broken in enumerate(told)
                if broken and not self._holds_beside(n, wrong.get(n, set()), values[n], columns)
            )  # fmt: skip
        kinds, items = (columns[at] for at in self._told[:2])
        if {*kinds} != {self._named[0]} or {*items} != {self._named[1]}:
            named = map(self._named.__eq__, zip(kinds, items, strict=True))
            judged.unsure.update(n for n, right in enumerate(named) if not right)
        for n in seen.texts.odd:
            if not _is_plain_below(values[n], seen.rows[n].line):
                judged.unsure.add(n)

    def _holds_beside(
        self, n: int, wrong: set[str], row: LineValues, columns: Sequence[Sequence[Any]]
    ) -> bool:
        """Whether all rules surely hold that do not name what is wrong."""
        if len(wrong) != 1:
            return False
        broken, asked = self._group.broken_without(*wrong)
        return broken is None or not broken(row, *(columns[at][n] for at in asked))

    # --- findings

    def _told_line(self, n: int, row: _Row, seen: _SeenRows, most: int) -> ToldLine | None:
        """What is to be said of a line; None where not all of it is known."""
        if n in seen.judged.broken or n in seen.judged.unsure:
            return None
        told = seen.told.get(n, [])
        if row.strangers:
            told += [self._values.stranger(name, value) for name, value in row.strangers.items()]
        findings = told[0] if len(told) == 1 else (*chain.from_iterable(told),)
        if n in seen.noted or (not told and n in seen.texts.odd):
            if (data := plain_object(row.line)) is None:
                return None
            findings = (*findings, *data_notes(self._layout, data, self._standard))
        if len(told) > GUESSES or len(findings) > most:  # left to who counts
            return None
        return (seen.ids[n], findings) if findings or isinstance(seen.ids[n], str) else None


class _Row(msgspec.Struct, frozen=True, gc=False):
    """A line as it was read. Made in a third of the time of a tuple with names."""

    number: int
    line: bytes
    values: LineValues
    strangers: dict[str, Any]
    """What stands there under names that are no elements."""


class _SeenRows:
    """What is found out of some lines."""

    def __init__(self, rows: list[_Row]) -> None:
        self.rows, self.texts = rows, look([row.line for row in rows])
        self.written: list[Sequence[Any]] = []
        """The values by element and line; after they were looked at, without those of other types
        than the element has."""
        self.ids: Sequence[object] = ()
        """What stands there as the id of each record."""
        self.judged = SeenLines(set())
        self.told: dict[int, list[tuple[Finding, ...]]] = {}
        """What is said of elements, by line, in the order in which it is told."""
        self.repaired: list[tuple[int, int]] = []
        """Line and element of each wrong value."""
        self.noted = set[int]()
        """The lines of which there may be something to note."""
        self.unread = set[int]()
        """The lines with values that other parsers may take differently."""


def _absent(values: Sequence[Any]) -> list[int]:
    """The lines in which an element is absent."""
    return [n for n, value in enumerate(values) if value is None] if not all(values) else []


def _is_plain_below(values: LineValues, line: bytes) -> bool:
    """Whether all texts in the groups of a line are plain, and all of it is in normal form."""
    below = [value for value in astuple(values) if type(value) is not str]
    return _are_plain(below) and unicodedata.is_normalized("NFC", line.decode())


def _are_plain(values: Iterable[Any]) -> bool:
    for value in values:
        if type(value) is str:
            plain = is_plain(value)
        elif isinstance(value, LineValues):
            plain = _are_plain(astuple(value))
        else:
            plain = not isinstance(value, list) or _are_plain(value)
        if not plain:
            return False
    return True
