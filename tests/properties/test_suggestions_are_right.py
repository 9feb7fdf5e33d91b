"""Law: a suggestion satisfies every rule, and is one character or one swap away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tests.cases import drawing
from tests.strategies import all_codes, altered
from tracecode.fold import fold

SURE = {"spreadsheet", "foreign", "forced", "zeros"}


@pytest.mark.slow
@drawing(80)
@given(data=st.data())
def test_suggestions_are_right(data: st.DataObject) -> None:
    """Each suggestion is right without a doubt, a guess differs from the text in one place, and
    none is told twice.
    """
    code = data.draw(all_codes())
    text = data.draw(altered(st.just(code.normalized)))
    scheme = tc.scheme(code.scheme)
    folded = fold(text, scheme.spec.lenient).text
    found = tc.suggest(text, code.scheme)
    assert len({s.text for s in found}) == len(found) <= 20
    for suggestion in found:
        read, findings = scheme.read(suggestion.text, strict=True)
        assert read is not None
        assert [finding for finding in findings if finding.severity != "info"] == []
        if suggestion.kind in SURE:
            assert {one.kind for one in found} <= SURE
            continue  # no guess: what it changes is said by the text
        assert len(suggestion.text) == len(folded)
        places = [
            i + 1 for i, (a, b) in enumerate(zip(folded, suggestion.text, strict=True)) if a != b
        ]
        assert places == (
            [suggestion.position, suggestion.position + 1]
            if suggestion.kind == "swap"
            else [suggestion.position]
        )
