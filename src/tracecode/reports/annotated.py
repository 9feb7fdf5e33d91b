"""A copy of a sender's workbook whose faulty cells are coloured, with comments that say what was
found and what to do.

The values are those that the reader of workbooks sees; formulas, which nothing trusts, are left
out, and the cell says so. Of a large workbook only the faulty rows are copied, on the rows where
they stood, below the first rows of a sheet.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.arguments import checked
from tracecode.checks.code_sources import shown_text
from tracecode.checks.report import Report, Verdict
from tracecode.errors import WrongUse
from tracecode.escape import excel
from tracecode.extras import extra
from tracecode.files import opened, reading, replacing
from tracecode.findings import Finding, cited
from tracecode.reports.words import ANNOTATED, SEVERITY_NAMES
from tracecode.reports.writing import Lang
from tracecode.tables.areas import CELL_NAME, column_of
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.rows import Cell, Clock, Flaw, Moment, Number
from tracecode.tables.workbook import open_workbook
from tracecode.tables.workbook_writing import discard, open_sheet, write_workbook

if TYPE_CHECKING:
    from tracecode.tables.sheet import Sheet

MOST_CELLS = 20_000
"""A workbook with more cells is copied by its faulty rows alone; and so many faulty cells have
comments at most.
"""
_FIRST_ROWS = 5
"""So many rows at the top of a sheet are copied always: its headings."""
_LONGEST = 1_500
"""Most characters of a comment."""
_FILLS = {"error": "FFC7CE", "warning": "FFEB9C", "unchecked": "D9D2E9"}
_WIDTH = 18.0
_UNTITLED = re.compile(r"[\[\]:*?/\\]")
"""What the title of a sheet may not hold."""


class _Remark(NamedTuple):
    """What a comment says of a cell."""

    sort: str
    """`error`, `warning` or `unchecked`."""
    text: str


@checked
def annotate_workbook(
    path: str | os.PathLike[str], judged: Report | Iterable[Verdict], out: str | os.PathLike[str],
    *, lang: Lang = "zh", limits: Limits = DEFAULT,
) -> int:  # fmt: skip
    """Copy a workbook with what was found of it.

    Args:
        path: the workbook that was judged.
        judged: what `validate` gives for it, and nobody read yet; or its verdicts.
        out: the copy, `*.xlsx`.
        lang: the language of the comments.
        limits: how much is read, as for `validate`.

    Returns:
        How many cells have comments.

    Raises:
        WrongUse: the copy is the workbook itself, or does not end in .xlsx.
        UnreadableFile: the workbook cannot be read any more.
        BadWorkbook: it is none.
        MissingExtra: openpyxl is not installed.
        UnwritableFile: the copy cannot be written.
    """
    remarks = Remarks(lang)
    may_annotate(path, out)
    for verdict in judged.speaking() if isinstance(judged, Report) else judged:
        remarks.add(verdict)
    return remarks.write(path, out, limits)


def may_annotate(path: str | os.PathLike[str], out: str | os.PathLike[str]) -> None:
    """Refuse a copy that could not be written, before anything is judged.

    Raises:
        WrongUse: as `annotate_workbook`.
        MissingExtra: openpyxl is not installed.
    """
    if os.path.splitext(os.fspath(out))[1].lower() != ".xlsx":
        raise WrongUse("the annotated copy ends in .xlsx", "批注副本的后缀应为 .xlsx")
    if os.path.realpath(path) == os.path.realpath(out):
        raise WrongUse(
            "the annotated copy is another file than the workbook", "批注副本不能是原文件"
        )
    extra("openpyxl", "excel")


class Remarks:
    """What is said of the cells of one workbook, as its verdicts come."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._by_row: dict[tuple[str | None, int], dict[int | str, list[_Remark]]] = {}
        self._count = 0
        self._beside: list[_Remark] = []
        """What is said of no cell."""
        self._placed: set[tuple[int, int | str]] = set()
        """What named no sheet and was said on one."""
        self._left: Counter[str] = Counter()
        """How many findings of each rule found no room."""

    def add(self, verdict: Verdict) -> None:
        """Note the errors and warnings of a verdict."""
        for finding in verdict.findings:
            if finding.severity == "info":
                continue
            remark = _Remark(
                "unchecked" if finding.unchecked else finding.severity, self._text(finding)
            )
            cell = finding.cell or finding.values.get("cell")
            place = _place(cell) if isinstance(cell, str) else None
            if place is not None:
                self._note(place[0], place[1], place[2], remark, finding.rule)
            elif line := finding.line or verdict.line:
                self._note(
                    None, line, verdict.text if verdict.kind == "code" else "", remark, finding.rule
                )
            elif len(self._beside) < 1000:
                self._beside.append(remark)
            else:
                self._left[finding.rule] += 1

    def _text(self, finding: Finding) -> str:
        zh = self._lang == "zh"
        remedy = finding.remedy
        lines = [
            finding.text(self._lang), f"处理办法：{remedy.zh}" if zh else f"Remedy: {remedy.en}",
            *([f"[{cited(finding.source, self._lang)}]"] if finding.source else []),
            f"({finding.rule})",
        ]  # fmt: skip
        return "\n".join(lines)

    def _note(self, sheet: str | None, row: int, at: int | str, remark: _Remark, rule: str) -> None:
        cells = self._by_row.setdefault((sheet, row), {})
        if at in cells and len(cells[at]) < 10:
            cells[at].append(remark)
        elif at not in cells and self._count < MOST_CELLS:
            self._count += 1
            cells[at] = [remark]
        else:
            self._left[rule] += 1

    def write(
        self, path: str | os.PathLike[str], out: str | os.PathLike[str], limits: Limits = DEFAULT
    ) -> int:
        """Write the copy; as `annotate_workbook`."""
        with opened(path) as source, reading(path):
            read = open_workbook(source, limits)
        whole = _at_most(read.sheets, MOST_CELLS)
        book = extra("openpyxl", "excel").Workbook(write_only=True)
        try:
            for sheet in read.sheets:
                self._copy(book, sheet, whole=whole, alone=len(read.sheets) == 1)
            self._legend(book, whole=whole, alone=len(read.sheets) == 1)
        except BaseException:
            discard(book)
            raise
        with replacing(out) as file:
            write_workbook(book, file)
        return self._count

    def _copy(self, book: Any, sheet: Sheet, *, whole: bool, alone: bool) -> None:
        """Copy a sheet. What names no sheet is said here if it is the only one, or where its row
        shows the code; else beside.
        """
        copy = book.create_sheet(_UNTITLED.sub("_", excel(sheet.title))[:31])
        copy.sheet_format.defaultColWidth = _WIDTH
        open_sheet(copy)
        cells = _Cells(copy)
        own = {line: noted for (title, line), noted in self._by_row.items() if title == sheet.title}
        for line, noted in self._unplaced(sheet, alone=alone):
            own[line] = {**own.get(line, {}), **noted}
        waiting = sorted(own, reverse=True)
        for row in sheet.rows():
            # a row that holds nothing, of which something is said
            while waiting and waiting[-1] < row.line:
                line = waiting.pop()
                cells.append(line, {}, own[line])
            if waiting and waiting[-1] == row.line:
                waiting.pop()
            if whole or row.line <= _FIRST_ROWS or row.line in own:
                cells.append(row.line, row.cells, own.get(row.line, {}))
        for line in reversed(waiting):
            cells.append(line, {}, own[line])

    def _unplaced(
        self, sheet: Sheet, *, alone: bool
    ) -> Iterator[tuple[int, dict[int | str, list[_Remark]]]]:
        """What names no sheet and belongs on this one."""
        unplaced = {line: noted for (title, line), noted in self._by_row.items() if title is None}
        if alone:
            yield from unplaced.items()
        elif unplaced:
            for row in sheet.rows():
                shown_here = {shown_text(cell) for cell in row.cells.values()}
                noted: dict[int | str, list[_Remark]] = {
                    text: remarks
                    for text, remarks in unplaced.get(row.line, {}).items()
                    if text and text in shown_here
                }
                self._placed.update((row.line, text) for text in noted)
                if noted:
                    yield row.line, noted

    def _beside_sheets(self, *, alone: bool) -> Iterator[_Remark]:
        """What is said of no cell, the row before it where only the sheet is unknown."""
        yield from self._beside
        for (title, line), noted in () if alone else self._by_row.items():
            for text, remarks in noted.items() if title is None else ():
                if (line, text) not in self._placed:
                    for remark in remarks:
                        yield remark._replace(text=f"{line}: {remark.text}")

    def _legend(self, book: Any, *, whole: bool, alone: bool) -> None:
        """A sheet that says what the colours mean, what is said of no cell, and what is left
        out.
        """
        words = {name: getattr(text, self._lang) for name, text in ANNOTATED.items()}
        sheet = book.create_sheet(words["title"])
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 90
        open_sheet(sheet)
        cells = _Cells(sheet)
        lines = [
            (getattr(text, self._lang), words[sort], sort) for sort, text in SEVERITY_NAMES.items()
        ]
        lines.append(("", words["copy"], ""))
        if not whole:
            lines.append(("", words["rows"].format(most=MOST_CELLS), ""))
        lines += [
            (getattr(SEVERITY_NAMES[each.sort], self._lang), each.text, each.sort)
            for each in self._beside_sheets(alone=alone)
        ]
        lines += [
            (rule, words["left"].format(count=count), "")
            for rule, count in self._left.most_common()
        ]
        for line, (name, text, sort) in enumerate(lines, 1):
            cells.append(line, {0: name, 1: text}, {}, {0: sort} if sort else {})


