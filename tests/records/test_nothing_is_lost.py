"""A law of tables: whatever stands in a cell is in a record, or its cell or row is named in a
finding.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.tables.books import packed, parts, sheet
from tracecode.records import csv_form, excel_form
from tracecode.standard.resolved import packaged
from tracecode.tables.rows import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracecode.records.plain import Item

CATALOG = packaged()
HEAD = [
    "record_type",
    "product_item",
    "record_id",
    "remark",
    "trace_codes",
    "inputs.batch_no",
    "",
    "nonsense",
]
PLACES = st.tuples(st.integers(2, 7), st.integers(0, 9))
KINDS = st.sampled_from(["inline", "inline", "formula", "number", "broken"])


def told(items: Iterable[Item]) -> tuple[str, str]:
    """The texts of all records, and of all findings."""
    data, found = [], []
    for item in items:
        data.append(json.dumps(item.data, ensure_ascii=False))
        found += [f"{one.line} {one.path} {one.text('en')}" for one in item.faults]
    return "\n".join(data), "\n".join(found)


def is_named(name: str, row: int, found: str) -> bool:
    """Whether a cell, its row, or its column as a whole is named."""
    column = re.sub("[0-9]", "", name)
    rows = {int(at) for at in re.findall("^([0-9]+) ", found, re.MULTILINE)}
    whole = re.search(rf"\b{column}1: no element", found) is not None
    between = re.search(r", (\w+) … (\w+)", found) is not None
    return re.search(rf"\b{name}\b", found) is not None or row in rows or whole or between


@given(st.lists(st.tuples(PLACES, KINDS), max_size=25), st.booleans())
def test_workbooks(placed: list[tuple[tuple[int, int], str]], tidy: bool) -> None:
    """In a workbook, in whatever order its rows and cells stand, and however often."""
    if tidy:
        placed = sorted(dict(placed).items())
    rows: list[tuple[int, list[str]]] = []
    for at, ((row, column), kind) in enumerate(placed):
        name = cell_name(column, row)
        xml = {
            "inline": f'<c r="{name}" t="inlineStr"><is><t>token{at}.</t></is></c>',
            "formula": f'<c r="{name}"><f>A1</f><v>1</v></c>',
            "number": f'<c r="{name}"><v>{7000 + at}</v></c>',
            "broken": f'<c r="{name}"><v>x</v></c>',
        }[kind]
        if rows and rows[-1][0] == row:
            rows[-1][1].append(xml)
        else:
            rows.append((row, [xml]))
    head = "".join(
        f'<c r="{cell_name(at, 1)}" t="str"><v>{name}</v></c>'
        for at, name in enumerate(HEAD)
        if name
    )
    body = "".join(f'<row r="{row}">{"".join(cells)}</row>' for row, cells in rows)
    raw = packed(parts(sheet(f'<row r="1">{head}</row>{body}'), titles=("x",)))
    data, found = told(excel_form.parse(raw, CATALOG))
    for at, ((row, column), kind) in enumerate(placed):
        value = {"inline": f"token{at}.", "number": str(7000 + at)}.get(kind)
        if value is None or value not in data:
            assert is_named(cell_name(column, row), row, found), (at, row, column, kind, found)


@given(
    st.lists(st.lists(st.sampled_from(["", "x", "=", '"', " ", "recall"]), max_size=9), max_size=9)
)
def test_csv(rows: list[list[str]]) -> None:
    """In CSV, with quotes that are right and quotes that are not."""
    lines, tokens = [",".join(HEAD)], []
    for row, cells in enumerate(rows, 2):
        made = []
        for column, cell in enumerate(cells):
            token = f"token{row}.{column}."
            made.append(cell if cell in ("", " ", "recall") else f"{cell}{token}")
            if cell not in ("", " ", "recall"):
                tokens.append((row, column, token))
        lines.append(",".join(made))
    data, found = told(csv_form.parse("\n".join(lines).encode(), CATALOG))
    for row, column, token in tokens:
        assert token in data or is_named(cell_name(column, row), row, found), (row, column, found)
