"""The traces that a spreadsheet leaves on codes, in lists and in single codes."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import tracecode as tc
from tracecode.codes.spreadsheet import damage, is_cut

DIGITS = st.text("0123456789", min_size=1, max_size=30)


@given(code=DIGITS)
def test_digits_alone_bear_no_trace(code: str) -> None:
    """A row of digits is suspect only if all beyond fifteen are zeros."""
    assert (damage(code) is not None) == (len(code) > 15 and not code[15:].strip("0"))


@given(code=st.from_regex("[1-9][0-9]{5,29}", fullmatch=True), decimals=st.integers(1, 3))
def test_numbers_with_decimals_thousands_and_formulas(code: str, decimals: int) -> None:
    """Nothing is lost by decimals, marks of thousands, or a formula: the code is told again."""
    for text in (
        f"{code}.{'0' * decimals}",
        f"{int(code):,}",
        f'="{code}"',
        f"={code}",
        f'=T("{code}")',
        f" {code}.0 ",
    ):
        damaged = damage(text)
        assert damaged is not None
        assert damaged.restored == code


@given(code=st.from_regex("[1-9][0-9]{11,29}", fullmatch=True), shown=st.integers(1, 15))
def test_powers_of_ten(code: str, shown: int) -> None:
    """A power of ten that shows all digits loses none; another is told, and never filled up."""
    digits = code[:shown]
    mantissa = digits[0] + (f".{digits[1:]}" if digits[1:] else "")
    power = len(code) - 1
    for text in (f"{mantissa}E+{power}", f"{mantissa}e{power}", f"{mantissa}E+{power:03}"):
        damaged = damage(text)
        assert damaged is not None
        assert damaged.restored == (code if len(digits) == len(code) else None)
        with pytest.raises(tc.InvalidCode) as caught:
            tc.parse(text, "gtin")
        assert caught.value.findings[0].rule == "data.digits_lost"
        assert "spreadsheet" in caught.value.findings[0].text("en")
        assert "电子表格" in caught.value.findings[0].text("zh")


@pytest.mark.parametrize(
    "text",
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "######"],
)
def test_error_values(text: str) -> None:
    """An error value is no code of any rule, with a scheme and without."""
    for options in ({"scheme": "gtin"}, {"scheme": "uscc"}, {}):
        (verdict,) = tc.validate([text], **options)  # type: ignore[arg-type]
        assert (verdict.status, verdict.findings[0].rule) == ("invalid", "data.digits_lost")


@given(code=st.from_regex("8[0-9]{19}", fullmatch=True))
def test_cut_codes_in_a_list(code: str) -> None:
    """A code that is right but ends in zeros from the sixteenth digit on is valid, with a
    warning.
    """
    assume(not is_cut(code))
    cut = code[:15] + "00000"
    first, second = tc.validate([code, cut], scheme="drug-trace-20")
    assert [finding.rule for finding in first.findings] == []
    assert [(f.rule, f.severity) for f in second.findings] == [("data.digits_lost", "warning")]
    assert second.status == "valid"


def test_cut_and_wrong() -> None:
    """Of a cut code with a wrong check character both are told, the cut first."""
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse("916201055716048000", "uscc")
    assert [finding.rule for finding in caught.value.findings][:2] == [
        "data.digits_lost",
        "code.check_character",
    ]


@given(wide=st.from_regex("0{1,4}[1-9][0-9]{6,9}", fullmatch=True))
def test_lost_zeros(wide: str) -> None:
    """A trade item number that lost its zeros is told so beside its length."""
    body = wide.zfill(11)[-11:]
    right = tc.scheme("gtin").build(form="gtin-12", body=body).normalized
    lost = right.lstrip("0")
    assume(right != lost and not tc.is_valid(lost, "gtin"))
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse(lost, "gtin")
    rules = [finding.rule for finding in caught.value.findings]
    assert rules[0] == "data.digits_lost" or len(lost) == 8


def test_a_personal_number_is_not_shown() -> None:
    """Of a personal number a cut is told without its digits."""
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse("1.10105E+17", "resident-id")
    assert caught.value.findings[0].rule == "data.digits_lost"
    assert "110105" not in caught.value.findings[0].text("en")


@pytest.mark.parametrize(
    "cell",
    [
        "2026/3/12",
        "2026-03-12",
        "2026-03-12 00:00:00",
        "2026/3/12 0:00",
        "3/12/2026",
        "31/12/2026",
        "12-Mar",
        "12-Mar-26",
        "Mar-26",
        "Sept-2026",
        "3月12日",
        "2026年3月12日",
        "2026年3月",
    ],
)
@pytest.mark.parametrize("scheme", ["gtin", "cas", "uscc"])
def test_dates_in_a_column_of_codes(cell: str, scheme: str) -> None:
    """A cell that became a date is told as such, in a list and alone, and is no reason for
    repairs.
    """
    (verdict,) = tc.validate(f"code,x\n{cell},1\n".encode(), column="code", scheme=scheme)
    assert (verdict.status, verdict.findings[0].rule) == ("invalid", "data.digits_lost")
    assert "date" in verdict.findings[0].text("en")
    assert tc.suggest(cell, scheme) == ()
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse(cell)
    assert caught.value.findings[0].rule == "data.digits_lost"


@pytest.mark.parametrize("cell", ["7783/6/4", "7783-06-04", "7783/6/4 0:00", "7783-06-04 00:00:00"])
def test_a_number_of_a_substance_that_became_a_date(cell: str) -> None:
    """A CAS number that has the form of a date is told from what became of it; another is not."""
    assert [(s.text, s.kind) for s in tc.suggest(cell, "cas")] == [("7783-06-4", "spreadsheet")]
    assert tc.is_valid("7783-06-4", "cas")


@pytest.mark.parametrize(
    "text", ["1234-56-70", "2026/13/1", "12-May-flower", "2026-00-12", "3月", "年3月12日"]
)
def test_what_is_no_date(text: str) -> None:
    """A code with hyphens that is no day of a calendar is not taken for one."""
    assert damage(text) is None


@given(code=st.from_regex("[1-9][0-9]{9,17}", fullmatch=True))
def test_thousands_of_other_countries(code: str) -> None:
    """Dots and apostrophes part thousands elsewhere; a number with three decimals, or a version, is
    none of these.
    """
    for mark in ".'":
        damaged = damage(f"{int(code):,}".replace(",", mark))
        assert damaged is not None
        assert damaged.restored == code
    assert damage("1.234") is None
    assert damage("1.2.156.326") is None


@pytest.mark.parametrize(
    "cell", ["Err:502", "err:508", "#WERT!", "#BEZUG!", "#BUSY!", "#NOMBRE?", "#CONNECT!"]
)
def test_errors_of_other_programs(cell: str) -> None:
    """An error value is one in the words of other programs and languages too."""
    damaged = damage(cell)
    assert damaged is not None
    assert damaged.is_other
    (verdict,) = tc.validate([cell])
    assert [finding.rule for finding in verdict.findings] == ["data.digits_lost"]
