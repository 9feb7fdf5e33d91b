"""Workbooks: which sheets there are, what their rows show, and what is wrong with them."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables.books import MAIN, STRICT, book, packed, parts, shared, sheet, styles, text
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.rows import Cell, Clock, Flaw, Moment, Number, Row
from tracecode.tables.workbook import BadWorkbook, open_workbook

if TYPE_CHECKING:
    from tracecode.findings import Finding

HEAD = text("record_id", "remark")
ODD = [
    *(
        f'<c t="inlineStr"><is>{inside}</is></c>'
        for inside in (
            "1", "<t/>1", "<t/><x>1</x>", '<x:t xmlns:x="urn:x">1</x:t>', "<x><y><t>1</t></y></x>",
            "<x><t>1</t></x>", "<r><rPr><t>1</t></rPr></r>", "<t>1<x>2</x></t>", "<t>1<t>2</t></t>",
            "<r>1</r>", "<r><rPr>1</rPr><t>2</t></r>", "<t>1</t><v>2</v>",
            "<phoneticPr>1</phoneticPr>",
        )
    ),
    *(
        f'<c t="str">{inside}</c>'
        for inside in (
            "<v>1</v>2", "<v>1<x>2</x></v>", "<v>1<x/>2</v>", '<x:v xmlns:x="urn:x">1</x:v>',
            "<x><v>1</v></x>", "<rPh><t>1</t></rPh>", "<rPh>1</rPh>",
        )
    ),
]  # fmt: skip
"""Cells in which text stands where a workbook has none."""
RULE = '<conditionalFormatting sqref="{}">{}</conditionalFormatting>'
LATER = (
    '<extLst><ext xmlns:x="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:m="http://schemas.microsoft.com/office/excel/2006/main"><x:conditionalFormattings>'
    "<x:conditionalFormatting><x:cfRule><m:f>A1</m:f>{}</x:cfRule><m:sqref>B2 "
    "B4</m:sqref></x:conditionalFormatting>"
    "<x:conditionalFormatting><x:cfRule/><m:sqref>C2</m:sqref></x:conditionalFormatting>"
    "</x:conditionalFormattings></ext></extLst>"
)
"""A condition as newer programs write it."""
MACRO = "the workbook carries macros or other active content (xl/vbaProject.bin)"


def rows(raw: bytes, limits: Limits = DEFAULT) -> list[Row]:
    """The rows of the first sheet."""
    return list(open_workbook(raw, limits).sheets[0].rows())


def cells(rows_: str, **more: bytes) -> dict[str, Cell]:
    """The cells of a sheet by their names."""
    from tracecode.tables.rows import cell_name

    return {
        cell_name(at, row.line): cell
        for row in rows(book(rows_, **more))
        for at, cell in row.cells.items()
    }


def cell(xml: str, **more: bytes) -> Cell:
    """The one cell A1."""
    return cells(f'<row r="1">{xml}</row>', **more)["A1"]


def said(row: Row, lang: str = "en") -> list[str]:
    """The findings on a row as sentences."""
    found = (*((row.fault,) if row.fault else ()), *row.notes)
    return [one.text(lang) for one in found]


def wrong(raw: bytes, lang: str = "en", limits: Limits = DEFAULT) -> list[str]:
    """Why nothing of a workbook is read."""
    with pytest.raises(BadWorkbook) as caught:
        open_workbook(raw, limits)
    return [one.text(lang) for one in caught.value.findings]


def broken(reason: str) -> str:
    """The reason within its sentence."""
    return f"cannot be read as an Excel workbook (.xlsx): {reason}"


class TestCells:
    """What a cell shows."""

    def test_texts(self) -> None:
        """Texts stand in the cell, among the shared texts, in runs, or are the text of a formula's
        cell.
        """
        assert cell('<c r="A1" t="inlineStr"><is><t>a b</t></is></c>') == "a b"
        assert cell('<c t="inlineStr"><is><r><t>a</t></r><r><rPr/><t> b</t></r></is></c>') == "a b"
        assert (
            cell('<c t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>') == "東"
        )
        assert cell('<c t="str"><v>a&lt;b</v></c>') == "a<b"
        texts = shared("<t>x</t>", "<r><t>a</t></r><r><t>b</t></r><rPh><t>n</t></rPh>", "<t/>", "")
        assert cell('<c t="s"><v>1</v></c>', shared=texts) == "ab"
        assert cells(
            '<row><c t="s"><v>0</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>',
            shared=texts,
        ) == {"A1": "x"}

    def test_escapes(self) -> None:
        """Characters that XML cannot hold are read from their escapes, once; half a pair of
        surrogates is a flaw.
        """
        assert cell('<c t="str"><v>a_x000D_b</v></c>') == "a\rb"
        assert cell('<c t="inlineStr"><is><t>_x005F_x000D_</t></is></c>') == "_x000D_"
        assert (
            cell('<c t="s"><v>0</v></c>', shared=shared("<t>_xD83D__xDE00_ _x00e9_ _x12_</t>"))
            == "😀 é _x12_"
        )
        flaw = cell('<c t="str"><v>_xD83D_</v></c>')
        assert isinstance(flaw, Flaw)
        assert flaw.rule == "data.cell_broken"

    @given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20))
    def test_any_text(self, value: str) -> None:
        """Any text that openpyxl writes is read as it was, but for what looks like an escape."""
        made = openpyxl.Workbook()
        made.worksheets[0]["A1"].value = value
        made.worksheets[0]["A1"].data_type = "s"
        out = io.BytesIO()
        made.save(out)
        assert "_x" in value or rows(out.getvalue())[0].cells == {0: value}

    def test_numbers(self) -> None:
        """Numbers have 15 digits and are shown by their formats."""
        assert cell("<c><v>421.75000000000006</v></c>") == Number(Decimal("421.75"))
        assert cell('<c t="n"><v> -1.5E-3\n</v></c>') == Number(Decimal("-0.0015"))
        shown = cell('<c s="1"><v>0.6</v></c>', styles=styles("0%"))
        assert isinstance(shown, Number)
        assert shown.shown is not None
        assert shown.shown.text == "60%"
        large = cell('<c s="1"><v>1234567890123456</v></c>', styles=styles("0"))
        assert large == Number(Decimal("1.23456789012346E+15"))

    def test_truth_and_errors(self) -> None:
        """Truth values and errors are what they are; so is a formula, whatever its value."""
        assert cell('<c t="b"><v>1</v></c>') is True
        assert cell('<c t="b"><v>0</v></c>') is False
        assert cell('<c t="e"><v>#N/A</v></c>') == Flaw("data.cell_error", {"found": "#N/A"})
        for formula in (
            "<f>1+1</f><v>2</v>",
            '<f t="shared" si="0"/><v>2</v>',
            "<f/>",
            "<v>2</v><f>1+1</f>",
        ):
            assert cell(f"<c>{formula}</c>") == Flaw("data.formula", {})

    def test_dates(self) -> None:
        """Dates are numbers under a format of dates, or written as dates in strict workbooks."""
        assert cell('<c s="1"><v>46093</v></c>', styles=styles("yyyy-mm-dd")) == Moment(
            datetime(2026, 3, 12),  # noqa: DTZ001
            "ymd",
        )
        assert cell('<c t="d"><v>2026-03-12</v></c>') == Moment(datetime(2026, 3, 12), "ymd")  # noqa: DTZ001
        assert cell('<c t="d"><v>2026-03-12T08:30:00Z</v></c>') == Moment(
            datetime(2026, 3, 12, 8, 30)  # noqa: DTZ001
        )
        clock = cell('<c t="d"><v>08:30:00</v></c>')
        assert isinstance(clock, Clock)
        assert clock.at.hour == 8
        seen = cell('<c t="d" s="1"><v>2026-03-12T08:30:00</v></c>', styles=styles("m/d"))
        assert isinstance(seen, Moment)
        assert seen.shows == "md"
        zoned = styles("yyyy-mm-dd hh:mm&quot;+09:00&quot;", "0")
        seen = cell('<c t="d" s="1"><v>2026-03-12T08:30:00</v></c>', styles=zoned)
        assert seen == Moment(datetime(2026, 3, 12, 8, 30), "ymdHM", "+09:00")  # noqa: DTZ001
        assert isinstance(cell('<c t="d" s="2"><v>2026-03-12</v></c>', styles=zoned), Flaw)

    def test_1904(self) -> None:
        """A workbook may count its days from 1904."""
        for value in ("1", "true"):
            more = {"xl/styles.xml": styles("yyyy-mm-dd")}
            raw = packed(
                parts(
                    sheet('<row><c s="1"><v>0</v></c></row>'),
                    more=more,
                    properties=f'<workbookPr date1904="{value}"/>',
                )
            )
            assert rows(raw)[0].cells[0] == Moment(datetime(1904, 1, 1), "ymd")  # noqa: DTZ001

    @pytest.mark.parametrize(
        ("xml", "reason", "grund"),
        [
            ("<c><v>x</v></c>", "'x' is no number", "“x”不是数字"),
            ("<c><v>1_0</v></c>", "'1_0' is no number", "“1_0”不是数字"),
            ("<c><v>NaN</v></c>", "'NaN' is no number", "“NaN”不是数字"),
            ("<c><v>1e400</v></c>", "'1e400' is no number", "“1e400”不是数字"),
            ('<c t="s"><v>7</v></c>', "there is no text of the number 7", "没有编号为 7 的文本"),
            ('<c t="s"><v>-1</v></c>', "there is no text of the number -1", "没有编号为 -1 的文本"),
            ('<c t="b"><v>2</v></c>', "'2' is no value of the kind 'b'", "没有种类“b”的值“2”"),
            ('<c t="z"><v>2</v></c>', "'2' is no value of the kind 'z'", "没有种类“z”的值“2”"),
            ('<c t="d"><v>soon-ish</v></c>', "'soon-ish' is no date", "“soon-ish”不是日期"),
            ('<c t="d"><v>2026-03-12T08+09:00</v></c>', "'2026-03-12T08+09:00' is no date",
             "“2026-03-12T08+09:00”不是日期"),
            ('<c t="d"><v>08:30+09:00</v></c>', "'08:30+09:00' is no date", "“08:30+09:00”不是日期"),
            ('<c s="9"><v>2</v></c>', "the style that it names is missing", "没有它所用的格式"),
            (('<c t="str" '
             's="x"><v>2</v></c>'), "the style that it names is missing", "没有它所用的格式"),
            ("<c><v>1</v><v>2</v></c>", ("its content is not written as in a "
                                        "workbook"), "内容的写法不对"),
            ("<c><x><v>1</v></x></c>", ("its content is not written as in a "
                                       "workbook"), "内容的写法不对"),
            *((xml, ("its content is not written as in a "
                    "workbook"), "内容的写法不对") for xml in ODD),
            ("<c>1</c>", "its content is not written as in a workbook", "内容的写法不对"),
            ("<c><is><t>1</t></is></c>", ("its content is not written as in a "
                                         "workbook"), "内容的写法不对"),
            ('<c t="inlineStr"><v>1</v></c>', ("its content is not written as in a "
                                              "workbook"), "内容的写法不对"),
            ('<c t="inlineStr"><is><t>1</t></is><v>2</v></c>', ("its content is not written as in a "
                                                               "workbook"),
             "内容的写法不对"),
            (f'<c t="str"><v>{"x" * 32_768}</v></c>', ("it has more than 32767 "
                                                      "characters"), "超过 32767 个字符"),
            (f'<c t="inlineStr"><is><t>{"x" * 32_768}</t></is></c>', ("it has more than 32767 "
                                                                     "characters"),
             "超过 32767 个字符"),
        ],
    )  # fmt: skip
    def test_broken(self, xml: str, reason: str, grund: str) -> None:
        """A cell that is damaged costs itself, and says why."""
        found = cells(f'<row>{xml}<c r="B1"><v>1</v></c></row>')
        flaw = found["A1"]
        assert isinstance(flaw, Flaw)
        texts = flaw.values["reason"]
        assert (flaw.rule, getattr(texts, "en", ""), getattr(texts, "zh", "")) == (
            "data.cell_broken",
            reason,
            grund,
        )
        assert found["B1"] == Number(Decimal(1))

    @pytest.mark.parametrize(
        "inside",
        [
            "1", "<t/>1", "<t/><x>1</x>", '<x:t xmlns:x="urn:x">1</x:t>', "<t>1<x>2</x></t>",
            "<r>1</r>", "<r><rPr>1</rPr><t>2</t></r>", "<v>1</v>", "<x><t>1</t></x>",
            "<r><rPr><t>1</t></rPr></r>", "<is><t>1</t></is>",
        ],
    )  # fmt: skip
    def test_odd_shared_texts(self, inside: str) -> None:
        """A shared text that is not written as in a workbook is a flaw where it is used, and costs
        no other.
        """
        found = cells(
            '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>',
            shared=shared(inside, "<t>good</t>"),
        )
        assert isinstance(found["A1"], Flaw)
        assert (
            getattr(found["A1"].values["reason"], "en", "")
            == "its content is not written as in a workbook"
        )
        assert found["B1"] == "good"

    @pytest.mark.parametrize(
        "inside",
        ["1", "<t>1</t>", '<x:si xmlns:x="urn:x"><t>1</t></x:si>', "<si><si/></si>", "<x>1</x>"],
    )
    def test_beside_the_shared_texts(self, inside: str) -> None:
        """What stands beside the shared texts leaves their numbers in doubt: nothing is read."""
        raw = packed(
            parts(
                sheet(HEAD),
                more={"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{inside}</sst>'.encode()},
            )
        )
        assert wrong(raw) == [broken("xl/sharedStrings.xml is not written as in a workbook")]
        assert wrong(raw, "zh")[0].endswith("xl/sharedStrings.xml 的写法不对")
        assert wrong(packed(parts(sheet(HEAD), more={"xl/sharedStrings.xml": b"<sst><si/></sst>"})))

    def test_a_long_shared_text(self) -> None:
        """A shared text that is too long is a flaw where it is used."""
        flaw = cell('<c t="s"><v>0</v></c>', shared=shared(f"<t>{'x' * 99_999}</t>"))
        assert isinstance(flaw, Flaw)

    def test_texts_under_formats(self) -> None:
        """A format may add to a text, or hide it."""
        made = styles("0;0;0;@&quot;号&quot;", ";;;")
        assert cell('<c t="str" s="1"><v>12</v></c>', styles=made) == "12号"
        assert isinstance(cell('<c t="str" s="2"><v>12</v></c>', styles=made), Flaw)

    def test_as_openpyxl_reads(self) -> None:
        """Numbers, dates, times and truth values that openpyxl writes are read as what they
        were.
        """
        made = openpyxl.Workbook()
        day, noon = date(2026, 3, 12), datetime(2026, 3, 12, 8, 30, 15)  # noqa: DTZ001
        made.worksheets[0].append([1, 1.5, True, day, noon, noon.time(), "x", None, -7])
        out = io.BytesIO()
        made.save(out)
        found = rows(out.getvalue())[0].cells
        assert (found[0], found[1]) == (Number(Decimal(1)), Number(Decimal("1.5")))
        assert found[2] is True
        assert [found[3], found[4], found[5]] == [
            Moment(datetime(2026, 3, 12), "ymd"), Moment(noon, "ymdHMS"), Clock(noon.time(), "HMS"),  # noqa: DTZ001
        ]  # fmt: skip
        assert (found[6], 7 in found, found[8]) == ("x", False, Number(Decimal(-7)))


class TestRows:
    """Which rows there are."""

    def test_places(self) -> None:
        """Rows and cells have their own places, or follow each other; those without anything are
        left out.
        """
        made = '<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c></row><row/><row><c s="0"/><c><v>3</v></c></row>'
        assert [(row.line, list(row.cells)) for row in rows(book(made))] == [(2, [1, 2]), (4, [1])]

    @pytest.mark.parametrize(
        ("second", "en", "zh"),
        [
            ("2", "row 2 stands twice in the file", "第 2 行在文件中出现两次"),
            ("1", "row 1 stands after row 2 in the file", "第 1 行在文件中排在第 2 行之后"),
        ],
    )
    def test_order(self, second: str, en: str, zh: str) -> None:
        """A row that stands out of order or twice is given where it stands, with an error."""
        made = (
            f'<row r="2"><c><v>1</v></c></row><row r="{second}"><c><v>2</v></c></row><row '
            f'r="3"><c><v>3</v></c></row>'
        )
        first, odd, last = rows(book(made))
        assert [said(row) for row in (first, last)] == [[], []]
        assert said(odd) == [f"{en}; open the file in Excel and save it again"]
        assert said(odd, "zh") == [f"{zh}；请在 Excel 中打开并另存"]
        assert (odd.line, odd.cells[0], odd.notes[0].severity) == (
            int(second),
            Number(Decimal(2)),
            "error",
        )

    def test_cells_out_of_order(self) -> None:
        """Cells out of order are put where they belong, with an error."""
        (row,) = rows(
            book('<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c><c r="B1"/></row>')
        )
        assert list(row.cells) == [0, 2]
        assert said(row) == [
            "召回!A1 stands out of order in the file; open the file in Excel and save it again"
        ]
        assert said(row, "zh") == ["召回!A1 在文件中的次序不对；请在 Excel 中打开并另存"]

    def test_cells_twice(self) -> None:
        """A cell that stands twice shows nobody knows what: a flaw."""
        (row,) = rows(book('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'))
        flaw = row.cells[0]
        assert isinstance(flaw, Flaw)
        assert flaw.rule == "data.cell_order"

    @pytest.mark.parametrize(
        ("name", "place"),
        [("B7", [0, 1]), ("ZZZ1", [0]), ("a1", [0]), ("1", [0]), ("$B$1", [0, 1]), ("B01", [0, 1])],
    )
    def test_names_of_cells(self, name: str, place: list[int]) -> None:
        """A cell of another row, or with no name of a cell, is an error that names it."""
        (row,) = rows(book(f'<row r="1"><c r="A1"><v>1</v></c><c r="{name}"><v>2</v></c></row>'))
        assert list(row.cells) == place or name == "B01"
        assert name == "$B$1" or said(row)[0].startswith(f"召回!{name} stands in row 1 of the file")

    @pytest.mark.parametrize("number", ["0", "-1", "x", "999999999999", "1048577"])
    def test_impossible_rows(self, number: str) -> None:
        """A row that no sheet has is named, and not read."""
        first, odd, last = rows(
            book(f'{HEAD}<row r="{number}"><c><v>1</v></c></row><row r="9"><c><v>1</v></c></row>')
        )
        assert (first.line, last.line, odd.cells) == (1, 9, {})
        assert said(odd) == [f"row {number} cannot be; open the file in Excel and save it again"]

    def test_hidden(self) -> None:
        """Hidden rows are read, with a note; hidden columns are known when the first row is."""
        columns = '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/><col min="7" max="7"/></cols>'
        made = (
            HEAD
            + '<row r="2" hidden="1"><c><v>1</v></c></row><row r="3" ht="0"><c><v>1</v></c></row>'
        )
        (one,) = open_workbook(packed(parts(sheet(made, before=columns)))).sheets
        found = one.rows()
        first, second, third = next(found), next(found), next(found)
        assert one.hidden_columns == [(1, 2), (4, 4)]
        assert (said(first), said(second), said(third)) == (
            [], ["row 2 is hidden; read all the same"], ["row 3 is hidden; read all the same"],
        )  # fmt: skip
        assert said(second, "zh") == ["第 2 行是隐藏的；已照常读取"]

    @pytest.mark.parametrize(
        ("default", "hidden"),
        [
            ('zeroHeight="1"', [2, 4]),
            ('defaultRowHeight="0.05"', [2, 4]),
            ('defaultRowHeight="15"', [4]),
            ('defaultRowHeight="x"', [4]),
        ],
    )
    def test_hidden_by_default(self, default: str, hidden: list[int]) -> None:
        """Rows may be hidden unless they say otherwise, and by a height of nearly nothing."""
        made = "".join(
            f'<row r="{row}"{more}><c><v>1</v></c></row>'
            for row, more in ((2, ""), (3, ' ht="15"'), (4, ' ht="0.05"'), (5, ' hidden="0"'))
        )
        (one,) = open_workbook(
            packed(parts(sheet(made, before=f"<sheetFormatPr {default}/>")))
        ).sheets
        assert [row.line for row in one.rows() if row.notes] == hidden

    def test_narrow_columns(self) -> None:
        """Columns of nearly no width are hidden, also those that say nothing where that is the
        usual width.
        """
        columns = (
            '<cols><col min="2" max="3" width="0.05"/><col min="5" max="5" width="9"/><col '
            'min="6" max="7"/></cols>'
        )
        for usual, hidden in (
            ("9", [(1, 2)]),
            ("1e-9", [(0, 0), (1, 2), (3, 3), (5, 6), (7, 16_383)]),
        ):
            before = f'<sheetFormatPr defaultColWidth="{usual}"/>{columns}'
            (one,) = open_workbook(packed(parts(sheet(HEAD, before=before)))).sheets
            next(one.rows())
            assert one.hidden_columns == hidden

    def test_merged(self) -> None:
        """Merged cells are known when the last row was read."""
        after = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("E2:E3", "$A$1:$B$1", "x", "l2:L3"))
        (one,) = open_workbook(
            packed(parts(sheet(HEAD, after=f"<mergeCells>{after}</mergeCells>")))
        ).sheets
        list(one.rows())
        assert [area.name for area in one.merged] == ["E2:E3", "A1:B1", "L2:L3"]

    def test_zeros_that_are_not_shown(self) -> None:
        """Where a sheet shows no zeros, a cell that holds one shows nothing; another number and a
        text stay.
        """
        view = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
        numbers = '<c><v>0</v></c><c s="1"><v>-0.0</v></c><c><v>10</v></c>'
        line = f'<row r="1">{numbers}<c t="inlineStr"><is><t>0</t></is></c></row>'
        more = {"xl/styles.xml": styles("0000")}
        (row,) = rows(packed(parts(sheet(line, before=view), more=more)))
        found = row.cells
        assert [cell.rule for cell in (found[0], found[1]) if isinstance(cell, Flaw)] == [
            "data.cell_shown"
        ] * 2
        assert isinstance(found[2], Number)
        assert found[3] == "0"
        shown = view.replace('"0" work', '"1" work')
        assert isinstance(
            rows(packed(parts(sheet(line, before=shown), more=more)))[0].cells[0], Number
        )

    @pytest.mark.parametrize(
        ("after", "names"),
        [
            (RULE.format("B2 C3:D4", '<cfRule dxfId="1"/>'), ["B2:B2", "C3:D4"]),
            (RULE.format("B2", '<cfRule dxfId="0"/>'), []),
            (RULE.format("B2", '<cfRule><dataBar showValue="0"/></cfRule>'), ["B2:B2"]),
            (RULE.format("B2", "<cfRule><iconSet/></cfRule>"), []),
            (RULE.format("B:B", '<cfRule dxfId="1"/>'), ["A1:XFD1048576"]),
            (LATER.format("<x:dxf><numFmt/></x:dxf>"), ["B2:B2", "B4:B4"]),
            (LATER.format("<x:dxf><font/></x:dxf>"), []),
        ],
    )
    def test_conditional_formats(self, after: str, names: list[str]) -> None:
        """Cells that a condition shows otherwise are known when the last row was read; colours do
        no harm.
        """
        formats = f'<styleSheet xmlns="{MAIN}"><dxfs><dxf><font/></dxf><dxf><numFmt/></dxf></dxfs></styleSheet>'
        raw = packed(parts(sheet(HEAD, after=after), more={"xl/styles.xml": formats.encode()}))
        (one,) = open_workbook(raw).sheets
        assert [row.fault for row in one.rows()] == [None]
        assert [area.name for area in one.restyled] == names

    def test_many_conditions(self) -> None:
        """What is kept of them is bounded: in the end they stand for all cells, and so does one
        with a long list.
        """
        formats = f'<styleSheet xmlns="{MAIN}"><dxfs><dxf><numFmt/></dxf></dxfs></styleSheet>'
        rule = '<cfRule dxfId="0"/>'
        for after, size in (
            (RULE.format("B2", rule) * 500, 101),
            (RULE.format("B2 " * 2_000, rule), 1),
        ):
            raw = packed(parts(sheet(HEAD, after=after), more={"xl/styles.xml": formats.encode()}))
            (one,) = open_workbook(raw).sheets
            list(one.rows())
            assert len(one.restyled) == size
            assert one.restyled[-1].name == "A1:XFD1048576"

    def test_many_merged(self) -> None:
        """Every merged area is known, up to so many; more are an error."""
        areas = '<mergeCell ref="A1:B1"/>' * 200 + '<mergeCell ref="E2:E3"/>'
        after = f"<mergeCells>{areas}</mergeCells>"
        raw = packed(parts(sheet(HEAD, after=after)))
        (one,) = open_workbook(raw).sheets
        list(one.rows())
        assert one.merged[-1].name == "E2:E3"
        assert said(rows(raw, Limits(sheet_columns=200))[-2]) == [
            broken("xl/worksheets/sheet1.xml has more than 200 merged areas")
        ]

    def test_misplaced(self) -> None:
        """Rows and cells where none belongs are counted."""
        made = f"{HEAD}<x><row><c><v>1</v></c></row></x><c/>"
        found = rows(book(made))
        assert said(found[-1]) == [broken("3 rows, cells or texts stand where none belongs")]
        assert said(found[-1], "zh")[0].endswith("有 3 处行、单元格或文字位于不应有的位置，未读取")

    @pytest.mark.parametrize(
        "inside",
        [
            "lost", "<v>lost</v>", "<x>lost</x>",
            '<x:c xmlns:x="urn:x" r="B2" t="inlineStr"><is><t>lost</t></is></x:c>',
        ],
    )  # fmt: skip
    def test_text_in_a_row(self, inside: str) -> None:
        """Text that stands in a row outside of its cells is an error on the row, also where it has
        nothing else.
        """
        made = (
            f'{HEAD}<row r="2"><c r="A2"><v>1</v></c>\n{inside}\n</row><row r="3">{inside}</row>\n'
        )
        _, second, third = rows(book(made))
        assert (second.cells, third.cells) == ({0: Number(Decimal(1))}, {})
        assert [said(second), said(third)] == [
            ["召回!2:2 cannot be read: text stands outside of its cells"],
            ["召回!3:3 cannot be read: text stands outside of its cells"],
        ]
        assert said(second, "zh") == ["召回!2:2 无法读取：单元格之外有文字"]
        assert {note.severity for note in (*second.notes, *third.notes)} == {"error"}

    def test_text_in_a_sheet(self) -> None:
        """Text that stands in a sheet outside of its rows is counted, unless it is a formula, a
        header or the like.
        """
        elsewhere = (
            "<x><y>lost</y></x>",
            '<x:sheetData xmlns:x="urn:x"><x:row>lost</x:row></x:sheetData>',
        )
        row = '<x:row xmlns:x="urn:x"><x:c>lost</x:c></x:row>'
        for inside in (
            *(sheet(HEAD, after=xml) for xml in ("lost", *elsewhere)),
            sheet(HEAD + "lost"),
            sheet(HEAD + row),
        ):
            found = rows(packed(parts(inside)))
            assert said(found[-1]) == [broken("1 rows, cells or texts stand where none belongs")]
        after = "<headerFooter><oddHeader>x</oddHeader></headerFooter>\n<extLst><ext><f>x</f></ext></extLst>"
        assert len(rows(packed(parts(sheet(HEAD, after=after))))) == 1

    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
    def test_text_anywhere(self, part: str) -> None:
        """Text at any place of a sheet or of the shared texts is read, or is an error: none is lost
        in silence.
        """
        texts = shared("<t>one</t>", "<r><rPr><b/></rPr><t>tw</t></r><r><t>o</t></r><phoneticPr/>")
        row = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>x</t></is></c>'
        row = f'<row r="1">{row}</row>'
        inside = sheet(
            row,
            before='<cols><col min="1" max="1" width="9"/></cols>',
            after="<mergeCells></mergeCells>",
        )
        made = parts(inside, more={"xl/sharedStrings.xml": texts})
        right = rows(packed(made))
        assert [list(one.cells.values()) for one in right] == [["one", "two", "x"]]
        ends = [at + 1 for at, byte in enumerate(made[part]) if byte == ord(">")][:-1]
        for lost in (
            b"lost",
            b"<y>lost</y>",
            b'<x:t xmlns:x="urn:x">lost</x:t>',
            b"<t>lost</t>",
            b"<v>lost</v>",
        ):
            for at in ends:
                try:
                    found = rows(packed(made | {part: made[part][:at] + lost + made[part][at:]}))
                except BadWorkbook:
                    continue
                assert found != right, made[part][at - 30 : at]

    def test_twice_read(self) -> None:
        """A sheet may be read again."""
        (one,) = open_workbook(book(HEAD)).sheets
        assert list(one.rows()) == list(one.rows())


class TestSheets:
    """Which sheets there are."""

    def test_order(self) -> None:
        """Sheets come in the order of the workbook, with title and state."""
        made = [sheet(text(f"{at}")) for at in range(4)]
        titles, states = ("a_x0021_", "b", "c", "d"), ("", "hidden", "veryHidden", "visible")
        found = open_workbook(packed(parts(*made, titles=titles, states=states))).sheets
        assert [(one.title, one.hidden) for one in found] == [
            ("a!", False),
            ("b", True),
            ("c", True),
            ("d", False),
        ]
        assert [row.cells[0] for one in found for row in one.rows()] == ["0", "1", "2", "3"]

    def test_strict(self) -> None:
        """Strict workbooks are read."""
        made = {
            name: part.replace(MAIN.encode(), STRICT.encode())
            for name, part in parts(sheet(HEAD)).items()
        }
        office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        made = {name: part.replace(office, b"http://purl.oclc.org/ooxml/officeDocument/relationships")
                for name, part in made.items()}  # fmt: skip
        assert rows(packed(made))[0].cells[0] == "record_id"

    def test_prefixes(self) -> None:
        """Names may have prefixes, and parts be in UTF-16."""
        made = parts(sheet(HEAD))
        name = "xl/worksheets/sheet1.xml"
        row = '<x:row><x:c t="str"><x:v>a</x:v></x:c></x:row>'
        prefixed = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
        for raw in (prefixed.encode(), prefixed.encode("utf-16")):
            assert rows(packed(made | {name: raw}))[0].cells == {0: "a"}

    def test_parts_that_are_missing(self) -> None:
        """A sheet without its content is an error; the others are read."""
        made = parts(sheet(HEAD), sheet(HEAD))
        del made["xl/worksheets/sheet2.xml"]
        found = open_workbook(packed(made))
        assert [one.title for one in found.sheets] == ["召回"]
        assert [one.text("en") for one in found.findings] == [
            broken("the content of the sheet '召回1' is missing")
        ]

    def test_one_part_for_two(self) -> None:
        """Two sheets cannot share their content."""
        made = parts(sheet(HEAD), sheet(HEAD))
        made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
            b"sheet2.xml", b"sheet1.xml"
        )
        found = open_workbook(packed(made))
        assert len(found.sheets) == 1
        assert found.findings[0].text("zh").endswith("工作表“召回1”与另一工作表共用内容")

    def test_unlisted(self) -> None:
        """Sheets that the workbook does not list are given apart, also where it refers to them."""
        made = parts(sheet(HEAD), sheet(HEAD), more={"xl/worksheets/sheet9.xml": sheet(HEAD)})
        made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(
            b'<sheet name="\xe5\x8f\xac\xe5\x9b\x9e1"', b"<x"
        )
        found = open_workbook(packed(made))
        assert [one.title for one in found.sheets] == ["召回"]
        assert [one.title for one in found.unlisted] == [
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet9.xml",
        ]
        assert all(one.hidden and list(one.rows()) for one in found.unlisted)

    def test_active(self) -> None:
        """Macros and links to other files are errors; the sheets are read all the same."""
        more = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"}
        found = open_workbook(packed(parts(sheet(HEAD), more=more)))
        assert [one.rule for one in found.findings] == ["data.macro", "data.external_link"]
        assert found.findings[0].text("en").startswith(MACRO)
        assert len(found.sheets) == 1


class TestNone:
    """What is no workbook, or one of which nothing is read."""

    @pytest.mark.parametrize(
        ("raw", "en", "zh"),
        [
            (b"record_id,x", "it is no whole .xlsx file", "不是完好的 .xlsx 文件"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
             "it is encrypted, or of the old format .xls; save it as .xlsx without a password",
             "有密码保护，或是旧的 .xls 格式；请另存为无密码的 .xlsx"),
            ((b"\xef\xbb\xbf "
             b"<html><table>"), "it is HTML or XML; save it as .xlsx", "是网页或 XML；请另存为 .xlsx"),
            (packed({"mimetype": b"x"}), "it is an OpenDocument sheet; save it as .xlsx",
             "是 OpenDocument 表格；请另存为 .xlsx"),
            (packed({"xl/workbook.bin": b"x"}), "it is of the format .xlsb; save it as .xlsx",
             "是 .xlsb 格式；请另存为 .xlsx"),
            (packed({"word/document.xml": b"x"}), "it is a Word document", "是 Word 文档"),
            (packed({"x": b"x"}), "it is no whole .xlsx file", "不是完好的 .xlsx 文件"),
        ],
        # an archive holds the time of its making
        ids=["text", "old", "html", "opendocument", "xlsb", "word", "other"],
    )  # fmt: skip
    def test_none(self, raw: bytes, en: str, zh: str) -> None:
        """Each is told with a remedy, in both languages."""
        assert wrong(raw) == [broken(en)]
        assert wrong(raw, "zh") == [f"不能作为 Excel 工作簿（.xlsx）读取：{zh}"]

    def test_empty_and_large(self) -> None:
        """An empty file, and one that is too large, are not opened."""
        assert wrong(b"") == ["there is nothing to read"]
        assert wrong(book(HEAD), limits=Limits(workbook_bytes=10)) == [
            "the data are too large; at most 10 bytes are read"
        ]
        assert wrong(io.BytesIO(book(HEAD)).getvalue(), "zh", Limits(workbook_bytes=10)) == [
            "数据过大，最多 10 个字节"
        ]

    @pytest.mark.parametrize(
        "name",
        ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml"],
    )
    def test_broken_parts(self, name: str) -> None:
        """Where a part that all sheets need is broken, nothing is read."""
        made = parts(
            sheet(HEAD), more={"xl/styles.xml": styles(), "xl/sharedStrings.xml": shared()}
        )
        assert wrong(packed(made | {name: b"<x"}))[0].startswith(
            broken(f"{name} is not well-formed XML in line 1")
        )

    @pytest.mark.parametrize(
        "name", ["xl/styles.xml", "docProps/core.xml", "xl/workbook.xml", "xl/drawings/x.vml"]
    )
    def test_document_types(self, name: str) -> None:
        """A document type in any part refuses the workbook, also in one that is not read."""
        made = parts(sheet(HEAD), more={"xl/styles.xml": styles()})
        made[name] = b"<!DOCTYPE x><x/>"
        with pytest.raises(BadWorkbook) as caught:
            open_workbook(packed(made))
        assert [(one.rule, one.path) for one in caught.value.findings] == [("data.doctype", name)]

    @pytest.mark.parametrize(
        ("limits", "reason"),
        [
            (Limits(sheets=1), "it has more than 1 sheets"),
            (Limits(styles=1), "xl/styles.xml has too many styles"),
            (Limits(number_formats=1), "xl/styles.xml has too many styles"),
            (Limits(shared_texts=1), "xl/sharedStrings.xml holds too much text (1)"),
            (Limits(shared_bytes=3), "xl/sharedStrings.xml holds too much text (3)"),
            (Limits(parts=5), "it has more than 5 parts"),
        ],
    )
    def test_limits(self, limits: Limits, reason: str) -> None:
        """Sheets, styles, texts and parts have an end."""
        more = {
            "xl/styles.xml": styles("0", "0.0"),
            "xl/sharedStrings.xml": shared("<t>ab</t>", "<t>cd</t>"),
        }
        raw = packed(parts(sheet(HEAD), sheet(HEAD), more=more))
        assert wrong(raw, limits=limits) == [broken(reason)]

    def test_long_formats(self) -> None:
        """What a format shows that is longer than any is not told."""
        flaw = cell('<c s="1"><v>1</v></c>', styles=styles("0" * 300))
        assert isinstance(flaw, Flaw)


class TestStops:
    """Sheets that cannot be read to their end."""

    def ends(self, raw: bytes, limits: Limits = DEFAULT) -> tuple[list[int], list[str]]:
        """The rows that were read, and what was said at the end."""
        found = rows(raw, limits)
        good = [row.line for row in found if row.fault is None]
        faults: list[Finding] = [row.fault for row in found if row.fault is not None]
        return good, [f"{one.severity} {one.text('en')}" for one in faults]

    def test_damage(self) -> None:
        """Rows before a damage are read; it is an error, and the rest was not checked."""
        made = parts(sheet("".join(text("x", row=at) for at in range(1, 2000))))
        name = "xl/worksheets/sheet1.xml"
        broken_ = made[name].replace(b'<row r="1500">', b'<row r="1500" <')
        good, faults = self.ends(packed(made | {name: broken_}))
        assert good == list(range(1, 1500))
        reason = "xl/worksheets/sheet1.xml is not well-formed XML in line 1, column"
        assert [fault.split(reason)[0] for fault in faults] == [
            f"error {broken('')}", "warning from row 1500 on nothing was read or checked: ",
        ]  # fmt: skip

    def test_checksum(self) -> None:
        """A sheet whose checksum is wrong was read, but is not trusted."""
        # the sheet is the last but one in the list of parts
        raw = packed({**parts(sheet(HEAD)), "z": b""})
        place = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"PK\x01\x02"))
        good, faults = self.ends(raw[: place + 16] + b"\0\0\0\1" + raw[place + 20 :])
        assert good == [1]
        assert faults == [
            f"error {broken('the part xl/worksheets/sheet1.xml is damaged')}",
            (
                "warning from row 2 on nothing was read or checked: the part xl/worksheets/sheet1.xml "
                "is damaged"
            ),
        ]

    def test_rows_beyond(self) -> None:
        """A sheet has so many rows and no more."""
        made = "".join(f"<row>{'<c><v>1</v></c>'}</row>" for _ in range(5))
        good, faults = self.ends(book(made), Limits(sheet_rows=3))
        assert good == [1, 2, 3]
        assert faults == [
            f"error {broken('there are more than 3 rows')}",
            "warning from row 4 on nothing was read or checked: there are more than 3 rows",
        ]

    def test_long_rows(self) -> None:
        """A row that is too long or too wide costs itself."""
        made = f"{text('x' * 50, 'y' * 60)}{text('a', 'b', 'c', row=2)}{text('x', row=3)}"
        good, faults = self.ends(book(made), Limits(row_characters=100, sheet_columns=2))
        assert good == [3]
        assert faults == [
            "error the row has more than 100 characters; skipped",
            "error there are too many columns; at most 2 are read",
        ]
        texts = shared(f"<t>{'x' * 60}</t>")
        made = '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' + text("x", row=2)
        assert self.ends(book(made, shared=texts), Limits(row_characters=100))[0] == [2]

    def test_expansion(self) -> None:
        """A few cells cannot draw texts without end."""
        row = "".join('<c t="s"><v>0</v></c>' for _ in range(30))
        made = "".join(f"<row>{row}</row>" for _ in range(99))
        good, faults = self.ends(book(made, shared=shared(f"<t>{'x' * 30_000}</t>")))
        assert good == [1, 2]
        assert faults[-1] == (
            "warning from row 3 on nothing was read or checked: its cells repeat long texts "
            "beyond all bounds"
        )

    def test_no_sheet(self) -> None:
        """A part that is no sheet, nested too deep, or with a document type."""
        name = "xl/worksheets/sheet1.xml"
        for xml, reason in (
            (b"<x/>", "xl/worksheets/sheet1.xml is no sheet"),
            (
                f'<worksheet xmlns="{MAIN}">'.encode() + b"<a>" * 99,
                "xl/worksheets/sheet1.xml is nested deeper than 64 levels",
            ),
        ):
            assert (
                self.ends(packed(parts(sheet("")) | {name: xml}))[1][0] == f"error {broken(reason)}"
            )
        found = rows(packed(parts(sheet("")) | {name: b"<!DOCTYPE x><x/>"}))
        assert next((row.fault.rule, row.fault.path) for row in found if row.fault) == (
            "data.doctype",
            name,
        )

    @pytest.mark.parametrize("place", range(0, 4000, 53))
    def test_flipped_bytes(self, place: int) -> None:
        """A flipped byte anywhere gives rows, flaws or findings, never an exception."""
        made = "".join(text(f"{at}", "x", row=at) for at in range(1, 60))
        raw = bytearray(book(made, styles=styles("0"), shared=shared("<t>x</t>")))
        raw[place % len(raw)] ^= 0x5A
        try:
            found = open_workbook(bytes(raw))
        except BadWorkbook:
            return
        for one in found.sheets:
            list(one.rows())
