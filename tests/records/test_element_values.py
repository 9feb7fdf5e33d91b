"""Single values of an element, one by one and together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracecode.records.quick.element_values import WRONG, ElementValues
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

MOMENT = record_layout(packaged(), "production", "pesticide").element("event_time")
YEARS = st.sampled_from(["1899", "1900", "2026", "2199", "2200", "0001", "２026"])
DAYS = st.sampled_from(["01-01", "02-29", "02-30", "12-31", "1-01"])
CLOCKS = st.sampled_from(["00:00:00", "23:59:59", "24:00:00", "10:30:61", "10:30", "10:30:00.5"])
OFFSETS = st.sampled_from([
    "+08:00", "-00:00", "+00:00", "-00:30", "+14:00", "+14:30", "+08:00:01", "Z",
])  # fmt: skip
ODD = st.builds("{}-{}T{}{}".format, YEARS, DAYS, CLOCKS, OFFSETS)
EVEN = st.builds(
    "2026-02-{:02}T10:{:02}:00+08:00".format, st.integers(1, 30), st.integers(0, 59)
)  # fmt: skip


@given(st.sets(ODD | st.text(max_size=25), max_size=4) | st.sets(EVEN, min_size=2))
def test_moments_together(texts: set[str]) -> None:
    """They are what each is by itself."""
    values = ElementValues(packaged(), MOMENT, None, ())
    assert values.values(texts) == {text: values.look(text) for text in texts}


def test_right_moments_are_read_together() -> None:
    """Without a look at each, and none is remembered."""
    values = ElementValues(packaged(), MOMENT, None, ())
    texts = {f"2026-03-12T10:30:{second:02}+08:00" for second in range(60)}
    assert WRONG not in values.values(texts).values()
    assert not values.seen
    assert values.values({"2026-02-30T10:30:00+08:00"}) == {"2026-02-30T10:30:00+08:00": WRONG}
