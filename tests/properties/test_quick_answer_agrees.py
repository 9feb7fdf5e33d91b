"""Law: `is_valid` is true exactly where `read` finds no error and leaves nothing unchecked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import drawing
from tests.strategies import ODD, all_codes, altered, codes, schemes
from tracecode.codes.scheme import Scheme
from tracecode.findings import has_errors, status_of

SCHEMES = [scheme.id for scheme in schemes()]
BY_ID = {scheme.id: scheme for scheme in schemes()}


def agree(scheme: Scheme, text: str) -> None:
    """The quick answer and the full one agree, strictly and leniently."""
    for strict in (True, False):
        code, findings = scheme.read(text, strict=strict)
        assert scheme.is_valid(text, strict=strict) is (status_of(findings) == "valid"), (
            scheme,
            text,
            strict,
        )
        assert (code is None) is has_errors(findings), (scheme, text, strict)
        for finding in findings:
            assert finding.text("zh")
            assert finding.text("en")
            assert finding.position is None or 1 <= finding.position <= len(text) + 1, (
                scheme,
                text,
                finding,
            )


@pytest.mark.parametrize("id", SCHEMES)
@drawing(12)
@given(data=st.data())
def test_on_codes_and_near_codes(id: str, data: st.DataObject) -> None:
    """They agree on right codes and on those with a few characters changed."""
    scheme = BY_ID[id]
    code = data.draw(codes(scheme))
    agree(scheme, code.normalized)
    agree(scheme, data.draw(altered(st.just(code.normalized))))


@pytest.mark.slow
@drawing(60)
@given(
    text=st.one_of(
        st.text(max_size=40),
        st.text(st.sampled_from("0123456789"), max_size=40),
        st.text(st.sampled_from(ODD), max_size=20),
    )
)
def test_on_any_text(text: str) -> None:
    """They agree on any text, under every scheme."""
    for scheme in schemes():
        agree(scheme, text)


@pytest.mark.parametrize("text", ["-", "--", " ", "\u3000", ".", "－", "/", "\u200b", "- -"])
def test_on_separators(text: str) -> None:
    """They agree on texts of which folding leaves nothing."""
    for scheme in schemes():
        agree(scheme, text)


@pytest.mark.slow
@drawing(60)
@given(code=all_codes())
def test_on_codes_of_other_schemes(code: object) -> None:
    """They agree on the codes of every other scheme."""
    for scheme in schemes():
        agree(scheme, str(code))


@pytest.mark.parametrize(
    "text", ["0" * 4096, " " * 4096, "1" * 4097, " " * 4097 + "1", "9135" * 1500]
)
def test_on_long_texts(text: str) -> None:
    """They agree on texts at and beyond the longest that is read."""
    for scheme in schemes():
        agree(scheme, text)
