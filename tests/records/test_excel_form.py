"""Records as Excel workbooks: trips, cells of a spreadsheet, and workbooks that mean harm."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tracecode.errors import InvalidRecord, MissingExtra
from tracecode.publish import examples
from tracecode.records import csv_form, excel_form, sheet_titles
from tracecode.records.excel_form import dump, parse
from tracecode.records.sheet_titles import sheet_title
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracecode.records.plain import Item

CATALOG = packaged()
PRODUCTION = record_layout(CATALOG, "production", "pesticide")
RECALL = record_layout(CATALOG, "recall")
RECORD = {"record_type": "recall", "record_id": "a", "remark": "x"}


def book(
    *rows: Sequence[object], title: str = "召回", then: Callable[[Any], object] = bool
) -> bytes:
    """A workbook with one sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    then(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(raw: bytes, parts: dict[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """A workbook with other or further parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys((*old.namelist(), *parts)):
            content = parts[name] if name in parts else old.read(name)
            if content is not None:
                new.writestr(
                    name, content if isinstance(content, bytes) else content(old.read(name))
                )
    return out.getvalue()


def data(rows: bytes) -> Callable[[bytes], bytes]:
    """Puts other rows into a sheet."""
    return lambda xml: (
        xml[: xml.index(b"<sheetData>")] + rows + xml[xml.index(b"</sheetData>") + 12 :]
    )


def rules(items: list[Item]) -> list[str]:
    """The rules of every finding."""
    return [one.rule for item in items for one in item.faults]


def only(raw: bytes, lang: str = "en") -> str:
    """The one finding on a workbook of which nothing is read."""
    (item,) = parse(raw, CATALOG)
    assert item.data is None
    (finding,) = item.faults
    return finding.text(lang)


class TestTrips:
    """What is written is read back."""

    @pytest.mark.slow
    def test_every_record_type(self) -> None:
        """Examples of every record type are equal after a trip through one workbook, in the order
        of its sheets.
        """
        own = [
            layout
            for layout in layouts(CATALOG)
            if layout.product is None or "product_item" in _ids(layout)
        ]
        records = [examples.full(layout, CATALOG) for layout in own]
        items = list(parse(dump(records, CATALOG), CATALOG))
        assert [item.data for item in items] == records
        assert [item.number for item in items] == list(range(1, len(records) + 1))
        assert not rules(items)

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_titles(self, lang: str) -> None:
        """The title of every sheet leads back to its record type, in either language; Excel takes
        it.
        """
        titles = [sheet_title(layout, lang) for layout in layouts(CATALOG)]
        assert len(set(titles)) == len(titles)
        assert all(len(title) <= sheet_titles.TITLE for title in titles)
        found = [sheet_titles.types_by_title(CATALOG)[title.casefold()] for title in titles]
        assert found == list(layouts(CATALOG))

    def test_language(self) -> None:
        """Names may be English."""
        raw = dump([RECORD], CATALOG, lang="en")
        sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
        heads = {
            sheet.cell(2, at).value: sheet.cell(1, at).value
            for at in range(1, sheet.max_column + 1)
        }
        assert (sheet.title, heads["record_id"]) == ("recall", "Record id")
        assert [item.data for item in parse(raw, CATALOG)] == [RECORD]

    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            "+1",
            "'=x",
            "0012",
            "#REF!",
            " x ",
            "true",
            "_x000D_",
            "2026-03-12",
            "a\rb",
            "_x_x0041_",
        ],
    )
    def test_texts(self, text: str) -> None:
        """Every value is a text, also one that looks like something else."""
        record = RECORD | {"remark": text, "trace_codes": [text, "y"]}
        raw = dump([record], CATALOG)
        assert [item.data for item in parse(raw, CATALOG)] == [record]
        cells = [
            cell
            for row in openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows()
            for cell in row
        ]
        assert {
            (cell.data_type, cell.number_format) for cell in cells if cell.value is not None
        } == {("s", "@")}

    def test_nothing(self) -> None:
        """No records make a workbook without any, which is said when it is read."""
        assert only(dump([], CATALOG)) == "there is nothing to read"

    def test_refused(self) -> None:
        """What a cell cannot hold is refused."""
        for text, said in (
            ("x" * 32_768, "a cell holds 32767 characters at most"),
            ("x\x00", "the text has control characters"),
        ):
            with pytest.raises(InvalidRecord, match=said):
                dump([RECORD | {"remark": text}], CATALOG)

    def test_rows_of_a_sheet(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A sheet has an end."""
        monkeypatch.setattr(excel_form, "MAX_ROWS", 3)
        with pytest.raises(InvalidRecord, match="more than 3 rows"):
            dump([RECORD, RECORD], CATALOG)

    def test_whole_or_not_at_all(self, tmp_path: Any) -> None:
        """A file that could not be written leaves nothing behind."""

        class Broken(openpyxl.Workbook):
            @property
            def custom_doc_props(self) -> Any:  # asked for last
                raise OSError("disk full")

            @custom_doc_props.setter
            def custom_doc_props(self, value: object) -> None:
                pass

        with pytest.raises(OSError, match="disk full"):
            excel_form.save(Broken(), tmp_path / "x.xlsx")
        assert list(tmp_path.iterdir()) == []


def _ids(layout: Any) -> set[str]:
    return {element.id for element in layout.elements}


class TestSheets:
    """Which sheets are read, and as what."""

    def test_titles(self) -> None:
        """A sheet is known by id or name; instructions and empty sheets are passed over."""

        def more(made: Any) -> None:
            made.create_sheet("说明").append(["随便写"])
            made.create_sheet("empty")
            made.create_sheet("pesticide_production").append(["record_id"])
            made["pesticide_production"].append(["b"])

        first, second = parse(book(["record_id"], ["a"], then=more), CATALOG)
        assert first.data == {"record_type": "recall", "record_id": "a"}
        assert second.data == {
            "record_type": "production",
            "product_item": "pesticide",
            "record_id": "b",
        }
        assert (second.number, second.line) == (2, 2)
        assert [one.text("en") for one in (*first.faults, *second.faults)] == [
            "the sheet '说明' holds no table of records; it was not read"
        ]
        assert [one.text("zh") for one in first.faults] == ["工作表“说明”不是记录表，未读取"]

    def test_hidden(self) -> None:
        """A hidden sheet of records is read, and a note says so; another one is passed over, and
        named too.
        """

        def more(made: Any) -> None:
            for title, rows in (
                ("recall", [["record_id"], ["b"]]),
                ("x", [["1"]]),
                ("y", [["record_type"], ["recall"]]),
            ):
                sheet = made.create_sheet(title)
                sheet.sheet_state = "hidden"
                for row in rows:
                    sheet.append(row)

        first, second, third = parse(book(["record_id"], ["a"], then=more), CATALOG)
        assert [one.text("en") for one in first.faults] == [
            "the sheet 'recall' is hidden; read all the same",
            "the sheet 'x' is hidden and holds no table of records; it was not read",
            "the sheet 'y' is hidden; read all the same",
        ]
        assert [one.text("zh") for one in first.faults[:2]] == [
            "工作表“recall”是隐藏的；已照常读取",
            "工作表“x”是隐藏的，不是记录表，未读取",
        ]
        assert {one.severity for one in first.faults} == {"info"}
        assert (second.data["record_id"], rules([third])) == ("b", ["data.only_type"])
        alone = next(parse(book(["x"], title="说明", then=more), CATALOG))
        assert (alone.data["record_id"], rules([alone])) == (
            "b", ["data.passed_sheet", "data.hidden", "data.hidden_sheet", "data.hidden"],
        )  # fmt: skip

    def test_records_among_instructions(self) -> None:
        """Records on a sheet whose title is that of instructions are read, and so are those behind
        the drop-downs.
        """
        rows = [["record_type", "record_id"], ["recall", "a"]]
        assert [item.data["record_id"] for item in parse(book(*rows, title="说明"), CATALOG)] == [
            "a"
        ]

        def more(made: Any) -> None:
            made.create_sheet("_lists").sheet_state = "hidden"
            for row in rows:
                made["_lists"].append(row)

        (item,) = parse(book(["x"], title="说明", then=more), CATALOG)
        assert (item.data["record_id"], rules([item])) == (
            "a",
            ["data.passed_sheet", "data.hidden"],
        )

    @pytest.mark.parametrize(
        ("title", "state", "rows", "rule"),
        [
            ("说明", "visible", [["记录标识", "备注"], ["b", "x"]], "data.sheet"),
            (
                "说明",
                "visible",
                [["x"]] * 11 + [["record_type", "record_id"], ["recall", "b"]],
                "data.sheet",
            ),
            ("说明", "visible", [["x"]] * 12 + [["记录标识", "备注"], ["b", "x"]], "data.sheet"),
            ("说明", "visible", [["备注", "请填写"], ["x"]], "data.passed_sheet"),
            ("x", "hidden", [["记录标识", "备注"], ["b", "x"]], "data.sheet"),
            (
                "x",
                "hidden",
                [["x"]] * 12 + [["record_type", "record_id"], ["recall", "b"]],
                "data.sheet",
            ),
            ("x", "hidden", [["备注", "请填写"], ["x"]], "data.hidden_sheet"),
            ("x", "visible", [["x"]] * 12 + [["记录标识", "备注"], ["b", "x"]], "data.sheet"),
            ("_lists", "hidden", [["记录标识", "备注"], ["b", "x"]], "data.sheet"),
            ("_lists", "hidden", [["x"]], "data.hidden_sheet"),
            ("_lists", "visible", [["x"]], "data.sheet"),
            ("x", "hidden", [["boolean", "unit-level"], ["是", "x"]], "data.hidden_sheet"),
            ("x", "hidden", [["boolean"], ["是"], ["否", "x"]], "data.hidden_sheet"),
            ("x", "hidden", [["boolean"], ["是"], ["否"]], None),
            ("x", "visible", [["boolean"], ["是"], ["否"]], None),
            ("x", "veryHidden", [[" "], ["\u200b"]], None),
        ],
    )
    def test_sheets_that_are_not_read(
        self, title: str, state: str, rows: list[list[str]], rule: str | None
    ) -> None:
        """A sheet without a type is named unless it is empty or holds lists; one that names
        elements is an error.
        """

        def more(made: Any) -> None:
            made.create_sheet(title).sheet_state = state
            for row in rows:
                made[title].append(row)

        items = list(parse(book(["record_id"], ["a"], then=more), CATALOG))
        assert [item.data["record_id"] for item in items if item.data] == ["a"]
        assert rules(items) == ([] if rule is None else [rule])

    def test_damage_on_a_sheet_that_is_not_read(self) -> None:
        """A hidden sheet that cannot be looked at to its end is an error."""

        def more(made: Any) -> None:
            made.create_sheet("x").append(["x"])
            made["x"].sheet_state = "hidden"

        raw = changed(
            book(["record_id"], ["a"], then=more),
            {"xl/worksheets/sheet2.xml": lambda xml: xml.replace(b"</row>", b"")},
        )
        items = list(parse(raw, CATALOG))
        assert [(item.data is None, rules([item])) for item in items] == [
            (False, []),
            (True, ["data.workbook"]),
        ]

    def test_unlisted(self) -> None:
        """A sheet that the workbook does not list is named; one that names elements is an error."""

        def unlist(*rows: list[str]) -> bytes:
            def more(made: Any) -> None:
                made.create_sheet("x")
                for row in rows:
                    made["x"].append(row)

            listed = b'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="x"'
            return changed(
                book(["record_id"], ["a"], then=more),
                {
                    "xl/workbook.xml": lambda xml: xml.replace(
                        listed, listed.replace(b"<sheet", b"<other")
                    )
                },
            )

        first, second = parse(unlist(["记录标识", "备注"], ["b", "x"]), CATALOG)
        assert (rules([first]), second.data["record_id"]) == (["data.unlisted_sheet"], "a")
        assert first.faults[0].text("en") == (
            "a sheet that the workbook does not list (xl/worksheets/sheet2.xml) looks like a "
            "table of records and was "
            "not read; open the file in Excel and save it again"
        )
        assert first.faults[0].text("zh") == (
            "文件中有一个工作簿未列出的工作表（xl/worksheets/sheet2.xml），像是记录表，未读取；请在 Excel 中打开并另存"
        )
        (item,) = parse(unlist(["x"]), CATALOG)
        assert (item.data["record_id"], rules([item])) == ("a", ["data.hidden_sheet"])
        (item,) = parse(unlist(), CATALOG)
        assert (item.data["record_id"], rules([item])) == ("a", [])

    def test_a_broken_cell_on_another_sheet(self) -> None:
        """A sheet without records is told to be none, whatever its cells hold."""

        def more(made: Any) -> None:
            made.create_sheet("x")
            for cell in ("x", 5):
                made["x"].append([cell])

        broken: dict[str, bytes | Callable[[bytes], bytes] | None] = {
            "xl/worksheets/sheet2.xml": lambda xml: xml.replace(b"<v>5</v>", b"<v>q</v>")
        }
        first, second = parse(changed(book(["record_id"], ["a"], then=more), broken), CATALOG)
        assert (first.data["record_id"], rules([first, second])) == ("a", ["data.sheet"])

    def test_charts(self) -> None:
        """A sheet with a chart alone is named."""
        (item,) = parse(
            book(["record_id"], ["a"], then=lambda made: made.create_chartsheet("图")), CATALOG
        )
        assert [one.text("en") for one in item.faults] == [
            "the sheet '图' holds no table of records; it was not read"
        ]

    def test_hidden_columns(self) -> None:
        """Hidden columns and rows are read, and named."""

        def hide(made: Any) -> None:
            made["召回"].column_dimensions["B"].hidden = True
            made["召回"].column_dimensions["Z"].hidden = True
            made["召回"].row_dimensions[2].hidden = True

        (item,) = parse(book(["record_id", "remark"], ["a", "x"], then=hide), CATALOG)
        assert item.data["remark"] == "x"
        assert [one.text("en") for one in item.faults] == [
            "row 2 is hidden; read all the same", "columns 召回!B are hidden; read all the same",
        ]  # fmt: skip
        assert [one.text("zh") for one in item.faults] == [
            "第 2 行是隐藏的；已照常读取",
            "召回!B 列是隐藏的；已照常读取",
        ]

    def test_merged(self) -> None:
        """Merged cells below the header are an error that names them; elsewhere they do no harm."""

        def merge(*areas: str) -> Callable[[Any], object]:
            return lambda made: [made["召回"].merge_cells(area) for area in areas]

        table = (["召回记录"], ["record_id", "remark"], ["a", "x"], ["b", None], ["c"])
        items = list(parse(book(*table, then=merge("A1:B1", "B3:B4", "D3:D4", "A9:B9")), CATALOG))
        assert rules(items) == ["data.title_rows", "data.merged"]
        assert items[-1].faults[0].text("en") == (
            "召回!B3:B4 are merged: only the first cell holds the value, and the others count as "
            "empty; "
            "split them and fill in each"
        )
        assert (
            items[-1].faults[0].text("zh").startswith("召回!B3:B4 是合并单元格：只有左上角一格有值")
        )
        assert not rules(
            list(
                parse(
                    book(["record_id", "remark"], ["a", "x"], then=merge("A1:A1", "A4:B5")), CATALOG
                )
            )
        )

    def test_conditional_formats(self) -> None:
        """A condition with a number format over cells of records is an error: what is shown is what
        is judged.
        """
        from openpyxl.formatting.rule import Rule
        from openpyxl.styles import Font
        from openpyxl.styles.differential import DifferentialStyle
        from openpyxl.styles.numbers import NumberFormat

        def condition(area: str, **style: Any) -> Callable[[Any], object]:
            rule = Rule(type="expression", formula=["TRUE"], dxf=DifferentialStyle(**style))
            return lambda made: made["召回"].conditional_formatting.add(area, rule)

        table = (["record_id", "remark"], ["a", "x"])
        other = NumberFormat(numFmtId=200, formatCode='"999"')
        items = list(parse(book(*table, then=condition("B2:B9", numFmt=other)), CATALOG))
        assert rules(items) == ["data.cell_shown"]
        assert items[-1].faults[0].text("en") == (
            "召回!B2:B9 may be shown otherwise by a conditional format (take it away); "
            "format the cell as text and enter it again"
        )
        assert not rules(
            list(parse(book(*table, then=condition("B2:B9", font=Font(bold=True))), CATALOG))
        )
        assert not rules(list(parse(book(*table, then=condition("F2:F9", numFmt=other)), CATALOG)))

    def test_empty(self) -> None:
        """Workbooks without a record say so: without sheets of records, with headers only, with
        blanks.
        """
        for raw in (
            book(["record_id", "remark"]),
            book(["记录标识"], ["record_id"]),
            book(["record_id"], [" "], ["\u200b"]),
            book(title="召回"),
        ):
            assert only(raw) == "there is nothing to read"
        assert rules(list(parse(book(["x"], title="说明"), CATALOG))) == [
            "data.empty",
            "data.passed_sheet",
        ]
        assert rules(list(parse(book(["record_type", "record_id"], ["recall"]), CATALOG))) == [
            "data.only_type"
        ]

    def test_order(self) -> None:
        """Rows that stand out of order or twice in the file are judged, each with an error that
        names it.
        """
        rows = b"".join(
            b'<row r="%d"><c t="inlineStr"><is><t>%s</t></is></c></row>' % row
            for row in ((1, b"record_id"), (4, b"d"), (2, b"b"), (2, b"c"))
        )
        raw = changed(
            book(["x"]), {"xl/worksheets/sheet1.xml": data(b"<sheetData>" + rows + b"</sheetData>")}
        )
        items = list(parse(raw, CATALOG))
        assert [(item.line, item.data["record_id"]) for item in items] == [
            (4, "d"),
            (2, "b"),
            (2, "c"),
        ]
        assert rules(items) == ["data.row_order", "data.row_order"]

    def test_unknown_title(self) -> None:
        """A sheet of another title needs the column, or a word of the caller."""
        raw = book(["记录标识"], ["a"], title="recal")
        assert only(raw) == (
            "the sheet 'recal' is not named after a record type (did you mean 'recall'?) and has "
            "no column record_type "
            "in its first 11 rows"
        )
        assert only(raw, "zh") == (
            "工作表“recal”不是记录类型的名称（是否为“recall”？），且前 11 行中没有 record_type 列"
        )
        assert [item.data["record_type"] for item in parse(raw, CATALOG, layout=RECALL)] == [
            "recall"
        ]
        raw = book(["记录类型", "记录标识"], ["recall", "a"], title="Sheet1")
        assert [item.data for item in parse(raw, CATALOG)] == [
            {"record_type": "recall", "record_id": "a"}
        ]

    def test_columns(self) -> None:
        """Findings on a header name the sheet and the cell."""
        items = list(parse(book(["record_id", "nonsense"], ["a", "x"]), CATALOG))
        assert items[0].faults[0].text("en").startswith("召回!B1: no element is called 'nonsense'")
        assert items[0].faults[0].line == 1
        assert items[1].data["record_id"] == "a"

    def test_rows(self) -> None:
        """Row numbers are those of the sheet, blank rows included."""
        items = list(
            parse(
                book([], ["record_id", "trace_codes"], [], ["a", "x"], [None, "y"], [], ["b", "z"]),
                CATALOG,
            )
        )
        assert [(item.line, item.data["trace_codes"]) for item in items] == [
            (4, ["x", "y"]),
            (7, ["z"]),
        ]


class TestCells:
    """Cells as people fill them."""

    def test_kinds(self) -> None:
        """Dates, numbers and truth values become the written form."""
        head = [
            "record_id",
            "production_date",
            "event_time",
            "inputs.material_name",
            "inputs.quantity",
        ]
        row = ["a", datetime(2026, 3, 12), datetime(2026, 3, 12, 8, 30), "甲", 12.5]  # noqa: DTZ001
        (item,) = parse(book(head, row, title="农药·生产"), CATALOG)
        assert not item.faults
        assert item.data["production_date"] == "2026-03-12"
        assert item.data["event_time"] == "2026-03-12T08:30:00+08:00"
        assert item.data["inputs"] == [{"material_name": "甲", "quantity": "12.5"}]

    def test_formulas(self) -> None:
        """A formula is a finding, whatever its cached value."""
        items = list(parse(book(["record_id", "remark", "recall_no"], ["a", "=1+1", "R"]), CATALOG))
        assert rules(items) == ["data.formula"]
        assert items[0].faults[0].text("en") == "召回!B2 is a formula; paste it as a value"
        assert items[0].data == {"record_type": "recall", "record_id": "a", "recall_no": "R"}

    def test_errors(self) -> None:
        """An error value is a finding."""
        items = list(parse(book(["record_id", "remark"], ["a", "#REF!"]), CATALOG))
        assert items[0].faults[0].text("en") == "召回!B2 holds the error #REF!"
        assert items[0].faults[0].text("zh") == "召回!B2 是错误值 #REF!"

    def test_lost_digits(self) -> None:
        """A long number has lost digits; a short one is taken as it is, without guessing at
        zeros.
        """
        items = list(
            parse(book(["record_id", "uscc"], ["a", 911201160059235961], ["b", 12]), CATALOG)
        )
        assert rules(items) == ["data.digits_lost"]
        assert items[1].data["uscc"] == "12"

    def test_shown(self) -> None:
        """What a cell shows is its value: leading zeros, literals and a percentage where the
        element is in per cent.
        """

        def formats(made: Any) -> None:
            sheet = made["召回"]
            sheet["B2"].number_format, sheet["B3"].number_format = "0000000000", "0%"

        items = list(
            parse(book(["record_id", "batch_no"], ["a", 12], ["b", 0.6], then=formats), CATALOG)
        )
        assert items[0].data["batch_no"] == "0000000012"
        assert [one.text("en") for one in items[1].faults] == [
            (
                "召回!B3 shows '60%', a percentage, where text belongs; format the cell as text and "
                "enter it again"
            )
        ]
        assert [one.text("zh") for one in items[1].faults] == [
            "召回!B3 显示为“60%”，不是文本；请把单元格设为文本后重新填写"
        ]

    def test_shared_texts(self) -> None:
        """Texts that Excel keeps in a part of their own are read, and a number of none is
        damage.
        """
        main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        rows = b"""<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>
            <row r="3"><c r="A3" t="s"><v>2</v></c></row></sheetData>"""
        type = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        entry = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + type + b'"/></Types>'
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        related = (
            b'<Relationship Id="t" Type="'
            + kind
            + b'" Target="sharedStrings.xml"/></Relationships>'
        )
        raw = changed(
            book(["x"]),
            {
                "xl/worksheets/sheet1.xml": data(rows),
                "xl/sharedStrings.xml": b'<sst xmlns="'
                + main
                + b'"><si><t>record_id</t></si><si><t>a</t></si></sst>',
                "[Content_Types].xml": lambda xml: xml.replace(b"</Types>", entry),
                "xl/_rels/workbook.xml.rels": lambda xml: xml.replace(b"</Relationships>", related),
            },
        )
        first, second = parse(raw, CATALOG)
        assert first.data == {"record_type": "recall", "record_id": "a"}
        assert (second.line, second.faults[0].text("en")) == (
            3, "召回!A3 cannot be read: there is no text of the number 2"
        )  # fmt: skip

    def test_duration(self) -> None:
        """A duration is no value of any element."""

        def timed(made: Any) -> None:
            cell = made.worksheets[0]["B2"]
            cell.value, cell.number_format = 1.5, "[h]:mm"

        assert rules(list(parse(book(["record_id", "remark"], ["a"], then=timed), CATALOG))) == [
            "data.cell_kind"
        ]


class TestHarm:
    """Workbooks that are broken, or mean harm."""

    def test_no_workbook(self) -> None:
        """What is no workbook is said to be none."""
        assert only(b"") == "there is nothing to read"
        assert (
            only(b"record_id,x")
            == "cannot be read as an Excel workbook (.xlsx): it is no whole .xlsx file"
        )
        assert (
            only(b"record_id,x", "zh")
            == "不能作为 Excel 工作簿（.xlsx）读取：不是完好的 .xlsx 文件"
        )
        assert "encrypted, or of the old format .xls" in only(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
        )
        whole = book(["record_id"], ["a"])
        assert "no whole" in only(whole[: len(whole) // 2])
        assert only(changed(whole, {"xl/workbook.xml": None})).endswith(
            "the part xl/workbook.xml is missing"
        )
        assert "xl/workbook.xml is not well-formed XML" in only(
            changed(whole, {"xl/workbook.xml": b"<workbook"})
        )

    @pytest.mark.parametrize("place", range(0, 4000, 97))
    def test_flipped_bytes(self, place: int) -> None:
        """A flipped byte anywhere gives findings or records, never an exception."""
        raw = bytearray(book(["record_id", "remark"], *([f"{i}", "x"] for i in range(30))))
        raw[place % len(raw)] ^= 0x5A
        list(parse(bytes(raw), CATALOG))

    def test_damaged_sheet(self) -> None:
        """Damage inside a sheet ends the sheet; what was read before it stays."""
        raw = book(["record_id"], *([f"r{i}"] for i in range(600)))
        broken = changed(
            raw,
            {
                "xl/worksheets/sheet1.xml": lambda xml: xml.replace(
                    b'<c r="A590"', b'<c r="A590" <<'
                )
            },
        )
        items = list(parse(broken, CATALOG))
        assert rules(items) == ["data.workbook", "data.stopped"]
        assert [item.data["record_id"] for item in items[:-2]] == [f"r{i}" for i in range(588)]
        assert [item.line for item in items[-2:]] == [590, 590]

    def test_damage_at_the_beginning(self) -> None:
        """A sheet whose first row cannot be read is a finding, and so is a header with a damaged
        cell.
        """
        raw = changed(
            book(["record_id"]),
            {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"<row", b"<row <")},
        )
        assert rules(list(parse(raw, CATALOG))) == ["data.workbook", "data.stopped"]
        cells = b'<row r="1"><c t="str"><v>record_id</v></c><c t="n"><v>x</v></c></row>'
        raw = changed(
            book(["record_id"]),
            {"xl/worksheets/sheet1.xml": data(b"<sheetData>" + cells + b"</sheetData>")},
        )
        assert only(raw) == "召回!B1 cannot be read: 'x' is no number"

    @pytest.mark.parametrize(
        "part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/embeddings/oleObject1.bin"]
    )
    def test_macros(self, part: str) -> None:
        """Macros and embedded objects are findings; the records are read all the same."""
        raw = changed(book(["record_id"], ["a"]), {part: b"<x/>"})
        first, second = parse(raw, CATALOG)
        assert (
            first.faults[0]
            .text("en")
            .startswith(f"the workbook carries macros or other active content ({part})")
        )
        assert first.faults[0].text("zh").startswith(f"工作簿含有宏或可执行内容（{part}）")
        assert second.data["record_id"] == "a"

    @pytest.mark.parametrize("part", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml"])
    def test_links(self, part: str) -> None:
        """Links to other files are findings."""
        items = list(parse(changed(book(["record_id"], ["a"]), {part: b"<x/>"}), CATALOG))
        assert rules(items) == ["data.external_link"]
        assert (
            items[0]
            .faults[0]
            .text("en")
            .startswith(f"the workbook refers to other files or data connections ({part})")
        )

    @pytest.mark.parametrize(
        "head",
        [
            b'<!DOCTYPE x [<!ENTITY a "b">]>',
            b"<!-- " + random.Random(1).randbytes(524_285).hex().encode() + b" --><!DOCTYPE x>",
        ],
    )
    def test_document_types(self, head: bytes) -> None:
        """Document types and entities are refused before anything is parsed, also behind a long
        comment.
        """
        raw = changed(book(["record_id"]), {"xl/styles.xml": lambda xml: head + xml})
        (item,) = parse(raw, CATALOG)
        assert rules([item]) == ["data.doctype"]
        assert item.faults[0].path == "xl/styles.xml"

    def test_other_encodings(self) -> None:
        """UTF-16 is read, and hides no document type; other encodings are refused."""

        def wide(head: str) -> Callable[[bytes], bytes]:
            return lambda xml: (head + xml.decode()).encode("utf-16")

        raw = book(["record_id"], ["a"])
        (item,) = parse(changed(raw, {"xl/workbook.xml": wide("")}), CATALOG)
        assert item.data["record_id"] == "a"
        assert rules(
            list(parse(changed(raw, {"xl/workbook.xml": wide("<!DOCTYPE x>")}), CATALOG))
        ) == ["data.doctype"]
        other = b'<?xml version="1.0" encoding="IBM037"?>'
        assert only(changed(raw, {"xl/styles.xml": lambda xml: other + xml})).endswith(
            "is in the encoding IBM037"
        )

    def test_bombs(self) -> None:
        """Nothing is unpacked that is too large, or packed too well."""
        raw = book(["record_id"], ["a"])
        bomb = changed(raw, {"xl/worksheets/sheet9.xml": b"<x>" + b" " * 4_000_000 + b"</x>"})
        assert only(bomb).endswith("xl/worksheets/sheet9.xml is packed too well to be true")
        for limits, reason in (
            (Limits(part_bytes=100), "has more than 100 bytes"),
            (Limits(unpacked_bytes=1000), "it unpacks to more than 1000 bytes"),
            (Limits(parts=3), "it has more than 3 parts"),
            (Limits(workbook_bytes=10), "the data are too large; at most 10 bytes are read"),
        ):
            (item,) = parse(raw, CATALOG, limits=limits)
            assert item.faults[0].text("en").endswith(reason)

    def test_false_sizes(self) -> None:
        """A sheet that says it is enormous, or that skips a million million rows, costs no more
        than it holds.
        """

        def lie(xml: bytes) -> bytes:
            return xml.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"').replace(
                b'<row r="2"', b'<row r="999999999999"'
            )

        raw = changed(book(["record_id"], ["a"]), {"xl/worksheets/sheet1.xml": lie})
        assert only(raw) == "row 999999999999 cannot be; open the file in Excel and save it again"

    def test_encrypted_parts(self) -> None:
        """Parts under a password are said to be."""
        raw = bytearray(book(["record_id"]))
        at = raw.index(b"PK\x01\x02")
        raw[at + 8] |= 1
        assert only(bytes(raw)).endswith("it is encrypted; save it without a password")


def test_without_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without openpyxl workbooks are read, and writing says what to install, in both languages."""
    raw = book(["record_id"], ["a"])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert [item.data["record_id"] for item in parse(raw, CATALOG)] == ["a"]
    with pytest.raises(MissingExtra) as caught:
        dump([], CATALOG)
    assert "pip install 'tracecode[excel]'" in str(caught.value)
    assert "请安装" in str(caught.value)


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "'#N/A", "''#N/A", "#5", "'x", "'#5"])
def test_errors_as_text(text: str) -> None:
    """A text that looks like an error is one, as in CSV; one that is meant has an apostrophe, and
    makes the trip.
    """

    def typed_as_text(made: Any) -> None:
        made.active["B2"].data_type = "s"

    (item,) = parse(book(["记录标识", "备注"], ["a", text], then=typed_as_text), CATALOG)
    (same,) = csv_form.parse(f"记录类型,记录标识,备注\nrecall,a,{text}\n".encode(), CATALOG)
    assert [fault.rule for fault in item.faults] == [fault.rule for fault in same.faults]
    assert (
        item.data is None or same.data is None or item.data.get("remark") == same.data.get("remark")
    )
    assert ("data.cell_error" in [fault.rule for fault in item.faults]) == (
        text in ("#N/A", "#REF!")
    )
    (again,) = parse(dump([RECORD | {"remark": text}], CATALOG), CATALOG)
    assert (again.data["remark"], again.faults) == (text, ())
