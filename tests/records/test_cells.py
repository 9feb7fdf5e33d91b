"""What the cells of a table stand for: one value, or a flaw."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

import pytest

from tracecode.records.cells import shown, value_of
from tracecode.records.table_form import TableReader
from tracecode.spec.formats import Format
from tracecode.standard.elements import Element
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.delimited import compared
from tracecode.tables.number_format import NumberFormat
from tracecode.tables.rows import Cell, Clock, Flaw, Moment, Number, Row

CATALOG = packaged()
PRODUCTION = record_layout(CATALOG, "production", "pesticide")
NOON = datetime(2026, 3, 12, 8, 30)  # noqa: DTZ001
DAY = datetime(2026, 3, 12)  # noqa: DTZ001
FIRST = datetime(2026, 3, 1)  # noqa: DTZ001


def number(text: str, form: str = "General") -> Cell:
    """A cell with a number, and with the format by which it is shown."""
    return NumberFormat(form).of(Decimal(text))


def element(kind: str, *, strict: bool | None = None, unit: str | None = None) -> Element:
    """Some element of the dictionary of that kind."""
    if kind == "time":  # the dictionary has none
        return element("date").replace(format=Format.read("hh:mm"))
    return next(
        field
        for layout in layouts(CATALOG)
        for _, field in layout.walk()
        if field.format
        and field.format.kind == kind
        and field.constant is None
        and field.spec.unit == unit
        and (
            field.codelist is None
            if strict is None
            else field.codelist is not None and field.codelist.strict == strict
        )
    )


class TestCells:
    """What cells of a spreadsheet stand for."""

    @pytest.mark.parametrize(
        ("kind", "cell", "value"),
        [
            ("date", Moment(DAY), "2026-03-12"),
            ("date", Moment(DAY, "ymd"), "2026-03-12"),
            ("moment", Moment(NOON, "ymdHM"), "2026-03-12T08:30:00+08:00"),
            ("moment", Moment(DAY), "2026-03-12T00:00:00+08:00"),
            ("moment", Moment(NOON, "ymdHM", "+08:00"), "2026-03-12T08:30:00+08:00"),
            ("moment", Moment(NOON, "ymdHM", "-09:30"), "2026-03-12T08:30:00-09:30"),
            ("moment", Moment(NOON, "ymdHM", "Z"), "2026-03-12T08:30:00+00:00"),
            ("month", Moment(FIRST, "ym"), "2026-03"),
            ("time", Clock(time(8, 30), "HM"), "08:30"),
            ("year", number("2026"), "2026"),
            ("integer", number("12"), 12),
            ("integer", number("12", "0.00"), 12),
            ("integer", number("1234", "#,##0"), 1234),
            ("integer", "12", 12),
            ("integer", "012", "012"),
            ("integer", number("1.5"), "1.5"),
            ("decimal", number("12"), "12"),
            ("decimal", number("12.50"), "12.5"),
            ("decimal", number("-12", "0;(0)"), "-12"),
            ("decimal", number("0", '0.00;-0.00;"-"'), "0"),
            ("decimal", number("1234.5", "#,##0.00_ "), "1234.5"),
            ("decimal", number("0.0000001"), "0.0000001"),
            ("text", number("120116"), "120116"),
            ("text", number("12", "0000000000"), "0000000012"),
            ("text", number("12", '"PC"0000'), "PC0012"),
            ("text", number("1234567", "000-0000"), "123-4567"),
            ("text", number("12.5", "0.00"), "12.50"),
            ("text", "=x", "=x"),
            ("boolean", True, True),
            ("boolean", "是", True),
            ("boolean", "否", False),
            ("boolean", "FALSE", False),
            ("boolean", "True", True),
            ("boolean", "yes", True),
            ("boolean", "N", False),
            ("boolean", "f", False),
            ("boolean", "1.0", True),
            ("boolean", "√", True),
            ("boolean", number("1"), True),
            ("boolean", "maybe", "maybe"),
            ("integer", "119.0", 119),
            ("integer", "0.0", 0),
            ("integer", "-0.0", 0),
            ("integer", "1.50", "1.50"),
            ("moment", "2026-03-12 08:30:00", "2026-03-12T08:30:00+08:00"),
            ("moment", "2026-03-12 08:30", "2026-03-12T08:30:00+08:00"),
            ("moment", "2026-03-12 08:30:00+09:00", "2026-03-12T08:30:00+09:00"),
            ("moment", "2026-03-12T08:30:00", "2026-03-12T08:30:00+08:00"),
            ("moment", "2026-03-12T08:30:00.5+08:00", "2026-03-12T08:30:00.5+08:00"),
            ("moment", "2026-03-12", "2026-03-12"),
            ("date", "2026-03-12 00:00:00", "2026-03-12"),
            ("date", "2026-03-12 08:30:00", "2026-03-12 08:30:00"),
            ("date", "2026年3月12日", "2026年3月12日"),
        ],
    )
    def test_values(self, kind: str, cell: Cell, value: object) -> None:
        """What shows one value is taken as it."""
        found = value_of(element(kind), cell)
        assert (found, type(found)) == (value, type(value))

    @pytest.mark.parametrize(
        ("unit", "cell", "value"),
        [
            ("%", number("0.6", "0%"), "60"),
            ("%", number("0.605", "0.0%"), "60.5"),
            ("%", number("60", '0"%"'), "60"),
            ("%", number("0.6"), "0.6"),
            ("%vol", number("0.52", "0%"), "52"),
            ("CNY", number("12.5", '"¥"0.00'), "12.5"),
            ("CNY", number("12.5", "[$¥-804]#,##0.00"), "12.5"),
            ("CNY", number("12.5", '0.00"元"'), "12.5"),
            ("kg", number("12.5", '0.0" KG"'), "12.5"),
        ],
    )
    def test_units(self, unit: str, cell: Cell, value: str) -> None:
        """A percentage, a currency or a unit is taken where it is that of the element."""
        assert value_of(element("decimal", unit=unit), cell) == value

    @pytest.mark.parametrize(
        ("unit", "cell", "reason", "grund"),
        [
            ("kg", number("0.6", "0%"), "shows '60%'; the unit of this element is kg", "显示为“60%”，此处的单位是 kg"),
            (None, number("0.6", "0%"), "shows '60%'; only a number belongs here", "显示为“60%”，此处只填数字"),
            ("CNY", number("1", '"$"0'), "shows '$1'; the unit of this element is CNY", "显示为“$1”，此处的单位是 CNY"),
            ("%", number("0.605", "0%"), "shows '61%', but holds 0.605", "显示为“61%”，实际为 0.605"),
            ("kg", number("12.5", "0"), "shows '13', but holds 12.5", "显示为“13”，实际为 12.5"),
            ("kg", number("1200", '0.0,"t"'), "shows '1.2t', but holds 1200", "显示为“1.2t”，实际为 1200"),
            ("kg", number("-12", "0;0"), "shows '12', but holds -12", "显示为“12”，实际为 -12"),
            ("kg", number("6901234567892", "0.00E+00"), "shows '6.90E+12', but holds 6901234567892",
             "显示为“6.90E+12”，实际为 6901234567892"),
        ],
    )  # fmt: skip
    def test_other_than_shown(self, unit: str | None, cell: Cell, reason: str, grund: str) -> None:
        """A number that is shown as another, or with another unit, is a flaw that says both."""
        flaw = value_of(element("decimal", unit=unit), cell)
        assert isinstance(flaw, Flaw)
        said = flaw.values["reason"]
        assert (flaw.rule, getattr(said, "en", ""), getattr(said, "zh", "")) == (
            "data.cell_shown",
            reason,
            grund,
        )

    @pytest.mark.parametrize(
        ("kind", "cell", "rule"),
        [
            ("text", Moment(DAY), "data.cell_kind"),
            ("text", number("911201160059235000"), "data.digits_lost"),
            ("digits", number("6901234567890120000", "0"), "data.digits_lost"),
            ("integer", number("6901234567890120000"), "data.digits_lost"),
            ("text", number("0.6", "0%"), "data.cell_shown"),
            ("text", number("1234", "#,##0"), "data.cell_shown"),
            ("digits", number("6901234567892", "0.00E+00"), "data.cell_shown"),
            ("text", number("12.5", "0"), "data.cell_shown"),
            ("text", number("5", ";;;"), "data.cell_shown"),
            ("decimal", number("5", "[>1]0;0"), "data.cell_shown"),
            ("date", Moment(NOON), "data.cell_kind"),
            ("date", Moment(DAY, "md"), "data.cell_shown"),
            ("date", number("46093"), "data.cell_kind"),
            ("moment", Moment(DAY, "ymd"), "data.cell_shown"),
            ("moment", Moment(NOON, "md"), "data.cell_shown"),
            ("date", Moment(DAY, "ymdHM", "Z"), "data.cell_shown"),
            ("month", Moment(FIRST, "ymdHM", "+08:00"), "data.cell_shown"),
            ("time", Clock(time(8, 30), "HM", "+08:00"), "data.cell_shown"),
            ("moment", Moment(NOON.replace(second=9), "ymdHM"), "data.cell_shown"),
            ("month", Moment(DAY), "data.cell_kind"),
            ("time", Moment(NOON, "HM"), "data.cell_kind"),
            ("time", Clock(time(8, 30, 9)), "data.cell_kind"),
            ("time", Clock(time(0, 8), "MS"), "data.cell_kind"),
            ("decimal", number("1.5", "[h]:mm"), "data.cell_kind"),
            ("text", True, "data.cell_kind"),
            ("boolean", number("2"), "data.cell_kind"),
            ("boolean", number("1", "0%"), "data.cell_kind"),
            ("text", Clock(time(8, 30)), "data.cell_kind"),
        ],
    )
    def test_flaws(self, kind: str, cell: Cell, rule: str) -> None:
        """What lost something on its way into the spreadsheet, or does not show it, is no value,
        and no guess.
        """
        flaw = value_of(element(kind), cell)
        assert isinstance(flaw, Flaw)
        assert flaw.rule == rule

    def test_offsets(self) -> None:
        """An offset that is shown where none belongs is said, in both languages."""
        flaw = value_of(element("date"), Moment(DAY, "ymdHM", "Z"))
        assert isinstance(flaw, Flaw)
        reason = flaw.values["reason"]
        assert getattr(reason, "en", "") == "shows the offset 'Z', which does not belong here"
        assert getattr(reason, "zh", "") == "显示了时差“Z”，此处不应有"

    def test_codelists(self) -> None:
        """A code may be written as the drop-down shows it, or by its name; in an advisory list
        too.
        """
        for strict in (True, False):
            field = element("text", strict=strict)
            assert field.codelist is not None
            entry = field.codelist.entries[0]
            for text in (entry.code, shown(entry), shown(entry, "en")):
                assert value_of(field, text) == entry.code
                assert value_of(field, f"{entry.code}.0") == (
                    entry.code if entry.code.isdecimal() else f"{entry.code}.0"
                )
            assert value_of(field, entry.name.zh) == entry.code

    @pytest.mark.slow
    def test_every_code_list(self) -> None:
        """Every name of every list stands for its code, unless several have it; no name stands for
        another's code.
        """
        for id in CATALOG.ids("codelist"):
            entries = CATALOG.codelist(id).entries
            field = element("text").replace(codelist=CATALOG.codelist(id))
            codes = {entry.code for entry in entries}
            for entry in entries[:300]:
                assert value_of(field, entry.code) == entry.code
                for name in (entry.name.zh, entry.name.en, f" {entry.name.zh}\u3000"):
                    found = value_of(field, name)
                    owners = [
                        e.code
                        for e in entries
                        if compared(name) in (compared(e.name.zh), compared(e.name.en))
                    ]
                    assert (
                        found == (owners[0] if len(owners) == 1 else name) or name.strip() in codes
                    ), (id, name)

    def test_places(self) -> None:
        """A flaw is said with its cell, and its element with the item."""
        rows = [
            Row(1, {0: "record_id", 1: "inputs.material_name", 2: "inputs.quantity"}),
            Row(2, {0: "a", 1: "甲", 2: Number(Decimal(1))}),
            Row(3, {1: "乙", 2: True}),
        ]
        reader = TableReader(CATALOG, PRODUCTION, sheet="表")
        item = [*(item for row in rows for item in reader.row(row)), *reader.end()][0]
        assert [(one.path, one.line) for one in item.faults] == [("inputs[1].quantity", 3)]
        assert (
            item.faults[0]
            .text("en")
            .startswith("表!C3 is a truth value in the spreadsheet; text is expected")
        )
        assert item.faults[0].text("zh").startswith("表!C3 的单元格是逻辑值，此处应为文本")

    def test_personal(self) -> None:
        """What a personal element holds is not shown in a finding."""
        path, field = next(
            (path, field)
            for path, field in PRODUCTION.walk()
            if field.spec.privacy == "personal"
            and field.format
            and field.format.kind in ("text", "digits")
        )
        rows = [
            Row(1, {0: "record_id", 1: path}),
            Row(2, {0: "a", 1: number("13800138000", "#,##0")}),
        ]
        reader = TableReader(CATALOG, PRODUCTION)
        item = [*(item for row in rows for item in reader.row(row)), *reader.end()][0]
        assert field.id
        assert [one.text("en") for one in item.faults] == [
            "B2 does not show what it holds; format the cell as text and enter it again"
        ]
        assert [one.text("zh") for one in item.faults] == [
            "B2 显示的与实际的不同；请把单元格设为文本后重新填写"
        ]
