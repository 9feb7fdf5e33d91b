"""Patterns mean the same in Python and in XML Schema, and say exactly the numbers, days and codes
that they should.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.cases import together
from tracecode.codes.registry import registry
from tracecode.publish.patterns import (
    char_class,
    dates,
    decimals_between,
    json_pattern,
    layout_pattern,
    literal,
    scheme_pattern,
    whole_between,
    xsd_pattern,
)
from tracecode.spec.charclass import CharClass
from tracecode.standard.resolved import packaged

BOUNDS = [
    ("-273.1", "9999.9", 1),
    ("-180", "180", 6),
    ("0", "100", 3),
    ("1.25", "7.5", 3),
    ("0.05", "1", 2),
    ("-5", "-2", 1),
]


@pytest.mark.parametrize(("low", "high", "places"), BOUNDS)
@given(data=st.data())
def test_numbers(low: str, high: str, places: int, data: st.DataObject) -> None:
    """A number fits the pattern of a span if and only if it lies in the span."""
    pattern = decimals_between(Decimal(low), Decimal(high), places)
    assert pattern is not None
    near = st.sampled_from([Decimal(low), Decimal(high), Decimal(0)])
    step = st.integers(-30, 30).map(lambda n: Decimal(n).scaleb(-places))
    number = data.draw(
        st.one_of(st.builds(lambda a, b: a + b, near, step), st.integers(-300, 10100).map(Decimal))
    )
    assert bool(re.fullmatch(pattern, f"{number:f}")) == (Decimal(low) <= number <= Decimal(high))


@pytest.mark.parametrize("span", [("5", "3", 1), ("1.2", "1.7", 1), ("-1.7", "-1.2", 1)])
def test_numbers_without_a_pattern(span: tuple[str, str, int]) -> None:
    """A span that is empty or lies between two whole numbers has no pattern, and says so."""
    assert decimals_between(Decimal(span[0]), Decimal(span[1]), span[2]) is None


@given(low=st.integers(0, 3000), size=st.integers(0, 3000), number=st.integers(0, 9999))
def test_whole_numbers(low: int, size: int, number: int) -> None:
    """A whole number fits the pattern of a span if and only if it lies in it."""
    assert bool(re.fullmatch(whole_between(low, low + size), str(number))) == (
        low <= number <= low + size
    )


@given(
    since=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    size=st.integers(0, 4000),
    step=st.integers(-40, 4040),
)
def test_days(since: date, size: int, step: int) -> None:
    """A day fits the pattern of a period if and only if it lies in it."""
    until = min(since + timedelta(size), date(2199, 12, 31))
    day = max(date(1900, 1, 1), min(since + timedelta(step), date(2199, 12, 31)))
    assert bool(re.fullmatch(dates(since, until), day.isoformat())) == (since <= day <= until)


def test_open_periods() -> None:
    """A period with one end has no other bound than the calendar of the standard."""
    assert re.fullmatch(dates(date(2026, 11, 1), None), "2199-12-31")
    assert not re.fullmatch(dates(date(2026, 11, 1), None), "2026-10-31")
    assert re.fullmatch(dates(None, date(2026, 10, 31)), "1900-01-01")


@given(text=st.text(st.sampled_from("a1\\|.?*+(){}[]^$-京 :"), min_size=1, max_size=6))
def test_literals(text: str) -> None:
    """The pattern of a text is fitted by that text and nothing else, in Python and in XML
    Schema.
    """
    pattern = literal(text)
    assert re.fullmatch(pattern, text)
    assert not re.fullmatch(pattern, f"{text}a")
    assert _xsd(pattern).validate(_leaf(text))


@pytest.mark.parametrize(
    "written",
    [
        "[0-9A-Z]",
        "[^,]",
        r"[\]\-\^\\]",
        "[京津冀]",
        "[a-c.*+?(){}|]",
        "[(?:]",
        "[?:(.]",
        r"[\\\](?:\-]",
    ],
)
def test_classes(written: str) -> None:
    """A character class means the same in the specification, in Python and in XML Schema."""
    chars = CharClass.read(written)
    pattern = char_class(chars)
    schema = _xsd(pattern)
    for char in "09AZaz,.-]^\\[*+?:(){}|京冀é ":
        assert bool(re.fullmatch(pattern, char)) == (char in chars), char
        assert schema.validate(_leaf(char)) == (char in chars), char


@together("id", registry(packaged()).ids)
def test_encoding_rules(id: str) -> None:
    """The pattern of a layout is fitted by its right codes, and by a changed one only if the layout
    fits it too.
    """
    scheme = registry(packaged())[id]
    texts = [
        one.code
        for edition in scheme.spec.editions
        for one in edition.examples.valid
        if not one.lenient
    ]
    texts += [one.code for edition in scheme.spec.editions for one in edition.examples.invalid]
    texts += (
        [f"{text}0" for text in texts]
        + [text[1:] for text in texts]
        + [text.lower() for text in texts]
    )
    for layout in scheme.layouts:
        pattern = layout_pattern(layout)
        schema = _xsd(pattern)
        for text in filter(str.isprintable, texts):
            assert bool(re.fullmatch(pattern, text)) == layout.fits(text), text
            assert schema.validate(_leaf(text)) == layout.fits(text), text


def test_unsure_rules_have_no_pattern() -> None:
    """An encoding rule whose every layout is unsure refuses no text by its form, so no pattern
    may.
    """
    assert scheme_pattern(registry(packaged())["blasting-project"]) is None
    assert scheme_pattern(registry(packaged())["uscc"]) is not None


def test_anchors() -> None:
    """A pattern of JSON Schema is anchored at both ends; one of XML Schema has plain groups
    only.
    """
    assert json_pattern("a|b") == "^(?:a|b)$"
    assert xsd_pattern(r"\(?:(?:a|b)") == r"\(?:(a|b)"
    assert xsd_pattern(r"[(?:](?:a|[\](?:])\\(?:b)") == r"[(?:](a|[\](?:])\\(b)"


def _xsd(pattern: str) -> etree.XMLSchema:
    text = pattern.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return etree.XMLSchema(
        etree.fromstring(
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element '
            'name="a"><xs:simpleType>'
            f'<xs:restriction base="xs:string"><xs:pattern '
            f'value="{xsd_pattern(text)}"/></xs:restriction>'
            "</xs:simpleType></xs:element></xs:schema>"
        )
    )


def _leaf(text: str) -> etree._Element:
    leaf = etree.Element("a")
    leaf.text = text
    return leaf
