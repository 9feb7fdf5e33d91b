"""What cells show of the numbers that they hold."""

from __future__ import annotations

import csv
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.tables.number_format import BUILT_IN, NumberFormat
from tracecode.tables.rows import Cell, Clock, Flaw, Moment, Number, number_of, plain

SHOWN = Path(__file__).parent / "shown.csv"


def of(code: str, value: str) -> Cell:
    """A cell of that format."""
    return NumberFormat(code).of(Decimal(value))


def seen(code: str, value: str) -> str:
    """What it shows."""
    cell = of(code, value)
    assert isinstance(cell, Number), cell
    return plain(cell.value) if cell.shown is None else cell.shown.text


class TestNumbers:
    """Numbers as digits."""

    def test_as_a_spreadsheet_shows_them(self) -> None:
        """Numbers under forty formats are shown as LibreOffice 7.4 shows them."""
        with SHOWN.open(encoding="utf-8", newline="") as file:
            rows = [(row["format"], row["value"], row["shown"]) for row in csv.DictReader(file)]
        assert len(rows) > 800
        assert [(code, value, seen(code, value)) for code, value, _ in rows] == rows

    @pytest.mark.parametrize(
        ("code", "value", "text", "number"),
        [
            ("0%", "0.6", "60%", "60"),
            ("0.0%", "0.605", "60.5%", "60.5"),
            ("0000000000", "12", "0000000012", "12"),
            ('"PC"0000', "12", "PC0012", "12"),
            ("000-0000", "1234567", "123-4567", None),
            ('"是";"否"', "1", "是", None),
            ("0;(0)", "-12", "(12)", "-12"),
            ("0;0", "-12", "12", "12"),
            (";;0", "0", "0", "0"),
            ('0.00;-0.00;"-"', "0", "-", "0"),
            ("0.00E+00", "1500", "1.50E+03", "1500"),
            ("0E+0", "9.6", "1E+1", "10"),
            ('0.0,"千"', "1200", "1.2千", "1.2"),
            ("[Red][$¥-804]#,##0.00_ ", "1234.5", "¥1,234.50", "1234.5"),
            ("[红色]0", "5", "5", "5"),
            ('G/通用格式"号"', "12", "12号", "12"),
        ],
    )
    def test_read(self, code: str, value: str, text: str, number: str | None) -> None:
        """The text is what people see, and the number what they read there."""
        cell = of(code, value)
        assert isinstance(cell, Number)
        assert cell.shown is not None
        assert (cell.shown.text, cell.shown.number) == (
            text,
            None if number is None else Decimal(number),
        )

    @pytest.mark.parametrize(
        ("code", "value", "exact", "told"),
        [
            ("0", "12", True, True),
            ("0", "12.5", False, False),
            ("0%", "0.6", True, True),
            ("0%", "0.605", False, False),
            ("#,##0", "123", True, True),
            ("#,##0", "1234", True, False),
            ("0.00E+00", "1500", True, False),
            ("0.0,", "1200", False, True),
            ("0;0", "-12", False, True),
            ("000-0000", "1234567", False, True),
            ("0.##", "12", True, False),
        ],
    )
    def test_exact(self, code: str, value: str, exact: bool, told: bool) -> None:
        """It is said whether the number can be read from what is shown, and whether every digit
        is.
        """
        cell = of(code, value)
        assert isinstance(cell, Number)
        assert cell.shown is not None
        assert (cell.shown.exact, cell.shown.plain) == (exact, told)

    @pytest.mark.parametrize("code", ["General", "general", "G/通用格式", "@", "General;@"])
    def test_as_it_is(self, code: str) -> None:
        """Under these a number is shown as it is."""
        assert of(code, "12.5") == Number(Decimal("12.5"))

    @pytest.mark.parametrize(
        "code",
        [
            "# ?/?", "[>100]0;0.0", "[DBNum1]0", "[$-130000]yyyy", "[$-411]ge.m.d", "0000000012",
            "0;0;0;0;0", "##0.0E+0", "0.0.0", "@0", "0E+", "[60]", "#,##0E+0", "0.0,0", "AM/PM0",
            "0*5", "*-0",
        ],
    )  # fmt: skip
    def test_unclear(self, code: str) -> None:
        """What is shown under other formats is not told: a flaw that names the format."""
        cell = of(code, "12.5")
        assert isinstance(cell, Flaw)
        reason = cell.values["reason"]
        assert (cell.rule, getattr(reason, "en", "")) == (
            "data.cell_shown", f"has the number format '{code}', which shows something else",
        )  # fmt: skip
        assert getattr(reason, "zh", "") == f"的数字格式“{code}”改变了显示的内容"

    @pytest.mark.parametrize(
        ("code", "value"), [(";;;", "5"), ("0;", "-5"), ("#", "0"), ('0;""', "-1")]
    )
    def test_hidden(self, code: str, value: str) -> None:
        """A cell that holds a number and shows nothing is a flaw."""
        cell = of(code, value)
        assert isinstance(cell, Flaw)
        assert getattr(cell.values["reason"], "en", "") == f"holds '{value}' and does not show it"
        assert getattr(cell.values["reason"], "zh", "") == f"有内容“{value}”，但不显示"

    @given(
        st.text('0#?.,%;E+-_*[]"\\/@ydhmsGeneral年 ', max_size=12),
        st.integers(-(10**14), 10**14),
        st.integers(0, 6),
    )
    def test_any_format(self, code: str, digits: int, places: int) -> None:
        """No format makes the reading fail, and an exact number is the one that the cell holds."""
        value = Decimal(digits).scaleb(-places)
        cell = NumberFormat(code or "General").of(value)
        if isinstance(cell, Number) and cell.shown is not None and cell.shown.exact:
            assert cell.shown.number in (value, value * 100, value * 10**4, value * 10**6)

    @given(st.floats(-1e15, 1e15))
    def test_fifteen_digits(self, number: float) -> None:
        """A number keeps 15 significant digits."""
        value = number_of(repr(number)).value
        assert len(value.normalize().as_tuple().digits) <= 15
        assert float(value) == pytest.approx(number, rel=1e-14)

    def test_plain(self) -> None:
        """Numbers are written without powers of ten, needless zeros and a sign before nothing."""
        assert [plain(Decimal(text)) for text in ("1.50E+2", "60.50", "-0.0", "1E-7")] == [
            "150",
            "60.5",
            "0",
            "0.0000001",
        ]


