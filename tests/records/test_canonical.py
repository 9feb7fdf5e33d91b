"""Canonical JSON: the bytes of RFC 8785 for all that may be signed, and nothing for the rest."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tracecode.records.canonical import LARGEST, NotCanonical, canonical

texts = st.text(st.characters(codec="utf-8"))
signable = st.recursive(
    texts | st.booleans() | st.integers(-LARGEST, LARGEST),
    lambda inside: st.lists(inside) | st.dictionaries(texts, inside),
)


@given(signable)
def test_as_in_rfc_8785(data: Any) -> None:
    """The bytes are those of another implementation of RFC 8785."""
    assert canonical(data) == rfc8785.dumps(data)


@pytest.mark.parametrize(
    "text", ["\x00\x1f\x7f\x80\u2028\ufeff", '"\\/\b\f\n\r\t', "中😀\U0010ffff"]
)
def test_escapes(text: str) -> None:
    """Only quotation marks, backslashes and control characters are escaped, each in one way."""
    assert canonical(text) == rfc8785.dumps(text)


def test_keys_in_the_order_of_utf_16() -> None:
    """Keys are ordered by their UTF-16 code units: a character beyond the base plane comes before
    U+E000.
    """
    assert canonical({"\ue000": 1, "😀": 2, "a": 3}).decode() == '{"a":3,"😀":2,"\ue000":1}'


DEEP: list[Any] = []
for _ in range(2000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "data",
    [
        None, 1.0, 0.5, -0.0, float("nan"), LARGEST + 1, -LARGEST - 1, 10**400, "\ud800",
        {"\udfff": 1}, {1: 2}, {None: 2}, b"text", {"a": [None]}, {"a", "b"}, DEEP,
    ],
    ids=lambda data: type(data).__name__,
)  # fmt: skip
def test_what_is_never_signed(data: object) -> None:
    """Null, fractions, large numbers, halves of surrogate pairs, keys that are no text and odd
    depth have no form.
    """
    with pytest.raises(NotCanonical):
        canonical(data)
