"""How rules get at their characters: from groups and from the text they read the same."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from tracecode.codes.readers import of_groups, of_text
from tracecode.spec.layout_model import Part


@given(st.data())
def test_both_ways_read_the_same(data: st.DataObject) -> None:
    """Whatever segments, in whatever order, whole or a part of them."""
    groups = tuple(
        data.draw(st.lists(st.text("0123ABé京", min_size=1, max_size=4), min_size=1, max_size=5))
    )
    places = tuple(data.draw(st.lists(st.integers(0, len(groups) - 1), min_size=1, max_size=4)))
    start = data.draw(st.integers(1, 6))
    part = data.draw(
        st.sampled_from([None, Part(start=start, end=start + data.draw(st.integers(0, 6)))])
    )
    from_text = of_text([*accumulate(map(len, groups), initial=0)])(places, part)
    assert from_text("".join(groups)) == of_groups(places, part)(groups)
