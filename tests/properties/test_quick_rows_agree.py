"""Law: a table has the verdicts of reading each cell, whether its records take the quick way or not:
all findings, their words and places, their order, the counts, the typed records.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import tracecode as tc
from benchmarks.traffic import records
from tests.cases import drawing
from tracecode.checks.report import Report, Verdict
from tracecode.records import csv_form
from tracecode.records.quick import table_rows
from tracecode.records.reading import read, read_table
from tracecode.records.table_form import TableReader
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import DEFAULT

TYPES = ("pesticide_production", "recall", "drug_package_relation", "food_inspection")
ODD = (
    "", " ", " x", "x ", "\u3000", "NULL", "'NULL", "'x", "=1+1", "#N/A", "1.0", "01", "1E+12", "是",
    "true", "2026/3/12", "2026-03-12 00:00:00", "2026-02-30", 'a"b', "a\\b", "a\nb", "e\u0301",
    "京", "6901234567892", "gtin", "recall", "production", "pesticide", "-", "1 制剂加工",
)  # fmt: skip
"""What may come to stand in a cell."""
Table = list[list[str]]


@cache
def _tables() -> list[Table]:
    """The rows of right records, below ids, of each type and of several together."""
    made = [records(layout, 6) for layout in layouts(packaged()) if layout.id in TYPES]
    made.append([record for some in made for record in some[:2]])
    return [
        [*csv.reader(io.StringIO(csv_form.dump(some, packaged(), mark=False).decode()))]
        for some in made
    ]


def changed(table: Table, random: Random) -> Table:
    """A table with a few slips; or with none."""
    rows = [[*row] for row in table]
    for _ in range(random.choice([0, 1, 2, 6])):
        at = random.randrange(1, len(rows))
        row, other = rows[at], random.choice(rows[1:])
        if min(map(len, (row, other, rows[at - 1]))) < len(table[0]):  # a slip of its own already
            continue
        match random.randrange(10):
            case 0 | 1 | 2:
                row[random.randrange(len(row))] = random.choice(ODD)
            case 3:
                place = random.randrange(len(table[0]))
                row[place] = other[place]
            case 4:
                rows.insert(at, random.choice([[], [""] * len(row), [*other], [*rows[0]], ["x"]]))
            case 5:
                row.append(random.choice(["", "x"]))
            case 6:
                place = rows[0].index("record_id")
                row[place] = rows[at - 1][place] if at > 1 else other[place]
            case 7:  # as a spreadsheet leaves them
                row[:] = [
                    cell[:15].ljust(len(cell), "0") if cell.isdecimal() else cell for cell in row
                ]
            case 8:
                row[:2] = other[:2] if random.random() < 0.5 else ["", ""]
            case _:
                del rows[at]
        if len(rows) < 2:
            break
    if random.random() < 0.3:
        order = random.sample(range(len(rows[0])), len(rows[0]))
        rows = [[row[at] if at < len(row) else "" for at in order] for row in rows]
    if random.random() < 0.2:
        rows.insert(0, ["四月的记录"])
    if random.random() < 0.2:
        rows[0][random.randrange(len(rows[0]))] = random.choice(["x", "", "remark"])
    return rows


def _as_csv(rows: Table, random: Random) -> bytes:
    out = io.StringIO()
    quoting: Literal[0, 1] = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(out, quoting=quoting, delimiter=random.choice(",,;\t")).writerows(rows)
    return out.getvalue().encode(random.choice(["utf-8", "utf-8", "gb18030"]), "replace")


def _as_workbook(rows: Table, random: Random) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if random.random() < 0.4:
        sheet.title = random.choice(["产品召回信息", "recall", "x"])
    for number, row in enumerate(rows):
        sheet.append([_typed(cell, random) if number else cell for cell in row])
    if random.random() < 0.3:
        other = book.create_sheet("y")
        for row in rows[: random.randrange(len(rows) + 1)]:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(cell: str, random: Random) -> object:
    """A cell as people fill it: what looks like a number or a date becomes one, sometimes."""
    if not cell or "\x00" in cell or cell[:1] == "=":
        return cell or None
    if random.random() < 0.5:
        return cell
    for read_cell in (int, float, date.fromisoformat, datetime.fromisoformat):
        try:
            value: Any = read_cell(cell)
        except ValueError:
            continue
        return value.replace(tzinfo=None) if isinstance(value, datetime) else value
    return {"true": True, "false": False}.get(cell, cell)


def said(verdicts: Iterator[Verdict] | Report) -> list[tuple[object, ...]]:
    """All that verdicts say."""
    return [
        (each.line, each.text, each.status, each.name, each.findings, each.record_type, each.record,
         each.kind)
        for each in verdicts
    ]  # fmt: skip


def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each cell be read."""
    read_all = TableReader.read

    def read(self: TableReader, rows: Any, _: object, waits: Any) -> Any:
        return read_all(self, rows, None, waits)

    monkeypatch.setattr(TableReader, "read", read)


@pytest.mark.slow
@pytest.mark.parametrize(("form", "write"), [("csv", _as_csv), ("xlsx", _as_workbook)])
@drawing(40)
@given(st.integers(0, 10**9))
def test_verdicts_are_those_of_reading_each_cell(
    form: Literal["csv", "xlsx"], write: Callable[[Table, Random], bytes], seed: int
) -> None:
    """Whatever slips are in it, and whichever rows are tried."""
    random = Random(seed)
    data = write(changed(random.choice(_tables()), random), random)
    with pytest.MonkeyPatch.context() as monkeypatch:
        slowly(monkeypatch)
        expected = tc.validate(data, format=form)
        whole = said(expected)
        speaking = said(tc.validate(data, format=form).speaking())
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(table_rows, "MOSTLY_WRONG", random.choice([0, 1, 16]))
        monkeypatch.setattr(table_rows, "SELDOM", random.choice([2, 3, 32]))
        quick = tc.validate(data, format=form)
        assert said(quick) == whole
        assert quick.summary() == expected.summary()
        few = tc.validate(data, format=form)
        assert said(few.speaking()) == speaking
        assert few.summary() == expected.summary()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_right_records_take_it(form: Literal["csv", "xlsx"]) -> None:
    """All but the first, which may be a second header; the others come together, with their places."""
    pytest.importorskip("msgspec")
    made = records(record_layout(packaged(), "production", "pesticide"), 20)
    data = tc.dumps([tc.loads(json.dumps(one).encode()) for one in made], form)  # type: ignore[misc]
    together = [*read_table(data, form, packaged(), "utf-8", DEFAULT)]
    assert sum(len(getattr(each, "lines", ())) for each in together) >= 19
    items = [*read(data, form, packaged())]
    assert sum(item.right is not None for item in items) >= 19
    assert [item.number for item in items] == [*range(1, 21)]


def test_behind_wrong_records_right_ones_take_it_again() -> None:
    """Where all are wrong few rows are tried, and the first right one that is lets all be."""
    pytest.importorskip("msgspec")
    made = records(record_layout(packaged(), "production", "pesticide"), 300)
    data = tc.dumps([tc.loads(json.dumps(one).encode()) for one in made], "csv")  # type: ignore[misc]
    head, *rows = [*csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    for row in rows[20:200]:
        row[head.index("record_id")] = "x"
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    given = [*read_table(out.getvalue().encode(), "csv", packaged(), "utf-8", DEFAULT)]
    together = [number for each in given for number in getattr(each, "lines", ())]
    assert 60 <= sum(number > 201 for number in together) <= 100
    assert not any(21 < number <= 201 for number in together)
