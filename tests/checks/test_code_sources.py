"""Codes stand in columns of many kinds of files: the verdicts do not depend on which."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import tracecode as tc
from tracecode.errors import UnreadableFile

CODES = ["6901234567892", "6901234567890", "06901234567892", "", "2012345000001"]
EXPECTED = [
    ("valid", []),
    ("invalid", ["code.check_character"]),
    ("valid", ["code.repeated_otherwise"]),
    ("invalid", ["code.empty"]),
    ("valid", ["gs1.restricted"]),
]


def judged(source: Any, column: str = "code", **options: Any) -> list[tuple[str, list[str]]]:
    """What is said of each row of a column of trade item numbers."""
    report = tc.validate(source, column=column, scheme="gtin", **options)
    return [(verdict.status, [finding.rule for finding in verdict.findings]) for verdict in report]


def parquet(**columns: Any) -> bytes:
    """A Parquet file."""
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def test_parquet() -> None:
    """Also where texts are a dictionary, and absent ones empty; a row counts as a line."""
    texts = [code or None for code in CODES]
    assert judged(parquet(code=texts)) == EXPECTED
    assert judged(parquet(code=pa.array(texts).dictionary_encode())) == EXPECTED
    assert [
        verdict.line for verdict in tc.validate(parquet(code=texts), column="code", scheme="gtin")
    ] == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert judged(parquet(code=[6901234567892])) == [("valid", [])]


def test_parquet_without_the_column() -> None:
    """The error names the columns that there are; one of other than texts is refused."""
    with pytest.raises(UnreadableFile, match="there is no column 'code'; the columns are: a"):
        judged(parquet(a=["1"]))
    with pytest.raises(UnreadableFile, match="the column 'code' holds double, and no texts"):
        judged(parquet(code=[1.5]))


def test_damaged_parquet() -> None:
    """It is refused with a sentence."""
    with pytest.raises(UnreadableFile, match="the Parquet file cannot be read: "):
        judged(parquet(code=CODES)[:-9])


def test_field_of_lines_of_json() -> None:
    """Also of an object inside, and packed; a line that is no JSON, or no text, costs itself."""
    lines = "\n".join(f'{{"a": {{"code": "{code}"}}}}' for code in CODES).encode()
    assert judged(lines, "a.code") == EXPECTED
    assert judged(gzip.compress(lines), "a.code") == EXPECTED
    broken = b'{"code": "6901234567892"}\n{"code": \n\n{"code": 5}\n{"code": "6901234567892"}\n'
    assert judged(broken) == [
        ("valid", []), ("invalid", ["data.json"]), ("invalid", ["data.shape"]),
        ("valid", ["code.repeated"]),
    ]  # fmt: skip


def test_column_of_a_workbook(tmp_path: Path) -> None:
    """Below titles, as cells show it; another sheet with the column is named."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Codes of March"],
        ["name", "Code"],
        *([f"x{n}", code] for n, code in enumerate(CODES)),
    ):
        sheet.append(row)
    other = book.create_sheet("more")
    other.append(["code"])
    book.save(tmp_path / "codes.xlsx")
    assert judged(tmp_path / "codes.xlsx") == [*EXPECTED, ("not checked", ["file.skipped"])]
    with pytest.raises(UnreadableFile, match="there is no column 'made'"):
        judged(tmp_path / "codes.xlsx", on_column="made")


def test_what_a_workbook_of_codes_hides(tmp_path: Path) -> None:
    """Hidden things and other sheets are named; merged cells among the codes, and macros, are
    errors.
    """
    book = openpyxl.Workbook()
    notes, codes = book.active, book.create_sheet("codes")
    assert notes is not None
    notes.append(["read me"])
    codes.append(["code", "made"])
    for _ in range(3):
        codes.append([CODES[0], "x"])
    codes.sheet_state = "hidden"
    codes.column_dimensions["A"].hidden = True
    book.save(path := tmp_path / "codes.xlsx")
    first, *_ = tc.validate(path, column="code", scheme="gtin")
    assert [(finding.rule, finding.severity) for finding in first.findings] == [
        ("data.passed_sheet", "info"), ("data.hidden", "info"), ("data.hidden", "info"),
    ]  # fmt: skip
    codes.merge_cells("B2:B3")
    book.save(path)
    assert "data.merged" not in tc.validate(path, column="code", scheme="gtin").run().rules
    codes.merge_cells("A2:A3")
    book.save(path)
    report = tc.validate(path, column="code", scheme="gtin").run()
    assert (report.status, report.rules["data.merged"]) == ("invalid", 1)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    report = tc.validate(path, column="code", scheme="gtin").run()
    assert (report.status, report.rules["data.macro"]) == ("invalid", 1)


def test_days_beside_codes() -> None:
    """The column of days may stand in any of them."""
    made = ["2026-03-12"] * 4 + ["soon"]
    expected = [*EXPECTED[:4], ("not checked", ["check.date"])]
    lines = "\n".join(
        f'{{"code": "{code}", "made": "{day}"}}' for code, day in zip(CODES, made, strict=True)
    ).encode()
    assert judged(parquet(code=CODES, made=made), on_column="made") == expected
    assert judged(lines, on_column="made") == expected
