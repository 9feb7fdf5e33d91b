"""Law: reading a normalized code again changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import drawing
from tests.strategies import all_codes, altered, schemes


@pytest.mark.slow
@drawing(200)
@given(data=st.data())
def test_lenient_is_idempotent(data: st.DataObject) -> None:
    """`parse(parse(x).normalized) == parse(x)`, to the character."""
    text = data.draw(altered(all_codes().map(str)))
    for scheme in schemes():
        code, _ = scheme.read(text)
        if code is not None:
            again = scheme.parse(code.normalized)
            assert again == code, (scheme, text)
            assert again.normalized == code.normalized
