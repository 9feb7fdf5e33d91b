"""Lint of rules across records: what they read is there and can be compared, and their samples do
what they say.

The samples are run by the query of each rule itself, in the SQLite that comes with Python, so that
a rule which nothing could ever break is found here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tracecode.errors import SpecError, UnknownId
from tracecode.relations.rows import ALL, RowReader, element_at, from_paths, repeated, table_of
from tracecode.relations.sql import RECORD, create, name_of, query_of
from tracecode.spec.across_model import BalanceCheck, OrderCheck, read_by
from tracecode.standard.record_layout import items_in_order, layouts, record_layout

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.across_model import AcrossSpec, ColumnKind, ReadSpec, RowsSpec
    from tracecode.spec.reader import Document, Place
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved

_KINDS: Mapping[str, tuple[str, ...]] = {
    "number": ("integer", "decimal"), "quantity": ("integer", "decimal"), "day": ("date", "moment"),
    "moment": ("moment",),
}  # fmt: skip
"""The forms of elements that a column of a kind takes; a text takes every textual one."""
_SQLITE: Mapping[ColumnKind, str] = {
    "text": "TEXT", "unit": "TEXT", "number": "INTEGER", "quantity": "INTEGER", "day": "TEXT",
    "moment": "TEXT",
}  # fmt: skip


class AcrossLint:
    """Checks one thing at a time; what it finds goes to the notes."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes

    def rows(self, rows: RowsSpec, document: Document, place: Place) -> None:
        """Each read takes elements that are there, of a form that the column holds."""
        if RECORD in rows.columns or "row" in rows.columns:
            self._notes.layout(
                document,
                (*place, "columns"),
                "列名 row 和 record 另有所用",
                "row and record are taken",
            )
        for i, read in enumerate(rows.reads):
            where = (*place, "reads", i)
            for column in read.take:
                if column not in rows.columns:
                    self._absent(column, "column", document, (*where, "take"))
            try:
                for record in read.records:
                    self._read(read, record, rows, document, where)
            except (SpecError, UnknownId, RecursionError):
                return  # what is wrong with the record types is said there

    def _read(
        self, read: ReadSpec, record: str, rows: RowsSpec, document: Document, where: Place
    ) -> None:
        types = list(_types(self._notes.standard, record, read.products))
        if not types:
            self._absent(record, "record", document, (*where, "records"))
            return
        for path in (path for paths in (*read.take.values(), tuple(read.when)) for path in paths):
            if not any(element_at(layout, path) for layout in types):
                self._absent(f"{record}.{path}", "element", document, (*where, "take"))
        try:
            for layout in types:
                repeated(layout, read)
        except ValueError as error:
            words = (
                f"{error} 并列，不能放在同一行",
                f"{error} stand beside each other and make no common row",
            )
            self._notes.layout(document, (*where, "take"), *words)
        for column, paths in read.take.items():
            kinds = _KINDS.get(rows.columns.get(column, ""))
            for path in paths:
                elements = [
                    element for layout in types if (element := element_at(layout, path)) is not None
                ]
                forms = [element.format for element in elements if element.format is not None]
                fit = [form.textual if kinds is None else form.kind in kinds for form in forms]
                if len(forms) < len(elements) or not all(fit):
                    words = (
                        f"{path} 不能放入列 {column}",
                        f"{path} does not fit the column {column}",
                    )
                    self._notes.layout(document, (*where, "take", column), *words)

    def _absent(self, found: str, kind: str, document: Document, place: Place) -> None:
        self._notes.say(
            document, place, "spec.reference", field=str(place[-1]), kind=kind, found=found, hint=""
        )

    def rule(self, rule: AcrossSpec, document: Document, place: Place) -> None:
        """Its rows and columns are there, they can be compared, and its samples do what they
        say.
        """
        before = len(self._notes.found)
        where = (*place, "check")
        for used in read_by(rule.check):
            self._notes.refer("rows", used.rows, document, where)
            columns = self._columns(used.rows)
            for column in used.columns:
                if columns is not None and column not in columns and column != RECORD:
                    self._absent(f"{used.rows}.{column}", "column", document, where)
        if len(self._notes.found) > before or self._notes.broken:
            return
        self._comparable(rule, document, where)
        if len(self._notes.found) == before:
            self._samples(rule, document, place)

    def _columns(self, rows: str) -> Mapping[str, ColumnKind] | None:
        spec: RowsSpec | None = self._notes.things["rows"].get(rows, (None,))[0]
        return None if spec is None else spec.columns

    def _comparable(self, rule: AcrossSpec, document: Document, where: Place) -> None:
        """Times and amounts of both sides are of one kind, and amounts of numbers."""
        sides = [(used, self._columns(used.rows) or {}) for used in read_by(rule.check)]
        last = [columns.get(used.columns[-1]) for used, columns in sides]
        match rule.check:
            case OrderCheck() if last[0] != last[1] or last[0] not in ("day", "moment"):
                words = (
                    "先后须按同一种日期或时刻比较",
                    "an order compares days with days, or moments with moments",
                )
                self._notes.layout(document, where, *words)
            case BalanceCheck():
                balance = rule.check.balance
                (_, used_columns), (_, supplied_columns) = sides
                kinds = {
                    columns[amount]
                    for columns, amount in (
                        (used_columns, balance.amount),
                        (supplied_columns, balance.supplied_amount or balance.amount)
                    )
                    if amount is not None
                }  # fmt: skip
                units = {
                    tuple(name for name, kind in columns.items() if kind == "unit")
                    for _, columns in sides
                }
                if kinds not in ({"number"}, {"quantity"}, set()) or (
                    "quantity" in kinds and len(units) != 1
                ):
                    words = (
                        "相加的须为数值，且两边单位列相同",
                        "what is added up is a number, with one column of units",
                    )
                    self._notes.layout(document, where, *words)

    def _samples(self, rule: AcrossSpec, document: Document, place: Place) -> None:
        if {bool(sample.found) for sample in rule.samples} != {True, False}:
            words = "须有正确和错误的例子各至少一个", "it needs a right and a wrong sample at least"
            self._notes.layout(document, (*place, "samples"), *words)
        for i, sample in enumerate(rule.samples):
            where = (*place, "samples", i)
            try:
                records = [from_paths(record) for record in sample.records]
                found = sorted(found_in(self._notes.standard, rule, records))
            except UnknownId as error:
                self._absent(error.wanted, "element", document, (*where, "records"))
                continue
            if found != sorted(sample.found):
                values = {"found": found or "-", "allowed": list(sample.found) or "-"}
                self._notes.say(document, where, "spec.across_sample", **values)


