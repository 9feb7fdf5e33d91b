# ruff: noqa: E501  # tables of cases: one case a line
"""The functions that most programs use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.folders import edition, scheme_file, schemes
from tracecode.errors import InvalidCode, UnknownId

if TYPE_CHECKING:
    from pathlib import Path


def test_scheme_and_product_by_id() -> None:
    """Schemes and products are found by id, and shared."""
    assert tc.scheme("uscc") is tc.scheme("uscc")
    assert tc.product("pesticide").number == "401"
    with pytest.raises(UnknownId, match=r"unknown scheme 'usc'; did you mean uscc"):
        tc.scheme("usc")
    with pytest.raises(UnknownId, match=r"unknown product 'pestcide'; did you mean pesticide"):
        tc.product("pestcide")


def test_is_valid() -> None:
    """Strict unless asked otherwise; the production date chooses the edition."""
    assert tc.is_valid("91350100M000100Y43", "uscc")
    assert not tc.is_valid("91350100m000100y43", "uscc")
    assert tc.is_valid("91350100m000100y43", "uscc", strict=False)
    assert not tc.is_valid("91350100M000100Y44", "uscc")
    old = "11722252247250743408010974953971"
    assert tc.is_valid(old, "pesticide-unit")
    assert tc.is_valid(old, "pesticide-unit", date(2026, 10, 31))
    assert not tc.is_valid("31722252247250743408010974953971", "pesticide-unit", date(2026, 11, 1))
    with pytest.raises(UnknownId):
        tc.is_valid("1", "nowhere")


def test_parse_with_a_scheme() -> None:
    """A text is read under the scheme that is named, and refused with all findings."""
    assert tc.parse(" 91350100m000100y43 ", "uscc").normalized == "91350100M000100Y43"
    with pytest.raises(InvalidCode) as caught:
        tc.parse("91350100m000100y43", "uscc", strict=True)
    assert [f.rule for f in caught.value.findings] == ["code.characters"] * 2


def test_parse_without_a_scheme() -> None:
    """Without a scheme the likeliest is taken (see `test_identify` for the doubtful ones)."""
    code = tc.parse("91350100M000100Y43")
    assert code.scheme == "uscc"
    assert code.findings == ()
    assert tc.parse(" 91350100m000100y43").normalized == "91350100M000100Y43"


def test_parse_of_a_broken_code() -> None:
    """A broken code of a tight rule is refused by that rule, not taken for something looser."""
    with pytest.raises(InvalidCode) as caught:
        tc.parse("91350100M000100Y44")
    assert caught.value.findings[0].rule == "code.check_character"
    assert caught.value.findings[0].source == "GB 32100-2015 附录B"


@pytest.mark.parametrize(
    ("text", "rule", "zh"),
    [("", "code.empty", "代码为空"), ("~", "code.no_scheme", "没有编码规则与之相符")],
)
def test_parse_of_nothing(tmp_path: Path, text: str, rule: str, zh: str) -> None:
    """What no rule fits is refused, and an empty text as empty."""
    segments = "- {id: a, name: {zh: 甲, en: First}, chars: digits, length: 5}"
    standard = schemes(tmp_path, {"thing": scheme_file("thing", edition(segments, "5"))}).standard
    with pytest.raises(InvalidCode) as caught:
        tc.Standard(standard).parse(text)
    (finding,) = caught.value.findings
    assert (finding.rule, finding.text("zh")) == (rule, zh)


def test_parse_with_another_catalogue(tmp_path: Path) -> None:
    """Another catalogue may be given; the packaged one is not asked then."""
    segments = "- {id: a, name: {zh: 甲, en: First}, literal: ZZZ}\n- {id: b, name: {zh: 乙, en: Second}, chars: digits, length: 2}"
    standard = schemes(tmp_path, {"thing": scheme_file("thing", edition(segments, "5"))}).standard
    assert tc.Standard(standard).parse("ZZZ12").scheme == "thing"
    assert tc.Standard(standard).parse("ZZZ12", "thing").segments["b"] == "12"
    assert tc.Standard(standard).scheme("thing").id == "thing"
    with pytest.raises(UnknownId):
        tc.Standard(standard).scheme("uscc")
    with pytest.raises(UnknownId):
        tc.Standard(standard).product("pesticide")
