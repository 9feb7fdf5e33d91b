"""Law: what was built is read back as the same code, for every form of every scheme of the packaged standard."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import form_of, forms, texts_of
from tracecode.codes.code import Code


@pytest.mark.parametrize(("scheme", "edition", "form"), forms(), ids=":".join)
@settings(max_examples=8, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(data=st.data())
def test_build_then_parse(scheme: str, edition: str, form: str, data: st.DataObject) -> None:
    """A built code is read, strictly and leniently, as an equal code with the same segments."""
    compiled = form_of(scheme, edition, form)
    built: Code = data.draw(texts_of(compiled))
    assert (built.scheme, built.edition, built.form) == (scheme, edition, form)
    for strict in (True, False):
        read = compiled.owner.parse(built.normalized, strict=strict, edition=edition, form=form)
        assert read == built
        assert dict(read.segments) == dict(built.segments)
        assert read.normalized == built.text
    assert compiled.owner.is_valid(built.normalized)
    assert "".join(built.segments.values()) == built.normalized
    if compiled.edition.valid_from is None or compiled.edition.valid_from <= date.today():
        assert compiled.owner.parse(built.normalized) == built
