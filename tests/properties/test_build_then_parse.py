# tables of cases: one case a line
"""Law: what was built is read back as the same code, for every form of every scheme of the packaged
standard.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.cases import drawing
from tests.strategies import layout_of, layouts, texts_of
from tracecode.codes.code import Code
from tracecode.fold import fold

FORMS = layouts()


@pytest.mark.parametrize(
    ("scheme", "edition", "form"), [pytest.param(*names, id=":".join(names)) for names in FORMS]
)
@drawing(8, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(data=st.data())
def test_build_then_parse(scheme: str, edition: str, form: str, data: st.DataObject) -> None:
    """A built code is read as an equal code with the same segments; leniently too, unless folding
    changes its open parts.
    """
    compiled = layout_of(scheme, edition, form)
    built: Code = data.draw(texts_of(compiled))
    assert (built.scheme, built.edition, built.form) == (scheme, edition, form)
    unchanged = fold(built.normalized, compiled.owner.spec.lenient).text == built.normalized
    for strict in (True, False) if unchanged else (True,):
        read = compiled.owner.parse(built.normalized, strict=strict, edition=edition, form=form)
        assert read == built
        assert dict(read.segments) == dict(built.segments)
        assert read.normalized == built.text
    assert compiled.owner.is_valid(built.normalized, strict=not compiled.spec.lenient_only)
    assert "".join(built.segments.values()) == built.normalized
    if unchanged and (
        compiled.edition.valid_from is None or compiled.edition.valid_from <= date.today()
    ):
        assert compiled.owner.parse(built.normalized) == built
