"""Rows are read from records by paths; what cannot be compared is left out and named."""

from __future__ import annotations

from typing import Any

import pytest

from tracecode.relations.cells import MILLIONTHS
from tracecode.relations.rows import RowReader, Unread, from_paths, personal_columns
from tracecode.standard.resolved import packaged

SALE: dict[str, Any] = {
    "record_type": "food-wholesale",
    "product_item": "baijiu",
    "uscc": "P",
    "trade_date": "2026-03-02",
}


def sold(line: dict[str, Any], **record: Any) -> tuple[list[dict[str, Any]], list[Unread]]:
    """The rows of goods sold that a sale with one line gives, and what could not be read."""
    reader = RowReader(packaged(), ["sold-batches"])
    rows = list(reader.read(SALE | record | {"lines": [line]}))
    columns = packaged().rows("sold-batches").columns
    return [dict(zip(columns, cells, strict=True)) for _, cells in rows], reader.unread


def test_a_line_is_a_row() -> None:
    """Elements of the record stand beside those of the line, amounts in the base unit."""
    (row,), unread = sold(
        {"product_name": "G", "batch_no": "B", "quantity": "1.5", "quantity_unit": "kg"}
    )
    assert row == {
        "item": "baijiu", "party": "P", "name": "G", "batch": "B", "day": "2026-03-02",
        "quantity": 1500 * MILLIONTHS, "unit": "g",
    }  # fmt: skip
    assert unread == []


def test_the_first_element_that_is_there_counts() -> None:
    """A party is named by its credit code, or else by its operator code."""
    (row,), _ = sold({}, operator_code="O")
    assert row["party"] == "P"
    (row,), _ = sold({}, uscc=None, operator_code="O")
    assert row["party"] == "O"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ({"quantity": "1e400"}, "lines.quantity"),
        ({"quantity": True}, "lines.quantity"),
        ({"quantity": 1.5}, "lines.quantity"),
        ({"quantity": "0.0000001"}, "lines.quantity"),
        ({"quantity": "9" * 18, "quantity_unit": "t"}, "lines.quantity"),
        ({"quantity": 10**30}, "lines.quantity"),
        ({"batch_no": 7}, "lines.batch_no"),
        ({"batch_no": ["B"]}, "lines.batch_no"),
        ({"batch_no": "B\0"}, "lines.batch_no"),
        ({"batch_no": "\ud800"}, "lines.batch_no"),
    ],
)
def test_what_cannot_be_compared_is_named(line: dict[str, Any], path: str) -> None:
    """A value of another form than its element is no value, and is told by its path."""
    (row,), unread = sold(line)
    assert unread == [Unread("sold-batches", path)]
    assert row["quantity"] is None or "batch_no" in line


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-3-2", "20260302", "2026-03-02 08:00", "", 20260302]
)
def test_no_day(day: object) -> None:
    """A day that does not exist, or is not written as one, is named."""
    (row,), unread = sold({}, trade_date=day)
    assert row["day"] is None
    assert unread == [Unread("sold-batches", "trade_date")]


def test_moments_are_in_utc() -> None:
    """One moment, written in two zones, is one."""
    reader = RowReader(packaged(), ["unit-places"])
    unit = {
        "record_type": "storage",
        "product_item": "baijiu",
        "unit_level": "1",
        "division_code": "1",
    }
    times = ("2026-03-01T08:00:00+08:00", "2026-03-01T00:00:00Z")
    rows = [cells for time in times for _, cells in reader.read(unit | {"event_time": time})]
    assert rows[0] == rows[1]
    assert "2026-03-01 00:00:00.000000" in rows[0]


@pytest.mark.parametrize("lines", [None, {}, "lines", 7, [None, 7, "x", []]])
def test_groups_of_another_shape(lines: object) -> None:
    """What is no list of groups gives no row, or rows without values."""
    reader = RowReader(packaged(), ["sold-batches"])
    rows = list(reader.read(SALE | {"lines": lines}))
    assert len(rows) == (len(lines) if isinstance(lines, list) else 0)
    assert all(cells[2:4] == (None, None) for _, cells in rows)


@pytest.mark.parametrize(
    "record", [{}, {"record_type": 7}, {"record_type": "x" * 99}, {"record_type": "receipt"}]
)
def test_records_without_the_elements(record: dict[str, Any]) -> None:
    """A record of no type, or of one that lacks the elements, gives no rows."""
    assert list(RowReader(packaged(), ["sold-batches"]).read(record)) == []


def test_records_of_samples_are_written_by_paths() -> None:
    """Paths with numbers make lists."""
    assert from_paths({"a.b": "1", "c[0].d": "2", "c[1].d": "3"}) == {
        "a": {"b": "1"},
        "c": [{"d": "2"}, {"d": "3"}],
    }


def test_personal_columns_are_known() -> None:
    """Numbers and names of persons are known for what they are."""
    assert personal_columns(packaged(), "named-persons") == {"number", "name"}
    assert personal_columns(packaged(), "sold-batches") == frozenset()
