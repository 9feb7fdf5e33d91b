# ruff: noqa: E501  # tables of cases: one case a line
"""Codes as values: equality, meanings, names, addresses."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.folders import edition, one, scheme_file, schemes

if TYPE_CHECKING:
    from pathlib import Path


def test_codes_are_equal_by_scheme_and_value() -> None:
    """However it was written, a code equals itself read elsewhere, and codes of different schemes
    differ.
    """
    strict, lenient = (
        tc.parse("91350100M000100Y43", "uscc"),
        tc.parse("  91350100m000100y43", "uscc"),
    )
    assert strict == lenient
    assert len({strict, lenient}) == 1
    assert tc.parse("86902551000259", "drug-standard-code") != tc.parse("86902551000259", "gtin")


def test_codes_print_their_value() -> None:
    """A code prints as its normalized value."""
    assert str(tc.parse(" 91350100m000100y43", "uscc")) == "91350100M000100Y43"


def test_codes_are_immutable() -> None:
    """A code cannot be changed."""
    code = tc.parse("6901234567892", "gtin")
    with pytest.raises(AttributeError):
        code.normalized = "6901234567893"  # type: ignore[misc]


def test_names_and_meanings() -> None:
    """A code gives the names of its segments and what their values mean, in both languages; what
    means nothing is left out.
    """
    code = tc.parse("11722252247250743408010974953971", "pesticide-unit", date(2025, 1, 1))
    assert code.names("en")["spec_code"] == "Package specification"
    assert code.names()["spec_code"] == "产品规格码"
    assert set(code.meanings("zh")) == {"registration_category", "production_type"}
    assert code.meanings("zh").keys() == code.meanings("en").keys()


def test_meanings_of_nested_codes_and_dates() -> None:
    """The meanings of a nested code stand under the outer segment; a date is written with its full
    year.
    """
    code = tc.parse("TJ1403191120116000000019T2603127K2M9QX4V", "tj-trace")
    said = code.meanings("en")
    assert said["production_date"] == "2026-03-12"
    assert said["party"] == "Unified social credit code"
    assert said["party.division"] == "Binhai New Area"
    assert code.nested["party"].normalized == "91120116000000019T"


def test_meanings_of_limits() -> None:
    """A list or date over several segments is explained under their ids."""
    assert (
        tc.parse("4490610300050", "detonator", date(2026, 1, 1)).meanings()["year_digit+month+day"]
        == "2019-06-10"
    )


def test_meanings_know_the_date_of_reading() -> None:
    """A short year means the same in the meanings as it meant when the code was read."""
    code = tc.parse("4490610300050", "detonator", date(2015, 1, 1))
    assert code.meanings("en")["year_digit+month+day"] == "2009-06-10"


def test_meanings_of_a_code_carried_unread(tmp_path: Path) -> None:
    """A code that an unsure rule could not take apart has no meanings and no nested codes; nothing
    raises.
    """
    segments = """
        - {id: a, name: {zh: 甲, en: First}, chars: digits, length: 2, codelist: colour}
        - {id: k, name: {zh: 乙, en: Second}, chars: digits, length: 2, scheme: inner}
        """
    inner = edition("- {id: x, name: {zh: 内, en: Inner}, chars: digits, length: 2}", "2")
    outer = edition(segments, "4", evidence="unsure")
    made = schemes(
        tmp_path, {"inner": scheme_file("inner", inner), "outer": scheme_file("outer", outer)}
    )
    code = made["outer"].parse("xyz")
    assert code.meanings("en") == {}
    assert code.nested == {}


def test_meanings_leave_out_unlisted_values(tmp_path: Path) -> None:
    """A value outside an open list has no meaning."""
    segments = "- {id: a, name: {zh: 甲, en: First}, chars: digits, length: 2, codelist: shade}"
    scheme = one(tmp_path, segments, "2")
    assert scheme.parse("11").meanings("en") == {"a": "light"}
    assert scheme.parse("29").meanings("en") == {}


def test_meanings_of_several_segments_together(tmp_path: Path) -> None:
    """A list over several segments gives one meaning; a limit on a part gives none."""
    segments = """
        - {id: a, name: {zh: 甲, en: First}, chars: digits, length: 1}
        - {id: b, name: {zh: 乙, en: Second}, chars: digits, length: 1}
        """
    limits = """
        - {id: both, name: {zh: 合, en: Both}, of: [a, b], codelist: shade, source: {ref: rule-book}, evidence: confirmed}
        - {id: part, name: {zh: 部分, en: Part}, of: [a, b], part: {start: 1, end: 1}, range: {max: 9}, source: {ref: rule-book}, evidence: confirmed}
        """
    scheme = one(tmp_path, segments, "2", limits=limits)
    assert scheme.parse("12").meanings("en") == {"a+b": "dark"}
    assert scheme.parse("22").meanings("en") == {}


def test_uri() -> None:
    """The address of a code is the base and the percent-encoded value."""
    assert (
        tc.parse("6901234567892", "gtin").uri("https://example.invalid/t/")
        == "https://example.invalid/t/6901234567892"
    )
    label = tc.parse(
        "五优稻4号\n某某种业有限公司\n0125727100017593\nhttp://example.invalid/s", "seed-label"
    )
    assert "\n" not in label.uri("https://example.invalid/")
    assert "/s" not in label.uri("https://example.invalid/")


def test_codes_travel() -> None:
    """A code can be copied, and sent to another process."""
    code = tc.parse("91350100M000100Y43", "uscc")
    assert copy.copy(code) == code
    assert pickle.loads(pickle.dumps(code)) == code  # our own data
