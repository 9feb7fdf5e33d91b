"""What msgspec gives of an object is what the parser of all other JSON gives, or nothing."""

from __future__ import annotations

import json
from typing import Any

import jiter
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("msgspec")

from tracecode.records.quick.json_object import plain_object

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
PIECES = st.lists(
    st.sampled_from([
        b"{", b"}", b"[", b"]", b":", b",", b" ", b"\t", b'"', b'"a"', b'"a":', b'"b" :', b"1",
        b"-0", b"01", b"1e5", b"null", b"true", b"\xe5\x86\x9c", b"\xff", b"\x00", b"\\u0041",
    ]),
    max_size=14,
).map(b"".join)  # fmt: skip


def parsed(raw: bytes) -> object:
    """What the other parser gives; of what it refuses, that."""
    try:
        return jiter.from_json(raw, catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError as error:
        return str(error)


def agrees(raw: bytes) -> bool:
    """Whether nothing was given, or the same, of the same types."""
    data = plain_object(raw)
    return data is None or (type(data) is dict and repr(data) == repr(parsed(raw)))


@given(st.dictionaries(TEXTS, VALUES, max_size=5), st.sampled_from([None, 1]), st.booleans())
def test_an_object_is_what_the_other_parser_gives(
    data: dict[str, Any], indent: int | None, escaped: bool
) -> None:
    """However it is written."""
    assert agrees(json.dumps(data, indent=indent, ensure_ascii=escaped).encode())


@given(PIECES | PIECES.map(lambda inner: b'{"a":1,' + inner + b"}"))
def test_any_text(raw: bytes) -> None:
    """Also one that is no JSON."""
    assert agrees(raw)


def test_right_objects_are_given() -> None:
    """Such as records are."""
    raw = '{"a":"农药","b":[{"c":true},{"c":1}],"d":{},"e":-0}'.encode()
    assert plain_object(raw) == {"a": "农药", "b": [{"c": True}, {"c": 1}], "d": {}, "e": 0}


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":1}', b'{"a":1,"a" :2}', b'{"a":{"b":"","b":[]}}', b'{"a":"\\u0041"}',
        b'{"a":null}', b'{"a":1.0}', b'{"a":1e2}', b'{"a":9007199254740993}', b'{"a":"\xed\xa0\x80"}',
        b'["a"]', b'"a"', b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", b'{"a":' * 2000 + b"1" + b"}" * 2000,
    ],
)  # fmt: skip
def test_what_is_unsure_is_not_given(raw: bytes) -> None:
    """A key that stands twice, and what parsers take differently."""
    assert plain_object(raw) is None
