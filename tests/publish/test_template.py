"""The Excel template: what it says, what Excel refuses by it, and that what is filled in is right
when read back.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pypdfium2
import pytest

from tracecode.errors import MissingExtra
from tracecode.publish import examples
from tracecode.publish.template import template, workbook
from tracecode.records import excel_form, sheet_titles, table_writing
from tracecode.records.cells import shown
from tracecode.records.judge import judge
from tracecode.standard.elements import Element, RecordLayout
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = packaged()
PRODUCTION = record_layout(CATALOG, "production", "pesticide")
RECALL = record_layout(CATALOG, "recall")
TYPES = [
    layout
    for layout in layouts(CATALOG)
    if layout.product is None or any(field.id == "product_item" for field in layout.elements)
]


def entered(field: Element, text: str) -> object:
    """What a person enters for a value: dates and numbers as such, codes from the drop-down."""
    kind = field.format.kind if field.format else "text"
    if kind == "date":
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a spreadsheet knows no zone
    if kind == "moment":
        return datetime.fromisoformat(text).replace(tzinfo=None)
    if kind in ("integer", "decimal") and len(text) < 15:
        return float(text) if "." in text else int(text)
    if kind == "boolean":
        return {"true": "是", "false": "否"}[text]
    if field.codelist is not None:
        return next((shown(entry) for entry in field.codelist.entries if entry.code == text), text)
    return (
        CATALOG.scheme(text).name.zh if field.identifies and text in CATALOG.ids("scheme") else text
    )


def fill(book: Any, records: list[tuple[RecordLayout, dict[str, Any]]]) -> None:
    """Fill in a template as a person would."""
    for layout, record in records:
        sheet = book[sheet_titles.sheet_title(layout)]
        columns = {sheet.cell(2, at).value: at for at in range(1, sheet.max_column + 1)}
        fields = dict(layout.walk())
        below = sheet.max_row
        for row in table_writing.rows_of(record, layout):
            below += 1
            for name, text in row.items():
                if name in columns:
                    sheet.cell(below, columns[name], entered(fields[name], text))


def pages(layout: RecordLayout) -> Any:
    """The sheet of a type in its template."""
    return workbook([layout], CATALOG).worksheets[1]


def head(layout: RecordLayout, element: str) -> Any:
    """The header cell of an element."""
    sheet = pages(layout)
    return next(cell for cell in sheet[1] if sheet.cell(2, cell.column).value == element)


def rule(layout: RecordLayout, element: str) -> Any:
    """What Excel checks in the column of an element."""
    cell = head(layout, element)
    ranges = {str(one.sqref): one for one in cell.parent.data_validations.dataValidation}
    return ranges.get(f"{cell.column_letter}3:{cell.column_letter}5002")


class TestFilled:
    """A template that is filled in."""

    @pytest.mark.slow
    def test_record_types(self) -> None:
        """The examples of record types, entered as a person would, are read back right: there is no
        error.
        """
        types = TYPES[::3]  # all of them pass; a third is enough for every day
        book = workbook(types, CATALOG)
        records = [(layout, examples.full(layout, CATALOG)) for layout in types]
        fill(book, records)
        out = io.BytesIO()
        book.save(out)
        items = list(excel_form.parse(out.getvalue(), CATALOG))
        assert [one.line_text() for item in items for one in item.faults] == []
        assert len(items) == len(records)
        for item in items:
            wrong = [
                one.line_text()
                for one in judge(item.data, CATALOG).findings
                if one.severity == "error"
            ]
            assert wrong == [], item.data["record_type"]

    def test_equal(self, tmp_path: Path) -> None:
        """What is read is the record that was meant, several in one sheet."""
        path = tmp_path / "template.xlsx"
        template([PRODUCTION, RECALL], CATALOG, path)
        first = examples.full(PRODUCTION, CATALOG)
        second = examples.minimal(PRODUCTION, CATALOG) | {
            "record_id": "00000000-0000-4000-8000-000000000001"
        }
        third = examples.full(RECALL, CATALOG)
        book = openpyxl.load_workbook(path)
        fill(book, [(PRODUCTION, first), (PRODUCTION, second), (RECALL, third)])
        book.save(path)
        with path.open("rb") as file:
            assert [item.data for item in excel_form.parse(file, CATALOG)] == [first, second, third]

    def test_empty(self, tmp_path: Path) -> None:
        """A template in which nothing was filled in says that there is nothing to read."""
        path = tmp_path / "template.xlsx"
        template([PRODUCTION], CATALOG, path, lang="en")
        with path.open("rb") as file:
            (item,) = excel_form.parse(file, CATALOG)
        assert [(one.rule, one.severity) for one in item.faults] == [
            ("data.empty", "error"),
        ]  # fmt: skip
        assert [one.name for one in tmp_path.iterdir()] == ["template.xlsx"]


class TestSheets:
    """What a template shows."""

    def test_sheets(self) -> None:
        """Instructions first, one sheet a type, the lists hidden; the first type is open."""
        book = workbook([PRODUCTION, RECALL], CATALOG)
        assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
            ("说明", "visible"),
            ("农药·生产", "visible"),
            ("召回", "visible"),
            ("_lists", "hidden"),
        ]
        assert book.active is book.worksheets[1]
        guide = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
        assert "填写说明" in guide
        assert "Instructions" in guide
        assert "农药·生产（pesticide_production）" in guide
        assert workbook([RECALL], CATALOG, lang="en").sheetnames == [
            "Instructions",
            "recall",
            "_lists",
        ]

    def test_header(self) -> None:
        """Names stand above ids; the type is said by the sheet, not by columns."""
        sheet = pages(PRODUCTION)
        names = {cell.value: sheet.cell(1, cell.column).value for cell in sheet[2]}
        assert names["production_date"] == "生产日期"
        assert names["inputs.quantity"].endswith(".数量")
        assert "record_type" not in names
        assert "product_item" not in names
        assert sheet.freeze_panes == "A3"

    def test_colours(self) -> None:
        """Required, conditional and optional elements are told by colour."""
        assert head(PRODUCTION, "production_date").fill.start_color.rgb == "00FFD966"
        assert head(PRODUCTION, "inputs.quantity").fill.start_color.rgb == "00DDEBF7"
        assert head(PRODUCTION, "remark").fill.start_color.rgb == "00F2F2F2"

    def test_comment(self) -> None:
        """The comment on a header says definition, format, obligation, source and an example, in
        both languages.
        """
        said = head(PRODUCTION, "production_date").comment.text
        for part in (
            "定义：",
            "格式：日期",
            "填写：必填",
            "依据：",
            "示例：",
            "Definition: ",
            "Obligation: required",
            "Source: ",
        ):
            assert part in said
        said = head(PRODUCTION, "inputs.code_scheme").comment.text
        assert "填写：当已填“追溯码”时必填" in said
        assert "Obligation: required when 'Trace code' is filled in" in said
        assert "Repeats: up to " in said
        said = head(PRODUCTION, "inputs.quantity").comment.text
        assert "Obligation: required when '" in said

    @pytest.mark.slow
    def test_every_comment(self) -> None:
        """Every column of every record type has one, within what Excel shows."""
        book: Any = workbook(TYPES[::3], CATALOG)
        comments = [cell.comment for sheet in book.worksheets[1:-1] for cell in sheet[1]]
        assert all(comment is not None and len(comment.text) < 3000 for comment in comments)

    def test_formats(self) -> None:
        """Columns of codes are text, so that leading zeros stay; dates are dates."""
        sheet = pages(PRODUCTION)
        formats = {
            cell.value: sheet.column_dimensions[cell.column_letter].number_format
            for cell in sheet[2]
        }
        assert formats["uscc"] == "@"
        assert formats["production_date"] == "yyyy-mm-dd"
        assert formats["event_time"] == "yyyy-mm-dd hh:mm:ss"


class TestChecks:
    """What Excel refuses by itself."""

    def test_dates(self) -> None:
        """A date column takes dates."""
        found = rule(PRODUCTION, "production_date")
        assert (found.type, found.formula1, found.showErrorMessage) == (
            "date",
            "DATE(1900,1,1)",
            True,
        )
        assert found.error == "应为日期，如 2026-03-12\nExpected: date such as 2026-03-12"

    def test_numbers(self) -> None:
        """A number column takes numbers within their bounds; beyond the digits of Excel there is no
        check.
        """
        layout, path = next(
            (layout, path)
            for layout in TYPES
            for path, field in layout.walk()
            if field.format and field.format.kind == "integer" and field.codelist is None
        )
        found = rule(layout, path)
        assert (found.type, found.operator) == ("whole", "between")
        assert int(found.formula1) < int(found.formula2)

    def test_texts(self) -> None:
        """A text column takes texts of the right length."""
        found = rule(PRODUCTION, "uscc")
        assert (found.type, found.formula1, found.formula2) == ("textLength", "18", "18")

    @pytest.mark.parametrize("strict", [True, False])
    def test_lists(self, strict: bool) -> None:
        """A code list is a drop-down of codes with names; an advisory one takes other values
        too.
        """
        layout, path, field = next(
            (layout, path, field)
            for layout in TYPES
            for path, field in layout.walk()
            if field.codelist is not None
            and field.codelist.strict is strict
            and field.constant is None
        )
        assert field.codelist is not None
        found = rule(layout, path)
        assert (found.type, found.showErrorMessage) == ("list", strict)
        sheet, _, where = found.formula1.partition("!")
        cells = head(layout, path).parent.parent[sheet.strip("'")][where.replace("$", "")]
        assert [cell.value for (cell,) in cells] == [
            shown(entry) for entry in field.codelist.entries
        ]

    def test_truth(self) -> None:
        """A truth value is 是 or 否."""
        layout, path = next(
            (layout, path)
            for layout in TYPES
            for path, field in layout.walk()
            if field.format and field.format.kind == "boolean"
        )
        assert rule(layout, path).type == "list"


@pytest.mark.parametrize(
    ("product", "record", "wanted"),
    [
        ("elevator", "installation", {"party_name": "天津示例特种设备有限公司"}),
        (
            "vegetable",
            "harvest",
            {"product_name": "黄瓜", "base_name": "示例蔬菜基地", "breed": "津春4号"},
        ),
        (
            "pesticide",
            "production",
            {"product_name": "20%啶虫脒可湿性粉剂", "inputs.material_name": "啶虫脒原药"},
        ),
        ("gas-cylinder", "filling", {"party_name": "天津示例燃气有限公司"}),
    ],
)
def test_examples_are_of_the_item(product: str, record: str, wanted: dict[str, str]) -> None:
    """The examples beside the columns name things of the item, and its codes are of the rules that
    it carries.
    """
    layout = record_layout(CATALOG, record, product)
    sheet = workbook([layout], CATALOG).worksheets[1]
    notes = {
        sheet.cell(2, at).value: sheet.cell(1, at).comment for at in range(1, sheet.max_column + 1)
    }
    for path, example in wanted.items():
        note = notes[path]
        assert note is not None
        assert f"示例：{example}\n" in f"{note.text}\n"
        assert f"Example: {example}\n" in f"{note.text}\n"
    carried = {id for role in vars(CATALOG.product(product).codes).values() for id in role or ()}
    data = examples.full(layout, CATALOG)
    if "code_scheme" in data:
        assert data["code_scheme"] in carried


def test_without_openpyxl(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where openpyxl is absent, the message says what to install."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match=r"tracecode\[excel\]"):
        template([RECALL], CATALOG, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


class TestSeen:
    """What people see of a template."""

    def test_schemes(self) -> None:
        """A drop-down offers encoding rules by id and name, those of the product first; others may
        be typed.
        """
        cell = head(PRODUCTION, "code_scheme")
        found = rule(PRODUCTION, "code_scheme")
        assert (found.type, found.showErrorMessage) == ("list", False)
        column = cell.parent.parent["_lists"][found.formula1.split("$")[1]]
        values = [one.value for one in column if one.value]
        assert values[:2] == [
            "scheme pesticide unit batch package logistic-unit product label object",
            "pesticide-unit 农药标签单元识别代码",
        ]
        assert "sc-food-licence 食品生产许可证编号" not in values
        assert rule(PRODUCTION, "approval_scheme").formula1 != found.formula1

    def test_examples(self) -> None:
        """The examples are of the product, and codes and their encoding rules belong together."""
        said = head(
            record_layout(CATALOG, "sales-ledger", "pesticide"), "pesticide_sale_lines.approval_no"
        ).comment.text
        assert "示例：PD20172225" in said
        assert "示例：20%啶虫脒可湿性粉剂" in head(PRODUCTION, "product_name").comment.text
        said = head(
            record_layout(CATALOG, "sales-ledger", "pesticide"), "pesticide_sale_lines.code_scheme"
        ).comment.text
        assert "示例：pesticide-unit 农药标签单元识别代码" in said

    def test_record_id(self) -> None:
        """What may be left empty does not look required."""
        cell = head(PRODUCTION, "record_id")
        assert cell.fill.start_color.rgb[2:] == "F2F2F2"
        assert "填写：可以不填" in cell.comment.text

    @pytest.mark.slow
    def test_office(self, tmp_path: Path) -> None:
        """LibreOffice shows every value and every heading whole: nothing is ### or cut."""
        office = shutil.which("soffice")
        if office is None:
            pytest.skip("LibreOffice is not installed")
        types = [PRODUCTION, record_layout(CATALOG, "sales-ledger", "pesticide"), RECALL]
        book = workbook(types, CATALOG)
        records = [(layout, examples.full(layout, CATALOG)) for layout in types]
        fill(book, records)
        book.save(tmp_path / "t.xlsx")
        home = f"-env:UserInstallation=file://{tmp_path}/home"
        words = [
            office,
            "--headless",
            home,
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "t.xlsx"),
        ]
        subprocess.run(words, check=True, capture_output=True, timeout=300)
        pages = pypdfium2.PdfDocument(tmp_path / "t.pdf")
        text = "".join(page.get_textpage().get_text_bounded() for page in pages)
        bare = "".join(text.split())
        assert "###" not in text
        # which reads other characters of fonts that stand in
        if int(pypdfium2.version.PYPDFIUM_INFO.major) < 5:
            assert all(
                path in bare for layout in types for path, *_ in excel_form.columns_of(layout)
            )
            return
        for layout, record in records:
            for path, _, zh, _ in excel_form.columns_of(layout):
                assert "".join(zh.split()) in bare, zh
                assert path in bare
            for row in table_writing.rows_of(record, layout):
                for path, value in row.items():
                    field = dict(layout.walk())[path]
                    if path in {name for name, *_ in excel_form.columns_of(layout)} and isinstance(
                        entered(field, value), str
                    ):
                        assert "".join(str(entered(field, value)).split()) in bare, (path, value)
