"""The coordination report as a workbook: shared elements, items by elements, orphans, near names,
documents.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tracecode.escape import excel
from tracecode.extras import extra
from tracecode.files import replacing
from tracecode.publish.coordination import coordination
from tracecode.publish.documents.words import WORDS
from tracecode.standard.record_layout import items_in_order
from tracecode.tables.workbook_writing import open_sheet, write_workbook

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from tracecode.publish.coordination import Coordination
    from tracecode.standard.resolved import Resolved

Row = Iterable[str | int | float]
_TITLES = {
    "zh": ("共用数据元", "品目与数据元", "无人使用", "名称相近", "依据文件"),
    "en": ("Shared elements", "Items by elements", "Used by nothing", "Near names", "Documents"),
}


def write_book(
    standard: Resolved, path: str | os.PathLike[str], *, lang: str = "zh"
) -> Coordination:
    """Write the report to a file, which is there as a whole or not at all.

    Args:
        standard: the specifications.
        path: the file, `*.xlsx`.
        lang: language of names and titles, `zh` or `en`.

    Returns:
        The report.

    Raises:
        MissingExtra: openpyxl is not installed.
        SpecError: a specification is wrong.
        OSError: the file cannot be written.
    """
    report = coordination(standard)
    book = extra("openpyxl", "excel").Workbook(write_only=True)
    sheets = (_shared, _matrix, _orphans, _near, _sources)
    for title, rows in zip(_TITLES[lang], sheets, strict=True):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        open_sheet(sheet)
        for row in rows(report, standard, lang):
            sheet.append([_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    with replacing(path) as file:
        write_workbook(book, file)
    return report


def _text(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """A text as a cell, also one that begins like a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, excel(text))
    cell.data_type = "s"
    return cell


def _shared(report: Coordination, _standard: Resolved, lang: str) -> Iterator[Row]:
    yield {
        "zh": ("标识", "名称", "品目数", "记录类型数", "要求不同", "必填", "有条件", "可选"),
        "en": (
            "Id",
            "Name",
            "Items",
            "Record types",
            "Differs",
            "Mandatory",
            "Conditional",
            "Optional",
        ),
    }[lang]
    for element in report.shared:
        counts = [sum(mark in marks for marks in element.items.values()) for mark in "MCO"]
        differs = {"zh": ("", "是"), "en": ("", "yes")}[lang][element.differs]
        yield (
            element.id,
            getattr(element.name, lang),
            len(element.items),
            element.types,
            differs,
            *counts,
        )


def _matrix(report: Coordination, standard: Resolved, lang: str) -> Iterator[Row]:
    items = items_in_order(standard)
    head = {"zh": ("标识", "名称"), "en": ("Id", "Name")}[lang]
    yield *head, *(getattr(standard.product(item).name, lang) for item in items)
    for element in report.elements:
        yield (
            element.id,
            getattr(element.name, lang),
            *("/".join(element.items.get(item, "")) for item in items),
        )


def _orphans(report: Coordination, standard: Resolved, lang: str) -> Iterator[Row]:
    yield {"zh": ("种类", "标识", "名称"), "en": ("Kind", "Id", "Name")}[lang]
    for kind, ids in report.orphans.items():
        called = getattr(WORDS[f"{kind}s"], lang)
        for id in ids:
            yield called, id, getattr(standard.thing(kind, id).__dict__["name"], lang)


def _near(report: Coordination, standard: Resolved, lang: str) -> Iterator[Row]:
    yield {
        "zh": ("标识", "名称", "标识", "名称", "相似度"),
        "en": ("Id", "Name", "Id", "Name", "Likeness"),
    }[lang]
    for pair in report.near:
        names = (getattr(standard.indicator(id).name, lang) for id in (pair.first, pair.second))
        first, second = names
        yield pair.first, first, pair.second, second, pair.ratio


def _sources(report: Coordination, standard: Resolved, lang: str) -> Iterator[Row]:
    yield {
        "zh": ("标识", "名称", "引用次数", "已证实", "单一来源", "存疑", "本项目"),
        "en": ("Id", "Title", "Cited", "Confirmed", "Single", "Unsure", "Project"),
    }[lang]
    for cited in report.sources:
        sure = [cited.evidence[id] for id in ("confirmed", "single", "unsure", "project")]
        yield cited.id, getattr(standard.source(cited.id).title, lang), cited.times, *sure
