"""What stands on sheets of a workbook that say no record type: none of them is passed over without
a word.

A row that names several elements is a header, most likely: then the sheet is a table of records
that says too little. The lists behind the drop-downs of our own template are known by what they
hold, and nothing need be said of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.findings import Finding
from tracecode.records.cells import shown
from tracecode.records.headings import TYPE, path_of
from tracecode.records.written_ids import shown_id
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.resolved import kept
from tracecode.tables.rows import Cell, Row
from tracecode.tables.sheet import Sheet

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

GUIDE_HEAD = ("填写说明", "Instructions")
"""How the instructions in a template of ours begin; what is below them was not filled in by
anybody.
"""
SCHEMES = "scheme"
"""How the name of a list of encoding rules begins, behind a drop-down of a template."""
TRUTH = ("是", "否")
"""What a drop-down offers where something is true or false."""
_LONGEST = 200
"""No name of an element is as long."""


def first_row(sheet: Sheet) -> Row | None:
    """The first row that shows anything, or cannot be read."""
    return next(_filled(sheet), None)


def header_row(sheet: Sheet, standard: Resolved) -> Row | None:
    """The first row that names several elements, or the type of records; or a row that cannot be
    read.
    """
    return next(
        (row for row in _filled(sheet) if row.fault is not None or names_elements(row, standard)),
        None,
    )


def names_elements(row: Row, standard: Resolved) -> bool:
    """Whether a row names several elements, or the type of records."""
    texts = (cell for cell in row.cells.values() if isinstance(cell, str) and len(cell) <= _LONGEST)
    named: set[str] = set()
    for text in texts:
        path = path_of(text, standard, None)
        if path is not None:
            named.add(path)
        if path == TYPE[0] or len(named) > 1:
            return True
    return False


def is_guide(first: Row) -> bool:
    """Whether a sheet that begins so holds the instructions of a template of ours."""
    return first.fault is None and tuple(first.cells.values()) == GUIDE_HEAD


def is_lists(sheet: Sheet, standard: Resolved) -> bool:
    """Whether a sheet holds nothing but lists of the template: the id of a code list in each
    column, and its values.
    """
    rows = _filled(sheet)
    first = next(rows, None)
    if first is None or first.fault is not None:
        return False
    lists = {at: _values(cell, standard) for at, cell in first.cells.items()}
    return all(
        row.fault is None
        and all(
            isinstance(cell, str) and cell in lists.get(at, ()) for at, cell in row.cells.items()
        )
        for row in rows
    ) and all(lists.values())


def _values(id: Cell, standard: Resolved) -> frozenset[Cell]:
    """What the drop-down of a code list offers, in either language; nothing if there is no such
    list.
    """
    if id == "boolean":
        return frozenset(TRUTH)
    if not isinstance(id, str):
        return frozenset()
    if id.partition(" ")[0] == SCHEMES:
        return _schemes(standard)
    return _offered(standard, id) if id in standard.ids("codelist") else frozenset()


@kept
def _schemes(standard: Resolved) -> frozenset[Cell]:
    return frozenset(
        shown_id(standard, "scheme", id, lang)
        for id in standard.ids("scheme")
        for lang in ("zh", "en")
    )


@kept
def _offered(standard: Resolved, id: str) -> frozenset[Cell]:
    return frozenset(
        shown(entry, lang) for entry in standard.codelist(id).entries for lang in ("zh", "en")
    )


def _filled(sheet: Sheet) -> Iterator[Row]:
    """The rows that show anything, or cannot be read."""
    for row in sheet.rows():
        if row.fault is not None or any(
            not (isinstance(cell, str) and shows_nothing(cell)) for cell in row.cells.values()
        ):
            yield row


def unlisted(sheet: Sheet, standard: Resolved) -> Finding | None:
    """What is to be said of a sheet that the workbook does not list, and nobody sees; None if it is
    empty.
    """
    first = first_row(sheet)
    if first is None or is_lists(sheet, standard):
        return None
    header = header_row(sheet, standard)
    if header is None:
        return Finding(rule="data.hidden_sheet", severity="info", values={"found": sheet.title})
    return header.fault or Finding(
        rule="data.unlisted_sheet", severity="error", values={"found": sheet.title}
    )