def _types(standard: Resolved, record: str, products: tuple[str, ...]) -> Iterator[RecordLayout]:
    """The record types of a kind; of `*` all."""
    if record == ALL:
        yield from layouts(standard)
        return
    common = [
        layout for layout in layouts(standard) if layout.record == record and layout.product is None
    ]
    yield from common if not products else ()
    for item in items_in_order(standard):
        having = not products or item in products
        if having and any(own.id == record for own in standard.product(item).records):
            yield record_layout(standard, record, item)


def found_in(
    standard: Resolved, rule: AcrossSpec, records: Iterable[Mapping[str, Any]]
) -> set[int]:
    """The numbers, from 1, of the records that a rule finds among some, by SQLite."""
    tables = dict.fromkeys(used.rows for used in read_by(rule.check))
    reader = RowReader(standard, tables)
    with closing(sqlite3.connect(":memory:")) as connection:
        for id in tables:
            connection.execute(create(table_of(standard, id), _SQLITE))
        row = 0
        for number, record in enumerate(records, 1):
            for id, cells in reader.read(record):
                row += 1
                marks = ", ".join("?" * (len(cells) + 2))
                connection.execute(
                    f"INSERT INTO {name_of(id)} VALUES ({marks})",  # noqa: S608  # a name of ours, escaped
                    (row, number, *cells),
                )
        found = connection.execute(query_of(standard, rule).text).fetchall()
    return {record for _, record, _, unjudged, *_ in found if not unjudged}
