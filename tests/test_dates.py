"""Dates inside codes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.dates import DateFormat

REFERENCE = date(2026, 6, 15)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def span(
    text: str, form: str, reference: date = REFERENCE, century: int | None = None
) -> tuple[date, date] | None:
    """What a text stands for."""
    return DateFormat.compile(form, century).span(text, reference)


@pytest.mark.parametrize(
    "text", ["", "YYYYXMM", "yyyymmdd", "YYYY-MM-DD", "MMDD", "YYYYYY", "YYMMY", "M", "YYYYD"]
)
def test_other_formats_are_refused(text: str) -> None:
    """A format that is not composed of the tokens, or has no year or two, raises when it is
    compiled.
    """
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the whole text follows
        DateFormat.compile(text)
    assert (
        str(caught.value)
        == f"{text!r} is not composed of YYYY YY Y MM DDD DD hh mm ss with one year"
    )


@pytest.mark.parametrize(
    ("form", "width"),
    [
        ("YYYYMMDD", 8),
        ("YYMMDD", 6),
        ("YMMDD", 5),
        ("YYYYDDD", 7),
        ("YYYYMMDDhhmmss", 14),
        ("DDMMYYYY", 8),
    ],
)
def test_width(form: str, width: int) -> None:
    """The width of a format is the number of its characters."""
    assert DateFormat.compile(form).width == width


@given(day=DAYS)
@pytest.mark.parametrize("form", ["YYYYMMDD", "DDMMYYYY", "YYYYDDD", "YYYYMMDDhhmmss", "MMYYYYDD"])
def test_full_dates_come_back(form: str, day: date) -> None:
    """A date written in a format with a full year is read as the same day."""
    written = DateFormat.compile(form)
    assert len(written.write(day)) == written.width
    assert written.span(written.write(day), REFERENCE) == (day, day)


@given(day=DAYS, reference=DAYS)
def test_two_digits_mean_the_nearest_year(day: date, reference: date) -> None:
    """A year of two digits is the one of 1900 to 2199 that is nearest to the reference date."""
    found = span(f"{day.year % 100:02}", "YY", reference)
    assert found is not None
    year = found[0].year
    assert year % 100 == day.year % 100
    assert all(
        abs(year - reference.year) <= abs(c + day.year % 100 - reference.year)
        for c in (1900, 2000, 2100)
    )


def test_two_digits_between_two_centuries() -> None:
    """Of two years equally near the later one is meant."""
    assert span("76", "YY", date(2026, 1, 1)) == (date(2076, 1, 1), date(2076, 12, 31))


def test_two_digits_with_a_century() -> None:
    """Where the rule names the century, the reference date does not matter."""
    assert span("991231", "YYMMDD", century=2000) == (date(2099, 12, 31),) * 2
    assert span("000229", "YYMMDD", century=1900) is None


@given(reference=DAYS, back=st.integers(0, 3650))
def test_one_digit_means_the_ten_years_up_to_the_reference(reference: date, back: int) -> None:
    """A day of the ten years up to the reference date is found again from the last digit of its
    year.
    """
    day = reference - timedelta(days=back)
    if (day.year + 10, day.month, day.day) > (reference.year, reference.month, reference.day):
        assert span(DateFormat.compile("YMMDD").write(day), "YMMDD", reference) == (day, day)


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        ("60615", date(2026, 6, 15), date(2026, 6, 15)),
        ("60616", date(2026, 6, 15), date(2016, 6, 16)),
        ("60614", date(2026, 6, 15), date(2026, 6, 14)),
        ("70101", date(2026, 6, 15), date(2017, 1, 1)),
        ("40229", date(2025, 6, 1), date(2024, 2, 29)),
        ("90229", date(2020, 6, 1), None),
        ("60229", date(2026, 6, 15), None),
        ("60229", date(2016, 2, 29), date(2016, 2, 29)),
    ],
)
def test_one_digit(text: str, reference: date, expected: date | None) -> None:
    """The last digit of a year is read backwards from the reference date, and a day that year has
    not is no date.
    """
    assert span(text, "YMMDD", reference) == (expected and (expected, expected))


@pytest.mark.parametrize(
    ("text", "form", "first", "last"),
    [
        ("2024", "YYYY", date(2024, 1, 1), date(2024, 12, 31)),
        ("202402", "YYYYMM", date(2024, 2, 1), date(2024, 2, 29)),
        ("202302", "YYYYMM", date(2023, 2, 1), date(2023, 2, 28)),
        ("202412", "YYYYMM", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024366", "YYYYDDD", date(2024, 12, 31), date(2024, 12, 31)),
        ("2023001", "YYYYDDD", date(2023, 1, 1), date(2023, 1, 1)),
        ("6", "Y", date(2026, 1, 1), date(2026, 12, 31)),
        ("20240229235959", "YYYYMMDDhhmmss", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_spans(text: str, form: str, first: date, last: date) -> None:
    """A date without days stands for all of its month, one without months for all of its year."""
    assert span(text, form) == (first, last)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("20230229", "YYYYMMDD"),
        ("20230431", "YYYYMMDD"),
        ("20230001", "YYYYMMDD"),
        ("20231301", "YYYYMMDD"),
        ("20230100", "YYYYMMDD"),
        ("00000101", "YYYYMMDD"),
        ("2023000", "YYYYDDD"),
        ("2023366", "YYYYDDD"),
        ("2024367", "YYYYDDD"),
        ("202300", "YYYYMM"),
        ("202313", "YYYYMM"),
        ("20230101240000", "YYYYMMDDhhmmss"),
        ("20230101006000", "YYYYMMDDhhmmss"),
        ("20230101000060", "YYYYMMDDhhmmss"),
        ("2023010", "YYYYMMDD"),
        ("202301011", "YYYYMMDD"),
        ("2023o101", "YYYYMMDD"),
        ("２０２３０１０１", "YYYYMMDD"),
        ("٢٠٢٣٠١٠١", "YYYYMMDD"),
        ("2023²101", "YYYYMMDD"),
        ("", "YYYYMMDD"),
    ],
)
def test_what_is_no_date(text: str, form: str) -> None:
    """A day, month, hour that does not exist, another length, or digits that are not ASCII give no
    date.
    """
    assert span(text, form) is None


@given(text=st.text(max_size=12))
def test_never_raises(text: str) -> None:
    """Whatever the text, it is a date or None."""
    for form in ("YYYYMMDD", "YYMMDD", "YMMDD", "YYYYDDD"):
        assert span(text, form) is None or len(text) == DateFormat.compile(form).width


def test_write() -> None:
    """Times are written as zero, the day of the year with three digits, a short year with its last
    digits.
    """
    day = date(2003, 2, 1)
    assert DateFormat.compile("YYYYMMDDhhmmss").write(day) == "20030201000000"
    assert DateFormat.compile("YYDDD").write(day) == "03032"
    assert DateFormat.compile("YMMDD").write(day) == "30201"
