"""ZPL graphic fields: what is compressed comes out again, dot by dot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.labels.zpl import graphic, label, pack, pictures

DOTS = st.integers(1, 60).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 1]), min_size=width, max_size=width).map(bytes),
        min_size=1,
        max_size=12,
    )
)


@given(DOTS)
def test_round_trip(lines: list[bytes]) -> None:
    """Any picture comes back; each line is filled up to whole bytes with light dots."""
    (found,) = pictures(label(len(lines[0]), len(lines), graphic([pack(line) for line in lines])))
    assert [row[: len(lines[0])] for row in found] == lines
    assert not any(any(row[len(lines[0]) :]) for row in found)


@pytest.mark.parametrize("count", [1, 3, 19, 20, 21, 40, 399, 400, 401, 419, 420, 838, 2000])
def test_long_runs(count: int) -> None:
    """Runs are counted as the language counts: to 419 at a time."""
    line = bytes([1]) * (4 * count) + bytes([0, 1, 1, 0])
    (found,) = pictures(label(len(line), 1, graphic([pack(line)])))
    assert found[0][: len(line)] == line
    assert len(graphic([pack(line)])) < 60


def test_fields() -> None:
    """Equal lines are a colon, zeros to the end a comma; the numbers are bytes in all and bytes a
    line.
    """
    assert graphic([bytes([0xFF, 0])] * 2 + [bytes(2)]) == "^GFA,6,6,2,FF,:,"
    assert label(16, 3, "^GFA,0") == "^XA^PW16^LL3^FO0,0^GFA,0^FS^XZ\n"
