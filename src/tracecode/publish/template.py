"""The Excel template: a workbook in which small producers fill in records, and which `records.excel_form` reads back.

One sheet a record type. The header says of each element what it means, how it is written and when it is required; code
lists are drop-downs that show names beside codes; Excel itself refuses what it can (dates, numbers, lengths). Whether a
record is right is judged when it is handed in, by the same rules as in every other form.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracecode.escape import excel
from tracecode.extras import extra
from tracecode.lint.blame import blaming
from tracecode.publish.rule_words import in_words, told_at
from tracecode.records.cells import LONGEST_NUMBER, shown
from tracecode.records.excel_form import GUIDES, LISTS, columns_of, own_title, save, width_of
from tracecode.records.fields import number_bounds
from tracecode.spec.base import Text
from tracecode.spec.record_model import Period
from tracecode.standard.layout import Field, Group, Layout

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
_FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "integer": "0", "decimal": "General"}
_KINDS = {
    "text": Text(zh="文本", en="text"),
    "letters": Text(zh="字母", en="letters"),
    "digits": Text(zh="数字串（保留开头的 0）", en="digits (keep leading zeros)"),
    "integer": Text(zh="整数", en="whole number"),
    "decimal": Text(zh="数值", en="number"),
    "boolean": Text(zh="是 / 否", en="是 (yes) / 否 (no)"),
    "date": Text(zh="日期，如 2026-03-12", en="date such as 2026-03-12"),
    "month": Text(zh="年月，如 2026-03", en="month such as 2026-03"),
    "year": Text(zh="年份，如 2026", en="year such as 2026"),
    "moment": Text(
        zh="日期时间（北京时间），如 2026-03-12 08:30:00", en="date and time (Beijing time) such as 2026-03-12 08:30:00"
    ),
    "time": Text(zh="时刻，如 08:30", en="time of day such as 08:30"),
    "uri": Text(zh="网址", en="web address"),
    "uuid": Text(zh="唯一标识（UUID）", en="unique id (UUID)"),
}
_GUIDE = (
    Text(
        zh="每个工作表对应一种记录，工作表名称即记录类型，请勿改名。"
        "第 1 行是数据项名称，第 2 行是数据项标识，从第 3 行起填写。",
        en="Each sheet is one record type; its title says which, so keep it. Row 1 holds the names of the elements, "
        "row 2 their ids; fill in from row 3 on.",
    ),
    Text(
        zh="橙色：必填；蓝色：满足条件时必填；灰色：选填。"
        "鼠标移到第 1 行的单元格上，可看到定义、格式、条件、依据和示例。",
        en="Orange: required; blue: required under a condition; grey: optional. Hold the mouse over a cell of row 1 to "
        "see definition, format, condition, source and an example.",
    ),
    Text(
        zh="一条记录通常占一行。有重复项（如多种投入品、多个追溯码）时，在下面的行中只填重复项的列，其余列留空；"
        "填了其他列就是新的记录。",
        en="A record usually takes one row. Where something repeats (several inputs, several codes), fill only the "
        "repeated columns on the rows below and leave all others empty; a row that fills any other column begins a new "
        "record.",
    ),
    Text(
        zh="“记录标识”可以不填，读入时按记录内容生成。",
        en="The record id may be left empty; it is made from the content when the file is read.",
    ),
    Text(
        zh="有下拉列表的单元格请从列表中选择。代码、编号、电话请按文本填写，以免丢失开头的 0 或 15 位以后的数字。",
        en="Choose from the list where there is one. Enter codes, numbers and telephones as text, or leading zeros and "
        "digits beyond the 15th are lost.",
    ),
    Text(
        zh="请勿使用公式、宏和外部链接；粘贴时请选“只粘贴数值”。",
        en="Use no formulas, macros or links to other files; paste values only.",
    ),
)


@blaming
def template(
    types: Iterable[Layout], standard: Resolved, path: str | os.PathLike[str], *, lang: str = "zh"
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
def workbook(types: Iterable[Layout], standard: Resolved, *, lang: str = "zh") -> Workbook:
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


class _Place(NamedTuple):
    """An element with the groups around it."""

    field: Field
    group: Group
    """In which it stands."""
    outer: tuple[Field, ...]
    """The groups around it, the widest first."""

    @property
    def required(self) -> str:
        """`M`, `C` or `O`: what is mandatory in a group that need not be there is conditional."""
        uses = [one.use.obligation for one in (*self.outer, self.field)]
        if uses[-1] == "O":
            return "O"
        return "M" if all(use == "M" for use in uses) else "C"


def _sheet(sheet: Worksheet, layout: Layout, standard: Resolved, lists: _Lists, lang: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    places = _places(layout)
    sheet.freeze_panes = "A3"
    sheet.row_dimensions[1].height = 32
    for at, (path, field, zh, en) in enumerate(columns_of(layout), 1):
        place = places[path]
        name = zh if lang == "zh" else en
        head, id = _write(sheet, 1, at, name), _write(sheet, 2, at, path)
        head.fill = PatternFill("solid", start_color=_COLOURS[place.required])
        head.font, id.font = Font(bold=True), Font(size=8, color="808080")
        head.alignment = Alignment(wrap_text=True, vertical="center")
        said = excel(_comment(place, standard))
        head.comment = Comment(said, "tracecode", width=420, height=24 + 15 * (said.count("\n") + len(said) // 60 + 1))
        letter = get_column_letter(at)
        column = sheet.column_dimensions[letter]
        column.width = width_of(name)
        kind = field.format.kind if field.format else "text"
        column.number_format = _FORMATS.get(kind, "@") if field.codelist is None else "@"
        rule = _validation(field, lists)
        if rule is not None:
            sheet.add_data_validation(rule)
            rule.add(f"{letter}3:{letter}{ROWS + 2}")


def _places(group: Group, prefix: str = "", outer: tuple[Field, ...] = ()) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    for field in group.fields:
        places[prefix + field.id] = _Place(field, group, outer)
        if field.group is not None:
            places |= _places(field.group, f"{prefix}{field.id}.", (*outer, field))
    return places


# --- what Excel itself refuses ---------------------------------------------------------------------------------------


def _validation(field: Field, lists: _Lists) -> DataValidation | None:
    """The rule that Excel applies to the entries of a column."""
    from openpyxl.worksheet.datavalidation import DataValidation

    form, listed = field.format, field.codelist
    assert form is not None
    kind = form.kind
    rule: DataValidation | None = None
    wanted = _KINDS[kind]
    if kind == "boolean" or listed is not None:
        values = ["是", "否"] if listed is None else [shown(entry, lists.lang) for entry in listed.entries]
        if len(values) > _MOST:
            return None
        rule = DataValidation(type="list", formula1=lists.range_of(kind if listed is None else listed.id, values))
        wanted = Text(zh="列表中的值", en="a value of the list")
    elif kind == "date":
        rule = DataValidation(type="date", operator="between", formula1="DATE(1900,1,1)", formula2="DATE(2199,12,31)")
    elif kind == "moment":
        rule = DataValidation(type="date", operator="between", formula1="DATE(1900,1,1)", formula2="DATE(2200,1,1)")
    elif form.number:
        bounds = field.spec.range
        low, high = number_bounds(form, bounds.min if bounds else None, bounds.max if bounds else None)
        if high < LONGEST_NUMBER:
            rule = DataValidation(type="whole" if kind == "integer" else "decimal", operator="between")
            rule.formula1, rule.formula2 = format(low, "f"), format(high, "f")
            wanted = Text(zh=f"{wanted.zh}，{low} 至 {high}", en=f"{wanted.en}, {low} to {high}")
    elif kind not in ("time", "month", "year"):  # these Excel turns into dates and numbers of its own
        least, most = str(form.min), str(form.max)
        rule = DataValidation(type="textLength", operator="between", formula1=least, formula2=most)
        chars = most if least == most else f"{least}–{most}"
        wanted = Text(zh=f"{wanted.zh}，{chars} 个字符", en=f"{wanted.en}, {chars} characters")
    if rule is not None:
        rule.allow_blank = True
        rule.showErrorMessage = listed is None or listed.strict
        rule.errorTitle = excel(field.name.zh)[:32]
        rule.error = excel(f"应为{wanted.zh}\nExpected: {wanted.en}")[:_LONG]
    return rule


# --- what the header says --------------------------------------------------------------------------------------------


def _comment(place: _Place, standard: Resolved) -> str:
    """The comment on a header cell: definition, format, obligation, source, example; Chinese, then English."""
    field = place.field
    lines: dict[str, list[str]] = {"zh": [], "en": []}
    labels = {
        "zh": ("定义", "格式", "填写", "依据", "示例", "单位", "所在组", "重复"),
        "en": ("Definition", "Format", "Obligation", "Source", "Example", "Unit", "Group", "Repeats"),
    }
    source = f"{standard.cite(field.source)} ({field.evidence})"
    for lang, (definition, form, obligation, cited, example, unit, around, repeats) in labels.items():
        out = lines[lang]
        mark = "：" if lang == "zh" else ": "
        out.append(getattr(field.name, lang))
        out.append(f"{definition}{mark}{getattr(field.spec.definition, lang)}")
        if place.outer:
            group = place.outer[-1]
            out.append(f"{around}{mark}{getattr(group.name, lang)} — {getattr(group.spec.definition, lang)}")
        out.append(f"{form}{mark}{_format(field, lang)}")
        if field.spec.unit:
            out.append(f"{unit}{mark}{field.spec.unit}")
        many = next((one.many for one in (*place.outer, field) if one.many), None)
        if many:
            out.append(f"{repeats}{mark}" + (f"最多 {many} 行" if lang == "zh" else f"up to {many} rows"))
        out.append(f"{obligation}{mark}{_obligation(place, lang)}")
        out.append(f"{cited}{mark}{source}")
        if field.spec.example:
            out.append(f"{example}{mark}{_example(field, lang)}")
    return "\n".join((*lines["zh"], "", *lines["en"]))


def _format(field: Field, lang: str) -> str:
    assert field.format is not None
    said: str = getattr(_KINDS[field.format.kind], lang)
    if field.codelist is not None:
        listed: str = getattr(field.codelist.name, lang)
        free = "" if field.codelist.strict else "（可填列表以外的值）" if lang == "zh" else " (other values may stand)"
        return f"代码表“{listed}”{free}" if lang == "zh" else f"code list '{listed}'{free}"
    return f"{said} ({field.format.notation})"


def _example(field: Field, lang: str) -> str:
    text = field.spec.example or ""
    if field.format is not None and field.format.kind == "boolean":
        return {"true": "是", "false": "否"}[text]
    if field.format is not None and field.format.kind == "moment":
        return text[:19].replace("T", " ")
    if field.codelist is not None:
        return next((shown(entry, lang) for entry in field.codelist.entries if entry.code == text), text)
    return text


def _obligation(place: _Place, lang: str) -> str:
    """When an element is required, in words."""
    field, zh = place.field, lang == "zh"
    said = []
    optional = next((one for one in reversed(place.outer) if one.use.obligation != "M"), None)
    if field.use.obligation == "M":
        if optional is None:
            said.append("必填" if zh else "required")
        else:
            name = getattr(optional.name, lang)
            said.append(f"填写“{name}”时必填" if zh else f"required when '{name}' is filled in")
    elif field.use.when is not None:
        when = (" 且 " if zh else " and ").join(
            _when(place.group, id, wanted, lang) for id, wanted in field.use.when.items()
        )
        said.append(f"当{when}时必填" if zh else f"required when {when}")
    said += [
        sentence
        for rule in place.group.rules
        if field.id in told_at(rule) and (sentence := in_words(rule, place.group, lang)) is not None
    ]
    if not said:
        said.append("选填" if zh else "optional")
    return "；".join(said) if zh else "; ".join(said)


def _when(group: Group, id: str, wanted: tuple[str, ...] | Period, lang: str) -> str:
    zh = lang == "zh"
    other = group.field(id)
    name = getattr(other.name, lang)
    if isinstance(wanted, Period):
        ends = [f"{'自' if zh else 'from '}{wanted.since}{'起' if zh else ' on'}" if wanted.since else ""]
        ends.append(f"{'至' if zh else 'until '}{wanted.until}" if wanted.until else "")
        return f"“{name}”{''.join(ends)}" if zh else f"'{name}' lies {' '.join(end for end in ends if end)}"
    if wanted == ("*",):
        return f"已填“{name}”" if zh else f"'{name}' is filled in"
    entries = {} if other.codelist is None else {entry.code: shown(entry, lang) for entry in other.codelist.entries}
    truth = {"true": "是", "false": "否"}
    values = [entries.get(value, truth.get(value, value)) for value in wanted]
    return f"“{name}”为 {'、'.join(values)}" if zh else f"'{name}' is {' or '.join(values)}"


def _guide(sheet: Worksheet, types: Sequence[Layout], standard: Resolved, lang: str) -> None:
    """The sheet with instructions."""
    from openpyxl.styles import Alignment, Font

    sheet.title = GUIDES[0] if lang == "zh" else GUIDES[1]
    sheet.column_dimensions["A"].width = 60
    sheet.column_dimensions["B"].width = 60
    rows: list[tuple[str, str]] = [("填写说明", "Instructions"), *((one.zh, one.en) for one in _GUIDE), ("", "")]
    rows.append(("记录类型（工作表）", "Record types (sheets)"))
    rows += [(f"{one.name.zh}（{one.id}）", f"{one.name.en} ({standard.cite(one.source)})") for one in types]
    bold = {1, len(_GUIDE) + 3}
    for at, pair in enumerate(rows, 1):
        for column, text in enumerate(pair, 1):
            if not text:
                continue
            cell = _write(sheet, at, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if at in bold:
                cell.font = Font(bold=True, size=12)