class TestTexts:
    """Texts under number formats."""

    def test_texts(self) -> None:
        """A text is shown as it is, unless the fourth section says otherwise."""
        for code in ("General", "@", "0.00", "yyyy/m/d;@", "0;0;0;@"):
            assert NumberFormat(code).of_text("x") == "x"
        assert NumberFormat('0;0;0;"No. "@').of_text("x") == "No. x"
        for code in ("0;0;0;", '0;0;0;"x"', "0;0;0;0@", "@0", "@*9", "0;0;0;@*9", "yyyy@"):
            assert isinstance(NumberFormat(code).of_text("x"), Flaw)


class TestDates:
    """Dates and times of day."""

    @pytest.mark.parametrize(
        ("code", "value", "at", "shows"),
        [
            ("yyyy-mm-dd", "46093", datetime(2026, 3, 12), "ymd"),  # noqa: DTZ001
            ('[$-804]yyyy"年"m"月"d"日";@', "46093", datetime(2026, 3, 12), "ymd"),  # noqa: DTZ001
            ("yyyy/m/d h:mm", "46093.3541666667", datetime(2026, 3, 12, 8, 30), "ymdHM"),  # noqa: DTZ001
            ("yyyy/m/d h:mm:ss AM/PM", "46093.9", datetime(2026, 3, 12, 21, 36), "ymdHMS"),  # noqa: DTZ001
            ("m月d日", "46093", datetime(2026, 3, 12), "md"),  # noqa: DTZ001
            ("mmm-yy", "46082", datetime(2026, 3, 1), "my"),  # noqa: DTZ001
            ("dddd", "46093", datetime(2026, 3, 12), ""),  # noqa: DTZ001
            ("[DBNum1]yyyy年m月d日", "46093", datetime(2026, 3, 12), "ymd"),  # noqa: DTZ001
            ("h:mm", "46093.5", datetime(2026, 3, 12, 12), "HM"),  # noqa: DTZ001
            ("yyyy-mm-dd", "1", datetime(1900, 1, 1), "ymd"),  # noqa: DTZ001
            ("yyyy-mm-dd", "59", datetime(1900, 2, 28), "ymd"),  # noqa: DTZ001
            ("yyyy-mm-dd", "61", datetime(1900, 3, 1), "ymd"),  # noqa: DTZ001
            ("yyyy-mm-dd", "2958465", datetime(9999, 12, 31), "ymd"),  # noqa: DTZ001
            ("yyyy-mm-dd hh:mm:ss", "46093.9999999", datetime(2026, 3, 13), "ymdHMS"),  # noqa: DTZ001
        ],
    )
    def test_dates(self, code: str, value: str, at: datetime, shows: str) -> None:
        """A date is that of the calendar, to the second, and it is said which parts are seen."""
        assert of(code, value) == Moment(at, shows)

    @pytest.mark.parametrize(
        ("code", "shows", "offset"),
        [
            ('yyyy"年" mm"月"dd"日" hh"时"mm"分"ss"秒"', "ymdHMS", ""),
            ('yyyy-mm-dd"T"hh:mm:ss', "ymdHMS", ""),
            ("yyyy-mm-ddThh:mm:ss.000Z", "ymdHMS", "Z"),
            ('yyyy-mm-dd hh:mm "+09:00"', "ymdHM", "+09:00"),
            ('yyyy-mm-dd h:mm AM/PM "-08:00"', "ymdHM", "-08:00"),
            ("yyyy-mm-dd h:mm[$+08:00]", "ymdHM", "+08:00"),
            ("dd/mm/yyyy", "dmy", ""),
            ("dddd, mmmm dd. yyyy", "mdy", ""),
            ("yyyy－mm－dd　hh：mm", "ymdHM", ""),
            ("yyyy-mmmmm-dd", "yd", ""),
            ("aaaa yyyy/m/d", "ymd", ""),
            ('上午/下午h"时"', "H", ""),
        ],
    )
    def test_beside_the_parts(self, code: str, shows: str, offset: str) -> None:
        """Separators, the words of the parts, T before the time of day and an offset behind it may
        stand there.
        """
        at = datetime(2026, 3, 12)  # noqa: DTZ001
        assert of(code, "46093") == Moment(at, shows, offset)

    @pytest.mark.parametrize(
        "code",
        [
            ('"2020-01-01" '
            'yyyy-mm-dd'), ('yyyy-mm-dd '
                          '"2020"'), 'yyyy-"0"m-dd', "yyyy-0m-dd", "yyyy-\\0m-dd", "yyyy-mm-dd%",
            'yyyy"月"mm"年"dd', '"T"hh:mm', 'yyyy-mm-dd"Z"', ('yyyy-mm-dd hh:mm '
                                                           '"+25:00"'), '"Z"yyyy-mm-dd hh:mm',
            ('hh:mm"+09:00" '
            'yyyy-mm-dd'), 'yyyy-mm-dd hh:mm "UTC"', '"约"yyyy-mm-dd', "-yyyy-mm-dd", ("yyyy-mm-dd "
                                                                                    "ss.0.0"),
            "yyyy-mm-dd*9", "[$2020-804]mm-dd", "yyyy-mm-dd General",
        ],
    )  # fmt: skip
    def test_other_texts(self, code: str) -> None:
        """Anything else that stands beside a date could say another one: a flaw that names the
        format.
        """
        cell = of(code, "46093.5")
        assert isinstance(cell, Flaw)
        assert getattr(cell.values["reason"], "en", "").endswith("which shows something else")
        assert isinstance(NumberFormat(code).of_date(datetime(2026, 3, 12), "ymd"), Flaw)  # noqa: DTZ001
        assert isinstance(NumberFormat(code).of_clock(time(8, 30)), Flaw)

    def test_fractions_of_seconds(self) -> None:
        """A fraction of a second that is to be seen is a flaw; one that is not seen is rounded
        away.
        """
        for code, value in (
            ("hh:mm:ss.000", "0.500005"),
            ("yyyy-mm-dd hh:mm:ss.0", "46093.500005"),
        ):
            cell = of(code, value)
            assert isinstance(cell, Flaw)
            assert getattr(cell.values["reason"], "en", "") == "shows a fraction of a second"
            assert getattr(cell.values["reason"], "zh", "") == "显示了不足一秒的部分"
        noon = datetime(2026, 3, 12, 12)  # noqa: DTZ001
        for code in ("yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd hh:mm:ss.0"):
            assert of(code, "46093.5000002") == Moment(noon, "ymdHMS")

    def test_times(self) -> None:
        """A fraction of a day is a time of day, where no date is shown."""
        assert of("h:mm", "0.354166666666667") == Clock(time(8, 30), "HM")
        assert of("mm:ss", "0.01") == Clock(time(0, 14, 24), "MS")

    def test_1904(self) -> None:
        """Days may be counted from 1904."""
        assert NumberFormat("yyyy-mm-dd", date1904=True).of(Decimal(0)) == Moment(
            datetime(1904, 1, 1),  # noqa: DTZ001
            "ymd",
        )
        assert NumberFormat("yyyy-mm-dd", date1904=True).of(Decimal(44631)) == Moment(
            datetime(2026, 3, 12),  # noqa: DTZ001
            "ymd",
        )

    @pytest.mark.parametrize("value", ["-1", "0", "0.5", "60", "60.5", "2958466", "99999999999"])
    def test_no_dates(self, value: str) -> None:
        """Days that no calendar has are flaws; spreadsheets show them as a row of signs, or as 29
        February 1900.
        """
        cell = of("yyyy-mm-dd", value)
        assert isinstance(cell, Flaw)
        assert (
            getattr(cell.values["reason"], "en", "")
            == f"is formatted as a date, but {value} is none"
        )
        assert getattr(cell.values["reason"], "zh", "") == f"设为日期，但 {value} 不是日期"

    def test_durations(self) -> None:
        """A length of time is no value."""
        for code in ("[h]:mm", "[mm]:ss", "[s]"):
            cell = of(code, "1.5")
            assert isinstance(cell, Flaw)
            assert cell.rule == "data.cell_kind"

    def test_built_in(self) -> None:
        """Every format that files name by number is understood, except fractions and one of powers
        of ten.
        """
        flaws = {id for id, code in BUILT_IN.items() if isinstance(of(code, "46093"), Flaw)}
        assert flaws == {12, 13, 46, 48}
        dates = {id for id, code in BUILT_IN.items() if isinstance(of(code, "46093"), Moment)}
        assert dates == {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