def _place(name: str) -> tuple[str, int, int] | None:
    """Sheet, row and column of `Sheet!D2`; None if it names no single cell."""
    title, mark, cell = name.rpartition("!")
    match = CELL_NAME.fullmatch(cell)
    return (title, int(match[2]), column_of(match[1])) if mark and match is not None else None


def _at_most(sheets: Iterable[Sheet], most: int) -> bool:
    """Whether the sheets have no more filled cells than that."""
    for sheet in sheets:
        for row in sheet.rows():
            most -= len(row.cells)
            if most < 0:
                return False
    return True


class _Cells:
    """Writes the cells of a sheet."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.comments import Comment
        from openpyxl.styles import PatternFill

        self._sheet, self._made, self._comment = sheet, WriteOnlyCell, Comment
        self._next = 1
        self._fills = {
            sort: PatternFill("solid", fgColor=colour) for sort, colour in _FILLS.items()
        }

    def append(
        self,
        line: int,
        cells: Any,
        noted: dict[int | str, list[_Remark]],
        fills: dict[int, str] | None = None,
    ) -> None:
        """Write a row where it stands.

        Args:
            line: its number.
            cells: what it holds, by column.
            noted: what is said of its cells, by column; or by the text that a cell shows, of an
                unknown column.
            fills: colours by column.
        """
        said: dict[int, list[_Remark]] = {}
        for at, remarks in noted.items():
            said.setdefault(at if isinstance(at, int) else _showing(cells, at), []).extend(remarks)
        width = max([*cells, *said, -1]) + 1
        row: list[Any] = [None] * width
        for column in range(width):
            if column in cells or column in said:
                row[column] = self._cell(
                    cells.get(column), said.get(column, ()), (fills or {}).get(column)
                )
        while self._next < line:  # rows that are left out leave their places empty
            self._sheet.append(())
            self._next += 1
        self._sheet.append(row)
        self._next += 1

    def _cell(self, value: Cell | None, remarks: Iterable[_Remark], fill: str | None) -> Any:
        held, form = _held(value)
        cell = self._made(self._sheet, held)
        if isinstance(held, str):
            cell.data_type = "s"  # also of what begins with "="
        cell.number_format = form
        remarks = list(remarks)
        if remarks:
            fill = min((remark.sort for remark in remarks), key=list(_FILLS).index)
            text = "\n\n".join(remark.text for remark in remarks)
            text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            lines = sum(1 + len(part) // 30 for part in text.split("\n"))
            cell.comment = self._comment(
                excel(text), "tracecode", height=min(40 + 17 * lines, 500), width=360
            )
        if fill is not None:
            cell.fill = self._fills[fill]
        return cell


def _showing(cells: Any, text: str) -> int:
    """The column of the cell that shows a text; the first if none does."""
    return next((column for column, cell in cells.items() if text and shown_text(cell) == text), 0)


def _held(value: Cell | None) -> tuple[Any, str]:
    """A value as openpyxl takes it, and the number format in which it shows."""
    match value:
        case None | Flaw():
            return None, "General"
        case bool():
            return value, "General"
        case str():
            return excel(value), "@"
        case Number(number, shown):
            percent = shown is not None and shown.around == "%"
            return (int(number) if number == number.to_integral_value() else float(number)), (
                "0.##########%" if percent else "General"
            )
        case Moment(at, shows, offset):
            clock = " hh:mm:ss" if set(shows) & set("HMS") else ""
            return at, f"yyyy-mm-dd{clock}" + (f'"{offset}"' if offset else "")
        case Clock(at, _, offset):
            return at, "hh:mm:ss" + (f'"{offset}"' if offset else "")
