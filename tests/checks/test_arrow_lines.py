"""Lines of JSON written by columns are those that are written row by row."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from tracecode.checks.arrow_lines import json_lines, odd_lines_of, rows_of
from tracecode.records.headings import TYPE

SCHEMA = pa.schema([
    ("count", pa.int64()), ("record_type", pa.string()), ("shut", pa.bool_()), ('odd "name', pa.string()),
    ("party", pa.struct([("name", pa.string()), ("years", pa.int32())])),
    ("lines", pa.list_(pa.struct([("batch", pa.string()), ("codes", pa.list_(pa.string()))]))),
    ("kind", pa.dictionary(pa.int32(), pa.string())), ("day", pa.date32()),
    ("weight", pa.decimal128(20, 3)),
])  # fmt: skip
TEXTS = st.none() | st.text(st.characters(codec="utf-8", min_codepoint=32))
LINE = st.none() | st.fixed_dictionaries(
    {"batch": TEXTS, "codes": st.none() | st.lists(TEXTS, max_size=2)}
)
ROWS = st.lists(
    st.fixed_dictionaries({
        "count": st.none() | st.integers(-(2**63), 2**63 - 1), "record_type": TEXTS,
        "shut": st.none() | st.booleans(), 'odd "name': TEXTS,
        "party": st.none() | st.fixed_dictionaries(
            {"name": TEXTS, "years": st.none() | st.integers(-9, 9)}
        ),
        "lines": st.none() | st.lists(LINE, max_size=3), "kind": TEXTS,
        "day": st.none() | st.dates(),
        "weight": st.none() | st.decimals(-(10**9), 10**9, places=3),
    }),
    max_size=5,
)  # fmt: skip


def by_rows(batch: pa.RecordBatch) -> list[Any]:
    """The rows as JSON has them, the type first."""
    rows = [{id: row[id] for id in TYPE if id in row} | row for row in rows_of(batch)]
    return [*map(json.loads, map(to_json, rows))]


@given(rows=ROWS, begin=st.integers(0, 3))
def test_lines_are_those_of_the_rows(rows: list[dict[str, Any]], begin: int) -> None:
    """Of any batch, and of a part of one: the same members in the same order, a line a row."""
    batch = pa.RecordBatch.from_pylist(rows, schema=SCHEMA).slice(begin)
    lines = json_lines(batch, TYPE)
    assert lines is not None
    told = [json.loads(line) for line in lines.splitlines()]
    assert told == by_rows(batch)
    assert [list(row) for row in told] == [list(row) for row in by_rows(batch)]


@pytest.mark.parametrize("zone", [None, "UTC", "+08:00", "-03:30", "Asia/Shanghai"])
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@given(seconds=st.lists(st.none() | st.integers(94_694_400, 2_114_380_799), min_size=1))
def test_moments_are_those_of_the_rows(unit: str, zone: str | None, seconds: list[Any]) -> None:
    """Whole seconds, as they are written row by row."""
    column = pa.array(seconds, pa.timestamp("s", zone)).cast(pa.timestamp(unit, zone))
    batch = pa.record_batch([column], ["event_time"])
    assert lines_told(json_lines(batch, TYPE)) == lines_told(odd_lines_of(batch))


@pytest.mark.slow
def test_moments_of_every_zone() -> None:
    """Each zone that Python knows, at two hundred moments."""
    seconds = [*range(94_694_400, 2_114_380_800, 10_098_431)]
    zones = sorted(available_timezones())
    assert len(zones) > 400
    for zone in zones:
        column = pa.array(seconds, pa.timestamp("s", zone))
        batch = pa.record_batch([column], ["event_time"])
        if (lines := json_lines(batch, TYPE)) is not None:
            assert lines_told(lines) == lines_told(odd_lines_of(batch)), zone


def lines_told(lines: bytes | None) -> list[Any]:
    """What lines of JSON say."""
    assert lines is not None
    return [*map(json.loads, lines.splitlines())]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["a\tb"]), pa.array([1.5]), pa.array([b"x"]), pa.array([[1.5]]),
        pa.array([{"a": "\x00"}]), pa.array(["x"], pa.large_string()), pa.array([None], pa.null()),
        pa.array([2**31 - 1], pa.int32()).cast(pa.date32()),
        pa.array([Decimal("1e-9")], pa.decimal128(20, 9)),
        pa.array([1], pa.timestamp("ms", "+08:00")), pa.array([-1], pa.timestamp("s", "UTC")),
        pa.array([2_114_380_800], pa.timestamp("s")), pa.array([2], pa.timestamp("s", "UTC")),
        pa.array([10**9], pa.timestamp("s", "Mars/North")), pa.array([10**9], pa.timestamp("s", "+0800")),
        pa.array([0], pa.time32("s")),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_rows(column: pa.Array) -> None:
    """Control characters, and types that JSON writes in more than one way."""
    assert json_lines(pa.record_batch([column], ["record_type"]), TYPE) is None
