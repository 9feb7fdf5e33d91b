"""What reports must never do: write over what is read, lose a good table, or end in a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tracecode as tc
from tracecode.cli import main

WRONG = "6901234567890"
EXAMPLE = Path(__file__).parents[2] / "examples" / "messages" / "7-gas-cylinder.xlsx"


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    """A file with a wrong code."""
    path = tmp_path / "codes.csv"
    path.write_text(f"code\n{WRONG}\n", encoding="utf-8")
    return path


def test_no_output_over_an_input(codes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file that is judged, or that holds the keys, stays what it was."""
    before = codes.read_bytes()
    for words in (
        ["validate", str(codes), "--column", "code", "--out", str(codes)],
        ["across", str(codes), "--out", str(codes.parent / "." / codes.name)],
    ):
        assert main(words) == 2
        assert "is a file that is read" in capsys.readouterr().err
        assert codes.read_bytes() == before


def test_no_output_among_the_inputs(codes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a folder that is judged the report would be judged, too."""
    out = codes.parent / "report.ndjson"
    assert main(["validate", str(codes.parent), "--out", str(out)]) == 2
    assert "stands in a folder that is judged" in capsys.readouterr().err
    assert [path.name for path in codes.parent.iterdir()] == ["codes.csv"]


def test_the_copy_is_an_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Report and annotated copy are two files."""
    out = str(tmp_path / "one.xlsx")
    assert main(["validate", str(EXAMPLE), "--out", out, "--annotate", out]) == 2
    assert "two outputs are one file" in capsys.readouterr().err
    assert not Path(out).exists()


def test_only_a_workbook_is_annotated(codes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is refused by its name before it is judged."""
    copy = codes.parent / "copy.xlsx"
    assert main(["validate", str(codes), "--column", "code", "--annotate", str(copy)]) == 2
    assert "codes.csv' is no workbook" in capsys.readouterr().err
    assert not copy.exists()


@pytest.mark.parametrize("words", [["validate", "nosuch.csv"], ["across", "nosuch.ndjson"]])
def test_a_good_table_stays(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing could be read, yesterday's table is not replaced by an empty one."""
    out = tmp_path / "findings.ndjson"
    out.write_text("yesterday", encoding="utf-8")
    assert main([*words, "--out", str(out), "--fail-on", "error"]) == 2
    assert out.read_text("utf-8") == "yesterday"
    assert [path.name for path in tmp_path.iterdir()] == ["findings.ndjson"]
    said = capsys.readouterr()
    assert "nosuch" in said.err
    assert said.out.strip() == ""


@pytest.mark.parametrize("number", ["-1", "1e3", "9" * 17])
def test_a_limit_is_a_number(number: str, codes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is none is not taken for the name of a limit."""
    assert main(["validate", str(codes), "--column", "code", f"--limit={number}"]) == 2
    assert "takes a number of findings" in capsys.readouterr().err


@pytest.mark.parametrize(
    "change",
    [
        {"line": 10**30},
        {"line": True},
        {"line": -1},
        {"position": 2**31},
        {"file": 5},
        {"type": ["a", {}]},
        {"zh": "\ud800"},
        {"status": "fine"},
        {"kind": "thing"},
        {"change": "lost"},
    ],
    ids=repr,
)
@pytest.mark.parametrize("ending", ["parquet", "xlsx", "sarif"])
def test_strange_rows_of_an_earlier_run(change: dict[str, Any], ending: str, codes: Path) -> None:
    """They are refused with their place before anything is judged."""
    earlier, out = codes.parent / "earlier.ndjson", codes.parent / f"out.{ending}"
    tc.write_findings(tc.validate([WRONG], scheme="gtin"), earlier)
    row = json.loads(earlier.read_text("utf-8"))
    earlier.write_text(json.dumps(row | change) + "\n", encoding="utf-8")
    with pytest.raises(tc.UnreadableFile, match="row 1"):
        tc.write_findings(tc.validate([WRONG], scheme="gtin"), out, against=earlier)
    assert not out.exists()


def comments(path: Path) -> dict[str, str]:
    """The comments of a workbook by sheet and cell."""
    book = openpyxl.load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }


def two_sheets(path: Path, title: str) -> Path:
    """The example twice in a workbook; in the second sheet the company of its second record is
    wrong.
    """
    book = openpyxl.load_workbook(EXAMPLE)
    first = book.worksheets[0]
    for other in book.worksheets[1:]:
        book.remove(other)
    second = book.copy_worksheet(first)
    second.title = title
    first["D4"].value = "91350100M000100Y43"
    last = second.max_column
    for row in range(2, second.max_row + 1):
        kind = ("record_type", "product_item") if row == 2 else ("filling", "gas-cylinder")
        second.cell(row, last + 1).value, second.cell(row, last + 2).value = kind
        if row > 2:
            second.cell(row, 1).value = f"0d982fd7-29a3-5b5b-8a9a-5e7eb9c91{row:03}"
    second["D4"].value = "91350100M000100Y44"
    second.delete_rows(1)  # the names that stand above the ids
    book.save(path)
    return path


def test_the_faulty_cell_is_marked(tmp_path: Path) -> None:
    """Of a code that is wrong inside the cell of the code, on the sheet where it stands."""
    path = two_sheets(tmp_path / "two.xlsx", "第二页")
    copy = tmp_path / "copy.xlsx"
    tc.annotate_workbook(path, tc.validate(path), copy, lang="en")
    (place,) = [cell for cell, text in comments(copy).items() if "gb32100" in text]
    assert place == "第二页!D3"


def test_odd_titles_of_sheets(tmp_path: Path) -> None:
    """The copy has a title that a workbook may have."""
    path = two_sheets(tmp_path / "two.xlsx", "ab")
    odd = tmp_path / "odd.xlsx"
    _renamed(path, odd, 'name="ab"', 'name="a/b"')
    copy = tmp_path / "copy.xlsx"
    tc.annotate_workbook(odd, tc.validate(odd), copy, lang="en")
    assert openpyxl.load_workbook(copy).sheetnames[1] == "a_b"


def _renamed(path: Path, out: Path, old: str, new: str) -> None:
    from zipfile import ZipFile

    with ZipFile(path) as book, ZipFile(out, "w") as made:
        for name in book.namelist():
            data = book.read(name)
            made.writestr(name, data.replace(old.encode(), new.encode()))
