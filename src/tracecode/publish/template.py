"""The Excel template: a workbook in which small producers fill in records, and which
`records.excel_form` reads back.

One sheet a record type. The header says of each element what it means, how it is written and when
it is required; code lists are drop-downs that show names beside codes; Excel itself refuses what it
can (dates, numbers, lengths). Whether a record is right is judged when it is handed in, by the same
rules as in every other form.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tracecode.escape import excel
from tracecode.extras import extra
from tracecode.findings import cited
from tracecode.lint.blame import blaming
from tracecode.publish.examples import full
from tracecode.publish.template_words import comment, entered, places
from tracecode.records.cells import LONGEST_NUMBER, shown
from tracecode.records.excel_form import LISTS, columns_of, save, width_of
from tracecode.records.fields import number_bounds
from tracecode.records.sheet_titles import GUIDES, own_title
from tracecode.records.table_words import KINDS
from tracecode.records.table_writing import rows_of
from tracecode.records.unread_sheets import GUIDE_HEAD, SCHEMES, TRUTH
from tracecode.records.written_ids import kind_of, shown_id
from tracecode.spec.base import Text
from tracecode.standard.elements import Element, RecordLayout

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

    from tracecode.standard.resolved import Resolved

ROWS = 5_000
"""Rows that are prepared for entries."""
_LONG = 255
_MOST = 20_000
"""Values of a code list in a drop-down; of a longer list there is none."""
_COLOURS = {"M": "FFD966", "C": "DDEBF7", "O": "F2F2F2"}
_FORMATS = {
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm:ss",
    "integer": "0",
    "decimal": "General",
}
_GUIDE = (
    Text(
        zh="每个工作表对应一种记录，工作表名称即记录类型，请勿改名。"
        "第 1 行是数据项名称，第 2 行是数据项标识，从第 3 行起填写。",
        en="Each sheet is one record type; its title says which, so keep it. Row 1 holds the "
        "names of the elements, "
        "row 2 their ids; fill in from row 3 on.",
    ),
    Text(
        zh="橙色：必填；蓝色：满足条件时必填；灰色：选填。"
        "鼠标移到第 1 行的单元格上，可看到定义、格式、条件、依据和示例。",
        en="Orange: required; blue: required under a condition; grey: optional. Hold the mouse "
        "over a cell of row 1 to "
        "see definition, format, condition, source and an example.",
    ),
    Text(
        zh="一条记录通常占一行。有重复项（如多种投入品、多个追溯码）时，在下面的行中只填重复项的列，其余列留空；"
        "填了其他列就是新的记录。",
        en="A record usually takes one row. Where something repeats (several inputs, several "
        "codes), fill only the "
        "repeated columns on the rows below and leave all others empty; a row that fills any "
        "other column begins a new "
        "record.",
    ),
    Text(
        zh="“记录标识”可以不填，读入时按记录内容生成。",
        en="The record id may be left empty; it is made from the content when the file is read.",
    ),
    Text(
        zh="有下拉列表的单元格请从列表中选择。代码、编号、电话请按文本填写，以免丢失开头的 0 或 "
        "15 位以后的数字。",
        en="Choose from the list where there is one. Enter codes, numbers and telephones as text, "
        "or leading zeros and "
        "digits beyond the 15th are lost.",
    ),
    Text(
        zh="请勿使用公式、宏和外部链接；粘贴时请选“只粘贴数值”。",
        en="Use no formulas, macros or links to other files; paste values only.",
    ),
)


@blaming
def template(
    types: Iterable[RecordLayout], standard: Resolved, path: str | os.PathLike[str], *,
    lang: str = "zh"
) -> None:  # fmt: skip
    """Write the template of record types to a file, which is there as a whole or not at all.

    Args:
        types: the record types, one sheet each.
        standard: the specifications.
        path: the file, `*.xlsx`.
        lang: language of names and titles, `zh` or `en`; comments hold both.

    Raises:
        MissingExtra: openpyxl is not installed.
        OSError: the file cannot be written.
    """
    save(workbook(types, standard, lang=lang), path)


@blaming
def workbook(types: Iterable[RecordLayout], standard: Resolved, *, lang: str = "zh") -> Workbook:
    """The template as a workbook of openpyxl, to add to before it is saved.

    Raises:
        MissingExtra: openpyxl is not installed.
    """
    book: Workbook = extra("openpyxl", "excel").Workbook()
    types = list(types)
    _guide(book.worksheets[0], types, standard, lang)
    lists = _Lists(book.create_sheet(LISTS), lang)
    for layout in types:
        _sheet(book.create_sheet(own_title(layout, standard, lang)), layout, standard, lists, lang)
    book.move_sheet(LISTS, len(types))
    book[LISTS].sheet_state = "hidden"
    if types:
        book.active = 1
    book.properties.creator = "tracecode"
    return book


class _Lists:
    """The hidden sheet behind the drop-downs: one column a code list."""

    def __init__(self, sheet: Worksheet, lang: str) -> None:
        self.sheet, self.lang = sheet, lang
        self.ranges: dict[str, str] = {}

    def range_of(self, id: str, values: Sequence[str]) -> str:
        """Where the values of a list stand."""
        from openpyxl.utils import get_column_letter

        if id not in self.ranges:
            column = len(self.ranges) + 1
            for row, value in enumerate((id, *values), 1):
                _write(self.sheet, row, column, value)
            letter = get_column_letter(column)
            self.ranges[id] = f"'{LISTS}'!${letter}$2:${letter}${len(values) + 1}"
        return self.ranges[id]


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A text in a cell, also one that begins like a formula."""
    from openpyxl.cell import Cell

    cell = sheet.cell(row, column, excel(text))
    cell.data_type, cell.number_format = "s", "@"
    assert isinstance(cell, Cell)
    return cell


