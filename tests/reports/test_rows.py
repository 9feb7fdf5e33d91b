"""The table of findings: its columns, its rows, and Arrow."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

import tracecode as tc
from tests.reports.made import HOSTILE, verdicts
from tracecode.reports.rows import COLUMNS, arrow_schema, as_values, from_values

DOCS = Path(__file__).parents[2] / "docs" / "findings.md"


def test_columns_are_stable() -> None:
    """What others read by name and place stays; the first eleven are those of `--format csv` since
    it was written.
    """
    assert COLUMNS == (
        "file", "line", "text", "status", "type", "rule", "severity", "path", "zh", "en", "source",
        "cell", "position", "kind", "evidence", "unchecked", "who", "remedy_zh", "remedy_en",
        "across", "other", "key", "change",
    )  # fmt: skip


@pytest.mark.parametrize("page", [DOCS, DOCS.with_suffix(".zh.md")], ids=["en", "zh"])
def test_columns_are_documented(page: Path) -> None:
    """Each page on findings lists every column with its type for Arrow, in order."""
    told = re.findall(r"^\| `(\w+)` \| (\w+)\s", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == [(field.name, str(field.type)) for field in arrow_schema()]


def test_rows_of_codes() -> None:
    """A wrong code has a row with place, sentences and remedy; a right one, and a note, have
    none.
    """
    rows = list(tc.finding_rows(tc.validate(["6901234567892", "6901234567890"], scheme="gtin")))
    assert [(row.line, row.text, row.rule, row.position, row.kind) for row in rows] == [
        (2, "6901234567890", "code.check_character", 13, "code")
    ]
    assert (rows[0].zh, rows[0].en) == (
        "校验码应为“2”，实为“0”（gs1-mod10）", "Check digit is '0'; expected '2' (gs1-mod10)",
    )  # fmt: skip
    assert rows[0].who == "sender"
    assert rows[0].remedy_zh.startswith("代码多半有一位录错")


def test_rows_across_records() -> None:
    """A rule across records says its own id and remedy, and the record it is held against."""
    record = {"record_type": "recall", "record_id": "7", "uscc": "91350100M000100Y43"}
    (row,) = tc.finding_rows(tc.across([record, record]))
    assert (row.across, row.rule, row.named) == (
        "record-id-twice",
        "across.unique",
        "record-id-twice",
    )
    assert (row.line, row.other, row.text) == (2, "1", "7")
    assert row.remedy_en == tc.Standard.packaged().resolved.rule("record-id-twice").remedy.en


def test_arrow() -> None:
    """The reader gives the rows in batches of the documented schema."""
    table = tc.findings_table(verdicts(11_000)).read_all()
    assert table.schema == arrow_schema()
    assert table.num_rows == 11_000
    assert table.column("unchecked").type == pa.bool_()
    assert table.slice(3, 1).to_pylist()[0]["rule"] == "code.within"


def test_rows_survive_json() -> None:
    """A row is the same after it was written as plain data; what is no row is refused."""
    for row in tc.finding_rows(verdicts(20, text=HOSTILE)):
        assert from_values(as_values(row)) == row
        assert "19491231" not in str(row)
        assert row.text.isprintable()
    with pytest.raises(TypeError):
        from_values({"rule": "data.null"})


def test_the_key_stays_where_the_line_moves() -> None:
    """The same finding on the same record is known again on another line of another file."""
    first, other = (tc.finding_rows(verdicts(8)) for _ in range(2))
    keys = [row.key for row in first]
    assert keys == [row.key for row in other]
    moved = [replace(each, line=each.line + 9, file="other.ndjson") for each in verdicts(8)]
    again = [row.key for row in tc.finding_rows(moved)]
    assert again == keys
    assert len(set(keys)) == 8
