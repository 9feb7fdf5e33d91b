"""The table of findings as a workbook: what to do by rule, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from tracecode.escape import excel
from tracecode.extras import extra
from tracecode.reports.rows import COLUMNS, FindingRow
from tracecode.reports.words import ACTORS, COLUMN_NAMES, SHEETS, TOTALS
from tracecode.tables.limits import DEFAULT
from tracecode.tables.workbook_writing import discard, open_sheet, write_workbook

if TYPE_CHECKING:
    from tracecode.reports.writing import Facts

_WIDE = {
    "zh": 60,
    "en": 60,
    "remedy_zh": 50,
    "remedy_en": 50,
    "file": 30,
    "text": 34,
    "rule": 24,
    "path": 24,
}


class WorkbookWriter:
    """A sheet of findings, and a further one wherever Excel ends; then the rules with their counts
    and remedies.
    """

    def __init__(self, file: IO[bytes], facts: Facts) -> None:
        self._file, self._facts = file, facts
        self._book = extra("openpyxl", "excel").Workbook(write_only=True)
        self._sheets = 0
        self._rules: Counter[str] = Counter()
        self._told: dict[str, FindingRow] = {}
        self._next()

    def _next(self) -> None:
        names = {name: getattr(text, self._facts.lang) for name, text in COLUMN_NAMES.items()}
        title = getattr(SHEETS["findings"], self._facts.lang)
        self._sheets += 1
        self._sheet = self._begin(
            title if self._sheets == 1 else f"{title} {self._sheets}", COLUMNS, names
        )
        self._rows = 2

    def _begin(self, title: str, columns: Iterable[str], names: dict[str, str]) -> Any:
        from openpyxl.utils import get_column_letter

        sheet = self._book.create_sheet(title)
        sheet.freeze_panes = "A3"
        for at, name in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(at)].width = _WIDE.get(name, 14)
        open_sheet(sheet)
        sheet.append([self._text(sheet, names[name]) for name in columns])
        sheet.append([self._text(sheet, name) for name in columns])
        return sheet

    def _text(self, sheet: Any, value: str | int | None) -> Any:
        """A value as a cell; a text is one also where it begins like a formula."""
        if not isinstance(value, str):
            return value
        from openpyxl.cell import WriteOnlyCell

        cell: Any = WriteOnlyCell(sheet, excel(value))
        cell.data_type = "s"
        return cell

    def put(self, row: FindingRow) -> None:
        """Write a row."""
        if self._rows == DEFAULT.sheet_rows:
            self._next()
        self._rows += 1
        self._sheet.append([self._text(self._sheet, value) for value in row])
        if row.change != "gone":
            self._rules[row.named] += 1
        self._told.setdefault(row.named, row)

    def finish(self, facts: Facts) -> None:
        """Write the sheet of rules, and the file."""
        lang = facts.lang
        columns = ("rule", "listed", "all", "who", "remedy_zh", "remedy_en", "example")
        names = {name: getattr(text, lang) for name, text in {**COLUMN_NAMES, **TOTALS}.items()}
        sheet = self._begin(getattr(SHEETS["rules"], lang), columns, names)
        for rule, count in facts.rules.most_common():
            row = self._told.get(rule)
            told = ("", "", "", "")
            if row is not None:
                example = row.zh if lang == "zh" else row.en
                told = (getattr(ACTORS[row.who], lang), row.remedy_zh, row.remedy_en, example)
            sheet.append(
                [self._text(sheet, value) for value in (rule, self._rules[rule], count, *told)]
            )
        write_workbook(self._book, self._file)

    def discard(self) -> None:
        """Let go of the sheets."""
        discard(self._book)
