"""Law: what strict reading takes, lenient reading takes as the same code."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.cases import drawing
from tests.strategies import all_codes, altered, schemes


@drawing(150)
@given(data=st.data())
def test_strict_implies_lenient(data: st.DataObject) -> None:
    """A text that is valid strictly is valid leniently, and is the same code, unless it was only
    carried unread.
    """
    text = (
        data.draw(altered(all_codes().map(str)))
        if data.draw(st.booleans())
        else str(data.draw(all_codes()))
    )
    for scheme in schemes():
        if scheme.is_valid(text):
            assert scheme.is_valid(text, strict=False), (scheme, text)
            strictly = scheme.parse(text, strict=True)
            assert not strictly.segments or scheme.parse(text) == strictly, (scheme, text)