def _sheet(
    sheet: Worksheet, layout: RecordLayout, standard: Resolved, lists: _Lists, lang: str
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    known, examples = places(layout), _examples(layout, standard)
    sheet.freeze_panes = "A3"
    heights = [_LINE, _LINE]
    total = 0.0
    for at, (path, field, zh, en) in enumerate(columns_of(layout), 1):
        place = known[path]
        name = zh if lang == "zh" else en
        head, id = _write(sheet, 1, at, name), _write(sheet, 2, at, path)
        head.fill = PatternFill("solid", start_color=_COLOURS[place.required])
        head.font, id.font = Font(bold=True), Font(size=8, color="808080")
        head.alignment = id.alignment = Alignment(wrap_text=True, vertical="center")
        note = excel(comment(place, layout, standard, examples))
        head.comment = Comment(note, "tracecode", width=420, height=24 + 15 * _lines(note, 60))
        letter = get_column_letter(at)
        column = sheet.column_dimensions[letter]
        column.width = max(
            width_of(name),
            _seen_whole(field, entered(field, examples.get(path, ""), standard, lang)),
        )
        total += column.width
        heights = [
            max(height, _LINE * _lines(text, column.width - 2))
            for height, text in zip(heights, (f"{name}  ", path), strict=True)
        ]
        kind = field.format.kind if field.format else "text"
        column.number_format = _FORMATS.get(kind, "@") if field.codelist is None else "@"
        rule = _validation(field, layout, standard, lists)
        if rule is not None:
            sheet.add_data_validation(rule)
            rule.add(f"{letter}3:{letter}{ROWS + 2}")
    for row, height in enumerate(heights, 1):
        sheet.row_dimensions[row].height = height
    _print_set_up(sheet, pages=round(total / _PAGE) or 1)
    sheet.print_title_rows = "1:2"


def _examples(layout: RecordLayout, standard: Resolved) -> dict[str, str]:
    """A right value of each element of a record type, as a table holds it, by path."""
    examples: dict[str, str] = {}
    for row in rows_of(full(layout, standard), layout):
        examples = row | examples
    return examples


def _seen_whole(field: Element, example: str) -> float:
    """The narrowest column in which values of an element are seen whole, also in the wide letters
    of other systems.
    """
    width = max(_columns(line) for line in example.split("\n"))
    form = field.format
    if form is not None and form.number:
        bounds = field.spec.range
        width = max(
            width,
            *(
                len(format(end, "f"))
                for end in number_bounds(
                    form, *((bounds.min, bounds.max) if bounds else (None, None))
                )
            ),
        )
    return min(_WIDER * max(width, _LEAST.get(form.kind if form else "", 0)) + 2, _WIDEST)


def _columns(text: str) -> int:
    """How many digits wide a text is; Chinese characters are twice as wide."""
    return len(text) + len(re.sub("[\0-\u2e80]+", "", text))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in cells that are as wide as so many digits."""
    return sum(max(1, math.ceil(_columns(line) / width)) for line in text.split("\n"))


def _print_set_up(sheet: Worksheet, *, pages: int) -> None:
    """On paper the columns take so many pages across, in landscape."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages, 0
    properties: Any = sheet.sheet_properties
    properties.pageSetUpPr.fitToPage = True


_LINE = 16.0
"""Points of a line of text."""
_PAGE = 150.0
"""So many digits stand side by side on a page of A4 in landscape, at a size that can still be
read.
"""
_LEAST = {"moment": 19, "date": 10, "uuid": 36}
"""So many digits wide is every value of the kind."""
_WIDER, _WIDEST = 1.5, 70.0
"""Where the letters of Excel are not installed, others are up to a half wider."""


def _schemes(field: Element, layout: RecordLayout, standard: Resolved) -> list[str]:
    """The encoding rules that may stand in a column, those of the product first."""
    own: list[str] = []
    if layout.product is not None:
        codes = standard.product(layout.product).codes
        own = [id for role in vars(codes).values() for id in role or ()]
    fitting = [
        id for id in standard.ids("scheme") if standard.scheme(id).identifies in field.identifies
    ]
    return sorted(fitting, key=lambda scheme: own.index(scheme) if scheme in own else len(own))


# --- what Excel itself refuses --------------------------------------------------------------------


def _validation(
    field: Element, layout: RecordLayout, standard: Resolved, lists: _Lists
) -> DataValidation | None:
    """The rule that Excel applies to the entries of a column."""
    from openpyxl.worksheet.datavalidation import DataValidation

    form, listed = field.format, field.codelist
    assert form is not None
    kind = form.kind
    rule: DataValidation | None = None
    wanted = KINDS[kind]
    if kind_of(field) == "scheme":
        ids = _schemes(field, layout, standard)
        key = " ".join((SCHEMES, *filter(None, (layout.product, *field.identifies))))
        rule = DataValidation(
            type="list",
            formula1=lists.range_of(
                key, [shown_id(standard, "scheme", id, lists.lang) for id in ids]
            ),
        )
        wanted = Text(zh="列表中的编码规则", en="an encoding rule of the list")
    elif kind == "boolean" or listed is not None:
        values = (
            [*TRUTH] if listed is None else [shown(entry, lists.lang) for entry in listed.entries]
        )
        if len(values) > _MOST:
            return None
        rule = DataValidation(
            type="list", formula1=lists.range_of(kind if listed is None else listed.id, values)
        )
        wanted = Text(zh="列表中的值", en="a value of the list")
    elif kind == "date":
        rule = DataValidation(
            type="date", operator="between", formula1="DATE(1900,1,1)", formula2="DATE(2199,12,31)"
        )
    elif kind == "moment":
        rule = DataValidation(
            type="date", operator="between", formula1="DATE(1900,1,1)", formula2="DATE(2200,1,1)"
        )
    elif form.number:
        bounds = field.spec.range
        low, high = number_bounds(
            form, bounds.min if bounds else None, bounds.max if bounds else None
        )
        if high < LONGEST_NUMBER:
            rule = DataValidation(
                type="whole" if kind == "integer" else "decimal", operator="between"
            )
            rule.formula1, rule.formula2 = format(low, "f"), format(high, "f")
            wanted = Text(zh=f"{wanted.zh}，{low} 至 {high}", en=f"{wanted.en}, {low} to {high}")
    elif kind not in (
        "time",
        "month",
        "year",
    ):  # these Excel turns into dates and numbers of its own
        least, most = str(form.min), str(form.max)
        rule = DataValidation(type="textLength", operator="between", formula1=least, formula2=most)
        chars = most if least == most else f"{least}–{most}"
        wanted = Text(zh=f"{wanted.zh}，{chars} 个字符", en=f"{wanted.en}, {chars} characters")
    if rule is not None:
        rule.allow_blank = True
        rule.showErrorMessage = kind_of(field) is None and (listed is None or listed.strict)
        rule.errorTitle = excel(field.name.zh)[:32]
        rule.error = excel(f"应为{wanted.zh}\nExpected: {wanted.en}")[:_LONG]
    return rule


def _guide(sheet: Worksheet, types: Sequence[RecordLayout], standard: Resolved, lang: str) -> None:
    """The sheet with instructions."""
    from openpyxl.styles import Alignment, Font

    sheet.title = GUIDES[0] if lang == "zh" else GUIDES[1]
    widths = (60.0, 76.0)
    for letter, width in zip("AB", widths, strict=True):
        sheet.column_dimensions[letter].width = width
    rows: list[tuple[str, str]] = [GUIDE_HEAD, *((each.zh, each.en) for each in _GUIDE), ("", "")]
    rows.append(("记录类型（工作表）", "Record types (sheets)"))
    rows += [
        (
            f"{each.name.zh}（{each.id}）",
            f"{each.name.en} ({cited(standard.cite(each.source), 'en')})",
        )
        for each in types
    ]
    bold = {1, len(_GUIDE) + 3}
    _print_set_up(sheet, pages=1)
    for at, pair in enumerate(rows, 1):
        lines = max(_lines(text, width - 4) for text, width in zip(pair, widths, strict=True))
        sheet.row_dimensions[at].height = _LINE * lines + 2
        for column, text in enumerate(pair, 1):
            if not text:
                continue
            cell = _write(sheet, at, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if at in bold:
                cell.font = Font(bold=True, size=12)
